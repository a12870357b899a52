"""Lines of JSON without their values: of code frames the API's keys, ids and names stay.

A line may be cut at either end, and need not be JSON at all. Nothing is shown because of where it
seems to stand: what is not known to be harmless is left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.loading import discovery as files
from campaignlint.locating.locations import Excerpt
from campaignlint.marketo import records as api
from campaignlint.report.redaction.patterns import MASK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from campaignlint.report.redaction.names import Names
    from campaignlint.report.redaction.subjects import Subject

_UNDECODED_KEYS = """
accessZoneId activityAttributeId activityTypeAttribId activityTypeId allowableValues apiName
applicableProgramType applicableProgramTypes attributeId autoCopyToText ccFields compType
constraints cost costs createdAt createdBy dataType dayOfMonth dayOfWeek dbAttrib dbAttribId
dbObject displayName endDate errors flowStepTypes format fromEmail fromName headStart hidden
isPredictive maxMembers note objectName operational preHeader predictiveFilters programId
progressionStatuses publishToMSI replyEmail requestId required result ruleTypeId sfdcId sfdcName
smartCampaigns smartLists programs folders campaigns startDate subType subject success tagType
tagValue tags template textOnly updatedBy usedBy usedByCount version warnings webView weekOfMonth
weekdayMask weekdayOnly findings fingerprint
"""
"""What else the definitions of the API name, and the keys of bundles and of baselines."""

KEYS = frozenset(_UNDECODED_KEYS.split()).union(
    key
    for struct in vars(api).values()
    if isinstance(struct, type) and issubclass(struct, api.Struct)
    for key in struct.__struct_encode_fields__
)
"""The keys that the API has; any other may be an export's own."""

_NAMES = frozenset(
    {
        "activityAttributeName",
        "activityTypeName",
        "attributeName",
        "folderName",
        "name",
        "workspace",
    }
)
_MAY_NAME_AN_ASSET = frozenset({"value"})
_WORDS = frozenset(
    {
        "dataType",
        "dayOfWeek",
        "filterMatchType",
        "folderType",
        "intervalType",
        "operator",
        "qualificationRuleType",
        "qualificationRuleUnit",
        "ruleType",
        "status",
        "type",
    }
)
_STATED = """
default, trigger, batch, program, event, webinar, nurture, engagement, email, folder, zone,
boolean, text, string, rich text, number, integer, float, currency, percent, date, datetime,
score, url, phone, sfdc campaign, calendar file, email script, image, activity, attribute,
marketing folder, marketing program, marketing event, nurture program, email batch program,
landing page, landing page form, landing page template, email template, report,
revenue cycle model, inactive, single run, invalid, recurring run, active, requested,
never run, on, off, locked, unlocked, draft, approved, all, any, custom, advanced, once,
interval, hour, day, week, month, daily, weekly, monthly, monday, tuesday, wednesday, thursday,
friday, saturday, sunday, occurs, is any, is empty, is not empty
"""
STATED_WORDS = frozenset(word.strip() for word in _STATED.replace("\n", " ").split(","))
"""Types of assets, tokens and attributes; states; settings; operators that take no value."""
_TIMES = frozenset({"createdAt", "endAt", "endDate", "startAt", "startDate", "updatedAt"})
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]*)?Z?(?:[+-]\d\d:?\d\d)?")
_SETTINGS = frozenset(
    {"dayOfMonth", "interval", "qualificationRuleInterval", "version", "weekOfMonth"}
)
_FILTER_LOGIC = re.compile(r"(?:\d{1,3}(?!\d)|and|or|not|[\s()])+", re.IGNORECASE)
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_LONGEST_ID = 19
_LONGEST_SETTING = 4

_LEXEME = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")(?=(?P<colon>\s*:)?)'
    r'|(?P<cut>"(?:[^"\\]|\\.)*\\?\Z)'
    r"|(?P<punctuation>[{}\[\],:]|\s+|\.\.\.(?=\Z))"
    r"|(?P<bare>[^{}\[\],:\s\"]+?(?=\.\.\.\Z|[{}\[\],:\s\"]|\Z))",
    re.DOTALL,
)
"""Every text is made up of these."""
_QUOTE_OR_ESCAPE = re.compile(r'\\.|"', re.DOTALL)
_CUT = "..."


def is_json(file: str) -> bool:
    """Whether a file's name says so; what is named outright may be JSON all the same."""
    return file.lower().endswith(files.SUFFIXES)


class ExcerptRedactor:
    """Redacts code frames."""

    def __init__(self, names: Names, rules: Collection[str]) -> None:
        self._names = names
        self._rules = frozenset(rules)

    def redacted(self, excerpt: Excerpt, subject: Subject) -> Excerpt:
        """The lines without their values, and the mark where what is meant now stands."""
        lines = []
        start, end = excerpt.mark_start, excerpt.mark_end
        for number, line in enumerate(excerpt.lines, excerpt.first_line):
            is_marked = number == excerpt.mark_line
            parts = list(self._parts(line, excerpt.mark_start if is_marked else 0, subject))
            lines.append("".join(part.shown for part in parts))
            if is_marked:
                start = _moved(parts, excerpt.mark_start, is_end=False)
                end = max(start + 1, _moved(parts, excerpt.mark_end, is_end=True))
        return Excerpt(excerpt.first_line, tuple(lines), excerpt.mark_line, start, end)

    def _parts(self, line: str, boundary: int, subject: Subject) -> Iterator[_Part]:
        """The parts of a line; `boundary` is where a value is known to begin."""
        at = 0
        if line.startswith(_CUT):
            at = len(_CUT)
            yield _Part(0, at, _CUT)
        quotes = [
            match.end()
            for match in _QUOTE_OR_ESCAPE.finditer(line, at, max(at, boundary))
            if match[0] == '"'
        ]
        if len(quotes) % 2:  # the line begins within a string
            yield _Part(at, quotes[0], MASK)
            at = quotes[0]
        key: str | None = None
        for match in _LEXEME.finditer(line, at):
            lexeme = match[0]
            if match["colon"] is not None:
                key = _decoded(lexeme)
                yield _Part(*match.span(), lexeme if key in KEYS else f'"{MASK}"')
                continue
            if match["punctuation"]:
                yield _Part(*match.span(), lexeme)
                if lexeme == ":" or lexeme.isspace():
                    continue
            elif match["string"]:
                yield _Part(*match.span(), self._string(key, lexeme, subject))
            elif match["cut"]:
                yield _Part(*match.span(), f'"{MASK}{_CUT if lexeme.endswith(_CUT) else ""}')
            else:
                is_whole = line[match.end() :] != _CUT
                stays = is_whole and _may_stay(key, lexeme)
                yield _Part(*match.span(), lexeme if stays else MASK)
            key = None  # it has had its value

    def _string(self, key: str | None, lexeme: str, subject: Subject) -> str:
        text = _decoded(lexeme)
        if text is None or key is None:
            return f'"{MASK}"'
        is_name = key in _NAMES and self._names.knows(text)
        is_reference = (
            key in _MAY_NAME_AN_ASSET
            and self._names.knows_asset(text)
            and text not in subject.values
        )
        if is_name or is_reference:
            shown = self._names.shown(text, subject.assets)
            return lexeme if shown == text else json.dumps(shown, ensure_ascii=False)
        is_rule = key == "rule" and text in self._rules
        return lexeme if not text or is_rule or _is_harmless(key, text) else f'"{MASK}"'


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part of a line stands, and what is shown of it."""

    start: int
    end: int
    shown: str


def _moved(parts: list[_Part], offset: int, *, is_end: bool) -> int:
    """Where an offset comes to stand when parts of its line change their length."""
    at = 0
    for part in parts:
        if offset <= part.start:
            return at
        if offset < part.end:
            is_same = len(part.shown) == part.end - part.start
            inside = offset - part.start if is_same else len(part.shown) * is_end
            return at + inside
        at += len(part.shown)
    return at + max(0, offset - parts[-1].end) if parts else offset


def _decoded(lexeme: str) -> str | None:
    """The text that a string of JSON stands for; None for none."""
    try:
        text = json.loads(lexeme)
    except ValueError:
        return None
    return text if isinstance(text, str) else None


def _may_stay(key: str | None, word: str) -> bool:
    """Whether a number or a word outside of strings may be shown."""
    if word == "null":
        return True
    if key is None or key not in KEYS or key in ("value", "values"):
        return False
    return word in ("true", "false") or _is_number_of(key, word)


def _is_number_of(key: str, text: str) -> bool:
    if not text.isdecimal():
        return False
    if key == "id" or key.endswith("Id"):
        return len(text) <= _LONGEST_ID
    return key in _SETTINGS and len(text) <= _LONGEST_SETTING


def _is_harmless(key: str, text: str) -> bool:
    """Whether a string is of the few that such a key may have: a number, a time, a known word."""
    if key in _WORDS:
        return text.strip().casefold() in STATED_WORDS or (
            key == "operator" and marketo.needs_value(text)
        )
    if key in _TIMES:
        return bool(_TIME.fullmatch(text))
    if key == "filterCustomRuleLogic":
        return bool(_FILTER_LOGIC.fullmatch(text))
    if key == "fingerprint":
        return bool(_FINGERPRINT.fullmatch(text))
    return _is_number_of(key, text)
