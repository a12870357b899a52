"""Steps of installed services in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="heuristic",
    category="executable",
    profile="audit",
    since="0.1",
    source=sources.SSFS,
)
def self_service_step_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign has a step that is none of Marketo's own.

    A step counts as a service's when its name is not in campaignlint's list of Marketo's own
    steps. That list holds what Adobe publishes, so a new step of Marketo may be missing there.

    ## Why

    When self-service flow steps came, Adobe wrote that they do not work in executable campaigns
    and that this was to change in 2022. No public page says that it has.

    ## How to fix

    Try the campaign with a test person. Where the step is skipped, move it into the caller, or
    into a trigger campaign that is started with Request Campaign.
    """
    for campaign in instance.executables:
        for step in campaign.steps():
            if step.name and not marketo.is_own_step(step.name):
                yield step.finding(
                    f"{campaign} has the step '{step.name}', which looks like that of an installed "
                    f"service, but it is an executable campaign ({campaign.executable_reason}), "
                    "where such steps may not run",
                    help="try it with a test person, or move the step into the caller",
                    related=campaign.executed_by,
                )
