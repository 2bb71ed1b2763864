"""What error handlers are given: the exception itself in old Flask, ``InternalServerError`` around it since 1.1."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.whole_lines import at_start, unit

_OF_HTTP = frozenset({"code", "description", "name", "get_response", "get_body", "get_headers", "original_exception"})
_REGISTERING = frozenset({"flask.Scaffold.errorhandler", "flask.Blueprint.app_errorhandler"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and decorator.args and file.means(decorator.func, *_REGISTERING):
                    yield from _handler(file, node, decorator.args[0])


def _handler(file: File, function: ast.FunctionDef, handled: ast.expr) -> Iterator[Match | Finding]:
    error = function.args.args[0].arg
    names = file.names(handled)
    is_500 = isinstance(handled, ast.Constant) and handled.value == 500
    if is_500 or "werkzeug.exceptions.InternalServerError" in names:
        yield from _original(file, function, error)
    elif (
        isinstance(handled, ast.Name) and handled.id == "Exception" and file.scope(handled).lookup("Exception") is None
    ):
        yield from _http_errors(file, function, error)


def _original(file: File, function: ast.FunctionDef, error: str) -> Iterator[Match]:
    if not _takes_original(file, function, error):
        return
    added = at_start(file, function, f"{error} = {error}.original_exception or {error}")
    if added is not None:
        yield Match("flask-500-handler-exception", "the error is around the one that was raised", function, (added,))


def _takes_original(file: File, function: ast.FunctionDef, error: str) -> bool:
    """Whether the handler was written for the exception that was raised, and does not ask for it itself."""
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == error]
    parents = [file.syntax.scopes.parent(each) for each in uses]
    members = {each.attr for each in parents if isinstance(each, ast.Attribute)}
    if not uses or "original_exception" in ast.unparse(function):
        return False
    if members & {"args", "message", "errno", "orig"}:
        return True
    meant = is_pinned_below(file.project, "Flask", "1.1", file.syntax.path) is not None
    return meant and not (members and members <= _OF_HTTP and len(members) == len(set(map(id, parents))))


def _http_errors(file: File, function: ast.FunctionDef, error: str) -> Iterator[Match | Finding]:
    if "HTTPException" in ast.unparse(function) or _has_own_handler(file):
        return
    given = needed_names(file, function, ("werkzeug.exceptions.HTTPException",))
    if is_pinned_below(file.project, "Flask", "1.0", file.syntax.path) is None or isinstance(given, Finding):
        message = f"`{function.name}` is called for errors like 404 and 405, too"
        advice = f"Begin it with `if isinstance({error}, HTTPException): return {error}`."
        yield file.finding(function, REMOVED, message, advice)
        return
    names, needs = given
    test = f"if isinstance({error}, {names['HTTPException']}):\n{unit(file)}return {error}"
    added = at_start(file, function, test)
    if added is not None:
        row = "flask-exception-handler-catches-http"
        yield Match(row, "errors like 404 are exceptions, too", function, (added,), needs)


def _has_own_handler(file: File) -> bool:
    """Whether the project handles HTTPException by itself."""
    for path in file.project.files_with(b"HTTPException"):
        data = file.project.tree.read(path)
        if b"errorhandler(HTTPException" in data or b"register_error_handler(HTTPException" in data:
            return True
    return False


MATCHER = Matcher(frozenset({b"errorhandler", b"app_errorhandler"}), _find, until=("Flask", "1.1"))
