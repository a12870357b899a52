"""The GitLab Code Quality report, checked against the documentation of its format."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.locating.locations import Location
from campaignlint.report import gitlab
from campaignlint.report.model import Coverage
from campaignlint.testing import campaign
from campaignlint.text import escape_control_characters
from loading.reading import lint, write
from report.gitlab_checks import checked
from report.hostile import HOSTILE, acting_characters, finding, report_full_of, report_of
from report.scores import SCORES

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.report.model import Report

pytestmark = pytest.mark.usefixtures("in_tmp_path")


def issues_of(report: Report, **values: Any) -> list[dict[str, Any]]:
    """The issues, which keep to what GitLab documents."""
    return checked(gitlab.render(report, **values))


def test_a_finding_is_an_issue(tmp_path: Path) -> None:
    write(tmp_path, {"in/export.json": SCORES})
    report = lint("in")
    assert gitlab.render(report) == dedent(
        f"""\
        [
          {{
            "description": "executable campaign 'EX Score' (executed by 'Lead Intake' step 1) \
has a Wait step, which Marketo does not support there (OP Scoring > EX Score > flow step 1); \
help: move the Wait step into the caller",
            "check_name": "wait-in-executable",
            "fingerprint": "{report.findings[0].fingerprint}",
            "severity": "major",
            "location": {{
              "path": "in/export.json",
              "lines": {{
                "begin": 108
              }}
            }}
          }}
        ]
        """
    )


def test_a_run_without_findings_is_an_empty_list() -> None:
    assert gitlab.render(report_of()) == "[]\n"


@pytest.mark.parametrize(
    ("severity", "gitlabs"), [("error", "major"), ("warning", "minor"), ("note", "info")]
)
def test_severities_are_mapped(severity: str, gitlabs: str) -> None:
    [issue] = issues_of(report_of(finding(severity=severity)))
    assert issue["severity"] == gitlabs


def test_incomplete_runs_have_blockers() -> None:
    fault = finding(rule="unreadable-file", place="a.json", location=Location("a.json", ""))
    issues = issues_of(
        report_of(
            fault,
            paths_without_records=("exports",),
            coverage=Coverage(files=1, campaigns=1),
        )
    )
    assert [(issue["check_name"], issue["severity"], issue["location"]) for issue in issues] == [
        ("path-without-records", "blocker", {"path": "exports", "lines": {"begin": 1}}),
        ("unreadable-file", "blocker", {"path": "a.json", "lines": {"begin": 1}}),
    ]
    assert issues[1]["description"] == "it waits"


def test_an_export_without_flows_is_a_blocker() -> None:
    [issue] = issues_of(report_of(coverage=Coverage(files=1, campaigns=1)))
    assert issue["check_name"] == "no-flow"
    assert issue["severity"] == "blocker"
    assert issue["description"] == (
        "no campaign was exported with its flow, so almost nothing was checked; "
        "help: export campaigns one by one with includeFlowSteps=true"
    )


def test_two_findings_at_one_location_are_two_issues(tmp_path: Path) -> None:
    twice = campaign("EX", id=1, isExecutable=True).waits("1 day").waits("1 day")
    record = twice.record()
    for step in record["flow"]["steps"]:
        step["id"] = 7
    write(tmp_path, {"export.json": record})
    assert len(issues_of(lint("."))) == 2


def test_paths_are_relative_to_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "marketo").mkdir()
    monkeypatch.chdir(tmp_path / "marketo")
    report = report_of(finding(location=Location("./exports/a b.json", "")))
    assert issues_of(report)[0]["location"]["path"] == "marketo/exports/a b.json"
    [issue] = issues_of(report, root=tmp_path / "marketo")
    assert issue["location"]["path"] == "exports/a b.json"


def test_names_stay_in_their_fields(tmp_path: Path) -> None:
    text = HOSTILE
    output = gitlab.render(report_full_of(text), root=tmp_path)
    assert acting_characters(output) == set()
    without_records, error, warning, note, fault = issues_of(report_full_of(text), root=tmp_path)
    shown = escape_control_characters(text)
    assert without_records["check_name"] == "path-without-records"
    assert error["check_name"] == warning["check_name"] == note["check_name"] == shown
    assert error["description"] == f"{shown} ({shown} > {shown}); help: {shown}"
    assert warning["description"] == f"{shown} ({shown} > {shown})"
    assert fault["description"] == shown
    assert error["location"]["lines"] == {"begin": 1}
