"""Settings that hold for some programs, folders or workspaces only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from campaignlint.text import globs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Severity
    from campaignlint.model.folders import Program


@dataclass(frozen=True, slots=True)
class Match:
    """Which campaigns are meant: globs, case apart; what is None matches everything."""

    program: str | None = None
    folder: str | None = None
    """Matched with the name and with the path of each folder above."""
    workspace: str | None = None

    def holds_for(self, asset: SmartCampaign | Program) -> bool:
        return (
            (self.program is None or globs(self.program, asset.program_name or ""))
            and (self.workspace is None or globs(self.workspace, asset.workspace or ""))
            and (
                self.folder is None or any(globs(self.folder, text) for text in asset.folder_texts)
            )
        )


@dataclass(frozen=True, slots=True)
class Override:
    """What differs for the campaigns that `match` means; of several the last that speaks counts."""

    match: Match
    rules: frozenset[str] | None = None
    """The ids of the rules that are on, in place of those that are on elsewhere."""
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
