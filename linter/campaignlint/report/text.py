"""The report for people: each finding with its place in Marketo's words above the JSON lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len, set_cell_size

from campaignlint.report.summary import summary
from campaignlint.text import counted, escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.locating.locations import Excerpt, Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_RELATED_SHOWN = 4
_NARROWEST = 40
_WIDEST = 100


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The report as text of at most `width` columns, with ANSI colours where asked for."""
    page = _Page(max(_NARROWEST, min(width, _WIDEST)), color)
    lines: list[str] = []
    for finding in report.findings:
        lines += page.finding(finding)
        lines.append("")
    colour = "green" if not report.findings and not report.is_incomplete else None
    verdict, *rest = summary(report)
    lines += (page.styled(line, fg=colour, bold=True) for line in page.wrapped(verdict))
    for sentence in rest:
        lines += page.wrapped(sentence)
    return escape_ci_commands("\n".join(lines) + "\n")


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    color: bool

    def styled(self, text: str, *, fg: str | None = None, bold: bool = False) -> str:
        return click.style(text, fg=fg, bold=bold or None) if self.color and text else text

    def wrapped(self, text: str, *, first: str = "", following: str = "") -> list[str]:
        """The text in lines that fit, broken between words; a longer word has a line to itself."""
        lines = [first]
        is_empty = True
        for word in _WORD.findall(escape_control_characters(text)):
            if not is_empty and cell_len(lines[-1]) + 1 + cell_len(word) > self.width:
                lines.append(following)
                is_empty = True
            lines[-1] += word if is_empty else f" {word}"
            is_empty = False
        return lines

    def finding(self, finding: LocatedFinding) -> Iterator[str]:
        colour = COLOURS[finding.severity]
        headline = f"{finding.severity}[{finding.rule}]"
        title, *rest = self.wrapped(f"{headline}: {finding.message}", following="  ")
        yield self.styled(headline, fg=colour, bold=True) + self.styled(
            title[len(headline) :], bold=True
        )
        yield from (self.styled(line, bold=True) for line in rest)
        gutter = " " * _gutter(finding.location.excerpt)
        yield f"{gutter}{self._arrow('-->')} {_where(finding.location)}"
        if finding.place != finding.location.file:
            edge = f"{gutter} | "
            for line in self.wrapped(finding.place, first=edge, following=f"{edge}  "):
                yield self._arrow(edge) + self.styled(line[len(edge) :], bold=True)
        if finding.location.excerpt is not None:
            yield from self._frame(finding.location.excerpt, gutter, colour)
        yield from self._related(finding, gutter)
        if finding.help:
            yield from self._note(f"help: {finding.help}", gutter)

    def _frame(self, excerpt: Excerpt, gutter: str, colour: str) -> Iterator[str]:
        edge = self._arrow("|")
        lines, mark_start, mark_end = _dedented(excerpt)
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
                    before = _end(before, room // 2)
            shown = _start(before + rest, room)
            yield f"{self._arrow(str(number).rjust(len(gutter)))} {edge} {shown}".rstrip()
            if number == excerpt.mark_line:
                lead = cell_len(before)
                length = cell_len(escape_control_characters(line[mark_start:mark_end]))
                mark = "^" * max(1, min(length, room - lead))
                yield f"{gutter} {edge} {' ' * lead}{self.styled(mark, fg=colour, bold=True)}"
        yield f"{gutter} {edge}"

    def _related(self, finding: LocatedFinding, gutter: str) -> Iterator[str]:
        for other in finding.related[:_RELATED_SHOWN]:
            yield from self._note(f"{other.message}: {other.place}", gutter)
            yield f"{gutter}     {self._arrow('-->')} {_where(other.location)}"
        if len(finding.related) > _RELATED_SHOWN:
            rest = counted(finding.count_of_related - _RELATED_SHOWN, "more place")
            yield from self._note(f"and {rest}{_listed(finding)}", gutter)

    def _note(self, text: str, gutter: str) -> Iterator[str]:
        lead = f"{gutter} = "
        lines = self.wrapped(text, first=lead, following=f"{gutter}   ")
        yield self._arrow(lead) + lines[0][len(lead) :]
        yield from lines[1:]

    def _arrow(self, text: str) -> str:
        return self.styled(text, fg="blue", bold=True)


def _gutter(excerpt: Excerpt | None) -> int:
    last = excerpt.first_line + len(excerpt.lines) - 1 if excerpt else 0
    return max(2, len(str(last)))


def _listed(finding: LocatedFinding) -> str:
    if finding.more_related:
        return f"; -f json lists the first {len(finding.related)}"
    return ", which -f json lists"


def _where(location: Location) -> str:
    file = escape_control_characters(location.file)
    return file if location.line is None else f"{file}:{location.line}:{location.column}"


_WORD = re.compile(r"(?:flow step|choice|trigger|filter|condition) \d\S*|\S+")
"""What a line is not broken in: a word, or a place with its number."""
_CUT = "..."


def _start(text: str, room: int) -> str:
    """The text, or as much of its start as there is room for."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - len(_CUT)).rstrip() + _CUT


def _end(text: str, room: int) -> str:
    """The text, or as much of its end as there is room for."""
    if cell_len(text) <= room:
        return text
    return _CUT + set_cell_size(text[::-1], room - len(_CUT)).rstrip()[::-1]


def _dedented(excerpt: Excerpt) -> tuple[list[str], int, int]:
    """The lines without the indentation that they share, and where the mark then stands."""
    indents = [len(line) - len(line.lstrip(" \t")) for line in excerpt.lines if line.strip()]
    shared = min(indents, default=0)
    lines = [line[shared:].replace("\t", " ") for line in excerpt.lines]
    return lines, excerpt.mark_start - shared, excerpt.mark_end - shared
