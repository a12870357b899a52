"""Filters of smart lists: on a membership, or on a field with a single value.

An attribute filter has the name of its person or company field, and so has its constraint. Others
are on a membership, or on things of which a person can have many.

Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
"""

from __future__ import annotations

from functools import lru_cache

from campaignlint.marketo.names import fold_term, same_name

MEMBER_OF_LIST = "Member of List"

RANDOM_SAMPLE = "Random Sample"
"""In the condition of a choice: splits people by chance, and compares no field.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/use-add-choice-in-a-flow-step
"""

_OF_SMART_LISTS = frozenset({"member of smart list", "not member of smart list"})

_MANY_VALUED = (
    "member of ",
    "not member of ",
    # Opportunities and custom objects.
    "has ",
    "not has ",
)
"""Prefixes of filters on things of which a person can have many, folded."""


def is_member_of_list(filter_name: str) -> bool:
    """Return whether a filter is on the membership of a static list."""
    return same_name(filter_name, MEMBER_OF_LIST)


@lru_cache(maxsize=4096)
def refers_to_smart_list(filter_name: str) -> bool:
    """Return whether a filter is on the membership of another smart list."""
    return fold_term(filter_name) in _OF_SMART_LISTS


def is_single_valued_field(filter_name: str, attribute_name: str) -> bool:
    """Return whether an attribute filter is on a field with a single value per person."""
    return same_name(filter_name, attribute_name) and not fold_term(filter_name).startswith(
        _MANY_VALUED
    )
