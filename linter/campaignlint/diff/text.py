"""The comparison as text: new findings, changes, effects, fixed findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaignlint.report.concise import finding_line
from campaignlint.text import escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.diff.comparison import Comparison

_COLORS = {"added": "green", "removed": "red"}


def render(comparison: Comparison, *, color: bool = False) -> str:
    """Return the comparison as lines of text."""
    lines = "".join(f"{line}\n" for line in _lines(comparison, color=color))
    return escape_ci_commands(lines)


def _lines(comparison: Comparison, *, color: bool) -> Iterator[str]:
    def style(text: str, fg: str | None = None, *, bold: bool = False) -> str:
        shown = escape_control_characters(text)
        return click.style(shown, fg=fg, bold=bold or None) if color and (fg or bold) else shown

    def section(title: str, lines: Iterable[str]) -> Iterator[str]:
        found = [f"  {line}" for line in lines]
        if found:
            yield from (style(f"{title}:", bold=True), *found, "")

    yield from section(
        "New findings", (finding_line(finding, color=color) for finding in comparison.new)
    )
    for change in comparison.changes:
        yield style(change.title, _COLORS.get(change.change), bold=True)
        yield from (
            f"  {style(detail.text, _COLORS.get(detail.edit))}" for detail in change.details
        )
    if comparison.changes:
        yield ""
    for title, effects in comparison.effects.sections():
        yield from section(title, (style(effect.text) for effect in effects))
    fixed = (finding_line(finding, color=color) for finding in comparison.fixed)
    yield from section("Fixed findings", fixed)
    yield style(comparison.summary, bold=True)
