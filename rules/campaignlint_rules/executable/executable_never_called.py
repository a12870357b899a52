"""Executable campaigns that nobody executes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
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

    An executable campaign runs only when another campaign calls it, so this one never runs.

    ## How to fix

    Delete or archive it, or add the Execute Campaign step that is missing. Where it is no
    executable campaign, mend the pattern that says so.
    """
    for campaign in instance.executables:
        if campaign.calls_in:
            continue
        if not instance.knows_every_call or campaign.id in instance.may_be_called:
            campaign.not_judged()
            continue
        yield campaign.finding(
            f"{campaign} is an executable campaign ({campaign.executable_because}), but no "
            "campaign executes it: it never runs",
            help="delete it, or call it with Execute Campaign",
        )
