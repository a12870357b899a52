"""Flow steps: their names, and the attributes that name a called campaign.

Names are those of the REST Asset API. No public source gives ids for Wait or Execute Campaign, so
steps are recognized by name only. The API's words lead and nurture are person and engagement
program on the screens; both occur.

Sources: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
for the API's names, the pages of the flow actions below
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts for
those of the screens,
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/mobile-marketing/vibes-sms-messages/using-sms-options-in-a-smart-campaign
for SMS,
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/mobile-marketing/push-notifications/send-a-mobile-push-notification
for push notifications,
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/target-account-management/target/named-accounts/add-people-to-a-named-account
for named accounts, and
https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/lead-database/activities
for activities that steps log under their own name, such as Enrich with Data.com.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from campaignlint.marketo.names import compose_name, fold_term

EXECUTE_CAMPAIGN: Final = "Execute Campaign"
REQUEST_CAMPAIGN: Final = "Request Campaign"
WAIT = "Wait"
CALL_WEBHOOK = "Call Webhook"
REMOVE_FROM_FLOW = "Remove from Flow"
CHANGE_DATA_VALUE = "Change Data Value"
CHANGE_SCORE = "Change Score"
SEND_ALERT = "Send Alert"
SEND_EMAIL = "Send Email"
CHANGE_OWNER = "Change Owner"
CHANGE_STATUS = "Change Status in Progression"
DELETE_PERSON = "Delete Lead"
SYNC_TO_SFDC = "Sync Lead to SFDC"
SYNC_TO_MICROSOFT = "Sync Lead to Microsoft"

STEP_NAMES: dict[str, tuple[str, ...]] = {
    "Add to Field Set": (),
    "Add to List": (),
    "Add to Microsoft Campaign": (),
    "Add to Named Account": (),
    "Add to Nurture": ("Add to Engagement Program",),
    "Add to SFDC Campaign": (),
    "Call Webhook": (),
    "Change Account Owner": (),
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
    "Compute Data Value": (),
    "Convert Lead": ("Convert Person",),
    "Create Task": (),
    "Create Task in Microsoft": (),
    "Delete Lead": ("Delete Person",),
    "Delete Lead from Microsoft": ("Delete Person from Microsoft",),
    "Delete Lead from SFDC": ("Delete Person from SFDC",),
    "Enrich with Data.com": (),
    "Execute Campaign": (),
    "Give Credit to Referrer": (),
    "Interesting Moment": (),
    "Merge Leads": ("Merge People",),
    "Remove from Field Set": (),
    "Remove from Flow": (),
    "Remove from List": (),
    "Remove from Microsoft Campaign": (),
    "Remove from Named Account": (),
    "Remove from SFDC Campaign": (),
    "Request Campaign": (),
    "Send Alert": (),
    "Send Email": (),
    "Send Push Notification": ("Send Mobile Push Notification",),
    "Send SMS": ("Send SMS Message",),
    "Subscribe to Vibes List": (),
    "Sync Lead to Microsoft": ("Sync Person to Microsoft",),
    "Sync Lead to SFDC": ("Sync Person to SFDC",),
    "Unsubscribe from Vibes List": (),
    "Wait": (),
}
"""The built-in flow steps, each with its other names."""

CALLED_CAMPAIGN_ATTRIBUTES = ("Executed Campaign", "Campaign", "Campaign Name")
"""Names of the attribute with a step's target, if none is marked as primary."""

USE_PARENT_CONTEXT = "Use Parent Campaign Token Context"

_DO_NOTHING = re.compile(r"[-–—]+ ?do ?nothing ?[-–—]+")  # noqa: RUF001 - other dashes
"""The value `--Do Nothing--` of a choice, folded, in any spacing.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/use-add-choice-in-a-flow-step
"""

_THIS_CAMPAIGN = re.compile(r"\W*(?:this|current) (?:smart )?(?:campaign|flow)\W*")
"""The value with which Remove from Flow targets the campaign that it is in, folded.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/remove-from-flow
"""

_ALL_CAMPAIGNS = re.compile(r"\W*all(?: (?:smart )?(?:campaign|flow)s?)?\W*")
"""The value with which it targets every campaign, folded; no public source gives the words."""

WRITTEN_FIELD: dict[str, tuple[str, ...]] = {
    CHANGE_DATA_VALUE: ("Attribute", "Attribute Name", "Field", "Field Name"),
    CHANGE_SCORE: ("Score Name", "Score", "Attribute"),
}
"""The steps that write a field of the person, with the names of the attribute that names it."""

NEW_VALUE = ("New Value", "Value")
"""Names of the attribute with the new value of Change Data Value."""

_CANONICAL = {
    fold_term(alias): name for name, aliases in STEP_NAMES.items() for alias in (name, *aliases)
}


@lru_cache(maxsize=4096)
def step_name(name: str) -> str:
    """Return the API's name of a flow step, or the name itself if it is not built in.

    A CRM may have its full name in it: Salesforce for SFDC, and Microsoft Dynamics for Microsoft.
    """
    short = fold_term(name).replace("salesforce", "sfdc").replace("microsoft dynamics", "microsoft")
    return _CANONICAL.get(short) or compose_name(" ".join(name.split()))


def is_do_nothing(value: str) -> bool:
    """Return whether a choice with this value does nothing."""
    return _DO_NOTHING.fullmatch(fold_term(value)) is not None


def is_this_campaign(target: str) -> bool:
    """Return whether Remove from Flow with this target removes people from its own flow."""
    return _THIS_CAMPAIGN.fullmatch(fold_term(target)) is not None


def is_every_campaign(target: str) -> bool:
    """Return whether Remove from Flow with this target removes people from every flow."""
    return _ALL_CAMPAIGNS.fullmatch(fold_term(target)) is not None


def is_built_in_step(name: str) -> bool:
    """Return whether a flow step is built into Marketo, rather than part of an installed service.

    The names of some built-in steps are not public; these are recognized by their product.
    """
    words = step_name(name)
    return words in STEP_NAMES or _PRODUCT.search(words) is not None


_PRODUCT = re.compile(
    r"\b(?:conversational flow|data\.com|dialogue|dynamic chat|vibes)\b", re.IGNORECASE
)
"""Parts of Marketo with flow steps of their own, which are not installed services."""
