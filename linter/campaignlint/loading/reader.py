"""Read files into records, and report what cannot be read or decoded."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Raw

from campaignlint.loading import discovery, kinds
from campaignlint.loading.interning import StringInterner
from campaignlint.loading.json_errors import (
    JsonError,
    explain,
    replace_unpaired_surrogates,
    start_of_text,
)
from campaignlint.loading.kinds import RecordKind, first_byte
from campaignlint.loading.offsets import BufferOffsets
from campaignlint.loading.schema_errors import SchemaError, explain_schema_errors, format_path
from campaignlint.marketo.records import Error, Struct, TokenResponse
from campaignlint.model.finding import Finding, Key, RecordLocation, Related, SymbolicLocation
from campaignlint.paths import relative_path, relative_paths
from campaignlint.progress import report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


StructT_co = TypeVar("StructT_co", bound=Struct, covariant=True)


class Record(msgspec.Struct, Generic[StructT_co], frozen=True, gc=False):
    """A decoded record and its location."""

    data: StructT_co
    origin: RecordLocation

    def origin_of(self, _name: str) -> RecordLocation:
        """Return the location of the record that a field comes from."""
        return self.origin


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding of the engine about its input."""

    rule: str
    finding: Finding


@dataclass(slots=True)
class Records:
    """Everything read from the given paths."""

    records: list[Record[Struct]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: int = 0
    """Number of files read."""
    skipped_files: list[str] = field(default_factory=list)
    """Valid JSON files without Marketo records."""
    excluded_files: int = 0
    """Number of files and folders that patterns or .gitignore exclude."""
    identities: dict[str, int] = field(default_factory=dict)
    """The version of each file, to notice that it changed since; 0 if unknown."""
    paths_without_records: list[str] = field(default_factory=list)
    """Given paths without a single Marketo record."""


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files under each of the given paths."""

    walks: Mapping[str, discovery.Walk]

    def keys(self, files: list[str]) -> list[str]:
        """Return a unique key for each file, since two paths may lead to the same one."""
        return files if len(self.walks) == 1 else relative_paths(files)


def read_records(paths: Iterable[str]) -> Records:
    """Read every export under `paths`. Nothing in a file raises an exception."""
    return read_files(find_files(paths))


def find_files(paths: Iterable[str]) -> FoundFiles:
    """Find the files under `paths`."""
    return FoundFiles({path: discovery.walk([path]) for path in dict.fromkeys(paths)})


class DecodedFiles(dict[tuple[str, bool], list[Record[Struct]]]):
    """The records of valid files, by content and whether they are NDJSON.

    Runs that share it decode equal files once, and share their records.
    """


def read_files(found: FoundFiles, decoded: DecodedFiles | None = None) -> Records:
    """Read each file once, in the order of the given paths."""
    result = Records()
    strings = StringInterner()
    has_records: dict[str, bool] = {}
    excluded: set[str] = set()
    for path, walk in found.walks.items():
        unreadable_keys = found.keys([error.path for error in walk.unreadable])
        for key, error in zip(unreadable_keys, walk.unreadable, strict=True):
            if key not in has_records:
                has_records[key] = False
                result.diagnostics.append(unreadable_file(error.path, error.reason))
        excluded.update(found.keys(walk.excluded))
        keys = found.keys(walk.files)
        for number, (key, file) in enumerate(zip(keys, walk.files, strict=True)):
            if not number % _PROGRESS_INTERVAL:
                report(f"read: {number:,} of {len(keys):,} files")
            if key not in has_records:
                has_records[key] = _read_file(file, strings, result, decoded)
        if not any(has_records[key] for key in keys):
            result.paths_without_records.append(path)
    result.excluded_files = len(excluded - has_records.keys())
    return result


_PROGRESS_INTERVAL = 1000
"""Files or records between two progress reports."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, which would traverse all records again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def unreadable_file(file: str, message: str, offset: int | None = None) -> Diagnostic:
    """Return the diagnostic for a file that cannot be read, or not from an offset in bytes on."""
    location = SymbolicLocation(RecordLocation(file), text=relative_path(file), offset=offset)
    return Diagnostic("unreadable-file", Finding(message, location))


def _read_file(
    file: str, strings: StringInterner, result: Records, decoded: DecodedFiles | None
) -> bool:
    """Add the contents of a file to the result; return whether it has records."""
    result.files += 1
    result.identities[file] = 0
    number_of_records, number_of_diagnostics = len(result.records), len(result.diagnostics)
    is_marketo = False
    key = ("", False)
    try:
        content = discovery.content(file)
        result.identities[file] = content.identity
        if decoded is not None:
            key = (content.blob_id, _has_lines(file))
            if key in decoded:
                result.records += (_at(record, file) for record in decoded[key])
                return True
        for start, text in _texts(file, content.data):
            is_marketo |= _read_text(_TextReader(file, text, start, strings), result)
    except discovery.UnreadablePathError as error:
        result.diagnostics.append(unreadable_file(file, error.reason))
        return False
    except JsonError as error:
        result.diagnostics.append(unreadable_file(file, error.message, error.offset))
        return False
    if not is_marketo:
        result.skipped_files.append(file)
    has_records = len(result.records) > number_of_records
    if has_records and decoded is not None and len(result.diagnostics) == number_of_diagnostics:
        decoded[key] = result.records[number_of_records:]
    return has_records


def _at(record: Record[Struct], file: str) -> Record[Struct]:
    """Return a record of an equal file."""
    origin = record.origin
    return record if origin.file == file else Record(record.data, origin._replace(file=file))


def _has_lines(file: str) -> bool:
    return file.lower().endswith(discovery.LINE_SUFFIXES)


def _texts(file: str, data: discovery.Data) -> Iterator[tuple[int, memoryview]]:
    """Return the JSON texts of a file, each with its offset: the lines of NDJSON, otherwise one.

    Raises JsonError for an empty file, and for one that is not UTF-8.
    """
    start = start_of_text(data)
    view = memoryview(data)
    if not _has_lines(file):
        yield start, view[start:]
        return
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = view[start:end]
        if bytes(line).strip():
            yield start, line
        start = end + 1


def _read_text(reader: _TextReader, result: Records) -> bool:
    """Add the results of a reader; return whether its text is from Marketo or invalid."""
    try:
        reader.read()
    except _INVALID_JSON as invalid:
        text = bytes(reader.text)
        error = explain(text, invalid)
        offset = reader.start + error.offset
        result.diagnostics.append(unreadable_file(reader.file, error.message, offset))
        repaired = replace_unpaired_surrogates(text)
        if repaired != text:
            again = _TextReader(reader.file, memoryview(repaired), reader.start, reader.strings)
            _read_text(again, result)
        return True
    result.records += reader.records
    result.diagnostics += reader.diagnostics
    return bool(reader.records or reader.diagnostics or reader.has_envelope)


_ARRAY = msgspec.json.Decoder(list[Raw])
_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_VALUE = msgspec.json.Decoder(Raw)
_ERRORS = msgspec.json.Decoder(list[Error], strict=False)
_INVALID_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
_MAX_POINTER_LENGTH = 8
"""Keys above a record: those of an envelope in a bundle in an array, and some to spare."""


class _Context(NamedTuple):
    """Facts about a value that follow from the keys above it."""

    expected: RecordKind | None = None
    """The kind of the records under a bundle's key."""
    is_marketo: bool = False
    """Whether it is in an API response, or in a bundle with a key that only Marketo uses."""

    def below(self, keys: Iterable[str]) -> dict[str, _Context]:
        """Return the context below each of these keys that is one of a bundle."""
        found = [key for key in keys if key in kinds.BUNDLE_KINDS]
        is_marketo = self.is_marketo or any(key.startswith("smart") for key in found)
        return {key: _Context(kinds.BUNDLE_KINDS[key], is_marketo) for key in found}


class _TextReader:
    """Finds the records of one JSON text, in their order."""

    def __init__(self, file: str, text: memoryview, start: int, strings: StringInterner) -> None:
        self.file = file
        self.text = text
        self.start = start
        """The offset of the text in the file, in bytes."""
        self.records: list[Record[Struct]] = []
        self.diagnostics: list[Diagnostic] = []
        self.has_envelope = False
        """Whether the text is an API response, which may have no records."""
        self.strings = strings

    @cached_property
    def _offsets(self) -> BufferOffsets:
        return BufferOffsets(self.text)

    def read(self) -> None:
        """Find the records. Raises what `_INVALID_JSON` names; the records are then incomplete."""
        text = _without_space(self.text)
        if bytes(text[:1]) not in (b"{", b"["):
            _VALUE.decode(text)
        elif not self._read_response(text):
            self._visit(text, (), _Context())

    def _read_response(self, text: memoryview) -> bool:
        """Read an API response with one record; return whether it is one that needs no more."""
        data = kinds.decode_response(text)
        if data is None:
            return False
        self.has_envelope = True
        end = self.start + len(self.text)
        self._add(data, RecordLocation(self.file, ("result", 0), self.start, end))
        return True

    def _visit(self, raw: Raw | memoryview, pointer: tuple[Key, ...], context: _Context) -> None:
        if len(pointer) > _MAX_POINTER_LENGTH:
            return
        lead = first_byte(raw)
        if lead == b"[":
            self._visit_array(raw, pointer, context)
        elif lead == b"{":
            self._visit_object(raw, pointer, context)

    def _visit_array(
        self, raw: Raw | memoryview, pointer: tuple[Key, ...], context: _Context
    ) -> None:
        for index, item in enumerate(_ARRAY.decode(raw)):
            if index and not index % _PROGRESS_INTERVAL:
                report(f"read: {index:,} records of {relative_path(self.file)}")
            data = kinds.decode_frequent(item, context.expected)
            if data is None:
                self._visit(item, (*pointer, index), context)
            else:
                self._add(data, self._location(item, (*pointer, index)))

    def _visit_object(
        self, raw: Raw | memoryview, pointer: tuple[Key, ...], context: _Context
    ) -> None:
        members = _OBJECT.decode(raw)
        if _is_envelope(members):
            self._visit_envelope(members, raw, pointer, context)
            return
        kind = kinds.kind_of(members, context.expected, is_marketo=context.is_marketo)
        if kind is None:
            self._visit_bundle(members, pointer, context)
        else:
            self._decode(kind, raw, pointer)

    def _visit_bundle(
        self, members: Mapping[str, Raw], pointer: tuple[Key, ...], context: _Context
    ) -> None:
        for key, below in context.below(members).items():
            self._visit(members[key], (*pointer, key), below)

    def _visit_envelope(
        self,
        members: Mapping[str, Raw],
        raw: Raw | memoryview,
        pointer: tuple[Key, ...],
        context: _Context,
    ) -> None:
        if "success" in members or "requestId" in members:
            self.has_envelope = True
            context = context._replace(is_marketo=True)
        if bytes(members.get("success", b"true")) in (b"false", b'"false"'):
            self._report_failed_response(members, raw, pointer)
        if "result" in members:
            self._visit(members["result"], (*pointer, "result"), context)
        self._visit_bundle(members, pointer, context)

    def _decode(self, kind: RecordKind, raw: Raw | memoryview, pointer: tuple[Key, ...]) -> None:
        try:
            data = kind.decoder.decode(raw)
        except msgspec.ValidationError as error:
            errors = explain_schema_errors(kind.struct, raw, error)
            self._report_invalid_record(kind, errors, raw, pointer)
            return
        if isinstance(data, TokenResponse) and data.owner is None:
            errors = [SchemaError(("folder",), "no folder or program id")]
            self._report_invalid_record(kind, errors, raw, pointer)
            return
        self._add(data, self._location(raw, pointer))

    def _add(self, data: Struct, origin: RecordLocation) -> None:
        self.strings.intern(data)
        self.records.append(Record(data, origin))

    def _location(self, raw: Raw | memoryview, pointer: tuple[Key, ...]) -> RecordLocation:
        offset, length = self._offsets.find(raw)
        start = self.start + offset
        return RecordLocation(self.file, pointer, start, start + length, len(pointer))

    def _report_invalid_record(
        self,
        kind: RecordKind,
        errors: list[SchemaError],
        raw: Raw | memoryview,
        pointer: tuple[Key, ...],
    ) -> None:
        origin = self._location(raw, pointer)
        first, *others = errors
        message = f"invalid {kind.noun}, skipped: {first.at(pointer)}"
        if others:
            message += f" (and {len(others)} more)"
        finding = Finding(
            message,
            _location_of(first, origin),
            help="export it again, or fix the exporter",
            related=tuple(
                Related(other.at(pointer), _location_of(other, origin)) for other in others
            ),
        )
        self.diagnostics.append(Diagnostic("invalid-record", finding))

    def _report_failed_response(
        self, members: Mapping[str, Raw], raw: Raw | memoryview, pointer: tuple[Key, ...]
    ) -> None:
        try:
            errors = _ERRORS.decode(members.get("errors", b"[]"))
        except msgspec.ValidationError:
            errors = []
        texts = (f"{error.code or '?'} {error.message or ''}".strip() for error in errors)
        details = "; ".join(texts) or "no details"
        location = SymbolicLocation(
            self._location(raw, pointer), text=relative_path(self.file), key=pointer_key(pointer)
        )
        finding = Finding(
            f"Marketo returned an error instead of records: {details}",
            location,
            help="the export is incomplete; repeat the request and export again",
        )
        self.diagnostics.append(Diagnostic("failed-response", finding))


def _without_space(text: memoryview) -> memoryview:
    """Return the text without the JSON white space around it."""
    start, end = 0, len(text)
    while start < end and text[start] in _SPACE:
        start += 1
    while start < end and text[end - 1] in _SPACE:
        end -= 1
    return text[start:end]


_SPACE = b" \t\n\r"


def _is_envelope(members: Mapping[str, Raw]) -> bool:
    if "result" in members:
        return first_byte(members["result"]) in (b"[", b"{", b"n")
    return "success" in members and (
        len(members) == 1 or bool(members.keys() & {"errors", "requestId", "warnings"})
    )


def _location_of(error: SchemaError, origin: RecordLocation) -> SymbolicLocation:
    where = format_path((*origin.pointer, *error.path))
    file = relative_path(origin.file)
    text = f"{file}: {where}" if where else file
    return SymbolicLocation(origin, error.path, text=text, key=(where,))


def pointer_key(pointer: tuple[Key, ...]) -> tuple[str, ...]:
    """Return a pointer as the key of a location."""
    return tuple(map(str, pointer))
