"""The Markdown report: a comment on a pull request, or a job summary.

Text from an export or a rule pack becomes plain words or code spans. GitHub renders mentions,
references to issues and commits, URLs and emoji even after a backslash, but not in code spans.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from campaignlint.model.finding import SEVERITIES
from campaignlint.report.summary import summary
from campaignlint.text import (
    escape_control_characters,
    escape_marked_ci_commands,
    format_list,
    pluralize,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

MAX_COMMENT_BYTES = 65_000
"""The maximum size of a comment in bytes; GitHub accepts 65,536 characters."""


def render(report: Report, *, limit: int = MAX_COMMENT_BYTES) -> str:
    """Return the report in at most `limit` bytes: a section per rule, the most severe first.

    If there is too little space, the least severe findings are omitted and counted. Every rule
    keeps its section while there is space, and every rule lists its first errors before any rule
    lists all of them.
    """
    groups = _groups(report)
    head = "".join(f"{paragraph}\n\n" for paragraph in _head(report))
    everything = Counter(finding.severity for finding in report.findings)
    budget = _Budget(limit - _size(head) - _size(_describe_omitted(everything)))
    sections = [group for group in groups if budget.takes(group.frame)]
    left = +everything
    body = ""
    for group, parts in zip(sections, _select_items(sections, budget), strict=True):
        left[group.severity] -= len(parts)
        body += group.text(parts)
    return f"{(head + body + _describe_omitted(left)).rstrip()}\n"


_MIN_ERRORS = 5
"""The number of errors of each rule that are listed first."""


def _select_items(sections: Sequence[_Group], budget: _Budget) -> list[list[str]]:
    """Return the items of each section for which there is space."""
    pending = [group.items() for group in sections]
    firsts = [_MIN_ERRORS if group.severity == "error" else 0 for group in sections]
    shown = [
        list(takewhile(budget.takes, islice(items, number)))
        for items, number in zip(pending, firsts, strict=True)
    ]
    return [
        [*first, *takewhile(budget.takes, items)]
        for items, first in zip(pending, shown, strict=True)
    ]


class _Budget:
    """A number of bytes; after the first text that does not fit, no other fits."""

    def __init__(self, size: int) -> None:
        self._left = size

    def takes(self, text: str) -> bool:
        self._left -= _size(text)
        return self._left >= 0


def _size(text: str) -> int:
    return len(text.encode())


# Summary and omissions

_MAX_SENTENCES = 10
_MAX_SENTENCE_LENGTH = 300


def _head(report: Report) -> Iterator[str]:
    verdict, *rest = summary(report)
    yield "### campaignlint"
    yield f"**{prose(verdict, _MAX_SENTENCE_LENGTH)}**"
    for sentence in rest[:_MAX_SENTENCES]:
        yield prose(sentence, _MAX_SENTENCE_LENGTH)
    if len(rest) > _MAX_SENTENCES:
        yield f"And {pluralize(len(rest) - _MAX_SENTENCES, 'more sentence')}."


def _describe_omitted(numbers: Mapping[Severity, int]) -> str:
    counts = [
        pluralize(numbers[severity], severity) for severity in SEVERITIES if numbers.get(severity)
    ]
    if not counts:
        return ""
    omitted = format_list(counts)
    return f"Omitted to save space: {omitted}. `campaignlint check -f json` lists them all.\n"


# A section for each rule

_MAX_NAME_LENGTH = 100
_MAX_PLACE_LENGTH = 200
_MAX_MESSAGE_LENGTH = 600
_MAX_HELP_LENGTH = 400
_OMITTED = "- omitted to save space\n"


@dataclass(frozen=True, slots=True)
class _Group:
    """The findings of one rule with one severity."""

    rule: str
    severity: Severity
    findings: Sequence[LocatedFinding]

    @property
    def frame(self) -> str:
        """The longest text of the section without findings."""
        more = f"- and {len(self.findings):,} more\n"
        return self._section(max(more, _OMITTED, key=len))

    def text(self, items: Sequence[str]) -> str:
        left = len(self.findings) - len(items)
        if not items:
            return self._section(_OMITTED)
        return self._section("".join(items) + (f"- and {left:,} more\n" if left else ""))

    def _section(self, list_: str) -> str:
        return f"{self._opening()}{list_}\n</details>\n\n"

    def items(self) -> Iterator[str]:
        shared = self._shared_help()
        for finding in self.findings:
            own = finding.help if not shared else ""
            yield finding_item(finding, own)

    def _opening(self) -> str:
        shared = self._shared_help()
        return (
            f"<details{' open' if self.severity == 'error' else ''}>\n"
            f"<summary>{pluralize(len(self.findings), self.severity)}: "
            f"<code>{html.escape(_truncate(self.rule, _MAX_NAME_LENGTH))}</code></summary>\n\n"
            + (f"Help: {prose(shared, _MAX_HELP_LENGTH)}\n\n" if shared else "")
        )

    def _shared_help(self) -> str:
        """Return the help that all findings share, to print it once; "" if it differs."""
        helps = {finding.help for finding in self.findings}
        return helps.pop() if len(helps) == 1 else ""


def _groups(report: Report) -> list[_Group]:
    found: dict[tuple[Severity, str], list[LocatedFinding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.severity, finding.rule].append(finding)
    groups = [_Group(rule, severity, findings) for (severity, rule), findings in found.items()]
    return sorted(
        groups, key=lambda each: (SEVERITIES.index(each.severity), -len(each.findings), each.rule)
    )


def finding_item(finding: LocatedFinding, help_: str = "") -> str:
    """Return a finding as a list item."""
    message = prose(finding.message, _MAX_MESSAGE_LENGTH)
    where = code(_where(finding.location), _MAX_PLACE_LENGTH)
    if finding.place == finding.location.file:
        text = f"{where}: {message}"
    else:
        text = f"{code(finding.place, _MAX_PLACE_LENGTH)}: {message} ({where})"
    if help_:
        text += f"; help: {prose(help_, _MAX_HELP_LENGTH)}"
    return f"- {text}\n"


def _where(location: Location) -> str:
    return location.file if location.line is None else f"{location.file}:{location.line}"


# Escaping


def code(text: str, max_length: int) -> str:
    """Return a code span; backticks in the text are escaped."""
    truncated = _truncate(text, max_length).replace("`", r"\u0060")
    return f"`{truncated}`" if truncated else ""


def prose(text: str, max_length: int) -> str:
    """Return a sentence in which everything but plain words and numbers is in code spans."""
    pieces: list[_Piece] = []
    for match in _PIECE.finditer(_truncate(text, max_length).strip()):
        for piece in _pieces(match, is_first=not pieces):
            _append(pieces, piece)
    return "".join(piece.markdown for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    raw: str
    is_code: bool
    inner: str = ""
    """The text between the quotes of a quotation."""

    @property
    def markdown(self) -> str:
        text = self.inner or self.raw
        return code(text, len(text)) if self.is_code else text


_PIECE = re.compile(
    r"""
    (?<!\w) ' (?P<single> [^']+ ) ' (?!\w)
    | (?<!\w) " (?P<double> [^"]+ ) " (?!\w)
    | ` (?P<ticked> [^`]+ ) `
    | (?P<space> [ ]+ )
    | (?P<word> (?: (?! (?<!\w) (?P<mark> ['"] ) .+? (?P=mark) (?!\w) | ` [^`]+ ` ) [^ ] )+ )
    """,
    re.VERBOSE,
)
"""A quotation, spaces, or a word up to the next quotation."""

_CLOSING = ").,;:?"
"""Punctuation after a word; an opening parenthesis may come before it."""

_LETTERS = r"(?![0-9A-Fa-f]{7})[A-Za-z]+"
_PLAIN = re.compile(rf"(?:{_LETTERS}(?:[-']{_LETTERS})*|\d{{1,6}}(?:,\d{{3}})*)?")
"""Words and numbers. GitHub links seven hexadecimal digits as a commit."""

_LIST_MARKER = re.compile(r"\d+[.)]")


def _pieces(match: re.Match[str], *, is_first: bool) -> Iterator[_Piece]:
    if inner := match["single"] or match["double"] or match["ticked"]:
        yield _Piece(match[0], is_code=True, inner=inner)
        return
    if match["space"] or (is_first and _LIST_MARKER.match(match[0])):
        yield _Piece(match[0], is_code=not match["space"])
        return
    rest = match[0].lstrip("(")
    core = rest.rstrip(_CLOSING)
    parts = (
        (match[0].removesuffix(rest), False),
        (core, not _PLAIN.fullmatch(core)),
        (rest.removeprefix(core), False),
    )
    yield from (_Piece(part, is_code=is_code) for part, is_code in parts if part)


def _append(pieces: list[_Piece], piece: _Piece) -> None:
    """Add a piece; merge adjacent code, including code after a space."""
    if piece.is_code and pieces:
        before = pieces[-2:] if pieces[-1].raw.isspace() and not pieces[-1].is_code else pieces[-1:]
        if before[0].is_code:
            del pieces[-len(before) :]
            piece = _Piece("".join(each.raw for each in (*before, piece)), is_code=True)
    pieces.append(piece)


def _truncate(text: str, max_length: int) -> str:
    truncated = escape_marked_ci_commands(escape_control_characters(text))
    return truncated if len(truncated) <= max_length else f"{truncated[: max_length - 3]}..."
