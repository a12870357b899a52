"""Writes fixtures/rules from tests/cases; with --check says what is stale, and exits with 1.

The findings of each case are in a text file with the same name.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from generated import ROOT, hold
from rule_cases import FIXTURES, all_cases, described, lint


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        wanted = {}
        for case in all_cases():
            files = {path: text.encode() for path, text in case.files()}
            wanted.update(files)
            expected = described(lint(replace(case, folder=Path(scratch)).write(), case.rule))
            if expected:
                wanted[case.expected] = expected.encode()
    return hold([FIXTURES], wanted, arguments, "tests/build_rule_fixtures.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
