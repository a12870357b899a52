"""Program, member and My Tokens in campaigns outside programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.token_context import is_given, missing_my_tokens
from campaignlint_rules.wording import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=(sources.MEMBER_TOKENS, sources.TOKENS_OVERVIEW, sources.MY_TOKENS),
)
def token_outside_program(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A campaign outside any program uses tokens of a program.

    Checks `{{program.…}}` and `{{member.…}}`, and `{{my.…}}` if no folder above defines it. Not
    reported if the token has a default everywhere in the step, or if something may bring a value: a
    caller in a program that passes its token context to an executable campaign or, for My Tokens,
    the API. A My Token that a caller defines but does not pass is covered by
    `token-context-dropped`. If a folder above the campaign is not in the export, the confidence is
    lower.

    ## Why

    The tokens of a program, of its members, and its My Tokens have values only in the program. In
    a campaign outside programs they are empty.

    ## How to fix

    Move the campaign into a program, define the My Token in a folder above it, or give the token a
    default: `{{program.Name:default=Website}}`.
    """
    campaign = step.campaign
    if campaign.program_id is not None:
        return
    tokens = [
        token.text
        for kind in ("program", "member")
        for token in step.tokens(kind)
        if not token.has_default
    ]
    if not campaign.folders:
        if tokens or step.tokens("my"):
            yield campaign.not_checked("the folders above")
        return
    if tokens and is_given(campaign, _is_in_program):
        tokens = []
    undefined, unknown = missing_my_tokens(step)
    if unknown:
        yield campaign.not_checked(unknown)
    missing = tokens + undefined
    if missing:
        knows_folders = campaign.instance.is_complete or campaign.has_all_folders
        yield step.finding(
            f"{join_names(missing, 'tokens')} {'has' if len(missing) == 1 else 'have'} no value: "
            f"{_reasons(campaign, undefined)}",
            help="move it into a program, or give the token a default",
            confidence="likely" if knows_folders else "heuristic",
        )


def _is_in_program(campaign: SmartCampaign) -> bool:
    return campaign.program_id is not None or not campaign.folders


def _reasons(campaign: SmartCampaign, my_tokens: list[str]) -> str:
    """Return the places that could bring a value, and do not."""
    reasons = [f"{campaign} is outside any program"]
    if my_tokens:
        reasons.append(f"no folder above it defines {join_names(my_tokens, 'tokens')}")
    if campaign.is_executable:
        reasons.append("no caller passes a value")
    return join_names(reasons, "reasons")
