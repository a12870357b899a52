"""Random instances, drawn by hypothesis, in many layouts.

An instance is a list of records as the Asset API sends them. Campaigns are in programs or
folders, call each other by id and by name, wait, call webhooks, use tokens and smart lists; so
most instances have findings, of many rules.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from campaignlint.testing import (
    Campaign,
    Export,
    Part,
    Program,
    campaign,
    condition,
    envelope,
    executing,
    folder,
    is_requested,
    otherwise,
    program,
    smart_list,
    tokens,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Record = dict[str, Any]
Layout = dict[str, str]
"""The text of each file by its path."""

_FIELDS = ("Lead Status", "Score", "Country")
_NAMES = (
    "Score",
    "Copy of Intake",
    "EX Route",
    "Świat 🚀",
    "a.b",
    'Say "hi"',
    "Wait/~tilde",
    "EX é",
)
_UNRELATED_ID = 900_001


@st.composite
def instances(draw: st.DrawFn) -> list[Record]:
    """The records of an instance of up to six campaigns."""
    operations = folder("Operations", id=21)
    old = folder("Archive", id=22, isArchive=True)
    programs = [
        program(name, id=101 + number, folder=draw(st.sampled_from([operations, old])))
        for number, name in enumerate(draw(_some(["OP Scoring", "WEB.Forms"])))
    ]
    campaigns = [
        _campaign(draw, number, programs) for number in range(1, draw(st.integers(2, 6)) + 1)
    ]
    for each in campaigns:
        for _ in range(draw(st.integers(0, 3))):
            _add_step(draw, each, campaigns)
        _add_smart_list(draw, each)
    parts: list[Part] = [operations, old, *programs, *campaigns]
    parts += [tokens(each, {"Owner": "Ann", "Days": 3}) for each in draw(_some(programs))]
    if draw(st.booleans()):
        people = smart_list("People", id=501, folder=operations)
        parts.append(people.filter("Member of Smart List", condition("Smart List", "is", "People")))
    return [record for records in Export(*parts).bundle().values() for record in records]


@st.composite
def copied_instances(draw: st.DrawFn) -> list[Record]:
    """The records of an instance, some of them several times, with the same age and differences."""
    records = draw(instances())
    for record in draw(_some(list(records))):
        for _ in range(draw(st.integers(1, 2))):
            records.append(_copy(draw, record))
    return records


def _copy(draw: st.DrawFn, record: Record) -> Record:
    """The record as another export might have it that was made at the same moment."""
    copy: Record = json.loads(json.dumps(record))
    for key in draw(_some(sorted(copy.keys() & {"name", "isActive", "workspace", "flow"}))):
        copy[key] = draw(st.sampled_from(_OTHERWISE[key]))
    return copy


_OTHERWISE: dict[str, list[Any]] = {
    "name": ["Route", "A rather long name", None],
    "isActive": [True, False, None],
    "workspace": ["Default", "Europe", None],
    "flow": [None, {"steps": []}],
}


def _some(values: Sequence[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), unique_by=id) if values else st.just([])


def _campaign(draw: st.DrawFn, number: int, programs: list[Program]) -> Campaign:
    return campaign(
        draw(st.sampled_from(_NAMES)),
        id=number,
        program=draw(st.sampled_from([None, *programs])),
        isActive=draw(st.booleans()),
        qualificationRuleType=draw(st.sampled_from(["any", "once"])),
        workspace=draw(st.sampled_from(["Default", "Default", "Europe"])),
    )


def _add_step(draw: st.DrawFn, here: Campaign, campaigns: list[Campaign]) -> None:
    target = draw(st.sampled_from(campaigns))
    text = draw(st.sampled_from([str(target.id), target.full_name, target.name, "Gone", "x.Gone"]))
    field = draw(st.sampled_from(_FIELDS))
    match draw(st.integers(0, 7)):
        case 0 | 1:
            here.executes(text, context=draw(st.sampled_from([True, False, None])))
        case 2:
            here.requests(text)
        case 3:
            here.waits(draw(st.sampled_from(["4 hours", "3 d", "90 days", "{{my.Days}} days"])))
        case 4:
            here.calls_webhook("Enrich")
        case 5:
            here.changes(field, draw(st.sampled_from(["x", "{{my.Owner}}", "{{trigger.Name}}"])))
        case 6:
            here.removes_from_flow()
        case _:
            here.choices(
                "Execute Campaign",
                when(field, "is", ["a"], executing(text)),
                otherwise(executing("--Do Nothing--")),
            )


def _add_smart_list(draw: st.DrawFn, here: Campaign) -> None:
    match draw(st.integers(0, 4)):
        case 0:
            here.trigger("Campaign is Requested", is_requested())
        case 1:
            here.trigger("Fills Out Form", condition("Form Name", "is", ["Demo"]))
        case 2:
            here.filter("Country", condition("Country", "is", ["DE", "FR"]))
        case 3:
            here.without_smart_list()
        case _:
            pass


def unrelated() -> list[Record]:
    """A campaign in a program of its own, that nothing names and that names nothing."""
    home = program("ZZ Elsewhere", id=_UNRELATED_ID, workspace="Elsewhere")
    lonely = campaign("ZZ Alone", id=_UNRELATED_ID, program=home, workspace="Elsewhere")
    lonely.changes("ZZ Field", "x").filter("ZZ Field", condition("ZZ Field", "is", ["y"]))
    return [record for records in Export(home, lonely).bundle().values() for record in records]


# Layouts


_BUNDLE_KEYS = {
    "isRequestable": "smartCampaigns",
    "channel": "programs",
    "folderType": "folders",
    "tokens": "tokens",
    "rules": "smartLists",
}


def kind(record: Record) -> str:
    """Return the key of a bundle for records of this kind."""
    return next(under for key, under in _BUNDLE_KEYS.items() if key in record)


def a_file_each(records: Sequence[Record], spell: Spelling) -> Layout:
    return {f"{number:03}.json": spell(record) for number, record in enumerate(records)}


def an_envelope_each(records: Sequence[Record], spell: Spelling) -> Layout:
    """In folders by kind, as `pull` writes them."""
    return {
        f"{kind(record)}/deep/{number}.json": spell(envelope(record))
        for number, record in enumerate(records)
    }


def one_array(records: Sequence[Record], spell: Spelling) -> Layout:
    return {"all.json": spell(list(records))}


def one_envelope(records: Sequence[Record], spell: Spelling) -> Layout:
    return {"all.json": spell(envelope(*records))}


def one_bundle(records: Sequence[Record], spell: Spelling) -> Layout:
    bundle: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        bundle[kind(record)].append(record)
    return {"bundle.json": spell(bundle)}


def lines(records: Sequence[Record], spell: Spelling) -> Layout:
    return {"all.ndjson": spell.lines(records)}


def two_files(records: Sequence[Record], spell: Spelling) -> Layout:
    half = len(records) // 2
    return {
        "b.JSON": spell(records[:half]),
        "a/c.jsonl": lines(records[half:], spell)["all.ndjson"],
    }


LAYOUTS = (a_file_each, an_envelope_each, one_array, one_envelope, one_bundle, lines, two_files)


@dataclass(frozen=True)
class Spelling:
    """A way of writing JSON. Called with a value it gives the text of a file."""

    indent: int | str | None = 2
    newline: str = "\n"
    is_ascii: bool = False
    escaped: str = ""
    """What else is written as an escape, in keys and values."""
    reorder: Callable[[list[Any]], list[Any]] = list
    """The order of an object's items."""
    mark: str = ""
    """Return what precedes the text."""

    def __call__(self, value: Any) -> str:
        return self.mark + self._written(value, self.indent).replace("\n", self.newline)

    def lines(self, values: Sequence[Any]) -> str:
        """One a line, with empty lines between them."""
        between = self.newline * 2
        return self.mark + between.join(self._written(value, None) for value in values)

    def _written(self, value: Any, indent: int | str | None) -> str:
        text = json.dumps(self._reordered(value), indent=indent, ensure_ascii=self.is_ascii)
        return _STRING.sub(self._with_escapes, text) if self.escaped else text

    def _reordered(self, value: Any) -> Any:
        if isinstance(value, dict):
            items = [(key, self._reordered(inner)) for key, inner in value.items()]
            return dict(self.reorder(items))
        return [self._reordered(inner) for inner in value] if isinstance(value, list) else value

    def _with_escapes(self, string: re.Match[str]) -> str:
        return _CHARACTER.sub(
            lambda match: f"\\u{ord(match[0]):04x}" if match[0] in self.escaped else match[0],
            string[0],
        )


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHARACTER = re.compile(r"\\u....|\\.|.")
PLAIN = Spelling()


@st.composite
def spellings(draw: st.DrawFn) -> Spelling:
    """A way of writing JSON: its indent, its escapes, the order of its keys, its first bytes."""
    return Spelling(
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        newline=draw(st.sampled_from(["\n", "\r\n"])),
        is_ascii=draw(st.booleans()),
        escaped=draw(st.sampled_from(["", "a", "id", "/", "aeinostu"])),
        reorder=draw(st.sampled_from(_ORDERS)),
        mark=draw(st.sampled_from(["", "", "\ufeff"])),
    )


def _as_they_are(items: list[Any]) -> list[Any]:
    return items


def _backwards(items: list[Any]) -> list[Any]:
    return items[::-1]


def _by_chance(items: list[Any]) -> list[Any]:
    """An order that is neither the alphabet's nor the factories', and always the same."""
    return sorted(items, key=lambda item: zlib.crc32(item[0].encode()))


_ORDERS: tuple[Callable[[list[Any]], list[Any]], ...] = (
    _as_they_are,
    _backwards,
    sorted,
    _by_chance,
)
