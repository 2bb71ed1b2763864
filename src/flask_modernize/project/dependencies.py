"""What the project says it depends on: requirements files, setup.py, pyproject.toml, Pipfile, lock files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project import Project


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared dependency. ``name`` is normalised (``flask-sqlalchemy``); ``line`` is 1-based."""

    name: str
    specifier: str
    """PEP 440, for instance ``>=2.4,<3``; empty when any version will do."""
    pinned: str | None
    """The one version that is installed: ``==`` or a lock file."""
    upper_bound: str | None
    """``3`` for ``<3``; None when there is none."""
    path: str
    line: int


def declared(project: Project, path: str | None = None) -> dict[str, Declared]:
    """Declarations by normalised name: those nearest to ``path`` going up its directories, else of the whole project."""
    raise NotImplementedError


def is_pinned_below(project: Project, name: str, version: str, path: str | None = None) -> Declared | None:
    """The declaration that only allows versions below ``version``, or None."""
    raise NotImplementedError
