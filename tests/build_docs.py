"""Writes the command output that the documentation shows; --check lists stale pages."""

from __future__ import annotations

import re
import shlex
import sys
from functools import cache

from conftest import run
from generated import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "bench" / "RESULTS.md",
]
"""Every page that is written by hand, or in part."""

CONSOLE_BLOCK = re.compile(r"```console\n\$ (campaignlint .+)\n((?:.*\n)*?)```\n")


@cache
def output_of(command: str) -> str:
    """Return what a command prints on a terminal of 80 columns, in the root of the repository."""
    code = "import sys; from campaignlint.cli import main; sys.argv[0] = 'campaignlint'; main()"
    return run([sys.executable, "-c", code, *shlex.split(command)[1:]], cwd=ROOT).out


def render(page: str) -> str:
    """Return a page with the current output of every command in it."""
    return CONSOLE_BLOCK.sub(
        lambda block: f"```console\n$ {block[1]}\n{output_of(block[1])}```\n", page
    )


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: python tests/build_docs.py [--check]")
        return 2
    stale = [page for page in PAGES if render(page.read_text("utf-8")) != page.read_text("utf-8")]
    for page in stale:
        if not arguments:
            page.write_text(render(page.read_text("utf-8")), "utf-8")
        print(f"{'differs' if arguments else 'wrote'}: {page.relative_to(ROOT).as_posix()}")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
