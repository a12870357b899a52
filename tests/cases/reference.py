"""Cases of the rules on references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    Campaign,
    campaign,
    condition,
    email,
    executing,
    otherwise,
    program,
    recurring,
    smart_list,
    static_list,
    when,
)
from rule_cases import bad, cases_of, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.testing import Program, Values

COMPLETE = "complete = true\n"

scoring = program("OP Scoring")
intake = program("OP Intake")
lists = program("OP Lists")


def _scorer(number: int | None = None) -> Campaign:
    return campaign("EX Score", id=number, program=scoring).changes("Lead Status", "Scored")


def _nightly(name: str, field: str, operator: str, values: Values, **fields: Any) -> Campaign:
    """A recurring campaign with one filter."""
    return (
        campaign(name, program=scoring, recurrence=recurring())
        .filter(field, condition(field, operator, values, **fields))
        .changes("Lead Status", "Open")
    )


def _twins(*workspaces: str) -> Iterator[Program | Campaign]:
    """Yield a campaign with the same full name in each workspace."""
    for workspace in workspaces or ("EMEA", "US"):
        twin = program("OP Twin", workspace=workspace)
        yield twin
        yield campaign("EX Twin", program=twin).changes("Lead Status", workspace)


CASES = (
    *cases_of(
        "unknown-campaign",
        bad(
            "misspelled-target",
            _scorer(),
            campaign("Lead Intake", program=scoring).executes("OP Scoring.EX Scroe"),
            config=COMPLETE,
        ),
        bad(
            "target-of-a-request-and-of-a-choice",
            _scorer(),
            campaign("Lead Intake", program=scoring)
            .requests("OP Alerts.Tell Sales")
            .choices(
                "Execute Campaign",
                when("Country", "is", ["US"], executing("EX Score", context=True)),
                otherwise(executing("OP Routing.EX Route", context=True)),
            ),
            config=COMPLETE,
        ),
        bad(
            "partial-export",
            campaign("Lead Intake", program=scoring).executes("OP Routing.EX Route"),
        ),
        good(
            "other-case-and-id",
            _scorer(1021),
            campaign("Lead Intake", program=scoring)
            .executes("OP Scoring.EX Score")
            .waits("1 day")
            .executes("op scoring.ex score")
            .waits("2 days")
            .executes("1021"),
            config=COMPLETE,
        ),
        good(
            "choice-that-does-nothing",
            _scorer(),
            campaign("Lead Intake", program=scoring).choices(
                "Execute Campaign",
                when("Country", "is", ["US"], executing("EX Score", context=True)),
                otherwise(executing(DO_NOTHING, context=True)),
            ),
            config=COMPLETE,
        ),
        good(
            "token-as-target",
            campaign("Lead Intake", program=scoring)
            .executes("{{my.Campaign}}")
            .waits("1 day")
            .executes("OP Scoring.{{my.Campaign}}")
            .waits("1 day")
            .requests("{{ my.Campaign:default=EX Score }}"),
            config=COMPLETE,
        ),
        good(
            "spaces-around-names-and-choices-that-do-nothing",
            program("OP Alerts ", id=103),
            campaign(" EX Tell", program=program("OP Alerts ", id=103)).changes("Status", "Told"),
            campaign("Lead Intake", program=scoring)
            .executes("OP Alerts.EX Tell ")
            .waits("1 day")
            .executes("OP Alerts . EX Tell")
            .waits("1 day")
            .executes("-- Do Nothing --")
            .waits("2 days")
            .executes("—do nothing—"),
            scoring,
            config=COMPLETE,
            programs=False,
        ),
    ),
    *cases_of(
        "ambiguous-campaign",
        bad(
            "bare-name-in-two-programs",
            _scorer(),
            campaign("EX Score", program=intake, qualificationRuleType="any").changes(
                "Lead Status", "Open"
            ),
            campaign("Lead Intake").executes("EX Score"),
        ),
        bad(
            "eleven-campaigns",
            *(campaign("TR Alert", workspace=f"W{number}") for number in range(11)),
            campaign("Lead Intake").requests("TR Alert"),
        ),
        good(
            "name-in-the-callers-program",
            _scorer(),
            campaign("EX Score", program=intake, qualificationRuleType="any").changes(
                "Lead Status", "Open"
            ),
            campaign("Lead Intake", program=intake).executes("EX Score"),
        ),
        bad(
            "executed-name-twice-in-another-workspace",
            *_twins("US", "APAC"),
            campaign("Lead Intake", workspace="EMEA").executes("OP Twin.EX Twin"),
            config='ignore = ["request"]\n',
        ),
    ),
    *cases_of(
        "duplicate-campaign-name",
        bad(
            "twice-in-one-program",
            _scorer(),
            _scorer(),
        ),
        bad(
            "twice-outside-programs",
            campaign("Nightly Sync", workspace="EMEA").changes("Lead Status", "Open"),
            campaign("Nightly Sync", workspace="EMEA").changes("Lead Status", "Open"),
        ),
        bad(
            "twice-outside-programs-in-an-unknown-workspace",
            campaign("Nightly Sync", workspace=ABSENT).changes("Lead Status", "Open"),
            campaign("Nightly Sync", workspace=ABSENT).changes("Lead Status", "Open"),
        ),
        good(
            "same-name-in-two-programs-and-workspaces",
            _scorer(),
            campaign("EX Score", program=intake).changes("Lead Status", "Open"),
            campaign("Nightly Sync", workspace="EMEA").changes("Lead Status", "Open"),
            campaign("Nightly Sync", workspace="Default").changes("Lead Status", "Open"),
        ),
    ),
    *cases_of(
        "unknown-asset",
        bad(
            "misspelled-smart-list",
            lists,
            smart_list("SL Marketable", folder=lists),
            _nightly("01 Nightly", "Member of Smart List", "in", "OP Lists.SL Marketible"),
            config=COMPLETE,
        ),
        bad(
            "each-kind-of-reference",
            lists,
            smart_list("SL Marketable", folder=lists).filter(
                "Member of Smart List", condition("Member of Smart List", "in", "SL Gone")
            ),
            static_list("Subscribers", folder=lists),
            email("Welcome", folder=lists),
            _nightly("01 Filter", "Not Member of List", "in", "OP Lists.Subscriber"),
            _nightly("02 Program", "Member of Program", "is", "OP List"),
            campaign("03 Trigger", program=scoring, isActive=True)
            .trigger("Added to List", condition("List Name", "is", "OP Lists.Gone"))
            .changes("Lead Status", "Open"),
            campaign("04 Steps", program=scoring, isActive=True)
            .trigger("Lead is Created")
            .step("Remove from List", {"List Name": "Subscribres"})
            .step("Change Program Status", {"Program": "OP Lsts", "New Status": "Member"})
            .sends("OP Lists.Welcom"),
            campaign("05 Choice", program=scoring, isActive=True)
            .trigger("Lead is Created")
            .choices(
                "Change Data Value",
                when("Member of Smart List", "in", "SL Marketble", {"Attribute": "A"}),
                otherwise(DO_NOTHING),
            ),
            config=COMPLETE,
        ),
        good(
            "assets-that-exist",
            lists,
            smart_list("SL Marketable", folder=lists),
            smart_list("SL Everywhere"),
            static_list("Subscribers", folder=lists),
            email("Welcome", folder=lists),
            _nightly("01 Case", "Member of Smart List", "in", "op lists.sl marketable"),
            _nightly("02 Id", "Member of Smart List", "in", "501"),
            _nightly("03 Bare", "Member of Smart List", "in", "SL Marketable"),
            _nightly("04 Folder", "Member of Smart List", "in", "Group Smart Lists.SL Everywhere"),
            _nightly("05 List", "Member of List", "in", "OP Lists.Subscribers"),
            _nightly("06 Program", "Member of Program", "is", ["OP Lists", "OP Scoring"]),
            campaign("07 Steps", program=scoring, isActive=True)
            .trigger("Lead is Created")
            .step("Add to List", {"List Name": "OP Lists.Subscribers"})
            .step("Change Program Status", {"Program": "{{program.name}}", "New Status": "A"})
            .step("Remove from List", {"List Name": DO_NOTHING})
            .sends("OP Lists.Welcome"),
            config=COMPLETE,
        ),
        good(
            "system-smart-lists-history-and-parts-of-names",
            lists,
            smart_list("SL Marketable", folder=lists),
            _nightly("01 System", "Not Member of Smart List", "in", "Unsubscribed People"),
            _nightly("02 Folder", "Member of Smart List", "in", "System Smart Lists.Blocklist"),
            _nightly("03 Leads", "Member of Smart List", "in", "All Leads"),
            _nightly("04 Sent", "Was Sent Email", "is", "OP Lists.Deleted"),
            _nightly("05 Part", "Member of Program", "contains", "WBN"),
            _nightly("06 Error", "Member of Smart List", "in", "OP Lists.Gone", isError=True),
            config=COMPLETE + 'ignore = ["smart-list-invalid"]\n',
        ),
        good(
            "kinds-that-were-not-exported",
            lists,
            _nightly("01 List", "Member of List", "in", "OP Lists.Subscribers"),
            campaign("02 Steps", program=scoring, isActive=True)
            .trigger("Lead is Created")
            .step("Add to List", {"List Name": "OP Lists.Subscribers"})
            .sends("OP Lists.Welcome"),
            config=COMPLETE,
        ),
        good(
            "smart-lists-that-were-not-exported",
            _nightly("01 Nightly", "Member of Smart List", "in", "OP Lists.SL Marketable"),
            config=COMPLETE,
        ),
        good(
            "most-names-are-unknown",
            lists,
            static_list("Subscribers", folder=lists),
            *(
                _nightly(f"0{number} List", "Member of List", "in", f"OP Lists.List {number}")
                for number in range(1, 5)
            ),
            config=COMPLETE,
        ),
        good(
            "partial-export",
            lists,
            smart_list("SL Marketable", folder=lists),
            _nightly("01 Nightly", "Member of Smart List", "in", "OP Lists.SL Marketible"),
            _nightly("02 Program", "Member of Program", "is", "OP List"),
        ),
    ),
)
