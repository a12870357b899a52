"""Which campaigns can run, and which campaigns in archived folders are used."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.graph.liveness import liveness
from campaignlint.testing import ABSENT, campaign, folder, program, recurring
from loading.reading import instance_of

if TYPE_CHECKING:
    from campaignlint.testing import Campaign
    from campaignlint.testing.export import Part

OFF: dict[str, Any] = {"isActive": False, "status": "Inactive"}
UNKNOWN: dict[str, Any] = {"isActive": ABSENT, "status": ABSENT}


def trigger(name: str, **fields: Any) -> Campaign:
    """Return an active trigger campaign, unless fields say otherwise."""
    return campaign(name, **{"isActive": True, **fields}).trigger("Fills Out Form")


def dormant(*parts: Part) -> list[str]:
    instance = instance_of(*parts)
    live = liveness(instance).live
    return [each.name for each in instance.campaigns if each.id not in live]


def unused(*parts: Part) -> list[str]:
    instance = instance_of(*parts)
    found = liveness(instance).unused_in_archive
    return [each.name for each in instance.campaigns if each.id in found]


# Dormant campaigns


def test_an_inactive_trigger_campaign_is_dormant() -> None:
    assert dormant(trigger("Off", **OFF), trigger("On")) == ["Off"]


@pytest.mark.parametrize(
    "part",
    [
        trigger("Unknown", **UNKNOWN),
        campaign("Batch", isActive=False, status="Never Run"),
        campaign("Type unknown", type=ABSENT, **OFF).without_smart_list(),
        trigger("Recurring", recurrence=recurring(), **OFF),
    ],
    ids=["no activation state", "batch campaign", "no type", "recurring"],
)
def test_what_may_run_is_live(part: Campaign) -> None:
    assert dormant(part) == []


def test_the_type_makes_a_trigger_campaign_without_its_smart_list() -> None:
    assert dormant(campaign("Off", type="trigger", **OFF).without_smart_list()) == ["Off"]


def test_an_executable_campaign_that_only_dormant_campaigns_reach_is_dormant() -> None:
    assert dormant(
        trigger("Off", **OFF).executes("EX A"),
        campaign("EX A").executes("EX B"),
        campaign("EX B").executes("EX A"),
    ) == ["Off", "EX A", "EX B"]


@pytest.mark.parametrize(
    "caller",
    [trigger("On"), campaign("Batch"), campaign("EX Caller", isExecutable=True)],
    ids=["active trigger campaign", "batch campaign", "executable that nothing calls"],
)
def test_an_executable_campaign_that_a_live_campaign_reaches_is_live(caller: Campaign) -> None:
    assert dormant(
        trigger("Off", **OFF).executes("EX B"),
        caller.executes("EX A"),
        campaign("EX A").executes("EX B"),
        campaign("EX B"),
    ) == ["Off"]


def test_an_executable_campaign_that_nothing_reaches_is_live() -> None:
    assert (
        dormant(
            campaign("EX Uncalled", isExecutable=True),
            campaign("EX A").executes("EX B"),
            campaign("EX B").executes("EX A"),
        )
        == []
    )


def test_an_inactive_trigger_campaign_that_a_live_campaign_executes_is_live() -> None:
    assert dormant(trigger("EX A", **OFF), trigger("On").executes("EX A")) == []


def test_a_request_does_not_run_an_inactive_trigger_campaign() -> None:
    assert dormant(trigger("Off", **OFF), trigger("On").requests("Off")) == ["Off"]


def test_an_executable_campaign_that_an_ambiguous_name_may_mean_is_live() -> None:
    first, second, third = (program(name) for name in ("OP A", "OP B", "OP C"))
    assert dormant(
        campaign("EX", program=first),
        campaign("EX", program=second),
        trigger("Off", program=third, **OFF).executes("OP A.EX"),
        trigger("On", program=third).executes("EX"),
    ) == ["Off"]


def test_a_long_chain_takes_no_recursion() -> None:
    links = [campaign(f"EX {number}") for number in range(3_000)]
    for caller, target in pairwise(links):
        caller.executes(target.name)
    assert len(dormant(trigger("Off", **OFF).executes("EX 0"), *links)) == 3_001


# Archived folders

ARCHIVE = folder("90 Archive", isArchive=True)
YEAR = folder("2024", parent=ARCHIVE)
OLD = program("OP Old", folder=YEAR)
NEW = program("OP New")


def old(name: str, **fields: Any) -> Campaign:
    return campaign(name, program=OLD, **fields)


def test_a_campaign_in_an_archived_folder_that_nothing_calls_is_unused() -> None:
    assert unused(ARCHIVE, YEAR, OLD, NEW, old("Batch"), trigger("On", program=NEW)) == ["Batch"]


@pytest.mark.parametrize(
    "fields", [{"isActive": True}, {"recurrence": recurring()}], ids=["active", "recurring"]
)
def test_a_campaign_that_runs_in_an_archived_folder_is_used(fields: dict[str, Any]) -> None:
    assert unused(ARCHIVE, YEAR, OLD, old("Still On", **fields).executes("EX A"), old("EX A")) == []


def test_a_campaign_that_a_live_campaign_outside_calls_is_used() -> None:
    assert unused(
        *(ARCHIVE, YEAR, OLD, NEW),
        trigger("On", program=NEW).executes("EX Here").requests("OP Old.Requested"),
        campaign("EX Here", program=NEW).executes("OP Old.EX A"),
        old("EX A").executes("EX B"),
        old("EX B"),
        trigger("Requested", program=OLD, **OFF).executes("EX C"),
        old("EX C"),
    ) == ["EX C"]


def test_a_campaign_that_only_dormant_and_archived_campaigns_call_is_unused() -> None:
    assert unused(
        *(ARCHIVE, YEAR, OLD, NEW),
        trigger("Off", program=NEW, **OFF).executes("OP Old.EX A").requests("OP Old.Requested"),
        old("Batch").executes("EX A"),
        old("EX A"),
        trigger("Requested", program=OLD, **OFF),
    ) == ["Batch", "EX A", "Requested"]
