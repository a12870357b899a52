"""Records as Marketo and most exporters write them, decoded in one go.

`records` finds them in any layout, key by key. That takes several looks at each text, and nearly
all exports are written in one of a few ways. What is not, or says anything else besides, is none of
this module's: it makes no difference to what is read, only to how fast.
"""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, Raw, UnsetType

from campaignlint.loading.schema_errors import RECORD_TYPES, TELLING_KEYS
from campaignlint.loading.stretches import UnevenError
from campaignlint.marketo import records as api

if TYPE_CHECKING:
    import mmap
    from collections.abc import Callable

RecordType = type[api.Struct]

CAMPAIGN = api.SmartCampaignResponseWithFlow
BUNDLE_KEYS: dict[str, RecordType] = {**RECORD_TYPES, "campaigns": CAMPAIGN}
"""A bundle's keys, and what stands under each."""

_LEAD = 256
"""Within how many bytes Marketo says of a response whether it was a success."""
_JSON_ERRORS = (msgspec.DecodeError, RecursionError, UnicodeError)


class OtherError(UnevenError):
    """A record that has a key of another kind of record, or that wants a closer look."""


def record(kind: RecordType, raw: Raw | memoryview) -> api.Struct | None:
    """A record of a kind, if it is one of this kind and of no other."""
    try:
        return _decoders(kind).one(raw)
    except (*_JSON_ERRORS, OtherError):
        return None


def array(key: str | None, text: bytes) -> list[api.Struct]:
    """The records of an array that stands under a bundle's key, or is all there is.

    Raises msgspec.DecodeError, and OtherError.
    """
    if key is not None and key not in BUNDLE_KEYS:
        raise OtherError
    return _decoders(CAMPAIGN if key is None else BUNDLE_KEYS[key]).many(text)


def enveloped(
    text: bytes | mmap.mmap | memoryview, likely: RecordType
) -> tuple[RecordType, list[api.Struct]] | None:
    """The records of a response that says success, and of which kind they are.

    `likely` is the kind that is tried first. A record must tell by itself of which kind it is.
    """
    if b'"success"' not in bytes(text[:_LEAD]):
        return None
    for kind in _IN_TURN[likely]:
        try:
            found = _decoders(kind).response(text)
        except (*_JSON_ERRORS, OtherError):
            continue
        if found is not None and all(map(_TELLS[kind], found)):
            return kind, found
    return None


def is_campaign(data: api.SmartCampaignResponseWithFlow) -> bool:
    """Whether a key tells that it is a campaign."""
    return (
        data.smart_list_id is not None
        or data.flow_id is not None
        or data.qualification_rule_type is not None
        or data.is_requestable is not None
        or (data.flow is not None and data.flow.steps is not None)
    )


_TELLS: dict[RecordType, Callable[..., bool]] = {
    CAMPAIGN: is_campaign,
    # An ESLint configuration has rules, too.
    api.SmartListResponseWithRules: lambda data: data.rules is not None and data.name is not None,
    api.ProgramResponse: lambda data: data.channel is not None,
    api.TokenResponse: lambda data: data.tokens is not None,
}
"""The kinds that an export has a file for each of, and how one is told to be of its kind."""
_IN_TURN = {likely: tuple(dict.fromkeys((likely, *_TELLS))) for likely in _TELLS}
"""By which kind is the likeliest, which to try one after the other."""


class _Decoders:
    """Those of one kind of record."""

    def __init__(self, kind: RecordType) -> None:
        watching = kind if kind is CAMPAIGN else _watching(kind)
        response = msgspec.defstruct(
            "Response",
            [("success", bool), ("result", list[watching]), *_OTHER_PARTS],  # type: ignore[valid-type]
            rename="camel",
            forbid_unknown_fields=True,
            gc=False,
        )
        self._plain = _campaign if kind is CAMPAIGN else _Plain(kind)
        self._one = msgspec.json.Decoder(watching, strict=False)
        self._many = msgspec.json.Decoder(list[watching], strict=False)  # type: ignore[valid-type]
        self._response = msgspec.json.Decoder(response, strict=False)

    def one(self, raw: Raw | memoryview) -> api.Struct:
        return self._plain(self._one.decode(raw))

    def many(self, text: bytes) -> list[api.Struct]:
        return list(map(self._plain, self._many.decode(text)))

    def response(self, text: bytes | mmap.mmap | memoryview) -> list[api.Struct] | None:
        """What a response that says success gives."""
        said = self._response.decode(text)
        return list(map(self._plain, said.result)) if said.success else None  # type: ignore[attr-defined]


_decoders = functools.cache(_Decoders)

_OTHER_PARTS = [
    (name, Raw | UnsetType, UNSET)
    for name in ("request_id", "errors", "warnings", "more_result", "next_page_token")
]
"""Of a response, beside its success and result."""


def _watching(kind: RecordType) -> RecordType:
    """A kind of record that also tells of keys by which it would be of another kind, or of none."""
    return msgspec.defstruct(  # type: ignore[return-value]
        kind.__name__,
        [(key, Raw | UnsetType, UNSET) for key in _foreign_keys(kind)],
        bases=(kind,),
        kw_only=True,
        gc=False,
    )


def _foreign_keys(kind: RecordType) -> list[str]:
    telling = [key for keys in TELLING_KEYS.values() for key in keys]
    own = kind.__struct_encode_fields__
    return [key for key in dict.fromkeys(("result", "success", *telling)) if key not in own]


class _Plain:
    """Makes a record of a kind out of one that was watched, if it has no other keys."""

    def __init__(self, kind: RecordType) -> None:
        keys = _foreign_keys(kind)
        self._kind = kind
        self._foreign = operator.attrgetter(*keys)
        self._own = operator.attrgetter(*kind.__struct_fields__)
        self._none = (UNSET,) * len(keys)

    def __call__(self, said: msgspec.Struct) -> api.Struct:
        if self._foreign(said) != self._none:
            raise OtherError
        data = self._kind(*self._own(said))
        if isinstance(data, api.TokenResponse) and data.owner is None:
            raise OtherError
        return data


def _campaign(said: msgspec.Struct) -> api.Struct:
    """A campaign; what else its keys may tell does not count."""
    if not isinstance(said, CAMPAIGN) or not is_campaign(said):
        raise OtherError
    return said
