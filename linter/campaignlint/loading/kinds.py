"""The kinds of Marketo records, and how the keys of a JSON object tell which kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
from msgspec import Raw

from campaignlint.marketo.records import (
    ChannelResponse,
    EmailResponse,
    Flow,
    FolderResponse,
    InstanceMarker,
    ProgramResponse,
    SmartCampaignFlowSteps,
    SmartCampaignResponseWithFlow,
    SmartListResponseWithRules,
    StaticListResponse,
    Struct,
    TokenResponse,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, eq=False)
class RecordKind:
    """One kind of record: the struct that it is decoded into, and the keys that identify it."""

    struct: type[Struct]
    noun: str
    keys: tuple[str, ...]
    """A record with one of these keys is of this kind; the first matching kind counts."""
    bundle_keys: tuple[str, ...] = ()
    """Keys of a bundle that contain records of this kind."""
    needs_all_keys: bool = False
    has_common_keys: bool = False
    """Whether files of other tools use the same keys."""
    url_code: str = ""
    """The letters in the URLs of these assets, as in `#SL501A1`, if other keys may be missing."""
    decoder: msgspec.json.Decoder[Struct] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decoder", msgspec.json.Decoder(self.struct, strict=False))


SMART_CAMPAIGN = RecordKind(
    SmartCampaignResponseWithFlow,
    "smart campaign",
    ("smartListId", "flowId", "flow", "qualificationRuleType", "isRequestable"),
    bundle_keys=("smartCampaigns", "campaigns"),
)
PROGRAM = RecordKind(
    ProgramResponse, "program", ("channel",), bundle_keys=("programs",), has_common_keys=True
)
SMART_LIST = RecordKind(
    SmartListResponseWithRules,
    "smart list",
    ("rules",),
    bundle_keys=("smartLists",),
    has_common_keys=True,
    url_code="SL",
)
STATIC_LIST = RecordKind(
    StaticListResponse, "static list", (), bundle_keys=("staticLists",), url_code="ST"
)
EMAIL = RecordKind(
    EmailResponse, "email", ("fromEmail", "replyEmail"), bundle_keys=("emails",), url_code="EM"
)
FOLDER = RecordKind(
    FolderResponse, "folder", ("folderType", "folderId", "isArchive"), bundle_keys=("folders",)
)
TOKENS = RecordKind(
    TokenResponse,
    "My Tokens record",
    ("tokens", "folder"),
    bundle_keys=("tokens",),
    needs_all_keys=True,
)
CHANNEL = RecordKind(
    ChannelResponse, "channel", ("progressionStatuses",), bundle_keys=("channels",)
)
FLOW_STEPS = RecordKind(SmartCampaignFlowSteps, "flow step catalog", ("flowSteps",))
INSTANCE = RecordKind(InstanceMarker, "instance", ("campaignlint",))

KINDS = (
    SMART_CAMPAIGN,
    PROGRAM,
    SMART_LIST,
    FOLDER,
    TOKENS,
    CHANNEL,
    FLOW_STEPS,
    INSTANCE,
    EMAIL,
    STATIC_LIST,
)
"""Every kind of record, in the order in which their keys are looked for."""
BUNDLE_KINDS = {key: kind for kind in KINDS for key in kind.bundle_keys}
_KIND_OF_URL = {kind.url_code: kind for kind in KINDS if kind.url_code}
KIND_OF_STRUCT = {kind.struct: kind for kind in KINDS}

_FREQUENT = (SMART_CAMPAIGN, PROGRAM, SMART_LIST, FOLDER)
"""The kinds of which an export has many records; no two give a field different types."""


def decode_frequent(raw: Raw, expected: RecordKind | None) -> Struct | None:
    """Decode a record of a frequent kind that has an id, in one pass; None for anything else.

    `expected` is as for `kind_of`. Raises msgspec.DecodeError, RecursionError and
    UnicodeDecodeError for invalid JSON.
    """
    try:
        record = _ANY_RECORD.decode(raw)
    except msgspec.ValidationError:
        return None
    return _convert(record, expected)


def decode_response(text: memoryview) -> Struct | None:
    """Decode a successful API response with one record of a frequent kind, in one pass.

    Return None for anything else. `pull` writes most files like this, one per record. Raises the
    same exceptions as `decode_frequent`.
    """
    try:
        response = _RESPONSE.decode(text)
    except msgspec.ValidationError:
        return None
    return _convert(response.result[0], None) if response.success else None


def _convert(record: Any, expected: RecordKind | None) -> Struct | None:
    """Convert a record with the fields of all frequent kinds to the struct of its kind."""
    if record.id is None:
        return None
    for kind, value in zip(_KEY_KINDS, _get_keys(record), strict=True):
        if value is not None and not (value.__class__ is Flow and value.steps is None):
            return kind.struct(*_GET_FIELDS[kind](record))
    if expected is None or expected not in _GET_FIELDS:
        return None
    return expected.struct(*_GET_FIELDS[expected](record))


def kind_of(
    members: Mapping[str, Raw], expected: RecordKind | None, *, is_marketo: bool
) -> RecordKind | None:
    """Return the kind of the record with these members; None if it is no Marketo record.

    `expected` is what the bundle's key says, for a record whose own keys do not identify it.
    `is_marketo` states that the record is in an API response or next to other Marketo records.
    """
    for kind in KINDS:
        has_key = all if kind.needs_all_keys else any
        if has_key(_is_present(members, key) for key in kind.keys) and (
            is_marketo or not kind.has_common_keys or not _is_foreign(kind, members)
        ):
            return kind
    by_url = _kind_by_url(members)
    if by_url is not None and not _is_foreign(by_url, members):
        return by_url
    if expected is None or (not is_marketo and _is_foreign(expected, members)):
        return None
    return expected


def first_byte(raw: Raw | memoryview) -> bytes:
    """Return the first byte of a JSON value, which determines its type."""
    return bytes(memoryview(raw)[:1])


def _any_record() -> type[msgspec.Struct]:
    """Return a struct with the fields of every frequent kind, all optional."""
    fields: dict[str, Any] = {}
    for kind in _FREQUENT:
        fields |= get_type_hints(kind.struct, include_extras=True)
    return msgspec.defstruct(
        "AnyRecord",
        [(name, hint | None, None) for name, hint in fields.items()],
        rename="camel",
        gc=False,
    )


def _field_names(kind: RecordKind) -> dict[str, str]:
    """Return the attribute of each key."""
    names = zip(kind.struct.__struct_encode_fields__, kind.struct.__struct_fields__, strict=True)
    return dict(names)


def _response(record: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Return a struct for an API response with one record."""
    others = [(key, Raw, Raw(b"")) for key in ("errors", "warnings", "requestId")]
    return msgspec.defstruct(
        "Response",
        [("success", bool), ("result", tuple.__class_getitem__(record)), *others],
        forbid_unknown_fields=True,
        gc=False,
    )


_RECORD = _any_record()
_ANY_RECORD: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_RECORD, strict=False)
_RESPONSE: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_response(_RECORD), strict=False)
_KEY_KINDS = tuple(kind for kind in _FREQUENT for _ in kind.keys)
_get_keys = attrgetter(*(_field_names(kind)[key] for kind in _FREQUENT for key in kind.keys))
_GET_FIELDS = {kind: attrgetter(*kind.struct.__struct_fields__) for kind in _FREQUENT}


def _is_present(members: Mapping[str, Raw], key: str) -> bool:
    """Return whether a key has a value of the type that identifies its kind."""
    if key not in members:
        return False
    if key == "flow":
        return b'"steps"' in bytes(members["flow"])
    if key == "rules":  # a form's visibility rules are an array
        return first_byte(members["rules"]) == b"{"
    return first_byte(members[key]) != b"n"


_URL_CODE = re.compile(rb"#([A-Z]{2})[0-9]")


def _kind_by_url(members: Mapping[str, Raw]) -> RecordKind | None:
    """Return the kind of which an asset's URL has the letters."""
    for key in ("url", "computedUrl"):
        match = _URL_CODE.search(bytes(members.get(key, b"")))
        if match is not None and match[1].decode() in _KIND_OF_URL:
            return _KIND_OF_URL[match[1].decode()]
    return None


_INTEGER = re.compile(rb'-?[0-9]+|"-?[0-9]+"')
_MIN_KNOWN_KEYS = 3
_RULES_KEYS = (b'"filters"', b'"triggers"', b'"filterMatchType"')


def _is_foreign(kind: RecordKind, members: Mapping[str, Raw]) -> bool:
    """Return whether these members are more likely those of another tool's JSON.

    An ESLint configuration has `rules`, a release file a `channel`, an editor's settings `folders`.
    Without an integer id such a key counts only next to enough other keys of its kind.
    """
    if "id" in members and _INTEGER.fullmatch(bytes(members["id"])):
        return False
    rules = bytes(members.get("rules", b""))
    if any(key in rules for key in _RULES_KEYS):
        return False
    keys = members.keys() & set(kind.struct.__struct_encode_fields__)
    return len(keys) < (1 if kind is TOKENS else _MIN_KNOWN_KEYS)
