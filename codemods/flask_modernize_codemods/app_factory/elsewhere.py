"""Every place that names a module-level variable of a module, also one that is only another name for something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project import ModuleObject, Variable
from flask_modernize.project.references import Reference, references

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


def references_by_name(project: Project, path: str, name: str) -> tuple[Reference, ...]:
    """By path and position. What is imported under another name, and names behind stars, are found as far as
    :func:`references` finds them.
    """
    found = {each.node: each for each in references(project, Variable(path, name))}
    for other in project.files_with(name.encode()):
        syntax = project.syntax(other)
        if syntax is not None and other != path:
            for reference in _imported(project, syntax, path, name):
                found.setdefault(reference.node, reference)
    return tuple(sorted(found.values(), key=lambda each: (each.path, each.node.lineno, each.node.col_offset)))


def _imported(project: Project, syntax: Syntax, path: str, name: str) -> Iterator[Reference]:
    """The import of the name from the module, what reads it in the same file, and ``module.name``."""
    for node in syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == name:
            dotted = dotted_name(node.value)
            scope = syntax.scopes.scope_of(node)
            if dotted is not None and project.resolve(syntax.path, dotted, scope) == ModuleObject(path):
                yield _reference(syntax, node, _KINDS[type(node.ctx)], name)
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if alias.name != name:
                continue
            if project.imported(syntax.path, node.module, None, node.level) != ModuleObject(path):
                continue
            scope = syntax.scopes.scope_of(node)
            bound = alias.asname or alias.name
            yield _reference(syntax, alias, "import", bound)
            for other in syntax.scopes.nodes():
                if not isinstance(other, ast.Name) or other.id != bound:
                    continue
                if syntax.scopes.scope_of(other).lookup(bound) is scope:
                    yield _reference(syntax, other, _KINDS[type(other.ctx)], bound)


_KINDS: dict[type[ast.expr_context], str] = {ast.Load: "read", ast.Store: "write", ast.Del: "delete"}


def _reference(syntax: Syntax, node: ast.Name | ast.Attribute | ast.alias, kind: str, name: str) -> Reference:
    scope = syntax.scopes.scope_of(node)
    around = [scope]
    while around[-1].parent is not None:
        around.append(around[-1].parent)
    at_import_time = not any(each.kind in ("function", "lambda") for each in around)
    return Reference(syntax.path, node, kind, scope, at_import_time, syntax, name)
