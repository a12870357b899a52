"""Names that were never meant to stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance

_LEFTOVER = re.compile(
    r"""
    (?<![^\W_]) (copy\ of | untitled | do\ not\ use) (?![^\W_])
    | (\(clone\))
    | (?<![^\W_]) (?<!a/b[ -]) (?<!ab[ -]) (test) (?![^\W_])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Words that cloning leaves behind, or that say that a campaign is not for use.

A letter or digit beside them makes another word of them; A/B tests are meant to run.
"""


@rule(
    severity="note",
    confidence="heuristic",
    category="governance",
    profile="strict",
    since="0.1",
    source=sources.RENAME,
)
def leftover_name(instance: Instance) -> Iterator[Finding]:
    """A campaign that runs bears a name such as "Copy of" or "test".

    Found are "copy of", "(clone)", "untitled", "do not use", the word "test", and a space at either
    end, in the names of active and of executable campaigns.

    ## Why

    A name like that says that the campaign may be deleted, and somebody will. A space at an end
    cannot be seen, but makes another name of it for flow steps and the API.

    ## How to fix

    Give the campaign the name of what it does, or deactivate it. Marketo renames nothing that a
    smart list or flow refers to: take the reference out first, and choose the campaign anew
    afterwards.
    """
    for campaign in instance.campaigns:
        if not campaign.is_active and not campaign.is_executable:
            continue
        state = "active" if campaign.is_active else "executable"
        leftover = _LEFTOVER.search(campaign.name)
        if leftover is not None:
            yield campaign.finding(
                f"{campaign} is {state}, but '{leftover[0]}' in its name says that it is not meant "
                "to be",
                help="name it after what it does, or deactivate it",
            )
        elif campaign.name != campaign.name.strip():
            yield campaign.finding(
                f"the name of {campaign}, which is {state}, begins or ends with a space: steps and "
                "the API must write it with the space",
                help="remove the space",
            )
