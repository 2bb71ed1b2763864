"""Whether an imported name is still used when some code has gone."""

from __future__ import annotations

import ast
from collections.abc import Container
from typing import TYPE_CHECKING

from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def is_used(project: Project, syntax: Syntax, name: str, gone: Container[int]) -> bool:
    """Whether the module uses ``name`` outside of the nodes with these ids, or another file takes it from there."""
    if name in (syntax.facts.exports or ()):
        return True
    for node in syntax.scopes.nodes():
        if isinstance(node, ast.Name) and node.id == name and id(node) not in gone:
            return True
    return any(_takes(project, path, syntax.path, name) for path in project.files_with(name.encode()))


def _takes(project: Project, path: str, module: str, name: str) -> bool:
    syntax = project.syntax(path) if path != module else None
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if not isinstance(node, ast.ImportFrom) or all(alias.name not in (name, "*") for alias in node.names):
            continue
        if project.imported(path, node.module, None, node.level) == ModuleObject(module):
            return True
    return False
