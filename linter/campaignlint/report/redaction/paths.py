"""Paths of files: without addresses, or with pseudonyms for all that bears a name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from campaignlint.report.redaction.patterns import masked_in_names

if TYPE_CHECKING:
    from collections.abc import Iterable

_GENERIC = frozenset(
    """
    all asset assets baseline bundle campaign campaigns campaignlint configuration data definitions
    export exports fixtures flow folder folders instance json lines list lists marketo page program
    programs pyproject record records response responses result results rule rules smart step steps
    token tokens type types
    """.split()  # noqa: SIM905 - reads better
)
"""What folders and files of exports are called, whoever exports them."""
_EXTENSIONS = frozenset({".json", ".jsonl", ".ndjson", ".py", ".toml", ".txt"})
_WORD = re.compile(r"[^-_. ]+")


class PathRedactor:
    """Redacts the paths of one report; one part of a path is shown alike wherever it stands."""

    def __init__(self, files: Iterable[str], *, pseudonyms: bool) -> None:
        self._has_pseudonyms = pseudonyms
        parts = {part for file in files for part in file.split("/") if not _is_generic(part)}
        self._numbers = {part: number for number, part in enumerate(sorted(parts), 1)}

    def redacted(self, file: str) -> str:
        return "/".join(map(self._part, file.split("/")))

    def _part(self, part: str) -> str:
        if not self._has_pseudonyms:
            return masked_in_names(part)
        if _is_generic(part):
            return part
        extension = PurePosixPath(part).suffix
        number = self._numbers.get(part, len(self._numbers) + 1)
        return f"name-{number}{extension if extension in _EXTENSIONS else ''}"


def _is_generic(part: str) -> bool:
    """Whether a part of a path is made of ids and of words that every export may bear."""
    extension = PurePosixPath(part).suffix
    stem = part.removesuffix(extension) if extension in _EXTENSIONS else part
    return all(word.isdecimal() or word.casefold() in _GENERIC for word in _WORD.findall(stem))
