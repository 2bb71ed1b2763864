"""What of a plan for a whole program may be done: not on files that were not chosen, nor where a comment says no."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.composition import paths_of
from flask_modernize.planning.contract import Edit, Finding, Group, Plan

if TYPE_CHECKING:
    from flask_modernize.facts import Ignore
    from flask_modernize.sources import Tree

ADVICE = "Run it for the whole project, or for these files, too."


def narrowed(plan: Plan, chosen: Collection[str], outside: Collection[str]) -> Plan:
    """The plan without the groups that touch files ``outside`` of the chosen ones, and without findings there.

    A group that would also change a chosen file becomes a finding.
    """
    if not outside:
        return plan
    groups = []
    findings = [finding for finding in plan.findings if finding.path not in outside]
    for group in plan.groups:
        beyond = sorted(path for path in paths_of(group) if path in outside)
        if not beyond:
            groups.append(group)
        elif any(path in chosen for path in paths_of(group)):
            findings.append(_finding(group, beyond))
    return replace(plan, groups=tuple(groups), findings=tuple(findings))


def _finding(group: Group, beyond: list[str]) -> Finding:
    more = f" and {len(beyond) - 1} more" if len(beyond) > 1 else ""
    title = group.title[:1].lower() + group.title[1:]
    message = f"Not done here: {title}. It would also change {beyond[0]}{more}, outside of the chosen paths."
    return Finding(group.path, group.line, 1, "G-PATHS", message, ADVICE, site=group.sites > 0)


def on_ignored_lines(plan: Plan, tree: Tree, ignores: Mapping[str, tuple[Ignore, ...]]) -> Plan:
    """The plan with every place that its groups change among their statements, in the files with ignore comments.

    A group for the whole program need not name all of them itself.
    """
    if not ignores:
        return plan
    groups = [replace(each, statements=(*each.statements, *_places(each, tree, ignores))) for each in plan.groups]
    return replace(plan, groups=tuple(groups))


def _places(group: Group, tree: Tree, ignores: Mapping[str, tuple[Ignore, ...]]) -> Iterator[tuple[str, int, int]]:
    if not group.statements:
        yield group.path, group.line, group.line
    for edit in group.edits:
        if edit.path in ignores:
            yield from _lines_of(edit, tree.read(edit.path))
    for drop in group.dropped_imports:
        if drop.path in ignores:
            yield drop.path, drop.line, drop.line
    for path in sorted(paths_of(group)):
        if any(each.whole_file for each in ignores.get(path, ())):
            yield path, 1, 1


def _lines_of(edit: Edit, data: bytes) -> Iterator[tuple[str, int, int]]:
    """The lines that an edit changes; none for lines that are put between others."""
    before = data[: edit.start]
    at_start = before[-1:] in (b"", b"\n", b"\r")
    if edit.start == edit.end and at_start:
        return
    first = len(before.splitlines()) + at_start
    yield edit.path, first, first + max(len(data[edit.start : edit.end].splitlines()) - 1, 0)
