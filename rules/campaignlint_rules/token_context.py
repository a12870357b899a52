"""Tokens that have no value in a campaign, nor from its callers or the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaignlint import FlowStep, SmartCampaign

_MAX_CALLERS = 100
"""The number of callers of an executable campaign that are searched for a token."""


def missing_my_tokens(step: FlowStep) -> tuple[list[str], str]:
    """Return the My Tokens of a step without a value, and the missing data if some are unknown.

    A token that a caller defines but does not pass has a value: `token-context-dropped` reports it.
    """
    campaign = step.campaign
    undefined = [
        token
        for token in step.tokens("my")
        if not token.has_default and campaign.my_token(token.name) is None
    ]
    if not undefined:
        return [], ""
    if not campaign.knows_my_tokens:
        return [], "the My Tokens of its program and folders"
    given = {token.text: _is_my_token_given(campaign, token.name) for token in undefined}
    missing = [text for text, is_given in given.items() if is_given is False]
    return missing, "whether the campaign is started with token values" * (None in given.values())


def is_given(
    campaign: SmartCampaign, has_value: Callable[[SmartCampaign], bool | None]
) -> bool | None:
    """Return whether a campaign has a value, or a caller that passes its token context.

    None if that is unknown. `has_value` says it of one campaign without its callers.
    """
    worklist = [campaign]
    seen = {campaign.id}
    answer: bool | None = False
    for each in worklist:
        given = _may_have_other_callers(each) or has_value(each)
        if given:
            return True
        if given is None:
            answer = None
        for call in each.executed_by if each.is_executable else ():
            if call.choice.uses_parent_context is not False and call.caller.id not in seen:
                seen.add(call.caller.id)
                worklist.append(call.caller)
            if len(seen) > 1 + _MAX_CALLERS:
                return None
    return answer


def _may_have_other_callers(campaign: SmartCampaign) -> bool:
    may_be_executed = campaign.instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    is_executed_by_others = campaign.id in may_be_executed or not campaign.executed_by
    return campaign.is_executable and is_executed_by_others


def _is_my_token_given(campaign: SmartCampaign, name: str) -> bool | None:
    def has_value(each: SmartCampaign) -> bool | None:
        if not each.knows_my_tokens or each.my_token(name) is not None:
            return True
        return each.can_be_given_tokens

    return _is_dropped(campaign, name) or is_given(campaign, has_value)


def _is_dropped(campaign: SmartCampaign, name: str) -> bool:
    """Return whether a caller defines a My Token and does not pass its token context."""
    return any(
        call.choice.uses_parent_context is False and call.caller.my_token(name) is not None
        for call in (campaign.executed_by if campaign.is_executable else ())
    )
