"""Pulls Acme from a local server, and checks the export.

    python tests/pull/demo.py [PAGE]    run by `make demo-pull`

The server has no rate limits, so pull does not wait.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))

from campaignlint.cli import exits, output  # noqa: E402 - after the change of sys.path
from pull.server import Marketo, MarketoServer  # noqa: E402 - likewise

DRIVE = Path(__file__).with_name("drive.py")
PAGE = REPOSITORY / "build" / "demo" / "audit.html"


def main(page: Path) -> None:
    """Run the commands, and write the audit page if that format is available."""
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
        print(f"\nThe audit page: {_shorten(str(page))}")  # noqa: T201


def run(folder: str, environment: dict[str, str], *arguments: str) -> None:
    """Print and run a command. Findings are not a failure."""
    print(f"\n$ campaignlint {' '.join(map(_shorten, arguments))}", flush=True)  # noqa: T201
    command = [sys.executable, str(DRIVE), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode not in (exits.OK, exits.FINDINGS):
        sys.exit(done.returncode)


def _shorten(argument: str) -> str:
    return argument.replace(f"{REPOSITORY}{os.sep}", "")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE)
