"""The project's own classes of users: what ``user_loader`` gives, what is logged in, what is a ``UserMixin``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_ancestors, library_names
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

STATES = ("is_authenticated", "is_active", "is_anonymous")
_MIXINS = frozenset({"flask_login.UserMixin", "flask_login.AnonymousUserMixin"})
_LOADERS = frozenset(f"flask_login.LoginManager.{name}" for name in ("user_loader", "request_loader", "header_loader"))


@remembered
def user_classes(project: Project) -> frozenset[ClassObject]:
    """The classes of users, with the classes of the project that they descend from."""
    found = {*_mixed(project), *_loaded(project), *_by_shape(project)}
    for cls in tuple(found):
        found.update(each for each in project.ancestors(cls) if isinstance(each, ClassObject))
    return frozenset(found)


def _mixed(project: Project) -> Iterator[ClassObject]:
    for word in (b"UserMixin", b"AnonymousUserMixin", b"AnonymousUser", *(state.encode() for state in STATES)):
        for path in project.files_with(word):
            facts = project.facts(path)
            for qualname in facts.classes if facts is not None else ():
                cls = ClassObject(path, qualname)
                if _MIXINS & library_ancestors(project, cls):
                    yield cls


def _by_shape(project: Project) -> Iterator[ClassObject]:
    """What has everything that Flask-Login asks of a user."""
    for path in project.files_with(b"get_id"):
        facts = project.facts(path)
        for qualname, described in facts.classes.items() if facts is not None else ():
            if "get_id" in described.methods and any(state in described.methods for state in STATES):
                yield ClassObject(path, qualname)


def _loaded(project: Project) -> Iterator[ClassObject]:
    """Classes that a user loader names in what it returns: ``User.query.get(...)``, ``User(...)``."""
    for path in project.files_with(b"_loader"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.FunctionDef) and syntax is not None and _is_loader(project, syntax, node):
                for each in ast.walk(node):
                    if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                        obj = project.resolve(path, each.id, syntax.scopes.scope_of(each))
                        if isinstance(obj, ClassObject):
                            yield obj


def _is_loader(project: Project, syntax: Syntax, function: ast.FunctionDef) -> bool:
    scope = syntax.scopes.scope_of(function)
    return any(_LOADERS & library_names(project, syntax.path, each, scope) for each in function.decorator_list)
