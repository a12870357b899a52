"""The progress of a run: reports to a listener, and the time of each stage."""

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
    """Send reports of progress in this block and thread to a listener."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def report(stage: str) -> None:
    """Report the current stage: `read`, `read: 1,200 of 30,000 files`."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(stage)


class timed:  # noqa: N801 - used like a statement
    """A context manager that adds the seconds of a block to a table."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self.timings = timings
        self.name = name

    def __enter__(self) -> None:
        report(self.name)
        self.start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        seconds = time.perf_counter() - self.start
        self.timings[self.name] = self.timings.get(self.name, 0) + seconds
