"""`campaignlint rules`: what can be found."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli.output import print_text
from campaignlint.cli.settings import load_rules
from campaignlint.text import counted

if TYPE_CHECKING:
    from campaignlint.rules.registry import RuleSet
    from campaignlint.rules.rule import Option, Rule


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the list.",
)
@click.option("--category", metavar="CATEGORY", help="Only the rules of one category.")
@click.option(
    "--rules-from", multiple=True, metavar="PATH", help="Also load the rules in this Python path."
)
def rules(format_name: str, category: str | None, rules_from: tuple[str, ...]) -> None:
    """List every rule, with its severity and the profile that switches it on."""
    known = load_rules(rules_from)
    if category is not None and category not in known.categories:
        raise click.ClickException(
            f"--category: there is no category '{category}'; "
            f"there are {', '.join(known.categories)}"
        )
    wanted = [rule for rule in known if category in (None, rule.category)]
    text = _as_json(wanted) if format_name == "json" else _as_text(wanted, known)
    print_text(text, color=False)


def _as_json(wanted: list[Rule]) -> str:
    import msgspec

    encoded = msgspec.json.encode([described(rule) for rule in wanted])
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def described(rule: Rule) -> dict[str, Any]:
    """Everything known about a rule, as plain data."""
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


def type_name(annotation: Any) -> str:  # noqa: ANN401 - any type
    """`int`, `list[str]`."""
    return annotation.__name__ if type(annotation) is type else str(annotation)


def _as_text(wanted: list[Rule], known: RuleSet) -> str:
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    lines = []
    for category in known.categories:
        members = [rule for rule in wanted if rule.category == category]
        if not members:
            continue
        lines += [f"{category} ({len(members)})", ""]
        for rule in members:
            facts = f"{rule.severity}, {rule.confidence}, {rule.profile}"
            lines.append(f"  {rule.id}  ({facts})")
            lines += textwrap.wrap(
                rule.summary, width - 6, initial_indent="      ", subsequent_indent="      "
            )
        lines.append("")
    number = counted(len(wanted), "rule")
    lines.append(f"{number}. `campaignlint explain RULE` says more of one.")
    return "\n".join(lines) + "\n"
