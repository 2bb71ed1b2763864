"""``@email_dispatched.connect``: the application is the sender today, and the message an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "mail-email-dispatched-args"
_CONNECT = frozenset({"flask_mail.email_dispatched.connect", "flask_mail.signals.email_dispatched.connect"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "connect" and file.means(node, *_CONNECT):
            yield from _receiver(file, node)


def _receiver(file: File, connect: ast.Attribute) -> Iterator[Match | Finding]:
    parent = file.syntax.scopes.parent(connect)
    function: ast.AST | None = parent
    if isinstance(parent, ast.Call):
        function = _function(file, parent.args[0]) if len(parent.args) == 1 and not parent.keywords else None
    if not isinstance(function, ast.FunctionDef | ast.Lambda):
        yield _finding(file, connect)
        return
    names = [each.arg for each in function.args.args]
    if names[1:] == ["message"] or (len(names) < 2 and function.args.kwarg):
        return
    # The signal passes the message by its name.
    if names != ["message", "app"] or function.args.defaults:
        yield _finding(file, connect)
        return
    first, second = (file.span(each) for each in function.args.args)
    changes = (Replacement(*first, ("app",)), Replacement(*second, ("message",)))
    yield Match(ROW, "the application is the sender", function, changes)


def _function(file: File, value: ast.expr) -> ast.FunctionDef | ast.Lambda | None:
    if isinstance(value, ast.Lambda):
        return value
    obj = file.project.resolve(file.syntax.path, value.id, file.scope(value)) if isinstance(value, ast.Name) else None
    if not isinstance(obj, FunctionObject) or obj.path != file.syntax.path:
        return None
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and file.syntax.scopes.inner_scope(node).qualname == obj.qualname:
            return node
    return None


def _finding(file: File, connect: ast.Attribute) -> Finding:
    message = "receivers of `email_dispatched` are given the application first today, and `message` by its name"
    return file.finding(connect, ARGUMENTS, message, "Take `(app, message, **extra)`.")


MATCHER = Matcher(frozenset({b"email_dispatched"}), _find)
