"""What `check` is to read: paths that are there, and standard input."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

import click

from campaignlint.cli.output import reason_of

STDIN = "-"
_UNNAMED = "<stdin>"
_UNNAMED_LINES = "<stdin>.ndjson"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Paths to read, those that are not there, and what stands in place of files."""

    paths: list[str]
    missing: list[str] = field(default_factory=list)
    buffers: dict[str, bytes] = field(default_factory=dict)


def find_inputs(paths: tuple[str, ...], stdin_filename: str | None) -> Inputs:
    """Read standard input where a path is `-`, and look for the rest.

    Raises click.ClickException where no path is there.
    """
    if STDIN not in paths:
        if stdin_filename is not None:
            raise click.UsageError(f"--stdin-filename goes with the path {STDIN}")
        return _present(list(paths), frozenset())
    if stdin_filename is not None and os.path.isdir(stdin_filename):  # noqa: PTH112
        raise click.ClickException(f"--stdin-filename {stdin_filename}: this is a folder")
    data = _read_stdin()
    name = stdin_filename or (_UNNAMED_LINES if _is_lines(data) else _UNNAMED)
    named = [name if path == STDIN else path for path in paths]
    found = _present(list(dict.fromkeys(named)), frozenset({name}))
    return Inputs(found.paths, found.missing, {os.path.realpath(name): data})


def _read_stdin() -> bytes:
    """All of it. Raises click.ClickException where there is none, or nothing to be read."""
    if sys.stdin is None:
        raise click.ClickException(f"the path {STDIN} is standard input, which is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise click.ClickException(f"cannot read standard input: {reason_of(error)}") from None


def _is_lines(data: bytes) -> bool:
    """Whether a text without a name is NDJSON: no JSON as a whole, but so is its first line."""
    return not _is_json(data) and _is_json(data.lstrip().partition(b"\n")[0])


def _is_json(data: bytes) -> bool:
    import msgspec

    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _present(paths: list[str], given: frozenset[str]) -> Inputs:
    missing = [path for path in paths if path not in given and not os.path.lexists(path)]
    present = [path for path in paths if path not in missing]
    for path in missing:
        message = f"{path}: {_absence(path)}"
        if not present:
            raise click.ClickException(message)
        click.echo(f"campaignlint: {message}; the rest is linted all the same", err=True)
    return Inputs(present, missing)


def _absence(path: str) -> str:
    from campaignlint.loading import discovery

    return discovery.absence(path, "file or folder")
