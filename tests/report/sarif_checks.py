"""Checks of SARIF logs: the schema, the requirements of GitHub, and the SARIF Multitool.

Each check returns the faults that it finds, as text. The schema comes with the Multitool, which
`make test-slow` installs. Without it, tests that need it are skipped, but in CI they fail: mark
them as slow.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema.validators import validator_for

if TYPE_CHECKING:
    from collections.abc import Iterator

Object = dict[str, Any]

MULTITOOL = (
    Path(__file__).parents[2]
    / ".tools/multitool/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
)


def schema_faults(log: Object) -> list[str]:
    """Where the log breaks the JSON schema of SARIF 2.1.0. The Multitool does not tell it all."""
    schema = json.loads((multitool().parent / "sarif-2.1.0.json").read_bytes())
    errors = validator_for(schema)(schema).iter_errors(log)
    return [f"{error.json_path}: {error.message}" for error in errors]


def multitool_faults(path: Path) -> list[str]:
    """The errors and warnings of the Multitool, with its own rules and those for GitHub.

    A log that breaks the schema it may pass over without a word, so the schema comes first.
    """
    faults = schema_faults(json.loads(path.read_bytes()))
    if faults:
        return faults
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "multitool.sarif")
        # The package's own script splits the rule kinds at the semicolon. The exit code is 0
        # whatever is found.
        done = subprocess.run(
            [
                multitool(),
                *("validate", path, "--output", output, "--log", "ForceOverwrite"),
                *("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"),
                *("--max-file-size-in-kb", "1000000"),
            ],
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if not output.exists():
            return [f"the Multitool did not run: {done.stdout}{done.stderr}"]
        [run] = json.loads(output.read_text(encoding="utf-8-sig"))["runs"]
    invocation = run["invocations"][0]
    troubles = [
        *invocation.get("toolExecutionNotifications", ()),
        *invocation.get("toolConfigurationNotifications", ()),
    ]
    if not invocation["executionSuccessful"] and not troubles:
        return [f"the Multitool failed: {done.stdout}{done.stderr}"]
    return [
        *(
            f"{trouble.get('level', 'warning')}: {trouble['message']['text']}"
            for trouble in troubles
        ),
        *(_multitool_fault(result) for result in run["results"]),
    ]


def multitool() -> Path:
    """The Multitool, or else the end of the test that asks for it."""
    if not MULTITOOL.exists():
        missing = "the SARIF Multitool is not installed in .tools/multitool"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return MULTITOOL


def _multitool_fault(result: Object) -> str:
    message = result["message"]
    return " ".join(
        (
            result.get("level", "warning"),
            result["ruleId"],
            message.get("id", message.get("text")),
            *message.get("arguments", ()),
        )
    )


# What neither the schema nor the Multitool sees

LEVELS = {"error", "warning", "note"}
PRECISIONS = {"very-high", "high", "medium", "low"}
PROBLEM_SEVERITIES = {"error", "warning", "recommendation"}
REGION = ("startLine", "startColumn", "endLine", "endColumn")
FINGERPRINTS = {"primaryLocationLineHash", "campaignlint/v1"}

LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\\\[\]])*\]\((\d+)\)")


def own_checks(log: Object) -> list[str]:
    """What of the standard and of GitHub's demands the Multitool does not look at."""
    return [fault for run in log["runs"] for fault in _run_faults(run)]


def _run_faults(run: Object) -> Iterator[str]:
    driver = run["tool"]["driver"]
    names = [rule["id"] for rule in driver["rules"]]
    if names != sorted(set(names)):
        yield f"rules are not sorted by id, or not unique: {names}"
    for rule in driver["rules"]:
        yield from (f"rule {rule['id']}: {fault}" for fault in _rule_faults(rule))
    for index, result in enumerate(run["results"]):
        faults = _result_faults(result, driver["rules"])
        yield from (f"result {index}: {fault}" for fault in faults)
    for notification in run["invocations"][0].get("toolExecutionNotifications", ()):
        faults = _notification_faults(notification, driver)
        yield from (f"notification: {fault}" for fault in faults)
    for item in _objects(run):
        yield from _address_faults(item, run.get("originalUriBaseIds", {}))
        yield from (f"a time stamp: {key}" for key in item if key.endswith("TimeUtc"))


def _rule_faults(rule: Object) -> Iterator[str]:
    if not re.fullmatch(r"(?:[A-Z][a-z0-9]*)+", rule["name"]) or rule["name"] == rule["id"]:
        yield f"name {rule['name']}"
    if not rule["shortDescription"]["text"].endswith("."):
        yield "its short description has no full stop"
    if len(rule["fullDescription"]["text"]) > 1_024:
        yield "its full description is too long"
    if not rule["help"]["text"] or not rule["help"]["markdown"]:
        yield "it has no help"
    if rule["defaultConfiguration"].get("level") not in LEVELS:
        yield "it states no level"
    properties = rule["properties"]
    if not 0 < len(properties["tags"]) <= 20:
        yield f"tags {properties['tags']}"
    if properties["precision"] not in PRECISIONS:
        yield f"precision {properties['precision']}"
    if properties["problem.severity"] not in PROBLEM_SEVERITIES:
        yield f"problem.severity {properties['problem.severity']}"
    if "security-severity" in properties:
        yield "its findings would be security alerts"


def _result_faults(result: Object, rules: list[Object]) -> Iterator[str]:
    yield from _reference_faults(result["ruleId"], result["ruleIndex"], rules)
    yield from _text_faults(result)
    if set(result["partialFingerprints"]) != FINGERPRINTS:
        yield f"fingerprints {sorted(result['partialFingerprints'])}"
    related = [location["id"] for location in result.get("relatedLocations", ())]
    linked = [int(number) for number in LINK.findall(result["message"]["text"])]
    if related != linked:
        yield f"related places {related}, but links to {linked}"
    steps = [
        step["location"]
        for flow in result.get("codeFlows", ())
        for thread in flow["threadFlows"]
        for step in thread["locations"]
    ]
    for location in (*result["locations"], *result.get("relatedLocations", ()), *steps):
        yield from _region_faults(location["physicalLocation"].get("region", {}))


def _notification_faults(notification: Object, driver: Object) -> Iterator[str]:
    descriptor = notification["descriptor"]
    yield from _reference_faults(descriptor["id"], descriptor["index"], driver["notifications"])
    yield from _text_faults(notification)
    if "associatedRule" in notification:
        rule = notification["associatedRule"]
        yield from _reference_faults(rule["id"], rule["index"], driver["rules"])
    for location in notification.get("locations", ()):
        region = location["physicalLocation"].get("region")
        yield from () if region is None else _region_faults(region)


def _reference_faults(name: str, index: int, descriptors: list[Object]) -> Iterator[str]:
    if not 0 <= index < len(descriptors) or descriptors[index]["id"] != name:
        yield f"{name} is not number {index}"


def _text_faults(item: Object) -> Iterator[str]:
    if item.get("level") not in LEVELS:
        yield f"level {item.get('level')}"
    if not item["message"]["text"].endswith("."):
        yield f"no full stop: {item['message']['text']}"


def _region_faults(region: Object) -> Iterator[str]:
    if any(not isinstance(region.get(name), int) or region[name] < 1 for name in REGION):
        yield f"region {region}"
        return
    start = region["startLine"], region["startColumn"]
    if (region["endLine"], region["endColumn"]) < start:
        yield f"region {region} ends before it starts"


def _address_faults(item: Object, bases: Object) -> Iterator[str]:
    location = item.get("artifactLocation")
    if location is None:
        return
    uri = location["uri"]
    if not re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII):
        yield f"not a percent-encoded relative address: {uri}"
    if uri.startswith("/") or ".." in uri.split("/"):
        yield f"an address that leaves its base: {uri}"
    if "uriBaseId" in location and location["uriBaseId"] not in bases:
        yield f"an undefined base: {location['uriBaseId']}"


def _objects(value: object) -> Iterator[Object]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
