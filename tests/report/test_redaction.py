"""Nothing that stands in an export is told where it must not be, whatever a rule or format prints.

Markers are planted in every field of an export; then every format is searched for them.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from dataclasses import replace
from functools import cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, ForwardRef

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaignlint import Finding, Instance, Related, rule
from campaignlint.cli import output
from campaignlint.cli.output import Look
from campaignlint.config import settings as config
from campaignlint.drawing.diagram import Diagram, Edge, Node
from campaignlint.engine import analysis as engine
from campaignlint.engine.analysis import Plan
from campaignlint.loading import assemble as joining
from campaignlint.loading.reader import read_records
from campaignlint.loading.schema_errors import RECORD_TYPES
from campaignlint.locating import locations as positions
from campaignlint.marketo import records as api
from campaignlint.model.finding import CampaignName, RecordLocation, SymbolicLocation
from campaignlint.report import context as surroundings
from campaignlint.report import model as results
from campaignlint.report import redaction
from campaignlint.report.redaction import MASK
from campaignlint.report.redaction.excerpts import KEYS, STATED_WORDS, ExcerptRedactor
from campaignlint.report.redaction.names import Names
from campaignlint.report.redaction.subjects import Subject
from campaignlint.report.redaction.vocabulary import of_engine, of_rule
from campaignlint.rules import registry as packs
from campaignlint.testing import (
    Export,
    campaign,
    condition,
    folder,
    otherwise,
    program,
    smart_list,
    tokens,
    when,
)
from conftest import REPOSITORY, run
from loading.reading import Content, all_rules, compact, write
from rule_cases import Case, all_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from campaignlint import Rule
    from campaignlint.report.model import Report
    from conftest import CommandLine

ACME = str(REPOSITORY / "fixtures" / "acme")
MALFORMED = str(REPOSITORY / "fixtures" / "malformed")


# Linting and printing


def everything(**changes: Any) -> Plan:
    """A plan of every rule."""
    return replace(
        config.plan(config.Settings(select=("all",), profile="audit"), all_rules()),
        surroundings=True,
        **changes,
    )


def checked(paths: Iterable[str], plan: Plan) -> tuple[Report, Instance]:
    given = tuple(paths)
    instance, _ = joining.join(read_records(given), patterns=plan.patterns, complete=plan.complete)
    return engine.check(given, plan), instance


def redacted(paths: Iterable[str], plan: Plan | None = None, *, names: bool = False) -> Report:
    plan = plan or everything()
    report, instance = checked(paths, plan)
    return redaction.redact(report, instance, plan.all_rules, names=names)


def printed(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report in every format."""
    look = Look(color=color, width=width, include_suppressed=True)
    return "\n".join(output.render(report, name, look) for name in output.FORMATS)


# Planting

NAME_KEYS = {
    "activityAttributeName",
    "activityTypeName",
    "attributeName",
    "folderName",
    "name",
    "workspace",
}
"""Whose values are names: of assets, steps, attributes, fields, tokens and workspaces."""

ATTRIBUTES_WITH_NAMES = ("Attribute", "Campaign", "Executed Campaign", "Score Name")
"""Whose values are names of campaigns and fields."""

UNDECODED_KEYS = ("createdBy", "fromEmail", "headStart", "note", "subject", "tagValue")


class Markers:
    """Gives out secrets, no two alike, and knows which of them took a name's place."""

    KINDS = (
        ("s3cr3t-{:04}@corp.example", "s3cr3t-{:04}"),
        ("https://hooks.corp.example/T0K3N-{:04}", "T0K3N-{:04}"),
        ("+1 555 010 {:04}", "555 010 {:04}"),
        ("Jane Q. Secretperson-{:04}", "Secretperson-{:04}"),
    )
    ANYWHERE = ("corp.example", "555 010", "hooks.")
    """What of addresses and telephone numbers may not even stand in names."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.of_names: dict[str, str] = {}
        self.of_values: dict[str, str] = {}

    def next(self, *, is_name: bool) -> str:
        number = next(self._numbers)
        text, core = self.KINDS[number % len(self.KINDS)]
        (self.of_names if is_name else self.of_values)[core.format(number)] = text.format(number)
        return text.format(number)

    def found_in(self, text: str, cores: Iterable[str]) -> list[str]:
        searched = " ".join(text.split()).casefold()
        return [core for core in cores if core.casefold() in searched]


def planted(case: Case, folder: Path, markers: Markers) -> str:
    """The file of a case with a marker in every string that does not keep its rule silent."""
    plan = _plan_of(case)
    bundle = case.export.bundle()
    file = folder / "export.json"
    alone = replace(plan, rules=tuple(each for each in plan.rules if each.id == case.rule))

    def still_fires(changed: object) -> bool:
        file.write_text(compact(changed), "utf-8")
        return any(each.rule == case.rule for each in engine.check([str(file)], alone).findings)

    def with_change(bundle: Any, change: Callable[[Any], Any]) -> Any:
        changed = change(json.loads(json.dumps(bundle)))
        return changed if still_fires(changed) else None

    bundle = with_change(bundle, lambda copy: _renamed(copy, markers)) or bundle
    for key in _string_keys():
        filled = with_change(bundle, partial(_filled, key=key, markers=markers))
        if filled is None:
            for text in sorted(set(_strings(bundle, key))):
                one = partial(_filled, key=key, markers=markers, only=text)
                bundle = with_change(bundle, one) or bundle
        bundle = filled or bundle
    for records in bundle.values():
        for record in records:
            record.update({key: markers.next(is_name=False) for key in UNDECODED_KEYS})
            record["owner"] = {"name": markers.next(is_name=False)}
            record[markers.next(is_name=False)] = markers.next(is_name=False)
    file.write_text(json.dumps(bundle, indent=2, ensure_ascii=False), "utf-8")
    return str(file)


def _plan_of(case: Case) -> Plan:
    toml = case.path.with_suffix(".toml")
    if not toml.exists():
        return everything()
    written = config.load_settings(toml).with_command_line(select=("all",), profile="audit")
    return replace(config.plan(written, all_rules()), surroundings=True)


def _renamed(bundle: Any, markers: Markers) -> Any:
    """Every asset by another name, wherever the name stands."""
    names = {
        record["name"] for records in bundle.values() for record in records if "name" in record
    }
    text = json.dumps(bundle, ensure_ascii=False)
    for name in sorted(names, key=len, reverse=True):
        new = f"{name} {markers.next(is_name=True)}"
        for before, after in (('"', '"'), ('"', "."), (".", '"'), ("/", "/"), ("/", '"')):
            text = text.replace(f"{before}{name}{after}", f"{before}{new}{after}")
    return json.loads(text)


@cache
def _string_keys() -> tuple[str, ...]:
    structs = [each for each in vars(api).values() if _is_struct(each)]
    found = {name for each in structs for name, parts in _fields(each).items() if str in parts}
    return tuple(sorted(found))


@cache
def _fields(struct: Any) -> dict[str, set[Any]]:
    """The fields of a record, each with the types that it is made up of."""
    return {field.encode_name: _parts(field.type) for field in msgspec.structs.fields(struct)}


def _filled(bundle: Any, key: str, markers: Markers, only: str | None = None) -> Any:
    """A marker in every string under a key, where that was not exported, too; or in one alone.

    What was alike before still is.
    """
    known: dict[tuple[str, bool], str] = {}

    def marked(text: str, *, is_name: bool) -> str:
        if only is not None and text != only:
            return text
        if (text, is_name) not in known:
            known[text, is_name] = f"{text} {markers.next(is_name=is_name)}".strip()
        return known[text, is_name]

    for kind, records in bundle.items():
        for record in records:
            _fill(record, RECORD_TYPES[kind], key, marked)
    return bundle


def _fill(record: dict[str, Any], struct: Any, key: str, marked: Callable[..., str]) -> None:
    for name, types in _fields(struct).items():
        value = record.get(name)
        nested = [each for each in types if _is_struct(each)]
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and nested:
                _fill(part, nested[0], key, marked)
        if name != key or str not in types:
            continue
        of_name = str(record.get("name")).startswith(ATTRIBUTES_WITH_NAMES)
        is_name = key in NAME_KEYS or key == "triggers" or of_name
        if isinstance(value, list):
            record[name] = [
                marked(each, is_name=is_name) if isinstance(each, str) else each for each in value
            ]
        elif value is None or isinstance(value, str):
            record[name] = marked(value or "", is_name=is_name)


def _strings(part: Any, key: str) -> Iterator[str]:
    """The strings under a key, wherever it stands."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list):
            yield from _strings(value, key if name != key or isinstance(value, dict) else "*")
        elif isinstance(value, str) and key in (name, "*"):
            yield value


def _parts(annotation: Any) -> set[Any]:
    """The types that make up an annotation."""
    found, pending = set(), [annotation]
    while pending:
        part = pending.pop()
        inner = getattr(part, "__args__", ())
        pending.extend(inner)
        if not inner:
            found.add(part)
    return found


def _is_struct(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, msgspec.Struct)


BAD = [case for case in all_cases() if case.kind == "bad"]


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.rule}-{case.name}")
def test_no_marker_in_any_field_of_an_export_is_printed(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    markers = Markers()
    file = planted(case, tmp_path, markers)
    monkeypatch.chdir(tmp_path)
    report, instance = checked([file], _plan_of(case))
    assert case.rule in {finding.rule for finding in report.findings}
    every = {**markers.of_names, **markers.of_values}
    raw = output.render(report, "json")
    assert markers.found_in(raw, every), "the test must be able to fail"

    plain = printed(redaction.redact(report, instance, all_rules()))
    assert markers.found_in(plain, markers.of_values) == []
    assert markers.found_in(plain, markers.ANYWHERE) == []

    pseudonymous = printed(redaction.redact(report, instance, all_rules(), names=True))
    assert markers.found_in(pseudonymous, [*every, *markers.ANYWHERE, "Secretperson"]) == []


def test_markers_are_told_in_every_format_that_is_not_redacted(tmp_path: Path) -> None:
    markers = Markers()
    case = next(case for case in BAD if case.rule == "contradictory-filters")
    report, _ = checked([planted(case, tmp_path, markers)], _plan_of(case))
    for name in output.FORMATS:
        told = markers.found_in(
            output.render(report, name, output.Look(width=100)), markers.of_values
        )
        assert told, name


# What the engine says


PERSON = "Secretperson-0007"
"""In files that are no export, or no good one."""


def of_bad_files(tmp_path: Path, files: dict[str, Content], *, names: bool = False) -> Report:
    paths = write(tmp_path, files)
    assert PERSON in printed(engine.check(paths, everything())), "the test must be able to fail"
    report = redacted(paths, names=names)
    assert PERSON not in printed(report)
    assert PERSON not in printed(report, color=True, width=60)
    return report


RECORD = campaign("EX Score", id=1001).waits("1 day").record()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a.json": RECORD | {"id": PERSON}},
            f"this smart campaign is left out: id: '{MASK}' is not an integer",
        ),
        (
            {"a.json": RECORD | {"id": f"{'x' * 20} {PERSON} {'x' * 40}"}},
            f"this smart campaign is left out: id: '{MASK}' is not an integer",
        ),
        (
            {"a.json": RECORD | {"flow": {"steps": [PERSON, f"Bob's {PERSON}"]}}},
            (
                f"this smart campaign is left out: flow.steps[0]: '{MASK}' is not an object, "
                "and 1 more"
            ),
        ),
        (
            {"a.json": compact(RECORD)[:-1] + f',"{PERSON}":1,"{PERSON}":2}}'},
            (
                f"this smart campaign is left out: {MASK}: key '{MASK}' stands twice in one "
                "object: a JSON reader keeps only one of them"
            ),
        ),
        (
            {"a.json": {"success": False, "errors": [{"code": "601", "message": f"No {PERSON}"}]}},
            f"Marketo answered with an error in place of records: 601 {MASK}",
        ),
        (
            {"a.json": {"success": False, "errors": [{"code": PERSON, "message": "is expired"}]}},
            f"Marketo answered with an error in place of records: {MASK}",
        ),
        (
            {"a.json": f'{{"name": "{PERSON}", "id": }}'},
            "malformed JSON: expecting value",
        ),
        (
            {"a.json": f"{{'name': '{PERSON}'}}"},
            "malformed JSON: expecting property name enclosed in double quotes",
        ),
        (
            {"a.json": f'{{"name": "{PERSON}'},
            "the JSON text ends too early: the file is truncated; export it again",
        ),
        (
            {"a.json": f'{{"name": "\xe4 {PERSON}"}}'.encode("latin-1")},
            f"byte {MASK} is not UTF-8: save the file as UTF-8",
        ),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else None,
)
def test_what_the_engine_says_holds_no_secret(
    files: dict[str, Content], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    messages = [each.message for each in of_bad_files(tmp_path, files).findings]
    assert message in messages
    of_bad_files(tmp_path, files, names=True)


def test_of_copies_that_differ_the_fields_are_told(tmp_path: Path) -> None:
    paths = write(
        tmp_path, {"a.json": RECORD, "b.json": RECORD | {"description": "", "status": "?"}}
    )
    messages = [each.message for each in redacted(paths).findings]
    assert (
        "smart campaign 'EX Score' was exported twice with the same age, and the copies differ in "
        "description, status; the other copy is taken"
    ) in messages


def test_the_engines_words_on_malformed_files_stay() -> None:
    report, _ = checked([MALFORMED], everything())
    shown = redacted([MALFORMED])
    pairs = zip(report.findings, shown.findings, strict=True)
    told = {
        (one.message, other.message)
        for one, other in pairs
        if one.rule == "unreadable-file" and one.message != other.message
    }
    assert told == {
        (
            "byte 0xF6 is not UTF-8: save the file as UTF-8",
            f"byte {MASK} is not UTF-8: save the file as UTF-8",
        ),
    }


def test_a_file_that_is_no_json_has_no_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"settings.toml": f'reason = "asked for by {PERSON}"\n'})
    report, instance = checked([ACME], everything())
    at = SymbolicLocation(RecordLocation("settings.toml", start=0), text="settings.toml", offset=0)
    finding = replace(
        report.findings[0],
        rule="expired-suppression",
        message="the suppression of 'wait-in-executable' expired on 2026-01-31 and suppresses no "
        f"more; its owner is {PERSON} (Sales)",
        campaign=None,
        place="settings.toml",
        location=positions.locate([at])[at],
        related=(),
    )
    assert finding.location.excerpt is not None
    shown = redaction.redact(replace(report, findings=(finding,)), instance, all_rules())
    assert PERSON not in printed(shown)
    assert shown.findings[0].message == (
        f"the suppression of 'wait-in-executable' expired on 2026-01-31 and suppresses no more; "
        f"its owner is {MASK}"
    )


# Rules of others


def talkative(tell: Callable[[str], str]) -> Rule:
    """A rule that tells every value, in words of its own."""

    @rule(severity="note", category="test", since="0.1")
    def telling(instance: Instance) -> Iterator[Finding]:
        """Every value of every step is told."""
        for found in instance.campaigns:
            for step in found.steps():
                for choice in step.choices:
                    for attribute in choice.attributes:
                        said = tell(api.text_of(attribute.value))
                        yield choice.finding(
                            f"the step holds {said}",
                            help=f"write another than {said}",
                            related=[Related(f"it is {said} here", choice.location)],
                            chain=[Related(f"{said} again", choice.location)],
                        )

    return telling


def of_rules(paths: Iterable[str], *rules: Rule, names: bool = False) -> Report:
    engines = {each.id: each for each in all_rules() if each.category == "engine"}
    known = packs.RuleSet(engines | {each.id: each for each in rules})
    plan = Plan(rules=rules, all_rules=known)
    return redacted(paths, plan, names=names)


TELLINGS: dict[str, Callable[[str], str]] = {
    "quoted": lambda value: f"'{value}'",
    "double-quoted": lambda value: f'"{value}"',
    "in-brackets": lambda value: f"({value})",
    "bare": lambda value: value,
    "as-a-representation": repr,
    "in-capitals": str.upper,
    "casefolded": str.casefold,
    "cut": lambda value: f"'{value[:-3]}...'",
    "reversed": lambda value: value[::-1],
    "glued": lambda value: f"x{value}y",
    "after-a-sign": lambda value: f"={value}",
    "as-bytes": lambda value: str(value.encode("utf-8", "replace")),
    "word-by-word": lambda value: " and ".join(value.split()),
    "as-json": json.dumps,
}


@pytest.mark.parametrize("tell", TELLINGS.values(), ids=TELLINGS.keys())
def test_a_rule_may_tell_a_value_in_any_way(tell: Callable[[str], str], tmp_path: Path) -> None:
    secret = codecs.decode("Pbasvqragvny, qba'g Klybtencu 4711-0815", "rot13")
    paths = write(tmp_path, {"a.json": campaign("EX Score").changes("Rating", secret).record()})
    first, _, second, _ = words = secret.casefold().replace(",", "").split()
    words += [first[::-1], second[::-1], *words.pop().split("-"), "1174"]
    for names in (False, True):
        shown = printed(of_rules(paths, talkative(tell), names=names)).casefold()
        assert [word for word in words if word in shown] == []


def test_a_value_of_a_rules_own_words_is_left_out_where_it_is_quoted(tmp_path: Path) -> None:
    paths = write(tmp_path, {"a.json": campaign("EX Score").changes("Rating", "the step").record()})
    report = of_rules(paths, talkative(lambda value: f"'{value}'"))
    assert {each.message for each in report.findings} == {
        "the step holds 'Rating'",
        f"the step holds '{MASK}'",
    }


SEEN: list[str] = []


def test_what_a_rule_keeps_while_it_runs_is_none_of_its_words(tmp_path: Path) -> None:
    @rule(severity="note", category="test", since="0.1")
    def remembering(instance: Instance) -> Iterator[Finding]:
        """The rule remembers values where its module's constants stand."""
        SEEN.extend(
            api.text_of(attribute.value)
            for found in instance.campaigns
            for step in found.steps()
            for choice in step.choices
            for attribute in choice.attributes
        )
        yield instance.campaigns[0].finding(f"seen: {SEEN[-1]}")

    paths = write(tmp_path, {"a.json": campaign("EX Score").changes("Rating", PERSON).record()})
    assert PERSON not in printed(of_rules(paths, remembering))
    assert SEEN[-1] == PERSON


def test_of_a_crash_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @rule(severity="error", category="test", since="0.1")
    def crashing(instance: Instance) -> Iterator[Finding]:
        """The rule fails."""
        raise ValueError(f"no way with {instance.campaigns[0].data!r}\n(by {PERSON}:12)")
        yield

    monkeypatch.chdir(REPOSITORY)
    record = campaign("EX Score", description=PERSON).record()
    paths = write(tmp_path, {"a.json": record})
    for names, file in ((False, "tests/test_redaction.py"), (True, "name-2/name-1.py")):
        report = of_rules(paths, crashing, names=names)
        (crash,) = report.findings
        assert PERSON not in printed(report)
        assert re.sub(r":\d+", ":0", crash.message) == (
            f"rule 'crashing' failed with ValueError: {MASK} ({file}:0); what else it would have "
            "found is missing"
        )
        assert crash.help == "report it to the rule's author, or run with --ignore crashing"
        assert crash.place == "rule crashing"


def test_a_rule_whose_code_is_not_at_hand_has_no_words_of_its_own(tmp_path: Path) -> None:
    class Function:
        __name__ = "unseen"
        __doc__ = "Every campaign is found."

        def __call__(self, instance: Instance) -> Iterator[Finding]:
            yield from (each.finding(f"oddly, {each} is glimmering") for each in instance.campaigns)

    unseen = replace(talkative(str), id="unseen", function=Function())
    report = of_rules(write(tmp_path, {"a.json": RECORD}), unseen)
    assert [each.message for each in report.findings] == [f"{MASK}, 'EX Score' is {MASK}"]


@rule(severity="note", category="test", since="0.1")
def each_asset(instance: Instance) -> Iterator[Finding]:
    """Each program and smart list is found."""
    for found in instance.programs.values():
        yield found.finding(f"{found} is for '{found.data.description}'")
    for listed in instance.smart_lists:
        for item in listed.filters:
            yield item.finding(
                f"{listed.name} asks {item.name} of '{item.conditions[0].values[0]}'"
            )


def test_findings_need_not_be_about_campaigns(tmp_path: Path) -> None:
    bundle = Export(
        program("OP Scoring", id=101, description="the rule"),
        smart_list("SL Hot", id=501).filter("Rating", condition("Rating", "is", "the rule")),
    ).bundle()
    paths = write(tmp_path, {"a.json": bundle})
    assert [(each.message, each.place) for each in of_rules(paths, each_asset).findings] == [
        (f"'OP Scoring' is for '{MASK}'", "OP Scoring"),
        (f"SL Hot asks Rating of '{MASK}'", "SL Hot > filter 1"),
    ]
    named = of_rules(paths, each_asset, names=True)
    assert [(each.message, each.place) for each in named.findings] == [
        (f"'program 101' is for '{MASK}'", "program 101"),
        (f"smart list 501 asks Rating of '{MASK}'", "smart list 501 > filter 1"),
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("{{my.Home}} {{ lead.City }}", "{{my.Home}} {{ lead.City }}"),
        ("{{lead.City:default=Rome}}", f"{{{{lead.City:default={MASK}}}}}"),
        (
            "{{Rome}} {{odd.Rome}} {{my." + "x" * 99 + "}}",
            f"{{{{{MASK}}}}} {{{{{MASK}}}}} {{{{my.{MASK}}}}}",
        ),
        ("{{my.jane@corp.example}}", f"{{{{my.{MASK}}}}}"),
        ("'{{my.Home}}' it is", "'{{my.Home}}' it is"),
        ("jane@corp.example, https://corp.example/x?y=(z).", f"{MASK}, {MASK})."),
        ("+49 (171) 555-0100; 2026-06-30", f"{MASK}; {MASK}"),
        ("it is 3, it is 25,000 of 2,000,000", "it is 3, it is 25,000 of 2,000,000"),
        ("it is 12345", f"it is {MASK}"),
        ("+5 it is", f"{MASK} it is"),
        ("it is the name, isn't it?", f"it is the name, {MASK} it?"),
        ("\u2603 it \u2603\u2603\u2603", f"{MASK} it {MASK}"),
        ("the 'Rome' \"holds it\" `it", f"the '{MASK}' \"{MASK}\" `it"),
        ("it is " + "'''" * 150, "it is " + "'''" * 150),
        ("it is " + "' ' " * 9_000, "it is " + f"'{MASK}' " * 500 + MASK),
        ("it is " + "' ' " * 500 + "it is", "it is " + f"'{MASK}' " * 500 + "it is"),
        ("", ""),
    ],
    ids=lambda text: text[:20],
)
def test_of_a_message_stays_what_is_surely_the_rules_own(
    said: str, shown: str, tmp_path: Path
) -> None:
    paths = write(tmp_path, {"a.json": campaign("EX Score").waits("+5").record()})
    report, instance = checked(paths, everything())
    finding = replace(report.findings[0], rule="telling", message=said)
    report = replace(report, findings=(finding,))
    rules = [*all_rules(), talkative(str)]
    assert redaction.redact(report, instance, rules).findings[0].message == shown


def test_a_crash_that_is_told_in_other_words_is_told_in_none(tmp_path: Path) -> None:
    report, instance = checked(write(tmp_path, {"a.json": RECORD}), everything())
    finding = replace(report.findings[0], rule="rule-crashed", message=f"Boom: {PERSON} (sic)")
    shown = redaction.redact(replace(report, findings=(finding,)), instance, all_rules())
    assert shown.findings[0].message == f"{MASK}: {MASK} ({MASK})"


def test_the_command_and_the_configuration_ask_for_it(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    score = campaign("EX Score", id=1001, description=PERSON).changes("Rating", PERSON)
    Export(score.changes("Rating", "Hot")).write(tmp_path / "exports")
    everything_of = ("check", "exports", "-f", "json", "--select", "overwritten-value")
    assert PERSON in campaignlint(*everything_of).out
    for options in (("--redact",), ("--redact=names",)):
        assert PERSON not in campaignlint(*everything_of, *options).out
    for value, name in (("true", "EX Score"), ('"names"', "campaign 1001")):
        (tmp_path / "campaignlint.toml").write_text(f"redact = {value}\n", "utf-8")
        shown = campaignlint(*everything_of).out
        assert PERSON not in shown
        assert name in shown


# What stays


SCORING = program("OP Scoring", id=101)
INTAKE = program("WEB Intake", id=102)


def talk_of_values() -> Export:
    """An export in which rules quote values, names and tokens."""
    top = folder("Marketing", id=21)
    SCORING.above = INTAKE.above = top
    return Export(
        top,
        SCORING,
        INTAKE,
        campaign("EX Score", id=1001, program=SCORING)
        .waits("1 day")
        .changes("Rating", "Hot")
        .changes("Rating", "Lukewarm"),
        campaign("01 Form", id=1002, program=INTAKE, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", ["Demo.Form"]))
        .executes("OP Scoring.EX Score")
        .executes("OP Scoring.EX Scroe")
        .choices(
            "Change Data Value",
            when("Country", "is", ["US", "{{my.Home}}"], {"Attribute": "Region"}),
            otherwise({"Attribute": "Region", "New Value": "{{lead.City:default=Rome}}"}),
        ),
        tokens(INTAKE, {"Home": "Canada"}),
    )


def told(export: Export, folder: Path, *select: str, names: bool = False) -> list[str]:
    file = folder / "export.json"
    file.write_text(json.dumps(export.bundle(), indent=2), "utf-8")
    rules = config.plan(config.Settings(select=select, complete=True), all_rules())
    report = redacted([str(file)], rules, names=names)
    return [
        text
        for finding in report.findings
        for text in (
            finding.message,
            finding.help and f"  help: {finding.help}",
            *(f"  {each.message}: {each.place}" for each in finding.related),
        )
        if text
    ]


def test_messages_stay_readable(tmp_path: Path) -> None:
    rules = ("wait-in-executable", "overwritten-value", "unknown-campaign", "token-in-choice")
    assert told(talk_of_values(), tmp_path, *rules) == [
        (
            "'EX Score' waits, but it is an executable campaign (executed by '01 Form' step 1): "
            "Marketo supports no Wait step there"
        ),
        "  help: call it with Request Campaign, or move the wait into the caller",
        "  executed from here: WEB Intake > 01 Form > flow step 1",
        (
            f"'EX Score' sets 'Rating' to '{MASK}' after flow step 2 set it to '{MASK}', and "
            "nothing between uses it: the first value is lost"
        ),
        "  help: remove flow step 2",
        f"  set to '{MASK}' here: OP Scoring > EX Score > flow step 2",
        (
            "'01 Form' executes 'OP Scoring.EX Scroe', but there is no such campaign: the step "
            "calls nothing"
        ),
        "  help: did you mean 'OP Scoring.EX Score'?",
        (
            f"the choice 'Country is {MASK}, {{{{my.Home}}}}' compares with a token: Marketo "
            "puts no value in its place there, and compares with the text {{my.Home}} itself"
        ),
        "  help: compare with a value, or decide it before, and keep the outcome in a field",
    ]


def test_pseudonyms_tell_one_asset_from_another(tmp_path: Path) -> None:
    rules = ("wait-in-executable", "overwritten-value", "unknown-campaign", "token-in-choice")
    assert told(talk_of_values(), tmp_path, *rules, names=True) == [
        (
            "'campaign 1001' waits, but it is an executable campaign (executed by 'campaign 1002' "
            "step 1): Marketo supports no Wait step there"
        ),
        "  help: call it with Request Campaign, or move the wait into the caller",
        "  executed from here: program 102 > campaign 1002 > flow step 1",
        (
            f"'campaign 1001' sets 'Rating' to '{MASK}' after flow step 2 set it to '{MASK}', and "
            "nothing between uses it: the first value is lost"
        ),
        "  help: remove flow step 2",
        f"  set to '{MASK}' here: program 101 > campaign 1001 > flow step 2",
        "'campaign 1002' executes 'name 2', but there is no such campaign: the step calls nothing",
        "  help: did you mean 'campaign 1001'?",
        (
            f"the choice 'Country is {MASK}, {{{{my.name 1}}}}' compares with a token: Marketo "
            "puts no value in its place there, and compares with the text {{my.name 1}} itself"
        ),
        "  help: compare with a value, or decide it before, and keep the outcome in a field",
    ]


def test_a_name_of_several_assets_is_none_of_them(tmp_path: Path) -> None:
    twins = Export(
        SCORING,
        INTAKE,
        campaign("EX Score", id=1001, program=SCORING),
        campaign("EX Score", id=1002, program=INTAKE),
        campaign("EX Score", id=1003, program=INTAKE),
        campaign("Caller", id=1004).executes("EX Score"),
    )
    rules = ("ambiguous-campaign", "duplicate-campaign-name")
    assert told(twins, tmp_path, *rules, names=True) == [
        (
            "2 campaigns of program 'program 102' are called 'name 1': nobody can tell them apart "
            "by name"
        ),
        "  help: rename all but one of them",
        "  campaign 1003 bears the name: program 102 > name 1",
        (
            "'campaign 1004' executes 'name 1', a name that 3 campaigns bear: "
            "'program 101 > campaign 1001' (1001), 'program 102 > name 1' (1002), "
            "'program 102 > name 1' (1003)"
        ),
        "  help: rename all but one of them, or name the program too: Program.Campaign",
        "  campaign 1001 bears the name: program 101 > campaign 1001",
        "  campaign 1002 bears the name: program 102 > name 1",
        "  campaign 1003 bears the name: program 102 > name 1",
    ]


def test_frames_show_keys_ids_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    talk_of_values().write(tmp_path)
    select = ("overwritten-value", "token-in-choice", "unknown-campaign")
    plan = config.plan(config.Settings(select=select, complete=True), all_rules())
    frames = [
        [line.strip() for line in finding.location.excerpt.lines]
        for finding in redacted(["."], plan).findings
        if finding.location.excerpt is not None
    ]
    assert frames == [
        ['"activityTypeId": 13,', '"activityTypeName": "Change Data Value",', '"stepChoice": ['],
        ['"dataType": "string",', '"value": "OP Scoring.EX Scroe",', '"primary": true'],
        ['"values": [', f'"{MASK}",', f'"{MASK}"'],
    ]


def test_the_rest_of_a_report_stays() -> None:
    report, instance = checked([ACME], everything())
    for names in (False, True):
        shown = redaction.redact(report, instance, all_rules(), names=names)
        assert len(shown.findings) == len(report.findings)
        for before, after in zip(report.findings, shown.findings, strict=True):
            assert what_stays(after) == what_stays(before)
        assert replace(shown.coverage, unknown_steps={}) == replace(
            report.coverage, unknown_steps={}
        )
        assert sum(shown.coverage.unknown_steps.values()) == sum(
            report.coverage.unknown_steps.values()
        )
        assert (shown.rules, shown.hidden) == (report.rules, report.hidden)


def what_stays(finding: results.LocatedFinding) -> tuple[object, ...]:
    """All of a finding that is no text."""
    others = (related.location for related in (*finding.related, *finding.chain))
    locations = (finding.location, *others)
    return (
        finding.rule,
        finding.severity,
        finding.confidence,
        finding.fingerprint,
        finding.campaign and finding.campaign.id,
        *(replace(at, file="", excerpt=None) for at in locations),
    )


def test_what_is_redacted_twice_stays_as_it_is() -> None:
    report, instance = checked([ACME], everything())
    for names in (False, True):
        once = redaction.redact(report, instance, all_rules(), names=names)
        assert redaction.redact(report, instance, all_rules(), names=names) == once
        if not names:
            assert redaction.redact(once, instance, all_rules()) == once


def test_runs_agree_whatever_the_order_of_hashes() -> None:
    script = (
        "from test_redaction import ACME, printed, redacted; "
        "print([printed(redacted([ACME], names=names)) for names in (False, True)])"
    )
    paths = {"PYTHONPATH": str(REPOSITORY / "tests")}
    texts = {
        run(
            [sys.executable, "-c", script],
            cwd=REPOSITORY,
            environment={**paths, "PYTHONHASHSEED": seed},
        ).out
        for seed in ("1", "2")
    }
    assert len(texts) == 1
    assert "campaign 20" in texts.pop()


# What stands around findings


PARENT = program("OP Parent", id=101)
COLOURED = {"Attribute": "Favourite Colour", "New Value": "flow steps"}
AROUND = Export(
    PARENT,
    campaign("EX Score", id=1001, program=PARENT, status="Never Run", type="batch")
    .waits("4 hours")
    .choices("Change Data Value", when("Country", "is", "US", COLOURED), otherwise("Region"))
    .step("Remove from Flow", {"Campaign": "this campaign"})
    .executes("OP Parent.Lead Intake"),
    campaign("Lead Intake", id=1002, program=PARENT).executes("OP Parent.EX Score"),
)


def flow_of_score(tmp_path: Path, *, names: bool) -> list[str]:
    """The flow of EX Score in words."""
    around = redacted([str(AROUND.write(tmp_path))], names=names).surroundings
    assert around is not None
    (score,) = (each for each in around.campaigns if each.campaign.id == 1001)
    assert score.url == ""
    return [line for step in score.steps for line in (step.text, *step.choices)]


def test_a_flow_in_words_keeps_names_and_no_value_however_harmless_it_reads(
    tmp_path: Path,
) -> None:
    assert flow_of_score(tmp_path, names=False) == [
        f"1. Wait: {MASK}",
        "2. Change Data Value",
        f'Choice 1: if Country is "{MASK}" then Favourite Colour, New Value = {MASK}',
        "Default choice: Region",
        "3. Remove from Flow: this campaign",
        "4. Execute Campaign: OP Parent.Lead Intake, Use Parent Campaign Token Context = True",
    ]


def test_with_names_a_flow_in_words_keeps_only_those_of_marketo(tmp_path: Path) -> None:
    assert flow_of_score(tmp_path, names=True) == [
        f"1. Wait: {MASK}",
        "2. Change Data Value",
        f'Choice 1: if Country is "{MASK}" then name 1, New Value = {MASK}',
        "Default choice: Region",
        "3. Remove from Flow: this campaign",
        "4. Execute Campaign: campaign 1002, Use Parent Campaign Token Context = True",
    ]


@pytest.mark.parametrize(("names", "instance"), [(False, "123-ABC-456"), (True, MASK)])
def test_the_instance_keeps_its_name_where_names_stay(
    names: bool,  # noqa: FBT001
    instance: str,
    tmp_path: Path,
) -> None:
    around = redacted([str(AROUND.write(tmp_path))], names=names).surroundings
    assert around is not None
    assert [each.instance for each in around.exports] == [instance]


def test_every_text_of_a_report_is_dealt_with() -> None:
    """A new field must be redacted, and listed here, or be of a harmless type."""
    harmless = {
        "int",
        "int | None",
        "bool",
        "bool | None",
        "CallKind",
        "Severity",
        "Severity | None",
        "Confidence",
        "SuppressedBy",
        "tuple[RuleInfo, ...]",
        "tuple[Spot, ...]",
        "LeftOut",
        "Scope | None",
        "Mapping[str, float]",
    }
    redacted_fields = {
        results.Report: (
            "findings coverage accepted stale_baseline paths_without_records surroundings"
        ),
        results.LocatedFinding: "message campaign place location help related chain",
        results.LocatedRelated: "message place location",
        results.SuppressedFinding: "finding reason",
        results.Coverage: "unknown_steps",
        positions.Location: "file pointer excerpt",
        positions.Excerpt: "lines",
        CampaignName: "name program workspace",
        results.BaselineEntry: "campaign message",
        surroundings.Context: "exports campaigns pictures",
        surroundings.Diagrams: "drawn",
        surroundings.Neighbourhood: "diagram",
        Diagram: "nodes edges",
        Edge: "",
        Node: "name program workspace link",
        surroundings.Export: "instance",
        surroundings.CampaignInWords: (
            "campaign settings triggers filters filter_logic steps calls_in calls_out url"
        ),
        surroundings.StepInWords: "text choices",
        surroundings.OtherEnd: "campaign",
    }
    kept = {"rule", "fingerprint", "fingerprints", "not_checked", "exported_at", "newest_change"}
    found = {
        kind: " ".join(
            name
            for name, annotation in kind.__annotations__.items()
            if _spelled(annotation) not in harmless and name not in kept
        )
        for kind in redacted_fields
    }
    assert found == redacted_fields


def _spelled(annotation: str | ForwardRef) -> str:
    """A type as it stands in the source, where tuples with names keep it apart."""
    return annotation if isinstance(annotation, str) else annotation.__forward_arg__


# SuppressedFinding findings, coverage, paths


def test_reasons_and_stale_entries_hold_no_secret(tmp_path: Path) -> None:
    score = campaign("EX Score", id=1001, program=SCORING).waits("1 day")
    bundle = Export(SCORING, score).bundle()
    report, instance = checked(write(tmp_path, {"exports/a.json": bundle}), everything())
    (finding, *_) = report.findings
    lost = (
        "'EX Score' sets 'Rating' to '{0}' after flow step 2 set it to '{0}', and nothing between "
        "uses it: the first value is lost"
    )
    entry = results.BaselineEntry
    report = replace(
        report,
        accepted=(
            results.SuppressedFinding(finding, "configuration", f"{PERSON} wants it"),
            results.SuppressedFinding(
                finding, "baseline", "accepted by exports/Acme Corp/baseline.json"
            ),
        ),
        stale_baseline=(
            entry("overwritten-value", "Gone > Away (77)", lost.format(PERSON), "0" * 32),
            entry(PERSON, "OP Scoring > EX Score (1001)", PERSON, "1" * 32),
        ),
    )

    def told(*, names: bool) -> list[str]:
        shown = redaction.redact(report, instance, all_rules(), names=names)
        assert PERSON not in repr(shown)
        entries = [(each.rule, each.campaign, each.message) for each in shown.stale_baseline]
        return [
            *(each.reason for each in shown.accepted),
            *(text for each in entries for text in each),
        ]

    assert told(names=False) == [
        MASK,
        "accepted by exports/Acme Corp/baseline.json",
        "overwritten-value",
        f"{MASK} > {MASK} (77)",
        (
            f"'EX Score' sets '{MASK}' to '{MASK}' after flow step 2 set it to '{MASK}', and "
            "nothing between uses it: the first value is lost"
        ),
        MASK,
        "OP Scoring > EX Score (1001)",
        MASK,
    ]
    assert told(names=True) == [
        MASK,
        "accepted by exports/name-1/baseline.json",
        "overwritten-value",
        f"{MASK} > {MASK} (77)",
        (
            f"'campaign 1001' sets '{MASK}' to '{MASK}' after flow step 2 set it to '{MASK}', and "
            "nothing between uses it: the first value is lost"
        ),
        MASK,
        "program 101 > campaign 1001 (1001)",
        MASK,
    ]


def test_paths_lose_what_names_somebody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = campaign("EX Score").waits("1 day").record()
    files: dict[str, Content] = {
        "exports/campaigns/1001.json": record,
        "Acme Corp/jane@corp.example/EX Score.json": {"smartCampaigns": [{"id": "x"}]},
    }
    write(tmp_path, files)
    (tmp_path / "Zebra" / "empty").mkdir(parents=True)
    paths = ["exports", "Acme Corp", "Zebra/empty"]

    def shown(*, names: bool) -> tuple[set[str], tuple[str, ...], set[str]]:
        report = redacted(paths, names=names)
        return (
            {finding.location.file for finding in report.findings},
            report.paths_without_records,
            {finding.place for finding in report.findings if finding.campaign is None},
        )

    assert shown(names=False) == (
        {"exports/campaigns/1001.json", f"Acme Corp/{MASK}/EX Score.json"},
        ("Acme Corp", "Zebra/empty"),
        {f"Acme Corp/{MASK}/EX Score.json: smartCampaigns[0].id"},
    )
    assert shown(names=True) == (
        {"exports/campaigns/1001.json", "name-1/name-5/name-2.json"},
        ("name-1", "name-3/name-4"),
        {"name-1/name-5/name-2.json: smartCampaigns[0].id"},
    )


def test_unknown_steps_are_counted_under_their_pseudonyms(tmp_path: Path) -> None:
    steps = campaign("EX Score").step("Ask Acme").step("Ask Acme").step("Call jane@corp.example")
    paths = write(tmp_path, {"a.json": steps.record()})
    assert redacted(paths).coverage.unknown_steps == {"Ask Acme": 2, f"Call {MASK}": 1}
    assert redacted(paths, names=True).coverage.unknown_steps == {"name 1": 2, "name 2": 1}


# Frames


def frame(folder: Path, text: str, *path: str | int, offset: int | None = None) -> tuple[str, str]:
    """The lines of a frame at a value, redacted, and the part of them that is marked."""
    file = folder / "export.json"
    file.write_text(text, "utf-8")
    at = SymbolicLocation(RecordLocation(str(file)), path, offset=offset)
    excerpt = positions.locate([at])[at].excerpt
    assert excerpt is not None
    redactor = ExcerptRedactor(Names(Instance(), pseudonyms=False), ["wait-in-executable"])
    shown = redactor.redacted(excerpt, Subject())
    marked = shown.lines[shown.mark_line - shown.first_line]
    return "\n".join(shown.lines), marked[shown.mark_start : shown.mark_end]


@pytest.mark.parametrize(
    ("text", "key", "line", "marked"),
    [
        (
            '{"id": 7, "value": "two words", "name": "Jane"}',
            "value",
            f'{{"id": 7, "value": "{MASK}", "name": "{MASK}"}}',
            f'"{MASK}"',
        ),
        (
            '{"value": "in \\"quotes\\": 12", "isActive": true, "status": "Active"}',
            "isActive",
            f'{{"value": "{MASK}", "isActive": true, "status": "Active"}}',
            "true",
        ),
        (
            '{"value": 4711, "values": [true, 1984, null, "x"], "jane@corp.example": false}',
            "values",
            f'{{"value": {MASK}, "values": [{MASK}, {MASK}, null, "{MASK}"], "{MASK}": {MASK}}}',
            f'[{MASK}, {MASK}, null, "{MASK}"]',
        ),
        (
            '{"id": "17", "flowId": "x17", "operator": "Starts With", "type": "Jane"}',
            "id",
            f'{{"id": "17", "flowId": "{MASK}", "operator": "Starts With", "type": "{MASK}"}}',
            '"17"',
        ),
        (
            '{"updatedAt": "2026-03-02T09:15:00Z+0000", "endAt": "since Jane", "errorMessage": ""}',
            "errorMessage",
            f'{{"updatedAt": "2026-03-02T09:15:00Z+0000", "endAt": "{MASK}", "errorMessage": ""}}',
            '""',
        ),
        (
            '{"filterCustomRuleLogic": "1 and (2 or 3)", "rule": "wait-in-executable"}',
            "rule",
            '{"filterCustomRuleLogic": "1 and (2 or 3)", "rule": "wait-in-executable"}',
            '"wait-in-executable"',
        ),
        (
            '{"rule": "mine", "fingerprint": "0123456789abcdef0123456789abcdef"}',
            "rule",
            f'{{"rule": "{MASK}", "fingerprint": "0123456789abcdef0123456789abcdef"}}',
            f'"{MASK}"',
        ),
    ],
    ids=["values", "escapes", "numbers", "ids-and-words", "times", "logic", "baseline"],
)
def test_of_a_line_stays_what_the_api_itself_says(
    text: str, key: str, line: str, marked: str, tmp_path: Path
) -> None:
    assert frame(tmp_path, text, key) == (line, marked)


def test_a_line_that_is_cut_within_a_value_tells_none_of_it(tmp_path: Path) -> None:
    text = compact({"description": "secret " * 40, "id": 7, "note": "secret " * 40})
    assert frame(tmp_path, text, "id") == (f'...{MASK},"id":7,"note":"{MASK}...', "7")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"na\\qme": "Jane", "id": 7}', f'{{"{MASK}": "{MASK}", "id": 7}}'),
        ('{"name": "Ja\\qne", "id": 7', f'{{"name": "{MASK}", "id": 7'),
        ('{"name": Jane 7, "id": 7 8}', f'{{"name": {MASK} {MASK}, "id": 7 {MASK}}}'),
        ("{'name': 'Jane'}", f"{{{MASK}: {MASK}}}"),
        ('Jane says: "id": 7', f'{MASK} {MASK}: "id": 7'),
        ('{"description": "Jane', f'{{"description": "{MASK}'),
    ],
)
def test_a_line_need_not_be_json(text: str, line: str, tmp_path: Path) -> None:
    for offset in range(len(text)):
        shown, _ = frame(tmp_path, text, offset=offset)
        assert "Jane" not in shown
        assert "q" not in shown.replace("name", "")
    assert frame(tmp_path, text, offset=0)[0] == line


LAYOUTS: dict[str, Callable[[object], str]] = {
    "in one line": compact,
    "indented": lambda content: json.dumps(content, indent=2, ensure_ascii=False),
    "indented by tabs, in ASCII": lambda content: json.dumps(content, indent="\t"),
}

SCALARS = st.none() | st.booleans() | st.integers(min_value=10_000) | st.text(max_size=60)
KEYS_OF_ALL_SORTS = st.sampled_from(["id", "name", "value", "values", "status"]) | st.text(
    max_size=9
)
DOCUMENTS = st.dictionaries(
    KEYS_OF_ALL_SORTS,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(KEYS_OF_ALL_SORTS, inner, max_size=3)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_frame_of_any_json_tells_a_word_of_it(
    layout: Callable[[object], str], data: st.DataObject, tmp_path: Path
) -> None:
    document = data.draw(DOCUMENTS.filter(lambda drawn: is_utf8(compact(drawn))))
    path, value = data.draw(st.sampled_from(list(paths_in(document))))
    text = layout(document)
    lines, marked = frame(tmp_path, text, *path)
    # An array on several lines is marked at its first element.
    meant = value[0] if isinstance(value, list) and value and "\n" in text else value
    assert marked[0] in ("<", compact(meant)[0])
    shown = words(lines.replace(MASK, ""))
    ids = {str(number) for number in ids_in(document)}
    assert {word for word in shown - KEYS - ids if word.casefold() not in STATED_WORDS} == set()


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text) if word not in ("true", "false", "null")}


def paths_in(part: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every value, and the way to it."""
    members = part.items() if isinstance(part, dict) else enumerate(part)  # type: ignore[arg-type]
    for key, value in members:
        yield (key,), value
        if isinstance(value, dict | list):
            for path, inner in paths_in(value):
                yield (key, *path), inner


def ids_in(part: object) -> Iterator[object]:
    for path, value in paths_in(part):
        if str(path[-1]).endswith(("id", "Id")):
            yield value


# Any value


OWN_WORDS = st.sampled_from(
    [
        "the step holds",
        "it is",
        "'",
        '"',
        "`",
        "{{my.X}}",
        "{{",
        "}}",
        "\\",
        " ",
        "(",
        ")",
        "]",
        "@",
    ]
)
VALUES = st.lists(OWN_WORDS | st.text(max_size=12), min_size=1, max_size=6).map("".join)


@pytest.fixture(scope="module")
def harmless_words() -> set[str]:
    """What reports say of an export with no values to speak of, and the API's own keys and words.

    Some of these may be drawn as values: hypothesis draws constants of the modules that it finds.
    """
    own = words(" ".join((*KEYS, *STATED_WORDS)))
    return own | words(printed(redacted([ACME]))) | words(printed(redacted([MALFORMED])))


def is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


WAYS = [(tell, names) for tell in TELLINGS.values() for names in (False, True)]


@given(value=VALUES.filter(is_utf8), way=st.sampled_from(WAYS))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_of_any_value_is_told(
    value: str, way: tuple[Callable[[str], str], bool], harmless_words: set[str], tmp_path: Path
) -> None:
    tell, names = way
    record = (
        campaign("EX Score", description=value)
        .trigger("Fills Out Form", condition("Form Name", "is", [value]))
        .choices(
            "Change Data Value",
            when("Country", "is", [value], {"Attribute": "Region", "New Value": value}),
        )
    )
    paths = write(tmp_path, {"a.json": Export(record).bundle()})
    telling = talkative(tell)
    shown = words(printed(of_rules(paths, telling, names=names)))
    own = of_rule(telling).words | of_engine().words
    assert shown & (_long(tell(value)) - harmless_words - own) == set()


@given(name=VALUES.filter(is_utf8))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_of_any_name_is_told_where_names_are_not(
    name: str, harmless_words: set[str], tmp_path: Path
) -> None:
    home = program(name, id=101, workspace=name)
    bundle = Export(
        home,
        campaign(name, id=1001, program=home, workspace=name, isActive=True)
        .trigger(name, condition(name, "is", [name]))
        .filter(name, condition(name, "is", ["1"]))
        .executes("1002")
        .executes(name)
        .changes(name, "1")
        .changes(name, "2")
        .step(name, {name: name}),
        campaign(f"{name}.", id=1002).waits("1 day").requests("1001"),
    ).bundle()
    paths = write(tmp_path, {"a.json": bundle})
    report, instance = checked(paths, everything())
    shown = words(printed(redaction.redact(report, instance, all_rules(), names=True)))
    assert shown & (_long(name) - harmless_words) == set()


def _long(text: str) -> set[str]:
    return {word for word in words(text) if len(word) > 3}
