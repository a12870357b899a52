"""An executable model of trigger campaigns, to compare verdicts on loops with.

It knows nothing of the product: it makes small random instances, plays every first change of every
person through them in two orders of the queue, and says whether some play never ends.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from campaignlint.testing import Campaign, campaign, condition, otherwise, when

if TYPE_CHECKING:
    from random import Random

    from campaignlint.testing import Choice, Record

NOW = "{{system.dateTime}}"
FIELDS = ("X", "Y", "Z")
VALUES = ("a", "b", "")
SCORE = "Score"
NUMBERS = (0, 5, 10, 15)
LIMIT = 10
LISTS = ("L1", "L2")

KINDS = ("fields", "scores", "lists", "calls")
"""What the campaigns of a random instance deal with."""

MAX_RUNS = 400
"""Runs after which a play counts as endless; no score gets as far before it passes its limit."""


Value = str | int | bool
"""Of a field, a score, or a membership in a list."""


@dataclass(frozen=True)
class Test:
    """What a trigger, a filter or a choice asks of a subject."""

    subject: str
    operator: str
    value: str = ""

    def holds(self, value: Value) -> bool:
        """Return whether a value meets the test."""
        return {
            "is any": True,
            "is empty": value == "",
            "is not empty": value != "",
            "at least": isinstance(value, int) and value >= LIMIT,
            "less than": isinstance(value, int) and value < LIMIT,
            "in": value is True,
            "is": value == self.value,
            "is not": value != self.value,
        }[self.operator]


@dataclass(frozen=True)
class Action:
    """What a choice does."""

    step: str
    subject: str = ""
    value: str = ""


@dataclass(frozen=True)
class Step:
    """A flow step: choices with tests, the last one without."""

    choices: tuple[tuple[Test | None, Action], ...]


@dataclass
class Member:
    """A campaign of the model."""

    name: str
    triggers: list[Test] = field(default_factory=list)
    filters: list[Test] = field(default_factory=list)
    match: str = "all"
    steps: list[Step] = field(default_factory=list)
    is_once: bool = False
    is_requested: bool = False

    def qualifies(self, person: Person) -> bool:
        answers = [test.holds(person[test.subject]) for test in self.filters]
        return not answers or (all(answers) if self.match == "all" else any(answers))


Person = dict[str, Value]
Event = tuple[str, Value]
"""A subject and its new value, or a request of a campaign by its name."""


# Random instances


def random_instance(random: Random, kind: str) -> list[Member]:
    """Return one to four campaigns: of "fields" only, or also with "scores", "lists", "calls"."""
    subjects = {
        "fields": FIELDS,
        "scores": (SCORE, SCORE, "X", "Y"),
        "lists": (*LISTS, *LISTS, "X"),
        "calls": FIELDS[:2],
    }[kind]
    members = []
    for number in range(random.randint(1, 4)):
        member = Member(f"C{number}")
        for _ in range(random.choice((1, 1, 1, 2))):
            member.triggers.append(_trigger(random, random.choice(subjects)))
        for _ in range(random.choice((0, 0, 0, 0, 0, 1, 2))):
            member.filters.append(_test(random, random.choice(subjects)))
        member.match = random.choice(("all", "all", "any"))
        member.is_once = random.random() < 0.05
        members.append(member)
    if kind == "calls":
        for number in range(random.randint(1, 2)):
            member = Member(f"EX{number}")
            member.is_once = random.random() < 0.1
            if random.random() < 0.2:
                member.filters.append(_test(random, random.choice(subjects)))
            members.append(member)
        if random.random() < 0.5:
            members.append(Member("RQ", is_requested=True))
    for member in members:
        for _ in range(random.choice((1, 1, 2, 2, 3))):
            member.steps.append(_step(random, subjects, members, member))
    return members


def _trigger(random: Random, subject: str) -> Test:
    if subject in LISTS:
        return Test(subject, random.choice(("in", "in", "not in")))
    return _test(random, subject) if random.random() < 0.5 else Test(subject, "is any")


def _test(random: Random, subject: str) -> Test:
    if subject == SCORE:
        return Test(subject, random.choice(("at least", "less than")))
    if subject in LISTS:
        return Test(subject, "in")
    operator = random.choice(("is", "is", "is", "is not", "is empty", "is not empty"))
    return Test(subject, operator, random.choice(VALUES[:2]))


def _step(random: Random, subjects: tuple[str, ...], members: list[Member], member: Member) -> Step:
    chance = random.random()
    if chance < 0.04:
        return Step(((None, Action("Wait")),))
    if chance < 0.07:
        return Step(((None, Action("Remove from Flow")),))
    targets = [each for each in members if each.name.startswith("EX") and each is not member]
    requested = [each for each in members if each.is_requested]
    if chance < 0.4 and targets and not (member.name.startswith("EX") or member.is_requested):
        return Step(((None, Action("Execute Campaign", random.choice(targets).name)),))
    if chance < 0.5 and requested and not member.is_requested:
        return Step(((None, Action("Request Campaign", requested[0].name)),))
    subject = random.choice(subjects)
    action = _write(random, subject)
    if random.random() < 0.7 or subject in LISTS:
        return Step(((None, action),))
    fields = [each for each in subjects if each not in LISTS]
    choices: list[tuple[Test | None, Action]] = [
        (_test(random, random.choice(fields)), _write(random, subject))
        for _ in range(random.choice((1, 1, 2)))
    ]
    last = Action("nothing", subject) if random.random() < 0.5 else action
    return Step((*choices, (None, last)))


def _write(random: Random, subject: str) -> Action:
    if subject == SCORE:
        return Action("Change Score", subject, random.choice(("+5", "+5", "-5", "=0", "=10")))
    if subject in LISTS:
        return Action(random.choice(("Add to List", "Remove from List")), subject)
    values = (*VALUES, *VALUES[:2], NOW)
    return Action("Change Data Value", subject, random.choice(values))


# The same as an export


def exported(members: list[Member]) -> list[Campaign]:
    return [_exported(member) for member in members]


def _exported(member: Member) -> Campaign:
    is_executable = member.name.startswith("EX")
    made = campaign(
        member.name,
        isActive=not is_executable,
        qualificationRuleType="once" if member.is_once else "any",
    )
    for test in member.triggers:
        if test.subject in LISTS:
            name = "Added to List" if test.operator == "in" else "Removed from List"
            made.trigger(name, condition("List Name", "is", test.subject))
            continue
        is_score = test.subject == SCORE
        subject = condition("Score Name" if is_score else "Attribute", "is", test.subject)
        constraints = [subject]
        if test.operator != "is any":
            constraints.append(
                condition("New Score" if is_score else "New Value", test.operator, _values(test))
            )
        made.trigger("Score is Changed" if is_score else "Data Value Changes", *constraints)
    if member.is_requested:
        made.trigger("Campaign is Requested", condition("Source", "is", "Marketo Flow Action"))
    for test in member.filters:
        if test.subject in LISTS:
            made.filter("Member of List", condition("List Name", "in", test.subject))
        else:
            made.filter(test.subject, condition(test.subject, test.operator, _values(test)))
    made.match(member.match)  # type: ignore[arg-type]
    for step in member.steps:
        first = step.choices[0][1].step
        name = {"nothing": "Change Data Value"}.get(first, first)
        if step.choices[-1][0] is None and len(step.choices) == 1 and name != "Wait":
            made.choices(name, otherwise(_attributes(step.choices[0][1])))
        elif name == "Wait":
            made.waits("1 day")
        else:
            made.choices(name, *(_choice(test, action) for test, action in step.choices))
    return made


def _values(test: Test) -> list[str]:
    if test.operator in ("at least", "less than"):
        return [str(LIMIT)]
    return [test.value] if test.operator in ("is", "is not") else []


def _choice(test: Test | None, action: Action) -> Choice:
    if test is None:
        return otherwise(_attributes(action))
    return when(test.subject, test.operator, _values(test), _attributes(action))


def _attributes(action: Action) -> Record:
    return {
        "Change Data Value": {"Attribute": action.subject, "New Value": action.value},
        "Change Score": {"Score Name": action.subject, "Change": action.value},
        "Add to List": {"List Name": action.subject},
        "Remove from List": {"List Name": action.subject},
        "Execute Campaign": {
            "Executed Campaign": action.subject,
            "Use Parent Campaign Token Context": "True",
        },
        "Request Campaign": {"Campaign": action.subject},
        "Remove from Flow": {"Campaign": "this campaign"},
        "nothing": {"Attribute": "--Do Nothing--"},
    }[action.step]


# Playing


def has_loop(members: list[Member]) -> bool:
    """Return whether some first change of some person activates campaigns without end."""
    subjects = _subjects(members)
    domains = [_domain(subject) for subject in subjects]
    for values in product(*domains):
        person = dict(zip(subjects, values, strict=True))
        for subject, domain in zip(subjects, domains, strict=True):
            for value in domain:
                if value != person[subject] and any(
                    _is_endless(members, person, (subject, value), takes_last=order)
                    for order in (False, True)
                ):
                    return True
    return False


def _subjects(members: list[Member]) -> list[str]:
    named = [test.subject for member in members for test in (*member.triggers, *member.filters)]
    for member in members:
        for step in member.steps:
            for test, action in step.choices:
                named.append(action.subject if test is None else test.subject)
                named.append(action.subject)
    known = (*FIELDS, SCORE, *LISTS)
    return [subject for subject in known if subject in named]


def _domain(subject: str) -> tuple[Value, ...]:
    if subject == SCORE:
        return NUMBERS
    return (False, True) if subject in LISTS else VALUES


def _is_endless(members: list[Member], start: Person, first: Event, *, takes_last: bool) -> bool:
    play = _Play(members, dict(start))
    play.change(*first)
    runs = 0
    while play.queue or play.waiting:
        if runs == MAX_RUNS:
            return True
        runs += 1
        if not play.queue:
            play.queue.append(play.waiting.popleft())
        play.run(*(play.queue.pop() if takes_last else play.queue.popleft()))
    return False


class _Play:
    """A person in the middle of it all."""

    def __init__(self, members: list[Member], person: Person) -> None:
        self.members = members
        self.person = person
        self.queue: deque[tuple[Member, int]] = deque()
        self.waiting: deque[tuple[Member, int]] = deque()
        self.has_run: set[str] = set()

    def change(self, subject: str, value: Value) -> None:
        """Change a value, and activate who listens to that; a time is always another one."""
        if self.person[subject] == value and value != NOW:
            return
        self.person[subject] = value
        for member in self.members:
            if any(_hears(test, subject, value) for test in member.triggers):
                self.queue.append((member, 0))

    def run(self, member: Member, first: int) -> None:
        if first or self.is_admitted(member):
            self.follow(member, first)

    def is_admitted(self, member: Member) -> bool:
        if not member.qualifies(self.person) or member.name in self.has_run:
            return False
        if member.is_once:
            self.has_run.add(member.name)
        return True

    def follow(self, member: Member, first: int = 0) -> bool:
        """Take the steps from one on; return whether the person is still in the flow."""
        for index in range(first, len(member.steps)):
            action = self.chosen(member.steps[index])
            if action.step == "Wait":
                if not member.name.startswith("EX"):
                    self.waiting.append((member, index + 1))
                    return True
            elif action.step == "Remove from Flow":
                return False
            elif action.step == "Execute Campaign":
                child = self.named(action.subject)
                if self.is_admitted(child) and not self.follow(child):
                    return False
            elif action.step == "Request Campaign":
                self.queue.append((self.named(action.subject), 0))
            else:
                self.write(action)
        return True

    def chosen(self, step: Step) -> Action:
        return next(
            action
            for test, action in step.choices
            if test is None or test.holds(self.person[test.subject])
        )

    def named(self, name: str) -> Member:
        return next(member for member in self.members if member.name == name)

    def write(self, action: Action) -> None:
        if action.step == "Change Score":
            old = self.person[action.subject]
            amount = int(action.value.removeprefix("="))
            is_set = action.value.startswith("=")
            self.change(action.subject, amount if is_set else int(old) + amount)
        elif action.step == "Change Data Value":
            self.change(action.subject, action.value)
        elif action.step != "nothing":
            self.change(action.subject, action.step == "Add to List")


def _hears(test: Test, subject: str, value: Value) -> bool:
    if test.subject != subject:
        return False
    if subject in LISTS:
        return value is (test.operator == "in")
    return test.holds(value)
