"""Loops, changes and cascades on the HTML page, and the activations of each campaign."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.report import html
from campaignlint.report.context.activations import ActivationFacts
from campaignlint.testing import Campaign, Export, campaign, condition
from loading.reading import all_rules

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.report.model import Report


def on(name: str, field: str, number: int) -> Campaign:
    attribute = condition("Attribute", "is", field)
    made = campaign(name, id=number, isActive=True, qualificationRuleType="any")
    return made.trigger("Data Value Changes", attribute)


def report_of(folder: Path, **changes: object) -> Report:
    parts = (
        campaign("01 Form", id=1, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "Demo"))
        .changes("Stage", "MQL")
        .executes("EX Mail"),
        campaign("EX Mail", id=2).sends("Thanks").waits("1 day"),
        on("Sync", "Stage", 3).step("Sync Lead to SFDC"),
        on("Local", "Stage", 4).filter("Country", condition("Country", "is", "US")),
        on("Ping", "Ping", 5).changes("Pong", "{{system.dateTime}}"),
        on("Pong", "Pong", 6).changes("Ping", "{{system.dateTime}}"),
        on("Bare", "Stage", 7).trigger("Data Value Changes", bare=True),
        campaign("Stop", id=8).removes_from_flow("EX Mail"),
    )
    plan = replace(config.plan(config.Settings(), all_rules()), context=True)
    plan = replace(plan, **changes)  # type: ignore[arg-type]
    return api.analyze([str(Export(*parts).write(folder))], plan).report


def words(page: str) -> str:
    """Return the text of the section about activations."""
    section = page[page.index('<section class="activations"') :]
    section = re.sub(r"(?s)<svg.*?</svg>", "", section[: section.index("</section>")])
    return " ".join(re.sub(r"<[^>]*>", " ", section).replace("&#39;", "'").split())


def test_loops_changes_and_cascades_are_on_the_page(tmp_path: Path) -> None:
    page = html.render(report_of(tmp_path))
    assert words(page) == (
        "What activates what "
        "Unknown: what 1 of 7 triggers listen to; activations may be missing. "
        "Loops of activations "
        "Campaigns that activate each other by what they change, again and again. "
        "Pong &gt; Ping endless trigger campaign part of an endless loop "
        "Changes that many campaigns share "
        "Flow steps change a field, a list or a status, and that fires triggers. These changes "
        "activate several campaigns, or several campaigns make them. "
        "'Stage' is set to 'MQL' activates 3 campaigns "
        "Activates Sync Local maybe (filter 1) Bare Caused by 01 Form at step 1 and 2 more changes "
        "Largest cascades "
        "All campaigns that an event from outside starts, by calls and by changes. "
        "Fills Out Form 'Demo' 5 campaigns "
        "2 levels deep. Emails, alerts, CRM syncs and webhooks: 1 Send Email, 1 Sync Lead to SFDC. "
        "Starts activates 01 Form step 2 executes EX Mail "
        "step 1 activates ('Stage' is set to 'MQL') Sync "
        "step 1 maybe activates ('Stage' is set to 'MQL', filter 1) Local "
        "step 1 activates ('Stage' is set to 'MQL') Bare"
    )
    assert page.count('class="cl-edge cl-activation cl-cycle"') == 3, "the legend has one, too"


def test_each_campaign_lists_its_activations(tmp_path: Path) -> None:
    page = html.render(report_of(tmp_path))
    form = page[page.index('id="campaign-1"') :]
    form = " ".join(re.sub(r"<[^>]*>", " ", form[: form.index("</details>")]).split())
    assert "Activated by trigger 1, Fills Out Form: fired by no flow step" in form
    assert "Activates activates Sync: &#39;Stage&#39; is set to &#39;MQL&#39; at step 1" in form
    assert "maybe activates Local (filter 1): &#39;Stage&#39; is set to" in form
    mail = page[page.index('id="campaign-2"') :]
    assert "Stop &gt; flow step 1 (Remove from Flow)" in mail[: mail.index("</details>")]


def test_redacted_pages_have_no_activations(tmp_path: Path) -> None:
    report = report_of(tmp_path, redact=True)
    assert report.context is not None
    assert report.context.activations == ActivationFacts()
    page = html.render(report)
    assert '<section class="activations"' not in page
    assert "Stage" not in page


def test_without_activations_there_is_no_section(tmp_path: Path) -> None:
    plan = replace(config.plan(config.Settings(), all_rules()), context=True)
    export = Export(campaign("A").executes("EX"), campaign("EX").waits("1 day")).write(tmp_path)
    page = html.render(api.analyze([str(export)], plan).report)
    assert '<section class="activations"' not in page
