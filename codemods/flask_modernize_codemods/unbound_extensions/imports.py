"""Imports of other modules that follow an instance to the ``extensions`` module, unless that would lose the app."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.applications import applications, is_test_path
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ModuleObject, Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.unbound_extensions.import_graph import (
    import_statements,
    imported_with_packages,
    is_script,
    packages_around,
    targets,
)

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Retarget:
    """``from app import db`` in ``path`` that can become ``from app.extensions import db``."""

    path: str
    statement: ast.ImportFrom
    alias: ast.alias
    variable: Variable

    @property
    def bound(self) -> str:
        return self.alias.asname or self.alias.name


def retargets(project: Project, moved: Collection[Variable], extensions: str) -> tuple[Retarget, ...]:
    """The imports of moved instances in other files that may follow them to the module at ``extensions``.

    An import stays as it is where a program comes by the application through it and through nothing else.
    """
    found = [each for variable in sorted(moved, key=str) for each in _imports_of(project, variable, extensions)]
    homes = {variable.path for variable in moved}
    while True:
        kept = _needed(project, found, homes, extensions)
        if not kept:
            return tuple(sorted(found, key=lambda each: (each.path, each.statement.lineno, each.alias.col_offset)))
        found = [each for each in found if each.path not in kept]


def _imports_of(project: Project, variable: Variable, extensions: str) -> Iterator[Retarget]:
    for reference in references(project, variable):
        alias = reference.node
        if not isinstance(alias, ast.alias) or reference.path in (variable.path, extensions):
            continue
        statement = reference.syntax.scopes.parent(alias)
        if not isinstance(statement, ast.ImportFrom):
            continue
        owner = project.imported(reference.path, statement.module, None, statement.level)
        if isinstance(owner, ModuleObject) and owner.path == variable.path:
            yield Retarget(reference.path, statement, alias, variable)


def _needed(project: Project, found: list[Retarget], homes: set[str], extensions: str) -> set[str]:
    """Files whose imports must stay, because a program would no longer run an app's module that it ran before."""
    homes = homes - {*packages_around(project, extensions)}  # those run before the new module does
    if not homes:
        return set()
    after = _After(project, found, extensions)
    changed = {each.path for each in found}
    kept: set[str] = set()
    for start in _starts(project):
        ran = _closure(start, lambda path: imported_with_packages(project, path))
        if not ran & changed or not ran & homes:
            continue
        runs = _closure(start, after.imported)
        for home in sorted((ran & homes) - runs):
            kept |= {each.path for each in found if each.path in ran and each.variable.path == home}
    return kept


class _After:
    """What files import once the given imports are changed."""

    def __init__(self, project: Project, found: list[Retarget], extensions: str) -> None:
        self._project = project
        self._extensions = extensions
        self._known: dict[str, frozenset[str]] = {}
        self._names: dict[str, dict[int, set[str]]] = {}
        for each in found:
            self._names.setdefault(each.path, {}).setdefault(each.statement.lineno, set()).add(each.alias.name)

    def imported(self, path: str) -> frozenset[str]:
        if path not in self._known:
            changed = path in self._names
            self._known[path] = self._imported(path) if changed else imported_with_packages(self._project, path)
        return self._known[path]

    def _imported(self, path: str) -> frozenset[str]:
        names = self._names[path]
        found = {path, self._extensions}
        for statement in import_statements(self._project, path):
            without = frozenset(names.get(statement.lineno, ()))
            found.update(targets(self._project, path, statement, without=without))
        return frozenset({*found, *(package for each in found for package in packages_around(self._project, each))})


def _closure(start: str, imported: Callable[[str], frozenset[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for each in imported(waiting.pop()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return seen


@remembered
def _starts(project: Project) -> tuple[str, ...]:
    """Files that somebody may start with: those that nothing imports, scripts, tests, the modules of the apps."""
    paths = project.tree.python_paths()
    imported: set[str] = set()
    for path in paths:
        imported.update(imported_with_packages(project, path))
    apps = {application.path for application in applications(project)}
    return tuple(
        [
            path
            for path in paths
            if path not in imported or path in apps or is_test_path(path) or is_script(project, path)
        ]
    )
