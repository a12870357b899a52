"""Names such as 'Copy of …' or 'TEST'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign

_START = r"(?:^|\s[-–—]\s|[|:(\[{])[\s\d_.-]*"  # noqa: RUF001 - other dashes
"""The start of a name or of a part that is set apart, with a number in front or without."""
_END = r"(?=[\s\d_.]*(?:$|[-–—]\s|[|:)\]}]))"  # noqa: RUF001 - as above

_LEFTOVERS = (
    re.compile(rf"{_START}(copy of)\b", re.IGNORECASE),
    re.compile(r"(\(clone\))", re.IGNORECASE),
    re.compile(r"(?<![^\W_])(untitled|do not use)(?![^\W_])", re.IGNORECASE),
    re.compile(rf"{_START}(test(?: campaign| program)?){_END}", re.IGNORECASE),
)
"""Words that cloning adds to a name, or that mark a campaign as not for use.

"Copy of" and "test" are also ordinary words, as in "Test Drive Request" and "Request a Copy of the
Report", so they count only if they are set apart from the words around them.
"""

_MARKER = re.compile(r"(?<![^\W_])(?<!A/B[ -])(?<!AB[ -])(TEST)(?![^\W_])")
"""The word in capitals, in a name whose other words are not in capitals."""


@rule(
    severity="note",
    confidence="heuristic",
    category="governance",
    profile="strict",
    since="0.1",
    source=sources.RENAME_ASSET,
)
def leftover_name(campaign: SmartCampaign) -> Iterator[Finding]:
    """An active or executable campaign has a name such as "Copy of" or "test".

    Reports names that begin with "copy of", contain "(clone)", "untitled", or "do not use", or
    begin or end with a space. The word "test" is reported if it is set apart, as in "Webinar -
    test", "[Test] Webinar", and "TEST Webinar". In a name such as "Test Drive Request" it is an
    ordinary word.

    ## Why

    Such a name suggests that the campaign can be deleted, and someone will delete it. A leading or
    trailing space is invisible, but flow steps and the API treat it as a different name.

    ## How to fix

    Name the campaign after what it does, or deactivate it. Marketo does not rename an asset that a
    smart list or flow references: remove the reference first, and select the campaign again
    afterwards.
    """
    if not campaign.is_active and not campaign.is_executable:
        return
    state, end = (
        ("active", "deactivate") if campaign.is_active else ("executable", "stop executing")
    )
    leftover = _leftover(campaign.name)
    if leftover:
        yield campaign.finding(
            f"{campaign} is {state}, but '{leftover}' in its name suggests that it should not be",
            help=f"name it after what it does, or {end} it",
        )
    elif campaign.name != campaign.name.strip():
        yield campaign.finding(
            f"the name of {campaign}, which is {state}, begins or ends with a space; flow steps "
            "and the API must include it",
            help="remove the space",
        )


def _leftover(name: str) -> str:
    """Return the leftover in a name; "" if there is none."""
    patterns = _LEFTOVERS if name == name.upper() else (*_LEFTOVERS, _MARKER)
    matches = (pattern.search(name) for pattern in patterns)
    return next((match[1] for match in matches if match is not None), "")
