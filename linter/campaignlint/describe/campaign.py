"""Campaigns as text: settings, smart list, flow, callers and callees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.activations import CampaignActivations, describe_activations
from campaignlint.describe.flow import StepSummary, describe_step
from campaignlint.describe.limits import REPORT_LIMITS, Limits
from campaignlint.describe.settings import describe_settings
from campaignlint.describe.sites import site_of
from campaignlint.describe.smart_list import SmartListSummary, describe_smart_list
from campaignlint.model.calls import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.describe.rows import Row
    from campaignlint.model.calls import CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.references import Reference


@dataclass(frozen=True, slots=True)
class CallSummary:
    """A call of a campaign, seen from one end."""

    kind: CallKind
    step: int
    choice: int | None
    """The number of the choice; None if the step has only one."""
    is_default: bool
    """Whether the choice is the default choice of several."""
    campaigns: tuple[CampaignName, ...]
    """The campaign at the other end; several if the call is ambiguous, none if it is missing."""
    target: str
    """The target as the step names it."""
    is_certain: bool = True

    @property
    def site(self) -> str:
        """`step 2`, `step 2 choice 1`, `step 2 default choice`."""
        if self.choice is None:
            return f"step {self.step}"
        return (
            f"step {self.step} {'default choice' if self.is_default else f'choice {self.choice}'}"
        )

    @property
    def verb(self) -> str:
        return VERBS[self.kind].active

    @property
    def passive(self) -> str:
        return VERBS[self.kind].passive


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """The description of a campaign."""

    campaign: CampaignName
    settings: tuple[Row, ...]
    smart_list: SmartListSummary | None
    """None if it is not in the export."""
    steps: tuple[StepSummary, ...] | None
    """None if the flow is not in the export."""
    omitted_steps: int
    callers: tuple[CallSummary, ...]
    omitted_callers: int
    callees: tuple[CallSummary, ...]
    omitted_callees: int
    url: str
    """The URL in Marketo, as the export has it; not validated."""
    activations: CampaignActivations


def describe_campaign(campaign: SmartCampaign, limits: Limits = REPORT_LIMITS) -> CampaignSummary:
    """Describe a campaign."""
    (summary,) = describe_campaigns([campaign], limits)
    return summary


def describe_campaigns(
    campaigns: Iterable[SmartCampaign], limits: Limits = REPORT_LIMITS
) -> Iterator[CampaignSummary]:
    """Describe campaigns of one instance."""
    chosen = tuple(campaigns)
    ids = {campaign.id for campaign in chosen}
    callers: dict[int, list[Reference]] = defaultdict(list)
    for reference in chosen[0].instance.references if chosen else ():
        for candidate in reference.resolution.candidates:
            if candidate.id in ids:
                callers[candidate.id].append(reference)
    for campaign in chosen:
        yield _describe(campaign, callers[campaign.id], limits)


def _describe(campaign: SmartCampaign, callers: list[Reference], limits: Limits) -> CampaignSummary:
    smart_list = campaign.smart_list
    steps = campaign.steps() if campaign.has_flow else ()
    callers.sort(key=lambda reference: reference.resolution.is_ambiguous)
    return CampaignSummary(
        campaign=campaign.as_name().truncate(),
        settings=describe_settings(campaign, limits),
        smart_list=None if smart_list is None else describe_smart_list(smart_list, limits),
        steps=tuple(describe_step(step, limits) for step in steps[: limits.steps])
        if campaign.has_flow
        else None,
        omitted_steps=max(0, len(steps) - limits.steps),
        callers=tuple(
            _summarize_call(
                caller, [caller.choice.campaign], is_certain=not caller.resolution.is_ambiguous
            )
            for caller in callers[: limits.calls]
        ),
        omitted_callers=max(0, len(callers) - limits.calls),
        callees=tuple(
            _summarize_call(
                reference,
                reference.resolution.candidates[: limits.calls],
                is_certain=reference.resolution.confidence == "documented",
            )
            for reference in campaign.references[: limits.calls]
        ),
        omitted_callees=max(0, len(campaign.references) - limits.calls),
        url=campaign.data.computed_url or "",
        activations=describe_activations(campaign, limits),
    )


def _summarize_call(
    reference: Reference, campaigns: Iterable[SmartCampaign], *, is_certain: bool
) -> CallSummary:
    """Return a call with the campaigns at the other end."""
    site = site_of(reference.choice)
    return CallSummary(
        reference.kind,
        site.step,
        site.choice,
        site.choice is not None and reference.choice.rule is None,
        tuple(campaign.as_name().truncate() for campaign in campaigns),
        reference.text,
        is_certain,
    )
