"""The output: a progress bar on a terminal, and plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, clean_environment, run
from pull.server import Fault
from pull.test_resuming import DRIVE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.server import MarketoServer


def pull_on_terminal(server: MarketoServer, folder: Path, *arguments: str) -> str:
    """Return the standard error of a pull on a terminal with 80 columns."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, str(DRIVE), *arguments],
        cwd=folder,
        env=clean_environment() | server.environment | size,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while some := os.read(ours, 4096):
                shown += some
        except OSError:  # on Linux, the other end is closed
            pass
        finally:
            os.close(ours)
        assert process.wait(60) == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def test_a_terminal_shows_a_progress_bar(server: MarketoServer, tmp_path: Path) -> None:
    shown = pull_on_terminal(server, tmp_path, "pull", "exports")
    assert re.search(r"Downloading [━╸╺ ]+ 16/16 ", shown)
    assert max(map(len, re.split(r"[\r\n]+", shown))) <= 80


def test_a_wait_before_the_plan_is_printed_once(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"programs\.json", code="606", message="\x1b[2J", times=3))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "Waiting: 606 \\u001b[2J\n")


def test_without_a_terminal_there_is_no_progress_bar(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"smartCampaign/2001\.json", code="606", times=3))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "123-ABC-456: 2 programs, 18 folders and 3 smart campaigns\n"
        "To download: 2 programs, 3 smart campaigns, 3 smart lists, My Tokens of 5\n"
        "  programs and folders, channels and flow step types\n"
        "32 API calls (8 already made), 0.1% of a daily quota of 50,000; less than a\n"
        "  minute at 50 calls per 20 seconds\n"
        "Up to 8 more calls for smart lists that these refer to\n"
        "Pulled into exports: 14 files, 14 new, 0 changed, 0 removed; 36 API calls\n"
    )


def test_control_characters_in_messages_are_escaped(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"smartCampaign/2001\.json", code="709", message="\x1b[2Jgone\u202e"))
    done = campaignlint("pull", "exports")
    assert done.err.splitlines()[-1] == ("  smart campaign 2001: 709 \\u001b[2Jgone\\u202e")


@pytest.mark.slow
def test_the_demo_runs(tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    demo = REPOSITORY / "tests" / "pull" / "demo.py"
    done = run([sys.executable, str(demo), str(page)], cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    shown = [line for line in done.out.splitlines() if line.startswith("$ ")]
    assert shown[:3] == [
        "$ campaignlint pull exports --dry-run",
        "$ campaignlint pull exports",
        "$ campaignlint pull exports",
    ]
    assert shown[3].startswith("$ campaignlint check exports --profile audit --statistics")
    assert re.search(r"in \d+ campaigns \(\d+ executable\) of \d+\s+programs", done.out)
    assert page.exists() == ("The audit page: " in done.out)
