"""Ids that the Asset API gives to types of triggers, filters and flow steps."""

from __future__ import annotations

CONSTRAINT_IDS = {"Date of Activity": -101, "Min. Number of Times": -102}

TRIGGER_IDS = {
    "Visits Web Page": 1,
    "Fills Out Form": 2,
    "Clicks Link": 3,
    "Email is Delivered": 7,
    "Email Bounces": 8,
    "Unsubscribes from Email": 9,
    "Opens Email": 10,
    "Clicks Link in Email": 11,
    "Lead is Created": 12,
    "Data Value Changes": 13,
    "Lead is Converted": 21,
    "Score is Changed": 22,
    "Owner Changes": 23,
    "Added to List": 24,
    "Email Bounces Soft": 27,
    "Added to Opportunity": 34,
    "Opportunity is Updated": 36,
    "Has Interesting Moment": 46,
    "Campaign is Requested": 47,
    "Progression Status is Changed": 104,
    "Segment Changes": 108,
    "Webhook is Called": 110,
}

ACTIVITY_FILTER_IDS = {
    "Visited Web Page": 1,
    "Filled Out Form": 2,
    "Clicked Link": 3,
    "Was Sent Email": 6,
    "Email was Delivered": 7,
    "Email Bounced": 8,
    "Unsubscribed from Email": 9,
    "Opened Email": 10,
    "Clicked Link in Email": 11,
    "Lead was Created": 12,
    "Data Value Changed": 13,
    "Score was Changed": 22,
    "Email Bounced Soft": 27,
    "Had Interesting Moment": 46,
    "Campaign was Requested": 47,
    "Progression Status was Changed": 104,
    "Webhook was Called": 110,
    # No id of this one is public.
    "Campaign was Executed": 9001,
}

STEP_TYPES: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {
    "Send Email": (6, (("Email", "string"),)),
    "Change Data Value": (13, (("Attribute", "string"), ("New Value", "string"))),
    "Sync Lead to SFDC": (19, (("Assign To", "string"),)),
    "Convert Lead": (21, (("Converted Status", "string"),)),
    "Change Score": (22, (("Score Name", "string"), ("Change", "string"))),
    "Change Owner": (23, (("Owner", "string"),)),
    "Add to List": (24, (("List Name", "string"),)),
    "Remove from List": (25, (("List Name", "string"),)),
    "Delete Lead": (37, (("Delete from CRM", "boolean"),)),
    "Send Alert": (
        38,
        (("Email", "string"), ("Send To", "string"), ("To Other Emails", "string")),
    ),
    "Add to SFDC Campaign": (42, (("Campaign", "string"), ("Status", "string"))),
    "Change Status in SFDC Campaign": (44, (("Campaign", "string"), ("Status", "string"))),
    "Interesting Moment": (46, (("Type", "string"), ("Description", "text"))),
    "Request Campaign": (47, (("Campaign", "string"),)),
    "Change Lead Partition": (100, (("Partition", "string"),)),
    "Change Revenue Stage": (101, (("Model", "string"), ("Stage", "string"))),
    "Change Status in Progression": (104, (("Program", "string"), ("New Status", "string"))),
    "Call Webhook": (110, (("Webhook", "string"),)),
    "Add to Nurture": (113, (("Program", "string"), ("Stream", "string"))),
    "Change Nurture Track": (114, (("Program", "string"), ("Stream", "string"))),
    "Change Nurture Cadence": (115, (("Program", "string"), ("Cadence", "string"))),
    # No ids of these are public.
    "Execute Campaign": (
        9001,
        (("Executed Campaign", "string"), ("Use Parent Campaign Token Context", "boolean")),
    ),
    "Wait": (9002, (("Duration", "string"),)),
    "Remove from Flow": (9003, (("Campaign", "string"),)),
    "Create Task": (
        9004,
        (("Subject", "string"), ("Assign To", "string"), ("Due In", "string")),
    ),
}
