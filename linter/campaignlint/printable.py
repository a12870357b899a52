"""Text from an export, made safe to print: nothing in a name may act on a terminal."""

from __future__ import annotations

import re
import unicodedata

_ACTING = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Unicode categories of what moves the cursor, turns the reading order or breaks a line."""


def printable(text: str) -> str:
    r"""The text with every acting character written as an escape, as in `\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escaped(character) if unicodedata.category(character) in _ACTING else character
        for character in text
    )


def xml_printable(text: str) -> str:
    """Likewise, without what XML 1.0 forbids besides: what Unicode calls no characters."""
    return _NO_CHARACTERS.sub(lambda match: _escaped(match[0]), printable(text))


_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the BMP's end
