"""Exit codes, the same for every command and format."""

from __future__ import annotations

OK = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3
INTERRUPTED = 130
TERMINATED = 143
