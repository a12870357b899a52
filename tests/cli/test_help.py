"""`campaignlint help`, and suggestions for misspelled commands, options and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.cli import cli
from campaignlint.cli.graph import FORMATS as DIAGRAMS
from campaignlint.cli.output import FORMATS

if TYPE_CHECKING:
    from conftest import CommandLine

FORMAT = "Invalid value for '-f' / '--format': expected"


def test_help_without_a_command_is_that_of_all(campaignlint: CommandLine) -> None:
    helped = campaignlint("help")
    assert (helped.code, helped.err) == (0, "")
    assert helped.out == campaignlint("--help").out
    assert "  Lint exported Adobe Marketo Engage campaigns.\n" in helped.out


@pytest.mark.parametrize("command", ["check", "explain", "fleet", "graph", "help", "schema"])
def test_help_for_a_command_is_its_own(campaignlint: CommandLine, command: str) -> None:
    helped = campaignlint("help", command)
    assert (helped.code, helped.err) == (0, "")
    assert helped.out == campaignlint(command, "--help").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "unknown command 'chek'; did you mean 'check'?"),
        (("help", "Explain"), "unknown command 'Explain'; did you mean 'explain'?"),
        (
            ("xyz",),
            f"unknown command 'xyz'; expected one of {', '.join(cli.commands)}",
        ),
        (
            ("check", "-f", "jsn"),
            f"{FORMAT} {', '.join(FORMATS[:-1])} or html, found 'jsn'; did you mean 'json'?",
        ),
        (
            ("graph", "--format", "SVG"),
            f"{FORMAT} {', '.join(DIAGRAMS[:-1])} or html, found 'SVG'; did you mean 'svg'?",
        ),
        (
            ("check", "--profile", "xyz"),
            "Invalid value for '--profile': expected recommended, strict or audit, found 'xyz'",
        ),
        (("check", "--qiet"), "No such option '--qiet'. Did you mean '--quiet'?"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_a_misspelled_word_gets_the_most_similar_one(
    campaignlint: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    refused = campaignlint(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith(f"\n\nError: {message}\n")
