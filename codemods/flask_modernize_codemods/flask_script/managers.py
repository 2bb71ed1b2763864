"""The managers of Flask-Script in a project, and what is done with them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_names
from flask_modernize.project.objects import Variable
from flask_modernize.project.references import references

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

MANAGER = "flask_script.Manager"


@dataclass(frozen=True, slots=True, eq=False)
class Creation:
    """``manager = Manager(...)``; ``variable`` is None where it is not one name of a module."""

    path: str
    statement: ast.stmt
    call: ast.Call
    variable: Variable | None


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A place that names a manager (but for imports); ``member`` is what is taken of it."""

    path: str
    syntax: Syntax
    node: ast.Name | ast.Attribute
    member: ast.Attribute | None


def creations(project: Project) -> Iterator[Creation]:
    """Every place that creates a manager."""
    for path in project.files_with(b"Manager"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Call) or syntax is None:
                continue
            if MANAGER in library_names(project, path, node.func, syntax.scopes.scope_of(node)):
                statement = syntax.scopes.statement_of(node)
                yield Creation(path, statement, node, _variable(project, syntax, statement, node))


def _variable(project: Project, syntax: Syntax, statement: ast.stmt, call: ast.Call) -> Variable | None:
    if not isinstance(statement, ast.Assign) or statement.value is not call or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Name) or syntax.scopes.scope_of(statement).kind != "module":
        return None
    obj = project.resolve(syntax.path, target.id, syntax.scopes.module_scope)
    return obj if isinstance(obj, Variable) else None


def uses(project: Project, variable: Variable) -> Iterator[Use]:
    """Every place that names a manager and is no import."""
    for each in references(project, variable):
        if each.kind == "read" and not isinstance(each.node, ast.alias):
            parent = each.syntax.scopes.parent(each.node)
            member = parent if isinstance(parent, ast.Attribute) and parent.value is each.node else None
            yield Use(each.path, each.syntax, each.node, member)
