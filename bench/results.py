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
    """What shall hold, and whether it does."""

    what: str
    at_most: float | None
    """None where it is enough that there is a number."""
    measured: float | None
    """None where this run was not asked to measure it."""
    processor: float | None = None
    """The same by the time of the processor, which a busy machine does not stretch."""
    unit: str = ""
    """What the numbers count; "" for times of something."""

    @property
    def is_met(self) -> bool:
        """Whether it was measured, and holds by the clock."""
        return self._holds(self.measured)

    @property
    def met(self) -> str:
        """Whether it holds, also where it does by the time of the processor alone."""
        if self.measured is None:
            return "not measured"
        if self.is_met:
            return "yes"
        return "by processor time" if self._holds(self.processor) else "**no**"

    def _holds(self, number: float | None) -> bool:
        return number is not None and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True)
class Table:
    """Numbers that belong together, with what must be known to read them."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    are_numbers: bool = True
    """Whether what stands behind the first column is set to the right."""


@dataclass
class Results:
    """All that one run of the benchmark found out."""

    goals: list[Goal] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    load: str = ""
    """How busy the machine was besides."""

    def markdown(self) -> str:
        """The whole page."""
        parts = [
            _HEAD.format(machine=_machine(), versions=_versions(), date=_today(), load=self.load)
        ]
        parts.append(_goals(self.goals))
        parts += [_table(table) for table in self.tables]
        return "\n".join(parts)


_HEAD = """# What campaignlint costs, measured

Written by `make bench`. Trust the ratios, which were taken in one run, each measurement beside its
limit; seconds are those of one machine. Every number is a median. Time is by the clock, and where
others kept the machine busy meanwhile, the time of the processor beside it tells more; it counts
every process that a command starts.

| | |
|---|---|
| machine | {machine} |
| versions | {versions} |
| date | {date} |
| load | {load} |

"D" is the time in which msgspec decodes the same bytes, from a memory map and with the garbage
collector at rest, into the structs that campaignlint uses: nothing that reads them all is faster.
Memory is anonymous memory, which a mapped file is no part of. The instances are generated
(`python bench/generate.py --help`): 11.4 kB of indented JSON a campaign with its smart list.
"""


def _goals(goals: Sequence[Goal]) -> str:
    met = sum(goal.is_met for goal in goals)
    rows = [
        (
            goal.what,
            _amount(goal.at_most, goal.unit),
            _amount(goal.measured, goal.unit),
            _amount(goal.processor, goal.unit),
            goal.met,
        )
        for goal in goals
    ]
    columns = ("goal", "at most", "measured", "by processor time", "met")
    return _table(Table("Goals", f"{met} of {len(goals)} met.", columns, rows))


def _table(table: Table) -> str:
    lines = [f"## {table.title}", "", *([table.note, ""] if table.note else [])]
    lines.append(f"| {' | '.join(table.columns)} |")
    lines.append("|---|" + ("---:|" if table.are_numbers else "---|") * (len(table.columns) - 1))
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
