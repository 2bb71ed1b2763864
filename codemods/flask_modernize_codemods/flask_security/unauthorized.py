"""``@security.unauthorized_handler``: it is ``unauthz_handler`` today, and called with what was asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "security-unauthorized-handler"
_OLD = "unauthorized_handler"
_ADVICE = "Use `unauthz_handler`, with a function that takes `func_name` and `params`."


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Attribute) or not file.means(node, f"flask_security.Security.{node.attr}"):
            continue
        if node.attr == "_unauthorized_callback":
            yield file.finding(node, REMOVED, f"`{file.text(node)}` is gone", _ADVICE)
        elif node.attr == _OLD:
            yield _handler(file, node)


def _handler(file: File, node: ast.Attribute) -> Match | Finding:
    function = _function(file, node)
    if function is None or not _takes_nothing(function):
        message = f"`{file.text(node)}` is called `unauthz_handler` today, and what it is given is called otherwise"
        return file.finding(node, REMOVED, message, _ADVICE)
    end = file.span(node)[1]
    renamed = Replacement(end - len(_OLD), end, ("unauthz_handler",))
    start = file.span(function)[0]
    opening = file.syntax.source.data.index(b"(", _after_name(file, function, start)) + 1
    closing = file.syntax.source.data.index(b")", opening)
    return Match(
        ROW,
        "the handler is told what was asked for",
        node,
        (renamed, Replacement(opening, closing, ("func_name, params",))),
    )


def _after_name(file: File, function: ast.FunctionDef, start: int) -> int:
    return file.syntax.source.data.index(function.name.encode(), start + len("def"))


def _function(file: File, node: ast.Attribute) -> ast.FunctionDef | None:
    """The function that is decorated, or given to the call, if it stands in this file and is used for nothing else."""
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.FunctionDef) and node in parent.decorator_list:
        return parent
    if isinstance(parent, ast.Call) and parent.func is node and len(parent.args) == 1:
        given = parent.args[0]
        if isinstance(given, ast.Name):
            bound = file.syntax.scopes.module_scope.bindings.get(given.id, [])
            uses = [each for each in file.syntax.scopes.nodes() if isinstance(each, ast.Name) and each.id == given.id]
            if len(bound) == 1 and isinstance(bound[0].node, ast.FunctionDef) and len(uses) == 1:
                return bound[0].node
    return None


def _takes_nothing(function: ast.FunctionDef) -> bool:
    arguments = function.args
    return not (arguments.args or arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg)


MATCHER = Matcher(frozenset({b"unauthorized_handler", b"_unauthorized_callback"}), _find)
