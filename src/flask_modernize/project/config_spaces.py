"""The kinds of configuration there are, Flask's and Celery's, and whether an expression is one of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.library_types import library_classes
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject, Object
from flask_modernize.project.value_flow import Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


@dataclass(frozen=True, slots=True)
class Space:
    """A kind of configuration: the class of its objects, and the methods that load it from elsewhere.

    ``attribute`` is what an application calls it (``app.config``). ``loaders`` are methods of the configuration, or
    of the application where ``on_application`` says so, that take an object, a module or the name of one.
    """

    name: str
    cls: str
    attribute: str
    loaders: frozenset[str]
    on_application: bool = False
    as_attributes: bool = False
    """Settings are also attributes of the configuration: ``celery.conf.key = value``."""


FLASK = Space("flask", "flask.Config", "config", frozenset({"from_object"}))
CELERY = Space(
    "celery",
    "celery.app.utils.Settings",
    "conf",
    frozenset({"config_from_object"}),
    on_application=True,
    as_attributes=True,
)

UPDATES = frozenset({"update", "from_mapping"})
"""Methods of a configuration that take a dictionary or keyword arguments."""


def config_class_of(project: Project, space: Space, path: str, node: ast.expr, scope: Scope) -> bool | None:
    """Whether an expression is a configuration of the space; None when nothing is known of it."""
    classes = library_classes(project, path, node, scope)
    if classes:
        return space.cls in classes
    dotted = dotted_name(node)
    obj = project.resolve(path, dotted, scope) if dotted is not None else None
    if isinstance(obj, External | ClassObject | FunctionObject | ModuleObject):
        return False
    if _is_plain_dictionary(project, Place(path, scope), node):
        return False
    if not isinstance(node, ast.Attribute):
        return None if isinstance(node, ast.Name) else False
    return None if node.attr == space.attribute else False


def _is_plain_dictionary(project: Project, place: Place, node: ast.expr) -> bool:
    """Whether an expression is always a dictionary that the project writes out itself."""
    dictionaries = _dictionaries(project)
    if dictionaries.value(place, node):
        return True
    cls = dictionaries.class_of(place, node.value) if isinstance(node, ast.Attribute) else None
    return cls is not None and isinstance(node, ast.Attribute) and dictionaries.attribute(cls, node.attr) is True


class _Dictionaries(ValueFlow[bool]):
    """Follows dictionaries that are written out."""

    def tell(self, place: Place, node: ast.expr) -> bool | None:
        is_call = isinstance(node, ast.Call) and dotted_name(node.func) == "dict"
        return True if is_call or isinstance(node, ast.Dict | ast.DictComp) else None

    def tell_object(self, obj: Object) -> bool | None:
        return None

    def agree(self, found: list[bool]) -> bool:
        return all(found)


@remembered
def _dictionaries(project: Project) -> _Dictionaries:
    return _Dictionaries(project)
