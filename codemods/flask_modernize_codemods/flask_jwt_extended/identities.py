"""``get_jwt_identity()`` in a view that lets everybody in: None in old versions, an error today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

_ASKING = frozenset(f"flask_jwt_extended.{name}" for name in ("get_jwt_identity", "get_raw_jwt", "get_jwt_claims"))
_ROUTING = frozenset({"flask.Scaffold.route", "flask.Flask.route", "flask.Blueprint.route"})


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *_ASKING):
            function = file.syntax.scopes.enclosing_function(node)
            if function is not None and _lets_everybody_in(file, function):
                message = f"`{file.text(node)}` is an error in a view that no token is asked for; it used to be None"
                advice = "Decorate the view with `@jwt_required(optional=True)`."
                yield file.finding(node, REMOVED, message, advice)


def _lets_everybody_in(file: File, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is a view with nothing around it, and nothing in it or before it that asks for a token."""
    decorators = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    if not decorators or not all(file.means(each, *_ROUTING) for each in decorators):
        return False
    if any(isinstance(each, ast.Name) and each.id.startswith("verify_") for each in ast.walk(function)):
        return False
    return not any(b"before_request" in file.project.tree.read(path) for path in _asking_by_hand(file))


def _asking_by_hand(file: File) -> Iterator[str]:
    return iter(file.project.files_with(b"_in_request"))


MATCHER = Matcher(frozenset({b"get_jwt_identity", b"get_raw_jwt", b"get_jwt_claims"}), _find)
