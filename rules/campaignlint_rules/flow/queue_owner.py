"""Contacts that are assigned to a queue."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import salesforce, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, NotChecked, SmartCampaign, Trigger
    from campaignlint_rules.salesforce import IsKind

_OWNERS = frozenset({"lead owner", "person owner", "new owner"})
"""Folded names of fields and constraints with the name of the owner, which may be a queue."""

_CREATIONS = frozenset({"lead is created", "person is created"})


@rule(
    severity="warning",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.SYNC_TO_SFDC, sources.CHANGE_OWNER),
    steps=(marketo.SYNC_TO_SFDC, marketo.CHANGE_OWNER),
)
def queue_owner(choice: Choice, *, queues: tuple[str, ...] = ()) -> Iterator[Finding | NotChecked]:
    """Sync Person to SFDC or Change Owner assigns people to a queue, also contacts.

    A queue is an owner with "queue" in its name, or one that the option names.

    Not reported if a trigger, a filter, a choice, an earlier Remove from Flow step, or each caller
    excludes contacts in Salesforce, for example with *SFDC Type is Lead* or *SFDC Type is empty*. A
    My Token is replaced by its value.

    ## Why

    Salesforce does not accept a queue as the owner of a contact. Marketo creates a duplicate lead
    instead, and assigns that lead to the queue.

    ## How to fix

    Exclude contacts by a filter or a choice on SFDC Type, and assign them to a user.

    ## Options

    - queues: name patterns of other lead queues, such as `["Inbound *"]`.
    """

    def is_queue(owner: str) -> bool:
        name = marketo.fold_name(owner)
        return "queue" in name or any(
            fnmatchcase(name, marketo.fold_name(pattern)) for pattern in queues
        )

    def is_kind(name: str, operator: str, values: tuple[str, ...]) -> bool:
        is_owner = marketo.fold_term(name) in _OWNERS
        is_in_queue = is_owner and marketo.same_name(operator, "is") and any(map(is_queue, values))
        return is_in_queue or marketo.excludes_contacts(name, operator, values)

    owner = _owner(choice)
    if not owner or not is_queue(owner) or _is_without_contacts(choice, is_kind, frozenset()):
        return
    campaign = choice.campaign
    if not salesforce.knows_filters(campaign):
        yield campaign.not_checked("the filters of its smart list")
    elif _has_unknown_callers(campaign):
        yield campaign.not_checked("the campaigns that execute or request it")
    else:
        yield choice.finding(
            f"{campaign} assigns people to queue '{owner}' without excluding contacts; for each "
            "contact, Salesforce gets a duplicate lead",
            help="exclude contacts with a filter or a choice on SFDC Type",
        )


def _has_unknown_callers(campaign: SmartCampaign) -> bool:
    """Return whether campaigns that are not in the export may start it, and no other one does."""
    if campaign.calls_in:
        return False
    is_only_called = len(campaign.request_triggers) == len(campaign.triggers)
    is_unknown = not campaign.instance.is_complete and is_only_called and not campaign.is_batch
    return campaign.is_executable or is_unknown


def _owner(choice: Choice) -> str:
    """Return the name of the owner; "" if there is none, or if only Marketo knows it."""
    owner = choice.value("Assign To", "Owner", "New Owner")
    for token in choice.tokens if "{{" in owner else ():
        defined = choice.campaign.my_token(token.name) if token.kind == "my" else None
        owner = owner.replace(token.text, "{{}}" if defined is None else defined.value)
    return "" if "{{" in owner else owner


def _is_without_contacts(choice: Choice, is_kind: IsKind, callees: frozenset[int]) -> bool:
    """Return whether no contact takes a choice, as something says. `callees` lead from here."""
    step, campaign = choice.step, choice.campaign
    if is_kind(choice.field, choice.operator, choice.values):
        return True
    earlier = step.choices if choice.rule is None else step.choices[: choice.index]
    if any(_takes_contacts(choice) for choice in earlier):
        return True
    if any(map(_removes_contacts, campaign.steps()[: step.index])):
        return True
    return _starts_without_contacts(campaign, is_kind, callees | {campaign.id})


def _takes_contacts(choice: Choice) -> bool:
    """Return whether all contacts meet the condition of a choice."""
    operator = marketo.opposite(choice.operator)
    return bool(operator) and marketo.excludes_contacts(choice.field, operator, choice.values)


def _removes_contacts(step: FlowStep) -> bool:
    return step.name == marketo.REMOVE_FROM_FLOW and any(
        marketo.is_this_campaign(choice.target or "") and _takes_contacts(choice)
        for choice in step.choices
    )


def _starts_without_contacts(
    campaign: SmartCampaign, is_kind: IsKind, callees: frozenset[int]
) -> bool:
    """Return whether no contact starts a flow, as its smart list or each call says."""
    smart_list = campaign.smart_list
    if smart_list is not None and (
        salesforce.is_limited(smart_list, is_kind)
        or (smart_list.triggers and all(map(_fires_for_new_people, smart_list.triggers)))
    ):
        return True
    return (
        len(campaign.request_triggers) == len(campaign.triggers)
        and bool(campaign.calls_in)
        and all(
            call.caller.id in callees or _is_without_contacts(call.choice, is_kind, callees)
            for call in campaign.calls_in
        )
    )


def _fires_for_new_people(trigger: Trigger) -> bool:
    """Return whether a trigger fires when a person is created elsewhere than in Salesforce."""
    return marketo.fold_term(trigger.name) in _CREATIONS and any(
        "source" in marketo.fold_term(condition.name)
        and condition.constrains
        and marketo.is_negated(condition.operator)
        == bool(marketo.is_in_salesforce(condition.name, "is", condition.values))
        for condition in trigger.conditions
    )
