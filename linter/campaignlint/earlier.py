"""What was accepted before: a baseline from a file or an earlier export, and a baseline anew."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from campaignlint.engine import analysis as engine
from campaignlint.engine import baseline
from campaignlint.report.model import INCOMPLETE, SuppressedFinding

if TYPE_CHECKING:
    from campaignlint.engine.analysis import Plan
    from campaignlint.engine.baseline import Baseline
    from campaignlint.report.model import Report


def accepted_before(path: str, plan: Plan) -> Baseline:
    """The baseline of a file; of a folder, which is an earlier export, what is found in that.

    Raises BaselineError for a file that is missing, unreadable or no baseline.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - never raises
        return baseline.load(path)
    report = engine.check(
        [path],
        replace(plan, baseline=None, only=None, use_suppressions=False, surroundings=False),
    )
    return baseline.of(report.findings, path)


def accept_all(report: Report, file: str) -> tuple[Report, Baseline]:
    """A baseline that accepts what was found, and the report as it is with that baseline."""
    made = baseline.of(report.findings, file)
    accepted = tuple(
        SuppressedFinding(finding, "baseline", f"accepted by {file}")
        for finding in report.findings
        if finding.rule not in INCOMPLETE
    )
    kept = tuple(finding for finding in report.findings if finding.rule in INCOMPLETE)
    return replace(report, findings=kept, accepted=(*report.accepted, *accepted)), made


def without_stale(report: Report) -> Report:
    """The report without its findings about the baseline itself."""
    kept = tuple(finding for finding in report.findings if finding.rule != "stale-baseline")
    return replace(report, findings=kept, stale_baseline=())
