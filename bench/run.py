"""Measures campaignlint beside its limits, and writes bench/RESULTS.md.

    python bench/run.py --sizes 1000,10000,100000 --peers

With 1000000 among the sizes, 5 GB of disk and 8 GB of memory are needed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generate
import measure
import peers
from generate import Layout, Recipe, Written
from measure import Command, Measured
from results import Goal, Results, Table, megabytes, seconds, times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
ACME = HERE.parent / "fixtures" / "acme"
CORE = (
    "wait-in-executable,webhook-in-executable,trigger-in-executable,execute-cycle,nesting-too-deep"
)
SMALL = 25
"""Campaigns of a small export: four programs."""
LARGE = 100_000
"""Campaigns that most goals speak of, and to have other layouts than one indented file."""
MILLION = 1_000_000
MANY_FAULTS = 0.1
"""The share of faulty campaigns that makes 10,000 findings of 100,000."""
REPOSITORY = 10_000
"""Campaigns of the repository in which one file changed."""
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
    results: Results = field(default_factory=Results)

    def measure(self) -> None:
        """Measure campaignlint, the small things first."""
        self._start_up()
        self._one_file()
        self._file_a_record()
        self._stages()
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
        unit = runs[click].seconds
        self._goal("--help, times `import click`", 2.5, runs[help_].seconds / unit)
        self._goal("a small export, times `import click`", 7, runs[small].seconds / unit)
        rows = [
            (name, seconds(run.seconds), times(run.seconds / unit), megabytes(run.anonymous))
            for name, run in runs.items()
        ]
        columns = ("what", "time", "times `import click`", "memory")
        self._table("Start-up", "Whole processes.", columns, rows)

    # What reads much

    def _one_file(self) -> None:
        rows: list[tuple[str, ...]] = []
        measured = {}
        for size in self.sizes:
            layout: Layout = "compact" if size >= MILLION else "indented"
            measured[size] = runs = self._size(size, layout)
            rows += _rows(size, layout, runs)
        other = max((size for size in self.sizes if size < LARGE), default=self.sizes[0])
        rows += _rows(other, "compact", self._size(other, "compact"))
        columns = ("campaigns", "layout", "rules", "time", "D", "times D", "memory", "a campaign")
        self._table("One file", "Whole processes that write a JSON report.", columns, rows)
        self._goals_of_one_file(measured)

    def _size(self, size: int, layout: Layout) -> dict[str, Measured]:
        file = self._generated(size, layout).main
        commands = {"D": _limit("decode", file), "recommended": self._check(file)}
        if size < MILLION:
            commands["core"] = self._check(file, "--select", CORE)
        runs = measure.rounds(commands, self._repeats(size))
        file.unlink()
        return runs

    def _goals_of_one_file(self, measured: dict[int, dict[str, Measured]]) -> None:
        large, tenth = measured.get(LARGE), measured.get(LARGE // 10)
        what = f"{LARGE:,} campaigns in one file"
        self._goal(
            f"{what}, recommended rules and a JSON report, times D",
            6,
            _over_d(large, "recommended"),
        )
        self._goal(f"{what}, the five core rules, times D", 3.5, _over_d(large, "core"))
        memory = None if large is None else large["recommended"].anonymous
        kilobytes = None if memory is None else memory / LARGE / 1000
        self._goal(
            f"{what}, anonymous memory a campaign",
            12,
            kilobytes,
            "kB",
        )
        growth = None
        if large is not None and tenth is not None:
            growth = large["recommended"].seconds / tenth["recommended"].seconds
        self._goal(f"{LARGE // 10:,} to {LARGE:,} campaigns, times the time", 11, growth)
        million = measured.get(MILLION)
        self._goal(
            f"{MILLION:,} campaigns run to the end, times D", None, _over_d(million, "recommended")
        )

    def _file_a_record(self) -> None:
        rows = []
        ratio = None
        for size in (each for each in self.sizes if each <= LARGE):
            written = self._generated(size, "files")
            runs = measure.rounds(
                {"read": _limit("read", written.main), "check": self._check(written.main)},
                self._repeats(size),
            )
            took, bare = runs["check"].seconds, runs["read"].seconds
            files = f"{written.files:,}"
            memory = megabytes(runs["check"].anonymous)
            row = (f"{size:,}", files, seconds(took), seconds(bare), times(took / bare), memory)
            rows.append(row)
            ratio = took / bare if size == LARGE else ratio
        columns = ("campaigns", "files", "time", "bare read", "times the read", "memory")
        note = (
            "As `campaignlint pull` lays an export out: a file for each campaign, smart list, "
            "program and its tokens. The bare read opens and reads each file, and looks into none."
        )
        self._table("A file a record", note, columns, rows)
        self._goal(f"{LARGE:,} campaigns, a file a record, times opening and reading", 6, ratio)

    def _stages(self) -> None:
        """Where the time goes, in the largest instance with twice the usual faults."""
        size = max(each for each in self.sizes if each <= LARGE)
        written = self._generated(size, "indented", MANY_FAULTS)
        told: list[dict[str, Any]] = []
        limits = []
        for _ in range(self._repeats(size)):
            limits.append(measure.run(_limit("decode", written.main)))
            stages = _python(str(HERE / "stages.py"), str(written.main.parent))
            told.append(json.loads(measure.run(stages).output))
        written.main.unlink()
        limit = measure.middle(limits).seconds
        timings = measure.medians(each["stages"] for each in told)
        said = f"{told[0]['campaigns']:,} campaigns with {told[0]['findings']:,} findings"
        note = f"{said}, in one indented file, all recommended rules. D is {seconds(limit)}."
        rules = set(told[0]["rules"])
        columns = ("stage", "time", "times D")
        self._table(
            "Stages", note, columns, _shares(timings, limit, lambda name: name not in rules)
        )
        self._table("Rules", f"{said}.", columns, _shares(timings, limit, rules.__contains__))
        reports = {
            name: measure.medians(each["reports"][name] for each in told)
            for name in told[0]["reports"]
        }
        rows = [
            (name, seconds(each["seconds"]), f"{each['size'] / 1_000_000:,.1f} MB")
            for name, each in reports.items()
        ]
        self._table("Reports", f"{said}.", ("format", "time to write", "size"), rows)
        enough = size == LARGE
        self._goal(
            "10,000 findings located, in seconds", 1, timings["locate"] if enough else None, "s"
        )
        sarif = reports["sarif"]["seconds"] if enough else None
        self._goal("10,000 findings written as SARIF, in seconds", 1, sarif, "s")

    # What a hook does

    def _changed_file(self) -> None:
        size = min(REPOSITORY, max(self.sizes))
        written = self._generated(size, "files")
        changed = next((written.main / "campaigns").iterdir())
        _git(written.main, "init", "--quiet")
        _git(written.main, "add", ".")
        name = str(changed.relative_to(written.main))
        hook = _campaignlint("check", "--only", name, cwd=written.main)
        runs = measure.rounds({"read": _limit("read", written.main), "hook": hook}, self.repeats)
        rows = [
            ("opening and reading every file", seconds(runs["read"].seconds)),
            ("`campaignlint check --only FILE`, as the hook does", seconds(runs["hook"].seconds)),
            *self._whole_pre_commit(written, hook),
        ]
        note = f"A git repository of {size:,} campaigns in {written.files:,} files; one changed."
        self._table("A pre-commit hook", note, ("what", "time"), rows)
        measured = runs["hook"].seconds if size == REPOSITORY else None
        self._goal(
            f"a changed-only hook over {REPOSITORY:,} campaign files, in seconds",
            1.5,
            measured,
            "s",
        )

    def _whole_pre_commit(self, written: Written, hook: Command) -> list[tuple[str, str]]:
        """The same started by pre-commit, with the command as it is installed here."""
        config = _PRE_COMMIT.format(entry=json.dumps(" ".join(hook.arguments[:-1])))
        (written.main / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
        _git(written.main, "add", ".pre-commit-config.yaml")
        command = _python(
            "-m", "pre_commit", "run", "--files", hook.arguments[-1], cwd=written.main
        )
        run = measure.rounds({"": command}, min(self.repeats, 3))[""]
        return [("`pre-commit run` with that hook alone", seconds(run.seconds))]

    # What others do

    def measure_peers(self) -> None:
        """Install other tools, and run each on the same files."""
        tools = self.scratch / "peers"
        print("installing peers")
        versions = peers.install(tools)
        rows = []
        for size in (each for each in self.sizes if each in FOR_PEERS):
            file = self._generated(size, "indented").main
            repeats = 1 if size > FOR_PEERS[0] else min(self.repeats, 3)
            own = measure.rounds({"": self._check(file)}, repeats)[""]
            rows.append(_peer_row("campaignlint", "", size, own, own))
            for peer in peers.PEERS:
                print(f"    {peer.name}")
                faced = peers.face(peer, file, tools, repeats)
                rows.append(_peer_row(peer.name, versions.get(peer.package, ""), size, faced, own))
        columns = ("tool", "version", "campaigns", "time", "times campaignlint", "memory")
        self._table("Other tools on the same file", _PEERS_NOTE, columns, rows)
        does = [
            _OURS,
            *((each.name, each.does, each.not_) for each in peers.PEERS),
        ]
        self.results.tables.append(
            Table("What each does", "", ("tool", "does", "does not"), does, are_numbers=False)
        )

    # What they are made of

    def _generated(
        self, size: int, layout: Layout = "indented", faulty: float = generate.FAULTY
    ) -> Written:
        print(f"{size:,} campaigns, {layout}")
        folder = self.scratch / f"{layout}-{size}-{faulty}"
        return generate.write(folder, Recipe(size, faulty), layout)

    def _check(self, path: Path, *options: str) -> Command:
        report = str(self.scratch / "report.json")
        return _campaignlint(
            *("check", str(path), "--no-config", "--format", "json", "--output", report, *options)
        )

    def _repeats(self, size: int) -> int:
        if size >= MILLION:
            return 1
        return min(self.repeats, 3) if size >= LARGE else self.repeats

    def _goal(
        self, what: str, at_most: float | None, measured: float | None, unit: str = ""
    ) -> None:
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


def _git(repository: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True)


_PRE_COMMIT = """repos:
- repo: local
  hooks:
  - id: campaignlint-changed
    name: campaignlint (changed files)
    entry: {entry}
    language: system
    require_serial: true
"""

_OURS = (
    "campaignlint",
    "runs every recommended rule, over steps, smart lists, tokens and calls; says line and column",
    "looks at no field that no rule needs",
)

_PEERS_NOTE = (
    "The same indented file for all. What each does with it differs, as the next table says: the "
    "times tell what reading such files costs elsewhere, not who does the same work faster. "
    f"A tool that needs more than {peers.LIMIT} s is ended. Memory is resident memory here."
)


def _over_d(runs: dict[str, Measured] | None, name: str) -> float | None:
    return None if runs is None else runs[name].seconds / runs["D"].seconds


def _rows(size: int, layout: Layout, runs: dict[str, Measured]) -> list[tuple[str, ...]]:
    limit = runs["D"].seconds
    return [
        (
            f"{size:,}",
            layout,
            name,
            seconds(run.seconds),
            seconds(limit),
            times(run.seconds / limit),
            megabytes(run.anonymous),
            "-" if run.anonymous is None else f"{run.anonymous / size / 1000:.1f} kB",
        )
        for name, run in runs.items()
        if name != "D"
    ]


def _shares(
    timings: dict[str, float], limit: float, wanted: Callable[[str], bool]
) -> list[tuple[str, ...]]:
    """The timings that are wanted, the longest first."""
    longest_first = sorted(timings.items(), key=lambda timing: -timing[1])
    return [
        (name, seconds(took), times(took / limit)) for name, took in longest_first if wanted(name)
    ]


def _peer_row(
    name: str, version: str, size: int, run: Measured | str, own: Measured
) -> tuple[str, ...]:
    if isinstance(run, str):
        return (name, version, f"{size:,}", run, "-", "-")
    ratio = times(run.seconds / own.seconds)
    return (name, version, f"{size:,}", seconds(run.seconds), ratio, megabytes(run.resident))


if __name__ == "__main__":
    main()
