"""Measure the wall time, CPU time, and peak memory of a command in its own process."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INTERVAL = 0.005
"""Seconds between two samples of the memory."""


class CommandError(Exception):
    """A command failed."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a command, or the medians of several."""

    seconds: float
    cpu_seconds: float
    """Of the process and its children."""
    memory: int
    """Peak in bytes, without mapped files; 0 if the system has no /proc."""


def run(command: Sequence[str], cwd: Path | None = None) -> Measurement:
    """Run a command once. Exit code 1 is not a failure: linters use it for findings.

    Raises:
        CommandError: for any other exit code.

    """
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    samples = [0]
    ended = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, samples, ended))
    sampler.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    ended.set()
    sampler.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise CommandError(f"exit code {process.returncode}: {' '.join(command)}")
    return Measurement(seconds, usage.ru_utime + usage.ru_stime, max(samples))


def medians(runs: Sequence[Measurement]) -> Measurement:
    """Return the medians of several runs."""
    return Measurement(
        median(each.seconds for each in runs),
        median(each.cpu_seconds for each in runs),
        int(median(each.memory for each in runs)),
    )


def _sample(pid: int, samples: list[int], ended: threading.Event) -> None:
    while not ended.wait(_INTERVAL):
        samples.append(sum(_anonymous_memory(each) for each in _with_children(pid)))


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for child in _lines(f"/proc/{pid}/task/{pid}/children"):
        for each in child.split():
            yield from _with_children(int(each))


def _anonymous_memory(pid: int) -> int:
    lines = _lines(f"/proc/{pid}/status")
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), 0)


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="ascii").splitlines()
    except OSError:
        return []
