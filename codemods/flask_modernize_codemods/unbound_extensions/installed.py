"""Extension classes that are not in the table, read in the packages that are installed; nothing is imported."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from flask_modernize_codemods.unbound_extensions.constructors import row_by_constructor
from flask_modernize_codemods.unbound_extensions.extensions_table import Extension

_MAX_STEPS = 8


def installed_row(directory: str, cls: str) -> Extension | None:
    """A row for the class of that full name below ``directory``, if its source shows how it is bound."""
    found = _class(directory, cls)
    return row_by_constructor(found, cls) if found is not None else None


def _class(directory: str, cls: str) -> ast.ClassDef | None:
    """The class statement, through the imports of the packages themselves."""
    module, _, name = cls.rpartition(".")
    for _ in range(_MAX_STEPS):
        tree, is_package = _module(directory, module)
        if tree is None:
            return None
        for statement in _statements(tree):
            if isinstance(statement, ast.ClassDef) and statement.name == name:
                return statement
        step = _imported(tree, module, name, is_package)
        if step is None:
            return None
        module, name = step
    return None


def _module(directory: str, module: str) -> tuple[ast.Module | None, bool]:
    base = os.path.join(directory, *module.split("."))
    for path, is_package in ((os.path.join(base, "__init__.py"), True), (f"{base}.py", False)):
        try:
            with open(path, "rb") as file:
                return ast.parse(file.read()), is_package
        except (OSError, SyntaxError, ValueError, RecursionError):
            continue
    return None, False


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Module-level statements, those under ``if`` and ``try`` included."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop(0)
        yield statement
        if isinstance(statement, ast.If | ast.Try):
            waiting = [*statement.body, *statement.orelse, *waiting]


def _imported(tree: ast.Module, module: str, name: str, is_package: bool) -> tuple[str, str] | None:
    for statement in _statements(tree):
        if not isinstance(statement, ast.ImportFrom):
            continue
        for alias in statement.names:
            if (alias.asname or alias.name) == name:
                return _absolute(statement, module, is_package), alias.name
    return None


def _absolute(statement: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not statement.level:
        return statement.module or ""
    parts = module.split(".")
    kept = len(parts) - statement.level + int(is_package)
    return ".".join([*parts[:kept], *([statement.module] if statement.module else [])])
