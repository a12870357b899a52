"""The export folder is locked, belongs to one instance, and leads nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pull.test_round_trip import read_files

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.server import MarketoServer

CONTENT = '{"precious": true}'


def test_another_instance_needs_another_folder(
    campaignlint: CommandLine,
    server: MarketoServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert campaignlint("pull", "exports").code == 0
    before = read_files(Path("exports"))
    server.reset()
    monkeypatch.setenv("MARKETO_MUNCHKIN_ID", "999-XYZ-999")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: exports contains the export of 123-ABC-456, not of 999-XYZ-999: use a separate "
            "folder for each instance\n"
        ),
    )
    assert (read_files(Path("exports")), server.calls) == (before, [])


@pytest.mark.parametrize(
    "link", [".campaignlint", "campaigns", "programs", "smart-lists", "tokens"]
)
def test_links_to_folders_are_refused(
    campaignlint: CommandLine, server: MarketoServer, link: str
) -> None:
    precious = Path("precious")
    precious.mkdir()
    names = {"being-written", ".gitignore", "1001.json", "2000.json"}
    for name in names:
        (precious / name).write_text(CONTENT, "utf-8")
    Path("exports").mkdir()
    (Path("exports") / link).symlink_to(precious, target_is_directory=True)
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
        ".campaignlint/being-written",
        "folders.json",
        "channels.json",
        "flow-step-types.json",
        "instance.json",
        "pulled.tsv",
    ],
)
def test_links_to_files_are_refused(
    campaignlint: CommandLine, server: MarketoServer, link: str
) -> None:
    precious = Path("precious.json")
    precious.write_text(CONTENT, "utf-8")
    Path("exports/.campaignlint").mkdir(parents=True)
    (Path("exports") / link).symlink_to(precious)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err, server.requests) == (2, refusal(link), [])
    assert precious.read_text("utf-8") == CONTENT


def refusal(link: str) -> str:
    return f"Error: exports/{link} is a symbolic link: remove it\n"


@pytest.mark.usefixtures("server")
def test_a_link_in_place_of_an_asset_is_replaced(campaignlint: CommandLine) -> None:
    precious = Path("precious.json")
    precious.write_text(CONTENT, "utf-8")
    Path("exports/campaigns").mkdir(parents=True)
    Path("exports/campaigns/2001.json").symlink_to(precious)
    assert campaignlint("pull", "exports").code == 0
    assert precious.read_text("utf-8") == CONTENT
    assert not Path("exports/campaigns/2001.json").is_symlink()


@pytest.mark.usefixtures("server")
def test_pipes_and_devices_are_refused(campaignlint: CommandLine, tmp_path: Path) -> None:
    assert campaignlint("pull", "exports").code == 0
    for name in (
        ".env",
        "exports/instance.json",
        "exports/pulled.tsv",
        "exports/programs/1001.json",
    ):
        file = tmp_path / name
        original = file.read_bytes() if file.exists() else b""
        refused = (2, f"Error: {name} is not a regular file\n")
        file.unlink(missing_ok=True)
        os.mkfifo(file)
        for options in ((), ("--dry-run",)):
            done = campaignlint("pull", "exports", *options)
            assert (done.code, done.err) == refused
        file.unlink()
        file.symlink_to("/dev/zero")
        done = campaignlint("pull", "exports", "--dry-run")
        assert (done.code, done.err) == refused
        file.unlink()
        file.write_bytes(original)


@pytest.mark.usefixtures("server")
def test_files_of_a_killed_pull_are_overwritten(campaignlint: CommandLine) -> None:
    private = Path("exports/.campaignlint")
    private.mkdir(parents=True)
    (private / "being-written").write_text('{"trunc', "utf-8")
    assert campaignlint("pull", "exports").code == 0
    assert sorted(each.name for each in private.iterdir()) == [".gitignore", "lock"]


@pytest.mark.usefixtures("server")
def test_an_unwritable_folder_is_named(campaignlint: CommandLine) -> None:
    Path("exports").mkdir()
    Path("exports/.campaignlint").write_text("", "utf-8")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (2, "Error: cannot write exports/.campaignlint: file exists\n")


KEPT = "Downloaded files are kept; the next run continues from there.\n"


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("writes", "code", "message"),
    [
        (0, 2, "Error: cannot write exports/instance.json: no space left on device\n"),
        (
            4,
            3,
            (
                "campaignlint: cannot write exports/programs/1012.json: no space left on device\n"
                f"{KEPT}"
            ),
        ),
    ],
)
def test_a_full_disk_interrupts_the_pull(
    campaignlint: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    writes: int,
    code: int,
    message: str,
) -> None:
    left = iter(range(writes))

    def fsync(_: int) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    done = campaignlint("pull", "exports", "--concurrency", "1")
    assert (done.code, done.err) == (code, message)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    assert campaignlint("pull", "exports").code == 0
