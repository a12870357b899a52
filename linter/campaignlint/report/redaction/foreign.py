"""Messages that quote what others say: an exception, or Marketo's server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint.report.redaction.patterns import MASK

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE_ON_CRASHES = (
    "rule failed with; what else it would have found is missing; report it to the rule's author, "
    "or run with --ignore"
)
"""The engine's words about a rule that crashed; the engine itself stands above this package."""

PYTHON_ON_JSON = (
    "expecting value; expecting property name enclosed in double quotes; expecting ',' delimiter; "
    "expecting ':' delimiter; invalid \\escape; invalid \\uXXXX escape; invalid control character; "
    "illegal trailing comma before end of object, of array; NaN, Infinity"
)
"""What the standard library says of malformed JSON, as the engine passes it on."""

_CRASH = re.compile(
    r"(?P<head>rule '[\w-]+' failed with \w+: ).*"
    r" \((?P<file>[^()]*)(?P<tail>:\d+\); what else it would have found is missing)",
    re.DOTALL,
)
_FREE_TEXT: dict[str, re.Pattern[str]] = {
    "failed-response": re.compile(
        r"(in place of records: (?!none is named$)(?:(?:\d{1,5}|\?) )?).*", re.DOTALL
    ),
    "expired-suppression": re.compile(r"(; its owner is ).*", re.DOTALL),
}


def crash(message: str, relative_path: Callable[[str], str]) -> str | None:
    """What may be said of a rule that crashed; None for a message of another form."""
    found = _CRASH.fullmatch(message)
    if found is None:
        return None
    return f"{found['head']}{MASK} ({relative_path(found['file'])}{found['tail']}"


def without_free_text(rule: str, message: str) -> str:
    """A message of the engine without what Marketo's server or the configuration says in it."""
    free = _FREE_TEXT.get(rule)
    return message if free is None else free.sub(rf"\1{MASK}", message)
