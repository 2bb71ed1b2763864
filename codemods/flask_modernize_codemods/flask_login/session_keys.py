"""``session["user_id"]``: what Flask-Login keeps in the session has other keys since 0.5."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_classes
from flask_modernize.project.memory import remembered
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.flask_login.login_state import uses_flask_login

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

ROW = "login-session-keys"
_KEYS = {"user_id": "_user_id", "remember": "_remember", "remember_seconds": "_remember_seconds"}
_SESSION = "flask.sessions.SecureCookieSession"


def _find(file: File) -> Iterator[Match]:
    if not uses_flask_login(file.project) or not _logs_in(file.project):
        return
    for key, _ in _uses(file.project, file.syntax):
        assert isinstance(key.value, str)
        if key.value not in _own_keys(file.project):
            start, end = file.span(key)
            text = file.text(key).replace(key.value, _KEYS[key.value])
            yield Match(ROW, "Flask-Login's keys begin with _", key, (Replacement(start, end, (text,)),))


@remembered
def _logs_in(project: Project) -> bool:
    return any(path.endswith(".py") for word in (b"login_user", b"LoginManager") for path in project.files_with(word))


@remembered
def _own_keys(project: Project) -> frozenset[str]:
    """The keys that the application itself (not its tests) gives values: they are its own."""
    found = set()
    for name in _KEYS:
        for path in project.files_with(name.encode()):
            syntax = project.syntax(path) if not is_test_path(path) else None
            for key, writes in _uses(project, syntax) if syntax is not None else ():
                if writes and isinstance(key.value, str):
                    found.add(key.value)
    return frozenset(found)


def _uses(project: Project, syntax: Syntax) -> Iterator[tuple[ast.Constant, bool]]:
    """The keys of Flask-Login that a file names for a session, and whether they get a value there."""
    for node in syntax.scopes.nodes():
        found = _key(node)
        if found is None or not isinstance(found[1], ast.Constant) or found[1].value not in _KEYS:
            continue
        if _SESSION in library_classes(project, syntax.path, found[0], syntax.scopes.scope_of(node)):
            yield found[1], isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)


def _key(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop"):
        return (node.func.value, node.args[0]) if node.args else None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return node.comparators[0], node.left
    return None


MATCHER = Matcher(frozenset(key.encode() for key in _KEYS), _find)
