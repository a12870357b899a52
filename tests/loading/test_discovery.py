"""A walk finds files and respects patterns and .gitignore."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from campaignlint.loading import discovery
from campaignlint.loading.discovery import Sources, reading_from
from campaignlint.loading.ignore import BadPatternError, PathPatterns
from campaignlint.loading.reader import read_records
from campaignlint.testing import campaign
from conftest import run
from loading.reading import write

pytestmark = pytest.mark.usefixtures("in_tmp_path")

SCORE = campaign("EX Score", id=1001).record()


def tree(folder: Path, *names: str, **gitignores: str) -> None:
    """Write files with a campaign, and .gitignore files by folder: `at_` and `at_a_b`."""
    write(folder, dict.fromkeys(names, SCORE))
    for name, patterns in gitignores.items():
        where = folder.joinpath(*name.removeprefix("at_").split("_"))
        where.mkdir(parents=True, exist_ok=True)
        (where / ".gitignore").write_text(patterns)


def found(*paths: str, **sources: object) -> list[str]:
    with reading_from(Sources(**sources)):  # type: ignore[arg-type]
        return discovery.walk(paths or ["."]).files


def excluded(*paths: str, **sources: object) -> list[str]:
    with reading_from(Sources(**sources)):  # type: ignore[arg-type]
        return discovery.walk(paths or ["."]).excluded


def patterns(*given: str, folder: str = ".") -> PathPatterns:
    return PathPatterns(folder, given)


class TestInclude:
    def test_only_matching_files_are_read(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/1.json", "a/b/2.json", "c/3.json", "c/4.ndjson")
        assert found(include=patterns("/a/")) == ["a/1.json", "a/b/2.json"]
        assert found(include=patterns("*.ndjson")) == ["c/4.ndjson"]
        assert found(include=patterns("a/*.json", "c/", "!c/3.json")) == ["a/1.json", "c/4.ndjson"]

    def test_include_does_not_add_suffixes(self, tmp_path: Path) -> None:
        tree(tmp_path, "a.txt", "a.json")
        assert found(include=patterns("*")) == ["a.json"]


class TestExclude:
    @pytest.mark.parametrize(
        ("pattern", "kept"),
        [
            ("old", ["1.json", "new/2.json"]),
            ("old/", ["1.json", "new/2.json"]),
            ("/new/old/", ["1.json", "new/2.json", "old/4.json"]),
            ("new/*.json", ["1.json", "new/old/3.json", "old/4.json"]),
            ("**/old/*.json", ["1.json", "new/2.json"]),
            ("[12].json", ["new/old/3.json", "old/4.json"]),
            ("OLD", ["1.json", "new/2.json", "new/old/3.json", "old/4.json"]),
        ],
    )
    def test_patterns_are_those_of_gitignore(
        self, tmp_path: Path, pattern: str, kept: list[str]
    ) -> None:
        tree(tmp_path, "1.json", "new/2.json", "new/old/3.json", "old/4.json")
        assert found(exclude=(patterns(pattern),)) == kept

    def test_a_later_pattern_includes_a_file_again(self, tmp_path: Path) -> None:
        tree(tmp_path, "old/1.json", "old/2.json")
        assert found(exclude=(patterns("old/*", "!2.json"),)) == ["old/2.json"]

    def test_patterns_are_relative_to_their_folder(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/old/1.json", "b/old/2.json")
        assert found(exclude=(patterns("/old/", folder="a"),)) == ["b/old/2.json"]
        assert found("a", "b", exclude=(patterns("a/old/"),)) == ["b/old/2.json"]

    def test_a_file_that_matches_one_of_several_is_excluded(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "2.json", "3.json")
        assert found(exclude=(patterns("1.json"), patterns("2.json"))) == ["3.json"]

    def test_patterns_do_not_depend_on_the_given_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tree(tmp_path, "a/b/1.json", "a/b/2.json")
        monkeypatch.chdir(tmp_path / "a" / "b")
        excluding = (PathPatterns(str(tmp_path), ("/a/b/1.json",)),)
        assert found(exclude=excluding) == ["2.json"]
        assert found("../..", exclude=excluding) == ["../../a/b/2.json"]

    def test_a_given_file_is_read(self, tmp_path: Path) -> None:
        tree(tmp_path, "old/1.json", at_="1.json")
        assert found("old/1.json", exclude=(patterns("old"),)) == ["old/1.json"]
        assert found("old", "old/1.json", exclude=(patterns("1.json"),)) == ["old/1.json"]

    def test_a_bad_pattern(self) -> None:
        with pytest.raises(BadPatternError, match=r"'!' is not a valid \.gitignore pattern"):
            patterns("good", "!")


class TestGitignore:
    def test_the_nearest_file_with_a_matching_pattern_decides(self, tmp_path: Path) -> None:
        tree(
            tmp_path,
            *("1.json", "1.tmp.json", "a/1.tmp.json", "a/2.json", "a/b/2.json"),
            at_="*.tmp.json\n",
            at_a="# ours\n!1.tmp.json\n/2.json\n",
        )
        assert found() == ["1.json", "a/1.tmp.json", "a/b/2.json"]

    def test_everything_in_an_ignored_folder_is_excluded(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/1.json", "a/b/2.json", "c/3.json", at_="/a/\n", at_a="!*\n")
        assert found() == ["c/3.json"]
        assert excluded() == ["a"]

    def test_files_above_apply_up_to_the_root_of_the_repository(self, tmp_path: Path) -> None:
        tree(
            tmp_path,
            *("repo/a/1.json", "repo/a/2.json", "repo/a/3.json", "repo/a/4.json"),
            at_="1.json\n",
            at_repo="/a/2.json\n3.json\n",
            at_repo_a="!3.json\n",
        )
        (tmp_path / "repo" / ".git").mkdir()
        assert found("repo/a") == ["repo/a/1.json", "repo/a/3.json", "repo/a/4.json"]
        assert found("repo") == ["repo/a/1.json", "repo/a/3.json", "repo/a/4.json"]

    def test_files_above_do_not_apply_outside_a_repository(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/1.json", "a/2.json", at_="1.json\n", at_a="2.json\n")
        assert found("a") == ["a/1.json"]

    def test_files_above_a_nested_repository_do_not_apply(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "module/1.json", "module/2.json", at_="1.json\n")
        tree(tmp_path, at_module="2.json\n")
        (tmp_path / ".git").mkdir()
        (tmp_path / "module" / ".git").write_text("gitdir: ../.git/modules/module\n")
        assert found() == ["module/1.json"]
        assert found("module") == ["module/1.json"]

    @pytest.mark.parametrize(
        "pattern", ["exports/", "exports/*", "/exports", "data/", "data/**", "*.json"]
    )
    def test_a_given_folder_is_read(self, tmp_path: Path, pattern: str) -> None:
        """Exports are often too large to be committed, but are linted."""
        tree(tmp_path, "data/exports/1.json", "data/exports/2.json", at_data=f"{pattern}\n")
        tree(tmp_path, at_=f"{pattern}\n", at_data_exports="2.json\n")
        (tmp_path / ".git").mkdir()
        assert found("data/exports") == ["data/exports/1.json"]

    def test_gitignore_can_be_disabled(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "a/2.json", at_="1.json\n", at_a="2.json\n")
        assert found(gitignore=False) == ["1.json", "a/2.json"]
        assert excluded(gitignore=False) == []

    def test_exclude_adds_to_gitignore(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "2.json", "3.json", at_="1.json\n")
        assert found(exclude=(patterns("2.json", "!1.json"),)) == ["3.json"]

    def test_a_file_that_git_cannot_read_is_ignored(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "2.json", "a/3.json")
        (tmp_path / ".gitignore").write_bytes(b"!\n\\\n[\n\xff.json\n1.json\r\n")
        (tmp_path / "a" / ".gitignore").mkdir()
        assert found() == ["2.json", "a/3.json"]


def test_a_walk_without_patterns_does_not_import_pathspec(tmp_path: Path) -> None:
    tree(tmp_path, "1.json")
    program = (
        "import sys; from campaignlint.loading import discovery; "
        "print(discovery.walk(['.']).files, 'pathspec' in sys.modules)"
    )
    assert run([sys.executable, "-c", program], cwd=tmp_path).out == "['1.json'] False\n"


class TestCount:
    def test_excluded_files_and_folders_are_counted_once(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "a/2.json", "a/3.json", "b/4.json", "b/c/5.json", at_="a\n")
        with reading_from(Sources(exclude=(patterns("4.json"),))):
            read = read_records([".", "b"])
        assert [Path(record.origin.file).name for record in read.records] == ["1.json", "5.json"]
        assert read.excluded_files == 2

    def test_a_file_read_through_another_path_is_not_excluded(self, tmp_path: Path) -> None:
        tree(tmp_path, "1.json", "2.json")
        with reading_from(Sources(exclude=(patterns("2.json"),))):
            assert read_records([".", "2.json"]).excluded_files == 0

    def test_other_files_are_not_counted(self, tmp_path: Path) -> None:
        tree(
            tmp_path, "1.json", ".cache/2.json", "node_modules/3.json", "4.txt", at_="*\n!1.json\n"
        )
        assert excluded() == []


class TestBuffers:
    def test_a_buffer_replaces_a_file_by_any_path(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/1.json")
        (tmp_path / "link.json").symlink_to("a/1.json")
        with reading_from(Sources(buffers={os.path.realpath("a/1.json"): b"[]"})):
            names = ("a/1.json", "./a/../a/1.json", str(tmp_path / "a" / "1.json"), "link.json")
            assert [discovery.read(name) for name in names] == [b"[]"] * 4

    def test_buffers_apply_only_in_the_block(self, tmp_path: Path) -> None:
        write(tmp_path, {"1.json": "{}"})
        sources = Sources(buffers={os.path.realpath("1.json"): b"[]"})
        with pytest.raises(KeyError), reading_from(sources):
            raise KeyError
        assert discovery.read("1.json") == b"{}"

    def test_a_file_need_not_exist(self) -> None:
        with reading_from(Sources(buffers={os.path.realpath("new.json"): b"[]"})):
            assert discovery.walk(["new.json"]).files == ["new.json"]
            assert discovery.read("new.json") == b"[]"
