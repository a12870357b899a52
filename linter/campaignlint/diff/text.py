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
        suffix = "" if change.change == "changed" else f" {change.change}"
        yield f"{change.kind} {change.name}{suffix}"
        yield from (f"  {detail.text}" for detail in change.details)
    effects = comparison.effects
    yield from _section("Calls added", (each.text for each in effects.calls.added))
    yield from _section("Calls removed", (each.text for each in effects.calls.removed))
    yield from _section("Activations added", (each.text for each in effects.activations.added))
    yield from _section("Activations removed", (each.text for each in effects.activations.removed))
    yield from _section("Broken references", (each.text for each in effects.broken))
    yield from _section("Affected campaigns", (each.text for each in effects.affected))
    yield from _section("Fixed findings", map(_finding, comparison.fixed))
    yield comparison.summary


def _finding(finding: LocatedFinding) -> str:
    return f"{finding.severity}[{finding.rule}] {finding.place}: {finding.message}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield f"{title}:"
        yield f"  {line}"
