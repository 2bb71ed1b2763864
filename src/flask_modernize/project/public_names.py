"""Names of a module that other files may take from it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


def is_public(project: Project, syntax: Syntax, name: str) -> bool:
    """Whether another file imports the name from this one, or the file says that it offers it."""
    path = syntax.path
    if name in (syntax.facts.exports or ()):
        return True
    directory, _, file = path.rpartition("/")
    stem = directory.rpartition("/")[2] if file == "__init__.py" else file.removesuffix(".py")
    imports_from = re.compile(rb"from\s+(?:[\w.]*\b" + re.escape(stem.encode()) + rb"|\.+)\s+import\b")
    for other in project.files_with(name.encode()):
        if other == path or not imports_from.search(project.content(other)):
            continue
        others = project.syntax(other)
        for node in others.scopes.nodes() if others is not None else ():
            if not isinstance(node, ast.ImportFrom) or not any(alias.name == name for alias in node.names):
                continue
            owner = project.imported(other, node.module, None, node.level)
            if isinstance(owner, ModuleObject) and owner.path == path:
                return True
    return False
