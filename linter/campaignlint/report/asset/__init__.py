"""The report of `show` about one asset: its description and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.describe.rows import Row, Section
from campaignlint.describe.sections import describe_asset
from campaignlint.model.lookup import TokenName, kind_of, program_of
from campaignlint.report.asset.redaction import redacted_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.lookup import Asset, LookupKind
    from campaignlint.report.model import LocatedFinding, Report

FINDINGS = "Findings"


@dataclass(frozen=True, slots=True)
class AssetReport:
    """The description of an asset, and its findings."""

    title: str
    """`OP Scoring > EX Score`, with its kind unless it is a campaign."""
    kind: LookupKind
    id: int | None
    """None for a My Token."""
    name: str
    program: str | None
    """The program that it is in."""
    workspace: str | None
    sections: tuple[Section, ...]
    findings: tuple[LocatedFinding, ...]
    accepted: int
    """The number of findings that suppressions or the baseline accept."""

    def all_sections(self) -> tuple[Section, ...]:
        """Return the sections with that of the findings, which a My Token does not have."""
        findings = () if self.kind == "token" else (Section(FINDINGS, tuple(self._rows())),)
        return (*self.sections, *findings)

    def _rows(self) -> Iterator[Row]:
        for finding in self.findings:
            where = finding.location
            place = where.file if where.line is None else f"{where.file}:{where.line}"
            yield Row(finding.severity, f"{finding.message} [{finding.rule}] at {place}")
        if not self.findings:
            yield Row("", "none")
        if self.accepted:
            yield Row("accepted", f"{self.accepted:,} by suppressions or the baseline")


def report_asset(asset: Asset, report: Report, *, redact: bool, names: bool) -> AssetReport:
    """Report on an asset; `redact` leaves out values, and `names` also the names of assets."""
    kind, name, program = kind_of(asset), asset.name, program_of(asset)
    workspace = None if isinstance(asset, TokenName) else asset.workspace
    label = kind.replace("-", " ")
    title = f"{program} > {name}" if program else name
    if kind != "campaign":
        title = f"{label} {title}"
    if names:
        title = name = f"{label} {asset.id or ''}".rstrip()
        program = workspace = None
    return AssetReport(
        DETAIL_LIMITS.truncate(title),
        kind,
        asset.id,
        name,
        program,
        workspace,
        redacted_sections(asset, names=names) if redact else describe_asset(asset),
        tuple(finding for finding in report.findings if _is_about(finding, asset)),
        sum(_is_about(finding.finding, asset) for finding in report.accepted),
    )


def _is_about(finding: LocatedFinding, asset: Asset) -> bool:
    """Return whether a finding is in an asset, or in a campaign of a program."""
    kind, campaign = kind_of(asset), finding.campaign
    if kind == "program" and campaign is not None:
        return campaign.program_id == asset.id
    return finding.asset == f"{kind.replace('-', ' ')} {asset.id}"
