"""Whom tokens are about: since PyJWT 2.10 that has to be text where a token is read, unless it is not asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_names
from flask_modernize.project.memory import remembered

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

OPTION = '"verify_sub": False'
"""Among the options of ``jwt.decode``; older versions take no notice of it."""


@remembered
def has_other_subjects(project: Project) -> bool:
    """Whether the project signs tokens about something that may be no text, like the number of a user."""
    for path in project.files_with(b"jwt"):
        syntax = project.syntax(path)
        functions = _signing(project, syntax) if syntax is not None and b"sub" in syntax.source.data else []
        if any(not _is_text(each) for function in functions for each in _subjects(function)):
            return True
    return False


def _signing(project: Project, syntax: Syntax) -> list[ast.AST]:
    """The functions, or the module, that call ``jwt.encode``."""
    scopes = syntax.scopes
    calls = [
        node
        for node in scopes.nodes()
        if isinstance(node, ast.Call)
        and "jwt.encode" in library_names(project, syntax.path, node.func, scopes.scope_of(node))
    ]
    return [scopes.enclosing_function(call) or syntax.module for call in calls]


def _subjects(function: ast.AST) -> Iterator[ast.expr]:
    """What stands under ``"sub"`` in dictionaries."""
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "sub")
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                index = target.slice if isinstance(target, ast.Subscript) else None
                if isinstance(index, ast.Constant) and index.value == "sub":
                    yield node.value


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(node, ast.JoinedStr) or (isinstance(called, ast.Name) and called.id == "str")
