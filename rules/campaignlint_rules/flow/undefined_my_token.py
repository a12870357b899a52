"""My Tokens that nobody defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Confidence, Finding, Instance, SmartCampaign

_CALLERS = 100
"""How many callers of an executable campaign are asked for a token."""


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=(sources.MYTOK, sources.EXEC),
)
def undefined_my_token(instance: Instance) -> Iterator[Finding]:
    """A flow step uses a My Token that is not defined.

    Silent where the tokens of the campaign's program and folders were not exported, on tokens that
    bring a default along, and on campaigns that the API can start with values of its own: those
    that it can request, and batch campaigns without a recurrence. An executable campaign may also
    see the tokens of callers that pass their context on; a token that its caller defines but does
    not pass on is left to token-context-dropped. Where a folder above the campaign is not in the
    export, the confidence is lower.

    ## Why

    A campaign sees the My Tokens of its program and of the folders above it. A token that none of
    them defines has no value to put into the step.

    ## How to fix

    Correct the token's name, define it in the program or a folder above, or give it a default:
    `{{my.Content Type:default=PDF}}`.
    """
    for step in instance.steps_with_tokens("my"):
        campaign = step.campaign
        undefined = [
            token
            for token in step.tokens("my")
            if not token.has_default and campaign.my_token(token.name) is None
        ]
        if undefined and not campaign.knows_my_tokens:
            campaign.not_checked()
            continue
        missing = [token.text for token in undefined if not _is_given(campaign, token.name)]
        if missing:
            yield step.finding(
                f"{' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} no value: "
                f"{_whose(campaign)} {'it' if len(missing) == 1 else 'them'}",
                help="correct the name, define it there, or give it a default",
                confidence=_confidence(campaign),
            )


def _is_given(campaign: SmartCampaign, name: str) -> bool:
    """Whether who starts the campaign may bring a value for the token along."""
    asked = [campaign]
    seen = {campaign.id}
    for each in asked:
        if _defines_or_may_be_given(each, name):
            return True
        for call in each.executed_by if each.is_executable else ():
            passes_on = call.choice.uses_parent_context is not False
            if not passes_on and each is campaign and call.caller.my_token(name) is not None:
                return True
            if passes_on and call.caller.id not in seen:
                seen.add(call.caller.id)
                asked.append(call.caller)
            if len(seen) > 1 + _CALLERS:
                campaign.not_checked()
                return True
    return False


def _defines_or_may_be_given(campaign: SmartCampaign, name: str) -> bool:
    if campaign.may_be_given_tokens or not campaign.knows_my_tokens:
        return True
    may_be_executed = campaign.instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    is_executed_by_others = campaign.id in may_be_executed or not campaign.executed_by
    return campaign.my_token(name) is not None or (campaign.is_executable and is_executed_by_others)


def _confidence(campaign: SmartCampaign) -> Confidence:
    """Lower where a folder that may define the token was not exported."""
    knows_folders = campaign.instance.is_complete or campaign.has_all_folders
    return "likely" if knows_folders else "heuristic"


def _whose(campaign: SmartCampaign) -> str:
    """Who does not define the token, up to the verb."""
    above = "folder above it defines"
    if campaign.program_name:
        above = f"program '{campaign.program_name}' nor a folder above it"
        if campaign.is_executable:
            return f"neither {above} nor a caller that passes its context defines"
        return f"neither {above} defines"
    return f"no {above}"
