"""The date to use as today: a setting, the date of the export, or the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint import api
from campaignlint.config import settings
from campaignlint.engine.today import Today, find_today
from campaignlint.loading.discovery import Sources
from campaignlint.testing import ABSENT, Export, campaign, program
from loading.reading import all_rules, lint, load

if TYPE_CHECKING:
    from pathlib import Path

    from loading.reading import Content

MARKER: dict[str, Any] = {"campaignlint": 1, "exportedAt": "2026-09-14T06:00:00Z"}
NEW: dict[str, Any] = {"updatedAt": "2026-08-01T23:30:00Z-0500"}
OLD: dict[str, Any] = {"updatedAt": "2026-03-01T00:00:00Z+0000"}
NONE: dict[str, Any] = {"updatedAt": ABSENT}


def today(
    folder: Path, *markers: dict[str, Any], setting: date | None = None, **fields: Any
) -> Today:
    owner = program("OP", id=101, **OLD)
    bundle = Export(owner, campaign("A", id=1, program=owner, **fields)).bundle()
    files: dict[str, Content] = {"export.json": bundle}
    files |= {f"{number}/instance.json": each for number, each in enumerate(markers)}
    return find_today(load(folder, files), setting)


def test_a_setting_decides(tmp_path: Path) -> None:
    setting = date(2026, 1, 2)
    assert today(tmp_path, MARKER, setting=setting) == Today(setting, "setting")


def test_else_the_date_of_the_newest_export(tmp_path: Path) -> None:
    older = MARKER | {"exportedAt": "2026-08-14T06:00:00Z"}
    assert today(tmp_path, older, MARKER, **NEW) == Today(date(2026, 9, 14), "exportedAt")


@pytest.mark.parametrize("text", ["soon", "", "0000-01-01T00:00:00Z", "\x1b[31m"])
def test_only_a_date_counts(text: str, tmp_path: Path) -> None:
    found = today(tmp_path, MARKER | {"exportedAt": text}, **NEW)
    assert found == Today(date(2026, 8, 2), "updatedAt")


def test_else_the_newest_change_of_a_campaign_or_program(tmp_path: Path) -> None:
    assert today(tmp_path / "a", **NEW) == Today(date(2026, 8, 2), "updatedAt")
    assert today(tmp_path / "b", **NONE) == Today(date(2026, 3, 1), "updatedAt")


def test_else_the_clock(tmp_path: Path) -> None:
    bundle = Export(campaign("A", id=1, **NONE)).bundle()
    found = find_today(load(tmp_path, {"export.json": bundle}), None)
    assert found == Today(datetime.now(UTC).date(), "clock")


def test_an_earlier_export_is_compared_by_the_date_of_the_current_one(tmp_path: Path) -> None:
    """A campaign that is idle only by now was there before, and is not new."""
    for name, day in (("before", "2026-01-10"), ("now", "2026-09-14")):
        listener = campaign("Idle", id=1, isActive=True, updatedAt="2026-01-02T00:00:00Z+0000")
        export = Export(listener.trigger("Fills Out Form"))
        export.marker |= {"exportedAt": f"{day}T00:00:00Z"}
        export.write(tmp_path / name)
    select = ("idle-trigger",)
    assert lint(tmp_path / "before", select=select).findings == ()
    assert len(lint(tmp_path / "now", select=select).findings) == 1
    plan = settings.plan(settings.Settings(select=select), all_rules())
    earlier = api.EarlierState((str(tmp_path / "before"),), Sources())
    compared = api.analyze([str(tmp_path / "now")], plan, earlier=earlier).report
    assert (compared.findings, compared.hidden.existing) == ((), 1)
