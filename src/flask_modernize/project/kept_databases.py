"""Flask-SQLAlchemy instances that a class keeps and a function gives out: ``App.db = SQLAlchemy(app)`` and, in other
modules, ``db = App.get_db()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts import Sketch
from flask_modernize.facts.sketch import dotted_name, sketch
from flask_modernize.project.attribute_values import Store, stores_from_outside, stores_through_self
from flask_modernize.project.class_lines import class_facts
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject, Variable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class KeptDatabase:
    """An instance that is made by the call ``creation`` in ``path``.

    ``variables`` are all that hold it, the one that models are made with first.
    """

    path: str
    creation: Sketch
    variables: tuple[Variable, ...]


_STORE = re.compile(rb"\w\s*\.\s*(\w+)\s*=\s*[\w.]*SQLA(?:lchemy)?\s*\(")


def kept_databases(project: Project, creates: Callable[[str, Sketch], bool]) -> Iterator[KeptDatabase]:
    """Those of a project; ``creates`` tells the calls (of a file) that make one."""
    names = {
        match[1].decode()
        for path in project.mentioning("SQLAlchemy")
        for match in _STORE.finditer(project.content(path))
    }
    for name in sorted(names):
        found = _only_store(project, name)
        made = sketch(found[1].value) if found is not None and found[1].value is not None else None
        if found is not None and made is not None and creates(found[1].path, made):
            variables = _first_with_models(project, _variables(project, *_givers(project, found[0], name)))
            if variables:
                yield KeptDatabase(found[1].path, made, variables)


def _only_store(project: Project, name: str) -> tuple[ClassObject, Store] | None:
    """The one class whose attribute is assigned from outside, if nothing else can give it a value but None."""
    found: list[tuple[ClassObject, Store]] = []
    for store in stores_from_outside(project, name):
        dotted = dotted_name(store.receiver)
        obj = project.resolve(store.path, dotted, store.scope) if dotted is not None else None
        if isinstance(obj, ClassObject):
            found.append((obj, store))
        elif not isinstance(obj, ModuleObject | External):
            return None
    if len(found) != 1:
        return None
    cls = found[0][0]
    facts = class_facts(project, cls)
    if facts is None or facts.definitions != 1 or name in facts.methods or project.subclasses(cls):
        return None
    in_body = facts.attributes.get(name, ())
    if any(each.value != ("const", None) for each in in_body) or any(stores_through_self(project, cls, name)):
        return None
    return found[0]


def _givers(project: Project, cls: ClassObject, name: str) -> Iterator[FunctionObject]:
    """The functions beside a class, or of it, that return its attribute and nothing else."""
    facts = project.facts(cls.path)
    for qualname, function in facts.functions.items() if facts is not None else ():
        returned = project.returned(cls.path, function) or ()
        if len(returned) == 1 and returned[0][0] == "name":
            owner, _, attribute = returned[0][1].rpartition(".")
            if attribute == name and project.resolve(cls.path, owner) == cls:
                yield FunctionObject(cls.path, qualname)


def _variables(project: Project, *functions: FunctionObject) -> list[Variable]:
    """The module-level variables that are what such a function returns."""
    found = []
    for path in sorted({path for each in functions for path in project.files_with(each.name.encode())}):
        facts = project.facts(path)
        for name, bindings in sorted(facts.bindings.items()) if facts is not None else ():
            value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
            called = value[1][1] if value is not None and value[0] == "call" and value[1][0] == "name" else ""
            if called and project.resolve(path, called) in functions:
                found.append(Variable(path, name))
    return found


def _first_with_models(project: Project, variables: list[Variable]) -> tuple[Variable, ...]:
    """The variables, the one that all models are made with first; nothing where there are several of that kind."""
    with_models = [each for each in variables if _has_models(project, each)]
    if len(with_models) != 1:
        return ()
    return (*with_models, *(each for each in variables if each not in with_models))


def _has_models(project: Project, variable: Variable) -> bool:
    facts = project.facts(variable.path)
    base = ("name", f"{variable.name}.Model")
    return facts is not None and any(base in each.bases for each in facts.classes.values())
