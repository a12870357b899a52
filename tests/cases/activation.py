"""Cases of the rules on activations."""

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
from rule_cases import bad, cases_of, good

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


CYCLE = cases_of(
    "activation-cycle",
    bad("two-set-a-status-back-and-forth", _nurture(), _reopen()),
    bad(
        "time-stamps-of-two-programs",
        _on("01 Stamp Touch", "Last Touch").changes("Last Response", NOW),
        _on("05 Stamp Response", "Last Response", program=data)
        .changes("Source Detail", "Response")
        .changes("Last Touch", NOW),
    ),
    bad(
        "a-text-that-grows",
        _on("01 Append", "Notes", program=data).changes("Notes", "{{lead.Notes}} (seen)"),
    ),
    bad(
        "a-score-that-adds-to-itself",
        _scoring("01 Hot", "Lead Score", condition("New Score", "at least", "65")).scores(
            "Lead Score", "+5"
        ),
    ),
    bad(
        "through-an-executable-campaign",
        _on("01 Changed", "Company", program=data).executes("EX Clean"),
        campaign("EX Clean", program=data).changes("Company", "{{lead.Company}}, Inc."),
    ),
    bad(
        "lists-back-and-forth",
        _listing("01 To Sales", "OP.Nurture", "OP.Sales"),
        _listing("02 To Nurture", "OP.Sales", "OP.Nurture"),
    ),
    bad(
        "a-request-and-a-change",
        _on("01 Touched", "Last Touch").requests("TR Stamp"),
        campaign("TR Stamp", program=status, isActive=True)
        .trigger("Campaign is Requested", is_requested())
        .changes("Last Touch", NOW),
    ),
    bad(
        "a-wait-slows-it",
        _nurture(),
        _on_value("02 Reopen", "Lead Status", "Nurture")
        .waits("30 days")
        .changes("Lead Status", "Open"),
    ),
    bad("an-interval-slows-it", _nurture(), _reopen(**EVERY_DAY)),
    bad(
        "qualification-not-exported",
        _nurture(),
        _reopen(qualificationRuleType=ABSENT),
    ),
    bad("seven-campaigns-of-which-some-are-named", *_chain_of_seven()),
    bad(
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
        programs=False,
    ),
    good("values-that-stop-changing", _normalizer()),
    good(
        "one-runs-once-per-person",
        _nurture(),
        _reopen(qualificationRuleType="once"),
    ),
    good("one-is-not-active", _nurture(), _reopen(isActive=False)),
    good(
        "only-salesforce-starts-it",
        _nurture(),
        _on(
            "02 Reopen",
            "Lead Status",
            condition("New Value", "is", "Nurture"),
            condition("Source", "is", "Salesforce.com"),
        ).changes("Lead Status", "Open"),
    ),
    good(
        "a-filter-may-end-it",
        _nurture(),
        _reopen().filter("Industry", condition("Industry", "is", "Water")),
    ),
    good(
        "constraints-not-exported",
        campaign("01 Append", program=data, isActive=True)
        .trigger("Data Value Changes", bare=True)
        .changes("Notes", "{{lead.Notes}} (seen)"),
    ),
)

POSSIBLE = cases_of(
    "activation-cycle-possible",
    bad(
        "a-filter-lets-some-people-through",
        _nurture(),
        _reopen().filter("Industry", condition("Industry", "is", "Water")),
    ),
    bad(
        "an-unknown-value",
        _on("01 Copy", "Stage", program=data).changes("Stage", "{{lead.Sales Stage}}"),
    ),
    bad(
        "one-finding-per-field",
        _on("01 Stamp Touch", "Last Touch", workspace="Default").changes("Last Response", NOW),
        _on("05 Stamp Response", "Last Response", program=data, workspace="EMEA").changes(
            "Last Touch", NOW
        ),
    ),
    bad(
        "a-score-within-a-band",
        _scoring("01 Warm", "Lead Score", condition("New Score", "less than", "65")).scores(
            "Lead Score", "+5"
        ),
    ),
    good("values-that-stop-changing", _normalizer()),
    good(
        "another-field",
        _scoring("01 Sum", "Behavior Score").scores("Lead Score", "+5"),
    ),
)

STARTS_ITSELF = cases_of(
    "campaign-starts-itself",
    bad("a-normalizer", _normalizer()),
    bad(
        "a-cap-by-a-choice",
        _scoring("01 Cap", "Lead Score").choices(
            "Change Data Value",
            when("Lead Score", "greater than", "100", _to("Lead Score", "100")),
            otherwise(DO_NOTHING),
        ),
    ),
    bad(
        "one-of-two-triggers-and-a-filter-on-something-else",
        campaign("01 Region", program=data, isActive=True)
        .trigger("Lead is Created", condition("Source Type", "is any"))
        .trigger("Data Value Changes", condition("Attribute", "is", ["Country", "Region"]))
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .changes("Note", "Region set")
        .changes("Region", "EMEA"),
    ),
    good(
        "a-trigger-on-other-values",
        _on_value("01 Normalize", "Country", "DE", program=data).changes("Country", "Germany"),
        _scoring("02 Cap", "Lead Score", condition("New Score", "greater than", "100")).scores(
            "Lead Score", "=100"
        ),
    ),
    good(
        "a-filter-on-other-values",
        _on("01 Normalize", "Country", program=data)
        .filter("Country", condition("Country", "is", "DE"))
        .changes("Country", "Germany"),
    ),
    good(
        "the-value-that-it-listens-to",
        _on_value("01 Keep", "Lead Status", "Open", program=data).changes("Lead Status", "Open"),
    ),
    good(
        "each-person-once-in-an-interval",
        _on("01 Set Region", "Region", program=data, **EVERY_DAY).changes("Region", "EMEA"),
    ),
    good(
        "qualification-not-exported",
        _on("01 Set Region", "Region", program=data, qualificationRuleType=ABSENT).changes(
            "Region", "EMEA"
        ),
    ),
    good(
        "a-constraint-that-may-keep-it-out",
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


FILTER_RACES = cases_of(
    "filter-races-trigger",
    bad("one-sets-what-the-other-filters-by", _region(), _route()),
    bad(
        "through-an-executable-campaign",
        _on_form("01 Intake").executes("EX Region"),
        campaign("EX Region", program=data).changes("Region", "EMEA"),
        _asking(_route(), "Unsubscribed", "is", "false"),
    ),
    bad(
        "a-list-that-the-other-adds-to",
        _on_form("01 Add").step("Add to List", {"List Name": "Demo Requests"}),
        _on_form("02 Thank").filter(
            "Member of List", condition("Member of List", "in", "Demo Requests")
        ),
    ),
    bad(
        "several-forms-in-common",
        _region(),
        _on_form("02 Set Region", form="WEB Contact.Us").changes("Region", "EMEA"),
        _asking(
            campaign("03 Route EMEA", program=data, isActive=True).trigger(
                "Fills Out Form",
                condition("Form Name", "is", ["WEB Demo.Request", "WEB Contact.Us"]),
            ),
            "Region",
            "is",
            "EMEA",
        ),
    ),
    bad(
        "a-score-before-a-threshold",
        _on_form("01 Score").scores("Lead Score", "+20"),
        _asking(_on_form("02 Alert"), "Lead Score", "at least", "65"),
    ),
    good(
        "another-form",
        _region(),
        _route(form="WEB Contact.Us"),
    ),
    good(
        "a-value-that-is-never-set-and-one-that-most-people-have",
        _region(),
        _asking(_on_form("02 Route APAC"), "Region", "is", "APAC"),
        _route("03 Route Others", "is not"),
    ),
    good(
        "after-a-wait",
        _on_form("01 Set Region").waits("5 minutes").changes("Region", "EMEA"),
        _route(),
    ),
    good(
        "any-filter-is-enough",
        _region(),
        _asking(_route(), "Country", "is", "Germany").match("any"),
    ),
    good(
        "filters-that-no-one-meets-together",
        _asking(_on_form("01 Germany"), "Country", "is", "Germany").changes("Region", "EMEA"),
        _asking(_route("02 France"), "Country", "is", "France"),
    ),
    good(
        "one-executes-the-other",
        _on_form("01 Set Region").changes("Region", "EMEA").requests("TR Route"),
        _asking(_on_form("TR Route"), "Region", "is", "EMEA").trigger(
            "Campaign is Requested", is_requested()
        ),
    ),
    good(
        "constraints-not-exported",
        campaign("01 Set Region", program=data, isActive=True)
        .trigger("Fills Out Form", bare=True)
        .changes("Region", "EMEA"),
        _route(),
    ),
)


def _following(number: int, **fields: Any) -> list[Campaign]:
    """Return campaigns in a chain, each triggered by the change of the previous one."""
    return [
        _on_form("01 Step").changes("Step 1", "Done"),
        *(
            _on(f"{each:02} Step", f"Step {each - 1}", program=data, **fields).changes(
                f"Step {each}", "Done"
            )
            for each in range(2, number + 1)
        ),
    ]


SMALL = "[rules.wide-cascade]\nmax_campaigns = 3\nmax_depth = 3\n"

WIDE = cases_of(
    "wide-cascade",
    bad("a-chain-of-five", *_following(5)),
    bad(
        "four-campaigns-on-a-form-and-another-form",
        _on_form("01 Thanks").sends("OP Data.Thanks"),
        _on_form("02 Sync").step("Sync Lead to SFDC", {"Assign To": "Inbound Queue"}),
        _on_form("03 Enrich").calls_webhook("Company Data").changes("Segment", "New"),
        _on("04 Segment", "Segment", program=data).sends("OP Data.Segment"),
        _on_form("05 Contact", form="WEB Contact.Us").changes("Segment", "New"),
        config=SMALL,
    ),
    good("a-chain-of-four", *_following(4)),
    good(
        "calls-within-a-program",
        _on_form("01 Intake").executes("EX One").executes("EX Two").executes("EX Three"),
        *(
            campaign(name, program=data).changes(name, "Done")
            for name in ("EX One", "EX Two", "EX Three")
        ),
        config=SMALL,
    ),
    good("one-is-not-active", *_following(5, isActive=False)),
)

CASES = (*CYCLE, *POSSIBLE, *STARTS_ITSELF, *FILTER_RACES, *WIDE)
