"""Rules: functions whose name, docstring and parameters give id, documentation and options."""

from __future__ import annotations

import collections.abc
import inspect
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from campaignlint.model.finding import (
    CONFIDENCES,
    PROFILES,
    SEVERITIES,
    Confidence,
    Profile,
    Severity,
)

if TYPE_CHECKING:
    from campaignlint.model.finding import Finding, NotChecked

RuleFunction = Callable[..., Iterable["Finding | NotChecked"]]

ENGINE = "engine"
"""The category of the engine's own rules, which are always enabled."""


SUBJECTS = (
    "Instance",
    "Program",
    "SmartCampaign",
    "FlowStep",
    "Choice",
    "Call",
    "Reference",
    "SmartList",
    "Trigger",
    "Filter",
)
"""The types that a rule can run on."""

REQUIREMENTS = ("flow", "smart_list", "tokens", "complete")
"""The parts of an export that a rule can require."""


class RuleDefinitionError(Exception):
    """A rule that is not defined correctly; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Between:
    """The range of an option that is a whole number: `Annotated[int, Between(1, 100)]`."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class RegularExpression:
    """Marks a text option that must be a regular expression; the rule gets the text.

    `Annotated[str, RegularExpression()]`
    """


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a rule: a keyword-only parameter of its function."""

    name: str
    type: Any
    """The annotation: int, str, bool, list[str] and so on."""
    default: Any
    description: str
    between: Between | None = None
    """The range of the value; None for any value of the type."""
    is_regular_expression: bool = False
    """Whether the value must be a regular expression."""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule without its function: plain data for reports."""

    id: str
    category: str
    severity: Severity
    confidence: Confidence
    profile: Profile
    since: str
    sources: tuple[str, ...]
    summary: str
    details: str
    why: str
    how_to_fix: str
    options: Mapping[str, Option]
    runs_on: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule: its function and its metadata."""

    id: str
    """The function's name with hyphens."""
    function: RuleFunction
    severity: Severity
    confidence: Confidence
    category: str
    profile: Profile
    since: str
    sources: tuple[str, ...]
    """Pages that document Marketo's behavior."""
    runs_on: tuple[str, ...] = ("Instance",)
    """The types that the function is called with, one of them per call."""
    requires: tuple[str, ...] = ()
    """The parts of an export without which a campaign is not checked."""
    steps: tuple[str, ...] = ()
    """The flow steps that a rule on steps or choices runs on; empty for all."""
    executable: bool = False
    """Whether it runs on executable campaigns only."""

    def __call__(self, *args: Any, **options: Any) -> Iterable[Finding | NotChecked]:
        return self.function(*args, **options)

    @cached_property
    def _sections(self) -> dict[str, str]:
        text = inspect.cleandoc(self.function.__doc__ or "")
        parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
        sections = {"": parts[0].strip()}
        sections.update(
            (title.strip().casefold(), body.strip())
            for title, body in zip(parts[1::2], parts[2::2], strict=True)
        )
        return sections

    @property
    def info(self) -> RuleInfo:
        """The rule without its function."""
        return RuleInfo(**{field.name: getattr(self, field.name) for field in fields(RuleInfo)})

    @property
    def summary(self) -> str:
        """A sentence that says what the rule finds."""
        return self._sections[""].split("\n\n")[0].replace("\n", " ")

    @property
    def details(self) -> str:
        """The rest of the docstring before its first heading; may be empty."""
        return self._sections[""].partition("\n\n")[2].strip()

    @property
    def why(self) -> str:
        """The section Why: Marketo's behavior, in Markdown."""
        return self._sections.get("why", "")

    @property
    def how_to_fix(self) -> str:
        """The section How to fix, in Markdown."""
        return self._sections.get("how to fix", "")

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """The options by name."""
        descriptions = dict(
            re.findall(
                r"^- `?(\w+)`?: (.+(?:\n  .+)*)", self._sections.get("options", ""), re.MULTILINE
            )
        )
        parameters = [
            parameter
            for parameter in inspect.signature(self.function).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        ]
        types = _option_types(self.function) if parameters else {}
        return {
            parameter.name: _option(
                parameter,
                types[parameter.name],
                description=" ".join(descriptions.get(parameter.name, "").split()),
            )
            for parameter in parameters
        }


def rule(
    *,
    severity: Severity,
    category: str,
    since: str,
    source: str | Iterable[str] = (),
    confidence: Confidence = "documented",
    profile: Profile = "recommended",
    requires: str | Iterable[str] = (),
    steps: str | Iterable[str] = (),
    executable: bool = False,
) -> Callable[[RuleFunction], Rule]:
    """Turn a function into a rule.

    The function yields findings. Its name is the rule's id and its docstring the documentation: a
    summary, then the sections Why, How to fix and Options. The annotation of its first parameter
    says what the rule runs on: one of `SUBJECTS`, or several joined by `|`. Its keyword-only
    parameters, typed and with defaults, are the options.

    Args:
        severity: how serious a finding is.
        category: the group of the rule.
        since: the version that added the rule.
        source: pages that document Marketo's behavior.
        confidence: how certain the rule is.
        profile: the smallest profile that includes the rule.
        requires: parts of the export, of `REQUIREMENTS`. A campaign without them is counted as not
            checked, and the rule is not called. A rule on steps, choices or calls requires the
            flow, and one on smart lists, triggers or filters the smart list, without saying so.
        steps: names of flow steps, for a rule on `FlowStep` or `Choice`: it runs on these only.
        executable: run on executable campaigns only.

    Raises:
        RuleDefinitionError: if the function or an argument is anything else.

    """

    def decorate(function: RuleFunction) -> Rule:
        name = function.__name__
        sources, required, step_names = map(_texts, (source, requires, steps))
        for word, value, known in (
            ("severity", severity, SEVERITIES),
            ("confidence", confidence, CONFIDENCES),
            ("profile", profile, PROFILES),
            *(("requires", text, REQUIREMENTS) for text in required),
        ):
            _demand(
                name, value in known, f"expected {word} to be {' or '.join(known)}, found {value!r}"
            )
        _demand(name, bool((function.__doc__ or "").strip()), "the docstring is missing")
        parameters = inspect.signature(function).parameters.values()
        _demand(name, bool(parameters), "the first parameter is missing")
        subject, *options = parameters
        for option in options:
            is_keyword_only = option.kind is inspect.Parameter.KEYWORD_ONLY
            is_complete = option.empty not in (option.default, option.annotation)
            _demand(
                name,
                is_keyword_only and is_complete,
                f"option '{option.name}' must be keyword-only, typed and have a default",
            )
        return Rule(
            id=name.strip("_").replace("_", "-"),
            function=function,
            severity=severity,
            confidence=confidence,
            category=category,
            profile=profile,
            since=since,
            sources=sources,
            runs_on=_runs_on(name, subject),
            requires=required,
            steps=step_names,
            executable=executable,
        )

    return decorate


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _runs_on(name: str, parameter: inspect.Parameter) -> tuple[str, ...]:
    """Return the types that a rule runs on, by the annotation of its first parameter."""
    annotation = parameter.annotation
    text = (
        annotation
        if isinstance(annotation, str)
        else getattr(annotation, "__name__", str(annotation))
    )
    subjects = tuple(each.strip().strip("\"'").rpartition(".")[2] for each in text.split("|"))
    for subject in subjects:
        _demand(
            name,
            subject in SUBJECTS,
            f"its first parameter '{parameter.name}' must be annotated with "
            f"{', '.join(SUBJECTS[:-1])} or {SUBJECTS[-1]}",
        )
    return subjects


def _demand(name: str, condition: bool, message: str) -> None:  # noqa: FBT001
    if not condition:
        raise RuleDefinitionError(f"rule {name}: {message}")


def _option_types(function: RuleFunction) -> dict[str, Any]:
    """Return the types of a rule's parameters, of which only those of options are evaluated."""
    options = inspect.signature(function).parameters.values()
    names = {option.name for option in options if option.kind is inspect.Parameter.KEYWORD_ONLY}
    annotations = {name: hint for name, hint in function.__annotations__.items() if name in names}
    holder = type("Options", (), {"__annotations__": annotations})
    return typing.get_type_hints(
        holder,
        globalns=getattr(function, "__globals__", {}),
        localns=vars(collections.abc),
        include_extras=True,
    )


def _option(parameter: inspect.Parameter, kind: Any, *, description: str) -> Option:
    marks = getattr(kind, "__metadata__", ())
    between = next((mark for mark in marks if isinstance(mark, Between)), None)
    is_regular_expression = any(isinstance(mark, RegularExpression) for mark in marks)
    if between is not None or is_regular_expression:
        kind = kind.__origin__
    return Option(
        parameter.name, kind, parameter.default, description, between, is_regular_expression
    )
