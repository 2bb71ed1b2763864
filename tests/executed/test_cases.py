"""Every case of :mod:`executed.cases`, before and after the tool, executed on each stack."""

from __future__ import annotations

import pytest

from executed.cases import CASES, Case, Expected
from executed.equivalence import Outcome, Pair, observe, rewrite
from executed.stacks import NAMES, require
from executed.tool import select_queries


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    groups: dict[str, list[Case]] = {}
    for case in CASES:
        groups.setdefault(case.module, []).append(case)
    return rewrite({name: [case.snippet() for case in cases] for name, cases in groups.items()}, select_queries)


@pytest.fixture(scope="module", params=NAMES)
def outcomes(request: pytest.FixtureRequest, pairs: list[Pair]) -> dict[str, Outcome]:
    stack = require(request.param)
    return {outcome.snippet.name: outcome for outcome in observe(pairs, stack)}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_does_the_same_as_before(outcomes: dict[str, Outcome], case: Case) -> None:
    outcome = outcomes[case.snippet().name]
    assert not outcome.differences, outcome.report()
    codes = {remark.code for remark in outcome.remarks}
    if outcome.new is None:
        assert case.expected is not Expected.REWRITTEN, outcome.report()
        assert codes, f"left alone without a finding\n{outcome.report()}"
        assert not case.codes or codes & set(case.codes), outcome.report()
    else:
        assert case.expected is not Expected.REFUSED, outcome.report()
        assert case.expected is Expected.EITHER or not codes, outcome.report()


def test_ids_are_unique() -> None:
    assert len({case.snippet().name for case in CASES}) == len(CASES)
