"""Options that several commands share, and the settings that they set."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from campaignlint.cli.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from campaignlint.config.settings import Settings
    from campaignlint.rules.registry import RuleSet

NEAREST = "the nearest"
_VARIABLE = "CAMPAIGNLINT_CONFIG"
Function = TypeVar("Function", bound="Callable[..., Any]")


def combine(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """Return a decorator that adds several options."""

    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def format_option(
    formats: Sequence[str],
    help: str = "Output format.",  # noqa: A002 - as click names it
) -> Callable[[Function], Function]:
    """Return the option -f for one of several formats; the default is text."""
    return click.option(
        "-f",
        "--format",
        "format_name",
        type=Choice(formats),
        default="text",
        show_default=True,
        help=help,
    )


output_option = click.option(
    "-o", "--output", "output_file", metavar="FILE", help="File to write to."
)
rules_from_option = click.option(
    "--rules-from",
    multiple=True,
    metavar="PATH",
    help="Include the rules in this Python path (executes its code).",
)
profile_option = click.option(
    "--profile",
    type=Choice(["recommended", "strict", "audit"]),
    help="Set of rules to run.  [default: recommended]",
)
fail_on_option = click.option(
    "--fail-on",
    type=Choice(["error", "warning", "note", "never"]),
    help="Lowest severity that makes the exit code 1.  [default: warning]",
)
color_option = click.option(
    "--color",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to color the text.",
)
configuration_options = combine(
    click.option(
        "--config", metavar="FILE", help="Configuration file to use.  [default: the nearest]"
    ),
    click.option("--no-config", is_flag=True, help="Ignore configuration files."),
    click.option(
        "--rules-from",
        multiple=True,
        metavar="PATH",
        help="Load more rules from this Python file or folder (executes its code).",
    ),
)
narrowing_options = combine(
    click.option(
        "--program",
        multiple=True,
        metavar="NAME",
        help="Report only on programs with this name (or glob). Repeatable.",
    ),
    click.option(
        "--folder",
        multiple=True,
        metavar="NAME",
        help="Report only on folders with this name or path (or glob). Repeatable.",
    ),
    click.option(
        "--workspace",
        multiple=True,
        metavar="NAME",
        help="Report only on workspaces with this name (or glob). Repeatable.",
    ),
)
redaction_options = combine(
    click.option(
        "--redact",
        is_flag=True,
        help="Report only rule, summary and location of each finding.",
    ),
    click.option(
        "--redact-names", is_flag=True, help="Also replace names with ids; implies --redact."
    ),
)


@dataclass(frozen=True, slots=True)
class FoundConfig:
    """The configuration file that applies, and the reason."""

    path: Path | None
    by: str


def find_config(config: str | None, *, no_config: bool) -> FoundConfig:
    """Return the file of --config, else of the environment variable, else the nearest one."""
    from campaignlint.config import files

    if config is not None and no_config:
        raise click.UsageError("--config and --no-config cannot be used together")
    if no_config:
        return FoundConfig(None, "--no-config")
    named = config or os.environ.get(_VARIABLE)
    origin = "--config" if config else _VARIABLE
    if not named:
        path = files.find_config(Path.cwd())
        return FoundConfig(path, "no file in this folder or above" if path is None else NEAREST)
    if not os.path.isfile(named):
        from campaignlint.loading import discovery

        raise click.ClickException(f"{origin} {named}: {discovery.absence(named)}")
    return FoundConfig(Path(named), origin)


def load_settings(config_file: FoundConfig) -> Settings:
    """Load the settings of a configuration file; without one, the default settings."""
    from campaignlint.config import settings

    try:
        if config_file.path is None:
            return settings.Settings()
        return settings.load_settings(config_file.path)
    except settings.ConfigError as error:
        raise click.ClickException(str(error)) from None


def load_rules(rules_from: tuple[str, ...], *, has_report: bool = False) -> RuleSet:
    """Load all rules, and print which packs fail to load unless a report says so."""
    from campaignlint.rules import registry

    try:
        with redirect_rule_output():
            rules = registry.load_rules(rules_from)
    except registry.PackError as error:
        raise click.ClickException(str(error)) from None
    for pack in () if has_report else rules.failed_packs:
        click.echo(f"campaignlint: {pack}", err=True)
    return rules


@contextmanager
def redirect_rule_output() -> Iterator[None]:
    """Redirect what rule packs print to stderr, since standard output is for the report."""
    with redirect_stdout(sys.stderr):
        yield


def split(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return names that are separated by commas or options; None without any."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    return names or None
