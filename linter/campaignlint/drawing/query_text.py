"""Results of queries and counts as lines of text, below the trees in a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.sites import format_sites
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.drawing.labels import verb_of
from campaignlint.model.calls import VERBS
from campaignlint.text import escape_ci_commands, escape_control_characters, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from campaignlint.drawing.cascades import CascadeSummary
    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.drawing.queries import By, Dependents, Outside, Paths
    from campaignlint.model.finding import CampaignName

_MAX_LISTED = 8


def describe_dependents(dependents: Dependents) -> Iterator[str]:
    """Describe the campaigns that depend on a campaign."""
    name = _quote(dependents.campaign)
    if not dependents.callers:
        yield f"No campaign in this export {_CALLS[dependents.by]} {name}."
    else:
        calls = " and ".join(
            pluralize(number, f"{kind} call")
            for number, kind in (
                (dependents.executes, "Execute Campaign"),
                (dependents.requests, "Request Campaign"),
            )
            if number
        )
        reach = "reaches" if dependents.callers == 1 else "reach"
        yield f"{pluralize(dependents.callers, 'campaign')} {reach} {name}."
        yield f"Direct callers: {dependents.direct:,}, by {calls}."
        kinds = _describe_entry_points(dependents)
        yield f"Entry points, which no campaign calls: {dependents.entry_points:,}{kinds}."
        yield f"Programs: {_names(dependents.programs)}."
        yield f"Workspaces: {_names(dependents.workspaces)}."
        if dependents.shown_below is not None:
            yield f"Shows only campaigns that {_quote(dependents.shown_below)} reaches."
    if dependents.ambiguous:
        calls_of = [
            f"{escape_control_characters(call.caller.name)} {format_sites((call.site,))}"
            for call in dependents.ambiguous
        ]
        yield (
            f"Ambiguous: {pluralize(len(calls_of), 'call')} by a name that matches other campaigns "
            f"too: {_join(calls_of)}."
        )
    if dependents.references:
        places = [
            escape_control_characters(
                f"{reference.place} ({reference.text})" if reference.text else reference.place
            )
            for reference in dependents.references
        ]
        yield f"Also referenced by: {_join(places)}."
    if dependents.without_flow:
        flows = pluralize(dependents.without_flow, "campaign")
        yield f"Unknown: the calls of {flows} whose flow was not exported."
    if not dependents.is_complete:
        yield "Campaigns that are not in this export might call it too."


_CALLS: Mapping[By, str] = {
    "any": "calls",
    "execute": VERBS[marketo.EXECUTE_CAMPAIGN].active,
    "request": VERBS[marketo.REQUEST_CAMPAIGN].active,
}


def _describe_entry_points(dependents: Dependents) -> str:
    parts = []
    if dependents.active_triggers:
        parts.append(pluralize(dependents.active_triggers, "active trigger campaign"))
    if dependents.scheduled_batches:
        parts.append(
            pluralize(dependents.scheduled_batches, "scheduled batch", "scheduled batches")
        )
    if rest := dependents.entry_points - dependents.active_triggers - dependents.scheduled_batches:
        parts.append(f"{rest:,} neither active nor scheduled")
    return f" ({', '.join(parts)})" if parts else ""


_BY: Mapping[By, str] = {
    "any": "By all calls",
    "execute": "By Execute Campaign only",
    "request": "By Request Campaign only",
}


def describe_paths(paths: Paths, diagram: Diagram) -> Iterator[str]:
    """Describe a shortest path by each kind of call."""
    nodes = {node.id: node for node in diagram.nodes}
    start, end = _quote(paths.start), _quote(paths.end)
    if not any(paths.shortest.values()):
        yield f"{start} does not reach {end} by the calls in this export."
        return
    yield f"{start} reaches {end}."
    seen: list[tuple[Edge, ...]] = []
    for by, path in paths.shortest.items():
        if not path:
            yield f"{_BY[by]}: no path."
        elif path in seen:
            yield f"{_BY[by]}: the same path."
        else:
            seen.append(path)
            yield f"{_BY[by]}: {pluralize(len(path), 'call')}."
            yield from (f"  {_describe_call(edge, nodes)}" for edge in path)


def _describe_call(edge: Edge, nodes: Mapping[int, Node]) -> str:
    verb = verb_of(edge).active
    caller, target = (
        escape_control_characters(nodes[number].path_text) for number in (edge.source, edge.target)
    )
    return f"{caller} [{edge.source}] {format_sites(edge.sites)} {verb} {target} [{edge.target}]"


def describe_cascade(cascade: CascadeSummary) -> Iterator[str]:
    """Describe how many campaigns an event starts, and their emails, alerts, syncs and webhooks."""
    levels = pluralize(cascade.depth, "level")
    event = escape_control_characters(cascade.event)
    campaigns = pluralize(cascade.campaigns, "campaign")
    yield f"{event} starts {campaigns}, directly or indirectly, {levels} deep."
    steps = [f"{number:,} {name}" for name, number in cascade.steps.items()]
    yield f"Emails, alerts, CRM syncs and webhooks: {', '.join(steps) or 'none'}."
    if not cascade.is_complete:
        yield "There are too many campaigns to follow all of them."


def count_diagram(diagram: Diagram) -> str:
    """Return the number of campaigns, calls, cycles and loops: the last line of a graph."""
    of_kind = {
        kind: sum(len(edge.sites) for edge in diagram.edges if edge.kind == kind)
        for kind in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    }
    kinds = " and ".join(f"{number:,} {kind}" for kind, number in of_kind.items() if number)
    text = f"{pluralize(len(diagram.campaigns), 'campaign')}, {pluralize(diagram.calls, 'call')}"
    text += f" ({kinds})" if kinds else ""
    if diagram.changes:
        activated = {edge.target for edge in diagram.edges if edge.kind == ACTIVATION}
        number = sum(number >= 0 for number in activated)
        verb = "activates" if diagram.changes == 1 else "activate"
        text += f"; {pluralize(diagram.changes, 'change')} {verb} {pluralize(number, 'campaign')}"
    for words, is_activation in (("cycles", False), ("endless loops", True)):
        members = {
            edge.source
            for edge in diagram.edges
            if edge.in_cycle and (edge.kind == ACTIVATION) == is_activation and edge.source >= 0
        }
        if members:
            text += f"; {pluralize(len(members), 'campaign')} in {words}"
    too_deep = sum(edge.too_deep for edge in diagram.edges)
    if too_deep:
        text += f"; {pluralize(too_deep, 'call')} in chains that are too deep"
    return f"{text}."


def describe_outside(outside: Outside, *, with_activations: bool = False) -> Iterator[str]:
    """Describe the parts of the export that are not in the graph."""
    if outside.lone and with_activations:
        yield f"Not shown: {pluralize(outside.lone, 'campaign')} without calls and activations."
    elif outside.lone:
        verb = "calls nor is" if outside.lone == 1 else "call nor are"
        yield f"Not shown: {pluralize(outside.lone, 'campaign')} that neither {verb} called."
    unresolved = []
    if outside.absent:
        unresolved.append(f"{pluralize(outside.absent, 'call')} to campaigns not in this export")
    if outside.ambiguous:
        calls = pluralize(outside.ambiguous, "call")
        unresolved.append(f"{calls} by a name that matches several campaigns")
    if unresolved:
        yield f"Left out: {' and '.join(unresolved)}."
    if outside.without_flow:
        flows = pluralize(outside.without_flow, "campaign")
        yield f"Unknown: the calls of {flows} whose flow was not exported."


def wrap(lines: Iterable[str], width: int) -> str:
    """Return lines as text, each wrapped with a hanging indent."""
    wrapped = (
        textwrap.fill(
            line.strip(),
            width,
            initial_indent=" " * (len(line) - len(line.lstrip())),
            subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )
    return escape_ci_commands("".join(f"{line}\n" for line in wrapped))


def _quote(campaign: CampaignName) -> str:
    program = f"{campaign.program} > " if campaign.program else ""
    return f"'{escape_control_characters(program + campaign.name)}' [{campaign.id}]"


def _names(names: Sequence[str]) -> str:
    if not names:
        return "none known"
    return f"{len(names):,} ({_join(list(map(escape_control_characters, names)))})"


def _join(parts: Sequence[str]) -> str:
    if len(parts) <= _MAX_LISTED:
        return ", ".join(parts)
    return f"{', '.join(parts[:_MAX_LISTED])} and {len(parts) - _MAX_LISTED:,} more"
