"""A limit on how long something may take, where the system has one to give."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_AGAIN = 0.5
"""Seconds after which one who passed over the first call is called again."""


class TimeIsUpError(BaseException):
    """The time is up. No ordinary exception, so that foreign code does not catch it unawares."""


def reason_for_none() -> str | None:
    """Why no limit can be set here; None where one can be."""
    if not hasattr(signal, "setitimer"):
        return "this system has no timers that interrupt a program"
    if threading.current_thread() is not threading.main_thread():
        return "only the main thread of a program can be interrupted"
    return None


def call_within(seconds: float | None, work: Callable[[], None]) -> None:
    """Do the work, and raise TimeIsUpError once it has taken so many seconds; None for no limit.

    Uses SIGALRM, and gives back what it was set to.
    """
    if seconds is None:
        work()
        return
    is_running = True

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if is_running:
            raise TimeIsUpError

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
            work()
        finally:
            is_running = False
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # once more: the call may come while the lines above are on their way
        is_running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
