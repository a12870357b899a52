"""Text that rich lays out for a terminal, independent of the environment."""

from __future__ import annotations

import io

from rich.console import Console

from campaignlint.text import escape_ci_commands


class TerminalPage(Console):
    """A console that keeps its output and ignores the environment."""

    def __init__(self, width: int, *, color: bool) -> None:
        self._page = io.StringIO()
        super().__init__(
            file=self._page,
            width=width,
            color_system="standard" if color else None,
            force_terminal=color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def text(self) -> str:
        """Return the output, without trailing spaces and CI commands."""
        lines = self._page.getvalue().splitlines()
        return escape_ci_commands("".join(f"{line.rstrip()}\n" for line in lines))
