"""References to programs, lists and emails that are not in the export."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import asset_references, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint import AssetReference, Finding, Instance, NotChecked

_MAX_UNKNOWN = 3
"""The number of names of a kind that may be unknown even if more are unknown than known."""

_ALWAYS_EXPORTED = ("program", "smart list")
"""The kinds of assets of which an export without any is incomplete."""


@rule(
    severity="warning",
    confidence="likely",
    category="reference",
    since="0.1",
    source=(sources.CAMPAIGN_CHECKLIST, sources.REST_SMART_LISTS),
)
def unknown_asset(instance: Instance) -> Iterator[Finding | NotChecked]:
    """A program, smart list, static list, or email that is referenced does not exist.

    Checks filters and conditions of choices on members of lists and programs, triggers on their
    changes, and flow steps that name one of them or an email. Tokens and Marketo's system smart
    lists are not reported, nor are filters that Marketo itself marks with an error.

    Checks only exports that are known to be complete, and only the kinds of assets in the export.
    `pull` downloads programs and smart lists. To check static lists and emails too, add the API's
    responses about them to the folder. A kind of which most referenced names are missing was
    probably not exported completely, and is not checked.

    ## Why

    Marketo keeps a reference up to date if its asset is renamed, but not if the asset was deleted,
    or if the campaign came from another instance. A filter on a list that is gone is invalid, and a
    flow step has nothing to act on.

    ## How to fix

    Select the asset again, or remove the filter or step.
    """
    exported = [kind for kind, names in instance.asset_names.items() if names]
    known = defaultdict(set)
    unknown = defaultdict(list)
    for reference in asset_references(instance, {*exported, *_ALWAYS_EXPORTED}):
        if reference.is_known:
            known[reference.kind].add(reference.text)
        else:
            unknown[reference.kind].append(reference)
    for kind, references in unknown.items():
        names = instance.asset_names[kind]
        if not instance.is_complete or not names or _are_most(references, known[kind]):
            yield from (
                reference.asset.not_checked(f"the {kind} that it names") for reference in references
            )
            continue
        for reference in references:
            nearest = names.nearest(reference.text)
            yield reference.place.finding(
                f"{reference.asset} references {kind} '{reference.text}', but no such {kind} "
                "exists",
                help=f"did you mean '{nearest}'?" if nearest else f"select the {kind} again",
            )


def _are_most(unknown: Iterable[AssetReference], names: Iterable[str]) -> bool:
    """Return whether so many names are unknown that their assets were probably not exported."""
    missing = {marketo.fold_reference(reference.text) for reference in unknown}
    present = {marketo.fold_reference(text) for text in names} - missing
    return len(missing) > max(_MAX_UNKNOWN, len(present))
