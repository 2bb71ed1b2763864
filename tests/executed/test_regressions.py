"""What once went wrong stays right."""

from __future__ import annotations

import pytest

from executed.equivalence import Outcome, Pair, observe, rewrite
from executed.regressions import kept
from executed.stacks import NAMES, require
from executed.tool import select_queries

SNIPPETS = kept()


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return rewrite({"regressions": SNIPPETS}, select_queries)


@pytest.fixture(scope="module", params=NAMES)
def outcomes(request: pytest.FixtureRequest, pairs: list[Pair]) -> dict[str, Outcome]:
    stack = require(request.param)
    return {outcome.snippet.name: outcome for outcome in observe(pairs, stack)}


@pytest.mark.parametrize("name", [snippet.name for snippet in SNIPPETS])
def test_does_the_same_as_before(outcomes: dict[str, Outcome], name: str) -> None:
    outcome = outcomes[name]
    if outcome.differences or (outcome.new is None and not outcome.remarks):
        pytest.fail(outcome.report(), pytrace=False)
