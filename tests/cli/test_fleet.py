"""`campaignlint fleet`: arguments, output and exit codes."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import re
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import distributed
import pytest

from campaignlint.cli import fleet_table, view
from campaignlint.cli.fleet import render
from campaignlint.fleet import summary
from campaignlint.fleet.instances import Instance
from campaignlint.fleet.summary import Row
from campaignlint.fleet.task import Outcome, TaskOptions, lint_instance
from campaignlint.report.model import Coverage
from campaignlint.testing import Export, campaign, program
from conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Report
    from conftest import CommandLine

scoring = program("OP Scoring")


def _faulty() -> Export:
    """An executable campaign with a Wait step."""
    return Export(
        scoring,
        campaign("EX Score", program=scoring).waits("4 hours"),
        campaign("Intake", program=scoring, isActive=True).executes("EX Score"),
    )


def _clean() -> Export:
    return Export(scoring, campaign("EX Score", program=scoring).changes("Score", "1"))


def _json(report: Report, format_name: str) -> str:
    return f"{format_name} with {len(report.findings)} findings"


# The cluster that is there already


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The URL of a Dask scheduler with a worker in this process."""
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster.scheduler_address


def test_an_existing_cluster_lints_each_by_its_nearest_configuration(
    scheduler: str, campaignlint: CommandLine
) -> None:
    _faulty().write(Path("exports/emea"))
    _faulty().write(Path("exports/apac"))
    own = Path("exports/apac/campaignlint.toml")
    own.write_text('ignore = ["wait-in-executable"]\n', encoding="utf-8")
    ran = campaignlint("fleet", "exports", "--scheduler", scheduler, "-f", "concise", "-f", "json")
    assert ran.code == 1
    assert ran.out == (
        "instance      state     errors  warnings  notes  campaigns\n"
        "exports/apac  clean          0         0      0          2\n"
        "exports/emea  findings       1         0      0          2\n"
        "\n"
        "2 instances: 1 with findings and 1 clean; 1 error in total.\n"
    )
    assert ran.err == "campaignlint: summary with links to the reports: fleet-report/summary.html\n"
    out = Path("fleet-report")
    concise = (out / "instances" / "emea.concise.txt").read_text(encoding="utf-8")
    assert concise.startswith("exports/emea/campaigns/1001.json:")
    document = json.loads((out / "summary.json").read_bytes())
    assert document["total"] == {
        "instances": 2,
        "states": {"failed": 0, "incomplete": 0, "findings": 1, "clean": 1},
        "findings": {"error": 1, "warning": 0, "note": 0},
    }
    assert [each["reports"] for each in document["instances"]] == [
        {"concise": "instances/apac.concise.txt", "json": "instances/apac.json"},
        {"concise": "instances/emea.concise.txt", "json": "instances/emea.json"},
    ]


def test_one_configuration_can_apply_to_all(scheduler: str, campaignlint: CommandLine) -> None:
    _faulty().write(Path("emea"))
    Path("emea/campaignlint.toml").write_text('ignore = ["wait-in-executable"]\n')
    Path("all.toml").write_text('severity = {wait-in-executable = "note"}\n')
    ran = campaignlint("fleet", "emea", "--scheduler", scheduler, "--config", "all.toml")
    assert (ran.code, ran.out.splitlines()[1].split()) == (0, ["emea", "clean", "0", "0", "1", "2"])


def test_a_folder_whose_name_is_not_utf8_is_shown_escaped(
    scheduler: str, campaignlint: CommandLine
) -> None:
    for name in (b"emea", b"\xff"):
        _clean().write(Path("exports") / os.fsdecode(name))
    ran = campaignlint("fleet", "exports", "--scheduler", scheduler)
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()[1:3]] == [
        ["exports/emea", "clean"],
        ["exports/\\udcff", "clean"],
    ]
    document = json.loads(Path("fleet-report/summary.json").read_bytes())
    assert [(each["name"], each["folder"]) for each in document["instances"]] == [
        ("emea", "exports/emea"),
        ("_", "exports/?"),
    ]
    page = Path("fleet-report/summary.html").read_text(encoding="utf-8")
    assert '_ <span class="muted">exports/\\udcff</span>' in page


def test_skipped_folders_are_named(scheduler: str, campaignlint: CommandLine) -> None:
    _clean().write(Path("exports/emea"))
    Path("exports/notes").mkdir()
    ran = campaignlint("fleet", "exports", "--scheduler", scheduler)
    assert ran.code == 0
    assert "campaignlint: exports/notes: skipped, because it has no instance.json\n" in ran.err


def test_an_empty_folder_is_incomplete(scheduler: str, campaignlint: CommandLine) -> None:
    Path("empty").mkdir()
    ran = campaignlint("fleet", "empty", "--scheduler", scheduler)
    assert ran.code == 3
    assert "empty     incomplete: no Marketo records" in ran.out


# Errors


def test_workers_of_another_version_are_an_error(
    scheduler: str, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clean().write(Path("emea"))
    own = version("campaignlint")
    monkeypatch.setattr("campaignlint.__version__", "99")
    ran = campaignlint("fleet", "emea", "--scheduler", scheduler)
    assert ran.code == 2
    assert ran.err == (
        f"Error: the workers at {scheduler} have campaignlint {own}, but this is campaignlint 99; "
        "results could differ\n"
    )


def test_a_report_that_cannot_be_written_ends_the_run(
    scheduler: str, campaignlint: CommandLine
) -> None:
    _clean().write(Path("emea"))
    Path("fleet-report/instances/emea.json").mkdir(parents=True)
    Path("fleet-report/summary.json").write_text("of an earlier run", encoding="utf-8")
    ran = campaignlint("fleet", "emea", "--scheduler", scheduler)
    assert (ran.code, ran.err) == (
        2,
        "Error: cannot write fleet-report/instances/emea.json: is a directory\n",
    )
    assert not Path("fleet-report/summary.json").exists()


def test_an_output_folder_that_cannot_be_created_is_an_error(campaignlint: CommandLine) -> None:
    _clean().write(Path("emea"))
    Path("file").touch()
    ran = campaignlint("fleet", "emea", "--output", "file")
    assert (ran.code, ran.err) == (2, "Error: cannot write to file: not a directory\n")


def test_a_scheduler_that_does_not_answer(campaignlint: CommandLine) -> None:
    _clean().write(Path("emea"))
    ran = campaignlint("fleet", "emea", "--scheduler", "nonsense")
    assert (ran.code, ran.err) == (
        2,
        "Error: no Dask scheduler at nonsense (ValueError)\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing",), "Error: missing: there is no such folder\n"),
        (("emea", "--config", "no.toml"), "Error: --config no.toml: there is no such file\n"),
        (
            ("emea", "--workers", "2", "--scheduler", "x"),
            "Error: --workers and --scheduler cannot be used together\n",
        ),
    ],
)
def test_bad_usage_starts_no_cluster(
    campaignlint: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    _clean().write(Path("emea"))
    ran = campaignlint("fleet", *arguments)
    assert ran.code == 2
    assert ran.err.endswith(message)
    assert not Path("fleet-report").exists()


def test_an_invalid_configuration_starts_no_cluster(campaignlint: CommandLine) -> None:
    _clean().write(Path("emea"))
    Path("emea/campaignlint.toml").write_text('profil = "strict"\n', encoding="utf-8")
    ran = campaignlint("fleet", "emea")
    assert ran.code == 2
    assert ran.err.startswith("Error: emea/campaignlint.toml:1")
    assert not Path("fleet-report").exists()


def test_without_the_extra_the_error_names_it(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clean().write(Path("emea"))
    find_spec = importlib.util.find_spec

    def without_dask(name: str, package: str | None = None) -> Any:
        return None if name == "distributed" else find_spec(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_dask)
    ran = campaignlint("fleet", "emea")
    assert (ran.code, ran.err) == (
        2,
        "Error: fleet needs distributed: pip install 'campaignlint[fleet]'\n",
    )


def test_html_needs_the_extra_audit(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clean().write(Path("emea"))
    monkeypatch.setattr(view, "is_installed", lambda module: module != "igraph")
    ran = campaignlint("fleet", "emea", "-f", "html")
    assert (ran.code, ran.err) == (
        2,
        "Error: -f html needs igraph, which is not installed: pip install 'campaignlint[audit]'\n",
    )


# The task


def test_a_page_describes_the_campaigns_of_findings(tmp_path: Path) -> None:
    _faulty().write(tmp_path / "emea")
    options = TaskOptions(render, ("html",), working_directory=str(tmp_path))
    outcome = lint_instance(Instance("emea", "emea"), None, options)
    assert "1. Wait: 4 hours" in outcome.reports["html"]


def test_a_task_uses_the_working_directory_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _faulty().write(tmp_path / "here" / "emea")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    options = TaskOptions(_json, ("json",), working_directory=str(tmp_path / "here"))
    outcome = lint_instance(Instance("emea", "emea"), None, options)
    assert (outcome.state, outcome.findings["error"]) == ("findings", 1)
    assert outcome.reports == {"json": "json with 1 findings"}
    assert (tmp_path / "elsewhere").samefile(".")


def test_a_folder_that_the_worker_does_not_have_fails(tmp_path: Path) -> None:
    options = TaskOptions(_json, working_directory=str(tmp_path))
    outcome = lint_instance(Instance("emea", "emea"), None, options)
    assert (outcome.state, outcome.why) == ("failed", "the worker cannot find the folder")


def test_an_internal_error_fails_one_instance_and_quotes_nothing(tmp_path: Path) -> None:
    def broken(report: Report, format_name: str) -> str:
        raise RuntimeError(f"a secret of {report} in {format_name}")

    _clean().write(tmp_path / "emea")
    options = TaskOptions(broken, ("json",), working_directory=str(tmp_path))
    outcome = lint_instance(Instance("emea", "emea"), None, options)
    assert (outcome.state, outcome.why) == ("failed", "internal error: RuntimeError")


# The summary

HOSTILE = Row(
    Outcome(
        Instance("_script_", "<script>alert(1)</script>\x1b[31m\u202e"),
        "incomplete",
        "<img src=x>",
        {"error": 1, "warning": 2, "note": 0},
        {"wait-in-executable": 2, "long-flow": 1},
        Coverage(files=3, campaigns=1200),
    ),
    {"html": "instances/_script_.html", "json": "instances/_script_.json"},
)
CLEAN = Row(Outcome(Instance("a", "a"), "clean", coverage=Coverage(campaigns=1)), {})
FAILED = Row(Outcome(Instance("b", "b"), "failed", "it died"), {})


class _Page(HTMLParser):
    """The elements of a page, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.links: list[str | None] = []
        self.policy: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"])
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]


def test_the_example_in_the_documentation_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (REPOSITORY / "docs" / "fleet.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    monkeypatch.chdir(tmp_path)
    apac, emea = Instance("apac", "exports/apac"), Instance("emea", "exports/emea")
    found = Outcome(
        emea,
        "findings",
        findings={"error": 1},
        rules={"wait-in-executable": 1},
        coverage=Coverage(files=7, campaigns=2, programs=1, executables=1),
    )
    rows = [Row(found, {"json": "instances/emea.json"}), Row(Outcome(apac, "clean"), {})]
    written = json.loads(summary.render_json(rows, version="0.1.0"))
    assert written | {"instances": written["instances"][1:]} == example


def test_names_have_no_effect_on_the_page() -> None:
    text = summary.render_html([HOSTILE, CLEAN, FAILED], version="1.2")
    page = _Page(text)
    assert page.elements & {"script", "img", "iframe", "form"} == set()
    assert page.links == [
        "instances/_script_.html",
        "instances/_script_.html",
        "instances/_script_.json",
        "summary.json",
    ]
    assert page.policy is not None
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; "
        "form-action 'none'",
        page.policy,
    )
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_names_have_no_effect_on_the_terminal() -> None:
    shown = fleet_table.table([HOSTILE, CLEAN, FAILED], width=120, color=False)
    assert [re.split(r"  +", line) for line in shown.splitlines()] == [
        ["instance", "state", "errors", "warnings", "notes", "campaigns"],
        [
            "<script>alert(1)</script>\\u001b[31m\\u202e",
            "incomplete: <img src=x>",
            *("1", "2", "0", "1,200"),
        ],
        ["a", "clean", "0", "0", "0", "1"],
        ["b", "failed: it died", "-", "-", "-", "-"],
        [""],
        ["3 instances: 1 failed, 1 incomplete and 1 clean; 1 error and 2 warnings in total."],
    ]
