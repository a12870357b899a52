"""Reads files that may be anything: only regular files, up to a size limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.pull.errors import SetupError

if TYPE_CHECKING:
    from pathlib import Path


def read_regular_file(path: Path, max_bytes: int) -> bytes | None:
    """Return the content of a file, or None if it does not exist.

    Raises SetupError for anything but a regular file, and for one larger than `max_bytes`.
    """
    try:
        if not path.is_file():
            if path.exists():
                raise SetupError(f"{path} is not a regular file")
            return None
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise SetupError(f"cannot read {path}: {describe_os_error(error)}") from None
    if len(content) > max_bytes:
        raise SetupError(f"{path} is larger than {max_bytes >> 10:,} KB")
    return content


def describe_os_error(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
