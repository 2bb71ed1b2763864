"""``socketio.run(app)`` on Werkzeug's server, and ids of clients, which every namespace has its own of."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import declared
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

_SERVERS = frozenset({"eventlet", "gevent", "gevent-websocket"})
_ON = "flask_socketio.SocketIO.on"


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, "flask_socketio.SocketIO.run"):
            yield from _run(file, node)
        elif isinstance(node, ast.FunctionDef) and any(_namespace(file, each) for each in node.decorator_list):
            yield from _ids(file, node)


def _run(file: File, call: ast.Call) -> Iterator[Finding]:
    found = declared(file.project)
    given = {each.arg for each in call.keywords}
    if not found or _SERVERS & found.keys() or given & {None, "allow_unsafe_werkzeug"}:
        return
    message = f"`{file.text(call.func)}()` refuses to run on Werkzeug's server outside of a terminal, as in containers"
    advice = "Install eventlet or gevent, or give it `allow_unsafe_werkzeug=True` where nothing depends on it."
    yield file.finding(call, REMOVED, message, advice)


def _namespace(file: File, decorator: ast.expr) -> bool:
    """Whether a handler is of a namespace of its own."""
    if not isinstance(decorator, ast.Call) or not file.means(decorator.func, _ON):
        return False
    given = next((each.value for each in decorator.keywords if each.arg == "namespace"), None)
    return isinstance(given, ast.Constant) and given.value not in (None, "/")


def _ids(file: File, function: ast.FunctionDef) -> Iterator[Finding]:
    if not _handles_default_namespace(file):
        return
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr == "sid" and "flask.Request" in file.classes(node.value):
            message = "`request.sid` is another one in each namespace since Flask-SocketIO 5"
            yield file.finding(node, REMOVED, message, "Do not look it up in what other namespaces have stored.")


def _handles_default_namespace(file: File) -> bool:
    """Whether this file has handlers of other namespaces, too."""
    for node in file.syntax.scopes.nodes():
        for each in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(each, ast.Call) and file.means(each.func, _ON) and not _namespace(file, each):
                return True
    return False


MATCHER = Matcher(frozenset({b"run", b"sid"}), _find)
