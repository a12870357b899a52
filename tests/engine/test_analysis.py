"""Rules run, and their findings are sorted, located and identified; a crash stops no other rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from campaignlint import Finding, FlowStep, Instance, api, rule
from campaignlint.engine.narrowing import Narrowing
from campaignlint.engine.plan import Plan
from campaignlint.report.model import Coverage, Hidden, Report
from campaignlint.rules import registry as packs
from campaignlint.testing import ABSENT, campaign, program
from conftest import REPOSITORY
from loading.reading import Content, all_rules, compact, where, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from campaignlint import NotChecked, Rule, SmartCampaign


@rule(severity="warning", category="test", since="0.1", confidence="likely")
def each_step(step: FlowStep) -> Iterator[Finding]:
    """Report every flow step."""
    yield step.finding(f"{step} is {step.name}")


@rule(severity="error", category="test", since="0.1")
def each_campaign(instance: Instance, *, word: str = "found") -> Iterator[Finding]:
    """Each campaign is found."""
    for found in instance.campaigns:
        yield found.finding(f"{found} is {word}")


@rule(severity="error", category="test", since="0.1")
def crashing(instance: Instance) -> Iterator[Finding]:
    """The first campaign is found, and then the rule fails."""
    for found in instance.campaigns:
        yield found.finding("found before the crash")
        raise ValueError(f"no way\nwith {found}")


SCORING = program("OP Scoring", id=101)


def score() -> Any:
    return campaign("EX Score", id=1001, program=SCORING).waits("1 day").sends("OP.Mail")


def plan(*rules: Rule, **changes: Any) -> Plan:
    """Return a plan with only these rules and the engine's."""
    known = {each.id: each for each in rules}
    of_engine = {each.id: each for each in all_rules() if each.category == "engine"}
    return Plan(rules=tuple(rules), all_rules=packs.RuleSet(of_engine | known), **changes)


def check(folder: Path, files: dict[str, Content], plan: Plan) -> Report:
    return api.analyze(write(folder, files), plan).report


def fingerprints(report: Report) -> dict[str, str]:
    """Return the fingerprint of each finding by its message."""
    return {finding.message: finding.fingerprint for finding in report.findings}


# Fingerprints


def test_a_fingerprint_survives_other_layouts_and_fields(tmp_path: Path) -> None:
    first = fingerprints(check(tmp_path, {"a.json": score().record()}, plan(each_step)))
    record = score().record()
    again: dict[str, Content] = {
        "a.json": compact(record),
        "moved/elsewhere.json": {"programs": [SCORING.record()], "smartCampaigns": [record]},
        "lines.ndjson": "\n\n" + compact(record),
        "newer.json": record | {"updatedAt": "2027-01-01T00:00:00Z+0000", "description": "new"},
        "renamed.json": record | {"flow": record["flow"] | {"note": 1}, "workspace": "Default"},
    }
    for name, content in again.items():
        assert fingerprints(check(tmp_path, {name: content}, plan(each_step))) == first


def test_a_fingerprint_survives_new_names(tmp_path: Path) -> None:
    renamed = score()
    renamed.fields |= {"name": "EX Points"}
    (one,) = check(tmp_path, {"a.json": score().record()}, plan(each_campaign)).findings
    (other,) = check(tmp_path, {"a.json": renamed.record()}, plan(each_campaign)).findings
    assert one.message != other.message
    assert one.fingerprint == other.fingerprint


def test_a_fingerprint_survives_an_inserted_step(tmp_path: Path) -> None:
    record = score().record()
    before = check(tmp_path, {"a.json": record}, plan(each_step)).findings
    record["flow"]["steps"].insert(0, {"id": 7, "activityTypeName": "Interesting Moment"})
    inserted, *after = check(tmp_path, {"a.json": record}, plan(each_step)).findings
    assert [each.fingerprint for each in after] == [each.fingerprint for each in before]
    assert [each.place for each in after] != [each.place for each in before]
    assert inserted.fingerprint not in {each.fingerprint for each in before}


@pytest.mark.parametrize(
    "fields",
    [{"id": 1002}, {"workspace": "EMEA"}, {"workspace": ABSENT}],
    ids=["another id", "another workspace", "no workspace"],
)
def test_fingerprints_of_campaigns_differ(fields: dict[str, Any], tmp_path: Path) -> None:
    other = {k: v for k, v in (score().record() | fields).items() if v is not ABSENT}
    files: list[dict[str, Content]] = [{"a.json": score().record()}, {"a.json": other}]
    one, two = (check(tmp_path, each, plan(each_campaign)).findings[0] for each in files)
    assert one.fingerprint != two.fingerprint


@pytest.mark.parametrize("number", [5, None], ids=["one id", "no id"])
def test_steps_without_unique_ids_have_fingerprints_by_their_order(
    number: int | None, tmp_path: Path
) -> None:
    steps = [{"id": number, "activityTypeName": "Wait"} for _ in range(3)]
    record = score().record() | {"flow": {"steps": steps}}
    report = check(tmp_path, {"a.json": record}, plan(each_step))
    assert len({each.fingerprint for each in report.findings}) == 3


def test_fingerprints_are_unique() -> None:
    @rule(severity="note", category="test", since="0.1")
    def thrice(instance: Instance) -> Iterator[Finding]:
        """The first campaign is found three times."""
        yield from [instance.campaigns[0].finding(f"time {number}") for number in (3, 1, 2)]

    report = api.analyze([str(REPOSITORY / "fixtures/acme")], plan(thrice, each_step)).report
    found = [each.fingerprint for each in report.findings]
    assert len(found) == len(set(found))
    again = api.analyze([str(REPOSITORY / "fixtures/acme")], plan(each_step, thrice)).report
    assert [each.fingerprint for each in again.findings] == found


def test_diagnostics_have_fingerprints_by_file_and_pointer(tmp_path: Path) -> None:
    bad = {"smartCampaigns": [{"id": "x"}, {"id": "y"}]}
    files: dict[str, Content] = {"a.json": bad, "b.json": bad, "c.json": "{", "d.json": "{"}
    report = check(tmp_path, files, plan())
    assert len({each.fingerprint for each in report.findings}) == 6
    assert {each.campaign for each in report.findings} == {None}


# The same report for the same input


def test_findings_are_sorted_by_file_line_column_rule_and_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one_line = compact([score().record(), score().record() | {"id": 2, "name": "B"}])
    files: dict[str, Content] = {"b/x.json": one_line, "a.json": "{", "b.json": "]"}
    report = check(tmp_path, files, plan(each_step, each_campaign))
    assert [(each.location.file, each.rule, each.message) for each in report.findings] == [
        ("a.json", "unreadable-file", report.findings[0].message),
        ("b.json", "unreadable-file", "invalid JSON: expecting value"),
        ("b/x.json", "each-campaign", "'EX Score' is found"),
        ("b/x.json", "each-step", "'EX Score' flow step 1 is Wait"),
        ("b/x.json", "each-step", "'EX Score' flow step 2 is Send Email"),
        ("b/x.json", "each-campaign", "'B' is found"),
        ("b/x.json", "each-step", "'B' flow step 1 is Wait"),
        ("b/x.json", "each-step", "'B' flow step 2 is Send Email"),
    ]


# Severity, confidence, profile


@pytest.mark.parametrize(
    ("rules", "findings", "configured", "expected"),
    [
        ("error", None, None, "error"),
        ("error", "warning", None, "warning"),
        ("warning", "error", None, "warning"),
        ("note", "error", None, "note"),
        ("error", None, "note", "note"),
        ("note", None, "error", "error"),
        ("warning", "note", "error", "note"),
        ("error", "warning", "note", "note"),
    ],
)
def test_a_finding_can_lower_the_severity_of_its_rule_but_not_raise_it(
    rules: Any, findings: Any, configured: Any, expected: str, tmp_path: Path
) -> None:
    @rule(severity=rules, category="test", since="0.1")
    def found_everywhere(instance: Instance) -> Iterator[Finding]:
        """Each campaign is found."""
        for found in instance.campaigns:
            yield found.finding("found", severity=findings)

    severities = {} if configured is None else {"found-everywhere": configured}
    report = check(
        tmp_path, {"a.json": score().record()}, plan(found_everywhere, severity=severities)
    )
    assert [each.severity for each in report.findings] == [expected]


@pytest.mark.parametrize(
    ("rules", "findings", "expected"),
    [
        ("documented", None, "documented"),
        ("documented", "heuristic", "heuristic"),
        ("likely", "documented", "likely"),
        ("heuristic", "likely", "heuristic"),
    ],
)
def test_a_finding_can_lower_the_confidence_of_its_rule_but_not_raise_it(
    rules: Any, findings: Any, expected: str, tmp_path: Path
) -> None:
    @rule(severity="note", category="test", since="0.1", confidence=rules)
    def found_everywhere(instance: Instance) -> Iterator[Finding]:
        """Each campaign is found."""
        for found in instance.campaigns:
            yield found.finding("found", confidence=findings)

    report = check(tmp_path, {"a.json": score().record()}, plan(found_everywhere))
    assert [each.confidence for each in report.findings] == [expected]


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("recommended", ["always", "recommended"]),
        ("strict", ["always", "recommended", "strict"]),
        ("audit", ["always", "audit", "recommended", "strict"]),
    ],
)
def test_a_finding_can_require_a_profile(profile: Any, shown: list[str], tmp_path: Path) -> None:
    @rule(severity="note", category="test", since="0.1")
    def gated(instance: Instance) -> Iterator[Finding]:
        """A finding for each profile."""
        (found,) = instance.campaigns
        yield found.finding("always")
        yield found.finding("recommended", profile="recommended")
        yield found.finding("strict", profile="strict")
        yield found.finding("audit", profile="audit")

    report = check(tmp_path, {"a.json": score().record()}, plan(gated, profile=profile))
    assert [each.message for each in report.findings] == shown
    assert report.hidden == Hidden()


def test_options_reach_their_rule(tmp_path: Path) -> None:
    options = {"each-campaign": {"word": "seen"}}
    report = check(tmp_path, {"a.json": score().record()}, plan(each_campaign, options=options))
    assert [each.message for each in report.findings] == ["'EX Score' is seen"]


# Rules that fail


def test_a_rule_that_raises_is_a_finding_and_other_rules_run(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.json": score().record()}, plan(each_campaign, crashing, each_step))
    (crash,) = (each for each in report.findings if each.rule == "rule-crashed")
    assert crash.message.startswith("rule 'crashing' failed with ValueError: no way\nwith ")
    assert crash.message.endswith("); its other findings are missing")
    assert "test_analysis.py:" in crash.message
    assert (crash.severity, crash.place, crash.campaign) == ("error", "rule crashing", None)
    assert crash.help == "report it to the rule's author, or run with --ignore crashing"
    others = [each.message for each in report.findings if each is not crash]
    assert sorted(others) == [
        "'EX Score' flow step 1 is Wait",
        "'EX Score' flow step 2 is Send Email",
        "'EX Score' is found",
        "found before the crash",
    ]
    assert report.is_incomplete


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (None, "TypeError: 'NoneType' object is not iterable"),
        (["text"], "TypeError: expected a finding, found str"),
        ([None], "TypeError: expected a finding, found NoneType"),
    ],
)
def test_a_rule_that_yields_no_findings_is_a_finding(
    result: Any, error: str, tmp_path: Path
) -> None:
    @rule(severity="note", category="test", since="0.1")
    def odd(instance: Instance) -> Iterable[Finding]:  # noqa: ARG001 - a rule's first parameter
        """Something else is given."""
        return result  # type: ignore[no-any-return]

    (crash,) = check(tmp_path, {"a.json": score().record()}, plan(odd)).findings
    assert crash.rule == "rule-crashed"
    assert f"failed with {error} (" in crash.message


def test_a_rule_that_recurses_too_deeply_is_a_finding(tmp_path: Path) -> None:
    @rule(severity="note", category="test", since="0.1")
    def endless(instance: Instance) -> Iterable[Finding]:
        """Raises the error itself, because real recursion ends the measurement of coverage."""
        raise RecursionError(f"too deep for {instance.campaigns[0]}")

    (crash,) = check(tmp_path, {"a.json": score().record()}, plan(endless)).findings
    assert "failed with RecursionError: too deep for 'EX Score' (" in crash.message


# Narrowing


def test_only_never_hides_diagnostics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {"a.json": score().record(), "b.json": "{", "c.json": {"smartLists": [{"id": ""}]}},
    )
    report = api.analyze(["."], plan(crashing, narrowing=Narrowing(frozenset({"a.json"})))).report
    rules = [each.rule for each in report.findings]
    assert sorted(rules) == ["crashing", "invalid-record", "rule-crashed", "unreadable-file"]
    assert report.is_incomplete


# Coverage


def test_coverage_counts_what_was_checked(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "a.json": score().executes("EX Route").executes("EX Gone").record(),
        "b.json": campaign("EX Route", id=1002, flow=ABSENT).record(),
        "c.json": campaign("Intake", id=1003).smart_list_record(),
        "d.json": campaign("Intake", id=1003).record(),
        "e.json": SCORING.record(),
        "f.json": {"name": "package"},
        "g.json": "{",
    }
    report = check(tmp_path, files, plan(each_step, each_campaign))
    assert report.coverage == Coverage(
        files=7,
        campaigns=3,
        campaigns_with_flow=2,
        campaigns_with_smart_list=1,
        programs=1,
        executables=1,
        unresolved_references=1,
        skipped_files=1,
        not_checked={"each-step": 1},
    )


def test_an_ambiguous_reference_is_not_unresolved(tmp_path: Path) -> None:
    two = [campaign("EX Score", id=number).record() for number in (1, 2)]
    caller = campaign("Intake", id=3).executes("EX Score").record()
    assert check(tmp_path, {"a.json": [*two, caller]}, plan()).coverage.unresolved_references == 0


def test_a_campaign_is_counted_once_however_often_a_rule_yields_it(tmp_path: Path) -> None:
    @rule(severity="note", category="test", since="0.1")
    def unable(campaign: SmartCampaign) -> Iterator[NotChecked]:
        """A rule cannot check anything."""
        yield campaign.not_checked("one part")
        yield campaign.not_checked("another part")

    report = check(tmp_path, {"a.json": campaign("EX Score", id=1).record()}, plan(unable))
    assert report.coverage.not_checked == {"unable": 1}


@pytest.mark.parametrize(
    ("requires", "campaigns"),
    [("flow", 1), ("smart_list", 2), ("tokens", 3), ("complete", 3), (("flow", "smart_list"), 2)],
)
def test_a_campaign_without_a_required_part_is_not_checked(
    tmp_path: Path, requires: str | tuple[str, ...], campaigns: int
) -> None:
    @rule(severity="note", category="test", since="0.1", requires=requires)
    def each(campaign: SmartCampaign) -> Iterator[Finding]:
        """Report every campaign."""
        yield campaign.finding("seen")

    whole = campaign("EX Route", id=2)
    bare = [campaign("EX Score", id=1, flow=ABSENT).record(), campaign("EX Send", id=3).record()]
    files: dict[str, Content] = {
        "a.json": [*bare, whole.record(), whole.smart_list_record()],
    }
    report = check(tmp_path, files, plan(each))
    assert report.coverage.not_checked == {"each": campaigns}
    assert len(report.findings) == 3 - campaigns


# The report as a whole


def test_a_report_without_records_is_incomplete(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.json": score().record(), "b.json": {}}, plan())
    assert report.paths_without_records == (str(tmp_path / "b.json"),)
    assert report.is_incomplete
    assert not check(tmp_path, {"a.json": score().record()}, plan()).is_incomplete


def test_severities_are_counted_and_compared(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.json": score().record()}, plan(each_step))
    assert report.counts() == {"error": 0, "warning": 2, "note": 0}
    assert [report.reaches(each) for each in ("error", "warning", "note")] == [False, True, True]


CHANGED = "file changed while being read; run again when nothing is writing to it"


def test_a_file_that_disappears_during_the_run_is_a_diagnostic(tmp_path: Path) -> None:
    """The finding is kept without a line, and the run is incomplete."""
    (file,) = write(tmp_path, {"a.json": score().record()})

    @rule(severity="note", category="test", since="0.1")
    def removing(instance: Instance) -> Iterator[Finding]:
        """Remove the export during the run."""
        step: FlowStep = instance.campaigns[0].steps()[0]
        (tmp_path / "a.json").unlink()
        yield step.finding("found")

    report = api.analyze([file], plan(removing)).report
    assert [(each.message, where(each.location)) for each in report.findings] == [
        ("found", "a.json /flow/steps/0"),
        (CHANGED, "a.json"),
    ]
    assert report.is_incomplete
