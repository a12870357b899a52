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
    name: f"campaignlint.{module}"
    for module, names in (
        ("api", "check"),
        ("config.settings", "ConfigError Settings"),
        ("describe.events", "describe_events"),
        ("graph.activations", "Loop activation_graph activation_loops"),
        ("graph.activations.cascades", "Cascade CascadeStep cascades"),
        ("graph.activations.races", "filter_races same_triggers self_activations write_races"),
        ("graph.activations.webhooks", "reads_after_webhooks written_fields"),
        ("graph.asset_references", "AssetReference asset_references"),
        ("graph.calls", "CallGraph Cycle call_graph execute_graph"),
        ("graph.memberships", "Membership memberships"),
        ("marketo", "marketo"),
        ("model.calls", "Call"),
        ("model.campaign", "SmartCampaign"),
        (
            "model.finding",
            "Confidence Finding NotChecked Profile Related Severity SymbolicLocation",
        ),
        ("model.flow", "Choice FlowStep"),
        ("model.folders", "MyToken Program"),
        ("model.instance", "Instance"),
        ("model.references", "Reference"),
        ("model.smart_list", "Condition Filter SmartList Trigger"),
        ("report.model", "LocatedFinding Report"),
        ("rules.registry", "PackError"),
        ("rules.rule", "Between RegularExpression Rule"),
    )
    for name in names.split()
}
"""The module of each name."""

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


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'campaignlint' has no attribute '{name}'")
    module = import_module(home)
    return module if home == f"campaignlint.{name}" else getattr(module, name)
