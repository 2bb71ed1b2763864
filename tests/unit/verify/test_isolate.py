"""Finding the groups that change an application's behaviour."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.verify.isolate import isolate


@pytest.mark.parametrize("position", range(50))
def test_one_bad_group_among_fifty_takes_at_most_twelve_runs(position: int) -> None:
    found = isolate(range(50), lambda groups: position not in groups)
    assert found.bad == (position,)
    assert found.good == tuple(number for number in range(50) if number != position)
    assert found.runs <= 12


@given(st.integers(2, 60).flatmap(lambda size: st.tuples(st.just(size), st.sets(st.integers(0, size - 1), min_size=1))))
def test_every_bad_group_is_found_and_no_other(case: tuple[int, set[int]]) -> None:
    size, bad = case
    found = isolate(range(size), lambda groups: not bad & set(groups), most_runs=10_000)
    assert found.bad == tuple(sorted(bad))
    assert found.good == tuple(sorted(set(range(size)) - bad))
    assert found.runs <= len(bad) * (math.ceil(math.log2(size)) + 1)


@given(st.sets(st.integers(0, 29), min_size=2, max_size=6))
def test_of_groups_that_are_bad_together_the_last_goes(together: set[int]) -> None:
    def behaves(groups: Sequence[int]) -> bool:
        return not together <= set(groups)

    found = isolate(range(30), behaves)
    assert found.bad == (max(together),)
    assert behaves(found.good)


@given(st.sets(st.integers(0, 29), min_size=1), st.integers(0, 20))
def test_what_is_kept_was_seen_to_behave(bad: set[int], most_runs: int) -> None:
    seen: set[tuple[int, ...]] = {()}

    def behaves(groups: Sequence[int]) -> bool:
        result = not bad & set(groups)
        if result:
            seen.add(tuple(groups))
        return result

    found = isolate(range(30), behaves, most_runs)
    assert found.runs <= most_runs
    assert found.good in seen
    assert sorted((*found.good, *found.bad)) == list(range(30))


def test_a_single_group_is_not_asked_for() -> None:
    found = isolate(["only"], lambda groups: pytest.fail("nothing to ask"))
    assert (found.bad, found.good, found.runs) == (("only",), (), 0)
