"""``form.errors[None]``: errors of the form as a whole are found under an empty name today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "wtforms-form-errors-key"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        key = _key(node)
        if key is not None and isinstance(key[1], ast.Constant) and key[1].value is None and _is_errors(file, key[0]):
            yield Match(ROW, 'errors of the form are under ""', key[1], (Replacement(*file.span(key[1]), ('""',)),))


def _key(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """The dictionary and the key of ``errors[key]``, ``errors.get(key)`` and ``key in errors``."""
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop"):
        return (node.func.value, node.args[0]) if node.args else None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return node.comparators[0], node.left
    return None


def _is_errors(file: File, node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr != "errors":
        return False
    return "wtforms.Form" in file.classes(node.value)


MATCHER = Matcher(frozenset({b"errors"}), _find)
