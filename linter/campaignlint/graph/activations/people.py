"""The kinds of people that the filters and choices of campaigns distinguish."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from campaignlint.graph.activations.values import EMPTY, as_number, constant, number
from campaignlint.marketo.events import MEMBER, MEMBERSHIPS, NOT_MEMBER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from campaignlint.graph.activations.events import Known, Read, Subject
    from campaignlint.graph.activations.flows import Flows
    from campaignlint.graph.activations.values import Value
    from campaignlint.model.campaign import SmartCampaign

_MAX_KINDS = 64
"""The maximum number of kinds of people; if there are more, all values count as unknown."""

_OTHER = constant("any other value")


def kinds_of_people(
    campaigns: Iterable[SmartCampaign], flows: Flows, except_for: Collection[Subject]
) -> list[Known]:
    """Return the known values of each kind of person, without these subjects.

    Empty if there are too many kinds.
    """
    values: dict[Subject, set[Value]] = {}
    for campaign in campaigns:
        for read in (*flows.filters_of(campaign), *_choice_reads(campaign, flows)):
            if read.subject is not None and read.subject not in except_for:
                values.setdefault(read.subject, set()).update(_values(read))
        if prod(len(each) for each in values.values()) > _MAX_KINDS:
            return []
    sets = [[frozenset({each}) for each in sorted(found)] for found in values.values()]
    return [dict(zip(values, each, strict=True)) for each in product(*sets)]


def _choice_reads(campaign: SmartCampaign, flows: Flows) -> Iterator[Read]:
    for operation in flows.of(campaign):
        for branch in operation.branches:
            if branch.condition is not None:
                yield branch.condition


def _values(read: Read) -> Iterator[Value]:
    """Yield values that meet a comparison, and values that do not."""
    if read.subject is not None and read.subject[0] in MEMBERSHIPS:
        yield from (constant(MEMBER), constant(NOT_MEMBER))
        return
    yield EMPTY
    yield _OTHER
    for text in read.comparison.values:
        limit = as_number(text) if read.comparison.is_order else None
        if limit is None:
            yield constant(text)
        else:
            yield from (number(limit - 1), number(limit), number(limit + 1))
