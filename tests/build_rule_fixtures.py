"""Writes fixtures/rules from tests/cases; with --check says what is stale, and exits with 1.

With `--category NAME` it looks at the rules of that category alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rule_cases import FIXTURES, all_cases, all_rules, described, lint


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--category", action="append")
    options = parser.parse_args(arguments)
    checking = options.check
    chosen = {rule.id for rule in all_rules() if rule.category in (options.category or ())}
    os.chdir(Path(__file__).parents[1])
    stale: list[str] = []
    wanted: set[Path] = set()
    for case in all_cases():
        if options.category and case.rule not in chosen:
            continue
        for path, text in case.files():
            _write(path, text, stale, wanted, checking=checking)
        if case.kind == "bad" and case.path.exists():
            text = described(lint(case, case.rule))
            _write(case.path.with_suffix(".txt"), text, stale, wanted, checking=checking)
    for path in sorted(FIXTURES.rglob("*.*")):
        if options.category and path.relative_to(FIXTURES).parts[0] not in chosen:
            continue
        if path.is_file() and path not in wanted:
            stale.append(f"{path} belongs to no case")
            if not checking:
                path.unlink()
    for line in stale:
        print(line if checking else f"wrote {line}")
    return 1 if checking and stale else 0


def _write(path: Path, text: str, stale: list[str], wanted: set[Path], *, checking: bool) -> None:
    wanted.add(path)
    if path.exists() and path.read_text("utf-8") == text:
        return
    stale.append(str(path.relative_to(FIXTURES.parents[1])))
    if not checking:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
