"""What nothing that reads an export can beat: decoding its bytes, or reading its files, alone.

    python bench/limits.py decode FILE
    python bench/limits.py read FOLDER

Prints the seconds that this took, and those of the processor, without the start of Python.
"""

from __future__ import annotations

import gc
import mmap
import os
import sys
import time
from pathlib import Path

import msgspec

from campaignlint.marketo import records  # noqa: TC001 - msgspec reads the annotations


class Bundle(msgspec.Struct, rename="camel"):
    """A generated bundle, down to the very structs that campaignlint decodes."""

    folders: list[records.FolderResponse] = []
    programs: list[records.ProgramResponse] = []
    smart_campaigns: list[records.SmartCampaignResponseWithFlow] = []
    smart_lists: list[records.SmartListResponseWithRules] = []
    tokens: list[records.TokenResponse] = []


def decode(file: Path) -> Taken:
    """Decode a bundle from a memory map, the garbage collector at rest."""
    decoder = msgspec.json.Decoder(Bundle, strict=False)
    gc.disable()
    with file.open("rb") as opened:
        clock = Clock()
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            bundle = decoder.decode(data)
            taken = clock.taken()
    if not bundle.smart_campaigns:
        sys.exit(f"{file}: there is no campaign in it")
    return taken


def read(folder: Path) -> Taken:
    """Open and read every file below a folder, walking included."""
    clock = Clock()
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    pending.append(entry.path)
                    continue
                with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path costs time itself
                    file.read()
    return clock.taken()


Taken = tuple[float, float]
"""Seconds by the clock, and of the processor."""


class Clock:
    """Tells what was taken since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def taken(self) -> Taken:
        wall, processor = self._start
        return time.perf_counter() - wall, time.process_time() - processor


if __name__ == "__main__":
    print(*{"decode": decode, "read": read}[sys.argv[1]](Path(sys.argv[2])))
