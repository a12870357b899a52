"""Records are found in files of any layout, and their keys identify their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.loading.reader import read_records
from campaignlint.testing import campaign, envelope, folder, program, smart_list, to_json, tokens
from conftest import REPOSITORY
from loading.reading import Content, compact, diagnostic_lines, ndjson, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.loading.reader import Records

SCORING = program("OP Scoring", id=101)
SCORE = campaign("EX Score", id=1001, program=SCORING).waits("1 day")
ROUTE = campaign("EX Route", id=1002, program=SCORING)
VISITORS = smart_list("SL Visitors", id=501)

CAMPAIGN = "SmartCampaignResponseWithFlow"
PROGRAM = "ProgramResponse"
LIST = "SmartListResponseWithRules"
FOLDER = "FolderResponse"
TOKENS = "TokenResponse"


def kinds(records: Records) -> list[tuple[str, str]]:
    """Return the kind and the pointer of each record."""
    assert records.diagnostics == []
    return [
        (type(record.data).__name__, "/".join(map(str, record.origin.pointer)))
        for record in records.records
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SCORE.record(), [(CAMPAIGN, "")]),
        ([SCORE.record(), SCORING.record()], [(CAMPAIGN, "0"), (PROGRAM, "1")]),
        (
            envelope(SCORE.record(), ROUTE.record()),
            [(CAMPAIGN, "result/0"), (CAMPAIGN, "result/1")],
        ),
        ({"success": True, "result": SCORE.record()}, [(CAMPAIGN, "result")]),
        (
            [envelope(SCORE.record()), envelope(SCORING.record())],
            [(CAMPAIGN, "0/result/0"), (PROGRAM, "1/result/0")],
        ),
        (
            {"programs": [SCORING.record()], "smartCampaigns": [SCORE.record()]},
            [(PROGRAM, "programs/0"), (CAMPAIGN, "smartCampaigns/0")],
        ),
        (
            {"smartCampaigns": envelope(SCORE.record()), "smartLists": envelope()},
            [(CAMPAIGN, "smartCampaigns/result/0")],
        ),
        (
            {"smartCampaigns": [envelope(SCORE.record()), envelope(ROUTE.record())]},
            [(CAMPAIGN, "smartCampaigns/0/result/0"), (CAMPAIGN, "smartCampaigns/1/result/0")],
        ),
        ({"campaigns": [SCORE.record()]}, [(CAMPAIGN, "campaigns/0")]),
        ({"note": "ours", "smartCampaigns": [SCORE.record()]}, [(CAMPAIGN, "smartCampaigns/0")]),
    ],
    ids=[
        "a bare record",
        "an array",
        "an envelope",
        "an envelope with one record and no array",
        "an array of envelopes",
        "a bundle",
        "envelopes in a bundle",
        "pages of envelopes in a bundle",
        "a bundle by the short name of campaigns",
        "a bundle with other keys",
    ],
)
def test_records_are_found_in_every_layout(
    content: Content, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert kinds(read(tmp_path, {"export.json": content})) == expected


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"id": 1, "smartListId": 2}, CAMPAIGN),
        ({"id": 1, "flowId": 2}, CAMPAIGN),
        ({"id": 1, "flow": {"steps": []}}, CAMPAIGN),
        ({"id": 1, "qualificationRuleType": "once"}, CAMPAIGN),
        ({"id": 1, "isRequestable": False}, CAMPAIGN),
        ({"id": 1, "channel": "Webinar"}, PROGRAM),
        ({"id": 1, "rules": {"filters": []}}, LIST),
        ({"rules": {"filters": []}, "id": 1, "smartListId": 3}, CAMPAIGN),
        ({"id": 1, "folderType": "Marketing Folder"}, FOLDER),
        ({"id": 1, "folderId": {"id": 1, "type": "Folder"}}, FOLDER),
        ({"id": 1, "isArchive": False}, FOLDER),
        ({"folder": {"value": 1, "type": "Folder"}, "tokens": []}, TOKENS),
        ({"flowSteps": [{"id": 1, "name": "Wait"}]}, "SmartCampaignFlowSteps"),
        ({"campaignlint": 1, "complete": True}, "InstanceMarker"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_the_keys_of_a_record_identify_its_kind(
    record: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    assert kinds(read(tmp_path, {"misleading-program.json": record})) == [(kind, "")]


@pytest.mark.parametrize(
    ("key", "record", "kind"),
    [
        ("programs", {"id": 1, "name": "OP"}, PROGRAM),
        ("smartCampaigns", {"id": 1, "name": "EX"}, CAMPAIGN),
        ("smartLists", {"id": 1, "name": "SL"}, LIST),
        ("folders", {"id": 1, "name": "OP"}, FOLDER),
        ("programs", {"id": 1, "smartListId": 2}, CAMPAIGN),
    ],
)
def test_the_key_of_a_bundle_decides_if_the_record_does_not(
    key: str, record: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    assert kinds(read(tmp_path, {"export.json": {key: [record]}})) == [(kind, f"{key}/0")]


FOREIGN: dict[str, Content] = {
    "package.json": {"name": "exports", "version": "1.0.0", "scripts": {}, "dependencies": {}},
    ".eslintrc.json": {"root": True, "rules": {"no-undef": "error"}},
    "release.json": {"channel": "stable", "version": 3},
    "extension.json": {"id": "publisher.name", "channel": "beta"},
    "workspace.json": {"folders": [{"path": "."}, {"name": "app", "path": "app"}]},
    "design-tokens.json": {"tokens": {"red": {"value": "#f00"}}},
    "answer.json": {"jsonrpc": "2.0", "id": 7, "result": [1, 2]},
    "numbers.json": [1, 2, 3],
    "nested.json": [[[[[[[[[[[SCORE.record()]]]]]]]]]]],
    "word.json": '"smartCampaigns"',
    "null.json": "null",
    "object.json": {},
    "array.json": [],
    "null-fields.json": {"id": 1, "smartListId": None, "channel": None},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_json_of_other_tools_is_skipped_and_counted(name: str, tmp_path: Path) -> None:
    files = {name: FOREIGN[name], "ours.json": SCORE.record()}
    records = read(tmp_path, files)
    assert kinds(records) == [(CAMPAIGN, "")]
    assert (records.files, records.skipped_files) == (2, [str(tmp_path / name)])


WITHOUT_ID = {"name": "P", "channel": "Email"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            envelope(WITHOUT_ID),
            "invalid program, skipped: result[0]: missing 'id'",
        ),
        (
            {"programs": [WITHOUT_ID], "smartCampaigns": [SCORE.record()]},
            "invalid program, skipped: programs[0]: missing 'id'",
        ),
        (
            {"name": "Visitors", "rules": {"triggers": []}},
            "invalid smart list, skipped: missing 'id'",
        ),
    ],
    ids=["response", "bundle", "rules"],
)
def test_a_marketo_record_without_an_id_is_invalid(
    content: Any, message: str, tmp_path: Path
) -> None:
    found = read(tmp_path, {"a.json": compact(content)})
    assert [each.finding.message for each in found.diagnostics] == [message]


def test_the_last_of_two_equal_keys_counts(tmp_path: Path) -> None:
    text = '{"result": [{"id": 1, "channel": "Email", "name": "a", "name": "b"}]}'
    records = read(tmp_path, {"a.json": text})
    assert [each.data.name for each in records.records] == ["b"]  # type: ignore[attr-defined]


def test_a_bundle_may_be_a_response(tmp_path: Path) -> None:
    content = {"success": True, "requestId": "1#a", "smartCampaigns": [SCORE.record()]}
    assert kinds(read(tmp_path, {"a.json": compact(content)})) == [(CAMPAIGN, "smartCampaigns/0")]


def test_a_response_without_records_is_not_skipped(tmp_path: Path) -> None:
    records = read(tmp_path, {"none.json": envelope()})
    assert (kinds(records), records.skipped_files) == ([], [])
    assert records.paths_without_records == [str(tmp_path / "none.json")]


# NDJSON


@pytest.mark.parametrize("name", ["export.ndjson", "export.jsonl", "EXPORT.NDJSON"])
def test_each_line_of_ndjson_is_a_json_text(name: str, tmp_path: Path) -> None:
    text = (
        ndjson(SCORE.record(), envelope(ROUTE.record())) + "\n   \r\n" + compact(SCORING.record())
    )
    records = read(tmp_path, {name: text})
    assert kinds(records) == [(CAMPAIGN, ""), (CAMPAIGN, "result/0"), (PROGRAM, "")]
    spans = [text[each.origin.start : each.origin.end] for each in records.records]
    values = (SCORE.record(), envelope(ROUTE.record()), SCORING.record())
    assert spans == list(map(compact, values))


def test_lines_end_with_a_line_feed_only(tmp_path: Path) -> None:
    names = ["line\u2028separator", "paragraph\u2029separator", "next\x85line", "form\x0cfeed"]
    text = ndjson(*(campaign(name, id=n).record() for n, name in enumerate(names)))
    text = text.replace("\x0c", "\\f").replace("\n", "\r\n")
    records = read(tmp_path, {"export.ndjson": text})
    assert [record.data.name for record in records.records] == names  # type: ignore[attr-defined]


def test_an_invalid_line_does_not_affect_others(tmp_path: Path) -> None:
    lines = [ndjson(SCORE.record()), "{\n", ndjson(ROUTE.record()), "nothing\n"]
    records = read(tmp_path, {"export.ndjson": "".join(lines)})
    assert [record.data.id for record in records.records] == [1001, 1002]  # type: ignore[attr-defined]
    assert diagnostic_lines(records.diagnostics) == [
        "unreadable-file: unexpected end of JSON: the file is truncated; export it again",
        "unreadable-file: invalid JSON: expecting value",
    ]


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    files: dict[str, Content] = {
        "a.json": mark + to_json(SCORE.record()).encode(),
        "b.ndjson": mark + ndjson(ROUTE.record(), SCORING.record()).encode(),
    }
    records = read(tmp_path, files)
    assert kinds(records) == [(CAMPAIGN, ""), (CAMPAIGN, ""), (PROGRAM, "")]
    assert [record.origin.start for record in records.records][:2] == [3, 3]


# Folders


def test_folders_are_searched_except_those_of_tools(tmp_path: Path) -> None:
    text = compact(SCORE.record())
    paths = [
        "a.json",
        "B.JSON",
        ".hidden.json",
        "deep/er/c.ndjson",
        "folder.json/d.jsonl",
        ".git/e.json",
        "deep/.cache/f.json",
        "node_modules/g.json",
        "deep/node_modules/h/i.json",
        "readme.md",
        "json",
    ]
    write(tmp_path, dict.fromkeys(paths, text))
    records = read_records([str(tmp_path)])
    found = [record.origin.file.removeprefix(f"{tmp_path}/") for record in records.records]
    assert found == [".hidden.json", "B.JSON", "a.json", "deep/er/c.ndjson", "folder.json/d.jsonl"]


@pytest.mark.parametrize("path", [".git/e.json", ".git", "node_modules", "readme.md"])
def test_a_given_path_is_read_whatever_its_name(path: str, tmp_path: Path) -> None:
    text = to_json(SCORE.record())
    write(tmp_path, {".git/e.json": text, "node_modules/g.json": text, "readme.md": text})
    assert kinds(read_records([str(tmp_path / path)])) == [(CAMPAIGN, "")]


def test_a_file_given_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (good, bad) = write(tmp_path, {"in/good.json": SCORE.record(), "in/bad.json": "{"})
    (tmp_path / "in" / "loop").symlink_to(".")
    monkeypatch.chdir(tmp_path)
    paths = [bad, str(tmp_path / "in"), good, f"{tmp_path}/in/../in/good.json", "in", ".", bad]
    records = read_records(paths)
    assert (len(records.records), len(records.diagnostics), records.files) == (1, 2, 2)
    assert records.paths_without_records == [bad]


def test_a_linked_folder_is_read_once_under_its_real_name(tmp_path: Path) -> None:
    write(tmp_path, {"top/real/a.json": SCORE.record(), "elsewhere/b.json": ROUTE.record()})
    (tmp_path / "top" / "alias").symlink_to("real")
    (tmp_path / "top" / "zalias").symlink_to("real")
    (tmp_path / "top" / "outside").symlink_to("../elsewhere")
    records = read_records([str(tmp_path / "top")])
    found = [record.origin.file.removeprefix(f"{tmp_path}/top/") for record in records.records]
    assert (found, records.diagnostics) == (["outside/b.json", "real/a.json"], [])


def test_a_path_without_records_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"full/a.json": SCORE.record(), "other/b.json": {}, "empty/c.txt": "x"})
    paths = [str(tmp_path / name) for name in ("full", "other", "empty")]
    assert read_records(paths).paths_without_records == paths[1:]


def test_the_acme_export_has_every_kind_of_record() -> None:
    records = read_records([str(REPOSITORY / "fixtures" / "acme")])
    assert {kind for kind, _ in kinds(records)} == {
        CAMPAIGN,
        PROGRAM,
        LIST,
        FOLDER,
        TOKENS,
        "SmartCampaignFlowSteps",
        "InstanceMarker",
    }


def test_a_bundle_of_the_factories_is_read_completely(tmp_path: Path) -> None:
    content = {
        "folders": [folder("OP", id=21).record()],
        "programs": [SCORING.record()],
        "smartCampaigns": [SCORE.record()],
        "smartLists": [VISITORS.record()],
        "tokens": [tokens(SCORING, {"Score": 1}).record()],
    }
    found = kinds(read(tmp_path, {"export.json": content}))
    assert [kind for kind, _ in found] == [FOLDER, PROGRAM, CAMPAIGN, LIST, TOKENS]
