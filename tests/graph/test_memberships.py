"""Member of Smart List filters: circles and chains, however long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.graph.memberships import memberships
from campaignlint.loading.assemble import assemble_instance
from campaignlint.loading.reader import read_records
from campaignlint.testing import Export, condition, program, smart_list

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.graph.memberships import Memberships

LISTS = program("OP Lists", id=101)


def _memberships(folder: Path, references: dict[str, str | None]) -> Memberships:
    """Smart lists of one program, each with a filter on another by its bare name."""
    export = Export(LISTS)
    for name, other in references.items():
        made = smart_list(name, folder=LISTS)
        if other is not None:
            made.filter("Member of Smart List", condition("Member of Smart List", "in", other))
        export.add(made)
    instance, _ = assemble_instance(read_records([str(export.write(folder))]))
    return memberships(instance)


def test_a_circle_is_found_once_and_told_from_its_smallest_id(tmp_path: Path) -> None:
    graph = _memberships(tmp_path, {"To A": "A", "A": "B", "B": "C", "C": "A", "Alone": None})
    (cycle,) = graph.cycles
    assert cycle.entry.source.name == "A"
    assert [each.target.name for each in cycle.shortest] == ["B", "C", "A"]
    assert not list(graph.chains_beyond(1))


def test_a_chain_is_told_from_its_first_list(tmp_path: Path) -> None:
    graph = _memberships(tmp_path, {"A": "B", "B": "C", "C": "D", "D": None})
    (chain,) = graph.chains_beyond(1)
    assert [each.source.name for each in chain] == ["A", "B"]
    assert chain[-1].target.name == "C"
    assert not list(graph.cycles)
    assert not list(graph.chains_beyond(3))


def test_nothing_recurses(tmp_path: Path) -> None:
    lists = [f"SL {number}" for number in range(3_000)]
    chain = dict(zip(lists, [*lists[1:], None], strict=True))
    (longest,) = _memberships(tmp_path / "chain", chain).chains_beyond(len(lists) - 2)
    assert len(longest) == len(lists) - 1
    cycle = chain | {lists[-1]: lists[0]}
    (found,) = _memberships(tmp_path / "cycle", cycle).cycles
    assert len(found.shortest) == len(lists)


def test_an_export_without_references_has_neither(tmp_path: Path) -> None:
    graph = _memberships(tmp_path, {"A": None, "B": None})
    assert not list(graph.cycles)
    assert not list(graph.chains_beyond(0))
