"""Diagrams of callers and callees on the HTML page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaignlint.drawing.diagram import Diagram
    from campaignlint.drawing.legend import LegendEntry
    from campaignlint.report.context import Context
    from campaignlint.report.html.findings import Item

_MAX_NAMED = 3
"""The number of campaigns in the title of a diagram."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram of callers and callees, and the findings in it."""

    number: int
    subject: str
    """The campaigns with findings."""
    title: str
    svg: str
    legend: Sequence[LegendEntry]
    findings: tuple[Item, ...]


def draw_figures(context: Context, items: Iterable[Item]) -> Iterator[Figure]:
    """Draw the diagrams of findings."""
    from campaignlint.drawing import svg
    from campaignlint.drawing.legend import legend

    by_diagram: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.diagram is not None:
            by_diagram[item.diagram].append(item)
    on_page = {summary.campaign.id for summary in context.campaigns}
    for number, each in enumerate(context.diagrams.neighborhoods, 1):
        if number in by_diagram:
            subject = _subject(by_diagram[number])
            title = f"Callers and callees of {subject}"
            image = svg.render(
                _link_nodes(each.diagram, on_page),
                title=title,
                prefix=f"diagram-{number}-",
                with_style=False,
            )
            entries = legend(each.diagram)
            yield Figure(number, subject, title, image, entries, tuple(by_diagram[number]))


def _subject(items: Iterable[Item]) -> str:
    """Return `Program > A, B and 3 more campaigns`, or each campaign with its program."""
    campaigns = list(dict.fromkeys(each for item in items if (each := item.finding.campaign)))
    if not campaigns:
        return "findings"
    is_one_program = len({campaign.program for campaign in campaigns}) == 1
    names = [campaign.name if is_one_program else campaign.path for campaign in campaigns]
    if len(names) > _MAX_NAMED:
        names[_MAX_NAMED:] = [pluralize(len(names) - _MAX_NAMED, "more campaign")]
    program = campaigns[0].program if is_one_program else None
    return f"{program} > {format_list(names)}" if program else format_list(names)


def _link_nodes(diagram: Diagram, on_page: set[int]) -> Diagram:
    """Link the campaigns in a diagram to their descriptions."""
    nodes = (
        replace(node, link=f"#campaign-{node.id}") if node.id in on_page else node
        for node in diagram.nodes
    )
    return replace(diagram, nodes=tuple(nodes))
