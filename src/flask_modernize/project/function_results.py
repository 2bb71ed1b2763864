"""The expressions whose values a function gives back, and whether its decorators leave them as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External, FunctionObject
from flask_modernize.project.parsed import saying

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

_TRANSPARENT = frozenset(
    {
        *("builtins.property", "builtins.staticmethod", "builtins.classmethod", "abc.abstractmethod"),
        *("functools.lru_cache", "functools.cache", "functools.cached_property"),
        *("werkzeug.utils.cached_property", "werkzeug.cached_property"),
    }
)
"""Decorators whose function gives the same values as the one that they decorate."""
_TRANSPARENT_NAMES = frozenset({"property", "staticmethod", "classmethod"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib2.contextmanager"})


def scope_of_function(project: Project, function: FunctionObject) -> Scope | None:
    """The scope that the only definition of a function opens."""
    facts = project.facts(function.path)
    described = facts.functions.get(function.qualname) if facts is not None else None
    syntax = project.excerpt(function.path, saying(function.name))
    if described is None or described.definitions != 1 or syntax is None:
        return None
    for scope in syntax.scopes.scopes():
        if scope.kind == "function" and scope.qualname == function.qualname:
            return scope
    return None


def returned_values(project: Project, function: FunctionObject, scope: Scope) -> list[ast.expr] | None:
    """What a call gives: one of these expressions, or None where there are none. None where that cannot be told."""
    node = scope.node
    if not isinstance(node, ast.FunctionDef) or not set(_decorators(project, function, scope)) <= _TRANSPARENT:
        return None
    own = list(own_nodes(node))
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own):
        return None
    returns = [each.value for each in own if isinstance(each, ast.Return)]
    if returns and not _ends(node.body):
        return None
    return [each if each is not None else ast.Constant(None) for each in returns]


def yielded_values(project: Project, function: FunctionObject, scope: Scope) -> list[ast.expr] | None:
    """What ``with function() as name`` gives, if the function is a context manager made of a generator."""
    decorators = set(_decorators(project, function, scope))
    if not isinstance(scope.node, ast.FunctionDef) or not decorators & _CONTEXT_MANAGERS:
        return None
    if not decorators <= _TRANSPARENT | _CONTEXT_MANAGERS:
        return None
    yields = [each.value for each in own_nodes(scope.node) if isinstance(each, ast.Yield)]
    return [each if each is not None else ast.Constant(None) for each in yields]


def _decorators(project: Project, function: FunctionObject, scope: Scope) -> Iterator[str]:
    """The full names of a function's decorators; empty where one cannot be told."""
    for each in getattr(scope.node, "decorator_list", []):
        name = dotted_name(each.func if isinstance(each, ast.Call) else each) or ""
        obj = project.resolve(function.path, name, scope.parent) if name else None
        if isinstance(obj, External):
            yield obj.name
        else:
            yield f"builtins.{name}" if obj is None and name in _TRANSPARENT_NAMES else ""


def own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    """The nodes of a function's body, nested functions, classes and lambdas aside."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, FunctionNode | ast.ClassDef | ast.Lambda):
            waiting = [*ast.iter_child_nodes(node), *waiting]


def _ends(body: list[ast.stmt]) -> bool:
    """Whether a body cannot run off its end, which would return None."""
    last = body[-1] if body else None
    if isinstance(last, ast.Return | ast.Raise):
        return True
    if isinstance(last, ast.If):
        return _ends(last.body) and _ends(last.orelse)
    if isinstance(last, ast.With):
        return _ends(last.body)
    if isinstance(last, ast.Try):
        return _ends(last.finalbody) or (
            _ends(last.orelse or last.body) and all(_ends(each.body) for each in last.handlers)
        )
    return False
