"""What pull fetches from an instance is the export that the instance was made of."""

from __future__ import annotations

import json
import os
import re
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pull.conftest import ACME
from pull.server import CHANNELS, CLIENT_SECRET, Fault, Marketo, Request

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve


def files_below(folder: Path) -> dict[str, str]:
    """The text of each file of an export, by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.json"))
    }


def test_acme_comes_out_as_it_is(
    campaignlint: CommandLine, serve: Serve, acme: Marketo, tmp_path: Path
) -> None:
    serve(acme)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    pulled, expected = files_below(tmp_path / "exports"), files_below(ACME)
    marker = json.loads(pulled.pop("instance.json"))
    channels = json.loads(pulled.pop("channels.json"))["result"]
    assert channels == sorted(CHANNELS, key=itemgetter("id"))
    assert pulled == {name: text for name, text in expected.items() if name != "instance.json"}
    assert marker | {"exportedAt": ""} == json.loads(expected["instance.json"]) | {"exportedAt": ""}

    acme_here = Path(os.path.relpath(ACME, tmp_path)).as_posix()
    found, known = (
        campaignlint("check", folder, "-f", "json") for folder in ("exports", acme_here)
    )
    assert found.code == known.code == 1
    expected_report = known.out.replace(f'"{acme_here}/', '"').replace(
        '"files": 422,', '"files": 423,'
    )
    assert found.out.replace('"exports/', '"') == expected_report


def test_what_is_asked_for_is_what_adobe_documents_and_each_thing_once(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    token, *calls = server.requests
    assert (token.method, token.path, token.query) == ("POST", "/identity/oauth/token", {})
    assert {each.method for each in calls} == {"GET"}
    assert sorted(set(map(_shape, calls))) == [
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
    singles = [each.call for each in calls if "offset" not in each.query]
    assert len(singles) == len(set(singles))
    assert server.undocumented == []


def _shape(request: Request) -> str:
    query = "&".join(f"{key}={value}" for key, value in request.query.items())
    call = re.sub(r"(?<=/)\d+", "{id}", request.call)
    return re.sub(r"offset=\d+", "offset={id}", f"{call}?{query}" if query else call)


def test_credentials_go_in_the_body_and_the_token_in_a_header(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    token, *calls = server.requests
    assert f"client_secret={CLIENT_SECRET}" in token.body
    assert all(each.headers["authorization"].startswith("Bearer ") for each in calls)
    assert not any("access_token" in each.query for each in calls)
    assert {each.headers["accept-encoding"] for each in server.requests} == {"gzip"}


def test_lists_are_read_to_the_page_that_holds_nothing(
    campaignlint: CommandLine, serve: Serve, acme: Marketo
) -> None:
    server = serve(acme.grown(450))
    assert campaignlint("pull", "exports", "--dry-run").code == 0
    pages = [each.query["offset"] for each in server.requests if each.call == "smartCampaigns.json"]
    assert pages == ["0", "200", "400", "450"]


def test_five_calls_are_made_at_once_and_never_more(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    barrier = server.hold_until(5)
    server.plan(Fault(r"smartCampaign/\d+\.json", does=barrier, times=5))
    assert campaignlint("pull", "exports").code == 0
    assert server.busiest == 5


def test_names_never_become_file_names(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    scoring.change(2000, name="../../etc/passwd\x00.json")
    serve(scoring)
    assert campaignlint("pull", "exports").code == 0
    assert sorted(tmp_path.iterdir()) == [tmp_path / "exports"]
    assert "campaigns/2000.json" in files_below(tmp_path / "exports")


def test_numbers_and_escapes_are_written_as_marketo_spelt_them(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, tmp_path: Path
) -> None:
    body = (
        b'{"success":true,"requestId":"e42b#14272d07d78","result":[{"zeta":1.50,"id":2000,'
        b'"name":"caf\\u00e9 \\/ \xc3\xa9",'
        b'"huge":123456789012345678901234567890,"flow":{"steps":[ ]}}],'
        b'"warnings":[]}'
    )
    server = serve(scoring)
    server.plan(Fault(r"smartCampaign/2000\.json", body=body))
    assert campaignlint("pull", "exports").code == 0
    assert (tmp_path / "exports/campaigns/2000.json").read_text("utf-8") == (
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
