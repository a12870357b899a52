"""Names in reports do not become commands of a CI runner that reads standard output."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from campaignlint.cli import output
from campaignlint.testing import Export, campaign, program
from report.hostile import EVERY_TEXT, finding, report_full_of, report_of

if TYPE_CHECKING:
    from campaignlint.report.model import Report
    from conftest import CommandLine

COMMAND = re.compile(r"^(?:\s|\x1b\[[\d;]*m)*::|##\w*\[", re.MULTILINE)
"""Commands of GitHub (old and new), Azure Pipelines and TeamCity."""
WITHOUT_COMMANDS = sorted({*output.FORMATS} - {"github"})
TEXTS = [text for text in EVERY_TEXT.values() if "\ud800" not in text]
"""Without unpaired surrogates, which are replaced when a file is read."""
OLD = "##[error]owned"


def printed(report: Report, format_name: str, **look: Any) -> str:
    return output.render(report, format_name, output.Look(**look))


@pytest.mark.parametrize("format_name", WITHOUT_COMMANDS)
def test_names_do_not_become_commands(format_name: str) -> None:
    for text in TEXTS:
        report = report_full_of(text)
        for color in (False, True):
            assert not COMMAND.search(printed(report, format_name, color=color, width=60))
        assert not COMMAND.search(output.statistics(report))


def test_documents_contain_no_commands() -> None:
    report = report_of(finding(f"'{OLD}' waits"))
    (found,) = json.loads(printed(report, "json"))["findings"]
    (issue,) = json.loads(printed(report, "gitlab"))
    (result,) = json.loads(printed(report, "sarif"))["runs"][0]["results"]
    suites = ET.fromstring(printed(report, "junit"))  # noqa: S314 - made here
    assert found["message"] == f"'{OLD}' waits"
    assert issue["description"].startswith(f"'{OLD}' waits")
    assert result["message"]["text"].startswith(f"'{OLD}' waits")
    assert [each.get("message") for each in suites.iter("failure")] == [f"'{OLD}' waits"]


def test_wrapped_lines_do_not_start_with_a_command(campaignlint: CommandLine) -> None:
    owned = program("::error::owned")
    callee = campaign("::error::owned", program=owned).waits("1 day")
    caller = campaign(f"a {OLD}", program=owned).executes("::error::owned")
    Export(owned, callee, caller).write(Path("exports"))
    for arguments in (
        ("check", "exports"),
        ("check", "exports", "-f", "concise"),
        ("graph", "exports"),
        ("show", "::error::owned.::error::owned", "exports"),
        ("show", "owned", "exports"),
    ):
        outcome = campaignlint(*arguments)
        assert "owned" in outcome.out + outcome.err
        assert not COMMAND.search(outcome.out + outcome.err)


def test_messages_contain_no_commands(campaignlint: CommandLine) -> None:
    Path(f"{OLD}.json").write_text('{"id": 1, "smartListId": "x"}', "utf-8")
    for arguments in (("show", OLD), ("graph",), ("check", f"no {OLD}"), ("check", OLD)):
        outcome = campaignlint(*arguments)
        assert "owned" in outcome.out + outcome.err
        assert not COMMAND.search(outcome.out + outcome.err)
