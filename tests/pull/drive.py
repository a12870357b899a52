"""Runs the command line as a process of its own that calls as fast as it can and never waits.

python tests/pull/drive.py pull exports
"""

from __future__ import annotations

import os
import sys

import stamina

from campaignlint.pull.pace import Bucket
from campaignlint.start import main


async def _take(_: Bucket) -> None:
    return


def drive() -> None:
    """Run the command line, and exit."""
    sys.argv[0] = "campaignlint"
    Bucket.take = _take  # type: ignore[method-assign, assignment]
    os.fsync = lambda fd: None  # noqa: ARG005 - the name that it has
    stamina.set_testing(True, attempts=8, cap=True)
    main()


if __name__ == "__main__":
    drive()
