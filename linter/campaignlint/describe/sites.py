"""Positions in flows as text: `step 2`, `step 4 choices 1, 3`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.flow import Choice

_MAX_STEPS = 4
_MAX_CHOICES = 6


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """A step of a flow, and the number of the choice if the step has several."""

    step: int
    choice: int | None = None

    def __str__(self) -> str:
        if self.choice is None:
            return f"flow step {self.step}"
        return f"flow step {self.step} > choice {self.choice}"


def site_of(choice: Choice) -> Site:
    """Return the position of a choice in its flow."""
    has_several = len(choice.step.data.step_choice or ()) > 1
    return Site(choice.step.number, choice.number if has_several else None)


def format_sites(sites: Iterable[Site]) -> str:
    """Return `step 2` or `step 2, step 4 choices 1, 3`; of many steps, the first ones."""
    choices: dict[int, list[int]] = {}
    for site in sites:
        choices.setdefault(site.step, []).extend(() if site.choice is None else (site.choice,))
    parts = [_step(step, numbers) for step, numbers in choices.items()]
    if len(parts) > _MAX_STEPS:
        return f"{', '.join(parts[:_MAX_STEPS])} and {len(parts) - _MAX_STEPS} more"
    return ", ".join(parts)


def _step(step: int, choices: list[int]) -> str:
    if not choices:
        return f"step {step}"
    shown = ", ".join(map(str, choices[:_MAX_CHOICES]))
    more = f" and {len(choices) - _MAX_CHOICES} more" if len(choices) > _MAX_CHOICES else ""
    return f"step {step} {'choice' if len(choices) == 1 else 'choices'} {shown}{more}"
