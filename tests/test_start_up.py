"""Commands import only what they need."""

from __future__ import annotations

import re
import sys

import pytest

from conftest import REPOSITORY, run

SLOW = {
    "asyncio",
    "dask",
    "distributed",
    "httpx",
    "igraph",
    "jinja2",
    "jsonschema",
    "networkx",
    "rich",
    "sarif_om",
}
_IMPORTED = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)$", re.MULTILINE)


def imported_by(*arguments: str) -> set[str]:
    """Return the top-level modules that a command imports."""
    return {name.partition(".")[0] for name in modules_of(*arguments)}


def modules_of(*arguments: str) -> set[str]:
    """Return all modules that a command imports."""
    command = "from campaignlint.cli import main; main()"
    started = run([sys.executable, "-X", "importtime", "-c", command, *arguments], cwd=REPOSITORY)
    modules = set(_IMPORTED.findall(started.err))
    assert {"campaignlint", "click"} <= modules, started.err
    return modules


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("rules",),
        ("explain", "wait-in-executable"),
        ("graph", "--help"),
        ("show", "--help"),
        ("pull", "--help"),
        ("describe", "fixtures/acme/campaigns/2063.json"),
    ],
    ids=" ".join,
)
def test_no_slow_library_is_imported(arguments: tuple[str, ...]) -> None:
    assert imported_by(*arguments) & SLOW == set()


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), ("graph", "--help"), ("show", "--help")],
    ids=" ".join,
)
def test_help_needs_neither_rules_nor_records(arguments: tuple[str, ...]) -> None:
    assert imported_by(*arguments) & {"campaignlint_rules", "msgspec"} == set()


def test_git_describes_files_without_rules_and_patterns() -> None:
    imported = imported_by("describe", "fixtures/acme/campaigns/2063.json")
    assert imported & {"campaignlint_rules", "pathspec", "tomllib"} == set()


def test_a_check_in_text_needs_no_schema_and_no_sarif() -> None:
    unneeded = {"httpx", "igraph", "jinja2", "jsonschema", "sarif_om"}
    assert imported_by("check", "fixtures/acme") & unneeded == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules",),
        ("check", "fixtures/acme", "--ignore", "activation-cycle"),
    ],
    ids=" ".join,
)
def test_activations_are_followed_only_if_something_needs_them(arguments: tuple[str, ...]) -> None:
    assert "campaignlint.graph.activations" not in modules_of(*arguments)


@pytest.mark.parametrize("format_name", ["text", "dot", "mermaid", "json"])
def test_a_graph_that_is_not_drawn_here_needs_no_layout(format_name: str) -> None:
    imported = imported_by("graph", "fixtures/acme", "-f", format_name)
    assert imported & {"httpx", "igraph", "jinja2", "jsonschema", "sarif_om"} == set()


def test_python_can_run_it_as_a_module() -> None:
    shown = run([sys.executable, "-m", "campaignlint", "--version"], cwd=REPOSITORY)
    assert (shown.code, shown.out.split()[0]) == (0, "campaignlint")
