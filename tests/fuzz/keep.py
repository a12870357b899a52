"""Keep of a corpus what is worth its bytes: `python tests/fuzz/keep.py TARGET FOLDER...`.

Takes, the smallest first, each input of the folders that leads to a branch which none before did,
and writes them, named by their content, to the corpus that stands with the targets. Inputs there
that bear another name were written by hand, and stay.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

import coverage

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.targets import TARGETS, corpus

_BY_CONTENT = re.compile("[0-9a-f]{16}")
LARGEST = 2_000
"""In bytes: what a reader can still look through."""


def main() -> None:
    name, *folders = sys.argv[1:]
    out = corpus(name)
    out.mkdir(parents=True, exist_ok=True)
    known = {path for folder in (*folders, str(out)) for path in Path(folder).rglob("*")}
    inputs = {path.read_bytes() for path in known if path.is_file()}
    for old in out.iterdir():
        if _BY_CONTENT.fullmatch(old.name):
            old.unlink()
    kept = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        seen: set[tuple[str, int, int]] = set()
        TARGETS[name](b"")
        for data in sorted((each for each in inputs if len(each) <= LARGEST), key=_shortest):
            reached = _branches(name, data)
            if reached - seen:
                seen |= reached
                (out / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
                kept += 1
    print(f"{name}: {kept} of {len(inputs)} inputs, {len(seen):,} branches")


def _shortest(data: bytes) -> tuple[int, bytes]:
    return len(data), data


def _branches(name: str, data: bytes) -> set[tuple[str, int, int]]:
    measured = coverage.Coverage(
        data_file=None, branch=True, source_pkgs=["campaignlint", "campaignlint_rules"]
    )
    with measured.collect():
        TARGETS[name](data)
    found = measured.get_data()
    return {(file, *arc) for file in found.measured_files() for arc in found.arcs(file) or ()}


if __name__ == "__main__":
    main()
