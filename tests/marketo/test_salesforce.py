"""Who is in Salesforce, by a filter, a constraint or the condition of a choice."""

from __future__ import annotations

import pytest

from campaignlint import marketo


@pytest.mark.parametrize(
    ("name", "operator", "values"),
    [
        ("SFDC Type", "is", ["Lead", "Contact"]),
        ("SFDC Lead Id", "is not empty", []),
        ("sfdc  account ID", "is not empty", []),
        ("Lead Owner Email Address", "contains", ["@example.com"]),
        ("In Salesforce", "is", ["true"]),
        ("Synced to CRM", "is not", ["false"]),
        ("CRM Record ID", "is not empty", []),
        ("Member of SFDC Campaign", "is any", []),
        ("Has Opportunity", "is", ["true"]),
        ("Lead is Synced to SFDC", "", []),
        ("Person was Synced to SFDC", "occurs", []),
        ("Original Source Type", "is", ["salesforce.com"]),
        ("Member of Smart List", "in", ["OP Lists.In Salesforce"]),
    ],
)
def test_people_are_in_salesforce(name: str, operator: str, values: list[str]) -> None:
    assert marketo.is_in_salesforce(name, operator, values) is True


@pytest.mark.parametrize(
    ("name", "operator", "values"),
    [
        ("SFDC Type", "is empty", []),
        ("SFDC Type", "is", [""]),
        ("In Salesforce", "is", ["false"]),
        ("In Salesforce", "is not", ["true"]),
        ("Lead Owner Email Address", "is empty", []),
        ("Member of Smart List", "in", ["OP Lists.Not in Salesforce"]),
    ],
)
def test_people_are_not_in_salesforce(name: str, operator: str, values: list[str]) -> None:
    assert marketo.is_in_salesforce(name, operator, values) is False


@pytest.mark.parametrize(
    ("name", "operator", "values"),
    [
        ("Country", "is", ["US"]),
        ("SFDC Type", "is not", ["Contact"]),
        ("SFDC Sync Error", "is empty", []),
        ("SFDC is Deleted", "is", ["false"]),
        ("Lead is Deleted from SFDC", "", []),
        ("Not Member of SFDC Campaign", "is", ["Demo"]),
        ("Source Type", "is not", ["Salesforce.com"]),
        ("Member of Smart List", "not in", ["OP Lists.In Salesforce"]),
        ("Not Member of Smart List", "in", ["OP Lists.In Salesforce"]),
        ("Member of Smart List", "in", ["OP Lists.Marketable"]),
    ],
)
def test_it_is_not_known(name: str, operator: str, values: list[str]) -> None:
    assert marketo.is_in_salesforce(name, operator, values) is None


@pytest.mark.parametrize(
    ("name", "operator", "values"),
    [
        ("SFDC Type", "is", ["Lead"]),
        ("Salesforce Type", "is not", ["Contact"]),
        ("SFDC Type", "is empty", []),
        ("SFDC Contact Id", "is empty", []),
        ("Is Contact", "is", ["false"]),
        ("Is Contact", "is not", ["true"]),
        ("Lead Owner Email Address", "is empty", []),
        ("In Salesforce", "is", ["false"]),
        ("Member of Smart List", "in", ["OP Lists.SFDC Leads"]),
        ("Member of Smart List", "in", ["OP Lists.No Contacts"]),
        ("Member of Smart List", "not in", ["OP Lists.Contacts"]),
        ("Not Member of Smart List", "in", ["OP Lists.Contacts"]),
    ],
)
def test_contacts_are_excluded(name: str, operator: str, values: list[str]) -> None:
    assert marketo.excludes_contacts(name, operator, values)


@pytest.mark.parametrize(
    ("name", "operator", "values"),
    [
        ("SFDC Type", "is", ["Lead", "Contact"]),
        ("SFDC Type", "is not", ["Lead"]),
        ("SFDC Type", "is", []),
        ("SFDC Contact Id", "is not empty", []),
        ("Is Contact", "is", ["true"]),
        ("Has Opportunity", "is", ["false"]),
        ("Lead Owner Active", "is", ["false"]),
        ("Lead Score", "at least", ["100"]),
        ("Member of Smart List", "in", ["OP Lists.Contacts"]),
        ("Member of Smart List", "in", ["OP Lists.Hot Leads"]),
        ("Member of Smart List", "not in", ["OP Lists.SFDC Leads"]),
    ],
)
def test_contacts_may_be_among_them(name: str, operator: str, values: list[str]) -> None:
    assert not marketo.excludes_contacts(name, operator, values)
