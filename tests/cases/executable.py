"""Cases of the rules on executable campaigns."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    FILTERS_ALONE,
    Campaign,
    Program,
    Tokens,
    campaign,
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
from rule_cases import bad, good

COMPLETE = "complete = true\n"
BY_NAME = '[executables]\nnames = ["EX *"]\n'

web = folder("10 Web", id=22)
scoring = program("OP Scoring", id=101)
intake = program("WEB Contact", id=102)
demo = program("WEB Demo", id=103, folder=web)
lists = program("OP Lists", id=104)


def _ex(name: str, **fields: Any) -> Campaign:
    """Return a campaign that is executable if another one executes it."""
    return campaign(name, program=scoring, **fields)


def _form(name: str = "01 Contact Form", **fields: Any) -> Campaign:
    """Return an active trigger campaign."""
    return campaign(name, program=intake, **{"isActive": True} | fields).trigger(
        "Fills Out Form", condition("Form Name", "is", "WEB Contact.Contact Us")
    )


def _nightly(name: str = "02 Nightly", **fields: Any) -> Campaign:
    """Return a scheduled batch campaign."""
    return campaign(name, program=intake, **{"recurrence": recurring()} | fields).filter(
        "Lead Status", condition("Lead Status", "is", "Open")
    )


def _listener(name: str, **fields: Any) -> Campaign:
    """Return an active campaign that accepts requests from flows."""
    return campaign(name, program=scoring, **{"isActive": True} | fields).trigger(
        "Campaign is Requested", is_requested()
    )


WAIT = (
    bad(
        "wait-in-executable",
        "wait-between-two-steps",
        scoring,
        intake,
        _ex("EX Score").changes("Lead Status", "Scored").waits("10 minutes").scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
    bad(
        "wait-in-executable",
        "two-waits-and-a-campaign-that-matches-a-pattern",
        scoring,
        intake,
        _ex("EX Score").waits("1 hour").scores("Score", "+5").waits("1 day").scores("Score", "-5"),
        _form().executes("OP Scoring.EX Score"),
        _nightly().executes("OP Scoring.EX Score"),
        _ex("EX Cool Down").waits("1 week").scores("Score", "-5"),
        config=BY_NAME,
    ),
    good(
        "wait-in-executable",
        "wait-in-a-requested-campaign-and-in-the-caller",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _listener("TR Remind").waits("1 day").scores("Score", "-5"),
        _form()
        .executes("OP Scoring.EX Score")
        .waits("10 minutes")
        .requests("OP Scoring.TR Remind"),
    ),
    bad(
        "wait-in-executable",
        "target-with-spaces-and-another-unicode-composition",
        scoring,
        intake,
        _ex("EX Qualité ").waits("1 hour").changes("Lead Status", "Scored"),
        _form().executes("  OP Scoring.EX Qualite\u0301"),
    ),
    bad(
        "wait-in-executable",
        "token-context-marked-as-the-primary-attribute",
        scoring,
        intake,
        _ex("EX Score").waits("1 hour").changes("Lead Status", "Scored"),
        _form().step(
            "Execute Campaign",
            {" use parent  campaign token context": "TRUE ", "Asset": "OP Scoring.EX Score"},
        ),
    ),
    good(
        "wait-in-executable",
        "token-as-target",
        scoring,
        intake,
        _ex("EX Score", isExecutable=True).changes("Lead Status", "Scored"),
        _form().executes("{{my.Campaign}}").waits("1 day").executes("OP Scoring.{{my.Campaign}}"),
        config=COMPLETE,
    ),
)

WEBHOOK = (
    bad(
        "webhook-in-executable",
        "webhook-without-choices",
        scoring,
        intake,
        _ex("EX Enrich").calls_webhook("Company Data").changes("Enriched", "true"),
        _form().executes("OP Scoring.EX Enrich"),
    ),
    bad(
        "webhook-in-executable",
        "webhook-in-a-choice-of-a-campaign-with-is-executable",
        _ex("EX Enrich", isExecutable=True).choices(
            "Call Webhook",
            when("Company Name", "is empty", [], "Company Data"),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "webhook-in-executable",
        "webhook-in-a-requested-campaign",
        scoring,
        intake,
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().requests("OP Scoring.TR Enrich"),
    ),
)

TRIGGER = (
    bad(
        "trigger-in-executable",
        "two-triggers",
        scoring,
        intake,
        _ex("EX Score Click", status="Never Run")
        .trigger("Clicks Link in Email", condition("Link", "contains", "/demo"))
        .trigger("Opens Email", bare=True)
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    bad(
        "trigger-in-executable",
        "type-trigger-without-a-smart-list",
        scoring,
        intake,
        _ex("EX Score Click", type="trigger").without_smart_list().scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    bad(
        "trigger-in-executable",
        "type-trigger-with-only-filters-exported",
        scoring,
        intake,
        _ex("EX Score Click", type="trigger", smartList=FILTERS_ALONE)
        .without_smart_list()
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    good(
        "trigger-in-executable",
        "only-filters-and-a-trigger-campaign-without-callers",
        scoring,
        intake,
        _ex("EX Score Click")
        .filter("Clicked Link in Email", condition("Link", "contains", "/demo"))
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
        _form("EX Manual Override", isActive=False).scores("Score", "+100"),
    ),
    good(
        "trigger-in-executable",
        "type-batch-without-a-smart-list",
        scoring,
        intake,
        _ex("EX Score Click", type="batch").without_smart_list().scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    good(
        "trigger-in-executable",
        "triggers-and-type-not-exported",
        scoring,
        intake,
        _ex("EX Score Click", type=ABSENT).without_smart_list().scores("Score", "+3"),
        _ex("EX Score Form", type=ABSENT, smartList=FILTERS_ALONE)
        .without_smart_list()
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score Click").executes("OP Scoring.EX Score Form"),
    ),
)

CYCLE = (
    bad(
        "execute-cycle",
        "cycle-of-three",
        scoring,
        intake,
        _ex("EX Find Owner").changes("Note", "Searching").executes("EX Match Account"),
        _ex("EX Match Account").executes("EX Fallback Owner"),
        _ex("EX Fallback Owner").choices(
            "Execute Campaign",
            when("Parent Company", "is not empty", [], executing("EX Find Owner")),
            otherwise(DO_NOTHING),
        ),
        _form().executes("OP Scoring.EX Match Account"),
        _nightly().executes("OP Scoring.EX Find Owner"),
    ),
    bad(
        "execute-cycle",
        "campaign-that-executes-itself",
        scoring,
        intake,
        _ex("EX Retry", id=1030).changes("Attempts", "1").executes("1030"),
        _form().executes("OP Scoring.EX Retry"),
    ),
    bad(
        "execute-cycle",
        "two-cycles-with-a-campaign-in-common",
        _ex("EX Hub").executes("EX Left").executes("EX Right"),
        _ex("EX Left").executes("EX Hub"),
        _ex("EX Right").executes("EX Hub"),
    ),
    good(
        "execute-cycle",
        "two-paths-to-one-campaign",
        scoring,
        intake,
        _ex("EX All").executes("EX Country").executes("EX State"),
        _ex("EX Country").changes("Country", "Germany").executes("EX Stamp"),
        _ex("EX State").changes("State", "Bavaria").executes("EX Stamp"),
        _ex("EX Stamp").changes("Normalised", "true"),
        _form().executes("OP Scoring.EX All"),
    ),
)

NESTING = (
    bad(
        "nesting-too-deep",
        "four-levels",
        scoring,
        intake,
        _form().executes("OP Scoring.EX Intake"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").executes("EX Notify"),
        _ex("EX Notify").changes("Notified", "true"),
    ),
    bad(
        "nesting-too-deep",
        "two-levels-with-max-depth-one",
        scoring,
        intake,
        _form().executes("OP Scoring.EX Intake"),
        _ex("EX Intake").choices(
            "Execute Campaign",
            when("Country", "is", "US", executing("EX Assign US")),
            otherwise(executing("EX Assign World")),
        ),
        _ex("EX Assign US").changes("Region", "US"),
        _ex("EX Assign World").changes("Region", "World"),
        config="[rules.nesting-too-deep]\nmax_depth = 1\n",
    ),
    bad(
        "nesting-too-deep",
        "entry-point-not-in-the-export",
        scoring,
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").executes("EX Notify"),
        _ex("EX Notify").changes("Notified", "true"),
        config=BY_NAME,
    ),
    good(
        "nesting-too-deep",
        "exactly-three-levels",
        scoring,
        intake,
        _form().executes("OP Scoring.EX Intake").executes("OP Scoring.EX Assign"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").changes("Region", "US"),
    ),
    good(
        "nesting-too-deep",
        "fourth-level-requested",
        scoring,
        intake,
        _form().executes("OP Scoring.EX Intake"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").requests("TR Notify"),
        _listener("TR Notify").executes("EX Log"),
        _ex("EX Log").changes("Notified", "true"),
    ),
)

WORKSPACES = (
    bad(
        "execute-across-workspaces",
        "caller-in-another-workspace",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").executes("OP Scoring.EX Score"),
        _form().executes("OP Scoring.EX Score"),
    ),
    good(
        "execute-across-workspaces",
        "requested-from-another-workspace",
        scoring,
        intake,
        _listener("TR Score").scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").requests("OP Scoring.TR Score"),
    ),
    good(
        "execute-across-workspaces",
        "workspace-not-exported",
        scoring,
        intake,
        _ex("EX Score", workspace=ABSENT).scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").executes("OP Scoring.EX Score"),
    ),
)

NOT_EXECUTABLE = (
    bad(
        "execute-target-not-executable",
        "active-target",
        scoring,
        intake,
        _listener("TR Alert").step("Send Alert", {"Email": "Alert", "Send To": "Lead Owner"}),
        _form().executes("OP Scoring.TR Alert"),
    ),
    bad(
        "execute-target-not-executable",
        "scheduled-target-and-system-campaign",
        scoring,
        intake,
        _nightly("BT Suspend").waits("1 day").changes("Suspended", "true"),
        campaign("System Sync", isSystem=True).changes("Synced", "true"),
        _form().choices(
            "Execute Campaign",
            when("Country", "is", "US", executing("WEB Contact.BT Suspend")),
            otherwise(executing("System Sync")),
        ),
    ),
    good(
        "execute-target-not-executable",
        "active-target-of-a-request",
        scoring,
        intake,
        _listener("TR Alert").waits("1 hour").changes("Alerted", "true"),
        _form().requests("OP Scoring.TR Alert"),
    ),
    good(
        "execute-target-not-executable",
        "recurrence-without-an-interval",
        scoring,
        intake,
        _ex("EX Score", recurrence={"weekdayOnly": False}).scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
)

RUNS_ONCE = (
    bad(
        "executable-runs-once",
        "default-rule",
        scoring,
        intake,
        _ex("EX Score", qualificationRuleType="once").scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
    bad(
        "executable-runs-once",
        "once-in-seven-days",
        scoring,
        intake,
        _ex(
            "EX Count",
            qualificationRuleType="interval",
            qualificationRuleInterval=7,
            qualificationRuleUnit="day",
        ).scores("Count", "+1"),
        _form().executes("OP Scoring.EX Count"),
    ),
    good(
        "executable-runs-once",
        "every-time-or-not-exported",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count", qualificationRuleType=ABSENT).scores("Count", "+1"),
        _form(qualificationRuleType="once")
        .executes("OP Scoring.EX Score")
        .executes("OP Scoring.EX Count"),
    ),
)

SMART_LIST = (
    bad(
        "executable-smart-list-invalid",
        "constraint-with-an-error-message",
        scoring,
        intake,
        _ex("EX Source")
        .filter("Person Source", condition("Person Source", "is empty"))
        .filter(
            "Member of Smart List",
            condition(
                "Member of Smart List",
                "in",
                "OP Lists.SL Paid",
                isError=True,
                errorMessage="Smart list 'OP Lists.SL Paid' not found",
            ),
        )
        .changes("Person Source", "Paid"),
        _form().executes("OP Scoring.EX Source"),
    ),
    bad(
        "executable-smart-list-invalid",
        "filters-without-a-value",
        scoring,
        intake,
        _ex("EX Size")
        .filter("Number of Employees", condition("Number of Employees", "greater than"))
        .filter("Country", condition("Country", "is", ["", " "]))
        .filter("Industry", operator="is")
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    bad(
        "executable-smart-list-invalid",
        "constraint-with-an-error-without-a-message",
        scoring,
        intake,
        _ex("EX Source")
        .filter("Person Source", condition("Person Source", "is", "Paid", isError=True))
        .changes("Person Source", "Paid"),
        _form().executes("OP Scoring.EX Source"),
    ),
    bad(
        "executable-smart-list-invalid",
        "status-is-invalid",
        scoring,
        intake,
        _ex("EX Prepare", status="Invalid")
        .filter("Last Name", condition("Last Name", "is empty"))
        .changes("Last Name", "[not provided]"),
        _form().executes("OP Scoring.EX Prepare"),
    ),
    good(
        "executable-smart-list-invalid",
        "operators-that-need-no-value",
        scoring,
        intake,
        _ex("EX Size")
        .filter("Number of Employees", condition("Number of Employees", "is not empty"))
        .filter(
            "Visited Web Page",
            condition("Web Page", "is any", isError=False),
            condition("Date of Activity", "in past", "30 days"),
        )
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "executable-smart-list-invalid",
        "operators-that-have-their-values",
        scoring,
        intake,
        _ex("EX Size")
        .filter("Number of Employees", condition("Number of Employees", "greater than", "500"))
        .filter("Country", condition("Country", "is", ["", "Germany"]))
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "executable-smart-list-invalid",
        "filters-without-constraints",
        scoring,
        intake,
        _ex("EX Size")
        .filter("Industry", operator="is empty")
        .filter("Opened Email", operator="is")
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "executable-smart-list-invalid",
        "constraints-not-exported",
        scoring,
        intake,
        _ex("EX Size").filter("Industry", operator="is", conditions=ABSENT).scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "executable-smart-list-invalid",
        "no-filters",
        scoring,
        intake,
        _ex("EX Size").scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    bad(
        "executable-smart-list-invalid",
        "error-in-the-referenced-smart-list",
        scoring,
        intake,
        lists,
        smart_list("SL Paid", folder=lists).filter(
            "Member of List",
            condition("Member of List", "in", "OP Lists.Old", isError=True, errorMessage="gone"),
        ),
        _ex("EX Source")
        .filter("Member of Smart List", condition("Member of Smart List", "in", "OP Lists.SL Paid"))
        .changes("Person Source", "Paid"),
        _form().executes("OP Scoring.EX Source"),
    ),
    good(
        "executable-smart-list-invalid",
        "optional-constraint-without-a-value",
        scoring,
        intake,
        _ex("EX Size")
        .filter(
            "Visited Web Page",
            condition("Web Page", "is", "/pricing"),
            condition("Min. Number of Times", "at least"),
            condition("Date of Activity", "in past", ""),
        )
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "executable-smart-list-invalid",
        "several-constraints-without-a-primary-one",
        scoring,
        intake,
        _ex("EX Size")
        .filter(
            "Visited Web Page",
            condition("Web Page", "is", "/pricing", isPrimary=False),
            condition("Min. Number of Times", "at least", isPrimary=False),
        )
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
)

REMOVAL = (
    bad(
        "remove-from-flow-in-executable",
        "removal-in-an-executable-campaign",
        scoring,
        intake,
        _ex("EX Unsubscribe").changes("Frequency", "Never").removes_from_flow(),
        _form().executes("OP Scoring.EX Unsubscribe").requests("OP Scoring.TR Clean Up"),
        _listener("TR Clean Up").waits("1 day").changes("Unsubscribed", "true"),
    ),
    bad(
        "remove-from-flow-in-executable",
        "removal-from-an-executable-campaign",
        scoring,
        intake,
        _ex("EX Route").changes("Region", "US"),
        _form().executes("OP Scoring.EX Route"),
        _form("02 Competitor").choices(
            "Remove from Flow",
            when("Company Name", "contains", "Aqualux", "OP Scoring.EX Route"),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "remove-from-flow-in-executable",
        "removal-from-the-caller-and-a-trigger-campaign",
        scoring,
        intake,
        _ex("EX Route").changes("Region", "US"),
        _listener("TR Remind").waits("1 day").changes("Reminded", "true"),
        _form()
        .executes("OP Scoring.EX Route")
        .requests("OP Scoring.TR Remind")
        .removes_from_flow(),
        _form("02 Competitor").removes_from_flow("OP Scoring.TR Remind"),
    ),
    good(
        "remove-from-flow-in-executable",
        "token-as-target",
        scoring,
        intake,
        _ex("EX Route").changes("Region", "US"),
        _form().executes("OP Scoring.EX Route").removes_from_flow("{{my.Campaign}}"),
    ),
)


def _booths(number: int) -> tuple[Program, Tokens, Campaign, Campaign]:
    """Return a program with tokens, and a call that passes none of them."""
    names = [f"Booth {position}" for position in range(1, number + 1)]
    fair = program("EVT Fair", id=104)
    stamp = _ex("EX Stamp").changes("Note", " ".join(f"{{{{my.{name}}}}}" for name in names))
    registered = campaign("01 Registered", program=fair)
    return (
        fair,
        tokens(fair, dict.fromkeys(names, "B 214")),
        stamp,
        registered.executes("OP Scoring.EX Stamp", context=False),
    )


CONTEXT = (
    bad(
        "token-context-dropped",
        "caller-has-another-value",
        scoring,
        intake,
        tokens(scoring, {"Score Event": ("score", "+5")}),
        tokens(intake, {"Score Event": ("score", "+20")}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
    bad(
        "token-context-dropped",
        "value-only-in-a-folder-above-the-caller",
        web,
        demo,
        scoring,
        tokens(web, {"Topic": "Pumps", "Booth": "B 214"}),
        _ex("EX Stamp").changes("Topic", "{{my.Topic}}").changes("Booth", "{{my.Booth}}"),
        campaign("01 Demo Form", program=demo).executes("OP Scoring.EX Stamp", context=False),
    ),
    bad("token-context-dropped", "eleven-tokens", scoring, *_booths(11)),
    bad("token-context-dropped", "twelve-tokens", scoring, *_booths(12)),
    good(
        "token-context-dropped",
        "context-passed-or-not-exported",
        scoring,
        intake,
        tokens(scoring, {"Score Event": ("score", "+5")}),
        tokens(intake, {"Score Event": ("score", "+20")}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form()
        .executes("OP Scoring.EX Score Event")
        .waits("1 day")
        .executes("OP Scoring.EX Score Event", context=None),
    ),
    good(
        "token-context-dropped",
        "tokens-not-exported",
        scoring,
        intake,
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
    good(
        "token-context-dropped",
        "same-value-and-unused-tokens",
        scoring,
        intake,
        tokens(scoring, {"Score Event": ("score", "+5"), "Topic": "Pumps"}),
        tokens(intake, {"Score Event": ("score", "+5"), "Topic": "Water"}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
)

TRIGGER_TOKEN = (
    bad(
        "trigger-token-in-executable",
        "executed-by-a-batch-campaign",
        scoring,
        intake,
        _ex("EX Log").step(
            "Interesting Moment", {"Type": "Web", "Description": "Last: {{trigger.Name}}"}
        ),
        _form().executes("OP Scoring.EX Log"),
        _nightly().executes("OP Scoring.EX Log").executes("OP Scoring.EX Count"),
        _nightly("03 Weekly").executes("OP Scoring.EX Log"),
        _ex("EX Count").scores("Count", "+1").executes("EX Log"),
    ),
    bad(
        "trigger-token-in-executable",
        "context-dropped-two-calls-up",
        scoring,
        intake,
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}} on {{trigger.Web Page}}"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Log"),
        _form().executes("OP Scoring.EX Process", context=False),
    ),
    bad(
        "trigger-token-in-executable",
        "context-dropped-three-calls-up",
        scoring,
        intake,
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}}"),
        _ex("EX Route").changes("Region", "US").executes("EX Log"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Route"),
        _form().executes("OP Scoring.EX Process", context=False),
    ),
    good(
        "trigger-token-in-executable",
        "trigger-campaigns-that-pass-the-context",
        scoring,
        intake,
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}}"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Log"),
        _form().executes("OP Scoring.EX Process"),
        _form("02 Demo Form").executes("OP Scoring.EX Log", context=None),
        _nightly().changes("Last Activity", "Nightly"),
    ),
)

REQUESTS = (
    bad(
        "request-from-executable",
        "request-before-the-caller-continues",
        scoring,
        intake,
        _ex("EX Enrich").changes("Status", "Pending").requests("TR Enrich"),
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().executes("OP Scoring.EX Enrich").changes("Lead Status", "Enriched"),
    ),
    bad(
        "request-from-executable",
        "request-by-choice",
        scoring,
        intake,
        _ex("EX Notify").choices(
            "Request Campaign",
            when("Country", "is", "US", "TR Notify US"),
            when("Country", "is", "Canada", "TR Notify Canada"),
            otherwise(DO_NOTHING),
        ),
        _listener("TR Notify US").waits("1 hour").changes("Notified", "US"),
        _listener("TR Notify Canada").waits("1 hour").changes("Notified", "Canada"),
        _form().executes("OP Scoring.EX Notify"),
    ),
    good(
        "request-from-executable",
        "request-in-the-caller-and-a-request-that-does-nothing",
        scoring,
        intake,
        _ex("EX Enrich")
        .changes("Status", "Pending")
        .choices("Request Campaign", otherwise(DO_NOTHING)),
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().executes("OP Scoring.EX Enrich").requests("OP Scoring.TR Enrich"),
    ),
)

SELF_SERVICE = (
    bad(
        "self-service-step-in-executable",
        "step-of-a-service",
        scoring,
        intake,
        _ex("EX Region").step("Look Up Region", {"Table": "Countries"}).changes("Region", "US"),
        _form().executes("OP Scoring.EX Region"),
    ),
    good(
        "self-service-step-in-executable",
        "built-in-steps-for-mobile-apps-sms-data-and-chat",
        scoring,
        intake,
        _ex("EX Notify")
        .step("Send Push Notification", {"Push Notification": "OP Scoring.Hello"})
        .step("Send SMS Message", {"SMS Message": "OP Scoring.Hello"})
        .step("Subscribe to Vibes List", {"Vibes List": "News"})
        .step("Enrich with Data.com", {"Type": "Contact"})
        .step("Add to Named Account", {"Named Account": "Acme"})
        .step("Assign Dynamic Chat Agent", {"Agent": "Lead Owner"}),
        _form().executes("OP Scoring.EX Notify"),
    ),
    good(
        "self-service-step-in-executable",
        "built-in-step-by-another-name-and-a-service-in-the-caller",
        scoring,
        intake,
        _ex("EX Partition").step("Change Person Partition", {"Partition": "EMEA"}),
        _form().step("Look Up Region", {"Table": "Countries"}).executes("OP Scoring.EX Partition"),
    ),
)

NEVER_CALLED = (
    bad(
        "executable-never-called",
        "matches-a-pattern-or-has-is-executable",
        _ex("EX Score").scores("Score", "+5"),
        campaign("Count", program=scoring, isExecutable=True).scores("Count", "+1"),
        config=f"{COMPLETE}{BY_NAME}",
    ),
    bad(
        "executable-never-called",
        "only-requested",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        campaign("EX Route", program=scoring).changes("Region", "US"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        _form().requests("OP Scoring.EX Score"),
        campaign("03 Import").requests("EX Route"),
        config=f"{COMPLETE}{BY_NAME}",
    ),
    good(
        "executable-never-called",
        "partial-export",
        _ex("EX Score").scores("Score", "+5"),
        config=BY_NAME,
    ),
    good(
        "executable-never-called",
        "ambiguous-name",
        scoring,
        intake,
        campaign("EX Route", program=scoring).changes("Region", "US"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        campaign("03 Import").executes("EX Route"),
        config=f'ignore = ["ambiguous-campaign"]\n{COMPLETE}{BY_NAME}',
    ),
    good(
        "executable-never-called",
        "called-active-or-missing-flow",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count").scores("Count", "+1"),
        _listener("EX Alert").waits("1 day").changes("Alerted", "true"),
        _form(flow=ABSENT),
        _form("02 Demo Form").executes("OP Scoring.EX Score").requests("OP Scoring.EX Alert"),
        config=f"{COMPLETE}{BY_NAME}",
    ),
    good(
        "executable-never-called",
        "token-as-target",
        scoring,
        intake,
        _ex("EX Score", isExecutable=True).changes("Lead Status", "Scored"),
        _form().executes("{{my.Campaign}}"),
        config=COMPLETE,
    ),
    bad(
        "executable-never-called",
        "pattern-in-another-unicode-composition",
        scoring,
        _ex("EX Qualit\u00e9").changes("Lead Status", "Scored"),
        config='complete = true\n[executables]\nnames = ["ex qualite\u0301"]\n',
    ),
)

ONLY_INACTIVE = (
    bad(
        "executable-only-from-inactive",
        "inactive-callers-and-callers-that-never-ran",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5").executes("EX Stamp"),
        _ex("EX Stamp").changes("Scored", "true"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
        campaign("02 Import", program=intake)
        .filter("Lead Status", condition("Lead Status", "is", "Open"))
        .executes("OP Scoring.EX Score"),
        config=COMPLETE,
    ),
    good(
        "executable-only-from-inactive",
        "one-chain-starts-at-an-active-campaign",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5").executes("EX Stamp"),
        _ex("EX Stamp").changes("Scored", "true"),
        _form(isActive=False).executes("OP Scoring.EX Stamp"),
        _form("02 Demo Form").executes("OP Scoring.EX Score"),
        config=COMPLETE,
    ),
    good(
        "executable-only-from-inactive",
        "callers-that-ran-once-or-are-scheduled",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count").scores("Count", "+1"),
        _nightly(recurrence=ABSENT, status="Single Run").executes("OP Scoring.EX Score"),
        _nightly("03 Weekly").executes("OP Scoring.EX Count"),
        config=COMPLETE,
    ),
    good(
        "executable-only-from-inactive",
        "executable-campaign-as-entry-point",
        scoring,
        intake,
        _ex("EX Intake").changes("Lead Status", "Open").executes("EX Score"),
        _ex("EX Score").scores("Score", "+5"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
        config=f'ignore = ["executable-never-called"]\n{COMPLETE}{BY_NAME}',
    ),
    good(
        "executable-only-from-inactive",
        "ambiguous-name-as-entry-point",
        scoring,
        intake,
        _ex("EX Route").changes("Region", "US").executes("EX Stamp"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        _ex("EX Stamp").changes("Routed", "true"),
        _form(isActive=False).executes("OP Scoring.EX Route").executes("OP Scoring.EX Stamp"),
        campaign("03 Import", status="Single Run").executes("EX Route"),
        config=f'ignore = ["ambiguous-campaign"]\n{COMPLETE}',
    ),
    good(
        "executable-only-from-inactive",
        "partial-export",
        scoring,
        intake,
        _ex("EX Score").scores("Score", "+5"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
    ),
)

TIERS = '[rules.executable-tier]\ntiers = ["EX1 *", "EX2 *", "EX3 *"]\n'

TIER = (
    bad(
        "executable-tier",
        "calls-to-higher-and-same-tiers-and-from-tier-3",
        scoring,
        intake,
        _form().executes("OP Scoring.EX2 Score").executes("OP Scoring.EX3 Country"),
        _ex("EX1 Intake").changes("Lead Status", "Open"),
        _ex("EX2 Score").scores("Score", "+5").executes("EX2 Route"),
        _ex("EX2 Route").changes("Region", "US"),
        _ex("EX3 Country").changes("Country", "US").executes("EX Stamp"),
        _ex("EX Stamp").changes("Stamped", "true"),
        _ex("EX Import").executes("EX1 Intake"),
        _nightly().executes("OP Scoring.EX Import"),
        config=TIERS,
    ),
    good(
        "executable-tier",
        "calls-to-lower-tiers-and-campaigns-without-a-tier",
        scoring,
        intake,
        _form().executes("OP Scoring.EX1 Intake").executes("OP Scoring.EX2 Score"),
        _ex("EX1 Intake").executes("EX2 Score").executes("EX3 Country"),
        _ex("EX2 Score").executes("EX3 Country"),
        _ex("EX3 Country").changes("Country", "US"),
        config=TIERS,
    ),
    good(
        "executable-tier",
        "no-tiers-configured",
        scoring,
        intake,
        _form().executes("OP Scoring.EX3 Country"),
        _ex("EX3 Country").executes("EX1 Intake"),
        _ex("EX1 Intake").changes("Country", "US"),
    ),
)

CASES = (
    *WAIT,
    *WEBHOOK,
    *TRIGGER,
    *CYCLE,
    *NESTING,
    *WORKSPACES,
    *NOT_EXECUTABLE,
    *RUNS_ONCE,
    *SMART_LIST,
    *REMOVAL,
    *CONTEXT,
    *TRIGGER_TOKEN,
    *REQUESTS,
    *SELF_SERVICE,
    *NEVER_CALLED,
    *ONLY_INACTIVE,
    *TIER,
)
