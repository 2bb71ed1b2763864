"""Which modules of the project a file imports by name when it is itself imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.applications import is_main_guard
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.modules import parent_of
from flask_modernize.project.objects import ModuleObject, Object

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@remembered_about
def explicitly_imported(project: Project, path: str) -> frozenset[str]:
    """The files that the import statements of a file name which run at import time.

    ``from package import module`` names the module and not the package, unless the package has the name itself; the
    packages that Python runs before a module are left out.
    """
    return frozenset(
        target for statement in import_statements(project, path) for target in targets(project, path, statement)
    )


@remembered_about
def imported_with_packages(project: Project, path: str) -> frozenset[str]:
    """The same with the ``__init__.py`` of every package that Python runs first, the file's own included."""
    named = {*explicitly_imported(project, path), path}
    return frozenset({*named, *(package for each in named for package in packages_around(project, each))} - {path})


@remembered_about
def import_statements(project: Project, path: str) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The import statements of a file outside of functions."""
    syntax = project.syntax(path)
    if syntax is None:
        return ()
    return tuple(
        [
            node
            for node in syntax.scopes.nodes()
            if isinstance(node, ast.Import | ast.ImportFrom) and syntax.scopes.enclosing_function(node) is None
        ]
    )


def targets(
    project: Project, path: str, statement: ast.Import | ast.ImportFrom, *, without: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The files of the project that an import statement names; ``without`` are names that it no longer imports."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            found = project.module_paths(alias.name, path)
            if found is not None:
                yield found
        return
    for alias in statement.names:
        if alias.name in without:
            continue
        member = None if alias.name == "*" else project.imported(path, statement.module, alias.name, statement.level)
        target = _path(member) or _path(project.imported(path, statement.module, None, statement.level))
        if target is not None:
            yield target


def packages_around(project: Project, path: str) -> Iterator[str]:
    """The ``__init__.py`` files of the packages that a module is in."""
    directory = parent_of(path)
    while directory:
        init = f"{directory}/__init__.py"
        if not project.tree.exists(init):
            return
        if init != path:
            yield init
        directory = parent_of(directory)


def is_script(project: Project, path: str) -> bool:
    """Whether a file may be run by itself: it has ``if __name__ == "__main__":``."""
    if path.endswith("__init__.py") or b"__main__" not in project.tree.read(path):
        return False
    syntax = project.syntax(path)
    return syntax is not None and any(is_main_guard(each) for each in syntax.module.body)


def _path(found: Object | None) -> str | None:
    return found.path if isinstance(found, ModuleObject) else None
