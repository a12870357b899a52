"""How a run ends on signals, full disks, closed streams and unusable paths.

Signals are sent after a number of function calls, not of seconds, so every run is the same.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign
from conftest import clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="POSIX has these signals and limits"),
]

START = "from campaignlint.cli import main; main()"
INTERRUPTING = """
import os, sys
from campaignlint.cli import main
moment, number = int(sys.argv.pop(1)), int(sys.argv.pop(1))
calls = 0
def count(frame, event, _):
    global calls
    # Python ignores exceptions in some callbacks of its own, such as those of import locks.
    if event == "call" and "campaignlint" in frame.f_code.co_filename:
        calls += 1
        if calls == moment:
            os.kill(os.getpid(), number)
sys.setprofile(count)
try:
    main()
finally:
    sys.setprofile(None)
    if not moment:
        print(calls, file=sys.stderr)
"""
ARGUMENTS = ["check", "exports", "-f", "json", "-o", "a.json", "-rsarif=b.sarif", "-rtext=c"]
REPORTS = {"a.json", "b.sarif", "c"}
_FIRST = 50
"""The first calls set up the handling of signals."""
SIGNALS = pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)


@pytest.fixture(autouse=True)
def _export(tmp_path: Path) -> None:
    score = campaign("EX Score", id=1).waits("1 day")
    Export(score, campaign("Intake", id=2).executes(1)).write(tmp_path / "exports")


def start(
    folder: Path, *command: str, limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, within a limit, with Ctrl-C as in a terminal."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if limit is not None:
            limit()

    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
        preexec_fn=prepare,
    )


def interrupted_at(moment: int, number: int, folder: Path) -> subprocess.CompletedProcess[str]:
    return start(folder, "-c", INTERRUPTING, str(moment), str(number), *ARGUMENTS)


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return the number of function calls in a run without interruption."""
    folder = tmp_path_factory.mktemp("counted")
    Export(campaign("Intake", id=2)).write(folder / "exports")
    return int(interrupted_at(0, signal.SIGINT, folder).stderr.split()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
@SIGNALS
def test_a_signal_at_any_moment_leaves_nothing_half_done(
    calls: int, part: float, number: int, code: int, tmp_path: Path
) -> None:
    done = interrupted_at(_FIRST + int(calls * part), number, tmp_path)
    assert (done.returncode, done.stderr.strip()) == (code, "")
    left = {path.name for path in tmp_path.iterdir()} - {"exports"}
    assert left <= REPORTS
    for name in left & {"a.json", "b.sarif"}:
        json.loads((tmp_path / name).read_bytes())


@SIGNALS
def test_a_signal_while_a_file_is_written_leaves_the_old_one(
    number: int, code: int, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text("of yesterday")
    script = (
        "import os\n"
        "from pathlib import Path\n"
        f"Path.replace = lambda *_: os.kill(os.getpid(), {int(number)})\n{START}"
    )
    done = start(tmp_path, "-c", script, *ARGUMENTS[:6])
    assert (done.returncode, done.stderr.strip()) == (code, "")
    assert {path.name for path in tmp_path.iterdir()} == {"exports", "a.json"}
    assert (tmp_path / "a.json").read_text() == "of yesterday"


def test_a_link_cycle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = start(tmp_path, "-c", START, "check", "loop/exports")
    message = (
        "Error: loop/exports: symbolic link cycle: the link points to itself; remove the link\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


CHANGED = "file changed while being read; run again when nothing is writing to it"


@pytest.mark.slow
def test_a_file_that_changes_during_the_run_is_an_error(tmp_path: Path) -> None:
    """Truncated, emptied, removed, extended, or written again: line numbers could be wrong."""
    changing = tmp_path / "changing.py"
    for change in (
        "file.write_bytes(file.read_bytes()[:100])",
        "file.write_bytes(b'')",
        "file.unlink()",
        "file.write_bytes(b' ' * 10_000_000 + file.read_bytes())",
        "file.write_bytes(b'[' * 100_000)",
        "os.truncate(file, 5)",
        "text = file.read_text(); time.sleep(0.02); file.write_text(text)",
    ):
        Export(
            campaign("EX Score", id=1).waits("1 day"), campaign("Intake", id=2).executes(1)
        ).write(tmp_path / "exports")
        changing.write_text(
            "import os, time\n"
            "from pathlib import Path\n"
            "from campaignlint import Instance, rule\n"
            "@rule(severity='error', category='acme', since='1')\n"
            "def a_change(instance: Instance):\n"
            "    'Another export runs.'\n"
            "    for file in Path('exports').rglob('*.json'):\n"
            f"        {change}\n"
            "    return ()\n"
        )
        done = start(
            tmp_path,
            "-c",
            START,
            *("check", "exports", "--rules-from", "changing.py", "-f", "json"),
        )
        assert (done.returncode, done.stderr) == (3, ""), change
        findings = json.loads(done.stdout)["findings"]
        (found,) = (each for each in findings if each["rule"] == "wait-in-executable")
        assert {each["rule"] for each in findings if each is not found} == {"unreadable-file"}
        assert {each["message"] for each in findings if each is not found} == {CHANGED}
        assert {each["location"]["line"] for each in findings} == {None}
