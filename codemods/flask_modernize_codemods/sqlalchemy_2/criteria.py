"""Plain strings as conditions and orders, statements changed in place, empty ``and_()``, ``in_(subquery)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import IDENTITY, IN_PLACE
from flask_modernize_codemods.sqlalchemy_2.places import (
    QUERY,
    SELECT,
    TEXT,
    calls_of,
    method_calls,
    name_of,
    shifted,
    text_of,
)

_CONDITIONS = frozenset({"filter", "where", "having"})
_ORDERS = frozenset({"order_by", "group_by"})
_NAME = re.compile(r"\w+")
_GENERATIVE = {
    "append_whereclause": "where",
    "append_having": "having",
    "append_order_by": "order_by",
    "append_group_by": "group_by",
    "append_from": "select_from",
    "append_column": "add_columns",
    "append_correlation": "correlate",
    "append_prefix": "prefix_with",
}


def criteria(file: File) -> Iterator[Match | Finding]:
    """Everything of these kinds in a file."""
    yield from _texts(file)
    yield from _columns(file)
    yield from _changes_in_place(file)
    yield from _empty_conjunctions(file)
    yield from _subqueries(file)
    yield from _identities(file)


def _texts(file: File) -> Iterator[Match | Finding]:
    for call, function in method_calls(file, *_CONDITIONS, *_ORDERS):
        texts = [each for each in call.args if _needs_text(file, function.attr, each)]
        if texts and file.classes(function.value) & {QUERY, SELECT}:
            for each in texts:
                yield _text(file, each)


def _needs_text(file: File, method: str, node: ast.expr) -> bool:
    """Whether a string is more than the name of a column, which an order may still be."""
    written = text_of(node)
    if method in _CONDITIONS:
        return written is not None or TEXT in file.classes(node)
    return written is not None and bool(_NAME.sub("", written.replace("{}", "")))


def _columns(file: File) -> Iterator[Match | Finding]:
    """``select(["a"])``."""
    for call in calls_of(file, "sqlalchemy.select"):
        if call.args and isinstance(call.args[0], ast.List):
            for each in call.args[0].elts:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield _text(file, each)


def _text(file: File, node: ast.expr) -> Match | Finding:
    given = name_of(file, node, "sqlalchemy.text")
    if isinstance(given, Finding):
        return given
    name, needs = given
    replacement = Replacement(*file.span(node), (f"{name}(", *shifted(file, node, " " * (len(name) + 1)), ")"))
    return Match("sa-string-order-by-where", "text is declared as such", node, (replacement,), needs)


def _changes_in_place(file: File) -> Iterator[Match | Finding]:
    """``statement.append_whereclause(x)`` becomes ``statement = statement.where(x)``."""
    for call, function in method_calls(file, *_GENERATIVE):
        if SELECT not in file.classes(function.value):
            continue
        method = _GENERATIVE[function.attr]
        statement = file.syntax.scopes.parent(call)
        if not isinstance(function.value, ast.Name) or not isinstance(statement, ast.Expr) or _is_given(file, function):
            message = f"`{file.text(function)}()` is gone: statements are not changed in place any more"
            advice = f"Take what `{method}()` returns, and hand it on to everybody who uses the statement."
            yield file.finding(call, IN_PLACE, message, advice)
            continue
        start, end = file.span(statement)[0], file.span(function)[1]
        assigned = Replacement(start, start, (f"{function.value.id} = ",))
        renamed = Replacement(end - len(function.attr), end, (method,))
        yield Match("sa-select-append", "statements are made anew", call, (assigned, renamed))


def _is_given(file: File, function: ast.Attribute) -> bool:
    """Whether the name is a parameter, or of another scope: its change would be seen elsewhere."""
    assert isinstance(function.value, ast.Name)
    scope = file.scope(function.value)
    bindings = scope.bindings.get(function.value.id, ())
    return not bindings or any(each.kind != "assign" for each in bindings)


def _empty_conjunctions(file: File) -> Iterator[Match]:
    """``and_(*conditions)``, which may be empty."""
    for call in calls_of(file, "sqlalchemy.and_"):
        if call.keywords or len(call.args) != 1 or not isinstance(call.args[0], ast.Starred):
            continue
        value = call.args[0].value
        if isinstance(value, ast.List | ast.Tuple) and value.elts:
            continue
        start = file.span(call.args[0])[0]
        yield Match("sa-and-empty", "no condition at all is true", call, (Replacement(start, start, ("True, ",)),))


def _subqueries(file: File) -> Iterator[Match]:
    """``column.in_(query.subquery())``."""
    for call, _ in method_calls(file, "in_", "notin_", "not_in"):
        if len(call.args) != 1 or call.keywords:
            continue
        made = _made_by_subquery(file, call.args[0])
        if made is not None:
            inner = file.span(made.func.value)  # type: ignore[attr-defined]
            replacement = Replacement(inner[1], file.span(made)[1], ())
            yield Match("sa-in-subquery", "in_() takes the query itself", made, (replacement,))


def _made_by_subquery(file: File, node: ast.expr) -> ast.Call | None:
    """``query.subquery()``, written here or given to a name that is used for nothing but ``in_()``."""
    if isinstance(node, ast.Name):
        scope = file.scope(node).lookup(node.id)
        bindings = scope.bindings.get(node.id, ()) if scope is not None and scope.parent is not None else ()
        if len(bindings) != 1 or bindings[0].value is None or not _only_in(file, node):
            return None
        node = bindings[0].value
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "subquery"
    if not is_call or not isinstance(node, ast.Call) or node.args or node.keywords:
        return None
    assert isinstance(node.func, ast.Attribute)
    return node if file.classes(node.func.value) & {QUERY, SELECT} else None


def _only_in(file: File, node: ast.Name) -> bool:
    """Whether every use of the name is an argument of ``in_()``."""
    scope = file.scope(node).lookup(node.id)
    for each in file.syntax.scopes.nodes():
        if not isinstance(each, ast.Name) or each.id != node.id or not isinstance(each.ctx, ast.Load):
            continue
        if file.scope(each).lookup(each.id) is not scope:
            continue
        call = file.syntax.scopes.parent(each)
        taken = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and each in call.args
        if not taken or call.func.attr not in ("in_", "notin_", "not_in"):  # type: ignore[union-attr]
            return False
    return True


def _identities(file: File) -> Iterator[Finding]:
    """``Model.active is True``: Python says False, whatever the column holds."""
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Is | ast.IsNot):
            continue
        constant = node.comparators[0]
        if not isinstance(constant, ast.Constant) or not isinstance(node.left, ast.Attribute):
            continue
        if "sqlalchemy.orm.InstrumentedAttribute" in file.classes(node.left):
            method = "is_" if isinstance(node.ops[0], ast.Is) else "is_not"
            message = f"`{file.text(node)}` is told by Python, and is always {isinstance(node.ops[0], ast.IsNot)}"
            advice = f"Write {file.text(node.left)}.{method}({file.text(constant)}) if the column is meant."
            yield file.finding(node, IDENTITY, message, advice)


_WORDS = [*_CONDITIONS, *_ORDERS, *_GENERATIVE, "select", "and_", "in_", "notin_", "not_in", "is"]
CRITERIA = Matcher(frozenset(each.encode() for each in _WORDS), criteria)
