"""Expressions as small nested tuples; see :data:`flask_modernize.facts.record.Sketch`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flask_modernize.facts.record import OTHER, Sketch

DEPTH = 4
MAX_ITEMS = 200
MAX_TEXT = 4_000
_PLAIN = (str, bytes, int, float, bool, type(None), type(...))


def dotted_name(node: ast.expr) -> str | None:
    """``a.b.c`` for a chain of attributes on a name, else None."""
    parts: list[str] = []
    while node.__class__ is ast.Attribute:
        parts.append(node.attr)
        node = node.value
    if node.__class__ is not ast.Name:
        return None
    parts.append(node.id)
    parts.reverse()
    return ".".join(parts)


def sketch(node: ast.expr, depth: int = DEPTH) -> Sketch:
    """The sketch of an expression, cut ``depth`` levels down."""
    made = _MAKERS.get(node.__class__)
    if made is None or (depth <= 0 and node.__class__ not in _LEAVES):
        return OTHER
    return made(node, depth)


def _constant(node: ast.Constant, depth: int) -> Sketch:
    value = node.value
    if not isinstance(value, _PLAIN) or (isinstance(value, (str, bytes)) and len(value) > MAX_TEXT):
        return OTHER
    return ("const", value)


def _name(node: ast.Name, depth: int) -> Sketch:
    return ("name", node.id)


def _attribute(node: ast.Attribute, depth: int) -> Sketch:
    name = dotted_name(node)
    if name is not None:
        return ("name", name)
    if depth <= 0:
        return OTHER
    return ("attr", sketch(node.value, depth - 1), node.attr)


def _call(node: ast.Call, depth: int) -> Sketch:
    # A chain of calls is cut by its links, so the callee of a call is not a level of its own when it is a plain name.
    function = sketch(node.func, depth - 1)
    arguments = _items(node.args, depth)
    keywords = tuple([(each.arg, sketch(each.value, depth - 1)) for each in node.keywords])
    return ("call", function, arguments if arguments is not None else (OTHER,), keywords)


def _items(nodes: list[ast.expr], depth: int) -> tuple[Sketch, ...] | None:
    if len(nodes) > MAX_ITEMS:
        return None
    return tuple([sketch(each, depth - 1) for each in nodes])


def _tuple(node: ast.Tuple, depth: int) -> Sketch:
    items = _items(node.elts, depth)
    return OTHER if items is None else ("tuple", items)


def _list(node: ast.List, depth: int) -> Sketch:
    items = _items(node.elts, depth)
    return OTHER if items is None else ("list", items)


def _set(node: ast.Set, depth: int) -> Sketch:
    items = _items(node.elts, depth)
    return OTHER if items is None else ("set", items)


def _dict(node: ast.Dict, depth: int) -> Sketch:
    if len(node.keys) > MAX_ITEMS:
        return OTHER
    pairs = zip(node.keys, node.values, strict=True)
    return ("dict", tuple([(key and sketch(key, depth - 1), sketch(value, depth - 1)) for key, value in pairs]))


def _lambda(node: ast.Lambda, depth: int) -> Sketch:
    return ("lambda", sketch(node.body, depth - 1))


def _subscript(node: ast.Subscript, depth: int) -> Sketch:
    return ("subscript", sketch(node.value, depth - 1), sketch(node.slice, depth - 1))


def _starred(node: ast.Starred, depth: int) -> Sketch:
    return ("star", sketch(node.value, depth - 1))


def _unary(node: ast.UnaryOp, depth: int) -> Sketch:
    value = node.operand.value if isinstance(node.operand, ast.Constant) else None
    if isinstance(node.op, ast.USub) and isinstance(value, (int, float)) and not isinstance(value, bool):
        return ("const", -value)
    return OTHER


_LEAVES = frozenset({ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp})
_MAKERS: dict[type, Callable[[Any, int], Sketch]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Lambda: _lambda,
    ast.Subscript: _subscript,
    ast.Starred: _starred,
    ast.UnaryOp: _unary,
}
