"""``migrations/env.py`` as Flask-Migrate wrote it: how it finds the database and its URL."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "migrate-env-py"


def _find(file: File) -> Iterator[Match | Finding]:
    if file.syntax.path.rpartition("/")[2] != "env.py" or b"alembic" not in file.syntax.source.data:
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_engine":
            yield from _engine(file, node, node.func)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
            yield from _url(file, node)


def _engine(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    """``db.get_engine()``, unless the file tries both ways as later versions of it do."""
    if not _is_database(function.value) or any(
        isinstance(each, ast.Try) for each in file.syntax.scopes.ancestors(call)
    ):
        return
    if call.args or call.keywords:
        message = "`get_engine()` is gone: Flask-SQLAlchemy has the engines of all binds in `db.engines`"
        yield file.finding(call, ARGUMENTS, message, "Write `db.engines[bind]`.")
        return
    start = file.span(function.value)[1]
    yield Match(ROW, "the engine is an attribute", call, (Replacement(start, file.span(call)[1], (".engine",)),))


def _url(file: File, call: ast.Call) -> Iterator[Match]:
    """``str(engine.url)`` has no password today."""
    url = call.args[0] if len(call.args) == 1 else None
    if not isinstance(url, ast.Attribute) or url.attr != "url" or file.scope(call).lookup("str") is not None:
        return
    if any(isinstance(each, ast.ExceptHandler) for each in file.syntax.scopes.ancestors(call)):
        return
    if any(_is_database(each) for each in ast.walk(url)):
        parts = (file.span(url), ".render_as_string(hide_password=False)")
        yield Match(ROW, "the URL is rendered with its password", call, (Replacement(*file.span(call), parts),))


def _is_database(node: ast.AST) -> bool:
    """``current_app.extensions["migrate"].db``"""
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "current_app.extensions['migrate'].db"


MATCHER = Matcher(frozenset({b"extensions"}), _find)
