"""Where a program changes its own environment: ``load_dotenv()``, ``os.environ["X"] = ...``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import ModuleObject
from flask_modernize_codemods.config_classes.imported import files_imported_by
from flask_modernize_codemods.config_classes.program_order import run_at_import

if TYPE_CHECKING:
    from flask_modernize.project import Project

_LOADERS = ("load_dotenv", "read_dotenv", "read_env", "load_environment", "putenv", "unsetenv")
_CHANGING = ("update", "setdefault", "pop", "popitem", "clear")
_WORDS = (b"dotenv", b"environ", b"read_env", b"putenv")


class Environment:
    """Answers for the module at ``path`` and what it imports."""

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = path
        self._files: dict[str, bool] = {}

    def changed_by(self, statement: ast.stmt) -> bool:
        """Whether running a module-level statement of the module may change the environment."""
        return self._changes(self._path, statement, frozenset((self._path,)))

    def _changes(self, path: str, statement: ast.stmt, seen: frozenset[str]) -> bool:
        for node, parent in run_at_import(statement):
            if isinstance(node, ast.Import | ast.ImportFrom):
                if any(self._file_changes(each, seen) for each in self._targets(path, node)):
                    return True
            elif _is_change(node, parent):
                return True
        return False

    def _targets(self, path: str, statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                found = [self._project.imported(path, alias.name, None, 0)]
            else:
                module = statement.module
                found = [self._project.imported(path, module, name, statement.level) for name in (None, alias.name)]
            yield from (each.path for each in found if isinstance(each, ModuleObject) and each.path.endswith(".py"))

    def _file_changes(self, path: str, seen: frozenset[str]) -> bool:
        """Whether importing a file, with all that it imports, may change the environment."""
        if path in seen:
            return False
        if path not in self._files:
            self._files[path] = False  # a circle ends here
            data = self._project.tree.read(path)
            syntax = self._project.syntax(path) if any(word in data for word in _WORDS) else None
            own = syntax is not None and any(
                self._changes(path, statement, seen | {path}) for statement in syntax.module.body
            )
            seen = seen | {path}
            self._files[path] = own or any(
                self._file_changes(each, seen) for each in files_imported_by(self._project, path)
            )
        return self._files[path]


def _is_change(node: ast.AST, parent: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = dotted_name(node.func) or ""
        last = name.rpartition(".")[2]
        return last in _LOADERS or (last in _CHANGING and name.removesuffix("." + last).endswith("environ"))
    return (
        isinstance(node, ast.Subscript)
        and not isinstance(node.ctx, ast.Load)
        and (dotted_name(node.value) or "").endswith("environ")
    )
