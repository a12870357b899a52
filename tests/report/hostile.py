"""Harmless and hostile names, and reports with them in every printed field."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

from campaignlint.describe.activations import (
    ActivationSummary,
    CampaignActivations,
    OtherReference,
    TriggerSummary,
)
from campaignlint.describe.campaign import CallSummary, CampaignSummary
from campaignlint.describe.flow import StepSummary
from campaignlint.describe.rows import Row
from campaignlint.describe.sites import Site
from campaignlint.describe.smart_list import SmartListSummary
from campaignlint.drawing.cascades import CascadeSummary
from campaignlint.drawing.diagram import ACTIVATION, Diagram, Edge, Node
from campaignlint.engine.baseline import BaselineEntry
from campaignlint.locating.locations import Excerpt, Location
from campaignlint.model.finding import CampaignName
from campaignlint.report.context import Context, Diagrams, ExportFacts, Neighborhood
from campaignlint.report.context.activations import (
    ActivationFacts,
    CascadeFacts,
    ChangeFacts,
    LoopFacts,
    RelatedCampaign,
)
from campaignlint.report.model import (
    Coverage,
    LocatedFinding,
    LocatedRelated,
    Report,
    Scope,
    SuppressedFinding,
)
from campaignlint.rules.rule import RuleInfo

TEXTS = {
    "the end of a script": "</script><script>alert(1)</script>",
    "an element": "<img src=x onerror=alert(1)>",
    "an element's end": "</details></summary></code>",
    "a comment": "<!-- x",
    "an entity": "&lt;b&gt;&#64;octocat&amp;",
    "a URL that runs": "javascript:alert(1)",
    "quotes": '"\'" onload="x\'',
    "a color": "\x1b[31mred\x1b[0m",
    "a link in a terminal": "\x1b]8;;https://example.com\x07here\x1b]8;;\x07",
    "a sequence of eight bits": "\x9b31mred",
    "a reading order": "\u202egnissapmoc\u202c \u2066x\u2069 \u200fx",
    "nothing to see": "a\u200b\u200d\u2060\ufeff\u00adb\U000e0041",
    "lines": "one\ntwo\rthree\r\nfour\x0bfive\x0csix\x85seven\u2028eight\u2029nine",
    "an empty line": "\n\n# Heading\n\n- item\n\n    code\n",
    "control characters": "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))),
    "no characters": "a\ufffeb\uffffc\ufdd0d",
    "lone surrogates": "\ud800x\udc80y\udfff",
    "the end of CDATA": "<![CDATA[x]]>",
    "a command": "::error file=x,line=1::owned",
    "a command in a later line": "x\n::add-mask::x\r::stop-commands::y",
    "an old command": "##[error]owned ##[add-path]/x",
    "commands elsewhere": "##vso[task.setvariable variable=x]y ##teamcity[message text='x']",
    "a line's escape": "%0A::error::owned%0D%25%3A%2C%250A",
    "a property": "x,line=1,title=y:z=",
    "a table": "a | b\n|---|---|\n| c \\| d |",
    "backticks": "` `` ``` `x`",
    "many backticks": "`" * 200,
    "a fence": "```\nx\n~~~",
    "a mention": "@octocat @org/team me@example.com",
    "references": "#1 GH-1 org/repo#1 0123456789abcdef0123456789abcdef01234567 deadbeef effaced",
    "bare URLs": "https://example.com www.example.com ftp://x.y mailto:a@b.c",
    "links": "[x](javascript:alert(1)) ![x](//x.y/z.png) [x][y] [^1] <https://x.y>",
    "a definition": "[x]: https://example.com",
    "emphasis": "**x** __x__ *x* _x_ ~~x~~ $x$ $`x`$ :tada: \\*x\\* \\",
    "a heading": "# x",
    "another heading": "===",
    "a rule": "---",
    "a list": "- [ ] x",
    "a numbered list": "1. x",
    "a quotation": "> [!NOTE]",
    "indented code": "     x",
    "unbalanced quotes": "it's 'so' \"and 'so\" on'",
    "a token": "{{my.Größe}} ${{ github.token }}",
    "other scripts": "עברית 得点 \U0001f680 é e\u0301 \u3000x",
    "ten thousand characters": "x" * 10_000,
    "ten thousand that need escapes": "<\n`" * 3_000,
}
"""Texts that must have no effect, by the effect that they would have."""

EVERY_TEXT = {
    **TEXTS,
    **{f"{what}, within a name": f"EX {text} 1" for what, text in TEXTS.items()},
}
"""These texts alone, and inside a harmless name."""


HOSTILE = "".join(text for text in TEXTS.values() if len(text) < 1_000)
"""All of these texts in one name, for formats without an escaping of their own."""


def acting_characters(output: str) -> set[str]:
    """Return control and format characters in an output, without newlines."""
    found = {each for each in set(output) if unicodedata.category(each) in _ACTING_CATEGORIES}
    return found - {"\n"}


_ACTING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def finding(message: str = "it waits", **values: Any) -> LocatedFinding:
    """Return a finding of wait-in-executable, with some values replaced."""
    usual = {
        "rule": "wait-in-executable",
        "severity": "error",
        "confidence": "documented",
        "campaign": CampaignName(1021, "EX Score", "OP Scoring", "Default"),
        "place": "OP Scoring > EX Score > flow step 3",
        "location": Location("exports/1021.json", "/flow/steps/2", 41, 11, 47, 12),
        "help": "",
        "related": (),
        "chain": (),
        "fingerprint": "0123456789abcdef" * 2,
    }
    return LocatedFinding(message=message, **{**usual, **values})


def numbered(number: int, **values: Any) -> tuple[LocatedFinding, ...]:
    """Return findings with different lines and fingerprints."""
    return tuple(
        finding(
            f"finding {at}",
            location=Location(f"exports/{at:05}.json", "", at, 1, at, 2),
            fingerprint=f"{values.get('rule')}-{values.get('severity')}-{at}",
            **values,
        )
        for at in range(1, number + 1)
    )


def rule_info(name: str, category: str = "executable", **values: Any) -> RuleInfo:
    """Return the description of a rule."""
    usual = {
        "severity": "error",
        "confidence": "documented",
        "profile": "recommended",
        "since": "0.1",
        "sources": (),
        "summary": "An executable campaign waits.",
        "details": "",
        "why": "",
        "how_to_fix": "",
        "options": {},
        "runs_on": ("SmartCampaign",),
        "requires": (),
    }
    return RuleInfo(id=name, category=category, **{**usual, **values})


def report_of(*findings: LocatedFinding, **values: Any) -> Report:
    """Return a report of these findings, by default with only their rules."""
    rules = tuple(rule_info(name) for name in sorted({each.rule for each in findings}))
    usual = {"rules": rules, "coverage": Coverage(files=1, campaigns=1, campaigns_with_flow=1)}
    return Report(findings, **{**usual, **values})


def report_full_of(text: str) -> Report:
    """Return a report with the text in every field from an export, a file name, or a rule pack.

    It has an error, a warning, a note, and an error about a file without a line, in this order.
    """
    excerpt = Excerpt(1, (text, text), 1, 0, 1)
    location = Location(text, f"/{text}", 1, 2, 1, 9, excerpt)
    related = LocatedRelated(text, text, location)
    values: dict[str, Any] = {
        "rule": text,
        "campaign": CampaignName(1, text, text, text),
        "place": text + " > " + text,
        "location": location,
        "help": text,
        "related": (related,) * 3,
        "chain": (related,) * 2,
    }
    findings = (
        finding(text, severity="error", fingerprint="1" * 32, **values),
        finding(text, severity="warning", fingerprint="2" * 32, **{**values, "help": ""}),
        finding(text, severity="note", fingerprint="3" * 32, **values),
        finding(
            text,
            rule="unreadable-file",
            campaign=None,
            place=text,
            location=Location(text, ""),
            fingerprint="4" * 32,
        ),
    )
    return Report(
        findings,
        rules=(
            rule_info(text, text, summary=text, details=text, why=text, how_to_fix=text),
            rule_info(f"{text}-unchecked", text),
            rule_info("unreadable-file", "engine"),
        ),
        coverage=Coverage(
            files=1,
            campaigns=2,
            campaigns_with_flow=1,
            unknown_steps={text: 3},
            unknown_triggers={text: 3},
            not_checked={f"{text}-unchecked": 2},
        ),
        accepted=(SuppressedFinding(findings[0], "description", text),),
        stale_baseline=(BaselineEntry(text, text, text, "5" * 32),),
        paths_without_records=(text,),
        scope=Scope(None, (rule_info(f"{text}-off", text, summary=text),), 2, date(2026, 9, 14)),
        context=context_full_of(text),
    )


def context_full_of(text: str) -> Context:
    """Return the context of findings, with the text in every field."""
    name = CampaignName(1, text, text, text)
    call = CallSummary("Execute Campaign", 1, 2, True, (name,), text)  # noqa: FBT003
    activation = ActivationSummary(name, text, text, reason=text)
    node = Node(
        1,
        text,
        text,
        text,
        is_executable=True,
        severity="error",
        findings=3,
        more_callers=1,
        link=text,
    )
    other = replace(node, id=2, is_executable=False, is_trigger=True, severity=None)
    edge = Edge(1, 2, "Execute Campaign", (Site(1, 2),), in_cycle=True)
    changes = Edge(1, 2, ACTIVATION, (Site(1),), event=text, is_certain=False, reason=text)
    related = RelatedCampaign(name, text, 1)
    return Context(
        exports=(ExportFacts(text, text, is_complete=True, is_scoped=True, missing=2),),
        newest_change=text,
        campaigns=(
            CampaignSummary(
                campaign=name,
                settings=(Row(text, text),) * 2,
                smart_list=SmartListSummary((text,), (text,), text, 1),
                steps=(StepSummary(1, text, (text, text)), StepSummary(2, text)),
                omitted_steps=1,
                callers=(call,),
                omitted_callers=1,
                callees=(call, replace(call, campaigns=())),
                omitted_callees=1,
                url=text,
                activations=CampaignActivations(
                    (TriggerSummary(1, text, (activation,), 1, text),),
                    (activation,),
                    1,
                    (replace(activation, is_certain=False),),
                    1,
                    (OtherReference(text, text, text),),
                    1,
                ),
            ),
        ),
        omitted_campaigns=1,
        diagrams=Diagrams(
            (Neighborhood(Diagram((node, other), (edge,)), ("1" * 32, "2" * 32)),), 1
        ),
        activations=ActivationFacts(
            loops=(LoopFacts((name,) * 6, True, text, Diagram((node, other), (changes,))),),  # noqa: FBT003
            omitted_loops=1,
            changes=(ChangeFacts(text, (related,), 1, (related,), 1),),
            omitted_changes=1,
            cascades=(
                CascadeFacts(
                    CascadeSummary(text, 2, 1, {"Send Email": 2}, is_complete=False), (related,), 1
                ),
            ),
            omitted_cascades=1,
            gaps=text,
        ),
    )
