"""An export with mostly unknown names is not clean: exit code 3, and coverage says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.testing import ABSENT, Campaign, Export, campaign, condition, envelope, program

if TYPE_CHECKING:
    from conftest import CommandLine

pytestmark = pytest.mark.usefixtures("in_tmp_path")

DEMO = program("WEB Demo", id=101)
GERMAN = ("Warten", "E-Mail senden", "Kampagne ausführen", "Warten", "Punktzahl ändern")


def with_steps(*names: str) -> Campaign:
    made = campaign("Intake", id=1, program=DEMO)
    for name in names:
        made.step(name, {"Value": f"{name} {len(made.steps)}"})
    return made


def with_triggers(*names: str) -> Campaign:
    made = campaign("Intake", id=1, program=DEMO, isActive=True).changes("Status", "Open")
    for name in names:
        made.trigger(name, condition("Form Name", "is", "Demo"))
    return made


def check(
    folder: Path, campaignlint: CommandLine, *parts: Campaign, catalog: tuple[str, ...] = ()
) -> tuple[int, list[tuple[str, str]], dict[str, Any]]:
    """Return the exit code, the places and messages of unrecognized-names, and the coverage."""
    Export(DEMO, *parts, complete=False).write(folder / "exports")
    if catalog:
        steps = [{"id": number, "name": name} for number, name in enumerate(catalog, 1)]
        text = json.dumps(envelope({"flowSteps": steps}))
        (folder / "exports" / "flow-step-types.json").write_text(text, "utf-8")
    outcome = campaignlint("check", "exports", "-f", "json", "--fail-on", "error")
    report = json.loads(outcome.out)
    found = [
        (finding["place"], finding["message"])
        for finding in report["findings"]
        if finding["rule"] == "unrecognized-names"
    ]
    return outcome.code, found, report["coverage"]


def test_flow_steps_in_another_language(tmp_path: Path, campaignlint: CommandLine) -> None:
    code, found, coverage = check(tmp_path, campaignlint, with_steps("Send Email", *GERMAN))
    assert code == 3
    assert found == [
        (
            "WEB Demo > Intake > flow step 2",
            (
                "most flow steps have unknown names and are not checked (5 of 6: 'Warten' (2), "
                "'E-Mail senden' (1), 'Kampagne ausführen' (1) and 'Punktzahl ändern' (1))"
            ),
        )
    ]
    assert coverage["unknownSteps"] == {
        "E-Mail senden": 1,
        "Kampagne ausführen": 1,
        "Punktzahl ändern": 1,
        "Warten": 2,
    }


def test_six_names_of_which_five_are_listed(tmp_path: Path, campaignlint: CommandLine) -> None:
    _, found, _ = check(tmp_path, campaignlint, with_steps(*(f"Schritt {n}" for n in range(7))))
    (message,) = (message for _, message in found)
    assert message.endswith("'Schritt 4' (1) and 2 more names)")


def test_flow_steps_without_names(tmp_path: Path, campaignlint: CommandLine) -> None:
    code, found, coverage = check(tmp_path, campaignlint, with_steps(*[""] * 5))
    assert (code, "unknownSteps" in coverage) == (3, False)
    assert found == [
        (
            "WEB Demo > Intake > flow step 1",
            "most flow steps have unknown names and are not checked (5 of 5: no name (5))",
        )
    ]


@pytest.mark.parametrize(
    "names",
    [
        GERMAN[:4],
        ("Send Email", "Wait", "Change Score", *GERMAN[:3]),
        ("Send Email", "Change Score", *["Enrich It"] * 8),
        ("Person löschen", *["Send Email"] * 5),
    ],
    ids=["fewer than five", "half", "one step used often", "few"],
)
def test_some_unknown_flow_steps(
    tmp_path: Path, campaignlint: CommandLine, names: tuple[str, ...]
) -> None:
    code, found, coverage = check(tmp_path, campaignlint, with_steps(*names))
    assert (code, found) == (0, [])
    assert coverage["unknownSteps"]


@pytest.mark.parametrize("catalog", [GERMAN, (*GERMAN, *(f"Schritt {n}" for n in range(4)))])
def test_names_in_a_catalog_are_known(
    tmp_path: Path, campaignlint: CommandLine, catalog: tuple[str, ...]
) -> None:
    code, found, coverage = check(tmp_path, campaignlint, with_steps(*GERMAN), catalog=catalog)
    assert (code, found, "unknownSteps" in coverage) == (0, [], False)


def test_a_catalog_in_another_language_proves_nothing(
    tmp_path: Path, campaignlint: CommandLine
) -> None:
    catalog = ("Interesting Moment", *GERMAN, *(f"Schritt {n}" for n in range(9)))
    code, found, coverage = check(tmp_path, campaignlint, with_steps(*GERMAN), catalog=catalog)
    assert (code, len(found), len(coverage["unknownSteps"])) == (3, 1, 4)


def test_triggers_in_another_language(tmp_path: Path, campaignlint: CommandLine) -> None:
    names = ("Füllt Formular aus", "Besucht Webseite", "Klickt Link", "Öffnet E-Mail")
    code, found, coverage = check(
        tmp_path, campaignlint, with_triggers("person is  created", *names)
    )
    assert code == 3
    assert found == [
        (
            "WEB Demo > Intake > trigger 2",
            (
                "most triggers have unknown names and are not checked (4 of 5: 'Besucht Webseite' "
                "(1), 'Füllt Formular aus' (1), 'Klickt Link' (1) and 'Öffnet E-Mail' (1))"
            ),
        )
    ]
    assert coverage["unknownTriggers"] == dict.fromkeys(sorted(names), 1)


@pytest.mark.parametrize(
    "name",
    [
        "Person is Created",
        "Engagement Program Stream Changes",
        "Added to Engagement Program",
        "Program Status is Changed",
        "fills out form",
    ],
)
def test_triggers_with_the_words_of_the_screens(
    tmp_path: Path, campaignlint: CommandLine, name: str
) -> None:
    _, _, coverage = check(tmp_path, campaignlint, with_triggers(name))
    assert "unknownTriggers" not in coverage


def test_calls_of_which_none_has_a_target(tmp_path: Path, campaignlint: CommandLine) -> None:
    attributes = {"Use Parent Campaign Token Context": "True"}
    calling = (
        campaign("Intake", id=1, program=DEMO)
        .changes("Status", "Open")
        .step("Execute Campaign", attributes)
        .step("Execute Campaign", ABSENT)
    )
    code, found, coverage = check(tmp_path, campaignlint, calling)
    assert code == 3
    assert found == [
        (
            "WEB Demo > Intake > flow step 2",
            (
                "no target was found on any of 2 Execute Campaign or Request Campaign steps, so "
                "the call graph is empty"
            ),
        )
    ]
    assert coverage["stepsWithoutTarget"] == 2


def test_a_single_call_without_a_target(tmp_path: Path, campaignlint: CommandLine) -> None:
    _, found, _ = check(tmp_path, campaignlint, with_steps().step("Request Campaign"))
    (message,) = (message for _, message in found)
    assert message.startswith(
        "no target was found on the only Execute Campaign or Request Campaign"
    )


@pytest.mark.parametrize("target", ["WEB Demo.EX Score", "--Do Nothing--", "{{my.Campaign}}", ""])
def test_calls_of_which_one_has_a_target(
    tmp_path: Path, campaignlint: CommandLine, target: str
) -> None:
    calling = campaign("Intake", id=1, program=DEMO).step("Execute Campaign", ABSENT)
    code, found, coverage = check(tmp_path, campaignlint, calling.requests(target))
    assert (code, found, coverage["stepsWithoutTarget"]) == (0, [], 1)


def test_the_summary_has_the_unknown_names(campaignlint: CommandLine) -> None:
    parts = with_triggers("Klickt Link").step("Warten").step("Execute Campaign").executes("EX A")
    Export(DEMO, parts, complete=False).write(Path("exports"))
    out = campaignlint("check", "exports").out
    assert "Unknown flow steps: 'Warten' (1).\n" in out
    assert "Unknown triggers: 'Klickt Link' (1).\n" in out
    assert "Without a target: 1 Execute or Request Campaign step.\n" in out
