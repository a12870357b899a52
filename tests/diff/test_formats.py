"""The formats of a comparison: what they contain, their limits, and hostile names."""

from __future__ import annotations

import html as html_escapes
import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import jsonschema
import pytest
from markdown_it import MarkdownIt

from campaignlint.diff import html, markdown, text
from campaignlint.diff import json as json_format
from campaignlint.diff.alignment import Detail
from campaignlint.diff.changes import Change
from campaignlint.diff.comparison import Comparison
from campaignlint.diff.effects import Affected, BrokenReference, Effects, Link, Links
from campaignlint.diff.redaction import redact
from campaignlint.drawing.diagram import Diagram, Edge, Node
from campaignlint.model.finding import CampaignName
from diff.exports import write_export
from report.hostile import EVERY_TEXT, acting_characters, finding, numbered, report_full_of

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.diff.alignment import Edit
    from conftest import CommandLine

    Tags = list[tuple[str, tuple[str, ...]]]

COMMAND = re.compile(r"^(?:\s|\x1b\[[\d;]*m)*::|##\w*\[", re.MULTILINE)


_EDITS: tuple[tuple[Edit, bool, bool], ...] = (
    ("changed", True, True),
    ("added", False, True),
    ("removed", True, False),
    ("moved", True, True),
)


def comparison_full_of(value: str) -> Comparison:
    """Return a comparison with the text wherever an export can put one."""
    name = CampaignName(1, value, value, value)
    details = tuple(
        Detail(
            value,
            value if has_old else None,
            value if has_new else None,
            f"{value}: {value} -> {value}",
            edit,
            "flow step 1",
            "step 1",
        )
        for edit, has_old, has_new in _EDITS
    )
    link = Link(name, "may activate", name, value)
    nodes = (Node(1, value, value, value), Node(2, value, value, value))
    edges = (
        Edge(1, 2, "Execute Campaign", (), change="added"),
        Edge(2, 1, "Request Campaign", (), change="removed"),
    )
    findings = report_full_of(value).findings
    return Comparison(
        findings,
        findings,
        3,
        (
            Change("campaign", 1, value, "changed", details),
            Change("program", 2, value, "added"),
            Change("token", None, value, "changed", details, owner=("program", 1)),
        ),
        Effects(
            Links((link,), (link,)),
            Links((link,), (link,)),
            (Affected(name, active=True, entry_point=True),),
            (BrokenReference(name, 1, value),),
            Diagram(nodes, edges),
        ),
    )


# Markdown


def test_markdown_for_a_pull_request(tmp_path: Path, campaignlint: CommandLine) -> None:
    write_export(tmp_path / "a")
    write_export(tmp_path / "b", days="3 days", target=False)
    result = campaignlint("diff", "a", "b", "-f", "markdown", "--fail-on", "never")
    assert result.out == (
        "### campaignlint diff\n"
        "\n"
        "**2 assets changed; findings: 0 new, 0 fixed, 0 remaining**\n"
        "\n"
        "#### Changes\n"
        "\n"
        "\n"
        "<details>\n"
        "<summary><code>campaign OP &gt; Intake</code>: 1 edit</summary>\n"
        "\n"
        "- step 1 Wait: `1 day` to `3 days`\n"
        "\n"
        "</details>\n"
        "\n"
        "- campaign `OP > EX Score` removed\n"
        "\n"
        "#### Calls\n"
        "\n"
        "```mermaid\n"
        "flowchart LR\n"
        '  c1001["Intake<br/>OP"]\n'
        '  c1002(["EX Score<br/>OP"])\n'
        '  c1001 -->|"removed"| c1002\n'
        "  linkStyle 0 stroke:#cf222e,stroke-width:2px,stroke-dasharray:2 4\n"
        "```\n"
        "\n"
        "\n"
        "<details>\n"
        "<summary>Calls removed: 1</summary>\n"
        "\n"
        "- `OP > Intake` executes `OP > EX Score`\n"
        "\n"
        "</details>\n"
        "\n"
        "<details>\n"
        "<summary>Broken references: 1</summary>\n"
        "\n"
        "- `OP > Intake > flow step 2`: `EX Score` is no longer in the export\n"
        "\n"
        "</details>\n"
    )


def _large() -> Comparison:
    name = CampaignName(1, "Intake", "OP", "Default")
    detail = Detail("flow step 1 Wait", "1 day", "3 days", "step 1 Wait: 1 day -> 3 days")
    changes = [
        Change("campaign", number, f"OP > Campaign {number}", "changed", (detail,) * 60)
        for number in range(1, 3001)
    ]
    links = (Link(name, "executes", name),) * 2000
    return Comparison(
        numbered(1000),
        numbered(500),
        0,
        tuple(changes),
        Effects(calls=Links(links, ()), affected=(Affected(name, True, True),) * 10),  # noqa: FBT003
    )


def test_markdown_says_what_was_left_out() -> None:
    output = markdown.render(_large())
    assert 60_000 < len(output.encode()) <= 65_000
    assert output.count("- and 20 more\n") == output.count("</code>: 60 edits</summary>")
    lists = dict(re.findall(r"<summary>([^<]*): ([\d,]+)</summary>", output))
    assert lists == {
        "Calls added": "2,000",
        "Affected campaigns": "10",
        "Fixed findings": "500",
    }
    shown = {
        "new finding": 1000 - len(re.findall(r"(?m)^- .*: finding \d+ ", output.split("####")[1])),
        "changed asset": 3000 - output.count("</code>: 60 edits</summary>"),
        "added call": 2000 - output.count("` executes `"),
    }
    last = output.splitlines()[-1]
    assert last.startswith("Omitted to save space: ")
    for noun, number in shown.items():
        assert f"{number:,} {noun}s" in last
    assert last.endswith("`campaignlint diff -f json` lists them all.")


# Hostile names


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Tags = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))


@pytest.mark.parametrize("value", EVERY_TEXT.values(), ids=EVERY_TEXT)
def test_no_name_acts(value: str) -> None:
    comparison = comparison_full_of(value)
    for output in (text.render(comparison), json_format.render(comparison)):
        assert not COMMAND.search(output)
    assert acting_characters(text.render(comparison)) == set()
    document = json.loads(json_format.render(comparison))
    jsonschema.validate(document, json_format.diff_schema())

    page = html.render(comparison, title=value)
    assert acting_characters(page) == set()
    assert not COMMAND.search(page)
    assert _Tags(page).tags == _tags_of_harmless_names()

    output = markdown.render(comparison, limit=1_000_000)
    assert acting_characters(output) == set()
    assert not COMMAND.search(output)
    assert _blocks(output) == _blocks(markdown.render(comparison_full_of("a `code` b")))


@cache
def _tags_of_harmless_names() -> Tags:
    return _Tags(html.render(comparison_full_of("a `code` b"), title="A")).tags


def _blocks(output: str) -> list[str]:
    """Return the kinds of blocks and of inline elements other than text and code."""
    kinds: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(output):
        kinds.append(token.type)
        if token.type == "html_block":
            kinds += [tag for tag, _ in _Tags(token.content).tags]
        kinds += {child.type for child in token.children or ()} - {"text", "code_inline"}
    return kinds


# Redaction


@pytest.mark.parametrize("names", [False, True])
def test_a_redacted_comparison_has_no_values(names: bool) -> None:  # noqa: FBT001
    value = "Secret Value"
    comparison = comparison_full_of(value)
    redacted = redact(comparison, names=names)
    redacted = redact_findings(redacted)
    outputs = [
        text.render(redacted),
        json_format.render(redacted),
        markdown.render(redacted),
        html_escapes.unescape(html.render(redacted, title="a to b")),
    ]
    for output in outputs:
        if names:
            assert value not in output
        assert "step 1" in output
        assert f"{value} -> {value}" not in output
    details = [detail for change in redacted.changes for detail in change.details]
    assert {(each.old, each.new) for each in details} == {(None, None)}


def redact_findings(comparison: Comparison) -> Comparison:
    """Replace the findings, which are redacted before states are compared."""
    return Comparison(
        (finding("An executable campaign waits.", campaign=None, place="campaign 1"),),
        (),
        0,
        comparison.changes,
        comparison.effects,
    )


@pytest.mark.parametrize("format_name", ["text", "json", "markdown", "html"])
def test_redaction_in_each_format(
    tmp_path: Path, campaignlint: CommandLine, format_name: str
) -> None:
    write_export(tmp_path / "a")
    write_export(tmp_path / "b", days="3 days", target=False)
    plain = campaignlint("diff", "a", "b", "-f", format_name).out
    values = campaignlint("diff", "a", "b", "-f", format_name, "--redact").out
    names = campaignlint("diff", "a", "b", "-f", format_name, "--redact-names").out
    assert "3 days" in plain
    assert "3 days" not in values
    assert "Intake" in values
    assert "step 1 changed" in values
    assert "Intake" not in names
    assert "EX Score" not in names
    assert "campaign 1001" in names
    assert "step 1 changed" in names


# HTML


def test_html_shows_both_states_side_by_side(tmp_path: Path, campaignlint: CommandLine) -> None:
    write_export(tmp_path / "a")
    write_export(tmp_path / "b", days="3 days")
    result = campaignlint("diff", "a", "b", "-f", "html", "-o", "diff.html")
    assert result.code == 0
    page = (tmp_path / "diff.html").read_text()
    rows = re.findall(r"<tr>(<t[hd].*)</tr>", page)
    assert rows == [
        '<th scope="col">Before</th><th scope="col">After</th>',
        '<th colspan="2" scope="rowgroup">Flow</th>',
        (
            '<td class="changed"><del>1. Wait 1 day</del></td>'
            '<td class="changed"><ins>1. Wait 3 days</ins></td>'
        ),
        (
            '<td class="same">2. Execute Campaign EX Score, Use Parent Campaign Token Context = '
            "True</td>"
            '<td class="same">2. Execute Campaign EX Score, Use Parent Campaign Token Context = '
            "True</td>"
        ),
    ]


def test_html_draws_the_calls_that_changed(tmp_path: Path, campaignlint: CommandLine) -> None:
    write_export(tmp_path / "a", target=False)
    write_export(tmp_path / "b")
    page = campaignlint("diff", "a", "b", "-f", "html").out
    assert 'class="cl-edge cl-execute cl-added"' in page
    assert "OP &gt; Intake executes OP &gt; EX Score" in page
    assert "added call" in page
