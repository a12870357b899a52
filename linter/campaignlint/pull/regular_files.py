"""Reads files that others may have put there: regular ones only, up to a limit of size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.pull.faults import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def read_regular_file(path: Path, max_bytes: int) -> bytes | None:
    """Return the content of a file, or None if there is no file.

    Raises RefusedError for anything but a regular file, and for one larger than `max_bytes`.
    """
    try:
        if not path.is_file():
            if path.exists():
                raise RefusedError(f"{path} is not a regular file")
            return None
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RefusedError(f"cannot read {path}: {reason}") from None
    if len(content) > max_bytes:
        raise RefusedError(f"{path} is larger than {max_bytes >> 10:,} KB")
    return content
