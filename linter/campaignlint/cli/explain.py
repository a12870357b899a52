"""`campaignlint explain`: one rule, or the rules of a category."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from campaignlint.cli.output import print_text, wants_color
from campaignlint.cli.rules import rule_list, type_name
from campaignlint.cli.settings import load_rules, rules_from_option
from campaignlint.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.rules.rule import Option, Rule

_EPILOG = """\b
Examples:
  campaignlint explain wait-in-executable
  campaignlint explain executable"""


@click.command(epilog=_EPILOG, short_help="Explain one rule and how to fix its findings.")
@click.argument("name", metavar="RULE|CATEGORY")
@rules_from_option
def explain(name: str, rules_from: tuple[str, ...]) -> None:
    """Show what a rule checks, why it matters, and how to fix findings.

    For a category, list its rules.
    """
    rules = load_rules(rules_from)
    if name in rules.categories:
        print_text(rule_list(rule for rule in rules if rule.category == name), color=False)
        return
    if name not in rules.rules:
        from campaignlint.rules.registry import LIST_OF_RULES

        hint = did_you_mean(name, (*rules.rules, *rules.categories), LIST_OF_RULES)
        raise click.ClickException(f"unknown rule or category '{name}'{hint}")
    color = wants_color("auto")
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    print_text("\n".join(_page(rules.rules[name], width)) + "\n", color=color)


def _page(rule: Rule, width: int) -> Iterator[str]:
    yield click.style(rule.id, bold=True)
    yield f"{rule.severity}, {rule.confidence}; profile {rule.profile}; added in {rule.since}"
    yield ""
    yield from _paragraphs(rule.summary, width)
    if rule.details:
        yield ""
        yield from _paragraphs(rule.details, width)
    for title, body in (("Why this matters", rule.why), ("How to fix", rule.how_to_fix)):
        if body:
            yield ""
            yield click.style(title, bold=True)
            yield from _paragraphs(body, width)
    if rule.options:
        yield ""
        yield click.style("Options", bold=True)
        for option in rule.options.values():
            text = f"{option.name} ({option_type(option)}, default {option.default!r})"
            yield from _paragraphs(f"{text}: {option.description}", width)
    yield from _example(rule, width)
    if rule.sources:
        yield ""
        yield click.style("References", bold=True)
        yield from (f"  {source}" for source in rule.sources)


def option_type(option: Option) -> str:
    """Return the type and range of an option: `int from 1 to 100`, `regular expression`."""
    if option.is_regular_expression:
        return "regular expression"
    return type_name(option.type) + (f" {option.between}" if option.between else "")


def _example(rule: Rule, width: int) -> Iterator[str]:
    """Yield the example of the rule's page: an export with findings, and one without."""
    from campaignlint.rules import docs

    body = docs.section(docs.page(rule), "Example")
    if body:
        yield ""
        yield click.style("Example", bold=True)
        yield from _plain(re.sub("^### (.+)$", r"\1:", body, flags=re.MULTILINE), width)


def _plain(markdown: str, width: int) -> Iterator[str]:
    """Yield a section of a page as text without links; code blocks are kept as they are."""
    for number, part in enumerate(re.split(r"^```\w*\n?$", markdown, flags=re.MULTILINE)):
        if number % 2:
            yield ""
            yield from (f"  {line}".rstrip() for line in part.strip("\n").splitlines())
        elif part.strip():
            if number:
                yield ""
            text = re.sub(r"\[`?([^]`]*)`?\]\([^)]*\)", r"\1", part.strip())
            yield from _paragraphs(text, width)


def _paragraphs(text: str, width: int) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        yield from textwrap.wrap(
            " ".join(paragraph.split()), width, initial_indent="  ", subsequent_indent="  "
        )
