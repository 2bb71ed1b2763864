"""Which class of a library an expression is an object of, and which of a library's names an expression means.

The proof of an attribute rule: ``x.is_xhr`` is Flask's only if ``x`` is always a request. Nothing is told from the
spelling of ``x``; see :mod:`flask_modernize.project.value_flow` for what is followed, and
:mod:`flask_modernize.project.library_members` for what the libraries say.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from flask_modernize.project.callers import class_of_self
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.library_members import (
    ANY_MEMBER,
    DECORATED,
    ITEMS,
    MEMBERS,
    OBJECTS,
    ORM_NAMES,
    OVERRIDES,
    PARAMETERS,
    RESULTS,
    canonical,
    with_bases,
)
from flask_modernize.project.loaded_entities import loaded_entity
from flask_modernize.project.memory import remembered
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Member, Object, Variable
from flask_modernize.project.value_flow import NOTHING, FunctionNode, Nothing, Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

Classes = frozenset[str]
_DATABASE = "flask_sqlalchemy.SQLAlchemy"
_QUERY = frozenset({"flask_sqlalchemy.query.Query"})
_ATTRIBUTE = frozenset({"sqlalchemy.orm.InstrumentedAttribute"})
_TEXT = frozenset({"builtins.str"})
_FUNCTION = frozenset({"sqlalchemy.sql.FunctionElement"})
_FUNCTIONS = ("sqlalchemy.func.", "sqlalchemy.sql.func.", "sqlalchemy.sql.expression.func.")


def library_classes(project: Project, path: str, node: ast.expr, scope: Scope) -> Classes:
    """Full names of the library classes that an expression standing in ``scope`` is always an object of.

    Base classes are included; empty when nothing can be told.
    """
    found = library_types(project).value(Place(path, scope), node)
    return with_bases(found) if found else frozenset()


def library_names(project: Project, path: str, node: ast.expr, scope: Scope) -> Classes:
    """Full names of what an expression means in libraries: a function or class, or ``Class.member`` of an object."""
    return library_types(project).names(Place(path, scope), node)


def may_mean(project: Project, path: str, node: ast.expr, scope: Scope, names: Collection[str]) -> bool:
    """Whether an expression may mean one of these full names; no object is followed to tell."""
    if not isinstance(node, ast.Attribute):
        return True
    ending = f".{node.attr}"  # as all names of a member of an object
    if any(each.endswith(ending) for each in names):
        return True
    return isinstance(library_types(project).callee(Place(path, scope), node), External)


def library_ancestors(project: Project, cls: ClassObject) -> Classes:
    """Full names of every library class that a class of the project descends from."""
    return with_bases(each.name for each in project.ancestors(cls) if isinstance(each, External))


class LibraryTypes(ValueFlow[Classes]):
    """Follows objects of library classes; the answer has the nearest classes that are known."""

    def tell(self, place: Place, node: ast.expr) -> Classes | Nothing | None:
        if isinstance(node, ast.Call):
            return self._made(place, node)
        if isinstance(node, ast.Attribute):
            return self._member(place, node)
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return self._indexed(place, node)
        if _is_text(node):
            return _TEXT
        return self._parameter_of_library(place, node) if isinstance(node, ast.Name) else None

    def tell_object(self, obj: Object) -> Classes | None:
        if isinstance(obj, FunctionObject):
            return self._made_by_decorator(obj)
        if isinstance(obj, Member) and isinstance(obj.of, Variable):
            return self._held(obj)
        return _class_of_external(obj.name) if isinstance(obj, External) else None

    def _held(self, member: Member) -> Classes | None:
        """What an attribute of a library's object holds that has another name: ``config = app.config``."""
        holders = self.of_object(member.of)
        for holder in sorted(with_bases(holders)) if isinstance(holders, frozenset) else ():
            if f"{holder}.{member.name}" in MEMBERS:
                return frozenset({MEMBERS[f"{holder}.{member.name}"]})
        return None

    def _made_by_decorator(self, function: FunctionObject) -> Classes | None:
        """What the outermost decorator makes of a function of the project: ``@click.group()`` a group."""
        facts = self.project.facts(function.path)
        described = facts.functions.get(function.qualname) if facts is not None else None
        if described is None or not described.decorators:
            return None
        scope = scope_of_function(self.project, function)
        if scope is None or scope.parent is None or not isinstance(scope.node, FunctionNode):
            return None
        outermost = scope.node.decorator_list[0]
        called = outermost.func if isinstance(outermost, ast.Call) else outermost
        for name in sorted(self.names(Place(function.path, scope.parent), called)):
            if name in DECORATED:
                return frozenset({DECORATED[name]})
        return None

    def tell_type(self, place: Place, annotation: ast.expr, name: str) -> Classes | None:
        obj = self.callee(place, annotation)
        return self._instance_of(obj) if isinstance(obj, ClassObject | External) else None

    def tell_entered(self, place: Place, node: ast.expr) -> Classes | None:
        """A context manager of these libraries gives itself, or what the call is said to give."""
        return self.value(place, node)

    def tell_item(self, place: Place, node: ast.expr) -> Classes | None:
        return _item(self.value(place, node))

    def tell_added(self, place: Place, node: ast.AugAssign) -> Classes | None:
        return _TEXT if self.value(place, node.value) == _TEXT else None

    def agree(self, found: list[Classes]) -> Classes | None:
        shared = frozenset.intersection(*(with_bases(each) for each in found))
        return found[0] if all(each == found[0] for each in found) else shared or None

    def names(self, place: Place, node: ast.expr) -> Classes:
        """See :func:`library_names`."""
        obj = self.callee(place, node)
        if isinstance(obj, External):
            return frozenset({obj.name, canonical(obj.name)} | self._members_of_class(obj))
        if not isinstance(node, ast.Attribute):
            return frozenset()
        holders = with_bases(self.value(place, node.value) or ())
        found = {f"{holder}.{node.attr}" for holder in holders}
        if _DATABASE in holders:
            found.add(f"sqlalchemy.{'orm.' if node.attr in ORM_NAMES else ''}{node.attr}")
        return frozenset(found)

    def _members_of_class(self, obj: External) -> set[str]:
        """``flask.request.is_xhr``, ``flask.wrappers.Request.is_xhr``: what is known as ``flask.Request``."""
        holder, _, member = obj.name.rpartition(".")
        classes = _class_of_external(holder) or {holder}
        return {f"{each}.{member}" for each in with_bases(classes)}

    def _made(self, place: Place, node: ast.Call) -> Classes | Nothing | None:
        obj = self.callee(place, node.func)
        if isinstance(obj, ClassObject):
            return self._instance_of(obj)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and place.scope.lookup("super") is None:
            return self._instance_of(own) if (own := _class_around(place)) is not None else None
        for name in sorted(self.names(place, node.func)):
            if name in RESULTS:
                return frozenset({RESULTS[name]})
        if isinstance(obj, External):
            return _FUNCTION if obj.name.startswith(_FUNCTIONS) else self._instance_of(obj)
        entity = loaded_entity(self.project, place.path, node, place.scope)
        if entity is not None:
            return self._instance_of(entity)
        for holder in sorted(with_bases(self.value(place, node.func) or ())):
            if f"{holder}.__call__" in RESULTS:
                return frozenset({RESULTS[f"{holder}.__call__"]})
        if isinstance(node.func, ast.Attribute) and obj is None and self.flow(place, node.func.value) is NOTHING:
            return NOTHING
        return _TEXT if _is_formatted(node) else None

    def _instance_of(self, obj: ClassObject | External) -> Classes | None:
        if isinstance(obj, External):
            last = obj.name.rpartition(".")[2]
            return frozenset({canonical(obj.name)}) if last[:1].isupper() else None
        found = frozenset(each.name for each in self.project.ancestors(obj) if isinstance(each, External))
        return frozenset(map(canonical, found)) - {"object"} or None

    def _member(self, place: Place, node: ast.Attribute) -> Classes | None:
        obj = self.callee(place, node)
        if isinstance(obj, External):
            return _class_of_external(obj.name)
        holder = self.callee(place, node.value)
        model = model_of(self.project, holder) if isinstance(holder, ClassObject) else None
        if model is not None:
            if node.attr == "query":
                return _QUERY
            if node.attr in model.columns or node.attr in model.relationships:
                return _ATTRIBUTE
        if not any(name.endswith("." + node.attr) for name in MEMBERS) and not _in_collection(node.value):
            return None
        for holder_name in sorted(with_bases(self.value(place, node.value) or ())):
            held = MEMBERS.get(f"{holder_name}.{node.attr}") or ANY_MEMBER.get(holder_name)
            if held is not None:
                return frozenset({held})
        return None

    def _indexed(self, place: Place, node: ast.Subscript) -> Classes | None:
        """``rows[0]``, ``table.c["name"]``."""
        if _in_collection(node.value):
            for holder in sorted(with_bases(self.value(place, node.value) or ())):
                if holder in ANY_MEMBER:
                    return frozenset({ANY_MEMBER[holder]})
        return _item(self.value(place, node.value))

    def _parameter_of_library(self, place: Place, node: ast.Name) -> Classes | None:
        """What a library passes to a function for a parameter: by its decorator, or by the method it overrides."""
        owner = place.scope.lookup(node.id)
        if owner is None or not isinstance(owner.node, FunctionNode) or owner.parent is None:
            return None
        own = class_of_self(place.path, owner, node.id)
        if own is not None:
            return self._instance_of(own)
        bindings = owner.bindings.get(node.id, [])
        names = [each.arg for each in (*owner.node.args.posonlyargs, *owner.node.args.args)]
        if len(bindings) != 1 or bindings[0].kind != "parameter" or node.id not in names:
            return None
        index = names.index(node.id)
        around = Place(place.path, owner.parent)
        if owner.parent.kind == "class":
            return self._overriding(around, owner.node.name, index - 1)
        return self._decorated(around, owner.node, index)

    def _decorated(self, around: Place, function: ast.FunctionDef | ast.AsyncFunctionDef, index: int) -> Classes | None:
        for decorator in function.decorator_list:
            wanted = decorator.func if isinstance(decorator, ast.Call) else decorator
            for name in sorted(self.names(around, wanted)):
                passed = PARAMETERS.get(name, ())
                if index < len(passed):
                    return frozenset({passed[index]})
        return None

    def _overriding(self, around: Place, method: str, index: int) -> Classes | None:
        cls = ClassObject(around.path, around.scope.qualname)
        for base in sorted(library_ancestors(self.project, cls)):
            passed = _for_method(OVERRIDES.get(base, {}), method)
            if 0 <= index < len(passed):
                return frozenset({passed[index]})
        return None


def _in_collection(node: ast.expr) -> bool:
    """``table.c``; asked before anything is followed."""
    return isinstance(node, ast.Attribute) and node.attr in ("c", "columns")


def _item(of: Classes | None) -> Classes | None:
    for each in sorted(with_bases(of or ())):
        if each in ITEMS:
            return frozenset({ITEMS[each]})
    return None


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add) and (_is_text(node.left) or _is_formatted(node.left))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_formatted(node: ast.expr) -> bool:
    """``"...".format(...)`` and the like."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _gives_text(node.func)


def _gives_text(method: ast.Attribute) -> bool:
    return method.attr in _TEXT_METHODS and (_is_text(method.value) or _is_formatted(method.value))


_TEXT_METHODS = frozenset({"format", "replace", "strip", "join", "lower", "upper"})


def _class_around(place: Place) -> ClassObject | None:
    scope: Scope | None = place.scope
    while scope is not None and scope.kind != "class":
        scope = scope.parent
    return ClassObject(place.path, scope.qualname) if scope is not None else None


def _class_of_external(name: str) -> Classes | None:
    """The class of ``flask.request``, or of ``flask.request.user_agent``."""
    if name in OBJECTS:
        return frozenset({OBJECTS[name]})
    holder, _, member = name.rpartition(".")
    holders = _class_of_external(holder) if holder else None
    for each in sorted(with_bases(holders or ())):
        if f"{each}.{member}" in MEMBERS:
            return frozenset({MEMBERS[f"{each}.{member}"]})
    return None


def _for_method(methods: Mapping[str, tuple[str, ...]], method: str) -> tuple[str, ...]:
    for pattern, passed in methods.items():
        if pattern == method or (pattern.endswith("*") and method.startswith(pattern[:-1])):
            return passed
    return ()


@remembered
def library_types(project: Project) -> LibraryTypes:
    """The library types of one project; answers are kept."""
    return LibraryTypes(project)
