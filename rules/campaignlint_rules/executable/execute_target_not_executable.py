"""Execute Campaign steps whose target is not executable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding


@rule(
    severity="error",
    confidence="likely",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
)
def execute_target_not_executable(call: Call) -> Iterator[Finding]:
    """A campaign executes a campaign that is active, scheduled, or a system campaign.

    ## Why

    An executable campaign is never activated or scheduled, so the target is not one. Usually the
    target is a clone that lost the **Executable** setting, which must be selected again each time a
    campaign is cloned.

    ## How to fix

    Clone the target again with **Executable** selected, and execute the clone. Marketo does not
    clone a campaign with triggers into an executable one: create a new one with the same steps, or
    call the target with Request Campaign if it has the Campaign is Requested trigger.
    """
    conflict = call.target.executable_conflict
    if conflict and call.kind == marketo.EXECUTE_CAMPAIGN:
        yield call.choice.finding(
            f"{call}, which is not an executable campaign because {conflict}",
            help=_help(call),
            related=[call.target.related("executed campaign")],
        )


def _help(call: Call) -> str:
    target = call.target
    steps = "the same steps"
    if target.has_flow and not advice.fits_executable(target):
        steps += " except Wait and Call Webhook"
    if target.has_triggers is not False:  # Marketo does not clone these into executable campaigns
        create = f"execute a new executable campaign with {steps}"
        return f"use Request Campaign, or {create}" if target.can_be_requested else create
    clone = f"clone {target} with Executable selected"
    if advice.is_across_workspaces(call):
        clone = advice.clone_into_workspace(call)
    return f"{clone}, and execute the clone"
