"""Equal strings of an export are interned without changing its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from campaignlint.marketo import records
from campaignlint.testing import campaign, condition, when
from loading.reading import compact, read

if TYPE_CHECKING:
    from pathlib import Path


def test_equal_strings_of_two_records_are_one_object(tmp_path: Path) -> None:
    def record(number: int) -> dict[str, Any]:
        made = campaign(f"EX {number}", id=number)
        made.trigger("Fills Out Form", condition("Form Name", "is", ["Demo.Form"]))
        made.choices("Send Email", when("Country", "is", ["US", "Canada"], "Demo.Email"))
        return made.record() | {"smartList": {"rules": made.smart_list_record()["rules"]}}

    text = compact([record(1), record(2)])
    one, other = (each.data for each in read(tmp_path, {"a.json": text}).records)
    first, second = _strings(one), _strings(other)
    assert first == second
    assert {"Send Email", "Country", "is", "Demo.Email", "Fills Out Form"} <= {*first}
    assert [id(text) for text in first] == [id(text) for text in second]


def _strings(data: records.Struct) -> list[str]:
    """Return the strings of the flow and the smart list, without the values of conditions."""
    record = cast("records.SmartCampaignResponseWithFlow", data)
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
        elif isinstance(part, records.Struct):
            pending.extend(
                getattr(part, field)
                for field in part.__struct_fields__
                if field not in ("filter_match_type", "values")
            )
    return found
