"""``db_session.remove()`` after each request, which belongs to the end of the application context."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import without

ROW = "flask-teardown-session-remove"
_HOOKS = {
    "flask.Scaffold.teardown_request": "teardown_appcontext",
    "flask.Scaffold.after_request": "teardown_appcontext",
}


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1 and len(node.args.args) <= 1:
            hook = node.decorator_list[0]
            if isinstance(hook, ast.Attribute) and "flask.Flask" in file.classes(hook.value):
                names = _HOOKS.keys() & file.names(hook)
                if names and _removes(file, node, hook.attr == "after_request"):
                    yield _at_the_end(file, node, hook)


def _removes(file: File, function: ast.FunctionDef, gives_response: bool) -> bool:
    """Whether the function does nothing but remove a session, and give the response back."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if gives_response:
        last = body[-1] if len(body) == 2 else None
        parameter = function.args.args[0].arg if function.args.args else ""
        if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and last.value.id == parameter):
            return False
        body = body[:-1]
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and not call.args):
        return False
    return call.func.attr == "remove" and "sqlalchemy.orm.scoped_session" in file.classes(call.func.value)


def _at_the_end(file: File, function: ast.FunctionDef, hook: ast.Attribute) -> Match:
    end = file.span(hook)[1]
    changes = [Replacement(end - len(hook.attr), end, ("teardown_appcontext",))]
    if hook.attr == "after_request":
        changes.append(Replacement(*file.span(function.args.args[0]), ("exception=None",)))
        changes.append(without(file, function.body[-1]))
    return Match(ROW, "sessions end with the application context", function, tuple(changes))


MATCHER = Matcher(frozenset({b"teardown_request", b"after_request"}), _find)
