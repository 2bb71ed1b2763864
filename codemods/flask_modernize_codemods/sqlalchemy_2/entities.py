"""Which model a query or ``select()`` is about, and what a model is called in a file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportNeed
from flask_modernize.project.imports import imported_files
from flask_modernize.project.library_types import library_classes
from flask_modernize.project.memory import remembered
from flask_modernize.project.models import Model, model_of
from flask_modernize.project.objects import ClassObject, Object
from flask_modernize.project.sqlalchemy_members import STEPS
from flask_modernize.project.value_flow import Nothing, Place, ValueFlow
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.matches import File
from flask_modernize_codemods.sqlalchemy_2.places import SESSION

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_KEEPING = STEPS - {"with_entities", "from_self", "select_entity_from", "with_only_columns"}


class _Entities(ValueFlow[ClassObject]):
    """The first model of a query, followed through names and functions."""

    def tell(self, place: Place, node: ast.expr) -> ClassObject | Nothing | None:
        if isinstance(node, ast.Attribute) and node.attr == "query":
            return self.model(place, node.value)
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Attribute):
            if node.func.attr == "query" and node.args:
                receiver = library_classes(self.project, place.path, node.func.value, place.scope)
                return self.entity(place, node.args[0]) if SESSION in receiver else None
            if node.func.attr in _KEEPING:
                return self.flow(place, node.func.value)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return self.entity(place, node.args[0]) if name == "select" and node.args else None

    def tell_object(self, obj: Object) -> ClassObject | None:
        return None

    def agree(self, found: list[ClassObject]) -> ClassObject | None:
        return found[0] if all(each == found[0] for each in found) else None

    def model(self, place: Place, node: ast.expr) -> ClassObject | None:
        """The mapped class that an expression names."""
        obj = self.callee(place, node)
        return obj if isinstance(obj, ClassObject) and model_of(self.project, obj) is not None else None

    def entity(self, place: Place, node: ast.expr) -> ClassObject | None:
        """The mapped class that something selected is of."""
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            node = node.elts[0]
        found = self.model(place, node)
        return self.model(place, node.value) if found is None and isinstance(node, ast.Attribute) else found


@remembered
def _entities(project: Project) -> _Entities:
    return _Entities(project)


def entity_of(file: File, query: ast.expr) -> Model | None:
    """The model that a query is about."""
    found = _entities(file.project).value(Place(file.syntax.path, file.scope(query)), query)
    return model_of(file.project, found) if found is not None else None


def model_named(file: File, node: ast.expr) -> Model | None:
    """The model that an expression names."""
    found = _entities(file.project).model(Place(file.syntax.path, file.scope(node)), node)
    return model_of(file.project, found) if found is not None else None


def class_name(file: File, at: ast.AST, cls: ClassObject) -> tuple[str, tuple[ImportNeed, ...]] | None:
    """What a file calls a class, and the import that this needs; None where neither is possible."""
    scope = file.scope(at)
    for name in sorted(file.syntax.scopes.module_scope.bindings):
        visible = scope.lookup(name) is file.syntax.scopes.module_scope
        if visible and file.project.resolve(file.syntax.path, name, scope) == cls:
            return name, ()
    prefix = _through_module(file, at, cls)
    if prefix is not None:
        return f"{prefix}.{cls.name}", ()
    taken = cls.name in bound_names(file.syntax.scopes.nodes())
    if "." in cls.qualname or taken or imports_file(file.project, cls.path, file.syntax.path):
        return None
    return cls.name, (ImportNeed(file.syntax.path, file.project.module_name(cls.path), cls.name),)


def _through_module(file: File, at: ast.AST, cls: ClassObject) -> str | None:
    """``models``, where the file says ``models.User``."""
    for name, bindings in sorted(file.syntax.scopes.module_scope.bindings.items()):
        if bindings and bindings[0].kind == "import":
            found = file.project.resolve(file.syntax.path, f"{name}.{cls.name}", file.scope(at))
            if found == cls and "." not in cls.qualname:
                return name
    return None


def imports_file(project: Project, path: str, other: str) -> bool:
    """Whether importing one file leads to another."""
    waiting, seen = [path], {path}
    while waiting:
        for each in imported_files(project, waiting.pop()):
            if each == other:
                return True
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return False
