"""Values that sessions and responses treat otherwise today, and set-up that comes too late; they are reported."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.conditions import is_main_guard
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import ASSIGNED, REMOVED
from flask_modernize.rules.matches import File, Matcher

_ADDED = frozenset({"set-cookie", "vary", "link", "www-authenticate", "cache-control"})
_SET_UP = frozenset(
    f"flask.Scaffold.{name}"
    for name in ("route", "add_url_rule", "before_request", "after_request", "errorhandler", "register_blueprint")
) | frozenset({"flask.Flask.template_filter", "flask.Flask.register_blueprint", "flask.Flask.context_processor"})
_SENDING = frozenset(f"werkzeug.test.Client.{name}" for name in ("get", "post", "put", "delete", "open", "patch"))


def _find(file: File) -> Iterator[Finding]:
    scopes = file.syntax.scopes
    for statement in scopes.of_kind(ast.Return):
        if isinstance(statement.value, ast.Tuple) and statement.value.elts:
            yield from _headers(file, statement.value)
    for assignment in scopes.of_kind(ast.Assign):
        if isinstance(assignment.targets[0], ast.Subscript):
            yield from _in_session(file, assignment.targets[0], assignment.value)
    for call in scopes.of_kind(ast.Call):
        yield from _run(file, call)
    called = {_called(call) for call in scopes.of_kind(ast.Call)}
    if called & _LATE and called & _SENT:
        for function in scopes.of_kind(ast.FunctionDef):
            yield from _late(file, function)


def _headers(file: File, value: ast.Tuple) -> Iterator[Finding]:
    """``return response, {"Set-Cookie": ...}``: headers take the place of those of the response."""
    headers = value.elts[-1]
    if not isinstance(headers, ast.Dict) or "flask.Response" not in file.classes(value.elts[0]):
        return
    for key in headers.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.lower() in _ADDED:
            message = f"the header `{key.value}` takes the place of what the response has under that name"
            yield file.finding(key, REMOVED, message, "Add it with `response.headers.add()`, if both are wanted.")


def _in_session(file: File, target: ast.Subscript, value: ast.expr) -> Iterator[Finding]:
    """``session["cart"] = Cart()``: sessions are JSON, not pickles."""
    if "flask.sessions.SecureCookieSession" not in file.classes(target.value) or _has_own_sessions(file):
        return
    is_object = False
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        obj = file.project.resolve(file.syntax.path, value.func.id, file.scope(value))
        is_object = isinstance(obj, ClassObject) or value.func.id in ("set", "frozenset", "complex")
        if isinstance(obj, ClassObject):
            bases = file.project.ancestors(obj)
            plain = all(getattr(each, "name", "") in ("object",) or isinstance(each, ClassObject) for each in bases)
            is_object = plain and not _is_tagged(file, obj)
    if is_object or isinstance(value, ast.Set | ast.SetComp):
        message = f"`{file.text(value)}` cannot be kept in a session, which is JSON since Flask 0.10"
        yield file.finding(value, ASSIGNED, message, "Keep lists, dictionaries, texts and numbers there.")


def _has_own_sessions(file: File) -> bool:
    words = (b"session_interface", b"flask_session", b"TaggedJSONSerializer", b"JSONTag")
    return any(next(iter(file.project.files_with(word)), None) is not None for word in words)


def _is_tagged(file: File, cls: ClassObject) -> bool:
    syntax = file.project.syntax(cls.path)
    scope = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    return scope is not None and "__html__" in scope.bindings


def _run(file: File, call: ast.Call) -> Iterator[Finding]:
    """``app.run()`` that runs when the module that makes the application is imported; scripts may do so."""
    function = call.func
    if not (isinstance(function, ast.Attribute) and function.attr == "run" and isinstance(function.value, ast.Name)):
        return
    made = file.syntax.scopes.module_scope.bindings.get(function.value.id, ())
    if not made or any(each.kind == "import" for each in made) or file.scope(call).kind != "module":
        return
    if not file.means(function, "flask.Flask.run"):
        return
    if any(isinstance(each, ast.If | ast.Try) or is_main_guard(each) for each in file.syntax.scopes.ancestors(call)):
        return
    message = f"`{file.text(call.func)}()` runs on import; the flask command and a server skip or hang in it"
    yield file.finding(call, REMOVED, message, 'Put it under `if __name__ == "__main__":`.')


def _late(file: File, function: ast.FunctionDef) -> Iterator[Finding]:
    """Set-up of an application after a test client has sent it a request."""
    sent = 0
    if not any(_called(each) in _LATE for each in _calls(function)):
        return
    for node in sorted(_calls(function), key=lambda each: (each.lineno, each.col_offset)):
        if _called(node) not in _SENT | _LATE:
            continue
        names = file.names(node.func)
        if _SENDING & names:
            sent = sent or node.lineno
        elif sent and node.lineno > sent and _SET_UP & names:
            message = f"`{file.text(node.func)}()` comes after a request, which Flask refuses today"
            yield file.finding(node, REMOVED, message, "Set the application up before the first request.")


_LATE = frozenset(name.rpartition(".")[2] for name in _SET_UP)
_SENT = frozenset(name.rpartition(".")[2] for name in _SENDING)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (each for each in ast.walk(function) if isinstance(each, ast.Call))


MATCHER = Matcher(
    frozenset({b"session", b"run", b"test_client", b"client", b"Cookie", b"Vary", b"Link", b"Cache"}),
    _find,
)
