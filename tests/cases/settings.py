"""Cases of the rules on settings."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    ABSENT,
    Campaign,
    Condition,
    campaign,
    condition,
    folder,
    otherwise,
    program,
    recurring,
    smart_list,
    when,
)
from rule_cases import bad, cases_of, good

TODAY = 'today = "2026-09-14"\n'

mailing = program("EML Newsletter", id=101)
website = program("WEB Contact", id=102)

archive = folder("90 Archive", id=31, isArchive=True)
archived_year = folder("2024", id=32, parent=archive)
old_webinar = program("WBN 2024-03 Desalination", id=103, folder=archived_year)
candidates = folder("80 Archive Candidates", id=33)
calculator = program("CON 2025 Calculator", id=104, folder=candidates)


def _mail(name: str = "01 Send", **fields: Any) -> Campaign:
    """A campaign that sends the newsletter."""
    return campaign(name, program=mailing, **fields).sends("EML Newsletter.September")


def _batch(name: str = "01 Refresh", **fields: Any) -> Campaign:
    """A batch campaign that flags people of Germany."""
    options: dict[str, Any] = {"program": mailing} | fields
    made = campaign(name, **options)
    return made.filter("Country", condition("Country", "is", "Germany")).changes("Region", "DACH")


_EVERY_DAY: dict[str, Any] = {"recurrence": recurring(), "isCommunicationLimitEnabled": True}


def _recurring_mail(name: str, **fields: Any) -> Campaign:
    """A campaign that sends the newsletter every day to everyone who qualifies."""
    return _mail(name, **_EVERY_DAY | fields)


def _readers(operator: str) -> tuple[str, Condition]:
    """The filter on the static list of readers."""
    return "Member of List", condition("Member of List", operator, "EML Newsletter.Readers")


def _until(day: str, **fields: Any) -> dict[str, Any]:
    return recurring(endAt=f"{day}T22:00:00Z+0000", **fields)


def _listed(name: str = "01 Refresh", **fields: Any) -> Campaign:
    """A campaign for the members of a static list."""
    made = campaign(name, program=mailing, **fields)
    made.filter("Member of List", condition("Member of List", "in", "EML Newsletter.Readers"))
    return made.changes("Reader", "true")


def _form(name: str = "01 Registered", **fields: Any) -> Campaign:
    """Return an active campaign that a form triggers, and that changes a field."""
    options: dict[str, Any] = {"program": website, "isActive": True} | fields
    made = campaign(name, **options)
    made.trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
    return made.changes("Last Form", "Demo")


CASES = (
    # communication-limit-off
    *cases_of(
        "communication-limit-off",
        bad(
            "batch-that-mails",
            _mail(isCommunicationLimitEnabled=False),
        ),
        bad(
            "one-of-several-choices",
            campaign("02 Welcome", program=mailing, isCommunicationLimitEnabled=False)
            .changes("Reader", "true")
            .choices(
                "Send Email",
                when("Country", "is", "Germany", "EML Newsletter.Willkommen"),
                otherwise("--Do Nothing--"),
            )
            .waits("3 days")
            .sends("EML Newsletter.September"),
        ),
        bad(
            "executable-that-mails",
            _mail("EX Send", isCommunicationLimitEnabled=False),
            _batch(recurrence=recurring()).executes("EML Newsletter.EX Send"),
        ),
        good(
            "every-choice-does-nothing",
            campaign("04 Paused", program=mailing, isCommunicationLimitEnabled=False).choices(
                "Send Email",
                when("Country", "is", "Germany", "--Do Nothing--"),
                otherwise("--Do Nothing--"),
            ),
        ),
        good(
            "limits-respected-or-not-exported",
            _mail(isCommunicationLimitEnabled=True),
            _mail("02 Send", isCommunicationLimitEnabled=ABSENT),
        ),
        good(
            "sends-no-email-to-people",
            campaign("03 Alert", program=mailing, isCommunicationLimitEnabled=False).step(
                "Send Alert", {"Email": "EML Newsletter.Alert", "Send To": "Lead Owner"}
            ),
        ),
    ),
    # recurrence-over
    *cases_of(
        "recurrence-over",
        bad(
            "ended-in-june",
            _batch(recurrence=_until("2026-06-30")),
            config=TODAY,
        ),
        bad(
            "ended-yesterday",
            _batch(recurrence=_until("2026-09-13", interval_type="Monthly")),
            config=TODAY,
        ),
        good(
            "ends-today-later-or-never",
            _batch(recurrence=_until("2026-09-14")),
            _batch("02 Refresh", recurrence=_until("2027-01-01")),
            _batch("03 Refresh", recurrence=recurring()),
            config=TODAY,
        ),
        good(
            "put-away-in-the-archive",
            archive,
            archived_year,
            _batch(program=old_webinar, recurrence=_until("2024-03-31")),
            config=TODAY,
        ),
        good(
            "date-that-cannot-be-read",
            _batch(recurrence=recurring(endAt="in June")),
            config=TODAY,
        ),
    ),
    # recurring-but-once
    *cases_of(
        "recurring-but-once",
        bad(
            "static-list-every-day",
            _listed(recurrence=recurring(), qualificationRuleType="once"),
        ),
        good(
            "every-time-or-not-recurring",
            _listed(recurrence=recurring(), qualificationRuleType="any"),
            _listed("02 Refresh", qualificationRuleType="once"),
            _listed("03 Refresh", recurrence=recurring(), qualificationRuleType=ABSENT),
        ),
        good(
            "other-filters",
            _listed(recurrence=recurring(), qualificationRuleType="once").filter(
                "Country", condition("Country", "is", "Germany")
            ),
            campaign(
                "02 Hot", program=mailing, recurrence=recurring(), qualificationRuleType="once"
            )
            .filter("Lead Score", condition("Lead Score", "at least", "80"))
            .changes("Rating", "A"),
            campaign(
                "03 New", program=mailing, recurrence=recurring(), qualificationRuleType="once"
            )
            .filter(
                "Not Member of List",
                condition("Member of List", "not in", "EML Newsletter.Readers"),
            )
            .changes("Rating", "A"),
        ),
    ),
    # idle-trigger
    *cases_of(
        "idle-trigger",
        bad(
            "not-changed-for-a-year",
            _form(updatedAt="2025-08-20T14:05:31Z+0000"),
            config=TODAY,
        ),
        bad(
            "several-with-the-oldest-first",
            _form("02 Demo", updatedAt="2026-01-15T14:05:31Z+0000"),
            _form("01 Contact", updatedAt="2024-08-20T14:05:31Z+0000"),
            _form("03 Newsletter", updatedAt="2026-08-20T14:05:31Z+0000"),
            _form("04 Event", updatedAt="2026-01-15T08:00:00Z+0000"),
            config=TODAY,
        ),
        bad(
            "months-by-option",
            _form(updatedAt="2026-08-13T14:05:31Z+0000"),
            config=f"{TODAY}[rules.idle-trigger]\nmonths = 1\n",
        ),
        bad(
            "changed-before-the-last-day-of-a-shorter-month",
            _form(updatedAt="2026-02-27T14:05:31Z+0000"),
            config='today = "2026-08-31"\n',
        ),
        good(
            "changed-half-a-year-ago-to-the-day",
            _form(updatedAt="2026-03-14T00:00:00Z+0000"),
            config=TODAY,
        ),
        good(
            "changed-on-the-last-day-of-a-shorter-month",
            _form(updatedAt="2026-02-28T00:00:00Z+0000"),
            config='today = "2026-08-31"\n',
        ),
        good(
            "inactive-batch-or-of-unknown-age",
            website,
            _form(isActive=False, updatedAt="2024-01-20T14:05:31Z+0000"),
            _batch(recurrence=recurring(), updatedAt="2024-01-20T14:05:31Z+0000"),
            _form("02 Registered", updatedAt=ABSENT),
            config=TODAY,
            programs=False,
        ),
    ),
    # active-in-archive
    *cases_of(
        "active-in-archive",
        bad(
            "archive-two-levels-up",
            archive,
            archived_year,
            _form(program=old_webinar),
        ),
        good(
            "deactivated-with-its-folder",
            archive,
            archived_year,
            _form(program=old_webinar, isActive=False),
        ),
        good(
            "called-archive-but-not-archived",
            candidates,
            _form(program=calculator),
        ),
        good("folders-not-exported", _form(program=old_webinar)),
    ),
    # recurring-mail-every-time
    *cases_of(
        "recurring-mail-every-time",
        bad(
            "same-people-every-day",
            _recurring_mail("01 Trial").filter(
                "Customer Stage", condition("Customer Stage", "is", "Trial")
            ),
        ),
        bad(
            "filters-that-do-not-exclude-earlier-recipients",
            _recurring_mail("01 List").filter(*_readers("in")),
            _recurring_mail("02 Not on a List That No Flow Fills").filter(*_readers("not in")),
            _recurring_mail("03 Opened").filter(
                "Opened Email", condition("Email", "is", "EML Newsletter.Invitation")
            ),
            _recurring_mail("04 Inactive").filter(
                "Not Visited Web Page",
                condition("Web Page", "is any"),
                condition("Date of Activity", "in past", "90 days"),
            ),
            _recurring_mail("05 Sent Something Else Once").filter(
                "Was Sent Email", condition("Email", "is", "EML Newsletter.Invitation")
            ),
            _recurring_mail("06 Created").filter(
                "Created At", condition("Created At", "after", "2026-01-01")
            ),
            _recurring_mail("07 Smart List").filter(
                "Member of Smart List", condition("Member of Smart List", "in", "Trial Users")
            ),
            smart_list("Trial Users").filter(
                "Customer Stage", condition("Customer Stage", "is", "Trial")
            ),
            _recurring_mail("08 Weekly", recurrence=recurring("Weekly")).filter(
                "Customer Stage", condition("Customer Stage", "is", "Trial")
            ),
            campaign("09 Choices", program=mailing, **_EVERY_DAY)
            .filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
            .choices(
                "Send Email",
                when("Country", "is", "Germany", "EML Newsletter.Willkommen"),
                otherwise("EML Newsletter.Welcome"),
            ),
            campaign("10 Executed", program=mailing, **_EVERY_DAY)
            .filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
            .executes("EML Newsletter.EX Send"),
            campaign("EX Send", program=mailing, isCommunicationLimitEnabled=True).sends(
                "EML Newsletter.September"
            ),
            config=TODAY,
        ),
        good(
            "not-sent-before",
            _recurring_mail("01 Not Sent").filter(
                "Not Was Sent Email", condition("Email", "is", "EML Newsletter.September")
            ),
        ),
        good(
            "earlier-recipients-are-excluded",
            _recurring_mail("02 Sent a Week Ago").filter(
                "Was Sent Email",
                condition("Email", "is", "EML Newsletter.Invitation"),
                condition("Date of Activity", "in time frame", "yesterday"),
            ),
            _recurring_mail("03 Date").filter(
                "Contract End", condition("Contract End", "in future", "30 days")
            ),
            _recurring_mail("04 Today").filter(
                "Anniversary", condition("Anniversary", "is", "{{system.date}}")
            ),
            _recurring_mail("05 New Activity").filter(
                "Filled Out Form",
                condition("Form Name", "is any"),
                condition("Date of Activity", "in past", "1 day"),
            ),
            _recurring_mail("06 Field")
            .filter("Onboarding Step", condition("Onboarding Step", "is", "1"))
            .changes("Onboarding Step", "2"),
            _recurring_mail("07 List")
            .filter(*_readers("in"))
            .step("Remove from List", {"List Name": "EML Newsletter.Readers"}),
            _recurring_mail("08 Not on the List")
            .filter("Not Member of List", condition("Member of List", "in", "Got It"))
            .step("Add to List", {"List Name": "EML Newsletter.Got It"}),
            _recurring_mail("09 Program")
            .filter(
                "Member of Program",
                condition("Program", "is", "EML Newsletter"),
                condition("Status", "is", "Invited"),
            )
            .step("Change Program Status", {"Program": "EML Newsletter", "New Status": "Reminded"}),
            _recurring_mail("10 Smart List").filter(
                "Member of Smart List", condition("Member of Smart List", "in", "New This Week")
            ),
            smart_list("New This Week").filter(
                "Created At", condition("Created At", "in past", "7 days")
            ),
            _recurring_mail("14 Not in the Smart List").filter(
                "Not Member of Smart List", condition("Member of Smart List", "in", "Mailed")
            ),
            smart_list("Mailed").filter(
                "Was Sent Email", condition("Email", "is", "EML Newsletter.September")
            ),
            _recurring_mail("11 Stamp").filter(
                "Last Newsletter Sent", condition("Last Newsletter Sent", "is empty")
            ),
            _recurring_mail("12 Campaign").filter(
                "Not Member of Smart Campaign",
                condition("Member of Smart Campaign", "is", "EML Newsletter.12 Campaign"),
            ),
            _recurring_mail("13 Report").filter(
                "Email Address", condition("Email Address", "is", "boss@acme.example")
            ),
        ),
        good(
            "executed-campaign-changes-the-field-or-excludes-earlier-recipients",
            _recurring_mail("01 Field")
            .filter("Onboarding Step", condition("Onboarding Step", "is", "1"))
            .executes("EML Newsletter.EX Next Step"),
            campaign("EX Next Step", program=mailing).changes("Onboarding Step", "2"),
            campaign("02 Sends by Another", program=mailing, **_EVERY_DAY)
            .filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
            .executes("EML Newsletter.EX Send")
            .executes("EML Newsletter.EX Send Once"),
            campaign("EX Send", program=mailing, isCommunicationLimitEnabled=True)
            .filter("Not Was Sent Email", condition("Email", "is", "EML Newsletter.September"))
            .sends("EML Newsletter.September"),
            campaign(
                "EX Send Once",
                program=mailing,
                isCommunicationLimitEnabled=True,
                qualificationRuleType="once",
            ).sends("EML Newsletter.September"),
            config='ignore = ["executable-runs-once"]\n',
        ),
        good(
            "choices-exclude-earlier-recipients",
            campaign("01 Choice", program=mailing, **_EVERY_DAY)
            .filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
            .choices(
                "Send Email",
                when("Last Newsletter", "in past", "7 days", "--Do Nothing--"),
                otherwise("EML Newsletter.September"),
            ),
            campaign("02 Removal", program=mailing, **_EVERY_DAY)
            .filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
            .choices(
                "Remove from Flow",
                when("Was Sent Email", "is", "EML Newsletter.September", "this campaign"),
                otherwise("--Do Nothing--"),
            )
            .sends("EML Newsletter.September"),
        ),
        good(
            "once-in-an-interval-over-or-without-an-email",
            *(
                made.filter("Customer Stage", condition("Customer Stage", "is", "Trial"))
                for made in (
                    _recurring_mail("01 Once", qualificationRuleType="once"),
                    _recurring_mail(
                        "02 Monthly",
                        qualificationRuleType="interval",
                        qualificationRuleInterval=1,
                        qualificationRuleUnit="month",
                    ),
                    _recurring_mail("03 Over", recurrence=_until("2026-06-30")),
                    campaign("04 Nothing", program=mailing, **_EVERY_DAY).choices(
                        "Send Email", otherwise("--Do Nothing--")
                    ),
                    campaign("05 No Email", program=mailing, **_EVERY_DAY).changes(
                        "Reader", "true"
                    ),
                    _mail("06 Run by Hand", status="Single Run", isCommunicationLimitEnabled=True),
                )
            ),
            config=TODAY,
        ),
        good(
            "data-that-was-not-exported",
            _recurring_mail("01 No Rule", qualificationRuleType=ABSENT).filter(
                "Customer Stage", condition("Customer Stage", "is", "Trial")
            ),
            _recurring_mail("02 No Constraints").filter("Created At", conditions=ABSENT),
            _recurring_mail("03 Smart List").filter(
                "Member of Smart List", condition("Member of Smart List", "in", "Not Exported")
            ),
        ),
    ),
)
