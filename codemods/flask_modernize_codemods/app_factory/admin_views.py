"""Views of Flask-Admin that are added before there is an application: it names them only when they are registered."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit
from flask_modernize.project import ClassObject, External, Object, Variable
from flask_modernize_codemods.app_factory.names import calls_now

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize_codemods.app_factory.modules import Module

_ADMIN = ("flask_admin.Admin", "flask_admin.base.Admin")
_NAMELESS = {"flask_admin.BaseView": 0, "flask_admin.base.BaseView": 0, "flask_admin.contrib.rediscli.RedisCli": 1}
"""Classes whose views may have no name, with the place of the name among their arguments."""


def named_views(module: Module) -> Iterator[Edit]:
    """``admin.add_view(Reports())`` below ``admin.init_app(app)``, which is in the factory now, gets the name it had.

    The menu takes the name of a view when it is added. Models have theirs from the start.
    """
    bound: set[str] = set()
    for number, chunk in enumerate(module.chunks):
        for statement in chunk.statements:
            for call in calls_now(statement):
                func = call.func
                if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
                    continue
                if number in module.moved and func.attr == "init_app":
                    bound.add(func.value.id)
                added = func.attr in ("add_view", "add_views") and func.value.id in bound
                if added and number not in module.moved and _is_admin(module, func.value.id):
                    yield from (edit for view in call.args if (edit := _named(module, view)) is not None)


def _is_admin(module: Module, name: str) -> bool:
    found = module.project.resolve(module.path, name)
    binding = module.project.binding(found) if isinstance(found, Variable) else None
    if not isinstance(found, Variable) or binding is None or binding.value is None or binding.value[0] != "call":
        return False
    made = binding.value[1]
    target = module.project.resolve(found.path, made[1]) if made[0] == "name" else None
    return isinstance(target, External) and target.name in _ADMIN


def _named(module: Module, view: ast.expr) -> Edit | None:
    """The name that the view's class gives it, as an argument."""
    dotted = dotted_name(view.func) if isinstance(view, ast.Call) else None
    found = module.project.resolve(module.path, dotted) if dotted is not None else None
    place = _place_of_name(module.project, found)
    if place is None or not isinstance(view, ast.Call) or found is None or len(view.args) > place:
        return None
    if any(each.arg in (None, "name") for each in view.keywords) or any(isinstance(a, ast.Starred) for a in view.args):
        return None
    source = module.source
    end = source.offset(view.end_lineno or 0, view.end_col_offset or 0) - 1
    title = re.sub(r"(?<=.)([A-Z])", r" \1", (dotted or "").rpartition(".")[2])
    quote = '"' if source.data.count(b'"') >= source.data.count(b"'") else "'"
    between = ", " if view.args or view.keywords else ""
    return Edit(module.path, end, end, source.encode(f"{between}name={quote}{title}{quote}"))


def _place_of_name(project: Project, cls: Object | None) -> int | None:
    """Where among its arguments a class takes the name; None where it has one anyway, or where that cannot be told."""
    if isinstance(cls, External):
        return _NAMELESS.get(cls.name)
    if not isinstance(cls, ClassObject):
        return None
    for each in (cls, *project.ancestors(cls)):
        if isinstance(each, External):
            return _NAMELESS.get(each.name)
        syntax = project.syntax(each.path) if isinstance(each, ClassObject) else None
        scope = syntax.scopes.scope_of_class(each.qualname) if syntax and isinstance(each, ClassObject) else None
        if scope is None or {"__init__", "name"} & scope.bindings.keys():
            return None
    return None
