"""Whose a member can be at all: whether the project has one of that name itself, or uses a library that has."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered_about

if TYPE_CHECKING:
    from flask_modernize.project import Project


@remembered_about
def defines(project: Project, name: str) -> bool:
    """Whether some class or function of the project has a member of that name."""
    for path in project.files_with(f"def {name}".encode()):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return True
    return False


@remembered_about
def imports(project: Project, package: str) -> bool:
    """Whether some file imports a package, by its name of today or under ``flask.ext``."""
    names = package if not package.startswith("flask_") else f"{package}|flask\\.ext\\.{package[6:]}"
    statement = re.compile(rf"^[ \t]*(?:from|import)[ \t]+(?:{names})\b".encode(), re.MULTILINE)
    files = project.files_with(package.removeprefix("flask_").encode())
    return any(statement.search(project.tree.read(path)) for path in files)
