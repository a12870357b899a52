"""Measure campaignlint on generated exports, and write bench/RESULTS.md.

    python bench/run.py --sizes 1000,10000,100000

Size 1000000 needs 5 GB of disk and 12 GB of memory.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import measure
from generate import Layout, Recipe, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
MILLION = 1_000_000
"""Campaigns in the largest export; its JSON is compact to save space."""
LARGE = 100_000
"""Campaigns in the largest export with one file per record."""
SMALL = 1_000
"""Campaigns in the smallest export with one file per record, or with a ratio."""
REPOSITORY = 10_000
"""Campaigns in the repository of the pre-commit hook."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="campaigns, with commas")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each command")
    parser.add_argument("--scratch", type=Path, help="folder for generated exports")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    sizes = [25, *(int(size) for size in options.sizes.split(","))]
    with tempfile.TemporaryDirectory(prefix="campaignlint-bench-", dir=options.scratch) as folder:
        rows = list(measure_all(Path(folder), sizes, options.repeats))
    options.output.write_text(page(rows), encoding="utf-8")


def measure_all(scratch: Path, sizes: Sequence[int], repeats: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: an export, its size, its times, and its memory."""
    for size in sizes:
        layout: Layout = "compact" if size >= MILLION else "indented"
        path = write(scratch / "bundle", Recipe(size), layout)
        yield (f"{size:,} campaigns in one file", *_measure(path, size, repeats))
    for size in sizes:
        if not SMALL <= size <= LARGE:
            continue
        folder = write(scratch / f"files-{size}", Recipe(size), "files")
        files = sum(each.is_file() for each in folder.rglob("*"))
        yield (f"{size:,} campaigns in {files:,} files", *_measure(folder, size, repeats))
        if size == REPOSITORY:
            identity = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
            for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Export")):
                subprocess.run(["git", *identity, *command], cwd=folder, check=True)
            name = f"{size:,} campaigns compared with a commit"
            yield (name, *_measure(folder, size, repeats, "--new-since", "HEAD"))


def _measure(path: Path, size: int, repeats: int, *options: str) -> tuple[str, ...]:
    """Alternate between campaignlint and the baseline, so that both meet the same load."""
    cwd, name = (path, ".") if path.is_dir() else (path.parent, path.name)
    command = [str(Path(sys.executable).with_name("campaignlint")), "check", name, *options]
    baseline = [sys.executable, str(HERE / "baseline.py"), str(path)]
    runs, baselines = [], []
    for _ in range(1 if size >= MILLION else repeats):
        runs.append(measure.run([*command, "--no-config", "-f", "json"], cwd))
        baselines.append(float(subprocess.check_output(baseline)))
    run, least = measure.medians(runs), median(baselines)
    ratio = f"{run.seconds / least:.2f}" if size >= SMALL else "-"
    times = map(_seconds, (run.seconds, run.cpu_seconds, least))
    return (*times, ratio, f"{run.memory / 1_000_000:,.0f} MB")


def page(rows: Sequence[tuple[str, ...]]) -> str:
    """Return bench/RESULTS.md."""
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return _PAGE.format(
        machine=_machine(), versions=_versions(), date=datetime.now(UTC).date(), rows=lines
    )


_PAGE = """# Benchmark results

Written by `make bench`; [docs/performance.md](../docs/performance.md) explains it. Each number is
the median of several runs. Compare the ratios: times depend on the machine.

| | |
|---|---|
| machine | {machine} |
| versions | {versions} |
| date | {date} |

- Each run uses the recommended rules and writes a JSON report.
- *least*: for one file, the time that msgspec needs to decode it into the same structs; for many
  files, the time to open and read them.
- *ratio*: time relative to *least*.
- Memory does not include mapped files.

| export | time | CPU time | least | ratio | memory |
|---|---:|---:|---:|---:|---:|
{rows}
"""


def _seconds(number: float) -> str:
    return f"{number * 1000:.0f} ms" if number < 1 else f"{number:.2f} s"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _versions() -> str:
    libraries = (f"{name} {version(name)}" for name in ("campaignlint", "msgspec", "networkx"))
    return f"Python {platform.python_version()}, {', '.join(libraries)}"


if __name__ == "__main__":
    main()
