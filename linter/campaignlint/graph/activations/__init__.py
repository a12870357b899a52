"""The activation graph: campaigns that activate others by their changes.

`values` and `events` say what a flow step changes, `flows` follows a person through a flow,
`listeners` holds the triggers, `writes` the steps that some trigger listens to. `graph` and
`exploration` join them. `loops` finds the changes that never end, by `replay`; `event_groups`,
`cascades`, `races` and `webhooks` find other consequences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.graph.activations.exploration import Activation
from campaignlint.graph.activations.graph import ActivationGraph
from campaignlint.graph.activations.loops import Loop, find_loops
from campaignlint.graph.activations.replay import Hop

if TYPE_CHECKING:
    from campaignlint.model.instance import Instance

__all__ = [
    "Activation",
    "ActivationGraph",
    "Hop",
    "Loop",
    "activation_graph",
    "activation_loops",
    "find_loops",
]


def activation_graph(instance: Instance) -> ActivationGraph:
    """Return the activation graph of an instance, computed once."""
    graph = instance.derived.get("activation graph")
    if not isinstance(graph, ActivationGraph):
        graph = instance.derived["activation graph"] = ActivationGraph(instance)
    return graph


def activation_loops(instance: Instance) -> tuple[Loop, ...]:
    """Return the loops of an instance, computed once."""
    loops = instance.derived.get("activation loops")
    if not isinstance(loops, tuple):
        loops = instance.derived["activation loops"] = find_loops(activation_graph(instance))
    return loops
