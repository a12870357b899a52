"""Lay out a copy of the repository for mutmut: `python tests/set_up_mutants.py FOLDER`.

mutmut knows packages below `src` alone, and finds what is installed only by its metadata. What it
mutates, and the tests that are to notice, stand below.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
MUTATED = (
    "src/campaignlint/graph/calls.py",
    "src/campaignlint/graph/components.py",
    "src/campaignlint/model/references.py",
    "src/campaignlint/locating/locations.py",
    "src/campaignlint/locating/pointers.py",
    "src/campaignlint/loading/offsets.py",
    "src/campaignlint_rules",
)
NOTICING = (
    "tests/graph/test_calls.py",
    "tests/graph/test_components.py",
    "tests/model/test_references.py",
    "tests/locating/test_locations.py",
    "tests/locating/test_pointers.py",
    "tests/loading/test_offsets.py",
    "tests/loading/test_malformed.py",
    "tests/rules/test_fixtures.py",
    "tests/rules/test_large_exports.py",
)
COPIED = ("bench", "docs", "fixtures", "tests")
_ELSEWHERE = (
    "tests/rules/test_fixtures.py::test_fixtures_are_what_the_cases_say",
    "tests/loading/test_malformed.py::test_a_file_of_300_mb_in_one_line_is_read_completely",
)
"""They start the command from an installation, which a copy is not."""


def main() -> None:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for source, name in (("linter", "campaignlint"), ("rules", "campaignlint_rules")):
        shutil.copytree(REPOSITORY / source / name, folder / "src" / name, ignore=ignored)
    for name in COPIED:
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignored)
    information = folder / "src" / "campaignlint-0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: campaignlint\nVersion: 0\n")
    (information / "entry_points.txt").write_text(
        "[campaignlint.rules]\nbuiltin = campaignlint_rules\n"
    )
    (folder / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\n"
        'pythonpath = ["tests", "bench", "src"]\n'
        f"addopts = {['--import-mode=importlib', *(f'--deselect={test}' for test in _ELSEWHERE)]}\n"
        "[tool.mutmut]\n"
        f"source_paths = {list(MUTATED)}\n"
        f"pytest_add_cli_args_test_selection = {list(NOTICING)}\n"
        f"also_copy = {['src', *COPIED]}\n"
    )


if __name__ == "__main__":
    main()
