"""What stands around the findings of a run: the export, and the campaigns that they speak of.

A report is plain data without the instance. What a browsed report shows besides findings is
gathered here, while the instance is still at hand, and is as plain and frozen as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from campaignlint.model.finding import SEVERITIES
from campaignlint.report.context.campaigns import (
    CampaignInWords,
    OtherEnd,
    StepInWords,
    around,
    in_words,
)
from campaignlint.report.context.diagrams import Diagrams, Neighbourhood, draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.engine.findings import RuleFinding
    from campaignlint.marketo.records import InstanceMarker
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance

__all__ = [
    "CampaignInWords",
    "Context",
    "Diagrams",
    "Export",
    "Neighbourhood",
    "OtherEnd",
    "StepInWords",
    "collect",
]

MOST_CAMPAIGNS = 2_000
"""So many campaigns are written out; those with findings come first, then those around them."""


@dataclass(frozen=True, slots=True)
class Export:
    """What `instance.json` says of an export; "" and None for what it does not say."""

    instance: str
    exported_at: str
    is_complete: bool | None
    is_scoped: bool
    """Whether only some programs, folders or workspaces were asked for."""
    missing: int
    """How many things could not be exported."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around the findings of a report."""

    exports: tuple[Export, ...] = ()
    """One for each `instance.json`."""
    newest_change: str = ""
    """The day of the newest change of any campaign, as in 2026-06-30."""
    campaigns: tuple[CampaignInWords, ...] = ()
    """Those with findings and those around them, by program and name."""
    campaigns_left_out: int = 0
    pictures: Diagrams = field(default_factory=Diagrams)


def collect(instance: Instance, findings: Iterable[RuleFinding]) -> Context:
    """What stands around these findings."""
    gravest = sorted(findings, key=_gravest_first)
    wanted = around(instance, gravest)
    shown = sorted(wanted[:MOST_CAMPAIGNS], key=_by_place)
    return Context(
        exports=tuple(map(_export, instance.markers)),
        newest_change=_newest_change(instance),
        campaigns=tuple(map(in_words, shown)),
        campaigns_left_out=max(0, len(wanted) - MOST_CAMPAIGNS),
        pictures=draw(instance, gravest),
    )


def _gravest_first(standing: RuleFinding) -> tuple[int, str]:
    return SEVERITIES.index(standing.severity), standing.fingerprint


def _by_place(campaign: SmartCampaign) -> tuple[str, str, int]:
    return campaign.program_name or "", campaign.name, campaign.id


def _export(marker: InstanceMarker) -> Export:
    return Export(
        instance=marker.instance or "",
        exported_at=_moment(marker.exported_at or ""),
        is_complete=marker.complete,
        is_scoped=any((marker.scope or {}).values()),
        missing=len(marker.missing or ()),
    )


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|\+00:?00)?)?")


def _moment(text: str) -> str:
    """Return a date or time as the export writes it; "" for any other text."""
    return text if _MOMENT.fullmatch(text) else ""


def _newest_change(instance: Instance) -> str:
    days = (campaign.updated_on for campaign in instance.campaigns)
    return max((day.isoformat() for day in days if day is not None), default="")
