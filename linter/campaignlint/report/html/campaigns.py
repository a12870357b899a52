"""Campaign descriptions on the HTML page, with the findings next to their steps and filters."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from campaignlint.urls import Link, marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from campaignlint.describe.activations import ActivationSummary, CampaignActivations
    from campaignlint.describe.campaign import CallSummary, CampaignSummary
    from campaignlint.model.finding import CampaignName
    from campaignlint.report.html.findings import Item

    Places: TypeAlias = Mapping[tuple[str, int, int], list[Item]]
    """Findings by kind of part, its number, and the number of the choice."""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a description, and the findings about it."""

    kind: str
    number: int
    text: str
    findings: tuple[Item, ...] = ()
    choices: tuple[LineView, ...] = ()
    callee: CampaignName | None = None
    """The campaign on this page that is called here."""


@dataclass(frozen=True, slots=True)
class CallView:
    """A caller or callee."""

    text: str
    campaign: int
    """Its id, if it is on this page; otherwise 0."""
    details: str = ""
    """The text after the link."""


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign description with findings."""

    summary: CampaignSummary
    title: str
    findings: tuple[Item, ...]
    """Those about the campaign as a whole."""
    total: int
    triggers: tuple[LineView, ...]
    filters: tuple[LineView, ...]
    steps: tuple[LineView, ...]
    callers: tuple[CallView, ...]
    callees: tuple[CallView, ...]
    activated_by: tuple[CallView, ...]
    omitted_activators: int
    activates: tuple[CallView, ...]
    does_not_activate: tuple[CallView, ...]
    references: tuple[CallView, ...]
    link: Link | None


def campaign_views(
    summaries: Iterable[CampaignSummary], items: Iterable[Item]
) -> Iterator[CampaignView]:
    """Combine the descriptions of campaigns with the findings in them."""
    by_campaign: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.finding.campaign is not None:
            by_campaign[item.finding.campaign.id].append(item)
    summaries = tuple(summaries)
    on_page = {summary.campaign.id for summary in summaries}
    paths = Counter(summary.campaign.path for summary in summaries)
    for summary in summaries:
        path = summary.campaign.path
        title = path if paths[path] == 1 else f"{path} [{summary.campaign.id}]"
        yield _view(summary, title, by_campaign.get(summary.campaign.id, []), on_page)


def _view(
    summary: CampaignSummary, title: str, items: Sequence[Item], on_page: set[int]
) -> CampaignView:
    at: dict[tuple[str, int, int], list[Item]] = defaultdict(list)
    for item in items:
        at[item.part.kind, item.part.number, item.part.choice].append(item)
    smart_list = summary.smart_list
    activations = summary.activations
    return CampaignView(
        summary=summary,
        title=title,
        findings=tuple(at.get(("", 0, 0), ())),
        total=len(items),
        triggers=_rules("trigger", smart_list.triggers if smart_list else (), at),
        filters=_rules("filter", smart_list.filters if smart_list else (), at),
        steps=tuple(_steps(summary, at, on_page)),
        callers=tuple(_call(caller, f"{caller.passive} by", on_page) for caller in summary.callers),
        callees=tuple(_call(callee, callee.verb, on_page) for callee in summary.callees),
        activated_by=tuple(_activated_by(activations, on_page)),
        omitted_activators=sum(trigger.omitted for trigger in activations.triggers),
        activates=tuple(
            _activation(activation, "activates", on_page) for activation in activations.activates
        ),
        does_not_activate=tuple(
            _activation(summary, "", on_page) for summary in activations.does_not_activate
        ),
        references=tuple(
            CallView(f"{reference.place} ({reference.text})", 0)
            for reference in activations.references
        ),
        link=marketo_link(summary.url),
    )


def _rules(kind: str, texts: Sequence[str], at: Places) -> tuple[LineView, ...]:
    return tuple(
        LineView(kind, number, f"{kind} {number}: {text}", tuple(at.get((kind, number, 0), ())))
        for number, text in enumerate(texts, 1)
    )


def _steps(summary: CampaignSummary, at: Places, on_page: set[int]) -> Iterator[LineView]:
    callees = {
        (call.step, call.choice or 0): call.campaigns[0]
        for call in summary.callees
        if len(call.campaigns) == 1 and call.campaigns[0].id in on_page
    }

    def line(number: int, choice: int, text: str) -> LineView:
        findings = tuple(at.get(("step", number, choice), ()))
        callee = callees.get((number, choice))
        return LineView("step", choice or number, text, findings, callee=callee)

    for step in summary.steps or ():
        choices = tuple(
            line(step.number, choice, text) for choice, text in enumerate(step.choices, 1)
        )
        view = line(step.number, 0, f"{step.number}. {step.text}")
        if not choices:  # the line of the step describes its only choice
            findings = (*view.findings, *at.get(("step", step.number, 1), ()))
            view = replace(view, findings=findings)
        yield replace(view, choices=choices)


def _activated_by(activations: CampaignActivations, on_page: set[int]) -> Iterator[CallView]:
    for trigger in activations.triggers:
        if trigger.note:
            yield CallView(f"trigger {trigger.number}, {trigger.name}: {trigger.note}", 0)
        for activator in trigger.activators:
            yield _activation(activator, "activated by", on_page)


def _activation(activation: ActivationSummary, words: str, on_page: set[int]) -> CallView:
    maybe = "" if activation.is_certain or not words else "maybe "
    text = f"{maybe}{words} {activation.campaign.path}".strip()
    reason = f" ({activation.reason})" if activation.reason else ""
    details = f"{reason}: {activation.change} at {activation.place}"
    return CallView(text, _link(activation.campaign, on_page), details)


def _link(campaign: CampaignName, on_page: set[int]) -> int:
    return campaign.id if campaign.id in on_page else 0


def _call(call: CallSummary, words: str, on_page: set[int]) -> CallView:
    names = " or ".join(campaign.path for campaign in call.campaigns)
    target = names or f"'{call.target}', which is not in this export"
    text = f"{words} {target}, flow {call.site}"
    if not call.is_certain:
        text += " (not certain)"
    is_link = len(call.campaigns) == 1 and call.campaigns[0].id in on_page
    return CallView(text, call.campaigns[0].id if is_link else 0)
