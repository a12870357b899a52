"""Resolve a text in a flow to a campaign: the stages of the search, and their order."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignlint.model.nearest import AssetName, NearestNames
from campaignlint.testing import (
    ABSENT,
    DO_NOTHING,
    Campaign,
    campaign,
    executing,
    folder,
    otherwise,
    program,
    when,
)
from loading.reading import campaign_in, instance_of, only_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.model.references import Resolution
    from campaignlint.testing import Attributes, Part

SCORING = program("OP Scoring", id=101)
ROUTING = program("OP Routing", id=102)
VERSIONED = program("OP Scoring v1.2", id=103)

ROOT = folder("Marketing Activities", id=21)
YEAR = folder("2026", id=22, parent=ROOT)
BELOW = folder("Webinars", id=23, parent={"type": "Folder", "id": 32})
"""In a folder that was not exported."""
FOLDERS = (ROOT, YEAR, BELOW)

SCORE = campaign("EX Score", id=1001, program=SCORING)


def resolve(text: str, *parts: Part, caller: Campaign | None = None) -> tuple[list[int], str]:
    """Return the ids of the candidates, and the confidence."""
    calling = caller or campaign("Intake", id=999)
    instance = instance_of(calling, *parts)
    found = instance.resolver.resolve(text, campaign_in(instance, calling.name))
    return ids(found), found.confidence


def ids(resolution: Resolution) -> list[int]:
    return [found.id for found in resolution.candidates]


# Stages


@pytest.mark.parametrize(
    "text",
    [
        "1001",
        "OP Scoring.EX Score",
        "op scoring.ex SCORE",
        "EX Score",
        "ex score",
        " 1001 ",
        "  OP Scoring.EX Score ",
        "OP Scoring . EX Score",
        "EX Score ",
    ],
)
def test_a_campaign_is_found_by_id_full_name_and_bare_name(text: str) -> None:
    assert resolve(text, SCORING, SCORE) == ([1001], "documented")


@pytest.mark.parametrize(
    "text", ["1002", "OP Scoring.EX Scor", "OP Routing.EX Score", "Scoring.EX Score", ".EX Score"]
)
def test_other_texts_are_unresolved(text: str) -> None:
    assert resolve(text, SCORING, SCORE) == ([], "documented")


def test_an_id_wins_over_a_name() -> None:
    assert resolve("1001", campaign("1001", id=1002), SCORE) == ([1001], "documented")
    assert resolve("1003", campaign("1003", id=1002), SCORE) == ([1002], "documented")


def test_a_full_name_wins_over_an_equal_bare_name() -> None:
    bare = campaign("OP Scoring.EX Score", id=1002)
    assert resolve("OP Scoring.EX Score", SCORING, SCORE, bare) == ([1001], "documented")


def test_the_program_of_the_caller_wins_over_its_workspace() -> None:
    own = campaign("EX Score", id=1, program=SCORING, workspace="EMEA")
    near = campaign("EX Score", id=2, program=ROUTING, workspace="EMEA")
    far = campaign("EX Score", id=3, program=VERSIONED, workspace="Default")
    caller = campaign("Intake", id=999, program=SCORING, workspace="EMEA")
    programs = (SCORING, ROUTING, VERSIONED)
    assert resolve("EX Score", *programs, own, near, far, caller=caller)[0] == [1]
    assert resolve("EX Score", *programs, near, far, caller=caller)[0] == [2]
    assert resolve("EX Score", *programs, far, caller=caller)[0] == [3]


def test_exact_spelling_wins_over_every_stage() -> None:
    own = campaign("ex score", id=1, program=SCORING)
    far = campaign("EX Score", id=2, program=ROUTING)
    caller = campaign("Intake", id=999, program=SCORING)
    assert resolve("EX Score", SCORING, ROUTING, own, far, caller=caller)[0] == [2]
    assert resolve("Ex Score", SCORING, ROUTING, own, far, caller=caller)[0] == [1]


def test_case_is_folded_as_in_unicode() -> None:
    assert resolve("strasse", campaign("Straße", id=1))[0] == [1]


@pytest.mark.parametrize(
    "text", ["Qualite\u0301", "qualit\u00e9", "QUALITE\u0301", " Qualit\u00e9"]
)
@pytest.mark.parametrize("name", ["Qualit\u00e9", "Qualite\u0301"])
def test_unicode_composition_is_ignored(text: str, name: str) -> None:
    known = campaign(name, id=1, program=SCORING)
    assert resolve(text, SCORING, known)[0] == [1]
    assert resolve(f"OP Scoring.{text}", SCORING, known)[0] == [1]


def test_an_execute_step_reaches_its_own_workspace_only() -> None:
    there, here = (program("A", id=101, workspace="US"), program("A", id=102, workspace="EMEA"))
    twins = (campaign("EX A", id=1, program=there), campaign("EX A", id=2, program=here))
    caller = campaign("Intake", id=9, workspace="EMEA").executes("A.EX A").requests("A.EX A")
    executed, requested = instance_of(there, here, *twins, caller).references
    assert (ids(executed.resolution), ids(requested.resolution)) == ([2], [1, 2])


def test_a_campaign_of_an_unknown_workspace_may_be_in_the_callers() -> None:
    names = {1: "US", 2: "EMEA", 3: ABSENT}
    twins = [campaign("EX A", id=number, workspace=name) for number, name in names.items()]
    caller = campaign("Intake", id=9, workspace="APAC").executes("EX A")
    (reference,) = instance_of(*twins, caller).references
    assert ids(reference.resolution) == [3]


def test_a_campaign_can_name_itself() -> None:
    caller = campaign("EX Again", id=7, program=SCORING)
    assert resolve("OP Scoring.EX Again", SCORING, caller=caller)[0] == [7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OP Scoring v1.2.EX Score", [1]),
        ("OP Scoring v1.2.EX 1.0", [2]),
        ("OP Scoring.EX 1.0", [3]),
        ("EX 1.0", [2, 3]),
    ],
)
def test_both_names_can_have_dots(text: str, expected: list[int]) -> None:
    campaigns = (
        campaign("EX Score", id=1, program=VERSIONED),
        campaign("EX 1.0", id=2, program=VERSIONED),
        campaign("EX 1.0", id=3, program=SCORING),
    )
    assert resolve(text, SCORING, VERSIONED, *campaigns)[0] == expected


def test_a_full_name_with_two_readings_is_ambiguous() -> None:
    one = program("A", id=101)
    other = program("A.B", id=102)
    campaigns = (campaign("B.C", id=1, program=one), campaign("C", id=2, program=other))
    assert resolve("A.B.C", one, other, *campaigns)[0] == [1, 2]


def test_an_ambiguous_name_lists_the_candidates() -> None:
    several = [campaign("EX Score", id=number, workspace="W") for number in (3, 1, 2)]
    assert resolve("EX Score", *several) == ([1, 2, 3], "documented")
    instance = instance_of(campaign("Intake", id=9).executes("EX Score"), *several)
    (reference,) = instance.references
    assert (reference.resolution.is_ambiguous, reference.resolution.campaign) == (True, None)
    assert campaign_in(instance, "Intake").calls_out == ()


# Programs that were not exported


def test_the_name_in_a_reference_to_the_folder_names_the_program() -> None:
    reference = {"type": "Program", "value": 101, "folderName": "OP Scoring"}
    score = campaign("EX Score", id=1, folder=reference)
    assert resolve("OP Scoring.EX Score", score) == ([1], "documented")
    assert resolve("OP Routing.EX Score", score) == ([], "documented")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"parentProgramId": 101}, ([1], "likely")),
        ({"folder": {"type": "Program", "id": 101}}, ([1], "likely")),
        ({"folder": ABSENT}, ([1], "likely")),
        ({"folder": {"type": "Folder", "id": 31}}, ([1], "likely")),
        ({"folder": {"type": "Folder", "id": 23}}, ([1], "likely")),
        ({"folder": {"type": "Folder", "id": 22}}, ([], "documented")),
        ({"folder": {"type": "Folder", "id": 21}}, ([], "documented")),
    ],
    ids=[
        "by its id",
        "by its folder",
        "without a folder",
        "its folder was not exported",
        "a folder above was not exported",
        "it is in no program",
        "it is at a root",
    ],
)
def test_without_the_name_of_the_program_the_part_after_a_dot_matches(
    fields: dict[str, Any], expected: tuple[list[int], str]
) -> None:
    parts = (*FOLDERS, campaign("EX Score", id=1, **fields))
    assert resolve("OP Scoring.EX Score", *parts) == expected
    assert resolve("op scoring.EX SCORE", *parts) == expected


def test_in_a_folder_of_a_program_that_was_not_exported_the_last_part_matches() -> None:
    inside = folder("Steps", id=24, parent={"type": "Program", "id": 101})
    score = campaign("EX Score", id=1, folder=inside)
    assert resolve("OP Scoring.EX Score", inside, score) == ([1], "likely")
    assert resolve("OP Scoring.EX Score", SCORING, inside, score) == ([1], "documented")
    assert resolve("OP Routing.EX Score", SCORING, inside, score) == ([], "documented")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OP.Score 1.0", ([1], "likely")),
        (".Score 1.0", ([1], "likely")),
        ("OP..Score 1.0", ([1], "likely")),
        ("..Score 1.0", ([1], "likely")),
        (".OP.Score 1.0", ([1], "likely")),
        ("OP.0", ([], "documented")),
        ("OP.", ([], "documented")),
    ],
)
def test_the_part_after_a_dot_must_be_the_whole_name(
    text: str, expected: tuple[list[int], str]
) -> None:
    assert resolve(text, campaign("Score 1.0", id=1, parentProgramId=101)) == expected


def test_several_matches_after_dots_are_sorted_by_id() -> None:
    campaigns = [
        campaign(name, id=number, parentProgramId=101) for number, name in ((1, "C"), (2, "B.C"))
    ]
    assert resolve("A.B.C", *campaigns) == ([1, 2], "likely")


@pytest.mark.parametrize(("length", "expected"), [(1_000, [1]), (1_001, [])])
def test_a_text_longer_than_any_name_is_unresolved(length: int, expected: list[int]) -> None:
    name = "x" * (length - len("OP Scoring."))
    text = f"OP Scoring.{name}"
    known = campaign(name, id=1, program=SCORING)
    unknown = campaign(name, id=1, parentProgramId=101)
    assert resolve(text, SCORING, known)[0] == expected
    assert resolve(text, unknown)[0] == expected
    assert resolve(name, unknown)[0] == [1]


# Texts that are not references


@pytest.mark.parametrize(
    "value",
    [DO_NOTHING, "--do nothing--", " --Do Nothing-- ", "-- Do  Nothing --", "–DoNothing–", "", " "],  # noqa: RUF001
)
def test_do_nothing_and_an_empty_value_are_no_reference(value: str) -> None:
    assert instance_of(campaign("Intake").executes(value)).references == ()


@pytest.mark.parametrize("value", ["{{my.Campaign}}", "OP Scoring.{{my.Step}}", "{{ SP_Step }}"])
def test_a_token_is_no_reference(value: str) -> None:
    instance = instance_of(campaign("Intake", id=9).executes(value))
    assert instance.references == ()
    assert instance.without_target == {9}


def test_each_choice_is_a_reference() -> None:
    intake = campaign("Intake", id=999).choices(
        "Execute Campaign",
        when("Country", "is", "Germany", executing(SCORE)),
        when("Country", "is", "France", executing("EX Unknown")),
        otherwise(executing(DO_NOTHING)),
    )
    instance = instance_of(SCORING, SCORE, intake.requests(SCORE))
    assert [(each.kind, each.text, ids(each.resolution)) for each in instance.references] == [
        ("Execute Campaign", "OP Scoring.EX Score", [1001]),
        ("Execute Campaign", "EX Unknown", []),
        ("Request Campaign", "OP Scoring.EX Score", [1001]),
    ]
    places = [call.location.text for call in campaign_in(instance, "EX Score").calls_in]
    assert places == ["Intake > flow step 1 > choice 1", "Intake > flow step 2"]


@pytest.mark.parametrize("name", ["execute campaign", "EXECUTE  CAMPAIGN", " Execute Campaign "])
def test_the_name_of_a_step_is_compared_without_case(name: str) -> None:
    instance = instance_of(SCORING, SCORE, campaign("Intake").step(name, {"Campaign": "EX Score"}))
    assert [ids(each.resolution) for each in instance.references] == [[1001]]


@pytest.mark.parametrize(
    ("attributes", "target"),
    [
        ({"Executed Campaign": "EX A", "Use Parent Campaign Token Context": "True"}, "EX A"),
        ({"Campaign Name": "EX A", "Other": "x"}, "EX A"),
        ({"Other": "x", "Campaign": "EX A", "Campaign Name": "EX B"}, "EX A"),
        ({"campaign name": "EX A", "executed campaign": "EX B"}, "EX B"),
        ({"Asset": "EX A"}, "EX A"),
        ({"Use Parent Campaign Token Context": "True", "Asset": "EX A"}, "EX A"),
        ({"Asset": "EX A", "Other": "EX B"}, None),
        ({"Use Parent Campaign Token Context": "True"}, None),
        ({}, None),
    ],
    ids=repr,
)
def test_without_a_primary_attribute_the_name_identifies_the_target(
    attributes: Attributes, target: str | None
) -> None:
    choice = only_choice(instance_of(campaign("Intake").step("Execute Campaign", attributes)))
    for attribute in choice.attributes:
        attribute.primary = None
    assert choice.target == target


def test_the_first_primary_attribute_is_the_target() -> None:
    context = " use parent  campaign token CONTEXT"
    attributes = {context: "True", "Asset": "EX A", "Campaign": "EX B", "Executed Campaign": "EX C"}
    choice = only_choice(instance_of(campaign("Intake").step("Execute Campaign", attributes)))
    for attribute in choice.attributes:
        attribute.primary = attribute.name != "Asset"
    assert choice.target == "EX B"
    assert choice.uses_parent_context is True


def test_a_target_of_thousands_of_digits_is_absent() -> None:
    assert resolve("9" * 5000, SCORING, SCORE) == ([], "documented")


def test_suggestions_ignore_case() -> None:
    resolver = instance_of(*(campaign(f"EX Route {n}") for n in range(5))).resolver
    assert resolver.nearest_name("ex route") == "EX Route 4"


def test_a_hyphen_separates_words_like_a_space() -> None:
    resolver = instance_of(campaign("Pre-Score People")).resolver
    assert resolver.nearest_name("Pre Score Peopel") == "Pre-Score People"
    assert resolver.nearest_name("Lead-Score-Peple Pre") is None


@given(
    st.lists(st.text("ab c", max_size=12), min_size=1, max_size=30), st.text("ab c", max_size=12)
)
@settings(deadline=None)
def test_difflib_suggests_the_same_name(ends: list[str], end: str) -> None:
    names = list(dict.fromkeys(f"ex {text}".strip() for text in ends))
    text = f"ex {end}".strip()
    found = NearestNames(AssetName(name, name) for name in names).find(text)
    expected = difflib.get_close_matches(text, names, n=1, cutoff=0.75)
    assert ([] if found is None else [found.bare]) == expected


def test_the_most_similar_name_is_suggested() -> None:
    scores = [campaign(name, program=SCORING) for name in ("EX Score", "EX Score Web", "EX Route")]
    resolver = instance_of(SCORING, *scores).resolver
    assert resolver.nearest_name("OP Scoring.EX Scores") == "OP Scoring.EX Score"
    assert resolver.nearest_name("EX Rout") == "EX Route"
    assert resolver.nearest_name("Something else") is None


@pytest.mark.parametrize(("rarer", "proposed"), [(49, "Score Zeta's"), (50, None)])
def test_at_most_fifty_names_with_the_rarest_words_are_compared(
    rarer: int, proposed: str | None
) -> None:
    names = [f"Zeta quarterly report no {n}" for n in range(rarer)]
    names += ["Score Zeta's", *(f"Score without an owner {n}" for n in range(60))]
    resolver = instance_of(*(campaign(name) for name in names)).resolver
    assert resolver.nearest_name("Score Zeta") == proposed


# An independent, naive implementation


@dataclass(frozen=True)
class Known:
    """A campaign for the naive search."""

    id: int
    name: str
    program: int | None
    workspace: str | None
    folder: int | None

    def part(self) -> Campaign:
        return campaign(
            self.name,
            id=self.id,
            folder=ABSENT if self.folder is None else {"id": self.folder, "type": "Folder"},
            parentProgramId=ABSENT if self.program is None else self.program,
            workspace=ABSENT if self.workspace is None else self.workspace,
        )


Programs = dict[int, str | None]
"""The name of each program; None for one that was not exported."""


def naively(text: str, caller: Known, campaigns: list[Known], programs: Programs) -> set[int]:
    """Resolve a text without an index."""
    if by_id := {each.id for each in campaigns if str(each.id) == text}:
        return by_id
    for fold in (str, str.casefold):
        for matches in _stages(fold, caller, programs):
            if found := {each.id for each in campaigns if matches(each, fold(text))}:
                return found
    tails = [text[at + 1 :] for at, character in enumerate(text) if character == "."]
    for fold in (str, str.casefold):
        found = {
            each.id
            for each in campaigns
            if any(fold(each.name) == fold(tail) for tail in tails)
            and _program_is_unknown(each, programs)
        }
        if found:
            return found
    return set()


def _stages(
    fold: Callable[[str], str], caller: Known, programs: Programs
) -> Iterator[Callable[[Known, str], bool]]:
    def full_name(each: Known, text: str) -> bool:
        name = None if each.program is None else programs[each.program]
        return name is not None and fold(f"{name}.{each.name}") == text

    yield full_name
    yield (
        lambda each, text: (
            fold(each.name) == text and each.program is not None and each.program == caller.program
        )
    )
    yield (
        lambda each, text: (
            fold(each.name) == text
            and each.workspace is not None
            and each.workspace == caller.workspace
        )
    )
    yield lambda each, text: fold(each.name) == text


def _program_is_unknown(each: Known, programs: Programs) -> bool:
    if each.program is not None:
        return programs[each.program] is None
    return each.folder not in {ROOT.id, YEAR.id}


NAMES = st.sampled_from(["A", "a", "B", "A.B", "a.b", "B.A", "1", "2"])
DOTS = st.sampled_from([".", ".", ".."])
KNOWN = st.builds(
    Known,
    id=st.integers(1, 6),
    name=NAMES,
    program=st.sampled_from([None, 101, 102]),
    workspace=st.sampled_from([None, "V", "W"]),
    folder=st.sampled_from([None, ROOT.id, YEAR.id, BELOW.id, 31]),
)


@settings(max_examples=600, deadline=None)
@given(
    campaigns=st.lists(KNOWN, min_size=1, max_size=6, unique_by=lambda each: each.id),
    names=st.tuples(*[st.sampled_from([None, "A", "a", "A.B", "B"])] * 2),
    text=st.one_of(NAMES, st.builds("{}{}{}".format, NAMES | st.just(""), DOTS, NAMES)),
)
def test_resolving_equals_a_naive_search(
    campaigns: list[Known], names: tuple[str | None, str | None], text: str
) -> None:
    programs: Programs = dict(zip((101, 102), names, strict=True))
    exported = [program(name, id=number) for number, name in programs.items() if name is not None]
    instance = instance_of(*FOLDERS, *exported, *(each.part() for each in campaigns))
    caller = instance.campaign(campaigns[0].id)
    assert caller is not None
    found = instance.resolver.resolve(text, caller)
    assert set(ids(found)) == naively(text, campaigns[0], campaigns, programs)
