"""The JUnit report, validated by the schema of Jenkins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.locating.locations import Location
from campaignlint.report import junit
from campaignlint.report.model import Coverage, Hidden, LocatedRelated
from campaignlint.text import escape_control_characters
from loading.reading import lint, write
from report.hostile import (
    HOSTILE,
    acting_characters,
    finding,
    report_full_of,
    report_of,
    rule_info,
)
from report.junit_checks import checked
from report.scores import SCORES

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator
    from pathlib import Path

    from campaignlint.report.model import Report

pytestmark = pytest.mark.usefixtures("in_tmp_path")


def parsed(report: Report) -> ET.Element:
    """The document, which keeps to the schema and counts rightly."""
    return checked(junit.render(report))


def outcomes(report: Report) -> list[str]:
    """For each test `suite: class: name: element (type): message`, as far as there is any."""
    return [
        ": ".join(filter(None, (suite.attrib["name"], *_outcome(test))))
        for suite in parsed(report)
        for test in suite.iter("testcase")
    ]


def _outcome(test: ET.Element) -> Iterator[str]:
    yield test.attrib["classname"]
    yield test.attrib["name"]
    for element in test:
        kind = f" ({element.attrib['type']})" if "type" in element.attrib else ""
        yield element.tag + kind
        yield element.get("message", "")


# Findings


def test_a_finding_is_a_failed_test(tmp_path: Path) -> None:
    write(tmp_path, {"export.json": SCORES})
    report = lint(".")
    lines = junit.render(report).split("\n")
    assert lines[:4] == [
        "<?xml version='1.0' encoding='utf-8'?>",
        '<testsuites name="campaignlint" tests="10" failures="1" errors="0">',
        '  <testsuite name="engine" tests="9" failures="0" errors="0" skipped="0">',
        '    <testcase classname="engine.duplicate-record" name="no findings" />',
    ]
    assert lines[12:] == [
        (
            "    <system-out>Found 1 error in 2 campaigns (1 executable) of 1 program in 1 file."
            "</system-out>"
        ),
        "  </testsuite>",
        '  <testsuite name="executable" tests="1" failures="1" errors="0" skipped="0">',
        (
            '    <testcase classname="executable.wait-in-executable"'
            ' name="OP Scoring &gt; EX Score &gt; flow step 1">'
        ),
        (
            '      <failure type="error" message="'
            "executable campaign 'EX Score' (executed by 'Lead Intake' step 1) has a Wait step, "
            'which Marketo does not support there">'
            "export.json:108:11"
        ),
        "OP Scoring &gt; EX Score &gt; flow step 1",
        "help: move the Wait step into the caller",
        (
            "executed from here: OP Scoring &gt; Lead Intake &gt; flow step 1 (export.json:54:15)"
            "</failure>"
        ),
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
        "",
    ]
    parsed(report)


def test_warnings_fail_and_notes_pass_with_output() -> None:
    rules = (rule_info("a", "flow"), rule_info("b", "settings"))
    report = report_of(
        finding("it warns", rule="a", severity="warning", place="P > A"),
        finding("it notes", rule="b", severity="note", place="P > B", help="do this"),
        rules=rules,
    )
    assert outcomes(report) == [
        "flow: flow.a: P > A: failure (warning): it warns",
        "settings: settings.b: P > B: system-out",
    ]
    [output] = parsed(report).findall("testsuite/testcase/system-out")
    assert output.text == "it notes\nexports/1021.json:41:11\nP > B\nhelp: do this"


def test_a_rule_without_findings_is_one_passed_test() -> None:
    report = report_of(rules=(rule_info("b", "flow"), rule_info("a", "flow")))
    assert outcomes(report) == ["flow: flow.a: no findings", "flow: flow.b: no findings"]


def test_a_rule_with_missing_data_is_skipped() -> None:
    report = report_of(
        rules=(rule_info("a"), rule_info("b")),
        coverage=Coverage(
            files=1, campaigns=3, campaigns_with_flow=1, not_checked={"a": 1, "b": 1_200}
        ),
    )
    assert outcomes(report) == [
        (
            "executable: executable.a: no findings: skipped: "
            "1 campaign not checked because data is missing"
        ),
        (
            "executable: executable.b: no findings: skipped: "
            "1,200 campaigns not checked because data is missing"
        ),
    ]


def test_findings_at_one_location_are_numbered() -> None:
    report = report_of(*(finding(f"finding {number}", place="P > A") for number in (1, 2, 3)))
    assert outcomes(report) == [
        "executable: executable.wait-in-executable: P > A: failure (error): finding 1",
        "executable: executable.wait-in-executable: P > A (2): failure (error): finding 2",
        "executable: executable.wait-in-executable: P > A (3): failure (error): finding 3",
    ]


def test_related_locations_beyond_the_limit_are_counted() -> None:
    related = LocatedRelated("executed from here", "P > A", Location("a.json", "", 1, 2, 3, 4))
    [failure] = parsed(report_of(finding(related=(related,) * 25))).iter("failure")
    assert failure.text is not None
    lines = failure.text.splitlines()
    assert lines.count("executed from here: P > A (a.json:1:2)") == 20
    assert lines[-1] == "and 5 more locations"


# Runs that did not see everything


def test_reasons_for_an_incomplete_run_are_errors() -> None:
    fault = finding(
        "is no JSON", rule="unreadable-file", place="a.json", location=Location("a.json", "")
    )
    report = report_of(
        fault,
        rules=(rule_info("unreadable-file", "engine"),),
        paths_without_records=("exports",),
    )
    assert outcomes(report) == [
        (
            "engine: engine.path-without-records: exports: error (error): "
            "no Marketo records found, so nothing was checked"
        ),
        "engine: engine.unreadable-file: a.json: error (error): is no JSON",
    ]
    *_, error = parsed(report).iter("error")
    assert error.text == "a.json"


def test_an_export_without_flows_is_an_error() -> None:
    assert outcomes(report_of(coverage=Coverage(files=1, campaigns=1))) == [
        (
            "engine: engine.no-flow: .: error (error): "
            "no campaign was exported with its flow, so almost nothing was checked"
        )
    ]


def test_the_summary_is_the_output_of_the_engine() -> None:
    output = parsed(report_of(finding(), hidden=Hidden(3))).find(
        "testsuite[@name='engine']/system-out"
    )
    assert output is not None
    assert output.text == (
        "Found 1 error in 1 campaign (0 executable) of 0 programs in 1 file.\n"
        "Not in this export: the smart list of 1 campaign.\n"
        "Hidden: 3 in other files."
    )


# Nothing in an export acts


def test_names_have_no_effect_on_elements() -> None:
    text = HOSTILE
    report = report_full_of(text)
    document = junit.render(report)
    assert acting_characters(document) == set()
    assert not {"\ufffe", "\uffff"} & set(document)
    root = parsed(report)
    assert [[element.tag for element in test] for test in root.iter("testcase")] == [
        ["error"],  # the path without records
        ["error"],
        ["failure"],
        ["failure"],
        ["system-out"],
        ["skipped"],
    ]
    shown = _shown(text)
    [failure, warning] = root.iter("failure")
    assert failure.get("message") == warning.get("message") == shown
    assert failure.text is not None
    lines = failure.text.split("\n")
    assert lines[1:3] == [f"{shown} > {shown}", f"help: {shown}"]
    assert lines[3:] == [f"{shown}: {shown} ({shown}:1:2)"] * 3
    assert {suite.get("name") for suite in root} == {"engine", shown}


def _shown(text: str) -> str:
    return escape_control_characters(text).replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")
