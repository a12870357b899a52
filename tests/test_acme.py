"""On fixtures/acme the linter finds what was planted there, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_acme import PLANTED
from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.report import text
from campaignlint.rules import registry as packs

if TYPE_CHECKING:
    from campaignlint.report.model import LocatedFinding, Report

ROOT = Path(__file__).parents[1]

Fault = tuple[str, int | None, str]
"""Rule, campaign id, and what of the place follows the campaign's name."""


def lint(profile: str) -> Report:
    settings = config.Settings().with_command_line(profile=profile)
    plan = config.plan(settings, packs.load_rules())
    return api.analyze(["fixtures/acme"], plan).report


@pytest.fixture(autouse=True)
def _in_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def fault(finding: LocatedFinding) -> Fault:
    campaign = finding.campaign
    if campaign is None:
        return finding.rule, None, " > ".join(finding.place.split(" > ")[-1:])
    name = f"{campaign.program} > {campaign.name}" if campaign.program else campaign.name
    return finding.rule, campaign.id, finding.place.removeprefix(name).removeprefix(" > ")


def planted(*profiles: str) -> list[Fault]:
    return sorted(
        (fault.rule, fault.campaign, fault.place) for fault in PLANTED if fault.profile in profiles
    )


def test_recommended_rules_have_exactly_the_planted_findings() -> None:
    assert sorted(map(fault, lint("recommended").findings)) == planted("recommended")


@pytest.mark.parametrize(
    "profiles", [("recommended", "strict"), ("recommended", "strict", "audit")]
)
def test_other_profiles_have_the_findings_planted_for_them(profiles: tuple[str, ...]) -> None:
    found = list(map(fault, lint(profiles[-1]).findings))
    assert [one for one in planted(*profiles) if one not in found] == []


def test_the_whole_instance_is_looked_at() -> None:
    coverage = lint("recommended").coverage
    assert coverage.campaigns == coverage.campaigns_with_flow == coverage.campaigns_with_smart_list
    assert coverage.skipped_files == 0


def test_the_text_report_has_at_most_300_lines() -> None:
    assert len(text.render(lint("recommended"), width=100).splitlines()) <= 300
