"""References to campaigns that are not in the export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Reference


@rule(
    severity="error",
    category="reference",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.REQUEST_CAMPAIGN),
)
def unknown_campaign(reference: Reference) -> Iterator[Finding]:
    """A step executes or requests a campaign that is not in the export.

    If the export is known to be complete, the campaign does not exist in Marketo, which is an
    error. An API user sees only its own workspaces, so in any other export the campaign may simply
    not have been exported: the finding is then a note, reported with profile `strict` and above,
    and always counted in the coverage.

    ## Why

    A step whose campaign was deleted or renamed does nothing; people continue with the next step.

    ## How to fix

    Select the campaign again in the flow step, or remove the step. Set `complete = true` in the
    configuration if the export contains every campaign of the instance.
    """
    if not reference.resolution.is_absent:
        return
    instance = reference.choice.campaign.instance
    if instance.is_complete:
        nearest = instance.resolver.nearest_name(reference.text)
        yield reference.choice.finding(
            f"{reference}, but no such campaign exists; the step does nothing",
            help=f"did you mean '{nearest}'?" if nearest else "select the campaign again",
        )
    else:
        yield reference.choice.finding(
            f"{reference}, which is not in this export; the call is not checked",
            help="export it too, or set complete = true if nothing is missing",
            severity="note",
            profile="strict",
        )
