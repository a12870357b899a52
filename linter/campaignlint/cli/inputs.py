"""The inputs of a command: paths and standard input."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

import click

STDIN = "-"
_UNNAMED = "<stdin>"
_UNNAMED_LINES = "<stdin>.ndjson"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Paths to read, and contents that replace those of files."""

    paths: list[str]
    buffers: dict[str, bytes] = field(default_factory=dict)


def find_inputs(paths: tuple[str, ...], stdin_filename: str | None) -> Inputs:
    """Check that all paths exist, and read standard input if one is `-`.

    Raises click.ClickException for a path that does not exist, before anything is read.
    """
    for path in paths:
        if path not in (STDIN, stdin_filename) and not os.path.lexists(path):
            from campaignlint.loading import discovery

            absence = discovery.absence(path, "file or folder")
            raise click.ClickException(f"{path}: {absence}")
    if STDIN not in paths:
        if stdin_filename is not None:
            raise click.UsageError(f"--stdin-filename needs the path {STDIN}")
        return Inputs(list(paths))
    if stdin_filename is not None and os.path.isdir(stdin_filename):
        raise click.ClickException(f"--stdin-filename {stdin_filename}: a folder, expected a file")
    data = sys.stdin.buffer.read()
    name = stdin_filename or (_UNNAMED_LINES if _is_lines(data) else _UNNAMED)
    names = [name if path == STDIN else path for path in paths]
    return Inputs(list(dict.fromkeys(names)), {os.path.realpath(name): data})


def _is_lines(data: bytes) -> bool:
    """Return whether a text is NDJSON: it is not JSON, but its first line is."""
    return not _is_json(data) and _is_json(data.lstrip().partition(b"\n")[0])


def _is_json(data: bytes) -> bool:
    import msgspec

    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
