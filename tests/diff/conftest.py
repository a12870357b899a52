"""Repositories with exports to compare."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Git = Callable[..., None]
    Committed = Callable[[], None]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in the working directory, which is a new repository."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> None:
        settings = ("user.name=A", "user.email=a@example.com", "protocol.file.allow=always")
        options = (option for each in settings for option in ("-c", each))
        subprocess.run(["git", *options, *arguments], check=True, capture_output=True)

    run("init", "-q")
    return run


@pytest.fixture
def commit(git: Git) -> Committed:
    """Commit everything."""

    def run() -> None:
        git("add", "--all")
        git("commit", "-q", "-m", "Export")

    return run
