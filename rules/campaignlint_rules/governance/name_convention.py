"""Names that do not match a configured pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from campaignlint import Program, RegularExpression, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign


@rule(severity="warning", category="governance", since="0.1", source=sources.RENAME_ASSET)
def name_convention(
    asset: SmartCampaign | Program,
    *,
    pattern: Annotated[str, RegularExpression()] = "",
    programs: Annotated[str, RegularExpression()] = "",
    executables: Annotated[str, RegularExpression()] = "",
) -> Iterator[Finding]:
    """A name does not match the configured pattern.

    Each pattern is a regular expression that must match the whole name. Patterns are empty by
    default, and an empty pattern checks nothing. System campaigns are not checked.

    ## Why

    Marketo refers to assets by name in flow steps, in filters, and in the API. Names that follow a
    convention sort together and say what an asset is before it is opened.

    ## How to fix

    Rename the asset. Marketo does not rename an asset that a smart list or flow references: remove
    the reference first, and select the asset again afterwards.

    ## Options

    - pattern: pattern for the names of campaigns.
    - programs: pattern for the names of programs.
    - executables: pattern for the names of executable campaigns; overrides `pattern`.
    """
    if isinstance(asset, Program):
        kind, wanted = "program", programs
    elif asset.is_system:
        return
    elif asset.is_executable:
        kind, wanted = "executable campaign", executables or pattern
    else:
        kind, wanted = "campaign", pattern
    name = asset.data.name
    if wanted and name is not None and re.fullmatch(wanted, name) is None:
        yield asset.finding(
            f"the name of {kind} {asset} does not match the pattern '{wanted}'",
            help="rename it",
        )
