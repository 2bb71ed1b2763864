"""Users that may be inactive: ``UserMixin.is_authenticated`` says what ``is_active`` says today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher


def _find(file: File) -> Iterator[Finding]:
    if is_pinned_below(file.project, "Flask-Login", "0.6", file.syntax.path) is None:
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.name == "is_active" and not _is_always_true(node):
            scope = file.scope(node)
            cls = ClassObject(file.syntax.path, scope.qualname)
            if scope.kind != "class" or "flask_login.UserMixin" not in library_ancestors(file.project, cls):
                continue
            facts = file.project.facts(cls.path)
            if facts is None or "is_authenticated" not in facts.classes[cls.qualname].methods:
                message = "users who are not active are not authenticated any more, and so logged out"
                advice = "Define `is_authenticated` to return True if they are to stay logged in."
                yield file.finding(node, REMOVED, message, advice)


def _is_always_true(method: ast.FunctionDef) -> bool:
    last = method.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and last.value.value is True


MATCHER = Matcher(frozenset({b"is_active"}), _find)
