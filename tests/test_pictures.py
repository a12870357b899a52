"""The README's pictures are of what the command does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import build_pictures
from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

README = (REPOSITORY / "README.md").read_text("utf-8")
PICTURES = sorted(build_pictures.PICTURES.glob("*.*g"))


def test_pictures_are_fresh(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where this fails: `make pictures`, and look at them."""
    monkeypatch.chdir(REPOSITORY)
    assert (build_pictures.main(["--check"]), capsys.readouterr().out) == (0, "")


def test_the_readme_shows_them_all() -> None:
    shown = set(re.findall(r'(?:src|srcset)="(docs/pictures/[^"]+)"', README))
    assert shown == {path.relative_to(REPOSITORY).as_posix() for path in PICTURES}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_enough_for_a_page(picture: Path) -> None:
    assert picture.stat().st_size < 300_000
