"""What is decoded in one go is what is found key by key, in every export that we have."""

from __future__ import annotations

from typing import Any

import pytest

from campaignlint.loading import plain
from campaignlint.loading import reader as records
from campaignlint.loading.stretches import UnevenError
from campaignlint.locating import locations as positions
from campaignlint.model.finding import SymbolicLocation
from conftest import REPOSITORY


def outcome(folder: str) -> dict[str, Any]:
    """What is read, and where each record and fault stands."""
    read = records.read_records([str(REPOSITORY / "fixtures" / folder)])
    places = [SymbolicLocation(each.origin) for each in read.records]
    findings = [each.finding for each in read.faults]
    located = positions.locate([*places, *(each.location for each in findings)])
    return {
        "records": [
            (each.data, located[place]) for each, place in zip(read.records, places, strict=True)
        ],
        "faults": [(each.message, located[each.location]) for each in findings],
        "skipped": read.skipped_files,
        "without": read.paths_without_records,
    }


def refuse(*_: object) -> Any:
    raise UnevenError


@pytest.mark.parametrize("folder", ["acme", "malformed", "quirks", "rules"])
@pytest.mark.parametrize("large", [1, 200, 1 << 20])
def test_the_same_is_read_key_by_key(
    folder: str, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where every text counts as large, and so is read in stretches if it can be."""
    monkeypatch.setattr(records, "_LARGE", large)
    at_once = outcome(folder)
    monkeypatch.setattr(plain, "enveloped", lambda *_: None)
    monkeypatch.setattr(records, "stretches", refuse)
    assert at_once == outcome(folder)
    monkeypatch.setattr(records, "_LARGE", 1 << 20)
    assert at_once == outcome(folder)
