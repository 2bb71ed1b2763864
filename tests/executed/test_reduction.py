"""The search for failing chains finds a fault that is really there, and makes what it found small."""

from __future__ import annotations

from collections.abc import Mapping

from executed.chains import Link, Program
from executed.equivalence import Rewritten
from executed.reduction import fault, outcomes_of, reduce
from executed.stacks import current

LARGE = Program(
    head="Band.query",
    links=(Link(".filter(Band.id > 0)"), Link(".order_by(Band.name)", "if flag:"), Link(".distinct()")),
    terminals=("first = {q}.count()", "return first, [row.id for row in {q}]"),
    style="steps",
)


def loses_distinct(modules: Mapping[str, str]) -> dict[str, Rewritten]:
    return {name: Rewritten(text.replace(".distinct()", "")) for name, text in modules.items()}


def test_a_fault_is_found_and_reduced_to_what_it_takes() -> None:
    ((outcome,),) = outcomes_of([LARGE], loses_distinct, [current()])
    assert fault([outcome]) == {"sql"}
    (small,) = reduce([LARGE], loses_distinct, [current()])
    assert small == Program("Band.query", (Link(".distinct()"),), ("return {q}.all()",), "chain")


def test_a_program_without_fault_stays() -> None:
    program = Program("Band.query", (Link(".order_by(Band.id)"),), ("return {q}.all()",), "wrapped")
    assert reduce([program], loses_distinct, [current()]) == [program]
