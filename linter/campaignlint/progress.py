"""The stages of a run: how long each takes, and word of them for whoever waits."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listener(listener: Callable[[str], None]) -> Iterator[None]:
    """Have a listener told, within and in this thread, what the run is at."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def report(doing: str) -> None:
    """Say what the run is at: `reading`, `reading 1,200 of 30,000 files`."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(doing)


class timed:  # noqa: N801 - reads as a statement
    """Adds the seconds that a block takes to a table."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self.timings = timings
        self.name = name

    def __enter__(self) -> None:
        report(self.name)
        self.start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        seconds = time.perf_counter() - self.start
        self.timings[self.name] = self.timings.get(self.name, 0) + seconds
