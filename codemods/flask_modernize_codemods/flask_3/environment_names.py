"""``app.env``, which Flask set from ``FLASK_ENV``: debug mode is what it stood for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines, without

_ADVICE = "Ask `app.debug`, or give the application a setting of its own, for instance `APP_ENV`."


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "env" and "flask.Flask" in file.classes(node.value):
            yield _of_attribute(file, node)


def _of_attribute(file: File, node: ast.Attribute) -> Match | Finding:
    row = "flask-app-env-attr"
    statement = file.syntax.scopes.statement_of(node)
    if isinstance(statement, ast.Assign) and statement.targets == [node]:
        if isinstance(statement.value, ast.Constant) and has_own_lines(file, statement):
            return Match(row, "app.env is gone", node, (without(file, statement),))
    elif isinstance(node.ctx, ast.Load):
        found = _compared(file, node, node.value, row)
        if found is not None:
            return found
    return file.finding(node, REMOVED, f"`{file.text(node)}` is gone; Flask knows no environments any more", _ADVICE)


def _compared(file: File, node: ast.expr, application: ast.expr, row: str) -> Match | None:
    """``env == "development"`` as ``app.debug``; None where it is used otherwise."""
    parent = file.syntax.scopes.parent(node)
    if not (isinstance(parent, ast.Compare) and parent.left is node and len(parent.ops) == 1):
        return None
    value = parent.comparators[0]
    if not (isinstance(value, ast.Constant) and value.value in ("development", "production")):
        return None
    if not isinstance(parent.ops[0], ast.Eq | ast.NotEq):
        return None
    debugs = (value.value == "development") == isinstance(parent.ops[0], ast.Eq)
    parts = (file.span(application), ".debug") if debugs else ("not ", file.span(application), ".debug")
    return Match(row, "debug mode is what it stood for", node, (Replacement(*file.span(parent), parts),))


MATCHER = Matcher(frozenset({b"env"}), _find)
