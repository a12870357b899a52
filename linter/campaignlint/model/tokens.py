"""Tokens in text: `{{my.Score}}`, `{{trigger.Name}}`, `{{lead.First Name:default=friend}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from campaignlint.marketo.names import fold_name

TOKEN_START = "{{"  # noqa: S105 - no password
"""The start of every token."""

_TOKEN = re.compile(r"\{\{\s*(\w+)\.([^{}]*?)\s*\}\}")
_IN_BRACES = re.compile(r"\{\{\s*[^{}\s][^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Token:
    """An occurrence of a token in a text."""

    kind: str
    """The part before the dot, in lower case: my, trigger, lead, company, system."""
    name: str
    has_default: bool
    text: str
    """The token as written, with braces."""

    @property
    def key(self) -> str:
        """The form of the name that all its spellings share."""
        return token_key(self.name)


@lru_cache(maxsize=4096)
def tokens_in(text: str) -> tuple[Token, ...]:
    """Return the tokens in a text, in order."""
    if TOKEN_START not in text:
        return ()
    tokens = []
    for match in _TOKEN.finditer(text):
        name, colon, default = match[2].partition(":")
        has_default = bool(colon) and default.strip().casefold().startswith("default")
        tokens.append(Token(match[1].casefold(), name.strip(), has_default, match[0]))
    return tuple(tokens)


def texts_in_braces(text: str) -> list[str]:
    """Return the texts in double braces, also those of no known kind: `{{SP_Send_Alert_Info}}`."""
    return _IN_BRACES.findall(text) if TOKEN_START in text else []


@lru_cache(maxsize=4096)
def token_key(name: str) -> str:
    """Return the form of a My Token's name that all its spellings share."""
    return fold_name(name).removeprefix("my.")
