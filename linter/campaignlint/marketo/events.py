"""Change events: which flow steps cause them, which triggers listen to them, and what reads them.

A change event is a change of one subject, such as a field, a list or the status in a program, to
a value. Each entry has a source and says how good the evidence is. Edges of the activation graph
that rest on an unverified entry are never certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from campaignlint.marketo.names import fold_term
from campaignlint.marketo.steps import step_name

if TYPE_CHECKING:
    from collections.abc import Mapping

Evidence = Literal["documented", "practitioner", "inferred", "unverified"]
"""Documented by Adobe, reported by a practitioner, inferred from documented facts, or none."""

EventKind = Literal[
    "field",
    "member field",
    "list",
    "status",
    "owner",
    "partition",
    "stage",
    "nurture",
    "stream",
    "cadence",
    "sfdc campaign",
    "sfdc status",
    "moment",
    "webhook",
    "delivery",
    "alert",
    "sync",
    "request",
]

WITHOUT_STATE: frozenset[EventKind] = frozenset(
    {"moment", "webhook", "delivery", "alert", "sync", "request"}
)
"""Kinds of events that happen each time; the others happen only if a stored value changes."""

MEMBERSHIPS: frozenset[EventKind] = frozenset({"list", "nurture", "sfdc campaign"})
"""Kinds of events with the two values of a membership."""

WITHOUT_SUBJECT: frozenset[EventKind] = frozenset({"owner", "partition", "moment", "sync"})
"""Kinds of events of which a person has only one, so that no attribute names a subject."""

MEMBER = "member"
NOT_MEMBER = "not member"
"""The two values of a membership in a list, an engagement program or an SFDC campaign."""

_OPERATIONS = (
    "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations"
)
_ACTIVITIES = (
    "https://github.com/AdobeDocs/marketo-developer.en/blob/main/help/rest-api/activities.md"
)
_CHANGE_SCORE = "https://flowsteps.io/use-case-composite-scoring"
_REAL_CHANGE = (
    "https://nation.marketo.com/t5/product-blogs/"
    "determining-if-a-data-value-change-is-a-real-change-in-a-few/ba-p/356014"
)
_STATUS = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/"
    "smart-campaigns/program-flow-actions/change-program-status"
)
_MEMBER_DATA = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/"
    "smart-campaigns/program-flow-actions/change-program-member-data"
)
_IMPLIED = (
    "https://experienceleague.adobe.com/docs/marketo/using/product-docs/crm-sync/"
    "salesforce-sync/implied-salesforce-actions.html"
)
_WEBHOOK = "https://github.com/AdobeDocs/marketo-developer.en/blob/main/help/webhooks/errors.md"
_DELIVERY = "https://nation.marketo.com/t5/product-blogs/before-you-pull-the-trigger-on-triggers/ba-p/242151"
_MOMENT = (
    "https://nation.marketo.com/t5/product-discussions/glossary-for-triggers-rules-types/m-p/333300"
)
_REQUEST = (
    "https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/"
    "smart-campaigns/flow-actions/request-campaign"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The change event that a flow step causes."""

    kind: EventKind
    subject: tuple[str, ...]
    """Names of the attribute with the subject."""
    value: tuple[str, ...]
    """Names of the attribute with the new value."""
    evidence: Evidence
    source: str
    fixed_value: str | None = None
    """The value, for steps that always set the same value."""
    member_field: tuple[str, ...] = ()
    """Names of the attribute with the second part of the subject."""
    is_score_change: bool = False
    """Whether the value is a change such as `+5`."""
    is_outcome_certain: bool = True
    """Whether the event happens whenever the step runs; an email may not be delivered."""

    @property
    def folded_subject(self) -> frozenset[str]:
        return fold_names(self.subject)


@dataclass(frozen=True, slots=True)
class Listening:
    """The change event that a trigger listens to."""

    kind: EventKind
    subject: tuple[str, ...]
    """Names of the constraint on the subject."""
    value: tuple[str, ...]
    """Names of the constraint on the new value."""
    evidence: Evidence
    source: str
    fixed_value: str | None = None
    member_field: tuple[str, ...] = ()


STEP_EFFECTS: Mapping[str, Effect] = {
    "Change Data Value": Effect(
        "field",
        ("Attribute", "Attribute Name", "Field", "Field Name"),
        ("New Value", "Value"),
        "practitioner",
        _REAL_CHANGE,
    ),
    "Change Score": Effect(
        "field",
        ("Score Name", "Score", "Attribute"),
        ("Change", "Change Value"),
        "practitioner",
        _CHANGE_SCORE,
        is_score_change=True,
    ),
    "Change Program Member Data": Effect(
        "member field",
        ("Program", "Program Name"),
        ("New Value", "Value"),
        "inferred",
        _MEMBER_DATA,
        member_field=("Attribute", "Attribute Name"),
    ),
    "Add to List": Effect(
        "list", ("List Name", "List"), (), "documented", _OPERATIONS, fixed_value=MEMBER
    ),
    "Remove from List": Effect(
        "list", ("List Name", "List"), (), "documented", _OPERATIONS, fixed_value=NOT_MEMBER
    ),
    "Change Status in Progression": Effect(
        "status",
        ("Program", "Program Name"),
        ("New Status", "Status"),
        "documented",
        _STATUS,
    ),
    "Change Owner": Effect("owner", (), ("Owner", "New Owner"), "inferred", _IMPLIED),
    "Change Lead Partition": Effect(
        "partition", (), ("Partition", "New Partition"), "inferred", _OPERATIONS
    ),
    "Change Revenue Stage": Effect(
        "stage", ("Model",), ("Stage", "New Stage"), "inferred", _OPERATIONS
    ),
    "Add to Nurture": Effect(
        "nurture", ("Program", "Nurture"), (), "inferred", _OPERATIONS, fixed_value=MEMBER
    ),
    "Change Nurture Track": Effect(
        "stream", ("Program", "Nurture"), ("Stream", "Track"), "inferred", _OPERATIONS
    ),
    "Change Nurture Cadence": Effect(
        "cadence", ("Program", "Nurture"), ("Cadence",), "inferred", _OPERATIONS
    ),
    "Add to SFDC Campaign": Effect(
        "sfdc campaign", ("Campaign",), (), "documented", _IMPLIED, fixed_value=MEMBER
    ),
    "Remove from SFDC Campaign": Effect(
        "sfdc campaign", ("Campaign",), (), "documented", _IMPLIED, fixed_value=NOT_MEMBER
    ),
    "Change Status in SFDC Campaign": Effect(
        "sfdc status", ("Campaign",), ("Status", "New Status"), "documented", _IMPLIED
    ),
    "Interesting Moment": Effect("moment", (), ("Type",), "inferred", _MOMENT),
    "Call Webhook": Effect("webhook", ("Webhook",), (), "documented", _WEBHOOK),
    "Send Email": Effect(
        "delivery", ("Email",), (), "documented", _DELIVERY, is_outcome_certain=False
    ),
    "Send Alert": Effect("alert", ("Email",), (), "inferred", _OPERATIONS),
    "Sync Lead to SFDC": Effect(
        "sync", (), (), "inferred", _OPERATIONS, fixed_value="SFDC", is_outcome_certain=False
    ),
    "Sync Lead to Microsoft": Effect(
        "sync", (), (), "inferred", _OPERATIONS, fixed_value="Microsoft", is_outcome_certain=False
    ),
    "Request Campaign": Effect("request", ("Campaign",), (), "documented", _REQUEST),
}
"""The steps after which a trigger may fire, by the names of the API."""

OUTSIDE_ACTIVITIES = frozenset(
    map(
        fold_term,
        (
            "Activity is Logged",
            "Activity is Updated",
            "Added to Microsoft Campaign",
            "Added to Opportunity",
            "Added to Opportunity (Account)",
            "Added to Opportunity (Contact)",
            "Asks questions during event",
            "Attends event",
            "Clicks Link",
            "Clicks Link in Email",
            "Clicks Link in Sales Email",
            "Clicks Link in SMS Message",
            "Clicks on a Link",
            "Downloads an asset",
            "Email Bounces",
            "Email Bounces Soft",
            "Engages with a Conversational Flow",
            "Engages with a Dialogue",
            "Engages with an Agent in Conversational Flow",
            "Engages with an Agent in Dialogue",
            "Fills Out Form",
            "Interacts with Document in Conversational Flow",
            "Interacts with Document in Dialogue",
            "Is Sent Sales Email",
            "Lead is Converted",
            "Lead is Created",
            "Lead is Deleted from Microsoft",
            "Lead is Deleted from SFDC",
            "Lead is Pushed to Marketo",
            "Manual Stage Change",
            "Opens Email",
            "Opens Sales Email",
            "Opportunity is Updated",
            "Opportunity (Account) is Updated",
            "Opportunity (Contact) is Updated",
            "Owner Changes in Microsoft",
            "Reaches Dialogue Goal",
            "Reaches Goal in Conversational Flow",
            "Received Forward to Friend Email",
            "Removed from Microsoft Campaign",
            "Removed from Opportunity",
            "Replies to Sales Email",
            "Responds to a Poll",
            "Responds to a Survey",
            "Sales Email Bounces",
            "Sales Email is Received",
            "Schedules Meeting in Conversational Flow",
            "Schedules Meeting in Dialogue",
            "Segment Changes",
            "Sent Forward to Friend Email",
            "SMS Message Bounces",
            "SMS Message is Delivered",
            "Unsubscribes from Email",
            "Visits Web Page",
        ),
    )
)
"""Triggers on what people, the CRM or Marketo itself do: no flow step surely fires them.

Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
"""

TRIGGERS: Mapping[str, Listening] = {
    "Data Value Changes": Listening(
        "field",
        ("Attribute", "Attribute Name"),
        ("New Value",),
        "documented",
        _ACTIVITIES,
    ),
    "Score is Changed": Listening(
        "field",
        ("Score Name", "Attribute"),
        ("New Score", "New Value"),
        "practitioner",
        _CHANGE_SCORE,
    ),
    "Program Member Data is Changed": Listening(
        "member field",
        ("Program",),
        (),
        "inferred",
        _MEMBER_DATA,
        member_field=("Attribute",),
    ),
    "Added to List": Listening(
        "list", ("List Name", "List"), (), "documented", _OPERATIONS, fixed_value=MEMBER
    ),
    "Removed from List": Listening(
        "list", ("List Name", "List"), (), "documented", _OPERATIONS, fixed_value=NOT_MEMBER
    ),
    "Progression Status is Changed": Listening(
        "status", ("Program",), ("New Status",), "documented", _STATUS
    ),
    "Owner Changes": Listening("owner", (), (), "inferred", _OPERATIONS),
    "Lead Partition Changes": Listening("partition", (), (), "inferred", _OPERATIONS),
    "Revenue Stage is Changed": Listening("stage", ("Model",), (), "unverified", _OPERATIONS),
    "Added to Nurture": Listening(
        "nurture", ("Program", "Nurture"), (), "unverified", _OPERATIONS, fixed_value=MEMBER
    ),
    "Nurture Track Changes": Listening(
        "stream", ("Program", "Nurture"), (), "unverified", _OPERATIONS
    ),
    "Nurture Cadence Changes": Listening(
        "cadence", ("Program", "Nurture"), (), "unverified", _OPERATIONS
    ),
    "Added to SFDC Campaign": Listening(
        "sfdc campaign", ("Campaign",), (), "documented", _IMPLIED, fixed_value=MEMBER
    ),
    "Removed from SFDC Campaign": Listening(
        "sfdc campaign", ("Campaign",), (), "documented", _IMPLIED, fixed_value=NOT_MEMBER
    ),
    "Status is Changed in SFDC Campaign": Listening(
        "sfdc status", ("Campaign",), ("Status",), "documented", _IMPLIED
    ),
    "Has Interesting Moment": Listening("moment", (), ("Type",), "inferred", _ACTIVITIES),
    "Webhook is Called": Listening("webhook", ("Webhook",), (), "documented", _WEBHOOK),
    "Email is Delivered": Listening("delivery", ("Email",), (), "documented", _DELIVERY),
    "Sent Alert": Listening("alert", ("Email",), (), "unverified", _OPERATIONS),
    "Lead is Synced to SFDC": Listening(
        "sync", (), (), "inferred", _OPERATIONS, fixed_value="SFDC"
    ),
    "Lead is Synced to Microsoft": Listening(
        "sync", (), (), "inferred", _OPERATIONS, fixed_value="Microsoft"
    ),
    "Campaign is Requested": Listening("request", (), (), "documented", _REQUEST),
}
"""The triggers that a flow step may fire, by the names of the API.

Constraints whose names no public source gives are left out: a trigger with one of them may fire,
or may not.
"""

CHANGE_SOURCE = "Source"
"""The constraint of Data Value Changes that says who changed the value.

The spelling of the sources is not public. Only that of requests from flows is known:
https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/using-smart-campaigns/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested
"""

_WORDS_FOR_FLOWS = ("flow", "marketo", "campaign")


def may_mean_flows(source: str) -> bool:
    """Return whether the source of a change may be a flow step, in whatever spelling."""
    words = fold_term(source)
    return any(word in words for word in _WORDS_FOR_FLOWS)


MEMBERSHIP_FILTERS: Mapping[str, tuple[EventKind, str]] = {
    "member of list": ("list", MEMBER),
    "not member of list": ("list", NOT_MEMBER),
    "member of nurture": ("nurture", MEMBER),
    "not member of nurture": ("nurture", NOT_MEMBER),
    "member of sfdc campaign": ("sfdc campaign", MEMBER),
    "not member of sfdc campaign": ("sfdc campaign", NOT_MEMBER),
}
"""Filters that ask for one of the two values of a membership, by folded names.

Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
"""


@cache
def fold_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_term, names))


_LISTENING = {fold_term(name): listening for name, listening in TRIGGERS.items()}
_PERSON_NAMES = {name.replace("lead ", "person "): each for name, each in _LISTENING.items()}


@lru_cache(maxsize=4096)
def effect_of(step: str) -> Effect | None:
    """Return the change event that a flow step of any spelling causes."""
    return STEP_EFFECTS.get(step_name(step))


@lru_cache(maxsize=4096)
def listening_of(trigger: str) -> Listening | None:
    """Return the change event that a trigger listens to; None if no known step fires it."""
    name = " ".join(fold_term(trigger).split())
    return _LISTENING.get(name) or _PERSON_NAMES.get(name)


def is_known_trigger(trigger: str) -> bool:
    """Return whether Marketo itself has a trigger of this name."""
    name = " ".join(fold_term(trigger).split())
    as_lead = name.replace("person ", "lead ")
    return listening_of(trigger) is not None or not OUTSIDE_ACTIVITIES.isdisjoint((name, as_lead))
