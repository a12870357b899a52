"""A second pull asks for what changed, removes what is gone, and leaves the rest alone."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull import calls
from pull.server import Fault, Marketo, MarketoServer
from pull.test_round_trip import files_below

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve

EVERY_TIME = {"folder/1001/tokens.json", "smartCampaign/flowSteps.json"}
"""No list says whether these changed."""
LATER = "2026-10-01T09:00:00Z+0000"


@pytest.fixture
def server(campaignlint: CommandLine, serve: Serve, scoring: Marketo) -> MarketoServer:
    """An instance that was pulled once, and of which the requests are forgotten."""
    server = serve(scoring)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    server.forget()
    return server


def asked_for(server: MarketoServer) -> set[str]:
    """The single assets that were asked for, but for what is asked for every time."""
    return {
        call
        for call in server.calls
        if "/" in call and not call.endswith("tokens.json") and call not in EVERY_TIME
    }


def marker(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "instance.json").read_text("utf-8"))
    return found


def test_nothing_is_asked_for_twice(campaignlint: CommandLine, server: MarketoServer) -> None:
    done = campaignlint("pull", "exports")
    assert (done.code, asked_for(server)) == (0, set())
    assert server.calls.count("smartCampaigns.json") == 2
    assert done.out.splitlines()[-1] == (
        "Pulled into exports: 33 files, 0 new, 0 changed, 0 removed; 16 calls"
    )


def test_a_changed_campaign_is_asked_for_with_its_smart_list(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    before = files_below(tmp_path / "exports")
    server.marketo.change(2003, updatedAt=LATER, description="Now with a purpose")
    assert campaignlint("pull", "exports").code == 0
    assert asked_for(server) == {"smartCampaign/2003.json", "smartCampaign/2003/smartList.json"}
    after = files_below(tmp_path / "exports")
    changed = {name for name in after if before[name] != after[name]}
    assert changed - {"instance.json"} == {"campaigns/2003.json"}


def test_a_change_that_updated_at_does_not_tell_is_seen_in_the_list(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.marketo.change(2003, status="Inactive", isActive=False)
    assert campaignlint("pull", "exports").code == 0
    assert "smartCampaign/2003.json" in asked_for(server)


def test_a_smart_list_that_stands_alone_is_asked_for_when_it_changed(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    (number, *_) = [n for n in server.marketo.smart_lists if n < 20_000 and _is_used(server, n)]
    server.marketo.smart_lists[number] = server.marketo.smart_lists[number] | {"updatedAt": LATER}
    assert campaignlint("pull", "exports").code == 0
    assert asked_for(server) == {f"smartList/{number}.json"}


def _is_used(server: MarketoServer, number: int) -> bool:
    name = server.marketo.smart_lists[number]["name"]
    own = {each["smartListId"] for each in server.marketo.campaigns.values()}
    return any(name in json.dumps(server.marketo.smart_lists[each]["rules"]) for each in own)


def test_the_smart_list_of_a_campaign_is_asked_for_alone_where_the_lists_tell_of_it(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    scoring.lists_own_smart_lists = True
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    server.forget()
    scoring.smart_lists[22003] = scoring.smart_lists[22003] | {"updatedAt": LATER}
    assert campaignlint("pull", "exports").code == 0
    assert asked_for(server) == {"smartCampaign/2003/smartList.json"}


def test_tokens_are_asked_for_every_time(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    tokens = server.marketo.tokens.pop(("Program", 1001))
    assert campaignlint("pull", "exports").code == 0
    file = tmp_path / "exports/tokens/program-1001.json"
    assert not file.exists()
    server.marketo.tokens["Program", 1001] = tokens
    assert campaignlint("pull", "exports").code == 0
    assert file.exists()


def test_full_asks_for_everything_again(campaignlint: CommandLine, server: MarketoServer) -> None:
    assert campaignlint("pull", "exports", "--full").code == 0
    campaigns = {f"smartCampaign/{number}.json" for number in server.marketo.campaigns}
    assert campaigns <= asked_for(server)
    assert "program/1001.json" in asked_for(server)


def test_what_vanished_from_marketo_vanishes_from_the_folder(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    del server.marketo.campaigns[2003], server.marketo.smart_lists[22003]
    done = campaignlint("pull", "exports")
    assert done.code == 0
    assert done.out.splitlines()[-1] == (
        "Pulled into exports: 31 files, 0 new, 0 changed, 2 removed; 24 calls"
    )
    files = files_below(tmp_path / "exports")
    assert not {"campaigns/2003.json", "smart-lists/22003.json"} & files.keys()
    assert "2003" not in (tmp_path / "exports/pulled.tsv").read_text("utf-8")


def test_files_of_others_are_left_alone(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    own = tmp_path / "exports/campaigns/77.json"
    own.write_text("{}", "utf-8")
    notes = tmp_path / "exports/notes.txt"
    notes.write_text("mine", "utf-8")
    done = campaignlint("pull", "exports")
    assert (done.code, own.read_text("utf-8"), notes.read_text("utf-8")) == (0, "{}", "mine")
    assert done.err == (
        "Not written by pull, so left alone, though check reads them: campaigns/77.json\n"
    )
    assert server.marketo.campaigns


def test_a_file_of_somebody_else_is_not_removed_where_marketo_has_nothing(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    own = tmp_path / "exports/tokens/folder-14.json"
    own.write_text("{}", "utf-8")
    assert campaignlint("pull", "exports").code == 0
    assert (own.read_text("utf-8"), "folder/14/tokens.json" in server.calls) == ("{}", True)


def test_a_file_that_somebody_edited_is_not_removed(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    edited = tmp_path / "exports/campaigns/2003.json"
    edited.write_text("{}", "utf-8")
    del server.marketo.campaigns[2003], server.marketo.smart_lists[22003]
    done = campaignlint("pull", "exports")
    assert (done.code, edited.read_text("utf-8")) == (0, "{}")
    assert done.err == (
        "Gone from Marketo, but changed here, so not removed: campaigns/2003.json\n"
    )


@pytest.mark.parametrize("content", ["", "<<<<<<< HEAD", "{}"])
def test_a_file_that_somebody_spoilt_is_fetched_again(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path, content: str
) -> None:
    spoilt = tmp_path / "exports/campaigns/2003.json"
    whole = spoilt.read_text("utf-8")
    spoilt.write_text(content, "utf-8")
    assert campaignlint("pull", "exports").code == 0
    assert asked_for(server) == {"smartCampaign/2003.json"}
    assert spoilt.read_text("utf-8") == whole


def test_line_ends_that_git_changed_are_no_change(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    for file in (tmp_path / "exports").rglob("*.*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert campaignlint("pull", "exports").code == 0
    assert asked_for(server) == set()


def test_without_its_record_of_what_it_wrote_pull_asks_for_all_and_removes_nothing(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    (tmp_path / "exports/pulled.tsv").unlink()
    del server.marketo.campaigns[2003], server.marketo.smart_lists[22003]
    done = campaignlint("pull", "exports")
    assert done.code == 0
    assert len(asked_for(server)) == 26
    assert done.err == (
        "Not written by pull, so left alone, though check reads them: campaigns/2003.json, "
        "smart-lists/22003.json\n"
    )


def test_a_record_that_names_files_elsewhere_removes_nothing_there(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.json"
    precious.write_text("", "utf-8")
    empty = "e3b0c44298fc1c14"
    with (tmp_path / "exports/pulled.tsv").open("a", encoding="utf-8") as manifest:
        manifest.write(f"../precious.json\tx\t{empty}\ncampaigns/../../precious.json\tx\t{empty}\n")
    assert campaignlint("pull", "exports").code == 0
    assert precious.exists()
    assert server.marketo.campaigns


def test_a_campaign_that_changes_while_it_is_pulled_is_pulled_again(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)

    def change() -> None:
        scoring.change(2000, updatedAt=LATER, name="Renamed while it was pulled")

    server.plan(Fault(r"program/1001\.json", does=change))
    server.plan(
        Fault(
            r"smartCampaign/2000\.json",
            body=json.dumps({"success": True, "result": [scoring.campaigns[2000]]}).encode(),
        )
    )
    done = campaignlint("pull", "exports")
    assert (done.code, marker(tmp_path / "exports")["complete"]) == (0, True)
    text = (tmp_path / "exports/campaigns/2000.json").read_text("utf-8")
    assert "Renamed while it was pulled" in text


def test_what_is_created_and_deleted_while_it_is_pulled_is_found_out(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)

    def change() -> None:
        scoring.campaigns[2999] = scoring.campaigns[2000] | {"id": 2999, "smartListId": 22999}
        scoring.smart_lists[22999] = scoring.smart_lists[22000] | {"id": 22999}
        del scoring.campaigns[2003]

    server.plan(Fault(r"program/1001\.json", does=change))
    assert campaignlint("pull", "exports").code == 0
    files = files_below(tmp_path / "exports")
    assert {"campaigns/2999.json", "smart-lists/22999.json"} <= files.keys()
    assert "campaigns/2003.json" not in files


def test_an_asset_that_a_shifting_list_skips_is_not_taken_for_deleted(
    campaignlint: CommandLine,
    server: MarketoServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(calls, "PAGE", 5)

    def delete() -> None:
        del server.marketo.campaigns[2000]  # so that the sixth moves up to the page before

    server.plan(Fault(r"smartCampaigns\.json\?.*offset=5", does=delete))
    assert campaignlint("pull", "exports").code == 0
    files = files_below(tmp_path / "exports")
    assert "campaigns/2000.json" not in files
    assert sum(name.startswith("campaigns/") for name in files) == 11


def test_an_instance_that_never_rests_is_pulled_but_not_called_complete(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    server = serve(scoring)
    days = iter(range(1, 28))

    def change() -> None:
        day = date(2026, 10, next(days))
        scoring.change(2000, updatedAt=f"{day}T09:00:00Z+0000")

    server.plan(Fault(r"smartCampaigns\.json\?.*offset=0", does=change, times=20))
    done = campaignlint("pull", "exports")
    assert done.code == 3
    assert done.err == (
        "Incomplete: 1 thing could not be pulled\n"
        "  what changed in Marketo while it was pulled: 4 lists in a row differed\n"
    )
    assert marker(tmp_path / "exports")["complete"] is False


def test_a_folder_too_deep_for_the_list_is_asked_for_by_its_id(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    above = {"id": 15, "type": "Folder"}
    for number in range(9000, 9025):
        own = {"id": number, "type": "Folder"}
        scoring.folders[number] = scoring.folders[101] | {
            "id": number,
            "folderId": own,
            "parent": above,
        }
        above = own
    scoring.programs[1001] = scoring.programs[1001] | {"folder": above}
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    assert "folder/9024.json" in server.calls
    folders = json.loads((tmp_path / "exports/folders.json").read_text("utf-8"))["result"]
    assert set(range(9000, 9025)) <= {each["id"] for each in folders}


def test_ids_below_zero_are_ids(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    entries = [*few.campaigns_listed({}), few.campaigns_listed({})[0] | {"id": -5}]
    page = json.dumps({"success": True, "result": entries}).encode()
    record, own = few.campaigns[2000] | {"id": -5}, few.smart_lists[22000]
    answer, other = (
        json.dumps({"success": True, "result": [each]}).encode() for each in (record, own)
    )
    server = serve(few)
    server.plan(Fault(r"smartCampaigns\.json.*offset=0", body=page, times=4))
    server.plan(Fault(r"smartCampaign/-5\.json", body=answer))
    server.plan(Fault(r"smartCampaign/-5/smartList\.json", body=other, times=9))
    for _ in range(2):
        assert campaignlint("pull", "exports").code == 0
    assert server.calls.count("smartCampaign/-5.json") == 1
    server.forget()
    assert campaignlint("pull", "exports").code == 0
    assert not (tmp_path / "exports/campaigns/-5.json").exists()


def test_an_export_of_another_instance_is_not_mixed_with_it(
    campaignlint: CommandLine,
    server: MarketoServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    before = files_below(tmp_path / "exports")
    monkeypatch.setenv("MARKETO_MUNCHKIN_ID", "999-XYZ-999")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: exports holds the export of 123-ABC-456, not of 999-XYZ-999: pull each "
            "instance into a folder of its own\n"
        ),
    )
    assert (files_below(tmp_path / "exports"), server.calls) == (before, [])


def test_channels_are_pulled_every_time_in_the_order_of_their_ids(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    file = tmp_path / "exports/channels.json"
    before = file.read_text("utf-8")
    assert [each["id"] for each in json.loads(before)["result"]] == [1, 2]
    server.marketo.channels = server.marketo.channels[::-1]
    assert campaignlint("pull", "exports").code == 0
    assert file.read_text("utf-8") == before
    server.marketo.channels = [server.marketo.channels[0] | {"id": 3, "name": "Tradeshow"}]
    assert campaignlint("pull", "exports").code == 0
    assert [each["id"] for each in json.loads(file.read_text("utf-8"))["result"]] == [3]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(r"channels\.json", code="603"), "603 access denied"),
        (Fault(r"channels\.json", code="702"), "Marketo has none"),
        (
            Fault(r"channels\.json", body=b'{"success":true,"result":[{"name":"x"}]}', times=99),
            "the same page comes again and again",
        ),
        (Fault(r"channels\.json.*offset=2", code="709"), "709 business rule violation"),
    ],
    ids=["603", "702", "endless", "second page"],
)
def test_channels_that_cannot_be_pulled_are_named_and_kept(
    campaignlint: CommandLine,
    server: MarketoServer,
    tmp_path: Path,
    fault: Fault,
    reason: str,
) -> None:
    before = (tmp_path / "exports/channels.json").read_text("utf-8")
    server.plan(Fault(**vars(fault)))
    done = campaignlint("pull", "exports")
    missing = f"the channels: {reason}"
    assert (done.code, done.err) == (
        3,
        f"Incomplete: 1 thing could not be pulled\n  {missing}\n",
    )
    assert marker(tmp_path / "exports")["missing"] == [missing]
    assert (tmp_path / "exports/channels.json").read_text("utf-8") == before
    server.forget()
    assert campaignlint("pull", "exports").code == 0
