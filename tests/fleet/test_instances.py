"""Which folders are instances of a fleet, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.fleet.instances import Fleet, Instance, find_instances

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _instance(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "instance.json").touch()


def test_each_folder_is_an_instance(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").mkdir()
    assert find_instances(["b", "a"]) == Fleet((Instance("a", "a"), Instance("b", "b")))


def test_a_folder_of_instances_is_expanded(tmp_path: Path) -> None:
    _instance(tmp_path / "exports" / "emea")
    _instance(tmp_path / "exports" / "apac")
    (tmp_path / "exports" / "notes").mkdir()
    (tmp_path / "exports" / ".git").mkdir()
    assert find_instances(["exports"]) == Fleet(
        (Instance("apac", "exports/apac"), Instance("emea", "exports/emea")), ("exports/notes",)
    )


def test_an_instance_is_not_searched_for_others(tmp_path: Path) -> None:
    _instance(tmp_path / "emea")
    _instance(tmp_path / "emea" / "before")
    assert find_instances(["emea"]) == Fleet((Instance("emea", "emea"),))


def test_an_instance_is_taken_once_however_it_is_named(tmp_path: Path) -> None:
    _instance(tmp_path / "exports" / "emea")
    (tmp_path / "link").symlink_to(tmp_path / "exports" / "emea")
    found = find_instances(["exports", "exports/emea", "./exports/emea/", "link"])
    assert found == Fleet((Instance("emea", "exports/emea"),))


def test_names_are_unique_without_case(tmp_path: Path) -> None:
    for folder in ("eu/prod", "us/prod", "x/Prod"):
        _instance(tmp_path / folder)
    found = find_instances(["us/prod", "eu/prod", "x/Prod"])
    assert [(each.name, each.folder) for each in found.instances] == [
        ("prod", "eu/prod"),
        ("prod-2", "us/prod"),
        ("Prod-3", "x/Prod"),
    ]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("München EMEA", "München_EMEA"),
        ("<b>\x1b[31m", "_b_31m"),
        ("..hidden", "hidden"),
        ("n" * 200, "n" * 80),
        ("***", "_"),
    ],
)
def test_a_name_is_safe_for_a_file(tmp_path: Path, folder: str, name: str) -> None:
    (tmp_path / folder).mkdir()
    assert [each.name for each in find_instances([folder]).instances] == [name]


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in ("file", "missing"):
        with pytest.raises(NotADirectoryError, match=path):
            find_instances([path])
