"""My Tokens that are not defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Confidence, Finding, FlowStep, NotChecked, SmartCampaign

_MAX_CALLERS = 100
"""The number of callers of an executable campaign that are searched for a token."""


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=(sources.MY_TOKENS, sources.EXECUTE_CAMPAIGN),
)
def undefined_my_token(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A flow step uses an undefined My Token.

    Not reported if the tokens of the campaign's program and folders were not exported, if the token
    has a default everywhere in the step, or if the API can start the campaign with its own token
    values (campaigns it can request, and batch campaigns without a recurrence). A trigger campaign
    is not checked if the export does not say whether the API can request it. An executable
    campaign may also see the tokens of callers that pass their token context; a token that the
    caller defines but does not pass is covered by `token-context-dropped`. If a folder above the
    campaign is not in the export, the confidence is lower.

    ## Why

    A campaign sees the My Tokens of its program and of the folders above it. A token that none of
    them defines has no value in the step.

    ## How to fix

    Fix the token's name, define it in the program or a folder above it, or give it a default:
    `{{my.Content Type:default=PDF}}`.
    """
    campaign = step.campaign
    undefined = [
        token
        for token in step.tokens("my")
        if not token.has_default and campaign.my_token(token.name) is None
    ]
    if not undefined:
        return
    if not campaign.knows_my_tokens:
        yield campaign.not_checked("the My Tokens of its program and folders")
        return
    given = {token.text: _is_given(campaign, token.name) for token in undefined}
    if None in given.values():
        yield campaign.not_checked("whether the campaign is started with token values")
    missing = [text for text, is_given in given.items() if is_given is False]
    if missing:
        yield step.finding(
            f"{' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} no value: "
            f"not defined {_where(campaign)}",
            help="fix the name, define the token there, or give it a default",
            confidence=_confidence(campaign),
        )


def _is_given(campaign: SmartCampaign, name: str) -> bool | None:
    """Return whether whatever starts the campaign may bring a value; None if that is unknown."""
    asked = [campaign]
    seen = {campaign.id}
    answer: bool | None = False
    for each in asked:
        given = _is_given_to(each, name)
        if given:
            return True
        if given is None:
            answer = None
        for call in each.executed_by if each.is_executable else ():
            passes_on = call.choice.uses_parent_context is not False
            if not passes_on and each is campaign and call.caller.my_token(name) is not None:
                return True
            if passes_on and call.caller.id not in seen:
                seen.add(call.caller.id)
                asked.append(call.caller)
            if len(seen) > 1 + _MAX_CALLERS:
                return None
    return answer


def _is_given_to(campaign: SmartCampaign, name: str) -> bool | None:
    if not campaign.knows_my_tokens or campaign.my_token(name) is not None:
        return True
    may_be_executed = campaign.instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    is_executed_by_others = campaign.id in may_be_executed or not campaign.executed_by
    if campaign.is_executable and is_executed_by_others:
        return True
    return campaign.can_be_given_tokens


def _confidence(campaign: SmartCampaign) -> Confidence:
    """Return a lower confidence if a folder that may define the token was not exported."""
    knows_folders = campaign.instance.is_complete or campaign.has_all_folders
    return "likely" if knows_folders else "heuristic"


def _where(campaign: SmartCampaign) -> str:
    """Return the places that could define the token."""
    if not campaign.program_name:
        return "in a folder above the campaign"
    where = f"in program '{campaign.program_name}' or a folder above it"
    if campaign.is_executable:
        return f"{where}, nor by a caller that passes its token context"
    return where
