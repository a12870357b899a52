"""Files as the repository that holds them names them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from campaignlint.loading.ignore import holds_repository
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from pathlib import Path


def repository_root(folder: Path) -> Path:
    """The top of the git repository around a folder; the folder itself where there is none."""
    around = (folder, *folder.parents)
    return next((above for above in around if holds_repository(above)), folder)


def repository_path(file: str, root: Path) -> str:
    """A file as the repository at `root` names it, escape_control_characters.

    Of any file elsewhere the last parts only: they suffice to recognise it, and all of them would
    amount to its absolute path.
    """
    parts = os.path.relpath(file, root).replace(os.sep, "/").split("/")
    if parts[0] == os.pardir:
        parts = [part for part in parts if part != os.pardir][-3:] or [os.curdir]
    return escape_control_characters("/".join(parts))
