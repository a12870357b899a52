"""Build fixtures/malformed and fixtures/quirks: invalid exports, and valid but unusual ones.

    python tests/build_malformed.py            writes both folders
    python tests/build_malformed.py --check    exits with 1 and lists the files that differ

Most invalid files also have a valid campaign, which must be linted. Quirks are responses of Marketo
and output of exporters that are read without a diagnostic.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaignlint.testing import (
    campaign,
    condition,
    envelope,
    folder,
    program,
    smart_list,
    to_json,
    tokens,
)
from generated import hold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Fixture:
    """One file, and what is special about it."""

    name: str
    content: bytes
    why: str
    definition: str = ""
    """The definition of Adobe by which the file is valid; "" if none."""


GOOD = campaign("EX Score", id=1001, isExecutable=True).waits("1 day").record()
"""A campaign with one finding: an executable campaign with a Wait step."""

OTHER = campaign("EX Route", id=1002, isExecutable=True).executes("EX Score").record()
"""A campaign without a finding, for errors in its JSON."""


def _malformed() -> Iterator[Fixture]:
    both = to_json(envelope(GOOD, OTHER))
    yield _file("empty.json", b"", "empty")
    yield _file("blank.json", b" \r\n\t\n", "only white space")
    yield _file("mark-only.json", b"\xef\xbb\xbf", "only a byte-order mark")
    yield _file("truncated.json", both[: both.index('"EX Route"') + 4], "truncated in a string")
    yield _file("cut-number.json", '{"id": -', "truncated in a number")
    yield _file("cut-word.json", '{"id": 1, "isActive": fal', "truncated in a word")
    yield _file("cut-escape.json", r'{"id": 1, "name": "\u00e', "truncated in an escape")
    yield _file("open-bracket.json", "[", "an opening bracket")
    yield _file("closing-bracket.json", "]", "a closing bracket")
    yield _file("trailing-comma.json", to_json([1]).replace("1\n", "1,\n"), "a trailing comma")
    yield _file("single-quotes.json", "{'id': 1}\n", "Python syntax instead of JSON")
    yield _file("comment.json", '{\n  // the first\n  "id": 1\n}\n', "a comment")
    yield _file("leading-zero.json", '{"id": 01}\n', "a number with a leading zero")
    yield _file("control-character.json", '{"name": "a\tb"}\n', "a tab in a string")
    yield _file(
        "unknown-escape.json", r'{"name": "C:\path"}', "an escape that is not valid in JSON"
    )
    yield _file("trailing-text.json", "[]\nok\n", "text after the JSON value")
    yield _file("two-values.json", '{"id": 1}\n{"id": 2}\n', "two JSON values, as in NDJSON")
    yield _file("not-a-number.json", '{\n  "id": NaN\n}\n', "NaN, which is not valid in JSON")
    yield _file(
        "infinity.json", '{"costs": [1, -Infinity]}\n', "-Infinity, which is not valid in JSON"
    )
    umlauts = to_json([GOOD | {"name": "EX Größe"}]).encode("latin-1")
    yield _file("latin-1.json", umlauts, "ISO 8859-1, not UTF-8")
    yield _file("utf-16.json", both.encode("utf-16"), "UTF-16 with its byte-order mark")
    yield _file("utf-16-bare.json", both.encode("utf-16-be"), "UTF-16 without a byte-order mark")
    yield _file("utf-32.json", both.encode("utf-32"), "UTF-32 with its byte-order mark")
    yield _file("utf-32-bare.json", both.encode("utf-32-le"), "UTF-32 without a byte-order mark")
    yield from _half_malformed()


def _half_malformed() -> Iterator[Fixture]:
    """Files with one invalid part; the rest is linted."""

    def beside(name: str, why: str, /, **fields: Any) -> Fixture:
        return _file(f"{name}.json", to_json(envelope(GOOD, OTHER | fields)), why)

    def altered(name: str, why: str, old: str, new: str) -> Fixture:
        text = to_json(envelope(GOOD, OTHER))
        before, found, after = text.rpartition(old)
        assert found, old
        return _file(f"{name}.json", before + new + after, why)

    yield beside("id-is-word", "an id that is not a number", id="EX-7")
    yield beside("id-is-missing", "null as the id", id=None)
    yield beside("id-is-too-large", "an id that does not fit in 64 bits", id=2**63)
    yield beside("digits-are-too-large", "the digits of such an id in a string", id=str(2**63))
    yield beside(
        "wrong-types",
        "four fields of wrong types",
        isActive="perhaps",
        name=7,
        recurrence=[],
        flow={"steps": [{"id": 1}, {"id": 2}, {"id": "x", "activityTypeName": "Wait"}]},
    )
    yield beside("step-is-null", "a step that is null", flow={"steps": [None]})
    yield altered(
        "unpaired-surrogate",
        "half of an emoji, at which a name was truncated",
        "EX Route",
        r"EX \ud83d",
    )
    yield _file(
        "token-without-owner.json",
        to_json([GOOD, {"folder": {"type": "Program"}, "tokens": []}]),
        "tokens without the id of their program",
    )
    yield _file(
        "program-without-id.json",
        to_json(
            {
                "smartCampaigns": [GOOD],
                "programs": [{"name": "OP", "type": "default", "channel": "X"}],
            }
        ),
        "a program without an id, in a bundle",
    )
    yield _file(
        "failed-response.json",
        to_json(
            {
                "success": False,
                "errors": [{"code": "606", "message": "Max rate limit '100' exceeded"}],
                "requestId": "a9b#14e2e2f7f1d",
                "result": [GOOD],
            }
        ),
        "a response that reports a failure",
    )
    yield _file(
        "bad-lines.ndjson",
        "".join((_line(GOOD), "\n", '{"id": }\n', "\r\n", _line(OTHER | {"id": "x"}), "[1, 2")),
        "NDJSON with two invalid lines, a blank line and a wrong type",
    )


def _quirks() -> Iterator[Fixture]:
    operational = program("OP Scoring", id=101)
    score = campaign("EX Score", id=1001, program=operational)
    yield _response(
        "folder-under-value",
        "the id of a folder is in `value`, next to its name",
        operational.record() | {"folder": {"type": "Folder", "value": 21, "folderName": "OP"}},
        score.record() | {"folder": {"type": "Program", "value": 101, "folderName": "OP Scoring"}},
    )
    yield _response(
        "folder-in-capitals",
        "folder types are in upper case",
        folder("OP", id=21, folderId={"id": 21, "type": "FOLDER"}).record(),
        operational.record() | {"folder": {"type": "FOLDER", "id": 21}},
        score.record() | {"parentProgramId": None, "folder": {"type": "PROGRAM", "id": 101}},
    )
    yield _response(
        "folder-name-only",
        "no program record, but a reference with its name",
        score.record() | {"folder": {"type": "Program", "value": 101, "folderName": "OP Scoring"}},
    )
    yield _response(
        "root-folder",
        "the parent of a root is null",
        folder("Marketing Activities", id=15, parent=None).record(),
        definition="ResponseOfFolderResponse",
    )
    yield from _smart_list_quirks()
    yield from _campaign_quirks(score.record())
    yield _response(
        "program-beyond-the-definitions",
        "headStart is not documented, costs are null, status is empty",
        operational.record() | {"headStart": False, "costs": None, "status": ""},
    )
    owned = tokens(operational, {"Score": ("score", "+10"), "Owner": "Ada"}).record()
    yield _response(
        "token-folder-as-text",
        "the folder of tokens is JSON in a string, as in the definition",
        owned | {"folder": '{"id":101,"type":"Program"}'},
        definition="ResponseOfTokenResponse",
    )
    yield _response(
        "token-folder-as-object", "the folder of tokens is an object, as in responses", owned
    )
    yield _file(
        "nothing-found.json",
        to_json(
            {
                "success": True,
                "errors": [],
                "requestId": "7a39#1511bf41d9a",
                "warnings": ["No assets found for the given search criteria."],
            }
        ),
        "a warning, and no result",
        "ResponseOfSmartCampaignResponseWithFlow",
    )


def _smart_list_quirks() -> Iterator[Fixture]:
    listed = smart_list("SL Visitors", id=501, folder=folder("Lists", id=22))
    listed.trigger("Visits Web Page", condition("Web Page", "is", "Pricing"))
    listed.filter("Email Address", condition("Email Address", "is not empty"))
    yield _response(
        "triggers-as-objects",
        "triggers are objects like filters, as in the newer edition of the definitions",
        listed.record(),
        definition="ResponseOfSmartListResponseWithRules",
    )
    bare = smart_list("SL Visitors", id=501).trigger("Visits Web Page", bare=True)
    yield _response(
        "triggers-as-names",
        "triggers are names, as in the older edition of the definitions",
        bare.record(),
    )
    for word in ("All", "any", "Advanced", "CUSTOM"):
        variant = smart_list("SL Visitors", id=501)
        variant.filter("City", condition("City", "is", "Chicago"))
        record = variant.record()
        record["rules"]["filterMatchType"] = word
        if word in ("Advanced", "CUSTOM"):
            record["rules"]["filterCustomRuleLogic"] = "1"
        known = "ResponseOfSmartListResponseWithRules" if word == "any" else ""
        yield _response(
            f"match-type-{word.lower()}", f"filterMatchType is {word}", record, definition=known
        )
    carrying = campaign("Intake", id=1003).trigger(
        "Fills Out Form", condition("Form Name", "is any")
    )
    yield _response(
        "smart-list-in-campaign",
        "a campaign contains its smart list",
        carrying.record() | {"smartList": carrying.smart_list_record()},
    )


def _campaign_quirks(score: Mapping[str, Any]) -> Iterator[Fixture]:
    yield _response(
        "fields-missing",
        "only the fields that identify the kind, without other required fields",
        {"id": 1001, "name": "EX Score", "smartListId": 21001},
    )
    yield _response(
        "null-for-absent",
        "null in fields that are not set",
        dict.fromkeys(score, None) | {"id": 1001, "name": "EX Score", "smartListId": 21001},
    )
    yield _response(
        "dates",
        "dates have both Z and an offset, which ISO 8601 does not allow",
        dict(score) | {"updatedAt": "2016-09-10T23:16:19Z+0000"},
        dict(score) | {"updatedAt": "2016-09-11T01:16:20Z+0200", "description": "older"},
        dict(score) | {"updatedAt": "2016-09-10T23:16:20.5Z", "description": "newest"},
        definition="ResponseOfSmartCampaignResponseWithFlow",
    )
    yield _response(
        "ids-in-digits",
        "ids and booleans are strings",
        dict(score)
        | {
            "id": "1001",
            "smartListId": "21001",
            "parentProgramId": "101",
            "folder": {"type": "Program", "value": "101", "folderName": "OP Scoring"},
            "isActive": "false",
            "qualificationRuleInterval": "3",
        },
    )
    yield _response(
        "recurrence-of-none",
        "a campaign without a schedule has a recurrence with only weekdayOnly",
        dict(score) | {"recurrence": {"weekdayOnly": False}},
        definition="ResponseOfSmartCampaignResponseWithFlow",
    )
    plain = {key: value for key, value in score.items() if key not in ("flow", "parentProgramId")}
    yield _response(
        "without-flow",
        "a list call returns campaigns without their flow, and null as warnings",
        plain,
        definition="ResponseOfSmartCampaignResponse",
        warnings=None,
    )
    values: list[object] = ["+10", 10, 2.5, True, None]
    attributes = [{"id": n, "name": f"Value {n}", "value": each} for n, each in enumerate(values)]
    step = {"id": 1, "activityTypeName": "change SCORE", "stepChoice": [{"attributes": attributes}]}
    yield _response(
        "bare-values",
        "attribute values are numbers and booleans; a choice has neither id nor default",
        dict(score) | {"flow": {"steps": [step, {"id": 2, "activityTypeName": "Wait"}]}},
    )


def _file(name: str, content: bytes | str, why: str, definition: str = "") -> Fixture:
    return Fixture(
        name, content if isinstance(content, bytes) else content.encode(), why, definition
    )


def _response(
    name: str, why: str, *records: Mapping[str, Any], definition: str = "", **fields: Any
) -> Fixture:
    """Return a response with these records; `fields` are those of the envelope."""
    content = envelope(*map(dict, records)) | fields
    return _file(f"{name}.json", to_json(content), why, definition)


def _line(record: Mapping[str, Any]) -> str:
    return " ".join(to_json(record).split()) + "\n"


MALFORMED: tuple[Fixture, ...] = tuple(_malformed())
"""Files that are invalid, completely or in part."""

QUIRKS: tuple[Fixture, ...] = tuple(_quirks())
"""Files that are read without a diagnostic."""

FOLDERS = {"malformed": MALFORMED, "quirks": QUIRKS}


def files() -> dict[Path, bytes]:
    """Return the content of each file in both folders, including a README with a table."""
    wanted = {}
    for name, fixtures in FOLDERS.items():
        rows = [f"| {fixture.name} | {fixture.why} |" for fixture in fixtures]
        table = "\n".join([_INTRODUCTIONS[name], "| File | Content |", "|---|---|", *rows, ""])
        wanted[FIXTURES / name / "README.md"] = table.encode()
        wanted.update({FIXTURES / name / fixture.name: fixture.content for fixture in fixtures})
    return wanted


_INTRODUCTIONS = {
    "malformed": """\
# Malformed exports

One file per error. `python tests/build_malformed.py` writes all files here, including this page.
""",
    "quirks": """\
# Quirks

Responses that Marketo's API and exporters are known to produce, and that are valid input.
`python tests/build_malformed.py` writes all files here, including this page.
""",
}


def main(arguments: list[str]) -> int:
    """Write both folders, or with --check list the files that differ."""
    folders = [FIXTURES / name for name in FOLDERS]
    return hold(folders, files(), arguments, "tests/build_malformed.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
