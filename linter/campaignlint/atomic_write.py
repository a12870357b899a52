"""Atomic writes of files: the new content or the old, never a part."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(target: Path, content: bytes, *, temporary: Path | None = None) -> None:
    """Replace a file, or create it; on errors and signals the old file stays.

    `temporary` is written first, in the same file system; by default it is a hidden file with a
    random name next to the target. Raises OSError.
    """
    if temporary is None:
        temporary = target.with_name(f".campaignlint-{secrets.token_hex(8)}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
