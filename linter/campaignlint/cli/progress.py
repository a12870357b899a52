"""The progress of a long run: one line on a terminal, which is cleared at the end."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from campaignlint import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

_DELAY = 1.0
"""Seconds before progress is shown."""
_INTERVAL = 0.1
"""Seconds between two updates."""
_CLEAR = "\r\x1b[K"
_MAX_WIDTH = 78
"""Columns of the line."""


@contextmanager
def show_progress(
    terminal: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Show the progress of a block on a terminal; by default on standard error."""
    terminal = terminal or sys.stderr
    if terminal is None or not terminal.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    line = _Line(terminal, clock)
    try:
        with progress.listener(line.show):
            yield
    finally:
        line.clear()


class _Line:
    def __init__(self, terminal: TextIO, clock: Callable[[], float]) -> None:
        self._terminal = terminal
        self._clock = clock
        self._next = clock() + _DELAY
        self._is_shown = False

    def show(self, stage: str) -> None:
        now = self._clock()
        if now >= self._next:
            self._next = now + _INTERVAL
            self._is_shown = True
            self._terminal.write(f"{_CLEAR}campaignlint: {stage} ..."[: _MAX_WIDTH + len(_CLEAR)])
            self._terminal.flush()

    def clear(self) -> None:
        if self._is_shown:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
