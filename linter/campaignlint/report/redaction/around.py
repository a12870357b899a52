"""What stands around findings, redacted as they are: campaigns written out, and the export."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from campaignlint.model.finding import CampaignName
from campaignlint.report.redaction.excerpts import STATED_WORDS
from campaignlint.report.redaction.names import names_within
from campaignlint.report.redaction.patterns import MASK, masked_in_names
from campaignlint.report.redaction.vocabulary import Vocabulary, of_engine, words_of

if TYPE_CHECKING:
    from campaignlint.drawing.diagram import Node
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.report.context import (
        CampaignInWords,
        Context,
        Export,
        Neighbourhood,
        OtherEnd,
        StepInWords,
    )
    from campaignlint.report.redaction.names import Names
    from campaignlint.report.redaction.subjects import Subject, Subjects
    from campaignlint.report.redaction.texts import TextRedactor


class AroundRedactor:
    """Redacts surroundings. Addresses go altogether: they name the instance's host."""

    def __init__(
        self, instance: Instance, names: Names, subjects: Subjects, texts: TextRedactor
    ) -> None:
        self._instance = instance
        self._names = names
        self._subjects = subjects
        self._texts = texts

    def redacted(self, around: Context) -> Context:
        return replace(
            around,
            exports=tuple(map(self._export, around.exports)),
            campaigns=tuple(map(self._campaign, around.campaigns)),
            pictures=replace(
                around.pictures, drawn=tuple(map(self._neighbourhood, around.pictures.drawn))
            ),
        )

    def _export(self, export: Export) -> Export:
        instance = MASK if self._names.has_pseudonyms else masked_in_names(export.instance)
        return replace(export, instance=export.instance and instance)

    def _neighbourhood(self, drawn: Neighbourhood) -> Neighbourhood:
        nodes = tuple(map(self._node, drawn.diagram.nodes))
        return replace(drawn, diagram=replace(drawn.diagram, nodes=nodes))

    def _node(self, node: Node) -> Node:
        shown = self._names.shown_campaign(
            CampaignName(node.id, node.name, node.program, node.workspace)
        )
        return replace(
            node, name=shown.name, program=shown.program, workspace=shown.workspace, link=None
        )

    def _campaign(self, written: CampaignInWords) -> CampaignInWords:
        subject = self._subject(written.campaign.id)

        def lines(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self._line(text, subject) for text in texts)

        def step(each: StepInWords) -> StepInWords:
            return replace(each, text=self._line(each.text, subject), choices=lines(each.choices))

        return replace(
            written,
            campaign=self._names.shown_campaign(written.campaign),
            settings=tuple(self._setting(text, subject) for text in written.settings),
            triggers=lines(written.triggers),
            filters=lines(written.filters),
            filter_logic=self._line(written.filter_logic, subject),
            steps=tuple(map(step, written.steps)),
            calls_in=tuple(map(self._end, written.calls_in)),
            calls_out=tuple(map(self._end, written.calls_out)),
            url="",
        )

    def _subject(self, number: int) -> Subject:
        """The campaign, with all that its parts are called: it is written out whole."""
        subject = self._subjects.of(number, (), ())
        campaign = self._instance.campaign(number)
        return subject if campaign is None else _with_names_within(subject, campaign)

    def _setting(self, text: str, subject: Subject) -> str:
        """It holds no values, but states and intervals in the API's words."""
        return self._texts.redacted(text, of_engine() | _STATED, subject)

    def _line(self, text: str, subject: Subject) -> str:
        """Its values go even where they read like words of the engine: they are known as values."""
        shown = text
        for value in sorted(subject.values - _TRUTHS, key=_longest_first):
            shown = re.sub(_VALUE_AT.format(re.escape(value)), MASK, shown)
        return self._texts.redacted(shown, of_engine(), subject)

    def _end(self, end: OtherEnd) -> OtherEnd:
        return replace(end, campaign=self._names.shown_campaign(end.campaign))


_STATED = Vocabulary(frozenset(word for text in STATED_WORDS for word in words_of(text)))
_TRUTHS = frozenset({"True", "False", "true", "false"})
_VALUE_AT = r"(?:(?<=: )|(?<== )|(?<=, )|(?<= then )){}(?=, |$)"
"""Where flow steps in words have values; those of smart lists stand in quotation marks."""


def _longest_first(value: str) -> tuple[int, str]:
    return -len(value), value


def _with_names_within(subject: Subject, campaign: SmartCampaign) -> Subject:
    called = {*names_within(campaign), campaign.workspace or ""}
    called.update(call.choice.target or "" for call in campaign.calls_out)
    return replace(subject, terms=subject.terms | (called - {""}))
