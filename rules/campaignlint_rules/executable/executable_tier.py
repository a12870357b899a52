"""Calls between executable campaigns that violate their tiers."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint import Call, Finding, SmartCampaign

_HIGHEST, _MIDDLE, _LOWEST = 1, 2, 3


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    profile="audit",
    since="0.1",
    source=sources.EXECUTABLE_TIERS,
)
def executable_tier(call: Call, *, tiers: tuple[str, ...] = ()) -> Iterator[Finding]:
    """A call between executable campaigns violates their tiers.

    Tier 1 campaigns must not be executed by executable campaigns, tier 2 campaigns must not be
    executed by tier 2 campaigns, and tier 3 campaigns must not execute anything. The rule is off
    until tiers are configured.

    ## Why

    Marketo nests executable campaigns three levels deep. If every campaign has a tier and calls
    only lower tiers, no chain can become longer, no matter who adds a call.

    ## How to fix

    Execute the campaign from a higher tier, or move its steps into a lower-tier campaign.

    ## Options

    - tiers: name patterns of the tiers, highest first, such as `["EX1 *", "EX2 *", "EX3 *"]`.
    """
    violation = _violation(call, tiers) if tiers and call.is_execution else ""
    if violation:
        yield call.choice.finding(
            f"{call}, but {violation}",
            help="execute it from a higher tier, or move its steps to a lower one",
            related=[call.target.related("executed campaign")],
            confidence=call.confidence,
        )


def _violation(call: Call, patterns: Sequence[str]) -> str:
    caller, target = _tier(call.caller, patterns), _tier(call.target, patterns)
    if caller == _LOWEST:
        return f"{call.caller} is tier 3, which must not execute other campaigns"
    if target == _HIGHEST and call.caller.is_executable:
        return f"{call.target} is tier 1, which executable campaigns must not execute"
    return "both are tier 2" if caller == target == _MIDDLE else ""


def _tier(campaign: SmartCampaign, patterns: Sequence[str]) -> int | None:
    names = [marketo.fold_name(campaign.name), marketo.fold_name(campaign.full_name)]
    for tier, pattern in enumerate(patterns, 1):
        if any(fnmatchcase(name, marketo.fold_name(pattern)) for name in names):
            return tier
    return None
