"""Overrides: settings for some programs, folders or workspaces only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from campaignlint.text import globs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Severity, SymbolicLocation
    from campaignlint.model.folders import Program
    from campaignlint.model.instance import Instance
    from campaignlint.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Match:
    """Case-insensitive globs for campaigns; None matches everything."""

    program: str | None = None
    folder: str | None = None
    """Matches the name or the path of a folder above."""
    workspace: str | None = None

    def matches(self, asset: SmartCampaign | Program) -> bool:
        return (
            (self.program is None or globs(self.program, asset.program_name or ""))
            and (self.workspace is None or globs(self.workspace, asset.workspace or ""))
            and (
                self.folder is None or any(globs(self.folder, text) for text in asset.folder_texts)
            )
        )


@dataclass(frozen=True, slots=True)
class Override:
    """The settings that differ for the campaigns that `match` matches."""

    match: Match
    rules: frozenset[str] | None = None
    """The ids of the rules that are enabled there; None for the same as elsewhere."""
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Scopes:
    """The settings of each rule by asset: those of the configuration, and those of overrides.

    Overrides are known by their position in the configuration. Of several that apply to an asset,
    the last one that has a setting counts.
    """

    def __init__(
        self,
        instance: Instance,
        overrides: Sequence[Override],
        *,
        enabled: frozenset[str] | None,
        options: Mapping[str, Mapping[str, Any]],
        severities: Mapping[str, Severity],
    ) -> None:
        self.overrides = overrides
        self._instance = instance
        self._enabled = enabled
        self._options = options
        self._severities = severities
        self._known: dict[tuple[type, int], tuple[int, ...]] = {}

    def at(self, asset: SmartCampaign | Program) -> tuple[int, ...]:
        """Return the overrides that apply to an asset."""
        if not self.overrides:
            return ()
        key = (type(asset), asset.id)
        if key not in self._known:
            self._known[key] = tuple(
                number
                for number, override in enumerate(self.overrides)
                if override.match.matches(asset)
            )
        return self._known[key]

    def at_location(self, location: SymbolicLocation) -> tuple[int, ...]:
        """Return the overrides that apply to the asset at a location."""
        asset: SmartCampaign | Program | None = None
        if location.campaign is not None:
            asset = self._instance.campaign(location.campaign.id)
        elif location.key[:1] == ("program",):
            asset = self._instance.programs.get(int(location.key[1]))
        return () if asset is None else self.at(asset)

    def is_enabled(self, rule: str, overrides: tuple[int, ...]) -> bool:
        """Return whether a rule is enabled where these overrides apply."""
        is_enabled = self._enabled is None or rule in self._enabled
        for number in overrides:
            override = self.overrides[number]
            if override.rules is not None:
                is_enabled = rule in override.rules
            if rule in override.ignore:
                is_enabled = False
        return is_enabled

    def options(self, rule: str, overrides: tuple[int, ...]) -> Mapping[str, Any]:
        """Return the options of a rule where these overrides apply."""
        options = self._options.get(rule, {})
        number = self._variant(rule, overrides)
        return options if number is None else {**options, **self.overrides[number].options[rule]}

    def variants(self, rule: str) -> list[int | None]:
        """Return the overrides that have options for a rule, after None for the configuration."""
        numbers = [
            number for number, override in enumerate(self.overrides) if rule in override.options
        ]
        return [None, *numbers]

    def is_variant(self, rule: str, location: SymbolicLocation, variant: int | None) -> bool:
        """Return whether the options of a rule at a location are those of a variant."""
        return self._variant(rule, self.at_location(location)) == variant

    def severity(self, rule: Rule, location: SymbolicLocation) -> Severity:
        """Return the severity of a rule at a location."""
        severity = self._severities.get(rule.id, rule.severity)
        for number in self.at_location(location):
            severity = self.overrides[number].severities.get(rule.id, severity)
        return severity

    def _variant(self, rule: str, overrides: tuple[int, ...]) -> int | None:
        return next(
            (number for number in reversed(overrides) if rule in self.overrides[number].options),
            None,
        )
