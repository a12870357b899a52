"""Execute Campaign steps that lead to a campaign which is not executable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, SmartCampaign


@rule(
    severity="error", confidence="likely", category="executable", since="0.1", source=sources.EXEC
)
def execute_target_not_executable(instance: Instance) -> Iterator[Finding]:
    """A campaign executes one that is active, scheduled or a system campaign.

    ## Why

    An executable campaign is never activated or scheduled, so its target is none. Most often a
    clone lost the Executable tick, which Marketo asks for anew each time a campaign is cloned.

    ## How to fix

    Clone the target again with Executable ticked and call the clone, or call the target with
    Request Campaign.
    """
    for campaign in instance.campaigns:
        for call in campaign.calls_out:
            if call.kind == marketo.EXECUTE_CAMPAIGN and call.target.executable_conflict:
                yield call.choice.finding(
                    f"{call.caller} executes {call.target}, which is no executable campaign: "
                    f"{_evidence(call.target)}",
                    help=_remedy(call.target),
                    related=[call.target.related("the campaign that is executed")],
                )


def _remedy(target: SmartCampaign) -> str:
    """What to do; Marketo clones no campaign with triggers into an executable one."""
    if target.has_triggers:
        return "use Request Campaign, or build an executable campaign of the same steps"
    return f"clone {target} with Executable ticked, or use Request Campaign"


def _evidence(target: SmartCampaign) -> str:
    return f"{target.executable_conflict}, and executables never are"
