"""Marketo's vocabulary: data and small readers, in one place, each with its source.

`steps` holds the names of flow steps and what they do, `operators` those of conditions.
"""

from __future__ import annotations

from campaignlint.instance.marketo.names import same_name
from campaignlint.instance.marketo.operators import needs_value
from campaignlint.instance.marketo.steps import (
    CALL_WEBHOOK,
    CALLED_CAMPAIGN_ATTRIBUTES,
    DO_NOTHING,
    EXECUTE_CAMPAIGN,
    REMOVE_FROM_FLOW,
    REQUEST_CAMPAIGN,
    STEP_NAMES,
    USE_PARENT_CONTEXT,
    WAIT,
    is_own_step,
    step_name,
)

__all__ = [
    "CALLED_CAMPAIGN_ATTRIBUTES",
    "CALL_WEBHOOK",
    "DO_NOTHING",
    "EXECUTE_CAMPAIGN",
    "REMOVE_FROM_FLOW",
    "REQUEST_CAMPAIGN",
    "STEP_NAMES",
    "USE_PARENT_CONTEXT",
    "WAIT",
    "is_own_step",
    "needs_value",
    "same_name",
    "step_name",
]
