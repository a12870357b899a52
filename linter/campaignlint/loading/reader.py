"""From bytes to records: what kind each is, what is wrong with those that are none."""

from __future__ import annotations

import functools
import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from campaignlint.loading import discovery as files
from campaignlint.loading import json_errors as json_text
from campaignlint.loading import plain
from campaignlint.loading.interning import StringInterner
from campaignlint.loading.json_errors import JsonError
from campaignlint.loading.schema_errors import (
    RECORD_WORDS,
    TELLING_KEYS,
    SchemaError,
    dotted,
    explain_schema_errors,
)
from campaignlint.loading.soundness import is_sound
from campaignlint.loading.stretches import UnevenError, stretches
from campaignlint.marketo import records as api
from campaignlint.model.finding import (
    Anchor,
    Finding,
    Key,
    RecordLocation,
    Related,
    SymbolicLocation,
)
from campaignlint.paths import relative_path, relative_paths
from campaignlint.progress import report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from campaignlint.loading.plain import RecordType


class Record(msgspec.Struct, frozen=True, gc=False):
    """One decoded record, and where it stands."""

    data: api.Struct
    origin: RecordLocation

    def origin_of(self, _part: str) -> RecordLocation:
        """Where a part of it stands: all do here. Of a merged record they may stand apart."""
        return self.origin


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding of the engine itself: what could not be read or decoded."""

    rule: str
    finding: Finding


@dataclass(slots=True)
class Records:
    """All that was read under the given paths."""

    records: list[Record] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    files: int = 0
    """How many files were looked into."""
    skipped_files: list[str] = field(default_factory=list)
    """Good JSON that is no Marketo record."""
    excluded_files: int = 0
    """How many files, and folders with all that is in them, patterns or .gitignore left out."""
    identities: dict[str, int] = field(default_factory=dict)
    """What tells of each file, in the order of reading, whether it is still the same."""
    paths_without_records: list[str] = field(default_factory=list)
    """Given paths under which no Marketo record at all was found."""


@dataclass(frozen=True)
class Found:
    """What was found under each of the given paths, before anything is read."""

    walks: Mapping[str, files.Walk]

    @cached_property
    def named(self) -> Mapping[str, Mapping[str, str]]:
        """The files under each of the paths, by names that are the same under all of them."""
        return {
            path: dict(zip(self.names(walk.files), walk.files, strict=True))
            for path, walk in self.walks.items()
        }

    def names(self, paths: list[str]) -> list[str]:
        """By what to know some of what was found: under one path everything has one name."""
        return paths if len(self.walks) == 1 else relative_paths(paths)

    @property
    def files(self) -> list[str]:
        """Every file once, by the path under which it is found, and so read, first."""
        first: dict[str, str] = {}
        for named in self.named.values():
            for name, file in named.items():
                first.setdefault(name, file)
        return list(first.values())


def read_records(paths: Iterable[str]) -> Records:
    """Read every export under `paths`; nothing in a file can raise."""
    return read_found(find(paths))


def find(paths: Iterable[str]) -> Found:
    """The files under `paths`."""
    return Found({path: files.walk([path]) for path in dict.fromkeys(paths)})


def read_found(
    found: Found,
    doubtful: Collection[str] | None = None,
    content: Callable[[str], files.Content] = files.content,
) -> Records:
    """Read what was found. All files but the `doubtful` are taken to be sound; None for none.

    `content` is asked for what each of `found.files` holds, in their order.
    """
    result = Records()
    run = _Run(content)
    has_records: dict[str, bool] = {}
    """Of each file and folder that was come upon, under whatever path was given."""
    excluded: set[str] = set()
    for path, walk in found.walks.items():
        unreadable_paths = [error.path for error in walk.unreadable]
        for error, name in zip(walk.unreadable, found.names(unreadable_paths), strict=True):
            if name not in has_records:
                has_records[name] = False
                result.faults.append(unreadable(error.path, error.reason))
        excluded.update(found.names(walk.excluded))
        names = found.named[path]
        for number, (name, file) in enumerate(names.items()):
            if not number % _TOLD_EVERY:
                report(f"read: {number:,} of {len(names):,} files")
            if name not in has_records:
                is_presumed_sound = doubtful is not None and file not in doubtful
                reader = _FileReader(file, run, is_presumed_sound=is_presumed_sound)
                has_records[name] = _read_file(reader, result)
        if not any(has_records[name] for name in names):
            result.paths_without_records.append(path)
    result.excluded_files = len(excluded - has_records.keys())
    return result


@contextmanager
def collector_paused() -> Iterator[None]:
    """Go without the garbage collector, and give it back afterwards."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_file(reader: _FileReader, result: Records) -> bool:
    """Add what a file holds; whether there is a Marketo record in it."""
    result.files += 1
    try:
        content = reader.content()
    except files.UnreadablePathError as error:
        result.identities[reader.file] = 0
        result.faults.append(unreadable(reader.file, error.reason))
        return False
    result.identities[reader.file] = content.identity
    before = len(result.records)
    found = reader.read_plain(content.data)
    if found is not None:
        result.records += found
        return bool(found)
    try:
        items = reader.read(content.data)
    except _NOT_SOUND:
        reader.is_presumed_sound = False
        items = reader.read(content.data)
    result.records += [item for item in items if isinstance(item, Record)]
    result.faults += [item for item in items if isinstance(item, Diagnostic)]
    if not items:
        result.skipped_files.append(reader.file)
    return len(result.records) > before


class Envelope:
    """An API envelope was seen, though it may hold no record."""


def unreadable(file: str, message: str, start: int = 0, offset: int | None = None) -> Diagnostic:
    """What is wrong with a file as a whole, or at an offset in bytes in it."""
    return Diagnostic(
        "unreadable-file",
        Finding(
            message,
            SymbolicLocation(
                RecordLocation(file, start=start), text=relative_path(file), offset=offset
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """One JSON text: a file, or one line of an NDJSON file."""

    file: str
    start: int

    def fault(self, fault: JsonError) -> Diagnostic:
        offset = None if fault.offset is None else self.start + fault.offset
        return unreadable(self.file, fault.message, self.start, offset)

    def fault_at(self, fault: JsonError, pointer: tuple[Key, ...]) -> Diagnostic:
        """A fault within the value at `pointer`, which the place leads to."""
        place = SymbolicLocation(
            self.origin(pointer),
            fault.path,
            text=relative_path(self.file),
            key=pointer_key(pointer),
        )
        return Diagnostic("unreadable-file", Finding(fault.message, place))

    def origin(self, pointer: tuple[Key, ...], anchor: Anchor | None = None) -> RecordLocation:
        return RecordLocation(self.file, pointer, self.start, anchor)


_DECODERS: dict[RecordType, msgspec.json.Decoder[api.Struct]] = {
    record_type: msgspec.json.Decoder(record_type, strict=False) for record_type in RECORD_WORDS
}
_ERRORS = msgspec.json.Decoder(list[api.Error], strict=False)
_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_LARGE = 1 << 20
"""More bytes than any campaign has."""
_TOLD_EVERY = 1000
"""After how many files or records whoever waits is told."""
_DEEPEST = 8
"""How many keys down a record may stand: in an envelope in a bundle in an array, and then some."""
_ENOUGH_KEYS = 3
_FIRST_RESULT = ("result", 0)
"""Where most records of most exports stand: one tuple serves them all."""
_JSON_ERRORS = (msgspec.DecodeError, RecursionError)
_NOT_SOUND = (*_JSON_ERRORS, UnicodeError)
_NUMBER = re.compile(rb'-?[0-9]+|"-?[0-9]+"')


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a bundle's key, or a response, says of the records below it."""

    kind: RecordType | None
    """None for any."""
    is_certain: bool
    """Whether no other tool's JSON is likely to have such a key, or to be such a response."""

    def kind_of(self, members: dict[str, Raw]) -> RecordType | None:
        """What a record is whose own keys do not tell."""
        if self.kind is None or (not self.is_certain and _is_foreign(self.kind, members)):
            return None
        return self.kind


_ANYTHING = _Meant(None, is_certain=False)
_BUNDLE_KEYS = {
    key: _Meant(kind, key.startswith("smart")) for key, kind in plain.BUNDLE_KEYS.items()
}


def _meant_by(keys: Iterable[str], meant: _Meant) -> dict[str, _Meant]:
    """What the keys of a bundle say; one that is certainly Marketo's makes them all so."""
    known = [key for key in keys if key in _BUNDLE_KEYS]
    is_certain = meant.is_certain or any(_BUNDLE_KEYS[key].is_certain for key in known)
    return {key: _Meant(_BUNDLE_KEYS[key].kind, is_certain) for key in known}


def texts_in(file: str, data: files.Data, start: int) -> Iterator[tuple[int, memoryview]]:
    """The JSON texts of a file, each with its offset: the lines of NDJSON, else one."""
    view = memoryview(data)
    if not file.lower().endswith(files.LINE_SUFFIXES):
        yield start, view[start:]
        return
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = view[start:end]
        if bytes(line).strip():
            yield start, line
        start = end + 1


class _Run:
    """What the files of a run have in common."""

    def __init__(self, content: Callable[[str], files.Content]) -> None:
        self.content = content
        self.strings = StringInterner()
        self.likely: RecordType = plain.CAMPAIGN
        """The kind of record in the last file; those of a folder are alike."""


class _FileReader:
    """Finds the records of one file, in their order."""

    def __init__(self, file: str, run: _Run, *, is_presumed_sound: bool) -> None:
        self.file = file
        self.is_presumed_sound = is_presumed_sound
        self._run = run

    def content(self) -> files.Content:
        return self._run.content(self.file)

    def read_plain(self, data: files.Data) -> list[Record] | None:
        """The records of a file with one response, which most are; None for any other."""
        if not self.is_presumed_sound or data[:1] != b"{" or len(data) >= _LARGE:
            return None
        return None if self.file.lower().endswith(files.LINE_SUFFIXES) else self._enveloped(data, 0)

    def read(self, data: files.Data) -> list[Record | Diagnostic | Envelope]:
        """What any file holds. Raises what `_NOT_SOUND` names where it is not as presumed."""
        try:
            start = json_text.start_of_text(data)
        except JsonError as fault:
            return [unreadable(self.file, fault.message, 0, fault.offset)]
        found: list[Record | Diagnostic | Envelope] = []
        for at, text in texts_in(self.file, data, start):
            if self.is_presumed_sound or is_sound(text):
                found += self._read_sound(text, at)
            else:
                found += self._read_doubtful(text, at)
        return found

    def _read_sound(self, text: memoryview, start: int) -> Iterable[Record | Diagnostic | Envelope]:
        value = json_text.trimmed(text)
        at = start + json_text.start_of_value(text)
        if len(value) >= _LARGE:
            stretched = self._stretched(value, start, at)
            if stretched is not None:
                return stretched
        else:
            enveloped = self._enveloped(value, start)
            if enveloped is not None:
                return [Envelope(), *enveloped]
        here = _Text(self.file, start)
        return _TextReader(here, self._run.strings, is_sound=True).visit(value, at=at)

    def _read_doubtful(
        self, text: memoryview, start: int
    ) -> Iterator[Record | Diagnostic | Envelope]:
        here = _Text(self.file, start)
        try:
            json_text.check_utf8(text)
            json_text.check_depth(text)
        except JsonError as fault:
            yield here.fault(fault)
            return
        try:
            raw = msgspec.json.decode(text, type=Raw)
        except _JSON_ERRORS as error:
            copy = bytes(text)
            yield here.fault(json_text.explain(copy, error))
            try:
                raw = msgspec.json.decode(json_text.mended(copy), type=Raw)
            except _JSON_ERRORS:
                return
        at = start + json_text.start_of_value(text)
        yield from _TextReader(here, self._run.strings, is_sound=False).visit(raw, at=at)

    def _enveloped(self, text: files.Data | memoryview, start: int) -> list[Record] | None:
        """The records of a response as Marketo sends it; None for any other text."""
        response = plain.enveloped(text, self._run.likely)
        if response is None:
            return None
        self._run.likely, records = response
        found = []
        for index, data in enumerate(records):
            self._run.strings.share(data)
            pointer = ("result", index) if index else _FIRST_RESULT
            found.append(Record(data, RecordLocation(self.file, pointer, start)))
        return found

    def _stretched(
        self, text: memoryview, start: int, at: int
    ) -> list[Record | Diagnostic | Envelope] | None:
        """The records of a large text that is written as most are; None for any other."""
        found: list[Record | Diagnostic | Envelope] = []
        try:
            for key, first, begin, end, records in stretches(text, plain.array):
                report(f"read: {len(found):,} records of {relative_path(self.file)}")
                above: tuple[Key, ...] = () if key is None else (key,)
                anchor = Anchor(len(above), at + begin, at + end, first, len(records))
                for index, data in enumerate(records, first):
                    self._run.strings.share(data)
                    found.append(
                        Record(data, RecordLocation(self.file, (*above, index), start, anchor))
                    )
        except UnevenError:
            return None
        return found


class _TextReader:
    """Finds the records of one JSON text, wherever they stand in it."""

    def __init__(self, text: _Text, strings: StringInterner, *, is_sound: bool) -> None:
        self.text = text
        self._strings = strings
        self._is_sound = is_sound
        self._anchor: Anchor | None = None

    def visit(
        self,
        raw: Raw | memoryview,
        pointer: tuple[Key, ...] = (),
        meant: _Meant | None = None,
        at: int | None = None,
    ) -> Iterator[Record | Diagnostic | Envelope]:
        """The records in `raw`; `meant` is what a bundle's key says of them.

        `at` is where `raw` stands in the file, in bytes, where that is known.
        """
        if len(pointer) > _DEEPEST:
            return
        lead = _lead(raw)
        if lead == b"[":
            yield from self._visit_array(raw, pointer, meant, at)
        elif lead == b"{":
            bundle = self._bundle(raw)
            if bundle is None or at is None:
                yield from self._visit_object(raw, pointer, meant, at)
                return
            for key, below in _meant_by(bundle, meant or _ANYTHING).items():
                yield from self._visit_items(bundle[key], (*pointer, key), below, at)

    def _visit_array(
        self,
        raw: Raw | memoryview,
        pointer: tuple[Key, ...],
        meant: _Meant | None,
        at: int | None,
    ) -> Iterator[Record | Diagnostic | Envelope]:
        if at is None or len(memoryview(raw)) < _LARGE:
            for index, item in enumerate(_ARRAY.decode(raw)):
                yield from self.visit(item, (*pointer, index), meant)
            return
        yield from self._visit_items(json_text.items(raw), pointer, meant, at)

    def _visit_items(
        self,
        items: Iterable[json_text.Item],
        pointer: tuple[Key, ...],
        meant: _Meant | None,
        at: int,
    ) -> Iterator[Record | Diagnostic | Envelope]:
        """The records in the items of a large array, each anchored at its item."""
        outer = self._anchor
        file, start, depth = self.text.file, self.text.start, len(pointer)
        decode = self._typed(meant)
        for index, (offset, length, item) in enumerate(items):
            if not index % _TOLD_EVERY:
                report(f"read: {index:,} records of {relative_path(file)}")
            anchor = Anchor(depth, at + offset, at + offset + length, index)
            data = decode(item) if length < _LARGE else None
            if data is not None:
                yield Record(data, RecordLocation(file, (*pointer, index), start, anchor))
                continue
            self._anchor = anchor
            yield from self.visit(item, (*pointer, index), meant, at + offset)
        self._anchor = outer

    def _typed(self, meant: _Meant | None) -> Callable[[Raw], api.Struct | None]:
        """What decodes a record of the kind that most are here; None for any other."""
        if not self._is_sound:
            return lambda _: None
        kind = None if meant is None else meant.kind
        return functools.partial(self._shared, kind or plain.CAMPAIGN)

    def _shared(self, kind: RecordType, raw: Raw) -> api.Struct | None:
        data = plain.record(kind, raw)
        if data is not None:
            self._strings.share(data)
        return data

    def _visit_object(
        self,
        raw: Raw | memoryview,
        pointer: tuple[Key, ...],
        meant: _Meant | None,
        at: int | None,
    ) -> Iterator[Record | Diagnostic | Envelope]:
        is_large = len(memoryview(raw)) >= _LARGE
        meant = meant or _ANYTHING
        is_said_otherwise = meant.kind not in (None, plain.CAMPAIGN)
        if not is_large and not is_said_otherwise:
            campaign = plain.record(plain.CAMPAIGN, raw)
            if campaign is not None:  # most records are, so keys are looked at afterwards
                yield self._strict(campaign, raw, pointer)
                return
        members, offsets, fault = self._members(raw, pointer, at if is_large else None)
        kind = _kind_by_keys(members, is_marketos=meant.is_certain) or meant.kind_of(members)
        if kind is not None and not _is_envelope(members):
            yield self._decode(kind, raw, pointer)
            return
        if fault is not None:  # of a record it is told otherwise
            yield fault
        if _is_envelope(members):
            yield from self._visit_envelope(members, pointer, meant, offsets)
        else:
            yield from self._visit_bundle(members, pointer, meant, offsets)

    def _visit_bundle(
        self,
        members: dict[str, Raw],
        pointer: tuple[Key, ...],
        meant: _Meant,
        offsets: dict[str, int],
    ) -> Iterator[Record | Diagnostic | Envelope]:
        for key, below in _meant_by(members, meant).items():
            yield from self.visit(members[key], (*pointer, key), below, offsets.get(key))

    def _bundle(self, raw: Raw | memoryview) -> dict[str, list[json_text.Item]] | None:
        """The items of a large bundle's arrays; None for what says more, or is doubtful."""
        if not self._is_sound or len(memoryview(raw)) < _LARGE:
            return None
        if json_text.first_key(raw) not in _BUNDLE_KEYS:
            return None
        try:
            arrays = json_text.arrays(raw)
        except (*_JSON_ERRORS, JsonError):
            return None
        return arrays if arrays.keys() <= _BUNDLE_KEYS.keys() else None

    def _members(
        self, raw: Raw | memoryview, pointer: tuple[Key, ...], at: int | None
    ) -> tuple[dict[str, Raw], dict[str, int], Diagnostic | None]:
        """The members of an object; where they stand, if that is asked for; a key that is twice."""
        if self._is_sound and at is None:
            return _OBJECT.decode(raw), {}, None
        try:
            placed = json_text.members(raw)
        except JsonError as fault:
            return _OBJECT.decode(raw), {}, self.text.fault_at(fault, pointer)
        offsets = {} if at is None else {key: at + offset for key, (offset, _) in placed.items()}
        return {key: value for key, (_, value) in placed.items()}, offsets, None

    def _visit_envelope(
        self,
        members: dict[str, Raw],
        pointer: tuple[Key, ...],
        meant: _Meant,
        offsets: dict[str, int],
    ) -> Iterator[Record | Diagnostic | Envelope]:
        if "success" in members or "requestId" in members:
            meant = _Meant(meant.kind, is_certain=True)
            yield Envelope()
        if bytes(members.get("success", b"true")) in (b"false", b'"false"'):
            yield self._failed_response(members, pointer)
        if "result" in members:
            below = (*pointer, "result")
            yield from self.visit(members["result"], below, meant, offsets.get("result"))
        yield from self._visit_bundle(members, pointer, meant, offsets)

    def _decode(
        self, kind: RecordType, raw: Raw | memoryview, pointer: tuple[Key, ...]
    ) -> Record | Diagnostic:
        try:
            data = _DECODERS[kind].decode(raw)
        except msgspec.ValidationError as error:
            return self._invalid_record(kind, raw, pointer, error)
        except _JSON_ERRORS as error:
            return self._unfit(kind, pointer, json_text.explain(bytes(raw), error))
        if isinstance(data, api.TokenResponse) and data.owner is None:
            return self._refused(
                kind, pointer, [SchemaError(("folder",), "this says no id of a folder or program")]
            )
        return self._strict(data, raw, pointer)

    def _strict(
        self, data: api.Struct, raw: Raw | memoryview, pointer: tuple[Key, ...]
    ) -> Record | Diagnostic:
        if not self._is_sound:
            try:
                json_text.check_strictly(bytes(raw))
            except JsonError as fault:
                return self._unfit(type(data), pointer, fault)
        self._strings.share(data)
        return Record(data, self.text.origin(pointer, self._anchor))

    def _invalid_record(
        self,
        kind: RecordType,
        raw: Raw | memoryview,
        pointer: tuple[Key, ...],
        error: msgspec.ValidationError,
    ) -> Diagnostic:
        try:
            return self._refused(kind, pointer, explain_schema_errors(kind, raw, error))
        except _JSON_ERRORS as fault:
            return self._unfit(kind, pointer, json_text.explain(bytes(raw), fault))

    def _unfit(self, kind: RecordType, pointer: tuple[Key, ...], fault: JsonError) -> Diagnostic:
        return self._refused(kind, pointer, [SchemaError(fault.path, fault.message)])

    def _refused(
        self, kind: RecordType, pointer: tuple[Key, ...], refusals: list[SchemaError]
    ) -> Diagnostic:
        first, *others = refusals
        message = f"this {RECORD_WORDS[kind]} is left out: {first.at(pointer)}"
        if others:
            message += f", and {len(others)} more"
        return Diagnostic(
            "invalid-record",
            Finding(
                message,
                self._place(pointer, first),
                help="export it again, or correct the exporter",
                related=tuple(
                    Related(other.at(pointer), self._place(pointer, other)) for other in others
                ),
            ),
        )

    def _place(self, pointer: tuple[Key, ...], refusal: SchemaError) -> SymbolicLocation:
        where = dotted((*pointer, *refusal.path))
        return SymbolicLocation(
            self.text.origin(pointer, self._anchor),
            refusal.path,
            text=f"{relative_path(self.text.file)}: {where}"
            if where
            else relative_path(self.text.file),
            key=(where,),
        )

    def _failed_response(self, members: dict[str, Raw], pointer: tuple[Key, ...]) -> Diagnostic:
        try:
            errors = _ERRORS.decode(members.get("errors", b"[]"))
        except _JSON_ERRORS:
            errors = []
        said = "; ".join(f"{error.code or '?'} {error.message or ''}".strip() for error in errors)
        return Diagnostic(
            "failed-response",
            Finding(
                f"Marketo answered with an error in place of records: {said or 'none is named'}",
                SymbolicLocation(
                    self.text.origin(pointer, self._anchor),
                    text=relative_path(self.text.file),
                    key=pointer_key(pointer),
                ),
                help="this export is incomplete: repeat the request and export it again",
            ),
        )


def pointer_key(pointer: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(map(str, pointer))


def _lead(raw: Raw | memoryview) -> bytes:
    """The first byte of a value, which tells its kind."""
    return bytes(memoryview(raw)[:1])


def _is_envelope(members: dict[str, Raw]) -> bool:
    if "result" in members:
        return _lead(members["result"]) in b"[{n"
    return "success" in members and (
        len(members) == 1 or bool(members.keys() & {"errors", "requestId", "warnings"})
    )


def _kind_by_keys(members: dict[str, Raw], *, is_marketos: bool) -> RecordType | None:
    """What kind of record has these keys; None for what is no record.

    Where it stands may tell that it is Marketo's.
    """
    for kind, telling in TELLING_KEYS.items():
        found = [key for key in telling if _present(members, key)]
        if not found or (kind is api.TokenResponse and len(found) < len(telling)):
            continue
        if is_marketos or kind not in _TOLD_BY_COMMON_WORDS or not _is_foreign(kind, members):
            return kind
    return None


def _present(members: dict[str, Raw], key: str) -> bool:
    if key == "flow":
        return "flow" in members and b'"steps"' in bytes(members["flow"])
    return key in members and _lead(members[key]) != b"n"


def _is_foreign(kind: RecordType, members: dict[str, Raw]) -> bool:
    """Whether these members are likely no record of that kind at all, but another tool's JSON.

    An ESLint configuration has `rules`, a release file a `channel`, an editor's settings `folders`:
    without a number for an id such a key decides only among enough others of that kind.
    """
    if "id" in members and _NUMBER.fullmatch(bytes(members["id"])):
        return False
    rules = bytes(members.get("rules", b""))
    if any(word in rules for word in _WORDS_OF_RULES):
        return False
    known = set(kind.__struct_encode_fields__)
    return len(known & members.keys()) < (1 if kind is api.TokenResponse else _ENOUGH_KEYS)


_WORDS_OF_RULES = (b'"filters"', b'"triggers"', b'"filterMatchType"')
_TOLD_BY_COMMON_WORDS = frozenset({api.ProgramResponse, api.SmartListResponseWithRules})
