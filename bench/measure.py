"""Wall time and peak memory of commands, each run in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EVERY = 0.005
"""Seconds between two looks at the memory of a process."""


class CommandError(Exception):
    """A command that ended as none should; the text says how."""


class TooSlowError(CommandError):
    """A command that took longer than it may."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, and how it may end."""

    arguments: Sequence[str]
    cwd: Path | None = None
    codes: frozenset[int] = frozenset({0, 1})
    """1 is what linters say when they find something."""
    limit: float = 1800
    """Seconds after which it is ended."""
    times_itself: bool = False
    """Whether it prints what counts, without the start of Python: seconds, and of the processor."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one or more runs of a command took."""

    seconds: float
    processor: float
    """Seconds of processors, its own and those of what it started: busy neighbours count less."""
    resident: int
    """Bytes in memory at the most, mapped files included."""
    anonymous: int | None
    """The same without mapped files; None where the system does not tell."""
    output: str
    errors: str = ""
    """What it said on standard error."""
    runs: int = 1


def run(command: Command) -> Measured:
    """Run a command once. Raises CommandError, and TooSlowError."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=command.cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
        )
        watch = _Watch(process, command.limit)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.ended.set()
        watch.join()
        if watch.was_too_slow:
            raise TooSlowError(f"not done after {command.limit:.0f} s")
        if process.returncode not in command.codes:
            raise CommandError(_failure(process.returncode, _text(errors)))
        output = _text(out)
        processor = usage.ru_utime + usage.ru_stime
        if command.times_itself:
            seconds, processor = map(float, output.split())
        return Measured(
            seconds, processor, usage.ru_maxrss * 1024, watch.anonymous, output, _text(errors)
        )


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _failure(code: int, errors: str) -> str:
    """How a command ended, and what it said of that: a fatal error's line, else the last."""
    ended = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    lines = errors.strip().splitlines()
    said = next((line for line in lines if line.startswith("FATAL")), "".join(lines[-1:]))
    return f"{ended}: {said}" if said else ended


class _Watch(threading.Thread):
    """Looks at a process's memory while it runs, and ends it where it takes too long."""

    def __init__(self, process: subprocess.Popen[bytes], limit: float) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.anonymous: int | None = None
        self.was_too_slow = False
        self._process = process
        self._until = time.monotonic() + limit

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.anonymous = max(filter(None, (self.anonymous, self._now())), default=None)
            if time.monotonic() > self._until:
                self.was_too_slow = True
                self._process.kill()
                return

    def _now(self) -> int | None:
        """Bytes of the process and of all that it started."""
        found = [_anonymous(pid) for pid in _with_children(self._process.pid)]
        known = [each for each in found if each is not None]
        return sum(known) if known else None


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _anonymous(pid: int) -> int | None:
    """Bytes of anonymous memory; what a fork shares with its parent counts for both."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    kilobytes = next((line.split()[1] for line in lines if line.startswith("RssAnon:")), None)
    return None if kilobytes is None else int(kilobytes) * 1024


def rounds(commands: Mapping[str, Command], repeats: int) -> dict[str, Measured]:
    """The medians of several runs; in each round every command has its turn.

    What disturbs the machine for a while then disturbs all that is compared. Raises CommandError.
    """
    runs: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: middle(measured) for name, measured in runs.items()}


def middle(runs: Sequence[Measured]) -> Measured:
    """The medians of several runs, with what the last one said."""
    anonymous = [each.anonymous for each in runs if each.anonymous is not None]
    return Measured(
        median(each.seconds for each in runs),
        median(each.processor for each in runs),
        int(median(each.resident for each in runs)),
        int(median(anonymous)) if anonymous else None,
        runs[-1].output,
        runs[-1].errors,
        len(runs),
    )
