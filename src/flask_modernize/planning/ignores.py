"""Inline ignore comments: ``# flask-modernize: ignore[select-queries]`` on a statement keeps it as it is.

A comment must name the migration, and one that prevents nothing is reported: silent ignores outlive their reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_modernize.facts import Ignore
from flask_modernize.planning.contract import Finding, Group, Plan
from flask_modernize.planning.suggestions import did_you_mean

Ignores = Mapping[str, tuple[Ignore, ...]]
"""The ignore comments of a project, by path."""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """A plan without what the ignore comments prevent."""

    plan: Plan
    used: frozenset[tuple[str, int]]
    """Path and line of each comment that prevented something."""
    sites: int
    """How many legacy sites they keep."""


def obey(plan: Plan, migration: str, ignores: Ignores) -> Obeyed:
    """Takes out the groups and findings of `migration` that an ignore comment stands on."""
    # An ignore without ids is reported by `complaints`; until it is mended, the safe reading is that it means all.
    mine = {
        path: tuple(ignore for ignore in found if migration in ignore.ids or not ignore.ids)
        for path, found in ignores.items()
    }
    used: set[tuple[str, int]] = set()
    sites = 0
    groups = []
    for group in plan.groups:
        matches = [
            (path, ignore.line) for path, first, last in _places(group) for ignore in _on(mine, path, first, last)
        ]
        if not matches:
            groups.append(group)
            continue
        used.update(matches)
        sites += group.sites
    findings = []
    for finding in plan.findings:
        found = _on(mine, finding.path, finding.line, finding.line)
        if not found:
            findings.append(finding)
            continue
        used.update((finding.path, ignore.line) for ignore in found)
        sites += finding.site
    return Obeyed(Plan(tuple(groups), tuple(findings), plan.next_steps), frozenset(used), sites)


def unused(migration: str, ignores: Ignores, used: frozenset[tuple[str, int]], paths: frozenset[str]) -> list[Finding]:
    """A finding for each comment of `migration` in `paths` that prevented nothing."""
    return [
        Finding(
            path,
            ignore.line,
            1,
            "I-UNUSED",
            f"This ignore comment prevents nothing: {migration} has nothing to say here.",
            "Delete the comment.",
            site=False,
        )
        for path, found in sorted(ignores.items())
        for ignore in found
        if path in paths and migration in ignore.ids and (path, ignore.line) not in used
    ]


def complaints(ignores: Ignores, known: Iterable[str], paths: frozenset[str]) -> list[Finding]:
    """A finding for each comment in `paths` that names no migration, or one that there is not."""
    ids = tuple(known)
    findings = []
    for path, found in sorted(ignores.items()):
        for ignore in found if path in paths else ():
            if not ignore.ids:
                advice = f"Name it: # flask-modernize: ignore[{ids[0] if ids else 'MIGRATION'}]."
                message = "This ignore comment names no migration; until it does, it keeps every migration out."
                findings.append(Finding(path, ignore.line, 1, "I-BARE", message, advice, site=False))
            for id in ignore.ids:
                if id not in ids:
                    message = f"This ignore comment names {id!r}, which is no migration.{did_you_mean(id, ids)}"
                    advice = "As it is, it prevents nothing: correct the name, or delete the comment."
                    findings.append(Finding(path, ignore.line, 1, "I-UNKNOWN", message, advice, site=False))
    return findings


def _places(group: Group) -> Iterable[tuple[str, int, int]]:
    return group.statements or ((group.path, group.line, group.line),)


def _on(ignores: Ignores, path: str, first: int, last: int) -> list[Ignore]:
    """The ignore comments whose statement shares a line with ``first .. last``, and those for the whole file."""
    return [
        ignore
        for ignore in ignores.get(path, ())
        if ignore.whole_file
        or (ignore.first_line <= last and first <= ignore.last_line)
        or first <= ignore.line <= last
    ]
