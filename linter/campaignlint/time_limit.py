"""A limit on how long something may take, where the system has one to give."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import FrameType

_AGAIN = 0.1
"""Seconds after which one who passed over the first call is called again."""
_PATIENCE = 20
"""How many calls are held back, at most, from code that is not to be interrupted."""

GRACE = 7.0
"""Seconds that code has to end once its time is up: to be called again, and to clean up."""


class TimeIsUpError(BaseException):
    """The time is up. No ordinary exception, so that foreign code does not catch it unawares."""


def reason_for_none() -> str | None:
    """Why no limit can be set here; None where one can be."""
    if not hasattr(signal, "setitimer"):
        return "this system has no timers that interrupt a program"
    if threading.current_thread() is not threading.main_thread():
        return "only the main thread of a program can be interrupted"
    return None


def _is_in(packages: Collection[str], frame: FrameType | None) -> bool:
    """Whether the code that runs is of one of these packages; of any where none is named."""
    name = "" if frame is None else str(frame.f_globals.get("__name__", ""))
    return not packages or name.partition(".")[0] in packages


def call_within(seconds: float | None, work: Callable[[], None], own: Collection[str] = ()) -> None:
    """Do the work, and raise TimeIsUpError once it has taken so many seconds; None for no limit.

    `own` are the names of packages that may be interrupted anywhere. Others are so only after a
    while: a library may just hold a lock, which it would then hold for ever.

    Uses SIGALRM, and gives back what it was set to.
    """
    if seconds is None:
        work()
        return
    is_running = True
    held_back = 0

    def interrupt(_signal: int, frame: FrameType | None) -> None:
        nonlocal held_back
        if not is_running:
            return
        if held_back < _PATIENCE and not _is_in(own, frame):
            held_back += 1
            return
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


@contextmanager
def given_up(seconds: float | None, give_up: Callable[[], None] | None) -> Iterator[None]:
    """Call `give_up`, in a thread, where what has so many seconds still runs after the grace.

    It cannot be ended then: it catches whatever is raised, or keeps signals out.
    """
    if seconds is None or give_up is None:
        yield
        return
    watch = threading.Timer(seconds + GRACE, give_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
