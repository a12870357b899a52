"""Suppressions: accepted findings, each with a reason.

The next export overwrites files, so suppressions are in the configuration, or in the description
of a campaign in Marketo: `campaignlint: ignore[rule-id] reason`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.engine.findings import Accepted, RuleFinding, SuppressedBy
from campaignlint.model.finding import Finding, SymbolicLocation
from campaignlint.text import fold, globs, has_wildcards

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName

_INLINE = re.compile(r"campaignlint:\s*ignore\[([^\[\]]*)\][ \t]*([^\r\n]*)", re.IGNORECASE)
_ATTEMPT = re.compile(
    r"campaignlint(?:\s*[:-]\s*(?:ignore|disable|suppress|skip|noqa)\b|\s+ignore\s*\[)[^\r\n]*",
    re.IGNORECASE,
)
"""Text in a description that looks like a suppression."""
_MAX_QUOTED = 80
"""Characters of a malformed suppression in a message."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Accepted findings, with the reason and the last day.

    None matches everything. `campaign` is an id, a name, `Program.Campaign` or a glob; `program`
    and `workspace` are globs; `step` is the number of a flow step as reports print it.
    """

    rules: tuple[str, ...]
    reason: str
    place: SymbolicLocation
    """The location of the suppression."""
    campaign: str | None = None
    program: str | None = None
    workspace: str | None = None
    step: int | None = None
    is_inline: bool = False
    """Whether it is in a description, not in the configuration."""
    owner: str | None = None
    expires: date | None = None
    malformed: str = ""
    """The text of a malformed suppression; "" for a valid one."""

    def matches(self, rule: str, finding: Finding) -> bool:
        """Return whether it matches a finding; its date is not considered."""
        if rule not in self.rules:
            return False
        place = finding.location
        if self.step is not None and self.step != _step_number(place):
            return False
        if place.campaign is None:
            return self._matches_outside_campaigns(place)
        return self.matches_campaign(place.campaign)

    def matches_campaign(self, campaign: CampaignName) -> bool:
        return (
            (self.campaign is None or any(globs(self.campaign, name) for name in _names(campaign)))
            and (self.program is None or globs(self.program, campaign.program or ""))
            and (self.workspace is None or globs(self.workspace, campaign.workspace or ""))
        )

    def names_campaign(self, campaign: CampaignName) -> bool:
        """Return whether it matches a campaign by its name or its program's, not only as any."""
        is_named = self.campaign is not None or self.program is not None
        return is_named and self.matches_campaign(campaign)

    def _matches_outside_campaigns(self, place: SymbolicLocation) -> bool:
        """Return whether it matches a finding in a program by the program's name."""
        if self.campaign is not None or self.workspace is not None:
            return False
        return self.program is not None and globs(self.program, place.text)


def _names(campaign: CampaignName) -> tuple[str, ...]:
    """Return the texts that a suppression's `campaign` may match."""
    return (str(campaign.id), campaign.name, f"{campaign.program}.{campaign.name}")


def _step_number(place: SymbolicLocation) -> int | None:
    if place.path[:2] == ("flow", "steps") and len(place.path) > 2:  # noqa: PLR2004 - and an index
        return int(place.path[2]) + 1
    return None


def inline_suppressions(campaigns: Iterable[SmartCampaign]) -> Iterator[Suppression]:
    """Yield the suppressions in the descriptions of campaigns, also malformed ones."""
    for campaign in campaigns:
        description = campaign.data.description or ""
        for match in _INLINE.finditer(description):
            rules = tuple(name.strip() for name in match[1].split(",") if name.strip())
            yield _inline(campaign, rules, match[2].strip())
        for match in _ATTEMPT.finditer(_INLINE.sub("\n", description)):
            yield _inline(campaign, malformed=match[0].strip())


def _inline(
    campaign: SmartCampaign, rules: tuple[str, ...] = (), reason: str = "", malformed: str = ""
) -> Suppression:
    return Suppression(
        rules,
        reason,
        campaign.location.at("description"),
        campaign=str(campaign.id),
        is_inline=True,
        malformed=malformed,
    )


@dataclass(frozen=True, slots=True)
class SuppressionResults:
    """The findings that remain, those that are suppressed, and findings about suppressions."""

    kept: list[RuleFinding]
    accepted: list[Accepted]
    faults: list[tuple[str, Finding]]


def suppress(
    findings: Iterable[RuleFinding],
    suppressions: Iterable[Suppression],
    *,
    ran: Collection[str],
    rule_ids: Collection[str],
    today: date,
    skipped: Collection[CampaignName] = (),
) -> SuppressionResults:
    """Remove the accepted findings, and report every suppression that is expired or unused.

    `ran` are the ids of enabled rules and `skipped` the campaigns that were not checked: a
    suppression is unused only if all of its rules ran, and it names none of these campaigns.
    `known` are the ids of all rules.
    """
    result = SuppressionResults([], [], [])
    current = []
    for suppression in suppressions:
        fault = _fault(suppression, rule_ids, today)
        if fault is None:
            current.append(suppression)
        else:
            result.faults.append(fault)
    index = _Index(current)
    used: set[int] = set()
    for finding in findings:
        numbers = index.find(finding.rule, finding.finding)
        used.update(numbers)
        if numbers:
            first = current[numbers[0]]
            by: SuppressedBy = "description" if first.is_inline else "configuration"
            result.accepted.append(Accepted(finding, by, first.reason))
        else:
            result.kept.append(finding)
    result.faults.extend(
        _unused_finding(suppression, "matches no finding")
        for number, suppression in enumerate(current)
        if number not in used
        and set(suppression.rules) <= set(ran)
        and not any(map(suppression.names_campaign, skipped))
    )
    return result


class _Index:
    """Suppressions by rule and name: exact names are looked up, patterns are tried one by one."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        self._suppressions = tuple(suppressions)
        self._by_campaign: dict[tuple[str, str], list[int]] = {}
        self._by_program: dict[tuple[str, str], list[int]] = {}
        self._patterns: dict[str, list[int]] = {}
        for number, suppression in enumerate(self._suppressions):
            for rule in suppression.rules:
                self._add(number, rule, suppression)

    def _add(self, number: int, rule: str, suppression: Suppression) -> None:
        campaign, program = suppression.campaign, suppression.program
        if campaign is not None and not has_wildcards(campaign):
            self._by_campaign.setdefault((rule, fold(campaign)), []).append(number)
        elif program is not None and not has_wildcards(program):
            self._by_program.setdefault((rule, fold(program)), []).append(number)
        else:
            self._patterns.setdefault(rule, []).append(number)

    def find(self, rule: str, finding: Finding) -> list[int]:
        """Return the positions of the suppressions that match a finding, in their order."""
        candidates = list(self._patterns.get(rule, ()))
        campaign = finding.location.campaign
        for name in () if campaign is None else set(map(fold, _names(campaign))):
            candidates += self._by_campaign.get((rule, name), ())
        program = finding.location.text if campaign is None else campaign.program or ""
        candidates += self._by_program.get((rule, fold(program)), ())
        return [
            number
            for number in sorted(candidates)
            if self._suppressions[number].matches(rule, finding)
        ]


def _fault(
    suppression: Suppression, rule_ids: Collection[str], today: date
) -> tuple[str, Finding] | None:
    if suppression.malformed:
        return _malformed_finding(suppression, rule_ids)
    unknown = [rule for rule in suppression.rules if rule not in rule_ids]
    if unknown:
        return _unused_finding(suppression, f"names an unknown rule '{unknown[0]}'")
    if not suppression.rules:
        return _unused_finding(suppression, "names no rule")
    if not suppression.reason:
        return _unused_finding(suppression, "has no reason, so it is ignored", "add a reason")
    if suppression.expires is not None and suppression.expires < today:
        owner = f" (owner: {suppression.owner})" if suppression.owner else ""
        return (
            "expired-suppression",
            Finding(
                f"the suppression of {_rules(suppression)} expired on "
                f"{suppression.expires.isoformat()}{owner}",
                suppression.place,
                help="fix the finding, or set a new date",
            ),
        )
    return None


def _malformed_finding(suppression: Suppression, rule_ids: Collection[str]) -> tuple[str, Finding]:
    text = suppression.malformed
    rules = [word for word in re.findall(r"[a-z0-9-]+", text.casefold()) if word in rule_ids]
    quoted = text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}..."
    return (
        "unused-suppression",
        Finding(
            f"'{quoted}' is not a valid suppression, so it is ignored",
            suppression.place,
            help=f"write: campaignlint: ignore[{', '.join(rules) or 'rule-id'}] reason",
        ),
    )


def _unused_finding(
    suppression: Suppression, noun: str, advice: str = "remove it"
) -> tuple[str, Finding]:
    return (
        "unused-suppression",
        Finding(f"the suppression of {_rules(suppression)} {noun}", suppression.place, help=advice),
    )


def _rules(suppression: Suppression) -> str:
    return ", ".join(f"'{rule}'" for rule in suppression.rules) or "no rule"
