"""Builds fixtures/malformed and fixtures/quirks: exports that are broken, and ones that look so.

    python tests/build_malformed.py            rewrites both folders
    python tests/build_malformed.py --check    exits 1 and lists the files that differ

Most broken files also hold a good campaign, which a linter must not lose. Quirks are what Marketo
or an exporter may well send: all of them are read without a word.
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
    """One file, and what is particular about it."""

    name: str
    content: bytes
    why: str
    definition: str = ""
    """Of Adobe's definitions the one that the file is true to; "" where it is true to none."""


GOOD = campaign("EX Score", id=1001, isExecutable=True).waits("1 day").record()
"""A campaign with one fault that the linter knows: it is executable, and waits."""

OTHER = campaign("EX Route", id=1002, isExecutable=True).executes("EX Score").record()
"""A campaign without a fault, for what is wrong with its JSON."""


def _malformed() -> Iterator[Fixture]:
    both = to_json(envelope(GOOD, OTHER))
    yield _file("empty.json", b"", "nothing in it at all")
    yield _file("blank.json", b" \r\n\t\n", "nothing in it but space")
    yield _file("mark-only.json", b"\xef\xbb\xbf", "a byte-order mark and nothing else")
    yield _file("truncated.json", both[: both.index('"EX Route"') + 4], "cut off in a string")
    yield _file("cut-number.json", '{"id": -', "cut off in a number")
    yield _file("cut-word.json", '{"id": 1, "isActive": fal', "cut off in a word")
    yield _file("cut-escape.json", r'{"id": 1, "name": "\u00e', "cut off in an escape")
    yield _file("open-bracket.json", "[", "one bracket, never closed")
    yield _file("closing-bracket.json", "]", "one bracket, never opened")
    yield _file("trailing-comma.json", to_json([1]).replace("1\n", "1,\n"), "a comma too many")
    yield _file("single-quotes.json", "{'id': 1}\n", "Python's notation in place of JSON's")
    yield _file("comment.json", '{\n  // the first\n  "id": 1\n}\n', "a comment")
    yield _file("leading-zero.json", '{"id": 01}\n', "a number with a leading zero")
    yield _file("control-character.json", '{"name": "a\tb"}\n', "a tab in a string")
    yield _file("unknown-escape.json", r'{"name": "C:\path"}', "an escape that JSON has not")
    yield _file("trailing-text.json", "[]\nok\n", "text behind the JSON value")
    yield _file("two-values.json", '{"id": 1}\n{"id": 2}\n', "two JSON values, as in NDJSON")
    yield _file("not-a-number.json", '{\n  "id": NaN\n}\n', "NaN, which JSON has not")
    yield _file("infinity.json", '{"costs": [1, -Infinity]}\n', "minus infinity, likewise")
    umlauts = to_json([GOOD | {"name": "EX Größe"}]).encode("latin-1")
    yield _file("latin-1.json", umlauts, "ISO 8859-1, not UTF-8")
    yield _file("utf-16.json", both.encode("utf-16"), "UTF-16 with its byte-order mark")
    yield _file("utf-16-bare.json", both.encode("utf-16-be"), "UTF-16 without a mark")
    yield _file("utf-32.json", both.encode("utf-32"), "UTF-32 with its byte-order mark")
    yield _file("utf-32-bare.json", both.encode("utf-32-le"), "UTF-32 without a mark")
    yield from _half_malformed()


def _half_malformed() -> Iterator[Fixture]:
    """Files of which one part is at fault, and the rest is linted all the same."""

    def beside(name: str, why: str, /, **fields: Any) -> Fixture:
        return _file(f"{name}.json", to_json(envelope(GOOD, OTHER | fields)), why)

    def altered(name: str, why: str, old: str, new: str) -> Fixture:
        text = to_json(envelope(GOOD, OTHER))
        before, found, after = text.rpartition(old)
        assert found, old
        return _file(f"{name}.json", before + new + after, why)

    yield beside("id-is-word", "an id that is no number", id="EX-7")
    yield beside("id-is-missing", "null in place of the id", id=None)
    yield beside("id-is-too-large", "an id beyond 64 bits", id=2**63)
    yield beside("digits-are-too-large", "the same in digits", id=str(2**63))
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
        "half-a-surrogate", "half an emoji, where a name was cut", "EX Route", r"EX \ud83d"
    )
    yield _file(
        "token-without-owner.json",
        to_json([GOOD, {"folder": {"type": "Program"}, "tokens": []}]),
        "tokens of nobody knows which program",
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
        "an answer that says it failed",
    )
    yield _file(
        "bad-lines.ndjson",
        "".join((_line(GOOD), "\n", '{"id": }\n', "\r\n", _line(OTHER | {"id": "x"}), "[1, 2")),
        "NDJSON with two broken lines, a blank one and a wrong type",
    )


def _quirks() -> Iterator[Fixture]:
    operational = program("OP Scoring", id=101)
    score = campaign("EX Score", id=1001, program=operational)
    yield _answer(
        "folder-under-value",
        "a folder's id stands under `value`, beside its name",
        operational.record() | {"folder": {"type": "Folder", "value": 21, "folderName": "OP"}},
        score.record() | {"folder": {"type": "Program", "value": 101, "folderName": "OP Scoring"}},
    )
    yield _answer(
        "folder-in-capitals",
        "folder types are in upper case",
        folder("OP", id=21, folderId={"id": 21, "type": "FOLDER"}).record(),
        operational.record() | {"folder": {"type": "FOLDER", "id": 21}},
        score.record() | {"parentProgramId": None, "folder": {"type": "PROGRAM", "id": 101}},
    )
    yield _answer(
        "folder-name-only",
        "no program record, but a reference that says its name",
        score.record() | {"folder": {"type": "Program", "value": 101, "folderName": "OP Scoring"}},
    )
    yield _answer(
        "root-folder",
        "the parent of a root is null",
        folder("Marketing Activities", id=15, parent=None).record(),
        definition="ResponseOfFolderResponse",
    )
    yield from _smart_list_quirks()
    yield from _campaign_quirks(score.record())
    yield _answer(
        "program-beyond-the-definitions",
        "headStart is documented nowhere, costs are null, status is empty",
        operational.record() | {"headStart": False, "costs": None, "status": ""},
    )
    owned = tokens(operational, {"Score": ("score", "+10"), "Owner": "Ada"}).record()
    yield _answer(
        "token-folder-as-text",
        "the folder of tokens is JSON in a string, as the definition says",
        owned | {"folder": '{"id":101,"type":"Program"}'},
        definition="ResponseOfTokenResponse",
    )
    yield _answer("token-folder-as-object", "the folder of tokens is an object, as sent", owned)
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
        "a warning, and no result at all",
        "ResponseOfSmartCampaignResponseWithFlow",
    )


def _smart_list_quirks() -> Iterator[Fixture]:
    listed = smart_list("SL Visitors", id=501, folder=folder("Lists", id=22))
    listed.trigger("Visits Web Page", condition("Web Page", "is", "Pricing"))
    listed.filter("Email Address", condition("Email Address", "is not empty"))
    yield _answer(
        "triggers-as-objects",
        "triggers have the shape of filters, as the newer edition of the definitions says",
        listed.record(),
        definition="ResponseOfSmartListResponseWithRules",
    )
    bare = smart_list("SL Visitors", id=501).trigger("Visits Web Page", bare=True)
    yield _answer(
        "triggers-as-names",
        "triggers are bare names, as the older edition says",
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
        yield _answer(
            f"match-type-{word.lower()}", f"filterMatchType is {word}", record, definition=known
        )
    carrying = campaign("Intake", id=1003).trigger(
        "Fills Out Form", condition("Form Name", "is any")
    )
    yield _answer(
        "smart-list-in-campaign",
        "a campaign carries its smart list",
        carrying.record() | {"smartList": carrying.smart_list_record()},
    )


def _campaign_quirks(score: Mapping[str, Any]) -> Iterator[Fixture]:
    yield _answer(
        "fields-missing",
        "nothing but what tells the kind: the definitions' required fields are not all sent",
        {"id": 1001, "name": "EX Score", "smartListId": 21001},
    )
    yield _answer(
        "null-for-absent",
        "null stands for what is not set",
        dict.fromkeys(score, None) | {"id": 1001, "name": "EX Score", "smartListId": 21001},
    )
    yield _answer(
        "dates",
        "dates bear both Z and an offset, which ISO 8601 does not allow",
        dict(score) | {"updatedAt": "2016-09-10T23:16:19Z+0000"},
        dict(score) | {"updatedAt": "2016-09-11T01:16:20Z+0200", "description": "older"},
        dict(score) | {"updatedAt": "2016-09-10T23:16:20.5Z", "description": "newest"},
        definition="ResponseOfSmartCampaignResponseWithFlow",
    )
    yield _answer(
        "ids-in-digits",
        "ids and truth values are strings",
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
    yield _answer(
        "recurrence-of-none",
        "a campaign without a schedule has a recurrence with weekdayOnly alone",
        dict(score) | {"recurrence": {"weekdayOnly": False}},
        definition="ResponseOfSmartCampaignResponseWithFlow",
    )
    plain = {key: value for key, value in score.items() if key not in ("flow", "parentProgramId")}
    yield _answer(
        "without-flow",
        "the list call sends campaigns without their flow, and warnings as null",
        plain,
        definition="ResponseOfSmartCampaignResponse",
        warnings=None,
    )
    values: list[object] = ["+10", 10, 2.5, True, None]
    attributes = [{"id": n, "name": f"Value {n}", "value": each} for n, each in enumerate(values)]
    step = {"id": 1, "activityTypeName": "change SCORE", "stepChoice": [{"attributes": attributes}]}
    yield _answer(
        "bare-values",
        "attribute values are numbers and truth values; a choice says neither id nor default",
        dict(score) | {"flow": {"steps": [step, {"id": 2, "activityTypeName": "Wait"}]}},
    )


def _file(name: str, content: bytes | str, why: str, definition: str = "") -> Fixture:
    return Fixture(
        name, content if isinstance(content, bytes) else content.encode(), why, definition
    )


def _answer(
    name: str, why: str, *records: Mapping[str, Any], definition: str = "", **fields: Any
) -> Fixture:
    """An API's answer with these records; further fields are the envelope's."""
    content = envelope(*map(dict, records)) | fields
    return _file(f"{name}.json", to_json(content), why, definition)


def _line(record: Mapping[str, Any]) -> str:
    return " ".join(to_json(record).split()) + "\n"


MALFORMED: tuple[Fixture, ...] = tuple(_malformed())
"""Files that are broken, wholly or in part."""

QUIRKS: tuple[Fixture, ...] = tuple(_quirks())
"""Files that are read without a word."""

FOLDERS = {"malformed": MALFORMED, "quirks": QUIRKS}


def files() -> dict[Path, bytes]:
    """What each file of both folders holds, a README with a table among them."""
    wanted = {}
    for name, fixtures in FOLDERS.items():
        rows = [f"| {fixture.name} | {fixture.why} |" for fixture in fixtures]
        table = "\n".join(
            [_INTRODUCTIONS[name], "| File | What it holds |", "|---|---|", *rows, ""]
        )
        wanted[FIXTURES / name / "README.md"] = table.encode()
        wanted.update({FIXTURES / name / fixture.name: fixture.content for fixture in fixtures})
    return wanted


_INTRODUCTIONS = {
    "malformed": """\
# Malformed exports

One file a fault. `python tests/build_malformed.py` writes everything here, this page included.
""",
    "quirks": """\
# Quirks

What Marketo's API and those who save its answers are known to send, and a linter must take.
`python tests/build_malformed.py` writes everything here, this page included.
""",
}


def main(arguments: list[str]) -> int:
    """Make both folders hold the files and only these, or with --check list what differs."""
    folders = [FIXTURES / name for name in FOLDERS]
    return hold(folders, files(), arguments, "tests/build_malformed.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
