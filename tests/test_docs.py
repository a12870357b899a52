"""The documentation shows what the command does, and names only what exists."""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from build_docs import CONSOLE_BLOCK, PAGES, output_of
from campaignlint.cli import cli
from campaignlint.cli.output import FORMATS
from conftest import REPOSITORY, run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

DOCS = REPOSITORY / "docs"
TEXTS = {page.relative_to(REPOSITORY).as_posix(): page.read_text("utf-8") for page in PAGES}
README = TEXTS["README.md"]
CLI = TEXTS["docs/cli.md"]
CONFIGURATION = TEXTS["docs/configuration.md"]
CUSTOM_RULES = TEXTS["docs/custom-rules.md"]

OPTIONS = {
    name: {"-h", "--help"}
    | {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    for name, command in cli.commands.items()
}


# What the pages show


@pytest.mark.parametrize(
    ("command", "output"),
    [block for text in TEXTS.values() for block in CONSOLE_BLOCK.findall(text)],
    ids=lambda value: value.partition("\n")[0],
)
def test_a_console_block_has_the_output_of_the_command(command: str, output: str) -> None:
    """If this fails, run `make docs`."""
    assert output == output_of(command)


def test_the_readme_shows_a_finding_within_150_lines() -> None:
    assert "(fixtures/acme/campaigns/" in README
    assert len(README.splitlines()) <= 150


def test_the_readme_names_the_two_commands_that_do_everything() -> None:
    assert "\nmake demo " in README
    assert "\nmake test " in README


# Commands, options, formats, exit codes


@pytest.mark.parametrize("command", cli.commands)
def test_the_command_line_page_has_every_command(command: str) -> None:
    assert f"| [`campaignlint {command}`](#{command}) |" in CLI
    assert f"\n## {command}\n" in CLI
    assert f"\n$ campaignlint {command} --help\n" in CLI


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_command_line_page_has_every_format(format_name: str) -> None:
    assert f"\n| `{format_name}` | " in CLI


@pytest.mark.parametrize("code", [0, 1, 2, 3, 130, 143])
def test_the_command_line_page_has_every_exit_code(code: int) -> None:
    assert f"\n| {code} | " in CLI


@pytest.mark.parametrize("page", TEXTS)
def test_examples_use_only_options_that_exist(page: str) -> None:
    unknown = [
        f"{command}: {option}"
        for command, rest in re.findall(r"\bcampaignlint ([a-z]+) ([^\n`|]*)", TEXTS[page])
        if command in OPTIONS
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.partition(" # ")[0])
        if option not in OPTIONS[command]
    ]
    assert unknown == []


@pytest.mark.parametrize("page", TEXTS)
def test_text_names_only_options_that_exist(page: str) -> None:
    known = set().union(*OPTIONS.values(), {"--version"})
    prose = re.sub(r"^ *```.*?^ *```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`(--?[a-z][a-z-]*)[ =`]", prose)
    assert [option for option in named if option not in known] == []


# Links and files


@pytest.mark.parametrize("page", [*TEXTS, *(f"docs/rules/{p.name}" for p in DOCS.glob("rules/*"))])
def test_links_resolve(page: str) -> None:
    path = REPOSITORY / page
    broken = []
    for link in _links(path.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in _anchors(file.read_text("utf-8"))):
            broken.append(link)
    assert broken == []


def _links(text: str) -> list[str]:
    found = re.findall(r"\]\(([^)]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    return [link for pair in found for link in pair if link and "://" not in link]


def _anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", TEXTS)
def test_files_that_a_page_names_exist(page: str) -> None:
    named = re.findall(r"`((?:bench|docs|fixtures|linter|rules|tests|\.ci)/[\w./-]+)`", TEXTS[page])
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


@pytest.mark.parametrize("page", TEXTS)
def test_make_targets_that_a_page_names_exist(page: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    blocks = re.findall(r"^ *```.*?^ *```$", TEXTS[page], re.MULTILINE | re.DOTALL)
    named = re.findall(r"^make ([a-z-]+)", "\n".join(blocks), re.MULTILINE)
    named += re.findall(r"`make ([a-z-]+)", TEXTS[page])
    assert [name for name in named if f"\n{name}:" not in makefile] == []


# Configuration


def test_the_list_of_keys_is_valid_and_complete(campaignlint: CommandLine, tmp_path: Path) -> None:
    (example,) = re.findall(r"## All keys\n\n```toml\n(.*?)```\n", CONFIGURATION, re.DOTALL)
    _write_configuration(tmp_path, example)
    assert campaignlint("check", "--show-settings").code == 0

    schema = json.loads((DOCS / "schema" / "config.json").read_text("utf-8"))
    keys = schema["$defs"][schema["$ref"].rpartition("/")[2]]["properties"]
    assert sorted(tomllib.loads(example)) == sorted(keys)


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```\n", CONFIGURATION, re.DOTALL))
def test_an_example_of_the_configuration_is_valid(
    campaignlint: CommandLine, tmp_path: Path, example: str
) -> None:
    _write_configuration(tmp_path, example)
    shown = campaignlint("check", "--show-settings")
    assert (shown.code, shown.err) == (0, "")


def _write_configuration(folder: Path, text: str) -> None:
    (folder / "campaignlint.toml").write_text(text)
    (folder / "lint").mkdir()
    (folder / "lint" / "shared.toml").write_text("")


# Custom rules


def test_the_custom_rule_passes_its_test(tmp_path: Path, campaignlint: CommandLine) -> None:
    files = re.findall(r"```python\n# (\w+\.py)\n(.*?)```\n", CUSTOM_RULES, re.DOTALL)
    assert [name for name, _ in files] == ["acme_rules.py", "test_acme_rules.py"]
    for name, code in files:
        (tmp_path / name).write_text(code)
    done = run([sys.executable, "-m", "pytest", "-q", "test_acme_rules.py"], cwd=tmp_path)
    assert done.code == 0, done.out
    explained = campaignlint(
        *shlex.split("explain executable-without-prefix --rules-from acme_rules.py")
    )
    assert (explained.code, explained.err) == (0, "")
    assert "beginning of the name" in explained.out
