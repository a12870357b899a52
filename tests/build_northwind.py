"""Builds fixtures/northwind: a clean, realistic instance, and what each profile reports on it.

python tests/build_northwind.py            rewrites the folder
python tests/build_northwind.py --check    exits 1 and lists the files that differ
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from campaignlint.testing import EXPORTED_AT
from generated import ROOT, hold
from northwind import data, inactive, lifecycle, nordics, programs, sales, subscriptions
from northwind.instance import Northwind, folders

FOLDER = ROOT / "fixtures" / "northwind"
TODAY = EXPORTED_AT.partition("T")[0]
PROFILES = ("recommended", "strict", "audit")


def build() -> Northwind:
    """The whole instance."""
    northwind = Northwind()
    tree = folders(northwind)
    for section in (
        lifecycle.lifecycle,
        lifecycle.behavior_scoring,
        lifecycle.demographic_scoring,
        lifecycle.intake,
        data.normalization,
        data.lead_source,
        data.enrichment,
        data.lists,
        data.deliverability,
        sales.routing,
        sales.salesforce,
        sales.alerts,
        subscriptions.preference_center,
        inactive.templates,
        programs.webinar,
        programs.past_webinar,
        programs.trade_show,
        programs.shipper_nurture,
        programs.customer_onboarding,
        programs.product_newsletter,
        programs.market_digest,
        programs.content,
        programs.web_forms,
        inactive.retired,
        inactive.archive,
        nordics.lists,
        nordics.operations,
        nordics.consent,
        nordics.programs,
    ):
        section(northwind, tree)
    northwind.limit_communication()
    return northwind


def findings(folder: str, profile: str, working_directory: Path) -> str:
    """What `check` prints with the profile on an export."""
    command = str(Path(sys.executable).with_name("campaignlint"))
    options = ["--profile", profile, "--today", TODAY, "--format", "concise", "--fail-on", "never"]
    return subprocess.run(
        [command, "check", folder, "--no-config", *options],
        cwd=working_directory,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def files() -> dict[str, str]:
    """The text of each file of the folder, by its path with forward slashes."""
    northwind = build()
    export = northwind.files()
    place = FOLDER.relative_to(ROOT).as_posix()
    with tempfile.TemporaryDirectory() as temporary:
        for path, text in export.items():
            file = Path(temporary, place, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        reports = {
            f"findings/{profile}.txt": findings(place, profile, Path(temporary))
            for profile in PROFILES
        }
    return export | reports | {"README.md": _readme(northwind)}


def _readme(northwind: Northwind) -> str:
    export = northwind.export
    campaigns = Counter(each.home.name for each in export.campaigns if each.home)
    programs = [
        f"| {each.name} | {each.workspace} | {northwind.owners[each.name]} |"
        f" {campaigns[each.name]} | {each.fields['description']} |"
        for each in export.programs
    ]
    look_alikes = [
        f"| {each.asset.id} | {each.asset.full_name} | {each.why[0].upper()}{each.why[1:]}. |"
        for each in sorted(northwind.look_alikes, key=lambda each: each.asset.id)
    ]
    return "\n".join(
        [
            _INTRODUCTION.format(campaigns=len(export.campaigns), programs=len(programs)),
            "## Programs and their owners",
            "",
            "| Program | Workspace | Owner | Campaigns | Purpose |",
            "|---|---|---|---|---|",
            *programs,
            "",
            "## Look-alikes of faults",
            "",
            "| Id | Asset | Why it has no fault |",
            "|---|---|---|",
            *look_alikes,
            "",
        ]
    )


_INTRODUCTION = """\
# Northwind

The export of a made-up Marketo instance without faults. Northwind Freight of Minneapolis sells a
platform on which shippers and carriers see their freight; its Nordic team has its own workspace.
{programs} programs have {campaigns} campaigns. In names, T is a trigger campaign, B a batch
campaign, X an executable campaign and R a campaign that flows or the API request.

The recommended rules find nothing here. `findings/` has what each profile reports; a test compares
it. A new finding is either a false positive or a reason to fix the instance.

- Live: everything in the folders 00 to 40 and in the workspace Nordics.
- Templates (09 Program Templates): inactive, cloned for each webinar, download and email.
- Retired (80 Retired): deactivated, but not archived.
- Archived (90 Archive): disabled when the folder was archived.

`python tests/build_northwind.py` writes everything here, this page included. The export is of
14 September 2026.
"""


def main(arguments: list[str]) -> int:
    """Rewrite the folder, or with --check only list the files that differ."""
    wanted = {FOLDER / path: text.encode() for path, text in files().items()}
    return hold([FOLDER], wanted, arguments, "tests/build_northwind.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
