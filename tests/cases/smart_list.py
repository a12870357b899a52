"""Cases of the rules on smart lists."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    Campaign,
    Condition,
    Record,
    SmartList,
    campaign,
    condition,
    is_requested,
    otherwise,
    program,
    recurring,
    smart_list,
    when,
)
from rule_cases import bad, cases_of, good

lists = program("OP Lists", id=101)
quality = program("OP Data Quality", id=102)
website = program("WEB Contact", id=103)
emea = program("OP Twin", id=104, workspace="EMEA")
apac = program("OP Twin", id=105, workspace="APAC")

COUNTRIES: list[Record] = [
    {
        "id": number,
        "name": "Country",
        "ruleType": "Attribute",
        "operator": "is",
        "conditions": [{"attributeName": "Country", "operator": "is", "values": [country]}],
    }
    for number, country in enumerate(("United States", "Canada"), 1)
]
"""Filters that contradict each other where a person must meet all."""


def _batch(name: str = "Clean Up", **fields: Any) -> Campaign:
    """A scheduled campaign that flags people."""
    made = campaign(name, program=quality, recurrence=recurring(), **fields)
    return made.changes("Data Quality Note", "Checked")


def _form(name: str = "Fill Out - Demo", **fields: Any) -> Campaign:
    """Return an active campaign without triggers that changes a field."""
    made = campaign(name, program=website, **{"isActive": True} | fields)
    return made.changes("Last Form", "Demo")


def _field(name: str, operator: str, *values: str, **fields: Any) -> tuple[str, Condition]:
    """A filter on a field of the person."""
    return name, condition(name, operator, values, **fields)


def _list(name: str, *members_of: str, **fields: Any) -> SmartList:
    """Return a smart list of OP Lists that refers to others."""
    made = smart_list(name, folder=lists, **fields)
    for other in members_of:
        made.filter(*_member(other))
    return made.filter(*_field("Email Address", "is not empty"))


def _circle(name: str, number: int) -> list[SmartList]:
    """Return smart lists that each refer to the next, and the last one to the first."""
    return [
        smart_list(f"SL {name}{each + 1}", folder=lists).filter(
            *_member(f"OP Lists.SL {name}{(each + 1) % number + 1}")
        )
        for each in range(number)
    ]


def _member(name: str, *, of: str = "Member of Smart List") -> tuple[str, Condition]:
    return of, condition(of, "in", name)


def _custom(logic: str | None, *, filters: int = 3) -> Campaign:
    """Return a batch campaign with advanced filter logic, and a number of filters."""
    made = _batch()
    fields = ("Country", "Lead Score", "Industry", "Job Title", "Region", "State")
    for name in fields[:filters]:
        made.filter(*_field(name, "is not empty"))
    return made.match("custom", logic)


def _filtered(field: str, values: list[str]) -> Campaign:
    """A batch campaign with a filter on one field for each value."""
    made = _batch()
    for value in values:
        made.filter(*_field(field, "is", value))
    return made


def _many(part: Campaign | SmartList, filters: int) -> Campaign | SmartList:
    for number in range(1, filters + 1):
        part.filter(*_field(f"Interest {number}", "is", "true"))
    return part


def _races(name: str, form: str, field: str, value: str, **fields: Any) -> Campaign:
    """An active campaign that changes a field when a form is filled out."""
    made = campaign(name, program=website, **{"isActive": True} | fields)
    return made.trigger("Fills Out Form", condition("Form Name", "is", form)).changes(field, value)


def _many_races(fields: int) -> list[Campaign]:
    """Return two active campaigns that one form triggers, and that change a number of fields."""
    made = [campaign(name, program=website, isActive=True) for name in ("First", "Second")]
    for each in made:
        each.trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
        for number in range(1, fields + 1):
            each.changes(f"Interest {number}", each.name)
    return made


CASES = (
    # smart-list-invalid
    *cases_of(
        "smart-list-invalid",
        bad(
            "filter-of-a-deleted-list",
            _form()
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .filter(
                "Member of List",
                condition(
                    "Member of List",
                    "in",
                    "OP Lists.Opt-outs",
                    isError=True,
                    errorMessage="Static list 'OP Lists.Opt-outs' not found",
                ),
            ),
        ),
        bad(
            "trigger-and-second-condition",
            _form(isActive=False)
            .trigger("Fills Out Form", condition("Form Name", "is", "", isError=True))
            .filter(
                "Visited Web Page",
                condition("Web Page", "is", "WEB Contact.Pricing"),
                condition(
                    "Date of Activity", "in past", "soon", isError=True, errorMessage="No date"
                ),
            ),
        ),
        bad(
            "status-alone",
            _batch(status="Invalid").filter(*_field("Country", "is", "Germany")),
        ),
        bad(
            "status-alone-without-smart-list",
            _batch(status="Invalid", type="batch").without_smart_list(),
        ),
        bad(
            "error-in-the-smart-list-that-a-filter-names",
            lists,
            smart_list("SL Opt-outs", folder=lists)
            .filter(
                *_field("Country", "is", "US"),
            )
            .filter(
                *_field("Segment", "is", "Old", isError=True, errorMessage="Segment not found")
            ),
            _batch()
            .filter(*_field("Country", "is not empty"))
            .filter(*_member("OP Lists.SL Opt-outs", of="Not Member of Smart List")),
        ),
        good(
            "no-error",
            _batch().filter(*_field("Country", "is", "Germany", isError=False)),
        ),
        good(
            "executable-campaigns-have-a-separate-rule",
            campaign("EX Clean", program=quality, status="Invalid")
            .filter(*_field("Country", "is", "Germany", isError=True))
            .changes("Data Quality Note", "Checked"),
            _batch()
            .filter(*_field("Country", "is not empty"))
            .executes("OP Data Quality.EX Clean"),
            config='ignore = ["executable-smart-list-invalid"]\n',
        ),
    ),
    # trigger-unconstrained
    *cases_of(
        "trigger-unconstrained",
        bad(
            "any-form",
            _form("Any Form").trigger("Fills Out Form", condition("Form Name", "is any")),
        ),
        bad(
            "the-other-four",
            _form("Any Activity")
            .trigger("Visits Web Page", condition("Web Page", "is any"))
            .trigger("Clicks Link", condition("Link", "is any"))
            .trigger("Email is Delivered", condition("Email", "contains", ""))
            .trigger("Data Value Changes"),
        ),
        bad(
            "the-primary-constraint-is-another",
            _form("Any Form of the Website").trigger(
                "Fills Out Form",
                condition("Web Page", "is", "WEB Contact.Pricing"),
                condition("Form Name", "is any"),
            ),
        ),
        bad(
            "the-only-constraint-has-another-name-and-no-value",
            _form().trigger("Fills Out Form", condition("Form", "is any", isPrimary=False)),
        ),
        good(
            "the-only-constraint-has-another-name-and-is-not-marked",
            _form()
            .trigger(
                "Fills Out Form", condition("Form", "is", "WEB Contact.Demo", isPrimary=ABSENT)
            )
            .trigger("Visits Web Page", condition("Page", "is", "/demo", isPrimary=False)),
        ),
        good(
            "several-constraints-with-other-names-of-which-none-is-marked",
            _form().trigger(
                "Fills Out Form",
                condition("Form", "is", "WEB Contact.Demo", isPrimary=False),
                condition("Page", "is any", isPrimary=False),
            ),
        ),
        good(
            "constrained",
            _form()
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .trigger("Visits Web Page", condition("Web Page", "not contains", "/careers"))
            .trigger("Data Value Changes", condition("Attribute", "is", ["Country", "State"])),
        ),
        good(
            "the-primary-constraint-has-another-name",
            _form().trigger("Fills Out Form", condition("Formular", "is", "WEB Contact.Demo")),
        ),
        good(
            "meant-for-the-whole-instance",
            _form("Global")
            .trigger("Unsubscribes from Email", condition("Email", "is any"))
            .trigger("Lead is Created")
            .trigger("Campaign is Requested", condition("Source", "is any")),
        ),
        good(
            "conditions-not-exported",
            _form("Any Form").trigger("Fills Out Form", conditions=ABSENT),
        ),
        good(
            "executable-campaigns-and-errors-have-separate-rules",
            campaign("EX Stamp", program=website)
            .trigger("Fills Out Form", condition("Form Name", "is any"))
            .changes("Last Form", "Demo"),
            _form()
            .trigger("Fills Out Form", condition("Form Name", "is", [], isError=True))
            .executes("WEB Contact.EX Stamp"),
            config='ignore = ["trigger-in-executable", "smart-list-invalid"]\n',
        ),
    ),
    # contradictory-filters
    *cases_of(
        "contradictory-filters",
        bad(
            "two-countries-at-once",
            _batch()
            .filter(*_field("Country", "is", "United States"))
            .filter(*_field("State", "is empty"))
            .filter(*_field("Country", "is", "Canada")),
        ),
        bad(
            "is-and-is-not-the-same",
            _batch()
            .filter(*_field("Lead Status", "is not", "Open"))
            .filter(*_field("lead status", "is", "open ")),
        ),
        bad(
            "disjoint-sets-of-values",
            _batch()
            .filter(
                *_field("Country", "is", "Germany", "Austria", "Switzerland", "Italy", "France")
            )
            .filter(*_field("Country", "is", "Spain", "Portugal")),
        ),
        bad(
            "every-value-is-excluded",
            _batch()
            .filter(*_field("Country", "is", "Germany", "Austria"))
            .filter(*_field("Country", "is not", "Austria", "Switzerland", "Germany")),
        ),
        bad(
            "empty-and-not-empty",
            _batch()
            .filter(*_field("Phone Number", "is empty"))
            .filter(*_field("Phone Number", "is not empty")),
        ),
        bad(
            "in-a-separate-smart-list",
            lists,
            smart_list("SL North America", folder=lists)
            .filter(*_field("Country", "is", "United States"))
            .filter(*_field("Country", "is", "Canada")),
        ),
        bad(
            "two-of-one-field-and-one-of-another",
            _batch()
            .filter(*_field("Country", "is", "United States"))
            .filter(*_field("Country", "is", "Canada"))
            .filter(*_field("Country", "is", "Mexico"))
            .filter(*_field("State", "is empty"))
            .filter(*_field("State", "is not empty")),
        ),
        bad(
            "fifty-on-one-field-are-compared",
            _filtered("Country", [*["Germany"] * 49, "Austria"]),
        ),
        bad(
            "more-on-one-field-are-not-compared-but-those-on-another-are",
            _filtered("Country", [*["Germany"] * 50, "Austria"])
            .filter(*_field("State", "is", "Bavaria"))
            .filter(*_field("State", "is", "Tyrol")),
        ),
        bad(
            "ranges-of-numbers-without-a-number-in-common",
            _batch()
            .filter(*_field("Lead Score", "at least", "10"))
            .filter(*_field("Lead Score", "less than", "5")),
            _batch("Ends")
            .filter(*_field("Lead Score", "greater than", "10"))
            .filter(*_field("Lead Score", "at most", "10.0"))
            .filter(*_field("Employees", "between", "100", "500"))
            .filter(*_field("Employees", "is", "50", "1000")),
        ),
        good(
            "ranges-with-a-number-in-common",
            _batch()
            .filter(*_field("Lead Score", "at least", "10"))
            .filter(*_field("Lead Score", "at most", "10"))
            .filter(*_field("Lead Score", "between", "5", "10"))
            .filter(*_field("Lead Score", "is", "10", "3"))
            .filter(*_field("Employees", "greater than", "-5"))
            .filter(*_field("Employees", "less than", "5"))
            .filter(*_field("Employees", "is empty")),
        ),
        good(
            "empty-and-what-an-empty-value-may-count-as",
            _batch()
            .filter(*_field("Lead Score", "is empty"))
            .filter(*_field("Lead Score", "is", "0"))
            .filter(*_field("Unsubscribed", "is empty"))
            .filter(*_field("Unsubscribed", "is", "false"))
            .filter(*_field("Country", "is empty"))
            .filter(*_field("Country", "is", "", "Germany")),
        ),
        good(
            "any-of-them",
            _batch()
            .filter(*_field("Country", "is", "United States"))
            .filter(*_field("Country", "is", "Canada"))
            .match("any"),
            _batch("Clean Up by Logic")
            .filter(*_field("Country", "is", "United States"))
            .filter(*_field("Country", "is", "Canada"))
            .filter(*_field("State", "is empty"))
            .match("custom", "(1 or 2) and 3"),
        ),
        good(
            "conditions-not-exported",
            _batch()
            .filter("Country", conditions=ABSENT)
            .filter(*_field("Country", "is", "Germany")),
        ),
        good(
            "values-in-common",
            _batch()
            .filter(*_field("Country", "is", "Germany", "Austria"))
            .filter(*_field("Country", "is", "austria", "Switzerland"))
            .filter(*_field("Country", "is not", "Germany"))
            .filter(*_field("Country", "is not", "Switzerland"))
            .filter(*_field("Lead Score", "is", "50"))
            .filter(*_field("Lead Score", "is", "50.0")),
        ),
        good(
            "memberships-activities-and-opportunities",
            _batch()
            .filter("Member of List", condition("Member of List", "in", "OP Lists.A"))
            .filter("Member of List", condition("Member of List", "in", "OP Lists.B"))
            .filter("Filled Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .filter("Filled Out Form", condition("Form Name", "is", "WEB Contact.Contact Us"))
            .filter("Has Opportunity", condition("Has Opportunity", "is", "true"))
            .filter("Has Opportunity", condition("Has Opportunity", "is", "false"))
            .filter("Member of Program", condition("Program", "is", "A", attributeName=ABSENT))
            .filter("Member of Program", condition("Program", "is", "B", attributeName=ABSENT)),
        ),
        good(
            "several-values-in-one-field",
            _batch()
            .filter(*_field("Interests", "is", "Pumps; Valves"))
            .filter(*_field("Interests", "is", "Valves")),
        ),
        good(
            "tokens-and-further-constraints",
            _batch()
            .filter(*_field("Campaign Name", "is", "{{my.Campaign}}"))
            .filter(*_field("Campaign Name", "is", "Autumn"))
            .filter(
                "Revenue Stage",
                condition("Revenue Stage", "is", "Known"),
                condition("Model", "is", "Acme"),
            )
            .filter(
                "Revenue Stage",
                condition("Revenue Stage", "is", "Engaged"),
                condition("Model", "is", "Acme EMEA"),
            ),
        ),
        good(
            "match-type-not-exported",
            _batch(
                smartList={"rules": {"triggers": [], "filters": COUNTRIES}}
            ).without_smart_list(),
            smart_list(
                "SL North America",
                rules={
                    "triggers": [],
                    "filters": COUNTRIES,
                },
            ),
        ),
    ),
    # filter-logic-gap
    *cases_of(
        "filter-logic-gap",
        bad("names-a-deleted-filter", _custom("1 and (2 or 3) and 4")),
        bad(
            "all-of-it-at-once",
            _custom("0 AND (1 OR 2 AND 7) AND 8", filters=6),
        ),
        bad(
            "leaves-five-out-of-which-some-are-named",
            _custom("1", filters=6),
        ),
        bad(
            "logic-of-81-characters-and-of-one-more",
            _custom(" or ".join(["1 and 2"] * 7) + " or ( 3)"),
            _custom(" or ".join(["1 and 2"] * 7) + " or ( 3 )"),
        ),
        bad(
            "in-a-separate-smart-list",
            lists,
            smart_list("SL Target Accounts", folder=lists)
            .filter(*_field("Account Tier", "is", "1"))
            .match("custom", "1 or 2"),
        ),
        good("brackets", _custom("1 and (2 or 3)")),
        good(
            "left-over-from-before",
            _custom("1 and 2 or 7").match("all", "1 and 2 or 7"),
        ),
        good(
            "filters-not-exported",
            lists,
            smart_list(
                "SL Target Accounts",
                folder=lists,
                rules={"filterMatchType": "custom", "filterCustomRuleLogic": "1 and 2 or 3"},
            ),
        ),
        good(
            "cannot-be-read",
            _custom("1 und (2 oder 4)"),
            _custom(None),
        ),
    ),
    # smart-list-cycle
    *cases_of(
        "smart-list-cycle",
        bad(
            "each-refers-to-the-other",
            lists,
            _list("SL Hot Accounts", "OP Lists.SL Target Accounts"),
            _list("SL Target Accounts", "OP Lists.SL Hot Accounts"),
        ),
        bad(
            "refers-to-itself",
            lists,
            _list("SL Marketable").filter(
                *_member("OP Lists.SL Marketable", of="Not Member of Smart List")
            ),
        ),
        bad(
            "the-shortest-cycle-is-reported",
            lists,
            _list("SL A", "SL B", "SL D"),
            _list("SL B", "OP Lists.SL C"),
            _list("SL C", "op lists.sl a"),
            _list("SL D", "502", "OP Lists.SL A"),
            _batch().filter(*_member("OP Lists.SL A")),
        ),
        bad(
            "long-chain",
            lists,
            _batch().filter(*_member("OP Lists.SL 1")),
            *(_list(f"SL {number}", f"OP Lists.SL {number + 1}") for number in range(1, 6)),
            _list("SL 6"),
        ),
        bad(
            "chain-longer-than-the-option-says",
            lists,
            _list("SL Newsletter", "OP Lists.SL Prospects"),
            _list("SL Prospects", "OP Lists.SL Marketable"),
            _list("SL Marketable"),
            config="[rules.smart-list-cycle]\nmax_depth = 1\n",
        ),
        bad(
            "a-message-names-twenty-lists-and-of-more-the-first-and-last",
            lists,
            *_circle("A", 19),
            *_circle("B", 20),
            *_circle("C", 21),
        ),
        good(
            "chain-that-ends",
            lists,
            _batch().filter(*_member("OP Lists.SL 1")),
            *(_list(f"SL {number}", f"OP Lists.SL {number + 1}") for number in range(1, 5)),
            _list("SL 5"),
        ),
        good(
            "two-ways-to-one-list",
            lists,
            _list("SL Newsletter", "OP Lists.SL Prospects", "OP Lists.SL Customers"),
            _list("SL Prospects", "OP Lists.SL Marketable"),
            _list("SL Customers", "OP Lists.SL Marketable"),
            _list("SL Marketable"),
        ),
        good(
            "own-list-of-a-program-with-the-same-name-in-another-workspace",
            emea,
            apac,
            smart_list("SL Hot", folder=emea).filter(*_member("SL Warm")),
            smart_list("SL Warm", folder=emea).filter(*_field("Email Address", "is not empty")),
            smart_list("SL Warm", folder=apac).filter(*_member("SL Hot")),
        ),
        bad(
            "within-each-of-two-programs-with-the-same-name",
            emea,
            apac,
            smart_list("SL Hot", folder=emea).filter(*_member("SL Warm")),
            smart_list("SL Warm", folder=emea).filter(*_member("SL Hot")),
            smart_list("SL Hot", folder=apac).filter(*_field("Email Address", "is not empty")),
            smart_list("SL Warm", folder=apac).filter(*_field("Email Address", "is not empty")),
        ),
        good(
            "absent-or-ambiguous",
            lists,
            quality,
            _list("SL Hot", "OP Lists.SL Target", "SL Twice"),
            smart_list("SL Twice", folder=quality).filter(*_member("OP Lists.SL Hot")),
            smart_list("SL Twice", folder=website).filter(*_member("OP Lists.SL Hot")),
        ),
    ),
    # many-filters
    *cases_of(
        "many-filters",
        bad("twenty-one", _many(_batch(), 21)),
        bad(
            "more-than-the-option-says",
            lists,
            _many(_list("SL Everything"), 3),
            config="[rules.many-filters]\nmax_filters = 3\n",
        ),
        good("twenty", _many(_batch(), 20)),
        good(
            "one-filter-with-many-values",
            _batch().filter(*_field("Country", "is", *(f"Country {n}" for n in range(50)))),
        ),
    ),
    # racing-triggers
    *cases_of(
        "racing-triggers",
        bad(
            "one-form-two-sources",
            _races("Source by Form", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Source by Program", "WEB Contact.Demo", "Person Source", "{{my.Source}}"),
        ),
        bad(
            "by-a-choice-and-an-unknown-value",
            _races("First", "WEB Contact.Demo", "Person Source", "{{lead.UTM Source}}"),
            _races("Second", "WEB Contact.Demo", "Segment", "New").choices(
                "Change Data Value",
                when(
                    "Country",
                    "is",
                    "Germany",
                    {"Attribute": "Person Source", "New Value": "{{lead.UTM Medium}}"},
                ),
                otherwise("--Do Nothing--"),
            ),
        ),
        bad(
            "through-an-executable-campaign",
            _races("First", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Second", "WEB Contact.Demo", "Segment", "New").executes("EX Source"),
            campaign("EX Source", program=website).changes("Person Source", "Web"),
        ),
        bad(
            "a-reset-and-points",
            _races("First", "WEB Contact.Demo", "Behavior Score", "0"),
            _races("Second", "WEB Contact.Demo", "Segment", "New").scores("Behavior Score", "+5"),
        ),
        bad("twelve-fields-of-which-some-are-named", *_many_races(12)),
        good(
            "other-form-field-workspace-or-inactive",
            _races("Source by Form", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Other Form", "WEB Contact.Contact Us", "Person Source", "Contact"),
            _races("Other Field", "WEB Contact.Demo", "Industry", "Water"),
            _races(
                "Other Workspace", "WEB Contact.Demo", "Person Source", "EMEA", workspace="EMEA"
            ),
            _races("Off", "WEB Contact.Demo", "Person Source", "Off", isActive=False),
        ),
        good(
            "requests-address-one-campaign",
            *(
                campaign(name, program=website, isActive=True)
                .trigger("Campaign is Requested", is_requested())
                .changes("Person Source", name)
                for name in ("First", "Second")
            ),
            campaign("Third", program=website, isActive=True)
            .trigger("Campaign is Requested", bare=True)
            .changes("Person Source", "Third"),
        ),
        good(
            "one-does-nothing-to-the-field",
            _races("First", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Second", "WEB Contact.Demo", "Industry", "Water").choices(
                "Change Data Value",
                otherwise({"Attribute": "Person Source", "New Value": "--Do Nothing--"}),
            ),
        ),
        good(
            "constraints-not-exported",
            *(
                _form(name)
                .trigger("Fills Out Form", conditions=ABSENT)
                .changes("Person Source", name)
                for name in ("First", "Second")
            ),
        ),
        good(
            "one-and-the-same-value",
            _races("First", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Second", "WEB Contact.Demo", "Person Source", "form"),
        ),
        good(
            "points-add-up",
            _form("First")
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .scores("Behavior Score", "+5"),
            campaign("Second", program=website, isActive=True)
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .scores("Behavior Score", "+10"),
        ),
        good(
            "a-cap-and-points",
            _races("First", "WEB Contact.Demo", "Segment", "New").scores("Behavior Score", "+5"),
            _races("Second", "WEB Contact.Demo", "Rating", "A").choices(
                "Change Data Value",
                when(
                    "Behavior Score",
                    "greater than",
                    "100",
                    {"Attribute": "Behavior Score", "New Value": "100"},
                ),
                otherwise("--Do Nothing--"),
            ),
        ),
        good(
            "filters-that-no-one-meets-together",
            _races("First", "WEB Contact.Demo", "Person Source", "Form").filter(
                *_field("Country", "is", "Germany")
            ),
            _races("Second", "WEB Contact.Demo", "Person Source", "Web").filter(
                *_field("Country", "is not", "Germany")
            ),
        ),
        good(
            "the-same-unknown-value-and-the-same-time",
            _races("First", "WEB Contact.Demo", "Person Source", "{{lead.UTM Source}}").changes(
                "Filled At", "{{system.dateTime}}"
            ),
            _races("Second", "WEB Contact.Demo", "Person Source", "{{lead.UTM Source}}").changes(
                "Filled At", "{{system.dateTime}}"
            ),
        ),
        good(
            "after-a-wait",
            _races("First", "WEB Contact.Demo", "Person Source", "Form"),
            _races("Second", "WEB Contact.Demo", "Segment", "New")
            .waits("1 day")
            .changes("Person Source", "Web"),
        ),
    ),
    # not-filters-any
    *cases_of(
        "not-filters-any",
        bad(
            "neither-opened-nor-clicked",
            _batch("Chaser")
            .filter("Not Opened Email", condition("Email", "is", "EML Spring.One"))
            .filter("Not Clicked Link in Email", condition("Email", "is", "EML Spring.One"))
            .match("any"),
        ),
        bad(
            "memberships-in-a-separate-smart-list",
            lists,
            smart_list("SL Newcomers", folder=lists)
            .filter(*_member("OP Lists.Customers", of="Not Member of List"))
            .filter("Member of List", condition("Member of List", "not in", "OP Lists.Partners"))
            .filter("Not Member of Program", condition("Program", "is", "OP Twin"))
            .match("any"),
        ),
        bad(
            "memberships-of-other-kinds",
            _batch("Invite")
            .filter("Member of Program", condition("Member of Program", "not in", "OP Twin"))
            .filter(
                "Member of Smart Campaign",
                condition("Member of Smart Campaign", "not in", "OP Twin.Welcome"),
            )
            .match("any"),
        ),
        bad(
            "type-of-the-filter-not-exported",
            _batch("Chaser")
            .filter("Not Opened Email", condition("Email", "is any"), ruleType=ABSENT)
            .filter("Not Filled Out Form", condition("Form Name", "is any"), ruleType=ABSENT)
            .match("any"),
        ),
        good(
            "all-filters",
            _batch("Chaser")
            .filter("Not Opened Email", condition("Email", "is", "EML Spring.One"))
            .filter("Not Clicked Link in Email", condition("Email", "is", "EML Spring.One")),
        ),
        good(
            "one-filter-only-or-a-positive-one",
            _batch("One")
            .filter("Not Opened Email", condition("Email", "is", "EML Spring.One"))
            .match("any"),
            _batch("Positive")
            .filter("Not Opened Email", condition("Email", "is", "EML Spring.One"))
            .filter("Filled Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .match("any"),
            _batch("Member")
            .filter(*_member("OP Lists.Customers", of="Not Member of List"))
            .filter("Member of List", condition("Member of List", "in", "OP Lists.Partners"))
            .match("any"),
        ),
        good(
            "fields-with-such-names-and-negative-operators",
            _batch("Fields")
            .filter(*_field("Not Interested", "is", "true"))
            .filter(*_field("Not in Business", "is", "true"))
            .match("any"),
            _batch("Operators")
            .filter(*_field("Country", "is not", "Germany"))
            .filter(*_field("State", "not in", "Bavaria"))
            .match("any"),
        ),
    ),
    # suppression-under-any
    *cases_of(
        "suppression-under-any",
        bad(
            "unsubscribed-is-false",
            _batch("Newsletter")
            .filter(*_field("Country", "is", "Germany"))
            .filter(*_field("Unsubscribed", "is", "false"))
            .match("any"),
        ),
        bad(
            "each-field-and-operator-and-nothing-else",
            lists,
            smart_list("SL Marketable", folder=lists)
            .filter(*_field("Unsubscribed", "is not", "true"))
            .filter(*_field("Email Invalid", "is", "No"))
            .filter(*_field("Marketing Suspended", "is", "false"))
            .filter(*_field("Email Suspended", "is", "false"))
            .filter(*_field("Black Listed", "is", "0"))
            .filter(*_field("Blocklisted", "is not", "yes"))
            .match("any"),
        ),
        good(
            "finds-the-suppressed-people",
            lists,
            smart_list("SL Suppression", folder=lists)
            .filter(*_field("Unsubscribed", "is", "true"))
            .filter(*_field("Email Invalid", "is not", "false"))
            .filter(*_field("Unsubscribed Reason", "is", "false"))
            .match("any"),
        ),
        good(
            "all-filters-advanced-filters-or-one-filter",
            _batch("All")
            .filter(*_field("Country", "is", "Germany"))
            .filter(*_field("Unsubscribed", "is", "false")),
            _batch("Advanced")
            .filter(*_field("Unsubscribed", "is", "false"))
            .filter(*_field("Country", "is", "Germany"))
            .filter(*_field("Country", "is", "Austria"))
            .match("custom", "1 and (2 or 3)"),
            _batch("One").filter(*_field("Unsubscribed", "is", "false")).match("any"),
        ),
        good(
            "either-value-a-token-or-no-value",
            _batch("Either")
            .filter(*_field("Unsubscribed", "is", "true", "false"))
            .filter(*_field("Email Invalid", "is", "{{my.Invalid}}"))
            .filter(*_field("Marketing Suspended", "is"))
            .match("any"),
        ),
        good(
            "change-of-the-field",
            _batch("Subscribed Again")
            .filter(
                "Data Value Changed",
                condition("Attribute", "is", "Unsubscribed"),
                condition("New Value", "is", "false"),
            )
            .filter("Unsubscribed", condition("Unsubscribed", "is", "false"), ruleType="Activity")
            .match("any"),
        ),
    ),
    # batch-without-filter
    *cases_of(
        "batch-without-filter",
        bad("changes-a-field", _batch()),
        bad(
            "default-choice-acts",
            campaign("Region", program=quality, recurrence=recurring()).choices(
                "Change Data Value",
                when("Country", "is", "US", {"Attribute": "Region", "New Value": "AMER"}),
                otherwise({"Attribute": "Region", "New Value": "Other"}),
            ),
        ),
        good(
            "has-a-filter",
            _batch().filter(*_field("Country", "is empty")),
        ),
        good(
            "choices-limit-the-people",
            campaign("Choice", program=quality, recurrence=recurring()).choices(
                "Change Data Value",
                when("Country", "is", "US", {"Attribute": "Region", "New Value": "AMER"}),
                otherwise("--Do Nothing--"),
            ),
            campaign("Removal", program=quality, recurrence=recurring())
            .choices(
                "Remove from Flow",
                when("Unsubscribed", "is", "true", "this campaign"),
                otherwise("--Do Nothing--"),
            )
            .sends("EML Spring.One"),
        ),
        good(
            "never-scheduled-trigger-or-executable",
            quality,
            campaign("Draft", program=quality).changes("Region", "Other"),
            campaign("Past", program=quality, status="Inactive", type="batch").changes(
                "Region", "B"
            ),
            _form().trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo")),
            campaign("EX Region", program=quality).changes("Region", "Other"),
            campaign("Parent", program=quality, recurrence=recurring()).executes(
                "OP Data Quality.EX Region"
            ),
            programs=False,
        ),
        good(
            "filters-not-exported",
            _batch("Filters", smartList={"rules": {"triggers": []}}).without_smart_list(),
            _batch("Smart List", type="batch").without_smart_list(),
        ),
    ),
    # negated-asset
    *cases_of(
        "negated-asset",
        bad(
            "sent-any-other-email",
            _batch("Newsletter").filter(
                "Was Sent Email", condition("Email", "is not", "EML Spring.A")
            ),
        ),
        bad(
            "other-operators-and-a-second-constraint",
            lists,
            smart_list("SL Prospects", folder=lists)
            .filter("Filled Out Form", condition("Form Name", "not contains", "Unsubscribe"))
            .filter(
                "Visited Web Page",
                condition("Date of Activity", "in past", "30 days"),
                condition("Web Page", "not starts with", "/careers"),
            ),
        ),
        bad(
            "trigger",
            _form().trigger("Fills Out Form", condition("Form Name", "is not", "WEB Contact.Demo")),
        ),
        good(
            "negative-filter-of-the-asset",
            _batch("Newsletter")
            .filter("Not Was Sent Email", condition("Email", "is", "EML Spring.A"))
            .filter("Not Filled Out Form", condition("Form Name", "is not", "WEB Contact.Demo")),
        ),
        good(
            "positive-without-a-value-or-about-no-asset",
            _form()
            .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
            .filter("Was Sent Email", condition("Email", "is not", []))
            .filter("Data Value Changed", condition("Attribute", "is not", "Country"))
            .filter(
                "Opened Email", condition("Email", "is", "A"), condition("Device", "is not", "X")
            )
            .filter(*_field("Email", "is not", "a@b.example")),
        ),
        good(
            "constraints-not-exported",
            _form().trigger("Fills Out Form", bare=True),
        ),
    ),
)
