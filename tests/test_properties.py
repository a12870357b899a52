"""Properties of every report, on generated instances in every layout."""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

import campaignlint
from instances import (
    LAYOUTS,
    PLAIN,
    Layout,
    Record,
    a_file_each,
    copied_instances,
    instances,
    spellings,
    unrelated,
)
from loading.other_reader import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from campaignlint.report.model import LocatedFinding, Report

EVERYTHING = campaignlint.Settings(select=("all",), profile="audit", fail_on="note")


@contextmanager
def written(layout: Layout) -> Iterator[Path]:
    """Yield a folder with these files, written in the order given."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in layout.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        yield folder


def lint(layout: Layout, config: campaignlint.Settings = EVERYTHING) -> Report:
    with written(layout) as folder:
        return campaignlint.check([folder], config)


def summary_of(report: Report) -> list[tuple[Any, ...]]:
    """Return the findings without their files and positions."""
    return sorted(map(_summary, report.findings))


def _summary(finding: LocatedFinding) -> tuple[Any, ...]:
    if finding.rule == "duplicate-record":
        return (finding.rule, finding.message)  # its asset path is a file
    campaign = finding.campaign
    return (
        finding.rule,
        finding.severity,
        finding.confidence,
        finding.message,
        "" if campaign is None else f"{campaign.id} {campaign.name} {campaign.program}",
        finding.place,
        finding.help,
        [(each.message, each.place) for each in (*finding.related, *finding.chain)],
        finding.fingerprint,
    )


@settings(max_examples=60)
@given(
    records=copied_instances(),
    data=st.data(),
    layout=st.sampled_from(LAYOUTS),
    spell=spellings(),
)
def test_order_layout_and_spelling_change_positions_only(
    records: list[Record],
    data: st.DataObject,
    layout: Callable[[Sequence[Record], Any], Layout],
    spell: Any,
) -> None:
    plain = lint(a_file_each(records, PLAIN))
    shuffled = data.draw(st.permutations(records))
    files = layout(shuffled, spell)
    order = data.draw(st.permutations(sorted(files)))
    other = lint({name: files[name] for name in order})
    assert summary_of(other) == summary_of(plain)
    assert replace(other.coverage, files=0) == replace(plain.coverage, files=0)


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS), spell=spellings())
def test_an_independent_reader_finds_every_location(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout], spell: Any
) -> None:
    with written(layout(records, spell)) as folder:
        for finding in campaignlint.check([folder], EVERYTHING).findings:
            check(finding.location, Path())
            for each in (*finding.related, *finding.chain):
                check(each.location, Path())


@settings(max_examples=40)
@given(records=instances(), layout=st.sampled_from(LAYOUTS))
def test_an_unrelated_campaign_changes_no_other_finding(
    records: list[Record], layout: Callable[[Sequence[Record], Any], Layout]
) -> None:
    before = lint(layout(records, PLAIN))
    after = lint(layout([*records, *unrelated()], PLAIN))
    others = [each for each in after.findings if "ZZ" not in each.place]
    assert sorted(map(_summary, others)) == summary_of(before)


@settings(max_examples=60)
@given(records=instances(), changed=st.integers(0, 3), at=st.integers(0, 2), spell=spellings())
def test_fingerprints_are_unique_and_survive_a_new_export(
    records: list[Record], changed: int, at: int, spell: Any
) -> None:
    """The next export has other files, dates and spellings, and one more step."""
    before = lint(a_file_each(records, PLAIN))
    fingerprints = [each.fingerprint for each in before.findings]
    assert len(set(fingerprints)) == len(fingerprints)
    again = json.loads(json.dumps(records))
    for record in again:
        if "updatedAt" in record:
            record["updatedAt"] = "2026-03-02T09:15:00Z+0000"
        if record.get("id") == changed and "flow" in record:
            step = {"id": 77, "activityTypeId": 1, "activityTypeName": "Add to List"}
            record["flow"]["steps"].insert(at, step)
    after = lint({f"moved/{name}": text for name, text in a_file_each(again, spell).items()})

    def moved(finding: LocatedFinding) -> str:
        """Return its pointer in the next export."""
        pointer = finding.location.pointer
        step = re.match(r"/flow/steps/(\d+)", pointer)
        if step is None or finding.campaign is None or finding.campaign.id != changed:
            return pointer
        number = int(step[1])
        return f"/flow/steps/{number + (number >= at)}{pointer[step.end() :]}"

    known = _by_place((each, moved(each)) for each in before.findings)
    found = _by_place((each, each.location.pointer) for each in after.findings)
    for place, known_there in known.items():
        if place in found:
            assert found[place] == known_there
        else:
            assert place.campaign == changed


class _PlaceOfRule(NamedTuple):
    rule: str
    campaign: int | None
    file: str
    pointer: str


def _by_place(
    findings: Iterable[tuple[LocatedFinding, str]],
) -> dict[_PlaceOfRule, set[str]]:
    """Return the fingerprints of the findings of each rule at each location."""
    fingerprints: defaultdict[_PlaceOfRule, set[str]] = defaultdict(set)
    for finding, pointer in findings:
        campaign = None if finding.campaign is None else finding.campaign.id
        file = Path(finding.location.file).name
        place = _PlaceOfRule(finding.rule, campaign, file, pointer)
        fingerprints[place].add(finding.fingerprint)
    return fingerprints
