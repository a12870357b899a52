"""`campaignlint rules`: what can be found, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from campaignlint.rules.registry import load_rules

if TYPE_CHECKING:
    from conftest import CommandLine

OURS = '''
from campaignlint import Instance, rule


@rule(
    severity="note",
    category="acme",
    since="2",
    source=("https://wiki.acme.example/a", "https://wiki.acme.example/b"),
    confidence="heuristic",
    profile="audit",
)
def names_in_capitals(instance: Instance, *, least: int = 3, except_for: list[str] = []):
    """A campaign shouts.

    What counts is a word of capital letters.

    ## Why

    Nobody likes it.

    ## How to fix

    Lower your voice.

    ## Options

    - `least`: The shortest word that counts, in
      letters.
    """
'''


def test_every_rule_with_its_facts_by_category(campaignlint: CommandLine) -> None:
    Path("ours.py").write_text(OURS)
    listed = campaignlint("rules", "--category", "acme", "--rules-from", "ours.py")
    assert (listed.code, listed.out, listed.err) == (
        0,
        (
            "acme (1)\n"
            "\n"
            "  names-in-capitals  (note, heuristic, audit)\n"
            "      A campaign shouts.\n"
            "\n"
            "1 rule. `campaignlint explain RULE` explains one.\n"
        ),
        "",
    )


def test_no_rule_is_left_out(campaignlint: CommandLine) -> None:
    listed = campaignlint("rules")
    named = re.findall(r"^  ([a-z-]+) +\(", listed.out, re.MULTILINE)
    assert sorted(named) == [rule.id for rule in load_rules()]
    assert listed.out.endswith(f"\n{len(named)} rules. `campaignlint explain RULE` explains one.\n")


def test_a_list_for_programs(campaignlint: CommandLine) -> None:
    Path("ours.py").write_text(OURS)
    listed = campaignlint(
        *("rules", "--format", "json", "--category", "acme", "--rules-from", "ours.py")
    )
    assert json.loads(listed.out) == [
        {
            "id": "names-in-capitals",
            "category": "acme",
            "severity": "note",
            "confidence": "heuristic",
            "profile": "audit",
            "since": "2",
            "summary": "A campaign shouts.",
            "details": "What counts is a word of capital letters.",
            "why": "Nobody likes it.",
            "howToFix": "Lower your voice.",
            "options": [
                {
                    "name": "least",
                    "type": "int",
                    "default": 3,
                    "description": "The shortest word that counts, in letters.",
                },
                {"name": "except_for", "type": "list[str]", "default": [], "description": ""},
            ],
            "sources": ["https://wiki.acme.example/a", "https://wiki.acme.example/b"],
        }
    ]


def test_a_category_that_does_not_exist(campaignlint: CommandLine) -> None:
    listed = campaignlint("rules", "--category", "Executables")
    assert (listed.code, listed.out, listed.err) == (
        2,
        "",
        "Error: --category: unknown category 'Executables'; did you mean 'executable'?\n",
    )
