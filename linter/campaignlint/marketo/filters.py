"""Filters of smart lists: on a membership, or on a field with a single value.

An attribute filter has the name of its person or company field, and so has its constraint. Others
are on a membership, or on things of which a person can have many.

Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from campaignlint.marketo.names import fold_term, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MEMBER_OF_LIST = "Member of List"

RANDOM_SAMPLE = "Random Sample"
"""In the condition of a choice: splits people by chance, and compares no field.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/use-add-choice-in-a-flow-step
"""

ASSET_ATTRIBUTES = (
    "Email",
    "Form Name",
    "Form",
    "Web Page",
    "Link",
    "Program",
    "Program Name",
    "List Name",
    "List",
    "Campaign",
)
"""Names of the constraint that says which asset an activity is about."""

_OF_SMART_LISTS = frozenset({"member of smart list", "not member of smart list"})

_SYSTEM_SMART_LISTS = frozenset(
    {
        "all people",
        "black list",
        "blacklist",
        "block list",
        "blocklist",
        "bounced email addresses",
        "email invalid",
        "email suspended",
        "marketing suspended",
        "no acquisition program",
        "possible duplicates",
        "unsubscribed people",
    }
)
"""The smart lists that every instance has and the API does not list, folded, with older names.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-lists-and-static-lists/using-smart-lists/use-built-in-system-smart-lists
"""

_LEADS = re.compile(r"\b(?:leads|persons)\b")


def is_system_smart_list(name: str) -> bool:
    """Return whether a smart list is one of Marketo's own, with or without its folder."""
    bare = _LEADS.sub("people", fold_term(name).removeprefix("system smart lists."))
    return bare in _SYSTEM_SMART_LISTS


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


_NOT = "not "
_NOT_A_MEMBER = frozenset({"is not", "not in", "not member of"})
_MEMBER = "member of "


def is_negative(filter_name: str, attribute_name: str, operator: str, *, is_activity: bool) -> bool:
    """Return whether a filter finds the people without an activity or a membership.

    Such filters have names that begin with "Not", as a field of the person may have.
    """
    name = fold_term(filter_name)
    if name.startswith(_NOT):
        return is_activity or not is_single_valued_field(filter_name, attribute_name)
    return name.startswith(_MEMBER) and fold_term(operator) in _NOT_A_MEMBER


_SUPPRESSIONS = frozenset(
    {
        "black listed",
        "blacklisted",
        "block listed",
        "blocklisted",
        "email invalid",
        "email suspended",
        "marketing suspended",
        "unsubscribed",
    }
)
"""Boolean fields that keep a person from getting marketing email, folded."""

_FALSE = frozenset({"false", "no", "0"})
_TRUE = frozenset({"true", "yes", "1"})


def excludes_suppressed(filter_name: str, operator: str, values: Iterable[str]) -> bool:
    """Return whether a filter is met by everyone but the people who must not get email."""
    if fold_term(filter_name) not in _SUPPRESSIONS:
        return False
    folded = set(map(fold_term, values))
    accepted = {"is": _FALSE, "is not": _TRUE}.get(fold_term(operator), frozenset())
    return bool(folded) and folded <= accepted
