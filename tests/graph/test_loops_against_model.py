"""What the rules report on loops, compared with an executable model of random instances."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from campaignlint.model.finding import Finding
from graph.activation_model import KINDS, Member, exported, has_loop, random_instance
from loading.reading import all_rules, instance_of


def members_of(seed: int, kind: str) -> list[Member]:
    return random_instance(Random(f"{kind} {seed}"), kind)  # noqa: S311 - it has to repeat


def verdict(members: list[Member]) -> str:
    instance = instance_of(*exported(members))
    for rule, answer in (
        ("activation-cycle", "certain"),
        ("activation-cycle-possible", "possible"),
    ):
        if any(isinstance(each, Finding) for each in all_rules().rules[rule](instance)):
            return answer
    return "none"


@pytest.mark.parametrize(
    "seeds", [range(100), pytest.param(range(100, 2_000), marks=pytest.mark.slow)], ids=str
)
@pytest.mark.parametrize("kind", KINDS)
def test_certain_loops_are_loops_and_few_loops_are_missed(kind: str, seeds: range) -> None:
    instances = (members_of(seed, kind) for seed in seeds)
    found = Counter((has_loop(members), verdict(members)) for members in instances)
    loops = sum(number for (is_loop, _), number in found.items() if is_loop)
    assert found[False, "certain"] == 0
    assert found[True, "certain"] >= 0.4 * loops
    assert found[True, "none"] <= 0.1 * loops
    assert found[False, "none"] > found[False, "possible"]
