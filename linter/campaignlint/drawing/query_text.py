"""What stands below the trees in a terminal: answers and counts, in lines that fit."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing.labels import spots_in_words
from campaignlint.model.calls import VERBS
from campaignlint.text import escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.drawing.queries import By, Dependents, Outside, Ways
    from campaignlint.model.finding import CampaignName

_LISTED = 8


def dependents_in_words(found: Dependents, width: int = 80) -> str:
    """The answer to whether one may edit a campaign."""
    return _wrapped(_dependents(found), width)


def _dependents(found: Dependents) -> Iterator[str]:
    name = _quoted(found.campaign)
    if not found.callers:
        yield f"No campaign of this export {_CALLS[found.by]} {name}."
    else:
        calls = " and ".join(
            _counted(number, f"{kind} call")
            for number, kind in (
                (found.executes, "Execute Campaign"),
                (found.requests, "Request Campaign"),
            )
            if number
        )
        reach = "reaches" if found.callers == 1 else "reach"
        yield f"{_counted(found.callers, 'campaign')} {reach} {name}."
        yield f"Direct callers: {found.direct:,}, by {calls}."
        yield f"Roots, which nobody calls: {found.roots:,}{_starting(found)}."
        yield f"Programs: {_names(found.programs)}."
        yield f"Workspaces: {_names(found.workspaces)}."
        if found.shown_below is not None:
            yield f"Shown are only those that {_quoted(found.shown_below)} reaches."
    if found.unsure:
        where = [
            f"{escape_control_characters(each.caller.name)} {spots_in_words((each.spot,))}"
            for each in found.unsure
        ]
        yield (
            f"Not sure: {_counted(len(found.unsure), 'call')} by a name that other campaigns bear, "
            f"too: {_listed(where)}."
        )
    if found.without_flow:
        flows = _counted(found.without_flow, "campaign")
        yield f"Not known: what {flows} without an exported flow {_verb(found.without_flow)}."
    if not found.is_complete:
        yield "Campaigns that are not in this export may call it, too."


_CALLS: Mapping[By, str] = {
    "any": "calls",
    "execute": VERBS[marketo.EXECUTE_CAMPAIGN].active,
    "request": VERBS[marketo.REQUEST_CAMPAIGN].active,
}


def _verb(number: int) -> str:
    return "calls" if number == 1 else "call"


def _starting(found: Dependents) -> str:
    parts = []
    if found.active_triggers:
        parts.append(_counted(found.active_triggers, "active trigger campaign"))
    if found.scheduled_batches:
        parts.append(_counted(found.scheduled_batches, "scheduled batch", "scheduled batches"))
    if rest := found.roots - found.active_triggers - found.scheduled_batches:
        parts.append(f"{rest:,} neither active nor scheduled")
    return f" ({', '.join(parts)})" if parts else ""


def ways_in_words(found: Ways, diagram: Diagram, width: int = 80) -> str:
    """A shortest way by each kind of calls."""
    nodes = {node.id: node for node in diagram.nodes}
    return _wrapped(_ways(found, nodes), width)


_BY: Mapping[By, str] = {
    "any": "By any calls",
    "execute": "By Execute Campaign alone",
    "request": "By Request Campaign alone",
}


def _ways(found: Ways, nodes: Mapping[int, Node]) -> Iterator[str]:
    start, end = _quoted(found.start), _quoted(found.end)
    if not any(found.shortest.values()):
        yield f"{start} does not reach {end} by the calls of this export."
        return
    yield f"{start} reaches {end}."
    told: list[tuple[Edge, ...]] = []
    for by, way in found.shortest.items():
        if not way:
            yield f"{_BY[by]}: no way."
        elif way in told:
            yield f"{_BY[by]}: the same way."
        else:
            told.append(way)
            yield f"{_BY[by]}: {_counted(len(way), 'call')} at least."
            yield from (f"  {_call(edge, nodes)}" for edge in way)


def _call(edge: Edge, nodes: Mapping[int, Node]) -> str:
    verb = VERBS[edge.kind].active
    caller, target = (
        escape_control_characters(nodes[each].path_text) for each in (edge.source, edge.target)
    )
    return f"{caller} [{edge.source}] {spots_in_words(edge.spots)} {verb} {target} [{edge.target}]"


def diagram_counts(diagram: Diagram, width: int = 80) -> str:
    """How much is shown: the closing line of a graph."""
    return _wrapped([_counts(diagram)], width)


def _counts(diagram: Diagram) -> str:
    of_kind = {
        kind: sum(len(edge.spots) for edge in diagram.edges if edge.kind == kind)
        for kind in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    }
    kinds = " and ".join(f"{number:,} {kind}" for kind, number in of_kind.items() if number)
    text = f"{_counted(len(diagram.nodes), 'campaign')}, {_counted(diagram.calls, 'call')}"
    text += f" ({kinds})" if kinds else ""
    in_cycles = {edge.source for edge in diagram.edges if edge.in_cycle}
    if in_cycles:
        text += f"; {_counted(len(in_cycles), 'campaign')} in cycles"
    too_deep = sum(edge.too_deep for edge in diagram.edges)
    if too_deep:
        text += f"; {_counted(too_deep, 'call')} in chains that are too deep"
    return f"{text}."


def outside_in_words(found: Outside, width: int = 80) -> str:
    """What of the export is not in the graph."""
    return _wrapped(_outside(found), width)


def _outside(found: Outside) -> Iterator[str]:
    if found.lone:
        verb = "calls nor is" if found.lone == 1 else "call nor are"
        yield f"Not shown: {_counted(found.lone, 'campaign')} that neither {verb} called."
    unresolved = []
    if found.absent:
        unresolved.append(f"{_counted(found.absent, 'call')} to what is not in this export")
    if found.ambiguous:
        calls = _counted(found.ambiguous, "call")
        unresolved.append(f"{calls} by a name that several campaigns bear")
    if unresolved:
        yield f"Left out: {' and '.join(unresolved)}."
    if found.without_flow:
        flows = _counted(found.without_flow, "campaign")
        yield f"Not known: what {flows} without an exported flow {_verb(found.without_flow)}."


def _wrapped(lines: Iterator[str] | Sequence[str], width: int) -> str:
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


def _quoted(campaign: CampaignName) -> str:
    program = f"{campaign.program} > " if campaign.program else ""
    return f"'{escape_control_characters(program + campaign.name)}' [{campaign.id}]"


def _names(names: Sequence[str]) -> str:
    return (
        f"{len(names):,} ({_listed(list(map(escape_control_characters, names)))})"
        if names
        else "none known"
    )


def _listed(parts: Sequence[str]) -> str:
    if len(parts) <= _LISTED:
        return ", ".join(parts)
    return f"{', '.join(parts[:_LISTED])} and {len(parts) - _LISTED:,} more"


def _counted(number: int, singular: str, plural: str | None = None) -> str:
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"
