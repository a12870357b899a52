"""Findings in campaigns that cannot run, and campaigns in archived folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.testing import ABSENT, Export, campaign, folder, program

if TYPE_CHECKING:
    from conftest import CommandLine, Outcome

OFF: dict[str, Any] = {"isActive": False, "status": "Inactive"}
SCORING = program("OP Scoring", id=101)
REPORTED = ("error", False)
LOWERED = ("note", True)


def retired() -> Export:
    """An inactive trigger campaign that executes a campaign with a Wait step."""
    return Export(
        SCORING,
        campaign("Intake", id=1001, program=SCORING, **OFF)
        .trigger("Fills Out Form")
        .executes("EX Score"),
        campaign("EX Score", id=1002, program=SCORING).waits("4 hours"),
    )


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return retired().write(tmp_path / "exports")


def severities(outcome: Outcome) -> list[tuple[str, bool]]:
    return [(each["severity"], each["dormant"]) for each in outcome.report["findings"]]


class TestInactive:
    pytestmark = pytest.mark.usefixtures("exports")

    def test_a_finding_in_a_dormant_campaign_is_a_note(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "json")
        assert (checked.code, severities(checked)) == (0, [LOWERED])
        assert checked.report["coverage"]["dormantFindings"] == 1

    def test_the_summary_says_so(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports")
        assert checked.out.splitlines()[-3:] == [
            "Found 1 note in 2 campaigns (1 executable) of 1 program in 6 files.",
            "Today: 2026-09-14 (date of the export in instance.json).",
            "Dormant: 1 finding in campaigns that cannot run, reported as notes (see --inactive).",
        ]

    def test_same_leaves_the_severity(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "json", "--inactive", "same")
        assert (checked.code, severities(checked)) == (1, [REPORTED])
        assert checked.report["coverage"]["dormantFindings"] == 0

    def test_skip_only_counts_it(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--inactive", "skip")
        assert (checked.code, checked.out.splitlines()) == (
            0,
            [
                "No findings in 2 campaigns (1 executable) of 1 program in 6 files.",
                "Today: 2026-09-14 (date of the export in instance.json).",
                "Dormant: 1 finding in campaigns that cannot run, skipped.",
            ],
        )

    def test_the_configuration_sets_it(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('inactive = "same"\n')
        assert severities(campaignlint("check", "exports", "-f", "json")) == [REPORTED]

    def test_a_finding_in_a_live_campaign_about_a_dormant_one_stays(
        self, campaignlint: CommandLine
    ) -> None:
        """The request does nothing, which matters to the campaign that is live."""
        export = retired()
        export.campaigns[0].trigger("Campaign is Requested")
        export.add(
            campaign("On", id=1003, program=SCORING, isActive=True)
            .trigger("Clicks Link in Email")
            .requests("Intake")
        )
        export.write(Path("exports"))
        checked = campaignlint("check", "exports", "-f", "json", "--select", "request")
        found = [
            (each["rule"], each["severity"], each["place"]) for each in checked.report["findings"]
        ]
        assert found == [
            ("request-target-inactive", "error", "OP Scoring > On > flow step 1"),
        ]

    def test_a_cycle_through_a_live_caller_stays(self, campaignlint: CommandLine) -> None:
        """It is located in its campaign with the smallest id, which is dormant here."""
        requested = campaign("Off", id=1001, program=SCORING, **OFF)
        requested.trigger("Campaign is Requested").requests("On")
        on = campaign("On", id=1002, program=SCORING, isActive=True)
        on.trigger("Campaign is Requested").requests("Off")
        Export(SCORING, requested, on).write(Path("cycle"))
        checked = campaignlint("check", "cycle", "-f", "json", "--select", "request-cycle")
        assert [
            (each["severity"], each["dormant"], each["place"])
            for each in checked.report["findings"]
        ] == [("warning", False, "OP Scoring > Off > flow step 1")]

    def test_the_baseline_accepts_it_only_while_its_campaign_is_dormant(
        self, campaignlint: CommandLine
    ) -> None:
        campaignlint("check", "exports", "--write-baseline", "baseline.json")
        (entry,) = json.loads(Path("baseline.json").read_text())["findings"]
        assert entry["dormant"] is True
        options = ("--baseline", "baseline.json", "-f", "json")
        assert severities(campaignlint("check", "exports", *options)) == []
        activated = retired()
        activated.campaigns[0].fields |= {"isActive": True, "status": "Active"}
        activated.write(Path("exports"))
        assert severities(campaignlint("check", "exports", *options)) == [REPORTED]


class TestArchived:
    @pytest.fixture(autouse=True)
    def _exports(self, tmp_path: Path) -> None:
        archive = folder("90 Archive", id=10, isArchive=True)
        old = program("OP.Old", id=102, folder=archive)
        Export(
            *(archive, old, SCORING),
            campaign("EX Old", id=1001, program=old, isExecutable=True).waits("4 hours"),
            campaign("EX Bare", id=1004, program=old, isExecutable=True, flow=ABSENT),
            campaign("EX Used", id=1002, program=old).waits("4 hours"),
            campaign("Batch", id=1003, program=SCORING).executes("OP.Old.EX Used"),
        ).write(tmp_path / "exports")

    def places(self, outcome: Outcome) -> list[str]:
        return outcome.findings("place")

    def test_only_used_campaigns_are_checked(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "json")
        assert self.places(checked) == ["OP.Old > EX Used > flow step 1"]
        assert checked.report["coverage"]["archivedCampaigns"] == 2

    def test_the_summary_counts_the_others(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--ignore", "wait-in-executable")
        assert checked.out.splitlines() == [
            "No findings in 4 campaigns (3 executable) of 2 programs in 12 files.",
            "Today: 2026-09-14 (date of the export in instance.json).",
            "Not in this export: the flow of 1 campaign.",
            "Archived: 2 unused campaigns in archived folders, not checked (see --archived).",
        ]

    def test_same_checks_them(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "json", "--archived", "same")
        assert self.places(checked) == [
            "OP.Old > EX Old > flow step 1",
            "OP.Old > EX Used > flow step 1",
        ]
        assert checked.report["coverage"]["archivedCampaigns"] == 0

    def test_a_program_in_an_archived_folder_is_skipped(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text(
            'select = ["name-convention"]\n[rules.name-convention]\nprograms = "[^.]*"\n'
        )
        options = ("-f", "json")
        assert self.places(campaignlint("check", "exports", *options)) == []
        checked = campaignlint("check", "exports", *options, "--archived", "same")
        assert self.places(checked) == ["OP.Old"]

    def test_a_skipped_campaign_is_not_counted_as_not_checked(
        self, campaignlint: CommandLine
    ) -> None:
        checked = campaignlint("check", "exports", "-f", "json")
        assert checked.report["coverage"]["notChecked"] == {}
        checked = campaignlint("check", "exports", "-f", "json", "--archived", "same")
        assert checked.report["coverage"]["notChecked"]["wait-in-executable"] == 1

    def test_a_suppression_that_names_a_skipped_campaign_is_not_unused(
        self, campaignlint: CommandLine
    ) -> None:
        suppression = '[[suppressions]]\nrule = "wait-in-executable"\nreason = "retired"\n'
        Path("campaignlint.toml").write_text(
            f'{suppression}campaign = "EX Old"\n{suppression}campaign = "Batch"\n'
        )
        checked = campaignlint("check", "exports", "-f", "json", "--select", "wait-in-executable")
        assert checked.findings("rule") == [
            "unused-suppression",
            "wait-in-executable",
        ]

    def test_checked_campaigns_are_compared_with_each_other(
        self, campaignlint: CommandLine
    ) -> None:
        """An archived campaign with the same name does not hide the two others."""
        archive = folder("90 Archive", id=10, isArchive=True)
        here = folder("10 Web", id=11)
        Export(
            *(archive, here),
            campaign("Batch", id=2001, folder=archive),
            campaign("Batch", id=2002, folder=here),
            campaign("Batch", id=2003, folder=here),
        ).write(Path("names"))
        options = ("-f", "json", "--select", "duplicate-campaign-name", "--fail-on", "note")
        checked = campaignlint("check", "names", *options)
        (found,) = checked.report["findings"]
        assert found["campaign"]["id"] == 2002
        assert [each["message"] for each in found["related"]] == ["campaign 2003 has the same name"]


def test_show_has_the_findings_of_an_archived_campaign(campaignlint: CommandLine) -> None:
    archive = folder("90 Archive", id=10, isArchive=True)
    old = program("OP Old", id=102, folder=archive)
    Export(
        archive, old, campaign("EX Old", id=1001, program=old, isExecutable=True).waits("4 hours")
    ).write(Path("exports"))
    shown = campaignlint("show", "EX Old", "exports")
    assert "[wait-in-executable]" in shown.out
