"""Triggers: which of them listen to a whole instance unless they are told what to listen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.marketo.names import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ListensTo:
    """What a trigger listens to: its primary attribute, and one of the things it may be."""

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
    """What a trigger of everyday activities listens to; None for any other trigger."""
    for name, listening in BROAD_TRIGGERS.items():
        if same_name(name, trigger_name):
            return listening
    return None
