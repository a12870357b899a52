"""Text: escaping for terminals and CI logs, globs, plurals, suggestions."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CONTROL_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Unicode categories of characters that control the cursor, the reading order or lines."""


def escape_control_characters(text: str) -> str:
    r"""Return the text with every control character escaped, as in `\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escape(character) if unicodedata.category(character) in _CONTROL_CATEGORIES else character
        for character in text
    )


def escape_ci_commands(output: str) -> str:
    """Return the output with everything escaped that a CI runner takes for a command.

    GitHub's runner executes lines that begin with `::` or contain `##[`; Azure Pipelines looks for
    `##vso[`, TeamCity for `##teamcity[`.
    """
    return _MARKED.sub(r"#\\u0023", _LEADING.sub(r"\1:\\u003a", output))


def escape_marked_ci_commands(text: str) -> str:
    """Escape commands in Markdown and JSON, whose lines do not begin with a name."""
    return _MARKED.sub(r"#\\u0023", text)


def escape_ci_commands_in_xml(document: str) -> str:
    """Escape commands in XML and HTML, which have character references."""
    return _MARKED.sub("#&#35;", _LEADING.sub(r"\1:&#58;", document))


_LEADING = re.compile(r"^((?:[^\S\n]|\x1b\[[\d;]*m)*)::", re.MULTILINE)
"""Also after a color escape, which not every log keeps."""
_MARKED = re.compile(r"##(?=\w*\[)")


def escape_for_xml(text: str) -> str:
    """Escape control characters, and the noncharacters that XML 1.0 forbids."""
    return _NONCHARACTERS.sub(lambda match: _escape(match[0]), escape_control_characters(text))


_NONCHARACTERS = re.compile("[\ufffe\uffff]")


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the BMP's end


def globs(pattern: str, text: str) -> bool:
    """Return whether a glob matches a whole text, without regard to case and composition."""
    if not has_wildcards(pattern):
        return fold(text) == fold(pattern)  # compiling a pattern takes a hundred times as long
    return fnmatch.fnmatchcase(fold(text), fold(pattern))


def fold(text: str) -> str:
    """Return what all spellings of a text in another case or Unicode composition share."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def has_wildcards(pattern: str) -> bool:
    """Return whether a glob may match other texts than itself."""
    return any(character in pattern for character in "*?[")


def pluralize(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 error`, `2,000 errors`."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"


def format_list(parts: Sequence[str]) -> str:
    """Return a list as text: `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def did_you_mean(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """Return `; did you mean 'x'?` for the most similar known name, without regard to case.

    If no name is similar, return `otherwise` after a semicolon.
    """
    import difflib  # only errors need it

    by_folded = {text.casefold(): text for text in names}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{by_folded[close[0]]}'?"
    return otherwise and f"; {otherwise}"
