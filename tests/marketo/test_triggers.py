"""Which triggers listen to a whole instance, and which filters are on the value of a field."""

from __future__ import annotations

import pytest

from campaignlint import marketo


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("Fills Out Form", "Form Name"),
        (" fills out form", "Form Name"),
        ("Data Value Changes", "Attribute"),
        ("Visits Web Page", "Web Page"),
        ("Email is Delivered", "Email"),
        ("Clicks Link", "Link"),
    ],
)
def test_everyday_triggers_listen_to_their_primary_attribute(name: str, attribute: str) -> None:
    listening = marketo.listens_to(name)
    assert listening is not None
    assert listening.attribute == attribute


@pytest.mark.parametrize("name", ["Clicks Link in Email", "Lead is Created", "Filled Out Form", ""])
def test_other_triggers_may_listen_to_everything(name: str) -> None:
    assert marketo.listens_to(name) is None


def test_member_of_smart_list_and_its_opposite_refer_to_a_smart_list() -> None:
    assert marketo.refers_to_smart_list("Member of Smart List")
    assert marketo.refers_to_smart_list("not member of smart list ")
    assert not marketo.refers_to_smart_list("Member of List")
    assert marketo.is_member_of_list("Member of List")
    assert not marketo.is_member_of_list("Not Member of List")


@pytest.mark.parametrize(
    ("filter_name", "attribute", "expected"),
    [
        ("Country", "country", True),
        ("Hashtag", "Hashtag", True),
        ("Member of List", "Member of List", False),
        ("Not Member of Program", "Not Member of Program", False),
        ("Has Opportunity", "Has Opportunity", False),
        ("Has Opportunity", "Is Won", False),
        ("Revenue Stage", "Model", False),
    ],
)
def test_a_field_has_the_name_of_its_filter(
    filter_name: str, attribute: str, *, expected: bool
) -> None:
    assert marketo.is_single_valued_field(filter_name, attribute) is expected
