"""The HTML audit in a browser: it opens, filters, searches and links, and no name has an effect."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from browsing import Opened, browsing, opened
from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.report import html
from conftest import REPOSITORY
from loading.reading import all_rules
from report.hostile import HOSTILE, TEXTS, acting_characters, report_full_of, report_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from campaignlint.report.model import Report

    Open = "type[AbstractContextManager[Opened]]"

pytestmark = pytest.mark.slow

DEEP = "nesting-too-deep"
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def acme() -> Report:
    """The report on fixtures/acme with all rules."""
    settings = config.Settings(profile="audit", today=date(2026, 11, 22))
    plan = replace(config.plan(settings, all_rules()), context=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        return api.analyze(["fixtures/acme"], plan).report


@dataclass(frozen=True)
class Totals:
    """The numbers of findings in the audit of fixtures/acme."""

    findings: int
    rules: int
    programs: int
    error: int
    warning: int
    note: int

    @property
    def by_rule(self) -> str:
        return f"{self.findings} of {self.findings} findings in {self.rules} rules"

    @property
    def by_program(self) -> str:
        return f"{self.findings} of {self.findings} findings in {self.programs} programs"


@pytest.fixture(scope="module")
def totals(acme: Report) -> Totals:
    found = acme.findings
    programs = {each.campaign.program for each in found if each.campaign is not None} - {None}
    return Totals(len(found), len({each.rule for each in found}), len(programs), **acme.counts())


@pytest.fixture(scope="module")
def audit(acme: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("audit") / "audit.html"
    file.write_text(html.render(acme, version="1"), "utf-8")
    return file


@contextmanager
def looking_at(browser: Browser, file: Path, **options: Any) -> Iterator[Opened]:
    """Open a page, and assert at the end that it had no errors."""
    with opened(browser, file, **options) as page:
        yield page
        assert page.faults == []


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def shown_groups(page: Page) -> list[str]:
    return page.locator("#groups > .group:visible > details > summary h3").all_inner_texts()


def finding_of(page: Page, rule: str) -> Any:
    return page.locator(f'[data-rule="{rule}"] .finding').first


# Opening


def test_the_header_has_the_export_and_the_number_of_findings(
    browser: Browser, audit: Path, totals: Totals
) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        assert page.title() == "campaignlint audit: 123-ABC-456"
        assert page.locator("h1").inner_text() == "123-ABC-456"
        assert page.locator(".export").inner_text() == (
            "Exported 14 September 2026, 06:00 UTC. The export is marked as complete."
        )
        assert page.locator(".counts li").all_inner_texts() == [
            f"{totals.error}\nerrors",
            f"{totals.warning}\nwarnings",
            f"{totals.note}\nnotes",
        ]
        assert page.locator("button.program").first.inner_text() == "OP Lead Routing"
        assert status(page) == totals.by_rule


def test_an_open_finding_has_help_source_flow_and_diagram(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.locator(f'[data-rule="{DEEP}"] > details > summary').click()
        finding = finding_of(page, DEEP)
        finding.locator("summary").first.click()
        body = finding.locator(".body")
        assert body.locator(".help").inner_text() == (
            "Help: execute 'EX 13 Partner Notify' from a campaign higher in the chain"
        )
        assert body.locator("pre mark").inner_text() == '"WEB Partner Portal.EX 13 Partner Notify"'
        assert body.locator("[aria-current]").inner_text() == (
            "2. Execute Campaign: WEB Partner Portal.EX 13 Partner Notify, Use Parent Campaign "
            "Token Context = True"
        )
        names = body.locator("svg .cl-name").all_text_contents()
        assert {"EX 10 Partner Intake", "EX 13 Partner Notify"} <= set(names)
        assert body.locator(".drawing .cl-deep").count() == 4
        assert body.locator("svg .cl-focus .cl-name").text_content() == "EX 12 Partner Assign"
        marketo = body.get_by_text("Open in Marketo").first
        assert marketo.get_attribute("href") == "https://app-sj99.marketo.com/#SC2243A1"
        assert marketo.get_attribute("rel") == "noopener noreferrer"


# Filtering and searching


def test_severities_are_filtered(browser: Browser, audit: Path, totals: Totals) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.get_by_label(f"note {totals.note}").uncheck()
        page.get_by_label(f"warning {totals.warning}").uncheck()
        assert status(page).startswith(f"{totals.error} of {totals.findings} findings in ")
        assert page.locator('.finding[data-severity="note"]').count() == 0
        page.get_by_text("Clear filters").click()
        assert status(page) == totals.by_rule
        assert page.locator("#clear").is_disabled()


def test_a_search_matches_all_words(browser: Browser, audit: Path, totals: Totals) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.keyboard.press("/")
        page.keyboard.type("PARTNER nesting")
        assert status(page) == f"1 of {totals.findings} findings in 1 rule"
        assert finding_of(page, DEEP).is_visible(), "few findings are open"
        page.keyboard.type(" nowhere")
        assert status(page) == f"0 of {totals.findings} findings in 0 rules"
        assert page.locator("#no-matches").is_visible()


def test_findings_are_grouped_by_program_and_campaign(
    browser: Browser, audit: Path, totals: Totals
) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.get_by_label("Program", exact=True).check()
        assert shown_groups(page)[0] == "OP Lead Routing"
        assert status(page) == totals.by_program
        assert page.get_by_text("Documentation of the rules").is_visible()
        page.get_by_label("Campaign", exact=True).check()
        assert "OP Lead Routing > EX 20 Find Account Owner" in shown_groups(page)
        page.get_by_label("Rule", exact=True).check()
        assert page.get_by_text("Documentation of the rules").is_hidden()
        assert status(page) == totals.by_rule


def test_findings_are_filtered_by_program(browser: Browser, audit: Path, totals: Totals) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.get_by_role("button", name="OP Enrichment").click()
        assert status(page).startswith(f"4 of {totals.findings} findings in ")
        assert status(page).endswith("; program OP Enrichment")


def test_the_filters_are_in_the_url(browser: Browser, audit: Path, totals: Totals) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        page.get_by_label("Program", exact=True).check()
        page.get_by_label(f"note {totals.note}").uncheck()
        page.get_by_label("Search").fill("wait")
        page.wait_for_url(re.compile("#by=program&severity=error\\+warning&q=wait$"))
        seen = status(page)
        page = at.open(page.url.partition("#")[2])
        assert status(page) == seen
        assert page.get_by_label("Search").input_value() == "wait"
        assert page.get_by_label("Program", exact=True).is_checked()
        assert not page.get_by_label(f"note {totals.note}").is_checked()


# Following links


def test_a_link_to_a_finding_opens_it(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit) as at:
        fragment = finding_of(at.open(), DEEP).get_attribute("id") or ""
        page = at.open(fragment)
        page.locator(f"#{fragment} > details > summary:focus").wait_for()
        assert page.locator(f"#{fragment} .help").is_visible()


def test_a_link_to_a_filtered_finding_opens_it(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        fragment = finding_of(page, DEEP).get_attribute("id") or ""
        page.get_by_label("Search").fill("idle-trigger")
        assert page.locator(f"#{fragment}").count() == 0
        page.evaluate("fragment => { location.hash = fragment; }", fragment)
        page.locator(f"#{fragment} .help").wait_for()
        assert page.get_by_label("Search").input_value() == ""


def test_a_campaign_in_a_diagram_links_to_its_flow(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        fragment = finding_of(page, DEEP).get_attribute("id") or ""
        page = at.open(fragment)
        page.locator(f"#{fragment} svg a", has_text="EX 11 Partner Qualify").click()
        page.locator("#campaign-2242 .flow").wait_for()
        assert page.locator("#campaign-2242 .flow > li .text").all_inner_texts()[-1] == (
            "2. Execute Campaign: WEB Partner Portal.EX 12 Partner Assign, Use Parent Campaign "
            "Token Context = True"
        )


# Accessibility, devices and print


@pytest.fixture(scope="module")
def excerpt(acme: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of a few findings, because axe-core is slow."""
    rules = {DEEP, "execute-cycle", "wait-in-executable", "unreachable-choice", "idle-trigger"}
    few = [finding for finding in acme.findings if finding.rule in rules][-12:]
    campaigns = {finding.campaign.id for finding in few if finding.campaign is not None}
    assert acme.context is not None
    around = replace(
        acme.context,
        campaigns=tuple(each for each in acme.context.campaigns if each.campaign.id in campaigns),
    )
    file = tmp_path_factory.mktemp("excerpt") / "audit.html"
    report = replace(acme, findings=tuple(few), context=around)
    file.write_text(html.render(report, version="1"), "utf-8")
    return file


@pytest.mark.parametrize(
    ("scheme", "device"),
    [("light", {}), ("dark", {}), ("dark", PHONE)],
    ids=["light", "dark", "phone"],
)
def test_axe_has_no_errors(
    scheme: str, device: dict[str, Any], browser: Browser, excerpt: Path
) -> None:
    with looking_at(browser, excerpt, color_scheme=scheme, **device) as at:
        page = at.open()
        page.get_by_text("Expand all").click()
        for part in (".finding", ".diagram", ".campaign"):
            page.locator(f"{part} summary").first.click()
        assert page.locator("#groups svg").first.is_visible()
        assert at.axe() == []
        page.get_by_label("Program", exact=True).check()
        page.locator("#rules summary").first.click()
        assert at.axe() == []


def test_axe_has_no_errors_in_an_empty_audit(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "audit.html"
    file.write_text(html.render(report_of(), version="1"), "utf-8")
    with looking_at(browser, file) as at:
        at.open()
        assert at.axe() == []


def test_the_page_fits_on_a_phone(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit, **PHONE) as at:
        fragment = finding_of(at.open(), DEEP).get_attribute("id") or ""
        page = at.open(fragment)
        page.get_by_text("Expand all").click()
        assert page.evaluate("() => document.scrollingElement.scrollWidth") == 360


def test_the_page_works_without_scripts(browser: Browser, audit: Path) -> None:
    with looking_at(browser, audit, java_script_enabled=False) as at:
        page = at.open()
        assert page.locator(".controls").is_hidden()
        page.locator(f'[data-rule="{DEEP}"] > details > summary').click()
        finding = finding_of(page, DEEP)
        finding.locator("summary").first.click()
        assert finding.locator(".help").is_visible()
        finding.get_by_role("link", name="Settings, smart list and flow").click()
        page.locator("#campaign-2243 > details > summary").click()
        assert page.locator("#campaign-2243 .flow").is_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without"])
def test_everything_is_printed(scripted: bool, browser: Browser, audit: Path) -> None:  # noqa: FBT001
    with looking_at(browser, audit, java_script_enabled=scripted) as at:
        page = at.open()
        page.emulate_media(media="print")
        if scripted:
            page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".controls").is_hidden()
        assert page.locator(".to-rule").first.is_hidden()
        assert page.locator('.campaign[data-total="0"]').first.is_hidden()
        assert page.locator(".diagram .on-paper").first.is_visible()
        flows = '.campaign:not([data-total="0"]) .flow'
        for text in (".finding .help", ".finding pre", flows, ".diagram svg"):
            every = page.locator(text)
            assert every.count() > 20
            assert every.first.is_visible()
            assert every.last.is_visible()
        if scripted:
            page.evaluate("() => dispatchEvent(new Event('afterprint'))")
            page.emulate_media(media="screen")
            assert page.locator(".finding .help").first.is_hidden()


def test_filters_are_printed(browser: Browser, audit: Path, totals: Totals) -> None:
    with looking_at(browser, audit) as at:
        page = at.open()
        filters = page.locator("#print-filters")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert filters.is_hidden()
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        page.get_by_label(f"note {totals.note}").uncheck()
        page.get_by_label("Search").fill("wait")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert filters.inner_text() == (
            f'Filtered: {status(page)}; severity error or warning; search for "wait".'
        )
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert filters.is_hidden()


# Names have no effect

CENSUS = """() => {
    const elements = [...document.querySelectorAll("*")];
    const named = (element) =>
        `${element.localName} ${element.getAttributeNames().filter((name) => name !== "hidden")}`;
    const count = (name) => document.getElementsByTagName(name).length;
    return {
        kinds: [...new Set(elements.map(named))].sort(),
        numbers: ["script", "style", "link", "meta", "a", "input", "button", "details", "svg"]
            .map(count),
        links: elements.map((element) => element.getAttribute("href"))
            .filter((link) => link && !link.startsWith("#") && !link.startsWith("data:")),
        text: document.body.textContent + document.title,
        attributes: elements.flatMap((element) =>
            element.getAttributeNames().map((name) => element.getAttribute(name))),
    };
}"""


def census_of(report: Report, at: Opened) -> dict[str, Any]:
    """Return the elements, links and text of a page with everything open."""
    at.file.write_text(html.render(report, version="1"), "utf-8")
    page = at.open()
    page.evaluate(
        "() => { for (const one of document.querySelectorAll('details')) one.open = true }"
    )
    page.get_by_label("Program", exact=True).check()
    found: dict[str, Any] = page.evaluate(CENSUS)
    return found


def test_hostile_names_have_no_effect(browser: Browser, tmp_path: Path) -> None:
    with looking_at(browser, tmp_path / "audit.html") as at:
        harmless = census_of(report_full_of("a `code` b"), at)
        census = census_of(report_full_of(HOSTILE), at)
    assert set(census["kinds"]) <= set(harmless["kinds"])
    assert census["numbers"] == harmless["numbers"]
    assert census["links"] == []
    assert acting_characters(census["text"]) == set()
    assert set().union(*map(acting_characters, census["attributes"])) == set()
    assert census["text"].count(TEXTS["the end of a script"]) > 20
