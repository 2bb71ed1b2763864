"""What the conditions of ``if`` statements say when a module is imported."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from flask_modernize.facts.sketch import dotted_name

_OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FALSE = frozenset({"TYPE_CHECKING", "PY2"})
_PYTHON = (3, 11)


def holds_on_import(test: ast.expr) -> bool | None:
    """Whether a condition is true while a module is imported by Python 3; None where that cannot be told.

    ``__name__ == "__main__"``, ``TYPE_CHECKING``, ``PY2``, ``sys.version_info`` and constants can.
    """
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = holds_on_import(test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        return _combined(test)
    name = (dotted_name(test) or "").rpartition(".")[2]
    if name in _FALSE:
        return False
    if name == "PY3":
        return True
    return _comparison(test) if isinstance(test, ast.Compare) and len(test.ops) == 1 else None


def is_main_guard(node: ast.AST) -> bool:
    """Whether a node is ``if __name__ == "__main__":``, perhaps with more conditions."""
    if not isinstance(node, ast.If):
        return False
    tests = node.test.values if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And) else [node.test]
    return any(_is_main(each) for each in tests)


def _is_main(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(each, ast.Name) and each.id == "__name__" for each in sides) and any(
        isinstance(each, ast.Constant) and each.value == "__main__" for each in sides
    )


def _combined(test: ast.BoolOp) -> bool | None:
    values = [holds_on_import(each) for each in test.values]
    decisive = isinstance(test.op, ast.Or)
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _comparison(test: ast.Compare) -> bool | None:
    if _is_main(test):
        return False
    left, right = _version(test.left), _literal(test.comparators[0])
    compare = _OPERATORS.get(test.ops[0].__class__)
    if left is None or compare is None or isinstance(left, tuple) is not isinstance(right, tuple):
        return None
    return compare(left, right) if isinstance(right, tuple | int) else None


def _version(node: ast.expr) -> tuple[int, ...] | int | None:
    """``sys.version_info``, its first item or a slice from its start."""
    dotted = dotted_name(node.value if isinstance(node, ast.Subscript) else node)
    if dotted == "sys.version_info.major":
        return _PYTHON[0]
    if dotted != "sys.version_info":
        return None
    if not isinstance(node, ast.Subscript):
        return _PYTHON
    if isinstance(node.slice, ast.Slice):
        upper = node.slice.upper.value if isinstance(node.slice.upper, ast.Constant) else None
        return _PYTHON[:upper] if node.slice.lower is None and isinstance(upper, int) else None
    return _PYTHON[0] if isinstance(node.slice, ast.Constant) and node.slice.value == 0 else None


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None
