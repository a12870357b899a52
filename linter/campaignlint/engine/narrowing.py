"""Narrowing: the files, assets and severities that a report is limited to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from campaignlint.engine.findings import INCOMPLETE, locations_of
from campaignlint.model.finding import SEVERITIES, Severity
from campaignlint.paths import relative_path
from campaignlint.text import did_you_mean, fold, globs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.engine.findings import RuleFinding
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import SymbolicLocation
    from campaignlint.model.folders import Program
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList


class NarrowingError(Exception):
    """A program, folder or workspace that is not in the export."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The limits of a report. The whole export is read, and rules run on all of it.

    Programs, folders and workspaces are names or globs. An asset must match one of each kind.
    """

    files: frozenset[str] | None = None
    programs: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    workspaces: tuple[str, ...] = ()
    min_severity: Severity = SEVERITIES[-1]

    @property
    def has_assets(self) -> bool:
        """Whether the report is limited to some assets."""
        return bool(self.programs or self.folders or self.workspaces)


@dataclass(frozen=True, slots=True)
class Assets:
    """The assets to which a report is limited, by id."""

    campaigns: frozenset[int]
    programs: frozenset[int]
    smart_lists: frozenset[int]

    def has(self, location: SymbolicLocation) -> bool:
        """Return whether a location is in one of the assets."""
        if location.campaign is not None:
            return location.campaign.id in self.campaigns
        kind, *ids = location.key or ("",)
        if kind == "program":
            return int(ids[0]) in self.programs
        return kind == "smart list" and bool(ids) and int(ids[0]) in self.smart_lists


def find_assets(instance: Instance, narrowing: Narrowing) -> Assets | None:
    """Return the assets to which a report is limited; None for all.

    Raises NarrowingError for a name or glob that matches nothing in the export.
    """
    if not narrowing.has_assets:
        return None
    _require_matches(instance, narrowing)
    return Assets(
        frozenset(campaign.id for campaign in instance.campaigns if _matches(campaign, narrowing)),
        frozenset(
            program.id for program in instance.programs.values() if _matches(program, narrowing)
        ),
        frozenset(
            smart_list.id
            for smart_list in instance.smart_lists
            if smart_list.id is not None and _matches_smart_list(smart_list, narrowing)
        ),
    )


def _matches(asset: SmartCampaign | Program, narrowing: Narrowing) -> bool:
    return (
        _is_named(narrowing.programs, (asset.program_name,))
        and _is_named(narrowing.workspaces, (asset.workspace,))
        and (not narrowing.folders or _is_named(narrowing.folders, asset.folder_texts))
    )


def _matches_smart_list(smart_list: SmartList, narrowing: Narrowing) -> bool:
    return (
        _is_named(narrowing.programs, (smart_list.program,))
        and _is_named(narrowing.workspaces, (smart_list.workspace,))
        and not narrowing.folders
    )


def _is_named(patterns: tuple[str, ...], names: Iterable[str | None]) -> bool:
    """Return whether a name matches one of the patterns, or there are none."""
    return not patterns or any(
        _matches_name(pattern, name) for name in names if name for pattern in patterns
    )


def _matches_name(pattern: str, name: str) -> bool:
    return fold(pattern) == fold(name) or globs(pattern, name)


def _require_matches(instance: Instance, narrowing: Narrowing) -> None:
    for kind, patterns in (
        ("program", narrowing.programs),
        ("folder", narrowing.folders),
        ("workspace", narrowing.workspaces),
    ):
        names = list(dict.fromkeys(_names(instance, kind))) if patterns else []
        for pattern in patterns:
            if not any(_matches_name(pattern, name) for name in names):
                raise NarrowingError(
                    f"no {kind} in the export matches '{pattern}'{did_you_mean(pattern, names)}"
                )


def _names(instance: Instance, kind: str) -> Iterator[str]:
    assets: list[SmartCampaign | Program] = [*instance.campaigns, *instance.programs.values()]
    for asset in assets:
        if kind == "folder":
            yield from asset.folder_texts
        elif name := asset.program_name if kind == "program" else asset.workspace:
            yield name
    for smart_list in instance.smart_lists:
        name = {"program": smart_list.program, "workspace": smart_list.workspace}.get(kind)
        if name:
            yield name


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The findings to which a report is limited, and the numbers of those that are left out."""

    findings: list[RuleFinding] = field(default_factory=list)
    in_other_files: int = 0
    in_other_assets: int = 0
    less_severe: int = 0


def narrow(
    findings: Iterable[RuleFinding], narrowing: Narrowing, assets: Assets | None
) -> Narrowed:
    """Limit findings to files, assets and severities.

    A finding belongs to the files and assets of its location and of its related locations. A
    finding that means an incomplete run is never left out.
    """
    kept: list[RuleFinding] = []
    in_other_files = in_other_assets = less_severe = 0
    severities = SEVERITIES[: SEVERITIES.index(narrowing.min_severity) + 1]
    for finding in findings:
        if finding.rule in INCOMPLETE:
            kept.append(finding)
        elif narrowing.files is not None and not _is_in_files(finding, narrowing.files):
            in_other_files += 1
        elif assets is not None and not any(map(assets.has, locations_of(finding.finding))):
            in_other_assets += 1
        elif finding.severity not in severities:
            less_severe += 1
        else:
            kept.append(finding)
    return Narrowed(kept, in_other_files, in_other_assets, less_severe)


def _is_in_files(rule_finding: RuleFinding, files: frozenset[str]) -> bool:
    finding = rule_finding.finding
    if not files.isdisjoint(map(relative_path, finding.files)):
        return True
    return any(relative_path(location.origin.file) in files for location in locations_of(finding))
