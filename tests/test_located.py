"""Only findings that are printed are located."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint import api
from campaignlint.config import settings
from campaignlint.engine.narrowing import Narrowing
from campaignlint.locating import locations
from conftest import REPOSITORY
from loading.reading import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from campaignlint.engine.plan import Plan
    from campaignlint.model.finding import SymbolicLocation


@pytest.fixture
def located(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the located places by asset path."""
    monkeypatch.chdir(REPOSITORY)
    counted: Counter[str] = Counter()
    locate = locations.locate

    def counting(places: Iterable[SymbolicLocation], *args: Any, **options: Any) -> object:
        every = tuple(places)
        counted.update(place.text for place in every)
        return locate(every, *args, **options)

    monkeypatch.setattr(locations, "locate", counting)
    return counted


def audit(**changes: Any) -> Plan:
    return replace(settings.plan(settings.Settings(profile="audit"), all_rules()), **changes)


def run(plan: Plan) -> api.Analysis:
    return api.analyze(["fixtures/acme"], plan)


def test_a_finding_in_the_baseline_is_not_located(located: Counter[str], tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    written = run(audit(write_baseline=str(file)))
    assert written.baseline is not None
    file.write_text(written.baseline.text(), "utf-8")
    report = run(audit(baseline=str(file))).report
    assert (report.findings, report.baselined) == ((), len(written.baseline.entries))
    assert not located


def test_a_finding_in_another_file_is_not_located(located: Counter[str]) -> None:
    report = run(audit(narrowing=Narrowing(frozenset({"none.json"})))).report
    assert report.findings == ()
    assert not located


def test_the_locations_of_a_printed_finding_are_located(located: Counter[str]) -> None:
    report = run(audit()).report
    places = Counter(finding.place for finding in report.findings)
    for finding in report.findings:
        places.update(each.place for each in (*finding.related, *finding.chain))
    assert located == places
