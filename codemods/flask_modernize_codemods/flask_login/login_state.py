"""``is_authenticated()`` and its like: they are properties today, of Flask-Login's classes and of the project's own.

Methods and calls change together: a method that stays one is always true where it is not called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import ARGUMENTS, RECEIVER
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import above
from flask_modernize_codemods.flask_login.objects import class_of
from flask_modernize_codemods.flask_login.user_classes import STATES, user_classes

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_ADVICE = "Make it a property, and take the calls of it away."


def _find(file: File) -> Iterator[Match | Finding]:
    if not uses_flask_login(file.project):
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.name in STATES:
            yield from _method(file, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in STATES:
            yield from _call(file, node, node.func)


@remembered
def uses_flask_login(project: Project) -> bool:
    """Whether some file imports Flask-Login, or an extension that brings it along."""
    words = (b"flask_login", b"flask.ext.login", b"flask_security", b"flask.ext.security", b"flask_user")
    return any(path.endswith(".py") for word in words for path in project.files_with(word))


def _method(file: File, method: ast.FunctionDef) -> Iterator[Match | Finding]:
    scope = file.scope(method)
    if scope.kind != "class" or ClassObject(file.syntax.path, scope.qualname) not in user_classes(file.project):
        return
    if method.decorator_list:
        return
    if not _is_plain(method):
        message = f"`{method.name}` is a property of users today, and a method is always true where it is not called"
        yield file.finding(method, ARGUMENTS, message, _ADVICE)
        return
    yield Match("login-user-class-methods", f"{method.name} is a property", method, (above(file, method, "@property"),))


def _is_plain(method: ast.FunctionDef) -> bool:
    arguments = method.args
    return len(arguments.args) == 1 and not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs)


def _call(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    if call.args or call.keywords:
        return
    stays = states_that_stay(file.project).get(function.attr)
    if stays is not None:
        if stays:
            message = f"`{file.text(call)}`: `{function.attr}` is a property of users today"
            yield file.finding(call, RECEIVER, message, _ADVICE)
        return
    is_user = _is_user(file, function)
    if is_user is None and function.attr in states_of_users(file.project):
        message = (
            f"`{file.text(call)}`: `{function.attr}` is a property of users today, and others have a method for it"
        )
        yield file.finding(call, RECEIVER, message, "If it is asked of a user, take the `()` away.")
    if not is_user:
        return
    start = file.span(function)[1]
    title = f"{function.attr} is a property"
    yield Match("login-is-authenticated-call", title, call, (Replacement(start, file.span(call)[1], ()),))


@remembered
def states_that_stay(project: Project) -> dict[str, bool]:
    """The states that some class of users has a method for that cannot become a property."""
    found = {}
    for cls in user_classes(project):
        syntax = project.syntax(cls.path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.FunctionDef) and node.name in STATES and syntax is not None:
                scope = syntax.scopes.scope_of(node)
                own = scope.kind == "class" and scope.qualname == cls.qualname
                if own and not node.decorator_list and not _is_plain(node):
                    found[node.name] = True
    return found


def _is_user(file: File, function: ast.Attribute) -> bool | None:
    """Whether the state is asked of a user: proven, or nothing else in the project has such a method.

    None where it cannot be told.
    """
    classes = file.classes(function.value)
    if classes & {"flask_login.UserMixin", "flask_login.AnonymousUserMixin"}:
        return True
    own = class_of(file.project, file.syntax.path, function.value, file.scope(function))
    if own is not None:
        return own in user_classes(file.project)
    if classes:
        return False
    if function.attr in states_elsewhere(file.project):
        return None
    # `is_active` is also said of other things, unless the project's users have a method for it.
    return function.attr != "is_active" or "is_active" in states_of_users(file.project)


@remembered
def states_elsewhere(project: Project) -> frozenset[str]:
    """The states that classes which are no users have a method for."""
    return frozenset(name for name, cls in _methods(project) if cls not in user_classes(project))


@remembered
def states_of_users(project: Project) -> frozenset[str]:
    return frozenset(name for name, cls in _methods(project) if cls in user_classes(project))


@remembered
def _methods(project: Project) -> tuple[tuple[str, ClassObject], ...]:
    found = []
    for state in STATES:
        for path in project.files_with(b"def " + state.encode()):
            facts = project.facts(path)
            for qualname, described in facts.classes.items() if facts is not None else ():
                if state in described.methods:
                    found.append((state, ClassObject(path, qualname)))
    return tuple(found)


MATCHER = Matcher(frozenset(state.encode() for state in STATES), _find)
