"""Find the lines and columns of symbolic locations, for those that are printed."""

from __future__ import annotations

import codecs
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from campaignlint.loading import discovery
from campaignlint.locating.pointers import PointerReader, Span
from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from campaignlint.loading.discovery import Data
    from campaignlint.model.finding import Key, SymbolicLocation


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A code frame: a few lines around a location, truncated, and the part that is marked.

    `mark_start` and `mark_end` count code points in the truncated line number `mark_line`.
    """

    first_line: int
    lines: tuple[str, ...]
    mark_line: int
    mark_start: int
    mark_end: int


@dataclass(frozen=True, slots=True)
class Location:
    """The location of a value in a file. Lines and columns start at 1; columns count code points.

    Ends are exclusive. Lines and columns are None if the value is not found.
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
    """The locations of symbolic locations."""

    def __init__(self) -> None:
        self.changed: list[str] = []
        """Files that changed after they were read: their locations have no lines."""


def locate(
    symbolic: Iterable[SymbolicLocation],
    identities: Mapping[str, int] = MappingProxyType({}),
    *,
    framed: Container[SymbolicLocation] | None = None,
) -> Locations:
    """Locate symbolic locations; the cost depends on their number, not on the size of the export.

    Args:
        symbolic: what to locate.
        identities: the versions of the files when they were read; 0 for unknown.
        framed: those that get an excerpt; None for all.

    """
    by_file: dict[str, list[SymbolicLocation]] = defaultdict(list)
    for location in dict.fromkeys(symbolic):
        by_file[location.origin.file].append(location)
    locations = Locations()
    for file, in_file in by_file.items():
        identity = identities.get(file, 0)
        data = _unchanged_content(file, identity)
        if data is None:
            locations.update((each, location_without_lines(each)) for each in in_file)
            if identity:
                locations.changed.append(file)
        else:
            locations.update(_locate_in(data, in_file, framed))
    return locations


def location_without_lines(symbolic: SymbolicLocation) -> Location:
    """Return a location without lines."""
    return Location(relative_path(symbolic.origin.file), _pointer_of(symbolic))


def _unchanged_content(file: str, identity: int) -> Data | None:
    """Return the content of a file; None if it cannot be read or has another identity than this."""
    try:
        content = discovery.content(file)
        data = content.data
    except discovery.UnreadablePathError:
        return None
    return data if identity in (0, content.identity) else None


def pointer_text(pointer: tuple[Key, ...]) -> str:
    """Return a JSON Pointer as RFC 6901 writes it."""
    text = "/".join(("", *map(str, pointer)))
    if "~" not in text and text.count("/") == len(pointer):
        return text  # fast path
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)


def _locate_in(
    data: Data,
    symbolic_locations: list[SymbolicLocation],
    framed: Container[SymbolicLocation] | None,
) -> Iterator[tuple[SymbolicLocation, Location]]:
    file = relative_path(symbolic_locations[0].origin.file)
    symbolic_locations.sort(key=_start_of_record)
    reader = PointerReader(data)
    spans = [
        reader.span(each, is_framed=framed is None or each in framed) for each in symbolic_locations
    ]
    offsets = {offset for span in spans if span is not None for offset in _offsets(span)}
    positions = _positions(data, sorted(offsets))
    for symbolic, span in zip(symbolic_locations, spans, strict=True):
        pointer = _pointer_of(symbolic)
        if span is None:
            yield symbolic, Location(file, pointer)
            continue
        line, column = positions[span.start]
        excerpt = (
            None if span.mark is None else _excerpt(data, span.end, span.mark, line, positions)
        )
        yield symbolic, Location(file, pointer, line, column, *positions[span.end], excerpt)


def _start_of_record(symbolic: SymbolicLocation) -> int:
    return symbolic.origin.start


def _pointer_of(symbolic: SymbolicLocation) -> str:
    return pointer_text((*symbolic.origin.pointer, *symbolic.path))


def _offsets(span: Span) -> tuple[int, ...]:
    return (span.start, span.end) if span.mark is None else (span.start, span.end, span.mark[0])


def _positions(data: Data, offsets: list[int]) -> dict[int, tuple[int, int]]:
    """Return the line and column of each offset, in one pass: a line may contain a whole file."""
    before = len(codecs.BOM_UTF8) if data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8 else 0
    line, column = 1, 1
    positions = {}
    for offset in offsets:
        if offset > before:
            newlines = _newlines(data, before, offset)
            if newlines:
                line += newlines
                column = 1
                before = data.rfind(b"\n", before, offset) + 1
            column += _code_points(data, before, offset)
            before = offset
        positions[offset] = (line, column)
    return positions


_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes that no UTF-8 character starts with."""


def _newlines(data: Data, start: int, end: int) -> int:
    return sum(chunk.count(b"\n") for chunk in _chunks(data, start, end))


def _code_points(data: Data, start: int, end: int) -> int:
    return sum(len(chunk.translate(None, _CONTINUATION)) for chunk in _chunks(data, start, end))


_CHUNK_SIZE = 1 << 20


def _chunks(data: Data, start: int, end: int) -> Iterator[bytes]:
    """Return a part of a file in chunks, since one part may be nearly all of it."""
    for at in range(start, end, _CHUNK_SIZE):
        yield data[at : min(at + _CHUNK_SIZE, end)]


_MAX_WIDTH = 160
"""Characters of a line in an excerpt."""
_MAX_LEAD = 40
"""Characters before the mark if the line is truncated."""
_MAX_LINE_BYTES = 4 * 2 * _MAX_WIDTH
"""Bytes in which the ends of a line are searched: one line may contain the whole export."""


def _excerpt(
    data: Data,
    region_end: int,
    mark: tuple[int, int],
    first_line: int,
    positions: dict[int, tuple[int, int]],
) -> Excerpt:
    """Return the line of the mark, and the lines before and after it that are in the region."""
    focus_start, focus_end = mark
    mark_line, _ = positions[focus_start]
    line_start, starts_here = _line_start(data, focus_start)
    line_end, ends_here = _line_end(data, focus_start)
    cut = max(line_start, focus_start - _MAX_LEAD * 4)
    text = _decode_line(data[max(cut, line_start) : min(line_end, cut + 4 * 2 * _MAX_WIDTH)])
    before = _text(data[cut:focus_start])
    marked = _decode_line(_head(data, focus_start, min(focus_end, line_end)))
    mark_start = len(before)
    if cut > line_start or len(text) > _MAX_WIDTH:
        text, mark_start = _window(text, mark_start, len(marked))
    lines = [text]
    number = mark_line
    if mark_line > first_line and starts_here:
        previous, _ = _line_start(data, line_start - 1)
        lines.insert(0, _decode_line(_head(data, previous, line_start - 1))[:_MAX_WIDTH])
        number -= 1
    if line_end < region_end and ends_here:
        following = _head(data, line_end + 1, _line_end(data, line_end + 1)[0])
        lines.append(_decode_line(following)[:_MAX_WIDTH])
    end = min(mark_start + max(1, len(marked)), max(len(text), mark_start + 1))
    return Excerpt(number, tuple(lines), mark_line, mark_start, end)


def _head(data: Data, start: int, end: int) -> bytes:
    """Return as much of a part as an excerpt can show, at up to four bytes per character."""
    return data[start : min(end, start + 4 * _MAX_WIDTH)]


def _window(text: str, start: int, length: int) -> tuple[str, int]:
    """Return the part of a long line around its mark, with ellipses, and the mark's new start."""
    first = max(0, start - _MAX_LEAD)
    last = min(len(text), max(first + _MAX_WIDTH, start + min(length, _MAX_WIDTH)))
    lead = "..." if first > 0 else ""
    tail = "..." if last < len(text) else ""
    return f"{lead}{text[first:last]}{tail}", start - first + len(lead)


def _line_start(data: Data, offset: int) -> tuple[int, bool]:
    """Return where the line of an offset starts, and whether that is near the offset."""
    nearest = max(0, offset - _MAX_LINE_BYTES)
    newline = data.rfind(b"\n", nearest, offset)
    return (newline + 1, True) if newline >= 0 else (nearest, nearest == 0)


def _line_end(data: Data, offset: int) -> tuple[int, bool]:
    """Return where the line of an offset ends, and whether that is near the offset."""
    farthest = min(len(data), offset + _MAX_LINE_BYTES)
    newline = data.find(b"\n", offset, farthest)
    return (newline, True) if newline >= 0 else (farthest, False)


def _decode_line(line: bytes) -> str:
    """Return a line as text, without its line end."""
    return _text(line).rstrip("\r")


def _text(part: bytes) -> str:
    return part.decode("utf-8", "replace").removeprefix("\ufeff")
