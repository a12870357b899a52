"""Steps that name a campaign which is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="error",
    category="reference",
    since="0.1",
    source=(sources.EXEC, sources.REQ),
)
def unknown_campaign(instance: Instance) -> Iterator[Finding]:
    """A step executes or requests a campaign that is not in the export.

    In an export that is known to be complete the campaign does not exist in Marketo, which is an
    error. An API user sees only its own workspaces, so in any other export the campaign may just
    not have been exported: that is a note, under profile strict and above, and always counted in
    the coverage.

    ## Why

    A step whose campaign was deleted or renamed calls nothing; people go on to the next step.

    ## How to fix

    Choose the campaign anew in the flow step, or remove the step. Say `complete = true` in the
    configuration when the export holds every campaign of the instance.
    """
    for reference in instance.references:
        if not reference.resolution.is_absent:
            continue
        verb = "executes" if reference.kind == "Execute Campaign" else "requests"
        what = f"{reference.choice.campaign} {verb} '{reference.text}'"
        if instance.is_complete:
            nearest = instance.resolver.nearest_name(reference.text)
            yield reference.choice.finding(
                f"{what}, but there is no such campaign: the step calls nothing",
                help=f"did you mean '{nearest}'?" if nearest else "select the campaign again",
            )
        else:
            yield reference.choice.finding(
                f"{what}, which is not in this export: the call is not judged",
                help="export it too, or say complete = true when nothing is missing",
                severity="note",
                profile="strict",
            )
