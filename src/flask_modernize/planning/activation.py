"""Which library migrations have nothing to do here, because the project is on today's version already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Migration
from flask_modernize.planning.outcomes import Outcome

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
    """What the project has of the libraries of the migrations that have one, by their ids.

    Declared and locked versions are not all that counts: where code uses what no version of today has, the migration
    of it is still to be done, whoever raised the pin.
    """
    # What reads dependency files is only imported where there is such a migration.
    of_libraries = [migration for migration in migrations if migration.library is not None]
    if not of_libraries:
        return {}
    from flask_modernize.planning.activity import activity

    return {
        each.id: _with_old_code(project, each, activity(project, each.library))
        for each in of_libraries
        if each.library is not None
    }


def _with_old_code(project: Project, migration: Migration, answer: Activity) -> Activity:
    if answer.active or migration.old_code is None or not (answer.declared or answer.locked):
        return answer
    found = migration.old_code(project)
    return replace(answer, active=True, reason=f"{answer.reason}, but {found}") if found else answer


def with_what_is_lost(
    outcomes: Sequence[Outcome],
    projects: tuple[Project, Project],
    migrations: Sequence[Migration],
    others: Sequence[Migration],
) -> list[Outcome]:
    """The outcomes with next steps for what a later run would not see, because pins were raised now.

    ``projects`` are the ones before and after the ``migrations`` of the run. A migration of the ``others`` is lost that
    was active before; of those that ran, their findings are.
    """
    changed = [outcome for outcome in outcomes if outcome.changes]
    if not changed or not _declare_otherwise(*projects):
        return list(outcomes)
    steps = {outcome.migration: list(outcome.next_steps) for outcome in outcomes}
    with_findings = {outcome.migration for outcome in outcomes if outcome.sites_left}
    for migration in _no_longer_active(projects, [each for each in migrations if each.id in with_findings]):
        steps[migration.id].append(
            f"See to the findings of {migration.id}: with the new pin only --only {migration.id} tells them again,"
            f' or always = ["{migration.id}"] in the settings'
        )
    for migration in _no_longer_active(projects, others):
        assert migration.library is not None
        steps[changed[-1].migration].append(
            f"Run {migration.id}, too: the pin of {migration.library.distribution} was raised with the others:"
            f" flask-modernize --only {migration.id}"
        )
    return [replace(outcome, next_steps=tuple(steps[outcome.migration])) for outcome in outcomes]


def _declare_otherwise(before: Project, after: Project) -> bool:
    from flask_modernize.project.dependencies import dependency_files

    return dependency_files(before) != dependency_files(after)


def _no_longer_active(projects: tuple[Project, Project], migrations: Sequence[Migration]) -> Iterator[Migration]:
    before, after = projects
    was: Mapping[str, Activity] = activities(before, migrations)
    still = activities(after, [each for each in migrations if each.id in was and was[each.id].active])
    for migration in migrations:
        if migration.id in still and not still[migration.id].active:
            yield migration
