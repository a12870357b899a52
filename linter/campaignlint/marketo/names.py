"""Comparison of names, without regard to case, surrounding spaces and Unicode composition.

Two programs may write "é" as one character or as two; in both forms it is the same name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def compose_name(name: str) -> str:
    """Return a name as Marketo shows it: without surrounding spaces, in Unicode's form NFC."""
    name = name.strip()
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def fold_name(name: str) -> str:
    """Return the key that all spellings of a name share."""
    return compose_name(compose_name(name).casefold())  # folding may take characters apart


_SPACED_DOT = re.compile(r"\s*\.\s*")


def fold_reference(text: str) -> str:
    """Return the key that all spellings of `Program.Asset` or of a bare name share.

    Each of the two names may be exported with spaces around it.
    """
    return _SPACED_DOT.sub(".", fold_name(text)) if "." in text else fold_name(text)


def parts_after_dots(name: str) -> Iterator[str]:
    """Yield the part of `Program.Asset` after each dot: both names may contain dots."""
    at = name.find(".")
    while at >= 0:
        yield name[at + 1 :]
        at = name.find(".", at + 1)


@lru_cache(maxsize=4096)
def fold_term(term: str | None) -> str:
    """Return the key that all spellings of one of Marketo's own terms share, such as a step's name.

    Unlike in the name of an asset, the number of spaces between two words does not count.
    """
    return fold_name(" ".join((term or "").split()))


def same_name(one: str | None, other: str | None) -> bool:
    """Return whether two words of Marketo's own are the same."""
    return one == other or fold_term(one) == fold_term(other)
