"""An interrupted pull loses nothing: the next one resumes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import Outcome, clean_environment
from pull.server import Fault, Marketo, MarketoServer
from pull.test_round_trip import read_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine
    from pull.conftest import Serve

DRIVE = Path(__file__).with_name("drive.py")
NOTHING_WRITTEN = "campaignlint: interrupted\nNothing was written.\n"
KEPT = "campaignlint: interrupted\nDownloaded files are kept; the next run continues from there.\n"
RESUMING = "Resuming an interrupted pull."


@contextmanager
def pulling(server: MarketoServer, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a pull in another process, which is killed at the end."""
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


def pull_until(server: MarketoServer, folder: Path, calls: int, sent: signal.Signals) -> Outcome:
    """Pull in another process, and send it a signal after a number of API calls."""
    with pulling(server, folder) as process:
        server.plan(
            Fault("rest/asset", action=lambda: None, times=calls),
            Fault("rest/asset", action=lambda: os.kill(process.pid, sent), is_silent=True),
        )
        out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


def stop_after(server: MarketoServer, calls: int) -> None:
    """Let the daily quota end after a number of API calls."""
    server.plan(
        Fault("rest/asset", action=lambda: None, times=calls),
        Fault("rest/asset", code="607", message="Daily quota '50000' reached", times=99),
    )


def read_export(folder: Path) -> dict[str, str]:
    """Return the files of a complete export, without the time of the pull."""
    files = read_files(folder / "exports")
    marker = json.loads(files.pop("instance.json"))
    assert (marker.pop("complete"), marker.pop("missing")) == (True, [])
    files["pulled.tsv"] = (folder / "exports/pulled.tsv").read_text("utf-8")
    return files


@pytest.fixture
def expected(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> dict[str, str]:
    """The export of a pull that is not interrupted."""
    serve(few)
    assert campaignlint("pull", "uninterrupted/exports").code == 0
    return read_export(tmp_path / "uninterrupted")


@pytest.mark.slow
@pytest.mark.parametrize("calls", [0, 3, 8, 9, 14, 20, 27, 30])
def test_a_killed_pull_leaves_complete_files_and_is_resumed(
    serve: Serve, few: Marketo, tmp_path: Path, expected: dict[str, str], calls: int
) -> None:
    server = serve(few)
    killed = pull_until(server, tmp_path, calls, signal.SIGKILL)
    assert killed.code == -signal.SIGKILL
    exports = tmp_path / "exports"
    for file in exports.rglob("*.json"):
        json.loads(file.read_text("utf-8"))
    marker = exports / "instance.json"
    assert not marker.exists() or json.loads(marker.read_text("utf-8"))["complete"] is False
    recorded = {
        line.partition("\t")[0]
        for line in _read_if_exists(exports / "pulled.tsv").splitlines()
        if line.startswith("campaigns/")
    }

    server.reset()
    with pulling(server, tmp_path) as process:
        assert (process.wait(60), process.stderr and process.stderr.read()) == (0, "")
    assert read_export(tmp_path) == expected
    again = {call for call in server.calls if call.startswith("smartCampaign/2")}
    assert not again & {f"smartCampaign/{Path(file).name}" for file in recorded}


def _read_if_exists(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def test_ctrl_c_interrupts_a_pull_and_the_next_one_resumes_it(
    campaignlint: CommandLine,
    serve: Serve,
    few: Marketo,
    tmp_path: Path,
    expected: dict[str, str],
) -> None:
    server = serve(few)
    stopped = pull_until(server, tmp_path, 15, signal.SIGINT)
    assert (stopped.code, stopped.err) == (130, KEPT)
    server.reset()
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1] == RESUMING
    assert read_export(tmp_path) == expected


@pytest.mark.slow
@pytest.mark.parametrize("calls", [0, 20])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_end_a_pull(
    server: MarketoServer, tmp_path: Path, calls: int, sent: signal.Signals, code: int
) -> None:
    stopped = pull_until(server, tmp_path, calls, sent)
    assert stopped.code == code
    assert stopped.err == (KEPT if calls > 8 else NOTHING_WRITTEN)


@pytest.mark.parametrize("calls", [9, 20])
def test_a_pull_stops_at_the_quota_and_the_next_one_resumes_it(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    serve: Serve,
    few: Marketo,
    tmp_path: Path,
    expected: dict[str, str],
    calls: int,
) -> None:
    server = serve(few)
    stop_after(server, calls)
    done = campaignlint("pull", "exports")
    assert done.code == 3
    assert done.err.startswith("campaignlint: 607 the daily quota of API calls is used up; ")
    server.reset()
    assert campaignlint("pull", "exports").code == 0
    assert read_export(tmp_path) == expected


def test_my_tokens_of_an_interrupted_pull_are_current_for_a_day(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"smartList/", code="607", times=99))
    assert campaignlint("pull", "exports").code == 3
    manifest = Path("exports/pulled.tsv")
    text = manifest.read_text("utf-8")
    server.reset()
    assert campaignlint("pull", "exports").code == 0
    assert "folder/1001/tokens.json" not in server.calls

    manifest.write_text(text.replace(f"{datetime.now(UTC):%Y-%m-}", "2020-01-"), "utf-8")
    server.reset()
    assert campaignlint("pull", "exports").code == 0
    assert "folder/1001/tokens.json" in server.calls


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_an_interrupted_full_pull_is_resumed(
    campaignlint: CommandLine, server: MarketoServer, options: tuple[str, ...]
) -> None:
    assert campaignlint("pull", "exports").code == 0
    everything = {call for call in server.calls if "/" in call}
    requested: list[str] = []
    for _ in range(2):
        server.reset()
        stop_after(server, 14)
        assert campaignlint("pull", "exports", "--full", "--concurrency", "1").code == 3
        requested += [call for call in server.calls[:14] if "/" in call]
    server.reset()
    done = campaignlint("pull", "exports", *options)
    assert done.code == 0
    assert done.out.splitlines()[1] == RESUMING
    requested += [call for call in server.calls if "/" in call]
    assert (set(requested), len(requested)) == (everything, len(everything))

    server.reset()
    assert campaignlint("pull", "exports").code == 0
    assert "smartCampaign/2000.json" not in server.calls
    assert campaignlint("pull", "exports", "--full").code == 0
    assert "smartCampaign/2000.json" in server.calls


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("mark", ["2020-01-01T00:00:00Z\t", "once", ""])
def test_an_old_or_invalid_mark_is_not_resumed(campaignlint: CommandLine, mark: str) -> None:
    Path("exports").mkdir()
    Path("exports/pulled.tsv").write_text(f"# unfinished\t{mark}\n", "utf-8")
    done = campaignlint("pull", "exports")
    assert done.code == 0
    assert RESUMING not in done.out


def test_a_second_pull_into_a_folder_is_refused(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    with pulling(server, tmp_path) as process:
        server.plan(Fault(r"program/1001\.json", action=server.hold_until(2)))
        server.wait_for(r"program/1001\.json")
        second = campaignlint("pull", "exports")
        server.release()
        assert process.wait(60) == 0
    assert (second.code, second.err) == (
        2,
        (
            "Error: another pull is writing into exports: wait until it has finished, or use "
            "another folder\n"
        ),
    )


def test_a_dry_run_requests_only_lists_and_writes_nothing(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    done = campaignlint("pull", "exports", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "123-ABC-456: 2 programs, 18 folders and 3 smart campaigns\n"
        "To download: 2 programs, 3 smart campaigns, 3 smart lists, My Tokens of 5\n"
        "  programs and folders, channels and flow step types\n"
        "32 API calls (8 already made), 0.1% of a daily quota of 50,000; less than a\n"
        "  minute at 50 calls per 20 seconds\n"
        "Up to 8 more calls for smart lists that these refer to\n"
    )
    assert set(server.calls) == {
        "programs.json",
        "folders.json",
        "smartCampaigns.json",
        "smartLists.json",
    }
    assert list(tmp_path.iterdir()) == []
