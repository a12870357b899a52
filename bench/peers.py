"""Other tools that read JSON, on the same files, doing the work that is nearest to ours.

They are installed into a folder of their own, by pip and npm, and never beside campaignlint.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import measure
from campaignlint.loading.export_schema import export_schema
from measure import Command, CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from measure import Measured

LIMIT = 180
"""Seconds that a peer may take for one file."""


@dataclass(frozen=True)
class Peer:
    """Another tool, and what it does with the file."""

    name: str
    package: str
    does: str
    command: Callable[[Path, Path], Sequence[str]]
    """From the folder where the tools are and the file to read."""


_PYTHON = ("check-jsonschema", "jsonschema", "cfn-lint")
_NODE = ("@stoplight/spectral-cli", "eslint", "@eslint/json")

_VALIDATE = """
import json, sys
from jsonschema import Draft202012Validator
schema, file = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
print(sum(1 for _ in Draft202012Validator(schema).iter_errors(file)))
"""

_SPECTRAL_RULES = """
rules:
  wait:
    description: a flow waits
    severity: warn
    given: $.smartCampaigns[*].flow.steps[*].activityTypeName
    then:
      function: pattern
      functionOptions:
        notMatch: ^Wait$
"""

_ESLINT_CONFIG = """
import json from "@eslint/json";

const wait = {
  create: (context) => ({
    Member(node) {
      if (node.name.value === "activityTypeName" && node.value.value === "Wait")
        context.report({ node, message: "a flow waits" });
    },
  }),
};

export default [
  {
    files: ["**/*.json"],
    plugins: { json, bench: { rules: { wait } } },
    language: "json/json",
    rules: { "bench/wait": "warn" },
  },
];
"""


def _bin(tools: Path, name: str) -> str:
    return str(tools / "venv" / "bin" / name)


def _node(tools: Path, name: str) -> str:
    return str(tools / "node_modules" / ".bin" / name)


PEERS = (
    Peer(
        "check-jsonschema",
        "check-jsonschema",
        "validates against `campaignlint schema export`",
        lambda tools, file: [
            _bin(tools, "check-jsonschema"),
            "--schemafile",
            str(tools / "schema.json"),
            str(file),
        ],
    ),
    Peer(
        "jsonschema",
        "jsonschema",
        "validates against the same schema from Python",
        lambda tools, file: [
            _bin(tools, "python"),
            "-c",
            _VALIDATE,
            str(tools / "schema.json"),
            str(file),
        ],
    ),
    Peer(
        "cfn-lint's JSON reader",
        "cfn-lint",
        "decodes with line numbers, runs no rule",
        lambda tools, file: [
            _bin(tools, "python"),
            "-c",
            "import sys; from cfnlint.decode import cfn_json; cfn_json.load(sys.argv[1])",
            str(file),
        ],
    ),
    Peer(
        "spectral",
        "@stoplight/spectral-cli",
        "runs one rule that rejects every Wait step",
        lambda tools, file: [
            _node(tools, "spectral"),
            "lint",
            "--quiet",
            "--ruleset",
            str(tools / "spectral.yaml"),
            str(file),
        ],
    ),
    Peer(
        "eslint with @eslint/json",
        "eslint",
        "runs one rule that rejects every Wait step",
        lambda tools, file: [
            _node(tools, "eslint"),
            "--config",
            str(tools / "eslint.config.mjs"),
            str(file),
        ],
    ),
)


def install(tools: Path) -> dict[str, str]:
    """Install the peers below a folder; the versions that came, by package.

    Raises CommandError where pip or npm fails.
    """
    tools.mkdir(parents=True, exist_ok=True)
    venv.create(tools / "venv", with_pip=False, symlinks=True)
    python = str(tools / "venv" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", python]
    _install([*pip, "install", *_PYTHON], tools)
    if shutil.which("npm"):
        (tools / "package.json").write_text('{"private": true}', encoding="utf-8")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
        _install([*npm, *_NODE], tools)
    (tools / "schema.json").write_text(json.dumps(export_schema()), encoding="utf-8")
    (tools / "spectral.yaml").write_text(_SPECTRAL_RULES, encoding="utf-8")
    (tools / "eslint.config.mjs").write_text(_ESLINT_CONFIG, encoding="utf-8")
    return _versions(tools)


def face(peer: Peer, file: Path, tools: Path, repeats: int) -> Measured | str:
    """A peer on a file, or why there is no number: one that fails is told of, not left out."""
    # eslint reads nothing outside of the folder that it is started in.
    nearby = tools / f"{file.parent.name}.json"
    if not nearby.exists():
        nearby.hardlink_to(file)
    command = Command(peer.command(tools, nearby), cwd=tools, limit=LIMIT)
    try:
        return measure.rounds({"": command}, repeats)[""]
    except (CommandError, FileNotFoundError) as error:
        return str(error)


def _install(command: list[str], tools: Path) -> None:
    done = subprocess.run(command, cwd=tools, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CommandError(f"{Path(command[0]).name} failed: {''.join(said[-1:])}")


def _versions(tools: Path) -> dict[str, str]:
    listed = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(tools / "venv" / "bin" / "python")),
            *("list", "--format=json"),
        ],
        capture_output=True,
        check=True,
    )
    versions = {each["name"]: each["version"] for each in json.loads(listed.stdout)}
    for name in _NODE:
        package = tools / "node_modules" / name / "package.json"
        if package.exists():
            versions[name] = json.loads(package.read_bytes())["version"]
    return versions
