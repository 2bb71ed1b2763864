"""The project as it was before the first migration of a library: what tells which of these are active.

A pin that one of them has raised says nothing about the code that the others have still to migrate.
"""

from __future__ import annotations

import os

from flask_modernize.branching import messages
from flask_modernize.branching.ladder_status import MAX_HISTORY, applied
from flask_modernize.git.repository import Repository
from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.registry import Registry


def inactive_since(
    repository: Repository, base: str, commit: str, registry: Registry, configuration: Configuration
) -> dict[str, str]:
    """By id, why a migration of a library does not run on top of ``commit``.

    ``base`` is the way from the top of the checkout to the project.
    """
    of_libraries = [migration for migration in registry.migrations if migration.library is not None]
    wanted = [migration for migration in of_libraries if migration.id in configuration.migrations]
    if not wanted:
        return {}
    from flask_modernize.planning.activation import not_active
    from flask_modernize.project import Project
    from flask_modernize.sources import revision_tree

    start = _before(repository, commit, frozenset(migration.id for migration in of_libraries))
    tree = revision_tree(
        os.path.join(repository.directory, base),
        start,
        excludes=configuration.exclude,
        max_bytes=configuration.max_file_size,
        vendored=False,
    )
    project = Project(tree, jobs=configuration.jobs or os.cpu_count() or 1)
    return not_active(project, wanted, configuration)


def _before(repository: Repository, commit: str, ids: frozenset[str]) -> str:
    """The commit before the oldest one that any of the migrations made; ``commit`` when there is none."""
    history = repository.history(commit, limit=MAX_HISTORY)
    made = {
        each.hash for commits in applied(history).values() for each in commits if messages.migration_of(each) in ids
    }
    oldest = next((each for each in reversed(history) if each.hash in made), None)
    return oldest.parents[0] if oldest is not None and oldest.parents else commit
