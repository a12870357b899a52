"""Large exports are mapped and looked at twice at once; what is said of them stays the same."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from campaignlint.loading import discovery as files
from campaignlint.loading import processes, second_look
from campaignlint.loading.discovery import Sources, reading_from
from campaignlint.testing import campaign, to_json
from conftest import REPOSITORY, run
from loading.reading import finding_lines, lint, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

WAITING = campaign("EX Alert", id=1500, isExecutable=True).waits("1 hour").record()
OTHER = campaign("EX Other", id=1501).record()
TWICE = to_json([OTHER]).replace('"id": 1501', '"x": 1, "x": 2, "id": 1501')


@pytest.fixture
def everything_counts_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each file were an export of a whole instance, but without a guarding process."""
    monkeypatch.setattr(files, "LARGE", 1)
    monkeypatch.setattr(second_look, "_WORTH_IT", 1)
    monkeypatch.setattr(processes, "guard", lambda _: None)
    monkeypatch.setattr(processes, "has_second_processor", lambda: True)
    # Other tests leave threads behind; they hold nothing that the second process needs.
    monkeypatch.setattr(processes, "can_fork", lambda: True)


@pytest.mark.usefixtures("everything_counts_as_large")
@pytest.mark.parametrize("many", [1, 1000], ids=["handed over", "read twice"])
@pytest.mark.parametrize("name", ["b.json", "b.ndjson"])
@pytest.mark.parametrize(
    "content",
    [
        to_json(OTHER).replace("\n", ""),
        TWICE.replace("\n", ""),
        '{"id": 1, "smartListId": 2, "x": 18446744073709551616}',
        '{"id": 1, "smartListId": 2, "x": "\\ud83d"}',
        b'{"id": 1, "smartListId": 2, "x": "\xff"}',
        b"\xff\xfe[\0]\0",
        "[1, 2",
    ],
)
def test_what_is_found_is_the_same_for_whoever_owns_the_process(
    content: str | bytes, name: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_look, "_MANY", many)
    paths = write(tmp_path, {"a.json": [WAITING], name: content})
    alone = lint(*paths)
    with reading_from(Sources(owns_process=True)):
        mapped = lint(*paths)
    assert finding_lines(mapped) == finding_lines(alone)
    assert mapped == alone
    assert "second look" in mapped.timings
    assert "second look" not in alone.timings


@pytest.mark.usefixtures("everything_counts_as_large")
@pytest.mark.parametrize("failing", [None, SystemExit])
def test_a_second_process_that_fails_leaves_all_to_the_first(
    failing: type[BaseException] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def look(*_: object) -> bytes:
        if failing is not None:
            raise failing
        return msgspec.msgpack.encode((12345, [], {}))  # of other bytes than those that were read

    monkeypatch.setattr(second_look, "_look", look)
    paths = write(tmp_path, {"a.json": [WAITING], "b.json": TWICE})
    with reading_from(Sources(owns_process=True)):
        mapped = lint(*paths)
    assert finding_lines(mapped) == finding_lines(lint(*paths))
    assert "stands twice" in finding_lines(mapped)[1]
    assert capfd.readouterr() == ("", "")


GUARDED = """
import mmap, os, sys, time
from campaignlint.loading import discovery as files, processes

files.LARGE = 100
path = "export.json"
with open(path, "rb") as file:
    data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
processes.guard([path, "other.json"])
print("guarded", flush=True)
{then}
"""


@pytest.mark.parametrize(
    ("then", "code", "error"),
    [
        ("sys.exit(1)", 1, ""),
        (
            "time.sleep(1); os.truncate(path, 0); data[5]",
            3,
            (
                "campaignlint: export.json: the file changed while it was read: "
                "run again when nothing writes to it\n"
            ),
        ),
        ("os.kill(os.getpid(), 9)", -9, ""),
    ],
)
def test_a_guarded_process_ends_in_a_message_not_in_a_crash(
    then: str, code: int, error: str, tmp_path: Path
) -> None:
    write(tmp_path, {"export.json": b"[" * 10_000, "other.json": b"[]"})
    command = [sys.executable, "-c", GUARDED.format(then=then)]
    done = run(command, cwd=tmp_path, environment={"PYTHONPATH": str(REPOSITORY / "linter")})
    assert (done.code, done.out, done.err) == (code, "guarded\n", error)
