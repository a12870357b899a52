"""What is not there is removed, and what only seems not to be there is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pull.server import Fault, Marketo, MarketoServer
from pull.test_round_trip import files_below

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve

LISTS = {
    "programs": "programs",
    "folders": "folders",
    "smartCampaigns": "smart campaigns",
    "smartLists": "smart lists",
}
"""The calls that list, and what they list."""


@pytest.fixture
def server(campaignlint: CommandLine, serve: Serve, few: Marketo) -> MarketoServer:
    """An instance that was pulled once."""
    server = serve(few)
    assert campaignlint("pull", "exports").code == 0
    server.forget()
    return server


def emptied(*kinds: str) -> str:
    things = "1 thing" if len(kinds) == 1 else f"{len(kinds)} things"
    told = "".join(
        f"  {kind}: Marketo lists none any more, though some were pulled before: check in which "
        "workspaces the API user has its role, or use --full where they are deleted\n"
        for kind in kinds
    )
    return f"Incomplete: {things} could not be pulled\n{told}"


def without_marker(folder: Path) -> dict[str, str]:
    files = files_below(folder / "exports")
    del files["instance.json"]
    return files


@pytest.mark.parametrize("call", LISTS)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault("", status=404, body=b"<html>"), "HTTP 404 not found"),
        (Fault("", code="610", message="Requested resource not found"), "610 not found"),
    ],
    ids=["404", "610"],
)
def test_a_list_that_is_not_found_is_not_empty(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    server: MarketoServer,
    tmp_path: Path,
    call: str,
    fault: Fault,
    reason: str,
) -> None:
    before = files_below(tmp_path / "exports")
    server.plan(Fault(**{**vars(fault), "match": rf"{call}\.json"}))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err.splitlines()[0].partition(" (")[0]) == (
        3,
        f"campaignlint: the {LISTS[call]} cannot be listed: {reason}",
    )
    assert files_below(tmp_path / "exports") == before


@pytest.mark.parametrize("call", ["programs", "smartCampaigns"])
@pytest.mark.parametrize("code", ["702", None])
def test_a_list_that_is_empty_all_of_a_sudden_removes_nothing_before_somebody_says_so(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path, call: str, code: str | None
) -> None:
    before = without_marker(tmp_path)
    nothing = None if code else b'{"success":true,"errors":[],"warnings":[]}'
    server.plan(Fault(rf"{call}\.json", code=code, body=nothing, times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, emptied(LISTS[call]))
    assert without_marker(tmp_path) == before
    marker = json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))
    assert marker["complete"] is False

    done = campaignlint("pull", "exports", "--full")
    assert (done.code, done.err) == (0, "")
    gone = {"programs": "programs/1001.json", "smartCampaigns": "campaigns/2000.json"}[call]
    assert before.keys() - without_marker(tmp_path).keys() >= {gone}


def test_a_user_who_sees_nothing_any_more_loses_nothing(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    before = without_marker(tmp_path)
    server.marketo = Marketo(flow_steps=server.marketo.flow_steps, channels=server.marketo.channels)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, emptied("folders", "programs", "smart campaigns"))
    assert without_marker(tmp_path) == before
    assert campaignlint("pull", "exports", "--full").code == 0
    assert list(without_marker(tmp_path)) == ["channels.json", "flow-step-types.json"]


@pytest.mark.parametrize("code", ["610", "702"])
def test_my_tokens_are_gone_where_the_api_says_so(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path, code: str
) -> None:
    server.plan(Fault(r"folder/1001/tokens\.json", code=code))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert not (tmp_path / "exports/tokens/program-1001.json").exists()


def test_my_tokens_are_not_gone_where_http_says_so(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    server.plan(Fault(r"folder/1001/tokens\.json", status=404))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "Incomplete: 1 thing could not be pulled\n"
            "  My Tokens of program 1001: HTTP 404 not found\n"
        ),
    )
    assert (tmp_path / "exports/tokens/program-1001.json").exists()


@pytest.mark.parametrize("status", [404, 410, 418])
def test_an_address_without_marketo_is_named(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path, status: int
) -> None:
    before = files_below(tmp_path / "exports")
    server.plan(Fault("oauth", status=status, body=b"<html>"))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            f"Error: there is no Marketo at this address (HTTP {status} where access tokens are "
            "given): check MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID\n"
        ),
    )
    assert files_below(tmp_path / "exports") == before
