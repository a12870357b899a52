"""Lookup of a campaign or another asset by the text that a user enters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from campaignlint import marketo
from campaignlint.marketo.names import fold_term
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Program
from campaignlint.model.smart_list import SmartList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from campaignlint.model.instance import Instance

LookupKind = Literal["campaign", "program", "smart-list", "token"]
LOOKUP_KINDS: tuple[LookupKind, ...] = get_args(LookupKind)
_ID = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class TokenName:
    """A My Token, whichever programs and folders define it."""

    instance: Instance
    key: str
    """As `token_key`."""
    name: str
    """As one of the definitions spells it, with `my.`."""
    id: None = None


Asset = SmartCampaign | Program | SmartList | TokenName
AssetT = TypeVar("AssetT", SmartCampaign, Asset)


@dataclass(frozen=True, slots=True)
class Lookup(Generic[AssetT]):
    """The assets that match a text; without a match, the most similar name of a campaign."""

    matches: tuple[AssetT, ...]
    """By kind, program, name and id."""
    nearest: str | None = None

    @property
    def only(self) -> AssetT | None:
        """The asset, if only one matches."""
        return self.matches[0] if len(self.matches) == 1 else None


def kind_of(asset: Asset) -> LookupKind:
    """Return the kind of an asset."""
    if isinstance(asset, SmartCampaign):
        return "campaign"
    if isinstance(asset, Program):
        return "program"
    return "smart-list" if isinstance(asset, SmartList) else "token"


def program_of(asset: Asset) -> str | None:
    """Return the name of the program that an asset is in."""
    if isinstance(asset, SmartCampaign):
        return asset.program_name
    return asset.program if isinstance(asset, SmartList) else None


def look_up(instance: Instance, text: str) -> Lookup[SmartCampaign]:
    """Return the campaigns that match a text; the first stage with a match decides.

    The stages: an id; then `Program.Campaign` (also as reports print it, `Program > Campaign`) and
    the whole name, each exactly, then with case folded; then a part of `Program.Campaign`, with
    case folded.
    """
    matches = _find(text, [instance.campaigns])
    return Lookup(matches, None if matches else instance.resolver.nearest_name(text))


def look_up_asset(instance: Instance, text: str) -> Lookup[Asset]:
    """Return the assets that match `KIND:NAME`, or a name of any kind, as `look_up` does.

    If several kinds match by an id or by a part of the name, campaigns win.
    """
    groups: dict[str, tuple[Asset, ...]] = {
        "campaign": instance.campaigns,
        "program": tuple(instance.programs.values()),
        "smart-list": instance.smart_lists,
        "token": tuple(_tokens(instance)),
    }
    before, _, name = text.partition(":")
    group = groups.get(fold_term(before).replace(" ", "-"), ())
    others = tuple(asset for kind in LOOKUP_KINDS[1:] for asset in groups[kind])
    matches = _find(name, [group]) or _find(text, [groups["campaign"], others])
    return Lookup(matches, None if matches else instance.resolver.nearest_name(text))


def _tokens(instance: Instance) -> Iterator[TokenName]:
    names = {
        key: token.name for tokens in instance.tokens.values() for key, token in tokens.items()
    }
    return (TokenName(instance, key, f"my.{name}") for key, name in names.items())


def _find(text: str, groups: Sequence[Sequence[AssetT]]) -> tuple[AssetT, ...]:
    """Return the assets of the first stage with a match; groups are tried in their order."""
    for assets, is_meant in _stages(text, groups):
        matches = [asset for asset in assets if is_meant(asset)]
        if matches:
            return tuple(sorted(matches, key=_order))
    return ()


def _stages(
    text: str, groups: Sequence[Sequence[AssetT]]
) -> Iterator[tuple[Iterable[AssetT], Callable[[Asset], bool]]]:
    if _ID.fullmatch(text):
        number = int(text)
        yield from ((group, lambda asset: asset.id == number) for group in groups)
    if not text.strip():
        return
    everything = [asset for group in groups for asset in group]
    for fold in (marketo.compose_name, marketo.fold_name):
        for names_of in (_full_names, _names):
            yield everything, _is(fold(text), fold, names_of)
    part = marketo.fold_name(text)
    for group in groups:
        yield group, lambda asset: any(part in marketo.fold_name(each) for each in _all(asset))


def _is(
    wanted: str, fold: Callable[[str], str], names_of: Callable[[Asset], tuple[str, ...]]
) -> Callable[[Asset], bool]:
    return lambda asset: any(fold(name) == wanted for name in names_of(asset))


def _names(asset: Asset) -> tuple[str, ...]:
    if isinstance(asset, TokenName):
        return asset.name, asset.name.removeprefix("my."), f"{{{{{asset.name}}}}}"
    return (asset.name,)


def _full_names(asset: Asset) -> tuple[str, ...]:
    program = program_of(asset)
    return (f"{program}.{asset.name}", f"{program} > {asset.name}") if program else ()


def _all(asset: Asset) -> tuple[str, ...]:
    return _full_names(asset) or _names(asset)


def _order(asset: Asset) -> tuple[int, str, str, int]:
    kind = LOOKUP_KINDS.index(kind_of(asset))
    return kind, program_of(asset) or "", asset.name, asset.id or 0
