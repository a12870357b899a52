"""Suggestions for names that do not exist: the most similar name that does."""

from __future__ import annotations

import difflib
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_COMPARED = 50
"""The number of names that are compared with a text: comparing takes long."""
_START_LENGTH = 4
"""The number of characters at the start of a word that names are found by."""
_MIN_SIMILARITY = 0.75
"""The share of characters that two similar names have in common, at least."""


class AssetName(NamedTuple):
    """The name of an asset, without and with its program."""

    bare: str
    full: str


class NearestNames:
    """Finds the most similar of many names."""

    def __init__(self, names: Iterable[AssetName]) -> None:
        self._names = tuple(names)
        self._found: dict[str, AssetName | None] = {}

    def find(self, text: str) -> AssetName | None:
        """Return the name that is most similar to `text`, without regard to case.

        A text with a dot is compared with full names. Only names with a word that starts like one
        of its words are compared, those with its rarest words first.
        """
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> AssetName | None:
        candidates: dict[AssetName, None] = {}
        for names in sorted(
            (self._by_start.get(start, []) for start in _word_starts(text)), key=len
        ):
            candidates.update(dict.fromkeys(names[: _MAX_COMPARED - len(candidates)]))
        by_folded: dict[str, AssetName] = {}
        for name in sorted(candidates):
            compared = name.full if "." in text else name.bare
            by_folded.setdefault(marketo.fold_name(compared), name)
        similar = _most_similar(marketo.fold_name(text), by_folded)
        return by_folded[similar] if similar else None

    @cached_property
    def _by_start(self) -> dict[str, list[AssetName]]:
        names: dict[str, list[AssetName]] = {}
        for name in self._names:
            for start in _word_starts(name.full):
                names.setdefault(start, []).append(name)
        return names


def _most_similar(text: str, names: Iterable[str]) -> str:
    """Return the name that is most similar to a text; "" if none is similar.

    The result is the first one of `difflib.get_close_matches`, which computes the similarity of
    more names. Here it is computed in the order of its upper bound, which is cheap, until no other
    name can be more similar.
    """
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(text)
    bounds: list[tuple[float, str]] = []
    for name in names:
        matcher.set_seq1(name)
        bounds.append((matcher.quick_ratio(), name))
    best = (_MIN_SIMILARITY, "")
    for bound, name in sorted(bounds, reverse=True):
        if bound < best[0]:
            break
        matcher.set_seq1(name)
        best = max(best, (matcher.ratio(), name))
    return best[1]


def _word_starts(text: str) -> dict[str, None]:
    """Return the starts of the words, each once, in an order that all runs have."""
    text = unicodedata.normalize("NFC", text.casefold()).replace(".", " ").replace("-", " ")
    return dict.fromkeys(word[:_START_LENGTH] for word in text.split())
