"""What a long run is at, in one line on a terminal that is gone before anything else is printed."""

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

_PATIENCE = 1.0
"""The number of seconds before progress is shown."""
_PAUSE = 0.1
_CLEAR = "\r\x1b[K"
_WIDEST = 78


@contextmanager
def shown(
    terminal: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Show on a terminal, standard error by default, what runs within; on nothing else."""
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
        self._next = clock() + _PATIENCE
        self._is_shown = False

    def show(self, doing: str) -> None:
        now = self._clock()
        if now >= self._next:
            self._next = now + _PAUSE
            self._is_shown = True
            self._terminal.write(f"{_CLEAR}campaignlint: {doing} ..."[: _WIDEST + len(_CLEAR)])
            self._terminal.flush()

    def clear(self) -> None:
        if self._is_shown:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
