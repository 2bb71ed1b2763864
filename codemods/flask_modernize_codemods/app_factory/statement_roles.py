"""What a module-level statement is about: extensions, the classes of tasks, comments that are strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project import ClassObject, External, FunctionObject, Object
from flask_modernize.project.applications import Use
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.moving import Chunk
from flask_modernize_codemods.app_factory.names import calls_now

if TYPE_CHECKING:
    from flask_modernize.project import Project


def is_bound_extension(module: Module, statement: ast.stmt) -> bool:
    """Whether it is ``ext = Ext(app)``: the application is handed to something that the project does not define."""
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and any(
        use.role == "argument" and use.call is value and is_foreign_call(module, use)
        for use in module.uses
        if use.statement is statement
    )


def sets_up_extension(module: Module, statement: ast.stmt) -> bool:
    """Whether it does something with an extension that a moved statement above initialises, which must come after that.

    That is ``ext.attribute = value``, or a call like ``scheduler.start()`` and ``mongo.db.users.create_index("name")``;
    not what only adds to the extension, which it keeps until there is an application: ``admin.add_view(...)``.
    """
    name = _extension_set(statement) or _extension_called(statement)
    return bool(name) and any(
        module.chunks[number].first < statement.lineno and name in _initialised(module.chunks[number].statement)
        for number in module.moved
    )


_ADDING = ("add_", "on_", "register", "exempt")
"""How the methods begin by which an extension is told of views, jobs and handlers, before ``init_app`` or after."""


def _extension_set(statement: ast.stmt) -> str:
    """The first name of ``ext.attribute = value``."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return ""
    target = statement.targets[0]
    return target.value.id if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) else ""


def _extension_called(statement: ast.stmt) -> str:
    """The first name of ``ext.method(...)`` and ``ext.attribute.method(...)``, but for methods that only add."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return ""
    first, *members = (dotted_name(statement.value.func) or "").split(".")
    adds = len(members) == 1 and (members[0].startswith(_ADDING) or members[0] == "init_app")
    return first if members and not adds else ""


def _initialised(statement: ast.stmt) -> frozenset[str]:
    """The names whose ``init_app`` the statement calls."""
    calls = (each.func for each in calls_now(statement))
    return frozenset(
        func.value.id
        for func in calls
        if isinstance(func, ast.Attribute) and func.attr == "init_app" and isinstance(func.value, ast.Name)
    )


def is_string(chunk: Chunk) -> bool:
    statement = chunk.statement
    return len(chunk.statements) == 1 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_task_class(module: Module, chunk: Chunk) -> bool:
    """Whether it is ``class ContextTask(celery.Task)``, which goes where the Celery object is made.

    Its base may have a name of its own: ``TaskBase = celery.Task``.
    """
    statement = chunk.statement
    if not module.makes_celery or module.celery is None or not isinstance(statement, ast.ClassDef):
        return False
    task = f"{module.celery.name}.Task"
    bases = {dotted_name(base) for base in statement.bases}
    named = {
        each.targets[0].id
        for each in module.syntax.module.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and dotted_name(each.value) == task
    }
    return bool(bases & {task, *named})


def is_foreign_call(module: Module, use: Use) -> bool:
    """Whether the application is handed to something that is no function of the project, and no plain class of it."""
    dotted = dotted_name(use.call.func) if use.call is not None else None
    if dotted is None:
        return False
    found = module.project.resolve(module.path, dotted)
    return not isinstance(found, FunctionObject) and not _is_plain_class(module.project, found)


def _is_plain_class(project: Project, found: Object | None) -> bool:
    """Whether it is a class of the project that cannot be made without the application: it has no ``init_app``."""
    if not isinstance(found, ClassObject):
        return False
    for each in (found, *project.ancestors(found)):
        if isinstance(each, External) and each.name == "object":
            continue
        syntax = project.syntax(each.path) if isinstance(each, ClassObject) else None
        if syntax is None or not isinstance(each, ClassObject):
            return False
        scope = syntax.scopes.scope_of_class(each.qualname)
        if scope is None or "init_app" in scope.bindings:
            return False
    return True
