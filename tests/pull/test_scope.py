"""Options that narrow a pull."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pull.test_round_trip import read_files

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve
    from pull.server import Marketo


def requested_campaigns(
    serve: Serve, marketo: Marketo, campaignlint: CommandLine, *args: str
) -> set[int]:
    server = serve(marketo)
    done = campaignlint("pull", "exports", *args)
    assert (done.code, done.err) == (0, "")
    singles = (
        call for call in server.calls if call.startswith("smartCampaign/2") and call.count("/") == 1
    )
    return {int(call.removeprefix("smartCampaign/").removesuffix(".json")) for call in singles}


def campaigns_in(marketo: Marketo, *programs: int) -> set[int]:
    return {n for n, each in marketo.campaigns.items() if each.get("parentProgramId") in programs}


def test_a_program_is_pulled_with_its_folders_tokens_and_smart_lists(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    requested = requested_campaigns(serve, acme, campaignlint, "--program", "op lifecycle")
    assert requested == campaigns_in(acme, 1001)
    files = read_files(Path("exports"))
    assert {name for name in files if name.startswith("programs/")} == {"programs/1001.json"}
    assert {name for name in files if name.startswith("tokens/")} == {
        "tokens/folder-101.json",
        "tokens/program-1001.json",
    }
    # Its campaigns refer to smart lists of another program.
    assert "smart-lists/3001.json" in files or "smart-lists/3004.json" in files
    assert json.loads(files["instance.json"]) | {"exportedAt": ""} == {
        "campaignlint": 1,
        "instance": "123-ABC-456",
        "exportedAt": "",
        "scope": {"programs": ["op lifecycle"], "folders": None, "workspaces": None, "since": None},
        "complete": False,
        "missing": [],
    }


@pytest.mark.parametrize(
    ("options", "programs"),
    [
        (("--program", "1001", "--program", "1003"), (1001, 1003)),
        (("--program", "OP Scoring*"), ()),
    ],
)
def test_programs_are_selected_by_id_and_glob(
    campaignlint: CommandLine,
    serve: Serve,
    acme: Marketo,
    options: tuple[str, ...],
    programs: tuple[int, ...],
) -> None:
    meant = programs or tuple(
        n for n, each in acme.programs.items() if each["name"].startswith("OP Scoring")
    )
    requested = requested_campaigns(serve, acme, campaignlint, *options)
    assert requested == campaigns_in(acme, *meant) != set()


def test_a_name_with_glob_characters_matches_itself(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    acme.programs[1001] = acme.programs[1001] | {"name": "[old] Webinar*"}
    requested = requested_campaigns(serve, acme, campaignlint, "--program", "[OLD] WEBINAR*")
    assert requested == campaigns_in(acme, 1001)


@pytest.mark.usefixtures("server")
def test_smart_lists_in_choices_and_primary_conditions_are_pulled(
    campaignlint: CommandLine, few: Marketo
) -> None:
    alone = [n for n in sorted(few.smart_lists) if n < 20_000]
    chosen, filtered, other = alone[:3]
    rules = few.smart_lists[22000]["rules"]
    member = next(each for each in rules["filters"] if each["name"] == "Member of Smart List")
    named = [
        member["conditions"][0] | {"values": [str(number)], "isPrimary": number == filtered}
        for number in (other, filtered)
    ]
    for number in (22000, 22001, 22002, *alone):
        filters = [member | {"conditions": named}] if number == 22001 else []
        own = few.smart_lists[number]
        few.smart_lists[number] = own | {"rules": own["rules"] | {"filters": filters}}
    step = few.campaigns[2000]["flow"]["steps"][0]
    rule = {"name": "Member of Smart List", "operator": "in", "values": [str(chosen)]}
    choice = {"id": 901, "default": False, "attributes": [], "rule": rule}
    few.change(2000, flow={"steps": [step | {"stepChoice": [choice, *step["stepChoice"]]}]})
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    pulled = {int(each.stem) for each in Path("exports/smart-lists").iterdir()}
    assert pulled == {22000, 22001, 22002, chosen, filtered}


def test_a_folder_is_selected_by_name_path_and_id(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    folder = acme.folders[101]
    below = {101} | {
        n for n, each in acme.folders.items() if (each["parent"] or {}).get("id") == 101
    }
    programs = {n for n, each in acme.programs.items() if each["folder"]["id"] in below}
    expected = campaigns_in(acme, *programs) | {
        n
        for n, each in acme.campaigns.items()
        if each["folder"]["type"] == "Folder" and each["folder"]["id"] in below
    }
    serve(acme)
    for name in ("101", folder["name"], folder["path"]):
        done = campaignlint("pull", "exports", "--folder", name, "--dry-run")
        assert f" and {len(expected)} smart campaigns\n" in done.out


def test_a_workspace_and_a_date_are_combined(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    options = ("--workspace", "EMEA", "--since", "2026-06-01")
    assert requested_campaigns(serve, acme, campaignlint, *options) == {
        n
        for n, each in acme.campaigns.items()
        if each["workspace"] == "EMEA" and each["updatedAt"] >= "2026-06-01"
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--program", "OP Lifecycel"),
            "--program 'OP Lifecycel' matches nothing; did you mean 'OP Lifecycle'?",
        ),
        (
            ("--folder", "no such"),
            "--folder 'no such' matches nothing; check the workspaces of this API user's role",
        ),
        (("--workspace", "EMAE"), "--workspace 'EMAE' matches nothing; did you mean 'EMEA'?"),
    ],
)
def test_an_option_that_matches_nothing_is_an_error(
    campaignlint: CommandLine, serve: Serve, acme: Marketo, options: tuple[str, ...], message: str
) -> None:
    serve(acme)
    done = campaignlint("pull", "exports", *options)
    assert (done.code, done.err) == (2, f"Error: {message}\n")


@pytest.mark.parametrize(
    "options",
    [("--rate", "0"), ("--rate", "101"), ("--concurrency", "11"), ("--since", "yesterday")],
)
def test_options_have_ranges(campaignlint: CommandLine, options: tuple[str, ...]) -> None:
    done = campaignlint("pull", "exports", *options)
    assert (done.code, "Invalid value for" in done.err) == (2, True)


@pytest.mark.usefixtures("server")
def test_only_a_complete_pull_removes_files(campaignlint: CommandLine, few: Marketo) -> None:
    assert campaignlint("pull", "exports").code == 0
    before = read_files(Path("exports"))
    del few.campaigns[2001], few.smart_lists[22001]
    assert campaignlint("pull", "exports", "--program", "1001").code == 0
    narrowed = read_files(Path("exports"))
    assert narrowed.keys() == before.keys()
    assert json.loads(narrowed["instance.json"])["complete"] is False
    assert campaignlint("pull", "exports").code == 0
    after = read_files(Path("exports"))
    assert before.keys() - after.keys() == {"campaigns/2001.json", "smart-lists/22001.json"}
    assert json.loads(after["instance.json"])["complete"] is True


@pytest.mark.usefixtures("server")
def test_check_treats_only_a_complete_pull_as_complete(campaignlint: CommandLine) -> None:
    """The three campaigns call others, which are not in this instance."""
    assert campaignlint("pull", "all").code == 0
    assert campaignlint("pull", "part", "--program", "1001").code == 0
    found = {
        folder: campaignlint("check", folder, "--select", "unknown-campaign", "-f", "concise").out
        for folder in ("all", "part")
    }
    assert "error[unknown-campaign]" in found["all"]
    assert "error[unknown-campaign]" not in found["part"]
