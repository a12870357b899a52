"""Fields that are set, and at once set to something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, Instance

_RELATIVE = re.compile(r"[+-]\d")


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.CHANGEVAL,
)
def overwritten_value(instance: Instance) -> Iterator[Finding]:
    """Two Change Data Value steps set one field to different constants, and nothing lies between.

    Only steps without choices count, with none but Change Data Value steps between that do not
    read the field.

    ## Why

    The second value replaces the first before anything could use it.

    ## How to fix

    Remove the first step. If a campaign listens for the first change, move what it does into an
    executable campaign, and execute that.
    """
    for campaign in instance.campaigns:
        constants: dict[str, tuple[FlowStep, str]] = {}
        for step in campaign.steps():
            if step.name != marketo.CHANGE_DATA_VALUE:
                constants.clear()
                continue
            for field in step.fields_read:
                constants.pop(marketo.fold_term(field), None)
            if not step.has_attributes:
                campaign.not_checked()
            if not step.is_unconditional or not step.fields_written:
                continue
            field, value = step.fields_written[0], step.choices[0].attribute(*marketo.NEW_VALUE)
            before = constants.pop(marketo.fold_term(field), None)
            if not _is_constant(value):
                continue
            if before is not None and before[1] != value:
                yield step.finding(
                    f"{campaign} sets '{field}' to '{value}' after flow step {before[0].number} "
                    f"set it to '{before[1]}', and nothing between uses it: the first value is "
                    "lost",
                    help=f"remove flow step {before[0].number}",
                    related=[before[0].related(f"set to '{before[1]}' here")],
                )
            constants[marketo.fold_term(field)] = (step, value or "")


def _is_constant(value: str | None) -> bool:
    return bool(value) and "{{" not in str(value) and not _RELATIVE.match(str(value))
