"""How a run ends on signals, full disks, closed streams and paths that cannot be used.

Signals are sent after a number of function calls, not of seconds, so every run is the same.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, to_json
from conftest import REPOSITORY, clean_environment, run

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
    if event == "call":
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
TOO_LONG = os.strerror(errno.ENAMETOOLONG).lower()
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
    """Run Python in a folder, within a limit, and with Ctrl-C at work as in a terminal."""

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


@pytest.mark.parametrize("arguments", [["check", "exports", "-f", "json"], ["rules"], ["--help"]])
def test_a_broken_pipe_is_silent(arguments: list[str], tmp_path: Path) -> None:
    script = (
        "import os\n"
        "reader, writer = os.pipe()\n"
        f"os.close(reader); os.dup2(writer, 1); os.close(writer)\n{START}"
    )
    done = start(tmp_path, "-c", script, *arguments)
    assert done.stderr == ""


def test_a_signal_that_is_ignored_from_outside_stays_so(tmp_path: Path) -> None:
    """As `nohup` and some supervisors start programs."""
    script = (
        f"import os, signal\nsignal.signal(15, signal.SIG_IGN)\nos.kill(os.getpid(), 15)\n{START}"
    )
    done = start(tmp_path, "-c", script, "check", "exports", "-f", "concise")
    assert (done.returncode, done.stderr) == (1, "")


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize("old", [None, "of yesterday"])
def test_a_disk_that_fills_leaves_what_was_there(old: str | None, tmp_path: Path) -> None:
    if old is not None:
        (tmp_path / "log.sarif").write_text(old)
    done = start(
        tmp_path,
        "-c",
        START,
        *("check", "exports", "-f", "sarif", "-o", "log.sarif"),
        limit=no_room,
    )
    reason = os.strerror(errno.EFBIG).lower()
    assert (done.returncode, done.stderr) == (2, f"Error: cannot write log.sarif: {reason}\n")
    left = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert left == ({} if old is None else {"log.sarif": old})


LONG = "x" * 5_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "exports", "--config", LONG], f"--config {LONG}: there is no such file"),
        (["check", "--rules-from", LONG], f"--rules-from {LONG}: there is no such file or folder"),
        (
            ["check", "exports", "--baseline", LONG],
            f"baseline {LONG}: {TOO_LONG}; write one with --write-baseline {LONG}",
        ),
        (["check", LONG], f"{LONG}: there is no such file or folder"),
    ],
    ids=["--config", "--rules-from", "--baseline", "to check"],
)
def test_an_impossible_path_is_an_error(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = start(tmp_path, "-c", START, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: {message}\n")


LOCKED = """
import os
def refusing(look):
    def looking(path, *arguments, **keywords):
        if "locked" in os.fsdecode(path):
            raise PermissionError(13, os.strerror(13), path)
        return look(path, *arguments, **keywords)
    return looking
os.stat, os.lstat = refusing(os.stat), refusing(os.lstat)
"""
"""Simulates missing permissions, which tests that run as root would have."""
DENIED = "permission denied; make it readable for this user"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "exports", "--config", "locked/a.toml"], f"--config locked/a.toml: {DENIED}"),
        (["check", "locked/exports"], f"locked/exports: {DENIED}"),
        (["check", "exports", "--only", "locked/1.json"], f"--only locked/1.json: {DENIED}"),
        (["rules", "--rules-from", "locked/a.py"], f"--rules-from locked/a.py: {DENIED}"),
        (["fleet", "locked"], f"locked: {DENIED}"),
        (["check", "exports", "--config", "a.toml"], f"a.toml:1: extends: {DENIED}"),
    ],
    ids=["--config", "to check", "--only", "--rules-from", "fleet", "extends"],
)
def test_a_path_that_may_not_be_entered_is_not_called_missing(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text('extends = "locked/a.toml"\n')
    done = start(tmp_path, "-c", f"{LOCKED}{START}", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: {message}\n")


def test_a_link_cycle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = start(tmp_path, "-c", START, "check", "loop/exports")
    message = (
        "Error: loop/exports: symbolic link cycle: the link points to itself; remove the link\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_a_campaign_with_a_name_that_no_file_can_have_is_no_path(tmp_path: Path) -> None:
    done = start(tmp_path, "-c", START, "show", LONG)
    assert (done.returncode, done.stdout) == (2, "")
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_no_file_can_have_may_name_what_is_read(tmp_path: Path) -> None:
    record = to_json(campaign("EX Score", id=3).record()).encode()
    script = f"import io, sys\nsys.stdin = io.TextIOWrapper(io.BytesIO({record!r}))\n{START}"
    command = ("check", "-", "--stdin-filename", LONG, "--select", "wait-in-executable")
    done = start(tmp_path, "-c", script, *command)
    assert (done.returncode, done.stderr) == (0, "")


CHANGED = "file changed while being read; run again when nothing is writing to it"


@pytest.mark.slow
def test_a_file_that_changes_during_the_run_is_an_error(tmp_path: Path) -> None:
    """Cut off, emptied, removed, grown or written once more: the lines would be another text's."""
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
            "    'Somebody exports again.'\n"
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


@pytest.mark.slow
def test_acme_within_a_limit_of_memory() -> None:
    """A whole instance takes little: what is bounded here grows with the input alone."""
    done = run(
        ["sh", "-c", f"ulimit -v 400000; exec {sys.executable} -c '{START}' check fixtures/acme"],
        cwd=REPOSITORY,
    )
    assert (done.code, done.err) == (1, "")
