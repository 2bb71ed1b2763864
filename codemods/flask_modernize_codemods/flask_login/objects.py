"""Which class of the project an object is of: created, returned by a function, or found by a query."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.project.callers import class_of_self
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject, FunctionObject, Object
from flask_modernize.project.value_flow import Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

_FINDING = frozenset({"get", "get_or_404", "first", "first_or_404", "one", "one_or_none", "one_or_404", "scalar"})
_LISTING = frozenset({"all"})


def class_of(project: Project, path: str, node: ast.expr, scope: Scope) -> ClassObject | None:
    """The class of the project that an expression is always an object of."""
    return _flow(project).value(Place(path, scope), node)


class _Objects(ValueFlow[ClassObject]):
    """Follows objects of the project's classes."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._open: set[FunctionObject] = set()

    def tell(self, place: Place, node: ast.expr) -> ClassObject | None:
        if isinstance(node, ast.Name):
            owner = place.scope.lookup(node.id)
            return class_of_self(place.path, owner, node.id) if owner is not None else None
        if not isinstance(node, ast.Call):
            return None
        made = self.callee(place, node.func)
        if isinstance(made, ClassObject):
            return made
        if isinstance(made, FunctionObject):
            return self._returned(made)
        found = isinstance(node.func, ast.Attribute) and node.func.attr in _FINDING
        return self._queried(place, node.func) if found else None

    def _returned(self, function: FunctionObject) -> ClassObject | None:
        """What a user loader gives: its decorator registers it, and leaves it as it is."""
        scope = scope_of_function(self.project, function)
        if scope is None or not isinstance(scope.node, ast.FunctionDef) or function in self._open:
            return None
        if not all(ast.unparse(each).endswith("_loader") for each in scope.node.decorator_list):
            return None
        values = [each.value for each in ast.walk(scope.node) if isinstance(each, ast.Return) and each.value]
        self._open.add(function)
        none = [each for each in values if isinstance(each, ast.Constant) and each.value is None]
        found = {self.value(Place(function.path, scope), each) for each in values if each not in none}
        self._open.discard(function)
        return found.pop() if len(found) == 1 else None

    def _queried(self, place: Place, node: ast.expr) -> ClassObject | None:
        """``User`` of ``User.query.filter_by(...).first``."""
        while isinstance(node, ast.Attribute | ast.Call):
            node = node.value if isinstance(node, ast.Attribute) else node.func
        obj = self.callee(place, node) if isinstance(node, ast.Name) else None
        return obj if isinstance(obj, ClassObject) else None

    def tell_object(self, obj: Object) -> ClassObject | None:
        return None

    def tell_type(self, place: Place, annotation: ast.expr, name: str) -> ClassObject | None:
        obj = self.callee(place, annotation)
        return obj if isinstance(obj, ClassObject) else None

    def tell_item(self, place: Place, node: ast.expr) -> ClassObject | None:
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            found = {self.value(place, each) for each in node.elts}
            return found.pop() if len(found) == 1 else None
        listed = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LISTING
        return self._queried(place, node) if listed else None

    def agree(self, found: list[ClassObject]) -> ClassObject | None:
        return found[0] if all(each == found[0] for each in found) else None


@remembered
def _flow(project: Project) -> _Objects:
    return _Objects(project)
