"""Static analysis for exported Adobe Marketo Engage campaign definitions.

What a rule pack imports stands here. All but the decorator is loaded when first asked for, so that
the command line starts fast; the decorator bears the name of its module, and must be bound first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from campaignlint.rule import rule

__version__ = "0.1.0"

if TYPE_CHECKING:
    from campaignlint.config import ConfigError, Settings
    from campaignlint.finding import Confidence, Finding, Place, Profile, Related, Severity
    from campaignlint.graph import CallGraph, Cycle, call_graph, execute_graph
    from campaignlint.instance import marketo
    from campaignlint.instance.memberships import Membership
    from campaignlint.instance.model import (
        Call,
        Choice,
        Condition,
        Filter,
        FlowStep,
        Instance,
        MyToken,
        Program,
        SmartCampaign,
        SmartList,
        Trigger,
    )
    from campaignlint.lint import check
    from campaignlint.packs import PackError
    from campaignlint.results import Report, ReportedFinding
    from campaignlint.rule import Between, RegularExpression, Rule

_HOMES = {
    "Between": "campaignlint.rule",
    "Call": "campaignlint.instance.model",
    "CallGraph": "campaignlint.graph",
    "Choice": "campaignlint.instance.model",
    "Condition": "campaignlint.instance.model",
    "Confidence": "campaignlint.finding",
    "ConfigError": "campaignlint.config",
    "Cycle": "campaignlint.graph",
    "Filter": "campaignlint.instance.model",
    "Finding": "campaignlint.finding",
    "FlowStep": "campaignlint.instance.model",
    "Instance": "campaignlint.instance.model",
    "Membership": "campaignlint.instance.memberships",
    "MyToken": "campaignlint.instance.model",
    "PackError": "campaignlint.packs",
    "Place": "campaignlint.finding",
    "Profile": "campaignlint.finding",
    "Program": "campaignlint.instance.model",
    "RegularExpression": "campaignlint.rule",
    "Related": "campaignlint.finding",
    "Report": "campaignlint.results",
    "ReportedFinding": "campaignlint.results",
    "Rule": "campaignlint.rule",
    "Settings": "campaignlint.config",
    "check": "campaignlint.lint",
    "Severity": "campaignlint.finding",
    "SmartCampaign": "campaignlint.instance.model",
    "SmartList": "campaignlint.instance.model",
    "Trigger": "campaignlint.instance.model",
    "call_graph": "campaignlint.graph",
    "execute_graph": "campaignlint.graph",
    "marketo": "campaignlint.instance.marketo",
}

__all__ = [
    "Between",
    "Call",
    "CallGraph",
    "Choice",
    "Condition",
    "Confidence",
    "ConfigError",
    "Cycle",
    "Filter",
    "Finding",
    "FlowStep",
    "Instance",
    "Membership",
    "MyToken",
    "PackError",
    "Place",
    "Profile",
    "Program",
    "RegularExpression",
    "Related",
    "Report",
    "ReportedFinding",
    "Rule",
    "Settings",
    "Severity",
    "SmartCampaign",
    "SmartList",
    "Trigger",
    "__version__",
    "call_graph",
    "check",
    "execute_graph",
    "marketo",
    "rule",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'campaignlint' has no attribute '{name}'")
    module = import_module(home)
    return module if home.endswith(f".{name}") else getattr(module, name)
