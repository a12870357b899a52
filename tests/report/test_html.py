"""The HTML audit as text; test_html_in_browser.py tests it in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from campaignlint.report import html
from campaignlint.report.context import Context, Diagrams, ExportFacts
from campaignlint.report.model import Coverage, Scope
from campaignlint.urls import Link, marketo_link
from report.hostile import (
    EVERY_TEXT,
    acting_characters,
    finding,
    numbered,
    report_full_of,
    report_of,
    rule_info,
)

TEXT = report_full_of("x")


def render(report: object = TEXT) -> str:
    return html.render(report, version="0.1.0")  # type: ignore[arg-type]


class _Census(HTMLParser):
    """Which elements there are, with their attributes' names, and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: set[tuple[str, ...]] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds.add((tag, *sorted(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_only_the_pages_own_style_and_script_are_admitted() -> None:
    page = render()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)

    def source(tag: str) -> str:
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = hashlib.sha256(content.encode()).digest()
        return f"&#39;sha256-{base64.b64encode(digest).decode()}&#39;"

    assert policy == (
        f"default-src &#39;none&#39;; style-src {source('style')}; script-src {source('script')}; "
        "img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"
    )
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert " style=" not in page
    assert not re.search(r"<[^>]* on\w+=", page)


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT)
def test_no_text_becomes_an_element_or_a_link(text: str) -> None:
    page = render(report_full_of(text))
    census = _Census(page)
    harmless = _Census(render(report_full_of("a `code` b")))
    assert census.kinds <= harmless.kinds
    assert [link for link in census.links if not link.startswith(("#", "data:image/svg"))] == []
    assert acting_characters(page) == set()


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (
            "https://app-sj99.marketo.com/#SC1A1",
            Link("https://app-sj99.marketo.com/#SC1A1", "Open in Marketo", is_marketo=True),
        ),
        ("https://example.com/x", Link("https://example.com/x", "Open at example.com")),
        (
            "https://marketo.com.example/x",
            Link("https://marketo.com.example/x", "Open at marketo.com.example"),
        ),
        (
            "HTTPS://app.marketo.com/",
            Link("HTTPS://app.marketo.com/", "Open in Marketo", is_marketo=True),
        ),
        ("http://app-sj99.marketo.com/#SC1A1", None),
        ("javascript:alert(1)", None),
        ("https:javascript:alert(1)", None),
        ("https://app.marketo.com@example.com/", None),
        ("https://", None),
        ("https://[x", None),
        ("//example.com", None),
        ("https://example.com/a b", None),
        ("https://example.com/\u202e", None),
        ("https://ex\u0430mple.com/", None),
        ('https://example.com/"onclick="x', None),
        ("https://example.com/\n", None),
        ("", None),
    ],
)
def test_links_are_plain_https(url: str, link: Link | None) -> None:
    assert marketo_link(url) == link


@pytest.mark.parametrize(
    ("context", "lines"),
    [
        (
            Context(),
            ["The export does not state its instance or date."],
        ),
        (
            Context(newest_change="2026-03-02"),
            [
                (
                    "The export does not state its instance or date. Its newest change is from "
                    "2 March 2026."
                )
            ],
        ),
        (
            Context(
                exports=(
                    ExportFacts("A", "2026-09-14T06:00:00Z", True, False, 0),  # noqa: FBT003
                    ExportFacts("B", "yesterday", False, True, 3),  # noqa: FBT003
                    ExportFacts("", "", None, False, 0),  # noqa: FBT003
                )
            ),
            [
                "A: Exported 14 September 2026, 06:00 UTC. The export is marked as complete.",
                (
                    "B: Exported yesterday. It contains only selected programs, folders or "
                    "workspaces. The export is marked as not complete."
                ),
                "The export has no date.",
            ],
        ),
        (
            Context(exports=(ExportFacts("A", "2026-02-30", True, False, 0),)),  # noqa: FBT003
            ["Exported 2026-02-30. The export is marked as complete."],
        ),
    ],
    ids=["nothing", "a change", "several", "one"],
)
def test_the_header_states_instance_and_date(context: Context, lines: list[str]) -> None:
    page = render(replace(report_of(), context=context))
    assert re.findall('<p class="export">(.*)</p>', page) == lines


def test_gaps_in_the_coverage_are_listed() -> None:
    context = Context(
        exports=(ExportFacts("A", "", None, False, 4),),  # noqa: FBT003
        omitted_campaigns=5,
        diagrams=Diagrams((), 6),
    )
    coverage = Coverage(
        files=1, campaigns=9, campaigns_with_flow=7, not_checked={"idle-trigger": 2}
    )
    page = render(replace(report_of(coverage=coverage), context=context))
    section = page.partition("<h2>Not checked</h2>")[2].partition("</section>")[0]
    assert re.findall("<li>(.*)</li>", section) == [
        "Not in this export: the flow of 2 campaigns and the smart list of 9 campaigns.",
        "Not checked because data is missing: idle-trigger (2).",
        "Omitted to save space: the descriptions of 5 campaigns.",
        "Omitted to save space: the diagrams of 6 findings.",
        "Not exported, according to instance.json: 4 assets.",
    ]
    assert "<td>idle-trigger</td><td>2</td>" in section


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (
            Scope("strict", (rule_info("off"), rule_info("off-too")), 0, date(2026, 9, 4)),
            "Checked with 1 of 3 rules (profile strict), as of 4 September 2026.",
        ),
        (
            Scope(None, (), 1, date(2026, 9, 14)),
            (
                "Checked with 1 of 1 rule (selected individually), as of 14 September 2026. "
                "1 override applies to some campaigns."
            ),
        ),
    ],
    ids=["a profile", "chosen rules"],
)
def test_rules_and_date_are_stated(scope: Scope, text: str) -> None:
    page = render(replace(report_of(finding()), scope=scope))
    assert re.findall('<p class="rules">(.*)</p>', page) == [text]
    assert re.findall("<tr><td>(off.*?)</td>", page) == [rule.id for rule in scope.off]


def test_the_whole_export_was_checked_only_without_gaps() -> None:
    everything = "The whole export was checked."
    whole = report_of(
        finding(),
        coverage=Coverage(campaigns=1, campaigns_with_flow=1, campaigns_with_smart_list=1),
        scope=Scope("audit", (), 0, date(2026, 9, 14)),
    )
    assert everything in render(whole)
    one_rule = Scope(None, (rule_info("off"),), 0, date(2026, 9, 14))
    assert everything not in render(replace(whole, scope=one_rule))
    fault = finding(rule="unreadable-file", campaign=None, place="a.json")
    assert everything not in render(replace(whole, findings=(fault,)))


def test_reasons_for_an_incomplete_audit_link_to_their_findings() -> None:
    page = render(
        report_of(
            *numbered(1, rule="failed-response"),
            *numbered(3, rule="invalid-record"),
            *numbered(12, rule="unreadable-file"),
            *numbered(2, rule="rule-crashed"),
            *numbered(1, rule="unrecognized-names", severity="warning"),
            coverage=Coverage(),
        )
    )
    section = page.partition("<h2>Not checked</h2>")[2].partition("</section>")[0]
    assert re.findall('<li><a href="#rule-(.)">(.*)</a></li>', section) == [
        ("1", "Unreadable: 12 files, or parts of them."),
        ("2", "Invalid: 3 records."),
        ("3", "Crashed: 2 rules."),
        ("4", "Errors instead of records: 1 response."),
        ("5", "An executable campaign waits."),
    ]


def test_rules_are_ordered_by_severity_and_number_of_findings() -> None:
    report = report_of(
        *numbered(3, rule="c-note", severity="note"),
        *numbered(1, rule="a-error", severity="error"),
        *numbered(2, rule="b-error", severity="error"),
    )
    assert re.findall('data-rule="([^"]+)"', render(report)) == ["b-error", "a-error", "c-note"]


def test_a_rule_is_documented_once() -> None:
    rule = rule_info(
        "wait-in-executable",
        why="Marketo supports no `Wait` there.\n\nNever.",
        how_to_fix="Move it.",
        sources=("https://example.com/page", "javascript:alert(1)"),
    )
    page = render(report_of(*numbered(5), rules=(rule,)))
    assert page.count("<p>Marketo supports no <code>Wait</code> there.</p>") == 1
    assert page.count("<p>Never.</p>") == 1
    assert page.count("<p>Move it.</p>") == 1
    assert page.count('href="https://example.com/page"') == 1
    assert ">example.com: page</a>" in page


def test_a_finding_without_line_or_campaign_has_neither() -> None:
    fault = finding(rule="unreadable-file", campaign=None, place="a.json")
    page = render(report_of(replace(fault, location=replace(fault.location, line=None))))
    assert "<code>exports/1021.json</code>" in page
    assert "data-campaign" not in page.partition("<script>")[0]
