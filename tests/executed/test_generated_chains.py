"""Random query chains: executed before and after the tool, they must do the same.

``FLASK_MODERNIZE_EXAMPLES`` is the number of functions (1,000 when it is not set; the long run is 5,000),
``FLASK_MODERNIZE_SEED`` where the drawing starts (always the same when it is not set). Failing functions are made
smaller, shown, and kept in ``regressions/`` unless CI is set.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from executed.chains import Program, programs
from executed.equivalence import Outcome
from executed.reduction import fault, kind, outcomes_of, reduce
from executed.regressions import keep
from executed.stacks import Stack, current, newer
from executed.tool import select_queries

EXAMPLES = int(os.environ.get("FLASK_MODERNIZE_EXAMPLES", "1000"))
SEED = int(os.environ.get("FLASK_MODERNIZE_SEED", "2"))
SHARDS = 4
SERIES = 40
LEAST_REWRITTEN = 0.6
"""Of the functions that do not raise in their legacy form, the share that the tool must rewrite."""
SHOWN = 12
"""How many ways of failing are made smaller and shown, at most."""


def draw(count: int, start: int) -> list[Program]:
    """``count`` programs, the same for the same ``start`` and version of hypothesis.

    Hypothesis varies what it drew before; many short series are more diverse than a long one.
    """
    drawn: dict[Program, None] = {}
    series = 0
    while len(drawn) < count:
        drawn.update(dict.fromkeys(_series(start * 100_000 + series)))
        series += 1
    return list(drawn)[:count]


def _series(start: int) -> list[Program]:
    drawn: list[Program] = []

    @seed(start)
    @settings(
        max_examples=SERIES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def collect(program: Program) -> None:
        drawn.append(program)

    collect()
    return drawn


def stacks() -> list[Stack]:
    return [stack for stack in (current(), newer()) if stack is not None]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_random_chains_do_the_same_as_before(shard: int, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = draw(EXAMPLES // SHARDS, SEED * SHARDS + shard)
    outcomes = outcomes_of(drawn, select_queries, stacks())
    with capsys.disabled():
        print(f"\nshard {shard}: {figures(outcomes)}")
    failing: dict[str, list[Program]] = {}
    for program, seen in zip(drawn, outcomes, strict=True):
        if fault(seen):
            failing.setdefault(kind(seen), []).append(program)
    if failing:
        pytest.fail(shown(failing), pytrace=False)
    assert share(outcomes) > LEAST_REWRITTEN, figures(outcomes)


def shown(failing: Mapping[str, Sequence[Program]]) -> str:
    """One failing program of each kind, made smaller, with what differs; kept as regressions on the way."""
    kinds = sorted(failing.values(), key=len, reverse=True)[:SHOWN]
    small = reduce([programs_of_kind[0] for programs_of_kind in kinds], select_queries, stacks())
    reports = [f"{sum(map(len, failing.values()))} functions differ, in {len(failing)} ways"]
    for program, same, seen in zip(small, kinds, outcomes_of(small, select_queries, stacks()), strict=True):
        if not os.environ.get("CI"):
            keep(program.snippet(name_of(program)))
        report = next((outcome.report() for outcome in seen if outcome.differences), f"not alone: {same[0]}")
        reports.append(f"{len(same)} like this:{report}")
    return "\n\n".join(reports)


def name_of(program: Program) -> str:
    return "chain_" + hashlib.sha256(repr(program).encode()).hexdigest()[:10]


def share(outcomes: Iterable[Sequence[Outcome]]) -> float:
    """The rewritten share of the functions whose legacy form does not raise on the first stack."""
    working = [seen[0] for seen in outcomes if not seen[0].raises]
    return sum(outcome.new is not None for outcome in working) / len(working)


def figures(outcomes: Sequence[Sequence[Outcome]]) -> str:
    raising = sum(seen[0].raises for seen in outcomes)
    codes = Counter(remark.code for seen in outcomes if seen[0].new is None for remark in seen[0].remarks)
    left = ", ".join(f"{code} {count}" for code, count in codes.most_common())
    return (
        f"{len(outcomes)} functions on {len(outcomes[0])} stacks, {raising} of them raise; "
        f"{share(outcomes):.0%} of the others rewritten. Left alone: {left or 'none'}"
    )
