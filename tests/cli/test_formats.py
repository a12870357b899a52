"""Formats for CI, through the command line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from campaignlint.cli import view
from campaignlint.testing import Export, campaign, program

if TYPE_CHECKING:
    from conftest import CommandLine

scoring = program("OP Scoring")


@pytest.fixture(autouse=True)
def _waiting_executable(tmp_path: Path) -> None:
    Export(
        scoring,
        campaign("EX Score", program=scoring).waits("4 hours"),
        campaign("Intake", program=scoring).executes("EX Score"),
    ).write(tmp_path / "exports")


def test_every_format_is_printed_and_written(campaignlint: CommandLine) -> None:
    formats = ("github", "gitlab", "junit", "markdown", "html")
    reports = [f"--report={name}={name}.txt" for name in formats]
    assert campaignlint("check", "exports", *reports).code == 1
    for name in formats:
        printed = campaignlint("check", "exports", "-f", name)
        assert (printed.code, printed.err) == (1, "")
        assert Path(f"{name}.txt").read_text("utf-8") == printed.out
    assert Path("github.txt").read_text("utf-8").startswith("::error file=exports/")
    (issue,) = json.loads(Path("gitlab.txt").read_text("utf-8"))
    assert issue["check_name"] == "wait-in-executable"
    suites = ET.fromstring(Path("junit.txt").read_text("utf-8"))  # noqa: S314 - made here
    assert suites.tag == "testsuites"
    assert "wait-in-executable" in Path("markdown.txt").read_text("utf-8")
    page = Path("html.txt").read_text("utf-8")
    assert page.startswith("<!doctype html>\n")
    assert "1. Wait: 4 hours" in page
    assert "Callers and callees of OP Scoring &gt; EX Score" in page


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("json", '"file": "exports/bad?.json"'),
        ("gitlab", '"path": "exports/bad\\\\udcff.json"'),
        ("text", "exports/bad\\udcff.json:1:4\n"),
        ("sarif", '"uri": "exports/bad%FF.json"'),
    ],
)
def test_a_file_name_that_is_not_utf_8(campaignlint: CommandLine, name: str, shown: str) -> None:
    (Path("exports") / os.fsdecode(b"bad\xff.json")).write_text("[1,")
    checked = campaignlint("check", "exports", "-f", name)
    assert (checked.code, checked.err) == (3, "")
    assert shown in checked.out


@pytest.mark.parametrize("missing", ["jinja2", "igraph"])
@pytest.mark.parametrize("option", ["-f=html", "-r=html=audit.html"])
def test_without_its_extra_the_audit_is_refused_before_anything_is_read(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch, missing: str, option: str
) -> None:
    monkeypatch.setattr(view, "is_installed", lambda module: module != missing)
    refused = campaignlint("check", "no-such-folder", *option.split("=", 1))
    message = (
        f"Error: -f html needs {missing}, which is not installed: "
        "pip install 'campaignlint[audit]'\n"
    )
    assert (refused.code, refused.out, refused.err) == (2, "", message)


def test_a_redacted_audit_has_no_values_and_no_urls(campaignlint: CommandLine) -> None:
    plain = campaignlint("check", "exports", "-f", "html").out
    redacted = campaignlint("check", "--redact", "exports", "-f", "html").out
    nameless = campaignlint("check", "--redact-names", "exports", "-f", "html").out
    for secret in ("4 hours", "app-sj99.marketo.com"):
        assert secret in plain
        assert secret not in redacted
    assert "EX Score" in redacted
    assert "EX Score" not in nameless
    assert "123-ABC-456" not in nameless


def test_the_job_summary_is_added_to_the_file_that_github_names(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = Path("summary.md")
    summary.write_text("# Build\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    campaignlint("check", "exports")
    assert summary.read_text("utf-8") == "# Build\n"
    campaignlint("check", "exports", "-f", "github")
    text = summary.read_text("utf-8")
    assert text.startswith("# Build\n")
    assert "wait-in-executable" in text


def test_statistics_replace_the_report(campaignlint: CommandLine) -> None:
    counted = campaignlint("check", "exports", "--statistics")
    assert (counted.code, counted.err) == (1, "")
    assert "wait-in-executable" in counted.out
    assert "flow step 1" not in counted.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "x.txt"), "--statistics and --output cannot be used together"),
        (("-f", "json"), "--statistics and --format cannot be used together"),
    ],
)
def test_statistics_are_text(
    campaignlint: CommandLine, options: tuple[str, ...], message: str
) -> None:
    refused = campaignlint("check", "exports", "--statistics", *options)
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err


def test_suppressed_findings_are_in_sarif_on_request(campaignlint: CommandLine) -> None:
    Path("campaignlint.toml").write_text(
        '[[suppressions]]\nrule = "wait-in-executable"\ncampaign = "EX *"\nreason = "known"\n',
        "utf-8",
    )
    left_out = campaignlint("check", "exports", "-f", "sarif")
    assert json.loads(left_out.out)["runs"][0]["results"] == []
    included = campaignlint("check", "exports", "-f", "sarif", "--include-suppressed")
    assert (left_out.code, included.code) == (0, 0)
    (result,) = json.loads(included.out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "known"}]
