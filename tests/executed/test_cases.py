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
    wrong = complaint(case, outcome)
    if wrong:
        pytest.fail(f"{wrong}{outcome.report()}", pytrace=False)


def complaint(case: Case, outcome: Outcome) -> str:
    """What is not as expected, if anything."""
    codes = {remark.code for remark in outcome.remarks}
    if outcome.differences:
        return "not the same"
    if outcome.new is not None:
        if case.expected is Expected.REFUSED:
            return "not refused"
        return "rewritten in part only" if case.expected is Expected.REWRITTEN and codes else ""
    if case.expected is Expected.REWRITTEN:
        return "not rewritten"
    if not codes:
        return "" if case.expected is Expected.OPEN else "left alone without a finding"
    return f"none of {case.codes}" if case.codes and not codes & set(case.codes) else ""


def test_ids_are_unique() -> None:
    assert len({case.snippet().name for case in CASES}) == len(CASES)
