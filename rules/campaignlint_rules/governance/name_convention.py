"""Names that do not follow the house's convention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from campaignlint import RegularExpression, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="warning", category="governance", since="0.1", source=sources.RENAME)
def name_convention(
    instance: Instance,
    *,
    pattern: Annotated[str, RegularExpression()] = "",
    programs: Annotated[str, RegularExpression()] = "",
    executables: Annotated[str, RegularExpression()] = "",
) -> Iterator[Finding]:
    """A name does not match the pattern that the configuration sets for it.

    Each pattern is a regular expression that the whole name must match. An empty one checks
    nothing, and all are empty until the configuration sets them.

    ## Why

    Marketo names assets by their names: in flow steps, in filters, in the API. Names that follow
    one convention sort together, and say what an asset is before it is opened.

    ## How to fix

    Rename the asset. Marketo renames nothing that a smart list or flow refers to: take the
    reference out first, and choose the asset anew afterwards.

    ## Options

    - pattern: what the names of campaigns must match.
    - programs: what the names of programs must match.
    - executables: what the names of executable campaigns must match, in place of `pattern`.
    """
    of_campaigns = _compiled(pattern)
    of_programs = _compiled(programs)
    of_executables = _compiled(executables) or of_campaigns
    for campaign in instance.campaigns:
        wanted = of_executables if campaign.is_executable else of_campaigns
        if wanted and not campaign.is_system and not _matches(wanted, campaign.data.name):
            kind = "executable campaigns" if campaign.is_executable else "campaigns"
            yield campaign.finding(
                f"the name of {campaign} does not match the pattern for {kind}, '{wanted.pattern}'",
                help="rename it",
            )
    for program in instance.programs.values():
        if of_programs and not _matches(of_programs, program.data.name):
            yield program.finding(
                f"the name of {program} does not match the pattern for programs, "
                f"'{of_programs.pattern}'",
                help="rename it",
            )


def _matches(pattern: re.Pattern[str], name: str | None) -> bool:
    return name is None or pattern.fullmatch(name) is not None


def _compiled(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None
