"""Which statements of a module of settings can stand in the body of a class, and which imports go above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.objects import External
from flask_modernize_codemods.config_classes.movable import shares_lines

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def goes_above(project: Project, syntax: Syntax, statement: ast.stmt) -> bool:
    """Whether it is an import between settings, of what is not the project's own: it may as well run before them."""
    if not isinstance(statement, ast.Import | ast.ImportFrom) or shares_lines(syntax, statement):
        return False
    if any(each.name == "*" for each in statement.names):
        return False
    if isinstance(statement, ast.ImportFrom):
        modules = [(statement.module, statement.level)]
    else:
        modules = [(each.name, 0) for each in statement.names]
    if not all(isinstance(project.imported(syntax.path, name, None, level), External) for name, level in modules):
        return False
    bindings = syntax.scopes.module_scope.bindings
    return all(len(bindings.get(name, ())) == 1 for name in bound_names(statement))


def bound_names(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives a value to, in blocks below it, too."""
    if isinstance(statement, ast.Assign):
        yield from (each.id for each in statement.targets if isinstance(each, ast.Name))
    elif isinstance(statement, ast.AugAssign | ast.For) and isinstance(statement.target, ast.Name):
        yield statement.target.id
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name.partition(".")[0] for each in statement.names)
    for each in _below(statement):
        yield from bound_names(each)


def _below(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements of the blocks of a compound statement."""
    if isinstance(statement, ast.If | ast.Try | ast.For):
        yield from (*statement.body, *statement.orelse)
    if isinstance(statement, ast.Try):
        yield from (each for handler in statement.handlers for each in handler.body)
        yield from statement.finalbody


def is_plain(statement: ast.stmt, *, inside: bool = False) -> bool:
    """Whether a class body can hold it as it is; ``inside``: it stands in a block of one that can."""
    if isinstance(statement, ast.If | ast.Try):
        return all(is_plain(each, inside=True) for each in _below(statement))
    if isinstance(statement, ast.For):
        return isinstance(statement.target, ast.Name) and all(is_plain(each, inside=True) for each in _below(statement))
    if isinstance(statement, ast.Assign):
        return all(isinstance(each, ast.Name | ast.Subscript) for each in statement.targets)
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return inside and all(each.name != "*" and "os" not in (each.name, each.asname) for each in statement.names)
    return isinstance(statement, ast.AugAssign | ast.Pass | ast.Expr)


def looks_around(statement: ast.stmt) -> bool:
    """Whether it asks for the names of the module, which a class body would answer otherwise."""
    asking = ("globals", "locals", "vars", "dir", "__name__", "__doc__")
    return any(isinstance(node, ast.Name) and node.id in asking for node in ast.walk(statement))


def has_own_scope(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a comprehension or lambda uses one of the names, which it would not see in a class body."""
    scopes = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
    return any(
        isinstance(inner, ast.Name) and inner.id in names
        for node in ast.walk(statement)
        if isinstance(node, scopes)
        for inner in ast.walk(node)
    )
