"""Static analysis for exported Adobe Marketo Engage campaign definitions.

The names that rule packs import. All but the decorator are loaded when they are first used, so that
the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from campaignlint.rules.rule import rule

__version__ = "0.1.0"

if TYPE_CHECKING:
    from campaignlint import marketo
    from campaignlint.api import check
    from campaignlint.config.settings import ConfigError, Settings
    from campaignlint.describe.events import describe_events
    from campaignlint.graph.activations import Loop, activation_graph, activation_loops
    from campaignlint.graph.activations.cascades import Cascade, CascadeStep, cascades
    from campaignlint.graph.activations.races import (
        filter_races,
        same_triggers,
        self_activations,
        write_races,
    )
    from campaignlint.graph.activations.webhooks import reads_after_webhooks, written_fields
    from campaignlint.graph.asset_references import AssetReference, asset_references
    from campaignlint.graph.calls import CallGraph, Cycle, call_graph, execute_graph
    from campaignlint.graph.memberships import Membership, memberships
    from campaignlint.model.calls import Call
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import (
        Confidence,
        Finding,
        NotChecked,
        Profile,
        Related,
        Severity,
        SymbolicLocation,
    )
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.folders import MyToken, Program
    from campaignlint.model.instance import Instance
    from campaignlint.model.references import Reference
    from campaignlint.model.smart_list import Condition, Filter, SmartList, Trigger
    from campaignlint.report.model import LocatedFinding, Report
    from campaignlint.rules.registry import PackError
    from campaignlint.rules.rule import Between, RegularExpression, Rule

_HOMES = {
    "AssetReference": "campaignlint.graph.asset_references",
    "Between": "campaignlint.rules.rule",
    "Call": "campaignlint.model.calls",
    "CallGraph": "campaignlint.graph.calls",
    "Cascade": "campaignlint.graph.activations.cascades",
    "CascadeStep": "campaignlint.graph.activations.cascades",
    "Choice": "campaignlint.model.flow",
    "Condition": "campaignlint.model.smart_list",
    "Confidence": "campaignlint.model.finding",
    "ConfigError": "campaignlint.config.settings",
    "Cycle": "campaignlint.graph.calls",
    "Filter": "campaignlint.model.smart_list",
    "Finding": "campaignlint.model.finding",
    "FlowStep": "campaignlint.model.flow",
    "Instance": "campaignlint.model.instance",
    "Membership": "campaignlint.graph.memberships",
    "MyToken": "campaignlint.model.folders",
    "NotChecked": "campaignlint.model.finding",
    "PackError": "campaignlint.rules.registry",
    "SymbolicLocation": "campaignlint.model.finding",
    "Profile": "campaignlint.model.finding",
    "Program": "campaignlint.model.folders",
    "Reference": "campaignlint.model.references",
    "RegularExpression": "campaignlint.rules.rule",
    "Related": "campaignlint.model.finding",
    "Report": "campaignlint.report.model",
    "LocatedFinding": "campaignlint.report.model",
    "Loop": "campaignlint.graph.activations",
    "Rule": "campaignlint.rules.rule",
    "Settings": "campaignlint.config.settings",
    "check": "campaignlint.api",
    "Severity": "campaignlint.model.finding",
    "SmartCampaign": "campaignlint.model.campaign",
    "SmartList": "campaignlint.model.smart_list",
    "Trigger": "campaignlint.model.smart_list",
    "activation_graph": "campaignlint.graph.activations",
    "activation_loops": "campaignlint.graph.activations",
    "asset_references": "campaignlint.graph.asset_references",
    "call_graph": "campaignlint.graph.calls",
    "cascades": "campaignlint.graph.activations.cascades",
    "describe_events": "campaignlint.describe.events",
    "filter_races": "campaignlint.graph.activations.races",
    "reads_after_webhooks": "campaignlint.graph.activations.webhooks",
    "same_triggers": "campaignlint.graph.activations.races",
    "self_activations": "campaignlint.graph.activations.races",
    "write_races": "campaignlint.graph.activations.races",
    "written_fields": "campaignlint.graph.activations.webhooks",
    "execute_graph": "campaignlint.graph.calls",
    "marketo": "campaignlint.marketo",
    "memberships": "campaignlint.graph.memberships",
}

__all__ = [
    "AssetReference",
    "Between",
    "Call",
    "CallGraph",
    "Cascade",
    "CascadeStep",
    "Choice",
    "Condition",
    "Confidence",
    "ConfigError",
    "Cycle",
    "Filter",
    "Finding",
    "FlowStep",
    "Instance",
    "LocatedFinding",
    "Loop",
    "Membership",
    "MyToken",
    "NotChecked",
    "PackError",
    "Profile",
    "Program",
    "Reference",
    "RegularExpression",
    "Related",
    "Report",
    "Rule",
    "Settings",
    "Severity",
    "SmartCampaign",
    "SmartList",
    "SymbolicLocation",
    "Trigger",
    "__version__",
    "activation_graph",
    "activation_loops",
    "asset_references",
    "call_graph",
    "cascades",
    "check",
    "describe_events",
    "execute_graph",
    "filter_races",
    "marketo",
    "memberships",
    "reads_after_webhooks",
    "rule",
    "same_triggers",
    "self_activations",
    "write_races",
    "written_fields",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'campaignlint' has no attribute '{name}'")
    module = import_module(home)
    return module if home == f"campaignlint.{name}" else getattr(module, name)
