"""`campaignlint used-by`: where something is used, and what follows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from campaignlint.report.used_by.json import used_by_schema
from campaignlint.testing import (
    Export,
    campaign,
    condition,
    otherwise,
    program,
    smart_list,
    tokens,
    when,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = program("OP Lifecycle")
    return Export(
        home,
        tokens(home, {"Stage": "MQL"}),
        smart_list("SL Hot", folder=home).filter("Stage", condition("Stage", "is", ["MQL", "SAL"])),
        campaign("01 MQL", program=home, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.Request"))
        .changes("Stage", "{{my.Stage}}")
        .executes("EX Score"),
        campaign("EX Score", program=home).scores("Score", "+5"),
        campaign("02 Sync", program=home, isActive=True)
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Stage"),
            condition("New Value", "is", "MQL"),
        )
        .filter("Member of Smart List", condition("Name", "in", "OP Lifecycle.SL Hot"))
        .choices(
            "Change Data Value",
            when("Stage", "is", "MQL", {"Attribute": "Status", "New Value": "Hot"}),
            otherwise({"Attribute": "--Do Nothing--"}),
        )
        .removes_from_flow("OP Lifecycle.01 MQL"),
        campaign("03 Alert", program=home, isActive=True)
        .trigger("Score is Changed", condition("Score Name", "is", "Score"))
        .step("Interesting Moment", {"Type": "Web", "Description": "{{lead.Stage}}"}),
        campaign("04 Off", program=home)
        .trigger("Data Value Changes", condition("Attribute", "is", "Status"))
        .calls_webhook("W"),
    ).write(tmp_path / "exports")


def test_a_field(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "field:stage", str(exports))
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (
        "field 'Stage': used in 5 places\n"
        "\n"
        "Written by\n"
        "  OP Lifecycle > 01 MQL > flow step 1: '{{my.Stage}}'\n"
        "  exports/campaigns/1001.json:38\n"
        "\n"
        "Triggers\n"
        "  OP Lifecycle > 02 Sync > trigger 1: Data Value Changes (New Value is 'MQL')\n"
        "  exports/smart-lists/21003.json:21\n"
        "\n"
        "Read by\n"
        "  OP Lifecycle > 02 Sync > flow step 1 > choice 1: is 'MQL'\n"
        "  exports/campaigns/1003.json:38\n"
        "  OP Lifecycle > SL Hot > filter 1: is 'MQL' or 'SAL'\n"
        "  exports/smart-lists/501.json:22\n"
        "\n"
        "Used as token\n"
        "  OP Lifecycle > 03 Alert > flow step 1: {{lead.Stage}}\n"
        "  exports/campaigns/1004.json:38\n"
        "\n"
        "Then\n"
        "  'Stage' is set to 'MQL' by OP Lifecycle > 01 MQL [1001]\n"
        "    OP Lifecycle > 02 Sync [1003]: maybe activated (filter 1)\n"
        "\n"
        "Would no longer run without it\n"
        "  OP Lifecycle > 02 Sync [1003]: all its triggers depend on it\n"
        "\n"
        "Not in the export\n"
        "  forms, list imports, API calls and the CRM sync that write it\n"
        "  response mappings of webhooks\n"
        "  segmentations, emails and landing pages that read it\n"
    )


def test_a_campaign(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "campaign:1001", str(exports))
    assert shown.out == (
        "campaign 'OP Lifecycle.01 MQL': used in 1 place\n"
        "\n"
        "Also referenced by\n"
        "  OP Lifecycle > 02 Sync > flow step 2: Remove from Flow\n"
        "  exports/campaigns/1003.json:90\n"
        "\n"
        "Then\n"
        "  'Stage' is set to 'MQL' by OP Lifecycle > 01 MQL [1001]\n"
        "    OP Lifecycle > 02 Sync [1003]: maybe activated (filter 1)\n"
        "  'Score' changes by +5 by OP Lifecycle > EX Score [1002]\n"
        "    OP Lifecycle > 03 Alert [1004]: activated\n"
        "\n"
        "Would no longer run without it\n"
        "  OP Lifecycle > EX Score [1002]: no other campaign calls it\n"
        "  OP Lifecycle > 02 Sync [1003]: no other campaign makes the change that\n"
        "  activates it\n"
        "\n"
        "Not in the export\n"
        "  requests by the API and by Sales Insight\n"
    )


def test_a_form(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "form:Request", str(exports), "--depth", "1")
    assert shown.out == (
        "form 'WEB Demo.Request': used in 1 place\n"
        "\n"
        "Triggers\n"
        "  OP Lifecycle > 01 MQL > trigger 1: Fills Out Form\n"
        "  exports/smart-lists/21001.json:21\n"
        "\n"
        "Then\n"
        "  form 'WEB Demo.Request' is filled out\n"
        "    OP Lifecycle > 01 MQL [1001]: activated\n"
        "\n"
        "Would no longer run without it\n"
        "  OP Lifecycle > 01 MQL [1001]: all its triggers depend on it\n"
        "\n"
        "Not in the export\n"
        "  landing pages and websites with the form\n"
        "  the fields that it writes\n"
    )


def test_a_token(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "token:my.Stage", str(exports))
    assert shown.out == (
        "token 'my.Stage': used in 1 place\n"
        "\n"
        "Defined by\n"
        "  program 'OP Lifecycle': 'MQL' (text)\n"
        "\n"
        "Used as token\n"
        "  OP Lifecycle > 01 MQL > flow step 1: {{my.Stage}}\n"
        "  exports/campaigns/1001.json:38\n"
        "\n"
        "Not in the export\n"
        "  emails, landing pages and snippets that contain it\n"
    )


@pytest.mark.parametrize("target", ["webhook:W", "W", "webhook:"])
def test_a_kind_is_only_needed_if_several_match(
    campaignlint: CommandLine, exports: Path, target: str
) -> None:
    shown = campaignlint("used-by", target, str(exports))
    assert shown.out.startswith("webhook 'W': used in 1 place\n")


def test_candidates_are_listed(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "sta", str(exports))
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == (
        "Error: 'sta' matches 3 assets:\n  field:Stage\n  field:Status\n  token:my.Stage\n"
    )


def test_an_unknown_name(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "field:Nothing", str(exports))
    assert (shown.code, shown.err) == (
        2,
        "Error: nothing in this export is named 'field:Nothing'\n",
    )


def test_a_misspelled_name(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "field:Statsu", str(exports))
    assert (shown.code, shown.err) == (
        2,
        "Error: nothing in this export is named 'field:Statsu'; did you mean 'Status'?\n",
    )


def test_values_are_not_shown_if_they_are_redacted(
    campaignlint: CommandLine, exports: Path
) -> None:
    (exports.parent / "campaignlint.toml").write_text("redact = true\n")
    shown = campaignlint("used-by", "field:Stage", str(exports))
    assert shown.code == 2
    assert shown.err.startswith("Error: used-by prints values from the export, and `redact`")


def test_json(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "field:Stage", str(exports), "-f", "json")
    document = json.loads(shown.out)
    jsonschema.validate(document, used_by_schema())
    assert document["target"] == {"kind": "field", "name": "Stage"}
    assert document["then"] == [
        {
            "event": "'Stage' is set to 'MQL'",
            "depth": 1,
            "writers": [
                {"id": 1001, "name": "01 MQL", "program": "OP Lifecycle", "workspace": "Default"}
            ],
            "activated": [
                {
                    "campaign": {
                        "id": 1003,
                        "name": "02 Sync",
                        "program": "OP Lifecycle",
                        "workspace": "Default",
                    },
                    "certain": False,
                    "reason": "filter 1",
                }
            ],
        }
    ]


def test_markdown(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "webhook:W", str(exports), "-f", "markdown")
    assert shown.out == (
        "# Used by: `webhook 'W': used in 1 place`\n"
        "\n"
        "## Called by\n"
        "\n"
        "- `OP Lifecycle > 04 Off > flow step 1` at `exports/campaigns/1005.json:38`\n"
        "\n"
        "## Not in the export\n"
        "\n"
        "- `its URL and payload`\n"
        "- `its response mappings, and so the fields that it writes`\n"
    )


def test_html_is_written_to_a_file(campaignlint: CommandLine, exports: Path) -> None:
    shown = campaignlint("used-by", "webhook:W", str(exports), "-f", "html", "-o", "used.html")
    assert (shown.code, shown.out, shown.err) == (0, "", "")
    page = (exports.parent / "used.html").read_text("utf-8")
    assert "<h1>webhook &#39;W&#39;: used in 1 place</h1>" in page
    assert "<b>OP Lifecycle &gt; 04 Off &gt; flow step 1</b>" in page
    assert "<script" not in page


def test_separate_smart_lists_refer_to_campaigns(
    campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = condition("Campaign", "is", ["One.EX Score", "One.EX Gone"])
    Export(
        campaign("EX Score", program=program("One")),
        smart_list("SL Scored").filter("Member of Smart Campaign", asked),
    ).write(tmp_path / "exports")
    shown = campaignlint("used-by", "campaign:EX Score", "exports")
    assert "Also referenced by\n  SL Scored > filter 1: Member of Smart Campaign" in shown.out
    gone = campaignlint("used-by", "EX Gone", "exports")
    assert (gone.code, gone.err) == (
        2,
        "Error: nothing in this export is named 'EX Gone'; did you mean 'EX Score'?\n",
    )


def test_unknown_activations_are_mentioned(
    campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Export(
        campaign("A", isActive=True).trigger("Data Value Changes", bare=True).changes("Stage", "1")
    ).write(tmp_path / "exports")
    shown = campaignlint("used-by", "field:Stage", "exports")
    assert (
        "\nMissing activations\n"
        "  Unknown: what 1 of 1 triggers listen to; activations may be missing.\n"
    ) in shown.out
