"""Programs, smart lists, static lists and emails by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.model.assets import AssetNames, NamedAsset
from campaignlint.testing import email, envelope, folder, program, smart_list, static_list
from loading.reading import instance_of, load

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.model.assets import AssetKind

ASSET: dict[str, Any] = {"id": 7, "name": "Subscribers", "workspace": "Default"}
URL = "https://app-abc.marketo.com/#"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("static list", {"url": f"{URL}ST7A1"}),
        ("static list", {"url": f"{URL}XY7", "computedUrl": f"{URL}ST7A1LA1"}),
        ("email", {"url": f"{URL}EM7A1"}),
        ("email", {"fromEmail": {"type": "Text", "value": "a@acme.example"}}),
        ("email", {"replyEmail": {"type": "Text", "value": "a@acme.example"}}),
        ("smart list", {"url": f"{URL}SL7A1LA1"}),
    ],
)
def test_a_response_without_a_key_of_its_own(
    kind: AssetKind, fields: dict[str, Any], tmp_path: Path
) -> None:
    record = ASSET | fields
    for content in (envelope(record), [record], record):
        instance = load(tmp_path, {"assets.json": content})
        assert {each for each, names in instance.asset_names.items() if names} == {kind}
        assert instance.asset_names[kind].has("Subscribers")


@pytest.mark.parametrize(
    ("key", "kind"), [("staticLists", "static list"), ("emails", "email"), ("programs", "program")]
)
def test_the_key_of_a_bundle_tells_the_kind(key: str, kind: AssetKind, tmp_path: Path) -> None:
    instance = load(tmp_path, {"bundle.json": {"smartCampaigns": [], key: [ASSET]}})
    assert instance.asset_names[kind].has("subscribers")


def test_an_asset_has_the_name_of_its_program() -> None:
    lists = program("OP Lists")
    inside = folder("Emails", parent=lists)
    instance = instance_of(
        lists,
        inside,
        smart_list("SL All", folder=lists),
        static_list("Subscribers", folder=lists),
        email("Welcome", folder=inside),
    )
    names = instance.asset_names
    assert names["smart list"].nearest("OP List.SL Al") == "OP Lists.SL All"
    assert names["static list"].nearest("Subscriber") == "OP Lists.Subscribers"
    assert names["email"].nearest("OP Lists.Welcom") == "OP Lists.Welcome"


NAMES = AssetNames(
    [
        NamedAsset(501, "SL Marketable", "OP Lists"),
        NamedAsset(502, "SL v2.0"),
        NamedAsset(503, "Été", "OP Lists"),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "501",
        "OP Lists.SL Marketable",
        "op lists . sl marketable",
        "SL Marketable",
        "SL v2.0",
        "Group Smart Lists.SL v2.0",
        "E\u0301te\u0301",
    ],
)
def test_a_text_names_an_asset(text: str) -> None:
    assert NAMES.has(text)


@pytest.mark.parametrize("text", ["504", "OP List.SL Marketable", "Marketable", "SL v2", "0"])
def test_a_text_names_none(text: str) -> None:
    assert not NAMES.has(text)


def test_only_a_similar_name_is_suggested() -> None:
    assert NAMES.nearest("OP Lists.SL Marketible") == "OP Lists.SL Marketable"
    assert NAMES.nearest("Newsletter") is None
    assert NAMES.nearest("502") is None
    assert not AssetNames([])
