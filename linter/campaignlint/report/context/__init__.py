"""The context of findings: facts about the export, descriptions of campaigns, diagrams.

It is collected while the instance is in memory; reports have only plain data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from campaignlint.describe.campaign import CampaignSummary, describe_campaigns
from campaignlint.describe.limits import REPORT_LIMITS
from campaignlint.model.finding import SEVERITIES
from campaignlint.report.context.activations import ActivationFacts, collect_activations
from campaignlint.report.context.diagrams import Diagrams, Neighborhood, draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.engine.findings import RuleFinding
    from campaignlint.marketo.records import InstanceMarker
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance

__all__ = ["Context", "Diagrams", "ExportFacts", "Neighborhood", "collect"]

MAX_CAMPAIGNS = 2_000
"""The number of campaigns that are described, those with findings first."""


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """The contents of an `instance.json`; "" and None for missing values."""

    instance: str
    exported_at: str
    is_complete: bool | None
    is_scoped: bool
    """Whether it is limited to some programs, folders or workspaces."""
    missing: int
    """The number of assets that could not be exported."""


@dataclass(frozen=True, slots=True)
class Context:
    """The context of the findings in a report."""

    exports: tuple[ExportFacts, ...] = ()
    """One for each `instance.json`."""
    newest_change: str = ""
    """The day of the newest change of any campaign, as in 2026-06-30."""
    campaigns: tuple[CampaignSummary, ...] = ()
    """Those with findings, with their callers and callees, by program and name."""
    omitted_campaigns: int = 0
    diagrams: Diagrams = field(default_factory=Diagrams)
    activations: ActivationFacts = field(default_factory=ActivationFacts)


def collect(instance: Instance, findings: Iterable[RuleFinding]) -> Context:
    """Collect the context of findings."""
    ranked = sorted(findings, key=_rank)
    campaigns = _related_campaigns(instance, ranked)
    described = sorted(campaigns[:MAX_CAMPAIGNS], key=_sort_key)
    return Context(
        exports=tuple(map(_export_facts, instance.markers)),
        newest_change=_newest_change(instance),
        campaigns=tuple(describe_campaigns(described)),
        omitted_campaigns=max(0, len(campaigns) - MAX_CAMPAIGNS),
        diagrams=draw(instance, ranked),
        activations=collect_activations(instance),
    )


def _rank(finding: RuleFinding) -> tuple[int, str]:
    """Return a sort key; the most severe findings are first."""
    return SEVERITIES.index(finding.severity), finding.fingerprint


def _sort_key(campaign: SmartCampaign) -> tuple[str, str, int]:
    return campaign.program_name or "", campaign.name, campaign.id


def _related_campaigns(instance: Instance, findings: list[RuleFinding]) -> list[SmartCampaign]:
    """Return the campaigns of findings, those they name, and the callers and callees of these."""
    own = [finding.finding.location.campaign for finding in findings]
    names = [
        other.location.campaign
        for finding in findings
        for other in (*finding.finding.chain, *finding.finding.related)
    ]
    ids = dict.fromkeys(name.id for name in (*own, *names) if name is not None)
    campaigns = list(instance.campaigns_by_id(ids))
    for campaign in tuple(campaigns):
        callers = (call.caller for call in campaign.calls_in)
        callees = (call.target for call in campaign.calls_out)
        for other in islice(chain(callers, callees), 2 * REPORT_LIMITS.calls):
            if other.id not in ids:
                ids[other.id] = None
                campaigns.append(other)
    return campaigns


def _export_facts(marker: InstanceMarker) -> ExportFacts:
    return ExportFacts(
        instance=marker.instance or "",
        exported_at=_format_time(marker.exported_at or ""),
        is_complete=marker.complete,
        is_scoped=any((marker.scope or {}).values()),
        missing=len(marker.missing or ()),
    )


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|\+00:?00)?)?")


def _format_time(text: str) -> str:
    """Return a date or time as the export has it; "" for any other text."""
    return text if _MOMENT.fullmatch(text) else ""


def _newest_change(instance: Instance) -> str:
    days = (campaign.updated_on for campaign in instance.campaigns)
    return max((day.isoformat() for day in days if day is not None), default="")
