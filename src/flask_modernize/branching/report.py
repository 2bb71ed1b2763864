"""What the commands on branches say, as lines of plain text and as JSON."""

from __future__ import annotations

import json
import os
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
WIDTH = 100
"""Characters of a line where nothing is known of the terminal."""
_INDENT = "    "

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


def result_lines(result: Result, current: str | None, width: int = WIDTH) -> Iterator[str]:
    """A finished run, one line a migration and what it was checked by, and what to do now. ``current``: the branch that
    is checked out; ``width`` in characters."""
    for note in result.notes:
        yield from _wrapped(f"Note: {note}", width, "", "  ")
    yield from _step_lines(result.steps, width)
    yield ""
    took = f" in {result.seconds:g} s" if result.seconds else ""
    if result.head is None or result.head == result.onto:
        unresolved = "; what has something to do did not pass" if result.unresolved else ""
        absent = f" There is no branch {result.branch}." if result.head is None else ""
        yield from _wrapped(f"Nothing was committed{took}{unresolved}.{absent}", width)
        return
    number = sum(len(step.commits) for step in result.steps)
    yield from _wrapped(
        f"{number} commit{_s(number)} on {result.branch}, from {result.onto[:HASH_LENGTH]}{took}.", width
    )
    if current != result.branch:
        yield "Your checkout was not touched. To go on:"
        yield f"  git log --stat -p {result.onto[:HASH_LENGTH]}..{result.branch}"
        yield f"  git switch {result.branch}"
    steps = [text for step in result.steps if step.commits for text in step.next_steps]
    if steps:
        yield "By hand:"
        for text in dict.fromkeys(steps):
            yield from _wrapped(" ".join(text.split()), width, "  - ", "    ")


def _step_lines(steps: Sequence[Step], width: int) -> Iterator[str]:
    column = max((len(step.migration) for step in steps), default=0)
    for step in steps:
        yield f"{step.migration:<{column}}  {_WORDS[step.status]:<13}  {_step_details(step)}".rstrip()
        checked = _checked(step.verified, step.seconds) if step.commits else ""
        for text in (checked, step.reason):
            if text:
                yield from _wrapped(text, width, _INDENT, _INDENT)
        if step.evidence:
            yield from _evidence(step.evidence)
        if step.status is StepStatus.UNRESOLVED:
            remarks = (f"{each.path}:{each.line}: {each.message}" for each in step.findings if not each.site)
            for text in dict.fromkeys([*remarks, *step.next_steps]):
                yield from _wrapped(" ".join(text.split()), width, f"{_INDENT}- ", f"{_INDENT}  ")
        if step.patch:
            # In one piece, to be copied.
            yield f"{_INDENT}Its changes are kept in"
            yield f"{_INDENT}{step.patch}"


def _step_details(step: Step) -> str:
    details = [" ".join(hash[:HASH_LENGTH] for hash in step.commits)] if step.commits else []
    if step.commits and step.files:
        details.append(f"{step.sites} place{_s(step.sites)} in {step.files} file{_s(step.files)}")
    left = sum(finding.site for finding in step.findings)
    if left:
        details.append(f"{left} left as {'it is' if left == 1 else 'they are'}")
    return ", ".join(details)


def _checked(said: str, seconds: float = 0) -> str:
    if said in ("", "no"):
        return "not verified"
    return f"checked in {seconds:g} s: {said}" if seconds else f"checked: {said}"


def status_lines(
    branch: str | None, rungs: Sequence[Rung], unfinished: RunState | None, width: int = WIDTH
) -> Iterator[str]:
    """The ladder, one line a migration."""
    yield f"On {branch or 'no branch (detached head)'}"
    column = max((len(rung.migration) for rung in rungs), default=0)
    for rung in rungs:
        yield f"{rung.migration:<{column}}  {_WORDS[rung.status]:<13}  {_rung_details(rung)}".rstrip()
        for text in (_checked(rung.verified) if rung.commits else "", rung.reason):
            if text:
                yield from _wrapped(text, width, _INDENT, _INDENT)
    if unfinished is not None:
        yield from _wrapped(
            f"A run on {unfinished.branch} was interrupted: flask-modernize resume goes on with it.", width
        )


def _rung_details(rung: Rung) -> str:
    details = []
    if rung.commits:
        details.append(" ".join(hash[:HASH_LENGTH] for hash in rung.commits))
    if rung.status is RungStatus.PENDING:
        details.append(f"{rung.sites} place{_s(rung.sites)} in {rung.files} file{_s(rung.files)}")
    if rung.needs:
        details.append(f"needs {', '.join(rung.needs)}")
    if rung.left:
        details.append(f"{rung.left} left as {'it is' if rung.left == 1 else 'they are'}")
    return ", ".join(details)


def undone_lines(undone: Undone, width: int = WIDTH) -> Iterator[str]:
    """What was taken back, and what was done again."""
    if undone.reverted:
        yield f"{undone.migration} is taken back by {undone.reverted[:HASH_LENGTH]} on {undone.branch}."
    else:
        number = len(undone.dropped)
        yield f"{undone.migration} is off {undone.branch} ({number} commit{_s(number)} dropped)."
        yield from _step_lines(undone.steps, width)
        yield from (f"put on top again: {subject}" for subject in undone.carried)
    yield f"To have it back: git branch -f {undone.branch} {undone.old_head[:HASH_LENGTH]}"


def schema() -> dict[str, Any]:
    """The JSON Schema of what `result_json` and `status_json` give."""
    path = os.path.join(os.path.dirname(__file__), "branch.schema.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def result_json(result: Result) -> str:
    """A finished run for programs."""
    return _json(
        {
            "branch": result.branch,
            "onto": result.onto,
            "head": result.head,
            "notes": result.notes,
            "steps": result.steps,
            "seconds": result.seconds,
        }
    )


def status_json(branch: str | None, rungs: Sequence[Rung], unfinished: RunState | None) -> str:
    """The ladder for programs."""
    return _json({"branch": branch, "interrupted": unfinished.branch if unfinished else None, "ladder": rungs})


def undone_json(undone: Undone) -> str:
    """What was taken back, for programs."""
    return _json({key: value for key, value in asdict(undone).items() if key != "steps"} | {"steps": undone.steps})


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


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> Iterator[str]:
    """Lines of at most so many characters, but for words that are longer; line breaks in the text are kept."""
    for number, line in enumerate(text.splitlines()):
        indent = later if number else first
        yield from textwrap.wrap(
            line,
            max(width, 30),
            initial_indent=indent,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _s(number: int) -> str:
    return "" if number == 1 else "s"
