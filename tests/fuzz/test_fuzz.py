"""The corpus and a short run of the fuzzer break no promise; `make fuzz` searches longer."""

from __future__ import annotations

import importlib.util
import platform
import re
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, run
from fuzz.targets import TARGETS, corpus

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

IMPORTED_LATE = {
    "campaignlint.drawing.builder",
    "campaignlint.report.redaction",
    "campaignlint.report.html.page",
    "campaignlint.report.sarif",
    "campaignlint.report.html.campaigns",
}
HAS_WHEEL = (sys.platform, platform.machine()) == ("linux", "x86_64")


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_breaks_no_promise(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = sorted(corpus(name).iterdir())
    assert len(inputs) >= 5
    for file in inputs:
        TARGETS[name](file.read_bytes())


def test_the_corpus_is_small() -> None:
    files = [file for file in corpus("export").parent.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 300_000


@pytest.mark.skipif(not HAS_WHEEL, reason="atheris has no wheel for this system")
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_of_the_fuzzer_finds_nothing(name: str, tmp_path: Path) -> None:
    assert importlib.util.find_spec("atheris") is not None, "run make .venv/ready-for-work"
    runs = len(list(corpus(name).iterdir())) + 100
    limits = ("-seed=1", f"-runs={runs}", "-timeout=20", "-rss_limit_mb=1024", "-max_len=4000")
    fuzz = [sys.executable, str(REPOSITORY / "tests" / "fuzz"), name, *limits]
    done = run(fuzz, cwd=tmp_path)
    assert done.code == 0, done.err[-4000:]
    assert f"Done {runs} runs" in done.err
    modules = re.findall(r"Instrumenting (campaignlint\.\S+)", done.err)
    assert set(modules) >= IMPORTED_LATE, "modules without coverage"
    assert len(set(modules)) == len(modules)
