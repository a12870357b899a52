"""Tokens in text: `{{my.Score}}`, `{{trigger.Name}}`, `{{lead.First Name:default=friend}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from campaignlint.marketo.names import fold_name

TOKEN_START = "{{"  # noqa: S105 - no password
"""A text without this has no token."""

_TOKEN = re.compile(r"\{\{\s*(\w+)\.([^{}]*?)\s*\}\}")
_IN_BRACES = re.compile(r"\{\{\s*[^{}\s][^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as a text uses it."""

    kind: str
    """What stands before the dot, in lower case: my, trigger, lead, company, system."""
    name: str
    has_default: bool
    text: str
    """As written, braces included."""

    @property
    def key(self) -> str:
        """What two spellings of the name have in common."""
        return token_key(self.name)


@lru_cache(maxsize=4096)
def tokens_in(text: str) -> tuple[Token, ...]:
    """The tokens in a text, in order."""
    if TOKEN_START not in text:
        return ()
    found = []
    for match in _TOKEN.finditer(text):
        name, colon, default = match[2].partition(":")
        has_default = bool(colon) and default.strip().casefold().startswith("default")
        found.append(Token(match[1].casefold(), name.strip(), has_default, match[0]))
    return tuple(found)


def texts_in_braces(text: str) -> list[str]:
    """What has the form of a token, whether or not its kind is known: `{{SP_Send_Alert_Info}}`."""
    return _IN_BRACES.findall(text) if TOKEN_START in text else []


@lru_cache(maxsize=4096)
def token_key(name: str) -> str:
    """What two spellings of a My Token's name have in common."""
    return fold_name(name).removeprefix("my.")
