"""Error handlers that are put into the application's tables by hand, and codes that no exception has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from http import HTTPStatus

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ASSIGNED, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines

TABLES = {
    "flask.Flask.error_handlers": "flask-error-handlers-dict",
    "flask.Flask.error_handler_spec": "flask-error-handler-spec",
}
_HANDLING = frozenset({"flask.Scaffold.errorhandler", "flask.Scaffold.register_error_handler"})
_NO_EXCEPTION = frozenset({402, 421, 425, 507, 508, 510, 511, 506})
"""Codes that have a name, but no exception of Werkzeug."""


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr in ("error_handlers", "error_handler_spec"):
            row = next((TABLES[name] for name in sorted(file.names(node)) if name in TABLES), "")
            if row:
                yield _registered(file, node, row)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            code = node.args[0].value
            if isinstance(code, int) and not _has_exception(code) and file.means(node.func, *_HANDLING):
                message = f"`{file.text(node)}`: there is no exception with the code {code}, which Flask refuses today"
                yield file.finding(node, REMOVED, message, "Handle a subclass of HTTPException that has the code.")


def _has_exception(code: int) -> bool:
    return code in {each.value for each in HTTPStatus if each >= 300} - _NO_EXCEPTION


def _registered(file: File, node: ast.Attribute, row: str) -> Match | Finding:
    """``app.error_handlers[404] = f`` as a call."""
    statement = file.syntax.scopes.statement_of(node)
    keys = _keys(file, node)
    if (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and statement.targets[0] is keys[-1][0]
        and has_own_lines(file, statement)
    ):
        wanted = keys[1:] if node.attr == "error_handlers" else _of_application(keys)
        if len(wanted) == 1:
            parts = (file.span(node.value), ".register_error_handler(", file.span(wanted[0][1]))
            parts += (", ", file.span(statement.value), ")")  # type: ignore[assignment]
            return Match(row, "error handlers are registered", node, (Replacement(*file.span(statement), parts),))
    message = f"`{file.text(node)}` is arranged otherwise today: by blueprint, code and class of exception"
    return file.finding(node, ASSIGNED, message, "Register handlers with `register_error_handler(code, function)`.")


def _keys(file: File, node: ast.Attribute) -> list[tuple[ast.expr, ast.expr]]:
    """The subscripts around an attribute, innermost first, each with its index; the attribute itself leads."""
    found: list[tuple[ast.expr, ast.expr]] = [(node, node)]
    parent = file.syntax.scopes.parent(node)
    while isinstance(parent, ast.Subscript) and parent.value is found[-1][0]:
        found.append((parent, parent.slice))
        parent = file.syntax.scopes.parent(parent)
    return found


def _of_application(keys: list[tuple[ast.expr, ast.expr]]) -> list[tuple[ast.expr, ast.expr]]:
    """The last of ``[None][404]``; nothing for handlers of a blueprint, or without a code."""
    first = keys[1][1] if len(keys) == 3 else None
    return keys[2:] if isinstance(first, ast.Constant) and first.value is None else []


MATCHER = Matcher(
    frozenset({b"error_handlers", b"error_handler_spec", b"errorhandler", b"register_error_handler"}), _find
)
