"""Flow steps: their names, and the attributes that name a called campaign.

Names are those of the REST Asset API. No public source gives ids for Wait or Execute Campaign, so
steps are known by name alone; the API says lead where the screens say person, and nurture where
they say engagement program, and both are met.

Sources: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
for the API's names, the pages of the flow actions below
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts for
those of the screens.
"""

from __future__ import annotations

from functools import lru_cache

EXECUTE_CAMPAIGN = "Execute Campaign"
REQUEST_CAMPAIGN = "Request Campaign"
WAIT = "Wait"
CALL_WEBHOOK = "Call Webhook"
REMOVE_FROM_FLOW = "Remove from Flow"

STEP_NAMES: dict[str, tuple[str, ...]] = {
    "Add to Field Set": (),
    "Add to List": (),
    "Add to Microsoft Campaign": (),
    "Add to Nurture": ("Add to Engagement Program",),
    "Add to SFDC Campaign": (),
    "Call Webhook": (),
    "Change Data Value": (),
    "Change Lead Partition": ("Change Person Partition",),
    "Change Nurture Cadence": ("Change Engagement Program Cadence",),
    "Change Nurture Track": ("Change Engagement Program Stream",),
    "Change Owner": (),
    "Change Owner in Microsoft": (),
    "Change Program Data": ("Change Program Success",),
    "Change Program Member Data": (),
    "Change Revenue Stage": (),
    "Change Score": (),
    "Change Segment": (),
    "Change Status in Progression": ("Change Program Status",),
    "Change Status in SFDC Campaign": (),
    "Convert Lead": ("Convert Person",),
    "Create Task": (),
    "Create Task in Microsoft": (),
    "Delete Lead": ("Delete Person",),
    "Delete Lead from Microsoft": ("Delete Person from Microsoft",),
    "Delete Lead from SFDC": ("Delete Person from SFDC",),
    "Execute Campaign": (),
    "Give Credit to Referrer": (),
    "Interesting Moment": (),
    "Remove from Field Set": (),
    "Remove from Flow": (),
    "Remove from List": (),
    "Remove from Microsoft Campaign": (),
    "Remove from SFDC Campaign": (),
    "Request Campaign": (),
    "Send Alert": (),
    "Send Email": (),
    "Sync Lead to Microsoft": ("Sync Person to Microsoft",),
    "Sync Lead to SFDC": ("Sync Person to SFDC",),
    "Wait": (),
}
"""The flow steps that Marketo itself has, each with its other names."""

CALLED_CAMPAIGN_ATTRIBUTES = ("Executed Campaign", "Campaign", "Campaign Name")
"""What the attribute with a step's target is called, where none is marked as primary."""

USE_PARENT_CONTEXT = "Use Parent Campaign Token Context"

DO_NOTHING = "--Do Nothing--"
"""A choice's value that stands for no action at all."""

_CANONICAL = {
    alias.casefold(): name for name, aliases in STEP_NAMES.items() for alias in (name, *aliases)
}


@lru_cache(maxsize=4096)
def step_name(name: str) -> str:
    """The API's name of a flow step that goes by `name`; `name` itself where Marketo has none."""
    words = " ".join(name.split())
    return _CANONICAL.get(words.casefold(), words)


def is_own_step(name: str) -> bool:
    """Whether Marketo itself has a flow step of this name, or an installed service does."""
    return step_name(name) in STEP_NAMES
