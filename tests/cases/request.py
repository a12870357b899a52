"""Cases of the rules on Request Campaign steps."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    FROM_API,
    FROM_FLOW,
    ONLY_FILTERS,
    Campaign,
    Condition,
    campaign,
    condition,
    folder,
    is_requested,
    otherwise,
    program,
    recurring,
    when,
)
from rule_cases import bad, cases_of, good

COMPLETE = "complete = true\n"

archive = folder("ZZ Archive", id=31, isArchive=True)
alerts = program("OP Alerts", id=101)
archived_event = program("WBN 2025-03 Pumps", id=103, folder=archive)
contact = program("WEB Contact", id=102)


def _form(name: str = "01 Contact Form", **fields: Any) -> Campaign:
    """An active trigger campaign."""
    return campaign(name, program=contact, **{"isActive": True} | fields).trigger(
        "Fills Out Form", condition("Form Name", "is", "WEB Contact.Contact Us")
    )


def _nightly(name: str = "02 Nightly", **fields: Any) -> Campaign:
    """A scheduled batch campaign."""
    return campaign(name, program=contact, **{"recurrence": recurring()} | fields).filter(
        "Lead Status", condition("Lead Status", "is", "Open")
    )


def _listener(name: str = "TR Alert", source: Condition | None = None, **fields: Any) -> Campaign:
    """Return an active campaign that accepts requests of a source, by default of flows."""
    options: dict[str, Any] = {"program": alerts, "isActive": True} | fields
    return campaign(name, **options).trigger("Campaign is Requested", source or is_requested())


def _alerting(listener: Campaign) -> Campaign:
    """Add steps of a campaign that must be requested, because it has a Wait step."""
    return listener.waits("5 minutes").step(
        "Send Alert", {"Email": "OP Alerts.New", "Send To": "Lead Owner"}
    )


INACTIVE = cases_of(
    "request-target-inactive",
    bad(
        "target-is-switched-off",
        _alerting(_listener(isActive=False)),
        _form().requests("OP Alerts.TR Alert").changes("Lead Status", "Open"),
    ),
    bad(
        "one-of-two-by-a-choice-and-its-smart-list-not-exported",
        _alerting(_listener("TR Alert US")),
        _alerting(_listener("TR Alert World", isActive=False)).without_smart_list(),
        _form().choices(
            "Request Campaign",
            when("Country", "is", "US", "OP Alerts.TR Alert US"),
            otherwise("OP Alerts.TR Alert World"),
        ),
    ),
    bad(
        "folder-was-archived",
        archive,
        _alerting(_listener(program=archived_event, isActive=False)),
        _form().requests("WBN 2025-03 Pumps.TR Alert"),
    ),
    bad(
        "an-executable-campaign-of-unknown-type-is-executed",
        archive,
        campaign("EX Stamp", program=archived_event, type=ABSENT)
        .without_smart_list()
        .changes("Stamped", "true"),
        _form().requests("WBN 2025-03 Pumps.EX Stamp"),
        _form("02 Demo Form").executes("WBN 2025-03 Pumps.EX Stamp"),
    ),
    good(
        "batch-campaigns-have-no-trigger",
        campaign("BT Suspend", program=alerts, type="batch", status="Never Run")
        .without_smart_list()
        .changes("Suspended", "true"),
        _form().requests("OP Alerts.BT Suspend"),
        config='ignore = ["request-target-without-trigger"]\n',
    ),
    good(
        "active-by-its-flag-or-by-its-status",
        _alerting(_listener("TR Alert US")),
        _alerting(_listener("TR Alert World", status="Active", isActive=ABSENT)),
        _form().requests("OP Alerts.TR Alert US").requests("OP Alerts.TR Alert World"),
    ),
    good(
        "neither-flag-nor-status-exported",
        _alerting(_listener(isActive=ABSENT, status=ABSENT)),
        _form().requests("OP Alerts.TR Alert"),
    ),
    good(
        "inactive-but-never-requested",
        _alerting(_listener(isActive=False)),
        _form().choices("Request Campaign", otherwise(DO_NOTHING)),
    ),
)

WITHOUT_TRIGGER = cases_of(
    "request-target-without-trigger",
    bad(
        "listens-to-something-else",
        campaign("TR Push Status", program=alerts, isActive=True)
        .trigger("Data Value Changes", condition("Attribute", "is", "Lead Status"))
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"}),
        _form().requests("OP Alerts.TR Push Status"),
    ),
    bad(
        "batch-and-executable-targets",
        _nightly("BT Suspend").changes("Suspended", "true"),
        campaign("EX Stamp", program=alerts).changes("Stamped", "true"),
        _form().requests("WEB Contact.BT Suspend").requests("OP Alerts.EX Stamp"),
        _form("02 Demo Form").executes("OP Alerts.EX Stamp"),
    ),
    bad(
        "trigger-campaign-that-is-not-active",
        campaign("TR Push Status", program=alerts)
        .trigger("Data Value Changes", condition("Attribute", "is", "Lead Status"))
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"}),
        _form().requests("OP Alerts.TR Push Status"),
    ),
    bad(
        "of-type-batch-without-a-smart-list",
        campaign("BT Suspend", program=alerts, type="batch", status="Never Run")
        .without_smart_list()
        .changes("Suspended", "true"),
        _form().requests("OP Alerts.BT Suspend"),
    ),
    bad(
        "executable-target-in-another-workspace-or-in-a-cycle",
        campaign("EX Stamp", program=alerts).changes("Stamped", "true").executes("EX Log"),
        campaign("EX Log", program=alerts).requests("EX Stamp"),
        _form(workspace="EMEA").requests("OP Alerts.EX Stamp"),
        _form("02 Demo Form").executes("OP Alerts.EX Stamp"),
    ),
    bad(
        "of-type-batch-with-filters-alone-exported",
        alerts,
        _nightly("BT Suspend", smartList=ONLY_FILTERS)
        .without_smart_list()
        .changes("Suspended", "true"),
        _form().requests("WEB Contact.BT Suspend"),
    ),
    good(
        "one-trigger-of-several-or-its-name-alone",
        _alerting(_listener("TR Alert")).trigger(
            "Data Value Changes", condition("Attribute", "is", "Lead Status")
        ),
        _alerting(campaign("TR Bare", program=alerts, isActive=True)).trigger(
            "campaign is requested", bare=True
        ),
        _form().requests("OP Alerts.TR Alert").requests("OP Alerts.TR Bare"),
    ),
    good(
        "triggers-not-exported",
        _alerting(_listener(smartList=ONLY_FILTERS)).without_smart_list(),
        _form().requests("OP Alerts.TR Alert"),
    ),
    good(
        "smart-list-not-exported",
        _alerting(_listener()).without_smart_list(),
        _form().requests("OP Alerts.TR Alert"),
    ),
)

MISMATCH = cases_of(
    "request-source-mismatch",
    bad(
        "only-the-web-service",
        _alerting(_listener("TR Portal", is_requested(FROM_API))),
        _form().requests("OP Alerts.TR Portal"),
    ),
    bad(
        "only-sales-insight-and-the-web-service-by-two-triggers",
        _alerting(_listener("TR Sales", is_requested("Sales Insight"))).trigger(
            "Campaign is Requested", is_requested([FROM_API, "Sales Insight"])
        ),
        _nightly("BT Suspend").changes("Suspended", "true"),
        _form().requests("OP Alerts.TR Sales").requests("WEB Contact.BT Suspend"),
    ),
    bad(
        "every-source-but-flows",
        _alerting(_listener("TR Not", condition("Source", "is not", FROM_FLOW))),
        _alerting(_listener("TR Without", condition("Source", "not contains", "flow"))),
        _alerting(_listener("TR API", condition("Source", "contains", "API"))),
        _form()
        .requests("OP Alerts.TR Not")
        .requests("OP Alerts.TR Without")
        .requests("OP Alerts.TR API"),
    ),
    good(
        "flows-among-others-or-every-source",
        _alerting(_listener("TR Both", is_requested([FROM_API, FROM_FLOW]))),
        _alerting(_listener("TR Any", condition("Source", "is any"))),
        _alerting(_listener("TR Two", is_requested(FROM_API))).trigger(
            "Campaign is Requested", is_requested()
        ),
        _form()
        .requests("OP Alerts.TR Both")
        .requests("OP Alerts.TR Any")
        .requests("OP Alerts.TR Two"),
    ),
    good(
        "constraint-not-exported-or-not-known",
        _alerting(campaign("TR Bare", program=alerts, isActive=True)).trigger(
            "Campaign is Requested", bare=True
        ),
        _alerting(_listener("TR Chat", is_requested(["Chat", FROM_API]))),
        _alerting(_listener("TR Matches", condition("Source", "matches", "API"))),
        _form()
        .requests("OP Alerts.TR Bare")
        .requests("OP Alerts.TR Chat")
        .requests("OP Alerts.TR Matches"),
    ),
    good(
        "every-source-but-one-that-is-not-a-flow",
        _alerting(_listener("TR Not", condition("Source", "is not", FROM_API))),
        _alerting(_listener("TR Flow", condition("Source", "starts with", "Marketo"))),
        _form().requests("OP Alerts.TR Not").requests("OP Alerts.TR Flow"),
    ),
)

CYCLE = cases_of(
    "request-cycle",
    bad(
        "two-request-each-other",
        _listener("TR Sync").step("Sync Lead to SFDC", {"Assign To": "Queue"}).requests("TR Retry"),
        _listener("TR Retry").waits("1 hour").requests("TR Sync"),
        _form().requests("OP Alerts.TR Sync"),
    ),
    bad(
        "half-of-the-cycle-is-executed",
        _listener("TR Enrich").waits("1 day").executes("EX Check"),
        campaign("EX Check", program=alerts)
        .changes("Checked", "true")
        .choices(
            "Request Campaign",
            when("Country", "is empty", [], "TR Enrich"),
            otherwise(DO_NOTHING),
        ),
        _form().requests("OP Alerts.TR Enrich"),
    ),
    bad(
        "requests-itself-but-once-only-is-a-warning",
        _listener("TR Remind", qualificationRuleType="once").waits("1 week").requests("TR Remind"),
    ),
    bad(
        "once-in-an-interval-and-a-rule-that-was-not-exported",
        _listener(
            "TR Weekly",
            qualificationRuleType="interval",
            qualificationRuleInterval=1,
            qualificationRuleUnit="week",
        )
        .waits("1 day")
        .requests("TR Weekly"),
        _listener("TR Daily", qualificationRuleType=ABSENT).waits("1 day").requests("TR Daily"),
    ),
    bad(
        "a-cycle-of-executions-inside",
        _listener("TR Start", id=1040).waits("1 day").executes("EX One"),
        campaign("EX One", id=1031, program=alerts).executes("EX Two").requests("TR Start"),
        campaign("EX Two", id=1032, program=alerts).executes("EX Stamp").executes("EX One"),
        campaign("EX Stamp", id=1033, program=alerts).changes("Stamped", "true"),
        campaign("EX Three", id=1051, program=alerts).executes("EX Four"),
        campaign("EX Four", id=1052, program=alerts).executes("EX Three"),
    ),
    bad(
        "a-cycle-of-executions-with-the-same-members",
        campaign("EX One", id=1031, program=alerts).executes("EX Two"),
        campaign("EX Two", id=1032, program=alerts).executes("EX One").requests("EX One"),
        campaign("EX Three", id=1041, program=alerts).executes("EX Three").requests("EX Three"),
        _form().executes("OP Alerts.EX One").executes("OP Alerts.EX Three"),
    ),
    bad(
        "two-executions-behind-the-request-and-a-way-out",
        campaign("EX One", id=1031, program=alerts).executes("EX Stamp").executes("EX Two"),
        campaign("EX Two", id=1032, program=alerts).executes("EX One").executes("EX Three"),
        campaign("EX Three", id=1033, program=alerts).requests("EX One"),
        campaign("EX Stamp", id=1034, program=alerts).changes("Stamped", "true"),
        _form().executes("OP Alerts.EX One"),
    ),
    bad(
        "a-campaign-outside-the-cycle-runs-once",
        _listener("TR Hub").waits("1 day").requests("TR Left").requests("TR Right"),
        _listener("TR Left").waits("1 day").requests("TR Hub"),
        _listener("TR Right", qualificationRuleType="once").waits("1 day").requests("TR Hub"),
    ),
    good(
        "a-chain-that-ends",
        _alerting(_listener("TR One")).requests("TR Two"),
        _alerting(_listener("TR Two")).requests("TR Three"),
        _alerting(_listener("TR Three")),
        _form().requests("OP Alerts.TR One").requests("OP Alerts.TR Three"),
    ),
)

READ = cases_of(
    "request-then-read",
    bad(
        "reads-the-field-that-the-target-writes",
        _listener("TR Route").changes("Region", "US").waits("1 day").changes("Reminded", "true"),
        _form()
        .requests("OP Alerts.TR Route")
        .choices(
            "Send Email",
            when("Country", "is", "US", "WEB Contact.Thanks US"),
            when("region", "is", "US", "WEB Contact.Thanks Region"),
            otherwise("WEB Contact.Thanks"),
        ),
    ),
    bad(
        "reads-it-in-a-step-without-a-default-choice",
        _listener("TR Route").changes("Region", "US"),
        _form()
        .requests("OP Alerts.TR Route")
        .choices("Send Email", when("Region", "is", "US", "WEB Contact.Thanks US")),
    ),
    bad(
        "synchronises-what-the-target-writes",
        _listener("TR Score").scores("Lead Score", "+5").changes("Region", "US"),
        _form()
        .requests("OP Alerts.TR Score")
        .changes("Lead Status", "Open")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"}),
    ),
    bad(
        "two-requests-of-one-campaign-the-first-of-which-waits",
        _listener("TR Score").scores("Lead Score", "+5"),
        _form()
        .requests("OP Alerts.TR Score")
        .waits("1 hour")
        .requests("OP Alerts.TR Score")
        .choices(
            "Send Email",
            when("Lead Score", "greater than", "65", "WEB Contact.Hot"),
            otherwise("WEB Contact.Thanks"),
        ),
    ),
    bad(
        "acts-in-salesforce-on-what-the-target-writes",
        _listener("TR Score").scores("Lead Score", "+5").changes("Region", "US"),
        _form()
        .requests("OP Alerts.TR Score")
        .step("Add to SFDC Campaign", {"Campaign": "Contact", "Status": "Responded"}),
    ),
    bad(
        "reads-what-the-target-executes",
        _listener("TR Route").executes("EX Route").waits("1 day").executes("EX Remind"),
        campaign("EX Route", program=alerts).executes("EX Region"),
        campaign("EX Region", program=alerts).changes("Region", "US"),
        campaign("EX Remind", program=alerts).changes("Reminded", "true"),
        _form()
        .requests("OP Alerts.TR Route")
        .choices(
            "Send Email",
            when("Reminded", "is", "true", "WEB Contact.Reminder"),
            when("Region", "is", "US", "WEB Contact.Thanks US"),
            otherwise("WEB Contact.Thanks"),
        ),
    ),
    good(
        "acts-in-salesforce-only-on-people-who-are-there",
        _listener("TR Score").scores("Lead Score", "+5"),
        _form("01 Filter")
        .filter("SFDC Type", condition("SFDC Type", "is not empty"))
        .requests("OP Alerts.TR Score")
        .step("Change Owner", "Sam"),
        _form("02 Choice")
        .requests("OP Alerts.TR Score")
        .choices(
            "Create Task",
            when("SFDC Type", "is", ["Lead", "Contact"], "Call"),
            otherwise(DO_NOTHING),
        ),
        _form("03 Sync First")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"})
        .requests("OP Alerts.TR Score")
        .step("Change Owner", "Sam"),
        _form("04 Owner First")
        .step("Change Owner", "Sam")
        .requests("OP Alerts.TR Score")
        .step("Add to SFDC Campaign", {"Campaign": "Contact", "Status": "Responded"}),
    ),
    good(
        "acts-in-salesforce-without-the-smart-list",
        _listener("TR Score").scores("Lead Score", "+5"),
        _form().requests("OP Alerts.TR Score").step("Change Owner", "Sam").without_smart_list(),
    ),
    good(
        "target-whose-flow-was-not-exported",
        _listener("TR Score", flow=ABSENT),
        _form().requests("OP Alerts.TR Score").step("Sync Lead to SFDC", {"Assign To": "Queue"}),
    ),
    good(
        "waits-before-it-reads-or-reads-before-it-requests",
        _listener("TR Route").changes("Region", "US").waits("1 day").changes("Reminded", "true"),
        _form()
        .choices(
            "Send Email",
            when("Region", "is", "US", "WEB Contact.Thanks US"),
            otherwise("WEB Contact.Thanks"),
        )
        .requests("OP Alerts.TR Route")
        .waits("10 minutes")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"}),
    ),
    good(
        "target-writes-something-else-or-only-after-a-wait",
        _listener("TR Route").changes("Owner Team", "West").waits("1 day").changes("Region", "US"),
        _alerting(_listener("TR Alert")),
        _form()
        .requests("OP Alerts.TR Route")
        .choices(
            "Send Email",
            when("Region", "is", "US", "WEB Contact.Thanks US"),
            otherwise("WEB Contact.Thanks"),
        ),
        _form("02 Demo Form")
        .requests("OP Alerts.TR Alert")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"}),
    ),
)

COULD_EXECUTE = cases_of(
    "request-could-execute",
    bad(
        "nothing-that-needs-a-request",
        _listener("TR Stamp").changes("Alerted At", "{{system.dateTime}}"),
        _form().requests("OP Alerts.TR Stamp"),
        _nightly().requests("OP Alerts.TR Stamp"),
    ),
    good(
        "waits-or-calls-a-webhook-or-removes-from-a-flow",
        _alerting(_listener("TR Alert")),
        _listener("TR Enrich").calls_webhook("Company Data"),
        _listener("TR Stop").removes_from_flow("OP Alerts.TR Alert"),
        _form()
        .requests("OP Alerts.TR Alert")
        .requests("OP Alerts.TR Enrich")
        .requests("OP Alerts.TR Stop"),
    ),
    good(
        "flow-or-source-not-exported",
        _listener("TR Stamp", flow=ABSENT),
        campaign("TR Bare", program=alerts, isActive=True)
        .trigger("Campaign is Requested", bare=True)
        .changes("Stamped", "true"),
        _form().requests("OP Alerts.TR Stamp").requests("OP Alerts.TR Bare"),
    ),
    good(
        "another-trigger-or-requests-from-outside",
        _listener("TR Stamp")
        .trigger("Data Value Changes", condition("Attribute", "is", "Lead Owner"))
        .changes("Stamped", "true"),
        _listener("TR Portal", is_requested([FROM_API, FROM_FLOW])).changes("Stamped", "true"),
        _listener("TR Any", condition("Source", "is any")).changes("Stamped", "true"),
        _form()
        .requests("OP Alerts.TR Stamp")
        .requests("OP Alerts.TR Portal")
        .requests("OP Alerts.TR Any"),
    ),
    good(
        "one-caller-is-in-another-workspace",
        _listener("TR Stamp").changes("Stamped", "true"),
        _form().requests("OP Alerts.TR Stamp"),
        _form("01 Kontaktformular", workspace="EMEA").requests("OP Alerts.TR Stamp"),
    ),
    good(
        "requested-by-an-executable-campaign",
        _listener("TR Stamp").changes("Stamped", "true"),
        campaign("EX Process", program=alerts).requests("TR Stamp"),
        _form().executes("OP Alerts.EX Process"),
    ),
)

NEVER_REQUESTED = cases_of(
    "listener-never-requested",
    bad(
        "no-campaign-requests-it",
        _alerting(_listener("TR Renewal")),
        _alerting(_listener("TR Alert")),
        _form().requests("OP Alerts.TR Alert"),
        config=COMPLETE,
    ),
    good(
        "others-may-request-it-or-start-it-or-it-is-off",
        _alerting(_listener("TR Portal", is_requested([FROM_API, FROM_FLOW]))),
        _alerting(_listener("TR Any", condition("Source", "is any"))),
        _alerting(_listener("TR Owner")).trigger(
            "Data Value Changes", condition("Attribute", "is", "Lead Owner")
        ),
        _alerting(_listener("TR Old", isActive=False)),
        config=COMPLETE,
    ),
    good(
        "partial-export",
        _alerting(_listener("TR Renewal")),
    ),
    good(
        "a-flow-is-missing",
        _alerting(_listener("TR Renewal")),
        _form(flow=ABSENT),
        config=COMPLETE,
    ),
)

RUNS_ONCE = cases_of(
    "request-runs-once",
    bad(
        "only-once",
        _alerting(_listener(qualificationRuleType="once")),
        _form().requests("OP Alerts.TR Alert").changes("Lead Status", "Open"),
    ),
    bad(
        "once-in-an-interval-and-with-another-trigger",
        _alerting(
            _listener(
                qualificationRuleType="interval",
                qualificationRuleInterval=3,
                qualificationRuleUnit="day",
            ).trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
        ),
        _form().requests("OP Alerts.TR Alert"),
    ),
    good(
        "every-time",
        _alerting(_listener()),
        _form(qualificationRuleType="once").requests("OP Alerts.TR Alert"),
    ),
    good(
        "no-flow-requests-it",
        _alerting(_listener(qualificationRuleType="once")),
        _form(qualificationRuleType="once").changes("Lead Status", "Open"),
    ),
    good(
        "qualification-not-exported",
        _alerting(_listener(qualificationRuleType=ABSENT)),
        _form().requests("OP Alerts.TR Alert"),
    ),
)

CASES = (
    *RUNS_ONCE,
    *INACTIVE,
    *WITHOUT_TRIGGER,
    *MISMATCH,
    *CYCLE,
    *READ,
    *COULD_EXECUTE,
    *NEVER_REQUESTED,
)
