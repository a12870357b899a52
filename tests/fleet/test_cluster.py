"""A fleet of 40 instances on two worker processes, with several failures."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import campaignlint
from campaignlint.cli import output
from conftest import clean_environment
from generate import Recipe, write

pytestmark = pytest.mark.slow

# A local rule that ends its worker: once after a few instances, and for each instance with a
# campaign called Killer.
KILLS = '''
import os, signal
from pathlib import Path

from campaignlint import Instance, rule

RUNS = Path("runs")


@rule(severity="note", category="acme", since="1")
def kills_workers(instance: Instance):
    """A campaign is called Killer."""
    if "LOCAL" not in os.environ:
        RUNS.mkdir(exist_ok=True)
        (RUNS / str(os.getpid())).open("a").write(".")
        runs = sum(run.stat().st_size for run in RUNS.iterdir())
        killer = any(campaign.name == "Killer" for campaign in instance.campaigns)
        if killer or (runs > 9 and not Path("died").exists()):
            Path("died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    yield from ()
'''

# Like a terminal, it interrupts every process of the group.
INTERRUPTS = '''
import os, signal, time

from campaignlint import Instance, rule


@rule(severity="note", category="acme", since="1")
def interrupts(instance: Instance):
    """The second instance is checked, and the report of the first one is written."""
    if os.path.exists("started"):
        for _ in range(1_000):
            if os.path.exists("out/instances/instance-00.json"):
                os.killpg(0, signal.SIGINT)
            time.sleep(0.01)
    open("started", "w").close()
    yield from ()
'''


@dataclass(frozen=True)
class Ran:
    """The exit code, output and folder of a run."""

    code: int
    out: str
    err: str
    folder: Path

    def summary(self) -> dict[str, dict[str, object]]:
        """The instances of the summary, by name."""
        document = json.loads((self.folder / "out" / "summary.json").read_bytes())
        return {each["name"]: each for each in document["instances"]}


def _fleet(folder: Path, *arguments: str) -> Ran:
    command = [str(Path(sys.executable).with_name("campaignlint")), "fleet", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    out, err = process.communicate(timeout=120)  # until no worker holds the pipes any more
    return Ran(process.returncode, out, err, folder)


def _generate(folder: Path, number: int) -> None:
    for at in range(number):
        recipe = Recipe(campaigns=12 + at, faulty=0.3, seed=at)
        write(folder / f"instance-{at:02}", recipe, "compact")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """40 instances on two workers; one is broken, one kills its worker, and another worker dies."""
    folder = tmp_path_factory.mktemp("fleet")
    _generate(folder / "exports", 40)
    (folder / "exports" / "instance-17" / "broken.json").write_text("{", encoding="utf-8")
    deadly = {"id": 1, "name": "Killer", "flowId": 2, "flow": {"steps": []}}
    (folder / "exports" / "instance-23" / "deadly.json").write_text(
        json.dumps(deadly), encoding="utf-8"
    )
    (folder / "kills.py").write_text(KILLS, encoding="utf-8")
    options = ("--workers", "2", "--output", "out", "--rules-from", "kills.py")
    return _fleet(folder, "exports", *options, "-f", "json", "-f", "sarif")


def test_every_report_is_that_of_a_run_for_one_instance(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ran.folder)
    monkeypatch.setenv("LOCAL", "")
    instances = sorted(Path("exports").iterdir())
    assert len(instances) == 40
    for instance in instances:
        if instance.name == "instance-23":
            continue
        report = campaignlint.check([instance], rules_from=["kills.py"])
        for name in ("json", "sarif"):
            written = Path("out", "instances", f"{instance.name}.{name}").read_text("utf-8")
            assert written == output.render(report, name), instance
    assert Path("died").exists()


def test_an_instance_over_which_workers_die_fails_alone(ran: Ran) -> None:
    by_state: dict[object, list[str]] = {}
    for name, each in ran.summary().items():
        by_state.setdefault(each["state"], []).append(name)
    assert by_state["failed"] == ["instance-23"]
    assert by_state["incomplete"] == ["instance-17"]
    assert set(by_state) == {"failed", "incomplete", "findings"}
    assert ran.summary()["instance-23"]["why"] == (
        "every worker that checked it died; it may need more memory"
    )
    assert ran.summary()["instance-23"]["reports"] == {}


def test_what_is_broken_is_reported_with_the_rest_of_its_instance(ran: Ran) -> None:
    broken = ran.summary()["instance-17"]
    assert broken["why"] == "unreadable-file (1)"
    assert broken["reports"] == {
        "json": "instances/instance-17.json",
        "sarif": "instances/instance-17.sarif",
    }
    report = json.loads((ran.folder / "out" / "instances" / "instance-17.json").read_bytes())
    assert {finding["rule"] for finding in report["findings"]} > {"unreadable-file"}


def test_the_terminal_shows_a_table_and_no_noise(ran: Ran) -> None:
    assert ran.code == 3
    assert ran.err == "campaignlint: summary with links to the reports: out/summary.html\n"
    header, *lines = ran.out.splitlines()
    assert header.split() == ["instance", "state", "errors", "warnings", "notes", "campaigns"]
    assert [line.split()[0] for line in lines[:3]] == [
        "exports/instance-00",
        "exports/instance-01",
        "exports/instance-02",
    ]
    total = " ".join(lines[-2:])
    assert total.startswith("40 instances: 1 failed, 1 incomplete and 38 with findings; ")


def test_nothing_but_whole_files_is_left(ran: Ran) -> None:
    done = [at for at in range(40) if at != 23]
    left = sorted(file.name for file in (ran.folder / "out").rglob("*") if file.is_file())
    assert left == sorted(
        [
            *(f"instance-{at:02}.{end}" for at in done for end in ("json", "sarif")),
            "summary.html",
            "summary.json",
        ]
    )
    made = sorted(file.name for file in ran.folder.iterdir())
    assert made == ["died", "exports", "kills.py", "out", "runs"]


def test_control_c_stops_it_and_leaves_whole_files(tmp_path: Path) -> None:
    _generate(tmp_path / "exports", 12)
    (tmp_path / "interrupts.py").write_text(INTERRUPTS, encoding="utf-8")
    options = ("--workers", "1", "--output", "out", "--rules-from", "interrupts.py")
    ran = _fleet(tmp_path, "exports", *options)
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "")
    written = sorted((tmp_path / "out").rglob("*.json"))
    assert 1 <= len(written) < 12
    for file in written:
        assert json.loads(file.read_bytes())["version"] == 1
    assert not list((tmp_path / "out").rglob(".*"))
