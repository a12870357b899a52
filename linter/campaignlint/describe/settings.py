"""The settings of campaigns and programs as text, and My Tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.limits import REPORT_LIMITS, Limits
from campaignlint.describe.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.folders import MyToken, Program


def describe_settings(campaign: SmartCampaign, limits: Limits = REPORT_LIMITS) -> tuple[Row, ...]:
    """Describe the settings of a campaign."""
    return tuple(Row(row.label, limits.truncate(row.text)) for row in _settings(campaign))


def _settings(campaign: SmartCampaign) -> Iterator[Row]:
    data = campaign.data
    if data.description:
        yield Row("Description", data.description)
    yield Row("Runs", describe_start(campaign))
    if data.status and not campaign.is_executable:  # of these, Marketo shows Never Run
        yield Row("Status", data.status)
    if campaign.is_scheduled:
        yield Row("Schedule", _schedule(campaign))
    if campaign.qualification:
        yield Row(
            "Each person",
            _QUALIFICATIONS.get(campaign.qualification, "").format(campaign.qualification_interval)
            or campaign.qualification,
        )
    if data.is_communication_limit_enabled is not None:
        limits = "respected" if data.is_communication_limit_enabled else "not respected"
        yield Row("Communication limits", limits)
    if data.max_members is not None:
        yield Row("Maximum members", f"{data.max_members:,}")
    if campaign.updated_on is not None:
        yield Row("Changed", campaign.updated_on.isoformat())


_QUALIFICATIONS = {"once": "only once", "any": "every time", "interval": "once in {}"}


def describe_start(campaign: SmartCampaign) -> str:
    """Return when a campaign runs: `as a batch, by schedule`."""
    if campaign.executable_reason is not None:
        return f"when called ({campaign.executable_reason})"
    if campaign.has_triggers:
        return f"when triggered ({'active' if campaign.is_active else 'not active'})"
    if campaign.is_scheduled:
        return "as a batch, by schedule"
    return "as a batch" if campaign.has_triggers is False else "not exported"


def _schedule(campaign: SmartCampaign) -> str:
    recurrence = campaign.data.recurrence
    if recurrence is None:
        return ""
    unit = _UNITS.get((recurrence.interval_type or "").strip().casefold(), "interval")
    every = unit if recurrence.interval == 1 else f"{recurrence.interval} {unit}s"
    parts = [f"every {every}"]
    if recurrence.start_at:
        parts.append(f"from {recurrence.start_at}")
    if recurrence.end_at:
        parts.append(f"until {recurrence.end_at}")
    return ", ".join(parts)


_UNITS = {"daily": "day", "weekly": "week", "monthly": "month"}


def describe_program_settings(program: Program) -> Iterator[Row]:
    """Describe the settings of a program."""
    data = program.data
    if data.description:
        yield Row("Description", data.description)
    if data.type:
        yield Row("Type", data.type)
    if data.channel:
        yield Row("Channel", data.channel)
    if data.updated_at:
        yield Row("Changed", data.updated_at[:10])


def describe_tokens(tokens: Iterable[MyToken]) -> Iterator[Row]:
    """Describe My Tokens by name, with their types and values."""
    for token in sorted(tokens, key=lambda token: token.name):
        yield Row(f"my.{token.name} ({token.type})", token.value)
