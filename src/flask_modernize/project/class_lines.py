"""The line of a class: itself and everything it inherits from, and which of its bases could not be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts import ClassFacts, Sketch
from flask_modernize.project.objects import ClassObject, Object
from flask_modernize.project.parsed import declaring

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


def class_facts(project: Project, cls: ClassObject) -> ClassFacts | None:
    """What the file says about a class of the project."""
    facts = project.facts(cls.path)
    return facts.classes.get(cls.qualname) if facts is not None else None


def class_line(project: Project, cls: ClassObject) -> tuple[Object, ...]:
    """The class, then its ancestors, nearest first, without those that cannot be told."""
    return (cls, *(each for each in project.ancestors(cls) if each is not None))


def family(project: Project, cls: ClassObject) -> Iterator[ClassObject]:
    """The class, then those that descend from it, found while somebody asks for more of them."""
    yield cls
    yield from project.descendants(cls)


def described_line(project: Project, cls: ClassObject) -> Iterator[tuple[ClassObject, ClassFacts]]:
    """The classes of the project in the line, each with what its file says about it."""
    for each in class_line(project, cls):
        facts = class_facts(project, each) if isinstance(each, ClassObject) else None
        if facts is not None and isinstance(each, ClassObject):
            yield each, facts


def untold_bases(project: Project, cls: ClassObject) -> Iterator[tuple[ClassObject, Sketch]]:
    """Every base in the line that is not a name whose meaning is known, with the class that has it."""
    for each, facts in described_line(project, cls):
        if None not in project.bases(each):
            continue
        scope = scope_around(project, each)
        for base in facts.bases:
            for sketch in _without_wrappers(base):
                known = sketch[0] == "name" and (
                    sketch[1] == "object" or project.resolve(each.path, sketch[1], scope) is not None
                )
                if not known:
                    yield each, sketch


def _without_wrappers(base: Sketch) -> tuple[Sketch, ...]:
    """``Base`` of ``Base[T]``, and the bases of ``with_metaclass(Meta, Base)``."""
    if base[0] == "subscript":
        return _without_wrappers(base[1])
    if base[0] == "call" and base[1][0] == "name" and base[1][1].rpartition(".")[2] == "with_metaclass":
        return tuple(base[2][1:])
    return (base,)


def scope_around(project: Project, cls: ClassObject) -> Scope | None:
    """The scope that a class statement stands in; None for the module's."""
    scope = class_scope(project, cls) if "." in cls.qualname else None
    return scope.parent if scope is not None else None


def class_scope(project: Project, cls: ClassObject) -> Scope | None:
    """The scope that a class statement opens, good for looking up names: some methods may do nothing there."""
    syntax = project.excerpt(cls.path, declaring(cls.qualname))
    return syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None


def class_span(project: Project, cls: ClassObject) -> tuple[int, int] | None:
    """The bytes of the lines of a class; None where they are not known."""
    facts, source = class_facts(project, cls), project.source(cls.path)
    if facts is None or source is None or facts.definitions != 1:
        return None
    return source.line_span(facts.line)[0], source.line_span(facts.end_line)[1]


def class_says(project: Project, cls: ClassObject, part: re.Pattern[bytes]) -> bool:
    """Whether ``part`` matches in the lines of a class; True where they are not known."""
    span = class_span(project, cls)
    return span is None or part.search(project.content(cls.path), *span) is not None


def class_body_says(project: Project, cls: ClassObject, part: re.Pattern[bytes]) -> bool:
    """The same, where what its functions say does not count; what stands in their header does not either."""
    if part.search(project.content(cls.path)) is None:
        return False
    span, file, source = class_span(project, cls), project.facts(cls.path), project.source(cls.path)
    if span is None or file is None or source is None:
        return True
    place, end = span
    for first, last in file.outermost:
        start, stop = source.line_span(first)[0], source.line_span(last)[1]
        if place < start < end:
            if part.search(source.data, place, start):
                return True
            place = stop
    return part.search(source.data, place, end) is not None
