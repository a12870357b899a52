"""States of an export: revisions are found and read as if they were checked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.api import analyze
from campaignlint.config.settings import Settings, plan
from campaignlint.diff.states import StateError, analyze_state, open_state
from campaignlint.loading import discovery, reader
from campaignlint.loading.discovery import Sources
from campaignlint.loading.ignore import PathPatterns
from campaignlint.rules.registry import load_rules
from campaignlint.testing import Export, campaign
from diff.exports import write_export

if TYPE_CHECKING:
    from conftest import CommandLine
    from diff.conftest import Committed, Git


def _files(state: str, sources: Sources = Sources(), *paths: str) -> list[str]:  # noqa: B008 - frozen
    with open_state(state, sources, paths) as opened, discovery.reading_from(opened.sources):
        return [file for path in opened.paths for file in discovery.walk([path]).files]


_TREE = {
    "exports/1.json": "{}",
    "exports/deep/er/2.NDJSON": "{}",
    "exports/not.txt": "{}",
    "exports/.hidden/3.json": "{}",
    "exports/node_modules/4.json": "{}",
    "exports/ignored/5.json": "{}",
    "exports/ignored/kept.json": "{}",
    "exports/old/6.json": "{}",
    "exports/[x]*?: ü\n\t\"/7'$(x).json": "{}",
    "drafts/8.json": "{}",
    "drafts/9.json": "{}",
    "10.json": "{}",
    ".gitignore": "old\ndrafts/*\n",
    "exports/.gitignore": "ignored/*\n!ignored/kept.json\n",
}


@pytest.mark.parametrize("path", [".", "exports", "exports/", "drafts", "exports/1.json"])
@pytest.mark.parametrize(
    "sources",
    [
        Sources(),
        Sources(gitignore=False),
        Sources(exclude=(PathPatterns(".", ("deep", "10.json")),)),
        Sources(include=PathPatterns(".", ("exports/**/[12]*",))),
    ],
)
def test_a_revision_has_the_files_that_its_checkout_would_have(
    tmp_path: Path, git: Git, path: str, sources: Sources
) -> None:
    for name, text in _TREE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    git("add", "--all", "--force")
    git("commit", "-q", "-m", "All")
    with discovery.reading_from(sources):
        expected = discovery.walk([path])
    with open_state("git:HEAD", sources, [path]) as state, discovery.reading_from(state.sources):
        found = discovery.walk(state.paths)
    assert found.files == expected.files
    assert found.excluded == expected.excluded


def test_equal_files_are_decoded_once(tmp_path: Path, commit: Committed) -> None:
    write_export(tmp_path / "exports")
    alone = tmp_path / "exports/alone.json"
    alone.write_text(json.dumps(Export(campaign("Alone", id=2001)).bundle()))
    commit()
    alone.write_text(json.dumps(Export(campaign("Lonely", id=2001)).bundle()))
    decoded = reader.DecodedFiles()
    planned = plan(Settings(), load_rules(()))
    now = analyze(["exports"], planned, Sources(), decoded)
    before, _ = analyze_state(
        "git:HEAD", planned, Sources(), default_paths=["exports"], decoded=decoded
    )
    assert len(decoded) == 3
    same = [
        old.data is new.data
        for old, new in zip(before.instance.campaigns, now.instance.campaigns, strict=True)
    ]
    assert same == [True, True, False]
    assert before.report.coverage == now.report.coverage


def test_paths_in_a_revision(
    tmp_path: Path, commit: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_export(tmp_path / "a/b: c")
    commit()
    monkeypatch.chdir(tmp_path / "a")
    assert _files("git:HEAD") == ["b: c/export.json"]
    assert _files("git:HEAD:a/b: c") == ["b: c/export.json"]
    assert _files("git:HEAD:./b: c") == ["b: c/export.json"]
    assert _files("git:HEAD:a/b: c/export.json") == ["b: c/export.json"]
    assert _files("git:HEAD", Sources(), "b: c") == ["b: c/export.json"]


def test_the_repository_is_that_of_the_other_path(
    tmp_path: Path, commit: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_export(tmp_path / "exports")
    commit()
    monkeypatch.chdir("/")
    (file,) = _files("git:HEAD", Sources(), str(tmp_path / "exports"))
    assert Path(file).resolve() == tmp_path.resolve() / "exports/export.json"


def test_a_hook_of_git_sets_its_folder(
    tmp_path: Path, commit: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_export(tmp_path / "exports")
    commit()
    monkeypatch.setenv("GIT_DIR", ".git")
    assert _files("git:HEAD", Sources(), "exports") == ["exports/export.json"]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("git:nowhere", "git does not know the revision 'nowhere'"),
        ("git:--help", "git does not know the revision '--help'"),
        ("git:HEAD:missing", "there is no file or folder 'missing' in HEAD"),
        ("git:HEAD:1.json/x", "there is no file or folder '1.json/x' in HEAD"),
        ("git:HEAD:link", "link is a symbolic link to 'sub'; name its target"),
        ("git:HEAD:sub/exports", "sub is a submodule; compare inside of it"),
        ("git:HEAD:./../..", "./../.. is outside of the git repository {top}"),
    ],
)
def test_errors(tmp_path: Path, git: Git, commit: Committed, state: str, message: str) -> None:
    (tmp_path / "1.json").write_text("{}")
    (tmp_path / "link").symlink_to("sub")
    commit()
    git("submodule", "add", "-q", "./", "sub")
    commit()
    with pytest.raises(StateError) as error, open_state(state, Sources()):
        pass
    assert str(error.value) == f"{state}: {message.format(top=tmp_path.resolve())}"


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(StateError) as error, open_state("git:HEAD", Sources()):
        pass
    assert str(error.value) == "git:HEAD: not in a git repository"


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StateError) as error, open_state("git:HEAD", Sources()):
        pass
    assert str(error.value) == ("git:HEAD: git is not installed, and a revision is read with it")


def test_links_and_submodules_are_left_out(
    tmp_path: Path, campaignlint: CommandLine, git: Git, commit: Committed
) -> None:
    write_export(tmp_path / "exports")
    (tmp_path / "outside.json").write_text("{}")
    (tmp_path / "exports/away.json").symlink_to("../outside.json")
    (tmp_path / "exports/again.json").symlink_to("export.json")
    commit()
    git("submodule", "add", "-q", "./", "exports/sub")
    commit()
    with open_state("git:HEAD", Sources(), ["exports"]) as state:
        assert state.left_out == ("exports/away.json", "exports/sub")
    result = campaignlint("diff", "git:HEAD:exports", "git:HEAD:exports")
    assert result.code == 0
    assert result.err.splitlines()[0] == (
        "campaignlint: git:HEAD:exports: 2 links and submodules left out, such as exports/away.json"
    )


def test_a_file_in_git_lfs_is_incomplete(
    tmp_path: Path, campaignlint: CommandLine, commit: Committed
) -> None:
    write_export(tmp_path / "exports")
    big = tmp_path / "exports/big.json"
    big.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    commit()
    big.write_text("[]")
    result = campaignlint("diff", "exports")
    assert result.code == 3
    assert result.err == (
        "campaignlint: git:HEAD: exports/big.json: Git LFS keeps the content elsewhere; check out "
        "the revision, then compare\n"
    )


def test_a_shallow_clone(
    tmp_path: Path,
    campaignlint: CommandLine,
    git: Git,
    commit: Committed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for days in ("1 day", "2 days"):
        write_export(tmp_path / "exports", days=days)
        commit()
    git("clone", "-q", "--depth", "1", tmp_path.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert campaignlint("diff", "exports", "--exit-code").code == 0
    result = campaignlint("diff", "git:HEAD~1", "exports")
    assert result.code == 2
    assert result.err == (
        "Error: git:HEAD~1: git does not know the revision 'HEAD~1'; this clone is shallow: fetch "
        "more history with `git fetch --unshallow`\n"
    )


def test_a_bare_clone(
    tmp_path: Path,
    campaignlint: CommandLine,
    git: Git,
    commit: Committed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for days in ("1 day", "2 days"):
        write_export(tmp_path / "exports", days=days)
        commit()
    git("clone", "-q", "--bare", ".", "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    result = campaignlint("diff", "git:HEAD~1:exports", "git:HEAD")
    assert "  step 1 Wait: 1 day -> 2 days\n" in result.out


def test_a_worktree_and_a_submodule(
    tmp_path: Path,
    campaignlint: CommandLine,
    git: Git,
    commit: Committed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_export(tmp_path / "exports")
    commit()
    git("worktree", "add", "-q", "tree")
    git("submodule", "add", "-q", "./", "sub")
    for folder in ("tree", "sub"):
        monkeypatch.chdir(tmp_path)
        write_export(tmp_path / folder / "exports", days="2 days")
        result = campaignlint("diff", f"{folder}/exports")
        assert "  step 1 Wait: 1 day -> 2 days\n" in result.out
