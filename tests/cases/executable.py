"""Cases of the rules on executable campaigns."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    ONLY_FILTERS,
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
from rule_cases import bad, cases_of, good

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


WAIT = cases_of(
    "wait-in-executable",
    bad(
        "wait-between-two-steps",
        _ex("EX Score").changes("Lead Status", "Scored").waits("10 minutes").scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
    bad(
        "two-waits-and-a-campaign-that-matches-a-pattern",
        _ex("EX Score").waits("1 hour").scores("Score", "+5").waits("1 day").scores("Score", "-5"),
        _form().executes("OP Scoring.EX Score"),
        _nightly().executes("OP Scoring.EX Score"),
        _ex("EX Cool Down").waits("1 week").scores("Score", "-5"),
        config=BY_NAME,
    ),
    good(
        "wait-in-a-requested-campaign-and-in-the-caller",
        _ex("EX Score").scores("Score", "+5"),
        _listener("TR Remind").waits("1 day").scores("Score", "-5"),
        _form()
        .executes("OP Scoring.EX Score")
        .waits("10 minutes")
        .requests("OP Scoring.TR Remind"),
    ),
    bad(
        "token-context-marked-as-the-primary-attribute",
        _ex("EX Score").waits("1 hour").changes("Lead Status", "Scored"),
        _form().step(
            "Execute Campaign",
            {" use parent  campaign token context": "TRUE ", "Asset": "OP Scoring.EX Score"},
        ),
    ),
    good(
        "token-as-target",
        _ex("EX Score", isExecutable=True).changes("Lead Status", "Scored"),
        _form().executes("{{my.Campaign}}").waits("1 day").executes("OP Scoring.{{my.Campaign}}"),
        config=COMPLETE,
    ),
)

WEBHOOK = cases_of(
    "webhook-in-executable",
    bad(
        "webhook-without-choices",
        _ex("EX Enrich").calls_webhook("Company Data").changes("Enriched", "true"),
        _form().executes("OP Scoring.EX Enrich"),
    ),
    bad(
        "webhook-in-a-choice-of-a-campaign-with-is-executable",
        _ex("EX Enrich", isExecutable=True).choices(
            "Call Webhook",
            when("Company Name", "is empty", [], "Company Data"),
            otherwise(DO_NOTHING),
        ),
        programs=False,
    ),
    good(
        "webhook-in-a-requested-campaign",
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().requests("OP Scoring.TR Enrich"),
    ),
)

TRIGGER = cases_of(
    "trigger-in-executable",
    bad(
        "two-triggers",
        _ex("EX Score Click", status="Never Run")
        .trigger("Clicks Link in Email", condition("Link", "contains", "/demo"))
        .trigger("Opens Email", bare=True)
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    bad(
        "type-trigger-without-a-smart-list",
        _ex("EX Score Click", type="trigger").without_smart_list().scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    bad(
        "type-trigger-with-only-filters-exported",
        _ex("EX Score Click", type="trigger", smartList=ONLY_FILTERS)
        .without_smart_list()
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
    ),
    good(
        "only-filters-and-a-trigger-campaign-without-callers",
        _ex("EX Score Click")
        .filter("Clicked Link in Email", condition("Link", "contains", "/demo"))
        .scores("Score", "+3"),
        _form().executes("OP Scoring.EX Score Click"),
        _form("EX Manual Override", isActive=False).scores("Score", "+100"),
    ),
    good(
        "triggers-and-type-not-exported",
        _ex("EX Score Click", type=ABSENT).without_smart_list().scores("Score", "+3"),
        _ex("EX Score Form", type=ABSENT, smartList=ONLY_FILTERS)
        .without_smart_list()
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score Click").executes("OP Scoring.EX Score Form"),
    ),
)

CYCLE = cases_of(
    "execute-cycle",
    bad(
        "cycle-of-three",
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
        "campaign-that-executes-itself",
        _ex("EX Retry", id=1030).changes("Attempts", "1").executes("1030"),
        _form().executes("OP Scoring.EX Retry"),
    ),
    bad(
        "two-cycles-with-a-campaign-in-common",
        _ex("EX Hub").executes("EX Left").executes("EX Right"),
        _ex("EX Left").executes("EX Hub"),
        _ex("EX Right").executes("EX Hub"),
        programs=False,
    ),
    good(
        "two-paths-to-one-campaign",
        _ex("EX All").executes("EX Country").executes("EX State"),
        _ex("EX Country").changes("Country", "Germany").executes("EX Stamp"),
        _ex("EX State").changes("State", "Bavaria").executes("EX Stamp"),
        _ex("EX Stamp").changes("Normalised", "true"),
        _form().executes("OP Scoring.EX All"),
    ),
)

NESTING = cases_of(
    "nesting-too-deep",
    bad(
        "four-levels",
        _form().executes("OP Scoring.EX Intake"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").executes("EX Notify"),
        _ex("EX Notify").changes("Notified", "true"),
    ),
    bad(
        "two-levels-with-max-depth-one",
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
        "entry-point-not-in-the-export",
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").executes("EX Notify"),
        _ex("EX Notify").changes("Notified", "true"),
        config=BY_NAME,
    ),
    good(
        "exactly-three-levels",
        _form().executes("OP Scoring.EX Intake").executes("OP Scoring.EX Assign"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").changes("Region", "US"),
    ),
    good(
        "fourth-level-requested",
        _form().executes("OP Scoring.EX Intake"),
        _ex("EX Intake").executes("EX Qualify"),
        _ex("EX Qualify").executes("EX Assign"),
        _ex("EX Assign").requests("TR Notify"),
        _listener("TR Notify").executes("EX Log"),
        _ex("EX Log").changes("Notified", "true"),
    ),
)

WORKSPACES = cases_of(
    "execute-across-workspaces",
    bad(
        "caller-in-another-workspace",
        _ex("EX Score").scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").executes("OP Scoring.EX Score"),
        _form().executes("OP Scoring.EX Score"),
    ),
    good(
        "requested-from-another-workspace",
        _listener("TR Score").scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").requests("OP Scoring.TR Score"),
    ),
    good(
        "workspace-not-exported",
        _ex("EX Score", workspace=ABSENT).scores("Score", "+5"),
        _form("01 Kontaktformular", workspace="EMEA").executes("OP Scoring.EX Score"),
    ),
)

NOT_EXECUTABLE = cases_of(
    "execute-target-not-executable",
    bad(
        "active-target",
        _listener("TR Alert").step("Send Alert", {"Email": "Alert", "Send To": "Lead Owner"}),
        _form().executes("OP Scoring.TR Alert"),
    ),
    bad(
        "scheduled-target-and-system-campaign",
        scoring,
        _nightly("BT Suspend").waits("1 day").changes("Suspended", "true"),
        campaign("System Sync", isSystem=True).changes("Synced", "true"),
        _form().choices(
            "Execute Campaign",
            when("Country", "is", "US", executing("WEB Contact.BT Suspend")),
            otherwise(executing("System Sync")),
        ),
    ),
    good(
        "active-target-of-a-request",
        _listener("TR Alert").waits("1 hour").changes("Alerted", "true"),
        _form().requests("OP Scoring.TR Alert"),
    ),
    good(
        "recurrence-without-an-interval",
        _ex("EX Score", recurrence={"weekdayOnly": False}).scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
)

RUNS_ONCE = cases_of(
    "executable-runs-once",
    bad(
        "default-rule",
        _ex("EX Score", qualificationRuleType="once").scores("Score", "+5"),
        _form().executes("OP Scoring.EX Score"),
    ),
    bad(
        "once-in-seven-days",
        _ex(
            "EX Count",
            qualificationRuleType="interval",
            qualificationRuleInterval=7,
            qualificationRuleUnit="day",
        ).scores("Count", "+1"),
        _form().executes("OP Scoring.EX Count"),
    ),
    good(
        "every-time-or-not-exported",
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count", qualificationRuleType=ABSENT).scores("Count", "+1"),
        _form(qualificationRuleType="once")
        .executes("OP Scoring.EX Score")
        .executes("OP Scoring.EX Count"),
    ),
)

SMART_LIST = cases_of(
    "executable-smart-list-invalid",
    bad(
        "constraint-with-an-error-message",
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
        "filters-without-a-value",
        _ex("EX Size")
        .filter("Number of Employees", condition("Number of Employees", "greater than"))
        .filter("Country", condition("Country", "is", ["", " "]))
        .filter("Industry", operator="is")
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    bad(
        "status-is-invalid",
        _ex("EX Prepare", status="Invalid")
        .filter("Last Name", condition("Last Name", "is empty"))
        .changes("Last Name", "[not provided]"),
        _form().executes("OP Scoring.EX Prepare"),
    ),
    good(
        "operators-that-need-no-value",
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
        "operators-that-have-their-values",
        _ex("EX Size")
        .filter("Number of Employees", condition("Number of Employees", "greater than", "500"))
        .filter("Country", condition("Country", "is", ["", "Germany"]))
        .scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    good(
        "constraints-not-exported",
        _ex("EX Size").filter("Industry", operator="is", conditions=ABSENT).scores("Score", "+5"),
        _form().executes("OP Scoring.EX Size"),
    ),
    bad(
        "error-in-the-referenced-smart-list",
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
        "optional-constraint-without-a-value",
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
        "several-constraints-without-a-primary-one",
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

REMOVAL = cases_of(
    "remove-from-flow-in-executable",
    bad(
        "removal-in-an-executable-campaign",
        _ex("EX Unsubscribe").changes("Frequency", "Never").removes_from_flow(),
        _form().executes("OP Scoring.EX Unsubscribe").requests("OP Scoring.TR Clean Up"),
        _listener("TR Clean Up").waits("1 day").changes("Unsubscribed", "true"),
    ),
    bad(
        "removal-from-an-executable-campaign",
        _ex("EX Route").changes("Region", "US"),
        _form().executes("OP Scoring.EX Route"),
        _form("02 Competitor").choices(
            "Remove from Flow",
            when("Company Name", "contains", "Aqualux", "OP Scoring.EX Route"),
            otherwise(DO_NOTHING),
        ),
    ),
    good(
        "removal-from-the-caller-and-a-trigger-campaign",
        _ex("EX Route").changes("Region", "US"),
        _listener("TR Remind").waits("1 day").changes("Reminded", "true"),
        _form()
        .executes("OP Scoring.EX Route")
        .requests("OP Scoring.TR Remind")
        .removes_from_flow(),
        _form("02 Competitor").removes_from_flow("OP Scoring.TR Remind"),
    ),
    good(
        "token-as-target",
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


CONTEXT = cases_of(
    "token-context-dropped",
    bad(
        "caller-has-another-value",
        tokens(scoring, {"Score Event": ("score", "+5")}),
        tokens(intake, {"Score Event": ("score", "+20")}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
    bad(
        "value-only-in-a-folder-above-the-caller",
        web,
        tokens(web, {"Topic": "Pumps", "Booth": "B 214"}),
        _ex("EX Stamp").changes("Topic", "{{my.Topic}}").changes("Booth", "{{my.Booth}}"),
        campaign("01 Demo Form", program=demo).executes("OP Scoring.EX Stamp", context=False),
    ),
    bad("twelve-tokens", *_booths(12)),
    good(
        "context-passed-or-not-exported",
        tokens(scoring, {"Score Event": ("score", "+5")}),
        tokens(intake, {"Score Event": ("score", "+20")}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form()
        .executes("OP Scoring.EX Score Event")
        .waits("1 day")
        .executes("OP Scoring.EX Score Event", context=None),
    ),
    good(
        "tokens-not-exported",
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
    good(
        "same-value-and-unused-tokens",
        tokens(scoring, {"Score Event": ("score", "+5"), "Topic": "Pumps"}),
        tokens(intake, {"Score Event": ("score", "+5"), "Topic": "Water"}),
        _ex("EX Score Event").scores("Score", "{{my.Score Event}}"),
        _form().executes("OP Scoring.EX Score Event", context=False),
    ),
)

TRIGGER_TOKEN = cases_of(
    "trigger-token-in-executable",
    bad(
        "executed-by-a-batch-campaign",
        _ex("EX Log").step(
            "Interesting Moment", {"Type": "Web", "Description": "Last: {{trigger.Name}}"}
        ),
        _form().executes("OP Scoring.EX Log"),
        _nightly().executes("OP Scoring.EX Log").executes("OP Scoring.EX Count"),
        _nightly("03 Weekly").executes("OP Scoring.EX Log"),
        _ex("EX Count").scores("Count", "+1").executes("EX Log"),
    ),
    bad(
        "context-dropped-two-calls-up",
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}} on {{trigger.Web Page}}"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Log"),
        _form().executes("OP Scoring.EX Process", context=False),
    ),
    bad(
        "context-dropped-three-calls-up",
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}}"),
        _ex("EX Route").changes("Region", "US").executes("EX Log"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Route"),
        _form().executes("OP Scoring.EX Process", context=False),
    ),
    good(
        "trigger-campaigns-that-pass-the-context",
        _ex("EX Log").changes("Last Activity", "{{trigger.Name}}"),
        _ex("EX Process").changes("Lead Status", "Open").executes("EX Log"),
        _form().executes("OP Scoring.EX Process"),
        _form("02 Demo Form").executes("OP Scoring.EX Log", context=None),
        _nightly().changes("Last Activity", "Nightly"),
    ),
)

REQUESTS = cases_of(
    "request-from-executable",
    bad(
        "request-before-the-caller-continues",
        _ex("EX Enrich").changes("Status", "Pending").requests("TR Enrich"),
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().executes("OP Scoring.EX Enrich").changes("Lead Status", "Enriched"),
    ),
    bad(
        "request-by-choice",
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
        "request-in-the-caller-and-a-request-that-does-nothing",
        _ex("EX Enrich")
        .changes("Status", "Pending")
        .choices("Request Campaign", otherwise(DO_NOTHING)),
        _listener("TR Enrich").calls_webhook("Company Data"),
        _form().executes("OP Scoring.EX Enrich").requests("OP Scoring.TR Enrich"),
    ),
)

SELF_SERVICE = cases_of(
    "self-service-step-in-executable",
    bad(
        "step-of-a-service",
        _ex("EX Region").step("Look Up Region", {"Table": "Countries"}).changes("Region", "US"),
        _form().executes("OP Scoring.EX Region"),
    ),
    good(
        "built-in-steps-for-mobile-apps-sms-data-and-chat",
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
        "built-in-step-by-another-name-and-a-service-in-the-caller",
        _ex("EX Partition").step("Change Person Partition", {"Partition": "EMEA"}),
        _form().step("Look Up Region", {"Table": "Countries"}).executes("OP Scoring.EX Partition"),
    ),
)

NEVER_CALLED = cases_of(
    "executable-never-called",
    bad(
        "matches-a-pattern-or-has-is-executable",
        _ex("EX Score").scores("Score", "+5"),
        campaign("Count", program=scoring, isExecutable=True).scores("Count", "+1"),
        config=f"{COMPLETE}{BY_NAME}",
        programs=False,
    ),
    bad(
        "only-requested",
        _ex("EX Score").scores("Score", "+5"),
        campaign("EX Route", program=scoring).changes("Region", "US"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        _form().requests("OP Scoring.EX Score"),
        campaign("03 Import").requests("EX Route"),
        config=f"{COMPLETE}{BY_NAME}",
    ),
    good(
        "partial-export",
        _ex("EX Score").scores("Score", "+5"),
        config=BY_NAME,
        programs=False,
    ),
    good(
        "ambiguous-name",
        campaign("EX Route", program=scoring).changes("Region", "US"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        campaign("03 Import").executes("EX Route"),
        config=f'ignore = ["ambiguous-campaign"]\n{COMPLETE}{BY_NAME}',
    ),
    good(
        "called-active-or-missing-flow",
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count").scores("Count", "+1"),
        _listener("EX Alert").waits("1 day").changes("Alerted", "true"),
        _form(flow=ABSENT),
        _form("02 Demo Form").executes("OP Scoring.EX Score").requests("OP Scoring.EX Alert"),
        config=f"{COMPLETE}{BY_NAME}",
    ),
    good(
        "token-as-target",
        _ex("EX Score", isExecutable=True).changes("Lead Status", "Scored"),
        _form().executes("{{my.Campaign}}"),
        config=COMPLETE,
    ),
)

ONLY_INACTIVE = cases_of(
    "executable-only-from-inactive",
    bad(
        "inactive-callers-and-callers-that-never-ran",
        _ex("EX Score").scores("Score", "+5").executes("EX Stamp"),
        _ex("EX Stamp").changes("Scored", "true"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
        campaign("02 Import", program=intake)
        .filter("Lead Status", condition("Lead Status", "is", "Open"))
        .executes("OP Scoring.EX Score"),
        config=COMPLETE,
    ),
    good(
        "one-chain-starts-at-an-active-campaign",
        _ex("EX Score").scores("Score", "+5").executes("EX Stamp"),
        _ex("EX Stamp").changes("Scored", "true"),
        _form(isActive=False).executes("OP Scoring.EX Stamp"),
        _form("02 Demo Form").executes("OP Scoring.EX Score"),
        config=COMPLETE,
    ),
    good(
        "callers-that-ran-once-or-are-scheduled",
        _ex("EX Score").scores("Score", "+5"),
        _ex("EX Count").scores("Count", "+1"),
        _nightly(recurrence=ABSENT, status="Single Run").executes("OP Scoring.EX Score"),
        _nightly("03 Weekly").executes("OP Scoring.EX Count"),
        config=COMPLETE,
    ),
    good(
        "executable-campaign-as-entry-point",
        _ex("EX Intake").changes("Lead Status", "Open").executes("EX Score"),
        _ex("EX Score").scores("Score", "+5"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
        config=f'ignore = ["executable-never-called"]\n{COMPLETE}{BY_NAME}',
    ),
    good(
        "ambiguous-name-as-entry-point",
        _ex("EX Route").changes("Region", "US").executes("EX Stamp"),
        campaign("EX Route", program=intake).changes("Region", "EMEA"),
        _ex("EX Stamp").changes("Routed", "true"),
        _form(isActive=False).executes("OP Scoring.EX Route").executes("OP Scoring.EX Stamp"),
        campaign("03 Import", status="Single Run").executes("EX Route"),
        config=f'ignore = ["ambiguous-campaign"]\n{COMPLETE}',
    ),
    good(
        "partial-export",
        _ex("EX Score").scores("Score", "+5"),
        _form(isActive=False).executes("OP Scoring.EX Score"),
    ),
)

TIERS = '[rules.executable-tier]\ntiers = ["EX1 *", "EX2 *", "EX3 *"]\n'

TIER = cases_of(
    "executable-tier",
    bad(
        "calls-to-higher-and-same-tiers-and-from-tier-3",
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
        "calls-to-lower-tiers-and-campaigns-without-a-tier",
        _form().executes("OP Scoring.EX1 Intake").executes("OP Scoring.EX2 Score"),
        _ex("EX1 Intake").executes("EX2 Score").executes("EX3 Country"),
        _ex("EX2 Score").executes("EX3 Country"),
        _ex("EX3 Country").changes("Country", "US"),
        config=TIERS,
    ),
    good(
        "no-tiers-configured",
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
