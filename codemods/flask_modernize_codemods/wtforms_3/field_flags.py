"""``field_flags = ("required",)``: what a validator says of its field is a dictionary today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "wtforms-field-flags-tuple"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef) and _is_validator(file, node):
            for each in ast.walk(node):
                if isinstance(each, ast.Assign) and _is_flags(each.targets[0]):
                    yield from _dictionary(file, each.value)


def _is_flags(target: ast.expr) -> bool:
    if isinstance(target, ast.Attribute):
        return target.attr == "field_flags" and isinstance(target.value, ast.Name) and target.value.id == "self"
    return isinstance(target, ast.Name) and target.id == "field_flags"


def _is_validator(file: File, node: ast.ClassDef) -> bool:
    """A class that WTForms' own is above, or whose objects are called with a form and a field."""
    scope = file.scope(node)
    qualname = f"{scope.qualname}.{node.name}" if scope.kind == "class" else node.name
    ancestors = library_ancestors(file.project, ClassObject(file.syntax.path, qualname))
    if any(each.startswith("wtforms.validators.") for each in ancestors):
        return True
    called = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__call__"]
    return bool(called) and [each.arg for each in called[0].args.args][1:3] == ["form", "field"]


def _dictionary(file: File, value: ast.expr) -> Iterator[Match]:
    if not isinstance(value, ast.Tuple | ast.List):
        return
    if all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in value.elts):
        text = ", ".join(f"{file.text(each)}: True" for each in value.elts)
        yield Match(ROW, "flags are a dictionary", value, (Replacement(*file.span(value), (f"{{{text}}}",)),))


MATCHER = Matcher(frozenset({b"field_flags"}), _find)
