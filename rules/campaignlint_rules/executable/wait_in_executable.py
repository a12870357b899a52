"""Wait steps in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="executable", since="0.1", source=sources.EXEC)
def wait_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign has a Wait step.

    ## Why

    A caller waits until the campaign that it executes has ended, so Marketo supports no Wait step
    in an executable campaign, and says that it never will. The campaign saves all the same.

    ## How to fix

    Move the Wait into the caller, before or after its Execute Campaign step. Where the pause must
    stay, call the campaign with Request Campaign: it then runs beside its caller, and may wait.
    """
    for campaign in instance.executables:
        for step in campaign.steps(marketo.WAIT):
            yield step.finding(
                f"{campaign} waits, but it is an executable campaign "
                f"({campaign.executable_reason}): Marketo supports no Wait step there",
                help="call it with Request Campaign, or move the wait into the caller",
                related=campaign.executed_by,
            )
