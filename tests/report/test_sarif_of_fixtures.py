"""The SARIF logs of all fixtures are valid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.report import sarif
from campaignlint.rules import registry as packs
from report.sarif_checks import multitool_faults, own_checks, schema_faults

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).parents[2] / "fixtures"
RULES = sorted(path.name for path in (FIXTURES / "rules").iterdir())
WHOLE = ("acme", "malformed", "quirks", "rules")


@pytest.fixture(autouse=True)
def _in_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES.parent)


def log_of(path: str, *, include_suppressed: bool = False) -> str:
    plan = config.plan(config.Settings(profile="audit"), packs.load_rules())
    report = api.analyze([path], plan).report
    return sarif.render(report, version="0.1.0", include_suppressed=include_suppressed).text


@pytest.mark.parametrize(
    "path", [*(f"fixtures/rules/{rule}" for rule in RULES), *(f"fixtures/{each}" for each in WHOLE)]
)
def test_the_log_is_valid(path: str) -> None:
    log = json.loads(log_of(path))
    assert schema_faults(log) == []
    assert own_checks(log) == []


@pytest.mark.parametrize("name", WHOLE)
def test_the_multitool_finds_nothing(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.sarif"
    file.write_text(log_of(f"fixtures/{name}", include_suppressed=name == "acme"), "utf-8")
    assert multitool_faults(file) == []
