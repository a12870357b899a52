"""The Markdown report: a comment on a pull request, or the summary of a job.

Nothing of an export or of a rule pack reaches Markdown but in code and in plain words, since
GitHub's renderer looks for much that no backslash hides: mentions, references to issues and
commits, bare addresses, emoji. In code it looks for none of them.
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
from campaignlint.text import counted, escape_control_characters, escape_marked_ci_commands, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

COMMENT_LIMIT = 65_000
"""In bytes, of which no text has fewer than characters: GitHub takes 65,536 of those."""


def render(report: Report, *, limit: int = COMMENT_LIMIT) -> str:
    """The report in at most `limit` bytes of UTF-8: a section for each rule, the gravest first.

    Every rule keeps its section with the number of its findings as long as there is room at all;
    of the findings, the mildest are left out, and counted. Before one rule has all of its errors,
    every rule has its first few.
    """
    groups = _groups(report)
    head = "".join(f"{paragraph}\n\n" for paragraph in _head(report))
    everything = Counter(finding.severity for finding in report.findings)
    budget = _Budget(limit - _size(head) - _size(_left_out(everything)))
    sections = [group for group in groups if budget.takes(group.frame)]
    left = +everything
    body = ""
    for group, shown in zip(sections, _fitting(sections, budget), strict=True):
        left[group.severity] -= len(shown)
        body += group.text(shown)
    return f"{(head + body + _left_out(left)).rstrip()}\n"


_FIRST = 5


def _fitting(sections: Sequence[_Group], budget: _Budget) -> list[list[str]]:
    """What of each section there is room for."""
    waiting = [group.items() for group in sections]
    firsts = [_FIRST if group.severity == "error" else 0 for group in sections]
    shown = [
        list(takewhile(budget.takes, islice(items, number)))
        for items, number in zip(waiting, firsts, strict=True)
    ]
    return [
        [*listed_already, *takewhile(budget.takes, items)]
        for items, listed_already in zip(waiting, shown, strict=True)
    ]


class _Budget:
    """So many bytes. Once something did not fit, nothing does."""

    def __init__(self, size: int) -> None:
        self._left = size

    def takes(self, text: str) -> bool:
        self._left -= _size(text)
        return self._left >= 0


def _size(text: str) -> int:
    return len(text.encode())


# What comes before and after the findings

_MOST_SENTENCES = 10
_LONGEST_SENTENCE = 300


def _head(report: Report) -> Iterator[str]:
    verdict, *rest = summary(report)
    yield "### campaignlint"
    yield f"**{prose(verdict, _LONGEST_SENTENCE)}**"
    for sentence in rest[:_MOST_SENTENCES]:
        yield prose(sentence, _LONGEST_SENTENCE)
    if len(rest) > _MOST_SENTENCES:
        yield f"And {counted(len(rest) - _MOST_SENTENCES, 'more remark')} of this kind."


def _left_out(numbers: Mapping[Severity, int]) -> str:
    counts = [counted(numbers[each], each) for each in SEVERITIES if numbers.get(each)]
    if not counts:
        return ""
    return (
        f"Not listed here for want of room: {listed(counts)}. "
        "`campaignlint check -f json` lists them all.\n"
    )


# A section for each rule

_LONGEST_NAME = 100
_LONGEST_PLACE = 200
_LONGEST_MESSAGE = 600
_LONGEST_HELP = 400
_NOT_LISTED = "- not listed here\n"


@dataclass(frozen=True, slots=True)
class _Group:
    """The findings of one rule with one severity."""

    rule: str
    severity: Severity
    findings: Sequence[LocatedFinding]

    @property
    def frame(self) -> str:
        """What the section needs without any finding, at most."""
        more = f"- and {len(self.findings):,} more\n"
        return self._around(max(more, _NOT_LISTED, key=len))

    def text(self, items: Sequence[str]) -> str:
        left = len(self.findings) - len(items)
        if not items:
            return self._around(_NOT_LISTED)
        return self._around("".join(items) + (f"- and {left:,} more\n" if left else ""))

    def _around(self, list_: str) -> str:
        return f"{self._opening()}{list_}\n</details>\n\n"

    def items(self) -> Iterator[str]:
        shared = self._shared_help()
        for finding in self.findings:
            own = finding.help if not shared else ""
            yield _item(finding, own)

    def _opening(self) -> str:
        shared = self._shared_help()
        return (
            f"<details{' open' if self.severity == 'error' else ''}>\n"
            f"<summary>{counted(len(self.findings), self.severity)}: "
            f"<code>{html.escape(_cut(self.rule, _LONGEST_NAME))}</code></summary>\n\n"
            + (f"Help: {prose(shared, _LONGEST_HELP)}\n\n" if shared else "")
        )

    def _shared_help(self) -> str:
        """The help that all of several findings have, and that is said once."""
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


def _item(finding: LocatedFinding, help_: str) -> str:
    message = prose(finding.message, _LONGEST_MESSAGE)
    where = code(_where(finding.location), _LONGEST_PLACE)
    if finding.place == finding.location.file:
        text = f"{where}: {message}"
    else:
        text = f"{code(finding.place, _LONGEST_PLACE)}: {message} ({where})"
    if help_:
        text += f"; help: {prose(help_, _LONGEST_HELP)}"
    return f"- {text}\n"


def _where(location: Location) -> str:
    return location.file if location.line is None else f"{location.file}:{location.line}"


# Text that nothing in it acts from


def code(text: str, longest: int) -> str:
    """A text in a code span. A backtick in it is written as an escape, as what acts is."""
    shown = _cut(text, longest).replace("`", r"\u0060")
    return f"`{shown}`" if shown else ""


def prose(text: str, longest: int) -> str:
    """A sentence: plain words as they are; in code what it quotes, and whatever else it holds."""
    pieces: list[_Piece] = []
    for match in _PIECE.finditer(_cut(text, longest).strip()):
        for piece in _pieces(match, is_first=not pieces):
            _append(pieces, piece)
    return "".join(piece.markdown for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    raw: str
    is_code: bool
    inner: str = ""
    """Of a quoted part that stands alone what is between the quotes."""

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
"""What is quoted, the space between words, and what of a word comes before a quotation."""

_CLOSING = ").,;:?"
"""What may follow a word and be no part of it; an opening bracket may come before."""

_LETTERS = r"(?![0-9A-Fa-f]{7})[A-Za-z]+"
_PLAIN = re.compile(rf"(?:{_LETTERS}(?:[-']{_LETTERS})*|\d{{1,6}}(?:,\d{{3}})*)?")
"""Words and numbers. Seven hexadecimal digits may be taken for a commit."""

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
    """Add a piece. Code beside code, or a space from it, becomes one with it."""
    if piece.is_code and pieces:
        before = pieces[-2:] if pieces[-1].raw.isspace() and not pieces[-1].is_code else pieces[-1:]
        if before[0].is_code:
            del pieces[-len(before) :]
            piece = _Piece("".join(each.raw for each in (*before, piece)), is_code=True)
    pieces.append(piece)


def _cut(text: str, longest: int) -> str:
    shown = escape_marked_ci_commands(escape_control_characters(text))
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."
