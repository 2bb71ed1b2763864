"""``methods="POST"``, which has to be a list."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROUTING = frozenset({"flask.Scaffold.route", "flask.Scaffold.add_url_rule"})


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            methods = next((each.value for each in node.keywords if each.arg == "methods"), None)
            if _is_text(methods) and file.means(node.func, *ROUTING):
                yield _as_list(file, methods)


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _as_list(file: File, methods: ast.expr | None) -> Match:
    assert isinstance(methods, ast.Constant)
    start, end = file.span(methods)
    data = file.syntax.source.data
    before, after = data[:start].rstrip(), data[end:].lstrip()
    if before.endswith(b"(") and after.startswith(b")") and not before[:-1].rstrip().endswith(b"route"):
        outer = Replacement(len(before) - 1, len(data) - len(after) + 1, ("[", (start, end), "]"))
        return Match("flask-methods-string", "methods are a list", methods, (outer,))
    return Match(
        "flask-methods-string", "methods are a list", methods, (Replacement(start, end, ("[", (start, end), "]")),)
    )


MATCHER = Matcher(frozenset({b"methods"}), _find)
