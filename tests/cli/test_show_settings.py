"""`check --show-settings`: what holds, and who says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.config import settings as config

if TYPE_CHECKING:
    from conftest import CommandLine

SHARED = """\
profile = "strict"
ignore = ["long-flow"]

[severity]
wait-in-executable = "warning"

[[suppressions]]
rule = "wait-in-executable"
campaign = 2067
reason = 'a "known" one'
"""

OWN = """\
extends = "shared.toml"
paths = ["exports"]
exclude = ["/old/"]
today = 2026-09-14

[rules]
nesting-too-deep = { max-depth = 2 }

[[suppressions]]
rule = ["execute-cycle", "request-cycle"]
program = "OP *"
step = 3
reason = "until the move"
owner = "Ann"
expires = 2026-12-31

[[overrides]]
match = { program = "WEB *" }
select = ["reference"]
severity = { ambiguous-campaign = "note" }

[overrides.rules.long-flow]
max-steps = 50
"""

SHOWN = """\
# campaignlint.toml (the nearest), which extends shared.toml.

paths = ["exports"]                  # campaignlint.toml:2
# include: everything                # default
exclude = ["/old/", "*.bak.json"]    # campaignlint.toml:3, --exclude
gitignore = false                    # --no-gitignore
profile = "strict"                   # shared.toml:1
# select: the rules of the profile   # default
extend_select = ["recurrence-over"]  # --extend-select
ignore = ["long-flow", "wait-last"]  # shared.toml:2, --ignore
fail_on = "error"                    # --fail-on
inactive = "note"                    # default
archived = "skip"                    # default
complete = false                     # --partial
today = 2026-09-14                   # campaignlint.toml:4
baseline = "march"                   # --baseline
redact = false                       # default
redact_names = false                 # default

[executables]
names = []                           # default
folders = []                         # default

[severity]
wait-in-executable = "warning"       # shared.toml:5

[rules.nesting-too-deep]
max_depth = 2                        # campaignlint.toml:7

[[suppressions]]                     # shared.toml:7
rule = "wait-in-executable"
campaign = "2067"
reason = "a \\"known\\" one"

[[suppressions]]                     # campaignlint.toml:9
rule = ["execute-cycle", "request-cycle"]
program = "OP *"
step = 3
reason = "until the move"
owner = "Ann"
expires = 2026-12-31

[[overrides]]                        # campaignlint.toml:17
match = { program = "WEB *" }
select = ["reference"]
severity = { ambiguous-campaign = "note" }
rules = { long-flow = { max_steps = 50 } }
"""

DEFAULTS = """\

paths = ["."]                       # default
# include: everything               # default
exclude = []                        # default
gitignore = true                    # default
profile = "recommended"             # default
# select: the rules of the profile  # default
extend_select = []                  # default
ignore = []                         # default
fail_on = "warning"                 # default
inactive = "note"                   # default
archived = "skip"                   # default
# complete: as instance.json says   # default
# today: the date of the export     # default
# baseline: none                    # default
redact = false                      # default
redact_names = false                # default

[executables]
names = []                          # default
folders = []                        # default
"""


@pytest.fixture
def _configured(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text(SHARED)
    (tmp_path / "campaignlint.toml").write_text(OWN)


@pytest.mark.usefixtures("_configured")
def test_every_value_with_its_origin(campaignlint: CommandLine) -> None:
    shown = campaignlint(
        *("check", "--show-settings", "--exclude", "*.bak.json", "--no-gitignore"),
        *("--extend-select", "recurrence-over", "--ignore", "wait-last", "--fail-on", "error"),
        *("--partial", "--baseline", "march"),
    )
    assert (shown.code, shown.out, shown.err) == (0, SHOWN, "")


@pytest.mark.usefixtures("_configured")
def test_what_is_shown_is_a_configuration_that_says_the_same(
    campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = campaignlint("check", "--show-settings").out
    (tmp_path / "again.toml").write_text(shown)
    again = campaignlint("check", "--show-settings", "--config", "again.toml").out
    assert values(again) == values(shown)
    monkeypatch.chdir(tmp_path)
    first = config.load_settings(tmp_path / "campaignlint.toml")
    second = config.load_settings(tmp_path / "again.toml")
    assert [(each.rules, each.campaign, each.expires) for each in first.suppressions] == [
        (each.rules, each.campaign, each.expires) for each in second.suppressions
    ]
    assert first.overrides == second.overrides


def values(shown: str) -> list[str]:
    """The lines without their origins, but for the first, which names the files."""
    return [line.partition("  # ")[0].rstrip() for line in shown.splitlines()[1:]]


def test_the_defaults(campaignlint: CommandLine) -> None:
    shown = campaignlint("check", "--show-settings")
    assert shown.out == f"# No configuration file (no file in this folder or above).\n{DEFAULTS}"
    Path("campaignlint.toml").write_text('profile = "strict"\n')
    shown = campaignlint("check", "--show-settings", "--no-config")
    assert shown.out == f"# No configuration file (--no-config).\n{DEFAULTS}"


def test_who_names_the_file(campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("campaignlint", "ours", "theirs"):
        Path(f"{name}.toml").write_text("")
    monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "ours.toml")
    shown = campaignlint("check", "--show-settings")
    assert shown.out == f"# ours.toml (CAMPAIGNLINT_CONFIG).\n{DEFAULTS}"
    shown = campaignlint("check", "--show-settings", "--config", "theirs.toml")
    assert shown.out == f"# theirs.toml (--config).\n{DEFAULTS}"


def test_the_command_line_wins(campaignlint: CommandLine) -> None:
    Path("campaignlint.toml").write_text(
        'paths = ["a"]\nselect = ["flow"]\nextend_select = ["wait-last"]\nbaseline = "b.json"\n'
        'profile = "audit"\n'
    )
    shown = campaignlint(
        *("check", "c", "d", "--show-settings", "--select", "request", "--no-baseline"),
        *("--profile", "strict", "--today", "2026-09-14", "--complete"),
    )
    assert [line for line in shown.out.splitlines() if "default" not in line][2:9] == [
        'paths = ["c", "d"]     # the command line',
        'profile = "strict"     # --profile',
        'select = ["request"]   # --select',
        "extend_select = []     # --select",
        "complete = true        # --complete",
        "today = 2026-09-14     # --today",
        "# baseline: none       # --no-baseline",
    ]


def test_a_long_value_does_not_push_the_others_out(campaignlint: CommandLine) -> None:
    names = [f"EX {number:02}" for number in range(12)]
    Path("campaignlint.toml").write_text(f"[executables]\nnames = {names}\n")
    shown = campaignlint("check", "--show-settings")
    assert f"folders = []{' ' * 48}  # default\n" in shown.out
    assert '"EX 11"]  # campaignlint.toml:2\n' in shown.out


def test_what_cannot_be_is_not_shown(campaignlint: CommandLine) -> None:
    Path("campaignlint.toml").write_text('ignore = ["xyz"]\n')
    shown = campaignlint("check", "--show-settings")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("Error: campaignlint.toml:1: ignore: unknown rule or category")


def test_nothing_is_linted(campaignlint: CommandLine) -> None:
    shown = campaignlint("check", "no-such-folder", "--show-settings")
    assert (shown.code, shown.err) == (0, "")
