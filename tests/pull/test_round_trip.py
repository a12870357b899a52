"""Pulling an instance gives the export that the instance was made from."""

from __future__ import annotations

import json
import os
import re
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pull.conftest import ACME
from pull.server import CHANNELS, CLIENT_SECRET, Fault, Marketo, MarketoServer, Request

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve


def read_files(folder: Path) -> dict[str, str]:
    """Return the text of each JSON file of an export, by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.json"))
    }


def test_acme_is_pulled_unchanged(
    campaignlint: CommandLine, serve: Serve, acme: Marketo, tmp_path: Path
) -> None:
    serve(acme)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    pulled, expected = read_files(tmp_path / "exports"), read_files(ACME)
    marker = json.loads(pulled.pop("instance.json"))
    channels = json.loads(pulled.pop("channels.json"))["result"]
    assert channels == sorted(CHANNELS, key=itemgetter("id"))
    assert pulled == {name: text for name, text in expected.items() if name != "instance.json"}
    assert marker | {"exportedAt": ""} == json.loads(expected["instance.json"]) | {"exportedAt": ""}

    acme_here = Path(os.path.relpath(ACME, tmp_path)).as_posix()
    report, expected_report = (
        campaignlint("check", folder, "-f", "json", "--today", "2026-09-14")
        for folder in ("exports", acme_here)
    )
    assert report.code == expected_report.code == 1
    found, expected_found = (json.loads(each.out) for each in (report, expected_report))
    expected_found["coverage"]["files"] += 1  # channels.json
    assert found == json.loads(json.dumps(expected_found).replace(f'"{acme_here}/', '"exports/'))


def test_requests_are_documented_and_sent_once(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    token, *others = server.requests
    assert (token.method, token.path, token.query) == ("POST", "/identity/oauth/token", {})
    assert {each.method for each in others} == {"GET"}
    assert sorted(set(map(_shape, others))) == [
        "channels.json?maxReturn=200&offset={id}",
        "folder/{id}/tokens.json?folderType=Folder",
        "folder/{id}/tokens.json?folderType=Program",
        "folders.json?maxDepth=20&maxReturn=200&offset={id}",
        "program/{id}.json",
        "programs.json?maxReturn=200&offset={id}",
        "smartCampaign/flowSteps.json",
        "smartCampaign/{id}.json?includeFlowSteps=true",
        "smartCampaign/{id}/smartList.json?includeRules=true",
        "smartCampaigns.json?maxReturn=200&offset={id}",
        "smartList/{id}.json?includeRules=true",
        "smartLists.json?maxReturn=200&offset={id}",
    ]
    singles = [each.call for each in others if "offset" not in each.query]
    assert len(singles) == len(set(singles))


def _shape(request: Request) -> str:
    query = "&".join(f"{key}={value}" for key, value in request.query.items())
    call = re.sub(r"(?<=/)\d+", "{id}", request.call)
    return re.sub(r"offset=\d+", "offset={id}", f"{call}?{query}" if query else call)


def test_credentials_are_in_the_body_and_the_token_is_in_a_header(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    assert campaignlint("pull", "exports").code == 0
    token, *others = server.requests
    assert f"client_secret={CLIENT_SECRET}" in token.body
    assert all(each.headers["authorization"].startswith("Bearer ") for each in others)
    assert not any("access_token" in each.query for each in others)
    assert {each.headers["accept-encoding"] for each in server.requests} == {"gzip"}


def test_lists_end_with_an_empty_page(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    server = serve(acme.grow(450))
    assert campaignlint("pull", "exports", "--dry-run").code == 0
    pages = [each.query["offset"] for each in server.requests if each.call == "smartCampaigns.json"]
    assert pages == ["0", "200", "400", "450"]


def test_requests_are_limited_to_five_at_a_time(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    hold = server.hold_until(5)
    server.plan(Fault(r"smartCampaign/\d+\.json", action=hold, times=5))
    assert campaignlint("pull", "exports").code == 0
    assert server.max_concurrent == 5


@pytest.mark.usefixtures("server")
def test_names_are_not_used_for_files(
    campaignlint: CommandLine, few: Marketo, tmp_path: Path
) -> None:
    few.change(2000, name="../../etc/passwd\x00.json")
    assert campaignlint("pull", "exports").code == 0
    assert sorted(tmp_path.iterdir()) == [tmp_path / "exports"]
    assert "campaigns/2000.json" in read_files(tmp_path / "exports")


def test_the_spelling_of_numbers_and_escapes_is_kept(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    body = (
        b'{"success":true,"requestId":"e42b#14272d07d78","result":[{"zeta":1.50,"id":2000,'
        b'"name":"caf\\u00e9 \\/ \xc3\xa9",'
        b'"huge":123456789012345678901234567890,"flow":{"steps":[ ]}}],'
        b'"warnings":[]}'
    )
    server.plan(Fault(r"smartCampaign/2000\.json", body=body))
    assert campaignlint("pull", "exports").code == 0
    assert Path("exports/campaigns/2000.json").read_text("utf-8") == (
        "{\n"
        '  "success": true,\n'
        '  "result": [\n'
        "    {\n"
        '      "zeta": 1.50,\n'
        '      "id": 2000,\n'
        '      "name": "caf\\u00e9 \\/ é",\n'
        '      "huge": 123456789012345678901234567890,\n'
        '      "flow": {\n'
        '        "steps": []\n'
        "      }\n"
        "    }\n"
        "  ],\n"
        '  "warnings": []\n'
        "}\n"
    )
