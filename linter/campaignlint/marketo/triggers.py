"""Triggers: their names, and which of them fire for everything unless they are constrained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from campaignlint.marketo.names import fold_term, same_name

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ListensTo:
    """The object of a trigger: its primary attribute, and the word for one such object."""

    attribute: str
    thing: str


BROAD_TRIGGERS: Mapping[str, ListensTo] = {
    "Clicks Link": ListensTo("Link", "link"),
    "Data Value Changes": ListensTo("Attribute", "field"),
    "Email is Delivered": ListensTo("Email", "email"),
    "Fills Out Form": ListensTo("Form Name", "form"),
    "Visits Web Page": ListensTo("Web Page", "web page"),
}
"""Triggers of everyday activities, which happen to most people most days.

Others, such as Lead is Created or Unsubscribes from Email, are often meant for the whole instance.
Source: https://nation.marketo.com/t5/product-blogs/before-you-pull-the-trigger-on-triggers/ba-p/242151
"""


def listens_to(trigger_name: str) -> ListensTo | None:
    """Return the object of a trigger of everyday activities; None for any other trigger."""
    for name, listening in BROAD_TRIGGERS.items():
        if same_name(name, trigger_name):
            return listening
    return None


_TRIGGER_NAMES = frozenset(
    map(
        fold_term,
        (
            "Activity is Logged",
            "Activity is Updated",
            "Added to List",
            "Added to Microsoft Campaign",
            "Added to Nurture",
            "Added to Opportunity",
            "Added to Opportunity (Account)",
            "Added to Opportunity (Contact)",
            "Added to SFDC Campaign",
            "Asks questions during event",
            "Attends event",
            "Campaign is Requested",
            "Clicks Link",
            "Clicks Link in Email",
            "Clicks Link in Sales Email",
            "Clicks Link in SMS Message",
            "Clicks on a Link",
            "Data Value Changes",
            "Downloads an asset",
            "Email Bounces",
            "Email Bounces Soft",
            "Email is Delivered",
            "Engages with a Conversational Flow",
            "Engages with a Dialogue",
            "Engages with an Agent in Conversational Flow",
            "Engages with an Agent in Dialogue",
            "Fills Out Form",
            "Has Interesting Moment",
            "Interacts with Document in Conversational Flow",
            "Interacts with Document in Dialogue",
            "Is Sent Sales Email",
            "Lead is Converted",
            "Lead is Created",
            "Lead is Deleted from Microsoft",
            "Lead is Deleted from SFDC",
            "Lead is Pushed to Marketo",
            "Lead is Synced to Microsoft",
            "Lead is Synced to SFDC",
            "Lead Partition Changes",
            "Manual Stage Change",
            "Nurture Cadence Changes",
            "Nurture Track Changes",
            "Opens Email",
            "Opens Sales Email",
            "Opportunity is Updated",
            "Opportunity (Account) is Updated",
            "Opportunity (Contact) is Updated",
            "Owner Changes",
            "Owner Changes in Microsoft",
            "Program Member Data is Changed",
            "Progression Status is Changed",
            "Reaches Dialogue Goal",
            "Reaches Goal in Conversational Flow",
            "Received Forward to Friend Email",
            "Removed from List",
            "Removed from Microsoft Campaign",
            "Removed from Opportunity",
            "Removed from SFDC Campaign",
            "Replies to Sales Email",
            "Responds to a Poll",
            "Responds to a Survey",
            "Revenue Stage is Changed",
            "Sales Email Bounces",
            "Sales Email is Received",
            "Schedules Meeting in Conversational Flow",
            "Schedules Meeting in Dialogue",
            "Score is Changed",
            "Segment Changes",
            "Sent Alert",
            "Sent Forward to Friend Email",
            "SMS Message Bounces",
            "SMS Message is Delivered",
            "Status is Changed in SFDC Campaign",
            "Unsubscribes from Email",
            "Visits Web Page",
            "Webhook is Called",
        ),
    )
)
"""The built-in triggers, with the API's names, folded.

Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
"""

_API_WORDS = (
    (re.compile(r"\bperson\b"), "lead"),
    (re.compile(r"\bengagement program stream\b"), "nurture track"),
    (re.compile(r"\bengagement program\b"), "nurture"),
    (re.compile(r"\bprogram status\b"), "progression status"),
)
"""Words of the screens, each with the API's word."""


@lru_cache(maxsize=4096)
def is_built_in_trigger(name: str) -> bool:
    """Return whether Marketo has a trigger of this name, with the API's or the screens' words."""
    words = fold_term(name)
    for pattern, api_word in _API_WORDS:
        words = pattern.sub(api_word, words)
    return words in _TRIGGER_NAMES
