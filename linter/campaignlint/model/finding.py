"""Findings and symbolic locations: plain frozen data that sorts, compares and pickles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "note"]
Confidence = Literal["documented", "likely", "heuristic"]
Profile = Literal["recommended", "strict", "audit"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the most severe to the lowest."""

CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""From the most to the least certain."""

PROFILES: tuple[Profile, ...] = get_args(Profile)
"""From the smallest set of rules to the largest; each includes the ones before it."""

MAX_RELATED = 50
"""The number of related locations that a finding keeps. An executable campaign with a thousand
Wait steps and a thousand callers would have a million of them."""

MAX_NAME_LENGTH = 300
"""The number of characters of a campaign's name that are printed; Marketo allows no more."""

Key = str | int
"""One step of a JSON Pointer: an object's key or an array's index."""


@dataclass(frozen=True, slots=True)
class CampaignName:
    """The smart campaign of a finding, as reports print it."""

    id: int
    name: str
    program: str | None
    workspace: str | None
    program_id: int | None = None

    @property
    def path(self) -> str:
        """`Program > Campaign`."""
        return f"{self.program} > {self.name}" if self.program else self.name

    def truncate(self) -> CampaignName:
        """Return the name as reports print it."""
        return (
            self
            if len(self.name) <= MAX_NAME_LENGTH
            else replace(self, name=truncate_name(self.name))
        )


def truncate_name(name: str) -> str:
    """Return a name without the part that is too long to print."""
    return name if len(name) <= MAX_NAME_LENGTH else f"{name[:MAX_NAME_LENGTH]}..."


class RecordLocation(NamedTuple):
    """The location of a record in the export.

    `pointer` leads from the JSON text (a file, or a line of NDJSON) to the record. The first
    `depth` keys of it lead to the value between the offsets `start` and `end`, in bytes in the
    file; the remaining ones lead from there to the record. By default that value is the whole file.
    """

    file: str
    """The path as given or found."""
    pointer: tuple[Key, ...] = ()
    start: int = 0
    end: int | None = None
    depth: int = 0

    def below(self, key: Key) -> RecordLocation:
        """Return the location of a record that is a member of the one here."""
        return self._replace(pointer=(*self.pointer, key))


class SymbolicLocation(NamedTuple):
    """A location in Marketo's terms; it is turned into lines and columns only when printed.

    `path` leads from the record at `origin` to the value; `focus` from there to the part that a
    code frame underlines. `text` is the asset path. `key` identifies the location within its
    campaign, and stays the same if the export is repeated or a step is inserted.
    """

    origin: RecordLocation
    path: tuple[Key, ...] = ()
    text: str = ""
    key: tuple[str, ...] = ()
    campaign: CampaignName | None = None
    focus: tuple[Key, ...] = ()
    offset: int | None = None
    """The offset in bytes in the file, for an error in text that is not a JSON value."""

    @property
    def asset(self) -> str:
        """The asset by kind and id, as in `campaign 1021`; "" for a location in no asset."""
        if self.campaign is not None:
            return f"campaign {self.campaign.id}"
        return " ".join(self.key[:2]) if self.key[:1] in _ASSET_KINDS else ""

    def at(self, key: str) -> SymbolicLocation:
        """Return the location of a member of the value here."""
        return self._replace(path=(*self.path, key), key=(*self.key, key), focus=())

    def with_focus(self, inner: SymbolicLocation) -> SymbolicLocation:
        """Return this location with the focus of a location below it."""
        if inner.path[: len(self.path)] != self.path:
            return self
        return self._replace(focus=(*inner.path[len(self.path) :], *inner.focus))


_ASSET_KINDS = (("program",), ("smart list",))
"""The kinds of assets other than campaigns, as location keys begin with them."""


class HasLocation(Protocol):
    """Anything with a location: a campaign, a step, a choice, a trigger, a call."""

    @property
    def location(self) -> SymbolicLocation: ...


@dataclass(frozen=True, slots=True)
class Related:
    """A related location of a finding, with a message."""

    message: str
    location: SymbolicLocation


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a rule at one location.

    Severity and confidence are those of the rule unless given here; they may only be lower. A
    finding with a `profile` is reported from that profile on, although its rule runs before.
    `chain` is the call chain (a cycle, or calls nested too deeply), for reports that can show it.
    """

    message: str
    location: SymbolicLocation
    help: str = ""
    related: tuple[Related, ...] = ()
    chain: tuple[Related, ...] = field(default=(), repr=False)
    severity: Severity | None = None
    confidence: Confidence | None = None
    profile: Profile | None = None
    more_related: int = 0
    """The number of related locations that are only counted."""
    files: frozenset[str] = field(default=frozenset(), repr=False)
    """The files of the locations that are only counted."""


class NotChecked(NamedTuple):
    """A campaign that a rule cannot check, and which part of the export is missing."""

    campaign: int | None
    """The campaign's id; None for a smart list that belongs to no campaign."""
    reason: str


class Reportable:
    """The base of views of the export, at which a rule can report a finding."""

    __slots__ = ()

    @property
    def location(self) -> SymbolicLocation:
        raise NotImplementedError

    def finding(
        self,
        message: str,
        *,
        help: str = "",  # noqa: A002 - the word that the reports and SARIF use
        related: Iterable[HasLocation | Related] = (),
        chain: Iterable[HasLocation | Related] = (),
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        profile: Profile | None = None,
        focus: HasLocation | None = None,
    ) -> Finding:
        """Return a finding at this location.

        Args:
            message: what is wrong.
            help: what to do.
            related: views, or locations with a message; the first 50 are kept, the others counted.
            chain: the call chain that leads here.
            severity: a lower severity than the rule's.
            confidence: a lower confidence than the rule's.
            profile: the profile from which on the finding is reported.
            focus: the part of this view that a code frame underlines.

        """
        shown, more, files = _keep_first(related)
        return Finding(
            message=message,
            location=self.location if focus is None else self.location.with_focus(focus.location),
            help=help,
            related=shown,
            chain=tuple(map(_as_related, chain)),
            severity=severity,
            confidence=confidence,
            profile=profile,
            more_related=more,
            files=files,
        )

    def related(self, message: str) -> Related:
        """Return this location as a related location of a finding elsewhere."""
        return Related(message, self.location)


def _keep_first(
    related: Iterable[HasLocation | Related],
) -> tuple[tuple[Related, ...], int, frozenset[str]]:
    """Return the first related locations, the number of others, and the files of all."""
    every = related if isinstance(related, tuple) else tuple(related)
    kept = tuple(map(_as_related, islice(every, MAX_RELATED)))
    more = len(every) - len(kept)
    return kept, more, _files(every) if more else frozenset()


def _files(places: tuple[HasLocation | Related, ...]) -> frozenset[str]:
    known = getattr(places, "files", None)  # calls share their files among many findings
    if isinstance(known, frozenset):
        return known
    return frozenset(getattr(place, "file", None) or place.location.origin.file for place in places)


def _as_related(item: HasLocation | Related) -> Related:
    if isinstance(item, Related):
        return item
    describe = getattr(item, "as_related", None)
    return describe() if describe is not None else Related("see here", item.location)
