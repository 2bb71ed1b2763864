"""What set-up functions need: a request, all models, extensions that know the application."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.databases import database_of
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.imports import imported_files
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.models import models
from flask_modernize.project.objects import External, FunctionObject, Object, Variable
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_OF_REQUESTS = frozenset(
    {"flask.request", "flask.session", "flask.g", "flask.url_for", "flask.flash", "flask_login.current_user"}
)
_DEPTH = 3
"""Through how many functions of the project calls are followed."""


def needs_request(project: Project, path: str, function: ast.AST) -> str:
    """The first name by which a function, or one that it calls, asks for the request; empty where none does."""
    for where, node in _nodes(project, path, function, _DEPTH):
        if isinstance(node, ast.Name | ast.Attribute):
            syntax = project.syntax(where)
            dotted = dotted_name(node)
            obj = project.resolve(where, dotted, syntax.scopes.scope_of(node)) if syntax and dotted else None
            if isinstance(obj, External) and (obj.name in _OF_REQUESTS or obj.name.startswith("flask.request.")):
                return dotted or ""
    return ""


def creates_tables(project: Project, path: str, function: ast.AST) -> frozenset[Object | None]:
    """The databases whose tables a function creates, or one that it calls; None among them for other ones."""
    found = set()
    for where, node in _nodes(project, path, function, _DEPTH):
        if isinstance(node, ast.Attribute) and node.attr == "create_all":
            syntax = project.syntax(where)
            dotted = dotted_name(node.value)
            obj = project.resolve(where, dotted, syntax.scopes.scope_of(node)) if syntax and dotted else None
            found.add(obj if database_of(project, obj) is not None else None)
    return frozenset(found)


def _nodes(project: Project, path: str, function: ast.AST, depth: int) -> Iterator[tuple[str, ast.AST]]:
    syntax = project.syntax(path)
    for node in ast.walk(function):
        yield path, node
        if not isinstance(node, ast.Call) or not depth or syntax is None or dotted_name(node.func) is None:
            continue
        obj = project.resolve(path, dotted_name(node.func) or "", syntax.scopes.scope_of(node))
        scope = scope_of_function(project, obj) if isinstance(obj, FunctionObject) else None
        if isinstance(obj, FunctionObject) and scope is not None:
            yield from _nodes(project, obj.path, scope.node, depth - 1)


def sees_all_models(project: Project, path: str, bases: frozenset[Object | None]) -> bool:
    """Whether a module imports, itself or through others, every module with models of these databases."""
    wanted = set()
    known = {database_of(project, each) for each in bases}
    for cls, model in models(project).items():
        if not is_test_path(cls.path) and model.database in known:
            wanted.add(cls.path)
    return wanted <= {path, *reachable(project, path)}


@remembered_about
def reachable(project: Project, path: str) -> frozenset[str]:
    """Every file of the project that a module imports, itself or through others."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        for each in imported_files(project, waiting.pop()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def registered_last(project: Project, path: str, blueprint: str) -> bool:
    """Whether all extensions are set up by the time that a blueprint is registered, wherever that is done."""
    seen = False
    for other in project.files_with(b"register_blueprint"):
        syntax = project.syntax(other)
        if syntax is None or is_test_path(other):
            continue
        for node in syntax.scopes.nodes():
            if isinstance(node, ast.Call) and _registers(project, other, node, Variable(path, blueprint)):
                seen = True
                scope = syntax.scopes.scope_of(node)
                if any(_is_set_up(each) and each.lineno > node.lineno for each in ast.walk(scope.node)):  # type: ignore[attr-defined]
                    return False
    return seen


def _registers(project: Project, path: str, call: ast.Call, blueprint: Variable) -> bool:
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "register_blueprint" and call.args):
        return False
    dotted = dotted_name(call.args[0])
    syntax = project.syntax(path)
    scope = syntax.scopes.scope_of(call) if syntax is not None else None
    return dotted is not None and project.resolve(path, dotted, scope) == blueprint


def _is_set_up(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "init_app"
