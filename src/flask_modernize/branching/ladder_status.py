"""Where a branch stands on the ladder, read from its history and its files; nothing is kept anywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from flask_modernize.branching import messages
from flask_modernize.git.repository import Commit, Repository
from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.planning.registry import Registry
from flask_modernize.sources import Tree

MAX_HISTORY = 2_000
"""Commits that are looked at; a ladder is rarely longer than ten."""


class RungStatus(Enum):
    """Where one migration stands; the set is closed."""

    APPLIED = "applied"
    PENDING = "pending"
    NOTHING_TO_DO = "nothing-to-do"
    SKIPPED = "skipped"
    """Not chosen: it runs only when it is enabled, or what it needs failed."""
    UNRESOLVED = "unresolved"
    """It has something to do and cannot do any of it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One migration. ``commits``: hashes on this branch, oldest first; ``sites`` pending, ``left`` as findings."""

    migration: str
    summary: str
    status: RungStatus
    commits: tuple[str, ...] = ()
    verified: str = ""
    sites: int = 0
    files: int = 0
    left: int = 0
    reason: str = ""
    needs: tuple[str, ...] = ()
    """Migrations that must come before it, and have something to do that is not on the branch."""


def applied(history: Sequence[Commit]) -> dict[str, tuple[Commit, ...]]:
    """The migrations that the history (newest first) holds and does not take back, with their commits, oldest first."""
    found: dict[str, tuple[Commit, ...]] = {}
    for commit in reversed(history):
        id = messages.migration_of(commit)
        if id is not None:
            found[id] = (*found.get(id, ()), commit)
        undone = commit.trailer(messages.UNDONE)
        if undone is not None:
            found.pop(undone, None)
    return found


def rungs(
    repository: Repository,
    commit: str,
    tree: Tree,
    registry: Registry,
    configuration: Configuration,
    inactive: Mapping[str, str],
) -> list[Rung]:
    """The whole ladder for the files of ``tree``, which are those of ``commit``.

    ``inactive``: why migrations of libraries do not run, by id.
    """
    from flask_modernize.planning.planner import run

    done = applied(repository.history(commit, limit=MAX_HISTORY))
    migrations = [registry.migration(id) for id in configuration.migrations]
    ids = registry.ids
    outcomes = run(tree, migrations, configuration, jobs=configuration.jobs, known_ids=ids, inactive=inactive).outcomes
    by_id = {outcome.migration: outcome for outcome in outcomes}
    waiting = {outcome.migration for outcome in outcomes if outcome.status is not Status.NOTHING_TO_DO}
    found = []
    for migration in registry.migrations:
        commits = done.get(migration.id, ())
        outcome = by_id.get(migration.id)
        status, reason = _status(commits, outcome)
        found.append(
            Rung(
                migration.id,
                migration.summary,
                status,
                tuple(each.hash for each in commits),
                (commits[-1].trailer(messages.VERIFIED) or "") if commits else "",
                outcome.sites_rewritten if outcome else 0,
                len(outcome.changes) if outcome else 0,
                outcome.sites_left if outcome else 0,
                reason,
                tuple(sorted(waiting.intersection(migration.needs))),
            )
        )
    return found


def _status(commits: Sequence[Commit], outcome: Outcome | None) -> tuple[RungStatus, str]:
    if outcome is None:
        return (RungStatus.APPLIED, "") if commits else (RungStatus.SKIPPED, "It is not enabled.")
    if outcome.changes:
        return RungStatus.PENDING, "Applied before; there is more to do." if commits else ""
    if outcome.status is Status.SKIPPED:
        return RungStatus.SKIPPED, outcome.reason
    if outcome.status in (Status.UNRESOLVED, Status.FAILED):
        return RungStatus.UNRESOLVED, outcome.reason
    if commits:
        return RungStatus.APPLIED, ""
    return RungStatus.NOTHING_TO_DO, outcome.reason
