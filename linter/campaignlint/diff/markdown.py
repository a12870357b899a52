"""The comparison as Markdown: a comment on a pull request.

Texts of the export are plain words or code spans, as in the Markdown report of `check`.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from campaignlint.diff.effects import Affected, BrokenReference
from campaignlint.drawing import mermaid
from campaignlint.report.markdown import (
    MAX_COMMENT_BYTES,
    code,
    finding_item,
    prose,
)
from campaignlint.text import (
    escape_control_characters,
    escape_marked_ci_commands,
    format_list,
    pluralize,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaignlint.diff.alignment import Detail
    from campaignlint.diff.changes import Change
    from campaignlint.diff.comparison import Comparison
    from campaignlint.diff.effects import Effect

_MAX_LENGTH = 300
_MAX_DETAILS = 40
"""Edits of one asset that are listed."""
_MAX_DIAGRAM_BYTES = 15_000


@dataclass(frozen=True, slots=True)
class _Section:
    """A section with a heading."""

    opening: str
    items: Sequence[str]
    """The first items; there is no space for others."""
    number: int
    """The number of all items."""
    noun: str
    """The singular noun for an item."""
    closing: str = "\n"

    def text(self, number: int) -> str:
        """Return the section with its first items; without items, nothing."""
        items = "".join(self.items[:number])
        return f"{self.opening}{items}{self.closing}" if items else ""


def render(comparison: Comparison, *, limit: int = MAX_COMMENT_BYTES) -> str:
    """Return the comparison in at most `limit` bytes, with the number of omitted items."""
    head = f"### campaignlint diff\n\n**{comparison.summary}**\n\n"
    sections = list(_sections(comparison, limit))
    frames = "".join(f"{section.opening}{section.closing}" for section in sections)
    everything = _describe_omitted((section.noun, section.number) for section in sections)
    numbers = _select(sections, limit - _size(f"{head}{frames}{everything}"))
    shown = list(zip(sections, numbers, strict=True))
    body = "".join(section.text(number) for section, number in shown)
    left = _describe_omitted((section.noun, section.number - number) for section, number in shown)
    return f"{(head + body + left).rstrip()}\n"


def _select(sections: Sequence[_Section], space: int) -> list[int]:
    """Return the number of items of each section: an equal share, then the rest in order."""
    sizes = [list(map(_size, section.items)) for section in sections]
    numbers = [_count_fitting(size, space // len(sections)) for size in sizes]
    space -= sum(sum(each[:number]) for each, number in zip(sizes, numbers, strict=True))
    for index, each in enumerate(sizes):
        more = _count_fitting(each[numbers[index] :], space)
        space -= sum(each[numbers[index] : numbers[index] + more])
        numbers[index] += more
    return numbers


def _count_fitting(sizes: Sequence[int], space: int) -> int:
    """Return the number of first items that fit."""
    return sum(total <= space for total in accumulate(sizes))


def _size(text: str) -> int:
    return len(text.encode())


def _describe_omitted(numbers: Iterable[tuple[str, int]]) -> str:
    counts = [pluralize(number, noun) for noun, number in numbers if number]
    if not counts:
        return ""
    text = f"Omitted to save space: {format_list(counts)}."
    return f"{text} `campaignlint diff -f json` lists them all.\n"


def _sections(comparison: Comparison, limit: int) -> Iterator[_Section]:
    def section(
        opening: str, texts: Iterable[str], number: int, noun: str, closing: str = "\n"
    ) -> _Section:
        return _Section(opening, list(_take(limit, texts)), number, noun, closing)

    new, changes, fixed = comparison.new, comparison.changes, comparison.fixed
    if new:
        yield section("#### New findings\n\n", map(finding_item, new), len(new), "new finding")
    if changes:
        yield section("#### Changes\n\n", map(_change, changes), len(changes), "changed asset")
    diagram = _diagram(comparison)
    if diagram:
        yield section("#### Calls\n\n", [diagram], 1, "diagram")
    for title, effects in comparison.effects.sections():
        items = (f"- {_effect(effect)}\n" for effect in effects)
        opening = _opening(f"{title}: {len(effects):,}")
        yield section(opening, items, len(effects), _NOUNS[title], _CLOSING)
    if fixed:
        opening = _opening(f"Fixed findings: {len(fixed):,}")
        yield section(opening, map(finding_item, fixed), len(fixed), "fixed finding", _CLOSING)


def _take(limit: int, texts: Iterable[str]) -> Iterator[str]:
    """Yield the first texts, in at most `limit` bytes."""
    for text in texts:
        limit -= _size(text)
        if limit < 0:
            return
        yield text


_NOUNS = {
    "Calls added": "added call",
    "Calls removed": "removed call",
    "Activations added": "added activation",
    "Activations removed": "removed activation",
    "Broken references": "broken reference",
    "Affected campaigns": "affected campaign",
}


_CLOSING = "\n</details>\n\n"


def _opening(title: str) -> str:
    return f"<details>\n<summary>{title}</summary>\n\n"


def _effect(effect: Effect) -> str:
    if isinstance(effect, Affected):
        return f"{code(effect.campaign.path, _MAX_LENGTH)}{effect.role}"
    if isinstance(effect, BrokenReference):
        target = code(effect.target, _MAX_LENGTH) or "its target"
        return f"{code(effect.place, _MAX_LENGTH)}: {target} is no longer in the export"
    source, target = (code(end.path, _MAX_LENGTH) for end in (effect.source, effect.target))
    event = f": {prose(effect.event, _MAX_LENGTH)}" if effect.event else ""
    return f"{source} {effect.verb} {target}{event}"


def _change(change: Change) -> str:
    if not change.details:
        return f"- {change.kind} {code(change.name, _MAX_LENGTH)} {change.change}\n"
    title = escape_marked_ci_commands(escape_control_characters(change.title))
    if len(title) > _MAX_LENGTH:
        title = f"{title[: _MAX_LENGTH - 3]}..."
    edits = [f"- {_detail(detail)}\n" for detail in change.details[:_MAX_DETAILS]]
    if len(change.details) > _MAX_DETAILS:
        edits.append(f"- and {len(change.details) - _MAX_DETAILS:,} more\n")
    summary = f"<code>{html.escape(title)}</code>: {pluralize(len(change.details), 'edit')}"
    return f"\n{_opening(summary)}{''.join(edits)}{_CLOSING}"


def _detail(detail: Detail) -> str:
    old, new = detail.old or "empty", detail.new or "empty"
    label = detail.text.removesuffix(f": {old} -> {new}")
    if label == detail.text:
        return prose(label, _MAX_LENGTH)
    return f"{prose(label, _MAX_LENGTH)}: {code(old, _MAX_LENGTH)} to {code(new, _MAX_LENGTH)}"


def _diagram(comparison: Comparison) -> str:
    """Return the calls that were added or removed as a Mermaid diagram; "" if it is too large."""
    diagram = comparison.effects.diagram
    if not diagram.edges:
        return ""
    text = escape_marked_ci_commands(mermaid.render(diagram))
    left_out = diagram.left_out.calls
    more = f"And {pluralize(left_out, 'more call')}, not drawn.\n\n" if left_out else ""
    drawing = f"```mermaid\n{text}```\n\n{more}"
    return drawing if _size(drawing) <= _MAX_DIAGRAM_BYTES else ""
