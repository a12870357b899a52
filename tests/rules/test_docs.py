"""docs/rules says what the rules and their fixtures say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[1]


def test_pages_are_fresh() -> None:
    outcome = subprocess.run(
        [sys.executable, str(HERE / "build_rule_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.stdout == "", "run `make docs`"
    assert outcome.returncode == 0
