"""The context of findings: facts about the export, campaign descriptions, diagrams."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.describe.activations import CampaignActivations
from campaignlint.describe.campaign import CallSummary, CampaignSummary
from campaignlint.describe.flow import StepSummary
from campaignlint.describe.rows import Row
from campaignlint.describe.smart_list import SmartListSummary
from campaignlint.model.finding import CampaignName
from campaignlint.report import context
from campaignlint.report.context import Context, Diagrams, ExportFacts
from campaignlint.testing import Export as Exported
from campaignlint.testing import campaign, executing, otherwise, program, when
from loading.reading import all_rules, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from campaignlint.report.model import Report
    from campaignlint.testing import Campaign

SCORING = program("OP Scoring", id=101)
SCORE = campaign("EX Score", id=1002, program=SCORING).waits("4 hours")
INTAKE = campaign("Lead Intake", id=1001, program=SCORING).choices(
    "Execute Campaign", when("Country", "is", "US", executing(SCORE)), otherwise("--Do Nothing--")
)


def report_of(folder: Path, *parts: Campaign, **changes: object) -> Report:
    """What the rules of wait steps and of the call graph find, with what is around it."""
    selected = ("wait-in-executable", "wait-unreadable", "execute-cycle", "nesting-too-deep")
    plan = config.plan(config.Settings(select=selected), all_rules())
    plan = replace(plan, **{"context": True, **changes})  # type: ignore[arg-type]
    return api.analyze([str(Exported(SCORING, *parts).write(folder))], plan).report


def around(folder: Path, *parts: Campaign) -> Context:
    found = report_of(folder, *parts).context
    assert found is not None
    return found


def chain(length: int) -> list[Campaign]:
    """Campaigns that each execute the next; the first is no executable."""
    campaigns = [campaign(f"C{number:02}", id=2000 + number) for number in range(length)]
    for one, next_one in pairwise(campaigns):
        one.executes(next_one)
    return campaigns


def drawn(found: Context) -> list[list[int]]:
    return [[node.id for node in each.diagram.nodes] for each in found.diagrams.neighborhoods]


def test_no_context_is_collected_unless_the_plan_asks(tmp_path: Path) -> None:
    assert report_of(tmp_path, INTAKE, SCORE, context=False).context is None


def test_the_facts_of_instance_json_are_in_the_context(tmp_path: Path) -> None:
    assert around(tmp_path, INTAKE, SCORE).exports == (
        ExportFacts(
            "123-ABC-456", "2026-09-14T06:00:00Z", is_complete=True, is_scoped=False, missing=0
        ),
    )


def test_without_instance_json_the_newest_change_is_in_the_context(tmp_path: Path) -> None:
    files = {"export.json": Exported(SCORING, INTAKE, SCORE).bundle()}
    plan = replace(config.plan(config.Settings(), all_rules()), context=True)
    found = api.analyze(write(tmp_path, files), plan).report.context
    assert found is not None
    assert (found.exports, found.newest_change) == ((), "2026-03-02")


def test_a_campaign_and_its_caller_are_described(tmp_path: Path) -> None:
    intake, score = sorted(around(tmp_path, INTAKE, SCORE).campaigns, key=lambda it: it.campaign.id)
    assert score == CampaignSummary(
        campaign=CampaignName(1002, "EX Score", "OP Scoring", "Default", 101),
        settings=(
            Row("Description", "EX Score, kept by the marketing team"),
            Row("Runs", "when called (executed by 'Lead Intake' step 1)"),
            Row("Each person", "every time"),
            Row("Communication limits", "not respected"),
            Row("Changed", "2026-03-02"),
        ),
        smart_list=SmartListSummary((), (), "all"),
        steps=(StepSummary(1, "Wait: 4 hours"),),
        omitted_steps=0,
        callers=(
            CallSummary(
                kind="Execute Campaign",
                step=1,
                choice=1,
                is_default=False,
                campaigns=(CampaignName(1001, "Lead Intake", "OP Scoring", "Default", 101),),
                target="OP Scoring.EX Score",
            ),
        ),
        omitted_callers=0,
        callees=(),
        omitted_callees=0,
        url="https://app-sj99.marketo.com/#SC1002A1",
        activations=CampaignActivations(),
    )
    assert intake.steps == (
        StepSummary(
            1,
            "Execute Campaign",
            (
                (
                    'Choice 1: if Country is "US" then OP Scoring.EX Score, '
                    "Use Parent Campaign Token Context = True"
                ),
                "Default choice: --Do Nothing--",
            ),
        ),
    )


def test_a_campaign_without_calls_is_described_but_not_drawn(tmp_path: Path) -> None:
    batch = campaign("Apart", id=1003, type="batch", status="Single Run").waits("4 hrs")
    found = around(tmp_path, batch)
    assert [each.campaign.id for each in found.campaigns] == [1003]
    assert found.diagrams.neighborhoods == ()


def test_findings_in_one_neighborhood_share_a_diagram(tmp_path: Path) -> None:
    campaigns = chain(3)
    for each in campaigns[1:]:
        each.waits("1 day")
    found = around(tmp_path, *campaigns)
    assert drawn(found) == [[2000, 2001, 2002]]
    assert [len(each.fingerprints) for each in found.diagrams.neighborhoods] == [2]
    severities = [node.severity for node in found.diagrams.neighborhoods[0].diagram.nodes]
    assert severities == [None, "error", "error"]


def test_omitted_campaigns_and_diagrams_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "MAX_CAMPAIGNS", 1)
    monkeypatch.setattr(context.diagrams, "MAX_DRAWN", 1)
    found = around(tmp_path, INTAKE, SCORE)
    assert [each.campaign.id for each in found.campaigns] == [1002], "the one with the finding"
    assert found.omitted_campaigns == 1
    assert found.diagrams == Diagrams((), omitted_findings=1)


def test_callers_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    hub = campaign("Hub", id=3000).waits("1 day")
    callers = [campaign(f"Caller {number}", id=3001 + number).executes(hub) for number in range(40)]
    found = around(tmp_path, hub, *callers)
    (written,) = (each for each in found.campaigns if each.campaign.id == 3000)
    assert (len(written.callers), written.omitted_callers) == (12, 28)
    (picture,) = found.diagrams.neighborhoods
    assert (len(picture.diagram.nodes), picture.diagram.left_out.campaigns) == (20, 21)


def test_steps_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    for number in range(150):
        SCORE.changes(f"Field {number}", "x" * 1_000)
    try:
        found = around(tmp_path, INTAKE, SCORE)
    finally:
        del SCORE.steps[1:]
    (score,) = (each for each in found.campaigns if each.campaign.id == 1002)
    assert score.steps is not None
    assert (len(score.steps), score.omitted_steps) == (100, 51)
    assert max(len(step.text) for step in score.steps) == 500
