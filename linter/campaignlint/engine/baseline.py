"""Findings that were there before: accepted in one go, so that only new ones fail a run.

The file is sorted and holds one entry a line, made to be read in a diff.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from campaignlint.model.finding import Finding, RecordLocation, SymbolicLocation
from campaignlint.report.model import INCOMPLETE, BaselineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.report.model import LocatedFinding

VERSION = 1


class BaselineError(Exception):
    """A baseline that cannot be used; the text says which, where and what to do."""


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    findings: list[BaselineEntry]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline file."""

    file: str
    entries: tuple[BaselineEntry, ...]

    @property
    def fingerprints(self) -> frozenset[str]:
        return frozenset(entry.fingerprint for entry in self.entries)

    def stale(
        self, found: Iterable[LocatedFinding], ran: frozenset[str]
    ) -> tuple[BaselineEntry, ...]:
        """Entries whose rule ran, and whose finding is no longer there."""
        present = {finding.fingerprint for finding in found}
        return tuple(
            entry
            for entry in self.entries
            if entry.fingerprint not in present and entry.rule in ran
        )

    def stale_findings(self, stale: Iterable[BaselineEntry]) -> Iterator[Finding]:
        """A finding for each stale entry, at its line."""
        lines = {entry.fingerprint: number for number, entry in enumerate(self.entries)}
        for entry in stale:
            yield Finding(
                f"the baseline accepts '{entry.rule}' of {entry.campaign}, which is no longer "
                "found",
                SymbolicLocation(
                    RecordLocation(self.file),
                    ("findings", lines[entry.fingerprint]),
                    text=self.file,
                    key=("baseline", entry.fingerprint),
                    focus=("message",),
                ),
                help="remove it with --prune-baseline",
            )

    def without(self, stale: Iterable[BaselineEntry]) -> Baseline:
        gone = {entry.fingerprint for entry in stale}
        kept = tuple(entry for entry in self.entries if entry.fingerprint not in gone)
        return Baseline(self.file, kept)

    def text(self) -> str:
        """The file's text: entries sorted by rule, campaign and message, one a line."""
        lines = [
            "    " + msgspec.json.encode(entry).decode()
            for entry in sorted(self.entries, key=_order)
        ]
        body = ",\n".join(lines)
        return f'{{\n  "version": {VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'


def _order(entry: BaselineEntry) -> tuple[str, str, str, str]:
    return entry.rule, entry.campaign, entry.message, entry.fingerprint


def of(findings: Iterable[LocatedFinding], file: str) -> Baseline:
    """A baseline that accepts these findings; what could not be read can never be accepted."""
    return Baseline(
        file, tuple(_entry(finding) for finding in findings if finding.rule not in INCOMPLETE)
    )


def _entry(finding: LocatedFinding) -> BaselineEntry:
    campaign = finding.campaign
    name = finding.place
    if campaign is not None:
        path = f"{campaign.program} > {campaign.shown}" if campaign.program else campaign.shown
        name = f"{path} ({campaign.id})"
    return BaselineEntry(finding.rule, name, finding.message, finding.fingerprint)


def load(file: str) -> Baseline:
    """Read a baseline.

    Raises BaselineError for a file that is missing, unreadable or no baseline.
    """
    try:
        document = msgspec.json.decode(_bytes(file), type=_Document)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BaselineError(
            f"baseline {file}: {reason}; write one with --write-baseline {file}"
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BaselineError(
            f"baseline {file} is not readable: {error}; restore it, or write it anew with "
            f"--write-baseline {file}"
        ) from None
    if document.version != VERSION:
        raise BaselineError(
            f"baseline {file} is of version {document.version}, this campaignlint reads "
            f"{VERSION}: write it anew with --write-baseline {file}"
        )
    return Baseline(file, tuple(document.findings))


def _bytes(file: str) -> bytes:
    """The bytes of a file. Raises OSError, and BaselineError for what never ends or blocks."""
    if os.path.exists(file) and not os.path.isfile(file):  # noqa: PTH110, PTH113 - never raise
        raise BaselineError(f"baseline {file}: this is no file")
    try:
        return Path(file).read_bytes()
    except ValueError:
        raise BaselineError(
            f"baseline {file}: no file has such a name: it has a NUL in it"
        ) from None
