"""Paths of files relative to the root of their git repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from campaignlint.loading.ignore import holds_repository
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from pathlib import Path


def repository_root(folder: Path) -> Path:
    """Return the root of the git repository around a folder; without one, the folder."""
    around = (folder, *folder.parents)
    return next((above for above in around if holds_repository(above)), folder)


def repository_path(file: str, root: Path) -> str:
    """Return the path of a file relative to `root`, escaped.

    For a file outside `root`, return only the last three parts, to hide its absolute path.
    """
    parts = os.path.relpath(file, root).replace(os.sep, "/").split("/")
    if parts[0] == os.pardir:
        parts = [part for part in parts if part != os.pardir][-3:] or [os.curdir]
    return escape_control_characters("/".join(parts))
