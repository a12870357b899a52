"""Match the assets of two states: by id, otherwise by their full name in their workspace."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence


class Asset(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> int | None: ...


AssetT = TypeVar("AssetT", bound=Asset)


def match_assets(
    old: Sequence[AssetT], new: Sequence[AssetT], name_of: Callable[[AssetT], Hashable]
) -> Iterator[tuple[AssetT | None, AssetT | None]]:
    """Yield each asset with its partner, if it has one: those of `new` first, in their order."""
    left = {each.id: each for each in old}
    ids = {each.id for each in new}
    unmatched = [each for each in old if each.id not in ids]
    by_name = _unique(unmatched, name_of)
    names = _unique([each for each in new if each.id not in left], name_of)
    matched = set()
    for asset in new:
        name = name_of(asset)
        partner = left.get(asset.id)
        if partner is None and name in names:
            partner = by_name.get(name)
        if partner is not None:
            matched.add(partner.id)
        yield partner, asset
    yield from ((each, None) for each in old if each.id not in matched)


def _unique(
    assets: Sequence[AssetT], name_of: Callable[[AssetT], Hashable]
) -> dict[Hashable, AssetT]:
    counts = Counter(map(name_of, assets))
    return {name_of(each): each for each in assets if counts[name_of(each)] == 1}
