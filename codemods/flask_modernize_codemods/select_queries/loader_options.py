"""Options that say how related objects are loaded: ``joinedload(User.posts)``, and strings in place of attributes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.statement import Statement

if TYPE_CHECKING:
    from flask_modernize_codemods.select_queries.expressions import Expressions

_HARMLESS_LOADERS = frozenset(
    {"selectinload", "subqueryload", "lazyload", "load_only", "defer", "undefer", "noload", "raiseload", "options"}
)


def loader(context: Expressions, node: ast.expr) -> str:
    """``joinedload``, ``selectinload`` ...: the innermost call of a loader option, or empty."""
    names = []
    while isinstance(node, ast.Call):
        name = context.sql_name(node.func)
        if name:
            names.append(name)
            break
        if not isinstance(node.func, ast.Attribute):
            return ""
        names.append(node.func.attr)
        node = node.func.value
    risky = [name for name in names if name not in _HARMLESS_LOADERS]
    return risky[0] if risky else (names[-1] if names else "")


def string_loader(context: Expressions, node: ast.expr) -> bool:
    """``joinedload("posts")``: gone in 2.0."""
    return any(
        isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value != "*"
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and (context.sql_name(call.func) or isinstance(call.func, ast.Attribute))
        for argument in call.args
    )


def loader_text(context: Expressions, statement: Statement, node: ast.expr) -> str | None:
    """A loader option with its strings as attributes: ``joinedload("posts")`` of a query on User is
    ``joinedload(User.posts)``. None when a name is not a relationship of the model or the form is another."""
    if not string_loader(context, node):
        return context.source(node)
    entity = statement.entity
    if not isinstance(node, ast.Call) or entity is None or entity.cls is None or len(node.args) != 1 or node.keywords:
        return None
    argument = node.args[0]
    if not context.sql_name(node.func) or not isinstance(argument, ast.Constant):
        return None
    if not isinstance(argument.value, str):
        return None
    known = context.known(entity.cls)
    if argument.value not in known.relationships and argument.value not in known.columns:
        return None
    return f"{context.source(node.func)}({entity.text}.{argument.value})"
