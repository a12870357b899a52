"""Emails of a program to people who are not its members."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo, memberships, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from campaignlint import (
        Choice,
        Filter,
        Finding,
        FlowStep,
        Instance,
        NotChecked,
        Program,
        SmartCampaign,
        SmartList,
        Trigger,
    )

_TYPES = {
    "engagement": "engagement program",
    "event": "event program",
    "nurture": "engagement program",
    "webinar": "event program",
}
"""The types of programs in which people are members before they get email, folded."""

_JOINING = (
    "Add to Nurture",
    "Add to SFDC Campaign",
    "Change Nurture Cadence",
    "Change Nurture Track",
    "Change Status in Progression",
    "Change Status in SFDC Campaign",
)
"""The steps that make people members."""

_JOINED = re.compile(r"fill(?:s|ed) out .*form|.* events?|.*\bsfdc campaign")
"""The triggers and filters by which people can have become members, folded.

People become members by forms on landing pages of the program, by webinars, and by SFDC campaigns.
"""

_MAX_DEPTH = 5
"""The number of smart lists that refer to each other and are looked into."""


@rule(
    severity="note",
    confidence="heuristic",
    category="flow",
    profile="audit",
    since="0.1",
    source=(sources.PROGRAM_MEMBERSHIP, sources.CHANGE_PROGRAM_STATUS),
    requires=("flow", "smart_list"),
)
def send_without_membership(instance: Instance) -> Iterator[Finding | NotChecked]:
    """A campaign of an event or engagement program sends email to people who are not members.

    Does not report a campaign if its flow, a campaign that it calls, a caller, or another campaign
    for the same people changes their status in the program. Nor does it report one whose triggers,
    filters, or choices are about the program or its assets, or about a form, a webinar, or an SFDC
    campaign, by which people can become members.

    ## Why

    A person is a member of a program only with a status in it. Without one, the invitation is
    missing from the program's reports, and member tokens have no value.

    ## How to fix

    Add a Change Program Status step before the Send Email step, or Add to Engagement Program. Or
    add the filter "Member of Program".
    """
    siblings = defaultdict(list)
    for campaign in instance.campaigns:
        siblings[campaign.program_id].append(campaign)
    for campaign in instance.campaigns:
        program = campaign.program
        mail = _mail(campaign)
        if mail is None or campaign.program_id is None:
            continue
        if program is None:
            yield campaign.not_checked("its program")
            continue
        kind = _TYPES.get(marketo.fold_term(program.data.type).split(" ")[0])
        if kind is None:
            continue
        people = _Members(program)
        if people.include(campaign, siblings[campaign.program_id]):
            continue
        if not _knows_people(campaign):
            yield campaign.not_checked("the smart list that a filter references, or its callers")
            continue
        yield mail.finding(
            f"{campaign} sends an email to people who are not made members of {kind} {program}; "
            "its reports leave them out",
            help="change their program status before this step, or filter on members",
        )


def _mail(campaign: SmartCampaign) -> FlowStep | None:
    """Return the first step that sends an email."""
    mails = campaign.steps(marketo.SEND_EMAIL)
    return next((step for step in mails if not step.does_nothing), None)


def _knows_people(campaign: SmartCampaign) -> bool:
    """Return whether the export shows who goes through the flow of a campaign."""
    smart_list = campaign.smart_list
    if smart_list is None or not smart_list.knows_filters:
        return False
    if (campaign.is_executable or campaign.request_triggers) and not campaign.calls_in:
        return False
    indices = {
        membership.filter.index for membership in memberships(campaign.instance).of(smart_list)
    }
    return all(filter_.index in indices for filter_ in smart_list.list_filters)


class _Members:
    """The people who are members of a program."""

    def __init__(self, program: Program) -> None:
        self.name = marketo.fold_reference(program.name)
        self.memberships = memberships(program.instance)
        self.calls = call_graph(program.instance)

    def include(self, campaign: SmartCampaign, siblings: list[SmartCampaign]) -> bool:
        """Return whether all recipients of a campaign are members, as far as is known."""
        if self._join(campaign) or self._start_as_members(campaign):
            return True
        if any(self._is_about(choice) for step in campaign.steps() for choice in step.choices):
            return True
        callers = campaign.instance.campaigns_by_id(self.calls.callers([campaign.id]))
        if any(self._join(caller) or self._start_as_members(caller) for caller in callers):
            return True
        return any(
            sibling is not campaign and _reaches(sibling, campaign) and self._join(sibling)
            for sibling in siblings
        )

    def _join(self, campaign: SmartCampaign) -> bool:
        """Return whether a flow, or a campaign that it calls, makes people members."""
        flows = campaign.instance.campaigns_by_id(self.calls.callees([campaign.id]))
        return any(
            not choice.does_nothing and self._is_joining(choice)
            for flow in flows
            for step in flow.steps(*_JOINING)
            for choice in step.choices
        )

    def _start_as_members(self, campaign: SmartCampaign) -> bool:
        smart_list = campaign.smart_list
        return smart_list is not None and self._tell(smart_list)

    def _tell(self, smart_list: SmartList, depth: int = 0) -> bool:
        """Return whether a trigger or filter of a smart list is about members."""
        rules: tuple[Trigger | Filter, ...] = (
            *smart_list.triggers,
            *(filter_ for filter_ in smart_list.filters if not filter_.is_negative),
        )
        return any(map(self._is_about_members, rules)) or any(
            depth < _MAX_DEPTH and self._tell(reference.target, depth + 1)
            for reference in self.memberships.of(smart_list)
        )

    def _is_about_members(self, each: Trigger | Filter) -> bool:
        return _JOINED.fullmatch(marketo.fold_term(each.name)) is not None or any(
            self._is_of_program(value)
            for condition in each.conditions
            if not marketo.is_negated(condition.operator)
            for value in condition.values
        )

    def _is_about(self, choice: Choice) -> bool:
        field = marketo.fold_term(choice.field)
        return "program" in field or any(map(self._is_of_program, choice.values))

    def _is_joining(self, choice: Choice) -> bool:
        """Return whether a step means the program: by name, with a token, or as its own."""
        if "SFDC" in choice.step.name:  # the SFDC campaign can be synced with the program
            return True
        name = choice.value("Program", "Program Name")
        return not name or "{{" in name or marketo.fold_reference(name) == self.name

    def _is_of_program(self, value: str) -> bool:
        """Return whether a value names the program or an asset in it."""
        name = marketo.fold_reference(value)
        return "{{" in name or name == self.name or name.startswith(f"{self.name}.")


def _reaches(one: SmartCampaign, other: SmartCampaign) -> bool:
    """Return whether a campaign reaches all people that the other one reaches."""
    if one.is_executable or one.is_idle or one.smart_list is None or other.smart_list is None:
        return False
    ones, others = set(map(_identity, one.triggers)), set(map(_identity, other.triggers))
    if ones.isdisjoint(others) if ones or others else False:
        return False
    return set(map(_identity, one.filters)) <= set(map(_identity, other.filters))


def _identity(each: Trigger | Filter) -> Hashable:
    conditions = frozenset(
        (marketo.fold_term(one.name), marketo.fold_term(one.operator), frozenset(one.values))
        for one in each.conditions
    )
    return marketo.fold_term(each.name), conditions
