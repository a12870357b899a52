"""On fixtures/northwind, which has no faults, each profile reports what is kept there."""

from __future__ import annotations

import pytest

from build_northwind import FOLDER, PROFILES, findings
from generated import ROOT


def kept(profile: str) -> str:
    return (FOLDER / "findings" / f"{profile}.txt").read_text("utf-8")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_findings_of_a_profile_are_unchanged(profile: str) -> None:
    assert findings("fixtures/northwind", profile, ROOT) == kept(profile)


def test_recommended_rules_find_nothing() -> None:
    assert kept("recommended").startswith("No findings in ")
