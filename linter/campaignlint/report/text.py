"""The text report: findings grouped by asset, the most severe last, then the summary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len, set_cell_size

from campaignlint.model.finding import SEVERITIES
from campaignlint.report.summary import summary, today
from campaignlint.text import escape_ci_commands, escape_control_characters, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.locating.locations import Excerpt, Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_MAX_RELATED = 4
_MIN_WIDTH = 40
_MAX_WIDTH = 100
_INDENT = "  "
_HANGING_INDENT = "    "


def render(
    report: Report,
    *,
    width: int = 80,
    color: bool = False,
    show_source: bool = False,
    quiet: bool = False,
) -> str:
    """Return the report as text.

    Args:
        report: the report.
        width: the number of columns; lines have between 40 and 100.
        color: whether to color it with ANSI escapes.
        show_source: whether to show the lines of JSON and the related locations.
        quiet: whether to leave out the summary.

    """
    page = _Page(max(_MIN_WIDTH, min(width, _MAX_WIDTH)), color, show_source)
    lines: list[str] = []
    for asset, findings in _group_by_asset(report.findings):
        lines += page.heading(asset)
        for finding in findings:
            lines += page.finding(finding, asset)
    if quiet:
        return escape_ci_commands("".join(f"{line}\n" for line in lines))
    if lines:
        lines.append("")
    fg = "green" if not report.findings and not report.is_incomplete else None
    verdict, *rest = summary(report)
    lines += (page.style(line, fg=fg, bold=True) for line in page.wrap(verdict))
    for sentence in (*today(report), *rest):
        lines += page.wrap(sentence)
    return escape_ci_commands("\n".join(lines) + "\n")


def _group_by_asset(findings: Iterable[LocatedFinding]) -> list[tuple[str, list[LocatedFinding]]]:
    """Return the findings by asset; the most severe are last, next to the prompt."""
    by_asset: dict[str, list[LocatedFinding]] = {}
    for finding in findings:
        by_asset.setdefault(_asset(finding), []).append(finding)
    for each in by_asset.values():
        each.sort(key=_severity)
    return sorted(by_asset.items(), key=lambda item: _severity(item[1][-1]))


def _severity(finding: LocatedFinding) -> int:
    return -SEVERITIES.index(finding.severity)


def _asset(finding: LocatedFinding) -> str:
    """Return the asset path without the part of the asset: its steps, choices or filters."""
    return _PART.sub("", finding.place)


_PART = re.compile(r"(?: > (?:flow step|choice|trigger|filter|condition) \d+)+$")


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    color: bool
    show_source: bool

    def style(
        self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False
    ) -> str:
        if not self.color or not text:
            return text
        return click.style(text, fg=fg, bold=bold or None, dim=dim or None)

    def wrap(self, text: str, *, first: str = "", following: str = "") -> list[str]:
        """Wrap the text between words; a word that is too long has its own line."""
        lines = [first]
        is_empty = True
        for word in _WORD.findall(escape_control_characters(text)):
            if not is_empty and cell_len(lines[-1]) + 1 + cell_len(word) > self.width:
                lines.append(following)
                is_empty = True
            lines[-1] += word if is_empty else f" {word}"
            is_empty = False
        return lines

    def heading(self, asset: str) -> Iterator[str]:
        for line in self.wrap(asset, following=_HANGING_INDENT):
            yield self.style(line, bold=True)

    def finding(self, finding: LocatedFinding, asset: str) -> Iterator[str]:
        lead = f"{_INDENT}{finding.severity}: "
        title, *rest = self.wrap(
            f"{finding.message} [{finding.rule}]", first=lead, following=_HANGING_INDENT
        )
        fg = COLORS[finding.severity]
        yield self.style(lead, fg=fg, bold=True) + title[len(lead) :]
        yield from rest
        where = _where(finding.location)
        part = finding.place[len(asset) :].removeprefix(" > ")
        place = f"{part} ({where})" if part else where
        yield from self._line(place if where != asset else "")
        if self.show_source:
            gutter = f"{_HANGING_INDENT}{' ' * _gutter(finding.location.excerpt)}"
            if finding.location.excerpt is not None:
                yield from self._frame(finding.location.excerpt, gutter, fg)
            yield from self._related_lines(finding, gutter)
        if finding.help:
            yield from self._line(f"help: {finding.help}")

    def _line(self, text: str) -> Iterator[str]:
        if text:
            lines = self.wrap(text, first=_HANGING_INDENT, following=f"{_HANGING_INDENT}  ")
            yield from (self.style(line, dim=True) for line in lines)

    def _frame(self, excerpt: Excerpt, gutter: str, color: str) -> Iterator[str]:
        edge = self._arrow("|")
        lines, mark_start, mark_end = _dedent(excerpt)
        yield f"{gutter} {edge}"
        room = self.width - len(gutter) - 3
        for number, line in enumerate(lines, excerpt.first_line):
            before = ""
            rest = escape_control_characters(line)
            if number == excerpt.mark_line:
                before, rest = (
                    escape_control_characters(line[:mark_start]),
                    escape_control_characters(line[mark_start:]),
                )
                if cell_len(before + rest) > room:
                    before = _truncate_start(before, room // 2)
            shown = _truncate_end(before + rest, room)
            yield f"{self._arrow(str(number).rjust(len(gutter)))} {edge} {shown}".rstrip()
            if number == excerpt.mark_line:
                lead = cell_len(before)
                length = cell_len(escape_control_characters(line[mark_start:mark_end]))
                mark = "^" * max(1, min(length, room - lead))
                yield f"{gutter} {edge} {' ' * lead}{self.style(mark, fg=color, bold=True)}"
        yield f"{gutter} {edge}"

    def _related_lines(self, finding: LocatedFinding, gutter: str) -> Iterator[str]:
        for other in finding.related[:_MAX_RELATED]:
            yield from self._note(f"{other.message}: {other.place}", gutter)
            yield f"{gutter}     {self._arrow('-->')} {_where(other.location)}"
        if len(finding.related) > _MAX_RELATED:
            rest = pluralize(finding.related_count - _MAX_RELATED, "more location")
            yield from self._note(f"and {rest}{_format_hint(finding)}", gutter)

    def _note(self, text: str, gutter: str) -> Iterator[str]:
        lead = f"{gutter} = "
        lines = self.wrap(text, first=lead, following=f"{gutter}   ")
        yield self._arrow(lead) + lines[0][len(lead) :]
        yield from lines[1:]

    def _arrow(self, text: str) -> str:
        return self.style(text, fg="blue", bold=True)


def _gutter(excerpt: Excerpt | None) -> int:
    last = excerpt.first_line + len(excerpt.lines) - 1 if excerpt else 0
    return max(2, len(str(last)))


def _format_hint(finding: LocatedFinding) -> str:
    if finding.more_related:
        return f"; -f json lists the first {len(finding.related)}"
    return ", which -f json lists"


def _where(location: Location) -> str:
    file = escape_control_characters(location.file)
    return file if location.line is None else f"{file}:{location.line}:{location.column}"


_WORD = re.compile(r"(?:flow step|choice|trigger|filter|condition) \d\S*|\S+")
"""A word, or a part of an asset path with its number: lines do not break inside."""
_ELLIPSIS = "..."


def _truncate_end(text: str, room: int) -> str:
    """Truncate the text at its end."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - len(_ELLIPSIS)).rstrip() + _ELLIPSIS


def _truncate_start(text: str, room: int) -> str:
    """Truncate the text at its start."""
    if cell_len(text) <= room:
        return text
    return _ELLIPSIS + set_cell_size(text[::-1], room - len(_ELLIPSIS)).rstrip()[::-1]


def _dedent(excerpt: Excerpt) -> tuple[list[str], int, int]:
    """Return the lines without their common indentation, and the columns of the mark in them."""
    indents = [len(line) - len(line.lstrip(" \t")) for line in excerpt.lines if line.strip()]
    shared = min(indents, default=0)
    lines = [line[shared:].replace("\t", " ") for line in excerpt.lines]
    return lines, excerpt.mark_start - shared, excerpt.mark_end - shared
