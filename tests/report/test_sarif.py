"""The SARIF report, validated with the rules of GitHub and the SARIF Multitool."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jschema_to_python.to_json  # type: ignore[import-untyped]
import pytest

from campaignlint import rule
from campaignlint.engine import diagnostics as engine_rules
from campaignlint.locating.locations import Location
from campaignlint.model.finding import CampaignName
from campaignlint.report import sarif
from campaignlint.report.model import (
    Coverage,
    LocatedFinding,
    LocatedRelated,
    Report,
    SuppressedFinding,
)
from campaignlint.report.repository import repository_root
from report.sarif_checks import multitool_faults, own_checks, schema_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, Rule, Severity

Object = dict[str, Any]

EXECUTE_CAMPAIGN = "https://experienceleague.adobe.com/en/docs/marketo/execute-campaign"


@rule(severity="error", category="executable", since="0.1", source=EXECUTE_CAMPAIGN)
def wait_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign has a Wait step.

    ## Why

    Marketo does not support Wait steps in executable campaigns.

    ## How to fix

    Call it with **Request Campaign**.
    """
    raise NotImplementedError(instance)


@rule(severity="note", category="governance", since="0.1", confidence="heuristic", profile="audit")
def too_many_steps(instance: Instance, *, most: int = 20, passing: str = "OP") -> Iterator[Finding]:
    """A flow has too many steps

    Nobody reads them all.

    ## Why

    Long flows hide [mistakes].

    ## Options

    - `most`: the largest number of steps that is no finding.
    - `passing`: programs whose names begin so
      are passed over.
    """  # noqa: D400, D415 - a rule pack's need not
    raise NotImplementedError(instance, most, passing)


@rule(severity="warning", category="executable", since="0.1", confidence="likely")
def execute_cycle(instance: Instance) -> Iterator[Finding]:
    """Campaigns execute each other in a cycle."""
    raise NotImplementedError(instance)


ENGINE_RULES = (
    engine_rules.unreadable_file,
    engine_rules.invalid_record,
    engine_rules.failed_response,
    engine_rules.rule_crashed,
    engine_rules.duplicate_record,
)
RULES = (wait_in_executable, *ENGINE_RULES, too_many_steps, execute_cycle)

EX_SCORE = CampaignName(1021, "EX Score", "OP Scoring", "Default")
STEP_3 = Location("exports/campaigns/1021.json", "/result/0/flow/steps/2", 41, 11, 47, 12)
CALL = Location(
    "exports/campaigns/1001.json", "/result/0/flow/steps/0/stepChoice/0", 20, 15, 29, 16
)


def found(message: str = "'EX Score' waits", **values: Any) -> LocatedFinding:
    """A finding of wait-in-executable at flow step 3 of EX Score, or as the values say."""
    usual = {
        "rule": "wait-in-executable",
        "severity": "error",
        "confidence": "documented",
        "campaign": EX_SCORE,
        "place": "OP Scoring > EX Score > flow step 3",
        "location": STEP_3,
        "help": "",
        "related": (),
        "chain": (),
        "fingerprint": "0123456789abcdef",
    }
    return LocatedFinding(message=message, **{**usual, **values})


def fault(of: str, message: str, file: str, **values: Any) -> LocatedFinding:
    """A finding of the engine itself about a file."""
    usual = {"campaign": None, "place": file, "location": Location(file, "")}
    return found(message, rule=of, **{**usual, **values})


def report(*findings: LocatedFinding, **values: Any) -> Report:
    return Report(findings, tuple(each.info for each in RULES), Coverage(), **values)


def executed_from(file: str = "exports/campaigns/1001.json") -> LocatedRelated:
    return LocatedRelated(
        "executed from here", "Intake > Lead Intake > flow step 1", replace(CALL, file=file)
    )


def run_of(of: Report, **values: Any) -> Object:
    """The only run of the log of a report."""
    [run] = json.loads(sarif.render(of, version="0.1.0", **values).text)["runs"]
    assert isinstance(run, dict)
    return run


def result_of(finding: LocatedFinding, **values: Any) -> Object:
    [result] = run_of(report(finding), **values)["results"]
    assert isinstance(result, dict)
    return result


def notifications_of(of: Report, **values: Any) -> list[Object]:
    [invocation] = run_of(of, **values)["invocations"]
    notifications = invocation["toolExecutionNotifications"]
    assert isinstance(notifications, list)
    return notifications


EMPTY = report()
EVERYTHING = report(
    found(
        "executable campaign 'EX Score' has a Wait step",
        help="move the Wait step into the caller",
        related=(executed_from(), executed_from("exports/campaigns/Lead Intake [old].json")),
    ),
    found(severity="warning", fingerprint="a"),
    found("'{{my.Größe}}' is read at callbacks[42](0)", rule="too-many-steps", severity="note"),
    found(
        "'A' > 'B' > 'A' execute each other in a cycle",
        rule="execute-cycle",
        location=replace(STEP_3, file="exports/Ünïcode and spaces/100% #1?.json"),
        chain=(
            LocatedRelated("'A' executes 'B'", "P > A > flow step 1", STEP_3),
            LocatedRelated("'B' executes 'A'", "P > B > flow step 1 > choice 2", CALL),
        ),
    ),
    found("its place is in no file that can be read", location=Location("exports/gone.json", "")),
    found("it is in another folder", location=replace(STEP_3, file="../../other/exports/a.json")),
    fault(
        "duplicate-record",
        "campaign 'EX Score' was exported twice",
        "exports/1021.json",
        related=(
            LocatedRelated(
                "the copy that is taken", "exports/b.json", replace(CALL, file="b.json")
            ),
        ),
    ),
    fault("unreadable-file", "is no JSON: '}' is missing", "exports/x y.json"),
    fault("unreadable-file", "cannot be read: permission denied", "."),
    fault("invalid-record", "this campaign is left out", "exports/a.json", location=STEP_3),
    fault("failed-response", "Marketo answered with an error", "exports/b.json", location=CALL),
    fault("rule-crashed", "rule 'execute-cycle' failed", "pack.py", place="rule execute-cycle"),
    paths_without_records=("empty",),
)


# The log


def test_an_empty_report_is_a_log_without_results() -> None:
    text = sarif.render(EMPTY, version="0.1.0")
    log = json.loads(text.text)
    assert text.omitted == 0
    assert text.text.endswith("}\n")
    assert '\n  "runs": [\n' in text.text
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"] == {
        "SRCROOT": {"description": {"text": "The root of the repository that holds the exports."}}
    }


def test_the_driver_lists_rules_and_notifications() -> None:
    driver = run_of(EMPTY)["tool"]["driver"]
    assert driver["name"] == "campaignlint"
    assert driver["version"] == "0.1.0"
    assert driver["semanticVersion"] == "0.1.0"
    assert driver["informationUri"] == "pkg:pypi/campaignlint@0.1.0"
    assert [rule["id"] for rule in driver["rules"]] == [
        "duplicate-record",
        "execute-cycle",
        "too-many-steps",
        "wait-in-executable",
    ]
    assert [notice["id"] for notice in driver["notifications"]] == [
        "failed-response",
        "invalid-record",
        "rule-crashed",
        "unreadable-file",
        "path-without-records",
        "no-flow",
        "findings-left-out",
    ]


@pytest.mark.parametrize(
    ("version", "semantic"),
    [
        ("0.1.0", "0.1.0"),
        ("1.0", "1.0.0"),
        ("1.2.0rc1", "1.2.0-rc.1"),
        ("1.2.3.dev4+g1a2b", "1.2.3-dev.4+g1a2b"),
    ],
)
def test_versions_are_converted_to_semantic_versions(version: str, semantic: str) -> None:
    assert sarif.semantic_version(version) == semantic


def test_a_rule_is_described_from_its_definition() -> None:
    *_, descriptor = run_of(EMPTY)["tool"]["driver"]["rules"]
    assert descriptor == {
        "id": "wait-in-executable",
        "name": "WaitInExecutable",
        "shortDescription": {"text": "An executable campaign has a Wait step."},
        "fullDescription": {
            "text": "An executable campaign has a Wait step. "
            "Marketo does not support Wait steps in executable campaigns."
        },
        "help": {
            "text": "An executable campaign has a Wait step.\n\n"
            "Why:\n\nMarketo does not support Wait steps in executable campaigns.\n\n"
            "How to fix:\n\nCall it with **Request Campaign**.\n\n"
            f"Sources:\n\n- <{EXECUTE_CAMPAIGN}>",
            "markdown": "An executable campaign has a Wait step.\n\n"
            "## Why\n\nMarketo does not support Wait steps in executable campaigns.\n\n"
            "## How to fix\n\nCall it with **Request Campaign**.\n\n"
            f"## Sources\n\n- <{EXECUTE_CAMPAIGN}>",
        },
        "helpUri": EXECUTE_CAMPAIGN,
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["marketo", "executable", "recommended"],
            "precision": "very-high",
            "problem.severity": "error",
        },
    }


def test_a_rule_with_options_and_without_a_source() -> None:
    descriptor = run_of(EMPTY)["tool"]["driver"]["rules"][2]
    assert descriptor["shortDescription"] == {"text": "A flow has too many steps."}
    assert descriptor["help"]["markdown"] == (
        "A flow has too many steps\n\nNobody reads them all.\n\n"
        "## Why\n\nLong flows hide [mistakes].\n\n"
        "## Options\n\n"
        "- `most` (default `20`): the largest number of steps that is no finding.\n"
        '- `passing` (default `"OP"`): programs whose names begin so are passed over.'
    )
    assert "helpUri" not in descriptor
    assert descriptor["defaultConfiguration"] == {"level": "note"}
    assert descriptor["properties"] == {
        "tags": ["marketo", "governance", "audit"],
        "precision": "medium",
        "problem.severity": "recommendation",
    }


def test_a_long_description_is_truncated_at_a_word() -> None:
    def long(instance: Instance) -> Iterator[Finding]:
        raise NotImplementedError(instance)

    long.__doc__ = f"Long.\n\n## Why\n\n{'word ' * 500}"
    ruled: Rule = rule(severity="error", category="flow", since="0.1")(long)
    known = tuple(each.info for each in (ruled, *ENGINE_RULES[:4]))
    [descriptor] = run_of(Report((), known, Coverage()))["tool"]["driver"]["rules"]
    text = descriptor["fullDescription"]["text"]
    assert len(text) <= 1_024
    assert text.endswith("word word ...")


# Results


def test_a_finding_is_a_result() -> None:
    result = result_of(
        found(
            "executable campaign 'EX Score' has a Wait step",
            help="call it with Request Campaign",
            related=(executed_from(),),
        )
    )
    assert result == {
        "ruleId": "wait-in-executable",
        "ruleIndex": 3,
        "level": "error",
        "message": {
            "text": "executable campaign 'EX Score' has a Wait step. "
            "Help: call it with Request Campaign. "
            "See: [executed from here: 'Intake > Lead Intake > flow step 1'](1)."
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "exports/campaigns/1021.json",
                        "uriBaseId": "SRCROOT",
                    },
                    "region": {
                        "startLine": 41,
                        "startColumn": 11,
                        "endLine": 47,
                        "endColumn": 12,
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": "OP Scoring > EX Score > flow step 3"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "executed from here."},
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "exports/campaigns/1001.json",
                        "uriBaseId": "SRCROOT",
                    },
                    "region": {
                        "startLine": 20,
                        "startColumn": 15,
                        "endLine": 29,
                        "endColumn": 16,
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": "Intake > Lead Intake > flow step 1"}],
            }
        ],
        "partialFingerprints": {
            "primaryLocationLineHash": "0123456789abcdef",
            "campaignlint/v1": "0123456789abcdef",
        },
        "properties": {"confidence": "documented", "pointer": "/result/0/flow/steps/2"},
    }


def test_a_call_chain_is_a_code_flow() -> None:
    chain = (
        LocatedRelated("'A' executes 'B'", "P > A > flow step 1", STEP_3),
        LocatedRelated("'B' executes 'A'", "P > B > flow step 2", CALL),
    )
    [flow] = result_of(found(chain=chain))["codeFlows"]
    [thread] = flow["threadFlows"]
    steps = [step["location"] for step in thread["locations"]]
    assert [step["message"]["text"] for step in steps] == ["'A' executes 'B'.", "'B' executes 'A'."]
    assert [step["physicalLocation"]["region"]["startLine"] for step in steps] == [41, 20]
    assert [step["logicalLocations"] for step in steps] == [
        [{"fullyQualifiedName": "P > A > flow step 1"}],
        [{"fullyQualifiedName": "P > B > flow step 2"}],
    ]


def test_at_most_twenty_related_locations_are_linked() -> None:
    result = result_of(found(related=(executed_from(),) * 1_034))
    assert [location["id"] for location in result["relatedLocations"]] == list(range(1, 21))
    assert result["message"]["text"].endswith("flow step 1'](20); and 1,014 more locations.")


def test_brackets_in_names_do_not_become_links() -> None:
    related = LocatedRelated("executed from here", r"P > [A]\ > flow step 1", CALL)
    text = result_of(found("see [x](1), [y] and {{my.z}}", related=(related,)))["message"]["text"]
    assert text == (
        r"see \[x](1), [y] and {{my.z}}. "
        r"See: [executed from here: 'P > \[A\]\\ > flow step 1'](1)."
    )


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_the_level_is_stated_since_it_may_differ_from_the_rule_s(severity: Severity) -> None:
    assert result_of(found(severity=severity))["level"] == severity


def test_a_finding_without_a_line_is_at_the_start_of_its_file() -> None:
    result = result_of(found(location=Location("exports/gone.json", "/result/0")))
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 1,
    }


def test_an_unpaired_surrogate_is_replaced() -> None:
    assert result_of(found("'\ud83d' waits"))["message"]["text"] == "'?' waits."


# URIs


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("exports/a.json", "exports/a.json"),
        ("exports/Lead Intake #1?.json", "exports/Lead%20Intake%20%231%3F.json"),
        ("exports/100%/Ü.json", "exports/100%25/%C3%9C.json"),
        ("c:d.json", "c%3Ad.json"),
        ("not-utf-8-\udce9.json", "not-utf-8-%E9.json"),
        ("./exports//a.json", "exports/a.json"),
    ],
)
def test_uris_are_percent_encoded(file: str, uri: str) -> None:
    assert address(file, Path.cwd()) == {"uri": uri, "uriBaseId": "SRCROOT"}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a.json", {"uri": "teams/emea/a.json", "uriBaseId": "SRCROOT"}),
        ("../apac/a.json", {"uri": "teams/apac/a.json", "uriBaseId": "SRCROOT"}),
        ("../../../a.json", {"uri": "a.json"}),
        ("../../../home/somebody/exports/campaigns/a.json", {"uri": "exports/campaigns/a.json"}),
        ("/home/somebody/exports/campaigns/a.json", {"uri": "exports/campaigns/a.json"}),
    ],
)
def test_uris_are_relative_to_the_repository(
    file: str, expected: Object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "teams" / "emea"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert address(file, tmp_path) == expected


def address(file: str, root: Path) -> Object:
    result = result_of(found(location=replace(STEP_3, file=file)), root=root)
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert isinstance(artifact, dict)
    return artifact


def test_the_root_contains_the_git_folder_or_file(tmp_path: Path) -> None:
    folder = tmp_path / "clone" / "teams" / "emea"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert repository_root(folder) == tmp_path
    (tmp_path / "clone" / ".git").write_text("gitdir: elsewhere")
    assert repository_root(folder) == tmp_path / "clone"


# Notifications


@pytest.mark.parametrize(
    "name", ["unreadable-file", "invalid-record", "failed-response", "rule-crashed"]
)
def test_diagnostics_are_notifications(name: str) -> None:
    run = run_of(report(fault(name, "it went wrong", "exports/a.json", help="do it again")))
    assert run["results"] == []
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    notices = [notice["id"] for notice in run["tool"]["driver"]["notifications"]]
    assert notification == {
        "descriptor": {"id": name, "index": notices.index(name)},
        "level": "error",
        "message": {"text": "it went wrong. Help: do it again."},
        "locations": [
            {
                "message": {"text": "it went wrong."},
                "physicalLocation": {
                    "artifactLocation": {"uri": "exports/a.json", "uriBaseId": "SRCROOT"}
                },
            }
        ],
    }


def test_a_notification_has_all_its_locations() -> None:
    more = LocatedRelated("/id must be an integer", "", CALL)
    record = fault("invalid-record", "left out", "a.json", location=STEP_3, related=(more,))
    [notification] = notifications_of(report(record))
    assert [
        (place["message"]["text"], place["physicalLocation"]["region"]["startLine"])
        for place in notification["locations"]
    ] == [("left out.", 41), ("/id must be an integer.", 20)]


def test_a_crash_is_associated_with_its_rule() -> None:
    crash = fault("rule-crashed", "rule failed", "pack.py", place="rule execute-cycle")
    [notification] = notifications_of(report(crash))
    assert notification["associatedRule"] == {"id": "execute-cycle", "index": 1}


def test_a_duplicate_record_is_a_result() -> None:
    duplicate = fault(
        "duplicate-record",
        "it was exported twice",
        "exports/a.json",
        place="/home/somebody/exports/a.json",
        related=(LocatedRelated("the other copy", "/home/somebody/exports/b.json", CALL),),
    )
    run = run_of(report(duplicate))
    assert "somebody" not in json.dumps(run)
    [result] = run["results"]
    assert result["message"]["text"] == "it was exported twice. See: [the other copy](1)."
    assert "logicalLocations" not in result["locations"][0]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_path_without_records_is_a_notification(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    empty = report(paths_without_records=("exports", str(tmp_path / "more"), "."))
    run = run_of(empty, root=tmp_path.parent)
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (one["descriptor"]["id"], one["level"], one["message"]["text"])
        for one in invocation["toolExecutionNotifications"]
    ] == [
        (
            "path-without-records",
            "error",
            f"No Marketo records found in '{tmp_path.name}{path}'.",
        )
        for path in ("/exports", "/more", "")
    ]


# Limits


def test_the_least_severe_results_are_omitted() -> None:
    levels: tuple[Severity, ...] = ("note", "error", "warning", "note", "warning", "error")
    findings = [found(f"number {index}", severity=level) for index, level in enumerate(levels)]
    text = sarif.render(
        report(*findings), version="0.1.0", limits=sarif.Limits(3, sarif.GITHUB.compressed_bytes)
    )
    [run] = json.loads(text.text)["runs"]
    assert text.omitted == 3
    assert [result["message"]["text"] for result in run["results"]] == [
        "number 1.",
        "number 2.",
        "number 5.",
    ]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is True
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["descriptor"]["id"] == "findings-left-out"
    assert notification["level"] == "warning"
    assert notification["message"]["text"] == (
        "Omitted the 3 least severe of 6 findings; the log would be too large for GitHub."
    )


def test_results_are_omitted_until_the_gzipped_log_fits() -> None:
    findings = [found(fingerprint=f"{index * 7919:032x}") for index in range(2_000)]
    whole = sarif.render(report(*findings), version="0.1.0")
    cut = sarif.render(report(*findings), version="0.1.0", limits=sarif.Limits(25_000, 12_000))
    assert whole.omitted == 0
    assert 0 < cut.omitted < 2_000
    [run] = json.loads(cut.text)["runs"]
    assert len(run["results"]) + cut.omitted == 2_000
    assert own_checks(json.loads(cut.text)) == []


# Serialising


@pytest.mark.parametrize("of", [EMPTY, EVERYTHING], ids=["empty", "everything"])
def test_the_log_equals_that_of_jschema_to_python(
    of: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs: list[object] = []
    write = sarif._json_text  # noqa: SLF001 - the log is there only on its way to text

    def remember(log: object) -> bytes:
        logs.append(log)
        return write(log)

    monkeypatch.setattr(sarif, "_json_text", remember)
    text = sarif.render(of, version="0.1.0").text
    [log] = logs
    assert json.loads(text) == json.loads(jschema_to_python.to_json.to_json(log))


# Validation


@pytest.mark.parametrize("of", [EMPTY, EVERYTHING], ids=["empty", "everything"])
def test_our_own_checks_find_nothing(of: Report) -> None:
    assert own_checks(json.loads(sarif.render(of, version="0.1.0").text)) == []


@pytest.mark.slow
@pytest.mark.parametrize("of", [EMPTY, EVERYTHING], ids=["empty", "everything"])
def test_the_schema_finds_nothing(of: Report) -> None:
    assert schema_faults(json.loads(sarif.render(of, version="0.1.0").text)) == []


@pytest.mark.slow
@pytest.mark.parametrize("of", [EMPTY, EVERYTHING], ids=["empty", "everything"])
def test_the_multitool_finds_nothing(of: Report, tmp_path: Path) -> None:
    path = tmp_path / "campaignlint.sarif"
    text = sarif.render(of, version="0.1.0", limits=sarif.Limits(5, 10_000_000)).text
    path.write_text(text, encoding="utf-8")
    assert multitool_faults(path) == []


def test_suppressed_findings_are_omitted_by_default() -> None:
    taken = found("another", fingerprint="f" * 16)
    of = report(found(), accepted=(SuppressedFinding(taken, "description", "known"),))
    assert run_of(of) == run_of(report(found()))
    assert "suppressions" not in run_of(of)["results"][0]


@pytest.mark.slow
def test_suppressions_are_on_all_results_or_none() -> None:
    accepted = (
        SuppressedFinding(found("b", fingerprint="e" * 16), "configuration", "moved in May"),
        SuppressedFinding(found("c", fingerprint="f" * 16), "description", "until June"),
        SuppressedFinding(found("d", fingerprint="a" * 16), "baseline", "accepted by b.json"),
    )
    text = sarif.render(
        report(found("a"), accepted=accepted), version="0.1.0", include_suppressed=True
    ).text
    log = json.loads(text)
    assert [result["suppressions"] for result in log["runs"][0]["results"]] == [
        [],
        [{"kind": "external", "justification": "moved in May"}],
        [{"kind": "inSource", "justification": "until June"}],
        [{"kind": "external", "justification": "accepted by b.json"}],
    ]
    assert schema_faults(log) == []
    assert own_checks(log) == []


def test_an_export_without_flows_is_a_notification() -> None:
    of = Report((), report().rules, Coverage(campaigns=2))
    [notification] = notifications_of(of)
    assert notification["descriptor"]["id"] == "no-flow"
    assert run_of(of)["invocations"][0]["executionSuccessful"] is False
