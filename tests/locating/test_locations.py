"""Locations have the lines and columns at which an independent reader finds the values."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignlint.loading import discovery
from campaignlint.locating.locations import Excerpt, Location, locate, pointer_text
from campaignlint.model.finding import RecordLocation, SymbolicLocation
from campaignlint.paths import relative_path, relative_paths
from campaignlint.testing import to_json
from conftest import REPOSITORY
from loading.other_reader import Key, check, keys, position_of, span
from loading.reading import Content, compact, lint, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.report.model import Report

# The findings of a whole export, in every layout

ACME = REPOSITORY / "fixtures" / "acme"


def as_it_is(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    yield from texts.items()


def in_one_line_each(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    for name, text in texts.items():
        yield name, compact(json.loads(text))


def with_ascii_escapes(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    for name, text in texts.items():
        yield name, json.dumps(json.loads(text), indent="\t")


def with_carriage_returns(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    for name, text in texts.items():
        yield name, text.replace("\n", "\r\n")


def with_marks(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    for name, text in texts.items():
        yield name, "\ufeff" + compact(json.loads(text))


def as_lines(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    lines = [compact(json.loads(text)) for text in texts.values()]
    yield "acme.ndjson", "\ufeff" + "\r\n\n  ".join(lines)


def as_one_array(texts: dict[str, str]) -> Iterator[tuple[str, Content]]:
    yield "acme.json", compact([json.loads(text) for text in texts.values()])


@pytest.mark.parametrize(
    "layout",
    [
        as_it_is,
        in_one_line_each,
        with_ascii_escapes,
        with_carriage_returns,
        with_marks,
        as_lines,
        as_one_array,
    ],
    ids=lambda layout: layout.__name__,
)
def test_every_finding_has_the_location_of_its_value(
    layout: Callable[[dict[str, str]], Iterator[tuple[str, Content]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(REPOSITORY)
    wanted = _summary(lint(ACME, select=("all",), profile="audit"))
    texts = {
        file.relative_to(ACME).as_posix(): file.read_text("utf-8")
        for file in sorted(ACME.rglob("*.json"))
    }
    monkeypatch.chdir(tmp_path)
    write(tmp_path, dict(layout(texts)))
    report = lint(".", select=("all",), profile="audit")
    assert _summary(report) == wanted
    for finding in report.findings:
        related = (*finding.related, *finding.chain)
        for location in (finding.location, *(each.location for each in related)):
            check(location, tmp_path)


def _summary(report: Report) -> set[tuple[str, str, str]]:
    return {(each.rule, each.place, each.message) for each in report.findings}


# Any JSON whatever

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


def pointers(value: Any, above: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    yield above
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from pointers(inner, (*above, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from pointers(inner, (*above, index))


@settings(max_examples=300, deadline=None)
@given(
    value=VALUES,
    indent=st.sampled_from([None, 1, "\t"]),
    spelling=st.sampled_from(["escaped", "as it is"]),
    around=st.tuples(st.sampled_from(["", "\ufeff"]), st.sampled_from(["", " ", "\n\t"])),
)
def test_any_value_of_any_text_is_found(
    value: Any,
    indent: int | str | None,
    spelling: str,
    around: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    mark, space = around
    text = space + json.dumps(value, indent=indent, ensure_ascii=spelling == "escaped")
    folder = tmp_path_factory.getbasetemp()
    (file,) = write(folder, {"any.json": mark + text})
    wanted = [
        SymbolicLocation(RecordLocation(file, pointer, len(mark.encode())))
        for pointer in pointers(value)
    ]
    for symbolic, location in locate(wanted).items():
        start, end = span(text, symbolic.origin.pointer)
        assert (location.line, location.column) == position_of(text, start)
        assert (location.end_line, location.end_column) == position_of(text, end)
        assert keys(location.pointer, value) == symbolic.origin.pointer


# Small ones, by eye


def located(text: str, *path: Key, name: str = "x.json", start: int = 0, folder: Path) -> Location:
    (file,) = write(folder, {name: text})
    symbolic = SymbolicLocation(RecordLocation(file, (), start), path)
    return locate([symbolic])[symbolic]


def ends(location: Location) -> tuple[int | None, ...]:
    return location.line, location.column, location.end_line, location.end_column


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"id": 1}', (), (1, 1, 1, 10)),
        ('{"id": 1}', ("id",), (1, 8, 1, 9)),
        ('{\n  "a": [\n    1,\n    22\n  ]\n}', ("a", 1), (4, 5, 4, 7)),
        ('{\n  "a": [\n    1\n  ]\n}', ("a",), (2, 8, 4, 4)),
        ('["\U0001f680", "é", 3]', (2,), (1, 12, 1, 13)),
        (r'["\ud83d\ude80", 3]', (1,), (1, 18, 1, 19)),
        ('{"\\u0069d": 7}', ("id",), (1, 13, 1, 14)),
        (r'{"a\"b": 1, "a\\": {"": 2}}', ("a\\", ""), (1, 25, 1, 26)),
        ('{"a": 1, "a": 2}', ("a",), (1, 15, 1, 16)),
        ('{"a": {"b": 1, "b": [5]}, "c": 1}', ("a", "b", 0), (1, 22, 1, 23)),
        ('\ufeff{"a": 1}', ("a",), (1, 7, 1, 8)),
        ("\r\n[\r\n1]\r\n", (0,), (3, 1, 3, 2)),
        ('["a\u2028b",\n 1]', (1,), (2, 2, 2, 3)),
        (r'["\ud83d", 1]', (1,), (1, 12, 1, 13)),
    ],
)
def test_lines_and_columns_count_code_points_from_one_and_ends_are_exclusive(
    text: str, path: tuple[Key, ...], expected: tuple[int, ...], tmp_path: Path
) -> None:
    start = 3 if text.startswith("\ufeff") else 0
    assert ends(located(text, *path, start=start, folder=tmp_path)) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, (1, 1, 1, 2)),
        (2, (2, 1, 2, 2)),
        (5, (2, 3, 2, 4)),
        (7, (2, 5, 2, 6)),
        (99, (2, 6, 2, 6)),
    ],
)
def test_an_offset_is_located_as_one_character_in_the_file(
    offset: int, expected: tuple[int, ...], tmp_path: Path
) -> None:
    (file,) = write(tmp_path, {"x.json": '[\n"é" x'})
    symbolic = SymbolicLocation(RecordLocation(file), offset=offset)
    assert ends(locate([symbolic])[symbolic]) == expected


def test_a_location_with_a_missing_focus_is_marked_as_a_whole(tmp_path: Path) -> None:
    (file,) = write(tmp_path, {"x.json": '{"a": {"b": 1}}'})
    missing = SymbolicLocation(RecordLocation(file), ("a",), focus=("gone",))
    other = SymbolicLocation(RecordLocation(file), ("a", "b"))
    locations = locate([missing, other])
    assert ends(locations[missing]) == (1, 7, 1, 15)
    assert locations[missing].excerpt == Excerpt(1, ('{"a": {"b": 1}}',), 1, 6, 14)
    assert ends(locations[other]) == (1, 13, 1, 14)


def test_lines_of_ndjson_are_those_of_the_file(tmp_path: Path) -> None:
    text = '{"a": 1}\n\n  {"a": "é", "b": 2}\r\n'
    location = located(text, "b", name="x.ndjson", start=10, folder=tmp_path)
    assert (location.pointer, ends(location)) == ("/b", (3, 19, 3, 20))


def test_a_pointer_is_written_as_rfc_6901_says() -> None:
    assert pointer_text(()) == ""
    assert pointer_text(("result", 0, "a/b", "m~n", "", " ")) == "/result/0/a~1b/m~0n// "
    assert [pointer_text((key,)) for key in ("a~b", "a/b", "ab", 0)] == [
        *("/a~0b", "/a~1b", "/ab", "/0")
    ]


@pytest.mark.parametrize("path", [("b",), ("a", 0), ("a", "b", "c")])
def test_a_missing_value_has_no_line(path: tuple[Key, ...], tmp_path: Path) -> None:
    location = located('{"a": {"b": 1}}', *path, folder=tmp_path)
    assert ends(location) == (None, None, None, None)
    assert location.pointer == pointer_text(path)


def test_a_missing_file_has_no_lines(tmp_path: Path) -> None:
    symbolic = SymbolicLocation(RecordLocation(str(tmp_path / "gone.json"), ("result", 0)))
    location = locate([symbolic])[symbolic]
    assert (ends(location), location.pointer) == ((None, None, None, None), "/result/0")
    assert location.file.endswith("/gone.json")


def test_nothing_is_located_in_a_changed_file(tmp_path: Path) -> None:
    (kept, changed, gone) = write(tmp_path, {"a.json": "[1]", "b.json": "[1]", "c.json": "[1]"})
    read = {file: discovery.content(file).identity for file in (kept, changed, gone)}
    Path(changed).write_text("[\n1]", encoding="utf-8")
    Path(gone).unlink()
    wanted = {file: SymbolicLocation(RecordLocation(file, (0,))) for file in (kept, changed, gone)}
    located = locate(wanted.values(), read)
    assert ends(located[wanted[kept]]) == (1, 2, 1, 3)
    for file in (changed, gone):
        assert located[wanted[file]] == Location(relative_path(file), "/0")
    assert located.changed == [changed, gone]


def test_a_file_of_unknown_version_is_located(tmp_path: Path) -> None:
    (file,) = write(tmp_path, {"a.json": "[1]"})
    symbolic, other = (
        SymbolicLocation(RecordLocation(file, (0,))),
        SymbolicLocation(RecordLocation(str(tmp_path / "gone.json"), (0,))),
    )
    identities: dict[str, int]
    for identities in ({}, {file: 0, other.origin.file: 0}):
        located = locate([symbolic, other], identities)
        assert ends(located[symbolic]) == (1, 2, 1, 3)
        assert located.changed == []


def test_only_framed_locations_have_an_excerpt(tmp_path: Path) -> None:
    (file,) = write(tmp_path, {"a.json": '{"a": 1, "b": 2}'})
    framed, other, missing = (
        SymbolicLocation(RecordLocation(file, (key,))) for key in ("a", "b", "c")
    )
    fault = SymbolicLocation(RecordLocation(file), offset=3)
    located = locate([missing, framed, other, fault], framed={framed})
    assert marked(located[framed].excerpt) == "1"
    assert located[missing] == Location(relative_path(file), "/c")
    assert [located[symbolic].excerpt for symbolic in (other, fault)] == [None, None]
    assert [located[symbolic].column for symbolic in (framed, other, fault)] == [7, 15, 4]


def test_lines_are_counted_over_more_than_a_megabyte(tmp_path: Path) -> None:
    (file,) = write(tmp_path, {"a.json": json.dumps(list(range(300_000)), indent=0)})
    location = SymbolicLocation(RecordLocation(file, (299_999,)))
    assert ends(locate([location])[location]) == (300_001, 1, 300_001, 7)


def test_many_paths_are_shown_as_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    there = [str(tmp_path / "a" / name) for name in ("b.json", "c.json", "b")]
    paths = [*there, *map(os.path.relpath, there), "/b.json", "..", ".", "../a", "a/../b", "b.json"]
    paths += ["a/b.json", "a/.", "a/..", "a/", "/a/b.json", "/a/..", "/a/.", "/a/"]
    assert relative_paths(paths) == list(map(relative_path, paths))


# Excerpts


def excerpt(text: str, *path: Key, focus: tuple[Key, ...] = (), folder: Path) -> Excerpt | None:
    (file,) = write(folder, {"x.json": text})
    start = 3 if text.startswith("\ufeff") else 0
    symbolic = SymbolicLocation(RecordLocation(file, (), start), path, focus=focus)
    return locate([symbolic])[symbolic].excerpt


def marked(found: Excerpt | None) -> str:
    assert found is not None
    line = found.lines[found.mark_line - found.first_line]
    return line[found.mark_start : found.mark_end]


def test_an_excerpt_has_the_focus_and_adjacent_lines_in_the_region(tmp_path: Path) -> None:
    text = to_json({"steps": [{"id": 1, "name": "Wait", "x": 2}]})
    found = excerpt(text, "steps", 0, focus=("name",), folder=tmp_path)
    assert found == Excerpt(
        4, ('      "id": 1,', '      "name": "Wait",', '      "x": 2'), 5, 14, 20
    )
    assert marked(found) == '"Wait"'


def test_an_array_over_several_lines_is_marked_at_its_first_element(tmp_path: Path) -> None:
    values = {"values": [{"a": 1}, 2], "empty": [], "flat": [1, 2]}
    text = to_json(values).replace("[\n    1,\n    2\n  ]", "[1, 2]")
    marks = [marked(excerpt(text, focus=(name,), folder=tmp_path)) for name in ("empty", "flat")]
    assert marks == ["[]", "[1, 2]"]
    assert (
        marked(excerpt(to_json({"values": ["TX", "OK"]}), focus=("values",), folder=tmp_path))
        == '"TX"'
    )
    assert marked(excerpt(text, focus=("values",), folder=tmp_path)) == "{"


def test_an_excerpt_stays_in_the_region(tmp_path: Path) -> None:
    found = excerpt("[\n1,\n2,\n3\n]", 1, folder=tmp_path)
    assert found == Excerpt(3, ("2,",), 3, 0, 1)


@pytest.mark.parametrize(
    ("text", "focus", "expected"),
    [
        ('\n{"a": 1}', "a", Excerpt(2, ('{"a": 1}',), 2, 6, 7)),
        ('{\n"x": 0,\n\n"a": 1}', "a", Excerpt(3, ("", '"a": 1}'), 4, 5, 6)),
        ('{"a": 1,\n\n"b": 2}', "a", Excerpt(1, ('{"a": 1,', ""), 1, 6, 7)),
        ('{"a": 1,  \n"b": 2}', "a", Excerpt(1, ('{"a": 1,  ', '"b": 2}'), 1, 6, 7)),
    ],
)
def test_adjacent_lines_may_be_empty(
    text: str, focus: str, expected: Excerpt, tmp_path: Path
) -> None:
    assert excerpt(text, focus=(focus,), folder=tmp_path) == expected


def test_text_after_the_region_is_not_shown(tmp_path: Path) -> None:
    assert excerpt('{"a":\n1\n}', "a", folder=tmp_path) == Excerpt(2, ("1",), 2, 0, 1)


def test_a_long_line_is_shown_without_adjacent_lines(
    tmp_path: Path,
) -> None:
    far = "z" * 2000
    for text in (f'{{"x": 1,\n"y": "{far}", "a": 1}}', f'{{"a": 1, "y": "{far}",\n"x": 1}}'):
        found = excerpt(text, focus=("a",), folder=tmp_path)
        assert found is not None
        assert (len(found.lines), marked(found)) == (1, "1")


def test_the_end_of_a_text_is_marked_after_its_last_character(tmp_path: Path) -> None:
    (file,) = write(tmp_path, {"x.json": "[1,"})
    symbolic = SymbolicLocation(RecordLocation(file), offset=99)
    assert locate([symbolic])[symbolic].excerpt == Excerpt(1, ("[1,",), 1, 3, 4)


def test_carriage_returns_and_byte_order_marks_are_not_shown(tmp_path: Path) -> None:
    text = '\ufeff{"a": 1,\r\n"b": 2,\r\n"c": 3}\r\n'
    assert excerpt(text, focus=("b",), folder=tmp_path) == Excerpt(
        1, ('{"a": 1,', '"b": 2,', '"c": 3}'), 2, 5, 6
    )
    assert excerpt(text, focus=("a",), folder=tmp_path) == Excerpt(
        1, ('{"a": 1,', '"b": 2,'), 1, 6, 7
    )


@pytest.mark.parametrize(
    ("before", "value", "after", "shown"),
    [
        (60, "7", 79, (0, 160)),  # as wide as may be
        (60, "7", 80, (32, 161)),
        (28, "7", 300, (0, 160)),
        (29, "7", 300, (1, 161)),
        (400, "7", 1, (372, 422)),
        (20, '"' + 140 * "v" + '"', 300, (0, 174)),
    ],
)
def test_the_maximum_width_of_a_long_line(
    before: int, value: str, after: int, shown: tuple[int, int], tmp_path: Path
) -> None:
    """At most 160 characters, 40 of them before the mark; more if the value is longer."""
    text = f'{{"a":"{"x" * before}","b":{value},"c":"{"y" * after}"}}'
    first, last = shown
    lead, tail = "..." if first else "", "..." if last < len(text) else ""
    found = excerpt(text, focus=("b",), folder=tmp_path)
    assert marked(found) == value
    assert found is not None
    assert found.lines == (f"{lead}{text[first:last]}{tail}",)


def test_a_long_value_is_truncated(tmp_path: Path) -> None:
    found = excerpt(compact({"a": "語" * 5000}), focus=("a",), folder=tmp_path)
    assert found is not None
    assert found.lines[0].startswith('{"a":"語語')
    assert found.lines[0].endswith("語...")
    assert found.mark_start == 5
    assert found.mark_end == len(found.lines[0])


@pytest.mark.parametrize(
    "file",
    [
        "a.json",
        "a/b.json",
        "a//b.json",
        "a/./b.json",
        "a/../b.json",
        "a/../../b.json",
        "./a.json",
        "../a.json",
        ".hidden/a.json",
        "..a.json",
        "a/..",
        "a/../..",
    ],
)
def test_a_path_is_relative_to_the_working_directory(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative_path(file) == os.path.relpath(file)
    assert relative_path(str(tmp_path / file)) == os.path.relpath(file)
