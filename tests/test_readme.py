"""What the README shows is what the command does.

python tests/test_readme.py writes the README's screens and its table of rules anew.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tomllib
from typing import TYPE_CHECKING

import click
import pytest

from campaignlint.cli import cli
from campaignlint.cli.output import FORMATS
from campaignlint.packs import load_rules
from conftest import REPOSITORY, run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

README = REPOSITORY / "README.md"
TEXT = README.read_text("utf-8")

_SCREEN = re.compile(r"```console\n\$ (campaignlint .+)\n((?:.*\n)*?)```\n")
_RULES = re.compile(r"(<!-- rules -->\n)(?:.*\n)*?(<!-- end of rules -->\n)")


def screen_of(command: str) -> str:
    """What a command that stands in the README prints on a terminal of 80 columns."""
    code = "from campaignlint.cli import main; main()"
    return run([sys.executable, "-c", code, *shlex.split(command)[1:]], cwd=REPOSITORY).out


def table_of_rules() -> str:
    """Every rule by category, with its page and a sentence."""
    lines = ["", "| Rule | Severity, profile | What is wrong |", "|---|---|---|"]
    rules = load_rules()
    for category in sorted(rules.categories, key=lambda name: (name == "engine", name)):
        lines.append(f"| **{category}** | | |")
        lines += [
            f"| [{rule.id}](docs/rules/{rule.id}.md) | {rule.severity}, {rule.profile} "
            f"| {rule.summary} |"
            for rule in rules
            if rule.category == category
        ]
    return "\n".join([*lines, "", ""])


def renewed(text: str) -> str:
    """The README with what the command does now."""
    text = _SCREEN.sub(
        lambda found: f"```console\n$ {found[1]}\n{screen_of(found[1])}```\n",
        text,
    )
    return _RULES.sub(lambda found: f"{found[1]}{table_of_rules()}{found[2]}", text)


@pytest.mark.parametrize(
    ("command", "screen"), _SCREEN.findall(TEXT), ids=lambda value: value.partition("\n")[0]
)
def test_a_screen_is_what_the_command_prints(command: str, screen: str) -> None:
    assert screen == screen_of(command)


def test_there_is_a_screen() -> None:
    assert [command for command, _ in _SCREEN.findall(TEXT)] == [
        "campaignlint check fixtures/acme --select wait-in-executable,nesting-too-deep",
        'campaignlint graph fixtures/acme --callers "EX 20 Find" --findings',
        'campaignlint show "EX 04 Normalise Phone" fixtures/acme',
    ]


def test_the_table_of_rules_is_of_the_rules_that_there_are() -> None:
    table = _RULES.search(TEXT)
    assert table is not None
    assert table[0] == f"{table[1]}{table_of_rules()}{table[2]}"


@pytest.mark.parametrize("command", cli.commands)
def test_every_command_is_in_the_table(command: str) -> None:
    assert re.search(rf"^\| `campaignlint {command}\b", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    "option",
    [
        name
        for parameter in cli.commands["check"].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in (*parameter.opts, *parameter.secondary_opts)
    ],
)
def test_every_option_of_check_is_in_the_table(option: str) -> None:
    assert re.search(rf"^\| .*`{option}\b", TEXT, re.MULTILINE)


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_named(format_name: str) -> None:
    assert re.search(rf"^\| `-f`, `--format` \|.*`{format_name}`", TEXT, re.MULTILINE)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 130, 143])
def test_every_exit_code_is_in_the_table(code: int) -> None:
    assert f"\n| {code} | " in TEXT


def test_the_configuration_is_valid_and_has_every_key(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    example = re.search(r"```toml\n(paths = (?:.*\n)*?)```\n", TEXT)
    assert example is not None
    (tmp_path / "campaignlint.toml").write_text(example[1])
    (tmp_path / "exports").mkdir()
    (tmp_path / "lint").mkdir()
    (tmp_path / "lint" / "shared.toml").write_text("")
    (tmp_path / "lint" / "baseline.json").write_text('{"version": 1, "findings": []}')
    checked = campaignlint("check")
    assert (checked.code, checked.err) == (
        3,
        "campaignlint: exports: no Marketo record in it, so nothing was linted there\n",
    )
    (tmp_path / "campaignlint.toml").write_text("no_such_key = 1\n")
    named = campaignlint("check").err.partition("the keys here are ")[2]
    assert sorted(tomllib.loads(example[1])) == sorted(named.strip().split(", "))


def test_the_rule_is_one(campaignlint: CommandLine, tmp_path: Path) -> None:
    example = re.search(r"```python\n((?:.*\n)*?)```\n", TEXT)
    assert example is not None
    (tmp_path / "acme_rules.py").write_text(example[1])
    explained = campaignlint("explain", "campaign-without-prefix", "--rules-from", "acme_rules.py")
    assert (explained.code, explained.err) == (0, "")
    assert "prefix (str, default 'EX '): How names begin." in explained.out


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (REPOSITORY / page).read_text("utf-8"))
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    README.write_text(renewed(TEXT), "utf-8")
