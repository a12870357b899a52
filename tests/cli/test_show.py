"""`campaignlint show`: the description of a campaign or another asset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from campaignlint.testing import (
    Export,
    campaign,
    condition,
    executing,
    folder,
    is_requested,
    otherwise,
    program,
    smart_list,
    to_json,
    tokens,
    when,
)
from report.hostile import TEXTS, acting_characters
from report.test_github import read_by_runner

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    top = folder("Marketing Activities")
    below = folder("Operational", parent=top)
    home = program("OP Scoring", folder=below)
    one, two = program("One"), program("Two")
    return Export(
        top,
        below,
        home,
        one,
        two,
        smart_list("SL Hot", folder=home).filter("Score", condition("Score", "greater than", "50")),
        campaign("EX Score", program=home, maxMembers=500, isCommunicationLimitEnabled=True)
        .filter("Country", condition("Country", "is", ["US", "CA"]))
        .filter(
            "Member of Smart List",
            condition("Smart List Name", "in", "OP Scoring.SL Hot"),
        )
        .match("custom", "1 or 2")
        .waits("1 day")
        .choices(
            "Execute Campaign",
            when("Country", "is", "US", executing("EX Gone")),
            otherwise(executing("EX Rest")),
        )
        .requests("Same"),
        campaign("EX Rest", program=home),
        campaign("Same", id=7, program=one),
        campaign("Same", id=8, program=two),
        campaign(
            "01 Nightly",
            program=home,
            recurrence={"interval": 2, "intervalType": "Weekly", "startAt": "2026-01-05"},
            description="Every second week",
        )
        .filter("City", condition("City", "is not empty"))
        .executes("EX Score"),
    ).write(tmp_path / "exports")


def test_the_complete_description(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("show", "EX Score", str(exports))
    assert (shown.code, shown.err) == (0, "")
    assert (
        shown.out
        == (
            "OP Scoring > EX Score\n"
            "\n"
            "Where it is\n"
            "  Id          1001\n"
            "  Workspace   Default\n"
            "  Folders     Marketing Activities > Operational\n"
            "  Program     OP Scoring [101]\n"
            "  File        exports/campaigns/1001.json\n"
            "  Smart list  exports/smart-lists/21001.json\n"
            "  In Marketo  https://app-sj99.marketo.com/#SC1001A1\n"
            "\n"
            "Settings\n"
            "  Description           EX Score, kept by the marketing team\n"
            "  Runs                  when called (executed by '01 Nightly' step 1)\n"
            "  Each person           every time\n"
            "  Communication limits  respected\n"
            "  Maximum members       500\n"
            "  Changed               2026-03-02\n"
            "\n"
            "Smart list\n"
            '  filter 1       Country is "US" or "CA"\n'
            '  filter 2       Member of Smart List: Smart List Name in "OP Scoring.SL Hot"\n'
            "  filters match  1 or 2\n"
            "\n"
            "Smart lists that it refers to\n"
            "  filter 2  OP Scoring > SL Hot [501] in exports/smart-lists/501.json\n"
            "\n"
            "Flow\n"
            "  1.  Wait: 1 day\n"
            "  2.  Execute Campaign\n"
            '      Choice 1: if Country is "US" then EX Gone, Use Parent Campaign Token\n'
            "      Context = True\n"
            "      Default choice: EX Rest, Use Parent Campaign Token Context = True\n"
            "  3.  Request Campaign: Same\n"
            "\n"
            "Called by\n"
            "  executed  by OP Scoring > 01 Nightly [1003] at step 1\n"
            "\n"
            "Calls\n"
            "  step 2 choice 1        executes 'EX Gone', which is not in this export\n"
            "  step 2 default choice  executes OP Scoring > EX Rest [1002]\n"
            "  step 3                 requests 'Same', which may be any of One > Same [7],\n"
            "                         Two > Same [8]\n"
            "\n"
            "Activates\n"
            "  no campaign in this export\n"
            "\n"
            "Findings\n"
        )
        + shown.out.partition("Findings\n")[2]
    )
    findings = " ".join(shown.out.partition("Findings\n")[2].split())
    assert findings.startswith(
        "error executable campaign 'EX Score' (executed by '01 Nightly' step 1) has a Wait step, "
        "which Marketo does not support there [wait-in-executable] at "
        "exports/campaigns/1001.json:"
    )


def test_a_batch_campaign_without_callers(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("show", "01 Nightly", str(exports)).out
    assert "  Description           Every second week\n" in shown
    assert "  Runs                  as a batch, by schedule\n" in shown
    assert "  Schedule              every 2 weeks, from 2026-01-05\n" in shown
    assert "\nCalled by\n  no campaign in this export\n" in shown


def stages() -> Export:
    attribute = condition("Attribute", "is", "Stage")
    mql = condition("New Value", "is", "MQL")
    return Export(
        campaign("01 Form", isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "Demo"))
        .executes("EX Set MQL"),
        campaign("EX Set MQL").choices(
            "Change Data Value",
            when("Country", "is", "US", {"Attribute": "Stage", "New Value": "MQL"}),
            otherwise({"Attribute": "Stage", "New Value": "Known"}),
        ),
        campaign("02 Set MQL").changes("Stage", "MQL").requests("04 Any Stage"),
        campaign("03 MQL", isActive=True)
        .trigger("Data Value Changes", attribute, mql)
        .trigger("Data Value Changes", bare=True)
        .trigger("Score is Changed", condition("Score Name", "is", "Score")),
        campaign("04 Any Stage", isActive=True)
        .trigger("Data Value Changes", attribute)
        .trigger("Campaign is Requested", is_requested())
        .filter("Country", condition("Country", "is", "US")),
        campaign("05 SAL", isActive=True).trigger(
            "Data Value Changes", attribute, condition("New Value", "is", "SAL")
        ),
        campaign("06 Off").trigger("Data Value Changes", attribute),
        campaign("07 Stop")
        .filter("Member of Smart Campaign", condition("Campaign", "is", "03 MQL"))
        .removes_from_flow("03 MQL"),
    )


def activations_of(campaignlint: CommandLine, name: str) -> str:
    """Return the part of the description about activations and other references."""
    shown = campaignlint("show", name, "exports")
    assert shown.code == 0
    begin = next(each for each in ("Activated by", "Activates") if f"\n{each}\n" in shown.out)
    return shown.out[shown.out.index(f"\n{begin}\n") + 1 : shown.out.index("\nFindings\n")]


def test_what_a_campaign_activates_and_what_not(campaignlint: CommandLine, tmp_path: Path) -> None:
    stages().write(tmp_path / "exports")
    assert activations_of(campaignlint, "02 Set MQL") == (
        "Activates\n"
        "  certain   03 MQL [1004]: 'Stage' is set to 'MQL' at step 1\n"
        "  possible  04 Any Stage [1005] (filter 1): 'Stage' is set to 'MQL' at step 1\n"
        "\n"
        "Does not activate\n"
        "  05 SAL [1006] (trigger 1: New Value is 'SAL'): 'Stage' is set to 'MQL' at step\n"
        "  1\n"
        "  06 Off [1007] (it is not active): 'Stage' is set to 'MQL' at step 1\n"
        "\n"
        "Missing activations\n"
        "  Unknown: what 1 of 7 triggers listen to; activations may be missing.\n"
    )


def test_changes_by_executed_campaigns_activate_as_well(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    stages().write(tmp_path / "exports")
    assert activations_of(campaignlint, "01 Form").startswith(
        "Activated by\n"
        "  trigger 1  Fills Out Form: fired by no flow step\n"
        "\n"
        "Activates\n"
        "  possible  03 MQL [1004] (choice 1 of flow step 1 of 'EX Set MQL'): 'Stage' is\n"
        "            set to 'MQL' at step 1 choice 1 of EX Set MQL [1002]\n"
        "  possible  04 Any Stage [1005] (choice 1 of flow step 1 of 'EX Set MQL'):\n"
        "            'Stage' is set to 'MQL' or 'Known' at step 1 choices 1, 2 of EX Set\n"
        "            MQL [1002]\n"
    )


def test_what_activates_a_campaign_and_what_else_refers_to_it(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    stages().write(tmp_path / "exports")
    assert activations_of(campaignlint, "03 MQL") == (
        "Activated by\n"
        "  certain    02 Set MQL [1003]: 'Stage' is set to 'MQL' at step 1\n"
        "  possible   EX Set MQL [1002] (choice 1 of flow step 1): 'Stage' is set to\n"
        "             'MQL' at step 1 choice 1\n"
        "  trigger 2  Data Value Changes: not understood, because its constraints were\n"
        "             not exported\n"
        "  trigger 3  Score is Changed: fired by no flow step in this export\n"
        "\n"
        "Also referenced by\n"
        "  Remove from Flow          07 Stop > flow step 1\n"
        "  Member of Smart Campaign  07 Stop > filter 1\n"
        "\n"
        "Missing activations\n"
        "  Unknown: what 1 of 7 triggers listen to; activations may be missing.\n"
    )
    assert "  trigger 2  Campaign is Requested: fired by the callers\n" in activations_of(
        campaignlint, "04 Any Stage"
    )
    assert activations_of(campaignlint, "06 Off").startswith(
        "Activated by\n"
        "  trigger 1  Data Value Changes: fired by nothing, because the campaign is not\n"
        "             active\n"
    )


def test_a_path_alone_is_no_campaign(campaignlint: CommandLine, exports: Path) -> None:
    refused = campaignlint("show", exports.name)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith("Error: ASSET is missing: 'exports' is there, and is a path\n")


def test_addresses_elsewhere_are_named_or_left_out(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    addresses = {
        1: "https://app-sj99.marketo.com/#SC1A1",
        2: "https://evil.example/#SC1A1",
        3: "https://app-sj99.marketo.com@evil.example/",
    }
    Export(
        *(campaign(f"C{number}", id=number, computedUrl=url) for number, url in addresses.items())
    ).write(tmp_path / "exports")
    shown = [campaignlint("show", str(number), "exports").out for number in addresses]
    assert "  In Marketo  https://app-sj99.marketo.com/#SC1A1\n" in shown[0]
    assert "  Address     https://evil.example/#SC1A1\n" in shown[1]
    assert "https:" not in shown[2]


def test_who_requests_it_or_may_do_so(campaignlint: CommandLine, tmp_path: Path) -> None:
    one, two = program("One"), program("Two")
    Export(
        one,
        two,
        campaign("Alert", program=one),
        campaign("Alert", program=two),
        campaign("A", program=one).requests("Alert"),
        campaign("B").requests("Alert"),
    ).write(tmp_path / "exports")
    called = campaignlint("show", "One.Alert", "exports").out.partition("\nCalled by\n")[2]
    assert " ".join(called.partition("\n\n")[0].split()) == (
        "requested by One > A [1003] at step 1 maybe requested by B [1004] at step 1, as 'Alert'"
    )


def test_what_the_configuration_says_holds(
    campaignlint: CommandLine, exports: Path, tmp_path: Path
) -> None:
    (tmp_path / "campaignlint.toml").write_text(
        f'paths = ["{exports.name}"]\n'
        'select = ["wait-in-executable"]\n'
        "[[suppressions]]\n"
        'rule = "wait-in-executable"\n'
        'campaign = "EX Score"\n'
        'reason = "rebuilt soon"\n'
        "[executables]\n"
        'names = ["EX *"]\n'
    )
    shown = campaignlint("show", "EX Score")
    assert shown.code == 0
    assert (
        "Findings\n            none\n  accepted  1 by suppressions or the baseline\n" in shown.out
    )


def test_parts_that_were_not_exported_are_named(campaignlint: CommandLine, tmp_path: Path) -> None:
    record = campaign("A", computedUrl="javascript:alert(1)", workspace=None).record()
    del record["flow"]
    (tmp_path / "a.json").write_text(to_json(record))
    shown = campaignlint("show", "A", "a.json")
    assert shown.code == 3
    assert "Smart list\n  not exported\n" in shown.out
    assert "Flow\n  not exported\n" in shown.out
    assert "javascript" not in shown.out
    assert "  Workspace  not exported\n" in shown.out


def test_a_name_that_several_bear_lists_them(campaignlint: CommandLine, exports: Path) -> None:
    refused = campaignlint("show", "Same", str(exports))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "Error: 'Same' matches 2 assets:\n"
        "  campaign 7  One.Same\n"
        "  campaign 8  Two.Same\n"
        "Use an id, Program.Asset, or more of the name.\n"
    )


class TestRedaction:
    """Only where an asset is, what it is connected with, and the rules of its findings."""

    def test_values(self, campaignlint: CommandLine, exports: Path) -> None:
        shown = campaignlint("show", "EX Score", str(exports), "--redact")
        assert (shown.code, shown.err) == (0, "")
        assert shown.out == (
            "OP Scoring > EX Score\n"
            "\n"
            "Where it is\n"
            "  Id       1001\n"
            "  Program  101\n"
            "\n"
            "Called by\n"
            "  step 1  Execute Campaign: OP Scoring > 01 Nightly [1003]\n"
            "\n"
            "Calls\n"
            "  step 2 choice 1        Execute Campaign: not in this export\n"
            "  step 2 default choice  Execute Campaign: OP Scoring > EX Rest [1002]\n"
            "  step 3                 Request Campaign: One > Same [7] or Two > Same [8]\n"
            "\n"
            "Findings\n"
            "  error    An executable campaign has a Wait step. [wait-in-executable] at\n"
            "           exports/campaigns/1001.json:33\n"
            "  error    A step executes or requests a campaign that is not in the export.\n"
            "           [unknown-campaign] at exports/campaigns/1001.json:59\n"
            "  warning  A step executes or requests a campaign by a name that several\n"
            "           campaigns have. [ambiguous-campaign] at\n"
            "           exports/campaigns/1001.json:119\n"
        )

    def test_names(self, campaignlint: CommandLine, exports: Path, tmp_path: Path) -> None:
        (tmp_path / "campaignlint.toml").write_text("redact_names = true\n")
        for asset in ("1001", "program:101", "smart-list:501", "7"):
            for format_name in ("text", "json", "markdown"):
                shown = campaignlint("show", asset, str(exports), "-f", format_name)
                assert shown.code == 0
                for name in ("Score", "OP ", "Same", "SL ", "Nightly", "One", "Default", "EX "):
                    assert name not in shown.out, (asset, format_name)
        assert campaignlint("show", "program:101", str(exports)).out.startswith(
            "program 101\n\nWhere it is\n  Id  101\n\nCampaigns\n  program 101 > campaign 1001\n"
        )


SCORING = """\
program OP Scoring

Where it is
  Id          101
  Workspace   Default
  Folders     Operational
  File        exports/programs/101.json
  In Marketo  https://app-sj99.marketo.com/#PG101A1

Settings
  Description  OP Scoring of the marketing team
  Type         default
  Channel      Operational
  Changed      2026-03-02

My Tokens
  my.Score (score)  +10
  my.Sender (text)  Ada (from folder Operational [10])

Campaigns
  1001  EX Score: when called (executed by 'Intake' step 1)
  1002  Intake: as a batch

Smart lists
  501  SL Hot

Used by
  read by  WEB > Demo > filter 1: Member of Program

Findings
  error  executable campaign 'EX Score' (executed by 'Intake' step 1) has a Wait
         step, which Marketo does not support there [wait-in-executable] at
         exports/campaigns/1001.json:62
"""


class TestOtherAssets:
    @pytest.fixture(autouse=True)
    def _exports(self, tmp_path: Path) -> None:
        operational = folder("Operational", id=10)
        home = program("OP Scoring", id=101, folder=operational)
        web = program("WEB", id=102)
        Export(
            *(operational, home, web),
            tokens(operational, {"Sender": ("text", "Ada"), "Score": ("score", "+1")}),
            tokens(home, {"Score": ("score", "+10")}),
            smart_list("SL Hot", id=501, folder=home).filter(
                "Score", condition("Score", "greater than", "50")
            ),
            smart_list("SL All", id=502).filter(
                "Member of Smart List", condition("Smart List Name", "in", "OP Scoring.SL Hot")
            ),
            campaign("EX Score", id=1001, program=home)
            .scores("Score", "{{my.Score}}")
            .waits("1 day"),
            campaign("Intake", id=1002, program=home)
            .filter("Member of Smart List", condition("Smart List Name", "in", "SL Hot"))
            .executes("EX Score"),
            campaign("Demo", id=102, program=web).filter(
                "Member of Program", condition("Program Name", "is", "OP Scoring")
            ),
        ).write(tmp_path / "exports")

    @pytest.mark.parametrize("asset", ["101", "OP Scoring", "program:op scoring", "program:101"])
    def test_a_program(self, asset: str, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", asset, "exports")
        assert (shown.code, shown.out, shown.err) == (0, SCORING, "")

    @pytest.mark.parametrize(
        "asset", ["501", "SL Hot", "OP Scoring.SL Hot", "smart-list:sl hot", "smart list:501"]
    )
    def test_a_smart_list(self, asset: str, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", asset, "exports")
        assert (shown.code, shown.out, shown.err) == (
            0,
            (
                "smart list OP Scoring > SL Hot\n"
                "\n"
                "Where it is\n"
                "  Id         501\n"
                "  Workspace  Default\n"
                "  Program    OP Scoring [101]\n"
                "  File       exports/smart-lists/501.json\n"
                "\n"
                "Rules\n"
                '  filter 1  Score greater than "50"\n'
                "\n"
                "Used by\n"
                "  filter 1  campaign OP Scoring > Intake [1002]\n"
                "  filter 1  smart list SL All [502]\n"
                "\n"
                "Findings\n"
                "  none\n"
            ),
            "",
        )

    @pytest.mark.parametrize("asset", ["my.Score", "{{my.Score}}", "token:score"])
    def test_a_token(self, asset: str, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", asset, "exports")
        assert (shown.code, shown.out, shown.err) == (
            0,
            (
                "token my.Score\n"
                "\n"
                "Defined by\n"
                "  folder Operational [10]: +1 (score)\n"
                "  program OP Scoring [101]: +10 (score)\n"
                "\n"
                "Used by\n"
                "  used as token  OP Scoring > EX Score > flow step 1: {{my.Score}}\n"
            ),
            "",
        )

    def test_campaigns_win_by_their_id_and_by_a_part_of_the_name(
        self, campaignlint: CommandLine
    ) -> None:
        assert campaignlint("show", "102", "exports").out.startswith("WEB > Demo\n")
        assert campaignlint("show", "program:102", "exports").out.startswith("program WEB\n")
        assert campaignlint("show", "scor", "exports").err.startswith(
            "Error: 'scor' matches 2 assets:\n  campaign 1001  OP Scoring.EX Score\n"
        )

    @pytest.mark.parametrize(
        ("asset", "redacted"),
        [
            ("my.Score", "token\n\nUsed by\n  program 101 > campaign 1001\n"),
            (
                "smart-list:501",
                (
                    "smart list 501\n"
                    "\n"
                    "Where it is\n"
                    "  Id       501\n"
                    "  Program  101\n"
                    "\n"
                    "Used by\n"
                    "  program 101 > campaign 1002\n"
                    "  smart list 502\n"
                    "\n"
                    "Findings\n"
                    "  none\n"
                ),
            ),
        ],
    )
    def test_redacted(self, asset: str, redacted: str, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", asset, "exports", "--redact-names")
        assert (shown.code, shown.out) == (0, redacted)

    def test_markdown(self, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", "token:Score", "exports", "-f", "markdown")
        assert shown.out == (
            "# `token my.Score`\n"
            "\n"
            "## Defined by\n"
            "\n"
            "- `folder Operational [10]: +1 (score)`\n"
            "- `program OP Scoring [101]: +10 (score)`\n"
            "\n"
            "## Used by\n"
            "\n"
            "- `used as token`: `OP Scoring > EX Score > flow step 1: {{my.Score}}`\n"
        )

    @pytest.mark.parametrize("asset", ["EX Score", "program:OP Scoring", "SL Hot", "my.Score"])
    def test_json(self, asset: str, campaignlint: CommandLine, tmp_path: Path) -> None:
        shown = campaignlint("show", asset, "exports", "-f", "json", "-o", "asset.json")
        assert (shown.code, shown.out) == (0, "")
        document = json.loads((tmp_path / "asset.json").read_text())
        jsonschema.validate(document, json.loads(campaignlint("schema", "show").out))
        rules = [each["rule"] for each in document["findings"]]
        assert rules == (
            ["wait-in-executable"] if asset.endswith(("EX Score", "OP Scoring")) else []
        )

    def test_json_of_a_token(self, campaignlint: CommandLine) -> None:
        shown = campaignlint("show", "my.Sender", "exports", "-f", "json")
        document = json.loads(shown.out)
        del document["tool"]
        assert document == {
            "version": 1,
            "asset": {
                "kind": "token",
                "id": None,
                "name": "my.Sender",
                "program": None,
                "workspace": None,
            },
            "sections": [
                {
                    "heading": "Defined by",
                    "rows": [{"label": "", "text": "folder Operational [10]: Ada (text)"}],
                }
            ],
            "findings": [],
            "accepted": 0,
        }


@pytest.mark.parametrize(
    "text",
    [text for text in TEXTS.values() if not set("\ud800\udc80\udfff") & set(text)],
    ids=[what for what, text in TEXTS.items() if not set("\ud800\udc80\udfff") & set(text)],
)
def test_no_text_of_an_export_acts(campaignlint: CommandLine, tmp_path: Path, text: str) -> None:
    home = program(text, workspace=text, folder=folder(text))
    Export(
        home,
        campaign(
            text,
            id=1,
            program=home,
            description=text,
            status=text,
            computedUrl=text,
            qualificationRuleType=text,
            recurrence={"interval": 1, "intervalType": text, "startAt": text, "endAt": text},
        )
        .trigger(text, condition(text, text, text))
        .filter(text, condition(text, text, text, isError=True, errorMessage=text))
        .match("custom", text)
        .step(text, {text: text})
        .choices(text, when(text, text, text, {text: text}), otherwise({text: text}))
        .executes(text)
        .requests(2),
        campaign(text, id=2).executes(1),
    ).write(tmp_path / "exports")
    shown = campaignlint("show", "1", "exports", "-f", "markdown")
    assert shown.code == 0
    assert acting_characters(shown.out) == set()
    for format_name in ("json", "markdown"):
        shown = campaignlint("show", "1", "exports", "-f", format_name)
        assert read_by_runner(shown.out).commands == []
    for color in ("never", "always"):
        shown = campaignlint("show", "1", "exports", "--color", color)
        assert shown.code == 0
        if color == "never":
            assert acting_characters(shown.out) == set()
            assert read_by_runner(shown.out).commands == []
        assert acting_characters(shown.err) == set()


def test_long_texts_and_many_steps_are_truncated(campaignlint: CommandLine, tmp_path: Path) -> None:
    long = campaign("x " * 1_000_000, id=1)
    for number in range(2_010):
        long.changes(f"Field {number}", "y")
    Export(long).write(tmp_path / "exports")
    shown = campaignlint("show", "1", "exports")
    assert shown.code == 0
    assert "and 10 more" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80
    assert len(shown.out) < 300_000
