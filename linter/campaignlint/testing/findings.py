"""The comparison of a rule's findings with the expected ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaignlint import api
from campaignlint.config.settings import Settings, plan
from campaignlint.rules.registry import RuleSet, load_rules
from campaignlint.testing.export import Export, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from campaignlint.rules.rule import Rule
    from campaignlint.testing.export import Part


def assert_findings(
    rule: Rule, export: Export | Iterable[Part], expected: Sequence[str], **options: Any
) -> None:
    """Assert that a rule reports exactly the expected findings on an export.

    Args:
        rule: the rule to run, with the engine's own rules.
        export: an `Export`, or the assets of one.
        expected: per finding, its asset path and message: `"Program > Campaign > flow step 1:
            executable campaign 'Campaign' has a Wait step"`, in the order of the report.
        options: options of the rule.

    """
    __tracebackhide__ = True
    content = export if isinstance(export, Export) else Export(*export)
    engine_rules = {rule.id: rule for rule in load_rules() if rule.category == "engine"}
    settings = Settings(
        select=(rule.id,),
        profile="audit",
        inactive="same",
        archived="same",
        options={rule.id: options},
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.json"
        file.write_text(to_json(content.bundle()), "utf-8")
        prepared = plan(settings, RuleSet({rule.id: rule, **engine_rules}))
        report = api.analyze([str(file)], prepared).report
    lines = [f"{finding.place}: {finding.message}" for finding in report.findings]
    assert lines == list(expected)  # noqa: S101 - the purpose of the function
