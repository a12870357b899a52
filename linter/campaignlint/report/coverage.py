"""Coverage: how much of an export could be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo.records import InstanceMarker
from campaignlint.report.model import Coverage

if TYPE_CHECKING:
    from campaignlint.engine.analysis import CheckResults
    from campaignlint.engine.recognition import Recognition
    from campaignlint.loading.reader import Records
    from campaignlint.model.instance import Instance


def measure_coverage(
    records: Records,
    instance: Instance,
    recognition: Recognition,
    results: CheckResults,
    *,
    dormant_findings: int,
) -> Coverage:
    """Return how much of an export the rules could check."""
    campaigns = instance.campaigns
    return Coverage(
        files=records.files,
        campaigns=len(campaigns),
        campaigns_with_flow=sum(campaign.has_flow for campaign in campaigns),
        campaigns_with_smart_list=sum(campaign.smart_list is not None for campaign in campaigns),
        programs=len(instance.programs),
        executables=len(instance.executables),
        unresolved_references=sum(
            reference.resolution.is_absent for reference in instance.references
        ),
        is_complete=instance.is_complete,
        skipped_files=len(records.skipped_files),
        excluded_files=records.excluded_files,
        not_pulled=sum(
            len(record.data.missing or ())
            for record in records.records
            if isinstance(record.data, InstanceMarker)
        ),
        without_tokens=0
        if instance.has_tokens
        else sum(any(step.tokens("my") for step in campaign.steps()) for campaign in campaigns),
        unknown_steps=recognition.steps.named,
        unknown_triggers=recognition.triggers.named,
        steps_without_target=recognition.without_target,
        archived_campaigns=len(results.skipped),
        dormant_findings=dormant_findings,
        not_checked=results.not_checked,
    )
