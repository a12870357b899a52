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
    source=(sources.EXEC, sources.RENAME),
)
def dot_in_name(instance: Instance) -> Iterator[Finding]:
    """A dot in the name of a program or campaign makes a reference ambiguous.

    ## Why

    An export names the target of a step as `Program.Campaign`. Where one of the two names has a dot
    itself, two campaigns may go by the same text: `A.B.C` is campaign `C` of program `A.B`, and
    campaign `B.C` of program `A`.

    ## How to fix

    Put another sign in place of the dot. Marketo renames nothing that a smart list or flow refers
    to: take the reference out first, and choose the campaign anew afterwards.
    """
    by_full_name: dict[str, list[SmartCampaign]] = defaultdict(list)
    for campaign in instance.campaigns:
        by_full_name[marketo.fold_name(campaign.full_name)].append(campaign)
    named: dict[str, list[Choice]] = defaultdict(list)
    for reference in instance.references:
        named[marketo.fold_name(reference.text)].append(reference.choice)
    for text, choices in named.items():
        meant = by_full_name.get(text, [])
        ways = dict.fromkeys(f"'{campaign.path_text}'" for campaign in meant)
        if len({marketo.fold_name(way) for way in ways}) > 1:
            for asset in _with_dot(meant):
                yield asset.finding(
                    f"the dot in the name of {asset} makes '{meant[0].full_name}' ambiguous: it "
                    f"may be {' or '.join(ways)}",
                    help="put another sign in place of the dot",
                    related=[choice.related("named here") for choice in choices],
                )


def _with_dot(campaigns: Iterable[SmartCampaign]) -> Iterator[Program | SmartCampaign]:
    """The programs and campaigns whose own name has a dot, each once."""
    seen = set()
    for campaign in campaigns:
        program = campaign.program
        if program is not None and "." in program.name and program.id not in seen:
            seen.add(program.id)
            yield program
        if "." in campaign.name:
            yield campaign
