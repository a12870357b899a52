"""What a rule is: one function, from which its name, documentation and options derive."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    from campaignlint.model.finding import Finding

RuleFunction = Callable[..., Iterable["Finding"]]

ENGINE = "engine"
"""The category of what the engine itself reports. Such rules are always on."""


class RuleDefinitionError(Exception):
    """A rule that is not written as a rule must be; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Between:
    """The range of an option that is a whole number: `Annotated[int, Between(1, 100)]`."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class RegularExpression:
    """Marks an option whose text Python's `re` must understand; the rule is given it as text.

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
    """What it must lie between; None for anything of its type."""
    is_regular_expression: bool = False
    """Whether its text must be a regular expression."""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What is known about a rule, without the rule itself: plain data for reports."""

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


@dataclass(frozen=True)
class Rule:
    """A rule and all that is known about it."""

    id: str
    """The function's name with hyphens."""
    function: RuleFunction
    severity: Severity
    confidence: Confidence
    category: str
    profile: Profile
    since: str
    sources: tuple[str, ...]
    """Where Marketo's behaviour is documented."""

    def __call__(self, *args: Any, **options: Any) -> Iterable[Finding]:  # noqa: ANN401
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
        """All but the function."""
        return RuleInfo(
            id=self.id,
            category=self.category,
            severity=self.severity,
            confidence=self.confidence,
            profile=self.profile,
            since=self.since,
            sources=self.sources,
            summary=self.summary,
            details=self.details,
            why=self.why,
            how_to_fix=self.how_to_fix,
            options=self.options,
        )

    @property
    def summary(self) -> str:
        """What the rule finds, in one sentence."""
        return self._sections[""].split("\n\n")[0].replace("\n", " ")

    @property
    def details(self) -> str:
        """What else the docstring says before its first heading; may be empty."""
        return self._sections[""].partition("\n\n")[2].strip()

    @property
    def why(self) -> str:
        """What Marketo does, Markdown."""
        return self._sections.get("why", "")

    @property
    def how_to_fix(self) -> str:
        """What to do instead, Markdown."""
        return self._sections.get("how to fix", "")

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """The rule's settings by name."""
        described = dict(
            re.findall(
                r"^- `?(\w+)`?: (.+(?:\n  .+)*)", self._sections.get("options", ""), re.MULTILINE
            )
        )
        return {
            name: _option(
                parameter, self.function, description=" ".join(described.get(name, "").split())
            )
            for name, parameter in inspect.signature(self.function).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }


def rule(
    *,
    severity: Severity,
    category: str,
    since: str,
    source: str | Iterable[str] = (),
    confidence: Confidence = "documented",
    profile: Profile = "recommended",
) -> Callable[[RuleFunction], Rule]:
    """Make a function a rule.

    The function takes the `Instance` and yields findings; its name is the rule's id, its docstring
    the documentation (a summary, then the sections Why, How to fix and Options), and its
    keyword-only parameters, typed and with defaults, the rule's options.

    Raises RuleDefinitionError for anything else.
    """

    def decorate(function: RuleFunction) -> Rule:
        name = _name_of(function)
        sources = (source,) if isinstance(source, str) else tuple(source)
        for word, text in (("category", category), ("since", since), *_named("source", sources)):
            is_text = isinstance(text, str) and bool(text.strip())
            _demand(name, is_text, f"{word} must be a text, not {text!r}")
        _demand(name, severity in SEVERITIES, f"severity must be one of {', '.join(SEVERITIES)}")
        _demand(
            name, confidence in CONFIDENCES, f"confidence must be one of {', '.join(CONFIDENCES)}"
        )
        _demand(name, profile in PROFILES, f"profile must be one of {', '.join(PROFILES)}")
        _demand(name, bool((function.__doc__ or "").strip()), "its docstring is its documentation")
        for option in list(inspect.signature(function).parameters.values())[1:]:
            _demand(
                name,
                option.kind is inspect.Parameter.KEYWORD_ONLY
                and option.default is not inspect.Parameter.empty
                and option.annotation is not inspect.Parameter.empty,
                f"option '{option.name}' must be keyword-only, typed and have a default",
            )
        return Rule(
            id=_id_of(name),
            function=function,
            severity=severity,
            confidence=confidence,
            category=category,
            profile=profile,
            since=since,
            sources=sources,
        )

    return decorate


def _name_of(function: RuleFunction) -> str:
    """The name of a function that is written in Python. Raises RuleDefinitionError otherwise."""
    if not inspect.isfunction(function):
        raise RuleDefinitionError(f"{function!r} is no function that is written in Python")
    return function.__name__


def _id_of(name: str) -> str:
    named = name.strip("_").replace("_", "-")
    is_id = re.fullmatch("[A-Za-z0-9-]+", named) is not None
    _demand(name, is_id, "its name must be of the letters a to z, digits and underscores")
    return named


def _named(word: str, values: Iterable[object]) -> list[tuple[str, object]]:
    return [(word, value) for value in values]


def _demand(name: str, condition: bool, message: str) -> None:  # noqa: FBT001
    if not condition:
        raise RuleDefinitionError(f"rule {name}: {message}")


def _option(parameter: inspect.Parameter, function: RuleFunction, *, description: str) -> Option:
    kind = _evaluated(parameter.annotation, function)
    marks = getattr(kind, "__metadata__", ())
    between = next((mark for mark in marks if isinstance(mark, Between)), None)
    is_regular_expression = any(isinstance(mark, RegularExpression) for mark in marks)
    if between is not None or is_regular_expression:
        kind = kind.__origin__
    return Option(
        parameter.name, kind, parameter.default, description, between, is_regular_expression
    )


def _evaluated(annotation: object, function: RuleFunction) -> Any:  # noqa: ANN401 - any type
    if not isinstance(annotation, str):
        return annotation
    return eval(annotation, getattr(function, "__globals__", {}))  # noqa: S307 - the rule's own code
