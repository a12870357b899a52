"""What is recognised by its form alone, wherever it stands: addresses and telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "<redacted>"
"""What stands in place of what is left out."""

_ADDRESS = (
    r"[^\s<>()\[\]{}'\",;:/|@]{1,256}@[^\s<>()\[\]{}'\",;:/|]+"  # e-mail
    r"|[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s<>'\"]*[^\s<>'\".,;:!?)\]}]"  # URL
    r"|\bwww\.[^\s<>'\"]*[^\s<>'\".,;:!?)\]}]"
)
_NUMBER = r"[(/-]?\d[\d ()./-]{5,}\d"
_IN_NAMES = re.compile(rf"{_ADDRESS}|(?<!\w)\+{_NUMBER}")
_ANYWHERE = re.compile(rf"{_ADDRESS}|(?<![\w.])\+? ?{_NUMBER}(?!\w)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FEWEST_DIGITS = 7


def masked_in_names(name: str) -> str:
    """A name without addresses, and without telephone numbers that begin with a plus sign."""
    return _IN_NAMES.sub(MASK, name)


def recognised(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text addresses and telephone numbers stand; days and long counts are none."""
    for match in _ANYWHERE.finditer(text):
        said = match[0].strip()
        is_number = said.lstrip("+ (")[:1].isdecimal() and "@" not in said and "://" not in said
        if is_number and (_DAY.fullmatch(said) or _digits(said) < _FEWEST_DIGITS):
            continue
        yield match.start() + len(match[0]) - len(match[0].lstrip()), match.end()


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)
