"""The comparison as text: new findings, changes, effects, fixed findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.text import escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.diff.comparison import Comparison
    from campaignlint.report.model import LocatedFinding


def render(comparison: Comparison) -> str:
    """Return the comparison as lines of text."""
    lines = map(escape_control_characters, _lines(comparison))
    return escape_ci_commands("".join(f"{line}\n" for line in lines))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from _section("New findings", map(_finding, comparison.new))
    for change in comparison.changes:
        yield change.title
        yield from (f"  {detail.text}" for detail in change.details)
    for title, effects in comparison.effects.sections():
        yield from _section(title, (each.text for each in effects))
    yield from _section("Fixed findings", map(_finding, comparison.fixed))
    yield comparison.summary


def _finding(finding: LocatedFinding) -> str:
    return f"{finding.severity}[{finding.rule}] {finding.place}: {finding.message}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield f"{title}:"
        yield f"  {line}"
