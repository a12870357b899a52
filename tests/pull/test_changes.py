"""Later pulls download only what changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pull.server import Fault, Marketo, MarketoServer
from pull.test_round_trip import read_files

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve

LATER = "2026-10-01T09:00:00Z+0000"


@pytest.fixture
def server(campaignlint: CommandLine, serve: Serve, few: Marketo) -> MarketoServer:
    """An instance that was pulled once."""
    server = serve(few)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    server.reset()
    return server


def requested_assets(server: MarketoServer) -> set[str]:
    """Return the requests for single assets, without those that every pull sends."""
    return {
        call
        for call in server.calls
        if "/" in call and not call.endswith(("tokens.json", "flowSteps.json"))
    }


def read_marker(tmp_path: Path) -> dict[str, Any]:
    text = (tmp_path / "exports/instance.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_unchanged_assets_are_not_downloaded(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    done = campaignlint("pull", "exports")
    assert (done.code, requested_assets(server)) == (0, set())
    assert done.out.splitlines()[-1] == (
        "Pulled into exports: 14 files, 0 new, 0 changed, 0 removed; 24 API calls"
    )


def test_a_changed_campaign_is_downloaded_with_its_smart_list(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    before = read_files(Path("exports"))
    server.marketo.change(2001, updatedAt=LATER, description="Now with a purpose")
    assert campaignlint("pull", "exports").code == 0
    assert requested_assets(server) == {
        "smartCampaign/2001.json",
        "smartCampaign/2001/smartList.json",
    }
    after = read_files(Path("exports"))
    changed = {name for name in after if before[name] != after[name]}
    assert changed - {"instance.json"} == {"campaigns/2001.json"}


def test_a_change_of_any_field_in_the_list_counts(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.marketo.change(2001, status="Inactive", isActive=False)
    assert campaignlint("pull", "exports").code == 0
    assert "smartCampaign/2001.json" in requested_assets(server)


def test_a_changed_shared_smart_list_is_downloaded(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    number = next(n for n in server.marketo.smart_lists if n < 20_000 and _is_used(server, n))
    server.marketo.smart_lists[number] = server.marketo.smart_lists[number] | {"updatedAt": LATER}
    assert campaignlint("pull", "exports").code == 0
    assert requested_assets(server) == {f"smartList/{number}.json"}


def _is_used(server: MarketoServer, number: int) -> bool:
    name = server.marketo.smart_lists[number]["name"]
    own = {each["smartListId"] for each in server.marketo.campaigns.values()}
    return any(name in json.dumps(server.marketo.smart_lists[each]["rules"]) for each in own)


def test_a_changed_smart_list_of_a_campaign_is_downloaded_if_it_is_listed(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    few.lists_own_smart_lists = True
    server = serve(few)
    assert campaignlint("pull", "exports").code == 0
    server.reset()
    few.smart_lists[22001] = few.smart_lists[22001] | {"updatedAt": LATER}
    assert campaignlint("pull", "exports").code == 0
    assert requested_assets(server) == {"smartCampaign/2001/smartList.json"}


def test_my_tokens_are_downloaded_every_time(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    tokens = server.marketo.tokens.pop(("Program", 1001))
    assert campaignlint("pull", "exports").code == 0
    file = Path("exports/tokens/program-1001.json")
    assert not file.exists()
    server.marketo.tokens["Program", 1001] = tokens
    assert campaignlint("pull", "exports").code == 0
    assert file.exists()


def test_channels_are_downloaded_every_time_and_sorted(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    file = Path("exports/channels.json")
    before = file.read_text("utf-8")
    assert [each["id"] for each in json.loads(before)["result"]] == [1, 2]
    server.marketo.channels = server.marketo.channels[::-1]
    assert campaignlint("pull", "exports").code == 0
    assert file.read_text("utf-8") == before
    server.marketo.channels = [server.marketo.channels[0] | {"id": 3, "name": "Tradeshow"}]
    assert campaignlint("pull", "exports").code == 0
    assert [each["id"] for each in json.loads(file.read_text("utf-8"))["result"]] == [3]


def test_full_downloads_everything(campaignlint: CommandLine, server: MarketoServer) -> None:
    assert campaignlint("pull", "exports", "--full").code == 0
    campaigns = {f"smartCampaign/{number}.json" for number in server.marketo.campaigns}
    assert campaigns | {"program/1001.json"} <= requested_assets(server)


def test_an_edited_file_is_downloaded_again(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    edited = Path("exports/campaigns/2001.json")
    original = edited.read_text("utf-8")
    edited.write_text("<<<<<<< HEAD", "utf-8")
    assert campaignlint("pull", "exports").code == 0
    assert requested_assets(server) == {"smartCampaign/2001.json"}
    assert edited.read_text("utf-8") == original


def test_converted_line_ends_are_no_change(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    for file in Path("exports").rglob("*.*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert campaignlint("pull", "exports").code == 0
    assert requested_assets(server) == set()


def test_a_campaign_that_changes_during_the_pull_is_downloaded_again(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)

    def change() -> None:
        few.change(2000, updatedAt=LATER, name="Renamed")

    old = json.dumps({"success": True, "result": [few.campaigns[2000]]}).encode()
    server.plan(Fault(r"program/1001\.json", action=change))
    server.plan(Fault(r"smartCampaign/2000\.json", body=old))
    done = campaignlint("pull", "exports")
    assert (done.code, read_marker(tmp_path)["complete"]) == (0, True)
    text = (tmp_path / "exports/campaigns/2000.json").read_text("utf-8")
    assert "Renamed" in text


def test_an_instance_that_keeps_changing_is_incomplete(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)
    days = iter(range(1, 28))

    def change() -> None:
        day = date(2026, 10, next(days))
        few.change(2000, updatedAt=f"{day}T09:00:00Z+0000")

    server.plan(Fault(r"smartCampaigns\.json\?.*offset=0", action=change, times=20))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        "Incomplete: 1 item missing\n  recent changes: Marketo's lists differed 4 times in a row\n",
    )
    assert read_marker(tmp_path)["complete"] is False


def test_deep_folders_are_requested_one_by_one(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    parent = {"id": 15, "type": "Folder"}
    for number in range(9000, 9025):
        own = {"id": number, "type": "Folder"}
        few.folders[number] = few.folders[101] | {"id": number, "folderId": own, "parent": parent}
        parent = own
    few.programs[1001] = few.programs[1001] | {"folder": parent}
    server = serve(few)
    assert campaignlint("pull", "exports").code == 0
    assert "folder/9024.json" in server.calls
    folders = json.loads(Path("exports/folders.json").read_text("utf-8"))["result"]
    assert set(range(9000, 9025)) <= {each["id"] for each in folders}
