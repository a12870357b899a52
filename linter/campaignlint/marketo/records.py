"""The shapes that the REST Asset API gives, as far as some rule uses them.

Each class bears the name of its definition in Adobe's Swagger file and each field that of its
property, in snake case. msgspec decodes and checks them in one pass; the published JSON Schema is
made from them. Adobe's own samples leave out properties that the definitions call required, so
every field but the id may be absent, and null counts as absent. Digits in a string are a number.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

_MIN, _MAX = -(2**63), 2**63 - 1

Integer = Annotated[int, Meta(ge=_MIN, le=_MAX)]
"""A 64-bit number, or the same in digits."""

Scalar = str | int | float | bool
"""Typed as string in the definitions; instances also give bare numbers and booleans."""


class Struct(msgspec.Struct, rename="camel", kw_only=True, gc=False):
    """A record or a part of one. Holds no cycles, so the garbage collector may ignore it."""


class Folder(Struct):
    """A reference to a folder or program: `{id, type}`, in Adobe's samples `{value, type}`."""

    id: Integer | None = None
    value: Integer | None = None
    type: str | None = None
    folder_name: str | None = None

    @property
    def key(self) -> tuple[str, int] | None:
        """("folder" or "program", id), or None where the reference says too little."""
        number = self.id if self.id is not None else self.value
        if number is None:
            return None
        kind = "program" if (self.type or "").casefold() == "program" else "folder"
        return kind, number


class Recurrence(Struct):
    start_at: str | None = None
    end_at: str | None = None
    interval_type: str | None = None
    interval: Integer | None = None


class FlowStepChoiceAttribute(Struct):
    name: str | None = None
    value: Scalar | None = None
    primary: bool | None = None


class FlowStepChoiceRule(Struct):
    name: str | None = None
    operator: str | None = None
    rule_type: str | None = None
    values: tuple[Scalar | None, ...] | None = None


class FlowStepChoice(Struct):
    id: Integer | None = None
    default: bool | None = None
    attributes: tuple[FlowStepChoiceAttribute, ...] | None = None
    rule: FlowStepChoiceRule | None = None


class FlowStep(Struct):
    id: Integer | None = None
    activity_type_name: str | None = None
    step_choice: tuple[FlowStepChoice, ...] | None = None


class Flow(Struct):
    steps: tuple[FlowStep, ...] | None = None


class SmartListConditions(Struct):
    activity_attribute_name: str | None = None
    attribute_name: str | None = None
    operator: str | None = None
    values: tuple[Scalar | None, ...] | None = None
    is_primary: bool | None = None
    is_error: bool | None = None
    error_message: str | None = None


class SmartListFilters(Struct):
    """A filter; triggers have the same shape."""

    id: Integer | None = None
    name: str | None = None
    rule_type: str | None = None
    operator: str | None = None
    conditions: tuple[SmartListConditions, ...] | None = None


class SmartListRules(Struct):
    filter_match_type: str | None = None
    filter_custom_rule_logic: str | None = None
    triggers: tuple[str | SmartListFilters, ...] | None = None
    """One edition of the definitions types triggers as bare names, the newer one as objects."""
    filters: tuple[SmartListFilters, ...] | None = None


class SmartListResponseWithRules(Struct):
    id: Integer
    name: str | None = None
    updated_at: str | None = None
    folder: Folder | None = None
    workspace: str | None = None
    rules: SmartListRules | None = None


class CarriedSmartList(Struct):
    """A smart list inside its campaign, where it needs no id of its own."""

    id: Integer | None = None
    name: str | None = None
    updated_at: str | None = None
    rules: SmartListRules | None = None


class SmartCampaignResponseWithFlow(Struct):
    id: Integer
    name: str | None = None
    description: str | None = None
    type: str | None = None
    is_system: bool | None = None
    is_active: bool | None = None
    is_requestable: bool | None = None
    is_executable: bool | None = None
    """Not in the API; believed where an exporter adds it."""
    recurrence: Recurrence | None = None
    qualification_rule_type: str | None = None
    qualification_rule_interval: Integer | None = None
    qualification_rule_unit: str | None = None
    is_communication_limit_enabled: bool | None = None
    smart_list_id: Integer | None = None
    flow_id: Integer | None = None
    parent_program_id: Integer | None = None
    folder: Folder | None = None
    updated_at: str | None = None
    workspace: str | None = None
    computed_url: str | None = None
    status: str | None = None
    max_members: Integer | None = None
    flow: Flow | None = None
    smart_list: CarriedSmartList | None = None


class ProgramResponse(Struct):
    id: Integer
    name: str | None = None
    description: str | None = None
    type: str | None = None
    channel: str | None = None
    folder: Folder | None = None
    updated_at: str | None = None
    workspace: str | None = None
    url: str | None = None


class FolderResponse(Struct):
    """A folder. Its own reference, with the type, stands under `folderId`."""

    id: Integer
    name: str | None = None
    folder_id: Folder | None = None
    folder_type: str | None = None
    parent: Folder | None = None
    path: str | None = None
    is_archive: bool | None = None
    updated_at: str | None = None
    workspace: str | None = None


class TokenDTO(Struct):
    name: str | None = None
    type: str | None = None
    value: Scalar | None = None


class TokenResponse(Struct):
    """The My Tokens of one folder or program, whose reference is the record's identity."""

    folder: Folder | str
    tokens: tuple[TokenDTO, ...] | None = None

    @property
    def owner(self) -> tuple[str, int] | None:
        """The folder or program: an object, or the same as JSON in a string."""
        if isinstance(self.folder, Folder):
            return self.folder.key
        try:
            return msgspec.json.decode(self.folder, type=Folder, strict=False).key
        except (msgspec.DecodeError, UnicodeEncodeError):
            return None


class SmartCampaignFlowStepActionType(Struct):
    id: Integer | None = None
    name: str | None = None


class SmartCampaignFlowSteps(Struct):
    """The instance's catalogue of flow steps."""

    flow_steps: tuple[SmartCampaignFlowStepActionType, ...] | None = None


class Error(Struct):
    code: str | int | None = None
    message: str | None = None


class InstanceMarker(Struct):
    """`instance.json`, which `pull` writes: what was exported, when, and whether it is whole."""

    campaignlint: Integer
    instance: str | None = None
    exported_at: str | None = None
    scope: dict[str, Any] | None = None
    complete: bool | None = None
    missing: list[Any] | None = None


def text_of(value: Scalar | None) -> str:
    """A value as Marketo's screens would show it; "" where there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
