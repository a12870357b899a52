"""Estimated widths of text.

The widths are those of a wide sans-serif font, in thousandths of the font size, so that text in the
fonts of browsers is narrower.
"""

from __future__ import annotations

from rich.cells import cell_len

_ELLIPSIS = "…"
_ROUNDING = 0.01
_BOLD = 1.1
_DEFAULT = 660
_WIDE = 1_080
_GROUPS = {
    "ijlI'J|": 300,
    'ft.,:;!/\\ r-()[]{}"`': 420,
    "scvxyzk*?_": 590,
    "CDGHNOQUVAwXKB&": 790,
    "mMW@%": 1_000,
    "+=<>~^#$": 840,
}
_WIDTHS = {character: width for group, width in _GROUPS.items() for character in group}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the maximum width in pixels, at a font size in pixels."""
    total = sum(map(_thousandths, text)) * size / 1_000
    return total * _BOLD if bold else total


def _thousandths(character: str) -> int:
    if character.isascii():
        return _WIDTHS.get(character, _DEFAULT)
    cells = cell_len(character)
    return _WIDE if cells > 1 else cells * _DEFAULT


def truncate(text: str, max_width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or the start of it that fits, with an ellipsis."""
    if width_of(text, size, bold=bold) <= max_width + _ROUNDING:
        return text
    left = max_width - width_of(_ELLIPSIS, size, bold=bold)
    length = 0
    for character in text:
        left -= width_of(character, size, bold=bold)
        if left < 0:
            break
        length += 1
    return text[:length].rstrip() + _ELLIPSIS
