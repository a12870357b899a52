"""Builds fixtures/acme: a realistic instance with known faults, and innocents that look like them.

    python tests/build_acme.py            rewrites the folder
    python tests/build_acme.py --check    exits 1 and lists the files that differ

Faults stand in the code where the campaigns that have them stand. `PLANTED` and `LOOK_ALIKES`
collect them, and the tables of the README are written from these.
"""

# ruff: noqa: A002 - an id is called id, as in the API

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from campaignlint.testing import (
    DO_NOTHING,
    FROM_API,
    FROM_FLOW,
    Campaign,
    Folder,
    Program,
    SmartList,
    condition,
    executing,
    is_requested,
    otherwise,
    recurring,
    when,
)
from generated import hold
from instance_builder import InstanceBuilder, alert, dates, in_smart_list, moment, value

FOLDER = Path(__file__).parents[1] / "fixtures" / "acme"

Profile = Literal["recommended", "strict", "audit"]
Listed = TypeVar("Listed", Campaign, SmartList)


@dataclass(frozen=True)
class Planted:
    """A fault: the rule that finds it, and where, in the words of a finding's place.

    `place` is what follows the asset's name there, and empty where the finding is about the whole
    asset; as in findings, a choice or condition is named only where there are several. `campaign`
    is None for a fault of a smart list that stands on its own; then `smart_list` is its id.
    """

    rule: str
    campaign: int | None
    name: str
    place: str
    why: str
    profile: Profile = "recommended"
    smart_list: int | None = None


@dataclass(frozen=True)
class LookAlike:
    """What resembles a fault of the rule and is none."""

    rule: str
    campaign: int | None
    name: str
    why: str
    smart_list: int | None = None


class Acme(InstanceBuilder):
    """The instance in the making, and what is known about it."""

    def __init__(self) -> None:
        super().__init__(first_campaign=2000)
        self.planted: list[Planted] = []
        self.look_alikes: list[LookAlike] = []

    def plant(
        self, rule: str, asset: Listed, place: str, why: str, *, profile: Profile = "recommended"
    ) -> Listed:
        """Record that the asset, as built, breaks the rule there."""
        name = asset.full_name
        if isinstance(asset, SmartList):
            self.planted.append(Planted(rule, None, name, place, why, profile, asset.id))
        else:
            self.planted.append(Planted(rule, asset.id, name, place, why, profile))
        return asset

    def looks_like(self, rule: str, asset: Listed, why: str) -> Listed:
        """Record that the asset resembles a fault of the rule, but has none."""
        name = asset.full_name
        if isinstance(asset, SmartList):
            self.look_alikes.append(LookAlike(rule, None, name, why, asset.id))
        else:
            self.look_alikes.append(LookAlike(rule, asset.id, name, why))
        return asset


@dataclass(frozen=True)
class Tree:
    """The folders that programs stand in."""

    lifecycle: Folder
    data: Folder
    sales: Folder
    compliance: Folder
    events: Folder
    nurture: Folder
    content: Folder
    candidates: Folder
    archive: Folder
    emea_operations: Folder
    emea_events: Folder
    emea_demand: Folder


def build() -> Acme:
    """The whole instance."""
    acme = Acme()
    tree = _folders(acme)
    for section in (
        _lifecycle,
        _behavior_scoring,
        _demographic_scoring,
        _normalization,
        _data_quality,
        _lead_routing,
        _form_processing,
        _sfdc_sync,
        _alerts,
        _subscription_center,
        _enrichment,
        _lists,
        _partner_portal,
        _pump_webinar,
        _reuse_webinar,
        _trade_show,
        _prospect_nurture,
        _customer_nurture,
        _whitepaper,
        _website_forms,
        _archived,
        _archive_candidates,
        _emea_routing,
        _emea_data,
        _emea_consent,
        _emea_webinar,
        _emea_nurture,
        _emea_website,
        _customer_surveys,
        _renewals,
        _next_surveys,
    ):
        section(acme, tree)
    acme.limit_communication()
    return acme


def _folders(acme: Acme) -> Tree:
    root = acme.zone("Marketing Activities", 14, None, "Default")
    default = acme.zone("Default", 15, root, "Default")
    emea = acme.zone("EMEA", 16, root, "EMEA")
    operational = acme.folder("00 Operational", 101, default)
    events = acme.folder("10 Events", 110, default)
    nurture = acme.folder("20 Nurture", 120, default)
    content = acme.folder("30 Content & Web", 130, default)
    candidates = acme.folder("80 Archive Candidates", 140, default)
    archive = acme.folder("90 Archive", 150, default, isArchive=True)
    emea_operational = acme.folder("00 Operational (EMEA)", 201, emea)
    acme.export.tokens(
        operational,
        {
            "Alert Recipients": "marketing-operations@acme.example",
            "Company Name": "Acme Water Technologies",
        },
    )
    acme.export.tokens(
        events, {"Event Owner": "events@acme.example", "Support Link": "https://acme.example/help"}
    )
    acme.export.tokens(emea_operational, {"Alert Recipients": "emea-marketing@acme.example"})
    return Tree(
        lifecycle=acme.folder("01 Lifecycle & Scoring", 102, operational),
        data=acme.folder("02 Data Management", 103, operational),
        sales=acme.folder("03 Routing & Sales", 104, operational),
        compliance=acme.folder("04 Compliance", 105, operational),
        events=acme.folder("2026", 111, events),
        nurture=nurture,
        content=content,
        candidates=candidates,
        archive=acme.folder("2024", 151, archive),
        emea_operations=emea_operational,
        emea_events=acme.folder("10 Events (EMEA)", 210, emea),
        emea_demand=acme.folder("20 Demand Generation (EMEA)", 220, emea),
    )


def _lifecycle(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Lifecycle", 1001, tree.lifecycle, "Stages from known person to customer and back"
    )
    acme.export.tokens(
        program, {"Score Reset": ("score", "0"), "Recycle Reason": "No activity in 90 days"}
    )
    (
        acme.trigger(
            program, "01 MQL - Score Threshold Reached", "Promotes marketable people at 65 points"
        )
        .trigger(
            "Score is Changed",
            condition("Score Name", "is", "Lead Score"),
            condition("New Score", "at least", "65"),
        )
        .filter(*in_smart_list("OP Lists.SL Marketable"))
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", ["Known", "Recycled"]))
        .changes("Lifecycle Stage", "MQL")
        .executes("EX 01 Stamp Lifecycle Date")
        .executes("OP Lead Routing.EX 00 Route Lead")
        .requests("OP Alerts.TR MQL Alert")
    )
    (
        acme.trigger(program, "02 SAL - Accepted by Sales", "Follows the lead status in Salesforce")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lead Status"),
            condition("New Value", "is", "Accepted"),
        )
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", "MQL"))
        .changes("Lifecycle Stage", "SAL")
        .executes("OP Lifecycle.EX 01 Stamp Lifecycle Date")
    )
    caller = (
        acme.trigger(program, "03 SQL - Opportunity Created", "An opportunity makes an SQL")
        .trigger("Added to Opportunity", condition("Role", "is", ["Decision Maker", "Evaluator"]))
        .changes("Lifecycle Stage", "SQL")
        .executes("OP Lifecycle.EX 01 Stamp Lifecycle Date")
        .requests("OP SFDC Sync.02 Push Status to SFDC")
    )
    acme.plant(
        "request-target-without-trigger",
        caller,
        "flow step 3",
        "asks for a campaign that is active but listens to data value changes only",
    )
    (
        acme.trigger(program, "04 Customer - Opportunity Won", "Closes the loop on a won deal")
        .trigger("Opportunity is Updated", condition("Is Won", "is", "true"))
        .changes("Lifecycle Stage", "Customer")
        .executes("OP Lifecycle.EX 01 Stamp Lifecycle Date")
        .step(
            "Interesting Moment",
            moment("Milestone", "Became a customer: {{company.Company Name}}"),
        )
    )
    recycle = (
        acme.trigger(program, "05 Recycle - Rejected by Sales", "Back to nurture, scores reset")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lead Status"),
            condition("New Value", "is", ["Rejected", "Unqualified"]),
        )
        .changes("Lifecycle Stage", "Recycled")
        .executes("OP Lifecycle.EX 02 Reset Scores", context=False)
        .executes("OP Lifecycle.EX 03 Count Recycling")
    )
    acme.looks_like(
        "token-context-dropped",
        recycle,
        "drops its token context, but caller and target stand in one program and see one value",
    )
    (
        acme.batch(program, "06 Recycle - No Activity in 90 Days", "Nightly clean-up of cold MQLs")
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", "MQL"))
        .filter(
            "Not Visited Web Page",
            condition("Web Page", "is any"),
            condition("Date of Activity", "in past", "90 days"),
        )
        .changes("Lifecycle Stage", "Recycled")
        .changes("Recycle Reason", "{{my.Recycle Reason}}")
        .executes("OP Lifecycle.EX 02 Reset Scores")
        .executes("OP Alerts.EX 03 Log Activity")
    )
    disqualify = (
        acme.trigger(program, "07 Disqualify - Competitor", "Takes competitors out of routing")
        .trigger("Data Value Changes", condition("Attribute", "is", "Company Name"))
        .filter(*in_smart_list("OP Lists.SL Competitors"))
        .changes("Lifecycle Stage", "Disqualified")
        .removes_from_flow("OP Lead Routing.EX 00 Route Lead")
    )
    acme.plant(
        "remove-from-flow-in-executable",
        disqualify,
        "flow step 2",
        "takes people out of an executable, and so out of whatever executes it as well",
    )
    (
        acme.trigger(program, "08 Lost Opportunity", "Keeps the reason and starts the cool-down")
        .trigger("Opportunity is Updated", condition("Stage", "is", "Closed Lost"))
        .changes("Lifecycle Stage", "Recycled")
        .changes("Recycle Reason", "Opportunity lost on {{system.date}}")
    )
    (
        acme.executable(program, "EX 01 Stamp Lifecycle Date", "Date of the stage just reached")
        .choices(
            "Change Data Value",
            *(
                when("Lifecycle Stage", "is", stage, value(f"{stage} Date", "{{system.dateTime}}"))
                for stage in ("MQL", "SAL", "SQL", "Customer")
            ),
            otherwise(DO_NOTHING),
        )
        .step(
            "Change Revenue Stage",
            {"Model": "Acme Revenue Model", "Stage": "{{lead.Lifecycle Stage}}"},
        )
    )
    (
        acme.executable(program, "EX 02 Reset Scores", "Sets both part scores back")
        .scores("Behavior Score", "={{my.Score Reset}}")
        .scores("Demographic Score", "={{my.Score Reset}}")
    )
    acme.plant(
        "executable-runs-once",
        acme.executable(
            program,
            "EX 03 Count Recycling",
            "How often a person went back to marketing",
            qualificationRuleType="interval",
            qualificationRuleInterval=7,
            qualificationRuleUnit="day",
        ).scores("Recycle Count", "+1"),
        "",
        "lets a person through once in 7 days: a second rejection in a week is not counted",
    )
    override = (
        acme.idle(program, "EX Manual MQL Override", "Kept for the day that sales wants it back")
        .trigger("Data Value Changes", condition("Attribute", "is", "Manual MQL"))
        .changes("Lifecycle Stage", "MQL")
    )
    acme.looks_like(
        "trigger-in-executable",
        override,
        "is called EX and has a trigger, but nothing executes it: a switched-off trigger campaign",
    )


def _behavior_scoring(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Scoring - Behavior", 1002, tree.lifecycle, "Points for what people do"
    )
    acme.export.tokens(
        program,
        {
            "Score Key Page": ("score", "+5"),
            "Score Careers Page": ("score", "-10"),
            "Score Form Fill": ("score", "+10"),
            "Score Email Click": ("score", "+3"),
            "Score Event": ("score", "+5"),
            "Score Inactivity": ("score", "-10"),
            "Score Bounce": ("score", "-25"),
        },
    )
    (
        acme.trigger(program, "01 Visited Key Page", "Pricing, product and reference pages")
        .trigger(
            "Visits Web Page",
            condition("Web Page", "contains", ["/pricing", "/products/", "/references"]),
        )
        .scores("Behavior Score", "{{my.Score Key Page}}")
        .executes("OP Scoring - Behavior.EX 03 Cap Behavior Score")
    )
    (
        acme.trigger(program, "02 Visited Careers Page", "Job seekers are no buyers")
        .trigger("Visits Web Page", condition("Web Page", "contains", "/careers"))
        .scores("Behavior Score", "{{my.Score Careers Page}}")
    )
    (
        acme.trigger(program, "03 Filled Out Form", "Every form but the preference form")
        .trigger(
            "Fills Out Form", condition("Form Name", "is not", "OP Subscription Center.Preferences")
        )
        .scores("Behavior Score", "{{my.Score Form Fill}}")
        .executes("OP Scoring - Behavior.EX 03 Cap Behavior Score")
    )
    (
        acme.trigger(program, "04 Clicked Link in Email", "Counts through the executable")
        .trigger("Clicks Link in Email", condition("Link", "contains", "acme.example"))
        .filter(*in_smart_list("OP Lists.SL Marketable"))
        .executes("OP Scoring - Behavior.EX 01 Score Email Click")
    )
    (
        acme.batch(
            program,
            "05 Decay - Inactive for 30 Days",
            "Takes points from people who went quiet",
            recurrence=recurring("Weekly", weekdayMask=["Sunday"]),
        )
        .filter(
            "Not Visited Web Page",
            condition("Web Page", "is any"),
            condition("Date of Activity", "in past", "30 days"),
        )
        .filter("Behavior Score", condition("Behavior Score", "greater than", "0"))
        .scores("Behavior Score", "{{my.Score Inactivity}}")
    )
    (
        acme.trigger(program, "06 Hard Bounce", "An address that does not exist cannot buy")
        .trigger("Email Bounces", condition("Category", "is", ["1", "2"]))
        .scores("Behavior Score", "{{my.Score Bounce}}")
    )
    acme.plant(
        "recurrence-over",
        acme.batch(
            program,
            "07 Spring Promotion Bonus",
            "Extra points while the promotion ran",
            recurrence=recurring(
                "Weekly", endAt="2026-06-30T22:00:00Z+0000", weekdayMask=["Monday"]
            ),
        )
        .filter("Opened Email", condition("Email", "contains", "Spring Promotion"))
        .scores("Behavior Score", "+2"),
        "",
        "its recurrence ended on 30 June 2026",
        profile="strict",
    )
    clicks = (
        acme.executable(program, "EX 01 Score Email Click", "Points for a click, not for an open")
        .trigger("Clicks Link in Email", condition("Link", "contains", "/demo"))
        .trigger("Opens Email", condition("Email", "contains", "Newsletter"))
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .scores("Behavior Score", "{{my.Score Email Click}}")
    )
    acme.plant(
        "trigger-in-executable", clicks, "trigger 1", "executed by 04, yet it has kept its triggers"
    )
    acme.plant("trigger-in-executable", clicks, "trigger 2", "the second trigger that it kept")
    (
        acme.executable(program, "EX 02 Score Event", "Points as the event's own token says")
        .scores("Behavior Score", "{{my.Score Event}}")
        .step(
            "Interesting Moment",
            moment("Milestone", "Took part in {{program.name}} ({{lead.Full Name}})"),
        )
    )
    (
        acme.executable(program, "EX 03 Cap Behavior Score", "No more than 100 points")
        .filter("Behavior Score", condition("Behavior Score", "greater than", "100"))
        .scores("Behavior Score", "=100")
    )
    acme.plant(
        "score-once",
        acme.trigger(
            program, "08 Attended Webinar", "Points for each webinar", qualificationRuleType="once"
        )
        .trigger(
            "Progression Status is Changed",
            condition("Program", "contains", "WBN"),
            condition("New Status", "is", "Attended"),
        )
        .scores("Behavior Score", "+15"),
        "flow step 1",
        "covers every webinar, but runs only once: the second webinar adds nothing",
        profile="strict",
    )
    first = (
        acme.trigger(
            program, "09 Asked for a Demo", "The first demo counts", qualificationRuleType="once"
        )
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Website Forms.Demo Request"))
        .scores("Behavior Score", "+30")
    )
    acme.looks_like("score-once", first, "scores only once as well, but for a single form")


def _demographic_scoring(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Scoring - Demographic", 1003, tree.lifecycle, "Points for who people are"
    )
    acme.export.tokens(
        program,
        {
            "Score C-Level": ("score", "+20"),
            "Score Director": ("score", "+10"),
            "Score Target Industry": ("score", "+10"),
            "Score Large Company": ("score", "+15"),
            "Score Tier 1 Country": ("score", "+5"),
        },
    )
    (
        acme.trigger(program, "01 Profile Changed - Rescore", "When a field that counts changes")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", ["Job Level", "Industry", "Number of Employees"]),
        )
        .executes("OP Scoring - Demographic.EX 00 Score Demographics")
    )
    (
        acme.batch(
            program,
            "02 Quarterly Rescore",
            "Catches what integrations changed without a trigger",
            recurrence=recurring("Monthly", interval=3, dayOfMonth=1),
        )
        .filter(*in_smart_list("OP Lists.SL Marketable"))
        .executes("OP Scoring - Demographic.EX 00 Score Demographics")
    )
    (
        acme.executable(program, "EX 00 Score Demographics", "Runs the part scores in order")
        .scores("Demographic Score", "=0")
        .executes("EX 01 Score Job Level")
        .executes("EX 02 Score Industry")
        .executes("EX 03 Score Company Size")
        .executes("EX 04 Score Country Tier")
    )
    (
        acme.executable(program, "EX 01 Score Job Level", "Executives and directors")
        .filter("Job Level", condition("Job Level", "is not empty"))
        .choices(
            "Change Score",
            when("Job Level", "is", "C-Level", _points("{{my.Score C-Level}}")),
            when("Job Level", "is", ["VP", "Director"], _points("{{my.Score Director}}")),
            otherwise(DO_NOTHING),
        )
    )
    acme.plant(
        "executable-runs-once",
        acme.executable(
            program,
            "EX 02 Score Industry",
            "Utilities, food, chemicals",
            qualificationRuleType="once",
        )
        .filter("Industry", condition("Industry", "is", ["Utilities", "Food", "Chemicals"]))
        .scores("Demographic Score", "{{my.Score Target Industry}}"),
        "",
        "was left on the default, once: a rescore never adds these points again",
    )
    acme.plant(
        "executable-smart-list-invalid",
        acme.executable(program, "EX 03 Score Company Size", "More than 500 people")
        .filter("Number of Employees", condition("Number of Employees", "greater than"))
        .scores("Demographic Score", "{{my.Score Large Company}}"),
        "filter 1",
        "the filter compares with nothing: its number was cleared",
    )
    tier = (
        acme.executable(program, "EX 04 Score Country Tier", "Countries with a sales office")
        .filter("Country", condition("Country", "is not empty"))
        .choices(
            "Change Score",
            when(
                "Country",
                "is",
                ["United States", "Canada", "Germany"],
                _points("{{my.Score Tier 1 Country}}"),
            ),
            otherwise(DO_NOTHING),
        )
    )
    acme.looks_like(
        "executable-smart-list-invalid",
        tier,
        "its filter has no value either, but `is not empty` needs none",
    )


def _normalization(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Data Normalization",
        1004,
        tree.data,
        "One spelling for countries, states, titles, phones",
    )
    (
        acme.trigger(program, "01 New Person - Normalise", "First thing after creation")
        .trigger("Lead is Created", condition("Source Type", "is not", "Salesforce.com"))
        .executes("OP Data Normalization.EX 00 Normalise All")
    )
    partial = (
        acme.trigger(program, "02 Address Changed - Normalise", "Only what the change concerns")
        .trigger("Data Value Changes", condition("Attribute", "is", ["Country", "State"]))
        .choices(
            "Execute Campaign",
            when("State", "is empty", [], executing("EX 01 Normalise Country")),
            when("Country", "is", ["US", "United States"], executing("EX 02 Normalise State")),
            otherwise(DO_NOTHING),
        )
    )
    acme.looks_like(
        "unknown-campaign",
        partial,
        "its last choice executes `--Do Nothing--`, which is no campaign",
    )
    nightly = acme.batch(program, "03 Nightly Normalise", "For records that came without a trigger")
    everything = acme.executable(
        program, "EX 00 Normalise All", "Calls each normaliser once, in order"
    )
    nightly.filter("Country", condition("Country", "is", ["USA", "U.S.", "Deutschland"])).executes(
        everything.id
    )
    (
        everything.executes("OP Data Normalization.EX 01 Normalise Country")
        .executes("OP Data Normalization.EX 02 Normalise State")
        .executes("OP Data Normalization.EX 03 Derive Job Level")
        .executes("OP Data Normalization.EX 04 Normalise Phone")
        .executes("OP Data Normalization.EX 05 Clear Placeholders")
    )
    acme.looks_like(
        "nesting-too-deep",
        everything,
        "a form's campaign > EX 00 Process Inbound > this > its normalisers: exactly three deep",
    )
    countries = (
        acme.executable(program, "EX 01 Normalise Country", "ISO short names, in English")
        .filter("Country", condition("Country", "is not empty"))
        .choices(
            "Change Data Value",
            when("Country", "is", ["US", "USA", "U.S."], value("Country", "United States")),
            when("Country", "is", ["Deutschland", "DE", "BRD"], value("Country", "Germany")),
            when("Country", "is", ["UK", "England"], value("Country", "United Kingdom")),
            when("Country", "is", ["DE", "Deutschland"], value("Country", "Germany")),
            otherwise(DO_NOTHING),
        )
    )
    acme.plant(
        "unreachable-choice",
        countries,
        "flow step 1 > choice 4",
        "choice 2 matches everyone from DE and Deutschland already",
    )
    states = (
        acme.executable(program, "EX 02 Normalise State", "Two-letter codes")
        .filter("State", condition("State", "is not empty"))
        .choices(
            "Change Data Value",
            when("State", "is", "Calif.", value("State", "CA")),
            when("State", "is", ["Calif.", "California", "Cali"], value("State", "CA")),
            when("State", "starts with", ["Tex"], value("State", "TX")),
            when("State", "is", ["N.Y.", "New York"], value("State", "NY")),
            otherwise(DO_NOTHING),
        )
    )
    acme.looks_like(
        "unreachable-choice",
        states,
        "the second choice repeats a value of the first, but has others that only it takes",
    )
    levels = (
        acme.executable(program, "EX 03 Derive Job Level", "From the words of the job title")
        .filter("Job Title", condition("Job Title", "is not empty"))
        .choices(
            "Change Data Value",
            when("Job Title", "is", ["CEO", "CTO", "CFO"], value("Job Level", "C-Level")),
            when("Job Title", "contains", ["Chief"], value("Job Level", "C-Level")),
            when("Job Title", "starts with", ["Director"], value("Job Level", "Director")),
            when("Job Title", "contains", ["Director"], value("Job Level", "Director")),
            otherwise(value("Job Level", "Individual Contributor")),
        )
    )
    acme.looks_like(
        "unreachable-choice",
        levels,
        "two choices look for Director, one at the start of the title and one anywhere in it",
    )
    acme.plant(
        "wait-in-executable",
        acme.executable(program, "EX 04 Normalise Phone", "International form with country code")
        .filter("Phone Number", condition("Phone Number", "is not empty"))
        .waits("10 minutes")
        .choices(
            "Change Data Value",
            when("Phone Number", "starts with", "00", value("Phone Format", "International")),
            otherwise(value("Phone Format", "National")),
        ),
        "flow step 1",
        "waits so that the country comes first; every caller would have to wait with it",
    )
    (
        acme.executable(program, "EX 05 Clear Placeholders", "n/a and its relatives")
        .filter("Company Name", condition("Company Name", "is not empty"))
        .choices(
            "Change Data Value",
            when("Company Name", "is", ["n/a", "none", "-", "xxx"], value("Company Name", "NULL")),
            otherwise(DO_NOTHING),
        )
    )


def _data_quality(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Data Quality", 1005, tree.data, "Scheduled jobs that keep the database clean"
    )
    caller = (
        acme.trigger(program, "01 Hard Bounce - Suspend at Once", "Does not wait for the night")
        .trigger("Email Bounces", condition("Category", "is", "2"))
        .executes("OP Data Quality.BT 02 Suspend Hard Bounces")
    )
    acme.plant(
        "execute-target-not-executable",
        caller,
        "flow step 1",
        "executes a campaign with a nightly schedule, which so cannot be an executable",
    )
    (
        acme.batch(program, "BT 01 Delete Junk", "Invalid addresses without any activity")
        .filter("Email Invalid", condition("Email Invalid", "is", "true"))
        .filter(
            "Not Opened Email",
            condition("Email", "is any"),
            condition("Date of Activity", "in past", "180 days"),
        )
        .step("Delete Lead", {"Delete from CRM": "false"})
    )
    (
        acme.batch(program, "BT 02 Suspend Hard Bounces", "Three bounces in a month are enough")
        .filter(
            "Email Bounced",
            condition("Category", "is", "2"),
            condition("Min. Number of Times", "at least", "3"),
        )
        .changes("Marketing Suspended", "true")
    )
    acme.plant(
        "trigger-token-in-batch",
        acme.batch(program, "BT 03 Flag Missing Country", "Puts people on the enrichment list")
        .filter("Country", condition("Country", "is empty"))
        .changes("Data Quality Note", "No country after {{trigger.Name}} ({{system.date}})")
        .step("Add to List", {"List Name": "OP Lists.Enrichment Queue"}),
        "flow step 1",
        "was copied from a trigger campaign: in a batch the token is empty",
    )
    acme.plant(
        "contradictory-filters",
        acme.batch(program, "BT 04 North America without State", "For the regional newsletter")
        .filter("Country", condition("Country", "is", "United States"))
        .filter("State", condition("State", "is empty"))
        .filter("Country", condition("Country", "is", "Canada"))
        .changes("Data Quality Note", "State missing"),
        "filter 3",
        "asks for people of the United States who are of Canada too",
    )
    either = (
        acme.batch(program, "BT 05 Europe without Postal Code", "Either country will do")
        .filter("Country", condition("Country", "is", "Germany"))
        .filter("Country", condition("Country", "is", "France"))
        .match("any")
        .changes("Data Quality Note", "Check the postal code")
    )
    acme.looks_like(
        "contradictory-filters", either, "asks for two countries as well, but any of them is enough"
    )
    custom = (
        acme.batch(program, "BT 06 Stale Records", "Old and quiet, or old and without a country")
        .filter("Created At", condition("Created At", "before", "2023-01-01"))
        .filter("Country", condition("Country", "is empty"))
        .filter("Not Filled Out Form", condition("Form Name", "is any"))
        .match("custom", "1 and (2 or 3)")
        .changes("Data Quality Note", "Stale")
    )
    acme.looks_like("filter-logic-gap", custom, "custom logic that names all of its three filters")
    acme.plant(
        "filter-logic-gap",
        acme.batch(program, "BT 07 Role Accounts", "info@, sales@ and the like")
        .filter("Email Address", condition("Email Address", "starts with", ["info@", "sales@"]))
        .filter("Lead Score", condition("Lead Score", "less than", "20"))
        .filter("Person Source", condition("Person Source", "is", "List Purchase"))
        .match("custom", "1 and (2 or 3) and 4")
        .changes("Data Quality Note", "Role account"),
        "",
        "its logic still names filter 4, which somebody deleted",
    )
    acme.plant(
        "filter-logic-gap",
        acme.batch(program, "BT 08 Free Mail Addresses", "Private addresses on business forms")
        .filter(*in_smart_list("OP Lists.SL Free Mail"))
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", "Known"))
        .filter("Lead Score", condition("Lead Score", "less than", "10"))
        .match("custom", "1 and 2")
        .changes("Data Quality Note", "Free mail"),
        "",
        "its logic leaves out filter 3, so the score does not count",
    )
    acme.plant(
        "filter-logic-gap",
        acme.batch(program, "BT 09 Unmatched Accounts", "Companies that Salesforce does not know")
        .filter("SFDC Account Id", condition("SFDC Account Id", "is empty"))
        .filter("Lead Score", condition("Lead Score", "greater than", "40"))
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", "MQL"))
        .match("custom", "1 and 2 or 3")
        .changes("Data Quality Note", "No account"),
        "",
        "its logic mixes and with or, without brackets",
    )
    acme.plant(
        "overwritten-value",
        acme.batch(program, "BT 10 Default Language", "Language of people who never chose one")
        .filter("Preferred Language", condition("Preferred Language", "is empty"))
        .changes("Preferred Language", "English")
        .changes("Preferred Language", "German"),
        "flow step 2",
        "sets English and at once German",
        profile="strict",
    )
    acme.plant(
        "not-filters-any",
        acme.batch(program, "BT 11 Quiet People", "Neither opened nor clicked for half a year")
        .filter(
            "Not Opened Email",
            condition("Email", "is any"),
            condition("Date of Activity", "in past", "180 days"),
        )
        .filter(
            "Not Clicked Link in Email",
            condition("Email", "is any"),
            condition("Date of Activity", "in past", "180 days"),
        )
        .match("any")
        .changes("Data Quality Note", "Quiet"),
        "",
        "asks for either, so only those who opened and clicked are left out",
    )
    silent = (
        acme.batch(program, "BT 12 Silent Visitors", "Nothing filled out, nothing visited")
        .filter("Not Filled Out Form", condition("Form Name", "is any"))
        .filter("Not Visited Web Page", condition("Web Page", "is any"))
        .changes("Data Quality Note", "Silent")
    )
    acme.looks_like(
        "not-filters-any", silent, "has negative filters only, but a person must meet all of them"
    )
    acme.plant(
        "suppression-under-any",
        acme.batch(program, "BT 13 Mailable by Post or Email", "For the printed catalog")
        .filter("Postal Code", condition("Postal Code", "is not empty"))
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .match("any")
        .changes("Data Quality Note", "Mailable"),
        "filter 2",
        "lets through everyone who has not unsubscribed, with or without a postal code",
    )
    acme.plant(
        "negated-asset",
        acme.batch(program, "BT 17 Never Got the Welcome", "Should get it now")
        .filter("Was Sent Email", condition("Email", "is not", "OP Subscription Center.Welcome"))
        .changes("Data Quality Note", "No welcome"),
        "filter 1",
        "finds everyone who was sent some other email, also those who got the welcome",
        profile="strict",
    )
    unwelcomed = (
        acme.batch(program, "BT 18 Never Got the Privacy Notice", "By the negative filter")
        .filter("Not Was Sent Email", condition("Email", "is", "OP Subscription Center.Privacy"))
        .changes("Data Quality Note", "No privacy notice")
    )
    acme.looks_like("negated-asset", unwelcomed, "negates the filter and names the email")
    suppressed = (
        acme.batch(program, "BT 14 Suppressed People", "Whom no email reaches")
        .filter("Unsubscribed", condition("Unsubscribed", "is", "true"))
        .filter("Email Invalid", condition("Email Invalid", "is", "true"))
        .match("any")
        .changes("Data Quality Note", "Suppressed")
    )
    acme.looks_like(
        "suppression-under-any", suppressed, "looks for suppressed people, of either kind"
    )
    acme.plant(
        "batch-without-filter",
        acme.batch(program, "BT 15 Reset Review Flag", "Before the quarterly review").changes(
            "Data Quality Review", "Open"
        ),
        "",
        "lost its filter, and so resets everyone every night",
    )
    chosen = acme.batch(program, "BT 16 Mark Reviewed", "Choices in place of filters").choices(
        "Change Data Value",
        when("Data Quality Note", "is", "Checked", value("Data Quality Review", "Done")),
        otherwise(DO_NOTHING),
    )
    acme.looks_like(
        "batch-without-filter", chosen, "has no filter, but its only default choice does nothing"
    )


def _lead_routing(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Lead Routing", 1006, tree.sales, "Owners for MQLs, and what happens if they do nothing"
    )
    acme.export.tokens(program, {"Default Queue": "Inbound Queue", "SLA": "4 hours"})
    (
        acme.trigger(program, "01 Account Based Routing", "Target accounts go to their own team")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Target Account People"))
        .executes("OP Lead Routing.EX 20 Find Account Owner")
        .executes("OP Lead Routing.EX Notify Owner")
    )
    (
        acme.trigger(program, "02 Owner Became Inactive", "Finds a successor")
        .trigger("Data Value Changes", condition("Attribute", "is", "Lead Owner Active"))
        .filter("Lead Owner Active", condition("Lead Owner Active", "is", "false"))
        .executes("OP Lead Routing.EX 30 Retry Assignment")
    )
    acme.plant(
        "token-in-choice",
        acme.trigger(program, "03 Owner Changed - Notify", "Tells the new owner, once")
        .trigger("Owner Changes", condition("New Owner", "is not", "Inbound Queue"))
        .changes("Owner Assigned At", "{{system.dateTime}}")
        .choices(
            "Send Alert",
            when(
                "Lead Owner Email Address",
                "is",
                "{{company.Account Owner Email}}",
                alert("OP Alerts.Known Account", "Account Owner"),
            ),
            otherwise(alert("OP Alerts.New Owner", "Lead Owner")),
        ),
        "flow step 2 > choice 1",
        "compares an address with the text of a token",
    )
    sla = (
        acme.listener(program, "TR 01 Route with SLA", "Routes, then starts the clock")
        .waits("5 minutes")
        .executes("OP Lead Routing.EX 00 Route Lead")
        .requests("OP Lead Routing.TR 02 SLA Check")
    )
    check = (
        acme.listener(program, "TR 02 SLA Check", "Has the owner done anything?")
        .waits("4 hours")
        .choices(
            "Request Campaign",
            when("Lead Status", "is", "Open", "OP Lead Routing.TR 03 SLA Escalation"),
            otherwise(DO_NOTHING),
        )
    )
    acme.listener(program, "TR 03 SLA Escalation", "One day more, then the manager").waits(
        "1 day"
    ).step("Send Alert", alert("OP Alerts.SLA Breach", "None", "{{my.Alert Recipients}}"))
    acme.looks_like(
        "request-cycle", sla, "a chain of three requests that ends, and does not go round"
    )
    acme.looks_like(
        "wait-in-executable", check, "waits, but flows request it: nothing executes it in series"
    )
    (
        acme.executable(program, "EX 00 Route Lead", "Chooses the region, then its territories")
        .filter("Lead Owner", condition("Lead Owner", "is", ["Inbound Queue", "Marketo Sync"]))
        .choices(
            "Execute Campaign",
            when("Country", "is", "United States", executing("EX 01 Assign US Territories")),
            when("Country", "is", ["Canada", "Mexico"], executing("EX 02 Assign Americas")),
            otherwise(executing("EX 03 Assign Rest of World")),
        )
        .changes("Routed At", "{{system.dateTime}}")
    )
    territories = (
        acme.executable(program, "EX 01 Assign US Territories", "By state")
        .filter("State", condition("State", "is not empty"))
        .choices(
            "Change Owner",
            when("State", "is", ["CA", "OR", "WA"], "Dana West"),
            when("State", "is", ["TX", "OK", "LA"], "Sam South"),
            when("State", "is", ["NY", "NJ", "MA"], "Erin East"),
            when("State", "is", ["TX", "OK", "LA"], "Lee Gulf"),
            otherwise("{{my.Default Queue}}"),
        )
    )
    acme.plant(
        "unreachable-choice",
        territories,
        "flow step 1 > choice 4",
        "no one is assigned to Lee Gulf: choice 2 has the same condition",
    )
    (
        acme.executable(program, "EX 02 Assign Americas", "Canada and Mexico").choices(
            "Change Owner",
            when("Country", "is", "Canada", "Kim North"),
            when("Country", "is", "Mexico", "Ana Sol"),
            otherwise("{{my.Default Queue}}"),
        )
    )
    (
        acme.executable(program, "EX 03 Assign Rest of World", "Partners look after these")
        .step("Change Owner", {"Owner": "Partner Desk"})
        .step(
            "Create Task",
            {"Subject": "New person abroad", "Assign To": "Partner Desk", "Due In": "2"},
        )
    )
    finder = (
        acme.executable(program, "EX 20 Find Account Owner", "Starts with the exact domain")
        .changes("Routing Note", "Account based")
        .executes("OP Lead Routing.EX 21 Match Account")
    )
    acme.plant(
        "execute-cycle",
        finder,
        "flow step 2",
        "EX 20 > EX 21 > EX 22 > EX 20; 01 Account Based Routing leads into it",
    )
    (
        acme.executable(program, "EX 21 Match Account", "By domain, then by name")
        .filter("Email Address", condition("Email Address", "is not empty"))
        .executes("OP Lead Routing.EX 22 Fallback Owner")
    )
    (
        acme.executable(program, "EX 22 Fallback Owner", "Tries again with the parent company")
        .changes("Routing Note", "Fallback")
        .choices(
            "Execute Campaign",
            when("Parent Company", "is not empty", [], executing("EX 20 Find Account Owner")),
            otherwise(DO_NOTHING),
        )
    )
    acme.plant(
        "execute-cycle",
        acme.executable(program, "EX 30 Retry Assignment", "Until an owner is found")
        .step("Change Owner", {"Owner": "{{my.Default Queue}}"})
        .executes("OP Lead Routing.EX 30 Retry Assignment"),
        "flow step 2",
        "executes itself",
    )
    acme.executable(program, "EX Notify Owner", "A task for whoever owns the person now").step(
        "Create Task",
        {"Subject": "Call within {{my.SLA}}", "Assign To": "Lead Owner", "Due In": "1"},
    )


def _form_processing(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Form Processing", 1007, tree.data, "What every form goes through before it is answered"
    )
    (
        acme.executable(program, "EX 00 Process Inbound", "Source, clean data, score, owner")
        .executes("OP Form Processing.EX 01 Assign Campaign Source")
        .executes("OP Data Normalization.EX 00 Normalise All")
        .executes("OP Scoring - Demographic.EX 00 Score Demographics")
        .executes("OP Lead Routing.EX 00 Route Lead")
    )
    acme.plant(
        "executable-smart-list-invalid",
        acme.executable(program, "EX 01 Assign Campaign Source", "First touch only")
        .filter("Person Source", condition("Person Source", "is empty"))
        .filter(
            *in_smart_list(
                "OP Lists.SL Paid Campaign Responders",
                isError=True,
                errorMessage="Smart list 'OP Lists.SL Paid Campaign Responders' not found",
            )
        )
        .changes("Person Source", "{{lead.UTM Source}}"),
        "filter 2",
        "refers to a smart list that was deleted: no one qualifies, and no error shows",
    )
    (
        acme.executable(program, "EX 02 Set Consent Fields", "From the checkbox of the form")
        .filter("Opt-in", condition("Opt-in", "is", "true"))
        .changes("Consent Source", "{{program.name}}")
        .changes("Consent Date", "{{system.date}}")
    )
    (
        acme.trigger(program, "01 Consent Checkbox Ticked", "On any form that has the checkbox")
        .trigger("Data Value Changes", condition("Attribute", "is", "Opt-in"))
        .executes("OP Form Processing.EX 02 Set Consent Fields")
    )
    draft = acme.idle(program, "02 Progressive Profiling", "Idea for next year, nothing in it yet")
    acme.looks_like("empty-flow", draft, "has no steps, but it never ran and nothing calls it")


def _sfdc_sync(acme: Acme, tree: Tree) -> None:
    program = acme.program("OP SFDC Sync", 1008, tree.sales, "What goes to Salesforce, and when")
    acme.plant(
        "queue-owner",
        acme.trigger(program, "01 Sync New MQL", "Not before the record is complete")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lifecycle Stage"),
            condition("New Value", "is", "MQL"),
        )
        .executes("OP SFDC Sync.EX 01 Prepare for Sync")
        .step("Sync Lead to SFDC", {"Assign To": "Inbound Queue"}),
        "flow step 2",
        "a contact who becomes an MQL again gets a second record, a lead in the queue",
        profile="strict",
    )
    (
        acme.trigger(program, "02 Push Status to SFDC", "Keeps the campaign member status in step")
        .trigger("Data Value Changes", condition("Attribute", "is", "Lead Status"))
        .filter("SFDC Type", condition("SFDC Type", "is", ["Lead", "Contact"]))
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"})
    )
    (
        acme.trigger(program, "03 Sync Error Reported", "The connector writes errors to a field")
        .trigger("Data Value Changes", condition("Attribute", "is", "SFDC Sync Error"))
        .filter("SFDC Sync Error", condition("SFDC Sync Error", "is not empty"))
        .requests("OP SFDC Sync.TR 01 Sync and Retry")
    )
    acme.plant(
        "sync-before-change",
        acme.trigger(program, "04 Partner Lead to SFDC", "Partners want to see their leads")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Partner Leads"))
        .step("Sync Lead to SFDC", {"Assign To": "Partner Desk"})
        .changes("Partner Synced At", "{{system.dateTime}}"),
        "flow step 1",
        "synchronises first and changes the person afterwards",
        profile="strict",
    )
    backlog = (
        acme.batch(program, "05 Sync Backlog", "People that the night before left behind")
        .filter("SFDC Type", condition("SFDC Type", "is empty"))
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is", ["MQL", "SAL"]))
        .step("Sync Lead to SFDC", {"Assign To": "Inbound Queue"})
    )
    acme.looks_like(
        "queue-owner", backlog, "fills the same queue, but only with people not in Salesforce"
    )
    acme.plant(
        "request-cycle",
        acme.listener(program, "TR 01 Sync and Retry", "Tries to synchronise once more")
        .waits("10 minutes")
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"})
        .requests("OP SFDC Sync.TR 02 Wait for Sync"),
        "flow step 3",
        "TR 01 > TR 02 > TR 01: people whose sync keeps failing go round for ever",
    )
    (
        acme.listener(program, "TR 02 Wait for Sync", "Gives the connector an hour")
        .waits("1 hour")
        .requests("OP SFDC Sync.TR 01 Sync and Retry")
    )
    acme.plant(
        "executable-smart-list-invalid",
        acme.executable(
            program, "EX 01 Prepare for Sync", "Fills what Salesforce requires", status="Invalid"
        )
        .filter("Last Name", condition("Last Name", "is empty"))
        .changes("Last Name", "[not provided]"),
        "",
        "Marketo itself calls the campaign invalid",
    )
    acme.plant(
        "activation-cycle",
        acme.trigger(program, "06 Sales Touch - Stamp", "Sales touches count for the last touch")
        .trigger("Data Value Changes", condition("Attribute", "is", "Last Sales Touch"))
        .changes("Last Touch", "{{system.dateTime}}"),
        "flow step 1",
        "activates WEB Contact & Demo.06, which stamps the sales touch and activates this again",
    )


def _alerts(acme: Acme, tree: Tree) -> None:
    program = acme.program("OP Alerts", 1009, tree.sales, "Mails and moments for sales people")
    inherited = (
        acme.listener(program, "TR MQL Alert", "To the owner, with a copy to marketing")
        .waits("5 minutes")
        .step("Send Alert", alert("OP Alerts.New MQL", "Lead Owner", "{{my.Alert Recipients}}"))
    )
    acme.looks_like(
        "undefined-my-token",
        inherited,
        "neither its program nor the folder above has the token; the folder above that one has",
    )
    (
        acme.listener(program, "TR Demo Request Alert", "Within minutes, not hours")
        .waits("2 minutes")
        .step(
            "Send Alert", alert("OP Alerts.Demo Request", "Lead Owner", "{{my.Alert Recipients}}")
        )
    )
    (
        acme.listener(
            program, "TR Partner Alert", "Switched off in spring and forgotten", isActive=False
        )
        .waits("5 minutes")
        .step("Send Alert", alert("OP Alerts.Partner", "None", "partners@acme.example"))
    )
    acme.plant(
        "listener-never-requested",
        acme.listener(program, "TR Renewal Alert", "Was requested by a campaign that is gone")
        .waits("1 day")
        .step("Send Alert", alert("OP Alerts.Renewal", "Account Owner")),
        "",
        "accepts requests, but no flow requests it",
        profile="strict",
    )
    acme.plant(
        "request-runs-once",
        acme.listener(
            program,
            "TR Stamp Alert Date",
            "For the response-time report",
            qualificationRuleType="once",
        ).changes("Last Alert At", "{{system.dateTime}}"),
        "",
        "was left on the default, once: later alerts leave the date of the first one",
        profile="strict",
    )
    first = (
        acme.trigger(
            program, "03 First Sales Activity", "Never changes", qualificationRuleType="once"
        )
        .trigger("Data Value Changes", condition("Attribute", "is", "First Sales Activity"))
        .changes("First Sales Activity At", "{{system.dateTime}}")
    )
    acme.looks_like("request-runs-once", first, "runs only once as well, but no flow requests it")
    form_fills = acme.executable(program, "EX 01 Log Form Fill", "Names the form in a moment").step(
        "Interesting Moment", moment("Web", "Filled out {{trigger.Name}} on {{trigger.Web Page}}")
    )
    acme.looks_like(
        "trigger-token-in-executable",
        form_fills,
        "uses trigger tokens, but only trigger campaigns execute it, and they pass their context",
    )
    acme.executable(program, "EX 02 Log Campaign", "Names the program in a moment").step(
        "Interesting Moment", moment("Milestone", "Went through {{program.name}}")
    )
    acme.plant(
        "trigger-token-in-executable",
        acme.executable(program, "EX 03 Log Activity", "Names what happened in a moment").step(
            "Interesting Moment", moment("Web", "Last activity: {{trigger.Name}}")
        ),
        "flow step 1",
        "OP Lifecycle.06, a batch campaign, executes it: the token is empty",
    )
    acme.executable(program, "EX Notify Owner", "A mail to whoever owns the person now").step(
        "Send Alert", alert("OP Alerts.Owner Notice", "Lead Owner")
    )
    (
        acme.trigger(program, "01 Hot Person without Owner", "Somebody has to call")
        .trigger(
            "Score is Changed",
            condition("Score Name", "is", "Lead Score"),
            condition("New Score", "at least", "90"),
        )
        .filter("Lead Owner", condition("Lead Owner", "is empty"))
        .executes("OP Alerts.EX Notify Owner")
        .executes("OP Alerts.EX 02 Log Campaign")
    )
    stamp = (
        acme.trigger(program, "02 Replied to Alert", "Measures how fast sales reacts")
        .trigger("Data Value Changes", condition("Attribute", "is", "Last Sales Activity"))
        .requests("OP Alerts.TR Stamp Alert Date")
    )
    acme.plant(
        "request-could-execute",
        stamp,
        "flow step 1",
        "the target neither waits nor calls a webhook: it could run in series",
        profile="strict",
    )


def _subscription_center(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Subscription Center", 1010, tree.compliance, "Unsubscribes, preferences, suspensions"
    )
    (
        acme.trigger(program, "01 Global Unsubscribe", "Whatever the channel it came through")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Unsubscribed"),
            condition("New Value", "is", "true"),
        )
        .executes("OP Subscription Center.EX 01 Apply Unsubscribe")
        .requests("OP Subscription Center.TR 02 Unsubscribe Clean-up")
    )
    caller = (
        acme.trigger(program, "02 Preferences Form", "Topics and frequency")
        .trigger(
            "Fills Out Form", condition("Form Name", "is", "OP Subscription Center.Preferences")
        )
        .executes("OP Subscription Center.EX 02 Derive Topics")
        .requests("OP Subscription Center.TR 01 Preferences via API")
    )
    acme.plant(
        "request-source-mismatch",
        caller,
        "flow step 2",
        "the target lets only the web service in, so this request does nothing",
    )
    (
        acme.trigger(program, "03 Resubscribe", "Needs a form, an opened mail is not consent")
        .trigger(
            "Fills Out Form", condition("Form Name", "is", "OP Subscription Center.Welcome Back")
        )
        .changes("Unsubscribed", "false")
        .changes("Unsubscribed Reason", "NULL")
        .sends("OP Subscription Center.Welcome Back")
    )
    acme.plant(
        "wait-too-long",
        acme.trigger(program, "04 Snooze", "No mail for a season")
        .trigger("Fills Out Form", condition("Form Name", "is", "OP Subscription Center.Snooze"))
        .changes("Marketing Suspended", "true")
        .waits("120 days")
        .changes("Marketing Suspended", "false"),
        "flow step 2",
        "four months: longer than flows usually stay as they are",
        profile="strict",
    )
    conditional = (
        acme.trigger(program, "05 Frequency Capped", "Only for those who still want mail")
        .trigger("Data Value Changes", condition("Attribute", "is", "Mail Frequency"))
        .choices(
            "Remove from Flow",
            when("Unsubscribed", "is", "true", "this campaign"),
            otherwise(DO_NOTHING),
        )
        .step("Change Nurture Cadence", {"Program": "NUR Prospect Nurture", "Cadence": "Paused"})
    )
    acme.looks_like(
        "steps-after-removal",
        conditional,
        "goes on after Remove from Flow, which only a choice does",
    )
    (
        acme.trigger(program, "TR 01 Preferences via API", "For the customer portal")
        .trigger("Campaign is Requested", is_requested(FROM_API))
        .step("Interesting Moment", moment("Web", "Changed preferences in the portal"))
    )
    either = (
        acme.trigger(program, "TR 02 Unsubscribe Clean-up", "For flows and for the call centre")
        .trigger("Campaign is Requested", is_requested([FROM_API, FROM_FLOW]))
        .waits("1 hour")
        .step("Remove from List", {"List Name": "OP Lists.Newsletter"})
        .removes_from_flow("NUR Prospect Nurture.05 Content Follow-up")
        .changes("Mail Frequency", "Never")
    )
    acme.looks_like("request-source-mismatch", either, "lets the web service in, but flows too")
    acme.looks_like(
        "steps-after-removal",
        either,
        "goes on after an unconditional Remove from Flow, which is aimed at another campaign",
    )
    acme.plant(
        "remove-from-flow-in-executable",
        acme.executable(program, "EX 01 Apply Unsubscribe", "Everything that an unsubscribe means")
        .changes("Mail Frequency", "Never")
        .step("Interesting Moment", moment("Milestone", "Unsubscribed on {{system.date}}"))
        .removes_from_flow(),
        "flow step 3",
        "ends 01 Global Unsubscribe too, before it requests the clean-up",
    )
    (
        acme.executable(program, "EX 02 Derive Topics", "From the four checkboxes").choices(
            "Change Data Value",
            when("Topic Pumps", "is", "true", value("Primary Topic", "Pumps")),
            when("Topic Reuse", "is", "true", value("Primary Topic", "Reuse")),
            otherwise(value("Primary Topic", "General")),
        )
    )


def _enrichment(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "OP Enrichment", 1011, tree.data, "Company data from the vendor, through a webhook"
    )
    (
        acme.trigger(program, "01 New Person - Enrich", "Only business addresses")
        .trigger(
            "Lead is Created", condition("Source Type", "is", ["Web form fillout", "List import"])
        )
        .executes("OP Enrichment.EX 01 Enrich Company")
    )
    (
        acme.trigger(program, "02 Demo Requester - Enrich", "Sales wants the full picture")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Demo Request"))
        .requests("OP Enrichment.TR 01 Enrich with Vendor")
    )
    (
        acme.trigger(program, "03 Enrichment Expired", "After a change of company")
        .trigger("Data Value Changes", condition("Attribute", "is", "Company Name"))
        .requests("OP Enrichment.TR 02 Enrich Again")
    )
    acme.plant(
        "webhook-in-batch",
        acme.batch(
            program,
            "BT 01 Weekly Refresh",
            "Everybody whose data is older than a year",
            recurrence=recurring("Weekly", weekdayMask=["Saturday"]),
        )
        .filter("Enriched At", condition("Enriched At", "before", "365 days ago"))
        .changes("Enrichment Status", "Pending")
        .calls_webhook("Company Data"),
        "flow step 2",
        "webhooks are called for trigger campaigns only",
    )
    hook = (
        acme.listener(program, "TR 01 Enrich with Vendor", "The call itself")
        .calls_webhook("Company Data")
        .waits("2 minutes")
        .changes("Enriched At", "{{system.dateTime}}")
    )
    acme.looks_like(
        "webhook-in-executable", hook, "calls a webhook, but flows request it: a trigger campaign"
    )
    acme.plant(
        "request-cycle",
        acme.listener(program, "TR 02 Enrich Again", "Until the vendor knows the company")
        .waits("1 day")
        .executes("OP Enrichment.EX 02 Check Enrichment"),
        "flow step 2",
        "TR 02 executes EX 02, which requests TR 02: half of the cycle is a request",
    )
    acme.plant(
        "webhook-in-executable",
        acme.executable(program, "EX 01 Enrich Company", "Was a trigger campaign once")
        .filter("Email Address", condition("Email Address", "is not empty"))
        .changes("Enrichment Status", "Pending")
        .calls_webhook("Company Data")
        .changes("Enriched At", "{{system.dateTime}}"),
        "flow step 2",
        "webhooks never run in an executable",
    )
    acme.plant(
        "request-from-executable",
        acme.executable(program, "EX 02 Check Enrichment", "Sorts out what came back")
        .filter("Enrichment Status", condition("Enrichment Status", "is", "Pending"))
        .changes("Enrichment Attempts", "{{lead.Enrichment Attempts}} and one more")
        .requests("OP Enrichment.TR 02 Enrich Again"),
        "flow step 2",
        "what it requests runs beside its caller, not before the caller's next step",
        profile="strict",
    )


def _lists(acme: Acme, tree: Tree) -> None:
    program = acme.program("OP Lists", 1012, tree.data, "Smart lists that campaigns share")

    def smart_list(name: str, id: int) -> SmartList:
        return acme.export.smart_list(name, id=id, folder=program, **dates(id))

    (
        smart_list("SL Marketable", 3001)
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .filter("Email Invalid", condition("Email Invalid", "is", "false"))
        .filter("Marketing Suspended", condition("Marketing Suspended", "is", "false"))
        .filter("Email Address", condition("Email Address", "is not empty"))
    )
    smart_list("SL Competitors", 3002).filter(
        "Company Name", condition("Company Name", "contains", ["Aqualux", "Pumpworks", "Hydrion"])
    )
    smart_list("SL Free Mail", 3003).filter(
        "Email Address", condition("Email Address", "contains", ["@mail.example", "@inbox.example"])
    )
    smart_list("SL Customers", 3004).filter(
        "Lifecycle Stage", condition("Lifecycle Stage", "is", "Customer")
    )
    acme.plant(
        "smart-list-cycle",
        smart_list("SL Hot Accounts", 3005)
        .filter(*in_smart_list("OP Lists.SL Target Accounts"))
        .filter("Lead Score", condition("Lead Score", "at least", "80")),
        "filter 1",
        "SL Hot Accounts > SL Target Accounts > SL Hot Accounts",
    )
    (
        smart_list("SL Target Accounts", 3006)
        .filter(*in_smart_list("OP Lists.SL Hot Accounts"))
        .filter("Account Tier", condition("Account Tier", "is", ["1", "2"]))
        .match("any")
    )
    outer = (
        smart_list("SL Newsletter Audience", 3007)
        .filter(*in_smart_list("OP Lists.SL Prospects"))
        .filter("Mail Frequency", condition("Mail Frequency", "is not", "Never"))
    )
    (
        smart_list("SL Prospects", 3008)
        .filter(*in_smart_list("OP Lists.SL Marketable"))
        .filter("Lifecycle Stage", condition("Lifecycle Stage", "is not", "Customer"))
    )
    acme.looks_like(
        "smart-list-cycle", outer, "a chain of three smart lists that ends at SL Marketable"
    )
    (
        acme.batch(program, "01 Refresh Target Account List", "The static list that ads use")
        .filter(*in_smart_list("OP Lists.SL Target Accounts"))
        .step("Add to List", {"List Name": "OP Lists.Target Account People"})
    )
    (
        acme.batch(program, "02 Refresh Newsletter List", "The static list that the agency uses")
        .filter(*in_smart_list("OP Lists.SL Newsletter Audience"))
        .step("Add to List", {"List Name": "OP Lists.Newsletter"})
    )
    (
        acme.trigger(
            program,
            "03 Partner Lead Imported",
            "From the partner portal of 2024",
            updatedAt="2025-01-20T14:05:31Z+0000",
        )
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Partner Import"))
        .step("Add to List", {"List Name": "OP Lists.Partner Leads"})
    )


def _partner_portal(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "WEB Partner Portal", 1013, tree.content, "Applications of resellers", channel="Web Content"
    )
    caller = (
        acme.trigger(program, "01 Fill Out - Partner Application", "Runs the whole intake")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Partner Portal.Application"))
        .executes("WEB Partner Portal.EX 10 Partner Intake")
        .requests("OP Alerts.TR Partner Alert")
    )
    acme.plant(
        "request-target-inactive",
        caller,
        "flow step 2",
        "the alert that it asks for is switched off",
    )
    (
        acme.executable(program, "EX 10 Partner Intake", "First of four")
        .changes("Person Source", "Partner Portal")
        .executes("WEB Partner Portal.EX 11 Partner Qualify")
    )
    (
        acme.executable(program, "EX 11 Partner Qualify", "Second of four")
        .changes("Partner Status", "In Review")
        .executes("WEB Partner Portal.EX 12 Partner Assign")
    )
    acme.plant(
        "nesting-too-deep",
        acme.executable(program, "EX 12 Partner Assign", "Third of four")
        .step("Change Owner", {"Owner": "Partner Desk"})
        .executes("WEB Partner Portal.EX 13 Partner Notify"),
        "flow step 2",
        "01 > EX 10 > EX 11 > EX 12 > EX 13: the fourth level of executables",
    )
    acme.plant(
        "missing-description",
        acme.executable(program, "EX 13 Partner Notify", "").step(
            "Create Task", {"Subject": "New partner", "Assign To": "Partner Desk", "Due In": "3"}
        ),
        "",
        "an executable that says nothing about what it expects and does",
        profile="strict",
    )
    acme.plant(
        "leftover-name",
        acme.trigger(program, "Copy of 02 Fill Out - Deal Registration", "The copy went live")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Partner Portal.Deal"))
        .changes("Partner Status", "Deal Registered"),
        "",
        "active under the name that cloning gave it",
        profile="strict",
    )
    acme.plant(
        "sync-before-change",
        _deal(acme, program, "03 Deal Registered - SFDC Campaign", "Deal Registered")
        .step("Add to SFDC Campaign", {"Campaign": "Partner Deals", "Status": "Registered"})
        .changes("Partner Tier", "Silver"),
        "flow step 1",
        "adding someone to the SFDC campaign syncs new people before the tier is set",
        profile="strict",
    )
    known = (
        _deal(acme, program, "04 Deal Won - SFDC Campaign", "Deal Won")
        .filter("SFDC Type", condition("SFDC Type", "is", "Contact"))
        .step("Add to SFDC Campaign", {"Campaign": "Partner Deals", "Status": "Won"})
        .changes("Partner Tier", "Gold")
    )
    acme.looks_like(
        "sync-before-change", known, "sets the tier afterwards as well, but only for contacts"
    )
    acme.plant(
        "request-then-read",
        _deal(acme, program, "05 Deal Rejected - Task", "Deal Rejected")
        .requests("OP Alerts.TR Stamp Alert Date")
        .step("Create Task", {"Subject": "Explain", "Assign To": "Partner Desk", "Due In": "2"}),
        "flow step 1",
        "the task syncs new people, with or without the date that the request sets",
        profile="strict",
    )
    acme.looks_like(
        "request-then-read",
        _deal(acme, program, "06 Deal Expired - Task", "Deal Expired")
        .requests("OP Alerts.TR Stamp Alert Date")
        .waits("10 minutes")
        .step("Create Task", {"Subject": "Renew", "Assign To": "Partner Desk", "Due In": "2"}),
        "creates a task as well, but after the requested campaign had ten minutes",
    )
    acme.plant(
        "unknown-asset",
        acme.batch(program, "07 Customers - Flag Partners", "Partners that buy from us as well")
        .filter(*in_smart_list("OP Lists.SL Customer"))
        .filter("Partner Status", condition("Partner Status", "is not empty"))
        .changes("Partner Type", "Customer"),
        "filter 1",
        "the smart list is called SL Customers",
    )
    duplicates = (
        acme.batch(program, "08 Duplicates - Flag Partners", "For the clean-up every quarter")
        .filter(*in_smart_list("Possible Duplicates"))
        .filter("Partner Status", condition("Partner Status", "is not empty"))
        .changes("Partner Note", "Possible duplicate")
    )
    acme.looks_like(
        "unknown-asset", duplicates, "the list is not in the export, but every instance has it"
    )
    acme.plant(
        "outside-program",
        acme.export.campaign(
            "Portal Password Reset Log",
            id=2990,
            folder=tree.content,
            description="Made in a hurry, in the folder beside the program",
            isActive=True,
            **dates(2990),
        )
        .trigger("Visits Web Page", condition("Web Page", "is", "WEB Partner Portal.Reset"))
        .step("Interesting Moment", moment("Web", "Reset the portal password")),
        "",
        "stands in a plain folder, where it can have no My Tokens",
        profile="strict",
    )
    acme.plant(
        "token-outside-program",
        acme.export.campaign(
            "Portal Login Log",
            id=2991,
            folder=tree.content,
            description="Copied out of the program, with its tokens",
            isActive=True,
            **dates(2991),
        )
        .trigger("Visits Web Page", condition("Web Page", "is", "WEB Partner Portal.Login"))
        .step("Interesting Moment", moment("Web", "Logged in to {{program.name}}")),
        "flow step 1",
        "has no program whose name the token could be",
    )
    acme.looks_like(
        "token-outside-program",
        acme.export.campaign(
            "Portal Outage Alert",
            id=2992,
            folder=tree.sales,
            description="For the few who see the error page",
            isActive=True,
            **dates(2992),
        )
        .trigger("Visits Web Page", condition("Web Page", "is", "WEB Partner Portal.Error"))
        .step("Send Alert", alert("OP Alerts.Outage", "None", "{{my.Alert Recipients}}")),
        "a folder above the campaign defines the token",
    )


def _deal(acme: Acme, program: Program, name: str, status: str) -> Campaign:
    """A trigger campaign for a new status of a partner."""
    return acme.trigger(program, name, "Follows the partner status").trigger(
        "Data Value Changes",
        condition("Attribute", "is", "Partner Status"),
        condition("New Value", "is", status),
    )


def _pump_webinar(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "WBN 2026-09 Pump Monitoring 101",
        1014,
        tree.events,
        "Live webinar for maintenance teams",
        type="webinar",
        channel="Webinar",
        startDate="2026-09-24T15:00:00Z+0000",
        endDate="2026-09-24T16:00:00Z+0000",
    )
    acme.export.tokens(
        program,
        {
            "Event Name": "Pump Monitoring 101",
            "Event Date": ("date", "2026-09-24"),
            "Score Event": ("score", "+20"),
        },
    )
    _invitation(acme, program)
    registered = _registered(acme, program)
    acme.looks_like(
        "ambiguous-campaign",
        registered,
        "requests `02 Reminders`, which both webinars have; its own program's is meant",
    )
    reminders = _reminders(acme, program)
    acme.looks_like(
        "date-token-wait-in-batch", reminders, "waits for a date token, in a trigger campaign"
    )
    attended = _attended(acme, program, context=False)
    acme.plant(
        "token-context-dropped",
        attended,
        "flow step 2",
        "keeps its +20 to itself: EX 02 Score Event adds the +5 of its own program",
    )
    acme.plant(
        "smart-list-invalid",
        acme.trigger(program, "04 No Show", "Sends the recording")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "is", program.name),
            condition("New Status", "is", "No Show"),
        )
        .filter(
            "Member of List",
            condition(
                "List Name",
                "in",
                ["OP Lists.Webinar Opt-outs"],
                isError=True,
                errorMessage="Static list 'OP Lists.Webinar Opt-outs' not found",
            ),
        )
        .sends(f"{program.name}.Recording for No-Shows"),
        "filter 1",
        "refers to a static list that was deleted: no one gets the recording",
    )
    _on_demand(acme, program)


def _reuse_webinar(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "WBN 2026.10 Water Reuse v2.0",
        1015,
        tree.events,
        "Second run of the spring webinar",
        type="webinar",
        channel="Webinar",
        startDate="2026-10-15T15:00:00Z+0000",
        endDate="2026-10-15T16:00:00Z+0000",
    )
    acme.export.tokens(
        program,
        {
            "Event Name": "Water Reuse",
            "Event Date": ("date", "2026-10-15"),
            "Score Event": ("score", "+15"),
        },
    )
    _invitation(acme, program)
    dotted = _registered(acme, program, reminders=f"{program.name}.02 Reminders")
    acme.looks_like(
        "unknown-campaign", dotted, "the program in its reference has dots in its own name"
    )
    _reminders(acme, program)
    _attended(acme, program, context=True)
    (
        acme.trigger(program, "04 No Show", "Sends the recording")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "is", program.name),
            condition("New Status", "is", "No Show"),
        )
        .sends(f"{program.name}.Recording for No-Shows")
    )
    _on_demand(acme, program)
    last_call = (
        acme.batch(program, "07 Last Call", "For those who opened the invitation only")
        .filter("Opened Email", condition("Email", "is", f"{program.name}.Invitation"))
        .waits("{{my.Event Date}}")
        .sends(f"{program.name}.Last Call")
    )
    acme.plant(
        "date-token-wait-in-batch",
        last_call,
        "flow step 1",
        "date tokens hold people in trigger campaigns only, so the last call goes out at once",
    )
    acme.plant(
        "recurring-mail-every-time",
        last_call,
        "flow step 2",
        "runs every day, and people who opened the invitation get the last call every day",
        profile="strict",
    )
    again = (
        acme.batch(program, "08 Invitation - Second Try", "Who was invited and did not open it")
        .filter("Was Sent Email", condition("Email", "is", f"{program.name}.Invitation"))
        .filter("Not Opened Email", condition("Email", "is", f"{program.name}.Invitation"))
        .filter("Not Was Sent Email", condition("Email", "is", f"{program.name}.Second Try"))
        .sends(f"{program.name}.Second Try")
    )
    acme.looks_like(
        "recurring-mail-every-time", again, "runs every day as well, but sends to no one twice"
    )


def _trade_show(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "TRS 2026-10 AquaExpo Chicago",
        1016,
        tree.events,
        "Booth, meetings and dinner",
        type="event",
        channel="Tradeshow",
        costs=[{"startDate": "2026-10-01T00:00:00Z+0000", "cost": 48000, "note": "Booth"}],
    )
    acme.export.tokens(program, {"Score Event": ("score", "+25"), "Booth": "Hall B, 214"})
    acme.plant(
        "repeated-step",
        acme.trigger(program, "01 Booth Scan", "From the scanner's import list")
        .trigger("Added to List", condition("List Name", "is", f"{program.name}.Booth Scans"))
        .step(
            "Change Status in Progression", {"Program": program.name, "New Status": "Visited Booth"}
        )
        .scores("Behavior Score", "{{my.Score Event}}")
        .scores("Behavior Score", "{{my.Score Event}}"),
        "flow step 3",
        "the same score twice: a slip of the mouse worth 25 points",
    )
    moments = (
        acme.trigger(program, "02 Meeting Booked", "From the meeting form")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Meeting"))
        .step("Interesting Moment", moment("Milestone", "Booked a meeting at {{my.Booth}}"))
        .step("Interesting Moment", moment("Web", "Filled out the meeting form"))
        .executes("OP Scoring - Behavior.EX 02 Score Event")
        .executes("OP Alerts.EX 02 Log Campaign")
    )
    acme.looks_like(
        "repeated-step", moments, "two Interesting Moments side by side, with different texts"
    )
    acme.plant(
        "communication-limit-off",
        acme.idle(
            program,
            "03 Pre-Show Invitation",
            "One mail, three weeks before",
            status="Single Run",
            isCommunicationLimitEnabled=False,
        )
        .filter(*in_smart_list("OP Lists.SL Marketable"))
        .filter("State", condition("State", "is", ["IL", "WI", "IN", "MI"]))
        .sends(f"{program.name}.Invitation"),
        "",
        "sends to people who have had their share of mail this week",
        profile="strict",
    )
    follow_up = (
        acme.idle(program, "04 Post-Show Follow-up", "Waits for its date")
        .filter("Member of Program", condition("Program", "in", program.name))
        .choices(
            "Send Email",
            when("Lead Score", "at least", "65", f"{program.name}.Follow-up by Sales"),
            otherwise(f"{program.name}.Follow-up"),
        )
    )
    acme.looks_like("send-without-membership", follow_up, "sends to members of the program only")


def _prospect_nurture(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "NUR Prospect Nurture",
        1017,
        tree.nurture,
        "Awareness, consideration and decision",
        type="nurture",
        channel="Nurture",
        status="on",
    )
    acme.export.tokens(program, {"Next Step Link": "https://acme.example/next"})
    (
        acme.batch(program, "01 Enter Awareness", "Marketable prospects that are in no nurture")
        .filter(*in_smart_list("OP Lists.SL Prospects"))
        .filter("Not Member of Nurture", condition("Nurture", "in", program.name))
        .step("Add to Nurture", {"Program": program.name, "Stream": "Awareness"})
    )
    (
        acme.trigger(program, "02 Move to Consideration", "After the first product page")
        .trigger("Visits Web Page", condition("Web Page", "contains", "/products/"))
        .filter("Member of Nurture", condition("Nurture", "in", program.name))
        .step("Change Nurture Track", {"Program": program.name, "Stream": "Consideration"})
    )
    (
        acme.trigger(program, "03 Pause - Became MQL", "Sales talks now, marketing listens")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lifecycle Stage"),
            condition("New Value", "is", ["MQL", "SAL", "SQL"]),
        )
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Paused"})
    )
    (
        acme.trigger(program, "04 Resume - Recycled", "After a cool-down of two weeks")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lifecycle Stage"),
            condition("New Value", "is", "Recycled"),
        )
        .waits("2 weeks")
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Normal"})
    )
    acme.plant(
        "wait-unreadable",
        acme.trigger(program, "05 Content Follow-up", "The same day, but not at once")
        .trigger("Clicks Link in Email", condition("Email", "contains", "NUR Prospect Nurture"))
        .waits("4 hrs")
        .sends("NUR Prospect Nurture.Deeper Content")
        .step("Interesting Moment", moment("Email", "Was sent {{my.Next Step Link}}")),
        "flow step 1",
        "an abbreviation: Marketo passes over the wait",
    )
    readable = (
        acme.trigger(program, "06 Calculator Follow-up", "The same day, but not at once")
        .trigger("Clicks Link", condition("Link", "contains", "/calculator"))
        .waits("4 hours")
        .sends("NUR Prospect Nurture.Calculator Results")
    )
    acme.looks_like("wait-unreadable", readable, "the same wait, spelled out")
    acme.plant(
        "send-without-membership",
        readable,
        "flow step 2",
        "the calculator is for everyone, and nothing adds its users to the nurture",
        profile="audit",
    )


def _customer_nurture(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "NUR Customer Onboarding",
        1018,
        tree.nurture,
        "The first 30 days with the monitoring service",
        type="nurture",
        channel="Nurture",
        status="on",
    )
    acme.export.tokens(program, {"Onboarding Manager": "onboarding@acme.example"})
    two_waits = (
        acme.trigger(program, "01 Welcome Series", "Three mails in the first week")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.New Customers"))
        .sends("NUR Customer Onboarding.Welcome")
        .waits("2 days")
        .sends("NUR Customer Onboarding.Connect a Pump")
        .waits("2 days")
        .sends("NUR Customer Onboarding.Read the Dashboard")
    )
    acme.looks_like("repeated-step", two_waits, "two like Waits, with a mail between them")
    acme.plant(
        "no-recheck-after-wait",
        two_waits,
        "flow step 3",
        "02 should stop the series for who cancels, but removes people from its own flow only",
        profile="audit",
    )
    acme.plant(
        "steps-after-removal",
        acme.trigger(program, "02 Exit - Contract Cancelled", "Stops the series")
        .trigger("Data Value Changes", condition("Attribute", "is", "Contract Status"))
        .filter("Contract Status", condition("Contract Status", "is", "Cancelled"))
        .removes_from_flow()
        .changes("Onboarding Status", "Stopped"),
        "flow step 2",
        "no one is left in the flow to have the field changed",
    )
    acme.plant(
        "wait-last",
        acme.trigger(program, "03 Training Completed", "Closes the onboarding")
        .trigger("Fills Out Form", condition("Form Name", "is", "NUR Customer Onboarding.Quiz"))
        .step(
            "Send Alert",
            alert("NUR Customer Onboarding.Completed", "None", "{{my.Onboarding Manager}}"),
        )
        .waits("1 week"),
        "flow step 2",
        "waits for a week, and then for nothing",
        profile="strict",
    )
    (
        acme.trigger(program, "04 No First Login", "Somebody should call")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.No Login After 7 Days"))
        .step(
            "Create Task",
            {
                "Subject": "Help {{lead.First Name}} to log in",
                "Assign To": "Lead Owner",
                "Due In": "1",
            },
        )
    )
    trial = (
        acme.trigger(program, "20 Trial Ending", "Two mails before the trial ends")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Trials"))
        .sends("NUR Customer Onboarding.Trial Started")
        .waits("10 days")
        .choices(
            "Send Email",
            when("Contract Status", "is", "Signed", DO_NOTHING),
            otherwise("NUR Customer Onboarding.Trial Ends"),
        )
    )
    acme.looks_like(
        "no-recheck-after-wait", trial, "waits as well, but a choice checks the contract again"
    )


def _whitepaper(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "CON Whitepaper - Cost of Ownership",
        1019,
        tree.content,
        "Gated PDF with a calculator",
        channel="Content",
    )
    acme.export.tokens(program, {"Content Title": "The cost of owning a pump"})
    acme.plant(
        "unknown-campaign",
        acme.trigger(program, "01 Fill Out - Download", "Delivers, scores, routes")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Download"))
        .sends(f"{program.name}.Your Copy")
        .executes("OP Alerts.EX 01 Log Form Fill")
        .executes("OP Form Processing.EX 00 Process Inbund"),
        "flow step 3",
        "a mistyped name: the executable is called EX 00 Process Inbound",
    )
    acme.plant(
        "undefined-my-token",
        acme.trigger(program, "02 Clicked PDF Link", "Leaves a moment for sales")
        .trigger("Clicks Link", condition("Link", "contains", "cost-of-ownership.pdf"))
        .step(
            "Interesting Moment", moment("Web", "Read {{my.Content Title}} ({{my.Content Type}})")
        ),
        "flow step 1",
        "`Content Type` is no token of the program, nor of a folder above it",
    )
    acme.plant(
        "empty-flow",
        acme.trigger(program, "03 Clicked Calculator Link", "Steps to follow").trigger(
            "Clicks Link", condition("Link", "contains", "/calculator/cost")
        ),
        "",
        "active, and does nothing",
    )
    default = (
        acme.trigger(program, "04 Shared Link", "Leaves a moment for sales")
        .trigger("Visits Web Page", condition("Querystring", "contains", "share=1"))
        .step(
            "Interesting Moment", moment("Web", "Came by a shared {{my.Content Type:default=PDF}}")
        )
    )
    acme.looks_like(
        "undefined-my-token", default, "no program defines the token, but it has a default"
    )


def _website_forms(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "WEB Contact & Demo", 1020, tree.content, "Forms of the website", channel="Web Content"
    )
    acme.export.tokens(program, {"Response Time": "one business day"})
    caller = (
        acme.trigger(program, "01 Fill Out - Demo Request", "The form that pays our salaries")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Demo Request"))
        .executes("OP Form Processing.EX 00 Process Inbound")
        .executes("OP Alerts.EX 01 Log Form Fill")
        .executes("OP Alerts.TR Demo Request Alert")
        .sends("WEB Contact & Demo.Thank You - Demo")
    )
    acme.plant(
        "execute-target-not-executable",
        caller,
        "flow step 3",
        "executes an active trigger campaign, which it ought to request",
    )
    acme.plant(
        "ambiguous-campaign",
        acme.trigger(program, "02 Fill Out - Contact Us", "Anything but a demo")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Contact Us"))
        .executes("OP Form Processing.EX 00 Process Inbound")
        .executes("EX Notify Owner")
        .sends("WEB Contact & Demo.Thank You - Contact"),
        "flow step 2",
        "OP Lead Routing and OP Alerts both have an EX Notify Owner",
    )
    acme.plant(
        "unknown-campaign",
        acme.trigger(program, "03 Fill Out - Price List", "Hot, so sales hears at once")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Price List"))
        .executes("OP Form Processing.EX 00 Process Inbound")
        .requests("OP Alert.TR Demo Request Alert"),
        "flow step 2",
        "the program is called OP Alerts",
    )
    acme.plant(
        "duplicate-campaign-name",
        acme.trigger(program, "04 Fill Out - Request a Call", "Straight to the SLA clock")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Call Me"))
        .requests("OP Lead Routing.TR 01 Route with SLA")
        .requests("OP Alerts.TR Demo Request Alert"),
        "",
        "last year's version stands beside it, switched off, under the same name",
        profile="strict",
    )
    acme.plant(
        "trigger-unconstrained",
        acme.trigger(program, "05 Any Form - Stamp Date", "For the attribution report")
        .trigger("Fills Out Form", condition("Form Name", "is any"))
        .changes("Last Form At", "{{system.dateTime}}"),
        "trigger 1",
        "listens to every form of the instance",
        profile="strict",
    )
    (
        acme.idle(program, "04 Fill Out - Request a Call", "The version of last year")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Call Me 2025"))
        .changes("Person Source", "Call Me")
    )
    (
        acme.trigger(program, "06 Touched - Stamp Sales", "Sales wants to see every touch as well")
        .trigger("Data Value Changes", condition("Attribute", "is", "Last Touch"))
        .changes("Last Sales Touch", "{{system.dateTime}}")
    )
    acme.plant(
        "alert-before-owner",
        acme.trigger(program, "06 Fill Out - Ask an Engineer", "For questions about projects")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Engineer"))
        .step("Send Alert", alert("OP Alerts.Question", "Lead Owner"))
        .executes("OP Form Processing.EX 00 Process Inbound"),
        "flow step 1",
        "the owner of a new person is assigned by the routing that comes after the alert",
        profile="strict",
    )
    quote = (
        acme.trigger(program, "07 Fill Out - Request a Quote", "Routing first")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact & Demo.Quote"))
        .executes("OP Form Processing.EX 00 Process Inbound")
        .step("Send Alert", alert("OP Alerts.Quote", "Lead Owner"))
        .step("Create Task", {"Subject": "Quote", "Assign To": "Lead Owner", "Due In": "1"})
    )
    acme.looks_like("alert-before-owner", quote, "alerts the owner as well, but after the routing")


def _archived(acme: Acme, tree: Tree) -> None:
    webinar = acme.program(
        "WBN 2024-03 Desalination",
        1021,
        tree.archive,
        "Held in March 2024",
        type="webinar",
        channel="Webinar",
    )
    acme.plant(
        "active-in-archive",
        acme.trigger(webinar, "01 Registered", "Still takes registrations")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{webinar.name}.Registration"))
        .step(
            "Change Status in Progression", {"Program": webinar.name, "New Status": "Registered"}
        ),
        "",
        "the folder 90 Archive, two levels up, is archived",
    )
    asleep = (
        acme.idle(webinar, "02 On Demand", "Switched off when the program was archived")
        .trigger("Visits Web Page", condition("Web Page", "is", f"{webinar.name}.Recording"))
        .step("Change Status in Progression", {"Program": webinar.name, "New Status": "On Demand"})
    )
    acme.looks_like("active-in-archive", asleep, "stands in the archive, but is switched off")
    mailing = acme.program(
        "EML 2024-11 Year-End Service Offer", 1022, tree.archive, "Sent once", channel="Email Blast"
    )
    (
        acme.idle(mailing, "01 Send", "Ran in November 2024", status="Single Run")
        .filter(*in_smart_list("OP Lists.SL Customers"))
        .sends(f"{mailing.name}.Offer")
    )


def _archive_candidates(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "CON 2025 Leak Calculator", 1023, tree.candidates, "To be retired", channel="Content"
    )
    live = (
        acme.trigger(program, "01 Fill Out - Calculator", "Works until the page goes")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Calculator"))
        .changes("Leak Loss", "{{lead.Leak Loss Estimate}}")
        .executes("OP Alerts.EX 01 Log Form Fill")
    )
    acme.looks_like(
        "active-in-archive", live, "its folder is called 80 Archive Candidates, but is not archived"
    )


def _emea_routing(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-OP Lead Routing", 1101, tree.emea_operations, "Owners for MQLs in EMEA"
    )
    acme.export.tokens(program, {"Default Queue": "EMEA Queue"})
    acme.plant(
        "execute-across-workspaces",
        acme.trigger(program, "01 Route EMEA MQL", "When the stage becomes MQL")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Lifecycle Stage"),
            condition("New Value", "is", "MQL"),
        )
        .executes("EMEA-OP Lead Routing.EX 00 Route Lead")
        .executes("OP Alerts.EX 02 Log Campaign"),
        "flow step 2",
        "the executable is of the workspace Default",
    )
    (
        acme.executable(program, "EX 00 Route Lead", "By region").choices(
            "Execute Campaign",
            when("Country", "is", ["Germany", "Austria"], executing("EX 01 Assign DACH")),
            when("Country", "is", ["Sweden", "Norway"], executing("EX 02 Assign Nordics")),
            otherwise(executing("EX 03 Assign EMEA Default")),
        )
    )
    acme.executable(program, "EX 01 Assign DACH", "Germany and Austria").choices(
        "Change Owner",
        when("Postal Code", "starts with", ["1", "2"], "Nora Nord"),
        when("Postal Code", "starts with", ["8"], "Sepp Sued"),
        otherwise("{{my.Default Queue}}"),
    )
    acme.executable(program, "EX 02 Assign Nordics", "Sweden and Norway").step(
        "Change Owner", {"Owner": "Freja Holm"}
    )
    acme.executable(program, "EX 03 Assign EMEA Default", "Everybody else").step(
        "Change Owner", {"Owner": "{{my.Default Queue}}"}
    )
    (
        acme.listener(program, "TR MQL Alert", "To the owner in EMEA")
        .waits("5 minutes")
        .step("Send Alert", alert("EMEA.New MQL", "Lead Owner", "{{my.Alert Recipients}}"))
    )
    own = (
        acme.trigger(program, "02 Owner Assigned", "Tells the owner")
        .trigger("Owner Changes", condition("New Owner", "is not", "EMEA Queue"))
        .requests("TR MQL Alert")
    )
    acme.looks_like(
        "ambiguous-campaign",
        own,
        "OP Alerts has a TR MQL Alert as well, but the caller's own program comes first",
    )


def _emea_data(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-OP Data Management", 1102, tree.emea_operations, "Clean data for EMEA"
    )
    (
        acme.trigger(program, "01 New Person - Normalise", "First thing after creation")
        .trigger("Lead is Created", condition("Source Type", "is not", "Salesforce.com"))
        .executes("EMEA-OP Data Management.EX 00 Normalise All", context=None)
    )
    (
        acme.batch(program, "02 Nightly Normalise", "For records that came without a trigger")
        .filter("Country", condition("Country", "is", ["Suisse", "Schweiz", "Nederland"]))
        .executes("EMEA-OP Data Management.EX 00 Normalise All")
    )
    (
        acme.executable(program, "EX 00 Normalise All", "Calls each normaliser once")
        .executes("EX 01 Normalise Country")
        .executes("EX 02 Normalise Salutation")
        .executes("EX 03 Normalise Phone")
    )
    acme.executable(program, "EX 01 Normalise Country", "English short names").choices(
        "Change Data Value",
        when("Country", "is", ["Suisse", "Schweiz"], value("Country", "Switzerland")),
        when("Country", "is", ["Nederland", "Holland"], value("Country", "Netherlands")),
        otherwise(DO_NOTHING),
    )
    acme.executable(program, "EX 02 Normalise Salutation", "For polite mails").choices(
        "Change Data Value",
        when("Salutation", "is", ["Hr.", "Hr", "Herr"], value("Salutation", "Herr")),
        when("Salutation", "is", ["Fr.", "Fr", "Frau"], value("Salutation", "Frau")),
        otherwise(DO_NOTHING),
    )
    (
        acme.executable(program, "EX 03 Normalise Phone", "International form")
        .filter("Phone Number", condition("Phone Number", "starts with", "0"))
        .changes("Phone Format", "National")
    )


def _emea_consent(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-OP Consent", 1103, tree.emea_operations, "Double opt-in and its records"
    )
    acme.export.tokens(program, {"Consent Version": "2026-01"})
    (
        acme.trigger(program, "01 Double Opt-in - Send", "Asks for the second click")
        .trigger("Data Value Changes", condition("Attribute", "is", "Opt-in"))
        .filter("Opt-in", condition("Opt-in", "is", "true"))
        .filter("Double Opt-in", condition("Double Opt-in", "is", "false"))
        .sends("EMEA-OP Consent.Please Confirm")
    )
    (
        acme.trigger(program, "02 Double Opt-in - Confirmed", "The second click")
        .trigger("Clicks Link in Email", condition("Email", "is", "EMEA-OP Consent.Please Confirm"))
        .executes("EMEA-OP Consent.EX 01 Record Consent")
    )
    acme.plant(
        "smart-list-invalid",
        acme.idle(program, "03 Consent Expired", "Asks again after two years", status="Invalid")
        .filter("Consent Date", condition("Consent Date", "before", "730 days ago"))
        .changes("Double Opt-in", "false"),
        "",
        "Marketo itself calls the campaign invalid",
    )
    (
        acme.executable(program, "EX 01 Record Consent", "What the auditor wants to see")
        .changes("Double Opt-in", "true")
        .changes("Consent Text Version", "{{my.Consent Version}}")
        .changes("Consent Date", "{{system.date}}")
    )


def _emea_webinar(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-WBN 2026-09 Energy Audit",
        1104,
        tree.emea_events,
        "Live webinar in English and German",
        type="webinar",
        channel="Webinar",
    )
    acme.export.tokens(
        program,
        {"Event Name": "Energy Audit", "Event Date": ("date", "2026-09-30"), "Event Owner": "EMEA"},
    )
    _invitation(acme, program, audience="EMEA")
    (
        acme.trigger(program, "01 Registered", "Confirms and starts the reminders")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Registration"))
        .step("Change Status in Progression", {"Program": program.name, "New Status": "Registered"})
        .sends(f"{program.name}.Confirmation")
        .requests("02 Reminders")
    )
    _reminders(acme, program)
    (
        acme.trigger(program, "03 Attended", "Thanks and scores")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "is", program.name),
            condition("New Status", "is", "Attended"),
        )
        .scores("Behavior Score", "+15")
        .sends(f"{program.name}.Thank You")
    )


def _emea_nurture(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-NUR Prospect Nurture",
        1105,
        tree.emea_demand,
        "One stream for each language",
        type="nurture",
        channel="Nurture",
        status="on",
    )
    (
        acme.batch(program, "01 Enter by Language", "Marketable people of EMEA")
        .filter("Double Opt-in", condition("Double Opt-in", "is", "true"))
        .filter("Not Member of Nurture", condition("Nurture", "in", program.name))
        .choices(
            "Add to Nurture",
            when(
                "Preferred Language",
                "is",
                "German",
                {"Program": program.name, "Stream": "Deutsch"},
            ),
            when(
                "Preferred Language",
                "is",
                "French",
                {"Program": program.name, "Stream": "Français"},
            ),
            otherwise({"Program": program.name, "Stream": "English"}),
        )
    )
    (
        acme.trigger(program, "02 Language Changed", "Moves to the right stream")
        .trigger("Data Value Changes", condition("Attribute", "is", "Preferred Language"))
        .filter("Preferred Language", condition("Preferred Language", "is", "German"))
        .step("Change Nurture Track", {"Program": program.name, "Stream": "Deutsch"})
    )
    (
        acme.trigger(program, "03 Pause - Opted Out", "At once")
        .trigger("Unsubscribes from Email", condition("Email", "contains", "EMEA"))
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Paused"})
    )


def _emea_website(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "EMEA-WEB Kontakt", 1106, tree.emea_demand, "Formulare für DACH", channel="Web Content"
    )
    acme.export.tokens(program, {"Antwortzeit": "ein Werktag"})
    (
        acme.trigger(program, "01 Formular - Rückruf", "Straight to routing")
        .trigger("Fills Out Form", condition("Form Name", "is", "EMEA-WEB Kontakt.Rückruf"))
        .executes("EMEA-OP Data Management.EX 00 Normalise All")
        .executes("EMEA-OP Lead Routing.EX 00 Route Lead")
        .step("Interesting Moment", moment("Web", "Rückruf bis: {{my.Antwortzeit}}"))
    )
    (
        acme.trigger(program, "02 Formular - Angebot", "With the same steps")
        .trigger("Fills Out Form", condition("Form Name", "is", "EMEA-WEB Kontakt.Angebot"))
        .executes("EMEA-OP Data Management.EX 00 Normalise All")
        .executes("EMEA-OP Lead Routing.EX 00 Route Lead")
    )


def _customer_surveys(acme: Acme, tree: Tree) -> None:
    program = acme.program(
        "WEB Customer Surveys", 1030, tree.content, "What customers think, and who calls them back"
    )
    acme.plant(
        "choices-alike",
        acme.trigger(program, "01 Fill Out - Yearly Survey", "Thanks by the size of the customer")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Customer Surveys.Yearly"))
        .choices(
            "Send Email",
            when("Customer Tier", "is", "Gold", "WEB Customer Surveys.Thanks"),
            when("Customer Tier", "is", "Silver", "WEB Customer Surveys.Thanks"),
            otherwise("WEB Customer Surveys.Thanks"),
        ),
        "flow step 1",
        "the emails for gold and silver customers were never written",
        profile="strict",
    )
    tiers = (
        acme.trigger(program, "02 Fill Out - Service Survey", "Only those with a contract")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Customer Surveys.Service"))
        .choices(
            "Send Email",
            when("Customer Tier", "is", "Gold", "WEB Customer Surveys.Call Us"),
            when("Customer Tier", "starts with", "Silver", "WEB Customer Surveys.Call Us"),
            otherwise("WEB Customer Surveys.Contracts"),
        )
    )
    acme.looks_like(
        "choices-alike", tiers, "two choices send the same email, but the default one does not"
    )
    (
        acme.trigger(program, "03 Contract Signed - Invite", "The reminder is not urgent")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Customers"))
        .sends("WEB Customer Surveys.Invitation")
        .requests("WEB Customer Surveys.TR 01 Remind")
    )
    (
        acme.listener(program, "TR 01 Remind", "Once, after two weeks")
        .waits("2 weeks")
        .sends("WEB Customer Surveys.Reminder")
    )
    acme.plant(
        "remove-nobody",
        acme.trigger(program, "04 Survey Done - No Reminder", "Whoever answered needs no reminder")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Customer Surveys.Start"))
        .removes_from_flow("WEB Customer Surveys.03 Contract Signed - Invite"),
        "flow step 1",
        "people wait in the campaign that it requests, so the reminder goes out anyway",
        profile="strict",
    )
    acme.looks_like(
        "remove-nobody",
        acme.trigger(program, "05 Complaint - No Reminder", "Nor does whoever complained")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Customer Surveys.Complaint"))
        .removes_from_flow("WEB Customer Surveys.TR 01 Remind"),
        "removes people from the campaign in which they wait",
    )
    _filled_out(acme, program, "06 Complaint - Apology", "Complaint").sends(
        "WEB Customer Surveys.Apology"
    )
    acme.plant(
        "double-send",
        _filled_out(acme, program, "07 Complaint - Receipt", "Complaint").sends(
            "WEB Customer Surveys.Receipt"
        ),
        "flow step 1",
        "the apology goes out on the same form",
        profile="strict",
    )
    _filled_out(acme, program, "08 Complaint - Score", "Complaint").scores("Behavior Score", "-10")
    acme.plant(
        "double-score",
        _filled_out(acme, program, "09 Complaint - Lower Interest", "Complaint").scores(
            "Behavior Score", "-15"
        ),
        "flow step 1",
        "08 takes points off for the same complaint",
        profile="strict",
    )
    for number, answer in ((10, "Yes"), (11, "No")):
        renewal = (
            _filled_out(acme, program, f"{number} Renewal - {answer}", "Renewal")
            .filter("Will Renew", condition("Will Renew", "is", answer))
            .scores("Behavior Score", "+5" if answer == "Yes" else "-5")
            .sends(f"WEB Customer Surveys.Renewal {answer}")
        )
        for rule in ("double-send", "double-score"):
            acme.looks_like(rule, renewal, "shares its form with another campaign, but no people")


def _filled_out(acme: Acme, program: Program, name: str, form: str) -> Campaign:
    """A trigger campaign for a form of its program."""
    return acme.trigger(program, name, "One answer of many").trigger(
        "Fills Out Form", condition("Form Name", "is", f"{program.name}.{form}")
    )


def _next_surveys(acme: Acme, tree: Tree) -> None:
    old = "WEB Customer Surveys"
    program = acme.program(
        "WEB Customer Surveys 2027", 1032, tree.content, "Cloned for the surveys of next year"
    )
    acme.plant(
        "clone-leftover",
        acme.trigger(program, "04 Survey Done - No Reminder", "As every year")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{old}.Start"))
        .step("Change Status in Progression", {"Program": old, "New Status": "Answered"}),
        "",
        "the form of next year starts nothing, and its answers are counted in the old program",
        profile="strict",
    )
    acme.looks_like(
        "clone-leftover",
        acme.trigger(program, "05 Complaint - No Reminder", "As every year")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{old}.Complaint"))
        .step(
            "Change Status in Progression", {"Program": program.name, "New Status": "Complained"}
        ),
        "listens to the form of the old program, but changes the status in its own",
    )


def _renewals(acme: Acme, tree: Tree) -> None:
    program = acme.program("OP Renewals", 1031, tree.sales, "Contracts that end, and who calls")
    acme.plant(
        "campaign-starts-itself",
        acme.trigger(program, "01 Contract Type - Clean", "One spelling for reports")
        .trigger("Data Value Changes", condition("Attribute", "is", "Contract Type"))
        .choices(
            "Change Data Value",
            when("Contract Type", "is", ["SLA", "Service"], value("Contract Type", "Service Plan")),
            when("Contract Type", "is", "Rent", value("Contract Type", "Rental")),
            otherwise(DO_NOTHING),
        ),
        "flow step 1 > choice 1",
        "its trigger listens to each new value, also to the clean one",
        profile="strict",
    )
    upper = (
        acme.trigger(program, "02 Contract Region - Clean", "Only what the old form sends")
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Contract Region"),
            condition("New Value", "is", ["us", "usa"]),
        )
        .changes("Contract Region", "North America")
    )
    acme.looks_like("campaign-starts-itself", upper, "listens to the values that it replaces only")
    renewal = condition("Form Name", "is", "OP Renewals.Renewal")
    intent = (
        acme.trigger(program, "03 Renewal Form - Set Intent", "For the forecast")
        .trigger("Fills Out Form", renewal)
        .changes("Renewal Intent", "Yes")
    )
    acme.plant(
        "filter-races-trigger",
        acme.trigger(program, "04 Renewal Form - Tell Account Owner", "Who wants to renew")
        .trigger("Fills Out Form", renewal)
        .filter("Renewal Intent", condition("Renewal Intent", "is", "Yes"))
        .step("Send Alert", alert("OP Renewals.Intent", "Account Owner")),
        "filter 1",
        "03 sets the intent after the same form: it is not there yet when the filter asks",
        profile="strict",
    )
    for number, name, before, after in (
        (5, "Intent - Stage", "Renewal Intent", "Renewal Stage"),
        (6, "Stage - Priority", "Renewal Stage", "Renewal Priority"),
        (7, "Priority - Playbook", "Renewal Priority", "Renewal Playbook"),
    ):
        acme.trigger(program, f"0{number} {name}", "One step of the renewal process").trigger(
            "Data Value Changes", condition("Attribute", "is", before)
        ).changes(after, "High")
    (
        acme.trigger(program, "08 Playbook - Tell Account Owner", "With the steps to take")
        .trigger("Data Value Changes", condition("Attribute", "is", "Renewal Playbook"))
        .step("Send Alert", alert("OP Renewals.Playbook", "Account Owner"))
    )
    acme.plant(
        "wide-cascade",
        intent,
        "trigger 1",
        "one form starts 03, 05, 06, 07 and 08, each by a change of the one before",
        profile="strict",
    )
    acme.plant(
        "webhook-then-read",
        acme.trigger(program, "09 Renewal Offered - Check Credit", "No offers to bad payers")
        .trigger("Added to List", condition("List Name", "is", "OP Lists.Renewal Offers"))
        .calls_webhook("Credit Check")
        .choices(
            "Send Alert",
            when("Credit Rating", "is", ["D", "E"], alert("OP Renewals.Credit", "Account Owner")),
            otherwise(DO_NOTHING),
        ),
        "flow step 1",
        "the rating of the webhook is not there yet when the choice reads it",
        profile="audit",
    )
    acme.plant(
        "activation-cycle-possible",
        acme.trigger(program, "10 Contract Contact - Copy", "The name that support sees")
        .trigger("Data Value Changes", condition("Attribute", "is", "Contract Contact"))
        .changes("Contract Contact", "{{lead.First Name}} {{lead.Last Name}}"),
        "flow step 1",
        "writes the field that it listens to: it ends only if the names do not change",
        profile="audit",
    )
    signed = condition("List Name", "is", "OP Lists.Contracts Signed")
    acme.plant(
        "racing-triggers",
        acme.trigger(program, "11 Contract Signed - Start", "Starts the onboarding")
        .trigger("Added to List", signed)
        .changes("Contract Phase", "Onboarding"),
        "trigger 1",
        "12 sets another phase when people are added to the same list",
        profile="audit",
    )
    acme.trigger(program, "12 Contract Signed - Bill", "For the accountants").trigger(
        "Added to List", signed
    ).changes("Contract Phase", "To Bill")


def _invitation(acme: Acme, program: Program, *, audience: str = "") -> Campaign:
    made = acme.idle(program, "00 Invitation", "Sent by hand, when the speakers have agreed")
    if audience:
        made.filter("Region", condition("Region", "is", audience))
    else:
        made.filter(*in_smart_list("OP Lists.SL Marketable"))
    return made.sends(f"{program.name}.Invitation")


def _registered(acme: Acme, program: Program, *, reminders: str = "02 Reminders") -> Campaign:
    return (
        acme.trigger(program, "01 Registered", "Confirms, logs and starts the reminders")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Registration"))
        .step("Change Status in Progression", {"Program": program.name, "New Status": "Registered"})
        .executes("OP Alerts.EX 01 Log Form Fill")
        .sends(f"{program.name}.Confirmation")
        .requests(reminders)
    )


def _reminders(acme: Acme, program: Program) -> Campaign:
    return (
        acme.listener(program, "02 Reminders", "On the day itself")
        .waits("{{my.Event Date}}")
        .sends(f"{program.name}.Reminder")
        .step("Interesting Moment", moment("Email", "Was reminded of {{my.Event Name}}"))
    )


def _attended(acme: Acme, program: Program, *, context: bool) -> Campaign:
    return (
        acme.trigger(program, "03 Attended", "Thanks and scores")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "is", program.name),
            condition("New Status", "is", "Attended"),
        )
        .sends(f"{program.name}.Thank You")
        .executes("OP Scoring - Behavior.EX 02 Score Event", context=context)
    )


def _on_demand(acme: Acme, program: Program) -> Campaign:
    return (
        acme.trigger(program, "05 Watched on Demand", "Counts like taking part")
        .trigger("Visits Web Page", condition("Web Page", "is", f"{program.name}.Recording"))
        .step("Change Status in Progression", {"Program": program.name, "New Status": "On Demand"})
        .executes("OP Scoring - Behavior.EX 02 Score Event")
    )


def _points(change: str) -> dict[str, str]:
    return {"Score Name": "Demographic Score", "Change": change}


ACME = build()

PLANTED: tuple[Planted, ...] = tuple(ACME.planted)
"""Every fault of the instance, in the order of its programs."""

LOOK_ALIKES: tuple[LookAlike, ...] = tuple(ACME.look_alikes)
"""Every innocent that resembles a fault."""


def files() -> dict[str, str]:
    """The text of each file of the folder, by its path with forward slashes."""
    return ACME.export.files(flow_step_types=True) | {"README.md": _readme()}


def _readme() -> str:
    campaigns = len(ACME.export.campaigns)
    programs = len(ACME.export.programs)
    faults = [
        f"| {each.rule} | {each.profile} | {_id(each)} | {each.name} | {each.place or 'campaign'} |"
        f" {_sentence(each.why)} |"
        for each in sorted(PLANTED, key=_by_profile_and_rule)
    ]
    innocents = [
        f"| {each.rule} | {_id(each)} | {each.name} | {_sentence(each.why)} |"
        for each in sorted(LOOK_ALIKES, key=lambda each: (each.rule, each.name))
    ]
    return "\n".join(
        [
            _INTRODUCTION.format(campaigns=campaigns, programs=programs),
            "| Rule | Profile | Id | Asset | Place | What is wrong |",
            "|---|---|---|---|---|---|",
            *faults,
            "",
            "## Innocents that look like faults",
            "",
            "No rule of the recommended profile may say anything about these, unless the table",
            "above lists them for another rule.",
            "",
            "| Resembles | Id | Asset | Why it is none |",
            "|---|---|---|---|",
            *innocents,
            "",
        ]
    )


def _id(entry: Planted | LookAlike) -> str:
    return f"smart list {entry.smart_list}" if entry.campaign is None else str(entry.campaign)


def _by_profile_and_rule(entry: Planted) -> tuple[str, str, int, str]:
    return entry.profile, entry.rule, entry.campaign or 0, entry.place


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


_INTRODUCTION = """\
# Acme

The export of a made-up Marketo instance. Acme Water Technologies of Chicago sells pumps and a
service that monitors them; its European team works in a workspace of its own, EMEA. {programs}
programs hold {campaigns} campaigns: lifecycle and scoring, clean data, routing, alerts, Salesforce,
subscriptions, webinars, a trade show, nurture, forms. A dozen people have built it over the years,
with the results below.

`python tests/build_acme.py` writes everything here, this page included: change the campaigns
there. Some dates count: the export is of 14 September 2026.

## Planted faults

Every rule of the recommended profile finds something here, except `name-convention`, which is off
until a pattern is configured. Each fault is found by its own rule and no other of that profile.
Those of the strict and audit profiles are examples; they may find more.
"""


def main(arguments: list[str]) -> int:
    """Rewrite the folder, or with --check only list what differs."""
    wanted = {FOLDER / path: text.encode() for path, text in files().items()}
    return hold([FOLDER], wanted, arguments, "tests/build_acme.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
