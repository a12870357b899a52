"""Selection of the part of a graph that the options of `graph` ask for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli.view import find_campaign, marketo_url, name_function

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.cli.view import View
    from campaignlint.drawing.activations import CombinedGraph
    from campaignlint.drawing.builder import DiagramBuilder, FindingCount
    from campaignlint.drawing.cascades import CascadeSummary
    from campaignlint.drawing.diagram import Diagram, LeftOut
    from campaignlint.drawing.queries import By, Dependents, Paths
    from campaignlint.engine.narrowing import Assets
    from campaignlint.graph.activations.cascades import OutsideEvent
    from campaignlint.graph.calls import CallGraph
    from campaignlint.model.campaign import SmartCampaign

LAID_OUT = {"svg": ("igraph",), "html": ("igraph", "jinja2")}
"""The formats with a layout, and the modules of the extra that each needs."""
_MAX_CAMPAIGNS = 300
_MAX_CANDIDATES = 15
_MAX_EDGES = 450
"""A larger diagram takes a browser seconds, and its lines cannot be followed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of the graph to show."""

    builder: DiagramBuilder
    diagram: Diagram
    starts: tuple[int, ...] | None = None
    """The roots of the trees in the text format; None for all entry points."""
    upwards: bool = False
    title: str = "Call graph"
    dependents: Dependents | None = None
    paths: Paths | None = None
    notes: tuple[str, ...] = field(default=())
    in_graph: int | None = None
    """The number of campaigns in the whole graph; None if the graph is drawn as a whole."""

    cascade: CascadeSummary | None = None
    gaps: str | None = None
    """The limits of the activation graph in this export; None if no activations are shown."""

    @property
    def campaigns_in_graph(self) -> int:
        graph = self.builder.graph.campaigns
        return sum(each >= 0 for each in graph) if self.in_graph is None else self.in_graph


class Selector:
    """Selects the part of the graph that the options ask for."""

    def __init__(self, export: View, options: dict[str, Any]) -> None:
        from campaignlint.drawing.builder import DiagramBuilder
        from campaignlint.drawing.queries import KINDS
        from campaignlint.graph.calls import call_graph

        self.export = export
        self.options = options
        self.by: By = "any" if options["kind"] == "all" else options["kind"]
        kind = KINDS[self.by]
        whole = call_graph(export.instance)
        self.calls = whole if kind is None else whole.of_kind(kind)
        self.root = self._campaign("root")
        has_findings = options["findings"] or options["around_findings"]
        self.assets = self._assets()
        self.builder = DiagramBuilder(
            export.instance,
            graph=self._activations() if options["activations"] else self._limit(self.calls),
            max_depth=_max_depth(export),
            marks=_marks(export) if has_findings else None,
            link=None if export.settings.is_redacted else marketo_url,
            name_of=name_function(export),
        )
        self.graph = self.builder.graph

    def _limit(self, calls: CallGraph) -> CallGraph:
        if self.root is not None:
            return calls.within(calls.callees([self.root.id]))
        return calls if self.assets is None else calls.with_end_in(self.assets.campaigns)

    def _activations(self) -> CombinedGraph:
        from campaignlint.drawing.activations import combine

        calls = self.calls if self.assets is None else self._limit(self.calls)
        graph = combine(
            calls,
            self.export.instance,
            connected_to=None if self.assets is None else self.assets.campaigns,
            is_redacted=self.export.settings.is_redacted,
        )
        return graph if self.root is None else graph.within(graph.callees([self.root.id]))

    def _assets(self) -> Assets | None:
        """Return the assets to which the graph is limited; None for all."""
        from campaignlint.engine.narrowing import Narrowing, NarrowingError, find_assets

        options = self.options
        narrowing = Narrowing(
            programs=options["program"], folders=options["folder"], workspaces=options["workspace"]
        )
        try:
            return find_assets(self.export.instance, narrowing)
        except NarrowingError as error:
            raise click.ClickException(str(error)) from None

    def select(self) -> Selection:
        selected = self._select()
        if not (self.options["activations"] or self.options["from"]):
            return selected
        from campaignlint.describe.activations import describe_gaps

        gaps = describe_gaps(self.export.instance)
        return replace(selected, gaps=gaps, notes=(*selected.notes, *([gaps] if gaps else [])))

    def _select(self) -> Selection:
        if self.options["from"]:
            return self._cascade(self.options["from"])
        if self.options["path"]:
            return self._path()
        for option in ("callers", "callees"):
            campaign = self._campaign(option)
            if campaign is not None:
                return self._around(campaign, option)
        return self._around_findings() if self.options["around_findings"] else self._whole()

    def _campaign(self, option: str) -> SmartCampaign | None:
        text = self.options[option]
        return None if text is None else self._find(text, f"--{option}")

    def _find(self, text: str, option: str) -> SmartCampaign:
        return find_campaign(self.export, text, option)

    def _check_below_root(self, campaign: SmartCampaign) -> None:
        root = self.root
        if root is not None and campaign.id not in (root.id, *self.graph.campaigns):
            names = [_quote(self.builder.name_of(each).name) for each in (root, campaign)]
            raise click.ClickException(f"--root: {names[0]} does not reach {names[1]}")

    def _cascade(self, text: str) -> Selection:
        from campaignlint.drawing.cascades import EVENT, draw_cascade, summarize_cascade
        from campaignlint.graph.activations import activation_graph
        from campaignlint.graph.activations.cascades import cascade_of, find_outside_events

        is_redacted = self.export.settings.is_redacted
        graph = activation_graph(self.export.instance)
        events = find_outside_events(graph, text)
        if len(events) != 1:
            raise click.ClickException(
                _explain_event_matches(text, events, is_redacted=is_redacted)
            )
        ((root, triggers),) = events.items()
        cascade = cascade_of(graph, root, triggers)
        is_drawn = self.options["format_name"] in LAID_OUT
        diagram = draw_cascade(
            self.builder,
            cascade,
            max_campaigns=_MAX_CAMPAIGNS if is_drawn else None,
            max_depth=self.options["depth"],
            is_redacted=is_redacted,
        )
        summary = summarize_cascade(cascade, is_redacted=is_redacted)
        notes: tuple[str, ...] = ()
        if diagram.left_out.campaigns:
            notes = (_explain_size(summary.campaigns, diagram, diagram.left_out, "nearest"),)
        return Selection(
            self.builder,
            diagram,
            starts=(EVENT,),
            title=f"Cascade of {summary.event}",
            cascade=summary,
            notes=notes,
        )

    def _around(self, campaign: SmartCampaign, option: str) -> Selection:
        from campaignlint.drawing.queries import find_dependents

        self._check_below_root(campaign)
        upwards = option == "callers"
        walk = self.graph.callers if upwards else self.graph.callees
        numbers = list(walk([campaign.id], self.options["depth"]))
        diagram, notes = self._fit(numbers, "nearest", focus=[campaign.id])
        depend = None
        if upwards:
            depend = find_dependents(self.builder, self.calls, campaign, self.by, root=self.root)
            depend = _redact(depend, self.export)
        name = self.builder.name_of(campaign).name
        return Selection(
            self.builder,
            diagram,
            starts=(campaign.id,),
            upwards=upwards,
            title=f"Callers of {name}" if upwards else f"Callees of {name}",
            dependents=depend,
            notes=notes,
        )

    def _path(self) -> Selection:
        from campaignlint.drawing.queries import find_paths

        start, end = (self._find(text, "--path") for text in self.options["path"])
        self._check_below_root(start)
        between = self.graph.between(start.id, end.id)
        paths = find_paths(self.builder, self._limit(self.calls), start, end, self.by)
        shortest = [edge for edges in paths.shortest.values() for edge in edges]
        on_shortest = dict.fromkeys(
            number for edge in shortest for number in (edge.source, edge.target)
        )
        wanted = dict.fromkeys([start.id, end.id, *on_shortest, *sorted(between)])
        diagram, notes = self._fit(list(wanted), "nearest", focus=[start.id, end.id])
        names = (self.builder.name_of(start).name, self.builder.name_of(end).name)
        return Selection(
            self.builder,
            diagram,
            starts=(start.id,) if between else (),
            title=f"Call paths from {names[0]} to {names[1]}",
            paths=paths,
            notes=notes,
        )

    def _around_findings(self) -> Selection:
        from campaignlint.drawing import selection

        marked = selection.most_severe_first(self.builder)
        numbers = selection.with_neighborhood(self.builder, marked, self.options["depth"] or 1)
        diagram, notes = self._fit(list(numbers), "severe")
        return Selection(
            self.builder,
            diagram,
            title="Call graph around findings",
            notes=(*notes, *self._lone_findings(marked)),
        )

    def _lone_findings(self, marked: Iterable[int]) -> tuple[str, ...]:
        from campaignlint.text import pluralize

        lone = sum(number not in self.graph.campaigns for number in marked)
        if not lone:
            return ()
        have = "has" if lone == 1 else "have"
        more = pluralize(lone, "more campaign")
        return (f"{more} {have} findings but no calls in this graph; `check` lists them",)

    def _whole(self) -> Selection:
        depth = self.options["depth"]
        starts = (self.root.id,) if self.root is not None else None
        numbers: Iterable[int] = self.graph.campaigns
        if depth is not None:
            cycles = map(min, self.graph.cyclic)
            numbers = self.graph.callees(starts or (*self.graph.entry_points, *cycles), depth)
        if self.root is not None:
            numbers = dict.fromkeys((self.root.id, *numbers))
        diagram, notes = self._fit(list(numbers), "severe" if self.builder.marks else "largest")
        title = "Calls and activations" if self.options["activations"] else "Call graph"
        if self.root is not None:
            title = f"Campaigns reachable from {self.builder.name_of(self.root).name}"
        if self.assets is None:
            return Selection(self.builder, diagram, starts=starts, title=title, notes=notes)
        return Selection(
            self.builder,
            diagram,
            title=title,
            notes=(*notes, self._narrowed_to(self.assets)),
            in_graph=self._size_of_whole(),
        )

    def _size_of_whole(self) -> int:
        """Return the number of campaigns in the graph that was narrowed."""
        whole: Iterable[int] = self.calls.campaigns
        if self.options["activations"]:
            from campaignlint.drawing.activations import combine

            whole = combine(self.calls, self.export.instance).campaigns
        return sum(number >= 0 for number in whole)

    def _narrowed_to(self, assets: Assets) -> str:
        from campaignlint.report.summary import quoted_names
        from campaignlint.text import pluralize

        options = self.options
        names = quoted_names(options["program"], options["folder"], options["workspace"])
        campaigns = pluralize(len(self.export.instance.campaigns), "campaign")
        return (
            f"narrowed to {names}: {len(assets.campaigns):,} of {campaigns}, "
            "with their direct callers and callees"
        )

    def _fit(
        self, numbers: list[int], first: str, focus: Iterable[int] = ()
    ) -> tuple[Diagram, tuple[str, ...]]:
        """Return a diagram of limited size, and notes on omitted campaigns."""
        from campaignlint.drawing import selection

        if self.options["format_name"] not in LAID_OUT:
            return self.builder.diagram(numbers, focus=focus), ()
        whole, numbers = (
            numbers,
            selection.limit_similar_callers(self.builder, numbers, tuple(focus)),
        )
        limit = selection.Limit(_MAX_CAMPAIGNS, _MAX_EDGES)
        fit = selection.fit(self.graph, numbers, limit)
        if fit.is_whole:
            left_out = selection.count_left_out(self.graph, set(whole), set(numbers))
            diagram = self.builder.diagram(numbers, focus=focus, left_out=left_out)
            crowded = _describe_crowding(left_out, with_activations=self.options["activations"])
            return diagram, (crowded,) if left_out.campaigns else ()
        if first == "largest":
            ordered = selection.components_first(self.graph, dict.fromkeys(numbers), limit)
            fit = selection.fit(self.graph, ordered, limit)
        elif first == "severe":
            nearest = selection.with_neighborhood(
                self.builder, selection.most_severe_first(self.builder)
            )
            members = frozenset(numbers)
            ordered = list(
                dict.fromkeys((*(number for number in nearest if number in members), *numbers))
            )
            fit = selection.fit(self.graph, ordered, limit)
        left_out = selection.count_left_out(self.graph, set(whole), set(fit.campaigns))
        diagram = self.builder.diagram(fit.campaigns, focus=focus, left_out=left_out)
        return diagram, (_explain_size(len(whole), diagram, left_out, first),)


_PRIORITIES = {
    "largest": "the largest connected components",
    "severe": "those around the most severe findings",
    "nearest": "the nearest ones",
}


def _describe_crowding(left_out: LeftOut, *, with_activations: bool) -> str:
    from campaignlint.text import pluralize

    omitted = pluralize(left_out.campaigns, "entry point is", "entry points are")
    reason = "they only call a campaign with many callers"
    if with_activations:
        omitted = pluralize(left_out.campaigns, "campaign is", "campaigns are")
        reason = "they only have an edge to a box with many edges"
    return (
        f"{omitted} not drawn, because {reason}; the number above its box counts them "
        "(-f text, dot and json contain everything)"
    )


def _explain_size(total: int, diagram: Diagram, left_out: LeftOut, first: str) -> str:
    from campaignlint.text import pluralize

    return (
        f"{pluralize(total, 'campaign')} are too many for a diagram; it shows "
        f"{len(diagram.nodes):,} of them, {_PRIORITIES[first]}, and omits "
        f"{pluralize(left_out.campaigns, 'campaign')} and {pluralize(left_out.calls, 'call')} "
        "(--root, --callers, --callees, --depth and --around-findings narrow it; -f text, dot and "
        "json contain everything)"
    )


def _redact(depend: Dependents, export: View) -> Dependents:
    """Return dependents without values of the export, and without names, if they are redacted."""
    from campaignlint.report.redaction import redact_place

    settings = export.settings
    references = (
        replace(
            reference,
            text="" if settings.is_redacted else reference.text,
            place=redact_place(reference.asset, reference.place)
            if settings.redact_names
            else reference.place,
        )
        for reference in depend.references
    )
    return replace(depend, references=tuple(references))


def _explain_event_matches(
    text: str, events: Mapping[OutsideEvent, object], *, is_redacted: bool
) -> str:
    from campaignlint.text import escape_control_characters

    typed = escape_control_characters(text)
    if not events:
        return f"--from: no active trigger in this export listens to '{typed}'"
    names = dict.fromkeys(event.trigger if is_redacted else event.option for event in events)
    lines = [f"  {escape_control_characters(name)}" for name in names]
    omitted = len(lines) - _MAX_CANDIDATES
    if omitted > 0:
        lines[_MAX_CANDIDATES:] = [f"  and {omitted:,} more"]
    return "\n".join((f"--from: '{typed}' matches {len(events):,} events:", *lines))


def _quote(name: str) -> str:
    from campaignlint.text import escape_control_characters

    return f"'{escape_control_characters(name)}'"


def _max_depth(export: View) -> int:
    """Return the configured maximum nesting level of executable campaigns."""
    from campaignlint.drawing.builder import DOCUMENTED_DEPTH

    depth = export.plan.options.get("nesting-too-deep", {}).get("max_depth", DOCUMENTED_DEPTH)
    return depth if isinstance(depth, int) and depth > 0 else DOCUMENTED_DEPTH


def _marks(export: View) -> dict[int, FindingCount]:
    from campaignlint.drawing.builder import FindingCount
    from campaignlint.model.finding import SEVERITIES

    marks: dict[int, FindingCount] = {}
    for finding in export.report.findings:
        if finding.campaign is not None:
            known = marks.get(finding.campaign.id, FindingCount(finding.severity, 0))
            severity = min(known.severity, finding.severity, key=SEVERITIES.index)
            marks[finding.campaign.id] = FindingCount(severity, known.findings + 1)
    return marks
