"""Marketo's vocabulary as data, and small parsers, each with its source.

`steps` contains the names of flow steps, `triggers` and `filters` those of smart lists, and
`operators` those of conditions. `salesforce` tells who is in Salesforce. `durations` parses Wait
steps, `requests` the sources of requests, and `filter_logic` the logic of filters.
"""

from __future__ import annotations

from campaignlint.marketo.durations import DATE_TOKENS, Duration, duration_text, parse_duration
from campaignlint.marketo.filter_logic import FilterLogic, parse_filter_logic
from campaignlint.marketo.filters import (
    ASSET_ATTRIBUTES,
    RANDOM_SAMPLE,
    excludes_suppressed,
    is_member_of_list,
    is_negative,
    is_single_valued_field,
    refers_to_smart_list,
)
from campaignlint.marketo.names import compose_name, fold_name, fold_reference, fold_term, same_name
from campaignlint.marketo.operators import (
    Comparison,
    comparison,
    constrains,
    is_negated,
    is_range,
    needs_value,
    opposite,
)
from campaignlint.marketo.requests import (
    ANYBODY,
    CAMPAIGN_IS_REQUESTED,
    FROM_FLOWS,
    FROM_OUTSIDE,
    OTHER_SOURCES,
    SOURCE,
    request_sources,
)
from campaignlint.marketo.salesforce import IMPLIED_SYNCS, excludes_contacts, is_in_salesforce
from campaignlint.marketo.steps import (
    CALL_WEBHOOK,
    CALLED_CAMPAIGN_ATTRIBUTES,
    CHANGE_DATA_VALUE,
    CHANGE_OWNER,
    CHANGE_SCORE,
    DELETE_PERSON,
    EXECUTE_CAMPAIGN,
    NEW_VALUE,
    REMOVE_FROM_FLOW,
    REQUEST_CAMPAIGN,
    SEND_EMAIL,
    STEP_NAMES,
    SYNC_TO_MICROSOFT,
    SYNC_TO_SFDC,
    USE_PARENT_CONTEXT,
    WAIT,
    WRITTEN_FIELD,
    is_built_in_step,
    is_do_nothing,
    is_every_campaign,
    is_this_campaign,
    step_name,
)
from campaignlint.marketo.triggers import (
    BROAD_TRIGGERS,
    ListensTo,
    is_built_in_trigger,
    listens_to,
)

__all__ = [
    "ANYBODY",
    "ASSET_ATTRIBUTES",
    "BROAD_TRIGGERS",
    "CALLED_CAMPAIGN_ATTRIBUTES",
    "CALL_WEBHOOK",
    "CAMPAIGN_IS_REQUESTED",
    "CHANGE_DATA_VALUE",
    "CHANGE_OWNER",
    "CHANGE_SCORE",
    "DATE_TOKENS",
    "DELETE_PERSON",
    "EXECUTE_CAMPAIGN",
    "FROM_FLOWS",
    "FROM_OUTSIDE",
    "IMPLIED_SYNCS",
    "NEW_VALUE",
    "OTHER_SOURCES",
    "RANDOM_SAMPLE",
    "REMOVE_FROM_FLOW",
    "REQUEST_CAMPAIGN",
    "SEND_EMAIL",
    "SOURCE",
    "STEP_NAMES",
    "SYNC_TO_MICROSOFT",
    "SYNC_TO_SFDC",
    "USE_PARENT_CONTEXT",
    "WAIT",
    "WRITTEN_FIELD",
    "Comparison",
    "Duration",
    "FilterLogic",
    "ListensTo",
    "comparison",
    "compose_name",
    "constrains",
    "duration_text",
    "excludes_contacts",
    "excludes_suppressed",
    "fold_name",
    "fold_reference",
    "fold_term",
    "is_built_in_step",
    "is_built_in_trigger",
    "is_do_nothing",
    "is_every_campaign",
    "is_in_salesforce",
    "is_member_of_list",
    "is_negated",
    "is_negative",
    "is_range",
    "is_single_valued_field",
    "is_this_campaign",
    "listens_to",
    "needs_value",
    "opposite",
    "parse_duration",
    "parse_filter_logic",
    "refers_to_smart_list",
    "request_sources",
    "same_name",
    "step_name",
]
