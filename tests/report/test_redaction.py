"""A redacted report holds the rule, its summary and the location of each finding, and no values."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from campaignlint import api
from campaignlint.cli import output
from campaignlint.config import settings as config
from campaignlint.model.finding import CampaignName
from campaignlint.report.redaction import RELATED, redact
from campaignlint.testing import Export, campaign, condition, otherwise, program, tokens, when
from conftest import REPOSITORY
from loading.reading import all_rules, write
from report.hostile import report_full_of, rule_info

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.report.model import Report
    from conftest import CommandLine
    from loading.reading import Content

pytestmark = pytest.mark.usefixtures("in_tmp_path")

SCORING = program("OP Scoring", id=101)
INTAKE = program("WEB Intake", id=102)
MARKER = "marker-4711"
EXPORT = Export(
    SCORING,
    INTAKE,
    campaign("EX Score", id=1001, program=SCORING, description=MARKER).waits(MARKER),
    campaign("01 Form", id=1002, program=INTAKE, isActive=True)
    .trigger("Fills Out Form", condition("Form Name", "is", [MARKER]))
    .executes("OP Scoring.EX Score")
    .executes(f"OP Scoring.{MARKER}")
    .choices(
        "Change Data Value",
        when("Country", "is", [MARKER, "{{my.Home}}"], {"Attribute": "Region"}),
        otherwise({"Attribute": "Region", "New Value": MARKER}),
    )
    .step(f"Ask {MARKER}"),
    tokens(INTAKE, {"Home": MARKER}),
)


def redacted(folder: Path, export: Export, *, names: bool, select: str = "all") -> Report:
    file = folder / "export.json"
    file.write_text(json.dumps(export.bundle(), indent=2), "utf-8")
    settings = config.Settings(
        select=(select,), profile="audit", complete=True, redact=True, redact_names=names
    )
    plan = config.plan(settings, all_rules())
    return api.analyze([str(file)], replace(plan, context=True)).report


def printed(report: Report) -> str:
    """The report in every format."""
    look = output.Look(width=100, include_suppressed=True)
    return "\n".join(output.render(report, name, look) for name in output.FORMATS)


def lines(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield f"{finding.place}: {finding.message}"
        for related in finding.related:
            yield f"  {related.message}: {related.place}"


def test_the_summary_of_the_rule_replaces_message_help_and_source(tmp_path: Path) -> None:
    report = redacted(tmp_path, EXPORT, names=False, select="wait-in-executable")
    assert list(lines(report)) == [
        f"OP Scoring > EX Score > flow step 1: {report.rules[-1].summary}",
        f"  {RELATED}: WEB Intake > 01 Form > flow step 1",
    ]
    (finding,) = report.findings
    summaries = {rule.id: rule.summary for rule in report.rules}
    assert finding.message == summaries["wait-in-executable"]
    assert (finding.help, finding.location.excerpt) == ("", None)
    assert finding.location.pointer == "/smartCampaigns/0/flow/steps/0"
    assert finding.location.line is not None


def test_ids_replace_names(tmp_path: Path) -> None:
    report = redacted(tmp_path, EXPORT, names=True, select="wait-in-executable")
    (finding,) = report.findings
    assert list(lines(report)) == [
        f"campaign 1001 > flow step 1: {finding.message}",
        f"  {RELATED}: campaign 1002 > flow step 1",
    ]
    assert finding.campaign == CampaignName(1001, "campaign 1001", "program 101", None, 101)


@pytest.mark.parametrize("names", [False, True])
def test_everything_but_text_stays(names: bool, tmp_path: Path) -> None:  # noqa: FBT001
    acme = str(REPOSITORY / "fixtures" / "acme")
    plan = config.plan(config.Settings(select=("all",), profile="audit"), all_rules())
    before = api.analyze([acme], plan).report
    after = api.analyze([acme], replace(plan, redact=True, redact_names=names)).report
    assert [_without_text(each) for each in after.findings] == [
        _without_text(each) for each in before.findings
    ]
    unknown: Any = {"unknown_steps": {}, "unknown_triggers": {}}
    assert replace(after.coverage, **unknown) == replace(before.coverage, **unknown)
    assert tmp_path.exists()


def _without_text(finding: Any) -> tuple[object, ...]:
    return (
        finding.rule,
        finding.severity,
        finding.confidence,
        finding.fingerprint,
        finding.campaign and finding.campaign.id,
        *(
            replace(each.location, file="", excerpt=None)
            for each in (finding, *finding.related, *finding.chain)
        ),
    )


# No value of an export is printed


@pytest.mark.parametrize("names", [False, True])
def test_no_value_is_printed_in_any_format(names: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = printed(redacted(tmp_path, EXPORT, names=names))
    assert MARKER not in text
    assert ("EX Score" in text) is not names
    assert ("OP Scoring" in text) is not names


@pytest.mark.parametrize("names", [False, True])
def test_no_text_of_a_report_stays_but_names_and_paths(names: bool) -> None:  # noqa: FBT001
    """Every text of this report is the marker, except what rules and the configuration say."""
    full = report_full_of(MARKER)
    assert full.context is not None
    exports = tuple(replace(each, exported_at="") for each in full.context.exports)
    full = replace(
        full,
        findings=tuple(replace(each, rule="wait-in-executable") for each in full.findings),
        accepted=tuple(
            replace(each, finding=replace(each.finding, rule="wait-in-executable"))
            for each in full.accepted
        ),
        stale_baseline=tuple(
            msgspec.structs.replace(each, rule="wait-in-executable") for each in full.stale_baseline
        ),
        coverage=replace(full.coverage, not_checked={}),
        rules=(rule_info("wait-in-executable", "executable"),),
        scope=None,
        context=replace(full.context, exports=exports, newest_change=""),
    )
    assert MARKER in repr(full)
    report = redact(full, names=names)
    if names:
        assert MARKER not in repr(report)
        assert MARKER not in printed(report)
        return
    for each in (*report.findings, *(accepted.finding for accepted in report.accepted)):
        texts = (each.message, each.help, each.location.pointer, each.location.excerpt)
        assert MARKER not in repr(texts)
        assert all(related.message == RELATED for related in (*each.related, *each.chain))
    assert report.context is not None
    assert report.context.campaigns == ()


BAD_FILES: dict[str, Content] = {
    "id.json": campaign("A").record() | {"id": MARKER},
    "step.json": campaign("A").record() | {"flow": {"steps": [MARKER]}},
    "key.json": {MARKER: [campaign("A").record() | {"id": MARKER}]},
    "failed.json": {"success": False, "errors": [{"code": MARKER, "message": MARKER}]},
    "value.json": f'{{"name": "{MARKER}", "id": }}',
    "quotes.json": f"{{'name': '{MARKER}'}}",
    "truncated.json": f'{{"name": "{MARKER}',
    "latin.json": f'{{"name": "\xe4 {MARKER}"}}'.encode("latin-1"),
    "instance.json": {"instance": "A", "exportedAt": MARKER, "complete": True},
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_diagnostic_quotes_no_input(name: str, tmp_path: Path) -> None:
    paths = write(tmp_path, {name: BAD_FILES[name], "good.json": EXPORT.bundle()})
    plan = config.plan(config.Settings(redact=True), all_rules())
    assert MARKER not in printed(api.analyze(paths, replace(plan, context=True)).report)


# Paths


def test_file_names_with_names_are_replaced(tmp_path: Path) -> None:
    record = campaign("EX Score", id=1001).record()
    del record["id"]
    write(tmp_path, {"exports/campaigns/1001.json": record, "Acme Corp/EX Score.json": record})
    (tmp_path / "Acme Corp" / "empty").mkdir()
    paths = ["Acme Corp", "exports", "Acme Corp/empty"]
    plan = config.plan(config.Settings(), all_rules())

    def shown(*, names: bool) -> tuple[list[str], tuple[str, ...]]:
        report = api.analyze(paths, replace(plan, redact=True, redact_names=names)).report
        return [finding.place for finding in report.findings], report.paths_without_records

    assert shown(names=False) == (
        ["Acme Corp/EX Score.json", "exports/campaigns/1001.json"],
        ("Acme Corp", "Acme Corp/empty", "exports"),
    )
    assert shown(names=True) == (
        ["name-1/name-2.json", "exports/campaigns/1001.json"],
        ("name-1", "name-1/name-3", "exports"),
    )


# The command


def test_flags_and_keys_redact(campaignlint: CommandLine) -> None:
    EXPORT.write(Path("exports"))
    check = ("check", "exports", "-f", "json", "--select", "wait-in-executable,unknown-campaign")
    assert MARKER in campaignlint(*check, "--complete").out
    for flag, key, name in (
        ("--redact", "redact", '"EX Score"'),
        ("--redact-names", "redact_names", '"campaign 1001"'),
    ):
        by_flag = campaignlint(*check, "--complete", flag).out
        assert MARKER not in by_flag
        assert name in by_flag
        Path("campaignlint.toml").write_text(f"{key} = true\n", "utf-8")
        assert campaignlint(*check, "--complete").out == by_flag
        Path("campaignlint.toml").unlink()
