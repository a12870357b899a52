"""A long run shows its progress on a terminal, and clears it at the end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from campaignlint import progress
from campaignlint.cli.progress import show_progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that advances by half a second with each call."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


def test_progress_is_shown_after_a_second_and_cleared_at_the_end() -> None:
    terminal = Terminal()
    with show_progress(terminal, Clock()):
        progress.report("walk")
        assert terminal.getvalue() == ""
        progress.report("read: 2,000 of 30,000 files")
        with progress.timed({}, "nesting-too-deep"):
            pass
    assert terminal.getvalue().split("\r\x1b[K") == [
        "",
        "campaignlint: read: 2,000 of 30,000 files ...",
        "campaignlint: nesting-too-deep ...",
        "",
    ]


def test_a_short_run_shows_no_progress() -> None:
    terminal = Terminal()
    with show_progress(terminal, lambda: 0.0):
        progress.report("read")
    assert terminal.getvalue() == ""


def test_no_progress_is_shown_without_a_capable_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, terminal = io.StringIO(), Terminal()
    with show_progress(file, Clock()):
        progress.report("read")
        progress.report("read")
    monkeypatch.setenv("TERM", "dumb")
    with show_progress(terminal, Clock()):
        progress.report("read")
        progress.report("read")
    assert file.getvalue() == terminal.getvalue() == ""


def test_progress_fits_in_one_line() -> None:
    terminal = Terminal()
    with show_progress(terminal, Clock()):
        progress.report("read")
        progress.report("x" * 200)
    assert max(map(len, terminal.getvalue().split("\r\x1b[K"))) == 78
