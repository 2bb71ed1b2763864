"""Objects of the database that are sent to tasks: messages are JSON since Celery 4, and these are not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_types
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import FunctionObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.matches import File, Matcher


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and _sends(file, node):
            yield from _sent(file, node)


def _sends(file: File, call: ast.Call) -> bool:
    """``task.delay(...)`` of a function of the project."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "delay":
        return False
    place = Place(file.syntax.path, file.scope(call))
    return isinstance(library_types(file.project).callee(place, call.func.value), FunctionObject)


def _sent(file: File, call: ast.Call) -> Iterator[Finding]:
    flow = library_types(file.project)
    for argument in (*call.args, *(each.value for each in call.keywords)):
        cls = flow.class_of(Place(file.syntax.path, file.scope(argument)), argument)
        if cls is not None and model_of(file.project, cls) is not None:
            message = f"`{file.text(argument)}` is an object of the database, and messages are JSON since Celery 4"
            yield file.finding(argument, VALUE, message, "Send its id, and load it in the task.")


MATCHER = Matcher(frozenset({b"delay"}), _find)
