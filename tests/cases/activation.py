"""What campaigns activate by the changes they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    Campaign,
    Condition,
    campaign,
    channel,
    condition,
    is_requested,
    otherwise,
    program,
    when,
)
from rule_cases import bad, good

if TYPE_CHECKING:
    from campaignlint.testing import Choice

NOW = "{{system.dateTime}}"

status = program("OP Lead Status", id=101)
data = program("OP Data", id=102)


def _on(name: str, field: str, *constraints: Condition, **fields: Any) -> Campaign:
    """An active campaign that a change of a field activates."""
    options: dict[str, Any] = {"program": status, "isActive": True} | fields
    made = campaign(name, **options)
    return made.trigger("Data Value Changes", condition("Attribute", "is", field), *constraints)


def _on_value(name: str, field: str, value: str, **fields: Any) -> Campaign:
    return _on(name, field, condition("New Value", "is", value), **fields)


def _to(field: str, value: str) -> dict[str, str]:
    return {"Attribute": field, "New Value": value}


def _map(field: str, old: str, new: str) -> Choice:
    return when(field, "is", old, _to(field, new))


def _reopen(**fields: Any) -> Campaign:
    made = _on_value("02 Reopen", "Lead Status", "Nurture", **fields)
    return made.changes("Lead Status", "Open")


def _nurture(**fields: Any) -> Campaign:
    made = _on_value("01 Nurture", "Lead Status", "Open", **fields)
    return made.changes("Lead Status", "Nurture")


EVERY_DAY = {
    "qualificationRuleType": "interval",
    "qualificationRuleInterval": 1,
    "qualificationRuleUnit": "day",
}


def _chain_of_seven() -> list[Campaign]:
    return [
        _on(f"{number:02} Stamp", f"Date {number}").changes(f"Date {number % 7 + 1}", NOW)
        for number in range(1, 8)
    ]


def _listing(name: str, here: str, there: str) -> Campaign:
    return (
        campaign(name, program=status, isActive=True)
        .trigger("Added to List", condition("List Name", "is", here))
        .step("Remove from List", here)
        .step("Add to List", there)
    )


def _scoring(name: str, score: str, *constraints: Condition) -> Campaign:
    made = campaign(name, program=data, isActive=True)
    return made.trigger("Score is Changed", condition("Score Name", "is", score), *constraints)


def _normalizer() -> Campaign:
    return _on("01 Normalize Country", "Country", program=data).choices(
        "Change Data Value",
        _map("Country", "DE", "Germany"),
        _map("Country", "USA", "United States"),
        otherwise(DO_NOTHING),
    )


CYCLE = (
    bad("activation-cycle", "two-set-a-status-back-and-forth", status, _nurture(), _reopen()),
    bad(
        "activation-cycle",
        "time-stamps-of-two-programs",
        status,
        data,
        _on("01 Stamp Touch", "Last Touch").changes("Last Response", NOW),
        _on("05 Stamp Response", "Last Response", program=data)
        .changes("Source Detail", "Response")
        .changes("Last Touch", NOW),
    ),
    bad(
        "activation-cycle",
        "a-text-that-grows",
        data,
        _on("01 Append", "Notes", program=data).changes("Notes", "{{lead.Notes}} (seen)"),
    ),
    bad(
        "activation-cycle",
        "a-score-that-adds-to-itself",
        data,
        _scoring("01 Hot", "Lead Score", condition("New Score", "at least", "65")).scores(
            "Lead Score", "+5"
        ),
    ),
    bad(
        "activation-cycle",
        "through-an-executable-campaign",
        data,
        _on("01 Changed", "Company", program=data).executes("EX Clean"),
        campaign("EX Clean", program=data).changes("Company", "{{lead.Company}}, Inc."),
    ),
    bad(
        "activation-cycle",
        "lists-back-and-forth",
        status,
        _listing("01 To Sales", "OP.Nurture", "OP.Sales"),
        _listing("02 To Nurture", "OP.Sales", "OP.Nurture"),
    ),
    bad(
        "activation-cycle",
        "a-request-and-a-change",
        status,
        _on("01 Touched", "Last Touch").requests("TR Stamp"),
        campaign("TR Stamp", program=status, isActive=True)
        .trigger("Campaign is Requested", is_requested())
        .changes("Last Touch", NOW),
    ),
    bad(
        "activation-cycle",
        "a-wait-slows-it",
        status,
        _nurture(),
        _on_value("02 Reopen", "Lead Status", "Nurture")
        .waits("30 days")
        .changes("Lead Status", "Open"),
    ),
    bad("activation-cycle", "an-interval-slows-it", status, _nurture(), _reopen(**EVERY_DAY)),
    bad(
        "activation-cycle",
        "qualification-not-exported",
        status,
        _nurture(),
        _reopen(qualificationRuleType=ABSENT),
    ),
    bad("activation-cycle", "seven-campaigns-of-which-some-are-named", status, *_chain_of_seven()),
    bad(
        "activation-cycle",
        "a-status-between-equal-steps",
        program("WBN Pumps", id=103, channel="Webinar"),
        channel("Webinar", {"Registered": 10, "Confirmed": 10}),
        *(
            campaign(
                f"On {old}", program=program("WBN Pumps", id=103, channel="Webinar"), isActive=True
            )
            .trigger(
                "Progression Status is Changed",
                condition("Program", "is", "WBN Pumps"),
                condition("New Status", "is", old),
            )
            .step("Change Status in Progression", {"Program": "WBN Pumps", "New Status": new})
            for old, new in (("Registered", "Confirmed"), ("Confirmed", "Registered"))
        ),
    ),
    good("activation-cycle", "values-that-stop-changing", data, _normalizer()),
    good(
        "activation-cycle",
        "one-runs-once-per-person",
        status,
        _nurture(),
        _reopen(qualificationRuleType="once"),
    ),
    good("activation-cycle", "one-is-not-active", status, _nurture(), _reopen(isActive=False)),
    good(
        "activation-cycle",
        "only-salesforce-starts-it",
        status,
        _nurture(),
        _on(
            "02 Reopen",
            "Lead Status",
            condition("New Value", "is", "Nurture"),
            condition("Source", "is", "Salesforce.com"),
        ).changes("Lead Status", "Open"),
    ),
    good(
        "activation-cycle",
        "a-filter-may-end-it",
        status,
        _nurture(),
        _reopen().filter("Industry", condition("Industry", "is", "Water")),
    ),
    good(
        "activation-cycle",
        "constraints-not-exported",
        data,
        campaign("01 Append", program=data, isActive=True)
        .trigger("Data Value Changes", bare=True)
        .changes("Notes", "{{lead.Notes}} (seen)"),
    ),
)

POSSIBLE = (
    bad(
        "activation-cycle-possible",
        "a-filter-lets-some-people-through",
        status,
        _nurture(),
        _reopen().filter("Industry", condition("Industry", "is", "Water")),
    ),
    bad(
        "activation-cycle-possible",
        "an-unknown-value",
        data,
        _on("01 Copy", "Stage", program=data).changes("Stage", "{{lead.Sales Stage}}"),
    ),
    bad(
        "activation-cycle-possible",
        "one-finding-per-field",
        status,
        data,
        _on("01 Stamp Touch", "Last Touch", workspace="Default").changes("Last Response", NOW),
        _on("05 Stamp Response", "Last Response", program=data, workspace="EMEA").changes(
            "Last Touch", NOW
        ),
    ),
    bad(
        "activation-cycle-possible",
        "a-score-within-a-band",
        data,
        _scoring("01 Warm", "Lead Score", condition("New Score", "less than", "65")).scores(
            "Lead Score", "+5"
        ),
    ),
    good("activation-cycle-possible", "values-that-stop-changing", data, _normalizer()),
    good(
        "activation-cycle-possible",
        "another-field",
        data,
        _scoring("01 Sum", "Behavior Score").scores("Lead Score", "+5"),
    ),
)

STARTS_ITSELF = (
    bad("campaign-starts-itself", "a-normalizer", data, _normalizer()),
    bad(
        "campaign-starts-itself",
        "a-cap-by-a-choice",
        data,
        _scoring("01 Cap", "Lead Score").choices(
            "Change Data Value",
            when("Lead Score", "greater than", "100", _to("Lead Score", "100")),
            otherwise(DO_NOTHING),
        ),
    ),
    bad(
        "campaign-starts-itself",
        "one-of-two-triggers-and-a-filter-on-something-else",
        data,
        campaign("01 Region", program=data, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is any"))
        .trigger("Data Value Changes", condition("Attribute", "is", ["Country", "Region"]))
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .changes("Note", "Region set")
        .changes("Region", "EMEA"),
    ),
    good(
        "campaign-starts-itself",
        "a-trigger-on-other-values",
        data,
        _on_value("01 Normalize", "Country", "DE", program=data).changes("Country", "Germany"),
        _scoring("02 Cap", "Lead Score", condition("New Score", "greater than", "100")).scores(
            "Lead Score", "=100"
        ),
    ),
    good(
        "campaign-starts-itself",
        "a-filter-on-other-values",
        data,
        _on("01 Normalize", "Country", program=data)
        .filter("Country", condition("Country", "is", "DE"))
        .changes("Country", "Germany"),
    ),
    good(
        "campaign-starts-itself",
        "the-value-that-it-listens-to",
        data,
        _on_value("01 Keep", "Lead Status", "Open", program=data).changes("Lead Status", "Open"),
    ),
    good(
        "campaign-starts-itself",
        "each-person-once-in-an-interval",
        data,
        _on("01 Set Region", "Region", program=data, **EVERY_DAY).changes("Region", "EMEA"),
    ),
    good(
        "campaign-starts-itself",
        "qualification-not-exported",
        data,
        _on("01 Set Region", "Region", program=data, qualificationRuleType=ABSENT).changes(
            "Region", "EMEA"
        ),
    ),
    good(
        "campaign-starts-itself",
        "a-constraint-that-may-keep-it-out",
        data,
        _on(
            "01 Set Region", "Region", condition("Reason", "contains", "Form"), program=data
        ).changes("Region", "EMEA"),
    ),
)


def _on_form(name: str, form: str = "WEB Demo.Request", **fields: Any) -> Campaign:
    options: dict[str, Any] = {"program": data, "isActive": True} | fields
    return campaign(name, **options).trigger("Fills Out Form", condition("Form Name", "is", form))


def _asking(made: Campaign, field: str, operator: str, value: str | tuple[str, ...]) -> Campaign:
    return made.filter(field, condition(field, operator, value)).changes(f"{field} Used", "Yes")


def _region(name: str = "01 Set Region") -> Campaign:
    return _on_form(name).choices(
        "Change Data Value",
        when("Country", "is", ["Germany", "France"], _to("Region", "EMEA")),
        otherwise(_to("Region", "AMER")),
    )


def _route(name: str = "02 Route EMEA", operator: str = "is", **fields: Any) -> Campaign:
    return _asking(_on_form(name, **fields), "Region", operator, "EMEA")


FILTER_RACES = (
    bad("filter-races-trigger", "one-sets-what-the-other-asks-for", data, _region(), _route()),
    bad(
        "filter-races-trigger",
        "through-an-executable-campaign",
        data,
        _on_form("01 Intake").executes("EX Region"),
        campaign("EX Region", program=data).changes("Region", "EMEA"),
        _asking(_route(), "Unsubscribed", "is", "false"),
    ),
    bad(
        "filter-races-trigger",
        "a-score-before-a-threshold",
        data,
        _on_form("01 Score").scores("Lead Score", "+20"),
        _asking(_on_form("02 Alert"), "Lead Score", "at least", "65"),
    ),
    good(
        "filter-races-trigger",
        "another-form",
        data,
        _region(),
        _route(form="WEB Contact.Us"),
    ),
    good(
        "filter-races-trigger",
        "a-value-that-is-never-set-and-one-that-most-people-have",
        data,
        _region(),
        _asking(_on_form("02 Route APAC"), "Region", "is", "APAC"),
        _route("03 Route Others", "is not"),
    ),
    good(
        "filter-races-trigger",
        "after-a-wait",
        data,
        _on_form("01 Set Region").waits("5 minutes").changes("Region", "EMEA"),
        _route(),
    ),
    good(
        "filter-races-trigger",
        "any-filter-is-enough",
        data,
        _region(),
        _asking(_route(), "Country", "is", "Germany").match("any"),
    ),
    good(
        "filter-races-trigger",
        "filters-that-no-one-meets-together",
        data,
        _asking(_on_form("01 Germany"), "Country", "is", "Germany").changes("Region", "EMEA"),
        _asking(_route("02 France"), "Country", "is", "France"),
    ),
    good(
        "filter-races-trigger",
        "one-executes-the-other",
        data,
        _on_form("01 Set Region").changes("Region", "EMEA").requests("TR Route"),
        _asking(_on_form("TR Route"), "Region", "is", "EMEA").trigger(
            "Campaign is Requested", is_requested()
        ),
    ),
    good(
        "filter-races-trigger",
        "constraints-not-exported",
        data,
        campaign("01 Set Region", program=data, isActive=True)
        .trigger("Fills Out Form", bare=True)
        .changes("Region", "EMEA"),
        _route(),
    ),
)

CASES = (*CYCLE, *POSSIBLE, *STARTS_ITSELF, *FILTER_RACES)
