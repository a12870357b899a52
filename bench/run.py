"""Measures campaignlint beside its limits, and writes bench/RESULTS.md.

    python bench/run.py --sizes 1000,10000,100000 --peers

With 1000000 among the sizes, it needs 5 GB of disk and 12 GB of memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import generate
import measure
import peers
from generate import Layout, Recipe, Written
from measure import Command, CommandError, Measured
from results import Goal, Results, Table, load, megabytes, seconds, times

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
ACME = HERE.parent / "fixtures" / "acme"
SMALL = 25
"""Campaigns in a small export."""
LARGE = 100_000
"""Campaigns in the export that most limits are about."""
MILLION = 1_000_000
"""Campaigns in the largest export; its JSON is compact to save space."""
REPOSITORY = 10_000
"""Campaigns in the repository of the pre-commit hook."""
FOR_PEERS = (1_000, 10_000)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="campaigns, with commas")
    parser.add_argument("--repeats", type=int, default=5, help="runs that a median is of")
    parser.add_argument("--peers", action="store_true", help="install and measure other tools")
    parser.add_argument("--scratch", type=Path, help="a folder for what is generated")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    sizes = tuple(sorted(int(size) for size in options.sizes.split(",")))
    with tempfile.TemporaryDirectory(prefix="campaignlint-bench-", dir=options.scratch) as folder:
        bench = Bench(Path(folder), sizes, options.repeats)
        bench.measure()
        options.output.write_text(bench.results.markdown(), encoding="utf-8")
        if options.peers:
            bench.measure_peers()
            options.output.write_text(bench.results.markdown(), encoding="utf-8")
    met = sum(goal.is_met for goal in bench.results.goals)
    print(f"{met} of {len(bench.results.goals)} goals met: see {options.output.name}")


@dataclass
class Bench:
    """One run of the whole benchmark, in a folder of its own."""

    scratch: Path
    sizes: tuple[int, ...]
    repeats: int
    results: Results = field(default_factory=lambda: Results(load=load()))

    def measure(self) -> None:
        """Measure campaignlint, the small things first."""
        self._start_up()
        self._one_file()
        self._file_per_record()
        self._changed_file()

    # What reads little

    def _start_up(self) -> None:
        click, pass_, help_ = (
            "python -c 'import click'",
            "python -c 'pass'",
            "campaignlint --help",
        )
        small = f"check, {SMALL} campaigns in one file"
        runs = measure.rounds(
            {
                pass_: _python("-c", "pass"),
                click: _python("-c", "import click"),
                help_: _campaignlint("--help"),
                "campaignlint rules": _campaignlint("rules"),
                small: self._check(self._generated(SMALL).main),
                "check, fixtures/acme in 422 files": self._check(ACME),
            },
            2 * self.repeats + 1,
        )
        unit = runs[click]
        self._goal("`--help`, relative to `import click`", 2.5, _ratio(runs[help_], unit))
        self._goal(f"{SMALL} campaigns, relative to `import click`", 7, _ratio(runs[small], unit))
        rows = [
            (name, *_against(run, unit), megabytes(run.anonymous)) for name, run in runs.items()
        ]
        columns = ("command", *_TIMES, "relative to `import click`", "memory")
        self._table("Small exports", "", columns, rows)

    # What reads much

    def _one_file(self) -> None:
        runs = {size: self._size(size) for size in self.sizes}
        rows = [
            (
                f"{size:,}",
                _layout(size),
                seconds(run["decode"].seconds),
                *_against(run["check"], run["decode"]),
                megabytes(run["check"].anonymous),
            )
            for size, run in runs.items()
        ]
        columns = ("campaigns", "JSON", "decode", *_TIMES, "relative to decode", "memory")
        self._table("One file", "With all recommended rules and a JSON report.", columns, rows)
        self._goals_of_one_file(runs)

    def _size(self, size: int) -> dict[str, Measured]:
        file = self._generated(size, _layout(size)).main
        commands = {"decode": _limit("decode", file), "check": self._check(file)}
        runs = measure.rounds(commands, self._repeats(size))
        file.unlink()
        return runs

    def _goals_of_one_file(self, runs: dict[int, dict[str, Measured]]) -> None:
        tenth, large = (runs.get(size, {}) for size in (LARGE // 10, LARGE))
        check = large.get("check")
        memory = check.anonymous / LARGE / 1000 if check and check.anonymous else None
        one_file = f"{LARGE:,} campaigns in one file"
        self._goal(f"{one_file}, relative to decode", 6, _ratio(check, large.get("decode")))
        self._goal(f"{one_file}, memory per campaign", 12, memory, "kB")
        growth = _ratio(check, tenth.get("check"))
        self._goal(f"{one_file}, relative to {LARGE // 10:,} campaigns", 11, growth)

    def _file_per_record(self) -> None:
        rows = []
        ratio = None
        for size in (each for each in self.sizes if each <= LARGE):
            written = self._generated(size, "files")
            runs = measure.rounds(
                {"read": _limit("read", written.main), "check": self._check(written.main)},
                self._repeats(size),
            )
            check, read = runs["check"], runs["read"]
            sizes = (f"{size:,}", f"{written.files:,}", seconds(read.seconds))
            rows.append((*sizes, *_against(check, read), megabytes(check.anonymous)))
            ratio = _ratio(check, read) if size == LARGE else None
        columns = ("campaigns", "files", "read", *_TIMES, "relative to read", "memory")
        self._table("One file per record", "The layout of `campaignlint pull`.", columns, rows)
        self._goal(f"{LARGE:,} campaigns in one file per record, relative to read", 6, ratio)

    # What a hook does

    def _changed_file(self) -> None:
        size = min(REPOSITORY, max(self.sizes))
        written = self._generated(size, "files")
        changed = next((written.main / "campaigns").iterdir())
        _git(written.main, "init", "--quiet")
        _git(written.main, "add", ".")
        name = str(changed.relative_to(written.main))
        hook = _campaignlint("check", "--only", name, cwd=written.main)
        check = "`campaignlint check --only FILE`"
        runs = measure.rounds(
            {
                "read every file": _limit("read", written.main),
                check: hook,
                "`pre-commit run` with only this hook": _pre_commit(written.main, hook),
            },
            self.repeats,
        )
        rows = [(name, seconds(run.seconds), seconds(run.processor)) for name, run in runs.items()]
        note = (
            f"One file changed in a git repository of {size:,} campaigns ({written.files:,} files)."
        )
        self._table("Pre-commit hook", note, ("command", *_TIMES), rows)
        measured = runs[check].seconds if size == REPOSITORY else None
        self._goal(f"`campaignlint-changed` for {REPOSITORY:,} campaigns", 1.5, measured, "s")

    # What others do

    def measure_peers(self) -> None:
        """Install other tools, and run each on the same files."""
        tools = self.scratch / "peers"
        print("installing peers", flush=True)
        try:
            versions = peers.install(tools)
        except CommandError as error:
            self._table("Other tools", "", ("what", "why"), [("not installed", str(error))])
            return
        rows = []
        for size in (each for each in self.sizes if each in FOR_PEERS):
            file = self._generated(size, "indented").main
            repeats = 1 if size > FOR_PEERS[0] else min(self.repeats, 3)
            own = measure.rounds({"": self._check(file)}, repeats)[""]
            rows.append(_peer_row(_OURS, size, own, own))
            for peer in peers.PEERS:
                print(f"    {peer.name}", flush=True)
                faced = peers.face(peer, file, tools, repeats)
                tool = f"{peer.name} {versions.get(peer.package, '')}: {peer.does}"
                rows.append(_peer_row(tool, size, faced, own))
        columns = ("tool", "campaigns", *_TIMES, "relative to campaignlint", "memory")
        self._table("Other tools", _PEERS_NOTE, columns, rows)

    # What they are made of

    def _generated(self, size: int, layout: Layout = "indented") -> Written:
        print(f"{size:,} campaigns, {layout}", flush=True)
        return generate.write(self.scratch / f"{layout}-{size}", Recipe(size), layout)

    def _check(self, path: Path, *options: str) -> Command:
        report = str(self.scratch / "report.json")
        return _campaignlint(
            *("check", str(path), "--no-config", "--format", "json", "--output", report, *options)
        )

    def _repeats(self, size: int) -> int:
        """Fewer runs of what is large, and varies less."""
        if size >= MILLION:
            return 1
        return (self.repeats + 1) // 2 if size >= LARGE else self.repeats

    def _goal(self, what: str, at_most: float, measured: float | None, unit: str = "") -> None:
        self.results.goals.append(Goal(what, at_most, measured, unit))

    def _table(
        self, title: str, note: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
    ) -> None:
        self.results.tables.append(Table(title, note, columns, rows))


def _campaignlint(*arguments: str, cwd: Path | None = None) -> Command:
    return Command([str(Path(sys.executable).with_name("campaignlint")), *arguments], cwd=cwd)


def _python(*arguments: str, cwd: Path | None = None) -> Command:
    return Command([sys.executable, *arguments], cwd=cwd)


def _limit(what: str, path: Path) -> Command:
    return Command([sys.executable, str(HERE / "limits.py"), what, str(path)], times_itself=True)


def _pre_commit(repository: Path, hook: Command) -> Command:
    """The hook as pre-commit starts it, with the command as it is installed here."""
    *entry, changed = hook.arguments
    config = repository / ".pre-commit-config.yaml"
    config.write_text(_PRE_COMMIT.format(entry=json.dumps(" ".join(entry))), encoding="utf-8")
    _git(repository, "add", config.name)
    return _python("-m", "pre_commit", "run", "--files", changed, cwd=repository)


def _git(repository: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True)


_TIMES = ("time", "CPU time")

_PRE_COMMIT = """repos:
- repo: local
  hooks:
  - id: campaignlint-changed
    name: campaignlint (changed files)
    entry: {entry}
    language: system
    require_serial: true
"""

_OURS = "campaignlint: runs all recommended rules"

_PEERS_NOTE = (
    "All tools read the same indented file, but do different work, so the times show only what "
    f"reading such a file costs. A tool gets {peers.LIMIT} seconds. Memory includes mapped files."
)


def _layout(size: int) -> Layout:
    return "compact" if size >= MILLION else "indented"


def _ratio(run: Measured | None, unit: Measured | None) -> float | None:
    """Return None if one of the two was not measured."""
    return None if run is None or unit is None else run.seconds / unit.seconds


def _against(run: Measured, unit: Measured) -> tuple[str, ...]:
    return seconds(run.seconds), seconds(run.processor), times(run.seconds / unit.seconds)


def _peer_row(tool: str, size: int, run: Measured | str, own: Measured) -> tuple[str, ...]:
    if isinstance(run, str):
        return (tool, f"{size:,}", run, *"---")
    return (tool, f"{size:,}", *_against(run, own), megabytes(run.resident))


if __name__ == "__main__":
    main()
