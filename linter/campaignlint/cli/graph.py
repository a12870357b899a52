"""`campaignlint graph`: who calls whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from campaignlint import __version__
from campaignlint.cli import output
from campaignlint.cli.choice import Choice
from campaignlint.cli.settings import redaction_options
from campaignlint.cli.viewing import (
    address_in_marketo,
    demand_extra,
    find_campaign,
    load_view_settings,
    shown_names,
    view,
    view_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from campaignlint.cli.viewing import View
    from campaignlint.drawing.builder import Mark, Picture
    from campaignlint.drawing.diagram import Diagram, LeftOut
    from campaignlint.drawing.queries import By, Dependents, Ways
    from campaignlint.graph.calls import CallGraph
    from campaignlint.model.campaign import SmartCampaign

FORMATS = ("text", "dot", "mermaid", "graphml", "json", "svg", "html")
_DRAWN = {"svg": ("igraph",), "html": ("igraph", "jinja2")}
"""The formats that are laid out here, and what each needs of the extra."""
_MOST_CAMPAIGNS = 300
_MOST_EDGES = 450
"""A picture with more takes a browser seconds, and nobody can follow its lines."""

_EPILOG = """\b
Examples:
  campaignlint graph exports/
  campaignlint graph exports/ --callers "EX Score"    # may I edit this campaign?
  campaignlint graph exports/ --path "01 Form" "EX Score"
  campaignlint graph exports/ --around-findings -f svg -o findings.svg
  campaignlint graph exports/ --root "01 Form" -f mermaid

\b
X, A and B are an id, Program.Campaign, or a unique part of a name."""

_EXCLUSIVE = ("callers", "callees", "path", "around_findings")


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.option("-o", "--output", "output_file", metavar="FILE", help="Write it to a file.")
@click.option("--root", metavar="X", help="Only what can be reached from this campaign.")
@click.option("--callers", metavar="X", help="Who reaches this campaign, up to the roots.")
@click.option("--callees", metavar="X", help="Whom this campaign reaches.")
@click.option("--path", nargs=2, metavar="A B", help="How A reaches B.")
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only campaigns that are no farther than N calls from where it begins.",
)
@click.option(
    "--kind",
    type=Choice(["execute", "request", "all"]),
    default="all",
    show_default=True,
    help="Which calls.",
)
@click.option("--findings", is_flag=True, help="Lint, and mark what is wrong.")
@click.option(
    "--around-findings", is_flag=True, help="Only the part around what is wrong. Marks it, too."
)
@redaction_options
@view_options
@click.pass_context
def graph(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Show which campaigns execute and request which, in the exports under PATHS.

    PATHS are as those of `check`. A campaign that calls none and that none calls is counted, and
    not shown.
    """
    from campaignlint.loading.reader import collector_paused

    _refuse_contradictions(options)
    for module in _DRAWN.get(options["format_name"], ()):
        demand_extra(module, f"-f {options['format_name']}")
    settings = load_view_settings(options, paths)
    with_findings = options["findings"] or options["around_findings"]
    with collector_paused():  # it would walk the whole instance again and again
        seen = view(settings, options, with_findings=with_findings)
        text = _render(seen, _Shown(seen, options).part(), options)
    if options["output_file"]:
        output.write_file(options["output_file"], text)
    else:
        output.print_text(text, color=output.wants_color(options["color"]))
    ctx.exit(seen.exit_code)


def _refuse_contradictions(options: dict[str, Any]) -> None:
    given = [f"--{name.replace('_', '-')}" for name in _EXCLUSIVE if options[name]]
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} and {given[1]} exclude each other")
    if options["path"] and options["depth"]:
        raise click.UsageError("--path and --depth exclude each other: a way is shown whole")


@dataclass(frozen=True, slots=True)
class _Part:
    """What is shown."""

    picture: Picture
    diagram: Diagram
    starts: tuple[int, ...] | None = None
    """Where the trees of the text begin; None for whom nobody calls."""
    upwards: bool = False
    title: str = "Call graph"
    dependents: Dependents | None = None
    ways: Ways | None = None
    notes: tuple[str, ...] = field(default=())


class _Shown:
    """From options to what is shown."""

    def __init__(self, seen: View, options: dict[str, Any]) -> None:
        from campaignlint.drawing.builder import Picture
        from campaignlint.drawing.queries import KINDS
        from campaignlint.graph.calls import call_graph

        self.seen = seen
        self.options = options
        self.by: By = "any" if options["kind"] == "all" else options["kind"]
        kind = KINDS[self.by]
        whole = call_graph(seen.instance)
        self.calls = calls = whole if kind is None else whole.of_kind(kind)
        self.root = self._campaign("root")
        has_findings = options["findings"] or options["around_findings"]
        self.picture = Picture(
            seen.instance,
            graph=calls if self.root is None else calls.within(calls.callees([self.root.id])),
            max_depth=_max_depth(seen),
            marks=_marks(seen) if has_findings else None,
            link=None if seen.settings.is_redacted else address_in_marketo,
            name_of=shown_names(seen),
        )
        self.graph: CallGraph = self.picture.graph

    def part(self) -> _Part:
        if self.options["path"]:
            return self._path()
        for option in ("callers", "callees"):
            campaign = self._campaign(option)
            if campaign is not None:
                return self._around(campaign, option)
        return self._around_findings() if self.options["around_findings"] else self._whole()

    def _campaign(self, option: str) -> SmartCampaign | None:
        text = self.options[option]
        return None if text is None else self._found(text, f"--{option}")

    def _found(self, text: str, option: str) -> SmartCampaign:
        return find_campaign(self.seen, text, option)

    def _demand_below_root(self, campaign: SmartCampaign) -> None:
        root = self.root
        if root is not None and campaign.id not in (root.id, *self.graph.campaigns):
            names = [_quoted(self.picture.name_of(each).name) for each in (root, campaign)]
            raise click.ClickException(f"--root: {names[0]} does not reach {names[1]}")

    def _around(self, campaign: SmartCampaign, option: str) -> _Part:
        from campaignlint.drawing.queries import dependents

        self._demand_below_root(campaign)
        upwards = option == "callers"
        walk = self.graph.callers if upwards else self.graph.callees
        wanted = list(walk([campaign.id], self.options["depth"]))
        diagram, notes = self._fitting(wanted, "nearest", focus=[campaign.id])
        depend = None
        if upwards:
            depend = dependents(self.picture, campaign, self.by, whole=self.calls, root=self.root)
        name = self.picture.name_of(campaign).name
        return _Part(
            self.picture,
            diagram,
            starts=(campaign.id,),
            upwards=upwards,
            title=f"Who reaches {name}" if upwards else f"Whom {name} reaches",
            dependents=depend,
            notes=notes,
        )

    def _path(self) -> _Part:
        from campaignlint.drawing.queries import ways

        start, end = (self._found(text, "--path") for text in self.options["path"])
        self._demand_below_root(start)
        between = self.graph.between(start.id, end.id)
        found = ways(self.picture, start, end, self.by)
        shortest = [edge for edges in found.shortest.values() for edge in edges]
        on_shortest = dict.fromkeys(
            each for edge in shortest for each in (edge.source, edge.target)
        )
        wanted = dict.fromkeys([start.id, end.id, *on_shortest, *sorted(between)])
        diagram, notes = self._fitting(list(wanted), "nearest", focus=[start.id, end.id])
        names = (self.picture.name_of(start).name, self.picture.name_of(end).name)
        return _Part(
            self.picture,
            diagram,
            starts=(start.id,) if between else (),
            title=f"How {names[0]} reaches {names[1]}",
            ways=found,
            notes=notes,
        )

    def _around_findings(self) -> _Part:
        from campaignlint.drawing import selection as parts

        marked = parts.gravest_first(self.picture)
        wanted = parts.around(self.picture, marked, self.options["depth"] or 1)
        diagram, notes = self._fitting(list(wanted), "gravest")
        return _Part(
            self.picture,
            diagram,
            title="Call graph around findings",
            notes=(*notes, *self._lone_findings(marked)),
        )

    def _lone_findings(self, marked: Iterable[int]) -> tuple[str, ...]:
        from campaignlint.text import counted

        lone = sum(each not in self.graph.campaigns for each in marked)
        if not lone:
            return ()
        have, calls = ("has", "calls nor is") if lone == 1 else ("have", "call nor are")
        more = counted(lone, "more campaign")
        return (f"{more} {have} findings, but neither {calls} called here: `check` lists them",)

    def _whole(self) -> _Part:
        depth = self.options["depth"]
        starts = (self.root.id,) if self.root is not None else None
        wanted: Iterable[int] = self.graph.campaigns
        if depth is not None:
            cycles = (min(cycle.members) for cycle in self.graph.cycles)
            wanted = self.graph.callees(starts or (*self.graph.roots, *cycles), depth)
        if self.root is not None:
            wanted = dict.fromkeys((self.root.id, *wanted))
        diagram, notes = self._fitting(list(wanted), "gravest" if self.picture.marks else "largest")
        title = "Call graph"
        if self.root is not None:
            title = f"What {self.picture.name_of(self.root).name} reaches"
        return _Part(self.picture, diagram, starts=starts, title=title, notes=notes)

    def _fitting(
        self, wanted: list[int], first: str, focus: Iterable[int] = ()
    ) -> tuple[Diagram, tuple[str, ...]]:
        """What of it can be drawn, and a note of what cannot; formats of text hold everything."""
        from campaignlint.drawing import selection as parts

        if self.options["format_name"] not in _DRAWN:
            return self.picture.diagram(wanted, focus=focus), ()
        whole, wanted = wanted, parts.without_crowds(self.picture, wanted, tuple(focus))
        limit = parts.Limit(_MOST_CAMPAIGNS, _MOST_EDGES)
        fitting = parts.fitting(self.graph, wanted, limit)
        if fitting.is_whole:
            left_out = parts.left_out(self.graph, set(whole), set(wanted))
            diagram = self.picture.diagram(wanted, focus=focus, left_out=left_out)
            return diagram, (_crowded(left_out),) if left_out.campaigns else ()
        if first == "largest":
            ordered = parts.whole_parts_first(self.graph, dict.fromkeys(wanted), limit)
            fitting = parts.fitting(self.graph, ordered, limit)
        elif first == "gravest":
            around = parts.around(self.picture, parts.gravest_first(self.picture))
            members = frozenset(wanted)
            ordered = list(dict.fromkeys((*(each for each in around if each in members), *wanted)))
            fitting = parts.fitting(self.graph, ordered, limit)
        left_out = parts.left_out(self.graph, set(whole), set(fitting.campaigns))
        diagram = self.picture.diagram(fitting.campaigns, focus=focus, left_out=left_out)
        return diagram, (_too_large(len(whole), diagram, left_out, first),)


_DRAWN_FIRST = {
    "largest": "the largest parts that hang together",
    "gravest": "what is around the gravest findings",
    "nearest": "what is nearest",
}


def _crowded(left_out: LeftOut) -> str:
    from campaignlint.text import counted

    left = counted(left_out.campaigns, "campaign is", "campaigns are")
    return (
        f"{left} not drawn, that nobody calls and that only call one where many do: a number above "
        "its box counts them (-f text, dot and json hold everything)"
    )


def _too_large(wanted: int, diagram: Diagram, left_out: LeftOut, first: str) -> str:
    from campaignlint.text import counted

    return (
        f"{counted(wanted, 'campaign')} are too many for a picture: drawn are "
        f"{len(diagram.nodes):,} of them, {_DRAWN_FIRST[first]}; left out are "
        f"{counted(left_out.campaigns, 'campaign')} and {counted(left_out.calls, 'call')} "
        "(--root, --callers, --callees, --depth and --around-findings narrow it; -f text, dot and "
        "json hold everything)"
    )


def _quoted(name: str) -> str:
    from campaignlint.text import escape_control_characters

    return f"'{escape_control_characters(name)}'"


def _max_depth(seen: View) -> int:
    """How deep executables may be nested, by the configuration."""
    from campaignlint.drawing.builder import DOCUMENTED_DEPTH

    depth = seen.plan.options.get("nesting-too-deep", {}).get("max_depth", DOCUMENTED_DEPTH)
    return depth if isinstance(depth, int) and depth > 0 else DOCUMENTED_DEPTH


def _marks(seen: View) -> dict[int, Mark]:
    from campaignlint.drawing.builder import Mark
    from campaignlint.model.finding import SEVERITIES

    marks: dict[int, Mark] = {}
    for finding in seen.report.findings:
        if finding.campaign is not None:
            known = marks.get(finding.campaign.id, Mark(finding.severity, 0))
            gravest = min(known.severity, finding.severity, key=SEVERITIES.index)
            marks[finding.campaign.id] = Mark(gravest, known.findings + 1)
    return marks


def _render(seen: View, part: _Part, options: dict[str, Any]) -> str:
    for note in part.notes:
        click.echo(f"campaignlint: {note}", err=True)
    return _RENDERERS[options["format_name"]](seen, part, options)


def _text(seen: View, part: _Part, options: dict[str, Any]) -> str:
    from campaignlint.drawing import queries as answers
    from campaignlint.drawing import query_text as said
    from campaignlint.drawing import tree

    to_file = bool(options["output_file"])
    width = 80 if to_file else max(60, min(100, output.terminal_width()))
    color = not to_file and output.wants_color(options["color"])
    parts = []
    if part.starts != ():
        diagram = part.diagram
        parts.append(
            tree.render(diagram, part.starts, upwards=part.upwards, width=width, color=color)
        )
    if part.dependents is not None:
        parts.append(said.dependents_in_words(part.dependents, width))
    elif part.ways is not None:
        parts.append(said.ways_in_words(part.ways, part.diagram, width))
    else:
        counts = said.diagram_counts(part.diagram, width)
        if part.starts is None and not options["around_findings"]:
            in_graph = len(part.picture.graph.campaigns)
            outside = answers.outside(seen.instance, in_graph)
            counts += said.outside_in_words(outside, width)
        parts.append(counts)
    return "\n".join(part for part in parts if part)


def _dot(_seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import dot

    return dot.render(part.diagram, title=part.title)


def _mermaid(_seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import mermaid

    text = mermaid.render(part.diagram)
    if len(part.diagram.edges) > mermaid.MOST_EDGES or len(text) > mermaid.MOST_TEXT:
        click.echo(
            f"campaignlint: Mermaid by itself draws {mermaid.MOST_EDGES} edges of "
            f"{mermaid.MOST_TEXT:,} characters, and here are {len(part.diagram.edges):,} of "
            f"{len(text):,}: set its maxEdges and maxTextSize, or narrow the graph",
            err=True,
        )
    return text


def _graphml(_seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import graphml

    return graphml.render(part.diagram)


def _json(seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import json as document
    from campaignlint.drawing import queries as answers

    return document.render(
        part.diagram,
        answers.outside(seen.instance, len(part.picture.graph.campaigns)),
        version=__version__,
        dependents=part.dependents,
        ways=part.ways,
    )


def _svg(_seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import svg

    return svg.render_file(part.diagram, title=part.title)


def _html(_seen: View, part: _Part, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import query_text as said
    from campaignlint.report.html import graph_page as page

    wide = 10_000
    summary = said.diagram_counts(part.diagram, wide).splitlines()
    if part.dependents is not None:
        summary = said.dependents_in_words(part.dependents, wide).splitlines()
    elif part.ways is not None:
        summary = said.ways_in_words(part.ways, part.diagram, wide).splitlines()
    notes = (note.replace("`", "") for note in part.notes)  # a terminal's way to mark code
    return page.render(part.diagram, title=part.title, summary=(*summary, *notes))


_RENDERERS: dict[str, Callable[[View, _Part, dict[str, Any]], str]] = {
    "text": _text,
    "dot": _dot,
    "mermaid": _mermaid,
    "graphml": _graphml,
    "json": _json,
    "svg": _svg,
    "html": _html,
}
