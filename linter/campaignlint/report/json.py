"""The JSON report, version 1. Its fields are fixed; others depend on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.json_documents import encoded
from campaignlint.text import escape_marked_ci_commands

if TYPE_CHECKING:
    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import CampaignName
    from campaignlint.report.model import Coverage, LocatedFinding, LocatedRelated, Report

VERSION = 1


def render(report: Report, *, version: str) -> str:
    """The report as JSON text; `version` is the tool's own."""
    document = {
        "version": VERSION,
        "tool": {"name": "campaignlint", "version": version},
        "findings": [_finding(finding) for finding in report.findings],
        "suppressed": report.suppressed,
        "baselined": report.baselined,
        "coverage": _coverage(report.coverage),
    }
    text = msgspec.json.format(encoded(document), indent=2).decode()
    return f"{escape_marked_ci_commands(text)}\n"


def _finding(finding: LocatedFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "dormant": finding.dormant,
        "message": finding.message,
        "campaign": _campaign(finding.campaign),
        "place": finding.place,
        "location": _location(finding.location),
        "help": finding.help,
        "related": [_related(related) for related in finding.related],
        "moreRelated": finding.more_related,
        "fingerprint": finding.fingerprint,
    }


def _campaign(campaign: CampaignName | None) -> dict[str, Any] | None:
    if campaign is None:
        return None
    return {
        "id": campaign.id,
        "name": campaign.shown,
        "program": campaign.program,
        "workspace": campaign.workspace,
    }


def _related(related: LocatedRelated) -> dict[str, Any]:
    return {
        "message": related.message,
        "place": related.place,
        "location": _location(related.location),
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "file": location.file,
        "pointer": location.pointer,
        "line": location.line,
        "column": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "files": coverage.files,
        "campaigns": coverage.campaigns,
        "campaignsWithFlow": coverage.campaigns_with_flow,
        "campaignsWithSmartList": coverage.campaigns_with_smart_list,
        "programs": coverage.programs,
        "executables": coverage.executables,
        "unresolvedReferences": coverage.unresolved_references,
        "skippedFiles": coverage.skipped_files,
        "archivedCampaigns": coverage.archived_campaigns,
        "dormantFindings": coverage.dormant_findings,
        "notChecked": dict(coverage.not_checked),
        **{name: value for name, value in _seldom(coverage).items() if value},
    }


def _seldom(coverage: Coverage) -> dict[str, Any]:
    """What most exports have nothing of, and then is left out."""
    return {
        "excludedFiles": coverage.excluded_files,
        "notPulled": coverage.not_pulled,
        "withoutTokens": coverage.without_tokens,
        "unknownSteps": dict(coverage.unknown_steps),
        "unknownTriggers": dict(coverage.unknown_triggers),
        "stepsWithoutTarget": coverage.steps_without_target,
    }
