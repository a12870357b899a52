"""A report without what must not leave the house: literal values, addresses, people, names.

Rules write their messages as they like, and from records that may hold anything. So nothing is
looked for that would have to go; everything goes but what is known to be harmless:

- the words that the rule's own code holds (`vocabulary`), and small numbers,
- the names that the instance knows as such (`names`): those of assets, steps, attributes, fields,
- of the JSON in code frames (`excerpts`) the API's keys, ids, names and enumerations.

Where a literal value of the records in question reads like one of these, it goes all the same. With
`names=True` names become pseudonyms: `campaign 1021`, or `name 7` where no single id stands behind.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from campaignlint.report.model import LocatedFinding
from campaignlint.report.redaction import foreign
from campaignlint.report.redaction.around import AroundRedactor
from campaignlint.report.redaction.excerpts import KEYS, ExcerptRedactor, is_json
from campaignlint.report.redaction.names import Names
from campaignlint.report.redaction.paths import PathRedactor
from campaignlint.report.redaction.patterns import MASK
from campaignlint.report.redaction.subjects import Subjects
from campaignlint.report.redaction.texts import TextRedactor
from campaignlint.report.redaction.vocabulary import Vocabulary, of_engine, of_rule
from campaignlint.rules.rule import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance
    from campaignlint.report.model import (
        BaselineEntry,
        Coverage,
        LocatedRelated,
        Report,
        SuppressedFinding,
    )
    from campaignlint.report.redaction.subjects import Subject
    from campaignlint.rules.rule import Rule

__all__ = ["MASK", "redact"]


def redact(
    report: Report, instance: Instance, rules: Iterable[Rule], *, names: bool = False
) -> Report:
    """The report without literal values; with `names` also without names.

    `rules` are all rules at hand: in their code stands which words of a message are their own.
    Order, places in files, fingerprints and counts stay.
    """
    return _Redaction(report, instance, rules, names=names).report(report)


class _Redaction:
    def __init__(
        self, report: Report, instance: Instance, rules: Iterable[Rule], *, names: bool
    ) -> None:
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self._names = Names(instance, pseudonyms=names)
        self._subjects = Subjects(instance, self._names)
        self._texts = TextRedactor(self._names, self._rules.keys() | KEYS)
        self._excerpts = ExcerptRedactor(self._names, self._rules.keys())
        self._paths = PathRedactor(_files(report), pseudonyms=names)
        self._around = AroundRedactor(instance, self._names, self._subjects, self._texts)
        self._vocabularies: dict[str, Vocabulary] = {}

    def report(self, report: Report) -> Report:
        return replace(
            report,
            findings=tuple(map(self._finding, report.findings)),
            coverage=self._coverage(report.coverage),
            accepted=tuple(map(self._accepted, report.accepted)),
            stale_baseline=tuple(map(self._baseline_entry, report.stale_baseline)),
            paths_without_records=tuple(map(self._paths.redacted, report.paths_without_records)),
            surroundings=report.surroundings and self._around.redacted(report.surroundings),
        )

    def _finding(self, finding: LocatedFinding) -> LocatedFinding:
        subject = self._subject(finding)
        vocabulary = self._vocabulary(finding.rule)
        return replace(
            finding,
            message=self._message(finding, vocabulary, subject),
            campaign=self._campaign(finding.campaign),
            place=self._place(finding, subject),
            location=self._location(finding.location, finding.rule, subject),
            help=self._texts.redacted(finding.help, vocabulary, subject),
            related=tuple(self._related(finding, each, subject) for each in finding.related),
            chain=tuple(self._related(finding, each, subject) for each in finding.chain),
        )

    def _subject(self, finding: LocatedFinding) -> Subject:
        """The assets that a finding speaks of: by its places, and by the ids that it names."""
        places = (each.place for each in (*finding.related, *finding.chain))
        return self._subjects.of(
            finding.campaign.id if finding.campaign else None,
            (finding.place, *places),
            _numbers_in(finding.message),
        )

    def _vocabulary(self, rule_id: str) -> Vocabulary:
        if rule_id not in self._vocabularies:
            rule = self._rules.get(rule_id)
            own = Vocabulary() if rule is None else of_rule(rule)
            self._vocabularies[rule_id] = own | of_engine()
        return self._vocabularies[rule_id]

    def _message(self, finding: LocatedFinding, vocabulary: Vocabulary, subject: Subject) -> str:
        if finding.rule == "rule-crashed":
            crashed = foreign.crash(finding.message, self._paths.redacted)
            if crashed is not None:
                return crashed
        message = foreign.without_free_text(finding.rule, finding.message)
        if self._is_of_engine(finding.rule):  # whose days are those of the configuration
            subject = replace(subject, days=subject.days | set(_DAY.findall(message)))
        return self._texts.redacted(message, vocabulary, subject)

    def _is_of_engine(self, rule_id: str) -> bool:
        rule = self._rules.get(rule_id)
        return rule is None or rule.category == ENGINE

    def _place(self, finding: LocatedFinding | LocatedRelated, subject: Subject) -> str:
        """A place begins with a file or with the names of assets; Marketo's words follow."""
        place, file = finding.place, finding.location.file
        if file and place.startswith(file):
            shown, rest = self._paths.redacted(file), place.removeprefix(file)
        elif place.removeprefix("rule ") in self._rules:
            return place
        else:
            head, meant = self._names.at(place)
            if isinstance(finding, LocatedFinding) and finding.campaign is not None:
                meant = frozenset({("campaign", finding.campaign.id)})
            shown = self._names.shown_place(head, file, meant) if head else ""
            rest = place.removeprefix(head)
        return shown + self._texts.redacted(rest, of_engine(), subject)

    def _related(
        self, finding: LocatedFinding, related: LocatedRelated, subject: Subject
    ) -> LocatedRelated:
        return replace(
            related,
            message=self._texts.redacted(related.message, self._vocabulary(finding.rule), subject),
            place=self._place(related, subject),
            location=self._location(related.location, finding.rule, subject),
        )

    def _location(self, location: Location, rule_id: str, subject: Subject) -> Location:
        """Where it is stays; what stands there does not."""
        excerpt = location.excerpt
        if excerpt is not None and self._is_of_engine(rule_id) and not is_json(location.file):
            excerpt = None  # the configuration, or the source of a rule
        return replace(
            location,
            file=self._paths.redacted(location.file),
            pointer=_redacted_pointer(location.pointer),
            excerpt=excerpt and self._excerpts.redacted(excerpt, subject),
        )

    def _campaign(self, campaign: CampaignName | None) -> CampaignName | None:
        return campaign and self._names.shown_campaign(campaign)

    def _coverage(self, coverage: Coverage) -> Coverage:
        steps: dict[str, int] = {}
        for name, number in coverage.unknown_steps.items():
            shown = self._names.shown(name)
            steps[shown] = steps.get(shown, 0) + number
        return replace(coverage, unknown_steps=dict(sorted(steps.items())))

    def _accepted(self, accepted: SuppressedFinding) -> SuppressedFinding:
        """Why is free text, except where the baseline says it."""
        reason = MASK if accepted.reason else ""
        if accepted.by == "baseline":
            file = accepted.reason.removeprefix(_BY_BASELINE)
            reason = f"{_BY_BASELINE}{self._paths.redacted(file)}"
        return replace(accepted, finding=self._finding(accepted.finding), reason=reason)

    def _baseline_entry(self, entry: BaselineEntry) -> BaselineEntry:
        subject = self._subjects.of(None, (), _numbers_in(entry.campaign))
        return msgspec.structs.replace(
            entry,
            rule=entry.rule if entry.rule in self._rules else MASK,
            campaign=self._texts.redacted(entry.campaign, of_engine(), subject),
            message=self._texts.redacted(entry.message, self._vocabulary(entry.rule), subject),
        )


_BY_BASELINE = "accepted by "


def _files(report: Report) -> Iterator[str]:
    findings = (*report.findings, *(accepted.finding for accepted in report.accepted))
    for finding in findings:
        yield finding.location.file
        yield from (each.location.file for each in (*finding.related, *finding.chain))
    yield from report.paths_without_records
    for accepted in report.accepted:
        if accepted.by == "baseline":
            yield accepted.reason.removeprefix(_BY_BASELINE)


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_ID = re.compile(r"\((\d{1,18})\)")


def _numbers_in(text: str) -> Iterator[int]:
    """The numbers in brackets that may be ids, as in `OP Scoring > EX Score (1001)`."""
    return map(int, _ID.findall(text))


def _redacted_pointer(pointer: str) -> str:
    """Of an export's own keys nothing stays."""
    return "/".join(
        part if not part or part.isdecimal() or part in KEYS else MASK
        for part in pointer.split("/")
    )
