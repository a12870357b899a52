"""The summary over all instances of a fleet: as JSON, and as a page that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from campaignlint.finding import SEVERITIES
from campaignlint.instance.positions import shown_path
from campaignlint.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from campaignlint.finding import Severity
    from campaignlint.fleet.linting import Outcome, State

VERSION = 1
STATES: tuple[State, ...] = ("failed", "incomplete", "findings", "clean")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Row:
    """An instance, and where its reports are, by format."""

    outcome: Outcome
    reports: Mapping[str, str]
    """Relative to the summary, with forward slashes."""


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The same order in every run, whichever instance was done first."""
    return sorted(rows, key=lambda row: row.outcome.instance.folder)


def states(rows: Sequence[Row]) -> dict[State, int]:
    """How many instances are in each state, the worst first."""
    counted = Counter(row.outcome.state for row in rows)
    return {state: counted[state] for state in STATES}


def findings(rows: Sequence[Row]) -> dict[Severity, int]:
    """How many findings of each severity all instances have together."""
    return {
        severity: sum(row.outcome.findings.get(severity, 0) for row in rows)
        for severity in SEVERITIES
    }


def as_json(rows: Sequence[Row], *, version: str) -> str:
    """The summary as JSON text; `version` is the tool's own. docs/fleet.md says what is in it."""
    document = {
        "version": VERSION,
        "tool": {"name": "campaignlint", "version": version},
        "total": {"instances": len(rows), "states": states(rows), "findings": findings(rows)},
        "instances": [_instance(row) for row in in_order(rows)],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _instance(row: Row) -> dict[str, Any]:
    outcome, coverage = row.outcome, row.outcome.coverage
    return {
        "name": outcome.instance.name,
        "folder": shown_path(outcome.instance.folder),
        "state": outcome.state,
        "why": outcome.why,
        "findings": {severity: outcome.findings.get(severity, 0) for severity in SEVERITIES},
        "rules": outcome.rules,
        "coverage": {
            "files": coverage.files,
            "campaigns": coverage.campaigns,
            "programs": coverage.programs,
            "executables": coverage.executables,
        },
        "reports": row.reports,
    }


def as_html(rows: Sequence[Row], *, version: str) -> str:
    """The summary as a page, with links to the reports; `version` is the tool's own.

    What instances are called cannot act in it: it is escaped, and the page's own policy admits
    nothing but its style sheet.
    """
    from markupsafe import Markup  # noqa: PLC0415 - of the extra `fleet`

    style = _source("summary.css")
    return _template().render(
        rows=in_order(rows),
        states=states(rows),
        findings=findings(rows),
        version=version,
        style=Markup(style),  # noqa: S704 - our own
        policy=f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; "
        "form-action 'none'",
    )


@cache
def _template() -> jinja2.Template:
    import jinja2  # noqa: PLC0415 - of the extra `fleet`
    from markupsafe import Markup  # noqa: PLC0415 - as above

    def visible(value: object) -> object:
        return printable(value) if isinstance(value, str) and type(value) is not Markup else value

    environment = jinja2.Environment(
        autoescape=True,
        finalize=visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"shown": shown_path, "address": quote}
    return environment.from_string(_source("summary.html.jinja"))


@cache
def _source(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
