"""Executable campaigns that call, or are called by, one of the wrong tier."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

from campaignlint import execute_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint import Call, Finding, Instance, SmartCampaign

_HIGHEST, _MIDDLE, _LOWEST = 1, 2, 3


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    profile="audit",
    since="0.1",
    source=sources.TIER,
)
def executable_tier(instance: Instance, *, tiers: tuple[str, ...] = ()) -> Iterator[Finding]:
    """A call between executable campaigns goes against their tiers.

    A tier 1 campaign is executed by no executable, a tier 2 campaign by none of tier 2, and one of
    tier 3 executes nothing. The rule is off while no tiers are configured.

    ## Why

    Marketo nests executable campaigns three levels deep. Where each campaign has a tier, and calls
    lead to lower tiers only, no chain can become longer, whoever adds a call.

    ## How to fix

    Execute the campaign from a higher tier, or move what it does into one of a lower tier.

    ## Options

    - tiers: a pattern for the names of each tier, the highest first, such as
      `["EX1 *", "EX2 *", "EX3 *"]`.
    """
    globs = (fnmatch.translate(marketo.compose_name(glob)) for glob in tiers)
    patterns = [re.compile(glob, re.IGNORECASE) for glob in globs]
    for call in execute_graph(instance).calls if patterns else ():
        fault = _fault(call, patterns)
        if fault:
            yield call.choice.finding(
                f"{call.caller} executes {call.target}, but {fault}",
                help="execute it from a higher tier, or move what it does to a lower one",
                related=[call.target.related("the campaign that is executed")],
                confidence=call.confidence,
            )


def _fault(call: Call, patterns: Sequence[re.Pattern[str]]) -> str:
    caller, target = _tier(call.caller, patterns), _tier(call.target, patterns)
    if caller == _LOWEST:
        return f"{call.caller} is of tier 3, which executes nothing"
    if target == _HIGHEST and call.caller.is_executable:
        return f"{call.target} is of tier 1, which no executable campaign executes"
    if caller == target == _MIDDLE:
        return "both are of tier 2"
    return ""


def _tier(campaign: SmartCampaign, patterns: Sequence[re.Pattern[str]]) -> int | None:
    for tier, pattern in enumerate(patterns, 1):
        names = map(marketo.compose_name, (campaign.name, campaign.full_name))
        if any(map(pattern.match, names)):
            return tier
    return None
