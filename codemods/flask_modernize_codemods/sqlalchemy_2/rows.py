"""Rows are tuples: what was read like a dictionary is read by attribute, or of ``row._mapping``."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.places import nodes

ROW = "sqlalchemy.engine.Row"
_ITERATING = frozenset(
    {"list", "tuple", "set", "sorted", "dict", "zip", "enumerate", "len", "any", "all", "max", "min"}
)
_METHODS = frozenset({"items", "keys", "values"})
_OWN = frozenset({*dir(()), "t", "tuple", "_mapping", "keys", "items", "values", "has_key"})
"""What a row has besides its columns."""


def rows(file: File) -> Iterator[Match]:
    """Every place where a row is used like a dictionary."""
    for subscript in nodes(file, ast.Subscript):
        if isinstance(subscript.ctx, ast.Load) and _is_key(file, subscript.slice) and _is_row(file, subscript.value):
            yield _item(file, subscript)
    for call in nodes(file, ast.Call):
        yield from _call(file, call)
    for compare in nodes(file, ast.Compare):
        if isinstance(compare.ops[0], ast.In | ast.NotIn) and _is_row(file, compare.comparators[0]):
            yield _mapping(file, compare.comparators[0])


def _is_row(file: File, node: ast.expr) -> bool:
    return ROW in file.classes(node)


def _is_key(file: File, node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return bool(file.classes(node) & {"builtins.str", "sqlalchemy.sql.ColumnElement"})


def _mapping(file: File, row: ast.expr) -> Match:
    end = file.span(row)[1]
    return Match("sa-row-mapping", "rows are tuples", row, (Replacement(end, end, ("._mapping",)),))


def _item(file: File, node: ast.Subscript) -> Match:
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if not isinstance(key, str) or not _is_attribute(key):
        return _mapping(file, node.value)
    start, end = file.span(node.value)[1], file.span(node)[1]
    return Match("sa-row-mapping", "rows are tuples", node, (Replacement(start, end, (f".{key}",)),))


def _is_attribute(key: str) -> bool:
    return key.isidentifier() and not keyword.iskeyword(key) and key not in _OWN and not key.startswith("_")


def _call(file: File, call: ast.Call) -> Iterator[Match]:
    function = call.func
    if isinstance(function, ast.Name) and function.id == "dict" and len(call.args) == 1 and _is_row(file, call.args[0]):
        found = _mapping(file, call.args[0])
        yield Match("sa-row-dict", found.title, call, found.replacements)
    for each in call.keywords:
        if each.arg is None and _is_row(file, each.value):
            yield _mapping(file, each.value)
    if not isinstance(function, ast.Attribute):
        return
    if function.attr in _METHODS and not call.args and _is_row(file, function.value):
        yield _method(file, call, function)
    elif function.attr == "has_key" and len(call.args) == 1 and _is_row(file, function.value):
        parts = (file.span(call.args[0]), " in ", file.span(function.value), "._mapping")
        yield Match("sa-row-mapping", "rows are tuples", call, (Replacement(*file.span(call), parts),))


def _method(file: File, call: ast.Call, function: ast.Attribute) -> Match:
    """``row.keys()`` was a list."""
    end = file.span(function.value)[1]
    inner = Replacement(end, end, ("._mapping",))
    parent = file.syntax.scopes.parent(call)
    passing = isinstance(parent, ast.For | ast.comprehension) or (
        isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id in _ITERATING
    )
    if passing or (isinstance(parent, ast.Compare) and call in parent.comparators):
        return Match("sa-row-mapping", "rows are tuples", call, (inner,))
    span = file.span(call)
    return Match("sa-row-mapping", "rows are tuples", call, (Replacement(*span, ("list(", span, ")")), inner))


ROWS = Matcher(frozenset({b"execute", b"fetchall", b"fetchone", b"first", b"fetchmany"}), rows)
