"""The benchmark on a tiny export."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import measure
from run import measure_all, page

pytestmark = pytest.mark.slow


def _python(code: str) -> measure.Measurement:
    return measure.run([sys.executable, "-c", code])


def test_each_export_is_a_row_of_the_page(tmp_path: Path) -> None:
    rows = list(measure_all(tmp_path, [25, 1000], 1))
    assert [row[0] for row in rows] == [
        "25 campaigns in one file",
        "1,000 campaigns in one file",
        "1,000 campaigns in 2,326 files",
    ]
    text = page(rows)
    assert text.endswith(f"| {' | '.join(rows[-1])} |\n")
    results = Path(__file__).parents[2] / "bench" / "RESULTS.md"
    assert text.splitlines()[:3] == results.read_text(encoding="utf-8").splitlines()[:3]
    assert str(tmp_path) not in text


def test_memory_includes_child_processes() -> None:
    code = "x = bytearray(64 << 20); sum(x)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}], check=True)"
    for each in (code, child):
        assert 64 << 20 <= _python(each).memory < 128 << 20


def test_a_failing_command_is_an_error() -> None:
    assert _python("import sys; sys.exit(1)").seconds > 0
    with pytest.raises(measure.CommandError, match=r"^exit code 7: "):
        _python("import sys; sys.exit(7)")


def test_results_are_medians() -> None:
    runs = [measure.Measurement(at, at / 2, at * 10) for at in (3, 1, 2)]
    assert measure.medians(runs) == measure.Measurement(2, 1, 20)
