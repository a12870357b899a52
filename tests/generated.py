"""Write generated files, or list those that are not current."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[1]


def hold(
    folders: Iterable[Path], wanted: Mapping[Path, bytes], arguments: list[str], script: str
) -> int:
    """Write these files and remove all others; with --check, list the differences.

    Return the exit code of the script.
    """
    if arguments not in ([], ["--check"]):
        print(f"usage: python {script} [--check]")
        return 2
    present = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    stale = [
        path
        for path in sorted(present | wanted.keys())
        if path not in present or wanted.get(path) != path.read_bytes()
    ]
    for path in stale:
        name = path.relative_to(ROOT).as_posix()
        if arguments:
            print(f"{name} differs from what {script} writes")
        elif path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
            print(f"wrote {name}")
        else:
            path.unlink()
            print(f"removed {name}")
    return 1 if arguments and stale else 0
