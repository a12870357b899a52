"""Checks of JUnit reports: the schema of Jenkins, and correct counts."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The part of the schema junit-10.xsd for elements that campaignlint writes: required and allowed
# attributes, and allowed children. No test dependency contains the schema.

MUST_HAVE = {
    "testsuites": set[str](),
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name"},
    "failure": set[str](),
    "error": set[str](),
    "skipped": set[str](),
    "system-out": set[str](),
}
MAY_HAVE = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"group", "time", "skipped", "timestamp", "hostname", "id", "package"},
    "testcase": {"time", "classname", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set[str](),
}
MAY_HOLD = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "failure": set[str](),
    "error": set[str](),
    "skipped": set[str](),
    "system-out": set[str](),
}
HOLDS_TEXT = {"failure", "error", "skipped", "system-out"}


def checked(text: str) -> ET.Element:
    """The document, which keeps to the schema and counts rightly."""
    root = ET.fromstring(text.encode())  # noqa: S314 - made here
    assert schema_faults(root) == []
    suites = root.findall("testsuite")
    for suite in suites:
        assert counts(suite) == {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "errors": len(suite.findall("testcase/error")),
            "skipped": len(suite.findall("testcase/skipped")),
        }
    for name in ("tests", "failures", "errors"):
        assert int(root.attrib[name]) == sum(counts(suite)[name] for suite in suites)
    names = [(test.get("classname"), test.get("name")) for test in root.iter("testcase")]
    assert len(set(names)) == len(names)
    return root


def counts(suite: ET.Element) -> dict[str, int]:
    return {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}


def schema_faults(root: ET.Element) -> list[str]:
    """Where a document breaks the schema."""
    assert root.tag == "testsuites"
    return [fault for element in root.iter() for fault in _faults_of(element)]


def _faults_of(element: ET.Element) -> Iterator[str]:
    tag = element.tag
    if missing := MUST_HAVE[tag] - set(element.keys()):
        yield f"{tag} lacks {missing}"
    if unknown := set(element.keys()) - MUST_HAVE[tag] - MAY_HAVE[tag]:
        yield f"{tag} has {unknown}"
    if misplaced := {child.tag for child in element} - MAY_HOLD[tag]:
        yield f"{tag} holds {misplaced}"
    if tag not in HOLDS_TEXT and (element.text or "").strip():
        yield f"{tag} holds text"
    if (element.tail or "").strip():
        yield f"text after {tag}"
