"""Exports to compare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from campaignlint.testing import Export, campaign, program

if TYPE_CHECKING:
    from pathlib import Path


def write_export(
    folder: Path, *, days: str = "1 day", active: bool = True, target: bool = True
) -> Path:
    """Write an active campaign that waits and executes another one."""
    home = program("OP")
    intake = campaign("Intake", id=1001, program=home, isActive=active)
    intake.trigger("Fills Out Form").waits(days).executes("EX Score")
    parts = [intake]
    if target:
        parts.append(campaign("EX Score", id=1002, program=home).scores("Score", "+5"))
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "export.json").write_text(json.dumps(Export(home, *parts).bundle()))
    return folder
