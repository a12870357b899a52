"""A diagram as trees of text, for a terminal.

The callees of each campaign (or, upwards, its callers) are printed once; later occurrences refer to
the first one. A call that closes a cycle has a note. Levels that are too deep are continued in
another tree. No function is recursive.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from campaignlint import marketo
from campaignlint.describe.sites import format_sites
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.drawing.labels import start_of, verb_of
from campaignlint.terminal import TerminalPage
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.model.finding import Severity

_MAX_LEVELS = 8
"""The maximum number of levels of a tree."""
_MAX_CYCLE_NAMES = 8
_CONTINUED = "continued: "
_SPACE = "\ufdd0"
"""A space at which no line is broken: a noncharacter, because Rich also breaks lines at no-break
spaces."""
_COLORS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def render(
    diagram: Diagram,
    starts: Iterable[int] | None = None,
    *,
    upwards: bool = False,
    width: int = 80,
    color: bool = False,
) -> str:
    """Return the trees of these campaigns; by default, of the entry points.

    Campaigns that are not reachable from them, because they are only in cycles, follow by id.
    """
    forest = _Forest(diagram, upwards=upwards)
    page = TerminalPage(width, color=color)
    for number, tree in enumerate(forest.trees(starts)):
        if number:
            page.print()
        page.print(tree)
    return page.text().replace(_SPACE, " ")


@dataclass(slots=True)
class _Branch:
    """A campaign on the current path, and its edges that are not in the tree yet."""

    campaign: int
    tree: Tree
    rest: Iterator[Edge]


class _Forest:
    """Builds the trees."""

    def __init__(self, diagram: Diagram, *, upwards: bool) -> None:
        self._upwards = upwards
        self._nodes = {node.id: node for node in diagram.nodes}
        self._edges: dict[int, list[Edge]] = defaultdict(list)
        for edge in diagram.edges:
            self._edges[edge.target if upwards else edge.source].append(edge)
        for edges in self._edges.values():
            edges.sort(key=self._order)
        self._done: set[int] = set()
        self._continued: deque[int] = deque()
        """Campaigns that are too deep, whose trees follow."""
        self._too_deep: set[int] = set()
        """All campaigns that were ever in `_continued`."""

    def _order(self, edge: Edge) -> tuple[object, ...]:
        """Return a sort key: callees by their order in the flow, callers by name."""
        if self._upwards or not edge.sites:
            other = self._nodes[edge.source if self._upwards else edge.target]
            return (*_by_name(other), edge.kind)
        return edge.sites[0], edge.target

    def trees(self, starts: Iterable[int] | None) -> Iterator[Tree]:
        first = self._entry_points() if starts is None else starts
        for start in (*first, *sorted(self._nodes)):
            if start in self._done:
                continue
            yield self._tree(start, "")
            while self._continued:
                yield self._tree(self._continued.popleft(), _CONTINUED)

    def _entry_points(self) -> list[int]:
        called = {
            edge.source if self._upwards else edge.target
            for edges in self._edges.values()
            for edge in edges
            if edge.source != edge.target
        }
        entry_points = [node for node in self._nodes.values() if node.id not in called]
        return [node.id for node in sorted(entry_points, key=_by_name)]

    def _tree(self, start: int, lead: str) -> Tree:
        top = Tree(self._label(self._nodes[start], None, lead=lead), guide_style="dim")
        self._done.add(start)
        path = [_Branch(start, top, iter(self._edges[start]))]
        depth_of = {start: 0}
        while path:
            branch = path[-1]
            edge = next(branch.rest, None)
            if edge is None:
                path.pop()
                del depth_of[branch.campaign]
                continue
            other = edge.source if self._upwards else edge.target
            node = self._nodes[other]
            if other in depth_of:
                members = [branch.campaign for branch in path[depth_of[other] :]]
                is_cycle = edge.in_cycle or edge.kind != ACTIVATION
                note = self._cycle_note(members) if is_cycle else "see above"
                branch.tree.add(self._label(node, branch.campaign, edge, note))
            elif other in self._done and self._edges[other]:
                branch.tree.add(self._label(node, branch.campaign, edge, "see above"))
            elif self._edges[other] and (len(path) >= _MAX_LEVELS or other in self._too_deep):
                if other not in self._too_deep:
                    self._too_deep.add(other)
                    self._continued.append(other)
                branch.tree.add(self._label(node, branch.campaign, edge, "continued below"))
            else:
                self._done.add(other)
                subtree = branch.tree.add(self._label(node, branch.campaign, edge))
                depth_of[other] = len(path)
                path.append(_Branch(other, subtree, iter(self._edges[other])))
        return top

    def _cycle_note(self, members: list[int]) -> str:
        """Return `cycle: A > B > A`."""
        ordered = [members[0], *reversed(members[1:])] if self._upwards else members
        names = [
            escape_control_characters(self._nodes[number].name) for number in (*ordered, ordered[0])
        ]
        if len(names) > _MAX_CYCLE_NAMES:
            omitted = f"{len(names) - _MAX_CYCLE_NAMES} more"
            names = [*names[: _MAX_CYCLE_NAMES - 2], omitted, *names[-2:]]
        return f"cycle: {' > '.join(names)}"

    def _label(
        self,
        node: Node,
        parent: int | None,
        edge: Edge | None = None,
        note: str = "",
        lead: str = "",
    ) -> Text:
        """Return `step 2 executes EX 01 Score [1021]`, with the program if it differs."""
        label = Text()
        label.append(lead, style="dim")
        if edge is not None:
            label.append(self._edge_text(edge), style="dim")
        program = None if parent is None else self._nodes[parent].program
        if node.program and node.program != program:
            label.append(f"{escape_control_characters(node.program)} > ")
        label.append(escape_control_characters(node.name), style="bold")
        if not node.is_event:
            facts = ", ".join(_facts(node, edge)).replace(" ", _SPACE)
            label.append(f" [{facts}]", style="dim")
        if node.remark:
            label.append(f" {node.remark}")
        if edge is not None and edge.event:
            label.append(f": {escape_control_characters(edge.event)}", style="dim")
        if edge is not None and edge.reason:
            label.append(f" ({escape_control_characters(edge.reason)})", style="dim")
        if node.severity is not None:
            label.append(f" {_findings(node)}", style=f"bold {_COLORS[node.severity]}")
        hidden = node.more_callers if self._upwards else node.more_callees
        if hidden and not note:
            more = f"{hidden:,} more {'caller' if hidden == 1 else 'callers'}"
            label.append(f" ({more if self._upwards else f'calls {hidden:,} more'})", style="dim")
        if note:
            label.append(f" ({note})", style="red" if note.startswith("cycle") else "dim")
        return label

    def _edge_text(self, edge: Edge) -> str:
        verb, sites = verb_of(edge), format_sites(edge.sites)
        if self._upwards:
            location = f" at {sites}" if sites else ""
            return f"{verb.passive}{location} by{':' if edge.source < 0 else ''} "
        if edge.target < 0:
            return f"{sites}{'' if edge.is_certain else ' maybe'}: "
        return f"{sites} {verb.active} ".lstrip()


def _by_name(node: Node) -> tuple[str, str, int]:
    return node.program or "", node.name, node.id


def _facts(node: Node, edge: Edge | None) -> Iterator[str]:
    """Yield the id, and the kind of campaign unless the call implies it."""
    yield str(node.id)
    start = start_of(node)
    is_executed = edge is not None and (edge.target, edge.kind) == (
        node.id,
        marketo.EXECUTE_CAMPAIGN,
    )
    if start != "unknown" and not (start == "executable" and is_executed):
        yield start
    if start == "trigger":
        yield "active" if node.is_active else "not active"


def _findings(node: Node) -> str:
    if node.findings <= 1:
        return f"<- {node.severity}"
    return f"<- {node.severity} and {node.findings - 1} more"
