"""Work for a second processor, and a guard against files that are cut short while they are read.

Both fork, so only the command itself asks for them: it has its process to itself and
no threads. The Python interface does without.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from campaignlint.loading import discovery as files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import FrameType

_INCOMPLETE = 3


def can_fork() -> bool:
    """Whether this process can go on as two, and has no threads that only one would have."""
    return hasattr(os, "fork") and threading.active_count() == 1


def has_second_processor() -> bool:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


class SecondOpinion:
    """An answer that another process works out meanwhile; None where that fails."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._end, end_of_other = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _answer(work, end_of_other)
        os.close(end_of_other)

    def answer(self) -> bytes | None:
        """What the other process says; waits until it does."""
        with open(self._end, "rb") as end:  # noqa: PTH123 - no path leads to it
            said = end.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return None if status else said

    def dismiss(self) -> None:
        """Do without, unless it has answered."""
        if self._process:
            os.close(self._end)
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _answer(work: Callable[[], bytes], end: int) -> None:
    """Send the answer, and end without touching what the processes share, such as open files."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with open(end, "wb") as answer:
            answer.write(work())
        status = 0
    finally:
        os._exit(status)


def guard(paths: Collection[str]) -> None:
    """Go on in a process of its own, so that losing it to a shrunken file ends in a message.

    The large ones among these files are mapped into memory, not copied. The system kills a process
    that reads a part of its map which is no longer in the file, and no code in that process can
    help it. What was the process until now waits for the end, and ends with the same exit code.
    """
    forwarded = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, forwarded)
    process = os.fork()
    if process == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return
    _forward_signals(process)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    # Asked for while the other process begins to read, which takes longer for each file.
    sizes = {file: size for file in paths if (size := files.size(file)) >= files.LARGE}
    _, status = os.waitpid(process, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGBUS:
        shrunken = [file for file, size in sizes.items() if files.size(file) < size] or list(sizes)
        which = f"{', '.join(shrunken)}: " if shrunken else ""
        sys.stderr.write(f"campaignlint: {which}{files.CHANGED}\n")
        sys.stderr.flush()
        os._exit(_INCOMPLETE)
    if os.WIFSIGNALED(status):
        with suppress(OSError):  # SIGKILL is never handled
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status))


_SOON = 0.3
"""Seconds in which a process that has heard a Ctrl-C has ended, as a rule."""


def _forward_signals(process: int) -> None:
    """Let another process hear what this one is told, also when that was told this one alone.

    A terminal sends its Ctrl-C to both: it is sent on only where the other has not ended soon, so
    that the second does not disturb what cleans up after the first.
    """

    def forward(number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, number)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)
    signal.signal(signal.SIGALRM, lambda _, frame: forward(signal.SIGINT, frame))
    signal.signal(signal.SIGINT, lambda *_: signal.setitimer(signal.ITIMER_REAL, _SOON))
