"""Which migrations were applied between two trees, and what they declare to be otherwise afterwards.

A migration branch says it in its commits. For any other two trees it is told from the versions that both sides declare
or have installed, and from what a migration would still do on each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_modernize.planning.contract import Library, Migration
from flask_modernize.project import Project
from flask_modernize.project.installed_versions import unmet
from flask_modernize.sources import Tree
from flask_modernize.verify.differences import Difference, Intended


@dataclass(frozen=True, slots=True)
class Stack:
    """A tree, and what its interpreter has installed: versions by normalised name, empty where that is not known."""

    tree: Tree
    installed: Mapping[str, str] = field(default_factory=dict)


def declared_by(migrations: Iterable[Migration], applied: Mapping[str, str]) -> tuple[Intended, ...]:
    """What migrations declare. ``applied``: by the ids of those that were, what says so."""
    return tuple(
        Intended(each.kind, each.where, each.words, migration.id, each.reason, applied[migration.id])
        for migration in migrations
        if migration.id in applied
        for each in migration.intended
    )


def intended_between(
    before: Stack, after: Stack, migrations: Sequence[Migration], differences: Sequence[Difference]
) -> tuple[Intended, ...]:
    """What is declared of ``differences`` by migrations of which something says that they were applied in between."""
    projects = Project(before.tree), Project(after.tree)
    applied = {}
    for migration in migrations:
        declared = declared_by((migration,), {migration.id: ""})
        if any(intended.covers(difference) for intended in declared for difference in differences):
            why = _raised(before, after, projects, migration.library) or _done(before, after, migration)
            if why:
                applied[migration.id] = why
    return declared_by(migrations, applied)


def _raised(before: Stack, after: Stack, projects: tuple[Project, Project], library: Library | None) -> str:
    """What says that a library went from below the version that today's code needs to one that is not; else ""."""
    if library is None:
        return ""
    old, new = (_installed(side.installed, library) for side in (before, after))
    if old and new and _is_legacy(before.installed, library) and not _is_legacy(after.installed, library):
        return f"{old} is installed before, {new} after"
    from flask_modernize.planning.activity import activity

    was, now = (activity(project, library) for project in projects)
    if was.active and not now.active:
        return f"before, {was.reason}; after, {now.reason}"
    return ""


def _installed(installed: Mapping[str, str], library: Library) -> str:
    """The library, or a dead one that it takes the place of, as people write it: "Flask-SQLAlchemy 2.5.1"."""
    for distribution in (library.distribution, *library.dead):
        version = installed.get(Library(distribution).name)
        if version is not None:
            return f"{distribution} {version}"
    return ""


def _is_legacy(installed: Mapping[str, str], library: Library) -> bool:
    if not library.needed or library.name not in installed:
        return True
    return bool(unmet(installed, (f"{library.distribution}>={library.needed}",)))


def _done(before: Stack, after: Stack, migration: Migration) -> str:
    """What says that a migration finds less to do after than before; else ""."""
    old = _left_to_do(before, migration)
    new = _left_to_do(after, migration) if old else 0
    if new >= old:
        return ""
    left = f"{new} of them" if new else "none of them"
    return f"it would change {old} place{'s' if old > 1 else ''} before, and {left} after"


def _left_to_do(side: Stack, migration: Migration) -> int:
    """How many groups of edits a migration plans, whatever versions there are; 0 where it cannot be planned."""
    from flask_modernize.planning.configuration import CommandLine, Document, configure
    from flask_modernize.planning.planner import run

    # Under the same settings on both sides: what a setting leaves out was not done.
    configuration = configure(Document({}), (migration,), CommandLine(only=(migration.id,)))
    planned = run(side.tree, (migration,), configuration, installed=side.installed, inactive={})
    return len(planned.outcomes[0].groups)
