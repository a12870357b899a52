"""Campaigns written out in words: settings, smart list, flow, and who calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.summary import settings_in_words, smart_list_in_words, step_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.engine.findings import RuleFinding
    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.flow import FlowStep
    from campaignlint.model.instance import Instance

_MOST_CALLS = 12
_MOST_STEPS = 100
_MOST_CHOICES = 50
_MOST_RULES = 100
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """A call of a campaign, seen from it: which campaign is at the other end."""

    kind: CallKind
    step: int
    choice: int | None
    """Its number, where the step has several choices."""
    campaign: CampaignName


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A flow step as the screen shows it: `2. Wait: 4 hours`, and a line for each choice."""

    number: int
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignInWords:
    """A campaign written out. What is longer than reports need is cut, and counted."""

    campaign: CampaignName
    settings: tuple[str, ...]
    triggers: tuple[str, ...]
    filters: tuple[str, ...]
    filter_logic: str
    has_smart_list: bool
    """Whether its smart list is in the export."""
    more_rules: int
    """How many triggers and filters are left out."""
    steps: tuple[StepInWords, ...]
    has_flow: bool
    more_steps: int
    calls_in: tuple[OtherEnd, ...]
    more_calls_in: int
    calls_out: tuple[OtherEnd, ...]
    more_calls_out: int
    url: str
    """Where Marketo shows it, as the export says; not checked in any way."""


def around(instance: Instance, findings: Iterable[RuleFinding]) -> list[SmartCampaign]:
    """The campaigns of the findings, those that these name, those that call or are called."""
    standing = tuple(findings)
    own = [each.finding.location.campaign for each in standing]
    named = [
        other.location.campaign
        for each in standing
        for other in (*each.finding.chain, *each.finding.related)
    ]
    found = dict.fromkeys(name.id for name in (*own, *named) if name is not None)
    campaigns = [campaign for number in found if (campaign := instance.campaign(number))]
    for campaign in tuple(campaigns):
        ends = (*(call.caller for call in campaign.calls_in), *_called(campaign))
        for other in ends[: 2 * _MOST_CALLS]:
            if other.id not in found:
                found[other.id] = None
                campaigns.append(other)
    return campaigns


def _called(campaign: SmartCampaign) -> Iterator[SmartCampaign]:
    return (call.target for call in campaign.calls_out)


def in_words(campaign: SmartCampaign) -> CampaignInWords:
    """A campaign written out."""
    smart_list = campaign.rules_of
    triggers = len(smart_list.triggers) if smart_list else 0
    rules = triggers + len(smart_list.filters) if smart_list else 0
    lines = list(map(_cut, smart_list_in_words(smart_list))) if smart_list else []
    steps = campaign.steps() if campaign.has_flow else ()
    return CampaignInWords(
        campaign=campaign.as_name().truncate(),
        settings=tuple(map(_cut, settings_in_words(campaign))),
        triggers=tuple(lines[:triggers][:_MOST_RULES]),
        filters=tuple(lines[triggers:rules][:_MOST_RULES]),
        filter_logic=" ".join(lines[rules:]),
        has_smart_list=smart_list is not None,
        more_rules=max(0, triggers - _MOST_RULES) + max(0, rules - triggers - _MOST_RULES),
        steps=tuple(map(_step, steps[:_MOST_STEPS])),
        has_flow=campaign.has_flow,
        more_steps=max(0, len(steps) - _MOST_STEPS),
        calls_in=tuple(_end(call, call.caller) for call in campaign.calls_in[:_MOST_CALLS]),
        more_calls_in=max(0, len(campaign.calls_in) - _MOST_CALLS),
        calls_out=tuple(_end(call, call.target) for call in campaign.calls_out[:_MOST_CALLS]),
        more_calls_out=max(0, len(campaign.calls_out) - _MOST_CALLS),
        url=campaign.data.computed_url or "",
    )


def _step(step: FlowStep) -> StepInWords:
    first, *choices = step_in_words(step)
    shown = [_cut(line) for line in choices[:_MOST_CHOICES]]
    if len(choices) > _MOST_CHOICES:
        shown.append(f"and {len(choices) - _MOST_CHOICES} more choices")
    return StepInWords(step.number, _cut(first), tuple(shown))


def _end(call: Call, other: SmartCampaign) -> OtherEnd:
    step = call.choice.step
    choice = call.choice.number if len(step.choices) > 1 else None
    return OtherEnd(call.kind, step.number, choice, other.as_name().truncate())


def _cut(line: str) -> str:
    text = line.strip()
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 3]}..."
