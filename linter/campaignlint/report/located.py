"""Add files, lines and columns to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.engine.findings import locations_of
from campaignlint.locating import locations
from campaignlint.report.model import LocatedFinding, LocatedRelated, SuppressedFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.engine.findings import Accepted, RuleFinding
    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Related, SymbolicLocation


def locate_findings(
    findings: Iterable[RuleFinding], identities: Mapping[str, int]
) -> tuple[list[LocatedFinding], list[str]]:
    """Return located findings, and the files that changed after they were read.

    `identities` identify the version of each file that was read. Findings in a file that changed
    have no line.
    """
    findings = list(findings)
    found = locations.locate(
        (location for finding in findings for location in locations_of(finding.finding)),
        identities,
        framed={finding.finding.location for finding in findings},
    )
    return [_locate(finding, found) for finding in findings], found.changed


def without_lines(findings: Iterable[RuleFinding]) -> list[LocatedFinding]:
    """Return findings with their files, but without lines."""
    findings = list(findings)
    found = {
        location: locations.location_without_lines(location)
        for finding in findings
        for location in locations_of(finding.finding)
    }
    return [_locate(finding, found) for finding in findings]


def _locate(
    rule_finding: RuleFinding, found: Mapping[SymbolicLocation, Location]
) -> LocatedFinding:
    def locate_related(related: Related) -> LocatedRelated:
        place = related.location
        return LocatedRelated(related.message, place.text, found[place], place.asset)

    finding = rule_finding.finding
    campaign = finding.location.campaign
    return LocatedFinding(
        rule=rule_finding.rule,
        severity=rule_finding.severity,
        confidence=rule_finding.confidence,
        message=finding.message,
        campaign=campaign and campaign.truncate(),
        place=finding.location.text,
        location=found[finding.location],
        help=finding.help,
        related=tuple(map(locate_related, finding.related)),
        chain=tuple(map(locate_related, finding.chain)),
        fingerprint=rule_finding.fingerprint,
        dormant=rule_finding.dormant,
        asset=finding.location.asset,
        more_related=finding.more_related,
    )


def sort_by_location(findings: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """Sort findings by file, line and column, then by rule and message."""
    return sorted(findings, key=lambda finding: finding.order)


def suppressed_findings(
    accepted: Iterable[Accepted], identities: Mapping[str, int], *, is_located: bool
) -> tuple[SuppressedFinding, ...]:
    """Return accepted findings as reports list them; with lines only if they are located."""
    accepted = list(accepted)
    findings = [each.finding for each in accepted]
    located = locate_findings(findings, identities)[0] if is_located else without_lines(findings)
    pairs = sorted(zip(located, accepted, strict=True), key=lambda pair: pair[0].order)
    return tuple(SuppressedFinding(finding, each.by, each.reason) for finding, each in pairs)
