"""Exit codes, the same for every command and format."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NoReturn

from campaignlint.text import escape_ci_commands

OK = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3
INTERRUPTED = 130


def give_up(said: str) -> NoReturn:
    """End the process at once, from any thread: what it is at cannot be ended otherwise."""
    with suppress(OSError):
        os.write(2, escape_ci_commands(f"campaignlint: {said}\n").encode("utf-8", "replace"))
    os._exit(INCOMPLETE)
