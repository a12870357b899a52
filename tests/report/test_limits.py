"""Limits of reports: related locations and long names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.testing import Export, campaign, program, tokens

if TYPE_CHECKING:
    from conftest import CommandLine

SCORING = program("OP Scoring")
LONG = "x" * 400


def findings(campaignlint: CommandLine, *arguments: str) -> list[dict[str, Any]]:
    checked = campaignlint("check", "-f", "json", "exports", *arguments)
    assert checked.code == 1, checked.err
    found: list[dict[str, Any]] = json.loads(checked.out)["findings"]
    return found


class TestRelatedPlaces:
    """Each of three Wait steps has 70 callers in different files."""

    @pytest.fixture(autouse=True)
    def _many_callers(self, tmp_path: Path) -> None:
        callers = [
            campaign(f"Caller {number}", id=number, program=SCORING).executes("EX Score")
            for number in range(1, 71)
        ]
        score = campaign("EX Score", id=5000, program=SCORING)
        score.waits("1 hour").waits("2 hours").waits("3 hours")
        Export(SCORING, *callers, score).write(tmp_path / "exports")

    def test_the_first_50_are_listed_and_the_others_counted(
        self, campaignlint: CommandLine
    ) -> None:
        found = findings(campaignlint)
        assert [each["place"] for each in found] == [
            f"OP Scoring > EX Score > flow step {number}" for number in (1, 2, 3)
        ]
        for each in found:
            places = [related["place"] for related in each["related"]]
            assert places == [f"OP Scoring > Caller {n} > flow step 1" for n in range(1, 51)]
            assert each["moreRelated"] == 20

    @pytest.mark.parametrize(
        ("form", "text"),
        [
            ("text --show-source", "= and 66 more locations; -f json lists the first 50\n"),
            ("junit", "and 50 more locations"),
            ("sarif", " and 50 more locations."),
        ],
    )
    def test_reports_that_list_fewer_count_the_others(
        self, campaignlint: CommandLine, form: str, text: str
    ) -> None:
        assert campaignlint("check", "exports", "-f", *form.split()).out.count(text) == 3

    def test_only_includes_files_of_omitted_locations(self, campaignlint: CommandLine) -> None:
        for caller in (1, 70):
            only = f"--only=exports/campaigns/{caller}.json"
            assert len(findings(campaignlint, only)) == 3
        checked = campaignlint("check", "exports", "--only", "exports/programs/101.json")
        assert (checked.code, checked.out.splitlines()[-1]) == (0, "Hidden: 3 in other files.")


class TestLongNames:
    """A name longer than Marketo allows is truncated in reports, but compared as a whole."""

    @pytest.fixture(autouse=True)
    def _long_name(self, tmp_path: Path) -> None:
        Export(
            SCORING,
            campaign(LONG, id=1001, program=SCORING).waits("1 hour"),
            campaign("Intake", id=1002, program=SCORING).executes(LONG),
        ).write(tmp_path / "exports")

    def test_reports_truncate_it(self, campaignlint: CommandLine) -> None:
        (found,) = findings(campaignlint)
        shown = f"{'x' * 300}..."
        assert found["message"] == (
            f"executable campaign '{shown}' (executed by 'Intake' step 1) has a Wait step, "
            "which Marketo does not support there"
        )
        assert found["place"] == f"OP Scoring > {shown} > flow step 1"
        assert found["campaign"]["name"] == shown

    def test_a_baseline_truncates_it_and_still_matches(self, campaignlint: CommandLine) -> None:
        (found,) = findings(campaignlint)
        assert campaignlint("check", "exports", "--write-baseline", "b.json").code == 0
        text = Path("b.json").read_text()
        (entry,) = json.loads(text)["findings"]
        assert entry["campaign"] == f"OP Scoring > {'x' * 300}... (1001)"
        assert LONG not in text
        assert entry["fingerprint"] == found["fingerprint"]
        assert campaignlint("check", "exports", "--baseline", "b.json").code == 0

    def test_a_stale_baseline_does_not_reveal_redacted_names(
        self, campaignlint: CommandLine
    ) -> None:
        campaignlint("check", "exports", "--write-baseline", "b.json")
        kept = Path("b.json").read_text().replace('"fingerprint":"', '"fingerprint":"0')
        Path("b.json").write_text(kept)
        checked = campaignlint("check", "exports", "--baseline", "b.json", "--redact-names")
        assert (checked.code, "xxx" in checked.out) == (1, False)


def test_a_race_for_many_fields_names_the_first(campaignlint: CommandLine) -> None:
    def racing(number: int) -> Any:
        one = campaign(f"Race {number}", id=number, program=SCORING, isActive=True)
        one.trigger("Person is Created")
        for field in range(1, 13):
            one.changes(f"Field {field}", f"{number}")
        return one

    Export(SCORING, racing(1), racing(2)).write(Path("exports"))
    (found,) = findings(campaignlint, "--select", "racing-triggers")
    named = ", ".join(f"'Field {field}'" for field in range(1, 11))
    assert found["message"] == (
        "'Race 1' and 'Race 2' start on the same trigger, 'Person is Created', and change "
        f"{named} and 2 more fields; the last one to run wins"
    )


def test_a_call_that_drops_many_tokens_names_the_first(campaignlint: CommandLine) -> None:
    """Tokens and the steps that use them are in the order of the flow."""
    intake = program("OP Intake")
    names = [f"Token {number}" for number in range(1, 61)]
    stamp = campaign("EX Stamp", program=SCORING)
    for name in names:
        stamp.changes(name, f"{{{{my.{name}}}}}")
    form = campaign("Form", program=intake).executes("OP Scoring.EX Stamp", context=False)
    Export(SCORING, intake, tokens(intake, dict.fromkeys(names, "A")), stamp, form).write(
        Path("exports")
    )
    (found,) = findings(campaignlint, "--select", "token-context-dropped")
    named = ", ".join(f"{{{{my.Token {number}}}}}" for number in range(1, 11))
    assert found["message"] == (
        "'Form' executes 'EX Stamp' without its token context, so 'EX Stamp' does not get the "
        f"caller's value of {named} and 50 more tokens"
    )
    assert [related["place"] for related in found["related"]] == [
        f"OP Scoring > EX Stamp > flow step {number}" for number in range(1, 51)
    ]
    assert found["moreRelated"] == 10
