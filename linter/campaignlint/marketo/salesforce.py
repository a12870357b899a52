"""Salesforce: flow steps that imply a sync, and constraints that tell who is in Salesforce.

Contacts cannot be assigned to queues, which are for leads.

Sources: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/salesforce-flow-actions/change-owner
for queues, and https://experienceleague.adobe.com/docs/marketo/using/product-docs/crm-sync/salesforce-sync/implied-salesforce-actions.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint.marketo.filters import refers_to_smart_list
from campaignlint.marketo.names import fold_term, same_name
from campaignlint.marketo.operators import IS, IS_EMPTY, is_negated
from campaignlint.marketo.steps import CHANGE_OWNER

if TYPE_CHECKING:
    from collections.abc import Iterable

IMPLIED_SYNCS = (
    "Add to SFDC Campaign",
    CHANGE_OWNER,
    "Change Status in SFDC Campaign",
    "Convert Lead",
    "Create Task",
)
"""The steps that sync people who are not in Salesforce before they do anything else."""

_ABOUT_SALESFORCE = re.compile(
    r"\b(?:sfdc|salesforce)\b|\b(?:in|to) crm\b|\bcrm (?:\w+ )?(?:id|type)\b"
    r"|^(?:(?:lead|person|contact|account|sales) )?owner\b|^has opportunity\b"
    r"|^lead is converted$|\bopportunity\b.* is updated$|^added to opportunity\b"
)
"""Folded names of fields, filters and triggers that are about people in Salesforce."""

_ABOUT_OTHERS = re.compile(r"^not\b|\bdelete[ds]?\b|\berrors?\b|\bfail")
"""Folded names of those that are about others too."""

_SALESFORCE = re.compile(r"\b(?:sfdc|salesforce|crm)\b")
_ABSENT = re.compile(r"\b(?:no|non|not|without|missing|errors?|fail\w*)\b")

_SOURCES = frozenset({"source", "source type", "original source type", "attribute"})
"""Folded names of constraints and fields whose values may name Salesforce."""

_NO = frozenset({"", "0", "false", "no", "null"})
_YES = frozenset({"1", "true", "yes"})


def is_in_salesforce(name: str, operator: str, values: Iterable[str]) -> bool | None:
    """Return whether people who meet a filter, constraint or condition are in Salesforce.

    None if it does not tell, which is also the case if only some people who meet it are there.
    """
    term = fold_term(name)
    folded = set(map(fold_term, values))
    if refers_to_smart_list(name) or term in _SOURCES:
        is_positive = not is_negated(operator) and not term.startswith("not ")
        return _names_salesforce(folded) if is_positive else None
    if _ABOUT_SALESFORCE.search(term) is None or _ABOUT_OTHERS.search(term) is not None:
        return None
    if is_negated(operator):
        return {_YES: False, _NO: True}.get(_boolean(folded))
    return not (
        same_name(operator, IS_EMPTY) or (same_name(operator, IS) and _boolean(folded) == _NO)
    )


_TYPES = frozenset({"sfdc type", "salesforce type", "crm type"})
"""Folded names of the field that says whether a person is a lead or a contact in Salesforce."""

_CONTACT = re.compile(r"\bcontacts?\b")
_LEAD = re.compile(r"\bleads?\b")


def excludes_contacts(name: str, operator: str, values: Iterable[str]) -> bool:
    """Return whether no one who meets a filter, constraint or condition is a contact in Salesforce.

    False also if that is unknown.
    """
    term = fold_term(name)
    folded = set(map(fold_term, values))
    is_negative = is_negated(operator) or term.startswith("not ")
    if term in _TYPES and not same_name(operator, IS_EMPTY):
        names_contacts = any(map(_CONTACT.search, folded))
        return names_contacts if is_negative else bool(folded) and not names_contacts
    if refers_to_smart_list(name):
        return any(_is_without_contacts(value, is_negative=is_negative) for value in folded)
    if _CONTACT.search(term) is not None and _boolean(folded):
        return _boolean(folded) == (_YES if is_negative else _NO)
    may_tell = same_name(operator, IS_EMPTY) or _SALESFORCE.search(term) is not None
    return may_tell and is_in_salesforce(name, operator, values) is False


def _is_without_contacts(list_name: str, *, is_negative: bool) -> bool:
    """Return whether the members of a list of this name, or all others, are not contacts."""
    if _CONTACT.search(list_name) is not None:
        return (_ABSENT.search(list_name) is None) == is_negative
    if _SALESFORCE.search(list_name) is None or is_negative:
        return False
    return _LEAD.search(list_name) is not None or _ABSENT.search(list_name) is not None


def _names_salesforce(values: set[str]) -> bool | None:
    """Return whether lists or sources of these names are of people in Salesforce."""
    naming = [value for value in values if _SALESFORCE.search(value)]
    return not any(map(_ABSENT.search, naming)) if naming else None


def _boolean(values: set[str]) -> frozenset[str]:
    """Return the Boolean that all values spell, or the empty set."""
    return next((each for each in (_YES, _NO) if values and values <= each), frozenset())
