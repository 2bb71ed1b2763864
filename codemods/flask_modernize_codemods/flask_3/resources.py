"""``app.open_resource("schema.sql", "r").read().decode()``: what is opened as text is text already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "flask-open-resource-text"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "decode":
            read = node.func.value
            if (
                isinstance(read, ast.Call)
                and isinstance(read.func, ast.Attribute)
                and read.func.attr == "read"
                and _is_text(file, read.func.value)
            ):
                replacement = Replacement(file.span(read)[1], file.span(node)[1], ())
                yield Match(ROW, "the resource is text already", node, (replacement,))


def _is_text(file: File, resource: ast.expr) -> bool:
    """Whether the expression is a resource that is opened with the mode ``r`` or ``rt``."""
    opened: ast.expr | None = resource
    if isinstance(resource, ast.Name):
        owner = file.scope(resource).lookup(resource.id)
        bindings = owner.bindings.get(resource.id, []) if owner is not None else []
        opened = _entered(file, bindings[0].node, resource.id) if len(bindings) == 1 else None
        opened = opened or (bindings[0].value if len(bindings) == 1 else None)
    if not isinstance(opened, ast.Call) or not file.means(opened.func, "flask.Scaffold.open_resource"):
        return False
    mode = next((each.value for each in opened.keywords if each.arg == "mode"), None)
    mode = opened.args[1] if len(opened.args) > 1 else mode
    return isinstance(mode, ast.Constant) and mode.value in ("r", "rt")


def _entered(file: File, binding: ast.AST, name: str) -> ast.expr | None:
    """What ``with`` gives the name."""
    for each in (binding, *file.syntax.scopes.ancestors(binding)):
        if isinstance(each, ast.With):
            for item in each.items:
                if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name:
                    return item.context_expr
    return None


MATCHER = Matcher(frozenset({b"open_resource"}), _find)
