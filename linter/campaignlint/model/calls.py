"""Calls: Execute Campaign and Request Campaign choices that resolve to a campaign."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from campaignlint import marketo
from campaignlint.model.finding import Confidence, Related, SymbolicLocation

if TYPE_CHECKING:
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice


CallKind = Literal["Execute Campaign", "Request Campaign"]


class Verb(NamedTuple):
    """What a call is in a sentence: `executes`, `executed`."""

    active: str
    passive: str


VERBS: dict[CallKind, Verb] = {
    marketo.EXECUTE_CAMPAIGN: Verb("executes", "executed"),
    marketo.REQUEST_CAMPAIGN: Verb("requests", "requested"),
}


class Call(NamedTuple):
    """An Execute or Request Campaign choice that leads to a campaign of this export."""

    kind: CallKind
    choice: Choice
    caller: SmartCampaign
    target: SmartCampaign
    confidence: Confidence

    @property
    def location(self) -> SymbolicLocation:
        return self.choice.location

    @property
    def file(self) -> str:
        """The file of its place, without the place."""
        return self.caller.flow_origin.file

    @property
    def runs(self) -> bool:
        """Whether the target runs when it is called, unless the export shows that it does not."""
        if self.kind == marketo.EXECUTE_CAMPAIGN:
            return self.target.is_executable
        return not (
            self.target.is_switched_off
            or self.target.listens_for_requests is False
            or self.target.refuses_flows
        )

    def as_related(self) -> Related:
        return Related(f"{VERBS[self.kind].passive} from here", self.location)


class Calls(tuple[Call, ...]):  # noqa: SLOT001 - a tuple has no slot for what it remembers
    """Calls that many findings have in common: what all of them ask for is worked out once."""

    @cached_property
    def files(self) -> frozenset[str]:
        """Where the callers' flows stand."""
        return frozenset(call.file for call in self)
