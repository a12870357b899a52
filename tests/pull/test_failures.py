"""Failures of Marketo, or of single assets."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull.client import Client
from campaignlint.pull.errors import InterruptedPullError
from campaignlint.pull.listing import list_instance
from campaignlint.pull.responses import Response, parse_response
from pull.server import Fault, Marketo, MarketoServer
from pull.test_changes import read_marker
from pull.test_responses import envelope

if TYPE_CHECKING:
    from campaignlint.pull.requests import AssetRequest
    from conftest import CommandLine
    from pull.conftest import Serve

FLOW = r"smartCampaign/2001\.json"
KEPT = "Downloaded files are kept; the next run continues from there."


def incomplete(*lines: str) -> str:
    items = "1 item" if len(lines) == 1 else f"{len(lines)} items"
    return f"Incomplete: {items} missing\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FLOW, code="606", times=3),
        Fault(FLOW, status=503, headers={"Retry-After": "7"}, times=3),
        Fault(FLOW, status=504, body=b"<html>Gateway Timeout</html>", times=3),
        Fault(FLOW, is_closed=True, times=3),
    ],
    ids=["606", "retry-after", "504", "closed"],
)
def test_transient_failures_are_retried(
    campaignlint: CommandLine, server: MarketoServer, fault: Fault
) -> None:
    server.plan(Fault(**vars(fault)))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert server.calls.count("smartCampaign/2001.json") == 4


@pytest.mark.parametrize(
    ("fault", "attempts", "reason"),
    [
        (Fault(FLOW, code="606", message="Max rate limit '100' exceeded"), 8, "606 Max rate limit"),
        (Fault(FLOW, code="603", message="Access denied"), 1, "603 Access denied"),
        (Fault(FLOW, status=404), 1, "HTTP 404 Not Found"),
        (Fault(FLOW, body=envelope()), 1, "not found"),
        (Fault(FLOW, body=envelope({"id": 2002})), 1, "the response is about another asset"),
        (Fault(FLOW, body=envelope("x")), 1, "invalid record: Expected `object`, got `str`"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failed_asset_is_recorded_and_downloaded_next_time(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    server: MarketoServer,
    tmp_path: Path,
    fault: Fault,
    attempts: int,
    reason: str,
) -> None:
    server.plan(Fault(**vars(fault) | {"times": 99}))
    done = campaignlint("pull", "exports")
    (missing,) = read_marker(tmp_path)["missing"]
    assert missing.startswith(f"smart campaign 2001: {reason}")
    assert (done.code, done.err) == (3, incomplete(missing))
    assert read_marker(tmp_path)["complete"] is False
    # Everything is listed again, but nothing has changed, so there is one pass only.
    assert server.calls.count("smartCampaign/2001.json") == attempts
    assert not (tmp_path / "exports/campaigns/2001.json").exists()
    server.reset()
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert [call for call in server.calls if call.startswith("smartCampaign/2")] == [
        "smartCampaign/2001.json"
    ]


def test_a_failed_asset_keeps_its_old_file(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    assert campaignlint("pull", "exports").code == 0
    file = Path("exports/campaigns/2001.json")
    before = file.read_text("utf-8")
    server.plan(Fault(FLOW, code="709"))
    assert campaignlint("pull", "exports", "--full").code == 3
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(r"channels\.json", code="603", message="Access denied"), "603 Access denied"),
        (Fault(r"channels\.json", body=envelope({"id": 1}), times=99), "the same page repeats"),
        (
            Fault(r"channels\.json.*offset=0", body=envelope({"id": 1}, {"name": "x"})),
            "invalid entry: Object missing required field `id`",
        ),
    ],
    ids=["603", "endless", "no id"],
)
def test_channels_that_fail_are_recorded_and_kept(
    campaignlint: CommandLine,
    server: MarketoServer,
    tmp_path: Path,
    fault: Fault,
    reason: str,
) -> None:
    assert campaignlint("pull", "exports").code == 0
    before = (tmp_path / "exports/channels.json").read_text("utf-8")
    server.plan(Fault(**vars(fault)))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, incomplete(f"channels: {reason}"))
    assert read_marker(tmp_path)["missing"] == [f"channels: {reason}"]
    assert (tmp_path / "exports/channels.json").read_text("utf-8") == before
    server.reset()
    assert campaignlint("pull", "exports").code == 0


def test_a_pull_stops_if_marketo_does_not_recover(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    server.plan(
        Fault(r"smartCampaign/\d+\.json", code="611", message="System error", times=999),
        Fault(r"/smartList\.json", code="611", message="System error", times=999),
        Fault(r"programs\.json", action=lambda: None, times=2),
        Fault(r"programs\.json", code="611", message="System error", times=999),
    )
    done = campaignlint("pull", "exports")
    first, second = done.err.splitlines()
    assert (done.code, second) == (3, KEPT)
    assert re.fullmatch(
        "campaignlint: [12]0 requests in a row failed, the last one with: .*campaign 20..: "
        "611 System error",
        first,
    )


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault("", code="603", message="Access denied"), "603 Access denied"),
        (Fault("", body=b"<html>"), "the response is not JSON, or is truncated"),
    ],
    ids=["603", "html"],
)
def test_a_pull_stops_if_no_asset_can_be_read(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, fault: Fault, reason: str
) -> None:
    server = serve(scoring)
    singles = r"(program|smartCampaign|smartList|folder)/"
    server.plan(Fault(**vars(fault) | {"match": singles, "times": 999}))
    done = campaignlint("pull", "exports")
    first, second = done.err.splitlines()
    assert (done.code, second) == (3, KEPT)
    assert first.startswith("campaignlint: 10 requests in a row failed, the last one with: ")
    assert first.endswith(f": {reason}")


@pytest.mark.parametrize("entry", [{"name": "EX Score"}, {"id": []}, {"id": ""}, [1], None])
def test_an_invalid_list_entry_ends_the_pull(
    campaignlint: CommandLine, server: MarketoServer, entry: object
) -> None:
    server.plan(Fault(r"smartCampaigns\.json", body=envelope({"id": 2000}, entry)))
    done = campaignlint("pull", "exports")
    first, second = done.err.splitlines()
    assert (done.code, second) == (3, "Nothing was written.")
    assert first.startswith("campaignlint: cannot list smart campaigns: invalid entry: ")


def test_a_list_that_repeats_ends_the_pull(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo
) -> None:
    body = envelope(few.campaigns[2000])
    server.plan(Fault(r"smartCampaigns\.json", body=body, times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "campaignlint: cannot list smart campaigns: the same page repeats\n"
            "Nothing was written.\n"
        ),
    )
    assert server.calls.count("smartCampaigns.json") == 4


class EndlessClient(Client):
    """A client for an instance whose lists have a new entry on every page."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)

    async def get(self, _: AssetRequest) -> Response:
        return parse_response(envelope({"id": next(self._ids)}))


def test_a_list_without_end_ends_the_pull() -> None:
    with pytest.raises(InterruptedPullError, match=r"^cannot list .*: more than 5,000 pages$"):
        asyncio.run(list_instance(EndlessClient()))


def test_folders_without_end_end_the_pull(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo
) -> None:
    for number in range(9000, 9300):
        few.folders[number] = few.folders[101] | {
            "id": number,
            "folderId": {"id": number, "type": "Folder"},
            "parent": {"id": number + 1, "type": "Folder"},
        }
    few.programs[1001] = few.programs[1001] | {"folder": {"id": 9000, "type": "Folder"}}
    server.plan(
        Fault(r"folders\.json", body=envelope(few.folders[101])),
        Fault(r"folders\.json", code="702"),
    )
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "campaignlint: cannot list folders: more than 200 are not in the list\n"
            "Nothing was written.\n"
        ),
    )


def test_a_campaign_without_a_smart_list_id_is_recorded(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo, tmp_path: Path
) -> None:
    entries = few.campaigns_listed({})
    entries[1] |= {"smartListId": None}
    server.plan(Fault(r"smartCampaigns\.json.*offset=0", body=envelope(*entries), times=99))
    done = campaignlint("pull", "exports")
    missing = "smart lists: 1 of 3 smart campaigns are listed without one"
    assert (done.code, done.err) == (3, incomplete(missing))
    assert read_marker(tmp_path)["missing"] == [missing]


def remove_flows(marketo: Marketo, *campaigns: int) -> dict[int, object]:
    """Remove the flows of campaigns, and return them."""
    flows = {number: marketo.campaigns[number]["flow"] for number in campaigns}
    for number in campaigns:
        each = marketo.campaigns[number]
        marketo.campaigns[number] = {key: each[key] for key in each if key != "flow"}
    return flows


def requested_flows(server: MarketoServer) -> list[int]:
    found = (re.fullmatch(r"smartCampaign/(\d+)\.json", call) for call in server.calls)
    return sorted(int(each[1]) for each in found if each)


def test_an_api_without_flows_is_recorded_and_tried_every_time(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo
) -> None:
    flows = remove_flows(few, *few.campaigns)
    flow_step_types, few.flow_steps = few.flow_steps, None
    missing = (
        "flow step types: not found",
        "flows: no smart campaign has one, so this instance's API does not seem to support flows",
    )
    for _ in range(2):
        server.reset()
        done = campaignlint("pull", "exports")
        assert (done.code, done.err) == (3, incomplete(*missing))
        assert requested_flows(server) == [2000, 2001, 2002]
    report = json.loads(campaignlint("check", "exports", "-f", "json").out)
    assert report["coverage"]["notPulled"] == 2

    for number, flow in flows.items():
        few.change(number, flow=flow)
    few.flow_steps = flow_step_types
    assert (campaignlint("pull", "exports").code, campaignlint("check", "exports").code) == (0, 1)


def test_campaigns_without_flows_are_counted_and_downloaded_next_time(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo
) -> None:
    flows = remove_flows(few, 2001)
    few.change(2002, flow={"steps": []})
    missing = incomplete("flows: 1 of 3 smart campaigns came without one")
    for requested in ([2000, 2001, 2002], [2001]):
        server.reset()
        done = campaignlint("pull", "exports")
        assert (done.code, done.err) == (3, missing)
        assert requested_flows(server) == requested

    few.change(2001, flow=flows[2001])
    assert campaignlint("pull", "exports").code == 0
    assert '"flow"' in Path("exports/campaigns/2001.json").read_text("utf-8")


def test_system_campaigns_need_no_flow_and_no_smart_list(
    campaignlint: CommandLine, server: MarketoServer, few: Marketo
) -> None:
    few.change(2001, isSystem=True)
    remove_flows(few, 2001)
    del few.smart_lists[22001]
    for _ in range(2):
        done = campaignlint("pull", "exports")
        assert (done.code, done.err) == (0, "")
    assert requested_flows(server) == [2000, 2001, 2002]


def test_root_folders_of_workspaces_need_no_my_tokens(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"folder/1[45]/tokens\.json", code="711", times=99))
    assert campaignlint("pull", "exports").code == 0
    server.plan(Fault(r"folder/101/tokens\.json", code="711", message="Wrong type", times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, incomplete("My Tokens of folder 101: 711 Wrong type"))
