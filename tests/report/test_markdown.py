"""The Markdown report, parsed as CommonMark, within the limits of GitHub."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from campaignlint.locating.locations import Location
from campaignlint.report import markdown
from campaignlint.report.model import Coverage, Hidden
from campaignlint.text import escape_control_characters
from loading.reading import lint, write
from report.hostile import (
    EVERY_TEXT,
    acting_characters,
    finding,
    numbered,
    report_full_of,
    report_of,
)
from report.scores import SCORES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("in_tmp_path")


SEEN = Coverage(files=1, campaigns=1, campaigns_with_flow=1, campaigns_with_smart_list=1)

Inline = list[tuple[str, str]]
"""Text and code, in their order: `[("code", "P > A"), ("text", ": it waits")]`."""


def parsed(output: str) -> list[tuple[str, Any]]:
    """The blocks: their kind, and their HTML, or their text and code.

    Anything but a heading, paragraphs, flat lists, HTML, text, code and a bold verdict is a fault.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks: list[tuple[str, Any]] = []
    within = ["page"]
    for token in parser.parse(output):
        if token.type == "inline":
            blocks.append((within[-1], [_inline(child) for child in token.children or []]))
        elif token.type == "html_block":
            blocks.append(("html", token.content.strip()))
        elif token.nesting < 0:
            within.pop()
        else:
            assert token.type in BLOCKS, f"{token.type}: {token.content}"
            name = BLOCKS[token.type]
            within.append(within[-1] if name == "paragraph" and within[-1] == "item" else name)
    return blocks


BLOCKS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "list_item_open": "item",
}
INLINE = {"text": "text", "code_inline": "code", "strong_open": "bold", "strong_close": "bold"}


def _inline(token: Any) -> tuple[str, str]:
    assert token.type in INLINE, f"{token.type}: {token.content}"
    return INLINE[token.type], token.content


def items(output: str) -> list[Inline]:
    return [content for kind, content in parsed(output) if kind == "item"]


def summaries(output: str) -> list[str]:
    """What is always seen of the sections."""
    return re.findall(r"<summary>(.*)</summary>", output)


# What is printed


def test_findings_are_in_the_section_of_their_rule(tmp_path: Path) -> None:
    write(tmp_path, {"export.json": SCORES})
    assert markdown.render(lint(".")) == (
        "### campaignlint\n"
        "\n"
        "**Found 1 error in 2 campaigns (1 executable) of 1 program in 1 file.**\n"
        "\n"
        "<details open>\n"
        "<summary>1 error: <code>wait-in-executable</code></summary>\n"
        "\n"
        "Help: move the Wait step into the caller\n"
        "\n"
        "- `OP Scoring > EX Score > flow step 1`: executable campaign `EX Score` (executed by "
        "`Lead Intake` step 1) has a Wait step, which Marketo does not support there "
        "(`export.json:108`)\n"
        "\n"
        "</details>\n"
    )


def test_a_run_without_findings_states_its_coverage() -> None:
    assert markdown.render(report_of(coverage=SEEN)) == (
        "### campaignlint\n"
        "\n"
        "**No findings in 1 campaign (0 executable) of 0 programs in 1 file.**\n"
    )


def test_the_rest_of_the_summary_is_in_paragraphs() -> None:
    report = report_of(
        coverage=replace(SEEN, skipped_files=2, unknown_steps={"Stamp It": 3}),
        paths_without_records=("my exports/x.json",),
        hidden=Hidden(1),
    )
    assert markdown.render(report).split("\n\n")[2:] == [
        "Unknown flow steps: `Stamp It` (3).",
        "Skipped: 2 JSON files without Marketo records.",
        "Hidden: 1 in other files.",
        "my `exports/x.json`: no Marketo records found.\n",
    ]


def test_rules_are_sorted_by_severity_and_number_of_findings() -> None:
    report = report_of(
        *numbered(3, rule="long-flow", severity="note"),
        *numbered(2, rule="repeated-step", severity="warning"),
        *numbered(1, rule="wait-in-executable", severity="error"),
        *numbered(2, rule="wait-in-executable", severity="warning"),
        *numbered(2, rule="execute-cycle", severity="error"),
        *numbered(2, rule="another-cycle", severity="error"),
    )
    output = markdown.render(report)
    assert summaries(output) == [
        "2 errors: <code>another-cycle</code>",
        "2 errors: <code>execute-cycle</code>",
        "1 error: <code>wait-in-executable</code>",
        "2 warnings: <code>repeated-step</code>",
        "2 warnings: <code>wait-in-executable</code>",
        "3 notes: <code>long-flow</code>",
    ]
    assert output.count("<details open>\n") == 3, "errors are unfolded"
    assert output.count("<details>\n") == 3
    assert output.count("</details>\n") == 6


def test_help_that_differs_is_at_each_finding() -> None:
    output = markdown.render(
        report_of(finding("one", help="set it to 'is any'"), finding("two", help=""))
    )
    where = "(`exports/1021.json:41`)"
    place = "`OP Scoring > EX Score > flow step 3`"
    assert "Help:" not in output
    assert [line for line in output.splitlines() if line.startswith("- ")] == [
        f"- {place}: one {where}; help: set it to `is any`",
        f"- {place}: two {where}",
    ]


def test_a_diagnostic_names_its_file_once() -> None:
    fault = finding(
        "invalid JSON: expecting value",
        rule="unreadable-file",
        place="a.json",
        location=Location("a.json", ""),
    )
    located = replace(fault, location=Location("a.json", "", 7, 1, 7, 2))
    assert markdown.render(report_of(fault, located)).splitlines()[-4:-2] == [
        "- `a.json`: invalid JSON: expecting value",
        "- `a.json:7`: invalid JSON: expecting value",
    ]


# Plain words and code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'EX Score' waits, but it may not", "`EX Score` waits, but it may not"),
        ("the record's 'x' and a 'y z'.", "the record's `x` and a `y z`."),
        ("it's not so; don't", "it's not so; don't"),
        ('set it to "every time", or so', "set it to `every time`, or so"),
        ("see `complete = true` (in TOML)", "see `complete = true` (in TOML)"),
        ("'A' > 'B' > 'A' go round", "`'A' > 'B' > 'A'` go round"),
        ("executes itself ('A' > 'A'), which", "executes itself (`'A' > 'A'`), which"),
        ("('A')", "(`A`)"),
        ("x='y'", "`x='y'`"),
        ("changed on 2026-05-02: why?", "changed on `2026-05-02`: why?"),
        ("{{my.Name}} is empty", "`{{my.Name}}` is empty"),
        ("1,396 of 12 campaigns (3).", "1,396 of 12 campaigns (3)."),
        ("step 1. and 2) too", "step 1. and 2) too"),
        ("1. is no list", "`1.` is no list"),
        ("2) is none", "`2)` is none"),
        ("- is none", "`-` is none"),
        ("    is no code", "is no code"),
        ("a ` b", "a `\\u0060` b"),
        ("ask @octocat about #1, GH-1", "ask `@octocat` about `#1`, `GH-1`"),
        ("deadbeef, 1234567 and facade", "`deadbeef`, `1234567` and facade"),
        ("at www.example.com: :tada:", "at `www.example.com`: `:tada`:"),
        ("Größe", "`Größe`"),
        ("", ""),
    ],
)
def test_a_sentence_is_plain_words_and_code(text: str, expected: str) -> None:
    assert markdown.prose(text, 100) == expected


def test_long_texts_are_truncated() -> None:
    assert markdown.code("x" * 11, 10) == "`xxxxxxx...`"
    assert markdown.prose("word " * 3, 10) == "word wo..."


# No more than GitHub takes


def test_the_least_severe_findings_are_omitted_and_counted() -> None:
    report = report_of(
        *numbered(400, rule="long-flow", severity="note"),
        *numbered(300, rule="repeated-step", severity="warning"),
        *numbered(300, rule="wait-in-executable", severity="error"),
    )
    output = markdown.render(report)
    assert 64_000 < len(output.encode()) <= 65_000
    assert summaries(output) == [
        "300 errors: <code>wait-in-executable</code>",
        "300 warnings: <code>repeated-step</code>",
        "400 notes: <code>long-flow</code>",
    ]
    assert sorted(re.findall(r"finding \d+ \(", output)) == sorted(
        [
            *(f"finding {number} (" for number in range(1, 301)),
            *(f"finding {number} (" for number in range(1, 301)),
            *(f"finding {number} (" for number in range(1, len(items(output)) - 600)),
        ]
    )
    assert output.endswith(
        f"- and {401 - (len(items(output)) - 600):,} more\n\n</details>\n\n"
        f"Omitted to save space: {401 - (len(items(output)) - 600):,} notes. "
        "`campaignlint check -f json` lists them all.\n"
    )


def test_every_rule_lists_some_errors_first() -> None:
    report = report_of(
        *numbered(5_000, rule="wait-in-executable", severity="error"),
        *numbered(12, rule="execute-cycle", severity="error"),
        *numbered(2, rule="nesting-too-deep", severity="error"),
    )
    waits, cycle, deep = markdown.render(report).split("<details open>")[1:]
    assert waits.count("- `") > 500
    assert cycle.count("- `") == 5
    assert "- and 7 more\n" in cycle
    assert deep.count("- `") == 2
    assert " more\n" not in deep


def test_omitted_rules_are_counted() -> None:
    report = report_of(*(finding(rule=f"rule-{number:04}") for number in range(2_000)))
    output = markdown.render(report)
    sections = len(summaries(output))
    assert len(output.encode()) <= 65_000
    assert 500 < sections < 2_000
    assert output.count("- omitted to save space\n") == sections
    assert "Omitted to save space: 2,000 errors. " in output


@pytest.mark.parametrize("character", ["x", "`", "<", "得", "\U0001f680", "\U000e0041"])
def test_long_names_never_exceed_the_limit(character: str) -> None:
    long = character * 10_000
    report = report_of(
        *(finding(long, rule=long, place=long, help=long + str(number)) for number in range(500)),
        paths_without_records=tuple(f"{number}{long}" for number in range(100)),
    )
    output = markdown.render(report)
    assert 55_000 < len(output.encode()) <= 65_000
    assert "And 91 more sentences.\n" in output
    assert re.search(r"Omitted to save space: \d+ errors\. ", output)


# Nothing in an export acts

HARMLESS = re.compile(r"(?:[A-Za-z0-9 (),.;?'-]|:(?!\w))*")
"""Text outside code in which GitHub renders no links, mentions or emoji."""

OPENING = re.compile(
    r"<details(?: open)?>\n"
    r"<summary>\d+ (?:error|warning|note)s?: <code>(?P<rule>[^<>]*)</code></summary>"
)


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT)
def test_names_have_no_effect_on_markdown_or_html(text: str) -> None:
    output = markdown.render(report_full_of(text))
    assert acting_characters(output) == set()
    blocks = parsed(output)
    assert [kind for kind, _ in blocks if kind != "paragraph"] == [
        "heading",
        *(["html", "item", "html"] * 4),
    ]
    for kind, content in blocks:
        if kind != "html":
            _assert_harmless(content)
    openings = [content for kind, content in blocks if kind == "html"][::2]
    rules = [html.unescape(_rule(opening)) for opening in openings]
    assert sorted(rules) == sorted(["unreadable-file", *[_cut(text, 100)] * 3])
    assert [content for kind, content in blocks if kind == "html"][1::2] == ["</details>"] * 4


def _assert_harmless(content: Inline) -> None:
    for kind, piece in content:
        if kind == "text":
            assert HARMLESS.fullmatch(piece), piece
            assert not re.search(r"\b[0-9a-fA-F]{7,40}\b", piece), piece
            assert not re.search(r"\bGH-\d|\bwww\.", piece), piece


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT)
def test_names_are_rendered_unchanged(text: str) -> None:
    [_, where], [place, *_, last] = (
        [piece for kind, piece in item if kind == "code"] or ["", ""]
        for item in (
            _item(finding("it waits", place="P > A", location=Location(f"x {text}", "", 7))),
            _item(finding("it 'waits'", place=f"P > {text}")),
        )
    )
    assert where == _cut(f"x {text}:7", 200).replace("`", r"\u0060")
    assert place.strip() == _cut(f"P > {text}", 200).replace("`", r"\u0060").strip()
    assert last == "exports/1021.json:41"


def _item(of: Any) -> Inline:
    [item] = items(markdown.render(report_of(of)))
    return item


def _rule(opening: str) -> str:
    match = OPENING.fullmatch(opening)
    assert match, opening
    return match["rule"]


def _cut(text: str, longest: int) -> str:
    shown = re.sub(r"##(?=\w*\[)", r"#\\u0023", escape_control_characters(text))
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."
