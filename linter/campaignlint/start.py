"""The command, quiet from its first moment to its last, however it is ended.

The command line is imported within the guard, since a signal may come while that is loading.
"""

from __future__ import annotations

import _thread
import gc
import io
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import ReadableBuffer

_INTERRUPTED = 128 + signal.SIGINT
_TERMINATED = 128 + signal.SIGTERM
_SOON = 0.01
"""Seconds in which Python is done with a callback, or with the next one."""


def main() -> None:
    """Run a command and exit with its code; 130 after Ctrl-C, 143 after SIGTERM."""
    terminations: list[int] = []

    def terminate(number: int, _frame: FrameType | None) -> None:
        """End as Ctrl-C does, so that what cleans up after one does so after the other."""
        terminations.append(number)
        raise KeyboardInterrupt

    code: object = _INTERRUPTED
    _repeat_lost_signals(lambda: signal.SIGTERM if terminations else signal.SIGINT)
    gc.disable()  # a command ends before its garbage matters; what runs for long turns it on
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, terminate)
        _bear_lost_errors()
        from campaignlint.cli import main as run

        run()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        pass
    if code == _INTERRUPTED and terminations:
        code = _TERMINATED
    for number in (signal.SIGINT, signal.SIGTERM):  # all is done but to leave
        signal.signal(number, signal.SIG_IGN)
    _end_output()
    gc.freeze()  # or Python would look through the whole instance for garbage on its way out
    sys.exit(code)  # type: ignore[arg-type]  # what another exit gave


class _Lossy(io.FileIO):
    """A file that takes whatever is written to it, and loses what the system refuses."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data) or 0
        except OSError:
            return len(memoryview(data))


def _bear_lost_errors() -> None:
    """Let a standard error that cannot be written, such as a full disk, change nothing else.

    The console of Windows is left alone: it is no file of bytes.
    """
    stream = sys.__stderr__
    if sys.platform == "win32" or stream is None or sys.stderr is not stream:
        return
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Lossy(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=True,
    )


def _end_output() -> None:
    """Let what a rule pack prints on Python's way out go to stderr: the report is written."""
    with suppress(OSError, ValueError):  # Python says itself what cannot be written
        output = sys.__stdout__
        if output is not None and output is sys.stdout:
            output.flush()
            os.dup2(2, output.fileno())


def _repeat_lost_signals(last: Callable[[], int]) -> None:
    """Let the last signal come once more where Python passed over it.

    It can do nothing else with an exception of a callback, such as that of a weak reference, of
    which its own imports have many.
    """
    others = sys.unraisablehook

    def hear(ignored: sys.UnraisableHookArgs) -> None:
        if issubclass(ignored.exc_type, KeyboardInterrupt):
            threading.Timer(_SOON, _send, [last()]).start()
        else:
            others(ignored)

    sys.unraisablehook = hear


def _send(number: int) -> None:
    """Send the main thread a signal, which also ends what it waits for, where that can be."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        _thread.interrupt_main(signal.Signals(number))
