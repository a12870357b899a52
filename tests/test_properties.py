"""What holds for every instance, whatever is in it and however it is written down."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import validator_for

import campaignlint
from campaignlint import cli
from campaignlint.cli import output
from campaignlint.config.settings import load_settings
from campaignlint.report.json import report_schema
from instances import (
    LAYOUTS,
    PLAIN,
    Layout,
    Record,
    a_file_each,
    copied_instances,
    instances,
    spellings,
    unrelated,
)
from loading.other_reader import check
from report import gitlab_checks, junit_checks
from report.sarif_checks import own_checks, schema_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from campaignlint.report.model import LocatedFinding, Report

EVERYTHING = campaignlint.Settings(select=("all",), profile="audit", fail_on="note")


@contextmanager
def written(layout: Layout) -> Iterator[Path]:
    """A folder with these files, written in the order given."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in layout.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        yield folder


def lint(layout: Layout, config: campaignlint.Settings = EVERYTHING) -> Report:
    with written(layout) as folder:
        return campaignlint.check([folder], config)


def said(report: Report) -> list[tuple[Any, ...]]:
    """All that the findings say but where in which file."""
    return sorted(map(_said, report.findings))


def _said(finding: LocatedFinding) -> tuple[Any, ...]:
    if finding.rule == "duplicate-record":
        return (finding.rule, finding.message)  # its place is a file
    campaign = finding.campaign
    return (
        finding.rule,
        finding.severity,
        finding.confidence,
        finding.message,
        "" if campaign is None else f"{campaign.id} {campaign.name} {campaign.program}",
        finding.place,
        finding.help,
        [(each.message, each.place) for each in (*finding.related, *finding.chain)],
        finding.fingerprint,
    )


@settings(max_examples=60)
@given(
    records=copied_instances(),
    data=st.data(),
    layout=st.sampled_from(LAYOUTS),
    spell=spellings(),
)
def test_order_layout_and_spelling_change_positions_only(
    records: list[Record],
    data: st.DataObject,
    layout: Callable[[Sequence[Record], Any], Layout],
    spell: Any,
) -> None:
    plain = lint(a_file_each(records, PLAIN))
    shuffled = data.draw(st.permutations(records))
    files = layout(shuffled, spell)
    order = data.draw(st.permutations(sorted(files)))
    other = lint({name: files[name] for name in order})
    assert said(other) == said(plain)
    assert replace(other.coverage, files=0) == replace(plain.coverage, files=0)


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS), spell=spellings())
def test_every_place_is_where_another_reader_finds_it(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout], spell: Any
) -> None:
    with written(layout(records, spell)) as folder:
        for finding in campaignlint.check([folder], EVERYTHING).findings:
            check(finding.location, Path())
            for each in (*finding.related, *finding.chain):
                check(each.location, Path())


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_an_unrelated_campaign_changes_no_other_finding(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    before = lint(layout(records, PLAIN))
    after = lint(layout([*records, *unrelated()], PLAIN))
    others = [each for each in after.findings if "ZZ" not in each.place]
    assert sorted(map(_said, others)) == said(before)


@settings(max_examples=60)
@given(records=instances(), changed=st.integers(0, 3), at=st.integers(0, 2), spell=spellings())
def test_fingerprints_are_unique_and_survive_a_new_export(
    records: list[Record], changed: int, at: int, spell: Any
) -> None:
    """The next export has other files, moments and spellings, and a campaign one step more."""
    before = lint(a_file_each(records, PLAIN))
    fingerprints = [each.fingerprint for each in before.findings]
    assert len(set(fingerprints)) == len(fingerprints)
    again = json.loads(json.dumps(records))
    for record in again:
        if "updatedAt" in record:
            record["updatedAt"] = "2026-03-02T09:15:00Z+0000"
        if record.get("id") == changed and "flow" in record:
            step = {"id": 77, "activityTypeId": 1, "activityTypeName": "Add to List"}
            record["flow"]["steps"].insert(at, step)
    after = lint({f"moved/{name}": text for name, text in a_file_each(again, spell).items()})

    def moved(finding: LocatedFinding) -> str:
        """Where it stands in the next export."""
        pointer = finding.location.pointer
        step = re.match(r"/flow/steps/(\d+)", pointer)
        if step is None or finding.campaign is None or finding.campaign.id != changed:
            return pointer
        number = int(step[1])
        return f"/flow/steps/{number + (number >= at)}{pointer[step.end() :]}"

    known = _by_place((each, moved(each)) for each in before.findings)
    found = _by_place((each, each.location.pointer) for each in after.findings)
    for place, known_there in known.items():
        if place in found:
            assert found[place] == known_there
        else:
            assert place.campaign == changed


class _PlaceOfRule(NamedTuple):
    rule: str
    campaign: int | None
    file: str
    pointer: str


def _by_place(
    findings: Iterable[tuple[LocatedFinding, str]],
) -> dict[_PlaceOfRule, set[str]]:
    """The fingerprints of what each rule found at each place."""
    fingerprints: defaultdict[_PlaceOfRule, set[str]] = defaultdict(set)
    for finding, pointer in findings:
        campaign = None if finding.campaign is None else finding.campaign.id
        file = Path(finding.location.file).name
        place = _PlaceOfRule(finding.rule, campaign, file, pointer)
        fingerprints[place].add(finding.fingerprint)
    return fingerprints


@settings(max_examples=30)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_the_command_succeeds_where_every_finding_is_suppressed(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    with written(layout(records, PLAIN)) as folder:
        config = folder / "campaignlint.toml"
        command = ("check", str(folder), f"--config={config}")
        config.write_text(_STRICTEST, "utf-8")
        found = campaignlint.check([folder], load_settings(config)).findings
        assert _exit_code(*command) == bool(found)
        accepted = sorted({_suppression(each) for each in found})
        config.write_text("".join([_STRICTEST, *accepted]), "utf-8")
        assert _exit_code(*command) == 0
        report = campaignlint.check([folder], load_settings(config))
        assert report.findings == ()
        assert report.suppressed == len(found)


_STRICTEST = """\
select = ["all"]
profile = "audit"
fail_on = "note"
"""


def _suppression(finding: LocatedFinding) -> str:
    """By the campaign's id, else by the program that the place names."""
    campaign = finding.campaign
    key, value = ("program", finding.place) if campaign is None else ("campaign", str(campaign.id))
    return (
        f'[[suppressions]]\nrule = "{finding.rule}"\nreason = "known"\n'
        f"{key} = {json.dumps(value)}\n"
    )


def _exit_code(*arguments: str) -> int | str | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["campaignlint", *arguments])
        with pytest.raises(SystemExit) as exit_of:
            cli.main()
    return exit_of.value.code


@settings(max_examples=30)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_a_baseline_of_every_finding_is_clean(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    with written(layout(records, PLAIN)) as folder:
        earlier = replace(EVERYTHING, baseline=str(folder))
        report = campaignlint.check([folder], earlier)
    assert report.findings == ()
    assert report.stale_baseline == ()


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_every_report_parses_and_is_valid(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    report = lint(layout(records, PLAIN))
    schema = report_schema()
    document = json.loads(output.render(report, "json"))
    assert list(validator_for(schema)(schema).iter_errors(document)) == []
    assert len(document["findings"]) == len(report.findings)
    suites = junit_checks.checked(output.render(report, "junit"))
    assert int(suites.attrib["failures"]) == sum(
        each.severity != "note" for each in report.findings
    )
    issues = gitlab_checks.checked(output.render(report, "gitlab"))
    assert [issue["fingerprint"] for issue in issues if issue["check_name"] != "no-flow"] == [
        each.fingerprint for each in report.findings
    ]


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_every_sarif_log_is_what_github_demands(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    report = lint(layout(records, PLAIN))
    log = json.loads(output.render(report, "sarif"))
    assert own_checks(log) == []
    assert len(log["runs"][0]["results"]) == len(report.findings)


@pytest.mark.slow
@settings(max_examples=12)
@given(records=instances())
def test_every_sarif_log_keeps_to_the_schema(records: list[Record]) -> None:
    report = lint(a_file_each(records, PLAIN))
    assert schema_faults(json.loads(output.render(report, "sarif"))) == []
