"""Cases of the rules on references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    Campaign,
    campaign,
    executing,
    otherwise,
    program,
    when,
)
from rule_cases import bad, cases_of, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.testing import Program

COMPLETE = "complete = true\n"

scoring = program("OP Scoring")
intake = program("OP Intake")


def _scorer(number: int | None = None) -> Campaign:
    return campaign("EX Score", id=number, program=scoring).changes("Lead Status", "Scored")


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
            "requested-name-in-two-workspaces",
            *_twins(),
            campaign("Lead Intake", workspace="EMEA").requests("OP Twin.EX Twin"),
        ),
        bad(
            "executed-name-twice-in-another-workspace",
            *_twins("US", "APAC"),
            campaign("Lead Intake", workspace="EMEA").executes("OP Twin.EX Twin"),
            config='ignore = ["request"]\n',
        ),
        good(
            "executed-name-once-in-the-callers-workspace",
            *_twins(),
            campaign("Lead Intake", workspace="EMEA").executes("OP Twin.EX Twin"),
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
)
