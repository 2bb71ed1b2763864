"""What the commands on branches say, as lines of plain text and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from flask_modernize.branching.ladder import Result, Step, StepStatus
from flask_modernize.branching.ladder_status import Rung, RungStatus
from flask_modernize.branching.run_state import RunState
from flask_modernize.branching.undoing import Undone

SCHEMA_VERSION = 1
HASH_LENGTH = 9
EVIDENCE_LINES = 30

_WORDS = {
    StepStatus.COMMITTED: "committed",
    StepStatus.NOTHING_TO_DO: "nothing to do",
    StepStatus.UNRESOLVED: "UNRESOLVED",
    StepStatus.SKIPPED: "skipped",
    RungStatus.APPLIED: "applied",
    RungStatus.PENDING: "pending",
    RungStatus.NOTHING_TO_DO: "nothing to do",
    RungStatus.SKIPPED: "skipped",
    RungStatus.UNRESOLVED: "UNRESOLVED",
}


def result_lines(result: Result, current: str | None) -> Iterator[str]:
    """A finished run, one line a migration, and what to do now. ``current``: the branch that is checked out."""
    yield from (f"Note: {note}" for note in result.notes)
    yield from _step_lines(result.steps)
    yield ""
    if result.head is None or result.head == result.onto:
        unresolved = "; what has something to do did not pass" if result.unresolved else ""
        yield f"Nothing was committed{unresolved}. There is no branch {result.branch}."
        return
    number = sum(len(step.commits) for step in result.steps)
    yield f"{number} commit{'' if number == 1 else 's'} on {result.branch}, from {result.onto[:HASH_LENGTH]}."
    if current != result.branch:
        yield "Your checkout was not touched. To go on:"
        yield f"  git log --stat -p {result.onto[:HASH_LENGTH]}..{result.branch}"
        yield f"  git switch {result.branch}"
    steps = [text for step in result.steps for text in step.next_steps]
    if steps:
        yield "By hand:"
        yield from (_item(text) for text in dict.fromkeys(steps))


def _step_lines(steps: Sequence[Step]) -> Iterator[str]:
    width = max((len(step.migration) for step in steps), default=0)
    for step in steps:
        yield f"{step.migration:<{width}}  {_WORDS[step.status]:<13}  {_step_details(step)}".rstrip()
        if step.reason:
            yield _indented(step.reason)
        if step.evidence:
            yield from _evidence(step.evidence)
        if step.patch:
            yield _indented(f"What it would have changed is kept in {step.patch}")


def _step_details(step: Step) -> str:
    if step.status is not StepStatus.COMMITTED:
        return ""
    details = [" ".join(hash[:HASH_LENGTH] for hash in step.commits)]
    if step.files:
        details.append(f"{step.sites} place{_s(step.sites)} in {step.files} file{_s(step.files)}")
    left = sum(finding.site for finding in step.findings)
    if left:
        details.append(f"{left} left")
    details.append(f"verified: {step.verified}" if step.verified != "no" else "not verified")
    return ", ".join(details)


def status_lines(branch: str | None, rungs: Sequence[Rung], unfinished: RunState | None) -> Iterator[str]:
    """The ladder, one line a migration."""
    yield f"On {branch or 'no branch (detached head)'}"
    width = max((len(rung.migration) for rung in rungs), default=0)
    for rung in rungs:
        yield f"{rung.migration:<{width}}  {_WORDS[rung.status]:<13}  {_rung_details(rung)}".rstrip()
        if rung.reason:
            yield _indented(rung.reason)
    if unfinished is not None:
        yield f"A run on {unfinished.branch} was interrupted: flask-modernize resume goes on with it."


def _rung_details(rung: Rung) -> str:
    details = []
    if rung.commits:
        details.append(" ".join(hash[:HASH_LENGTH] for hash in rung.commits))
        details.append(f"verified: {rung.verified}" if rung.verified not in ("", "no") else "not verified")
    if rung.status is RungStatus.PENDING:
        details.append(f"{rung.sites} place{_s(rung.sites)} in {rung.files} file{_s(rung.files)}")
    if rung.left:
        details.append(f"{rung.left} left as {'it is' if rung.left == 1 else 'they are'}")
    return ", ".join(details)


def undone_lines(undone: Undone) -> Iterator[str]:
    """What was taken back, and what was done again."""
    if undone.reverted:
        yield f"{undone.migration} is taken back by {undone.reverted[:HASH_LENGTH]} on {undone.branch}."
    else:
        number = len(undone.dropped)
        yield f"{undone.migration} is off {undone.branch} ({number} commit{_s(number)} dropped)."
        yield from _step_lines(undone.steps)
        yield from (f"put on top again: {subject}" for subject in undone.carried)
    yield f"To have it back: git branch -f {undone.branch} {undone.old_head[:HASH_LENGTH]}"


def result_json(result: Result) -> str:
    """A finished run for programs."""
    return _json({"branch": result.branch, "onto": result.onto, "head": result.head, "steps": result.steps})


def status_json(branch: str | None, rungs: Sequence[Rung], unfinished: RunState | None) -> str:
    """The ladder for programs."""
    return _json({"branch": branch, "interrupted": unfinished.branch if unfinished else None, "ladder": rungs})


def _json(data: dict[str, Any]) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, **data}, default=_plain, indent=2)


def _plain(value: Any) -> Any:
    if isinstance(value, StepStatus | RungStatus):
        return value.value
    return asdict(value)


def _evidence(text: str) -> Iterator[str]:
    lines = text.rstrip().splitlines()
    yield from (f"    | {line}" for line in lines[:EVIDENCE_LINES])
    if len(lines) > EVIDENCE_LINES:
        yield f"    | and {len(lines) - EVIDENCE_LINES} more lines"


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _item(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 100, initial_indent="  - ", subsequent_indent="    ")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
