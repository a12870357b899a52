"""Dots in names that make a reference ambiguous."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint import Choice, Finding, Instance, Program, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="governance",
    profile="strict",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.RENAME_ASSET),
    requires="flow",
)
def dot_in_name(instance: Instance) -> Iterator[Finding]:
    """A dot in the name of a program or campaign makes a reference ambiguous.

    ## Why

    An export refers to a step's target as `Program.Campaign`. If either name contains a dot, two
    campaigns can share the same text: `A.B.C` is campaign `C` of program `A.B` and campaign `B.C`
    of program `A`.

    ## How to fix

    Replace the dot with another character. Marketo does not rename an asset that a smart list or
    flow references: remove the reference first, and select the campaign again afterwards.
    """
    by_full_name: dict[str, list[SmartCampaign]] = defaultdict(list)
    for campaign in instance.campaigns:
        by_full_name[marketo.fold_name(campaign.full_name)].append(campaign)
    choices_by_text: dict[str, list[Choice]] = defaultdict(list)
    for reference in instance.references:
        choices_by_text[marketo.fold_name(reference.text)].append(reference.choice)
    for text, choices in choices_by_text.items():
        candidates = by_full_name.get(text, [])
        paths = dict.fromkeys(f"'{campaign.path_text}'" for campaign in candidates)
        if len({marketo.fold_name(path) for path in paths}) > 1:
            for kind, asset in _with_dot(candidates):
                yield asset.finding(
                    f"the dot in the name of {kind} {asset} makes the reference "
                    f"'{candidates[0].full_name}' ambiguous: {' or '.join(paths)}",
                    help="replace the dot with another character",
                    related=[choice.related("referenced here") for choice in choices],
                )


def _with_dot(campaigns: Iterable[SmartCampaign]) -> Iterator[tuple[str, Program | SmartCampaign]]:
    """Yield each program and campaign whose own name contains a dot, with its kind."""
    seen = set()
    for campaign in campaigns:
        program = campaign.program
        if program is not None and "." in program.name and program.id not in seen:
            seen.add(program.id)
            yield "program", program
        if "." in campaign.name:
            yield "campaign", campaign
