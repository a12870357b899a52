"""Runs the command line in a process that does not wait between requests.

python tests/pull/drive.py pull exports
"""

from __future__ import annotations

import os
import sys

import stamina

from campaignlint.cli import main
from campaignlint.pull.rate_limit import RateLimiter


async def _acquire(_: RateLimiter) -> None:
    return


def drive() -> None:
    """Run the command line and exit."""
    sys.argv[0] = "campaignlint"
    RateLimiter.acquire = _acquire  # type: ignore[method-assign, assignment]
    os.fsync = lambda fd: None  # noqa: ARG005
    stamina.set_testing(True, attempts=8, cap=True)
    main()


if __name__ == "__main__":
    drive()
