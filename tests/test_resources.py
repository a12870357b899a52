"""Bombs: exports and configurations that are small to write and expensive to read.

The command lints each within limits of memory and processor time that are a few times what it
needs, so that a superlinear algorithm fails.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from conftest import clean_environment
from loading.reading import compact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="POSIX has these limits"),
]

MEGABYTE = 1 << 20
MANY = 100_000
START = "from campaignlint.cli import main; main()"
NAMED = ("--select", "execute-cycle,nesting-too-deep,wait-in-executable,unknown-campaign")


def lint(
    folder: Path, *arguments: str, megabytes: int, seconds: int
) -> subprocess.CompletedProcess[str]:
    """Run the command with limits of address space and processor time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

    done = subprocess.run(
        [sys.executable, "-c", START, "check", *arguments],
        cwd=folder,
        env=clean_environment() | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=500,
        preexec_fn=limit,
    )
    assert done.returncode not in (-signal.SIGXCPU, -signal.SIGKILL), "it took too long"
    assert "internal error" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def found(done: subprocess.CompletedProcess[str]) -> Counter[str]:
    return Counter(each["rule"] for each in json.loads(done.stdout)["findings"])


def campaign(number: int, *steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a minimal campaign."""
    return {
        "id": number,
        "name": f"EX {number}",
        "smartListId": number,
        "isActive": False,
        "flow": {"steps": list(steps)},
        **fields,
    }


def step(name: str, attribute: str, value: str, number: int = 1) -> dict[str, Any]:
    choice = {"id": 1, "attributes": [{"name": attribute, "value": value, "primary": True}]}
    return {"id": number, "activityTypeName": name, "stepChoice": [choice]}


def executes(target: object) -> dict[str, Any]:
    return step("Execute Campaign", "Executed Campaign", str(target))


def write(folder: Path, records: Iterable[dict[str, Any]]) -> None:
    (folder / "all.ndjson").write_text("".join(f"{compact(record)}\n" for record in records))


def test_a_cycle_of_100_000_campaigns_is_one_finding(tmp_path: Path) -> None:
    write(tmp_path, (campaign(n, executes(n % MANY + 1)) for n in range(1, MANY + 1)))
    done = lint(tmp_path, "all.ndjson", *NAMED, "-f", "json", megabytes=3000, seconds=120)
    assert (done.returncode, found(done)) == (1, {"execute-cycle": 1})


def test_a_call_chain_of_100_000_campaigns_is_one_finding(tmp_path: Path) -> None:
    calls = (campaign(n, executes(n + 1)) for n in range(1, MANY))
    write(tmp_path, (*calls, campaign(MANY)))
    done = lint(tmp_path, "all.ndjson", *NAMED, "-f", "json", megabytes=2500, seconds=90)
    assert (done.returncode, found(done)) == (1, {"nesting-too-deep": 1})


def test_a_campaign_with_100_000_steps_has_as_many_findings(tmp_path: Path) -> None:
    waits = (step("Wait", "Duration", "1 day", number) for number in range(MANY))
    write(tmp_path, [campaign(1, *waits), campaign(2, executes(1))])
    command = ("all.ndjson", *NAMED, "-f", "concise", "-o", "report")
    done = lint(tmp_path, *command, megabytes=2500, seconds=120)
    assert (done.returncode, done.stderr) == (1, "")
    with (tmp_path / "report").open() as lines:
        assert sum("error[wait-in-executable]" in line for line in lines) == MANY


@pytest.mark.parametrize("opening", ["[", '{"smartCampaigns":[', '{"result":{"result":'])
def test_a_nesting_bomb_is_an_unreadable_file(tmp_path: Path, opening: str) -> None:
    (tmp_path / "bomb.json").write_text(opening * (4 * MEGABYTE // len(opening)))
    done = lint(tmp_path, "bomb.json", "-f", "json", megabytes=1500, seconds=60)
    assert (done.returncode, found(done)) == (3, {"unreadable-file": 1})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = " + "[" * MANY, "campaignlint.toml: invalid TOML: maximum recursion depth"),
        ('extends = "/dev/zero"', "/dev/zero: not a regular file"),
        ('extends = "pipe"', "cannot read pipe: not a regular file"),
        ('baseline = "pipe"', "baseline pipe: not a file"),
        ('baseline = "/dev/zero"', "/dev/zero: not a file"),
    ],
    ids=lambda value: value[:20],
)
def test_a_configuration_that_cannot_be_read_is_rejected(
    tmp_path: Path, text: str, message: str
) -> None:
    write(tmp_path, [campaign(1)])
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "campaignlint.toml").write_text(text)
    done = lint(tmp_path, "all.ndjson", megabytes=1000, seconds=20)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
