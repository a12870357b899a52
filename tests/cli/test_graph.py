"""`campaignlint graph`: what is shown, what is said, and with which code it exits."""

from __future__ import annotations

import json
import random
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from campaignlint.cli import view
from campaignlint.cli.graph import FORMATS
from campaignlint.drawing.json import graph_schema
from campaignlint.graph.activations import ActivationGraph
from campaignlint.testing import (
    Export,
    campaign,
    condition,
    is_requested,
    program,
    smart_list,
    to_json,
)
from conftest import REPOSITORY, run
from report.hostile import TEXTS, acting_characters
from report.test_github import read_by_runner

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.model.instance import Instance
    from campaignlint.testing import Part
    from conftest import CommandLine

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A form that executes a score, which waits; an alert; a nightly batch; and a lone campaign."""
    web, scoring = program("WEB Demo"), program("OP Scoring")
    return Export(
        web,
        scoring,
        campaign("01 Form", program=web, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "Demo"))
        .executes("OP Scoring.EX Score")
        .requests("OP Scoring.TR Alert"),
        campaign("EX Score", program=scoring).waits("1 day").executes("OP Scoring.EX Rest"),
        campaign("EX Rest", program=scoring).scores("Score", "+5"),
        campaign("TR Alert", program=scoring, isActive=True).trigger("Campaign is Requested"),
        campaign("02 Nightly", program=scoring, recurrence={"interval": 1}).executes("EX Rest"),
        campaign("03 Lone", program=scoring).scores("Score", "+1"),
    ).write(tmp_path / "exports")


# What is shown


def test_the_whole_is_a_tree_for_each_root_and_counts(
    campaignlint: CommandLine, exports: Path
) -> None:
    shown = campaignlint("graph", str(exports))
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "OP Scoring > 02 Nightly [1005, batch]\n"
        "└── step 1 executes EX Rest [1003]\n"
        "\n"
        "WEB Demo > 01 Form [1001, trigger, active]\n"
        "├── step 1 executes OP Scoring > EX Score [1002]\n"
        "│   └── step 2 executes EX Rest [1003]\n"
        "└── step 2 requests OP Scoring > TR Alert [1004, trigger, active]\n"
        "\n"
        "5 campaigns, 4 calls (3 Execute Campaign and 1 Request Campaign).\n"
        "Not shown: 1 campaign that neither calls nor is called.\n"
    )


def test_callers_say_whether_one_may_edit_a_campaign(
    campaignlint: CommandLine, exports: Path
) -> None:
    shown = campaignlint("graph", str(exports), "--callers", "ex rest")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "OP Scoring > EX Rest [1003, executable]\n"
        "├── executed at step 1 by 02 Nightly [1005, batch]\n"
        "└── executed at step 2 by EX Score [1002, executable]\n"
        "    └── executed at step 1 by WEB Demo > 01 Form [1001, trigger, active]\n"
        "\n"
        "3 campaigns reach 'OP Scoring > EX Rest' [1003].\n"
        "Direct callers: 2, by 2 Execute Campaign calls.\n"
        "Entry points, which no campaign calls: 2 (1 active trigger campaign, 1 scheduled\n"
        "  batch).\n"
        "Programs: 2 (OP Scoring, WEB Demo).\n"
        "Workspaces: 1 (Default).\n"
    )
    (exports / "instance.json").unlink()
    partial = campaignlint("graph", str(exports), "--callers", "ex rest")
    assert partial.out == (f"{shown.out}Campaigns that are not in this export might call it too.\n")


def test_callers_include_references_that_do_not_run_it(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    Export(
        campaign("A"),
        campaign("B").filter("Member of Smart Campaign", condition("Campaign", "is", "A")),
        campaign("C").removes_from_flow("A"),
        smart_list("SL", id=501).filter(
            "Campaign was Executed",
            condition("Campaign", "is", "A"),
            condition("Source", "is", "x"),
        ),
    ).write(tmp_path / "exports")
    shown = campaignlint("graph", "exports", "--callers", "A", "--complete")
    assert shown.out.endswith(
        "No campaign in this export calls 'A' [1001].\n"
        "Also referenced by: B > filter 1 (Member of Smart Campaign), C > flow step 1\n"
        "  (Remove from Flow), SL > filter 1 (Campaign was Executed (Source is 'x')).\n"
    )
    document = json.loads(campaignlint("graph", "exports", "--callers", "A", "-f", "json").out)
    assert document["callers"]["alsoReferencedBy"] == [
        {"place": "B > filter 1", "text": "Member of Smart Campaign"},
        {"place": "C > flow step 1", "text": "Remove from Flow"},
        {"place": "SL > filter 1", "text": "Campaign was Executed (Source is 'x')"},
    ]
    redacted = campaignlint("graph", "exports", "--callers", "A", "--redact-names").out
    assert redacted.endswith(
        "Also referenced by: campaign 1002 > filter 1, campaign 1003 > flow step 1, smart\n"
        "  list 501 > filter 1.\n"
    )


@pytest.fixture
def stages(tmp_path: Path) -> Path:
    """Two campaigns that set a stage, two that listen to it, and one after them."""
    attribute = condition("Attribute", "is", "Stage")
    home = program("OP Stages")
    return Export(
        home,
        campaign("01 Form", isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "Demo"))
        .changes("Stage", "MQL")
        .requests("04 Alert"),
        campaign("02 Import").changes("Stage", "MQL"),
        campaign("03 MQL", program=home, isActive=True)
        .trigger("Data Value Changes", attribute)
        .scores("Score", "+5"),
        campaign("04 Alert", isActive=True)
        .trigger("Campaign is Requested", is_requested())
        .trigger("Data Value Changes", attribute)
        .filter("Country", condition("Country", "is", "US")),
        campaign("05 Score", isActive=True).trigger(
            "Score is Changed", condition("Score Name", "is", "Score")
        ),
        campaign("06 Lone"),
    ).write(tmp_path / "exports")


def test_activations_are_shown_with_calls(campaignlint: CommandLine, stages: Path) -> None:
    shown = campaignlint("graph", str(stages), "--activations")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "01 Form [1001, trigger, active]\n"
        "├── step 1: 'Stage' is set to 'MQL'\n"
        "│   ├── maybe activates 04 Alert [1004, trigger, active] (filter 1)\n"
        "│   └── activates OP Stages > 03 MQL [1003, trigger, active]\n"
        "│       └── step 1 activates 05 Score [1005, trigger, active]: 'Score' changes\n"
        "│           by +5\n"
        "└── step 2 requests 04 Alert [1004, trigger, active]\n"
        "\n"
        "02 Import [1002]\n"
        "└── step 1: 'Stage' is set to 'MQL' (see above)\n"
        "\n"
        "5 campaigns, 1 call (1 Request Campaign); 2 changes activate 3 campaigns.\n"
        "Not shown: 1 campaign without calls and activations.\n"
    )


def test_activations_lead_to_a_campaign(campaignlint: CommandLine, stages: Path) -> None:
    shown = campaignlint("graph", str(stages), "--activations", "--callers", "05 Score").out
    assert shown.startswith(
        "05 Score [1005, trigger, active]\n"
        "└── activated at step 1 by OP Stages > 03 MQL [1003, trigger, active]: 'Score'\n"
        "    changes by +5\n"
        "    └── activated by: 'Stage' is set to 'MQL'\n"
        "        ├── caused at step 1 by 01 Form [1001, trigger, active]\n"
        "        └── caused at step 1 by 02 Import [1002]\n"
    )
    root = campaignlint("graph", str(stages), "--activations", "--root", "03 MQL").out
    assert root.startswith("OP Stages > 03 MQL [1003, trigger, active]\n└── step 1 activates 05 ")


def test_activations_are_narrowed_to_a_program(campaignlint: CommandLine, stages: Path) -> None:
    shown = campaignlint("graph", str(stages), "--activations", "--program", "OP Stages").out
    assert "04 Alert" not in shown
    assert shown.endswith(
        "4 campaigns, 0 calls; 3 changes activate 2 campaigns.\n"
        "Not shown: 1 campaign without calls and activations.\n"
    )


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_has_the_activations(
    campaignlint: CommandLine, stages: Path, format_name: str
) -> None:
    shown = campaignlint("graph", str(stages), "--activations", "-f", format_name)
    assert (shown.code, shown.err) == (0, "")
    assert "Score" in shown.out
    assert "changes" in shown.out
    if format_name == "json":
        document = json.loads(shown.out)
        Draft202012Validator(graph_schema()).validate(document)
        assert [each["change"] for each in document["activations"]["changes"]] == [
            "'Stage' is set to 'MQL'",
            "'Score' changes by +5",
        ]


@pytest.fixture
def cascade(tmp_path: Path) -> Path:
    """A form that starts four campaigns, one of them only perhaps."""
    home = program("WEB Demo")
    form = condition("Form Name", "is", ["WEB Demo.Request", "WEB Demo.Contact"])
    return Export(
        home,
        campaign("01 Request", program=home, isActive=True)
        .trigger("Fills Out Form", form)
        .filter("Country", condition("Country", "is", "US"))
        .executes("EX Stage")
        .requests("02 Alert"),
        campaign("EX Stage", program=home).changes("Stage", "MQL").calls_webhook("Enrich"),
        campaign("02 Alert", program=home, isActive=True)
        .trigger("Campaign is Requested", is_requested())
        .sends("WEB Demo.Thanks"),
        campaign("03 Sync", isActive=True)
        .trigger("Data Value Changes", condition("Attribute", "is", "Stage"))
        .step("Sync Lead to SFDC"),
        campaign("04 New", isActive=True).trigger("Lead is Created"),
    ).write(tmp_path / "exports")


def test_the_cascade_of_a_form(campaignlint: CommandLine, cascade: Path) -> None:
    shown = campaignlint("graph", str(cascade), "--from", "form:Request")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "Fills Out Form 'WEB Demo.Request'\n"
        "└── maybe activates WEB Demo > 01 Request [1001, trigger, active] (filter 1)\n"
        "    ├── step 1 executes EX Stage [1002] Call Webhook\n"
        "    │   └── step 1 activates 03 Sync [1004, trigger, active] Sync Lead to SFDC:\n"
        "    │       'Stage' is set to 'MQL'\n"
        "    └── step 2 requests 02 Alert [1003, trigger, active] Send Email\n"
        "\n"
        "Fills Out Form 'WEB Demo.Request' starts 4 campaigns, directly or indirectly, 2\n"
        "  levels deep.\n"
        "Emails, alerts, CRM syncs and webhooks: 1 Send Email, 1 Sync Lead to SFDC, 1\n"
        "  Call Webhook.\n"
    )
    near = campaignlint("graph", str(cascade), "--from", "form:Request", "--depth", "1")
    assert "EX Stage" in near.out
    assert "03 Sync" not in near.out


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_has_the_cascade(
    campaignlint: CommandLine, cascade: Path, format_name: str
) -> None:
    shown = campaignlint("graph", str(cascade), "--from", "form:Contact", "-f", format_name)
    assert (shown.code, shown.err) == (0, "")
    for name in ("Fills Out Form", "Contact", "01 Request", "EX Stage", "02 Alert", "03 Sync"):
        assert name in shown.out
    if format_name == "json":
        document = json.loads(shown.out)
        Draft202012Validator(graph_schema()).validate(document)
        assert document["cascade"] == {
            "event": "Fills Out Form 'WEB Demo.Contact'",
            "campaigns": 4,
            "depth": 2,
            "steps": {"Send Email": 1, "Sync Lead to SFDC": 1, "Call Webhook": 1},
            "complete": True,
        }


def test_events_are_found_by_parts_of_their_names(campaignlint: CommandLine, cascade: Path) -> None:
    created = campaignlint("graph", str(cascade), "--from", "lead is created")
    assert created.out.startswith("Lead is Created\n└── activates 04 New ")
    several = campaignlint("graph", str(cascade), "--from", "Web Demo")
    assert (several.code, several.out) == (2, "")
    assert several.err == (
        "Error: --from: 'Web Demo' matches 2 events:\n"
        "  form:WEB Demo.Request\n"
        "  form:WEB Demo.Contact\n"
    )
    none = campaignlint("graph", str(cascade), "--from", "form:Lead")
    assert none.err == "Error: --from: no active trigger in this export listens to 'form:Lead'\n"


def test_unknown_activations_are_mentioned(campaignlint: CommandLine, tmp_path: Path) -> None:
    bare = campaign("A", isActive=True).trigger("Data Value Changes", bare=True)
    Export(bare, campaign("B", isActive=True).without_smart_list()).write(tmp_path / "exports")
    unknown = (
        "Unknown: what 1 of 1 triggers listen to and the triggers of 1 of 2 active campaigns; "
        "activations may be missing."
    )
    shown = campaignlint("graph", "exports", "--activations", "-f", "json")
    assert shown.err == f"campaignlint: {unknown}\n"
    assert json.loads(shown.out)["activations"] == {"changes": [], "gaps": unknown}


def test_a_graph_without_activations_analyzes_none(
    campaignlint: CommandLine, stages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Instance] = []
    monkeypatch.setattr(ActivationGraph, "__init__", lambda _, instance: made.append(instance))
    for command in (["graph", str(stages)], ["check", str(stages), "--select", "wait-unreadable"]):
        assert campaignlint(*command).code == 0
    assert made == []


def test_callers_are_counted_whole_whatever_depth_is_shown(
    campaignlint: CommandLine, exports: Path
) -> None:
    shown = campaignlint("graph", str(exports), "--callers", "1003", "--depth", "1")
    assert "└── executed at step 2 by EX Score [1002, executable] (1 more caller)" in shown.out
    assert "01 Form" not in shown.out
    assert "3 campaigns reach " in shown.out


def test_callers_by_one_kind_of_call(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint(
        "graph", str(exports), "--callers", "1003", "--kind", "request", "--complete"
    )
    assert shown.out == (
        "OP Scoring > EX Rest [1003, executable]\n"
        "\n"
        "No campaign in this export requests 'OP Scoring > EX Rest' [1003].\n"
    )


def test_calls_that_may_mean_the_campaign_are_told(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    one, two, web = program("One"), program("Two"), program("WEB")
    Export(
        one,
        two,
        web,
        campaign("EX Same", program=one),
        campaign("EX Same", program=two),
        campaign("Form", program=web).waits("1 day").executes("EX Same"),
    ).write(tmp_path / "exports")
    shown = campaignlint("graph", "exports", "--callers", "One.EX Same", "--complete")
    assert shown.out == (
        "One > EX Same [1001]\n"
        "\n"
        "No campaign in this export calls 'One > EX Same' [1001].\n"
        "Ambiguous: 1 call by a name that matches other campaigns too: Form step 2.\n"
    )


def test_callees_are_whom_it_reaches(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("graph", str(exports), "--callees", "EX Score")
    assert shown.out == (
        "OP Scoring > EX Score [1002, executable]\n"
        "└── step 2 executes EX Rest [1003]\n"
        "\n"
        "2 campaigns, 1 call (1 Execute Campaign).\n"
    )


def test_a_path_is_told_by_each_kind_of_call(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("graph", str(exports), "--path", "01 Form", "EX Rest")
    assert shown.out == (
        "WEB Demo > 01 Form [1001, trigger, active] (calls 1 more)\n"
        "└── step 1 executes OP Scoring > EX Score [1002]\n"
        "    └── step 2 executes EX Rest [1003]\n"
        "\n"
        "'WEB Demo > 01 Form' [1001] reaches 'OP Scoring > EX Rest' [1003].\n"
        "By all calls: 2 calls.\n"
        "  WEB Demo > 01 Form [1001] step 1 executes OP Scoring > EX Score [1002]\n"
        "  OP Scoring > EX Score [1002] step 2 executes OP Scoring > EX Rest [1003]\n"
        "By Execute Campaign only: the same path.\n"
        "By Request Campaign only: no path.\n"
    )


def test_no_path_is_an_answer_too(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("graph", str(exports), "--path", "EX Rest", "01 Form")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "'OP Scoring > EX Rest' [1003] does not reach 'WEB Demo > 01 Form' [1001] by the\n"
        "  calls in this export.\n"
    )


def test_root_limits_everything_to_what_it_reaches(
    campaignlint: CommandLine, exports: Path
) -> None:
    shown = campaignlint("graph", str(exports), "--root", "EX Score")
    assert shown.out == campaignlint("graph", str(exports), "--callees", "EX Score").out
    callers = campaignlint("graph", str(exports), "--root", "01 Form", "--callers", "EX Rest").out
    assert "02 Nightly" not in callers
    assert "3 campaigns reach 'OP Scoring > EX Rest' [1003].\n" in callers, "of all there are"
    assert "Shows only campaigns that 'WEB Demo > 01 Form' [1001] reaches.\n" in callers
    refused = campaignlint("graph", str(exports), "--root", "EX Score", "--callers", "01 Form")
    assert (refused.code, refused.err) == (
        2,
        "Error: --root: 'EX Score' does not reach '01 Form'\n",
    )


def test_depth_counts_from_the_roots(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("graph", str(exports), "--depth", "1").out
    assert "├── step 1 executes OP Scoring > EX Score [1002]\n│   └── " in shown
    below = campaignlint("graph", str(exports), "--root", "01 Form", "--depth", "1").out
    assert "├── step 1 executes OP Scoring > EX Score [1002] (calls 1 more)\n└── " in below


def test_findings_mark_the_campaigns_and_are_no_failure(
    campaignlint: CommandLine, exports: Path
) -> None:
    shown = campaignlint("graph", str(exports), "--findings")
    assert shown.code == 0
    assert "├── step 1 executes OP Scoring > EX Score [1002] <- error\n" in shown.out


def test_around_findings_is_the_part_that_matters(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    Export(
        campaign("A").executes("EX B"),
        campaign("EX B").waits("1 day").executes("EX C"),
        campaign("EX C").executes("EX D"),
        campaign("EX D").scores("Score", "+1"),
        campaign("Y").executes("EX Z"),
        campaign("EX Z").scores("Score", "+1"),
        campaign("Lone", isActive=True).trigger("Fills Out Form"),
    ).write(tmp_path / "exports")
    shown = campaignlint("graph", "exports", "--around-findings")
    assert shown.code == 0
    assert shown.err == (
        "campaignlint: 1 more campaign has findings but no calls in this graph; `check` lists "
        "them\n"
    )
    assert shown.out == (
        "A [1001]\n"
        "└── step 1 executes EX B [1002] <- error\n"
        "    └── step 2 executes EX C [1003] (calls 1 more)\n"
        "\n"
        "3 campaigns, 2 calls (2 Execute Campaign).\n"
    )
    assert "EX D" in campaignlint("graph", "exports", "--around-findings", "--depth", "2").out


def test_a_configured_depth_of_nesting_holds_here_too(
    campaignlint: CommandLine, exports: Path, tmp_path: Path
) -> None:
    (tmp_path / "campaignlint.toml").write_text("[rules.nesting-too-deep]\nmax_depth = 1\n")
    calls = json.loads(campaignlint("graph", str(exports), "-f", "json").out)["calls"]
    assert [each["tooDeep"] for each in calls] == [True, False, True, False]


def test_json_answers_the_questions(campaignlint: CommandLine, exports: Path) -> None:
    validator = Draft202012Validator(graph_schema())
    read: dict[str, Any] = {}
    for question in (["--callers", "EX Rest"], ["--path", "01 Form", "EX Rest"], []):
        document = json.loads(campaignlint("graph", str(exports), "-f", "json", *question).out)
        validator.validate(document)
        read |= {name: document[name] for name in ("callers", "path") if document[name]}
        assert document["outside"]["loneCampaigns"] == 1
    assert {name: value for name, value in read["callers"].items() if name != "campaign"} == {
        "direct": 2,
        "executeCalls": 2,
        "requestCalls": 0,
        "all": 3,
        "roots": 2,
        "activeTriggers": 1,
        "scheduledBatches": 1,
        "programs": ["OP Scoring", "WEB Demo"],
        "workspaces": ["Default"],
        "ambiguousCalls": [],
        "alsoReferencedBy": [],
        "withoutFlow": 0,
        "complete": True,
    }
    shortest = read["path"]["shortest"]
    assert {by: [(each["from"], each["to"]) for each in way] for by, way in shortest.items()} == {
        "any": [(1001, 1002), (1002, 1003)],
        "execute": [(1001, 1002), (1002, 1003)],
        "request": [],
    }


# Who is meant


def test_a_name_that_several_bear_lists_them(campaignlint: CommandLine, exports: Path) -> None:
    refused = campaignlint("graph", str(exports), "--callers", "EX")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "Error: --callers: 'EX' matches 2 campaigns:\n"
        "  1003  OP Scoring.EX Rest\n"
        "  1002  OP Scoring.EX Score\n"
        "Use an id, Program.Campaign, or more of the name.\n"
    )


def test_of_many_candidates_some_are_listed_and_the_rest_counted(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    Export(*(campaign(f"EX {number:02}") for number in range(20))).write(tmp_path / "exports")
    refused = campaignlint("graph", "exports", "--root", "EX")
    assert "  1015  EX 14\n  and 5 more\n" in refused.err


def test_a_slip_gets_the_nearest_name(campaignlint: CommandLine, exports: Path) -> None:
    refused = campaignlint("graph", str(exports), "--path", "01 Form", "WEB Demo.01 From")
    said = (
        "Error: --path: no campaign in this export is named 'WEB Demo.01 From'; did you mean "
        "'WEB Demo.01 Form'?\n"
    )
    assert (refused.code, refused.err) == (2, said)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--callers", "a", "--callees", "b"], "--callers and --callees cannot be used together"),
        (["--path", "a", "b", "--callers", "c"], "--callers and --path cannot be used together"),
        (
            ["--activations", "--path", "a", "b"],
            "--path and --activations cannot be used together",
        ),
        (
            ["--callers", "a", "--around-findings"],
            "--callers and --around-findings cannot be used together",
        ),
        (
            ["--path", "a", "b", "--depth", "2"],
            "--path and --depth cannot be used together",
        ),
    ],
)
def test_contradictions_are_refused(
    campaignlint: CommandLine, options: list[str], message: str
) -> None:
    refused = campaignlint("graph", *options)
    assert refused.code == 2
    assert refused.err.endswith(f"Error: {message}\n")


# What is not there


def test_what_cannot_be_read_is_said_and_the_rest_is_shown(
    campaignlint: CommandLine, exports: Path
) -> None:
    (exports / "bad.json").write_text("{")
    shown = campaignlint("graph", str(exports))
    assert shown.code == 3
    assert shown.err.startswith("campaignlint: exports/bad.json:")
    assert "OP Scoring > EX Score" in shown.out


def test_a_path_that_is_not_there_is_refused(campaignlint: CommandLine) -> None:
    refused = campaignlint("graph", "nowhere")
    assert (refused.code, refused.err) == (2, "Error: nowhere: there is no such file or folder\n")


def test_a_folder_without_a_record_is_incomplete(campaignlint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    shown = campaignlint("graph", "empty")
    assert (shown.code, shown.err) == (3, "campaignlint: empty: no Marketo records found\n")
    assert shown.out == "0 campaigns, 0 calls.\n"


def test_an_export_without_flows_is_incomplete(campaignlint: CommandLine, tmp_path: Path) -> None:
    record = campaign("A").record()
    del record["flow"]
    (tmp_path / "a.json").write_text(to_json(record))
    shown = campaignlint("graph", "a.json")
    assert shown.code == 3
    assert shown.err == (
        "campaignlint: no campaign was exported with its flow, so no calls are known; export "
        "campaigns with includeFlowSteps=true\n"
    )
    assert "Unknown: the calls of 1 campaign whose flow was not exported.\n" in shown.out


def test_calls_that_lead_nowhere_are_counted(campaignlint: CommandLine, tmp_path: Path) -> None:
    Export(
        campaign("A").executes("Gone").executes("EX B").requests("Same"),
        campaign("EX B"),
        campaign("Same", program=program("One")),
        campaign("Same", program=program("Two")),
    ).write(tmp_path / "exports")
    assert (
        "Left out: 1 call to campaigns not in this export and 1 call by a name that\n"
        "  matches several campaigns.\n"
    ) in campaignlint("graph", "exports").out


# Diagrams


def test_a_file_is_written_whole(campaignlint: CommandLine, exports: Path, tmp_path: Path) -> None:
    written = campaignlint("graph", str(exports), "-f", "svg", "-o", "graph.svg")
    assert (written.code, written.out, written.err) == (0, "", "")
    root = ET.parse(tmp_path / "graph.svg").getroot()  # noqa: S314 - our own
    assert {each.get("href") for each in root.iter(f"{SVG}a")} == {
        f"https://app-sj99.marketo.com/#SC{number}A1" for number in range(1001, 1006)
    }
    refused = campaignlint("graph", str(exports), "-o", "nowhere/graph.txt")
    assert refused.code == 2
    assert refused.err == "Error: cannot write nowhere/graph.txt: no such file or directory\n"


def test_a_picture_leads_to_marketo_or_nowhere(campaignlint: CommandLine, tmp_path: Path) -> None:
    Export(
        campaign("A", computedUrl="https://evil.example/").executes("B"),
        campaign("B", computedUrl="https://app-sj99.marketo.com@evil.example/"),
    ).write(tmp_path / "exports")
    for name in ("svg", "dot"):
        assert "evil" not in campaignlint("graph", "exports", "-f", name).out


def test_a_graph_too_large_to_draw_is_drawn_in_part_and_says_so(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    hub = campaign("EX Hub")
    others = [campaign(f"EX {number:03}").executes("EX Hub") for number in range(200)]
    roots = [campaign(f"C{number:03}").executes(f"EX {number:03}") for number in range(200)]
    Export(hub, *others, *roots, campaign("A").executes("EX B"), campaign("EX B")).write(
        tmp_path / "exports"
    )
    drawn = campaignlint("graph", "exports", "-f", "svg")
    assert drawn.code == 0
    assert drawn.err == (
        "campaignlint: 403 campaigns are too many for a diagram; it shows 300 of them, the largest "
        "connected components, and omits 103 campaigns and 102 calls (--root, --callers, "
        "--callees, --depth and --around-findings narrow it; -f text, dot and json contain "
        "everything)\n"
    )
    root = ET.fromstring(drawn.out)  # noqa: S314 - our own
    assert len([each for each in root.iter() if "cl-node" in (each.get("class") or "")]) == 300
    assert "103 more campaigns are not drawn" in (root.findtext(f"{SVG}desc") or "")
    near = campaignlint("graph", "exports", "-f", "svg", "--callers", "EX Hub")
    assert "it shows 300 of them, the nearest ones, and omits 101 campaigns" in near.err
    assert campaignlint("graph", "exports", "-f", "dot").out.count(" -> ") == 401


def test_of_a_crowd_of_callers_some_are_drawn_and_all_counted(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    callers = [campaign(f"C{number:03}").executes("EX Hub") for number in range(90)]
    waits = campaign("EX Last", isExecutable=True).waits("1 day").executes("EX Hub")
    Export(campaign("EX Hub"), *callers, waits).write(tmp_path / "exports")
    drawn = campaignlint("graph", "exports", "-f", "svg", "--findings")
    assert drawn.err == (
        "campaignlint: 71 entry points are not drawn, because they only call a campaign with many "
        "callers; the number above its box counts them (-f text, dot and json contain everything)\n"
    )
    root = ET.fromstring(drawn.out)  # noqa: S314 - our own
    names = [each.text for each in root.iter() if each.get("class") == "cl-name"]
    assert names == ["EX Hub", *(f"C{number:03}" for number in range(19)), "EX Last"]
    assert [each.text for each in root.iter() if each.get("class") == "cl-more"] == ["+71"]


@pytest.mark.parametrize("format_name", ["svg", "html"])
def test_pictures_need_the_extra_and_nothing_else_does(
    campaignlint: CommandLine,
    exports: Path,
    monkeypatch: pytest.MonkeyPatch,
    format_name: str,
) -> None:
    monkeypatch.setattr(view, "is_installed", lambda _module: False)
    refused = campaignlint("graph", str(exports), "-f", format_name)
    said = (
        f"Error: -f {format_name} needs igraph, which is not installed: "
        "pip install 'campaignlint[audit]'\n"
    )
    assert (refused.code, refused.err) == (2, said)
    for other in set(FORMATS) - {"svg", "html"}:
        assert campaignlint("graph", str(exports), "-f", other).code == 0


def test_mermaid_says_what_it_will_not_draw_by_itself(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    others = [campaign(f"C{number}").executes("EX Hub") for number in range(501)]
    Export(campaign("EX Hub"), *others).write(tmp_path / "exports")
    shown = campaignlint("graph", "exports", "-f", "mermaid")
    assert shown.err == (
        "campaignlint: 501 edges and 21,967 characters are more than Mermaid draws by default (500 "
        "and 50,000); raise its maxEdges and maxTextSize, or narrow the graph\n"
    )


# The same for the same export


def test_it_is_the_same_whatever_the_order_and_the_hash_seed(tmp_path: Path) -> None:
    files = sorted(map(str, (REPOSITORY / "fixtures" / "acme" / "campaigns").iterdir()))
    code = (
        "import sys; from campaignlint.cli import cli\n"
        f"for name in {FORMATS!r}:\n"
        "    cli.main(['graph', *sys.argv[1:], '-f', name, '--depth', '2'], standalone_mode=False)"
    )
    outputs = set()
    for seed in ("1", "2"):
        random.Random(seed).shuffle(files)  # noqa: S311 - no secret
        command = [sys.executable, "-c", code, *files]
        done = run(command, cwd=tmp_path, environment={"PYTHONHASHSEED": seed})
        assert (done.code, done.err) == (0, "")
        outputs.add(done.out)
    assert len(outputs) == 1


# Names


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_name_of_an_export_acts(
    campaignlint: CommandLine, tmp_path: Path, format_name: str
) -> None:
    texts = [text for text in TEXTS.values() if not set("\ud800\udc80\udfff") & set(text)]
    exports: list[Part] = []
    for number, text in enumerate(texts, 1):
        home = program(text, workspace=text)
        caller = campaign(text, program=home, computedUrl=text).executes(5_000 + number)
        listener = campaign(text, isActive=True, workspace=text).trigger(
            "Data Value Changes", condition("Attribute", "is", text)
        )
        if number == 1:
            caller.trigger("Fills Out Form", condition("Form Name", "is", text))
            caller.fields["isActive"] = True
        exports += [home, caller.changes(text, text), listener]
        exports += [campaign(text, id=5_000 + number)]
    Export(*exports).write(tmp_path / "exports")
    for options in (
        [],
        ["--callers", "5001"],
        ["--path", "1001", "5001"],
        ["--activations"],
        ["--from", "fills out form"],
    ):
        shown = campaignlint("graph", "exports", "-f", format_name, *options)
        assert shown.code == 0
        assert acting_characters(shown.err) == set()
        if format_name == "json":  # for programs; its own escapes take care of control characters
            assert not {each for each in shown.out if each < " "} - {"\n"}
        else:
            assert acting_characters(shown.out) == set()
        if format_name == "text":
            assert read_by_runner(shown.out).commands == []


@pytest.mark.parametrize("key", ["redact", "redact_names"])
def test_redacted_names_stay_out(campaignlint: CommandLine, tmp_path: Path, key: str) -> None:
    (tmp_path / "campaignlint.toml").write_text(f"{key} = true\n")
    home = program("Secret Program", workspace="Secret Space")
    Export(
        home,
        campaign("To ann@example.com", program=home, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "Hidden Form"))
        .executes("EX Secret")
        .changes("Hidden Field", "Hidden Value"),
        campaign("On change", program=home, isActive=True)
        .trigger("Data Value Changes", condition("Attribute", "is", "Hidden Field"))
        .filter("Hidden Filter", condition("Hidden Filter", "is", "Hidden Value")),
        campaign("EX Secret", program=home).waits("1 day"),
    ).write(tmp_path / "exports")
    for format_name in FORMATS:
        for options in (
            ["--findings"],
            ["--callers", "EX Secret"],
            ["--path", "1001", "1002"],
            ["--activations"],
            ["--from", "fills out form"],
        ):
            shown = campaignlint("graph", "exports", "-f", format_name, *options)
            assert shown.code == 0
            assert "marketo.com" not in shown.out
            assert "Hidden" not in shown.out
            assert ("Secret" in shown.out) == (key == "redact")
    ambiguous = campaignlint("graph", "exports", "--callers", "Secret").err
    assert ("Secret Program" in ambiguous) == (key == "redact")
