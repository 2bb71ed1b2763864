"""Makes failing programs smaller: all programs with one thing less are tried at once, round by round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from executed.chains import Program
from executed.equivalence import Outcome, Rewriter, observe, rewrite
from executed.stacks import Stack

EXCEPTION = re.compile(r'\["([\w.]+)"')
ROUNDS = 15
PER_MODULE = 25


def outcomes_of(programs: Sequence[Program], rewriter: Rewriter, stacks: Sequence[Stack]) -> list[tuple[Outcome, ...]]:
    """For each program its outcomes, one per stack. The tool runs once over all, and so does each stack."""
    snippets = [program.snippet(f"chain_{number}") for number, program in enumerate(programs)]
    parts = range(0, len(snippets), PER_MODULE)
    pairs = rewrite({f"batch_{at // PER_MODULE}": snippets[at : at + PER_MODULE] for at in parts}, rewriter)
    return list(zip(*(observe(pairs, stack) for stack in stacks), strict=True))


def fault(outcomes: Sequence[Outcome]) -> frozenset[str]:
    """In what the two forms of a program differ; empty when in nothing. A reduction keeps some of it."""
    return frozenset(difference.what for outcome in outcomes for difference in outcome.differences)


def kind(outcomes: Sequence[Outcome]) -> str:
    """A signature that functions failing for one cause are likely to share: what differs, and what is raised."""
    differences = [difference for outcome in outcomes for difference in outcome.differences]
    raised = {name for each in differences if each.what == "raises" for name in EXCEPTION.findall(each.text)}
    return " ".join(sorted({each.what for each in differences} | raised))


def reduce(programs: Sequence[Program], rewriter: Rewriter, stacks: Sequence[Stack]) -> list[Program]:
    """For each failing program the smallest one found that still fails."""
    found = list(programs)
    if not found:
        return []
    faults = [fault(outcomes) for outcomes in outcomes_of(found, rewriter, stacks)]
    for _ in range(ROUNDS):
        tries = [(number, smaller) for number, program in enumerate(found) for smaller in program.smaller()]
        if not tries:
            break
        outcomes = outcomes_of([program for _, program in tries], rewriter, stacks)
        better: dict[int, Program] = {}
        for (number, program), seen in zip(tries, outcomes, strict=True):
            if number not in better and fault(seen) & faults[number]:
                better[number] = program
        if not better:
            break
        for number, program in better.items():
            found[number] = program
    return found
