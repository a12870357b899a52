"""Cases of the rules on flows."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    FROM_API,
    FROM_FLOW,
    ONLY_FILTERS,
    THIS_CAMPAIGN,
    Campaign,
    Choice,
    Condition,
    Values,
    campaign,
    condition,
    folder,
    is_requested,
    otherwise,
    program,
    recurring,
    smart_list,
    tokens,
    when,
)
from rule_cases import bad, cases_of, good

COMPLETE = "complete = true\n"

web = folder("30 Web", id=21)
year = folder("2026", id=22, parent=web)
demo = program("WEB Demo", id=101, folder=year)
data = program("OP Data", id=102)


def _form(name: str = "01 Demo Form", **fields: Any) -> Campaign:
    """An active trigger campaign."""
    return campaign(name, program=demo, **{"isActive": True} | fields).trigger(
        "Fills Out Form", condition("Form Name", "is", "WEB Demo.Demo")
    )


def _log(name: str = "Log", **fields: Any) -> Campaign:
    """An active trigger campaign in a folder, outside any program."""
    above = fields.pop("folder", web)
    return campaign(name, folder=above, **{"isActive": True} | fields).trigger(
        "Visits Web Page", condition("Web Page", "contains", "/demo")
    )


def _nightly(name: str = "02 Nightly", **fields: Any) -> Campaign:
    """A scheduled batch campaign."""
    return campaign(name, program=demo, **{"recurrence": recurring()} | fields).filter(
        "Lead Status", condition("Lead Status", "is", "Open")
    )


def _batch(name: str = "03 Import", **fields: Any) -> Campaign:
    """Return a batch campaign that never ran; campaigns outside the export may execute it."""
    return campaign(name, program=demo, **fields).filter(
        "Lead Status", condition("Lead Status", "is", "Open")
    )


def _ex(name: str, **fields: Any) -> Campaign:
    """Return a campaign that is executable if another one executes it."""
    return campaign(name, program=data, **fields)


def _listener(name: str, **fields: Any) -> Campaign:
    """Return an active campaign that accepts requests from flows."""
    return campaign(name, program=data, **{"isActive": True} | fields).trigger(
        "Campaign is Requested", is_requested()
    )


def _region(value: str) -> dict[str, str]:
    return {"Attribute": "Region", "New Value": value}


def _moment(description: str) -> dict[str, str]:
    return {"Type": "Web", "Description": description}


def _many(count: int) -> list[Choice]:
    return [when("Country", "is", f"Country {n}", _region(f"Region {n}")) for n in range(count)]


def _steps_of(made: Campaign, count: int) -> Campaign:
    for number in range(count):
        made.step("Add to List", {"List Name": f"WEB Demo.List {number + 1}"})
    return made


TOKEN_IN_CHOICE = cases_of(
    "token-in-choice",
    bad(
        "compares-with-a-token",
        _form().choices(
            "Send Alert",
            when(
                "Lead Owner Email Address",
                "is",
                "{{company.Account Owner Email}}",
                {"Email": "WEB Demo.Known Account", "Send To": "Lead Owner"},
            ),
            otherwise({"Email": "WEB Demo.New Account", "Send To": "Lead Owner"}),
        ),
    ),
    bad(
        "one-value-of-several-and-two-tokens",
        _form().choices(
            "Change Data Value",
            when("Country", "is not", ["US", "{{my.Home Country}}"], _region("Abroad")),
            when("City", "contains", ["{{lead.State}}", "{{ my.City }}"], _region("Local")),
            otherwise(DO_NOTHING),
        ),
    ),
    bad(
        "token-without-a-dot",
        _form().choices(
            "Send Alert",
            when("Note", "is", "{{SP_Send_Alert_Info}}", {"Email": "WEB Demo.Known"}),
            when("Note", "contains", "about {{ Campaign Name }}", {"Email": "WEB Demo.Named"}),
            otherwise({"Email": "WEB Demo.New"}),
        ),
    ),
    good(
        "token-in-what-the-choice-does",
        _form().choices(
            "Change Data Value",
            when("Country", "is", ["US", "{ US }", "{{", "{{ }}"], _region("{{lead.State}}")),
            otherwise(_region("{{lead.Country}}")),
        ),
    ),
)

UNREACHABLE = cases_of(
    "unreachable-choice",
    bad(
        "same-condition-again",
        _form().choices(
            "Change Data Value",
            when("State", "is", ["CA", "OR"], _region("West")),
            when("State", "is", ["TX", "OK"], _region("South")),
            when("State", "is", ["OK", "TX"], _region("Gulf")),
            otherwise(_region("Other")),
        ),
    ),
    bad(
        "all-values-are-taken-by-one",
        _form().choices(
            "Change Data Value",
            when("Job Title", "contains", ["Chief", "President"], _region("C-Level")),
            when("Job Title", "contains", ["Director"], _region("Director")),
            when("job title", "Contains", ["President"], _region("VP")),
            when("Job Title", "contains", ["Director", "Chief"], _region("Head")),
            when("Phone Number", "starts with", ["+1", "+49"], _region("Known")),
            when("Phone Number", "starts with", ["+49"], _region("Germany")),
            otherwise(_region("Other")),
        ),
    ),
    bad(
        "other-operators-by-the-same-values-in-another-order-or-repeated",
        _form().choices(
            "Change Data Value",
            when("Country", "is not", ["US", "Canada"], _region("Abroad")),
            when("Country", "is not", ["Canada", "US"], _region("Overseas")),
            when("Phone Number", "not starts with", ["+1"], _region("Abroad")),
            when("Phone Number", "not starts with", ["+1", " +1"], _region("Overseas")),
            when("Lead Score", "between", ["10", "50"], _region("Warm")),
            when("Lead Score", "between", ["10", "50"], _region("Warmer")),
            otherwise(DO_NOTHING),
        ),
    ),
    bad(
        "behind-a-condition-that-was-not-exported",
        _form().choices(
            "Change Data Value",
            when("State", "is", [], _region("Unknown")),
            when("State", "is", "CA", _region("West")),
            when("State", "is", "CA", _region("California")),
            otherwise(_region("Other")),
        ),
    ),
    good(
        "ranges-by-their-ends",
        _form().choices(
            "Change Data Value",
            when("Lead Score", "between", ["10", "50"], _region("Warm")),
            when("Lead Score", "between", ["50", "10"], _region("Reversed")),
            when("Lead Score", "between", ["10", "10"], _region("Ten")),
            when("Lead Score", "between", ["10"], _region("Open")),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "some-values-are-its-own",
        _form().choices(
            "Change Data Value",
            when("State", "is", "Calif.", _region("CA")),
            when("State", "is", ["Calif.", "California"], _region("CA")),
            when("State", "starts with", ["California"], _region("CA")),
            when("Country", "is", ["California"], _region("CA")),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "a-value-inside-another-and-operators-that-are-not-understood",
        _form().choices(
            "Change Data Value",
            when("Job Title", "contains", ["Dir"], _region("Maybe")),
            when("Job Title", "contains", ["Director"], _region("Director")),
            when("Lead Score", "greater than", "10", _region("Warm")),
            when("Lead Score", "greater than", "65", _region("Hot")),
            when("Country", "is not", ["US", "Canada"], _region("Abroad")),
            when("Country", "is not", ["US"], _region("Canada")),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "values-were-not-exported",
        _form().choices(
            "Change Data Value",
            when("State", "is", [], _region("CA")),
            when("State", "is", [], _region("TX")),
            when("Lead Score", "greater than", [], _region("Warm")),
            when("Lead Score", "greater than", [], _region("Hot")),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "an-activity-by-the-name-of-a-field",
        _form().choices(
            "Change Data Value",
            when("Web Page", "is", "/demo", _region("US")),
            when("Web Page", "is", "/demo", _region("EMEA"), rule_type="Activity"),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "equal-shares-of-a-random-sample",
        _form().choices(
            "Send Email",
            when("Random Sample", "is", "25", {"Email": "WEB Demo.A"}),
            when("Random Sample", "is", "25", {"Email": "WEB Demo.B"}),
            when("random  sample", "is", "25", {"Email": "WEB Demo.C"}),
            otherwise({"Email": "WEB Demo.D"}),
        ),
    ),
)

ALIKE = cases_of(
    "choices-alike",
    bad(
        "every-choice-sets-the-same-value",
        _form().choices(
            "Change Data Value",
            when("State", "is", ["CA", "OR"], _region("West")),
            when("State", "is", ["WA", "NV"], _region("West")),
            otherwise(_region("West")),
        ),
    ),
    bad(
        "several-settings-nothing-done-and-random-sample",
        _form()
        .choices(
            "Send Alert",
            when("Country", "is", "US", {"Email": "WEB Demo.New", "Send To": "Lead Owner"}),
            otherwise({"Email": "WEB Demo.New", "Send To": "Lead Owner"}),
        )
        .choices(
            "Send Email",
            when("Unsubscribed", "is", "true", DO_NOTHING),
            otherwise({"Email": "-- Do nothing --"}),
        )
        .choices(
            "Send Email",
            when("Random Sample", "is", "50", {"Email": "WEB Demo.Thanks"}),
            otherwise({"Email": "WEB Demo.Thanks"}),
        ),
    ),
    good(
        "one-setting-differs",
        _form()
        .choices(
            "Send Alert",
            when("Country", "is", "US", {"Email": "WEB Demo.New", "Send To": "Lead Owner"}),
            otherwise({"Email": "WEB Demo.New", "Send To": "Sales Desk"}),
        )
        .choices(
            "Change Data Value",
            when("State", "is", "TX", _region("South")),
            when("State", "is", "LA", _region("South")),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "default-choice-only-or-none",
        _form()
        .changes("Region", "West")
        .choices(
            "Change Data Value",
            when("State", "is", "TX", _region("South")),
            when("State", "is", "LA", _region("South")),
        )
        .step("Delete Lead", ABSENT),
    ),
    good(
        "settings-not-exported",
        _form().choices(
            "Change Data Value",
            when("State", "is", "TX", ABSENT),
            otherwise(ABSENT),
        ),
    ),
)

WEBHOOK = cases_of(
    "webhook-in-batch",
    bad(
        "scheduled-batch",
        _nightly().changes("Status", "Pending").calls_webhook("Company Data"),
    ),
    good(
        "trigger-campaign-and-one-that-never-ran",
        _form().calls_webhook("Company Data"),
        _batch().calls_webhook("Company Data"),
    ),
    bad(
        "known-by-its-schedule-alone",
        _nightly(type=ABSENT).without_smart_list().calls_webhook("Company Data"),
    ),
    good(
        "neither-smart-list-nor-type-nor-schedule-exported",
        _batch(type=ABSENT, status="Inactive").without_smart_list().calls_webhook("Company Data"),
        _form(type=ABSENT, recurrence=ABSENT).without_smart_list().calls_webhook("Company Data"),
    ),
    good(
        "of-type-trigger-with-filters-alone-exported",
        _batch(status="Inactive", type="trigger", smartList=ONLY_FILTERS)
        .without_smart_list()
        .calls_webhook("Company Data"),
    ),
    good(
        "of-type-trigger-with-a-schedule",
        _nightly(type="trigger").without_smart_list().calls_webhook("Company Data"),
    ),
)

WAIT_UNREADABLE = cases_of(
    "wait-unreadable",
    bad(
        "abbreviated",
        _form().waits("4 hrs").sends("WEB Demo.Follow-up"),
    ),
    bad(
        "abbreviated-in-one-choice-and-in-one-part",
        _form()
        .choices(
            "Wait",
            when("Country", "is", "US", "1d"),
            when("Country", "is", "Canada", "1 day 4 Hrs."),
            otherwise("2 days"),
        )
        .sends("WEB Demo.Follow-up"),
    ),
    good(
        "spelled-out",
        _form()
        .waits("4 hours")
        .sends("WEB Demo.One")
        .waits("1 week 2 days")
        .sends("WEB Demo.Two")
        .waits("90 Minutes")
        .sends("WEB Demo.Three"),
    ),
    good(
        "dates-tokens-and-words-that-it-does-not-know",
        _form()
        .waits("2026-10-15")
        .sends("WEB Demo.One")
        .waits("{{lead.Renewal Date}}")
        .sends("WEB Demo.Two")
        .waits("4 Stunden")
        .sends("WEB Demo.Three")
        .step("Wait", {})
        .sends("WEB Demo.Four")
        .step("Wait", ABSENT)
        .sends("WEB Demo.Five")
        .choices("Wait", when("Country", "is", "US", DO_NOTHING), otherwise("1 day"))
        .sends("WEB Demo.Six"),
    ),
    bad(
        "duration-in-an-attribute-next-to-the-type",
        _form().step("Wait", {"Type": "Duration", "For": "4 hrs"}).sends("WEB Demo.Follow-up"),
    ),
    good(
        "number-with-a-selected-unit-and-a-date",
        _form()
        .step("Wait", {"Type": "Duration", "Number": "4", "Unit": "Hrs"})
        .sends("WEB Demo.One")
        .step("Wait", {"Type": "Date", "For": "4 hrs", "Date": "2026-10-15"})
        .sends("WEB Demo.Two"),
    ),
)

QUEUE = {"Assign To": "Inbound Queue"}
QUEUE_OWNER = cases_of(
    "queue-owner",
    bad(
        "no-filter-excludes-contacts",
        campaign("MQL to Queue", program=data, isActive=True)
        .trigger(
            "Score is Changed",
            condition("Score Name", "is", "Lead Score"),
            condition("New Score", "at least", "100"),
        )
        .filter("Lead Score", condition("Lead Score", "at least", "100"))
        .step("Sync Lead to SFDC", QUEUE),
    ),
    bad(
        "filters-and-choices-that-let-contacts-through",
        data,
        _batch("01 Both Types", status="Single Run")
        .filter("SFDC Type", condition("SFDC Type", "is", ["Lead", "Contact"]))
        .step("Sync Person to SFDC", QUEUE),
        _nightly("02 Any Filters")
        .filter("SFDC Type", condition("SFDC Type", "is", "Lead"))
        .match("any")
        .step("Change Owner", {"Owner": "EMEA QUEUE"}),
        _form("03 Choice Is Too Late").choices(
            "Sync Lead to SFDC",
            when("Country", "is", "US", QUEUE),
            when("SFDC Type", "is", "Contact", {"Assign To": "Lead Owner"}),
            otherwise({"Assign To": "Lead Owner"}),
        ),
        campaign("04 Created in Salesforce", program=data, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is", "Salesforce.com"))
        .step("Sync Lead to SFDC", QUEUE),
        programs=False,
    ),
    bad(
        "a-token-and-one-caller-of-two",
        tokens(data, {"Owner": "Inbound Queue"}),
        _ex("EX Assign").step("Change Owner", {"Owner": "{{my.Owner}}"}),
        _form().filter("SFDC Type", condition("SFDC Type", "is empty")).executes("EX Assign"),
        _nightly().executes("EX Assign"),
    ),
    bad(
        "names-of-queues-configured",
        data,
        _form()
        .step("Sync Lead to SFDC", {"Assign To": "Inbound Leads EMEA"})
        .step("Change Owner", {"Owner": "Web Queue"})
        .step("Change Owner", {"Owner": "Dana Inbound"}),
        config='[rules.queue-owner]\nqueues = ["inbound leads*"]\n',
        programs=False,
    ),
    good(
        "a-filter-or-trigger-excludes-contacts",
        data,
        _form("01 Leads")
        .filter("SFDC Type", condition("SFDC Type", "is", "Lead"))
        .step("Sync Lead to SFDC", QUEUE),
        _nightly("02 Not in Salesforce")
        .filter("SFDC Id", condition("SFDC Id", "is empty"))
        .step("Change Owner", {"Owner": "Inbound Queue"}),
        campaign("03 New", program=data, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is not", "Salesforce.com"))
        .step("Sync Lead to SFDC", QUEUE),
        campaign("04 From a Form", program=data, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is", "Web form fillout"))
        .step("Sync Lead to SFDC", QUEUE),
        campaign("05 Became a Lead", program=data, isActive=True)
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "SFDC Type"),
            condition("New Value", "is", "Lead"),
        )
        .step("Sync Lead to SFDC", QUEUE),
        _form("06 In Another Queue")
        .filter("Lead Owner", condition("Lead Owner", "is", ["Web Queue"]))
        .step("Sync Lead to SFDC", QUEUE),
        smart_list("Leads Only", id=501, folder=data).filter(
            "SFDC Type", condition("SFDC Type", "is not", "Contact")
        ),
        _form("07 By a Smart List")
        .filter("Member of Smart List", condition("Smart List", "in", "OP Data.Leads Only"))
        .step("Sync Lead to SFDC", QUEUE),
        programs=False,
    ),
    good(
        "a-choice-excludes-contacts",
        data,
        _form("01 By Choice").choices(
            "Sync Lead to SFDC",
            when("SFDC Type", "is", ["Lead", "Contact"], {"Assign To": "Lead Owner"}),
            otherwise(QUEUE),
        ),
        _form("02 Only Leads").choices(
            "Sync Lead to SFDC",
            when("SFDC Type", "is", "Lead", QUEUE),
            otherwise({"Assign To": "Lead Owner"}),
        ),
        _form("03 Removed Before")
        .choices(
            "Remove from Flow",
            when("SFDC Type", "is", "Contact", "this campaign"),
            otherwise(DO_NOTHING),
        )
        .step("Sync Lead to SFDC", QUEUE),
        programs=False,
    ),
    good(
        "each-caller-excludes-contacts",
        data,
        _ex("EX Assign").step("Sync Lead to SFDC", QUEUE),
        _form().filter("SFDC Type", condition("SFDC Type", "is empty")).executes("EX Assign"),
        _nightly().choices(
            "Execute Campaign",
            when("SFDC Contact Id", "is not empty", [], DO_NOTHING),
            otherwise("EX Assign"),
        ),
        programs=False,
    ),
    good(
        "a-user-no-one-or-an-unknown-token",
        tokens(demo, {"Owner": "Dana West"}),
        _form()
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"})
        .step("Change Owner", {"Owner": "{{my.Owner}}"})
        .step("Change Owner", {"Owner": "{{lead.Next Queue}}"})
        .choices("Change Owner", when("Country", "is", "US", "Dana West"), otherwise(DO_NOTHING))
        .step("Add to List", {"List Name": "WEB Demo.Enrichment Queue"}),
    ),
    good(
        "filters-or-callers-not-exported",
        data,
        _form().without_smart_list().step("Sync Lead to SFDC", QUEUE),
        _ex("EX Assign").step("Sync Lead to SFDC", QUEUE),
        _batch().step("Sync Lead to SFDC", QUEUE),
        _listener("TR Assign").step("Sync Lead to SFDC", QUEUE),
        config='[executables]\nnames = ["EX *"]\n',
        programs=False,
    ),
)

DATE_TOKEN = cases_of(
    "date-token-wait-in-batch",
    bad(
        "waits-for-an-event-date",
        tokens(demo, {"Event Date": ("date", "2026-10-15")}),
        _nightly().waits("{{my.Event Date}}").sends("WEB Demo.Last Call"),
    ),
    bad(
        "date-of-the-person-in-one-choice",
        _batch(status="Single Run")
        .choices(
            "Wait",
            when("Contract End", "is not empty", [], {"Date": "{{lead.Contract End}}"}),
            otherwise("30 days"),
        )
        .sends("WEB Demo.Renewal"),
    ),
    bad(
        "date-of-the-person-by-the-name-of-a-my-token",
        tokens(demo, {"Contract End": "2 weeks"}),
        _nightly().waits("{{lead.Contract End}}").sends("WEB Demo.Renewal"),
    ),
    bad(
        "token-whose-type-was-not-exported",
        tokens(demo, {"Event Date": ("", "2026-10-15")}),
        _nightly().waits("{{my.Event Date}}").sends("WEB Demo.Last Call"),
    ),
    good(
        "trigger-campaign-and-one-that-never-ran",
        tokens(demo, {"Event Date": ("date", "2026-10-15")}),
        _form().waits("{{my.Event Date}}").sends("WEB Demo.Reminder"),
        _batch().waits("{{my.Event Date}}").sends("WEB Demo.Last Call"),
    ),
    good(
        "durations-dates-and-a-token-that-is-no-date",
        tokens(demo, {"Cool Down": "2 weeks"}),
        _nightly()
        .waits("{{my.Cool Down}}")
        .sends("WEB Demo.One")
        .waits("2026-10-15")
        .sends("WEB Demo.Two")
        .waits("2 days")
        .sends("WEB Demo.Three"),
    ),
)

WAIT_TOO_LONG = cases_of(
    "wait-too-long",
    bad(
        "four-months",
        _form().waits("120 days").sends("WEB Demo.One").waits("4 months").sends("WEB Demo.Two"),
    ),
    bad(
        "more-than-the-configured-days-in-one-choice",
        _form()
        .choices("Wait", when("Country", "is", "US", "1 week"), otherwise("1 week 1 hour"))
        .sends("WEB Demo.One"),
        config="[rules.wait-too-long]\nmax_days = 7\n",
    ),
    good(
        "ninety-days-and-what-is-no-duration",
        _form()
        .waits("90 days")
        .sends("WEB Demo.One")
        .waits("3 months")
        .sends("WEB Demo.Two")
        .waits("2030-01-01")
        .sends("WEB Demo.Three")
        .waits("{{lead.Renewal Date}}")
        .sends("WEB Demo.Four")
        .step("Wait", {})
        .sends("WEB Demo.Five"),
    ),
    bad(
        "number-and-unit-in-attributes-of-their-own",
        _form()
        .step("Wait", {"Number": "120", "Unit": "Day(s)"})
        .sends("WEB Demo.One")
        .step("Wait", {"type": "Duration", "for": " 4 months "})
        .sends("WEB Demo.Two"),
    ),
)

WAIT_LAST = cases_of(
    "wait-last",
    bad(
        "nothing-after-it",
        _form().sends("WEB Demo.Thanks").waits("1 week"),
    ),
    good(
        "something-after-it",
        _form().waits("1 week").sends("WEB Demo.Thanks"),
        _batch(),
    ),
)

REMOVAL = cases_of(
    "steps-after-removal",
    bad(
        "unreachable-steps",
        _form().removes_from_flow().changes("Status", "Stopped").sends("WEB Demo.Bye"),
    ),
    good(
        "some-people-or-another-campaign",
        _form()
        .choices(
            "Remove from Flow",
            when("Unsubscribed", "is", "true", "this campaign"),
            otherwise(DO_NOTHING),
        )
        .removes_from_flow("WEB Demo.02 Demo Form")
        .step("Remove from Flow", {})
        .changes("Status", "Still here")
        .removes_from_flow(),
        _form("02 Demo Form").waits("1 day").sends("WEB Demo.Thanks"),
    ),
    bad(
        "every-choice-and-the-default-remove",
        _form("01 Demo Form")
        .choices(
            "Remove from Flow",
            when("Country", "is", "US", "this campaign"),
            when("Country", "is", "Canada", "All flows"),
            otherwise("WEB Demo.01 Demo Form"),
        )
        .changes("Status", "Out"),
    ),
    good(
        "choices-without-a-default-or-one-for-another-campaign",
        _form("01 Demo Form")
        .choices(
            "Remove from Flow",
            when("Country", "is", "US", "this campaign"),
            when("Country", "is", "Canada", "this campaign"),
        )
        .changes("Status", "Still here"),
        _form("02 Demo Form")
        .choices(
            "Remove from Flow",
            when("Country", "is", "US", "WEB Demo.01 Demo Form"),
            otherwise("this campaign"),
        )
        .changes("Status", "Still here"),
    ),
    good(
        "token-as-target",
        _form().removes_from_flow("{{my.Campaign}}").changes("Status", "Still here"),
        _form("02 Demo Form")
        .removes_from_flow("WEB Demo.{{my.Campaign}}")
        .changes("Status", "Still here"),
    ),
)

_waiting = _form("02 Reminder").waits("3 days").sends("WEB Demo.Reminder")

REMOVE_NOBODY = cases_of(
    "remove-nobody",
    bad(
        "target-has-no-wait-step",
        demo,
        _form("02 Thanks").sends("WEB Demo.Thanks").requests("TR 03 Remind"),
        _listener("TR 03 Remind").waits("3 days").sends("WEB Demo.Reminder"),
        _nightly("04 Became a Customer").removes_from_flow("WEB Demo.02 Thanks"),
        programs=False,
    ),
    bad(
        "one-choice-of-two-and-no-steps",
        _waiting,
        _form("03 Empty"),
        _nightly("04 Became a Customer").choices(
            "Remove from Flow",
            when("Country", "is", "US", "WEB Demo.02 Reminder"),
            otherwise("WEB Demo.03 Empty"),
        ),
        config='ignore = ["empty-flow"]\n',
    ),
    bad(
        "deactivated-longer-ago-than-it-waits",
        _form("02 Reminder", isActive=False, updatedAt="2026-08-01T09:15:00Z+0000")
        .waits("3 days")
        .sends("WEB Demo.Reminder")
        .waits("1 week")
        .sends("WEB Demo.Last Reminder"),
        _nightly("04 Became a Customer").removes_from_flow("WEB Demo.02 Reminder"),
        config='today = "2026-08-12"\n',
    ),
    good(
        "target-has-a-wait-step-or-executes-one",
        _waiting,
        _form("03 Call").executes("EX Book"),
        _ex("EX Book").step("Book a Room", {"Room": "any"}),
        _nightly("04 Became a Customer")
        .removes_from_flow("WEB Demo.02 Reminder")
        .removes_from_flow("WEB Demo.03 Call"),
    ),
    good(
        "deactivated-while-people-wait-or-until-a-date",
        _form("02 Reminder", isActive=False, updatedAt="2026-08-01T09:15:00Z+0000")
        .waits("3 days")
        .waits("1 week"),
        _form("03 Date", isActive=False, updatedAt="2026-08-01T09:15:00Z+0000")
        .waits("{{my.Event Date}}")
        .changes("Status", "Over"),
        _nightly("04 Became a Customer")
        .removes_from_flow("WEB Demo.02 Reminder")
        .removes_from_flow("WEB Demo.03 Date"),
        config='today = "2026-08-11"\n',
    ),
    good(
        "itself-all-nothing-or-an-executable-campaign",
        _ex("EX Stamp").changes("Topic", "Pumps"),
        _form().executes("EX Stamp").removes_from_flow(),
        _nightly().removes_from_flow("WEB Demo.02 Nightly"),
        _form("04 Unsubscribed")
        .choices(
            "Remove from Flow",
            when("Country", "is", "US", "all campaigns"),
            otherwise(DO_NOTHING),
        )
        .removes_from_flow("OP Data.EX Stamp")
        .removes_from_flow("WEB Demo.05 Deleted"),
        config='ignore = ["remove-from-flow-in-executable"]\n',
    ),
    good(
        "flow-or-target-not-exported",
        _form("02 Thanks", flow=ABSENT),
        _nightly("04 Became a Customer").removes_from_flow("WEB Demo.02 Thanks"),
        _nightly("05 Left").step("Remove from Flow"),
        _nightly("06 Moved").removes_from_flow("{{my.Campaign}}"),
    ),
)

EMPTY = cases_of(
    "empty-flow",
    bad(
        "active-scheduled-and-called",
        _form(),
        _nightly(),
        _ex("EX Stamp"),
        _listener("TR Alert", isActive=False),
        _form("04 Caller").executes("OP Data.EX Stamp").requests("OP Data.TR Alert"),
    ),
    bad(
        "a-system-campaign",
        campaign("System", program=demo, isSystem=True, isActive=True),
    ),
    good(
        "a-draft-and-a-flow-that-was-not-exported",
        _batch(),
        _form(isActive=False),
        _form("04 Unknown", flow=ABSENT),
        campaign("System", isSystem=True),
    ),
)

DELETE = cases_of(
    "delete-unguarded",
    bad(
        "neither-filter-nor-choice",
        campaign("BT Delete", program=demo, recurrence=recurring(), type="batch").step(
            "Delete Person", {"Delete from CRM": "false"}
        ),
    ),
    good(
        "a-filter-or-a-choice-or-a-trigger",
        _nightly().step("Delete Lead", {"Delete from CRM": "false"}),
        campaign("BT Delete", program=demo, recurrence=recurring()).choices(
            "Delete Lead",
            when("Email Invalid", "is", "true", {"Delete from CRM": "true"}),
            otherwise({"Delete from CRM": DO_NOTHING}),
        ),
        campaign("TR Delete", program=demo, isActive=True)
        .trigger("Email Bounces", condition("Category", "is", "2"))
        .step("Delete Lead", {"Delete from CRM": "false"}),
    ),
    good(
        "executable-or-never-ran-or-no-filters-exported",
        _ex("EX Delete").step("Delete Lead", {"Delete from CRM": "false"}),
        _form().executes("OP Data.EX Delete"),
        campaign("BT Draft", program=demo).step("Delete Lead", {"Delete from CRM": "false"}),
        _nightly(type="batch")
        .without_smart_list()
        .step("Delete Lead", {"Delete from CRM": "false"}),
        _nightly("04 Nightly", smartList={"rules": {"triggers": []}})
        .without_smart_list()
        .step("Delete Lead", {"Delete from CRM": "false"}),
    ),
)

REPEATED = cases_of(
    "repeated-step",
    bad(
        "same-score-twice",
        _form().scores("Lead Score", "+25").scores("Lead Score", "+25").sends("WEB Demo.Thanks"),
    ),
    bad(
        "waits-sends-and-choices-alike",
        _form()
        .waits("1 week")
        .waits("1 week")
        .sends("WEB Demo.One")
        .sends("WEB Demo.One")
        .choices("Change Data Value", *_many(2), otherwise(_region("Other")))
        .choices("Change Data Value", *_many(2), otherwise(_region("Other"))),
    ),
    good(
        "another-value-or-choice-or-a-step-between",
        _form()
        .step("Interesting Moment", _moment("Booked a meeting"))
        .step("Interesting Moment", _moment("Filled out a form"))
        .waits("2 days")
        .sends("WEB Demo.One")
        .waits("2 days")
        .sends("WEB Demo.Two")
        .choices("Change Data Value", *_many(2), otherwise(_region("Other")))
        .choices("Change Data Value", *_many(3), otherwise(_region("Other"))),
    ),
    good(
        "attributes-not-exported-and-steps-that-do-nothing",
        _form()
        .step("Change Score", {})
        .step("Change Score", {})
        .choices("Send Email", otherwise(DO_NOTHING))
        .choices("Send Email", otherwise(DO_NOTHING))
        .step("Send Alert", ABSENT)
        .step("Send Alert", ABSENT),
    ),
)

OVERWRITTEN = cases_of(
    "overwritten-value",
    bad(
        "english-and-at-once-german",
        _form().changes("Preferred Language", "English").changes("Preferred Language", "German"),
    ),
    bad(
        "with-other-changes-between",
        _form()
        .changes("Lead Status", "New")
        .changes("Region", "US")
        .choices(
            "Change Data Value",
            when("Country", "is", "US", _region("NA")),
            otherwise(DO_NOTHING),
        )
        .changes("lead status", "Open"),
    ),
    good(
        "read-or-used-between",
        _form()
        .changes("Lead Status", "New")
        .changes("Note", "Was {{lead.Lead Status}}")
        .changes("Lead Status", "Open")
        .choices(
            "Change Data Value",
            when("Lead Status", "is", "Open", _region("US")),
            otherwise(DO_NOTHING),
        )
        .changes("Lead Status", "Working")
        .sends("WEB Demo.Thanks")
        .changes("Lead Status", "Closed"),
    ),
    good(
        "no-constants-or-only-for-some-or-the-same",
        _form()
        .changes("Note", "{{lead.Country}}")
        .changes("Note", "Abroad")
        .changes("Region", "Other")
        .choices(
            "Change Data Value",
            when("Country", "is", "US", _region("US")),
            otherwise(DO_NOTHING),
        )
        .changes("Count", "+1")
        .changes("Count", "+2")
        .changes("Open", "true")
        .changes("Team", "West")
        .step("Change Data Value", {})
        .changes("Open", "true"),
    ),
)

LONG = cases_of(
    "long-flow",
    bad(
        "too-many-steps-and-too-many-choices",
        _steps_of(_form(), 21),
        _form("02 Regions").choices("Change Data Value", *_many(15), otherwise(_region("Other"))),
    ),
    bad(
        "more-than-configured",
        _steps_of(_form(), 3).choices("Send Email", *_many(2), otherwise("WEB Demo.Thanks")),
        config="[rules.long-flow]\nmax_steps = 3\nmax_choices = 2\n",
    ),
    good(
        "as-many-as-there-may-be",
        _steps_of(_form(), 19).choices(
            "Change Data Value", *_many(14), otherwise(_region("Other"))
        ),
    ),
)

MY_TOKEN = cases_of(
    "undefined-my-token",
    bad(
        "neither-in-the-program-nor-above",
        web,
        year,
        tokens(demo, {"Content Title": "The cost of owning a pump"}),
        tokens(web, {"Owner": "web@acme.example"}),
        _form().step(
            "Interesting Moment",
            _moment("Read {{my.Content Title}} ({{my.Content Type}}, {{ my.Pages }})"),
        ),
    ),
    bad(
        "executable-whose-callers-do-not-define-it-or-do-not-pass-it-on",
        tokens(demo, {"Score Event": ("score", "+20")}),
        tokens(data, {"Score Click": ("score", "+3")}),
        _ex("EX Score").scores("Score", "{{my.Score Event}}").scores("Score", "{{my.Score Form}}"),
        _form().executes("OP Data.EX Score", context=False),
        _listener("TR Score").executes("OP Data.EX Score").waits("1 day").executes("EX Score"),
    ),
    good(
        "campaigns-outside-programs-have-a-rule-of-their-own",
        web,
        demo,
        tokens(demo, {"Topic": "Pumps"}),
        _log().changes("Topic", "{{my.Topic}}"),
        config='ignore = ["token-outside-program"]\n',
    ),
    bad(
        "executable-that-is-also-requested-where-it-is-defined",
        tokens(demo, {"Topic": "Pumps"}),
        _ex("EX Stamp").changes("Topic", "{{my.Topic}}"),
        _listener("TR Stamp").executes("EX Stamp"),
        _form().requests("OP Data.EX Stamp"),
    ),
    bad(
        "passed-on-by-a-caller-to-which-it-was-not-passed-on",
        tokens(demo, {"Topic": "Pumps"}),
        _ex("EX Stamp").changes("Topic", "{{my.Topic}}"),
        _ex("EX Process").changes("Status", "Open").executes("EX Stamp"),
        _form().executes("OP Data.EX Process", context=False),
    ),
    bad(
        "callers-that-pass-their-context-in-a-cycle",
        tokens(demo, {"Owner": "web@acme.example"}),
        _ex("EX Stamp").changes("Topic", "{{my.Topic}}"),
        _ex("EX Process").executes("EX Stamp").executes("EX Retry"),
        _ex("EX Retry").changes("Status", "Retried").executes("EX Process"),
        _form().executes("OP Data.EX Process"),
    ),
    good(
        "two-folders-up-or-with-a-default",
        web,
        year,
        tokens(web, {"Owner": "web@acme.example"}),
        _form()
        .changes("Note", "Ask {{my.owner}}")
        .changes("Topic", "{{my.Content Type:default=PDF}}"),
    ),
    good(
        "tokens-not-exported",
        _form().changes("Note", "Ask {{my.Owner}}"),
    ),
    good(
        "no-tokens-in-a-complete-export",
        _form().changes("Note", "Ask {{my.Owner}}"),
        config=COMPLETE,
    ),
    good(
        "callers-pass-it-on",
        tokens(demo, {"Score Event": ("score", "+20")}),
        tokens(data, {"Score Click": ("score", "+3")}),
        _ex("EX Score").scores("Score", "{{my.Score Event}}"),
        _ex("EX Process").changes("Status", "Open").executes("EX Score"),
        _form().executes("OP Data.EX Process"),
    ),
    good(
        "executable-that-an-ambiguous-name-may-mean",
        tokens(data, {"Score Click": ("score", "+3")}),
        _ex("EX Score").scores("Score", "{{my.Score Event}}"),
        campaign("EX Score", program=demo).changes("Status", "Scored"),
        _form().executes("OP Data.EX Score", context=False).executes("WEB Demo.EX Score"),
        campaign("Import").executes("EX Score"),
        config='ignore = ["ambiguous-campaign"]\n',
    ),
    good(
        "executable-whose-callers-are-not-in-the-export",
        tokens(data, {"Score Click": ("score", "+3")}),
        _ex("EX Score").scores("Score", "{{my.Score Event}}"),
        config='[executables]\nnames = ["EX *"]\n',
    ),
    good(
        "executable-that-is-only-requested-in-the-export",
        tokens(data, {"Score Click": ("score", "+3")}),
        _ex("EX Score").scores("Score", "{{my.Score Event}}"),
        _listener("TR Score").requests("EX Score"),
        config='ignore = ["request"]\n[executables]\nnames = ["EX *"]\n',
    ),
    good(
        "the-api-may-bring-it-along",
        tokens(demo, {"Topic": "Pumps"}),
        tokens(data, {"Topic": "Water"}),
        campaign("TR Portal", program=data, isActive=True)
        .trigger("Campaign is Requested", is_requested([FROM_API, FROM_FLOW]))
        .changes("Note", "{{my.Message}}")
        .executes("EX Note"),
        campaign("TR Any", program=data, isActive=True)
        .trigger("Campaign is Requested", condition("Source", "is any"))
        .changes("Note", "{{my.Message}}"),
        _ex("EX Note").changes("Note", "{{my.Message}}"),
        _batch(status="Single Run").changes("Note", "{{my.Message}}"),
    ),
    bad(
        "default-in-one-place-only",
        tokens(demo, {"Topic": "Pumps"}),
        _form()
        .choices(
            "Change Score",
            when("Country", "is", "US", {"Score Name": "Score", "Change": "{{my.Points}}"}),
            otherwise({"Score Name": "Score", "Change": "{{my.Points:default=3}}"}),
        )
        .changes("Note", "{{my.Pages:default=1}} of {{my.Pages}}"),
    ),
    good(
        "the-export-does-not-say-whether-the-api-can-request-it",
        tokens(demo, {"Topic": "Pumps"}),
        _form(isRequestable=ABSENT)
        .without_smart_list()
        .changes("Note", "{{my.Message}}")
        .executes("OP Data.EX Note"),
        _ex("EX Note").changes("Note", "{{my.Message}}"),
        campaign("TR Portal", program=data, isActive=True)
        .trigger("Campaign is Requested", bare=True)
        .changes("Note", "{{my.Message}}"),
    ),
)

OUTSIDE_TOKEN = cases_of(
    "token-outside-program",
    bad(
        "program-member-and-my-tokens",
        web,
        demo,
        tokens(demo, {"Topic": "Pumps"}),
        _log()
        .step("Interesting Moment", _moment("Asked for {{my.Topic}} of {{Program.Name}}"))
        .choices(
            "Change Data Value",
            when("Country", "is", "US", _region("{{member.Region}}")),
            otherwise(_region("{{my.Topic:default=none}}")),
        )
        .changes("Note", "{{program.id}} {{program.Description}} {{system.date}}"),
    ),
    bad(
        "folder-not-exported",
        demo,
        tokens(demo, {"Topic": "Pumps"}),
        _log(folder=None).changes("Note", "{{my.Topic}}"),
        _log("Log Program", folder=None).changes("Last Program", "{{program.name}}"),
    ),
    bad(
        "complete-export-without-the-folder",
        demo,
        _log(folder={"id": 15, "type": "Folder"}).changes("Note", "{{program.name}}"),
        config=COMPLETE,
    ),
    bad(
        "executable-whose-callers-do-not-pass-it-on-or-are-outside-too",
        web,
        tokens(demo, {"Topic": "Pumps"}),
        campaign("EX Note", folder=web).changes("Note", "{{program.name}} {{my.Theme}}"),
        _form().executes("EX Note", context=False),
        _log().executes("EX Note"),
    ),
    good(
        "in-a-program-or-in-a-folder-of-one",
        web,
        _form().changes("Note", "{{program.name}} {{member.webinar url}}"),
        campaign("02 Demo Log", program=demo, folder=folder("Logs", id=23, parent=demo))
        .filter("Lead Status", condition("Lead Status", "is", "Open"))
        .changes("Note", "{{program.name}}"),
    ),
    good(
        "folder-defines-it-or-with-a-default",
        web,
        year,
        tokens(web, {"Topic": "Pumps"}),
        _log(folder=year)
        .changes("Topic", "{{my.Topic}}")
        .changes("Note", "{{program.name:default=Web}} {{lead.Country}} {{campaign.name}}"),
    ),
    good(
        "a-caller-in-a-program-passes-it-on",
        web,
        tokens(demo, {"Topic": "Pumps"}),
        campaign("EX Note", folder=web).changes("Note", "{{program.name}} {{my.Topic}}"),
        campaign("EX Process", folder=web).changes("Status", "Open").executes("EX Note"),
        _form().executes("EX Process"),
    ),
    good(
        "the-api-may-bring-it-along",
        web,
        tokens(web, {"Topic": "Pumps"}),
        campaign("TR Portal", folder=web, isActive=True)
        .trigger("Campaign is Requested", is_requested([FROM_API, FROM_FLOW]))
        .changes("Note", "{{my.Message}}"),
    ),
    good(
        "tokens-or-place-not-exported",
        web,
        _log().changes("Note", "{{my.Topic}}"),
        _log("Log Downloads", folder=ABSENT).changes("Note", "{{program.name}}"),
    ),
)


def _field(name: str, operator: str, *values: str) -> tuple[str, Condition]:
    """A filter on a field."""
    return name, condition(name, operator, values)


def _scores(name: str, points: str = "+5", **fields: Any) -> Campaign:
    return _form(name, **fields).scores("Lead Score", points)


def _sends(name: str, **fields: Any) -> Campaign:
    return _form(name, **fields).sends(f"WEB Demo.{name}")


DOUBLE_SCORE = cases_of(
    "double-score",
    bad(
        "same-form-same-score",
        _scores("01 Form Score"),
        campaign("Score Forms", program=data, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", ["web demo.demo", "WEB Demo.B"]))
        .scores("lead score", "{{my.Form Points}}"),
    ),
    bad(
        "same-filters-and-choices-and-three-campaigns",
        *(
            _form(f"0{number} Score")
            .filter(*_field("Country", "is", "US", "Canada"))
            .choices(
                "Change Score",
                when("Job Level", "is", "C-Level", {"Score Name": "Lead Score", "Change": "+9"}),
                otherwise(DO_NOTHING),
            )
            for number in (1, 2, 3)
        ),
    ),
    bad(
        "an-executable-campaign-scores",
        _ex("EX Score").filter(*_field("Country", "is not empty")).scores("Lead Score", "+5"),
        _form("01 Demo").executes("EX Score"),
        _form("02 Log").executes("EX Score"),
        _form("03 Score").filter(*_field("Country", "is not empty")).scores("Lead Score", "+5"),
    ),
    bad(
        "points-that-may-be-a-bonus",
        _scores("01 Form Score"),
        _scores("02 Bonus").filter(*_field("Job Level", "is", "C-Level")),
    ),
    good(
        "other-score-form-workspace-or-switched-off",
        _scores("01 Form Score"),
        _form("02 Fit").scores("Fit Score", "+5"),
        campaign("03 Contact", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.Contact"))
        .scores("Lead Score", "+5"),
        _scores("04 EMEA", workspace="EMEA"),
        _scores("05 Old", isActive=False),
    ),
    good(
        "each-adds-its-part-or-sets-the-score",
        _scores("01 Industry").filter(*_field("Industry", "is", "Water")),
        _scores("02 Country").filter(*_field("Country", "is", "US")),
        _scores("03 Reset", "=0"),
        _scores("04 Nothing", "+0"),
    ),
    good(
        "filters-separate-the-people",
        _scores("01 Managers").filter(*_field("Job Level", "is", "Manager")),
        _scores("02 Chiefs", "+20").filter(*_field("Job Level", "is", "C-Level")),
        _scores("03 Others", "+1").filter(*_field("Job Level", "is empty")),
    ),
    good(
        "executed-only-once-and-requested-campaigns",
        _ex("EX Score", qualificationRuleType="once").scores("Lead Score", "+5"),
        _form("01 Demo").executes("EX Score"),
        _form("02 Log").executes("EX Score"),
        _listener("TR One").scores("Lead Score", "+5"),
        _listener("TR Two").scores("Lead Score", "+5"),
        config='ignore = ["executable-runs-once"]\n',
    ),
    good(
        "constraints-not-exported",
        *(
            campaign(name, program=demo, isActive=True)
            .trigger("Fills Out Form", conditions=ABSENT)
            .scores("Lead Score", "+5")
            for name in ("01 One", "02 Two")
        ),
    ),
)

DOUBLE_SEND = cases_of(
    "double-send",
    bad(
        "same-form-two-emails",
        _sends("01 Thanks"),
        campaign("Global Thanks", program=data, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.Demo"))
        .waits("5 minutes")
        .sends("OP Data.Thanks"),
    ),
    bad(
        "overlapping-filters-or-choices",
        _sends("01 Thanks"),
        _sends("02 Americas")
        .filter(*_field("Country", "is", "US", "Canada"))
        .filter(*_field("Unsubscribed", "is", "false")),
        _form("03 US").choices(
            "Send Email",
            when("Country", "is", "US", "WEB Demo.US"),
            otherwise(DO_NOTHING),
        ),
    ),
    bad(
        "values-in-common",
        _sends("01 Americas").filter(*_field("Country", "is", "US", "Canada")),
        _form("02 US").choices(
            "Send Email",
            when("Country", "is", "US", "WEB Demo.US"),
            when("Industry", "is", "Water", "WEB Demo.Water"),
            otherwise(DO_NOTHING),
        ),
        campaign("03 Any Score", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.B"))
        .filter(*_field("Lead Score", "at least", "50"))
        .sends("WEB Demo.Warm"),
        campaign("04 High Score", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.B"))
        .filter(*_field("Lead Score", "greater than", "80"))
        .sends("WEB Demo.Hot"),
    ),
    bad(
        "filters-on-different-fields",
        _sends("01 Water").filter(*_field("Industry", "is", "Water")),
        _sends("02 US").filter(*_field("Country", "is", "US")),
    ),
    bad(
        "same-name-in-two-programs-and-an-executable-campaign",
        _ex("EX Thank").sends("OP Data.Thanks"),
        *(
            campaign("01 Thanks", program=home, isActive=True)
            .trigger("Fills Out Form", condition("Form Name", "is", "Contact Us"))
            .executes("EX Thank")
            for home in (demo, data)
        ),
    ),
    good(
        "filters-separate-the-people",
        _sends("01 US").filter(*_field("Country", "is", "US")),
        _sends("02 Others").filter(*_field("Country", "is not", "US")),
        *(
            campaign(f"0{number} Unsubscribed {value}", program=demo, isActive=True)
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.B"))
            .filter(*_field("Unsubscribed", "is", value))
            .sends("WEB Demo.Preferences")
            for number, value in ((3, "true"), (4, "false"))
        ),
    ),
    good(
        "memberships-partitions-and-any-filters",
        *(
            campaign(name, program=demo, isActive=True)
            .trigger("Fills Out Form", condition("Form Name", "is", f"WEB Demo.{form}"))
            .filter(filter_name, condition(constraint, operator, value))
            .sends(f"WEB Demo.{name}")
            for name, form, filter_name, constraint, operator, value in (
                ("01 In", "A", "Member of List", "List Name", "in", "OP Data.VIP"),
                ("02 Out", "A", "Not Member of List", "List Name", "in", "OP Data.VIP"),
                ("03 EMEA", "B", "Member of Smart List", "Smart List", "in", "OP Data.EMEA"),
                ("04 APAC", "B", "Member of Smart List", "Smart List", "in", "OP Data.APAC"),
                ("05 One", "C", "Person Partition", "Person Partition", "is", "Default"),
                ("06 Two", "C", "Person Partition", "Person Partition", "is", "Partners"),
                ("07 Low", "D", "Lead Score", "Lead Score", "less than", "50"),
                ("08 High", "D", "Lead Score", "Lead Score", "at least", "50"),
            )
        ),
        campaign("09 Any", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.D"))
        .filter(*_field("Industry", "is", "Water"))
        .filter(*_field("Country", "is", "US"))
        .match("any")
        .sends("WEB Demo.Any"),
    ),
    good(
        "choices-or-removal-separate-the-people",
        *(
            campaign(name, program=demo, isActive=True)
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.D"))
            .choices("Send Email", *choices)
            for name, choices in (
                (
                    "07 Rest of World",
                    (
                        when("Country", "is", "US", DO_NOTHING),
                        when("Country", "is", "Canada", DO_NOTHING),
                        otherwise("WEB Demo.World"),
                    ),
                ),
                (
                    "08 Americas",
                    (
                        when("Country", "is", ["US", "Canada"], "WEB Demo.Americas"),
                        otherwise(DO_NOTHING),
                    ),
                ),
            )
        ),
        _form("01 US").choices(
            "Send Email",
            when("Country", "is", "US", "WEB Demo.US"),
            otherwise(DO_NOTHING),
        ),
        _form("02 Others").choices(
            "Send Email",
            when("Country", "is", "US", DO_NOTHING),
            otherwise("WEB Demo.Others"),
        ),
        campaign("03 Half", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.B"))
        .choices(
            "Send Email",
            when("Random Sample", "is", "50", "WEB Demo.A"),
            otherwise(DO_NOTHING),
        ),
        campaign("04 Other Half", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.B"))
        .choices(
            "Send Email",
            when("Random Sample", "is", "50", "WEB Demo.B"),
            otherwise(DO_NOTHING),
        ),
        campaign("05 Customers", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.C"))
        .filter(*_field("Is Customer", "is", "true"))
        .sends("WEB Demo.Customer"),
        campaign("06 Prospects", program=demo, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.C"))
        .choices(
            "Remove from Flow",
            when("Is Customer", "is", "true", "this campaign"),
            otherwise(DO_NOTHING),
        )
        .sends("WEB Demo.Prospect"),
    ),
    good(
        "sent-later-or-to-people-who-got-no-other",
        _sends("01 Thanks"),
        _form("02 Follow-up").waits("3 days").sends("WEB Demo.Follow-up"),
        _form("03 On the Day").waits("{{my.Event Date}}").sends("WEB Demo.Today"),
        _sends("04 Missed").filter(
            "Not Was Sent Email", condition("Email", "is", "WEB Demo.01 Thanks")
        ),
        _form("05 Customer").removes_from_flow().sends("WEB Demo.Never"),
        config='ignore = ["steps-after-removal"]\n',
    ),
    good(
        "a-clone-has-a-rule-of-its-own",
        _form("01 Registered").step("Change Program Status", {"Program": "WEB Demo"}).sends("A"),
        campaign("01 Registered", program=data, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Demo.Demo"))
        .sends("B"),
    ),
    good(
        "filters-not-exported",
        *(
            campaign(
                name,
                program=demo,
                isActive=True,
                smartList={
                    "rules": {
                        "triggers": [
                            {
                                "name": "Fills Out Form",
                                "conditions": [
                                    {
                                        "activityAttributeName": "Form Name",
                                        "operator": "is",
                                        "values": ["WEB Demo.Demo"],
                                    }
                                ],
                            }
                        ]
                    }
                },
            )
            .without_smart_list()
            .sends("WEB Demo.Thanks")
            for name in ("01 One", "02 Two")
        ),
    ),
)

TRIGGER_TOKEN = cases_of(
    "trigger-token-in-batch",
    bad(
        "copied-from-a-trigger-campaign",
        _nightly()
        .changes("Note", "No country after {{trigger.Name}}")
        .step("Interesting Moment", _moment("{{trigger.Name}} on {{trigger.Web Page}}")),
    ),
    bad(
        "with-a-default",
        _nightly()
        .changes("Note", "{{trigger.Name:default=Nightly}}")
        .changes("Page", "{{trigger.Name:default=Nightly}} on {{trigger.Web Page:default=none}}")
        .changes("Link", "{{trigger.Name:default=Nightly}} to {{trigger.Link}}"),
    ),
    good(
        "trigger-campaign-or-executable-or-never-ran",
        _form().changes("Note", "{{trigger.Name}}").executes("OP Data.EX Log"),
        _ex("EX Log").changes("Note", "{{trigger.Name}}"),
        _batch().changes("Note", "{{trigger.Name}}"),
    ),
    good(
        "of-another-kind",
        _nightly().changes("Note", "{{system.date}} {{lead.Country:default=none}} trigger.Name"),
    ),
)

_IMPLIED_SYNCS = {
    "Add to SFDC Campaign": {"Campaign": "Demo Requests", "Status": "Responded"},
    "Change Status in SFDC Campaign": {"Campaign": "Demo Requests", "Status": "Responded"},
    "Change Owner": {"Owner": "Sam"},
    "Convert Person": {"Converted Status": "Qualified"},
    "Create Task": {"Subject": "Call"},
}


def _in_salesforce(name: str, field: str, operator: str, values: Values = ()) -> Campaign:
    """A campaign that changes people's owner before a field, limited by a filter."""
    return (
        _form(name)
        .filter(field, condition(field, operator, values))
        .step("Change Owner", "Sam")
        .changes("Region", "US")
    )


SYNC = cases_of(
    "sync-before-change",
    bad(
        "synchronised-before-the-change",
        _form()
        .step("Sync Person to SFDC", {"Assign To": "Partner Desk"})
        .changes("Partner Synced At", "{{system.dateTime}}")
        .scores("Lead Score", "+5"),
    ),
    bad(
        "a-later-sync-to-the-other-crm-and-a-change-for-some",
        _form()
        .step("Sync Lead to Microsoft", {"Assign To": "Queue"})
        .choices(
            "Change Data Value",
            when("Country", "is", "US", _region("US")),
            otherwise(DO_NOTHING),
        )
        .step("Sync Lead to SFDC", {"Assign To": "Queue"}),
    ),
    bad(
        "steps-with-the-full-name-of-the-crm",
        _form()
        .step("Sync Person to Microsoft Dynamics", {"Assign To": "Partner Desk"})
        .step("Add to Salesforce Campaign", {"Campaign": "Demo Requests"})
        .changes("Region", "US"),
    ),
    good(
        "changed-before-or-synchronised-again-or-after-a-wait",
        _form()
        .changes("Region", "US")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"})
        .changes("Region", "NA")
        .step("Sync Lead to SFDC", {"Assign To": "Queue"})
        .sends("WEB Demo.Thanks")
        .choices("Change Data Value", otherwise(DO_NOTHING))
        .waits("1 day")
        .changes("Region", "US"),
    ),
    bad(
        "each-step-that-implies-a-sync",
        *(
            _form(f"0{number} {step}").step(step, attributes).changes("Lifecycle Stage", "MQL")
            for number, (step, attributes) in enumerate(_IMPLIED_SYNCS.items(), 1)
        ),
    ),
    bad(
        "implied-sync-in-a-campaign-that-is-executed-before-any-sync",
        _form().executes("OP Data.EX Owner"),
        _ex("EX Owner").step("Change Owner", "Sam").changes("Region", "US"),
    ),
    good(
        "implied-sync-without-the-smart-list",
        _form().step("Change Owner", "Sam").changes("Region", "US").without_smart_list(),
    ),
    good(
        "people-are-in-salesforce",
        data,
        smart_list("Contacts", folder=data).filter(
            "SFDC Type", condition("SFDC Type", "is", "Contact")
        ),
        _in_salesforce("01 Filter", "SFDC Type", "is", ["Lead", "Contact"]),
        _in_salesforce("02 Id", "SFDC Contact Id", "is not empty"),
        _in_salesforce("03 Owner", "Lead Owner Email Address", "is not empty"),
        _in_salesforce("04 Campaign", "Member of SFDC Campaign", "is", "Demo"),
        _in_salesforce("05 List", "Member of Smart List", "in", "OP Data.Contacts"),
        _in_salesforce("06 Named List", "Member of Smart List", "in", "OP Lists.In Salesforce"),
        _in_salesforce("07 Source", "Original Source Type", "is", "salesforce.com"),
        campaign("08 Trigger", program=demo, isActive=True)
        .trigger("Lead is Synced to SFDC")
        .step("Change Owner", "Sam")
        .changes("Region", "US"),
        campaign("09 Changed by Salesforce", program=demo, isActive=True)
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lead Status"),
            condition("Source", "is", "Salesforce Sync"),
        )
        .step("Change Owner", "Sam")
        .changes("Region", "US"),
        _form("10 Choice")
        .choices(
            "Change Owner",
            when("SFDC Type", "is not empty", [], "Sam"),
            otherwise(DO_NOTHING),
        )
        .changes("Region", "US"),
        _form("11 Default")
        .choices(
            "Change Owner",
            when("SFDC Type", "is empty", [], DO_NOTHING),
            otherwise("Sam"),
        )
        .changes("Region", "US"),
    ),
    good(
        "synced-before-or-after-the-implied-sync",
        _ex("EX Sync").step("Sync Lead to SFDC", {"Assign To": "Queue"}),
        _ex("EX Owner").step("Change Owner", "Sam").changes("Region", "US"),
        _form("01 Before")
        .executes("OP Data.EX Sync")
        .step("Change Owner", "Sam")
        .changes("Region", "US"),
        _form("02 After")
        .step("Change Owner", "Sam")
        .changes("Region", "US")
        .executes("OP Data.EX Sync"),
        _form("03 Caller").executes("OP Data.EX Sync").executes("OP Data.EX Owner"),
        _form("04 Wait").step("Change Owner", "Sam").waits("1 hour").changes("Region", "US"),
        _form("05 Changed First").changes("Region", "US").step("Change Owner", "Sam"),
        _form("06 Something Else").step("Change Owner", "Sam").sends("WEB Demo.Thanks"),
    ),
)

_SYNC = ("Sync Lead to SFDC", {"Assign To": "Queue"})


def _alert(to: str = "Lead Owner", **others: str) -> dict[str, str]:
    return {"Email": "WEB Demo.New Person", "Send To": to} | others


ALERT_BEFORE_OWNER = cases_of(
    "alert-before-owner",
    bad(
        "alert-before-the-sync",
        _form().step("Send Alert", _alert()).step(*_SYNC),
    ),
    bad(
        "owner-that-another-campaign-assigns-and-other-recipients",
        campaign("01 Created", program=demo, isActive=True)
        .trigger("Person is Created", condition("Source Type", "is not", "Salesforce.com"))
        .changes("Region", "US")
        .choices(
            "Send Alert",
            when("Country", "is", "US", _alert("Sales Owner")),
            otherwise(DO_NOTHING),
        )
        .waits("5 minutes")
        .executes("OP Data.EX Route"),
        _ex("EX Route").step("Change Owner", "Sam"),
        _form("02 Requested")
        .step("Send Alert", _alert("Account Owner", **{"To Other Emails": "a@acme.example"}))
        .requests("OP Data.TR Task"),
        campaign("TR Task", program=data, isActive=True)
        .trigger("Campaign is Requested", is_requested())
        .step("Create Task", "Call"),
        _form("05 Executed").executes("OP Data.EX Alert").step(*_SYNC),
        _ex("EX Alert").step("Send Alert", _alert()),
        _form("03 Token")
        .step("Send Alert", _alert("None", **{"To Other Emails": "{{lead.Lead Owner Email}}"}))
        .step("Sync Lead to Microsoft", {"Assign To": "Queue"}),
        _form("04 Default for Others")
        .choices(
            "Send Alert",
            when("SFDC Type", "is not empty", [], _alert("None")),
            otherwise(_alert()),
        )
        .step(*_SYNC),
    ),
    good(
        "alert-after-the-sync",
        _form().step(*_SYNC).step("Send Alert", _alert()),
    ),
    good(
        "owner-is-known-or-not-alerted",
        _ex("EX Route").step("Change Owner", "Sam"),
        _form("01 Executed").executes("OP Data.EX Route").step("Send Alert", _alert()).step(*_SYNC),
        _form("09 Executed").executes("OP Data.EX Alert").step(*_SYNC),
        _ex("EX Alert")
        .filter("Lead Owner", condition("Lead Owner", "is not empty"))
        .step("Send Alert", _alert()),
        _form("02 Wait").waits("5 minutes").step("Send Alert", _alert()).step(*_SYNC),
        _form("03 Nobody").step("Send Alert", _alert("None")).step(*_SYNC),
        _form("04 Filter")
        .filter("Lead Owner", condition("Lead Owner", "is not empty"))
        .step("Send Alert", _alert())
        .step(*_SYNC),
        _form("05 Choice")
        .choices(
            "Send Alert",
            when("SFDC Type", "is not empty", [], _alert()),
            otherwise(_alert("None", **{"To Other Emails": "a@acme.example"})),
        )
        .step(*_SYNC),
        _form("06 Never Assigned").step("Send Alert", _alert()),
        campaign("07 Known People", program=demo, isActive=True)
        .trigger("Data Value Changes", condition("Attribute", "is", "Lifecycle Stage"))
        .step("Send Alert", _alert())
        .step(*_SYNC),
        campaign("08 From Salesforce", program=demo, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is", "Salesforce.com"))
        .step("Send Alert", _alert())
        .step("Change Owner", "Sam"),
    ),
    good(
        "filters-that-were-not-exported",
        _form(smartList={"rules": {"triggers": ["Fills Out Form"]}})
        .step("Send Alert", _alert())
        .step(*_SYNC)
        .without_smart_list(),
    ),
)


def _series(name: str = "01 Series", wait: str = "3 days", **fields: Any) -> Campaign:
    """A campaign that sends an email and waits."""
    return (
        _form(name, isCommunicationLimitEnabled=True, **fields).sends("WEB Demo.Thanks").waits(wait)
    )


NO_RECHECK = cases_of(
    "no-recheck-after-wait",
    bad(
        "three-days-later",
        _series().sends("WEB Demo.Follow-up"),
    ),
    bad(
        "several-waits-and-choices-that-only-split",
        _series("01 Half Days", "12 hours")
        .changes("Step", "2")
        .waits("12 hours")
        .sends("WEB Demo.Follow-up"),
        _series("02 Languages", "1 week").choices(
            "Send Email",
            when("Preferred Language", "is", "German", "WEB Demo.Nachfass"),
            otherwise("WEB Demo.Follow-up"),
        ),
        _series("03 Samples", "1 day").choices(
            "Send Email",
            when("Random Sample", "is", "50", "WEB Demo.Follow-up A"),
            otherwise("WEB Demo.Follow-up B"),
        ),
        _series("04 Checked Once", "2 days")
        .choices(
            "Remove from Flow",
            when("Lead Status", "is", "Closed", THIS_CAMPAIGN),
            otherwise(DO_NOTHING),
        )
        .sends("WEB Demo.Follow-up")
        .waits("1 day")
        .sends("WEB Demo.Last Call"),
    ),
    bad(
        "removal-from-other-flows-or-by-an-inactive-campaign",
        _series().sends("WEB Demo.Follow-up"),
        _series("02 Other", "1 hour").sends("WEB Demo.Follow-up"),
        _form("03 Removes Others").removes_from_flow("WEB Demo.02 Other"),
        _form("04 Inactive", isActive=False).removes_from_flow("WEB Demo.01 Series"),
    ),
    good(
        "choice-checks-again",
        _series().choices(
            "Send Email",
            when("Lead Status", "is", "Closed", DO_NOTHING),
            otherwise("WEB Demo.Follow-up"),
        ),
    ),
    good(
        "short-waits-dates-and-removals",
        _series("01 Hours", "23 hours").sends("WEB Demo.Follow-up"),
        _form("02 Date", isCommunicationLimitEnabled=True)
        .waits("{{lead.Event Date}}")
        .sends("WEB Demo.Follow-up"),
        _series("03 Removal")
        .choices(
            "Remove from Flow",
            when("Lead Status", "is", "Closed", THIS_CAMPAIGN),
            otherwise(DO_NOTHING),
        )
        .sends("WEB Demo.Follow-up"),
        _series("04 Executed Removal").executes("OP Data.EX Check").sends("WEB Demo.Follow-up"),
        _ex("EX Check").choices(
            "Remove from Flow",
            when("Lead Status", "is", "Closed", THIS_CAMPAIGN),
            otherwise(DO_NOTHING),
        ),
        _series("05 Nothing").choices("Send Email", otherwise(DO_NOTHING)),
        _series("06 No Email Later").changes("Step", "2"),
        config='ignore = ["remove-from-flow-in-executable"]\n',
    ),
    good(
        "another-campaign-removes-people",
        _series().sends("WEB Demo.Follow-up"),
        _form("02 Bought").removes_from_flow("WEB Demo.01 Series"),
    ),
    good(
        "another-campaign-removes-people-from-all-flows",
        _series().sends("WEB Demo.Follow-up"),
        _form("02 Unsubscribed").removes_from_flow("all campaigns"),
    ),
    good(
        "duration-that-was-not-exported",
        _form(isCommunicationLimitEnabled=True).step("Wait").sends("WEB Demo.Follow-up"),
    ),
)

webinar = program("WBN Pumps", id=103, type="webinar", channel="Webinar")
nurture = program("NUR Pumps", id=104, type="nurture", channel="Nurture")
_STATUS = {"Program": "WBN Pumps", "New Status": "Invited"}


def _invitation(name: str = "01 Invitation", **fields: Any) -> Campaign:
    """A batch campaign that sends an email of the webinar to people in Germany."""
    options: dict[str, Any] = {
        "program": webinar,
        "status": "Single Run",
        "isCommunicationLimitEnabled": True,
    }
    made = campaign(name, **options | fields)
    return made.filter("Country", condition("Country", "is", "Germany")).sends("WBN Pumps.Invite")


WITHOUT_MEMBERSHIP = cases_of(
    "send-without-membership",
    bad("invitation-without-a-status", _invitation()),
    bad(
        "filters-steps-and-campaigns-that-make-no-one-a-member",
        _invitation("01 Not Members").filter(
            "Not Member of Program", condition("Program", "is", "WBN Pumps")
        ),
        _invitation("02 Members of Another Program").filter(
            "Member of Program", condition("Program", "is", "WEB Demo")
        ),
        _invitation("03 Status in Another Program").step(
            "Change Program Status", {"Program": "WEB Demo", "New Status": "Member"}
        ),
        _invitation("04 Status for Fewer"),
        campaign("05 Fewer", program=webinar, status="Single Run")
        .filter("Country", condition("Country", "is", "Germany"))
        .filter("Job Level", condition("Job Level", "is", "Director"))
        .step("Change Program Status", _STATUS),
        campaign("06 Visited", program=nurture, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Visits Web Page", condition("Web Page", "contains", "/calculator"))
        .sends("NUR Pumps.Calculator"),
        _invitation("07 Smart List").filter(
            "Member of Smart List", condition("Member of Smart List", "in", "Customers")
        ),
        smart_list("Customers").filter("Stage", condition("Stage", "is", "Customer")),
    ),
    good(
        "status-is-changed-in-the-flow",
        _invitation().step("Change Program Status", _STATUS),
    ),
    good(
        "people-are-members-or-the-program-has-none",
        _invitation("01 Member").filter(
            "Member of Program", condition("Program", "is", "WBN Pumps")
        ),
        campaign("02 Attended", program=webinar, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Progression Status is Changed", condition("Program", "is", "WBN Pumps"))
        .sends("WBN Pumps.Thanks"),
        campaign("03 Form", program=webinar, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WBN Pumps.Registration"))
        .sends("WBN Pumps.Confirmation"),
        _invitation("04 Invited Before").filter(
            "Opened Email", condition("Email", "is", "WBN Pumps.Invite")
        ),
        _invitation("05 Executed").executes("OP Data.EX Invite"),
        _ex("EX Invite").step(
            "Change Program Status", {"Program": "{{program.name}}", "New Status": "Invited"}
        ),
        _invitation("06 SFDC").step("Add to SFDC Campaign", {"Campaign": "Pumps"}),
        campaign("07 Choice", program=webinar, isCommunicationLimitEnabled=True)
        .filter("Country", condition("Country", "is", "Germany"))
        .choices(
            "Send Email",
            when("Program Status", "is", "Registered", "WBN Pumps.Reminder"),
            otherwise(DO_NOTHING),
        ),
        _invitation("08 Smart List").filter(
            "Member of Smart List", condition("Member of Smart List", "in", "Registered")
        ),
        smart_list("Registered").filter(
            "Member of Program", condition("Program", "is", "WBN Pumps")
        ),
        _invitation("09 Default Program", program=demo),
        campaign("10 Nurture", program=nurture, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Added to Nurture", condition("Program", "is", "NUR Pumps"))
        .sends("NUR Pumps.Welcome"),
        campaign("11 Nothing", program=webinar).choices("Send Email", otherwise(DO_NOTHING)),
        config='ignore = ["batch-without-filter"]\n',
    ),
    good(
        "another-campaign-for-the-same-people-changes-the-status",
        _invitation(),
        campaign("02 Invited", program=webinar, status="Single Run")
        .filter("Country", condition("Country", "is", "Germany"))
        .step("Change Program Status", _STATUS),
    ),
    good(
        "caller-changes-the-status",
        campaign("TR Send", program=webinar, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Campaign is Requested", is_requested())
        .sends("WBN Pumps.Invite"),
        campaign("01 Invite", program=webinar, status="Single Run")
        .filter("Country", condition("Country", "is", "Germany"))
        .step("Change Program Status", _STATUS)
        .requests("WBN Pumps.TR Send"),
    ),
    good(
        "data-that-was-not-exported",
        campaign("TR Send", program=webinar, isActive=True, isCommunicationLimitEnabled=True)
        .trigger("Campaign is Requested", is_requested())
        .sends("WBN Pumps.Invite"),
        _invitation("02 Smart List").filter(
            "Member of Smart List", condition("Member of Smart List", "in", "Registered")
        ),
        _invitation("03 Program", program=None, parentProgramId=199),
    ),
)

SCORE_ONCE = cases_of(
    "score-once",
    bad(
        "any-webinar",
        campaign("Attended", program=demo, isActive=True, qualificationRuleType="once")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "contains", "WBN"),
            condition("New Status", "is", "Attended"),
        )
        .scores("Lead Score", "+15"),
    ),
    good(
        "one-asset",
        _form(qualificationRuleType="once").scores("Lead Score", "+15"),
    ),
    good(
        "every-time-or-in-an-interval",
        campaign("Every", program=demo, isActive=True)
        .trigger("Opens Email", condition("Email", "is any"))
        .scores("Lead Score", "+1"),
        campaign(
            "Interval",
            program=demo,
            isActive=True,
            qualificationRuleType="interval",
            qualificationRuleInterval=1,
            qualificationRuleUnit="day",
        )
        .trigger("Opens Email", condition("Email", "is any"))
        .scores("Lead Score", "+1"),
    ),
    good(
        "no-asset-an-error-or-nothing-done",
        campaign("Created", program=demo, isActive=True, qualificationRuleType="once")
        .trigger("Lead is Created")
        .trigger("Data Value Changes", condition("Attribute", "is", ["Country", "State"]))
        .scores("Lead Score", "+5"),
        campaign("Error", program=demo, isActive=True, qualificationRuleType="once")
        .trigger("Fills Out Form", condition("Form Name", "is", [], isError=True))
        .scores("Lead Score", "+5"),
        campaign("Nothing", program=demo, isActive=True, qualificationRuleType="once")
        .trigger("Opens Email", condition("Email", "is any"))
        .step("Change Score", {"Score Name": DO_NOTHING}),
        config='ignore = ["smart-list-invalid"]\n',
    ),
    good(
        "constraints-not-exported",
        campaign("Bare", program=demo, isActive=True, qualificationRuleType="once")
        .trigger("Fills Out Form", bare=True)
        .scores("Lead Score", "+5"),
    ),
)

MAPPED = '[rules.webhook-then-read]\nwebhook_fields = ["industry", "Company Size"]\n'


def _enriching(name: str = "01 Demo Form", **fields: Any) -> Campaign:
    return _form(name, **fields).changes("Segment", "New").calls_webhook("Company Data")


def _by_industry(made: Campaign) -> Campaign:
    return made.choices(
        "Change Data Value",
        when("Industry", "is", "Water", {"Attribute": "Segment", "New Value": "Water"}),
        otherwise(DO_NOTHING),
    )


WEBHOOK_READ = cases_of(
    "webhook-then-read",
    bad(
        "a-choice-reads-a-mapped-field",
        _by_industry(_enriching()),
        config=MAPPED,
    ),
    bad(
        "a-choice-a-token-and-a-sync",
        _by_industry(_enriching())
        .step("Interesting Moment", {"Type": "Web", "Description": "{{lead.Company Size}} people"})
        .step("Sync Lead to SFDC", {"Assign To": "Inbound Queue"})
        .calls_webhook("Credit Check")
        .step("Create Task", {"Subject": "Call", "Assign To": "Lead Owner"})
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"}),
        config=MAPPED,
    ),
    bad(
        "a-field-that-no-flow-changes",
        _by_industry(_enriching()),
    ),
    good(
        "a-field-that-a-flow-changes",
        _by_industry(_enriching()),
        _form("02 Contact Form").changes("Industry", "Water"),
    ),
    good(
        "after-a-wait",
        _by_industry(_enriching().waits("5 minutes")),
        config=MAPPED,
    ),
    good(
        "before-the-webhook",
        _by_industry(_form()).calls_webhook("Company Data"),
        config=MAPPED,
    ),
)

CASES = (
    *SCORE_ONCE,
    *TOKEN_IN_CHOICE,
    *UNREACHABLE,
    *ALIKE,
    *WEBHOOK,
    *WEBHOOK_READ,
    *WAIT_UNREADABLE,
    *QUEUE_OWNER,
    *DATE_TOKEN,
    *WAIT_TOO_LONG,
    *WAIT_LAST,
    *REMOVAL,
    *REMOVE_NOBODY,
    *EMPTY,
    *DELETE,
    *REPEATED,
    *OVERWRITTEN,
    *LONG,
    *MY_TOKEN,
    *OUTSIDE_TOKEN,
    *DOUBLE_SCORE,
    *DOUBLE_SEND,
    *TRIGGER_TOKEN,
    *SYNC,
    *ALERT_BEFORE_OWNER,
    *NO_RECHECK,
    *WITHOUT_MEMBERSHIP,
)
