"""Measures campaignlint beside its limits, and writes bench/RESULTS.md.

    python bench/run.py --sizes 1000,10000,100000 --peers

With 1000000 among the sizes, 5 GB of disk and 8 GB of memory are needed.
"""

from __future__ import annotations

import argparse
import json
import re
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
    from collections.abc import Callable, Sequence

Ratio = tuple[float, float | None]
"""How many times as long, by the clock and by the time of the processor."""

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
        unit = runs[click]
        self._goal("--help, times `import click`", 2.5, _ratio(runs[help_], unit))
        self._goal("a small export, times `import click`", 7, _ratio(runs[small], unit))
        rows = [
            (name, *_against(run, unit), megabytes(run.anonymous)) for name, run in runs.items()
        ]
        columns = ("what", *_TIMES, "times `import click`", "by processor", "memory")
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
        columns = (
            *("campaigns", "layout", "rules", "D", *_TIMES),
            *("times D", "by processor", "memory", "a campaign"),
        )
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
        what = f"{LARGE:,} campaigns in one file"
        large, tenth, million = (measured.get(size, {}) for size in (LARGE, LARGE // 10, MILLION))
        whole = large.get("recommended")
        limit = large.get("D")
        self._goal(f"{what}, recommended rules and a JSON report, times D", 6, _ratio(whole, limit))
        self._goal(f"{what}, the five core rules, times D", 3.5, _ratio(large.get("core"), limit))
        memory = whole and whole.anonymous
        kilobytes = (memory / LARGE / 1000, None) if memory else None
        self._goal(f"{what}, anonymous memory a campaign", 12, kilobytes, "kB")
        growth = _ratio(whole, tenth.get("recommended"))
        self._goal(f"{LARGE // 10:,} to {LARGE:,} campaigns, times the time", 11, growth)
        over_d = _ratio(million.get("recommended"), million.get("D"))
        self._goal(f"{MILLION:,} campaigns run to the end, times D", None, over_d)

    def _file_a_record(self) -> None:
        rows = []
        ratio = None
        for size in (each for each in self.sizes if each <= LARGE):
            written = self._generated(size, "files")
            runs = measure.rounds(
                {"read": _limit("read", written.main), "check": self._check(written.main)},
                self._repeats(size),
            )
            check, bare = runs["check"], runs["read"]
            sizes = (f"{size:,}", f"{written.files:,}", seconds(bare.seconds))
            rows.append((*sizes, *_against(check, bare), megabytes(check.anonymous)))
            ratio = _ratio(check, bare) if size == LARGE else None
        columns = (
            *("campaigns", "files", "bare read", *_TIMES),
            *("times the read", "by processor", "memory"),
        )
        note = (
            "As `campaignlint pull` lays an export out: a file for each campaign, smart list, "
            "program and its tokens. The bare read opens and reads each file, and looks into none."
        )
        self._table("A file a record", note, columns, rows)
        self._goal(f"{LARGE:,} campaigns, a file a record, times opening and reading", 6, ratio)

    # Where the time goes

    def _stages(self) -> None:
        """The stages, rules and reports of the largest instance, with twice the usual faults."""
        size = max(each for each in self.sizes if each <= LARGE)
        written = self._generated(size, "indented", MANY_FAULTS)
        check = self._check(written.main.parent, "--timings")
        reports = _python(str(HERE / "reports.py"), str(written.main.parent))
        limits, timings, told = [], [], []
        for _ in range(self._repeats(size)):
            limits.append(measure.run(_limit("decode", written.main)))
            timings.append(_timings(measure.run(check)))
            told.append(json.loads(measure.run(reports).output))
        written.main.unlink()
        said = f"{size:,} campaigns with {told[0]['findings']:,} findings"
        self._tell_stages(measure.medians(timings), measure.middle(limits), told[0]["rules"], said)
        by_format = {
            name: measure.medians(each["reports"][name] for each in told)
            for name in told[0]["reports"]
        }
        self._tell_reports(by_format, said)
        located = measure.medians(timings)["locate"], None
        sarif = by_format["sarif"]["seconds"], by_format["sarif"]["processor"]
        for what, took in (("located", located), ("written as SARIF", sarif)):
            measured = took if size == LARGE else None
            self._goal(f"10,000 findings {what}, in seconds", 1, measured, "s")

    def _tell_stages(
        self, timings: dict[str, float], limit: Measured, rules: list[str], said: str
    ) -> None:
        columns = ("stage", "time", "times D")
        note = (
            f"{said}, in one indented file, all recommended rules. D is {seconds(limit.seconds)}."
        )
        stages = _longest_first(timings, limit, lambda name: name not in rules)
        self._table("Stages", note, columns, stages)
        self._table("Rules", note, columns, _longest_first(timings, limit, rules.__contains__))

    def _tell_reports(self, by_format: dict[str, dict[str, float]], said: str) -> None:
        rows = [
            (
                name,
                seconds(each["seconds"]),
                seconds(each["processor"]),
                f"{each['size'] / 1_000_000:,.1f} MB",
            )
            for name, each in by_format.items()
        ]
        self._table("Reports", f"{said}.", ("format", *_TIMES, "size"), rows)

    # What a hook does

    def _changed_file(self) -> None:
        size = min(REPOSITORY, max(self.sizes))
        written = self._generated(size, "files")
        changed = next((written.main / "campaigns").iterdir())
        _git(written.main, "init", "--quiet")
        _git(written.main, "add", ".")
        name = str(changed.relative_to(written.main))
        hook = _campaignlint("check", "--only", name, cwd=written.main)
        runs = measure.rounds(
            {
                "opening and reading every file": _limit("read", written.main),
                "`campaignlint check --only FILE`, as the hook does": hook,
                "`pre-commit run` with that hook alone": _pre_commit(written.main, hook),
            },
            self.repeats,
        )
        rows = [(name, seconds(run.seconds), seconds(run.processor)) for name, run in runs.items()]
        note = f"A git repository of {size:,} campaigns in {written.files:,} files; one changed."
        self._table("A pre-commit hook", note, ("what", *_TIMES), rows)
        took = list(runs.values())[1]
        measured = (took.seconds, took.processor) if size == REPOSITORY else None
        what = f"a changed-only hook over {REPOSITORY:,} campaigns, a file a record, in seconds"
        self._goal(what, 1.5, measured, "s")

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
            rows.append(_peer_row("campaignlint", "", size, own, own))
            for peer in peers.PEERS:
                print(f"    {peer.name}", flush=True)
                faced = peers.face(peer, file, tools, repeats)
                rows.append(_peer_row(peer.name, versions.get(peer.package, ""), size, faced, own))
        columns = (
            *("tool", "version", "campaigns", *_TIMES),
            *("times campaignlint", "by processor", "memory"),
        )
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
        print(f"{size:,} campaigns, {layout}", flush=True)
        folder = self.scratch / f"{layout}-{size}-{faulty}"
        return generate.write(folder, Recipe(size, faulty), layout)

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

    def _goal(
        self, what: str, at_most: float | None, measured: Ratio | None, unit: str = ""
    ) -> None:
        by_clock, by_processor = measured or (None, None)
        self.results.goals.append(Goal(what, at_most, by_clock, by_processor, unit))

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


_TIMES = ("time", "of the processor")

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


def _ratio(run: Measured | None, unit: Measured | None) -> Ratio | None:
    """None where one of the two was not measured."""
    if run is None or unit is None:
        return None
    return run.seconds / unit.seconds, run.processor / unit.processor


def _against(run: Measured, unit: Measured) -> tuple[str, ...]:
    return (
        seconds(run.seconds),
        seconds(run.processor),
        times(run.seconds / unit.seconds),
        times(run.processor / unit.processor),
    )


def _rows(size: int, layout: Layout, runs: dict[str, Measured]) -> list[tuple[str, ...]]:
    limit = runs["D"]
    return [
        (
            *(f"{size:,}", layout, name, seconds(limit.seconds)),
            *_against(run, limit),
            megabytes(run.anonymous),
            "-" if run.anonymous is None else f"{run.anonymous / size / 1000:.1f} kB",
        )
        for name, run in runs.items()
        if name != "D"
    ]


_IN_SECONDS = re.compile(r"^(\S.*?) +([0-9.]+) +[0-9.]+%$", re.MULTILINE)
_IN_MILLISECONDS = re.compile(r"^ *([0-9.]+) ms +[0-9.]+% +(.+)$", re.MULTILINE)


def _timings(run: Measured) -> dict[str, float]:
    """Seconds by stage and rule, as `--timings` says them, in either of two forms."""
    told = {name: float(number) for name, number in _IN_SECONDS.findall(run.errors)}
    return told or {
        name: float(number) / 1000 for number, name in _IN_MILLISECONDS.findall(run.errors)
    }


def _longest_first(
    timings: dict[str, float], limit: Measured, wanted: Callable[[str], bool]
) -> list[tuple[str, ...]]:
    ordered = sorted(timings.items(), key=lambda timing: -timing[1])
    return [
        (name, seconds(took), times(took / limit.seconds)) for name, took in ordered if wanted(name)
    ]


def _peer_row(
    name: str, version: str, size: int, run: Measured | str, own: Measured
) -> tuple[str, ...]:
    if isinstance(run, str):
        return (name, version, f"{size:,}", run, *"----")
    return (name, version, f"{size:,}", *_against(run, own), megabytes(run.resident))


if __name__ == "__main__":
    main()
