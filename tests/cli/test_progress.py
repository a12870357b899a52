"""A long run says on a terminal what it is at, and leaves no trace of it there."""

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
    """Goes on by half a second each time that somebody looks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


def test_after_a_second_it_says_what_it_is_at_and_then_clears_the_line() -> None:
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


def test_a_short_run_says_nothing() -> None:
    terminal = Terminal()
    with show_progress(terminal, lambda: 0.0):
        progress.report("read")
    assert terminal.getvalue() == ""


def test_nor_does_one_without_a_terminal_that_can_clear_a_line(
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


def test_what_it_says_fits_into_one_line() -> None:
    terminal = Terminal()
    with show_progress(terminal, Clock()):
        progress.report("read")
        progress.report("x" * 200)
    assert max(map(len, terminal.getvalue().split("\r\x1b[K"))) == 78
