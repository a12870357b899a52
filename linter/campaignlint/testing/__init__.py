"""Tools for tests of rules: exports in Marketo's terms, and a comparison of findings.

    from campaignlint.testing import assert_findings, campaign

    def test_a_wait_in_an_executable_campaign():
        assert_findings(
            wait_in_executable,
            [campaign("EX Score").waits("1 day"), campaign("Intake").executes("EX Score")],
            ["EX Score > flow step 1: executable campaign 'EX Score' has a Wait step"],
        )

Every record has the fields of its definition in the Asset API. A keyword sets any other field of a
record, and `ABSENT` removes it. An `Export` numbers the assets that have no id, each kind from its
own first id. The ids of steps, choices, attributes and filters follow from the campaign's id.
"""

from __future__ import annotations

from campaignlint.testing.assets import (
    ABSENT,
    DO_NOTHING,
    EXPORTED_AT,
    FROM_API,
    FROM_FLOW,
    ONLY_FILTERS,
    THIS_CAMPAIGN,
    WRITTEN_AT,
    Asset,
    Attributes,
    Campaign,
    Channel,
    Choice,
    Condition,
    Folder,
    Program,
    Record,
    SmartList,
    Tokens,
    TokenValue,
    Values,
    campaign,
    channel,
    condition,
    executing,
    folder,
    is_requested,
    otherwise,
    program,
    recurring,
    smart_list,
    tokens,
    when,
)
from campaignlint.testing.export import Export, Part, envelope, flow_step_catalogue, to_json
from campaignlint.testing.findings import assert_findings
from campaignlint.testing.named_assets import Email, StaticList, email, static_list

__all__ = [
    "ABSENT",
    "DO_NOTHING",
    "EXPORTED_AT",
    "FROM_API",
    "FROM_FLOW",
    "ONLY_FILTERS",
    "THIS_CAMPAIGN",
    "WRITTEN_AT",
    "Asset",
    "Attributes",
    "Campaign",
    "Channel",
    "Choice",
    "Condition",
    "Email",
    "Export",
    "Folder",
    "Part",
    "Program",
    "Record",
    "SmartList",
    "StaticList",
    "TokenValue",
    "Tokens",
    "Values",
    "assert_findings",
    "campaign",
    "channel",
    "condition",
    "email",
    "envelope",
    "executing",
    "flow_step_catalogue",
    "folder",
    "is_requested",
    "otherwise",
    "program",
    "recurring",
    "smart_list",
    "static_list",
    "to_json",
    "tokens",
    "when",
]
