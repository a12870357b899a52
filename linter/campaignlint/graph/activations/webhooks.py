"""Fields that flows read right after a webhook call, whose response may not have arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo
from campaignlint.graph.activations.writes import written_names
from campaignlint.marketo.events import effect_of
from campaignlint.marketo.names import fold_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.instance import Instance

_SYNCS = (marketo.SYNC_TO_SFDC, marketo.SYNC_TO_MICROSOFT)


class WebhookRead(NamedTuple):
    """A step after Call Webhook, before the next Wait, that relies on a field."""

    call: FlowStep
    use: FlowStep | Choice
    field: str
    """As the choice or the token spells it; "" for a step that syncs the person."""


def reads_after_webhooks(
    campaign: SmartCampaign, may_be_mapped: Callable[[str], bool]
) -> Iterator[WebhookRead]:
    """Yield the reads after a webhook of fields that the response may be mapped to.

    A webhook's response arrives while the flow goes on.
    Source: https://blog.teknkl.com/fun-with-the-webhook-is-called-trigger
    """
    call: FlowStep | None = None
    for step in campaign.steps():
        if step.name == marketo.WAIT:
            call = None
        elif call is not None:
            yield from _reads(call, step, may_be_mapped)
        if step.name == marketo.CALL_WEBHOOK and not step.does_nothing:
            call = step


def _reads(
    call: FlowStep, step: FlowStep, may_be_mapped: Callable[[str], bool]
) -> Iterator[WebhookRead]:
    if step.name in _SYNCS:
        yield WebhookRead(call, step, "")
        return
    for choice in step.choices:
        if choice.field and may_be_mapped(choice.field):
            yield WebhookRead(call, choice, choice.field)
    for token in step.tokens("lead"):
        if may_be_mapped(token.name):
            yield WebhookRead(call, step, token.name)


def written_fields(instance: Instance) -> frozenset[str]:
    """Return the folded names of the person fields that some flow writes."""
    fields = instance.derived.get("written fields")
    if not isinstance(fields, frozenset):
        fields = instance.derived["written fields"] = frozenset(_written_fields(instance))
    return fields


def _written_fields(instance: Instance) -> Iterator[str]:
    for campaign in instance.campaigns:
        for step in campaign.step_records:
            effect = effect_of(step.activity_type_name or "")
            if effect is not None and effect.kind == "field":
                for (name,) in written_names(effect, step):
                    yield fold_reference(name)
