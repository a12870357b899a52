"""The pictures of the documentation are up to date, small, and used."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

import build_pictures
from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PICTURES = sorted(build_pictures.PICTURES.glob("*.png"))


@pytest.mark.skipif(shutil.which("chromium") is None, reason="only Chromium can take them again")
def test_pictures_show_the_current_audit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If this fails, run `make pictures`, and look at them."""
    monkeypatch.chdir(REPOSITORY)
    assert (build_pictures.main(["--check"]), capsys.readouterr().out) == (0, "")


def test_pages_show_all_pictures() -> None:
    pages = (REPOSITORY / "README.md", REPOSITORY / "docs" / "audit.md")
    shown = {
        (page.parent / picture).resolve()
        for page in pages
        for picture in re.findall(r'(?:src|srcset)="([^"]+)"', page.read_text("utf-8"))
    }
    assert shown == set(PICTURES)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_enough_for_a_page(picture: Path) -> None:
    assert picture.stat().st_size < 300_000
