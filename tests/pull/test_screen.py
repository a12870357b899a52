"""What a person sees: a bar on a terminal, plain lines elsewhere, nothing twice."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import REPOSITORY, clean_environment, run
from pull.server import Fault
from pull.test_resuming import DRIVE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve
    from pull.server import Marketo, MarketoServer


def on_terminal(server: MarketoServer, folder: Path, *arguments: str) -> str:
    """What a terminal of 80 columns gets on standard error."""
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
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
        assert process.wait(60) == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def test_a_terminal_shows_a_bar_and_why_it_rests(
    serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)
    shown = on_terminal(server, tmp_path, "pull", "exports")
    assert re.search(r"Asking Marketo [━╸╺ ]+ 16/16 ", shown)
    assert max(map(len, re.split(r"[\r\n]+", shown))) <= 80


def test_a_terminal_shows_why_nothing_is_listed_yet(
    serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)
    server.plan(Fault(r"programs\.json", code="606", times=3))
    shown = on_terminal(server, tmp_path, "pull", "exports")
    assert re.search(r"Listing what there is [━╸╺ ]+", shown)
    assert re.search(r"Asking Marketo [━╸╺ ]+ 16/16 ", shown)


def test_elsewhere_it_is_said_once_why_nothing_is_listed_yet(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(r"programs\.json", code="606", message="\x1b[2J", times=3))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "Waiting: 606 rate limit exceeded (\\u001b[2J)\n")


def test_elsewhere_there_is_no_bar(campaignlint: CommandLine, serve: Serve, few: Marketo) -> None:
    server = serve(few)
    server.plan(Fault(r"smartCampaign/2001\.json", code="606", times=3))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "123-ABC-456: 2 programs, 18 folders and 3 smart campaigns\n"
        "To ask for: 2 programs, 3 smart campaigns, 3 smart lists, the My Tokens of 5\n"
        "  programs and folders, the channels and the catalogue of flow steps\n"
        "32 calls (8 made), 0.1% of a daily quota of 50,000; less than a minute at 50\n"
        "  calls in 20 seconds\n"
        "Up to 8 more calls for smart lists that these refer to\n"
        "Pulled into exports: 14 files, 14 new, 0 changed, 0 removed; 36 calls\n"
    )


def test_names_from_marketo_cannot_act_on_the_terminal(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(r"smartCampaign/2001\.json", code="709", message="\x1b[2Jgone\u202e"))
    done = campaignlint("pull", "exports")
    assert done.err.splitlines()[-1] == (
        "  smart campaign 2001: 709 business rule violation (\\u001b[2Jgone\\u202e)"
    )


def test_the_demonstration_goes_the_whole_way(tmp_path: Path) -> None:
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
    assert "in 182 campaigns (51 executables) of\n29 programs in 423 files." in done.out
    assert page.exists() == ("The audit page: " in done.out)
