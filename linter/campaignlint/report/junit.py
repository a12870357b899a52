"""The JUnit report: findings as failed tests, for Jenkins and other tools with test results.

JUnit has no standard; this report follows `junit-10.xsd` of the xUnit plugin of Jenkins:
https://github.com/jenkinsci/xunit-plugin

A suite is a category of rules, a class is a rule, and a test is a finding. A rule without findings
is one test that passes, so that the history of a test shows when findings appear and disappear.
The suite of the engine is first.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from campaignlint.report.shortfalls import NOT_CHECKED, shortfalls
from campaignlint.report.summary import summary
from campaignlint.rules.rule import ENGINE
from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.locating.locations import Location
    from campaignlint.report.model import LocatedFinding, Report


def render(report: Report) -> str:
    """Return the report as an XML document.

    Errors and warnings are failures; findings that mean that something was not checked are errors.
    A note passes and is in the output of its test. A rule without findings is skipped if data for
    some campaigns was missing.
    """
    suites = _suites(report)
    root = ET.Element("testsuites", {"name": "campaignlint", **_totals(suites)})
    for suite in suites:
        element = ET.SubElement(
            root, "testsuite", {"name": escape_for_xml(suite.name), **_totals([suite], "skipped")}
        )
        for test in suite.tests:
            _add_test(element, test)
        if suite.name == ENGINE:
            ET.SubElement(element, "system-out").text = _lines(summary(report))
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return escape_ci_commands_in_xml(document.decode()) + "\n"


_Outcome = Literal["passed", "skipped", "failures", "errors"]


@dataclass(frozen=True, slots=True)
class _Test:
    class_name: str
    name: str
    outcome: _Outcome
    kind: str = ""
    message: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class _Suite:
    name: str
    tests: list[_Test] = field(default_factory=list)

    def count(self, outcome: _Outcome) -> int:
        return sum(test.outcome == outcome for test in self.tests)


def _suites(report: Report) -> list[_Suite]:
    findings: dict[str, list[LocatedFinding]] = defaultdict(list)
    for finding in (*shortfalls(report), *report.findings):
        findings[finding.rule].append(finding)
    categories = {
        **dict.fromkeys(findings, ENGINE),
        **{rule.id: rule.category for rule in report.rules},
    }
    names = (ENGINE, *sorted({*categories.values()} - {ENGINE}))
    suites = {name: _Suite(name) for name in names}
    for rule, category in sorted(categories.items()):
        class_name = f"{category}.{rule}"
        suites[category].tests.extend(
            _finding_tests(class_name, findings[rule])
            if rule in findings
            else [_rule_test(class_name, report.coverage.not_checked.get(rule, 0))]
        )
    return list(suites.values())


def _finding_tests(class_name: str, findings: Iterable[LocatedFinding]) -> Iterable[_Test]:
    """Yield a test for each finding, with a unique name, by which Jenkins identifies it."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.place] += 1
        number = seen[finding.place]
        name = finding.place if number == 1 else f"{finding.place} ({number})"
        if finding.severity == "note":
            output = _lines([finding.message, *_details(finding)])
            yield _Test(class_name, name, "passed", output=output)
            continue
        yield _Test(
            class_name,
            name,
            "errors" if finding.rule in NOT_CHECKED else "failures",
            kind=finding.severity,
            message=finding.message,
            output=_lines(_details(finding)),
        )


def _rule_test(class_name: str, not_checked: int) -> _Test:
    if not not_checked:
        return _Test(class_name, "no findings", "passed")
    message = f"{pluralize(not_checked, 'campaign')} not checked because data is missing"
    return _Test(class_name, "no findings", "skipped", message=message)


_MAX_RELATED = 20


def _details(finding: LocatedFinding) -> Iterable[str]:
    yield _where(finding.location)
    if finding.place != finding.location.file:
        yield finding.place
    if finding.help:
        yield f"help: {finding.help}"
    for other in finding.related[:_MAX_RELATED]:
        yield f"{other.message}: {other.place} ({_where(other.location)})"
    if finding.related_count > _MAX_RELATED:
        yield f"and {pluralize(finding.related_count - _MAX_RELATED, 'more location')}"


def _where(location: Location) -> str:
    if location.line is None:
        return location.file
    return f"{location.file}:{location.line}:{location.column}"


# XML


def _totals(suites: Iterable[_Suite], *more: _Outcome) -> dict[str, str]:
    counts = {"tests": sum(len(suite.tests) for suite in suites)}
    outcomes: tuple[_Outcome, ...] = ("failures", "errors", *more)
    counts |= {outcome: sum(suite.count(outcome) for suite in suites) for outcome in outcomes}
    return {name: str(number) for name, number in counts.items()}


_ELEMENTS: dict[_Outcome, str] = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _add_test(suite: ET.Element, test: _Test) -> None:
    names = {"classname": escape_for_xml(test.class_name), "name": escape_for_xml(test.name)}
    element = ET.SubElement(suite, "testcase", names)
    if test.outcome == "passed":
        if test.output:
            ET.SubElement(element, "system-out").text = test.output
        return
    result = ET.SubElement(element, _ELEMENTS[test.outcome])
    if test.kind:
        result.set("type", test.kind)
    result.set("message", escape_for_xml(test.message))
    result.text = test.output or None


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(escape_for_xml, lines))
