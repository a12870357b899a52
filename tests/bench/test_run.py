"""The benchmark itself, on next to nothing: how it counts, and what it writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import measure
import peers
from measure import Command, CommandError, Measured, TooSlowError
from results import Goal, Results, Table
from run import Bench

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def _python(code: str, **options: float) -> Command:
    return Command([sys.executable, "-c", code], **options)  # type: ignore[arg-type]


def test_a_run_writes_every_table(tmp_path: Path) -> None:
    bench = Bench(tmp_path, sizes=(20,), repeats=1)
    bench.measure()
    titles = [table.title for table in bench.results.tables]
    assert titles == [
        "Small exports",
        "One file",
        "One file per record",
        "Pre-commit hook",
    ]
    for table in bench.results.tables:
        assert table.rows, table.title
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.title
    assert len(bench.results.goals) == 7
    page = bench.results.markdown()
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## Limits",
        *(f"## {title}" for title in titles),
    ]
    assert str(tmp_path) not in page


def test_peers_that_cannot_be_installed_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> dict[str, str]:
        raise CommandError("npm failed: no network")

    monkeypatch.setattr(peers, "install", fails)
    bench = Bench(tmp_path, sizes=(1000,), repeats=1)
    bench.measure_peers()
    [table] = bench.results.tables
    assert table.rows == [("not installed", "npm failed: no network")]


def test_a_peer_that_fails_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "export.json"
    file.parent.mkdir()
    file.write_text("{}", encoding="utf-8")
    command = [sys.executable, "-c", "import os; os.abort()"]
    peer = peers.Peer("it", "it", "fails", lambda _tools, _file: command)
    assert peers.face(peer, file, tmp_path, 1) == "ended by SIGABRT"
    command[2] = "import sys; print('no', file=sys.stderr); sys.exit(4)"
    assert peers.face(peer, file, tmp_path, 1) == "exit code 4: no"


def test_goals_are_met_missed_or_not_measured() -> None:
    results = Results(
        [
            Goal("a", 2, 2.0),
            Goal("b", 2, 2.1, "s"),
            Goal("c", 2, None),
        ]
    )
    assert [goal.is_met for goal in results.goals] == [True, False, False]
    page = results.markdown()
    assert "| a | 2.00 | 2.00 | yes |" in page
    assert "| b | 2.00 s | 2.10 s | **no** |" in page
    assert "| c | 2.00 | - | not measured |" in page


def test_a_table_is_one_of_markdown() -> None:
    page = Results(tables=[Table("T", "A note.", ("x", "y"), [("1", "2")])]).markdown()
    assert page.endswith("## T\n\nA note.\n\n| x | y |\n|---|---:|\n| 1 | 2 |\n")


def test_the_middle_of_several_runs() -> None:
    runs = [Measured(at, at / 2, 10, memory, "said") for at, memory in ((3, 5), (1, 7), (2, 9))]
    assert measure.middle(runs) == Measured(2, 1, 10, 7, "said", runs=3)


def test_every_command_has_its_turn_in_each_round(tmp_path: Path) -> None:
    log = tmp_path / "log"
    commands = {name: _python(f"open({str(log)!r}, 'a').write({name!r})") for name in "ab"}
    measure.rounds(commands, 2)
    assert log.read_text(encoding="utf-8") == "abab"


def test_memory_is_that_of_the_command() -> None:
    run = measure.run(_python("x = bytearray(64 << 20); sum(x)"))
    assert 64 << 20 <= (run.anonymous or run.resident) < 128 << 20


def test_memory_is_also_that_of_what_the_command_starts() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
    holding = "x = bytearray(64 << 20); sum(x)"
    run = measure.run(Command([sys.executable, "-c", code, holding]))
    assert 64 << 20 <= (run.anonymous or run.resident) < 128 << 20


def test_a_command_may_time_itself() -> None:
    run = measure.run(_python("print(12.5, 3)", times_itself=True))
    assert (run.seconds, run.processor) == (12.5, 3)


def test_a_command_that_fails_is_told_of() -> None:
    with pytest.raises(CommandError, match=r"^exit code 7: no good$"):
        measure.run(_python("import sys; print('no good', file=sys.stderr); sys.exit(7)"))


def test_a_command_that_is_ended_is_told_of_by_its_fatal_error() -> None:
    code = "import os; os.write(2, b'FATAL ERROR: heap\\nframe'); os.abort()"
    with pytest.raises(CommandError, match=r"^ended by SIGABRT: FATAL ERROR: heap$"):
        measure.run(_python(code))


def test_a_command_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TooSlowError, match=r"^not done after 0 s$"):
        measure.run(_python("import threading; threading.Event().wait()", limit=0.2))
