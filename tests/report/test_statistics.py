"""The statistics report."""

from __future__ import annotations

from textwrap import dedent

import pytest
from rich.cells import cell_len

from campaignlint.report import statistics
from campaignlint.report.model import Coverage, Hidden
from report.hostile import (
    HOSTILE,
    acting_characters,
    finding,
    numbered,
    report_full_of,
    report_of,
)

SEEN = Coverage(files=12, campaigns=34, campaigns_with_flow=34, campaigns_with_smart_list=34)


def test_rules_are_counted_the_most_frequent_first() -> None:
    report = report_of(
        *numbered(3, rule="long-flow", severity="note"),
        *numbered(1_200, rule="missing-description", severity="note"),
        *numbered(2, rule="wait-in-executable", severity="warning"),
        *numbered(3, rule="wait-in-executable", severity="error"),
        *numbered(3, rule="execute-cycle", severity="error"),
        coverage=SEEN,
    )
    assert statistics.render(report) == dedent(
        """\
        1,200   99.1%  note     missing-description
            3    0.2%  error    execute-cycle
            3    0.2%  error    wait-in-executable
            3    0.2%  note     long-flow
            2    0.2%  warning  wait-in-executable
        1,211                   total

        Found 3 errors, 2 warnings and 1,203 notes in 34 campaigns (0 executable) of 0
        programs in 12 files.
        """
    ).replace("Found 3 errors", "Found 6 errors")


def test_the_only_rule_has_all_findings() -> None:
    assert statistics.render(report_of(finding(), coverage=SEEN)).splitlines()[:2] == [
        "1  100.0%  error    wait-in-executable",
        "1                   total",
    ]


def test_a_run_without_findings_has_no_table() -> None:
    assert statistics.render(report_of(coverage=SEEN)) == (
        "No findings in 34 campaigns (0 executable) of 0 programs in 12 files.\n"
    )


def test_hidden_findings_are_not_counted() -> None:
    report = report_of(finding(), coverage=SEEN, hidden=Hidden(7))
    assert statistics.render(report).splitlines()[1:] == [
        "1                   total",
        "",
        "Found 1 error in 34 campaigns (0 executable) of 0 programs in 12 files.",
        "Hidden: 7 in other files.",
    ]


@pytest.mark.parametrize("name", ["x" * 10_000, "実" * 10_000])
def test_a_long_name_is_truncated(name: str) -> None:
    line, *_ = statistics.render(report_of(finding(rule=name), coverage=SEEN)).splitlines()
    assert cell_len(line) in {79, 80}
    assert line.endswith(f"{name[0]}...")


def test_names_have_no_effect_on_the_table() -> None:
    text = HOSTILE
    output = statistics.render(report_full_of(text))
    table, _, _ = output.partition("\n\n")
    assert acting_characters(output) == set()
    assert [line[:18] for line in table.split("\n")] == [
        "1   25.0%  error  ",
        "1   25.0%  error  ",
        "1   25.0%  warning",
        "1   25.0%  note   ",
        "4                 ",
    ]
    assert max(map(cell_len, table.split("\n"))) <= 80
