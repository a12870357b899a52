"""Filters of smart lists: which ask for a membership, and which for the one value of a field.

An attribute filter bears the name of its person or company field, and its condition does too. The
others ask for a membership, or for things that a person has many of.

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
"""How filters on what a person may have many of begin."""


def is_member_of_list(filter_name: str) -> bool:
    """Whether a filter asks for members of a static list."""
    return same_name(filter_name, MEMBER_OF_LIST)


@lru_cache(maxsize=4096)
def refers_to_smart_list(filter_name: str) -> bool:
    """Whether a filter asks for members, or for those who are none, of another smart list."""
    return fold_term(filter_name) in _OF_SMART_LISTS


def is_single_valued_field(filter_name: str, attribute_name: str) -> bool:
    """Whether an attribute filter is on a field of which a person has one value only."""
    return same_name(filter_name, attribute_name) and not fold_term(filter_name).startswith(
        _MANY_VALUED
    )
