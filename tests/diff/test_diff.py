"""`campaignlint diff`: changes, effects and findings between two states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from campaignlint.diff.alignment import Item, compare_lists
from campaignlint.diff.json import diff_schema
from campaignlint.testing import Export, campaign
from diff.exports import write_export

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from diff.conftest import Committed


def _edits(old: list[Item], new: list[Item]) -> list[str]:
    return [detail.text for detail in compare_lists("flow step", old, new)]


WAIT = Item(1, "Wait", "1 day")
SEND = Item(2, "Send Email", "A.Hello")
SCORE = Item(3, "Change Score", "+5")


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ([WAIT, SEND, SCORE], [WAIT, SEND, SCORE], []),
        ([WAIT, SEND], [WAIT, SEND, SCORE], ["step 3 added: Change Score +5"]),
        ([WAIT, SEND, SCORE], [SEND, SCORE], ["step 1 removed: Wait 1 day"]),
        ([WAIT, SEND, SCORE], [SEND, SCORE, WAIT], ["step 1 Wait moved to 3"]),
        ([SEND, WAIT], [SEND, Item(1, "Wait", "3 days")], ["step 2 Wait: 1 day -> 3 days"]),
        (
            [Item(None, "Wait", "1 day")],
            [Item(None, "Wait", "2 days")],
            ["step 1 Wait: 1 day -> 2 days"],
        ),
    ],
)
def test_each_edit_of_a_list_is_one_detail(
    old: list[Item], new: list[Item], edits: list[str]
) -> None:
    assert _edits(old, new) == edits


def test_a_state_does_not_differ_from_itself(tmp_path: Path, campaignlint: CommandLine) -> None:
    write_export(tmp_path / "a")
    export = json.loads((tmp_path / "a/export.json").read_text())
    (tmp_path / "b").mkdir()
    turned = {key: export[key] for key in reversed(export)}
    (tmp_path / "b/other.json").write_text(json.dumps(turned, indent=3))
    result = campaignlint("diff", "a", "b", "--exit-code")
    assert result.code == 0
    assert result.out.startswith("0 assets changed; findings: 0 new, 0 fixed,")


def test_changes_are_told_as_on_the_screens(tmp_path: Path, campaignlint: CommandLine) -> None:
    write_export(tmp_path / "a", active=False)
    write_export(tmp_path / "b", days="3 days")
    result = campaignlint("diff", "a", "b", "-f", "json", "--fail-on", "never")
    document = json.loads(result.out)
    jsonschema.validate(document, diff_schema())
    (change,) = document["changes"]
    assert change["name"] == "OP > Intake"
    assert [each["text"] for each in change["details"]] == [
        "activated",
        "step 1 Wait: 1 day -> 3 days",
    ]


def test_a_removed_target_against_head(
    tmp_path: Path, campaignlint: CommandLine, commit: Committed
) -> None:
    write_export(tmp_path / "exports")
    commit()
    write_export(tmp_path / "exports", target=False)
    result = campaignlint("diff", "exports", "--exit-code")
    assert result.code == 1
    assert "campaign OP > EX Score removed\n" in result.out
    assert "  OP > Intake executes OP > EX Score\n" in result.out
    assert "  OP > Intake > flow step 2: 'EX Score' is no longer in the export\n" in result.out
    assert "Affected campaigns:\n  OP > Intake (active entry point)\n" in result.out


def test_a_finding_is_new_when_its_campaign_can_run(
    tmp_path: Path, campaignlint: CommandLine
) -> None:
    for name, active in (("a", False), ("b", True)):
        intake = campaign("Intake", id=1, isActive=active).trigger("Fills Out Form")
        Export(intake.executes("Not There")).write(tmp_path / name)
    result = campaignlint("diff", "a", "b")
    assert result.code == 1
    finding = (
        "campaigns/1.json:37:15: error[unknown-campaign] 'Intake' executes 'Not There', but no "
        "such campaign exists; the step does nothing (Intake > flow step 1)\n"
    )
    assert result.out == (
        f"New findings:\n  b/{finding}\n"
        "campaign Intake\n  activated\n\n"
        "1 asset changed; findings: 1 new, 0 fixed, 0 remaining\n"
    )
    assert campaignlint("diff", "a", "b", "--fail-on", "never").code == 0
    back = campaignlint("diff", "b", "a")
    assert back.code == 0
    assert back.out == (
        "campaign Intake\n  deactivated\n\n"
        f"Fixed findings:\n  b/{finding}\n"
        "1 asset changed; findings: 0 new, 1 fixed, 1 remaining\n"
    )
