"""Change events as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo.events import MEMBERSHIPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.values import Value

_MAX_VALUES = 5
"""Values of one subject that are listed."""

_TEMPLATES = {
    "webhook": "webhook '{name}' is called",
    "delivery": "email '{name}' is delivered",
    "alert": "alert '{name}' is sent",
    "request": "'{name}' is requested",
    "moment": "an interesting moment of type {values} is added",
    "sync": "the person is synced to {values}",
    "owner": "the owner is set to {values}",
    "partition": "the partition is set to {values}",
    "status": "the status in '{name}' is set to {values}",
    "stage": "the stage in '{name}' is set to {values}",
    "stream": "the stream of '{name}' is set to {values}",
    "cadence": "the cadence of '{name}' is set to {values}",
}


def describe_events(subject: Subject, name: str, values: Sequence[Value]) -> str:
    """Describe changes of a subject: `'Lead Status' is set to 'Open' or 'Working'`.

    `name` is the subject as a step spells it.
    """
    kind = subject[0]
    if kind in MEMBERSHIPS:
        verbs = " or ".join(dict.fromkeys(_membership_verb(value) for value in values))
        return f"the person is {verbs} '{name}'"
    texts = [_text(value) for value in values[:_MAX_VALUES]]
    if len(values) > _MAX_VALUES:
        texts.append(f"{len(values) - _MAX_VALUES:,} more values")
    template = _TEMPLATES.get(kind, "'{name}' is set to {values}")
    if all(value.nature == "difference" for value in values):
        template = "'{name}' changes by {values}"
    return template.format(name=name, values=" or ".join(texts))


def _membership_verb(value: Value) -> str:
    return "removed from" if value.text.startswith("not") else "added to"


def _text(value: Value) -> str:
    if value.nature == "difference":
        return value.text
    return "an empty value" if value.nature == "empty" else str(value)
