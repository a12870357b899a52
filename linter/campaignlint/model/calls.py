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
    """The verb of a kind of call: `executes`, `executed`."""

    active: str
    passive: str


VERBS: dict[CallKind, Verb] = {
    marketo.EXECUTE_CAMPAIGN: Verb("executes", "executed"),
    marketo.REQUEST_CAMPAIGN: Verb("requests", "requested"),
}


class Call(NamedTuple):
    """An Execute or Request Campaign choice that resolves to a campaign of this export."""

    kind: CallKind
    choice: Choice
    caller: SmartCampaign
    target: SmartCampaign
    confidence: Confidence

    def __str__(self) -> str:
        return f"{self.caller} {VERBS[self.kind].active} {self.target}"

    @property
    def location(self) -> SymbolicLocation:
        return self.choice.location

    @property
    def file(self) -> str:
        """The file of its location, which takes less time than the location."""
        return self.caller.flow_origin.file

    @property
    def is_execution(self) -> bool:
        """Whether it is an Execute Campaign call to an executable campaign."""
        return self.kind == marketo.EXECUTE_CAMPAIGN and self.target.is_executable

    @property
    def runs(self) -> bool:
        """Whether the target runs when it is called, unless the export shows that it does not."""
        if self.kind == marketo.EXECUTE_CAMPAIGN:
            return self.is_execution
        return not (
            self.target.is_known_inactive
            or self.target.has_request_trigger is False
            or self.target.rejects_flows
        )

    def as_related(self) -> Related:
        return Related(f"{VERBS[self.kind].passive} from here", self.location)


class Calls(tuple[Call, ...]):  # noqa: SLOT001 - the cached property needs a dictionary
    """Calls that are related locations of many findings."""

    @cached_property
    def files(self) -> frozenset[str]:
        """The files of the callers' flows."""
        return frozenset(call.file for call in self)
