"""``/`` between integers, which cuts off the fraction on Python 2 only."""

from __future__ import annotations

import ast

from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.value_kinds import INT, kind_of

_COUNTS = ("total", "count", "per_page", "page", "pages", "limit", "offset", "num", "size")
_WANTING_INTEGERS = frozenset({"range", "xrange", "int"})


def answers(file: LegacyFile) -> Answers:
    """A group for each division of integers in a file of Python 2; a finding where one may be and it matters."""
    if not file.python2 or _is_true_division(file):
        return
    for node in file.nodes():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield from _division(file, node, node.left, node.right)
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div) and isinstance(node.target, ast.Name):
            yield from _division(
                file, node, ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target), node.value
            )


def _is_true_division(file: LegacyFile) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "division" for alias in node.names)
        for node in file.syntax.module.body
    )


def _division(file: LegacyFile, node: ast.BinOp | ast.AugAssign, left: ast.expr, right: ast.expr) -> Answers:
    first = None if isinstance(node, ast.AugAssign) else kind_of(file, left)
    second = kind_of(file, right)
    if first == second == INT:
        start, end = (file.end(left), file.start(right))
        place = file.find("/", start, end)
        yield file.group("Divide integers with //", node, [file.replace(place, place + 1, "//")])
    elif {first, second} <= {INT, None} and (_is_count(left) or _is_count(right) or _wants_integer(file, node)):
        yield file.finding(
            node, "P-DIVISION", f"{file.text(node)} cuts off the fraction on Python 2 if both are integers."
        )


def _is_count(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return any(part in _COUNTS for part in name.lower().split("_")) or name.lower() in _COUNTS


def _wants_integer(file: LegacyFile, node: ast.AST) -> bool:
    """Whether the quotient is an index, a slice's bound or the argument of range()."""
    child = node
    for parent in file.syntax.scopes.ancestors(node):
        if isinstance(parent, ast.Slice) or (isinstance(parent, ast.Subscript) and parent.slice is child):
            return True
        if isinstance(parent, ast.Call):
            return isinstance(parent.func, ast.Name) and parent.func.id in _WANTING_INTEGERS
        if not isinstance(parent, ast.BinOp):
            return False
        child = parent
    return False


CODEMOD = Codemod((b"/",), answers)
