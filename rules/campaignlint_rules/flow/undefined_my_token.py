"""My Tokens that are not defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.token_context import missing_my_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Confidence, Finding, FlowStep, NotChecked, SmartCampaign


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
    caller defines but does not pass is covered by `token-context-dropped`, and campaigns outside
    programs by `token-outside-program`. If a folder above the campaign is not in the export, the
    confidence is lower.

    ## Why

    A campaign sees the My Tokens of its program and of the folders above it. A token that none of
    them defines has no value in the step.

    ## How to fix

    Fix the token's name, define it in the program or a folder above it, or give it a default:
    `{{my.Content Type:default=PDF}}`.
    """
    campaign = step.campaign
    if campaign.program_id is None:
        return
    missing, unknown = missing_my_tokens(step)
    if unknown:
        yield campaign.not_checked(unknown)
    if missing:
        yield step.finding(
            f"{' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} no value: "
            f"not defined {_where(campaign)}",
            help="fix the name, define the token there, or give it a default",
            confidence=_confidence(campaign),
        )


def _confidence(campaign: SmartCampaign) -> Confidence:
    """Return a lower confidence if a folder that may define the token was not exported."""
    knows_folders = campaign.instance.is_complete or campaign.has_all_folders
    return "likely" if knows_folders else "heuristic"


def _where(campaign: SmartCampaign) -> str:
    """Return the places that could define the token."""
    program = f"program '{campaign.program_name}'" if campaign.program_name else "its program"
    where = f"in {program} or a folder above it"
    if campaign.is_executable:
        return f"{where}, nor by a caller that passes its token context"
    return where
