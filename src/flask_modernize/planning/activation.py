"""Which library migrations have nothing to do here, because the project is on today's version already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Migration

if TYPE_CHECKING:
    from flask_modernize.planning.activity import Activity
    from flask_modernize.project import Project


def not_active(project: Project, migrations: Iterable[Migration], configuration: Configuration) -> dict[str, str]:
    """By id, why a migration of a library does not run.

    ``project`` is the one before any migration of the ladder: several of them raise pins of each other's libraries.
    Migrations that were asked for by name run in any case.
    """
    wanted = [migration for migration in migrations if migration.id not in configuration.asked]
    return {
        id: f"{answer.reason}. To run it all the same: --only {id}"
        for id, answer in activities(project, wanted).items()
        if not answer.active
    }


def activities(project: Project, migrations: Iterable[Migration]) -> dict[str, Activity]:
    """What the project has of the libraries of the migrations that have one, by their ids."""
    # What reads dependency files is only imported where there is such a migration.
    of_libraries = [migration for migration in migrations if migration.library is not None]
    if not of_libraries:
        return {}
    from flask_modernize.planning.activity import activity

    return {each.id: activity(project, each.library) for each in of_libraries if each.library is not None}
