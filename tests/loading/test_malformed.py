"""Input that cannot be read is one diagnostic with its location; the rest is linted."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.loading.reader import read_records
from campaignlint.testing import campaign, envelope, to_json
from conftest import REPOSITORY
from loading.reading import compact, finding_lines, lint, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine

FIXTURES = REPOSITORY / "fixtures" / "malformed"
MALFORMED = sorted(file for file in FIXTURES.iterdir() if file.name != "README.md")

GOOD = campaign("EX Score", id=1001, isExecutable=True).waits("1 day").record()
OTHER = campaign("EX Route", id=1002, isExecutable=True).executes("EX Score").record()

TRUNCATED = "unreadable-file: unexpected end of JSON: the file is truncated; export it again"
EMPTY = "unreadable-file: file is empty; export it again"
UNQUOTED = "unreadable-file: invalid JSON: expecting property name enclosed in double quotes"
SKIPPED = "invalid-record: invalid smart campaign, skipped"

DIAGNOSTICS = {
    "empty.json": [f"1:1-1:1 {EMPTY}"],
    "blank.json": [f"1:1-1:2 {EMPTY}"],
    "mark-only.json": [f"1:1-1:1 {EMPTY}"],
    "truncated.json": [f"59:15-59:16 {TRUNCATED}"],
    "cut-number.json": [f"1:8-1:9 {TRUNCATED}"],
    "cut-word.json": [f"1:23-1:24 {TRUNCATED}"],
    "cut-escape.json": [f"1:21-1:22 {TRUNCATED}"],
    "open-bracket.json": [f"1:2-1:2 {TRUNCATED}"],
    "closing-bracket.json": ["1:1-1:2 unreadable-file: invalid JSON: expecting value"],
    "trailing-comma.json": ["3:1-3:2 unreadable-file: invalid JSON: expecting value"],
    "single-quotes.json": [f"1:2-1:3 {UNQUOTED}"],
    "comment.json": [f"2:3-2:4 {UNQUOTED}"],
    "leading-zero.json": ["1:9-1:10 unreadable-file: invalid JSON: expecting ',' delimiter"],
    "control-character.json": [
        "1:12-1:13 unreadable-file: invalid JSON: invalid control character"
    ],
    "unknown-escape.json": [r"1:13-1:14 unreadable-file: invalid JSON: invalid \escape"],
    "trailing-text.json": ["2:1-2:2 unreadable-file: unexpected data after the JSON value"],
    "two-values.json": [
        (
            "2:1-2:2 unreadable-file: unexpected data after the JSON value; "
            "a file with one record per line must be named .ndjson or .jsonl"
        )
    ],
    "not-a-number.json": ["2:9-2:10 unreadable-file: NaN is not valid JSON"],
    "infinity.json": ["1:15-1:16 unreadable-file: -Infinity is not valid JSON"],
    "latin-1.json": ["4:19-4:20 unreadable-file: invalid UTF-8 byte 0xF6; save the file as UTF-8"],
    **{
        f"utf-{bits}{bare}.json": [
            (
                "1:1-1:2 unreadable-file: file is UTF-16 or UTF-32, but JSON must be UTF-8; "
                "save it as UTF-8"
            )
        ]
        for bits in (16, 32)
        for bare in ("", "-bare")
    },
    "id-is-word.json": [
        f"58:13-58:19 /result/1/id {SKIPPED}: result[1].id: expected an integer, found 'EX-7'"
    ],
    "id-is-missing.json": [
        f"58:13-58:17 /result/1/id {SKIPPED}: result[1].id: expected an integer, found null"
    ],
    "id-is-too-large.json": [
        (
            f"58:13-58:32 /result/1/id {SKIPPED}: "
            "result[1].id: 9223372036854775808 does not fit in 64 bits"
        )
    ],
    "digits-are-too-large.json": [
        (
            f"57:5-115:6 /result/1 {SKIPPED}: "
            "result[1]: expected `int` <= 9223372036854775807 - at `$.id`"
        )
    ],
    "wrong-types.json": [
        (
            f"88:19-88:22 /result/1/flow/steps/2/id {SKIPPED}: "
            "result[1].flow.steps[2].id: expected an integer, found 'x' (and 3 more)"
        )
    ],
    "step-is-null.json": [
        (
            f"83:11-83:15 /result/1/flow/steps/0 {SKIPPED}: "
            "result[1].flow.steps[0]: expected an object, found null"
        )
    ],
    "unpaired-surrogate.json": [
        (
            r"60:22-60:23 unreadable-file: unpaired surrogate in a \u escape; "
            "it is read as U+FFFD"
        )
    ],
    "token-without-owner.json": [
        (
            "54:15-56:6 /1/folder invalid-record: invalid My Tokens record, skipped: "
            "[1].folder: no folder or program id"
        )
    ],
    "program-without-id.json": [
        (
            "56:5-60:6 /programs/0 invalid-record: invalid program, skipped: "
            "programs[0]: missing 'id'"
        )
    ],
    "failed-response.json": [
        (
            "1:1-63:2 failed-response: Marketo returned an error instead of records: "
            "606 Max rate limit '100' exceeded"
        )
    ],
    "bad-lines.ndjson": [
        "3:8-3:9 unreadable-file: invalid JSON: expecting value",
        f"5:9-5:12 /id {SKIPPED}: id: expected an integer, found 'x'",
        f"6:6-6:6 {TRUNCATED}",
    ],
}

WAITING = to_json(campaign("EX Alert", id=1500, isExecutable=True).waits("1 hour").record())

ONLY_WAITS = ("--select", "wait-in-executable")


def test_every_fixture_has_expected_diagnostics() -> None:
    assert {file.name for file in MALFORMED} == DIAGNOSTICS.keys()


@pytest.mark.parametrize("file", MALFORMED, ids=lambda file: file.name)
def test_a_diagnostic_has_a_location_and_the_rest_is_linted(
    file: Path, tmp_path: Path, campaignlint: CommandLine
) -> None:
    write(tmp_path, {"waiting.json": WAITING, file.name: file.read_bytes()})
    outcome = campaignlint("check", ".", "-f", "json", *ONLY_WAITS)
    assert (outcome.code, outcome.err) == (3, "")
    findings = json.loads(outcome.out)["findings"]
    message = [_line(finding) for finding in findings if finding["campaign"] is None]
    assert message == [f"{file.name}:{error}" for error in DIAGNOSTICS[file.name]]
    campaigns = {each["campaign"]["name"] for each in findings if each["campaign"]}
    assert campaigns == ({"EX Alert", "EX Score"} if _has_a_campaign(file) else {"EX Alert"})


def _has_a_campaign(file: Path) -> bool:
    """Return whether only a part of the file is invalid; the rest has a valid campaign."""
    is_unreadable = "unreadable-file: " in DIAGNOSTICS[file.name][0]
    return not is_unreadable or file.name in ("unpaired-surrogate.json", "bad-lines.ndjson")


def _line(finding: dict[str, Any]) -> str:
    location = finding["location"]
    where = f"{location['line']}:{location['column']}-{location['endLine']}:{location['endColumn']}"
    pointer = f" {location['pointer']}" if location["pointer"] else ""
    return f"{location['file']}:{where}{pointer} {finding['rule']}: {finding['message']}"


def test_every_error_of_a_record_is_reported() -> None:
    report = lint(FIXTURES / "wrong-types.json")
    (finding,) = (finding for finding in report.findings if finding.rule == "invalid-record")
    assert finding.place.endswith("wrong-types.json: result[1].flow.steps[2].id")
    assert [(each.message, each.location.pointer) for each in finding.related] == [
        ("result[1].isActive: expected true or false, found 'perhaps'", "/result/1/isActive"),
        ("result[1].name: expected a string, found 7", "/result/1/name"),
        ("result[1].recurrence: expected an object, found an array", "/result/1/recurrence"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("id", True, "expected an integer, found true"),
        ("id", 1.5, "expected an integer, found 1.5"),
        ("id", "", "expected an integer, found ''"),
        ("id", "007", "expected an integer, found '007'"),
        ("id", " 7", "expected an integer, found ' 7'"),
        ("id", [7], "expected an integer, found an array"),
        ("parentProgramId", -(2**63) - 1, "-9223372036854775809 does not fit in 64 bits"),
        ("isSystem", "yes", "expected true or false, found 'yes'"),
        ("isSystem", 2, "expected true or false, found 2"),
        ("isSystem", "y" * 100, f"expected true or false, found '{'y' * 55}...'"),
        ("status", {"name": "Active"}, "expected a string, found an object"),
        ("folder", "OP", "expected an object, found 'OP'"),
        ("flow", [], "expected an object, found an array"),
        ("recurrence", {"interval": "daily"}, "expected an integer, found 'daily'"),
    ],
)
def test_a_wrong_value_is_explained(field: str, value: object, error: str, tmp_path: Path) -> None:
    report = lint(*write(tmp_path, {"export.json": [OTHER | {field: value}]}))
    where = f"[0].{field}" + (".interval" if field == "recurrence" else "")
    assert [finding.message for finding in report.findings] == [
        f"invalid smart campaign, skipped: {where}: {error}"
    ]


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (
            {"id": 1, "rules": {"triggers": [5, "Visits Web Page", {"name": "Fills Out Form"}]}},
            "smart list, skipped: [0].rules.triggers[0]: expected a string or an object, found 5",
        ),
        (
            {"id": 1, "flow": {"steps": [{"stepChoice": [{"attributes": [{"value": []}]}]}]}},
            (
                "smart campaign, skipped: [0].flow.steps[0].stepChoice[0].attributes[0].value: "
                "expected a string, an integer, a number or true or false, found an array"
            ),
        ),
        ({"rules": {"filters": []}}, "smart list, skipped: [0]: missing 'id'"),
        (
            {"folder": '{"id":', "tokens": []},
            "My Tokens record, skipped: [0].folder: no folder or program id",
        ),
        (
            {"folder": 7, "tokens": []},
            "My Tokens record, skipped: [0].folder: expected a string or an object, found 7",
        ),
        (
            {"id": 1, "folderType": "Folder", "parent": {"value": "root"}},
            "folder, skipped: [0].parent.value: expected an integer, found 'root'",
        ),
        (
            {"campaignlint": 1, "complete": "soon"},
            "instance, skipped: [0].complete: expected true or false, found 'soon'",
        ),
    ],
    ids=["trigger", "attribute", "no id", "folder in text", "folder", "parent", "instance.json"],
)
def test_every_kind_of_record_is_explained(
    record: dict[str, Any], error: str, tmp_path: Path
) -> None:
    report = lint(*write(tmp_path, {"export.json": [record]}))
    assert [finding.message for finding in report.findings] == [f"invalid {error}"]


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"success": False}, "no details"),
        ({"success": "false", "errors": []}, "no details"),
        ({"success": False, "errors": "boom"}, "no details"),
        ({"success": False, "errors": [{"code": 601}]}, "601"),
        (
            {"success": False, "errors": [{"message": "No"}, {"code": "x", "message": "Yes"}]},
            "? No; x Yes",
        ),
    ],
)
def test_a_failed_response_contains_the_errors_of_marketo(
    response: dict[str, Any], message: str, tmp_path: Path
) -> None:
    files = {"export.json": response | {"requestId": "a9b#14e2e2f7f1d"}}
    report = lint(*write(tmp_path, files))
    assert [(each.rule, each.message, each.help) for each in report.findings] == [
        (
            "failed-response",
            f"Marketo returned an error instead of records: {message}",
            "the export is incomplete; repeat the request and export again",
        )
    ]


def test_a_number_of_thousands_of_digits_does_not_hide_a_syntax_error(tmp_path: Path) -> None:
    digits = "9" * 5000
    text = to_json([GOOD, OTHER | {"x": 0}]).replace('"x": 0', f'"x": {digits}')
    cut = text.removesuffix("]\n")
    report = lint(*write(tmp_path, {"a.json": text, "b.json": cut}))
    assert [finding.message for finding in report.findings if finding.campaign is None] == [
        "unexpected end of JSON: the file is truncated; export it again"
    ]


def test_numbers_within_64_bits_are_valid(tmp_path: Path) -> None:
    numbers = [2**63 - 1, -(2**63), 2**64 - 1, 1.5e300, 0.1234567890123456789012, -0.0]
    assert lint(*write(tmp_path, {"a.json": [GOOD | {"x": numbers}]})).is_incomplete is False


TOO_DEEP = (
    "unreadable-file: JSON is nested more than 500 levels deep; "
    "export it again, or fix the exporter"
)


@pytest.mark.parametrize("depth", [1_200, 5_000, 20_000, 100_000])
@pytest.mark.parametrize(
    ("start", "brackets", "location"),
    [
        ("", ("[", ""), "1:501-1:502"),
        ("", ("[", "]"), "1:501-1:502"),
        (' \n["]", "\\\\", "\\"[", ', ("[1, ", "]"), "2:2016-2:2017"),
        ('{"id": 1, "smartListId": 2, "x": ', ('{"x":', "}"), "1:2529-1:2530"),
    ],
    ids=["never closed", "closed", "among strings", "in a field that no rule reads"],
)
def test_a_file_nested_too_deeply_is_unreadable(
    start: str, brackets: tuple[str, str], location: str, depth: int, tmp_path: Path
) -> None:
    opening, closing = brackets
    deep = start + opening * depth + "1" + closing * depth
    end = {"{": "}", "[": "]"}.get(start.strip()[:1], "") if closing else ""
    files = {"a.json": WAITING, "export.json": deep + end}
    wait, nested = finding_lines(lint(*write(tmp_path, files)))
    assert wait.startswith("a.json:")
    assert nested == f"export.json:{location} {TOO_DEEP}"


def test_nesting_within_the_limit_in_an_unread_field_is_valid(tmp_path: Path) -> None:
    brackets = ("[" * 498 + "]" * 498, '{"[":' * 498 + '"{{["' + "}" * 498)
    texts = (to_json([GOOD | {"x": 0}]).replace('"x": 0', f'"x": {each}') for each in brackets)
    files = {f"{number}.json": text for number, text in enumerate(texts)}
    assert lint(*write(tmp_path, files)).is_incomplete is False


def test_an_unpaired_surrogate_does_not_hide_the_nesting(tmp_path: Path) -> None:
    text = to_json([GOOD | {"y": "SURROGATE", "x": 0}]).replace("SURROGATE", r"\ud800")
    files = {"export.json": text.replace('"x": 0', f'"x": {"[" * 2000}{"]" * 2000}')}
    surrogate, nesting = finding_lines(lint(*write(tmp_path, files)))
    assert "unpaired surrogate" in surrogate
    assert nesting.endswith(TOO_DEEP)


@pytest.mark.slow
def test_an_export_truncated_anywhere_has_one_diagnostic(tmp_path: Path) -> None:
    text = compact(envelope(GOOD, OTHER | {"name": "EX Größe \U0001f680", "x": [1.5e3, True]}))
    data = text.encode()
    file = tmp_path / "export.json"
    for length in range(len(data)):
        file.write_bytes(data[:length])
        messages = [error.finding.message for error in read_records([str(file)]).diagnostics]
        assert len(messages) == 1, data[:length]
        assert messages[0].startswith(
            ("unexpected end of JSON", "file is empty", "invalid UTF-8 byte 0x")
        ), (messages, data[:length])


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A folder with a valid file and with every kind of unreadable path."""
    write(
        tmp_path,
        {
            "a/waiting.json": WAITING,
            "locked/export.json": WAITING,
            "secret/export.json": WAITING,
            "secret/other.txt": "passed over",
        },
    )
    os.mkfifo(tmp_path / "a" / "pipe.json")
    (tmp_path / "a" / "around").symlink_to("..")
    (tmp_path / "a" / "itself.json").symlink_to("itself.json")
    (tmp_path / "a" / "nowhere.json").symlink_to("gone.json")
    (tmp_path / "locked").chmod(0)
    (tmp_path / "secret" / "export.json").chmod(0)
    return tmp_path


def test_unreadable_files_and_folders_are_reported(
    unreadable: Path, campaignlint: CommandLine
) -> None:
    command = ("check", "a", "locked", "secret", "-f", "concise", *ONLY_WAITS)
    campaignlint(*command)  # imports what it needs while it may
    with _as_nobody(unreadable):
        outcome = campaignlint(*command)
    (unreadable / "locked").chmod(0o700)
    assert outcome.code == 3
    assert outcome.err == ""
    assert outcome.out.splitlines() == [
        (
            "a/around: error[unreadable-file] symbolic link cycle: "
            "the link points to a parent folder; remove the link"
        ),
        (
            "a/itself.json: error[unreadable-file] symbolic link cycle: "
            "the link points to itself; remove the link"
        ),
        "a/nowhere.json: error[unreadable-file] broken symbolic link: the target does not exist",
        ("a/pipe.json: error[unreadable-file] not a regular file; save the export to a file"),
        (
            "a/waiting.json:27:7: error[wait-in-executable] "
            "executable campaign 'EX Alert' (isExecutable is true in its record) has a Wait step, "
            "which Marketo does not support there "
            "(EX Alert > flow step 1)"
        ),
        "locked: error[unreadable-file] permission denied; make it readable for this user",
        (
            "secret/export.json: error[unreadable-file] permission denied; "
            "make it readable for this user"
        ),
        "Found 7 errors in 1 campaign (1 executable) of 0 programs in 5 files.",
        "Not in this export: the smart list of 1 campaign.",
        "locked: no Marketo records found.",
        "secret: no Marketo records found.",
    ]


@contextmanager
def _as_nobody(folder: Path) -> Iterator[None]:
    """Act as a user who cannot read everything but can enter the folder, unlike root."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.parents):
        path.chmod(path.stat().st_mode | 0o055)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("paths", "code", "message"),
    [
        (["gone.json"], 2, "Error: gone.json: there is no such file or folder"),
        (
            ["gone.json", "waiting.json"],
            2,
            "Error: gone.json: there is no such file or folder",
        ),
        (["/dev/null"], 3, "/dev/null: no Marketo records found."),
    ],
)
def test_a_path_that_is_not_a_file_is_reported(
    paths: list[str], code: int, message: str, tmp_path: Path, campaignlint: CommandLine
) -> None:
    write(tmp_path, {"waiting.json": WAITING})
    outcome = campaignlint("check", *paths)
    assert outcome.code == code
    assert message in (outcome.err if code == 2 else outcome.out)
    assert "Traceback" not in outcome.err
