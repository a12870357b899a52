"""Fingerprints: the stable identity of a finding across runs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.model.finding import Finding, Key, SymbolicLocation

_KEYED_BY_ASSET = frozenset({"instance", "program", "smart list"})
"""Kinds of locations outside campaigns that have the id of an asset."""


def fingerprint(rule: str, location: SymbolicLocation) -> str:
    """Return what stays the same if the export is repeated, moved or extended by a step."""
    campaign = location.campaign
    if campaign is not None:
        identity: tuple[str, ...] = (campaign.workspace or "", str(campaign.id))
    elif location.key and location.key[0] in _KEYED_BY_ASSET:
        identity = ()
    else:
        identity = (relative_path(location.origin.file),)
    return _digest((rule, *identity, *location.key))


def unique_fingerprints(findings: Sequence[tuple[str, Finding]]) -> list[str]:
    """Return the fingerprint of each finding.

    Findings of one rule at one location are numbered by the order of their places in the file and
    of their messages, so that each fingerprint occurs once.
    """
    repeats: dict[str, list[int]] = defaultdict(list)
    for number, (rule, finding) in enumerate(findings):
        repeats[fingerprint(rule, finding.location)].append(number)
    unique = [""] * len(findings)
    for first, numbers in repeats.items():
        if len(numbers) > 1:
            numbers.sort(key=lambda number: _order(findings[number][1]))
        for ordinal, number in enumerate(numbers):
            unique[number] = _digest((first, str(ordinal))) if ordinal else first
    return unique


def _order(finding: Finding) -> tuple[object, ...]:
    location = finding.location
    pointer = (*location.origin.pointer, *location.path)
    return (
        relative_path(location.origin.file),
        location.origin.start,
        tuple(map(_key_order, pointer)),
        location.offset or 0,
        finding.message,
    )


def _key_order(key: Key) -> tuple[int, str]:
    return (key, "") if isinstance(key, int) else (-1, key)


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
