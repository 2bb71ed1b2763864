"""``@with_appcontext`` below ``@app.cli.command()``, which gives the command a context by itself since Flask 2.2."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.whole_lines import without_decorator

ROW = "flask-with-appcontext-redundant"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        own = [each for each in node.decorator_list if _is_with_appcontext(file, each)]
        if own and any(_is_command(file, each) for each in node.decorator_list):
            yield Match(
                ROW, "the command has a context already", node, tuple(without_decorator(file, each) for each in own)
            )


def _is_with_appcontext(file: File, decorator: ast.expr) -> bool:
    return file.means(decorator, "flask.cli.with_appcontext")


def _is_command(file: File, decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return file.means(called, "flask.cli.AppGroup.command")


MATCHER = Matcher(frozenset({b"with_appcontext"}), _find)
