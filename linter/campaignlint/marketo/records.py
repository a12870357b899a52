"""The records of the REST Asset API, with the fields that rules use.

Each class has the name of its definition in Adobe's Swagger file, and each field the name of its
property in snake case. msgspec decodes and validates them in one pass, and the JSON Schema of
exports is generated from them. Adobe's own samples omit properties that the definitions require,
so every field except the id is optional, and null counts as absent. Digits in a string are an
integer.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

_MIN, _MAX = -(2**63), 2**63 - 1

Integer = Annotated[int, Meta(ge=_MIN, le=_MAX)]
"""A 64-bit integer, or its digits in a string."""

Scalar = str | int | float | bool
"""A string according to the definitions; instances also return numbers and booleans."""


class Struct(msgspec.Struct, rename="camel", kw_only=True, gc=False):
    """A record or a part of one. It has no cycles, so the garbage collector can ignore it."""


class Folder(Struct):
    """A reference to a folder or program: `{id, type}`, in Adobe's samples `{value, type}`."""

    id: Integer | None = None
    value: Integer | None = None
    type: str | None = None
    folder_name: str | None = None

    @property
    def key(self) -> tuple[str, int] | None:
        """("folder" or "program", id); None if the reference has no id."""
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
    """Names in the older edition of the definitions, objects in the newer one."""
    filters: tuple[SmartListFilters, ...] | None = None


class NamedAssetResponse(Struct):
    """The fields of assets that others refer to by name."""

    id: Integer
    name: str | None = None
    updated_at: str | None = None
    folder: Folder | None = None
    workspace: str | None = None


class SmartListResponseWithRules(NamedAssetResponse):
    rules: SmartListRules | None = None


class StaticListResponse(NamedAssetResponse):
    url: str | None = None


class EmailResponse(NamedAssetResponse):
    url: str | None = None


class CarriedSmartList(Struct):
    """A smart list inside its campaign, which may have no id."""

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
    """Not in the API; an exporter may add it."""
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


class ProgressionStatus(Struct):
    name: str | None = None
    step: Integer | None = None
    """People only move to a status whose step is not below that of their present one."""


class ChannelResponse(Struct):
    """A channel with the statuses of its programs."""

    id: Integer
    name: str | None = None
    progression_statuses: tuple[ProgressionStatus, ...] | None = None
    updated_at: str | None = None


class FolderResponse(Struct):
    """A folder. `folderId` is its own reference, with its type."""

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
    """The My Tokens of a folder or program, which identifies the record."""

    folder: Folder | str
    tokens: tuple[TokenDTO, ...] | None = None

    @property
    def owner(self) -> tuple[str, int] | None:
        """The key of the folder or program, which is an object, or its JSON in a string."""
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
    """The instance's catalog of flow steps."""

    flow_steps: tuple[SmartCampaignFlowStepActionType, ...] | None = None


class Error(Struct):
    code: str | int | None = None
    message: str | None = None


class InstanceMarker(Struct):
    """`instance.json`, which `pull` writes: scope, date and completeness of the export."""

    campaignlint: Integer
    instance: str | None = None
    exported_at: str | None = None
    scope: dict[str, Any] | None = None
    complete: bool | None = None
    missing: list[Any] | None = None


def text_of(value: Scalar | None) -> str:
    """Return a value as Marketo shows it; "" if there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
