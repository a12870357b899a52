"""Why a run is incomplete, as findings: a format of findings alone would else be green."""

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

NOT_LINTED = INCOMPLETE | {"path-without-records", "no-flow"}
"""What a finding is called that means that not everything was linted."""


def shortfalls(report: Report) -> Iterator[LocatedFinding]:
    """Why a run is incomplete, where no finding says so: a format of findings alone would be green.

    What they are called is what SARIF calls them.
    """
    for path in report.paths_without_records:
        yield _shortfall(
            "path-without-records",
            "there is no Marketo record here, so nothing was linted",
            path,
            help_="give the folder that holds the export, and look whether it is empty",
        )
    if report.is_empty_handed:
        yield _shortfall(
            "no-flow",
            "no campaign was exported with its flow, so hardly anything was judged",
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
