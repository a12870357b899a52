"""Findings that explain an incomplete run, for formats that consist only of findings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from campaignlint.engine.fingerprint import fingerprint
from campaignlint.locating.locations import Location
from campaignlint.model.finding import RecordLocation, SymbolicLocation
from campaignlint.paths import relative_path
from campaignlint.report.model import INCOMPLETE, LocatedFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.report.model import Report

NOT_CHECKED = INCOMPLETE | {"path-without-records", "no-flow"}
"""The rules whose findings mean that something was not checked."""


def shortfalls(report: Report) -> Iterator[LocatedFinding]:
    """Yield findings for an incomplete run that no rule reports; their ids are those in SARIF."""
    for path in report.paths_without_records:
        yield _shortfall(
            "path-without-records",
            "no Marketo records found, so nothing was checked",
            path,
            help_="check whether the path is the folder of the export and whether it is empty",
        )
    if report.lacks_flows:
        yield _shortfall(
            "no-flow",
            "no campaign was exported with its flow, so almost nothing was checked",
            os.curdir,
            help_="export campaigns one by one with includeFlowSteps=true",
        )


def _shortfall(name: str, message: str, path: str, *, help_: str) -> LocatedFinding:
    return LocatedFinding(
        rule=name,
        severity="error",
        confidence="documented",
        message=message,
        campaign=None,
        place=relative_path(path),
        location=Location(relative_path(path), ""),
        help=help_,
        related=(),
        chain=(),
        fingerprint=fingerprint(name, SymbolicLocation(RecordLocation(path))),
    )
