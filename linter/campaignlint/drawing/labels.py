"""What a picture shows, in words: for tooltips, and for who reads and does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from campaignlint.model.calls import VERBS
from campaignlint.text import escape_for_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node, Spot
    from campaignlint.model.finding import Severity

Start = Literal["executable", "trigger", "batch", "unknown"]
_WITH_ARTICLE: Mapping[Severity, str] = {
    "error": "an error",
    "warning": "a warning",
    "note": "a note",
}


def start_of(node: Node) -> Start:
    """What starts the campaign."""
    if node.is_executable:
        return "executable"
    if node.is_trigger:
        return "trigger"
    return "batch" if node.is_batch else "unknown"


def state_of(node: Node) -> str:
    """`executable`; `trigger campaign, active`; `batch campaign`; `campaign`."""
    start = start_of(node)
    if start == "executable":
        return "executable"
    if start == "trigger":
        return f"trigger campaign, {'active' if node.is_active else 'not active'}"
    return "batch campaign" if start == "batch" else "campaign"


def is_idle(node: Node) -> bool:
    """Whether nothing starts it: it is no executable and no batch, and it is not active."""
    return not (node.is_executable or node.is_active or node.is_batch)


def node_in_words(node: Node) -> str:
    """Which campaign, what it is, its findings, and what of it is not drawn."""
    facts = f"id {node.id}, {state_of(node)}"
    if node.workspace not in (None, "Default"):
        facts += f", workspace {escape_for_xml(node.workspace or '')}"
    words = f"{escape_for_xml(node.path_text)} ({facts})"
    if node.severity is not None:
        number = f"{node.findings} findings, the worst is" if node.findings > 1 else "1 finding,"
        words += f": {number} {_WITH_ARTICLE[node.severity]}"
    if node.more_callers:
        words += f"; {_more(node.more_callers, 'caller', 'callers')} not drawn"
    if node.more_callees:
        called = ("campaign that it calls", "campaigns that it calls")
        words += f"; {_more(node.more_callees, *called)} not drawn"
    return words


def edge_in_words(edge: Edge, names: Mapping[int, str]) -> str:
    """Who calls whom, how, where, and what is wrong with that."""
    verb = VERBS[edge.kind].active
    spots = ", ".join(map(str, edge.spots))
    words = (
        f"{escape_for_xml(names[edge.source])} {verb} {escape_for_xml(names[edge.target])}: {spots}"
    )
    if edge.in_cycle:
        words += "; in a cycle"
    return f"{words}; in a chain that is too deep" if edge.too_deep else words


def diagram_in_words(diagram: Diagram) -> str:
    """How much is drawn, and how much is not."""
    campaigns, calls = len(diagram.nodes), diagram.calls
    text = (
        f"{campaigns:,} {'campaign' if campaigns == 1 else 'campaigns'}, "
        f"{calls:,} {'call' if calls == 1 else 'calls'} between them"
    )
    if diagram.left_out.campaigns:
        text += f"; {_more(diagram.left_out.campaigns, 'campaign', 'campaigns')} not drawn"
    return f"{text}."


def spots_in_words(spots: tuple[Spot, ...]) -> str:
    """`step 2`; `step 2, step 4 choices 1, 3`; of many steps the first ones."""
    choices: dict[int, list[int]] = {}
    for spot in spots:
        choices.setdefault(spot.step, []).extend(() if spot.choice is None else (spot.choice,))
    parts = [_step(step, numbers) for step, numbers in choices.items()]
    if len(parts) > _STEPS_SHOWN:
        return f"{', '.join(parts[:_STEPS_SHOWN])} and {len(parts) - _STEPS_SHOWN} more"
    return ", ".join(parts)


def _step(step: int, choices: list[int]) -> str:
    if not choices:
        return f"step {step}"
    shown = ", ".join(map(str, choices[:_CHOICES_SHOWN]))
    more = f" and {len(choices) - _CHOICES_SHOWN} more" if len(choices) > _CHOICES_SHOWN else ""
    return f"step {step} {'choice' if len(choices) == 1 else 'choices'} {shown}{more}"


_STEPS_SHOWN = 4
_CHOICES_SHOWN = 6


def _more(number: int, singular: str, plural: str) -> str:
    return f"1 more {singular} is" if number == 1 else f"{number:,} more {plural} are"
