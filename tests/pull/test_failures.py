"""What a pull does when something goes wrong: at Marketo, on the way, or with one asset."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import re
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull import faults
from campaignlint.pull.answers import Answer, read_answer
from campaignlint.pull.client import Client
from campaignlint.pull.faults import BrokenOffError
from campaignlint.pull.listing import list_instance
from pull.server import Fault, Marketo, MarketoServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from campaignlint.pull.calls import Call
    from conftest import CommandLine
    from pull.conftest import Serve

FLOW = r"smartCampaign/2001\.json"


def incomplete(*lines: str) -> str:
    things = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
    told = "".join(f"  {line}\n" for line in lines)
    return f"Incomplete: {things} could not be pulled\n{told}"


@pytest.mark.parametrize("code", sorted(faults.PASSING_CODES))
def test_what_passes_is_asked_again(
    campaignlint: CommandLine, serve: Serve, few: Marketo, code: int
) -> None:
    server = serve(few)
    server.plan(Fault(FLOW, code=str(code), times=3))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert server.calls.count("smartCampaign/2001.json") == 4


@pytest.mark.parametrize(
    "fault",
    [
        *(Fault(FLOW, status=status, body=b"", times=3) for status in (408, 429, 500, 502, 503)),
        Fault(FLOW, status=504, body=b"<html>Gateway Timeout</html>", times=3),
        Fault(FLOW, status=503, headers={"Retry-After": "7"}, times=3),
        Fault(FLOW, is_cut=True, times=3),
        Fault(FLOW, body=b'{"success":tr', promised=400, times=3),
    ],
    ids=["408", "429", "500", "502", "503", "504", "retry-after", "cut", "cut-within"],
)
def test_what_passes_on_the_way_is_asked_again(
    campaignlint: CommandLine, serve: Serve, few: Marketo, fault: Fault
) -> None:
    server = serve(few)
    server.plan(fault)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert server.calls.count("smartCampaign/2001.json") == 4


OTHER_CODES = {
    603: "603 access denied",
    605: "605 method not supported",
    609: "609 invalid JSON",
    610: "610 not found",
    612: "612 invalid content type",
    613: "613 invalid multipart request",
    614: "614 invalid subscription",
    616: "616 invalid subscription type",
    701: "701 a parameter is blank",
    702: "702 no data found",
    703: "703 feature not enabled",
    704: "704 invalid date",
    709: "709 business rule violation",
    710: "710 parent folder not found",
    711: "711 incompatible folder type",
    719: "719 lock wait time-out",
    799: "799",
    1013: "1013",
}


@pytest.mark.parametrize("code", sorted(OTHER_CODES))
def test_any_other_code_costs_one_asset_and_is_written_down(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, code: int
) -> None:
    server = serve(few)
    server.plan(Fault(FLOW, code=str(code), times=99))
    done = campaignlint("pull", "exports")
    missing = f"smart campaign 2001: {OTHER_CODES[code]}"
    assert (done.code, done.err) == (3, incomplete(missing))
    assert server.calls.count("smartCampaign/2001.json") == 1
    marker = json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))
    assert (marker["complete"], marker["missing"]) == (False, [missing])
    assert len(list((tmp_path / "exports/campaigns").iterdir())) == 2


BODIES: dict[str, tuple[Fault, str]] = {
    "html": (
        Fault(FLOW, body=b"<html>Sign in</html>", headers={"Content-Type": "text/html"}),
        "the answer is HTML, not JSON",
    ),
    "empty": (Fault(FLOW, body=b""), "the answer is empty"),
    "garbage": (Fault(FLOW, body=b"{]"), "the answer is not JSON, or was cut short"),
    "nested": (
        Fault(FLOW, body=b'{"success":true,"result":[' + b"[" * 9999 + b"]" * 9999 + b"]}"),
        "the answer is not JSON, or was cut short",
    ),
    "not-utf-8": (
        Fault(FLOW, body=b'{"success":true,"result":[{"id":2001,"name":"\xff"}]}'),
        "the answer is not UTF-8 text",
    ),
    "an-array": (Fault(FLOW, body=b"[1]"), "the answer is not JSON, or was cut short"),
    "no-envelope": (
        Fault(FLOW, body=b'{"id":2001}'),
        "the answer is JSON, but none of Marketo's: it does not say `success`",
    ),
    "no-list": (
        Fault(FLOW, body=b'{"success":true,"result":{"id":2001}}'),
        "the answer's `result` is no list of records",
    ),
    "no-reason": (
        Fault(FLOW, body=b'{"success":false}'),
        "Marketo says that the call failed, and not why",
    ),
    "no-record": (Fault(FLOW, body=b'{"success":true}'), "Marketo has none"),
    "another": (
        Fault(FLOW, body=b'{"success":true,"result":[{"id":2002}]}'),
        "the answer is about something else",
    ),
    "no-id": (
        Fault(FLOW, body=b'{"success":true,"result":[{"name":"x"}]}'),
        "the answer holds a record without an id",
    ),
    "not-gzip": (
        Fault(FLOW, body=b"plain", headers={"Content-Encoding": "gzip"}),
        "the answer cannot be unpacked",
    ),
    "packed-twice": (
        Fault(FLOW, body=b"", headers={"Content-Encoding": "gzip, gzip"}),
        "the answer is packed in a way that was not asked for",
    ),
    "gzip-cut-short": (
        Fault(
            FLOW,
            body=gzip.compress(b'{"success":true,"result":[{"id":2001}]}')[:-20],
            headers={"Content-Encoding": "gzip"},
        ),
        "the answer is not JSON, or was cut short",
    ),
    "bomb": (
        Fault(FLOW, body=gzip.compress(bytes(17 << 20)), headers={"Content-Encoding": "gzip"}),
        "the answer is longer than 16 MB",
    ),
    "a-huge-number": (
        Fault(FLOW, body=b'{"success":true,"result":[{"id":2001,"x":' + b"9" * 5000 + b"}]}"),
        "the answer is not JSON, or was cut short",
    ),
    "a-huge-code": (
        Fault(FLOW, body=b'{"success":false,"errors":[{"code":"' + b"9" * 5000 + b'"}]}'),
        "no code",
    ),
    "413": (Fault(FLOW, status=413), "HTTP 413 request too large"),
    "414": (Fault(FLOW, status=414), "HTTP 414 address too long"),
    "404": (Fault(FLOW, status=404), "HTTP 404 not found"),
    "418": (Fault(FLOW, status=418), "HTTP 418"),
}


@pytest.mark.parametrize("name", BODIES)
def test_an_answer_that_is_none_costs_one_asset_and_the_next_pull_gets_it(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, name: str
) -> None:
    server = serve(few)
    fault, reason = BODIES[name]
    server.plan(Fault(**{**vars(fault), "times": 1}))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, incomplete(f"smart campaign 2001: {reason}"))
    assert not (tmp_path / "exports/campaigns/2001.json").exists()
    server.forget()
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert [call for call in server.calls if call.startswith("smartCampaign/2")] == [
        "smartCampaign/2001.json"
    ]


def test_a_failing_asset_leaves_what_was_pulled_before(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)
    assert campaignlint("pull", "exports").code == 0
    file = tmp_path / "exports/campaigns/2001.json"
    before = file.read_text("utf-8")
    server.plan(Fault(FLOW, code="709"))
    assert campaignlint("pull", "exports", "--full").code == 3
    assert file.read_text("utf-8") == before


def test_a_failing_asset_keeps_nothing_that_is_gone_from_the_lists(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    server = serve(few)
    server.plan(Fault(FLOW, code="709", times=99))
    told = incomplete("smart campaign 2001: 709 business rule violation")
    assert campaignlint("pull", "exports").err == told
    del few.campaigns[2002], few.smart_lists[22002]
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, told)
    assert " 0 new, 0 changed, 2 removed;" in done.out
    assert not (tmp_path / "exports/campaigns/2002.json").exists()
    marker = json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))
    assert marker["complete"] is False


def test_a_folder_that_cannot_be_read_keeps_what_is_gone(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    serve(few)
    assert campaignlint("pull", "exports").code == 0
    folder = few.programs[1001]["folder"]["id"]
    del few.campaigns[2002], few.folders[folder]
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        incomplete(f"folder {folder}: Marketo has none"),
    )
    assert (tmp_path / "exports/campaigns/2002.json").exists()


def test_what_fails_again_and_again_costs_one_asset(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(FLOW, code="606", message="Max rate limit '100' exceeded", times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        incomplete("smart campaign 2001: 606 rate limit exceeded (Max rate limit '100' exceeded)"),
    )
    assert server.calls.count("smartCampaign/2001.json") == 8


def test_a_marketo_that_fails_all_the_time_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    server.plan(Fault(r"smartCampaign/\d+\.json", code="611", times=999))
    server.plan(Fault(r"/smartList\.json", code="611", times=999))
    server.plan(Fault(r"programs\.json", does=lambda: None, times=2))
    server.plan(Fault(r"programs\.json", code="611", times=999))
    done = campaignlint("pull", "exports")
    assert done.code == 3
    first, second = done.err.splitlines()
    assert first.startswith("campaignlint: 10 calls in a row failed, the last one (")
    assert first.endswith(") for this reason: 611 system error")
    assert second == "What was pulled is kept: the next run goes on from there."


def test_a_marketo_that_fails_all_the_time_ends_a_pull_though_it_lists(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    server = serve(acme)
    server.plan(Fault(r"smartCampaign/\d+\.json", code="611", times=9999))
    done = campaignlint("pull", "exports")
    assert done.code == 3
    assert done.err.startswith("campaignlint: 50 calls in a row failed, the last one (")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault("", code="603", message="Access denied"), "603 access denied"),
        (Fault("", body=b"<html>"), "the answer is not JSON, or was cut short"),
    ],
    ids=["603", "html"],
)
def test_a_user_who_may_list_but_not_read_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, fault: Fault, reason: str
) -> None:
    server = serve(scoring)
    singles = r"(program|smartCampaign|smartList|folder)/"
    server.plan(Fault(**{**vars(fault), "match": singles, "times": 999}))
    done = campaignlint("pull", "exports")
    first, second = done.err.splitlines()
    assert done.code == 3
    assert first.startswith("campaignlint: 10 calls in a row failed, the last one (")
    assert first.endswith(f") for this reason: {reason}")
    assert second == "What was pulled is kept: the next run goes on from there."


MEANINGS = {
    "603": "603 access denied",
    "611": "611 system error",
    "709": "709 business rule violation",
}


@pytest.mark.parametrize("code", MEANINGS)
def test_ten_assets_that_always_fail_do_not_end_every_later_pull(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path, code: str
) -> None:
    server = serve(scoring)
    failing = sorted(scoring.campaigns)[:11]
    for number in failing:
        server.plan(Fault(rf"smartCampaign/{number}\.json", code=code, times=999))
    told = incomplete(*(f"smart campaign {number}: {MEANINGS[code]}" for number in failing))
    for _ in range(3):
        done = campaignlint("pull", "exports")
        assert (done.code, done.err) == (3, told)
    assert len(list((tmp_path / "exports/campaigns").iterdir())) == 1


@pytest.mark.parametrize("what", ["programs", "folders", "smartCampaigns", "smartLists"])
def test_without_a_list_nothing_is_written(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, what: str
) -> None:
    words = {"smartCampaigns": "smart campaigns", "smartLists": "smart lists"}.get(what, what)
    server = serve(few)
    server.plan(Fault(rf"{what}\.json", body=b"<html>"))
    done = campaignlint("pull", "exports")
    assert (done.code, done.out, done.err) == (
        3,
        "",
        (
            f"campaignlint: the {words} cannot be listed: the answer is not JSON, or was cut "
            "short\nNothing was written.\n"
        ),
    )
    assert [each.name for each in (tmp_path / "exports").iterdir()] == [".campaignlint"]


ENTRIES = [b'{"name":"EX Score"}', b'{"id":[]}', b'{"id":""}', b"[1]", b'"EX Score"', b"null"]


@pytest.mark.parametrize("entry", ENTRIES, ids=bytes.decode)
def test_a_list_with_entries_that_are_none_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, few: Marketo, entry: bytes
) -> None:
    server = serve(few)
    body = b'{"success":true,"result":[{"id":2000},' + entry + b"]}"
    server.plan(Fault(r"smartCampaigns\.json", body=body))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "campaignlint: entry 2 of the list of smart campaigns has no id that is a number: if "
            "it stays so, it is a matter for Marketo's support\nNothing was written.\n"
        ),
    )


ODD: list[dict[str, object]] = [
    {"maxMembers": 1.5},
    {"recurrence": {"interval": ""}},
    {"parentProgramId": ""},
    {"name": 2024},
    {"status": True},
    {"updatedAt": 1790845200},
    {"folder": "OP Lifecycle"},
    {"id": "2001", "isSystem": "no", "folder": [], "name": {}},
]


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_an_entry_with_odd_fields_is_pulled_like_any_other(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, odd: dict[str, object]
) -> None:
    entries = few.campaigns_listed({})
    entries[1] |= odd
    record = few.campaigns[2001] | odd
    server = serve(few)
    server.plan(
        Fault(r"smartCampaigns\.json.*offset=0", body=_answer(*entries), times=99),
        Fault(FLOW, body=_answer(record), times=99),
    )
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    pulled = json.loads((tmp_path / "exports/campaigns/2001.json").read_text("utf-8"))
    assert pulled["result"] == [record]
    server.forget()
    server.plan(Fault(r"smartCampaigns\.json.*offset=0", body=_answer(*entries), times=99))
    assert campaignlint("pull", "exports").code == 0
    assert "smartCampaign/2001.json" not in server.calls


@pytest.mark.parametrize("odd", [{"smartListId": None}, {"smartListId": ""}], ids=json.dumps)
def test_a_campaign_that_is_listed_without_a_smart_list_is_counted(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, odd: dict[str, object]
) -> None:
    entries = few.campaigns_listed({})
    entries[1] |= odd
    server = serve(few)
    server.plan(Fault(r"smartCampaigns\.json.*offset=0", body=_answer(*entries), times=99))
    done = campaignlint("pull", "exports")
    told = (
        f"smart lists: 1 of {len(few.campaigns)} smart campaigns are listed without the id of one, "
        "so theirs were not asked for"
    )
    assert (done.code, done.err) == (3, incomplete(told))
    marker = json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))
    assert (marker["complete"], marker["missing"]) == (False, [told])


def test_a_campaign_of_the_system_may_be_listed_without_a_smart_list(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    entries = few.campaigns_listed({})
    entries[1] |= {"smartListId": None, "isSystem": True}
    server = serve(few)
    server.plan(Fault(r"smartCampaigns\.json.*offset=0", body=_answer(*entries), times=99))
    assert campaignlint("pull", "exports").code == 0


def test_folders_are_written_in_the_order_of_their_ids(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    entries = few.folders_listed({"maxDepth": "20"})
    server = serve(few)
    written = []
    for each in (entries, entries[::-1]):
        server.plan(Fault(r"folders\.json.*offset=0", body=_answer(*each), times=99))
        assert campaignlint("pull", "exports", "--full").code == 0
        written.append((tmp_path / "exports/folders.json").read_bytes())
    assert written[0] == written[1]
    ids = [each["id"] for each in json.loads(written[0])["result"]]
    assert ids == sorted(ids)
    assert len(ids) > 1


@pytest.mark.parametrize("call", ["programs", "folders", "smartLists"])
def test_odd_fields_are_borne_in_every_list(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, call: str
) -> None:
    lists = {
        "programs": few.programs_listed,
        "folders": few.folders_listed,
        "smartLists": few.smart_lists_listed,
    }
    entries = [
        each | {"name": 2024, "updatedAt": 0, "folder": "x"}
        for each in lists[call]({"maxDepth": "20"})
    ]
    server = serve(few)
    server.plan(Fault(rf"{call}\.json.*offset=0", body=_answer(*entries), times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "exports/programs/1001.json").exists()


def _answer(*records: dict[str, object]) -> bytes:
    return json.dumps({"success": True, "errors": [], "result": records}).encode()


def test_a_list_that_does_not_end_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    body = json.dumps({"success": True, "result": [few.campaigns[2000]]}).encode()
    server.plan(Fault(r"smartCampaigns\.json", body=body, times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "campaignlint: the smart campaigns cannot be listed: the same page comes again and "
            "again\nNothing was written.\n"
        ),
    )


class Endless(Client):
    """A client for an instance whose lists never end."""

    def __init__(self, record: Callable[[int], dict[str, object]]) -> None:
        self._ids = itertools.count(1)
        self._record = record

    async def get(self, _: Call) -> Answer:
        return read_answer(_answer(self._record(next(self._ids))))


def test_a_list_with_new_entries_on_page_after_page_ends_the_pull() -> None:
    with pytest.raises(
        BrokenOffError, match=r" cannot be listed: there are more than 5,000 pages$"
    ):
        asyncio.run(list_instance(Endless(lambda number: {"id": number})))


def test_folders_in_folders_without_end_end_the_pull(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    for number in range(9000, 10100):
        few.folders[number] = few.folders[101] | {
            "id": number,
            "folderId": {"id": number, "type": "Folder"},
            "parent": {"id": number + 1, "type": "Folder"},
        }
    few.programs[1001] = few.programs[1001] | {"folder": {"id": 9000, "type": "Folder"}}
    server = serve(few)
    server.plan(
        Fault(r"folders\.json", body=_answer(few.folders[101])), Fault(r"folders\.json", code="702")
    )
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "campaignlint: more than 1,000 folders are missing from the list of folders\n"
            "Nothing was written.\n"
        ),
    )


def test_long_messages_of_the_server_are_shortened(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(FLOW, code="709", message="x" * 200_000))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        incomplete(f"smart campaign 2001: 709 business rule violation ({'x' * 300}…)"),
    )


def test_an_instance_with_nothing_in_it_is_pulled(
    campaignlint: CommandLine, serve: Serve, acme: Marketo, tmp_path: Path
) -> None:
    serve(Marketo(flow_steps=acme.flow_steps, channels=acme.channels))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert sorted(each.name for each in (tmp_path / "exports").glob("*.json")) == [
        "channels.json",
        "flow-step-types.json",
        "instance.json",
    ]


def test_an_older_api_without_flows_is_named_and_tried_anew_each_time(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    flows = {number: each["flow"] for number, each in few.campaigns.items()}
    for number, each in few.campaigns.items():
        few.campaigns[number] = {key: each[key] for key in each if key != "flow"}
    catalogue, few.flow_steps = few.flow_steps, None
    server = serve(few)
    done = campaignlint("pull", "exports")
    told = (
        "the catalogue of flow steps: Marketo has none",
        (
            "flows: no campaign came with one, so this instance's edition of the API seems to "
            "give none"
        ),
    )
    assert (done.code, done.err) == (3, incomplete(*told))
    checked = campaignlint("check", "exports")
    assert checked.code == 3
    assert "No campaign was exported with its flow, so hardly anything was judged" in checked.out
    assert "Not in this export: the flow of 3 campaigns.\n" in checked.out
    left_out = "The pull of this export left something out: instance.json says what.\n"
    assert left_out in checked.out
    report = json.loads(campaignlint("check", "exports", "-f", "json").out)
    assert report["coverage"]["notPulled"] == 2

    server.forget()
    assert campaignlint("pull", "exports").code == 3
    assert _flows_asked_for(server) == [2000, 2001, 2002]

    for number, flow in flows.items():
        few.change(number, flow=flow)
    few.flow_steps = catalogue
    server.forget()
    assert (campaignlint("pull", "exports").code, campaignlint("check", "exports").code) == (0, 1)
    assert '"flow"' in (tmp_path / "exports/campaigns/2002.json").read_text("utf-8")


def _flows_asked_for(server: MarketoServer) -> list[int]:
    found = (re.fullmatch(r"smartCampaign/(\d+)\.json", call) for call in server.calls)
    return sorted(int(each[1]) for each in found if each)


def test_flows_that_come_at_last_are_pulled_day_by_day(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    """Also where a narrowed pull comes between, and the quota ends each pull."""
    flows = {number: each["flow"] for number, each in scoring.campaigns.items()}
    _take_flows(scoring, *flows)
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 3
    for number, flow in flows.items():
        scoring.change(number, flow=flow)
    days, asked = 0, 0
    assert campaignlint("pull", "exports", "--program", "1001", "--dry-run").code == 0
    code = 3
    while code == 3:
        server.forget()
        server.plan(Fault(r"smartCampaign/\d+\.json", does=lambda: None, times=7))
        server.plan(Fault(r"smartCampaign/\d+\.json", code="607", times=99))
        code = campaignlint("pull", "exports", "--concurrency", "1").code
        asked += len(_flows_asked_for(server))
        days += 1
    assert (code, days) == (0, 3)
    assert asked == 12 + 5 + 2, "each once, five to see, and one each day that the quota refused"
    marker = json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))
    assert marker["complete"] is True


def _take_flows(marketo: Marketo, *campaigns: int) -> None:
    for number in campaigns:
        each = marketo.campaigns[number]
        marketo.campaigns[number] = {key: each[key] for key in each if key != "flow"}


def test_campaigns_without_flows_among_others_are_asked_for_again_and_named(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    flows = {number: scoring.campaigns[number]["flow"] for number in (2003, 2004)}
    _take_flows(scoring, *flows)
    scoring.change(2005, flow={"steps": []})
    server = serve(scoring)
    told = incomplete("flows: 2 of 12 smart campaigns came without one")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, told)
    assert len(_flows_asked_for(server)) == 12 + 2
    server.forget()
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, told)
    assert _flows_asked_for(server) == [2003, 2003, 2004, 2004]
    server.forget()
    assert "Pulled into exports: 33 files, 0 new, 0 changed, 0 removed;" in done.out

    for number, flow in flows.items():
        scoring.change(number, flow=flow)
    assert campaignlint("pull", "exports").code == 0
    assert _flows_asked_for(server) == [2003, 2004]
    assert '"flow"' in (tmp_path / "exports/campaigns/2003.json").read_text("utf-8")


def test_a_flow_that_comes_when_it_is_asked_for_again_is_no_loss(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    without = {key: value for key, value in few.campaigns[2001].items() if key != "flow"}
    server.plan(Fault(FLOW, body=_answer(without)))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("14 files, 14 new, 0 changed, 0 removed; 34 calls\n")


def test_system_campaigns_need_not_have_a_flow(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    few.change(2001, isSystem=True)
    _take_flows(few, 2001)
    server = serve(few)
    for _ in range(2):
        done = campaignlint("pull", "exports")
        assert (done.code, done.err) == (0, "")
    assert _flows_asked_for(server) == [2000, 2001, 2002]


def test_system_campaigns_need_not_have_a_smart_list(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    few.change(2001, isSystem=True)
    del few.smart_lists[22001]
    serve(few)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")


def test_roots_of_workspaces_need_not_have_my_tokens(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(r"folder/1[45]/tokens\.json", code="711", times=99))
    assert campaignlint("pull", "exports").code == 0
    server.plan(Fault(r"folder/101/tokens\.json", code="711", times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        incomplete("My Tokens of folder 101: 711 incompatible folder type"),
    )
