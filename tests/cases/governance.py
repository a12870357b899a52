"""Cases of the rules on names, descriptions, and folders."""

from __future__ import annotations

from typing import Any

from campaignlint.testing import ABSENT, Campaign, Program, campaign, condition, folder, program
from rule_cases import bad, cases_of, good

scoring = program("OP Scoring", id=101)
website = program("WEB Contact", id=102)
operational = folder("00 Operational", id=31)
local = folder("Executables", id=32, parent=scoring)
data = program("OP Data", id=103, folder=operational)
inside = folder("Local Assets", id=33, parent=data)

CONVENTION = """\
[rules.name-convention]
pattern = '\\d\\d .+'
programs = '(OP|WEB) .+'
executables = 'EX .+'
"""


def _scorer(name: str = "EX Score", **fields: Any) -> Campaign:
    """Return a campaign that adds points."""
    options: dict[str, Any] = {"program": scoring} | fields
    return campaign(name, **options).scores("Behavior Score", "+5")


def _form(name: str, *, executes: str = "OP Scoring.EX Score", **fields: Any) -> Campaign:
    """Return an active campaign that a form triggers, and that executes another one."""
    options: dict[str, Any] = {"program": website, "isActive": True} | fields
    made = campaign(name, **options)
    made.trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
    return made.executes(executes)


def _stamp(name: str, **fields: Any) -> Campaign:
    """Return an active campaign that a form triggers, and that calls no other one."""
    options: dict[str, Any] = {"program": website, "isActive": True} | fields
    made = campaign(name, **options)
    made.trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
    return made.changes("Last Form", "Demo")


def _dotted(*names: tuple[str, str]) -> tuple[Program | Campaign, ...]:
    """Return programs with one campaign each, by their names."""
    programs = [program(name, id=200 + number) for number, (name, _) in enumerate(names)]
    campaigns = [
        _scorer(name, program=home) for home, (_, name) in zip(programs, names, strict=True)
    ]
    return (*programs, *campaigns)


seals = program("WBN 2026.09 Seals", id=401)
valves = program("WBN 2026.11 Valves", id=402)


def _registered(
    home: Program, *, form: Program, status: Program | None = None, name: str = "01 Registered"
) -> Campaign:
    """Return an active campaign of a webinar that a form triggers, with the form's program."""
    made = campaign(name, program=home, isActive=True).trigger(
        "Fills Out Form", condition("Form Name", "is", f"{form.name}.Register")
    )
    if status is not None:
        made.step(
            "Change Status in Progression", {"Program": status.name, "New Status": "Registered"}
        )
    return made.sends(f"{home.name}.Confirm")


CASES = (
    # clone-leftover
    *cases_of(
        "clone-leftover",
        bad(
            "form-and-status-of-the-old-program",
            seals,
            valves,
            _registered(seals, form=seals, status=seals),
            _registered(valves, form=seals, status=seals),
        ),
        bad(
            "status-only-trigger-only-and-the-original-switched-off",
            seals,
            valves,
            campaign("02 Attended", program=seals)
            .trigger("Progression Status is Changed", condition("Program", "is", seals.name))
            .scores("Score", "+10"),
            campaign("02 Attended", program=valves, isActive=True)
            .trigger("Progression Status is Changed", condition("Program", "is", seals.name))
            .scores("Score", "+10"),
            campaign("03 No Show", program=seals)
            .filter("Member of Program", condition("Program", "is", seals.name))
            .step("Change Program Status", {"Program": seals.name, "New Status": "No Show"}),
            campaign("03 no show", program=valves)
            .filter("Member of Program", condition("Program", "is", valves.name))
            .step("Change Program Status", {"Program": seals.name, "New Status": "No Show"}),
        ),
        good(
            "each-refers-to-its-own-program-or-to-both",
            seals,
            valves,
            _registered(seals, form=seals, status=seals),
            _registered(valves, form=valves, status=valves),
            _registered(seals, form=seals, status=seals, name="02 Upgraded"),
            _registered(valves, form=seals, status=valves, name="02 Upgraded"),
        ),
        good(
            "no-campaign-of-that-name-there-or-about-something-else",
            seals,
            valves,
            website,
            _registered(seals, form=seals, status=seals),
            _registered(valves, form=seals, name="01 Follow-up"),
            _registered(seals, form=website, name="02 Contact"),
            _registered(valves, form=seals, name="02 Contact"),
            _registered(seals, form=seals, name="03 Registered for Two"),
            _registered(valves, form=seals, status=website, name="03 Registered for Two"),
        ),
        good(
            "constraints-not-exported",
            seals,
            valves,
            _registered(seals, form=seals, status=seals),
            campaign("01 Registered", program=valves, isActive=True)
            .trigger("Fills Out Form", bare=True)
            .step(
                "Change Status in Progression", {"Program": seals.name, "New Status": "Registered"}
            ),
        ),
    ),
    # missing-description
    *cases_of(
        "missing-description",
        bad(
            "executable-campaign",
            _scorer(description=""),
            _form("01 Demo"),
        ),
        bad(
            "all-campaigns-and-programs",
            program("OP Empty", id=104, description=" "),
            website,
            _scorer(description="\n"),
            _form("01 Demo", description=""),
            config="[rules.missing-description]\nonly_executables = false\n",
            programs=False,
        ),
        good(
            "described-or-not-executable",
            program("OP Empty", id=104, description=""),
            _scorer(),
            _form("01 Demo", description=""),
        ),
        good(
            "not-exported",
            _scorer(description=ABSENT),
            _form("01 Demo"),
        ),
    ),
    # name-convention
    *cases_of(
        "name-convention",
        bad(
            "pattern-for-each-kind",
            program("Miscellaneous", id=105),
            _scorer("Score"),
            _form("Demo", executes="OP Scoring.Score"),
            _form("01 Contact", executes="OP Scoring.Score"),
            config=CONVENTION,
        ),
        bad(
            "executable-campaign-by-the-pattern-for-campaigns",
            _scorer("EX Score"),
            _form("01 Demo"),
            config="[rules.name-convention]\npattern = '\\d\\d .+'\n",
        ),
        bad(
            "pattern-matches-only-a-part",
            _stamp("Demo 01 Form"),
            config=CONVENTION,
        ),
        good(
            "matching-names",
            _scorer("EX Score"),
            _form("01 Demo"),
            campaign("System Campaign", isSystem=True),
            config=CONVENTION,
        ),
    ),
    # leftover-name
    *cases_of(
        "leftover-name",
        bad(
            "active-copy",
            _stamp("Copy of 02 Fill Out - Demo"),
        ),
        bad(
            "each-kind-of-leftover",
            _stamp("02 Fill Out - Demo (clone)"),
            _stamp("Untitled"),
            _stamp("03 DO NOT USE"),
            _stamp("04 Demo "),
            _scorer("EX Score - Copy of Q3"),
            _form("05 Demo", executes="OP Scoring.EX Score - Copy of Q3"),
        ),
        good(
            "test-and-copy-as-ordinary-words",
            _stamp("Test Drive Request"),
            _stamp("01 Test Drive Request"),
            _stamp("02_Test_Ride_Request"),
            _stamp("Free Hearing Test"),
            _stamp("Covid Test Kit - Order"),
            _stamp("Skills Test | Results"),
            _stamp("Pre-Test Survey"),
            _stamp("WEBINAR TEST AUTOMATION"),
            _stamp("Request a Copy of the Report"),
        ),
        good(
            "other-words",
            _stamp("01 Latest Attestation"),
            _stamp("02 Testimonial Form"),
            _stamp("03 A/B Test - Subject Line"),
            _stamp("04 Hardcopy of the Catalogue"),
            _stamp("05 Clone Wars Contest"),
            _stamp("06 AB-Test of the Header"),
        ),
        good(
            "neither-active-nor-executable",
            _stamp("Copy of 02 Fill Out - Demo", isActive=False),
            campaign("Test", program=website),
        ),
    ),
    # dot-in-name
    *cases_of(
        "dot-in-name",
        bad(
            "dots-in-program-and-campaign",
            *_dotted(("WBN 2.0", "Score"), ("WBN 2", "0.Score")),
            _form("01 Demo", executes="WBN 2.0.Score"),
            config='ignore = ["ambiguous-campaign"]\n',
        ),
        bad(
            "two-campaigns-with-the-same-name-in-the-program-with-a-dot",
            *_dotted(("WBN 2.0", "Score"), ("WBN 2", "0.Score")),
            _scorer("Score", program=program("WBN 2.0", id=200)),
            website,
            _form("01 Demo", executes="WBN 2.0.Score"),
            programs=False,
        ),
        bad(
            "campaign-outside-programs",
            *_dotted(("Scoring", "Web")),
            _scorer("Scoring.Web", program=None),
            _form("01 Demo", executes="Scoring.Web"),
            _form("02 Contact", executes="scoring.web"),
        ),
        good(
            "dots-with-one-meaning",
            *_dotted(("WBN 2026.10 Reuse v2.0", "EX 1.5 Score"), ("WBN 2026", "Score")),
            _form("01 Demo", executes="WBN 2026.10 Reuse v2.0.EX 1.5 Score"),
        ),
        good(
            "ambiguous-name-without-a-dot",
            _scorer(),
            _scorer(),
            _form("01 Demo"),
            config='ignore = ["ambiguous-campaign"]\n',
        ),
    ),
    # outside-program
    *cases_of(
        "outside-program",
        bad(
            "campaign-in-a-folder",
            operational,
            _stamp("Password Log", program=None, folder=operational),
        ),
        good(
            "campaigns-in-a-program-and-in-a-folder-of-it",
            operational,
            inside,
            _stamp("01 Demo", program=data),
            _stamp("02 Demo", program=None, folder=inside, parentProgramId=ABSENT),
        ),
        good(
            "folder-not-exported",
            _stamp("Password Log", program=None, folder=local, parentProgramId=ABSENT),
        ),
        good(
            "system-campaign",
            operational,
            _stamp("Bounce Processing", program=None, folder=operational, isSystem=True),
        ),
    ),
)
