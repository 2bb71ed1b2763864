"""Expressions that hold a mapped class which is only known when the program runs: ``self.model``, a parameter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.project.library_attributes import library_attribute
from flask_modernize.project.memory import remembered
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject, Object
from flask_modernize.project.value_flow import Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


def is_mapped_class(project: Project, path: str, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression standing in ``scope`` is some mapped class, whichever it is, whenever it is evaluated."""
    return _flow(project).value(Place(path, scope), node) is not None


class _Models(ValueFlow[frozenset[ClassObject]]):
    """Follows mapped classes; the answer has those of the project that an expression may be."""

    def tell(self, place: Place, node: ast.expr) -> frozenset[ClassObject] | None:
        return self.told_by_library(place, node) if isinstance(node, ast.Attribute) else None

    def tell_object(self, obj: Object) -> frozenset[ClassObject] | None:
        model = model_of(self.project, obj)
        return frozenset({model.cls}) if model is not None else None

    def tell_library(self, cls: str, attribute: str) -> frozenset[ClassObject] | None:
        return frozenset() if library_attribute("model", cls, attribute) is not None else None

    def agree(self, found: list[frozenset[ClassObject]]) -> frozenset[ClassObject]:
        return frozenset().union(*found)


@remembered
def _flow(project: Project) -> _Models:
    return _Models(project)
