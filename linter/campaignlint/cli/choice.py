"""Options with a fixed set of values."""

from __future__ import annotations

from typing import Any

import click

from campaignlint.text import did_you_mean


class Choice(click.Choice):  # type: ignore[type-arg] # not generic in older versions of click
    """A choice that suggests the most similar value for a misspelled one."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the chosen value. Raises click.BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            names = [str(choice) for choice in self.choices]
            expected = f"{', '.join(names[:-1])} or {names[-1]}"
            hint = did_you_mean(str(value), names)
            self.fail(f"expected {expected}, found '{value}'{hint}", param, ctx)
