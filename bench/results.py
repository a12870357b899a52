"""bench/RESULTS.md: what was measured, as Markdown that reads without the machine at hand."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LIBRARIES = ("campaignlint", "msgspec", "networkx", "click", "rich", "sarif-om", "jsonschema")


@dataclass(frozen=True)
class Goal:
    """A limit, and what was measured."""

    what: str
    at_most: float
    measured: float | None
    """None if this run did not measure it."""
    unit: str = ""
    """Empty for a ratio."""

    @property
    def is_met(self) -> bool:
        """Whether it was measured and is within the limit."""
        return self.measured is not None and self.measured <= self.at_most

    @property
    def met(self) -> str:
        """The last column of the table."""
        if self.measured is None:
            return "not measured"
        return "yes" if self.is_met else "**no**"


@dataclass(frozen=True)
class Table:
    """A table of numbers with a title and a note."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass
class Results:
    """What one run of the benchmark measured."""

    goals: list[Goal] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    load: str = ""
    """The load of the machine before the run."""

    def markdown(self) -> str:
        """Return the whole page."""
        parts = [
            _HEAD.format(machine=_machine(), versions=_versions(), date=_today(), load=self.load)
        ]
        parts.append(_goals(self.goals))
        parts += [_table(table) for table in self.tables]
        return "\n".join(parts)


_HEAD = """# Benchmark results

Written by `make bench`; [docs/performance.md](../docs/performance.md) explains it. Every number is
the median of several runs of whole processes. Compare the ratios: times depend on the machine.

| | |
|---|---|
| machine | {machine} |
| versions | {versions} |
| date | {date} |
| load | {load} |

- *decode*: time that msgspec needs only to decode the same file into the same structs.
- *read*: time to only open and read the same files.
- Memory does not include mapped files.
- A generated campaign has 11.4 kB of indented JSON, with its smart list.
"""


def _goals(goals: Sequence[Goal]) -> str:
    rows = [
        (
            goal.what,
            _amount(goal.at_most, goal.unit),
            _amount(goal.measured, goal.unit),
            goal.met,
        )
        for goal in goals
    ]
    return _table(Table("Limits", "", ("what", "at most", "measured", "met"), rows))


def _table(table: Table) -> str:
    lines = [f"## {table.title}", "", *([table.note, ""] if table.note else [])]
    lines.append(f"| {' | '.join(table.columns)} |")
    lines.append("|---|" + "---:|" * (len(table.columns) - 1))
    lines += [f"| {' | '.join(row)} |" for row in table.rows]
    return "\n".join(lines) + "\n"


def seconds(number: float) -> str:
    """A time, with as many digits as it is worth."""
    if number < 1:
        return f"{number * 1000:.0f} ms" if number >= _A_MILLISECOND else "< 1 ms"
    return f"{number:.2f} s" if number < _MANY_SECONDS else f"{number:.1f} s"


_A_MILLISECOND = 0.001
_MANY_SECONDS = 10


def megabytes(number: int | None) -> str:
    """A size; "-" where it is not known."""
    return "-" if number is None else f"{number / 1_000_000:,.0f} MB"


def times(number: float) -> str:
    """A ratio."""
    return f"{number:.2f}"


def _amount(number: float | None, unit: str) -> str:
    return "-" if number is None else f"{number:.2f} {unit}".rstrip()


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {_processor()}, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "an unknown kind"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "an unknown kind")


def _versions() -> str:
    libraries = (f"{name} {version(name)}" for name in LIBRARIES)
    return f"Python {platform.python_version()}, {', '.join(libraries)}"


def load() -> str:
    """How busy the machine is, besides: a load above the number of cores stretches every time."""
    try:
        minute, _, quarter = os.getloadavg()
    except OSError:
        return "not known"
    return f"{minute:.1f} at the start, {quarter:.1f} in the quarter of an hour before"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
