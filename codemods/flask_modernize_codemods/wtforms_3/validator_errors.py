"""``raise ValueError`` in a validator: only ``ValidationError`` becomes an error of the field today."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.local_names import local_name
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.wtforms_3.forms import class_around, is_form

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ROW = "wtforms-valueerror-in-validator"
_HOMES = ("wtforms.validators.ValidationError", "wtforms.ValidationError")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and _is_validator(file, node):
            for each in _raises(node):
                yield _validation_error(file, each)


def _is_validator(file: File, function: ast.FunctionDef) -> bool:
    names = [each.arg for each in function.args.args]
    cls = class_around(file, function)
    if cls is not None:
        return function.name.startswith("validate_") and len(names) == 2 and is_form(file, cls)
    qualname = file.syntax.scopes.inner_scope(function).qualname
    return len(names) == 2 and FunctionObject(file.syntax.path, qualname) in _listed(file.project)


@remembered
def _listed(project: Project) -> frozenset[FunctionObject]:
    """The functions that stand in a list of ``validators``."""
    found = set()
    for path in project.files_with(b"validators"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.keyword) and node.arg == "validators" and isinstance(node.value, ast.List):
                for each in node.value.elts:
                    dotted = ast.unparse(each) if isinstance(each, ast.Name | ast.Attribute) else ""
                    obj = project.resolve(path, dotted, syntax.scopes.scope_of(each)) if dotted and syntax else None
                    if isinstance(obj, FunctionObject):
                        found.add(obj)
    return frozenset(found)


def _raises(function: ast.FunctionDef) -> Iterator[ast.Name]:
    """``ValueError`` where it is raised, and not caught in the function itself."""
    if any(isinstance(each, ast.ExceptHandler) and _catches(each) and _raised_in(each) for each in ast.walk(function)):
        return
    for each in ast.walk(function):
        if isinstance(each, ast.Raise) and each.exc is not None:
            raised = each.exc.func if isinstance(each.exc, ast.Call) else each.exc
            if isinstance(raised, ast.Name) and raised.id == "ValueError":
                yield raised


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is not None and "ValueError" in ast.unparse(handler.type)


def _raised_in(handler: ast.ExceptHandler) -> bool:
    """``except ValueError: raise`` hands on what may come from elsewhere."""
    return any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(handler))


def _validation_error(file: File, raised: ast.Name) -> Match | Finding:
    for home in _HOMES:
        found = local_name(file.project, file.syntax, home, file.scope(raised), file.going)
        if found is not None and found.need is None:
            return Match(ROW, _TITLE, raised, (Replacement(*file.span(raised), (found.text,)),))
    given = needed_names(file, raised, _HOMES[:1])
    if isinstance(given, Finding):
        return given
    names, needs = given
    return Match(ROW, _TITLE, raised, (Replacement(*file.span(raised), (names["ValidationError"],)),), needs)


_TITLE = "errors of a field are ValidationErrors"
MATCHER = Matcher(frozenset({b"ValueError"}), _find)
