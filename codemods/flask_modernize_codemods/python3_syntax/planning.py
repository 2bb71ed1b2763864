"""From a project to its plan: convert what does not parse, then rewrite what Python 3 has under another name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_modernize.facts import Ignore
from flask_modernize.planning.composition import (
    Splice,
    compatible,
    in_order,
    in_place_order,
    splice,
    splices_by_path,
)
from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.planning.ignores import obey
from flask_modernize.project import Project
from flask_modernize.sources import Changes, SourceFile, Tree
from flask_modernize_codemods.python3_syntax import lists
from flask_modernize_codemods.python3_syntax.evidence import is_for_python2, python2_files
from flask_modernize_codemods.python3_syntax.ladder import CODEMODS
from flask_modernize_codemods.python3_syntax.legacy_file import Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.next_steps import next_steps
from flask_modernize_codemods.python3_syntax.places import line_before
from flask_modernize_codemods.python3_syntax.unparsable import Conversions, convert_files, unparsable

ID = "python3-syntax"

MAX_ROUNDS = 8
"""So often a converted file is looked at again; each round rewrites what the one before has uncovered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the codemods say about some files."""

    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]


def plan_project(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """One group for each file that did not parse, and one for each place in the others."""
    broken = unparsable(project.tree)
    chosen = frozenset(project.tree.python_paths()) if paths is None else paths
    conversions = _converted(project, [path for path in broken if path in chosen])
    python2 = python2_files(conversions.project, broken)
    given = options.get("line-length", 0)
    length = given if isinstance(given, int) else 0
    answer = _answer(conversions.project, sorted(chosen - frozenset(broken)), python2)
    nested = _nested(conversions.project, answer.groups)
    final, findings = _settled(conversions.project, conversions.paths | nested, python2, length)
    whole = [_whole_file(project.tree, final.tree, path) for path in sorted(conversions.paths | nested)]
    answer = Answer(
        tuple(group for group in answer.groups if group.path not in nested),
        tuple(finding for finding in answer.findings if finding.path not in nested),
    )
    told = [replace(each, line=line_before(project.tree, final.tree, each.path, each.line)) for each in findings]
    return Plan(
        (*whole, *answer.groups),
        tuple(sorted({*conversions.findings, *told, *answer.findings})),
        next_steps(final, chosen),
    )


def _converted(project: Project, paths: Sequence[str]) -> Conversions:
    """The files that do not parse, but for those that an ignore comment keeps as a whole."""
    conversions = convert_files(project, paths)
    kept = {path for path in conversions.paths if any(each.whole_file for each in _ignores(conversions.project, path))}
    return convert_files(project, [path for path in paths if path not in kept]) if kept else conversions


def _ignores(project: Project, path: str) -> tuple[Ignore, ...]:
    facts = project.facts(path)
    found = facts.ignores if facts is not None else ()
    return tuple(each for each in found if not each.ids or ID in each.ids)


def _obeyed(project: Project, answer: Answer) -> Answer:
    """What ignore comments allow in files whose rewrites become one group, which the engine takes or leaves."""
    paths = {each.path for each in answer.groups} | {each.path for each in answer.findings}
    obeyed = obey(Plan(answer.groups, answer.findings), ID, {path: _ignores(project, path) for path in paths})
    return Answer(obeyed.plan.groups, obeyed.plan.findings)


def _answer(
    project: Project, paths: Iterable[str], python2: Collection[str], codemods: tuple[Codemod, ...] = CODEMODS
) -> Answer:
    groups: list[Group] = []
    findings: list[Finding] = []
    for path in paths:
        for each in _answers(project, path, python2, codemods):
            if isinstance(each, Group):
                groups.append(each)
            else:
                findings.append(each)
    return Answer(in_order(groups), tuple(findings))


def _nested(project: Project, groups: tuple[Group, ...]) -> frozenset[str]:
    """Files in which one rewrite stands inside of another: they take several rounds, and are rewritten as a whole.

    Not those with ignore comments, which are for single places.
    """
    _, colliding = compatible(groups)
    paths = {groups[number].path for number in colliding}
    by_path: dict[str, list[Group]] = {}
    for group in groups:
        by_path.setdefault(group.path, []).append(group)
    paths |= {path for path, found in by_path.items() if _share_imports(project, path, found)}
    return frozenset(path for path in paths if (facts := project.facts(path)) is not None and not facts.ignores)


def _share_imports(project: Project, path: str, groups: Sequence[Group]) -> bool:
    """Whether import statements are both edited, by some groups, and changed for others."""
    if not any(group.imports or group.dropped_imports for group in groups):
        return False
    source = SourceFile.from_bytes(project.tree.read(path))
    starts = {source.data[slice(*source.line_span(source.position(each.start)[0]))] for g in groups for each in g.edits}
    return any(line.lstrip().startswith((b"import ", b"from ")) for line in starts)


def _answers(
    project: Project, path: str, python2: Collection[str], codemods: tuple[Codemod, ...]
) -> Iterator[Group | Finding]:
    data = project.tree.read(path)
    wanted = [codemod for codemod in codemods if any(word in data for word in codemod.words)]
    syntax = project.syntax(path) if wanted else None
    if syntax is None:
        return
    file = LegacyFile(project, syntax, path in python2, bool(python2) or is_for_python2(project))
    for codemod in wanted:
        yield from codemod.answers(file)


def _settled(
    project: Project, paths: frozenset[str], python2: Collection[str], line_length: int
) -> tuple[Project, tuple[Finding, ...]]:
    """Converted files with everything rewritten that can be, and what is left to say about them."""
    # Lists are looked for first: what iteritems() gives never was one.
    made = _obeyed(project, _answer(project, sorted(paths), python2, (lists.CODEMOD,)))
    first = _composed(project, made.groups, line_length)
    project = project.with_changes(first)
    others = tuple(codemod for codemod in CODEMODS if codemod is not lists.CODEMOD)
    findings: dict[str, tuple[Finding, ...]] = {}
    waiting = sorted(paths)
    for _ in range(MAX_ROUNDS):
        answer = _obeyed(project, _answer(project, waiting, python2, others))
        findings |= {path: tuple(each for each in answer.findings if each.path == path) for path in waiting}
        changes = _composed(project, answer.groups, line_length)
        if not changes:
            break
        project = project.with_changes(changes)
        waiting = sorted(changes.paths)
    return project, tuple(finding for path in sorted(findings) for finding in findings[path])


def _composed(project: Project, groups: tuple[Group, ...], line_length: int) -> Changes:
    """What the groups that fit together make of their files."""
    fitting, _ = compatible(groups)
    by_path: dict[str, list[Group]] = {}
    for number in fitting:
        by_path.setdefault(groups[number].path, []).append(groups[number])
    return Changes(
        project.tree.delta(path, _composed_file(project, path, found, line_length))
        for path, found in sorted(by_path.items())
    )


def _composed_file(project: Project, path: str, groups: Sequence[Group], line_length: int) -> bytes:
    """A file with its groups; those that change imports wait for the next round where others edit the same imports."""
    splices = splices_by_path(groups, range(len(groups))).get(path, [])
    imports = _import_edits(project, path, groups, line_length)
    if any(a.edit.start < b.end and b.start < a.edit.end for a in splices for b in imports):
        first = [group for group in groups if not group.imports and not group.dropped_imports]
        return _composed_file(project, path, first or groups[:1], line_length)
    merged = in_place_order([*(Splice(edit, None) for edit in imports), *splices])
    return splice(project.tree.read(path), merged)


def _import_edits(project: Project, path: str, groups: Sequence[Group], line_length: int) -> tuple[Edit, ...]:
    from flask_modernize.rewriting.imports import import_edits

    syntax = project.syntax(path)
    assert syntax is not None
    needs = [need for group in groups for need in group.imports]
    drops = [drop for group in groups for drop in group.dropped_imports]
    return import_edits(path, syntax.source, syntax.module, needs, line_length=line_length, drops=drops)


def _whole_file(before: Tree, after: Tree, path: str) -> Group:
    """A file that did not parse, line by line what it becomes; nothing of it makes sense alone."""
    edits = tuple(line_edits(path, before.read(path), after.read(path)))
    line = _line(before.read(path), edits[0].start) if edits else 1
    return Group("Write the file for Python 3", path, line, edits)


def _line(data: bytes, offset: int) -> int:
    return len(data[:offset].splitlines()) + 1


def line_edits(path: str, before: bytes, after: bytes) -> Iterator[Edit]:
    """The lines that differ, as edits."""
    from flask_modernize.sources.line_matching import changed_blocks

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for a, b, c, d in changed_blocks(old, new):
        yield Edit(path, starts[a], starts[b], b"".join(new[c:d]))
