"""Assembling merges copies of an asset, joins parts, and finds executable campaigns."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.loading import assemble
from campaignlint.loading.assemble import ExecutablePatterns
from campaignlint.loading.reader import read_records
from campaignlint.locating.locations import locate
from campaignlint.testing import (
    ABSENT,
    Export,
    campaign,
    channel,
    condition,
    envelope,
    folder,
    program,
    recurring,
    smart_list,
    tokens,
)
from loading.reading import (
    Content,
    campaign_in,
    diagnostic_lines,
    instance_of,
    lint,
    load,
    where,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.loading.reader import Diagnostic
    from campaignlint.model.instance import Instance
    from campaignlint.testing import Record

OLD = "2026-03-02T09:15:00Z+0000"
NEW = "2026-03-02T09:15:01Z+0000"

SCORING = program("OP Scoring", id=101)
SCORE = campaign("EX Score", id=1001, program=SCORING).waits("1 day").record()
LISTED: Record = {key: value for key, value in SCORE.items() if key != "flow"}
"""As a list call returns it: without its flow."""


def join_all(folder: Path, files: dict[str, Content]) -> tuple[Instance, list[Diagnostic]]:
    return assemble.assemble_instance(read_records(write(folder, files)))


# Copies


@pytest.mark.parametrize("listed_at", [OLD, NEW])
@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_campaign_of_a_list_call_gets_the_flow_of_a_single_call(
    listed_at: str, names: tuple[str, str], tmp_path: Path
) -> None:
    listed, single = names
    files: dict[str, Content] = {
        listed: envelope(
            {"id": 999, "name": "Other", "flowId": 1}, LISTED | {"updatedAt": listed_at}
        ),
        single: envelope(SCORE),
    }
    instance, diagnostics = join_all(tmp_path, files)
    assert diagnostics == []
    (step,) = campaign_in(instance, "EX Score").steps("Wait")
    location = locate([step.location])[step.location]
    assert where(location).startswith(f"{single}:")
    assert where(location).endswith(" /result/0/flow/steps/0")


def test_each_field_comes_from_the_newest_copy_that_has_it(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "1.json": SCORE
        | {"updatedAt": OLD, "name": "Old", "description": "of the old", "status": None},
        "2.json": LISTED | {"updatedAt": NEW, "name": "New", "description": None, "status": None},
        "3.json": LISTED | {"updatedAt": None, "name": "Undated", "status": "Never Run"},
    }
    for order in permutations(files):
        (found,) = load(tmp_path, {name: files[name] for name in order}).campaigns
        assert (found.name, found.data.description) == ("New", "of the old")
        assert (found.data.status, found.has_flow) == ("Never Run", True)
        assert found.origin.file.endswith("2.json")
        assert found.flow_origin.file.endswith("1.json")


def test_equally_old_copies_that_differ_are_reported_at_the_unused_one(
    tmp_path: Path,
) -> None:
    files: dict[str, Content] = {
        "a.json": SCORE,
        "b.json": SCORE | {"name": "EX", "status": "Off"},
        "c.json": LISTED,
    }
    for order in permutations(files):
        report = lint(*write(tmp_path, {name: files[name] for name in order}))
        (note,) = (each for each in report.findings if each.rule == "duplicate-record")
        assert note.severity == "note"
        assert note.message == (
            "smart campaign 'EX Score' was exported twice with the same age "
            "but different name, status; the other copy is used"
        )
        assert where(note.location).startswith("b.json:1:1-")
        assert [(other.message, where(other.location)) for other in note.related] == [
            ("copy that is used", where(note.location).replace("b.json", "a.json"))
        ]
        assert not report.is_incomplete


@pytest.mark.parametrize(
    "other",
    [
        SCORE,
        SCORE | {"id": "1001"},
        SCORE | {"updatedAt": "2026-03-02T10:15:00+01:00"},
        SCORE | {"folder": {"type": "PROGRAM", "value": 101, "folderName": "OP Scoring"}},
        SCORE | {"description": None, "flow": None},
        SCORE | {"headStart": 1},
        SCORE | {"updatedAt": NEW, "name": "EX Points"},
    ],
    ids=["same", "digits", "date", "folder", "null", "unknown field", "newer"],
)
def test_copies_that_agree_are_merged_without_a_diagnostic(other: Record, tmp_path: Path) -> None:
    assert join_all(tmp_path, {"a.json": SCORE, "b.json": other})[1] == []


def test_every_kind_of_record_may_be_exported_twice(tmp_path: Path) -> None:
    parts = Export(
        top := folder("OP", id=21),
        operational := program("OP Scoring", id=101, folder=top),
        smart_list("SL", id=501, folder=top).filter("City", condition("City", "is", "Rome")),
        tokens(operational, {"Score": 1}),
    )
    first = parts.bundle()
    second = Export(
        folder("OP", id=21, isArchive=True),
        program("OP Scoring", id=101, folder=top, channel="Webinar"),
        smart_list("SL", id=501, folder=top).filter("City", condition("City", "is", "Oslo")),
        tokens(operational, {"Score": 2}),
    ).bundle()
    _, diagnostics = join_all(tmp_path, {"a.json": first, "b.json": second})
    assert diagnostic_lines(diagnostics) == [
        f"duplicate-record: {what} was exported twice with the same age "
        f"but different {parts}; the other copy is used"
        for what, parts in [
            ("folder 'OP'", "isArchive"),
            ("program 'OP Scoring'", "channel"),
            ("My Tokens record", "tokens"),
            ("smart list 'SL'", "rules"),
        ]
    ]


# Smart lists


def test_a_campaigns_smart_list_is_joined_by_its_id() -> None:
    visits = campaign("Visits", id=1001).trigger("Visits Web Page", condition("Web Page", "is any"))
    instance = instance_of(visits, smart_list("SL Other", id=501))
    found = campaign_in(instance, "Visits").smart_list
    assert found is not None
    assert (found.name, [each.name for each in found.triggers]) == ("Visits", ["Visits Web Page"])
    assert [each.name for each in instance.smart_lists] == ["SL Other"]


def test_a_carried_smart_list_needs_no_id(tmp_path: Path) -> None:
    carrying = campaign("Intake", id=1001, smartListId=ABSENT).filter("City")
    rules = carrying.smart_list_record()["rules"]
    instance = load(tmp_path, {"a.json": carrying.record() | {"smartList": {"rules": rules}}})
    (item,) = campaign_in(instance, "Intake").filters
    assert where(locate([item.location])[item.location]).endswith(" /smartList/rules/filters/0")
    assert instance.smart_lists == ()


def test_a_carried_smart_list_and_its_own_export_are_copies(tmp_path: Path) -> None:
    carrying = campaign("Intake", id=1001).filter("City", condition("City", "is", "Rome"))
    same = carrying.smart_list_record()
    files: dict[str, Content] = {"a.json": carrying.record() | {"smartList": same}, "b.json": same}
    assert join_all(tmp_path, files)[1] == []
    rules = campaign("Intake", id=1001).filter("Country").smart_list_record()["rules"]
    newer = carrying.smart_list_record(updatedAt=NEW, rules=rules)
    instance, diagnostics = join_all(tmp_path, files | {"c.json": newer})
    assert diagnostics == []
    assert [item.name for item in campaign_in(instance, "Intake").filters] == ["Country"]


@pytest.mark.parametrize("rules", [None, ABSENT])
def test_a_smart_list_without_rules_counts_as_not_exported(rules: Any, tmp_path: Path) -> None:
    one = campaign("Intake", id=1001)
    own = {k: v for k, v in (one.smart_list_record() | {"rules": rules}).items() if v is not ABSENT}
    files: dict[str, Content] = {"a.json": one.record(), "b.json": {"smartLists": [own]}}
    instance = load(tmp_path, files)
    assert (campaign_in(instance, "Intake").smart_list, instance.smart_lists) == (None, ())


# Places in the tree


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"parentProgramId": 101, "folder": ABSENT}, (101, "OP Scoring")),
        (
            {"parentProgramId": ABSENT, "folder": {"type": "Program", "value": 101}},
            (101, "OP Scoring"),
        ),
        ({"parentProgramId": ABSENT, "folder": {"type": "Folder", "id": 31}}, (101, "OP Scoring")),
        ({"parentProgramId": ABSENT, "folder": {"type": "Folder", "id": 21}}, (None, None)),
        ({"parentProgramId": ABSENT, "folder": ABSENT}, (None, None)),
        ({"parentProgramId": 102, "folder": ABSENT}, (102, None)),
    ],
    ids=[
        "by parentProgramId",
        "by folder",
        "through a folder",
        "in a folder",
        "nowhere",
        "unknown",
    ],
)
def test_a_campaign_is_in_a_program(
    fields: Record, expected: tuple[int | None, str | None]
) -> None:
    top = folder("OP", id=21)
    scoring = program("OP Scoring", id=101, folder=top)
    inside = folder("Executables", id=31, parent={"type": "Program", "id": 101})
    instance = instance_of(top, scoring, inside, campaign("EX Score", id=1001, **fields))
    (found,) = instance.campaigns
    assert (found.program_id, found.program_name) == expected


def test_a_folders_record_may_name_the_program() -> None:
    known = folder("OP Scoring", id=101, folderId={"id": 101, "type": "Program"})
    reference = {"type": "Program", "id": 101, "folderName": "Old Name"}
    (found,) = instance_of(known, campaign("EX Score", folder=reference)).campaigns
    assert found.program_name == "OP Scoring"


def test_folders_that_contain_each_other_do_not_loop() -> None:
    one = folder("One", id=21, parent={"type": "Folder", "id": 22})
    two = folder("Two", id=22, parent={"type": "Folder", "id": 21})
    (found,) = instance_of(
        one, two, campaign("EX Score", folder={"type": "Folder", "id": 21})
    ).campaigns
    assert found.folders == (("folder", 21), ("folder", 22))


def test_a_renamed_program_has_the_newest_name(tmp_path: Path) -> None:
    def naming(number: int, name: str, moment: str) -> Record:
        reference = {"type": "Program", "value": 101, "folderName": name}
        record = campaign(f"EX {number}", id=number, folder=reference, updatedAt=moment).record()
        return record | {"parentProgramId": 101}

    files: dict[str, Content] = {
        "a.json": naming(1, "New Name", NEW),
        "b.json": naming(2, "Old Name", OLD),
        "c.json": naming(3, "Older Name", OLD),
    }
    for order in permutations(files):
        instance = load(tmp_path, {name: files[name] for name in order})
        assert {found.program_name for found in instance.campaigns} == {"New Name"}


def test_my_tokens_are_inherited_down_the_tree() -> None:
    top = folder("OP", id=21)
    scoring = program("OP Scoring", id=101, folder=top)
    instance = instance_of(
        top,
        scoring,
        campaign("EX Score", program=scoring),
        tokens(top, {"Score": 1, "Owner": "Ada"}),
        tokens(scoring, {"Score": 5}),
    )
    (found,) = instance.campaigns
    seen = {name: found.my_token(name) for name in ("score", "my.Owner", "Unknown")}
    values = {name: token and (token.value, token.owner) for name, token in seen.items()}
    assert values == {
        "score": ("5", ("program", 101)),
        "my.Owner": ("Ada", ("folder", 21)),
        "Unknown": None,
    }


# Completeness


@pytest.mark.parametrize(
    ("files", "whole"),
    [
        ({"x/instance.json": True, "x/campaigns/1.json": None}, True),
        ({"x/instance.json": False, "x/campaigns/1.json": None}, False),
        ({"x/campaigns/1.json": None}, False),
        ({"x/instance.json": True, "x/1.json": None, "y/1.json": None}, False),
        (
            {"x/instance.json": True, "x/1.json": None, "y/instance.json": True, "y/1.json": None},
            True,
        ),
    ],
    ids=["marked", "marked as partial", "not marked", "one of two marked", "two marked"],
)
def test_an_export_is_complete_if_pull_marked_it_so(
    *, files: dict[str, bool | None], whole: bool, tmp_path: Path
) -> None:
    contents: dict[str, Content] = {
        name: SCORE if complete is None else {"campaignlint": 1, "complete": complete}
        for name, complete in files.items()
    }
    records = read_records(write(tmp_path, contents))
    assert assemble.assemble_instance(records)[0].is_complete is whole
    assert assemble.assemble_instance(records, complete=True)[0].is_complete is True
    assert assemble.assemble_instance(records, complete=False)[0].is_complete is False


# Executables


def test_a_campaign_is_executable_because_another_executes_it() -> None:
    instance = instance_of(
        campaign("Lead Intake", id=1001).waits("1 day").executes("EX Score").executes("EX Score"),
        campaign("EX Score", id=1002),
        campaign("EX Other", id=1003),
    )
    reasons = {found.name: found.executable_reason for found in instance.campaigns}
    assert reasons == {
        "Lead Intake": None,
        "EX Score": "executed by 'Lead Intake' step 2",
        "EX Other": None,
    }
    assert instance.executables == (campaign_in(instance, "EX Score"),)


def test_a_request_does_not_make_a_campaign_executable() -> None:
    instance = instance_of(campaign("Intake").requests("EX Score"), campaign("EX Score"))
    assert instance.executables == ()


def test_an_ambiguous_call_does_not_make_a_campaign_executable() -> None:
    two = (campaign("EX Score", workspace="A"), campaign("EX Score", workspace="A"))
    assert instance_of(campaign("Intake").executes("EX Score"), *two).executables == ()


BY_NAME = "its name matches executables.names"
BY_FOLDER = "its folder matches executables.folders"


@pytest.mark.parametrize(
    ("patterns", "reason"),
    [
        (ExecutablePatterns(names=("EX *",)), BY_NAME),
        (ExecutablePatterns(names=("ex score",)), BY_NAME),
        (ExecutablePatterns(names=("*Scoring.EX*",)), BY_NAME),
        (ExecutablePatterns(names=("TR *", "EX [A-Z]core")), BY_NAME),
        (ExecutablePatterns(names=("EX",)), None),
        (ExecutablePatterns(names=("Score",)), None),
        (ExecutablePatterns(names=("",)), None),
        (ExecutablePatterns(folders=("99 - exec*",)), BY_FOLDER),
        (ExecutablePatterns(folders=("/Marketing Activities/99*",)), BY_FOLDER),
        (ExecutablePatterns(folders=("Marketing Activities",)), BY_FOLDER),
        (ExecutablePatterns(folders=("op scoring",)), BY_FOLDER),
        (ExecutablePatterns(folders=("EX Score",)), None),
        (ExecutablePatterns(names=("EX *",), folders=("OP *",)), BY_NAME),
    ],
    ids=repr,
)
def test_the_configuration_names_executable_campaigns(
    patterns: ExecutablePatterns, reason: str | None
) -> None:
    top = folder("Marketing Activities", id=15)
    executables = folder("99 - Executables", id=21, parent=top)
    scoring = program("OP Scoring", id=101, folder=executables)
    parts = (top, executables, scoring, campaign("EX Score", program=scoring))
    (found,) = instance_of(*parts, patterns=patterns).campaigns
    assert found.executable_reason == reason


def test_a_record_may_state_that_it_is_executable() -> None:
    (stated, denied) = instance_of(
        campaign("One", isExecutable=True), campaign("Two", isExecutable=False)
    ).campaigns
    assert stated.executable_reason == "isExecutable is true in its record"
    assert denied.executable_reason is None


def test_the_most_certain_reason_is_given() -> None:
    instance = instance_of(
        campaign("Intake").executes("EX Score"),
        campaign("EX Score", isExecutable=True),
        patterns=ExecutablePatterns(names=("EX *",)),
    )
    assert campaign_in(instance, "EX Score").executable_reason == "executed by 'Intake' step 1"


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        ({"isActive": True}, "it is active"),
        ({"isActive": None, "status": "ACTIVE"}, "it is active"),
        ({"recurrence": recurring()}, "it is scheduled"),
        ({"isSystem": True}, "it is a system campaign"),
        ({"isActive": False, "status": "Active"}, ""),
        ({"recurrence": {"weekdayOnly": True}}, ""),
        ({"recurrence": recurring(interval=0)}, ""),
    ],
)
def test_evidence_against_wins(fields: Record, evidence: str) -> None:
    instance = instance_of(
        campaign("Intake").executes("EX Score"),
        campaign("EX Score", isExecutable=True, **fields),
        patterns=ExecutablePatterns(names=("EX *",)),
    )
    found = campaign_in(instance, "EX Score")
    assert found.executable_conflict == evidence
    assert found.is_executable is not bool(evidence)


def test_a_channel_gives_the_step_of_each_status(tmp_path: Path) -> None:
    export = Export(channel("Webinar", {"Registered": 20, "Attended": 50}))
    instance = load(tmp_path, {"channels.json": export.files()["channels.json"]})
    assert instance.channels == {"webinar": {"registered": 20, "attended": 50}}
