"""Fields that consecutive steps set to different values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, SmartCampaign

_RELATIVE = re.compile(r"[+-]\d")


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.CHANGE_DATA_VALUE,
    requires="flow",
)
def overwritten_value(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """Two Change Data Value steps set a field to different constants, with nothing in between.

    Compares only steps without choices, and only if all steps in between are Change Data Value
    steps that do not read the field.

    ## Why

    The second value replaces the first before anything can use it.

    ## How to fix

    Remove the first step. If another campaign listens for the first value, start it with Request
    Campaign or Execute Campaign instead.
    """
    constants: dict[str, tuple[FlowStep, str]] = {}
    for step in campaign.steps():
        if step.name != marketo.CHANGE_DATA_VALUE:
            constants.clear()
            continue
        for field in step.fields_read:
            constants.pop(marketo.fold_term(field), None)
        if not step.has_attributes:
            yield campaign.not_checked("the attributes of a Change Data Value step")
        if not step.is_unconditional or not step.fields_written:
            continue
        field, value = step.fields_written[0], step.choices[0].attribute(*marketo.NEW_VALUE)
        before = constants.pop(marketo.fold_term(field), None)
        if not _is_constant(value):
            continue
        if before is not None and before[1] != value:
            first, old = before
            yield step.finding(
                f"{campaign} sets '{field}' to '{value}' after flow step {first.number} set it to "
                f"'{old}'; nothing in between uses the first value",
                help=f"remove flow step {first.number}",
                related=[first.related(f"set to '{old}' here")],
            )
        constants[marketo.fold_term(field)] = (step, value or "")


def _is_constant(value: str | None) -> bool:
    return bool(value) and "{{" not in str(value) and not _RELATIVE.match(str(value))
