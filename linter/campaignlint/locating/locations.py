"""From symbolic places to lines and columns, for those places only that are printed."""

from __future__ import annotations

import codecs
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from campaignlint.loading import discovery as files
from campaignlint.locating.pointers import PointerReader, Span
from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from campaignlint.model.finding import Key, SymbolicLocation


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


class Locations(dict["SymbolicLocation", Location]):
    """Where places stand."""

    def __init__(self) -> None:
        self.changed: list[str] = []
        """Files that are no longer as they were read: nothing in them has a line."""


def locate(
    places: Iterable[SymbolicLocation],
    identities: Mapping[str, int] = MappingProxyType({}),
    *,
    framed: Container[SymbolicLocation] | None = None,
) -> Locations:
    """The location of each place. Files are read once; the cost follows the number of places.

    Those that are `framed` come with an excerpt; None for all.
    """
    by_file: dict[str, list[SymbolicLocation]] = defaultdict(list)
    for place in dict.fromkeys(places):
        by_file[place.origin.file].append(place)
    found = Locations()
    for file, wanted in by_file.items():
        data = _as_it_was_read(file, identities.get(file, 0))
        if data is None:
            found.update((place, unlocated(place)) for place in wanted)
            if identities.get(file):
                found.changed.append(file)
        else:
            found.update(_locate_in(data, wanted, framed))
    return found


def unlocated(place: SymbolicLocation) -> Location:
    """A location without lines."""
    return Location(relative_path(place.origin.file), _pointer_of(place))


def _as_it_was_read(file: str, identity: int) -> files.Data | None:
    """What a file holds, if it is the one of that identity; any file for 0."""
    try:
        content = files.content(file)
    except files.UnreadablePathError:
        return None
    return content.data if identity in (0, content.identity) else None


def pointer_text(pointer: tuple[Key, ...]) -> str:
    """A JSON Pointer as RFC 6901 writes it."""
    text = "/".join(("", *map(str, pointer)))
    if "~" not in text and text.count("/") == len(pointer):
        return text  # what follows gives the same, in four times the time
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)


def _locate_in(
    data: files.Data,
    places: list[SymbolicLocation],
    framed: Container[SymbolicLocation] | None,
) -> Iterator[tuple[SymbolicLocation, Location]]:
    file = places[0].origin.file
    shown = relative_path(file)
    places.sort(key=_start_of_record)
    reader = PointerReader(data)
    spans = [reader.span(place, is_framed=framed is None or place in framed) for place in places]
    offsets = {offset for span in spans if span is not None for offset in _offsets(span)}
    positions = _positions(data, sorted(offsets))
    for place, span in zip(places, spans, strict=True):
        pointer = _pointer_of(place)
        if span is None:
            yield place, Location(shown, pointer)
            continue
        line, column = positions[span.start]
        excerpt = (
            None if span.mark is None else _excerpt(data, span.end, span.mark, line, positions)
        )
        yield place, Location(shown, pointer, line, column, *positions[span.end], excerpt)


def _start_of_record(place: SymbolicLocation) -> int:
    return place.origin.start


def _pointer_of(place: SymbolicLocation) -> str:
    return pointer_text((*place.origin.pointer, *place.path))


def _offsets(span: Span) -> tuple[int, ...]:
    return (span.start, span.end) if span.mark is None else (span.start, span.end, span.mark[0])


def _positions(data: files.Data, offsets: list[int]) -> dict[int, tuple[int, int]]:
    """Line and column of each offset. Walks once, since one line may hold the whole file."""
    before = len(codecs.BOM_UTF8) if data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8 else 0
    line, column = 1, 1
    found = {}
    for offset in offsets:
        if offset > before:
            passed = _newlines(data, before, offset)
            if passed:
                line += passed
                column = 1
                before = data.rfind(b"\n", before, offset) + 1
            column += _code_points(data, before, offset)
            before = offset
        found[offset] = (line, column)
    return found


_CHUNK = 1 << 20
_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes that no UTF-8 character begins with."""


def _newlines(data: files.Data, start: int, end: int) -> int:
    """Return the number of newlines between two offsets, without a copy of the whole part."""
    return sum(data[at : min(at + _CHUNK, end)].count(b"\n") for at in range(start, end, _CHUNK))


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
    data: files.Data,
    region_end: int,
    mark: tuple[int, int],
    first_line: int,
    positions: dict[int, tuple[int, int]],
) -> Excerpt:
    """The line of the mark, and one line on either side that belongs to the region."""
    focus_start, focus_end = mark
    mark_line, _ = positions[focus_start]
    line_start, starts_here = _line_start(data, focus_start)
    line_end, ends_here = _line_end(data, focus_start)
    cut = max(line_start, focus_start - _LEAD * 4)
    text = _decoded(data[max(cut, line_start) : min(line_end, cut + 4 * 2 * _WIDEST)])
    before = _text(data[cut:focus_start])
    marked = _decoded(_head(data, focus_start, min(focus_end, line_end)))
    mark_start = len(before)
    if cut > line_start or len(text) > _WIDEST:
        text, mark_start = _window(text, mark_start, len(marked))
    lines = [text]
    number = mark_line
    if mark_line > first_line and starts_here:
        previous, _ = _line_start(data, line_start - 1)
        lines.insert(0, _decoded(_head(data, previous, line_start - 1))[:_WIDEST])
        number -= 1
    if line_end < region_end and ends_here:
        following = _head(data, line_end + 1, _line_end(data, line_end + 1)[0])
        lines.append(_decoded(following)[:_WIDEST])
    end = min(mark_start + max(1, len(marked)), max(len(text), mark_start + 1))
    return Excerpt(number, tuple(lines), mark_line, mark_start, end)


def _head(data: files.Data, start: int, end: int) -> bytes:
    """As much of a part as can be shown, at up to four bytes a character."""
    return data[start : min(end, start + 4 * _WIDEST)]


def _window(text: str, start: int, length: int) -> tuple[str, int]:
    """A part of an overlong line around its mark, with an ellipsis where it was cut.

    A line that was cut before has more than `_LEAD` characters there, so that it is cut once more.
    """
    first = max(0, start - _LEAD)
    last = min(len(text), max(first + _WIDEST, start + min(length, _WIDEST)))
    lead = "..." if first > 0 else ""
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
