"""Writes docs/rules from the rules and their fixtures; with --check, lists stale pages."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

from campaignlint.cli.explain import option_type
from campaignlint.describe.campaign import describe_campaign
from campaignlint.describe.smart_list import describe_smart_list
from campaignlint.loading import assemble, reader
from campaignlint.report import text
from campaignlint.rules.rule import ENGINE
from generated import ROOT, hold
from rule_cases import Case, all_cases, all_rules, lint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.rules.rule import Option, Rule

DOCS = ROOT / "docs" / "rules"
WIDTH = 76
"""The width of the examples in columns; `explain` indents them."""
CATEGORY_TITLES = {
    "executable": "Executable campaigns",
    "reference": "References",
    "request": "Request Campaign",
    "activation": "Activations",
    "flow": "Flow",
    "smart_list": "Smart list",
    "settings": "Settings",
    "governance": "Governance",
    ENGINE: "Engine",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page with its path."""
    rules = list(all_rules())
    yield DOCS / "README.md", "\n".join(_index(rules)) + "\n"
    for rule in rules:
        yield DOCS / f"{rule.id}.md", "\n".join(_page(rule)) + "\n"


def _index(rules: list[Rule]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield (
        "Severity is how serious a finding is; confidence is how certain the rule is. The profile "
        "determines which runs include the rule: `recommended` is the default, `strict` adds "
        "hygiene, and `audit` adds heuristics that may be wrong. `make docs` writes these pages."
    )
    for category, title in CATEGORY_TITLES.items():
        members = [rule for rule in rules if rule.category == category]
        if not members:
            continue
        yield ""
        yield f"## {title}"
        yield ""
        yield "| Rule | Severity | Confidence | Profile | Checks for |"
        yield "|---|---|---|---|---|"
        for rule in members:
            profile = "always on" if category == ENGINE else rule.profile
            yield (
                f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.confidence} | {profile} "
                f"| {rule.summary} |"
            )


def _page(rule: Rule) -> Iterator[str]:
    profile = "always on" if rule.category == ENGINE else rule.profile
    yield f"# {rule.id}"
    yield ""
    yield "| Category | Severity | Confidence | Profile | Added in |"
    yield "|---|---|---|---|---|"
    yield f"| {rule.category} | {rule.severity} | {rule.confidence} | {profile} | {rule.since} |"
    yield from ("", "## What it checks", "", rule.summary)
    if rule.details:
        yield from ("", rule.details)
    if rule.why:
        yield from ("", "## Why this matters", "", rule.why)
    if rule.how_to_fix:
        yield from ("", "## How to fix", "", rule.how_to_fix)
    if rule.options:
        yield from ("", "## Options", "")
        yield from ("| Option | Type | Default | Description |", "|---|---|---|---|")
        yield from (_option(option) for option in rule.options.values())
    yield from _example(rule)
    if rule.sources:
        yield from ("", "## References", "")
        yield from (f"- <{source}>" for source in rule.sources)


def _option(option: Option) -> str:
    return (
        f"| `{option.name}` | {option_type(option)} | `{option.default!r}` | {option.description} |"
    )


def _example(rule: Rule) -> Iterator[str]:
    bad, good = _first(rule, "bad"), _first(rule, "good")
    if bad is None or good is None:
        return
    yield from ("", "## Example", "", "### Incorrect", "")
    yield from _export(bad)
    yield from ("", "Output:", "", "```text")
    yield text.render(lint(bad, rule.id), width=WIDTH).split("\n\nFound ")[0]
    yield "```"
    yield from ("", "### Correct", "")
    yield from _export(good)
    yield from ("", "No findings.")


def _first(rule: Rule, kind: str) -> Case | None:
    return next((case for case in all_cases() if case.rule == rule.id and case.kind == kind), None)


def _export(case: Case) -> Iterator[str]:
    path = case.path.relative_to(ROOT)
    yield f"[`{path}`](../../{path}), summarized:"
    yield from ("", "```text")
    for line in _summary(case):
        yield from _wrapped(line)
    yield "```"
    if case.config:
        yield from ("", "With this configuration:", "", "```toml", case.config.rstrip(), "```")


def _wrapped(line: str) -> list[str]:
    """Wrap a line at the width of the page; the other lines are indented more."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _summary(case: Case) -> Iterator[str]:
    read = reader.read_records([str(case.path)])
    instance, _ = assemble.assemble_instance(read)
    for number, campaign in enumerate(instance.campaigns):
        if number:
            yield ""
        yield from _campaign(campaign)
    yield from _smart_lists(instance)
    for (kind, owner), tokens in sorted(instance.tokens.items()):
        for token in tokens.values():
            name = _owner_name(instance, kind, owner)
            yield f"My Token of {kind} '{name}': {token.name} = {token.value}"


def _campaign(campaign: SmartCampaign) -> Iterator[str]:
    summary = describe_campaign(campaign)
    facts = [f"id {campaign.id}"]
    if campaign.workspace not in (None, "Default"):
        facts.append(f"workspace {campaign.workspace}")
    facts += [
        f"{row.label.lower()} {row.text}"
        for row in summary.settings
        if row.label in {"Runs", "Schedule", "Each person"}
    ]
    yield f"{summary.campaign.path}  ({', '.join(facts)})"
    if summary.smart_list is not None:
        yield from (f"  {line}" for line in summary.smart_list.lines())
    if summary.steps is None:
        yield "  flow: not exported"
    for step in summary.steps or ():
        yield from (f"  {line}" for line in step.lines())


def _smart_lists(instance: Instance) -> Iterator[str]:
    for smart_list in instance.smart_lists:
        if smart_list.campaign is None:
            yield f"Smart list {smart_list.location.text}  (id {smart_list.id})"
            yield from (f"  {line}" for line in describe_smart_list(smart_list).lines())


def _owner_name(instance: Instance, kind: str, number: int) -> str:
    if kind == "program" and number in instance.programs:
        return instance.programs[number].name
    folder = instance.folders.get((kind, number))
    return folder.name if folder else str(number)


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    wanted = {path: page.encode() for path, page in pages()}
    return hold([DOCS], wanted, arguments, "tests/build_rule_docs.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
