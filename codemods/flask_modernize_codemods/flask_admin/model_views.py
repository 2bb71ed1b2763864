"""``ModelView(User, db.session)`` takes the extension itself today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.project.library_types import library_ancestors, library_types
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "admin-modelview-session"
_VIEWS = frozenset(
    {
        "flask_admin.contrib.sqla.ModelView",
        "flask_admin.contrib.sqla.view.ModelView",
        "flask_admin.contrib.sqlamodel.ModelView",
        "flask_admin.contrib.geoa.ModelView",
    }
)
_DATABASE = "flask_sqlalchemy.SQLAlchemy"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or not (session := _session(node)):
            continue
        if _DATABASE in file.classes(session.value) and _is_view(file, node):
            gone = Replacement(file.span(session.value)[1], file.span(session)[1], ())
            yield Match(ROW, "views take the database today", session, (gone,))


def _session(call: ast.Call) -> ast.Attribute | None:
    """``db.session`` as the second argument, or by its name."""
    given = [each.value for each in call.keywords if each.arg == "session"] or call.args[1:2]
    if len(given) == 1 and isinstance(given[0], ast.Attribute) and given[0].attr == "session":
        return given[0]
    return None


def _is_view(file: File, call: ast.Call) -> bool:
    if file.means(call.func, *_VIEWS):
        return True
    obj = library_types(file.project).callee(Place(file.syntax.path, file.scope(call)), call.func)
    if not isinstance(obj, ClassObject) or _VIEWS.isdisjoint(library_ancestors(file.project, obj)):
        return False
    line = [obj, *(each for each in file.project.ancestors(obj) if isinstance(each, ClassObject))]
    return not any(_has_constructor(file, each) for each in line)


def _has_constructor(file: File, cls: ClassObject) -> bool:
    facts = file.project.facts(cls.path)
    described = facts.classes.get(cls.qualname) if facts is not None else None
    return described is None or "__init__" in described.methods


MATCHER = Matcher(frozenset({b"session"}), _find)
