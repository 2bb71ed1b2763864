"""``def validate(self)`` of a form: it is called with ``extra_validators`` today."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ROW = "wtf-validate-override-signature"
_FORMS = frozenset({"flask_wtf.FlaskForm", "flask_wtf.Form"})
_NAME = "extra_validators"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.name == "validate" and not node.decorator_list:
            scope = file.scope(node)
            names = [each.arg for each in node.args.args]
            others = node.args.vararg or node.args.kwarg or node.args.kwonlyargs
            if scope.kind != "class" or len(names) != 1 or others:
                continue
            if ClassObject(file.syntax.path, scope.qualname) in _forms(file.project):
                yield _widened(file, node)


@remembered
def _forms(project: Project) -> frozenset[ClassObject]:
    """The forms of Flask-WTF in a project, and the classes of the project that they get methods from."""
    found: set[ClassObject] = set()
    for path in project.files_with(b"class"):
        facts = project.facts(path)
        for qualname in facts.classes if facts is not None else ():
            cls = ClassObject(path, qualname)
            if _FORMS & library_ancestors(project, cls):
                found.add(cls)
                found.update(each for each in project.ancestors(cls) if isinstance(each, ClassObject))
    return frozenset(found)


def _widened(file: File, method: ast.FunctionDef) -> Match:
    own = method.args.args[0]
    end = file.span(own)[1]
    changes = [Replacement(end, end, (f", {_NAME}=None",))]
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and _is_base(file, node, own.arg):
            close = file.span(node)[1] - 1
            changes.append(Replacement(close, close, (f", {_NAME}" if node.args else _NAME,)))
    return Match(ROW, "forms are validated with extra validators", method, tuple(changes))


def _is_base(file: File, call: ast.Call, own: str) -> bool:
    """``super().validate()``, ``super(F, self).validate()`` or ``FlaskForm.validate(self)``."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "validate" or call.keywords:
        return False
    holder = function.value
    if isinstance(holder, ast.Call) and isinstance(holder.func, ast.Name) and holder.func.id == "super":
        return not call.args
    if len(call.args) != 1 or not isinstance(call.args[0], ast.Name) or call.args[0].id != own:
        return False
    return bool(file.names(holder) & {*_FORMS, "wtforms.Form", "flask_wtf.form.Form"}) or _is_form(file, holder)


def _is_form(file: File, holder: ast.expr) -> bool:
    if not isinstance(holder, ast.Name | ast.Attribute):
        return False
    obj = file.project.resolve(file.syntax.path, ast.unparse(holder), file.scope(holder))
    return isinstance(obj, ClassObject) and obj in _forms(file.project)


MATCHER = Matcher(frozenset({b"validate"}), _find)
