"""What a finding is known by from one run to the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.finding import SymbolicLocation
    from campaignlint.report.model import LocatedFinding

_KEYED_BY_ASSET = frozenset({"program", "smart list"})
"""Places that no campaign holds, but that their own id tells apart."""


def fingerprint(rule: str, place: SymbolicLocation) -> str:
    """What stays the same when the export is repeated, moved or extended by a step."""
    campaign = place.campaign
    if campaign is not None:
        identity: tuple[str, ...] = (campaign.workspace or "", str(campaign.id))
    elif place.key and place.key[0] in _KEYED_BY_ASSET:
        identity = ()
    else:
        identity = (relative_path(place.origin.file),)
    return _digest((rule, *identity, *place.key))


def with_unique_fingerprints(findings: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """Number the findings of one rule at one place, so that each fingerprint stands once."""
    seen: Counter[str] = Counter()
    unique = []
    for finding in findings:
        before = seen[finding.fingerprint]
        seen[finding.fingerprint] += 1
        if before:
            numbered = _digest((finding.fingerprint, str(before)))
            unique.append(replace(finding, fingerprint=numbered))
        else:
            unique.append(finding)
    return unique


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
