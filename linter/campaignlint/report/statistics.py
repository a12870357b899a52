"""The statistics report: the number of findings per rule."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from campaignlint.model.finding import SEVERITIES
from campaignlint.report.summary import summary
from campaignlint.text import escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.finding import Severity
    from campaignlint.report.model import Report

WIDTH = 80
"""In columns of a terminal."""


def render(report: Report) -> str:
    """Return the number of findings per rule and severity, and the summary.

    Hidden findings are not counted.
    """
    counts = Counter((finding.rule, finding.severity) for finding in report.findings)
    lines = [*_table(counts), *_summary(report)]
    return escape_ci_commands("".join(f"{line}\n" for line in lines))


def _table(counts: Counter[tuple[str, Severity]]) -> Iterator[str]:
    total = counts.total()
    if not total:
        return
    for (rule, severity), number in sorted(counts.items(), key=_sort_key):
        yield _row(f"{number:,}", f"{number / total:.1%}", severity, rule, total=total)
    yield _row(f"{total:,}", "", "", "total", total=total)
    yield ""


def _sort_key(item: tuple[tuple[str, Severity], int]) -> tuple[int, int, str]:
    (rule, severity), number = item
    return -number, SEVERITIES.index(severity), rule


_SEVERITY_WIDTH = max(map(len, SEVERITIES))


def _row(number: str, share: str, severity: str, name: str, *, total: int) -> str:
    columns = (
        number.rjust(len(f"{total:,}")),
        share.rjust(len("100.0%")),
        severity.ljust(_SEVERITY_WIDTH),
    )
    lead = "  ".join(columns) + "  "
    return lead + _truncate(escape_ci_commands(escape_control_characters(name)), WIDTH - len(lead))


def _truncate(name: str, width: int) -> str:
    if cell_len(name) <= width:
        return name
    return f"{set_cell_size(name, width - 3).rstrip()}..."


def _summary(report: Report) -> Iterator[str]:
    for sentence in summary(report):
        yield from textwrap.wrap(
            escape_control_characters(sentence),
            WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
        )
