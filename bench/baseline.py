"""Time the least work that reading an export takes, in seconds, without the start of Python.

python bench/baseline.py FILE      decode the records of a bundle into the structs of campaignlint
python bench/baseline.py FOLDER    open and read every file
"""

from __future__ import annotations

import gc
import mmap
import sys
import time
from pathlib import Path

import msgspec

from campaignlint.marketo import records  # noqa: TC001 - msgspec reads the annotations


class Bundle(msgspec.Struct, rename="camel"):
    """A generated bundle."""

    folders: list[records.FolderResponse] = []
    programs: list[records.ProgramResponse] = []
    smart_campaigns: list[records.SmartCampaignResponseWithFlow] = []
    smart_lists: list[records.SmartListResponseWithRules] = []
    tokens: list[records.TokenResponse] = []


def time_decoding(file: Path) -> float:
    """Decode a memory map without garbage collection."""
    decoder = msgspec.json.Decoder(Bundle, strict=False)
    gc.disable()
    with file.open("rb") as opened:
        start = time.perf_counter()
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            decoder.decode(data)
            return time.perf_counter() - start


def time_reading(folder: Path) -> float:
    """Read every file in a folder."""
    start = time.perf_counter()
    for path in folder.rglob("*.json"):
        path.read_bytes()
    return time.perf_counter() - start


if __name__ == "__main__":
    path = Path(sys.argv[1])
    print(time_reading(path) if path.is_dir() else time_decoding(path))
