"""A migration that goes on with what it made itself: from round to round until it has nothing left to do.

One rule's result may be what another one is about. All rounds together are handed back as if they were one: places are
those of the tree that the migration was given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_modernize.planning.composition import Splice, in_order, joined, offset_before
from flask_modernize.planning.contract import Finding, Group, Plan
from flask_modernize.planning.guards import Breach
from flask_modernize.planning.settling import Settled
from flask_modernize.project import Project
from flask_modernize.sources import Changes, SourceFile, UnreadableSource

MAX_ROUNDS = 6
"""A migration that is not done after so many rounds is taken for one that turns in a circle."""

Settle = Callable[[Project, Sequence[Group], Mapping[int, Breach], bool], Settled]
"""Settles groups of one round, some refused; whether a second run may change the result."""

Refuse = Callable[[Group], Breach | None]
"""Why a group is not to be made, whatever the guards say."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a migration made of a tree."""

    project: Project
    groups: tuple[Group, ...] = ()
    """In the order in which they were made; their edits are those of their round."""
    splices: Mapping[str, Sequence[Splice]] = field(default_factory=dict)
    """By path, in order, with the numbers of ``groups``; empty for a file created or deleted as a whole."""
    changes: Changes = field(default_factory=Changes)
    dropped: tuple[tuple[Group, Breach], ...] = ()
    findings: tuple[Finding, ...] = ()
    next_steps: tuple[str, ...] = ()


def make(project: Project, plan: Plan, settle: Settle, refuse: Refuse, *, repeats: bool) -> Made:
    """Makes a plan, and what follows from it if the migration ``repeats``.

    One that turns in a circle makes nothing that it would change again.
    """
    made = _in_rounds(project, plan, settle, refuse) if repeats else None
    return made if made is not None else _round(Made(project), plan, settle, refuse, {}, repeats=False)[0]


def _in_rounds(project: Project, plan: Plan, settle: Settle, refuse: Refuse) -> Made | None:
    """None: there is no end to it."""
    made = Made(project)
    known: Mapping[int, Breach] = {}
    for _ in range(MAX_ROUNDS):
        made, settled = _round(made, plan, settle, refuse, known, repeats=True)
        known = {number: why for number, why in settled.known.items() if why.code != "G-CONFLICT"}
        if len(known) == len(settled.again.groups):
            return made
        plan = settled.again
    return None


def _round(
    made: Made, plan: Plan, settle: Settle, refuse: Refuse, known: Mapping[int, Breach], *, repeats: bool
) -> tuple[Made, Settled]:
    groups = in_order(plan.groups)
    told = [replace(group, line=_line(made, group.path, group.line)) for group in groups]
    reasons = {number: why for number, why in enumerate(map(refuse, told)) if why is not None}
    settled = settle(made.project, groups, {**known, **reasons}, repeats)
    return _then(made, plan, told, settled), settled


def _then(made: Made, plan: Plan, groups: Sequence[Group], settled: Settled) -> Made:
    """``groups`` are those of the round, their lines in the first tree."""
    numbers = {number: place for place, number in enumerate(settled.kept, len(made.groups))}
    then = Made(
        project=settled.project,
        groups=(*made.groups, *(groups[number] for number in settled.kept)),
        splices=_joined(made, settled, numbers),
        changes=made.changes.then(settled.composed.changes),
        dropped=tuple((groups[number], why) for number, why in sorted(settled.dropped.items())),
        next_steps=tuple(dict.fromkeys((*made.next_steps, *plan.next_steps))),
    )
    if not made.changes:
        return replace(then, findings=plan.findings)
    left = settled.again.findings if settled.kept else plan.findings
    latest = [replace(each, line=_line(then, each.path, each.line)) for each in left]
    resolved = {each for number in settled.kept for each in _lines(made, groups[number])}
    return replace(then, findings=tuple(_findings(made.findings, latest, resolved)))


def _joined(made: Made, settled: Settled, numbers: Mapping[int, int]) -> dict[str, Sequence[Splice]]:
    found = dict(made.splices)
    for path, splices in settled.composed.splices.items():
        mine = [replace(each, group=numbers[each.group]) if each.group is not None else each for each in splices]
        delta = settled.composed.changes.get(path)
        before = found.get(path)
        if before is None:
            found[path] = mine
        elif before and mine and delta is not None and delta.after is not None:
            found[path] = joined(before, mine, delta.after)
        elif delta is not None:
            found[path] = []
    return found


def _findings(
    before: Sequence[Finding], latest: Sequence[Finding], resolved: Collection[tuple[str, int]]
) -> Iterable[Finding]:
    """What was found before and is not resolved by now, and what is only found since."""
    known = {(each.path, each.code, each.message) for each in before}
    still = {(each.path, each.code, each.message) for each in latest}
    for each in before:
        if (each.path, each.code, each.message) in still or (each.path, each.line) not in resolved:
            yield each
    for each in latest:
        if (each.path, each.code, each.message) not in known:
            yield each


def _lines(made: Made, group: Group) -> Iterable[tuple[str, int]]:
    """The lines of the first tree that a group's statements stand on."""
    for path, first, last in group.statements:
        yield from ((path, line) for line in range(_line(made, path, first), _line(made, path, last) + 1))


def _line(made: Made, path: str, line: int) -> int:
    """The line of the first tree that a line comes from."""
    splices = made.splices.get(path)
    delta = made.changes.get(path)
    if not splices or delta is None or delta.before is None or delta.after is None:
        return line
    after = source_of(delta.after)
    if not 0 < line <= after.line_count:
        return line
    return source_of(delta.before).position(offset_before(splices, after.line_span(line)[0]))[0]


def source_of(data: bytes) -> SourceFile:
    """To tell places in a changed file, which need not be Python."""
    try:
        return SourceFile.from_bytes(data)
    except UnreadableSource:
        return SourceFile.of_any_text(data)
