"""``@app.route("/x", methods=["POST"])``: ``@app.post("/x")``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "flask-route-shortcut"
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def is_route(file: File, decorator: ast.expr) -> bool:
    """Whether a decorator is ``app.route()`` or ``blueprint.route()``, or a shorter form of it."""
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
        return False
    known = {"flask.Scaffold.route", *(f"flask.Scaffold.{method.lower()}" for method in _METHODS)}
    return file.means(decorator.func, *known)


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                keyword = _methods(decorator)
                if keyword is not None and is_route(file, decorator):
                    assert isinstance(decorator, ast.Call)
                    yield _shorter(file, decorator, keyword)


def _methods(decorator: ast.expr) -> ast.keyword | None:
    """The keyword ``methods`` of a route that has just one that a decorator is named after."""
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.args):
        return None
    if decorator.func.attr != "route" or any(each.arg is None for each in decorator.keywords):
        return None
    keyword = next((each for each in decorator.keywords if each.arg == "methods"), None)
    values = keyword.value.elts if keyword is not None and isinstance(keyword.value, ast.List) else []
    only = values[0] if len(values) == 1 else None
    return keyword if isinstance(only, ast.Constant) and only.value in _METHODS else None


def _shorter(file: File, decorator: ast.Call, keyword: ast.keyword) -> Match:
    assert isinstance(keyword.value, ast.List)
    method = keyword.value.elts[0]
    assert isinstance(method, ast.Constant)
    end = file.span(decorator.func)[1]
    name = Replacement(end - len("route"), end, (str(method.value).lower(),))
    items: list[ast.expr | ast.keyword] = sorted(
        [*decorator.args, *decorator.keywords], key=lambda each: file.span(each)[0]
    )
    before = file.span(items[items.index(keyword) - 1])[1]
    gone = Replacement(before, file.span(keyword)[1], ())
    return Match(ROW, "a route with one method", decorator, (name, gone))


MATCHER = Matcher(frozenset({b"methods"}), _find)
