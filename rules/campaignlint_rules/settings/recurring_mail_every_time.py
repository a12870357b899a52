"""Recurring campaigns that send the same email again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo, memberships, rule
from campaignlint_rules import sources
from campaignlint_rules.called_steps import steps_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint import (
        Choice,
        Filter,
        Finding,
        FlowStep,
        Membership,
        NotChecked,
        SmartCampaign,
        SmartList,
    )

_MAX_DEPTH = 5
"""The number of smart lists that refer to each other and are looked into."""

_SENDING = re.compile(r"\b(?:sent|delivered|mailed|emailed|invited|notified|received|reminded)\b")
"""Words in the names of filters and fields that tell who got an email."""

_CAMPAIGN = re.compile(r"\bsmart campaign\b|\bcampaign was (?:executed|requested)\b")
"""Filters on the campaigns that people went through."""

_RECIPIENTS = frozenset({"email address", "email"})
"""Filters that name the recipients, such as those of an internal report."""

_CHANGED_BY = {
    "Add to Nurture": ("nurture", "engagement program"),
    "Add to SFDC Campaign": ("sfdc campaign",),
    "Change Lead Partition": ("partition",),
    "Change Nurture Cadence": ("nurture", "engagement program"),
    "Change Nurture Track": ("nurture", "engagement program"),
    "Change Owner": ("owner",),
    "Change Revenue Stage": ("revenue",),
    "Change Status in Progression": ("program", "program status"),
    "Change Status in SFDC Campaign": ("sfdc campaign",),
    "Interesting Moment": ("interesting moment",),
    "Remove from SFDC Campaign": ("sfdc campaign",),
}
"""Words in the names of filters whose result a flow step changes."""

_LIST_STEPS = ("Add to List", "Remove from List")


@rule(
    severity="warning",
    confidence="likely",
    category="settings",
    profile="strict",
    since="0.1",
    source=(sources.RECURRING_CAMPAIGNS, sources.QUALIFICATION_RULES),
    requires=("flow", "smart_list"),
)
def recurring_mail_every_time(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A recurring batch campaign sends an email again to the people who got it before.

    Checks campaigns whose qualification rule is "every time", with the campaigns that they execute.
    One that recurs weekly or monthly is reported as a note.

    Does not report campaigns with a filter or choice that can exclude earlier recipients: on sent
    emails, on a date relative to the run, on a campaign that people went through, or on a field,
    list, or membership that the flow changes. Campaigns without any filter are covered by
    `batch-without-filter`.

    ## Why

    In each run, the campaign sends the email to everyone who meets the filters. People who still
    meet them, as most do, get the same email in every run.

    ## How to fix

    Add the filter "Not Was Sent Email" with the email, or with a date if people may get it again.
    Or let the flow change a field or a list, and filter on it. Leave it if everyone is meant to get
    the email in each run.
    """
    smart_list = campaign.smart_list
    if smart_list is None or not _may_repeat(campaign):
        return
    mails = [(step, mail) for step in campaign.steps() for mail in _mails(step)]
    if not mails:
        return
    guards = _Guards(campaign)
    if not campaign.qualification:
        yield campaign.not_checked("the qualification rule")
        return
    if not guards.knows(smart_list):
        yield campaign.not_checked("the filters, or the smart lists that they reference")
        return
    if not smart_list.filters or guards.excludes(smart_list):
        return
    for step, mail in mails:
        if not guards.in_choices(step, mail) and not guards.in_called(mail.campaign):
            yield step.finding(
                f"recurring batch campaign {campaign} sends {_email(mail)} in each run; people "
                "who got it before get it again",
                help='exclude earlier recipients with the filter "Not Was Sent Email"',
                severity="warning" if _is_daily(campaign) else "note",
            )
            return


def _mails(step: FlowStep) -> Iterator[FlowStep]:
    """Yield the steps that send an email: a step itself, or those of campaigns it executes."""
    return (each for each in steps_run(step, marketo.SEND_EMAIL) if not each.does_nothing)


def _email(step: FlowStep) -> str:
    emails = (choice.value("Email") for choice in step.choices)
    email = next(filter(None, emails), None)
    return f"'{email}'" if email else "an email"


def _may_repeat(campaign: SmartCampaign) -> bool:
    """Return whether a campaign recurs and each person may go through it every time."""
    end = campaign.recurrence_end
    is_over = end is not None and end < campaign.instance.today
    return (
        campaign.is_scheduled
        and not campaign.has_triggers
        and not is_over
        and campaign.qualification in ("any", "")
    )


def _is_daily(campaign: SmartCampaign) -> bool:
    recurrence = campaign.data.recurrence
    return recurrence is not None and marketo.same_name(recurrence.interval_type, "Daily")


class _Guards:
    """The filters and choices that can exclude people that an earlier run of a campaign reached."""

    def __init__(self, campaign: SmartCampaign) -> None:
        self.campaign = campaign
        self.memberships = memberships(campaign.instance)
        instance = campaign.instance
        flows = instance.campaigns_by_id(call_graph(instance).callees([campaign.id]))
        steps = [step for flow in flows for step in flow.steps()]
        self.fields = {marketo.fold_term(field) for step in steps for field in _fields(step)}
        self.words = {word for step in steps for word in _CHANGED_BY.get(step.name, ())}
        self.lists = set(_lists(step for step in steps if step.name in _LIST_STEPS))

    def knows(self, smart_list: SmartList) -> bool:
        """Return whether the export has the filters, and the smart lists that they reference."""
        indices = {reference.filter.index for reference in self.memberships.of(smart_list)}
        return smart_list.knows_filters and all(
            filter_.has_conditions
            and (filter_.index in indices or not marketo.refers_to_smart_list(filter_.name))
            for filter_ in smart_list.filters
        )

    def excludes(self, smart_list: SmartList, depth: int = 0) -> bool:
        """Return whether a filter of a smart list, or of one that it references, is a guard."""
        return any(map(self._is_guard, smart_list.filters)) or any(
            depth < _MAX_DEPTH
            and (_excludes_recipients(reference) or self.excludes(reference.target, depth + 1))
            for reference in self.memberships.of(smart_list)
        )

    def in_choices(self, *mails: FlowStep) -> bool:
        """Return whether a choice of a step that sends or calls, or removes before it, is one."""
        steps = [
            step
            for mail in mails
            for step in mail.campaign.steps()[: mail.number]
            if step.name in (mail.name, marketo.REMOVE_FROM_FLOW)
        ]
        return any(self._is_guarding_choice(choice) for step in steps for choice in step.choices)

    def in_called(self, campaign: SmartCampaign) -> bool:
        """Return whether an executed campaign can exclude people, or that is not known."""
        if campaign is self.campaign:
            return False
        smart_list = campaign.smart_list
        if campaign.qualification != "any" or smart_list is None or not self.knows(smart_list):
            return True
        return self.excludes(smart_list)

    def _is_guard(self, each: Filter) -> bool:
        name = marketo.fold_term(each.name)
        conditions = each.conditions
        if _SENDING.search(name):
            primary = each.primary
            is_negated = primary is not None and marketo.is_negated(primary.operator)
            is_guard = "not" in name.split() or is_negated or not each.is_activity
            return is_guard or any(_is_relative(one.operator, one.values) for one in conditions)
        if each.is_activity and each.is_negative:
            return self._depends_on_flow(name)
        if marketo.is_member_of_list(name.removeprefix("not ")):
            return self._is_list_changed(each)
        is_relative = any(_is_relative(one.operator, one.values) for one in conditions)
        return is_relative or name in _RECIPIENTS or self._depends_on_flow(name)

    def _is_guarding_choice(self, choice: Choice) -> bool:
        name = marketo.fold_term(choice.field)
        return bool(name) and (
            _SENDING.search(name) is not None
            or _is_relative(choice.operator, choice.values)
            or self._depends_on_flow(name)
        )

    def _depends_on_flow(self, name: str) -> bool:
        """Return whether the flow changes who meets a filter, or if the filter is on campaigns."""
        if name in self.fields or _CAMPAIGN.search(name):
            return True
        return any(word in name for word in self.words)

    def _is_list_changed(self, each: Filter) -> bool:
        """Return whether the flow changes the list; if people must not be on it, any flow does."""
        names = {_last_part(value) for condition in each.conditions for value in condition.values}
        if each.is_negative:
            instance = self.campaign.instance
            return not names.isdisjoint(_lists(instance.steps(*_LIST_STEPS)))
        return not names.isdisjoint(self.lists)


def _excludes_recipients(reference: Membership) -> bool:
    """Return whether people must not be in a smart list of those who got an email."""
    names = (marketo.fold_term(filter_.name) for filter_ in reference.target.filters)
    return reference.filter.is_negative and any(map(_SENDING.search, names))


def _fields(step: FlowStep) -> Iterable[str]:
    """Return the fields of people and program members that a step changes."""
    if step.name == "Change Program Member Data":
        return [choice.value("Attribute", "Attribute Name") for choice in step.choices]
    return step.fields_written


def _lists(steps: Iterable[FlowStep]) -> Iterator[str]:
    for step in steps:
        for choice in step.choices:
            yield _last_part(choice.value("List Name", "List"))


def _last_part(name: str) -> str:
    """Return the folded name of a list without its program, which may be left out."""
    return marketo.fold_reference(name).rpartition(".")[2]


def _is_relative(operator: str, values: Iterable[str]) -> bool:
    """Return whether a constraint compares with the day of the run."""
    if marketo.is_relative_to_today(operator):
        return True
    words = map(marketo.fold_term, values)
    return any("{{system." in word or word in ("today", "yesterday") for word in words)
