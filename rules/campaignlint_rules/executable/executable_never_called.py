"""Executable campaigns that nobody executes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="executable",
    profile="strict",
    since="0.1",
    source=sources.EXEC,
)
def executable_never_called(instance: Instance) -> Iterator[Finding]:
    """Nobody executes an executable campaign.

    Judged only in a complete export with all flows: elsewhere the caller may just not have been
    exported. A campaign is known as executable without a caller by the configuration's patterns or
    by its own record.

    ## Why

    An executable campaign runs only when another campaign executes it, so this one never runs. A
    Request Campaign step does not start it.

    ## How to fix

    Delete or archive it, or add the Execute Campaign step that is missing. Where it is no
    executable campaign, mend the pattern that says so.
    """
    may_be_executed = instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    for campaign in instance.executables:
        if campaign.executed_by:
            continue
        if not instance.knows_every_call or campaign.id in may_be_executed:
            campaign.not_checked()
            continue
        yield campaign.finding(
            f"{campaign} is an executable campaign ({campaign.executable_reason}), but no "
            "campaign executes it: it never runs",
            help="delete it, or call it with Execute Campaign",
            related=campaign.requested_by,
        )
