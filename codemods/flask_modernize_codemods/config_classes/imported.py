"""Which files import which, each file looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.project.imports import imported_files
from flask_modernize.project.memory import remembered

if TYPE_CHECKING:
    from flask_modernize.project import Project


@remembered
def _known(project: Project) -> dict[str, tuple[str, ...]]:
    return {}


def files_imported_by(project: Project, path: str) -> tuple[str, ...]:
    """The Python files of the project that a file imports anywhere in it, sorted."""
    known = _known(project)
    if path not in known:
        known[path] = tuple(sorted({each for each in imported_files(project, path) if each.endswith(".py")}))
    return known[path]
