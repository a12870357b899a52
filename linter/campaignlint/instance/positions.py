"""From symbolic places to lines and columns, for those places only that are printed."""

from __future__ import annotations

import codecs
import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from campaignlint.instance import files, json_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from campaignlint.finding import Anchor, Key, Origin, Place


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few lines around a location, cut to a readable width, and what in them is meant.

    `mark_start` and `mark_end` count code points in the line of number `mark_line`, as cut.
    """

    first_line: int
    lines: tuple[str, ...]
    mark_line: int
    mark_start: int
    mark_end: int


@dataclass(frozen=True, slots=True)
class Location:
    """Where in a file a value stands. Lines and columns start at 1, columns count code points.

    Ends are exclusive. A file that cannot be read has no lines: they are then None.
    """

    file: str
    """Relative to the working directory, with forward slashes."""
    pointer: str
    """A JSON Pointer (RFC 6901) into the file; in NDJSON into the record of its line."""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    excerpt: Excerpt | None = None


Newlines = Mapping[str, Sequence[int]]
"""Of files, by their paths, what `count_newlines` said."""


def locate(
    places: Iterable[Place],
    newlines: Newlines | None = None,
    *,
    framed: Container[Place] | None = None,
) -> Mapping[Place, Location]:
    """The location of each place. Files are read once; the cost follows the number of places.

    Those that are `framed` come with an excerpt; None for all.
    """
    by_file: dict[str, list[Place]] = defaultdict(list)
    for place in dict.fromkeys(places):
        by_file[place.origin.file].append(place)
    found: dict[Place, Location] = {}
    for file, wanted in by_file.items():
        found.update(_locate_in(file, wanted, (newlines or {}).get(file, ()), framed))
    return found


def count_newlines(data: files.Data) -> list[int]:
    """How many newlines stand before every 16,384th byte: it spares `locate` to count them all."""
    counted = [0]
    for at in range(0, len(data), _STEP):
        counted.append(counted[-1] + data[at : at + _STEP].count(b"\n"))
    return counted


_STEP = 1 << 14


def shown_path(file: str) -> str:
    """A path as reports print it: relative to the working directory, with forward slashes."""
    if os.sep == "/" and file and not file.startswith(("/", ".")):
        path = os.path.normpath(file)
        if not path.startswith(".."):
            return path  # what follows gives the same, in six times the time
    folder, name = os.path.split(file)
    if name in ("", ".", ".."):
        return _relative(file, os.getcwd())  # noqa: PTH109 - a text
    folder = _relative(folder or ".", os.getcwd())  # noqa: PTH109 - as above
    return name if folder == "." else f"{folder}/{name}"


def shown_paths(files: Iterable[str]) -> list[str]:
    """As `shown_path`, each of many files: of a folder it is worked out once."""
    folders: dict[str, str] = {}
    shown = []
    for file in files:
        folder, separator, name = file.rpartition(os.sep)
        if not separator or name in ("", ".", ".."):
            shown.append(shown_path(file))
            continue
        if folder not in folders:
            folders[folder] = shown_path(file)[: -len(name)]
        shown.append(folders[folder] + name)
    return shown


@lru_cache(maxsize=256)
def _relative(path: str, working_directory: str) -> str:
    """Worked out once for each folder: it may hold very many files."""
    with suppress(ValueError):  # another drive
        path = os.path.relpath(path, working_directory)
    return path.replace(os.sep, "/")


def pointer_text(pointer: tuple[Key, ...]) -> str:
    """A JSON Pointer as RFC 6901 writes it."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    focus_start: int
    focus_end: int


def _locate_in(
    file: str, places: list[Place], newlines: Sequence[int], framed: Container[Place] | None
) -> dict[Place, Location]:
    shown = shown_path(file)
    try:
        data = files.read(file)
    except files.UnreadablePathError:
        return {place: Location(shown, _pointer_of(place)) for place in places}
    spans = _spans(data, places)
    offsets = {offset for span in spans.values() for offset in _offsets(span)}
    positions = _positions(data, sorted(offsets), newlines)
    located = {}
    for place in places:
        pointer = _pointer_of(place)
        span = spans.get(place)
        if span is None:
            located[place] = Location(shown, pointer)
            continue
        line, column = positions[span.start]
        is_framed = framed is None or place in framed
        excerpt = _excerpt(data, span, line, positions) if is_framed else None
        located[place] = Location(shown, pointer, line, column, *positions[span.end], excerpt)
    return located


def _pointer_of(place: Place) -> str:
    return pointer_text((*place.origin.pointer, *place.path))


def _offsets(span: _Span) -> tuple[int, int, int, int]:
    return span.start, span.end, span.focus_start, span.focus_end


def _spans(data: files.Data, places: list[Place]) -> dict[Place, _Span]:
    reader = _Reader(data, is_lines=places[0].origin.file.lower().endswith(files.LINE_SUFFIXES))
    spans = {}
    for place in sorted(places, key=_start_of_text):
        if place.offset is not None:
            start = min(place.offset, len(data))
            end = min(start + 1, len(data))
            spans[place] = _Span(start, end, start, end)
            continue
        try:
            start, end = reader.span(place.origin, place.path)
            spans[place] = _Span(start, end, start, end)
        except (LookupError, msgspec.DecodeError, RecursionError, json_text.TextFault):
            continue
        try:
            focus = reader.span(place.origin, (*place.path, *place.focus))
            if _BROKEN_ARRAY.match(data, focus[0]):
                focus = reader.span(place.origin, (*place.path, *place.focus, 0))
            spans[place] = _Span(start, end, *focus)
        except (LookupError, msgspec.DecodeError, RecursionError, json_text.TextFault):
            continue
    return spans


_BROKEN_ARRAY = re.compile(rb"\[[ \t\r]*\n\s*[^\s\]]")
"""An array with its first element on a line of its own: a mark at its bracket would say nothing."""


def _start_of_text(place: Place) -> tuple[int, int]:
    origin = place.origin
    return origin.start, 0 if origin.anchor is None else origin.anchor.start


class _Reader:
    """Follows JSON Pointers through a file, decoding nothing but what lies on the way."""

    def __init__(self, data: files.Data, *, is_lines: bool) -> None:
        self._data = data
        self._is_lines = is_lines
        self._texts: dict[tuple[int, Anchor | None], tuple[int, bytes]] = {}
        self._children: dict[tuple[int, tuple[Key, ...]], _Children] = {}

    def span(self, origin: Origin, path: tuple[Key, ...]) -> tuple[int, int]:
        """The offsets in the file at which a value starts and ends."""
        from campaignlint.instance import slices  # noqa: PLC0415 - only findings need ctypes

        anchor = origin.anchor
        pointer = (*origin.pointer, *path)
        if anchor is not None:
            pointer = pointer[anchor.depth :]
            pointer = (int(pointer[0]) - anchor.first, *pointer[1:])
        start, text = self._text(origin.start, anchor)
        value = self._value(start, text, pointer)
        start += slices.offset(value, text)
        return start, start + len(memoryview(value))

    def _value(self, start: int, text: bytes, pointer: tuple[Key, ...]) -> msgspec.Raw | bytes:
        value: msgspec.Raw | bytes = text
        for depth, key in enumerate(pointer):
            here = (start, pointer[:depth])
            if here not in self._children:
                self._children[here] = _children_of(value)
            value = _child(self._children[here], key)
        return value

    def _forget(self) -> None:
        """Let go of what was decoded of another text: places are asked for as they stand."""
        self._texts.clear()
        self._children.clear()

    def _text(self, start: int, anchor: Anchor | None) -> tuple[int, bytes]:
        """The text at `start`, a line of NDJSON or the rest of the file; or the items there."""
        key = (start, anchor)
        if key not in self._texts:
            self._forget()
            if anchor is not None:
                items = json_text.mended(self._data[anchor.start : anchor.end])
                self._texts[key] = (anchor.start - 1, b"[" + items + b"]")
                return self._texts[key]
            newline = self._data.find(b"\n", start) if self._is_lines else -1
            text = json_text.mended(self._data[start : newline if newline >= 0 else None])
            value = text.strip(b" \t\r\n")
            self._texts[key] = (start + text.find(value[:1]), value)
        return self._texts[key]


_Children = list[msgspec.Raw] | dict[str, msgspec.Raw]
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _children_of(value: msgspec.Raw | bytes) -> _Children:
    """What stands in an array or object; of a key that stands twice the last, as readers do."""
    return (_ARRAY if bytes(memoryview(value)[:1]) == b"[" else _OBJECT).decode(value)


def _child(children: _Children, key: Key) -> msgspec.Raw:
    """One of them. Raises LookupError, also for a key of the wrong kind."""
    if isinstance(key, str) and isinstance(children, dict):
        return children[key]
    if isinstance(key, int) and isinstance(children, list):
        return children[key]
    raise KeyError(key)


def _positions(
    data: files.Data, offsets: list[int], newlines: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Line and column of each offset. Walks once, since one line may hold the whole file."""
    before = len(codecs.BOM_UTF8) if data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8 else 0
    line, column = 1, 1
    found = {}
    for offset in offsets:
        if offset > before:
            passed = _newlines_between(data, before, offset, newlines)
            if passed:
                line += passed
                column = 1
                before = data.rfind(b"\n", before, offset) + 1
            column += _code_points(data, before, offset)
            before = offset
        found[offset] = (line, column)
    return found


def _newlines_between(data: files.Data, start: int, end: int, newlines: Sequence[int]) -> int:
    first, last = -(-start // _STEP), end // _STEP
    if first >= last or last >= len(newlines):
        return _newlines_in(data, start, end)
    return (
        _newlines_in(data, start, first * _STEP)
        + newlines[last]
        - newlines[first]
        + _newlines_in(data, last * _STEP, end)
    )


def _newlines_in(data: files.Data, start: int, end: int) -> int:
    if end - start <= _CHUNK:
        return data[start:end].count(b"\n")
    return sum(data[at : min(at + _CHUNK, end)].count(b"\n") for at in range(start, end, _CHUNK))


_CHUNK = 1 << 20
_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes that no UTF-8 character begins with."""


def _code_points(data: files.Data, start: int, end: int) -> int:
    """How many characters begin between two offsets; takes no copy of a line of any length."""
    if end - start <= _CHUNK:
        return len(data[start:end].translate(None, _CONTINUATION))
    return sum(
        len(data[at : min(at + _CHUNK, end)].translate(None, _CONTINUATION))
        for at in range(start, end, _CHUNK)
    )


_WIDEST = 160
_LEAD = 40
_FARTHEST = 4 * 2 * _WIDEST
"""How many bytes away the ends of a line are looked for: one line may hold the whole export."""


def _excerpt(
    data: files.Data, span: _Span, first_line: int, positions: dict[int, tuple[int, int]]
) -> Excerpt:
    """The line of the focus, and one line on either side that belongs to the region."""
    mark_line, mark_column = positions[span.focus_start]
    line_start, starts_here = _line_start(data, span.focus_start)
    line_end, ends_here = _line_end(data, span.focus_start)
    cut = max(line_start, span.focus_start - _LEAD * 4)
    text = _decoded(data[max(cut, line_start) : min(line_end, cut + 4 * 2 * _WIDEST)])
    before = _text(data[cut : span.focus_start])
    marked = _decoded(_head(data, span.focus_start, min(span.focus_end, line_end)))
    if cut > line_start or len(text) > _WIDEST:
        text, mark_start = _window(text, len(before), len(marked), is_cut=cut > line_start)
    else:
        mark_start = mark_column - 1 if line_start == 0 else len(before)
    lines = [text]
    number = mark_line
    if mark_line > first_line and starts_here:
        previous, _ = _line_start(data, line_start - 1)
        lines.insert(0, _decoded(_head(data, previous, line_start - 1))[:_WIDEST])
        number -= 1
    if line_end < span.end and ends_here:
        following = _head(data, line_end + 1, _line_end(data, line_end + 1)[0])
        lines.append(_decoded(following)[:_WIDEST])
    end = min(mark_start + max(1, len(marked)), max(len(text), mark_start + 1))
    return Excerpt(number, tuple(lines), mark_line, mark_start, end)


def _head(data: files.Data, start: int, end: int) -> bytes:
    """As much of a part as can be shown, at up to four bytes a character."""
    return data[start : min(end, start + 4 * _WIDEST)]


def _window(text: str, start: int, length: int, *, is_cut: bool) -> tuple[str, int]:
    """A part of an overlong line around its mark, with an ellipsis where it was cut."""
    first = max(0, start - _LEAD)
    last = min(len(text), max(first + _WIDEST, start + min(length, _WIDEST)))
    lead = "..." if first > 0 or is_cut else ""
    tail = "..." if last < len(text) else ""
    return f"{lead}{text[first:last]}{tail}", start - first + len(lead)


def _line_start(data: files.Data, offset: int) -> tuple[int, bool]:
    """Where the line of an offset starts, and whether it does so near by."""
    nearest = max(0, offset - _FARTHEST)
    newline = data.rfind(b"\n", nearest, offset)
    return (newline + 1, True) if newline >= 0 else (nearest, nearest == 0)


def _line_end(data: files.Data, offset: int) -> tuple[int, bool]:
    """Where the line of an offset ends, and whether it does so near by."""
    farthest = min(len(data), offset + _FARTHEST)
    newline = data.find(b"\n", offset, farthest)
    return (newline, True) if newline >= 0 else (farthest, False)


def _decoded(line: bytes) -> str:
    """A line, or what can be shown of it, without what ends it."""
    return _text(line).rstrip("\r")


def _text(part: bytes) -> str:
    return part.decode("utf-8", "replace").removeprefix("\ufeff")
