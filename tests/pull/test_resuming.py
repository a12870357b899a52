"""A pull that is killed, interrupted or out of quota loses nothing: the next one goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull import faults
from conftest import Outcome, clean_environment, run
from pull.server import Fault, Marketo, MarketoServer
from pull.test_round_trip import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine
    from pull.conftest import Serve

DRIVE = Path(__file__).with_name("drive.py")
KEPT = "What was pulled is kept: the next run goes on from there.\n"


@contextmanager
def pulling(server: MarketoServer, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A pull in a process of its own, which does not survive the test."""
    with subprocess.Popen(
        [sys.executable, str(DRIVE), "pull", "exports"],
        cwd=folder,
        env=clean_environment() | server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def pull_until(server: MarketoServer, folder: Path, calls: int, *how: signal.Signals) -> Outcome:
    """Pull, and send the process signals in the midst of a call."""
    with pulling(server, folder) as process:

        def send() -> None:
            for each in how:
                os.kill(process.pid, each)

        kill = Fault("rest/asset", does=send, is_silent=True)
        server.plan(Fault("rest/asset", does=lambda: None, times=calls), kill)
        out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a pull of the instance gives that nothing disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    from pull.conftest import ACME, PROGRAM

    marketo = Marketo.of_export(ACME).reduced_to(PROGRAM)
    with MarketoServer(marketo) as server, pulling(server, folder) as process:
        assert process.wait(60) == 0
    return _undated(folder)


def _undated(folder: Path) -> dict[str, str]:
    """The files of an export, but for the moment of the pull."""
    files = files_below(folder / "exports")
    marker = json.loads(files.pop("instance.json"))
    assert (marker.pop("complete"), marker.pop("missing")) == (True, [])
    files["pulled.tsv"] = (folder / "exports/pulled.tsv").read_text("utf-8")
    return files


@pytest.mark.parametrize("calls", [0, 3, 8, 9, 20, 37, 38, 44])
def test_a_pull_that_is_killed_leaves_whole_files_and_the_next_goes_on(
    serve: Serve, scoring: Marketo, tmp_path: Path, expected: dict[str, str], calls: int
) -> None:
    server = serve(scoring)
    killed = pull_until(server, tmp_path, calls, signal.SIGKILL)
    assert killed.code == -signal.SIGKILL
    exports = tmp_path / "exports"
    for file in exports.rglob("*.json"):
        json.loads(file.read_text("utf-8"))
    marker = exports / "instance.json"
    assert not marker.exists() or json.loads(marker.read_text("utf-8"))["complete"] is False
    there = {file.stem for file in (exports / "campaigns").glob("*.json")}
    for number, campaign in scoring.campaigns.items():
        if (exports / f"smart-lists/{campaign['smartListId']}.json").exists():
            there.add(f"{number}/smartList")

    server.forget()
    with pulling(server, tmp_path) as process:
        assert (process.wait(60), process.stderr and process.stderr.read()) == (0, "")
    assert _undated(tmp_path) == expected
    again = {call for call in server.calls if call.removesuffix(".json").partition("/")[2] in there}
    assert again == set()
    left = {each.name for each in (exports / ".campaignlint").iterdir()}
    assert left <= {".gitignore", "lock"}


def test_ctrl_c_ends_with_a_word_and_the_next_pull_goes_on(
    serve: Serve, scoring: Marketo, tmp_path: Path, expected: dict[str, str]
) -> None:
    server = serve(scoring)
    stopped = pull_until(server, tmp_path, 20, signal.SIGINT)
    assert (stopped.code, stopped.err) == (130, f"campaignlint: interrupted\n{KEPT}")
    server.forget()
    with pulling(server, tmp_path) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[1] == (
        "An earlier pull was broken off here; this one goes on from there."
    )
    assert _undated(tmp_path) == expected


@pytest.mark.parametrize("calls", [0, 9, 20])
@pytest.mark.parametrize(
    ("signals", "codes"),
    [
        ([signal.SIGTERM], {143}),
        ([signal.SIGINT] * 3, {130}),
        ([signal.SIGTERM] * 3, {143}),
        ([signal.SIGTERM, signal.SIGINT], {130, 143}),  # the system delivers them in its order
    ],
    ids=["TERM", "INT-3", "TERM-3", "TERM-INT"],
)
def test_signals_end_a_pull_once_and_with_a_word(  # noqa: PLR0917 - fixtures
    serve: Serve,
    few: Marketo,
    tmp_path: Path,
    calls: int,
    signals: list[signal.Signals],
    codes: set[int],
) -> None:
    stopped = pull_until(serve(few), tmp_path, calls, *signals)
    assert stopped.code in codes
    what_now = KEPT if calls > 8 else "Nothing was written.\n"
    assert stopped.err == f"campaignlint: interrupted\n{what_now}"


INTERRUPTING = """
import os, signal, sys
moment, number = int(sys.argv.pop(1)), int(sys.argv.pop(1))
calls = 0
def count(frame, event, _):
    global calls
    if event == "call":
        calls += 1
        if calls >= moment and (calls - moment) % 100 == 0:
            os.kill(os.getpid(), number)
sys.path.insert(0, sys.argv.pop(1))
import asyncio
import drive
runs = asyncio.run
def run(work):
    sys.setprofile(count)
    try:
        return runs(work)
    finally:
        sys.setprofile(None)
asyncio.run = run
drive.drive()
"""


@pytest.mark.parametrize("moment", [500, 33_500, 36_500, 60_000])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_signals_that_come_again_and_again_while_a_pull_ends_are_no_crash(  # noqa: PLR0917
    serve: Serve, few: Marketo, tmp_path: Path, moment: int, number: int, code: int
) -> None:
    """At moments that are counted in calls of functions, of which asyncio makes many."""
    server = serve(few)
    script = [INTERRUPTING, str(moment), str(number), str(DRIVE.parent), "pull", "exports"]
    done = run([sys.executable, "-c", *script], cwd=tmp_path, environment=server.environment)
    first, _, _ = done.err.partition("\n")
    assert (done.code, first) == (code, "campaignlint: interrupted")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("calls", range(0, 48, 5))
def test_at_the_end_of_the_quota_the_pull_stops_and_the_next_day_it_goes_on(
    campaignlint: CommandLine,
    serve: Serve,
    scoring: Marketo,
    expected: dict[str, str],
    calls: int,
) -> None:
    server = serve(scoring)
    server.plan(Fault("rest/asset", does=lambda: None, times=calls))
    server.plan(Fault("rest/asset", code="607", message="Daily quota '50000' reached", times=99))
    done = campaignlint("pull", "exports")
    assert done.code == 3
    assert "the daily quota of API calls is used up (607). It resets at 12:00 AM CST" in done.err
    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert _undated(Path.cwd()) == expected


def test_the_reset_of_the_quota_is_told_in_the_users_time() -> None:
    berlin = timezone(timedelta(hours=1))
    said = faults.quota_reached(datetime(2026, 11, 22, 7, 30, tzinfo=UTC), berlin)
    assert said == (
        "the daily quota of API calls is used up (607). It resets at 12:00 AM CST, which is "
        "2026-11-23 07:00 here"
    )
    assert "2026-11-22 07:00" in faults.quota_reached(
        datetime(2026, 11, 22, 5, 59, tzinfo=UTC), berlin
    )


def test_what_an_interrupted_pull_asked_for_long_ago_is_asked_for_again(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)
    server.plan(Fault(r"smartList/", code="607", times=99))
    assert campaignlint("pull", "exports").code == 3
    manifest = tmp_path / "exports/pulled.tsv"
    text = manifest.read_text("utf-8")
    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert "folder/1001/tokens.json" not in server.calls

    manifest.write_text(text.replace(f"{datetime.now(UTC):%Y-%m-}", "2020-01-"), "utf-8")
    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert "folder/1001/tokens.json" in server.calls


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_a_full_pull_goes_on_where_it_was_broken_off(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, options: tuple[str, ...]
) -> None:
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    whole = {call for call in server.calls if "/" in call}
    asked: list[str] = []
    for _ in range(2):
        server.forget()
        server.plan(Fault("rest/asset", does=lambda: None, times=20))
        server.plan(Fault("rest/asset", code="607", times=99))
        assert campaignlint("pull", "exports", "--full", "--concurrency", "1").code == 3
        asked += [call for call in server.calls[:20] if "/" in call]
    server.forget()
    done = campaignlint("pull", "exports", *options)
    assert done.code == 0
    assert done.out.splitlines()[1] == (
        "An earlier pull was broken off here; this one goes on from there."
    )
    asked += [call for call in server.calls if "/" in call]
    assert (set(asked), len(asked)) == (whole, len(whole))

    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert "smartCampaign/2000.json" not in server.calls
    assert campaignlint("pull", "exports", "--full").code == 0
    assert "smartCampaign/2000.json" in server.calls


def test_a_pull_that_was_broken_off_long_ago_does_not_hide_a_newer_one(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)
    (tmp_path / "exports").mkdir()
    manifest = tmp_path / "exports/pulled.tsv"
    manifest.write_text("# unfinished\t2020-01-01T00:00:00Z\n# unfinished\tonce\n", "utf-8")
    server.plan(Fault(r"smartList/", code="607", times=99))
    assert campaignlint("pull", "exports").code == 3
    assert "folder/1001/tokens.json" in server.calls
    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert "folder/1001/tokens.json" not in server.calls


def test_a_second_pull_into_one_folder_says_so_and_stops(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)
    seconds: list[Outcome] = []
    with pulling(server, tmp_path) as process:
        holding = Fault(r"program/1001\.json", does=server.hold_until(2))
        server.plan(holding)
        server.wait_for(r"program/1001\.json")
        seconds.append(campaignlint("pull", "exports"))
        server.release()
        assert process.wait(60) == 0
    assert [(each.code, each.err) for each in seconds] == [
        (
            2,
            (
                "Error: another pull is writing into exports: wait for its end, or pull into "
                "another folder\n"
            ),
        )
    ]


def test_a_folder_that_cannot_be_written_to_is_named(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    serve(scoring)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/.campaignlint").write_text("", "utf-8")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (2, "Error: cannot write exports/.campaignlint: file exists\n")


def test_a_record_that_cannot_be_read_is_named(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    serve(scoring)
    (tmp_path / "exports/pulled.tsv").mkdir(parents=True)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (2, "Error: exports/pulled.tsv is not a regular file\n")


@pytest.mark.parametrize(
    ("writes", "code", "said"),
    [
        (0, 2, "Error: cannot write exports/instance.json: no space left on device\n"),
        (
            3,
            3,
            (
                "campaignlint: cannot write exports/programs/1012.json: no space left on device\n"
                f"{KEPT}"
            ),
        ),
    ],
)
def test_a_full_disk_ends_the_pull_in_words_and_keeps_what_was_written(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    serve: Serve,
    scoring: Marketo,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    writes: int,
    code: int,
    said: str,
) -> None:
    serve(scoring)
    left = iter(range(writes))

    def fsync(_: int) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    done = campaignlint("pull", "exports", "--concurrency", "1")
    assert (done.code, done.err) == (code, said)
    workplace = tmp_path / "exports/.campaignlint"
    assert sorted(each.name for each in workplace.iterdir()) == [".gitignore", "lock"]
    monkeypatch.setattr(os, "fsync", lambda _: None)
    assert campaignlint("pull", "exports").code == 0


def test_a_dry_run_asks_for_the_lists_alone_and_writes_nothing(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)
    done = campaignlint("pull", "exports", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "123-ABC-456: 2 programs, 18 folders and 12 smart campaigns\n"
        "To ask for: 2 programs, 12 smart campaigns, 12 smart lists, the My Tokens of 5\n"
        "  programs and folders, the channels and the catalogue of flow steps\n"
        "50 calls (8 made), 0.1% of a daily quota of 50,000; less than a minute at 50\n"
        "  calls in 20 seconds\n"
        "Up to 8 more calls for smart lists that these refer to\n"
    )
    assert set(server.calls) == {
        "programs.json",
        "folders.json",
        "smartCampaigns.json",
        "smartLists.json",
    }
    assert list(tmp_path.iterdir()) == []
