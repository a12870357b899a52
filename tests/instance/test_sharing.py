"""What an export says twice is kept once; what it says stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from campaignlint.instance import api
from factories import campaign, condition, when
from instance.reading import compact, read

if TYPE_CHECKING:
    from pathlib import Path


def test_equal_strings_of_two_records_are_one(tmp_path: Path) -> None:
    def record(number: int) -> dict[str, Any]:
        made = campaign(f"EX {number}", id=number)
        made.trigger("Fills Out Form", condition("Form Name", "is", ["Demo.Form"]))
        made.choices("Send Email", when("Country", "is", ["US", "Canada"], "Demo.Email"))
        return made.record() | {"smartList": {"rules": made.smart_list_record()["rules"]}}

    text = compact([record(1), record(2)])
    one, other = (each.data for each in read(tmp_path, {"a.json": text}).records)
    first, second = _strings(one), _strings(other)
    assert first == second
    assert {"Send Email", "Country", "is", "US", "Demo.Email", "Fills Out Form", "Demo.Form"} <= {
        *first
    }
    assert [id(text) for text in first] == [id(text) for text in second]


def test_values_that_are_equal_and_not_the_same_stay_apart(tmp_path: Path) -> None:
    """To Python 1 equals true, and 1.0; Marketo's screens show them as they are written."""

    def record(number: int, value: Any) -> dict[str, Any]:
        made = campaign(f"EX {number}", id=number)
        return made.filter("Unsubscribed", condition("Unsubscribed", "is", [value])).record() | {
            "smartList": {"rules": made.smart_list_record()["rules"]}
        }

    values = (1, True, 1.0, "1")
    text = compact([record(number, value) for number, value in enumerate(values)])
    found = []
    for each in read(tmp_path, {"a.json": text}).records:
        smart_list = cast("api.SmartCampaignResponseWithFlow", each.data).smart_list
        assert smart_list is not None
        assert smart_list.rules is not None
        (only,) = smart_list.rules.filters or ()
        (asked,) = only.conditions or ()
        found.append(asked.values)
    assert list(map(repr, found)) == ["(1,)", "(True,)", "(1.0,)", "('1',)"]


def _strings(data: api.Struct) -> list[str]:
    """Those of the parts that repeat: of steps, choices, filters and conditions."""
    record = cast("api.SmartCampaignResponseWithFlow", data)
    assert record.flow is not None
    assert record.smart_list is not None
    found: list[str] = []
    pending: list[object] = [record.flow, record.smart_list.rules]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, tuple):
            pending.extend(part)
        elif isinstance(part, api.Struct):
            pending.extend(
                getattr(part, field)
                for field in part.__struct_fields__
                if field != "filter_match_type"
            )
    return found
