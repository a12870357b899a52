"""Messages without what is neither a rule's own word nor a name that may stay."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint.report.redaction.patterns import MASK, recognised
from campaignlint.report.redaction.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from campaignlint.model.flow import Choice
    from campaignlint.report.redaction.names import Names
    from campaignlint.report.redaction.subjects import Subject
    from campaignlint.report.redaction.vocabulary import Vocabulary

_QUOTES = "'\"`"
_QUOTE = re.compile(rf"[{_QUOTES}]")
_MOST_ENDS = 50
"""How many marks a quotation is looked for up to: a name may be one of nothing but marks."""
_MOST_QUOTATIONS = 500
"""How many a text may have; what follows is left out, since no rule says so many things."""
_SHORTEST_PART = 3
_BRACKETS = ("()", "[]", "{}", "<>")
_TOKEN = re.compile(r"\{\{[^{}]*\}\}")
_TOKEN_PARTS = re.compile(
    r"\{\{(?P<lead>\s*)(?P<kind>\w+)\.(?P<name>[^{}:]*?)(?P<default>\s*:[^{}]*)?(?P<tail>\s*)\}\}"
)
_KINDS_OF_TOKENS = frozenset(
    {"campaign", "company", "lead", "member", "my", "person", "program", "system", "trigger"}
)
_LONGEST_TOKEN_NAME = 80
_CHUNK = re.compile(r"\S+")
_CORE = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
_PUNCTUATION = re.compile(r"[!\"#%&'()*+,\-./:;<=>?\[\\\]_`{|}~\u2013\u2014\u2018\u2019\u2026]*")
_MOST_PUNCTUATION = 4
_FILTER_LOGIC = re.compile(
    r"(?=.*\b(?:and|or|not)\b)(?:\d{1,3}(?!\d)|and|or|not|[\s()\u2026])+", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SURELY_COUNTS = 2
_MAYBE_COUNTS = 4
"""How many digits a number has that is a count, and no value, whatever the records hold."""
_REMEMBERED = 8192
"""How many texts: help and what is said of related places repeat."""
_MASKS = re.compile(rf"{MASK}(?:\s+{MASK})+")


class _Done(str):
    """A part of a text that is as it shall be printed."""

    __slots__ = ()


class TextRedactor:
    """Redacts messages, one kind of known part after another, and then word by word."""

    def __init__(self, names: Names, identifiers: Collection[str]) -> None:
        self._names = names
        self._identifiers = frozenset(identifiers)
        """Ids of rules and keys of the API."""

        self._redacted = lru_cache(maxsize=_REMEMBERED)(self._redacted_anew)

    def redacted(self, text: str, vocabulary: Vocabulary, subject: Subject) -> str:
        """A text of a rule with this vocabulary, which speaks of the subject."""
        return self._redacted(text, vocabulary, subject)

    def _redacted_anew(self, text: str, vocabulary: Vocabulary, subject: Subject) -> str:
        return _Reading(self._names, self._identifiers, vocabulary, subject).redacted(text)


class _Reading:
    """Redacts one text, in the light of its rule and of what it speaks of."""

    def __init__(
        self,
        names: Names,
        identifiers: frozenset[str],
        vocabulary: Vocabulary,
        subject: Subject,
    ) -> None:
        self._names = names
        self._identifiers = identifiers
        self._vocabulary = vocabulary
        self._subject = subject
        self._quotations_left = _MOST_QUOTATIONS

    def redacted(self, text: str) -> str:
        parts = [text]
        for spans in (self._known, self._quoted, self._tokens, self._recognised):
            parts = [each for part in parts for each in _cut(part, spans)]
        redacted = "".join(part if isinstance(part, _Done) else self._words(part) for part in parts)
        return _MASKS.sub(MASK, redacted)

    # what the records hold

    def _known(self, text: str) -> Iterator[_Span]:
        """Names and values that stand there whole; the longest first, as one may hold another."""
        found = [*self._known_texts(text), *self._quoted_names(text)]
        taken: list[_Span] = []
        for span in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            at = bisect_left(taken, span)
            if (at == 0 or taken[at - 1][1] <= span[0]) and (
                at == len(taken) or span[1] <= taken[at][0]
            ):
                taken.insert(at, span)
        return iter(taken)

    def _known_texts(self, text: str) -> Iterator[_Span]:
        for known in self._subject.known_texts:
            at = text.find(known)
            while at >= 0:
                start, end = at, at + len(known)
                is_enclosed = _is_enclosed(text, start, end)
                if _stands_alone(text, start, end) and (
                    is_enclosed or not self._may_be_own_words(known)
                ):
                    shown = self._shown(known)
                    if is_enclosed:  # so that nobody takes the closing mark for an opening one
                        shown = f"{text[start - 1]}{shown}{text[end]}"
                        start, end = start - 1, end + 1
                    yield start, end, shown
                at = text.find(known, at + 1)

    def _quoted_names(self, text: str) -> Iterator[_Span]:
        for start, end, content in islice(_quotations(text, self._quotable), _MOST_QUOTATIONS):
            shown = self._quotable(content)
            if shown is not None:
                yield start, end, f"{text[start]}{shown}{text[start]}"

    def _may_be_own_words(self, known: str) -> bool:
        """Whether it may stand there by chance."""
        return known not in self._subject.names and self._vocabulary.has_all(known)

    def _shown(self, known: str) -> str:
        if known in self._subject.values:
            return MASK
        choice = self._subject.choices.get(known)
        return self._condition(choice) if choice else self._names.shown(known, self._subject.assets)

    def _condition(self, choice: Choice) -> str:
        """`Country is <redacted>, {{my.Home}}`: of the values only tokens stay."""
        tokens = dict.fromkeys(map(self._token, choice.condition_tokens))
        is_compared_with_others = any(not _TOKEN.fullmatch(value) for value in choice.values)
        return " ".join(
            filter(
                None,
                (
                    self._names.shown(choice.field, self._subject.assets) if choice.field else "",
                    choice.operator if self._vocabulary.has_all(choice.operator) else MASK,
                    ", ".join([*([MASK] if is_compared_with_others else []), *tokens]),
                ),
            )
        )

    # what stands in quotation marks

    def _quoted(self, text: str) -> Iterator[_Span]:
        if not self._quotations_left:
            yield 0, len(text), MASK
            return
        for start, end, content in _quotations(text, self._quotable):
            if not self._quotations_left:
                yield start, len(text), MASK
                return
            self._quotations_left -= 1
            yield start, end, f"{text[start]}{self._quotable(content) or MASK}{text[start]}"

    def _quotable(self, content: str) -> str | None:
        """How such a text is shown between quotation marks; None for what is left out."""
        if content in self._subject.values:
            return None
        if content in self._identifiers:
            return content
        if self._names.knows(content):
            return self._names.shown(content, self._subject.assets)
        if content in self._vocabulary.phrases or _FILTER_LOGIC.fullmatch(content):
            return content
        if _TOKEN.fullmatch(content):
            return self._token(content)
        return content if self._is_part_of_name(content) else None

    def _is_part_of_name(self, content: str) -> bool:
        """Whether it is a part of a name that may be shown."""
        if self._names.has_pseudonyms or len(content) < _SHORTEST_PART:
            return False
        return any(content in name for name in self._subject.names)

    # what its form tells

    def _recognised(self, text: str) -> Iterator[_Span]:
        for part in re.finditer(MASK, text):
            yield part.start(), part.end(), MASK
        for start, end in recognised(text):
            yield start, end, MASK

    def _tokens(self, text: str) -> Iterator[_Span]:
        for match in _TOKEN.finditer(text):
            yield match.start(), match.end(), self._token(match[0])

    def _token(self, text: str) -> str:
        """`{{my.Topic}}` as it is; what else stands in braces is left out."""
        parts = _TOKEN_PARTS.fullmatch(text)
        if parts is None or parts["kind"].casefold() not in _KINDS_OF_TOKENS:
            return f"{{{{{MASK}}}}}"
        name = parts["name"]
        shown = self._names.shown(name) if len(name) <= _LONGEST_TOKEN_NAME else MASK
        default = f":default={MASK}" if parts["default"] else ""
        return f"{{{{{parts['lead']}{parts['kind']}.{shown}{default}{parts['tail']}}}}}"

    # the rest, word by word

    def _words(self, text: str) -> str:
        return _CHUNK.sub(lambda match: self._chunk(match[0]), text)

    def _chunk(self, chunk: str) -> str:
        core = _CORE.fullmatch(chunk)
        lead, word, tail = core.groups() if core else ("", chunk, "")
        if not word:
            is_punctuation = _PUNCTUATION.fullmatch(chunk) and len(chunk) <= _MOST_PUNCTUATION
            return chunk if is_punctuation else MASK
        if not (_PUNCTUATION.fullmatch(lead) and _PUNCTUATION.fullmatch(tail)):
            return MASK
        return chunk if self._is_own(word, lead) else f"{_without_signs(lead)}{MASK}{tail}"

    def _is_own(self, word: str, lead: str) -> bool:
        if _DAY.fullmatch(word):
            return word in self._subject.days
        if word in self._identifiers:
            return True
        if {lead + word, lead[-1:] + word} & self._subject.values - {word}:
            return False
        others = "".join(re.split(r"\w+", word))
        return bool(_PUNCTUATION.fullmatch(others)) and all(map(self._is_word, words_of(word)))

    def _is_word(self, word: str) -> bool:
        if not word.isdecimal():
            return self._vocabulary.has(word)
        if len(word) <= _SURELY_COUNTS or self._names.knows_id(int(word)):
            return True
        return len(word) <= _MAYBE_COUNTS and word not in self._subject.values


_Span = tuple[int, int, str]
"""Where a part of a text begins and ends, and what stands in its place."""


def _cut(part: str, spans: Callable[[str], Iterable[_Span]]) -> Iterator[str]:
    if isinstance(part, _Done):
        yield part
        return
    at = 0
    for start, end, shown in sorted(spans(part)):
        yield part[at:start]
        yield _Done(shown)
        at = end
    yield part[at:]


def _quotations(text: str, known: Callable[[str], object]) -> Iterator[tuple[int, int, str]]:
    """What stands between quotation marks, and where, marks included.

    A name may hold such marks itself: what is known ends a quotation as late as it can, within so
    many marks.
    """
    marks: dict[str, list[int]] = {quote: [] for quote in _QUOTES}
    for mark in _QUOTE.finditer(text):
        if not text[mark.end() : mark.end() + 1].isalnum():
            marks[mark[0]].append(mark.start())
    at = 0
    for mark in _QUOTE.finditer(text):
        start = mark.start()
        if start < at or text[max(0, start - 1) : start].isalnum():
            continue
        first = bisect_left(marks[mark[0]], start + 2)
        ends = marks[mark[0]][first : first + _MOST_ENDS]
        lasts = (end for end in reversed(ends) if known(text[start + 1 : end]) is not None)
        end = next(lasts, ends[0] if ends else None)
        if end is not None:
            yield start, end + 1, text[start + 1 : end]
            at = end + 1


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Whether a part of a text stands in quotation marks or brackets of its own."""
    if start == 0 or end >= len(text):
        return False
    before, after = text[start - 1], text[end]
    return before + after in _BRACKETS or (before == after and before in _QUOTES)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a part of a text is no part of a longer word, name or address."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before.isalnum() or after.isalnum() or before == "_" or after == "_":
        return False
    if text[start].isalnum() and before in tuple("@/.+-"):
        return False
    goes_on = after in tuple("./-") and text[end + 1 : end + 2].isalnum()
    return not text[end - 1].isalnum() or not (after == "@" or goes_on)


def _without_signs(lead: str) -> str:
    """Punctuation before a value, but for what may belong to it."""
    return "".join(sign for sign in lead if sign in "([{<'\"`")
