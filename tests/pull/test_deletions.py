"""Files of deleted assets are removed, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull import requests
from pull.server import Fault, Marketo, MarketoServer
from pull.test_changes import read_marker
from pull.test_round_trip import read_files

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve


@pytest.fixture
def server(campaignlint: CommandLine, serve: Serve, few: Marketo) -> MarketoServer:
    """An instance that was pulled once."""
    server = serve(few)
    assert campaignlint("pull", "exports").code == 0
    server.reset()
    return server


def delete(marketo: Marketo, campaign: int) -> None:
    del marketo.smart_lists[marketo.campaigns[campaign]["smartListId"]]
    del marketo.campaigns[campaign]


def read_assets(tmp_path: Path) -> dict[str, str]:
    """Return the files of the export without instance.json."""
    files = read_files(tmp_path / "exports")
    del files["instance.json"]
    return files


OTHERS = "Not in Marketo, but not removed because pull did not write them, or they were changed: "


def test_files_of_deleted_assets_are_removed(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    delete(server.marketo, 2001)
    done = campaignlint("pull", "exports")
    assert done.code == 0
    assert done.out.splitlines()[-1] == (
        "Pulled into exports: 12 files, 0 new, 0 changed, 2 removed; 24 API calls"
    )
    assert not {"campaigns/2001.json", "smart-lists/22001.json"} & read_assets(tmp_path).keys()
    assert "2001" not in (tmp_path / "exports/pulled.tsv").read_text("utf-8")


def test_files_of_others_are_not_removed(campaignlint: CommandLine, server: MarketoServer) -> None:
    files = [Path("exports") / each for each in ("campaigns/77.json", "notes.txt")]
    for each in files:
        each.write_text("{}", "utf-8")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, f"{OTHERS}campaigns/77.json\n")
    assert [each.read_text("utf-8") for each in files] == ["{}", "{}"]
    assert server.marketo.campaigns


def test_edited_files_are_not_removed(campaignlint: CommandLine, server: MarketoServer) -> None:
    edited = Path("exports/campaigns/2001.json")
    edited.write_text("{}", "utf-8")
    delete(server.marketo, 2001)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, f"{OTHERS}campaigns/2001.json\n")
    assert edited.read_text("utf-8") == "{}"


def test_without_the_manifest_nothing_is_removed(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    Path("exports/pulled.tsv").unlink()
    delete(server.marketo, 2001)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        0,
        f"{OTHERS}campaigns/2001.json, smart-lists/22001.json\n",
    )
    assert {"smartCampaign/2000.json", "smartCampaign/2002.json"} <= set(server.calls)


def test_a_manifest_with_paths_outside_removes_nothing_there(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    precious = Path("precious.json")
    precious.write_text("", "utf-8")
    empty = "e3b0c44298fc1c14"
    with Path("exports/pulled.tsv").open("a", encoding="utf-8") as manifest:
        manifest.write(f"../precious.json\tx\t{empty}\ncampaigns/../../precious.json\tx\t{empty}\n")
    assert campaignlint("pull", "exports").code == 0
    assert precious.exists()
    assert server.marketo.campaigns


def test_a_failed_asset_does_not_prevent_removal(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    server.plan(Fault(r"smartCampaign/2000\.json", code="709", message="Broken", times=99))
    delete(server.marketo, 2002)
    done = campaignlint("pull", "exports", "--full")
    assert (done.code, done.err) == (
        3,
        "Incomplete: 1 item missing\n  smart campaign 2000: 709 Broken\n",
    )
    assert "campaigns/2002.json" not in read_assets(tmp_path)
    assert "campaigns/2000.json" in read_assets(tmp_path)


def test_a_missing_folder_prevents_removal(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    folder = server.marketo.programs[1001]["folder"]["id"]
    del server.marketo.folders[folder]
    delete(server.marketo, 2002)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        f"Incomplete: 1 item missing\n  folder {folder}: not found\n",
    )
    assert "campaigns/2002.json" in read_assets(tmp_path)


def test_an_asset_that_a_shifting_list_skips_is_not_removed(
    campaignlint: CommandLine,
    server: MarketoServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(requests, "PAGE_SIZE", 2)
    # The deletion moves campaign 2002 from the second page to the first.
    server.plan(
        Fault(
            r"smartCampaigns\.json\?.*offset=2",
            action=lambda: server.marketo.campaigns.pop(2000),
        )
    )
    assert campaignlint("pull", "exports").code == 0
    campaigns = {name for name in read_assets(tmp_path) if name.startswith("campaigns/")}
    assert campaigns == {"campaigns/2001.json", "campaigns/2002.json"}


@pytest.mark.parametrize(
    ("call", "what", "fault", "reason"),
    [
        ("programs", "programs", Fault("", status=404), "HTTP 404 Not Found"),
        ("folders", "folders", Fault("", code="610", message="Not found"), "610 Not found"),
        (
            "smartCampaigns",
            "smart campaigns",
            Fault("", body=b"<html>"),
            "the response is not JSON, or is truncated",
        ),
        ("smartLists", "smart lists", Fault("", code="709", message="Broken"), "709 Broken"),
    ],
    ids=["404", "610", "html", "709"],
)
def test_a_list_that_fails_ends_the_pull(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    server: MarketoServer,
    call: str,
    what: str,
    fault: Fault,
    reason: str,
) -> None:
    before = read_files(Path("exports"))
    server.plan(Fault(**vars(fault) | {"match": rf"{call}\.json"}))
    done = campaignlint("pull", "exports")
    first, second = done.err.splitlines()
    assert (done.code, second) == (3, "Nothing was written.")
    assert first.startswith(f"campaignlint: cannot list {what}: {reason}")
    assert read_files(Path("exports")) == before


def emptied(*kinds: str) -> str:
    things = "1 item" if len(kinds) == 1 else f"{len(kinds)} items"
    lines = "".join(
        f"  {kind}: Marketo lists none, but some were pulled earlier; check the workspaces of the "
        "API user's role, or use --full if they have been deleted\n"
        for kind in kinds
    )
    return f"Incomplete: {things} missing\n{lines}"


EMPTY = b'{"success":true,"errors":[],"warnings":[]}'


@pytest.mark.parametrize(
    ("what", "file", "fault"),
    [
        ("programs", "programs/1001.json", Fault(r"programs\.json", code="702", times=99)),
        (
            "smart campaigns",
            "campaigns/2000.json",
            Fault(r"smartCampaigns\.json", body=EMPTY, times=99),
        ),
    ],
    ids=["702", "empty"],
)
def test_a_list_that_is_suddenly_empty_removes_nothing_without_full(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    server: MarketoServer,
    tmp_path: Path,
    what: str,
    file: str,
    fault: Fault,
) -> None:
    before = read_assets(tmp_path)
    server.plan(Fault(**vars(fault)))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (3, emptied(what))
    assert read_assets(tmp_path) == before
    assert read_marker(tmp_path)["complete"] is False

    done = campaignlint("pull", "exports", "--full")
    assert (done.code, done.err) == (0, "")
    assert file in before.keys() - read_assets(tmp_path).keys()


@pytest.mark.parametrize("code", ["610", "702"])
def test_my_tokens_are_removed_if_the_api_has_none(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path, code: str
) -> None:
    server.plan(Fault(r"folder/1001/tokens\.json", code=code))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert "tokens/program-1001.json" not in read_assets(tmp_path)


def test_my_tokens_are_kept_after_an_http_error(
    campaignlint: CommandLine, server: MarketoServer, tmp_path: Path
) -> None:
    server.plan(Fault(r"folder/1001/tokens\.json", status=404))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        "Incomplete: 1 item missing\n  My Tokens of program 1001: HTTP 404 Not Found\n",
    )
    assert "tokens/program-1001.json" in read_assets(tmp_path)
