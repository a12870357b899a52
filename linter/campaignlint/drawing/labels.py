"""Descriptions of nodes, edges and diagrams, for tooltips and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.model.calls import VERBS, Verb
from campaignlint.text import escape_for_xml, pluralize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.model.finding import Severity

Start = Literal["executable", "trigger", "batch", "unknown"]
_WITH_ARTICLE: Mapping[Severity, str] = {
    "error": "an error",
    "warning": "a warning",
    "note": "a note",
}


def start_of(node: Node) -> Start:
    """Return the kind of campaign by what starts it."""
    if node.is_executable:
        return "executable"
    if node.is_trigger:
        return "trigger"
    return "batch" if node.is_batch else "unknown"


def state_of(node: Node) -> str:
    """Return `executable campaign`, `trigger campaign, active`, `batch campaign` or `campaign`."""
    start = start_of(node)
    if start == "trigger":
        return f"trigger campaign, {'active' if node.is_active else 'not active'}"
    return "campaign" if start == "unknown" else f"{start} campaign"


def is_idle(node: Node) -> bool:
    """Return whether a campaign is neither active nor an executable or batch campaign."""
    return not (node.is_executable or node.is_active or node.is_batch)


_ACTIVATES = Verb("activates", "activated")
_CAUSES = Verb("causes", "caused")


def verb_of(edge: Edge) -> Verb:
    """Return `executes`, `activates` or `maybe activates`, and `causes` for an edge to an event."""
    if edge.kind != ACTIVATION:
        return VERBS[edge.kind]
    verb = _CAUSES if edge.target < 0 else _ACTIVATES
    return verb if edge.is_certain else Verb(f"maybe {verb.active}", f"maybe {verb.passive}")


def describe_node(node: Node) -> str:
    """Describe the state of a campaign, its findings, and its callers and callees not drawn."""
    if node.is_event:
        return escape_for_xml(node.name)
    return f"{escape_for_xml(node.path_text)} ({_facts(node)}){_notes(node)}"


def describe_state(node: Node) -> str:
    """Return the same as `describe_node`, without the name."""
    return f"{_facts(node)}{_notes(node)}"


def _facts(node: Node) -> str:
    facts = f"id {node.id}, {state_of(node)}"
    if node.workspace not in (None, "Default"):
        facts += f", workspace {escape_for_xml(node.workspace or '')}"
    return facts


def _notes(node: Node) -> str:
    words = f": {node.remark}" if node.remark else ""
    if node.severity is not None:
        number = (
            f"{node.findings} findings, the most severe is" if node.findings > 1 else "1 finding,"
        )
        words += f": {number} {_WITH_ARTICLE[node.severity]}"
    if node.more_callers:
        words += f"; {_count_more(node.more_callers, 'caller', 'callers')} not drawn"
    if node.more_callees:
        called = ("campaign that it calls", "campaigns that it calls")
        words += f"; {_count_more(node.more_callees, *called)} not drawn"
    return words


def describe_edge(edge: Edge, names: Mapping[int, str]) -> str:
    """Describe both ends of an edge, its flow steps, its change, and problems."""
    ends = f"{names[edge.source]} {verb_of(edge).active} {names[edge.target]}"
    sites = ", ".join(map(str, edge.sites))
    reason = f"maybe: {edge.reason}" if edge.reason else ""
    words = escape_for_xml(": ".join(filter(None, (ends, sites, edge.event, reason))))
    if edge.change is not None:
        words += f"; {edge.change}"
    if edge.in_cycle:
        words += "; in a loop" if edge.kind == ACTIVATION else "; in a cycle"
    return f"{words}; in a chain that is too deep" if edge.too_deep else words


def describe_diagram(diagram: Diagram) -> str:
    """Return the numbers of campaigns, calls and changes that are drawn and not drawn."""
    text = f"{pluralize(len(diagram.campaigns), 'campaign')}, {pluralize(diagram.calls, 'call')}"
    if diagram.changes:
        verb = "activates" if diagram.changes == 1 else "activate"
        text += f" and {pluralize(diagram.changes, 'change')} that {verb} campaigns"
    text += " between them"
    if diagram.left_out.campaigns:
        text += f"; {_count_more(diagram.left_out.campaigns, 'campaign', 'campaigns')} not drawn"
    return f"{text}."


def _count_more(number: int, singular: str, plural: str) -> str:
    return f"1 more {singular} is" if number == 1 else f"{number:,} more {plural} are"
