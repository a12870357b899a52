"""The whole way from a live instance to its audit page, with Acme's as the instance.

    python tests/pull/demo.py [PAGE]    what `make demo-pull` runs

A server on this machine plays Marketo. It is asked as fast as it answers: it has no limits.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))

from campaignlint.cli import exits, output  # noqa: E402 - the tests' folder comes first
from pull.server import Marketo, MarketoServer  # noqa: E402 - as above

DRIVE = Path(__file__).with_name("drive.py")
PAGE = REPOSITORY / "build" / "demo" / "audit.html"


def main(page: Path) -> None:
    """Write the audit page where that format is there, and show the rest on the screen."""
    with_page = "html" in output.FORMATS
    marketo = Marketo.of_export(REPOSITORY / "fixtures" / "acme")
    with MarketoServer(marketo) as server, tempfile.TemporaryDirectory() as folder:
        environment = os.environ | server.environment
        run(folder, environment, "pull", "exports", "--dry-run")
        run(folder, environment, "pull", "exports")
        run(folder, environment, "pull", "exports")
        check = ["check", "exports", "--profile", "audit", "--statistics"]
        if with_page:
            page.parent.mkdir(parents=True, exist_ok=True)
            check += ["--report", f"html={page}"]
        run(folder, environment, *check)
    if with_page:
        print(f"\nThe audit page: {_shown(str(page))}")  # noqa: T201 - it is a demo


def run(folder: str, environment: dict[str, str], *arguments: str) -> None:
    """Show a command, and run it; findings are what it is about, and no failure."""
    print(f"\n$ campaignlint {' '.join(map(_shown, arguments))}", flush=True)  # noqa: T201 - as above
    command = [sys.executable, str(DRIVE), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode not in (exits.OK, exits.FINDINGS):
        sys.exit(done.returncode)


def _shown(argument: str) -> str:
    return argument.replace(f"{REPOSITORY}{os.sep}", "")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE)
