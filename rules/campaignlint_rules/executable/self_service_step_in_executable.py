"""Self-service flow steps in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="warning",
    confidence="heuristic",
    category="executable",
    profile="audit",
    since="0.1",
    source=sources.FLOW_STEP_SERVICE,
    executable=True,
)
def self_service_step_in_executable(step: FlowStep) -> Iterator[Finding]:
    """An executable campaign has a flow step that is not built into Marketo.

    A step is assumed to belong to a service if its name is not in campaignlint's list of built-in
    steps. The list contains the steps that Adobe publishes, including those for mobile apps, SMS,
    and Dynamic Chat. A new built-in step may be missing from it.

    ## Why

    When self-service flow steps were introduced, Adobe wrote that they do not work in executable
    campaigns and that this would change in 2022. No public page says that it has.

    ## How to fix

    Try the campaign with a test person. If the step is skipped, move it into the caller, or into a
    trigger campaign started with Request Campaign.
    """
    campaign = step.campaign
    if step.name and not marketo.is_built_in_step(step.name):
        yield step.finding(
            f"executable campaign {campaign} ({campaign.executable_reason}) has the step "
            f"'{step.name}', which looks like a self-service flow step; such steps might not run "
            "there",
            help="try it with a test person, or move the step into the caller",
            related=campaign.executed_by,
        )
