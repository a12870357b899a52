"""The content of the file for a requested asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.marketo import records
from campaignlint.pull.errors import RESOURCE_NOT_FOUND, ResponseError

if TYPE_CHECKING:
    from campaignlint.pull.plan import Asset
    from campaignlint.pull.responses import Response


class _Record(records.Struct):
    id: records.Integer | None = None
    flow: Any = None
    tokens: Any = None


_RECORD = msgspec.json.Decoder(_Record, strict=False)


def file_content(asset: Asset, response: Response) -> bytes | None:
    """Return the content of the asset's file, or None if there is nothing to write.

    Raises ResponseError if the response is not about the asset.
    """
    found = _decode(response)
    if asset.kind == "My Tokens" and not any(record.tokens for record in found):
        return None
    if not found:
        if asset.is_optional:
            return None
        raise ResponseError("not found", RESOURCE_NOT_FOUND)
    if asset.id is not None and [record.id for record in found] != [asset.id]:
        raise ResponseError("the response is about another asset")
    return response.to_json()


def has_flow(response: Response) -> bool:
    return any(record.flow is not None for record in _decode(response))


def _decode(response: Response) -> list[_Record]:
    try:
        return [_RECORD.decode(raw) for raw in response.records]
    except msgspec.DecodeError as error:
        raise ResponseError(f"invalid record: {error}") from None
