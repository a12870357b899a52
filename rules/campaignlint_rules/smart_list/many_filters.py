"""Smart lists with more filters than anybody can keep in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="smart_list",
    profile="strict",
    since="0.1",
    source=(sources.CHECK, sources.LISTBP),
)
def many_filters(
    instance: Instance, *, max_filters: Annotated[int, Between(0, 100_000)] = 20
) -> Iterator[Finding]:
    """A smart list has very many filters.

    ## Why

    Dozens of filters are hard to maintain and to keep track of, and every one of them takes time
    to load and to run.

    ## How to fix

    Let one filter hold several values, move filters that belong together into a smart list of
    their own, or work with a segmentation.

    ## Options

    - max_filters: how many filters a smart list may have.
    """
    for smart_list in instance.every_smart_list():
        number = len(smart_list.filters)
        if number > max_filters:
            yield smart_list.asset.finding(
                f"{smart_list} has {number} filters, more than {max_filters}: they are slow to "
                "load and hard to maintain",
                help="give one filter several values, or move some to a smart list of their own",
            )
