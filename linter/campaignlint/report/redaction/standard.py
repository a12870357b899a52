"""Names that every instance of Marketo has: of steps, filters, attributes and fields.

They tell nothing about whose instance it is, so they stay where other names become pseudonyms.
Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/mcp-server-operations
and the standard fields and activities of a new instance.
"""

from __future__ import annotations

from campaignlint import marketo

_STEPS = [name for canonical, others in marketo.STEP_NAMES.items() for name in (canonical, *others)]

_TRIGGERS_AND_FILTERS = """
Visits Web Page, Visited Web Page, Fills Out Form, Filled Out Form, Clicks Link, Clicked Link,
Email is Delivered, Email was Delivered, Email Bounces, Email Bounced, Email Bounces Soft,
Email Bounced Soft, Unsubscribes from Email, Unsubscribed from Email, Opens Email, Opened Email,
Clicks Link in Email, Clicked Link in Email, Was Sent Email, Email is Sent, Lead is Created,
Lead was Created, Person is Created, Person was Created, Data Value Changes, Data Value Changed,
Lead is Converted, Lead was Converted, Score is Changed, Score was Changed, Owner Changes,
Added to List, Removed from List, Added to Opportunity, Opportunity is Updated,
Has Interesting Moment, Had Interesting Moment, Campaign is Requested, Campaign was Requested,
Campaign was Executed, Progression Status is Changed, Progression Status was Changed,
Program Status is Changed, Program Status was Changed, Segment Changes, Segment Changed,
Webhook is Called, Webhook was Called, Revenue Stage is Changed, Revenue Stage was Changed,
Member of List, Not Member of List, Member of Smart List, Not Member of Smart List,
Member of Program, Not Member of Program, Member of Smart Campaign, Not Member of Smart Campaign,
Member of Engagement Program, Member of Nurture, Member of Revenue Model, Has Opportunity
"""

_ATTRIBUTES = """
Attribute, Attribute Name, Field, Field Name, New Value, Old Value, Previous Value, Value, Reason,
Score, Score Name, Change, Email, Send To, To Other Emails, Campaign, Campaign Name,
Executed Campaign, Use Parent Campaign Token Context, Program, Program Name, New Status,
Old Status, Status, Success, Stream, Cadence, List, List Name, Smart List, Smart List Name,
Static List, Owner, Assign To, Webhook, Model, Stage, Partition, Converted Status, Duration,
Delete from CRM, Type, Description, Subject, Due In, Priority, Comments, Segmentation, Segment,
Form Name, Form, Web Page, Link, Link ID, Querystring, Referrer, Client IP Address, Client,
User Agent, Browser, Platform, Device, Date, Date of Activity, Min. Number of Times, Source,
Category, Details, Is Predictive, Is Mobile Device, Error Type, Response, Name
"""

_FIELDS = """
Email Address, First Name, Last Name, Middle Name, Full Name, Salutation, Company, Company Name,
Job Title, Title, Department, Phone, Phone Number, Mobile Phone, Mobile Phone Number, Fax,
Fax Number, Address, City, State, Postal Code, Country, Billing City, Billing State,
Billing Country, Billing Postal Code, Website, Industry, Annual Revenue, Number of Employees,
SIC Code, Person Source, Lead Source, Original Source Type, Original Referrer, Person Status,
Lead Status, Person Score, Lead Score, Behavior Score, Demographic Score, Person Rating,
Lead Rating, Rating, Region, Preferred Language, Person Role, Lead Role, Person Owner, Lead Owner,
Lead Owner Email Address, Lead Owner First Name, Lead Owner Last Name, Sales Owner, Unsubscribed,
Unsubscribed Reason, Marketing Suspended, Marketing Suspended Reason, Durable Unsubscribe,
Black Listed, Blocklisted, Email Invalid, Email Invalid Cause, Email Suspended, Do Not Call,
Do Not Call Reason, Date of Birth, Acquisition Program, Acquisition Date, Created At, Updated At,
Inferred Country, Inferred Company, Inferred City, Inferred State Region, Is Customer, Is Partner,
Anonymous IP, SFDC Type, SFDC Id, Relative Score, Relative Urgency, Score Date
"""

_WORKSPACES = "Default, Marketing Activities"


def _listed(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(",")]


_NAMES = frozenset(
    name.casefold()
    for name in (
        *_STEPS,
        *_listed(_TRIGGERS_AND_FILTERS),
        *_listed(_ATTRIBUTES),
        *_listed(_FIELDS),
        *_listed(_WORKSPACES),
    )
)


def is_standard(name: str) -> bool:
    """Whether a name is Marketo's own."""
    return " ".join(name.split()).casefold() in _NAMES
