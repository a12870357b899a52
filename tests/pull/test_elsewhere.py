"""Whatever the folder holds, nothing outside of it is written or removed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve
    from pull.server import Marketo

CONTENT = '{"precious": true}'


@pytest.mark.parametrize(
    "link", [".campaignlint", "campaigns", "programs", "smart-lists", "tokens"]
)
def test_folders_that_lead_elsewhere_are_refused(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, link: str
) -> None:
    server = serve(few)
    precious = tmp_path / "precious"
    precious.mkdir()
    names = {"tmp-of-mine", "being-written-by-me", ".gitignore", "1001.json", "2000.json"}
    for name in names:
        (precious / name).write_text(CONTENT, "utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / link).symlink_to(precious, target_is_directory=True)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err, server.requests) == (2, refusal(link), [])
    assert {each.name: each.read_text("utf-8") for each in precious.iterdir()} == dict.fromkeys(
        names, CONTENT
    )


@pytest.mark.parametrize(
    "link",
    [
        ".campaignlint/.gitignore",
        ".campaignlint/lock",
        "folders.json",
        "flow-step-types.json",
        "instance.json",
        "pulled.tsv",
    ],
)
def test_files_that_lead_elsewhere_are_refused(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path, link: str
) -> None:
    server = serve(few)
    precious = tmp_path / "precious.json"
    precious.write_text(CONTENT, "utf-8")
    (tmp_path / "exports/.campaignlint").mkdir(parents=True)
    (tmp_path / "exports" / link).symlink_to(precious)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err, server.requests) == (2, refusal(link), [])
    assert precious.read_text("utf-8") == CONTENT


def refusal(link: str) -> str:
    return (
        f"Error: exports/{link} is a symbolic link, and pull writes nothing elsewhere: remove it\n"
    )


def test_an_asset_that_leads_elsewhere_is_replaced(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    serve(few)
    precious = tmp_path / "precious.json"
    precious.write_text(CONTENT, "utf-8")
    (tmp_path / "exports/campaigns").mkdir(parents=True)
    (tmp_path / "exports/campaigns/2001.json").symlink_to(precious)
    assert campaignlint("pull", "exports").code == 0
    assert precious.read_text("utf-8") == CONTENT
    assert not (tmp_path / "exports/campaigns/2001.json").is_symlink()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    "file", [".env", "exports/instance.json", "exports/pulled.tsv", "exports/campaigns/2001.json"]
)
def test_pipes_and_devices_are_refused(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    serve: Serve,
    few: Marketo,
    tmp_path: Path,
    file: str,
    options: tuple[str, ...],
) -> None:
    serve(few)
    assert campaignlint("pull", "exports").code == 0
    (tmp_path / file).unlink(missing_ok=True)
    os.mkfifo(tmp_path / file)
    done = campaignlint("pull", "exports", *options)
    assert (done.code, done.err) == (2, f"Error: {file} is not a regular file\n")
    if options or file in {".env", "exports/campaigns/2001.json"}:
        (tmp_path / file).unlink()
        (tmp_path / file).symlink_to("/dev/zero")
        done = campaignlint("pull", "exports", *options)
        assert (done.code, done.err) == (2, f"Error: {file} is not a regular file\n")


def test_what_others_put_among_files_being_written_stays(
    campaignlint: CommandLine, serve: Serve, few: Marketo, tmp_path: Path
) -> None:
    serve(few)
    workplace = tmp_path / "exports/.campaignlint"
    (workplace / "being-written-folder").mkdir(parents=True)
    (workplace / "tmp-of-mine").write_text(CONTENT, "utf-8")
    (workplace / "being-written-and-left").write_text(CONTENT, "utf-8")
    assert campaignlint("pull", "exports").code == 0
    assert sorted(each.name for each in workplace.iterdir()) == [
        ".gitignore",
        "being-written-folder",
        "lock",
        "tmp-of-mine",
    ]
