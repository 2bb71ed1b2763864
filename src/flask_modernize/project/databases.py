"""Flask-SQLAlchemy instances of a project, and the listeners that change what its queries do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project import Object, Project, Variable


@dataclass(frozen=True, slots=True)
class Database:
    """One Flask-SQLAlchemy instance, known by the variable that it is created in."""

    variable: Variable
    custom_query: str
    """Empty, or why ``select()`` would not do what this instance's queries do (its own query class)."""


@dataclass(frozen=True, slots=True, order=True)
class QueryListener:
    """A listener on queries themselves: it sees ``Query`` but not ``select()``. ``line`` is 1-based."""

    event: str
    path: str
    line: int


def databases(project: Project) -> tuple[Database, ...]:
    """Every Flask-SQLAlchemy instance of the project, by path and name."""
    raise NotImplementedError


def database_of(project: Project, obj: Object | None) -> Database | None:
    """The instance that a resolved expression such as ``db`` is, or None."""
    raise NotImplementedError


def query_listeners(project: Project) -> tuple[QueryListener, ...]:
    """Where the project listens to ``before_compile*`` or ``after_bulk_*``, by path and line."""
    raise NotImplementedError
