"""Options in groups: the sections of a command's --help."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class GroupedCommand(click.Command):
    """A command whose --help lists options in groups; those in no group come last."""

    groups: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """By title, the names of parameters."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of each group."""
        records: dict[str, tuple[str, str]] = {}
        for parameter in self.get_params(ctx):
            is_option = isinstance(parameter, click.Option)
            record = parameter.get_help_record(ctx) if is_option else None
            if record is not None and parameter.name is not None:
                records[parameter.name] = record
        for title, names in self.groups.items():
            with formatter.section(title):
                formatter.write_dl([records.pop(name) for name in names if name in records])
        with formatter.section("Other"):
            formatter.write_dl(list(records.values()))
