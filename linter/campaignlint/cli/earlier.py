"""`check --new-since`: the earlier state whose findings are not reported again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint.api import EarlierState
    from campaignlint.loading.discovery import Sources

_FROM_REF = "PRE_COMMIT_FROM_REF"
"""The variable that pre-commit sets to --from-ref, or to the remote branch before a push."""


@contextmanager
def open_earlier(
    text: str | None, paths: Sequence[str], sources: Sources
) -> Iterator[EarlierState | None]:
    """Open the state of --new-since; None without it.

    Raises click.ClickException if there is no such state.
    """
    if text is None:
        yield None
        return
    from campaignlint.api import EarlierState
    from campaignlint.diff.states import StateError, find_state, open_state
    from campaignlint.text import escape_control_characters

    try:
        name = find_state(_replace_head(text), paths)
        if os.path.realpath(name) in map(os.path.realpath, paths):
            raise click.UsageError(f"--new-since {text}: checked itself; name an earlier state")
        with open_state(name, replace(sources, buffers={}), paths) as state:
            yield EarlierState(state.paths, state.sources, is_complete=not state.left_out)
    except StateError as error:
        message = escape_control_characters(f"--new-since {error}")
        raise click.ClickException(message) from None


def _replace_head(text: str) -> str:
    """Return the merge base with the revision that pre-commit names, as HEAD is checked then."""
    revision = os.environ.get(_FROM_REF)
    return f"git:{revision}..." if text == "HEAD" and revision else text
