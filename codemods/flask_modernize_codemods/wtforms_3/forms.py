"""Which classes of a project are forms, fields and validators of WTForms."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.project.library_types import library_ancestors, library_types
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.matches import File

_FORMS = frozenset({"wtforms.Form", "wtforms.form.BaseForm", "flask_wtf.FlaskForm", "flask_wtf.Form"})
_PACKAGES = ("wtforms.", "flask_wtf.")


def class_around(file: File, node: ast.AST) -> ClassObject | None:
    """The class whose body a node stands in directly."""
    scope = file.scope(node)
    return ClassObject(file.syntax.path, scope.qualname) if scope.kind == "class" else None


def is_form(file: File, cls: ClassObject) -> bool:
    """Whether a class of the project descends from a form of WTForms or Flask-WTF."""
    return bool(_FORMS & library_ancestors(file.project, cls))


def is_field(file: File, node: ast.expr) -> bool:
    """Whether an expression creates a field: ``StringField(...)``, also of a class of the project."""
    return isinstance(node, ast.Call) and bool(field_classes(file, node))


def field_classes(file: File, node: ast.expr) -> frozenset[str]:
    """The library classes of the field that an expression creates."""
    if not isinstance(node, ast.Call):
        return frozenset()
    found = file.classes(node) | file.names(node.func)
    return frozenset(each for each in found if each.startswith(_PACKAGES) and each.endswith("Field"))


def field_definition(file: File, field: ast.Attribute) -> str | None:
    """How a form defines the field ``form.name``, as text without the module in front; None where it is no form's."""
    if "wtforms.Form" not in file.classes(field.value):
        return None
    found = (_field_of(file, cls, field.attr) for cls in _form_classes(file, field.value))
    return next((each for each in found if each is not None), None)


def _form_classes(file: File, node: ast.expr) -> Iterator[ClassObject]:
    """The class of the project that a form is made of: ``form = LoginForm()`` in the same function, or ``self``."""
    scope = file.scope(node)
    if not isinstance(node, ast.Name):
        return
    owner = scope.lookup(node.id)
    for binding in owner.bindings.get(node.id, []) if owner is not None else []:
        if isinstance(binding.value, ast.Call):
            obj = library_types(file.project).callee(Place(file.syntax.path, scope), binding.value.func)
            if isinstance(obj, ClassObject):
                yield obj
    if node.id == "self" and scope.parent is not None and scope.parent.kind == "class":
        yield ClassObject(file.syntax.path, scope.parent.qualname)


def _field_of(file: File, cls: ClassObject, name: str) -> str | None:
    """How a form defines a field: the call as text, without the module in front."""
    line = [cls, *(each for each in file.project.ancestors(cls) if isinstance(each, ClassObject))]
    for each in line:
        syntax = file.project.syntax(each.path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.ClassDef) and syntax and syntax.scopes.inner_scope(node).qualname == each.qualname:
                for statement in node.body:
                    if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
                        return ast.unparse(statement.value).removeprefix("wtforms.").removeprefix("fields.")
    return None
