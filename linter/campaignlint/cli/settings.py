"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaignlint.config import Settings
    from campaignlint.packs import RuleSet

Function = TypeVar("Function", bound="Callable[..., Any]")


def configuration_options(function: Function) -> Function:
    """--config, --no-config and --rules-from."""
    for option in reversed(
        (
            click.option(
                "--config",
                "config",
                metavar="FILE",
                help="Read this configuration file in place of the nearest one.",
            ),
            click.option("--no-config", is_flag=True, help="Read no configuration file."),
            click.option(
                "--rules-from",
                multiple=True,
                metavar="PATH",
                help="Also load the rules in this Python file or folder. Runs its code.",
            ),
        )
    ):
        function = option(function)
    return function


def load_settings(config: str | None, *, no_config: bool) -> Settings:
    """The settings of the configuration file that applies; those of none are the defaults."""
    from campaignlint import config as configuration  # noqa: PLC0415 - decodes with msgspec

    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    if no_config:
        return configuration.Settings()
    named = config or os.environ.get("CAMPAIGNLINT_CONFIG")
    if named and not Path(named).is_file():
        origin = "--config" if config else "CAMPAIGNLINT_CONFIG"
        raise click.ClickException(f"{origin} {named}: there is no such file")
    path = Path(named) if named else configuration.find_config(Path.cwd())
    try:
        return configuration.Settings() if path is None else configuration.load_settings(path)
    except configuration.ConfigError as error:
        raise click.ClickException(str(error)) from None


def load_rules(rules_from: tuple[str, ...]) -> RuleSet:
    """Every rule at hand."""
    from campaignlint import packs  # noqa: PLC0415 - imports every rule

    try:
        return packs.load_rules(rules_from)
    except packs.PackError as error:
        raise click.ClickException(str(error)) from None


def split(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Names given one by one or with commas between; None where none is given."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    return names or None
