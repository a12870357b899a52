"""Fuzz targets: each takes any bytes, and raises if campaignlint breaks a promise.

The promises: no undeclared exception, every report is valid, and an independent reader finds every
location. The caller limits time and memory.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaignlint import api
from campaignlint.cli import output
from campaignlint.config import settings as config
from campaignlint.report.json import report_schema
from campaignlint.testing import campaign, program, to_json
from loading.other_reader import check
from loading.reading import all_rules
from report import gitlab_checks, junit_checks
from report.sarif_checks import own_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.engine.plan import Plan
    from campaignlint.locating.locations import Location
    from campaignlint.report.model import Report

_EVERYTHING = config.Settings(select=("all",), profile="audit", today=None)
_ACTING = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n"}
"""Control characters; a text report may contain only the line feed."""


def export(data: bytes) -> None:
    """A file with any content."""
    report = _lint("export.json", data)
    _check_places(report, data)


def lines(data: bytes) -> None:
    """An NDJSON file."""
    report = _lint("export.ndjson", data)
    _check_places(report, data)


def redacted(data: bytes) -> None:
    """A redacted report is valid."""
    for redact_names in (False, True):
        report = _lint("export.json", data, redact=True, redact_names=redact_names)
        _check_report(report, "json")


def reports(data: bytes) -> None:
    """Every format of the report on a file with any content."""
    report = _lint("export.json", data, context=True)
    for name in output.FORMATS:
        _check_report(report, name)


def suppressions(data: bytes) -> None:
    """A campaign description with suppressions."""
    text = data.decode("utf-8", "replace")
    waiting = campaign("EX Wait", id=1, description=text).waits("1 day").calls_webhook("W")
    caller = campaign("Caller", id=2, description=text[::-1]).executes(1).executes(2)
    records = [waiting.record(), caller.record()]
    _lint("export.json", to_json(records).encode())


def names(data: bytes) -> None:
    """Names of campaigns and programs, and references to them."""
    texts = [*data.decode("utf-8", "replace").split("\0"), "", "", "", ""]
    home = program(texts[0], id=101)
    records = [
        home.record(),
        campaign(texts[1], id=1, program=home).executes(texts[2]).record(),
        campaign(texts[2], id=2).executes(texts[3]).changes(texts[0], texts[1]).record(),
        campaign(texts[3], id=3).requests(f"{texts[0]}.{texts[1]}").waits(texts[2]).record(),
    ]
    report = _lint("export.json", to_json(records).encode(), context=True)
    for name in ("text", "sarif", "junit", "github", "markdown", "html"):
        _check_report(report, name)


def configuration(data: bytes) -> None:
    """A configuration file with any content: an error with its location, or valid."""
    file = Path("campaignlint.toml")
    file.write_bytes(data)
    try:
        settings = config.load_settings(file)
        plan = config.plan(settings, all_rules())
    except config.ConfigError:
        return
    if settings.baseline is None:
        Path("export.json").write_text(_SMALL, "utf-8")
        api.analyze(["export.json"], plan, settings.sources)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (export, lines, reports, redacted, suppressions, names, configuration)
}


def corpus(name: str) -> Path:
    """Return the folder with the inputs of a target; some targets share theirs."""
    return _CORPUS / ("export" if name in {"redacted", "reports"} else name)


_CORPUS = Path(__file__).with_name("corpus").resolve()
_SMALL = to_json(
    [
        campaign("EX Wait", id=1, program=program("OP Wait", id=101)).waits("1 day").record(),
        campaign("Caller", id=2).executes(1).record(),
    ]
)


@cache
def _plan() -> Plan:
    return config.plan(_EVERYTHING, all_rules())


def _lint(name: str, data: bytes, **changes: Any) -> Report:
    Path(name).write_bytes(data)
    report = api.analyze([name], replace(_plan(), **changes)).report
    crashes = [each.message for each in report.findings if each.rule == "rule-crashed"]
    assert not crashes, crashes
    fingerprints = [each.fingerprint for each in report.findings]
    assert len(set(fingerprints)) == len(fingerprints)
    return report


def _check_places(report: Report, data: bytes) -> None:
    """Compare each location with an independent reader, if that can read the text."""
    if not _is_plain(data):
        return
    for location in _locations(report):
        check(location, Path())


def _locations(report: Report) -> Iterator[Location]:
    for finding in report.findings:
        if finding.rule == "unreadable-file":
            continue  # it may point into text that is not a value
        yield finding.location
        yield from (each.location for each in (*finding.related, *finding.chain))


def _is_plain(data: bytes) -> bool:
    """Return whether every text is valid JSON without duplicate keys and NaN."""
    try:
        text = data.decode("utf-8-sig")
        for part in _texts(text):
            json.loads(part, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _texts(text: str) -> list[str]:
    """Return the text, or its lines if it is not one JSON value."""
    try:
        json.loads(text)
    except ValueError:
        return [line for line in text.split("\n") if line.strip(" \t\r")]
    return [text]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)


def _refuse(word: str) -> None:
    raise ValueError(word)


def _check_report(report: Report, name: str) -> None:
    text = output.render(report, name)
    text.encode("utf-8")
    _CHECKS[name](text, report)


def _check_lines(text: str, _report: Report) -> None:
    acting = _ACTING & set(text)
    assert not acting, acting


def _check_json(text: str, report: Report) -> None:
    document = json.loads(text)
    assert len(document["findings"]) == len(report.findings)
    faults = [error.message for error in _report_validator().iter_errors(document)]
    assert not faults, faults


@cache
def _report_validator() -> Any:
    from jsonschema.validators import validator_for

    schema = report_schema()
    return validator_for(schema)(schema)


def _check_sarif(text: str, report: Report) -> None:
    log = json.loads(text)
    faults = own_checks(log)
    assert not faults, faults
    (run,) = log["runs"]
    assert len(run["results"]) <= len(report.findings)


def _check_junit(text: str, _report: Report) -> None:
    junit_checks.checked(text)


def _check_gitlab(text: str, report: Report) -> None:
    assert len(gitlab_checks.checked(text)) >= len(report.findings)


def _check_github(text: str, _report: Report) -> None:
    for line in text.splitlines():
        is_command = line.lstrip().startswith("::") or "##[" in line
        assert not is_command or line.startswith(("::error ", "::warning ", "::notice ")), line


class _Elements(HTMLParser):
    """The scripts of a page, and attributes that run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.acting: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag != "link":  # the icon, our own
            self.acting += [
                (tag, name, value or "") for name, value in attrs if _acts(name, value or "")
            ]


def _acts(name: str, value: str) -> bool:
    if name in {"href", "xlink:href"}:
        return not value.startswith(("#", "https://"))
    return name.startswith("on") or name in {"action", "formaction", "src", "srcdoc", "style"}


def _check_html(text: str, report: Report) -> None:
    page = _Elements(text)
    assert page.scripts == bool(report.findings)
    assert not page.acting, page.acting
    assert len(re.findall('<li class="finding [^>]*id="f-', text)) == len(report.findings)
    _check_lines(text, report)


_CHECKS: dict[str, Callable[[str, Report], None]] = {
    "text": _check_lines,
    "concise": _check_lines,
    "json": _check_json,
    "sarif": _check_sarif,
    "github": _check_github,
    "gitlab": _check_gitlab,
    "junit": _check_junit,
    "markdown": _check_lines,
    "html": _check_html,
}
