"""Merge the copies of an asset that was exported more than once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic

import msgspec

from campaignlint.loading.kinds import KIND_OF_STRUCT
from campaignlint.loading.reader import Diagnostic, Record, StructT_co, pointer_key
from campaignlint.marketo.dates import parse_datetime
from campaignlint.marketo.records import CarriedSmartList, Flow, Folder, Struct
from campaignlint.model.finding import Finding, Related, SymbolicLocation
from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from campaignlint.model.finding import RecordLocation


@dataclass(frozen=True, slots=True)
class MergedRecord(Generic[StructT_co]):
    """A record merged from copies: each field comes from the newest copy that has it."""

    data: StructT_co
    origin: RecordLocation
    origins: Mapping[str, RecordLocation]
    """The location of the copy that each field comes from."""

    def origin_of(self, name: str) -> RecordLocation:
        """Return the location of the record that a field comes from."""
        return self.origins.get(name, self.origin)


AnyRecord = Record[StructT_co] | MergedRecord[StructT_co]


class Copies(Generic[StructT_co]):
    """The records of one kind, by the identity of their assets; most have one copy."""

    __slots__ = ("_first", "_others")

    def __init__(self) -> None:
        self._first: dict[Hashable, Record[StructT_co]] = {}
        self._others: dict[Hashable, list[Record[StructT_co]]] = {}

    def add(self, identity: Hashable, record: Record[StructT_co]) -> None:
        if self._first.setdefault(identity, record) is not record:
            self._others.setdefault(identity, []).append(record)

    def merge(
        self, diagnostics: list[Diagnostic]
    ) -> Iterator[tuple[Hashable, AnyRecord[StructT_co]]]:
        """Return one record per asset, sorted by identity, and add notes about contradictions."""
        numbers = sorted(key for key in self._first if isinstance(key, int))
        others = sorted(key for key in self._first if isinstance(key, tuple))
        for key in (*numbers, *others):
            first = self._first[key]
            if key in self._others:
                yield key, _merge([first, *self._others[key]], diagnostics)
            else:
                yield key, first

    def __iter__(self) -> Iterator[Record[StructT_co]]:
        yield from self._first.values()
        for copies in self._others.values():
            yield from copies


def age(record: Struct) -> datetime:
    """Return when an asset was last changed; the earliest date if unknown."""
    return parse_datetime(getattr(record, "updated_at", None)) or UNKNOWN_AGE


UNKNOWN_AGE = datetime.min.replace(tzinfo=UTC)


def _merge(
    copies: list[Record[StructT_co]], diagnostics: list[Diagnostic]
) -> MergedRecord[StructT_co]:
    copies.sort(key=_newest_and_most_complete_first)
    newest = copies[0]
    used: dict[str, Record[StructT_co]] = {}
    for name in newest.data.__struct_fields__:
        for copy in copies:
            if not _is_absent(getattr(copy.data, name)):
                used[name] = copy
                break
    diagnostics += _contradictions(copies, used)
    return MergedRecord(
        type(newest.data)(**{name: getattr(copy.data, name) for name, copy in used.items()}),
        newest.origin,
        {name: copy.origin for name, copy in used.items()},
    )


def _newest_and_most_complete_first(record: Record[StructT_co]) -> tuple[object, ...]:
    """Sort copies by age, then by content, so that file names do not decide which one is used.

    For copies of equal content, file names decide only which one findings point to.
    """
    fields = ((name, getattr(record.data, name)) for name in record.data.__struct_fields__)
    content = msgspec.json.encode([field for field in fields if not _is_absent(field[1])])
    origin = record.origin
    pointer = tuple((key, "") if isinstance(key, int) else (-1, key) for key in origin.pointer)
    location = (origin.file, origin.start, pointer)
    return (UNKNOWN_AGE - age(record.data), -len(content), content, *location)


def _is_absent(value: object) -> bool:
    """Return whether a copy lacks a field; so does a flow without steps."""
    if isinstance(value, Flow):
        return value.steps is None
    if isinstance(value, CarriedSmartList):
        return value.rules is None
    return value is None


def _contradictions(
    copies: list[Record[StructT_co]], used: dict[str, Record[StructT_co]]
) -> Iterator[Diagnostic]:
    """Return a note for each copy that is as old as one used instead of it, but differs."""
    struct = copies[0].data
    keys = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
    for copy in copies:
        differing = {
            keys[name]: other
            for name, other in used.items()
            if age(other.data) == age(copy.data)
            and name != "updated_at"  # one moment may be spelled in several ways
            and _contradict(getattr(other.data, name), getattr(copy.data, name))
        }
        if differing:
            yield _contradiction(copy, differing)


def _contradict(one: object, other: object) -> bool:
    if _is_absent(one) or _is_absent(other):
        return False
    if isinstance(one, Folder) and isinstance(other, Folder):
        return one.key != other.key  # one folder may be spelled in several ways
    return one != other


def _contradiction(
    copy: Record[StructT_co], differing: dict[str, Record[StructT_co]]
) -> Diagnostic:
    noun = KIND_OF_STRUCT[type(copy.data)].noun
    used = next(iter(differing.values()))
    name = getattr(used.data, "name", None)
    subject = f"{noun} '{name}'" if name else noun
    return Diagnostic(
        "duplicate-record",
        Finding(
            f"{subject} was exported twice with the same age but different "
            f"{', '.join(differing)}; the other copy is used",
            _location_of(copy, pointer_key(copy.origin.pointer)),
            help="keep one of the two files, or export again",
            related=(Related("copy that is used", _location_of(used)),),
        ),
    )


def _location_of(record: Record[StructT_co], key: tuple[str, ...] = ()) -> SymbolicLocation:
    return SymbolicLocation(record.origin, text=relative_path(record.origin.file), key=key)
