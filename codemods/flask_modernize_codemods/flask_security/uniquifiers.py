"""User models get the ``fs_uniquifier`` that Flask-Security has asked for since version 4."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.class_lines import described_line
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines

ROW = "security-too"
_NAME = "fs_uniquifier"
_MIXINS = frozenset({"flask_security.UserMixin", "flask_security.core.UserMixin"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef):
            cls = ClassObject(file.syntax.path, file.syntax.scopes.inner_scope(node).qualname)
            if not _MIXINS.isdisjoint(library_ancestors(file.project, cls)) and not _has_one(file, cls):
                yield from _given_one(file, node)


def _has_one(file: File, cls: ClassObject) -> bool:
    """Whether a class of its line has the column, or a mixin of Flask-Security that brings it."""
    if "flask_security.models.fsqla.FsUserMixin" in library_ancestors(file.project, cls):
        return True
    return any(_NAME in facts.attributes or _NAME in facts.methods for _, facts in described_line(file.project, cls))


def _given_one(file: File, node: ast.ClassDef) -> Iterator[Match | Finding]:
    columns = [each for each in node.body if _kind(each)]
    message = f"users of `{node.name}` that are in the database already have no `{_NAME}`"
    advice = "Add the column in a migration of the database, with a `uuid.uuid4().hex` for each user that there is."
    if not columns:
        message = f"`{node.name}` has no `{_NAME}`, which Flask-Security asks for"
        yield file.finding(node, REMOVED, message, "Add a unique text column of that name, and fill it for each user.")
        return
    last = columns[-1]
    if not has_own_lines(file, last):
        return
    yield Match(ROW, "users have a name that is only for Flask-Security", node, (_column(file, last),))
    yield Finding(file.syntax.path, node.lineno, 1, REMOVED, message, advice, file.guide, site=False)


def _kind(statement: ast.stmt) -> str:
    """``db.Column`` of ``name = db.Column(...)``."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        called = ast.unparse(statement.value.func)
        return called if called.rpartition(".")[2] == "Column" else ""
    return ""


def _column(file: File, last: ast.stmt) -> Replacement:
    column = _kind(last)
    holder = column.rpartition(".")[0]
    if not holder:
        text = f"{_NAME} = {column}({_text_type(file)}(64), unique=True, nullable=False)"
    else:
        text = f"{_NAME} = {column}({holder}.String(64), unique=True, nullable=False)"
    return below(file, last, text)


def _text_type(file: File) -> str:
    bound = file.syntax.scopes.module_scope.bindings
    return next((name for name in ("String", "Unicode") if name in bound), "String")


MATCHER = Matcher(frozenset({b"UserMixin"}), _find)
