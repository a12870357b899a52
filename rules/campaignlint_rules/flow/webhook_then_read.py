"""Steps that rely on a webhook's response before it has arrived."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.WEBHOOK_IS_CALLED,
    requires="flow",
)
def webhook_then_read(
    campaign: SmartCampaign, *, webhook_fields: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """A flow calls a webhook, then reads or syncs what the response may change.

    Checks the choices, tokens and sync steps up to the next Wait step. No export says to which
    fields Marketo maps a response. Without the option `webhook_fields`, every field counts that no
    flow changes, and findings are reported in profile `audit` only. Webhooks in batch campaigns and
    in executable campaigns are covered by `webhook-in-batch` and `webhook-in-executable`.

    ## Why

    Marketo does not wait for the response of a webhook. The next steps see the old values of the
    fields that the response changes, or the new ones if it is fast.

    ## How to fix

    Move the later steps to a campaign with the Webhook is Called trigger, or add a Wait step after
    the webhook.

    ## Options

    - webhook_fields: names of the fields to which the responses of webhooks are mapped.
    """
    if campaign.is_batch or campaign.is_executable or not campaign.steps(marketo.CALL_WEBHOOK):
        return
    from campaignlint import reads_after_webhooks, written_fields

    mapped = frozenset(map(marketo.fold_reference, webhook_fields))
    written = frozenset() if mapped else written_fields(campaign.instance)

    def may_be_mapped(field: str) -> bool:
        name = marketo.fold_reference(field)
        return name in mapped if mapped else name not in written

    uses: dict[FlowStep, list[tuple[FlowStep | Choice, str]]] = defaultdict(list)
    for read in reads_after_webhooks(campaign, may_be_mapped):
        uses[read.call].append((read.use, read.field))
    for call, ((first, field), *_) in uses.items():
        yield call.finding(
            f"{campaign} calls a webhook, and {_use(first, field)} without waiting; the response "
            "may not have arrived",
            help="add a Wait step, or move the later steps to a Webhook is Called campaign",
            related=[use.related(_use(use, name)) for use, name in uses[call]],
            confidence=None if mapped else "heuristic",
            profile=None if mapped else "audit",
        )


def _use(use: FlowStep | Choice, field: str) -> str:
    step = getattr(use, "step", use)
    return f"flow step {step.number} " + (f"reads '{field}'" if field else "syncs the person")
