"""The comparison as one HTML page: before and after side by side, with the graph of calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from campaignlint.diff.alignment import Alignment
from campaignlint.diff.items import rule_items, step_items
from campaignlint.drawing import svg
from campaignlint.drawing.legend import legend
from campaignlint.report.html import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint.diff.alignment import Detail, Item
    from campaignlint.diff.changes import Change, Sides
    from campaignlint.diff.comparison import Comparison

_MAX_OPEN = 20
"""The maximum number of changed assets whose details are open."""
_LISTS = ("flow step", "trigger", "filter ")
"""The prefixes of the places of list elements."""


def render(comparison: Comparison, *, title: str) -> str:
    """Render the page."""
    diagram = comparison.effects.diagram
    drawing = ""
    if diagram.edges:
        drawing = svg.render(diagram, title="Calls added and removed", with_style=False)
    return pages.render(
        "diff.html.jinja",
        extra_style=pages.read_file("diff.css"),
        kind="diff",
        title=title,
        comparison=comparison,
        diagram=diagram,
        drawing=drawing,
        legend=legend(diagram),
        changes=[(change, _tables(change)) for change in comparison.changes],
        is_open=len(comparison.changes) <= _MAX_OPEN,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table; None if one of the states does not have it."""

    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    edit: Literal["same", "changed", "moved", "added", "removed"]
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    title: str
    rows: list[_Row]


def _tables(change: Change) -> list[_Table]:
    """Return the settings that changed, and the whole flow and smart list if they changed."""
    sides = change.sides
    tables = []
    rows = [] if sides is None else [detail for detail in change.details if _is_in_list(detail)]
    settings = [_setting(detail) for detail in change.details if detail not in rows]
    if settings:
        tables.append(_Table("", settings))
    for title, noun, (old, new) in () if sides is None else _lists(sides):
        if any(detail.place.startswith(noun) for detail in rows):
            tables.append(_Table(title, list(_rows(old, new))))
    return tables


def _is_in_list(detail: Detail) -> bool:
    return detail.place.startswith(_LISTS) and detail.place != "filters match"


def _setting(detail: Detail) -> _Row:
    """Return the row of an edit; if values are redacted, its text."""
    if detail.old is None and detail.new is None:
        return _Row((), (), detail.edit, detail.text)
    noun = detail.what.removeprefix("flow ")
    before, after = (None if text is None else (text,) for text in (detail.old, detail.new))
    return _Row(before, after, detail.edit, noun[:1].upper() + noun[1:])


def _lists(sides: Sides) -> Iterator[tuple[str, str, tuple[list[Item], list[Item]]]]:
    old, new = sides.old, sides.new
    rename_old, rename_new = sides.matches.rename_old, sides.matches.rename_new
    triggers = rule_items(old.triggers, rename_old), rule_items(new.triggers, rename_new)
    filters = rule_items(old.filters, rename_old), rule_items(new.filters, rename_new)
    yield "Triggers", "trigger", triggers
    yield "Filters", "filter ", filters
    yield "Flow", "flow step", (step_items(old, rename_old), step_items(new, rename_new))
    old.release_views()
    new.release_views()


def _rows(old: Sequence[Item], new: Sequence[Item]) -> Iterator[_Row]:
    alignment = Alignment(old, new)
    moved_to = dict(alignment.pairs)
    moved_from = {at: index for index, at in alignment.pairs}
    for index, at in alignment.rows():
        before = None if index is None else _lines(index, old[index])
        after = None if at is None else _lines(at, new[at])
        if index is None and at in moved_from:
            yield _Row(None, (*(after or ()), f"(was {moved_from[at] + 1})"), "moved")
        elif at is None and index in moved_to:
            yield _Row((*(before or ()), f"(now {moved_to[index] + 1})"), None, "moved")
        elif index is None or at is None:
            yield _Row(before, after, "added" if index is None else "removed")
        else:
            is_same = old[index].content == new[at].content
            yield _Row(before, after, "same" if is_same else "changed")


def _lines(index: int, item: Item) -> tuple[str, ...]:
    """Return an element with its number, and a line for each of several choices."""
    if len(item.parts) < 2:  # noqa: PLR2004 - several
        return (f"{index + 1}. {item.text}",)
    return (f"{index + 1}. {item.name}", *(part.value for part in item.parts))
