"""Baselines: existing findings that are accepted, so that only new ones fail a run.

The file is sorted and has one entry per line, so that its diffs are readable.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from campaignlint.engine.findings import INCOMPLETE, RuleFinding
from campaignlint.model.finding import Finding, RecordLocation, SymbolicLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VERSION = 1


class BaselineError(Exception):
    """A baseline that cannot be used; the text says which, where and what to do."""


class BaselineEntry(
    msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An accepted finding. Rule, campaign and message are for readers only."""

    rule: str
    campaign: str
    message: str
    fingerprint: str
    dormant: bool = False
    """Whether it is accepted only while its campaign cannot run."""


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    findings: list[BaselineEntry]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted findings of a baseline file."""

    file: str
    entries: tuple[BaselineEntry, ...]

    def split(self, findings: Iterable[RuleFinding]) -> tuple[list[RuleFinding], list[RuleFinding]]:
        """Return the findings that are not accepted, and those that are.

        A finding that means an incomplete run is never accepted.
        """
        always = {entry.fingerprint for entry in self.entries if not entry.dormant}
        while_dormant = {entry.fingerprint for entry in self.entries}
        kept: list[RuleFinding] = []
        accepted: list[RuleFinding] = []
        for finding in findings:
            known = while_dormant if finding.dormant else always
            is_accepted = finding.fingerprint in known and finding.rule not in INCOMPLETE
            (accepted if is_accepted else kept).append(finding)
        return kept, accepted

    def stale(
        self, findings: Iterable[RuleFinding], ran: frozenset[str]
    ) -> tuple[BaselineEntry, ...]:
        """Return the entries whose rule ran, and whose finding is gone."""
        present = {finding.fingerprint for finding in findings}
        return tuple(
            entry
            for entry in self.entries
            if entry.fingerprint not in present and entry.rule in ran
        )

    def stale_findings(self, stale: Iterable[BaselineEntry]) -> Iterator[Finding]:
        """Return a finding for each stale entry, located in its line."""
        lines = {entry.fingerprint: number for number, entry in enumerate(self.entries)}
        for entry in stale:
            yield Finding(
                f"stale baseline entry: '{entry.rule}' in {entry.campaign} is no longer found",
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
        """Return the baseline without its stale entries."""
        gone = {entry.fingerprint for entry in stale}
        entries = tuple(entry for entry in self.entries if entry.fingerprint not in gone)
        return Baseline(self.file, entries)

    def text(self) -> str:
        """Return the file's text: one entry per line, sorted by rule, campaign and message."""
        lines = ["    " + msgspec.json.encode(entry).decode() for entry in sorted(self.entries)]
        body = ",\n".join(lines)
        return f'{{\n  "version": {VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'


def create(findings: Iterable[RuleFinding], file: str) -> Baseline:
    """Return a baseline with these findings, except those that mean an incomplete run."""
    entries = tuple(_entry(finding) for finding in findings if finding.rule not in INCOMPLETE)
    return Baseline(file, entries)


def _entry(finding: RuleFinding) -> BaselineEntry:
    location = finding.finding.location
    campaign = location.campaign and location.campaign.truncate()
    name = location.text
    if campaign is not None:
        name = f"{campaign.path} ({campaign.id})"
    return BaselineEntry(
        finding.rule, name, finding.finding.message, finding.fingerprint, finding.dormant
    )


def load(file: str) -> Baseline:
    """Read a baseline file.

    Raises BaselineError if the file is missing, unreadable or not a baseline.
    """
    if os.path.exists(file) and not os.path.isfile(file):
        raise BaselineError(
            f"baseline {file}: not a file; compare with an earlier export by --new-since"
        )
    try:
        document = msgspec.json.decode(Path(file).read_bytes(), type=_Document)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BaselineError(
            f"baseline {file}: {reason}; write one with --write-baseline {file}"
        ) from None
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise BaselineError(
            f"cannot read baseline {file}: {error}; restore it, or rewrite it with "
            f"--write-baseline {file}"
        ) from None
    if document.version != VERSION:
        raise BaselineError(
            f"baseline {file} has version {document.version}, but this campaignlint supports "
            f"version {VERSION}; rewrite it with --write-baseline {file}"
        )
    return Baseline(file, tuple(document.findings))
