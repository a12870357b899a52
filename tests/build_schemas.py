"""Writes docs/schema from the code; with --check says what is stale."""

from __future__ import annotations

import sys

from campaignlint.cli.schema import schema_text
from generated import ROOT, hold

DOCS = ROOT / "docs" / "schema"
SCHEMAS = ("config", "diff", "export", "graph", "report", "show", "used-by")


def main(arguments: list[str]) -> int:
    wanted = {DOCS / f"{what}.json": schema_text(what).encode() for what in SCHEMAS}
    return hold([DOCS], wanted, arguments, "tests/build_schemas.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
