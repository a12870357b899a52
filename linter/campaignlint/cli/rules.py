"""`campaignlint rules`: the list of rules."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli.output import print_text
from campaignlint.cli.settings import format_option, load_rules, rules_from_option
from campaignlint.text import did_you_mean, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.rules.rule import Option, Rule

_EPILOG = """\b
Examples:
  campaignlint rules
  campaignlint rules --category executable
  campaignlint rules -f json"""


@click.command(epilog=_EPILOG)
@format_option(["text", "json"])
@click.option("--category", metavar="CATEGORY", help="List only the rules of this category.")
@rules_from_option
def rules(format_name: str, category: str | None, rules_from: tuple[str, ...]) -> None:
    """List all rules with their severity, confidence, and profile."""
    known = load_rules(rules_from)
    if category is not None and category not in known.categories:
        hint = did_you_mean(
            category, known.categories, f"expected one of {', '.join(known.categories)}"
        )
        raise click.ClickException(f"--category: unknown category '{category}'{hint}")
    selected = [rule for rule in known if category in (None, rule.category)]
    print_text(_as_json(selected) if format_name == "json" else rule_list(selected), color=False)


def _as_json(rules: Iterable[Rule]) -> str:
    import msgspec

    encoded = msgspec.json.encode([_rule(rule) for rule in rules])
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "profile": rule.profile,
        "since": rule.since,
        "summary": rule.summary,
        "details": rule.details,
        "why": rule.why,
        "howToFix": rule.how_to_fix,
        "options": [_option(option) for option in rule.options.values()],
        "sources": list(rule.sources),
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "type": type_name(option.type),
        **_range(option),
        "default": option.default,
        "description": option.description,
    }


def _range(option: Option) -> dict[str, int]:
    if option.between is None:
        return {}
    return {"minimum": option.between.least, "maximum": option.between.most}


def type_name(annotation: Any) -> str:
    """Return the name of a type as in the documentation: `int`, `list[str]`."""
    return annotation.__name__ if type(annotation) is type else str(annotation)


def rule_list(rules: Iterable[Rule]) -> str:
    """Return the rules as text, grouped by category."""
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    by_category: dict[str, list[Rule]] = {}
    for rule in rules:
        by_category.setdefault(rule.category, []).append(rule)
    lines = [line for name in sorted(by_category) for line in _category(by_category[name], width)]
    number = pluralize(sum(map(len, by_category.values())), "rule")
    return "\n".join([*lines, f"{number}. `campaignlint explain RULE` explains one."]) + "\n"


def _category(members: list[Rule], width: int) -> Iterator[str]:
    yield from (f"{members[0].category} ({len(members)})", "")
    for rule in members:
        yield f"  {rule.id}  ({rule.severity}, {rule.confidence}, {rule.profile})"
        yield from textwrap.wrap(
            rule.summary, width - 6, initial_indent="      ", subsequent_indent="      "
        )
    yield ""
