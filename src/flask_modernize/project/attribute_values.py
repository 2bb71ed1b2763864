"""What is assigned to an attribute of a class's objects: in class bodies, through ``self``, and from outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.callers import class_of_self
from flask_modernize.project.class_lines import (
    class_body_says,
    class_facts,
    class_line,
    class_says,
    class_scope,
    class_span,
    family,
)
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.name_texts import bare_word
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.store_texts import followed, store_text, store_texts
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import FileScopes, Scope


@dataclass(frozen=True, slots=True)
class Store:
    """``receiver.name = value`` in ``scope`` of ``path``; ``value`` is None where it is unpacked or the like."""

    path: str
    scope: Scope
    receiver: ast.expr
    value: ast.expr | None


def defining_bodies(project: Project, cls: ClassObject, name: str) -> Iterator[ClassObject]:
    """The classes whose body has what the objects of a class and of its subclasses find in their class."""
    found = set()
    for each in family(project, cls):
        first = defining_body(project, each, name)
        if first is not None and first not in found:
            found.add(first)
            yield first


def is_property(project: Project, cls: ClassObject | None, name: str) -> bool:
    """Whether the body of a class has a method of that name, behind which nothing is seen that is assigned."""
    facts = class_facts(project, cls) if cls is not None else None
    return facts is not None and name in facts.methods


def defining_body(project: Project, cls: ClassObject, name: str) -> ClassObject | None:
    """The class whose body has what the objects of a class find in their class under a name."""
    for each in class_line(project, cls):
        facts = class_facts(project, each) if isinstance(each, ClassObject) else None
        if facts is None or not isinstance(each, ClassObject):
            continue
        if name in facts.methods:
            return each
        if facts.definitions == 1 and name in facts.attributes:
            return each
        scope = class_scope(project, each) if _may_bind(project, each, name) else None
        if scope is not None and name in scope.bindings:
            return each
    return None


def _may_bind(project: Project, cls: ClassObject, name: str) -> bool:
    """Whether the name stands in the body of a class somewhere where it is not an attribute of something."""
    return class_body_says(project, cls, bare_word(name.encode()))


_SETTING_BY_NAME = (b"setattr", b"__dict__", b"vars(self)")
_SETS_BY_NAME = re.compile(rb"\bsetattr\s*\(\s*self\b|\b(?:self\.__dict__|vars\(self\))\s*(?:=|\.update|\[)")


def sets_attributes_by_name(project: Project, cls: ClassObject) -> bool:
    """Whether a class has code that assigns attributes of its objects whose names are not written there."""
    data = project.content(cls.path)
    return any(word in data for word in _SETTING_BY_NAME) and class_says(project, cls, _SETS_BY_NAME)


def stores_through_self(project: Project, cls: ClassObject, name: str) -> Iterator[Store]:
    """Every ``self.name = value`` in the methods of one class, those less deep first."""
    if not _may_store_in(project, cls, name):
        return
    syntax = project.excerpt(cls.path, followed(name.encode()))
    inside = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    if syntax is None or inside is None:
        return
    for node in _stores_below(syntax.scopes, inside, name):
        if isinstance(node.value, ast.Name):
            scope = syntax.scopes.scope_of(node)
            if class_of_self(cls.path, scope, node.value.id) == cls:
                yield _store(cls.path, syntax.scopes, scope, node)


def _may_store_in(project: Project, cls: ClassObject, name: str) -> bool:
    """Whether a class may have ``self.name = value`` somewhere, whatever it calls its ``self``."""
    data, word = project.content(cls.path), name.encode()
    if followed(word).search(data) is None:
        return False
    span = class_span(project, cls)
    return span is None or any(each.receiver for each in store_texts(data, word, *span))


def stores_from_outside(project: Project, name: str) -> Iterator[Store]:
    """Every ``x.name = value`` of the project where x is not the ``self`` of a method."""
    for path in _files_with_stores(project, name):
        syntax = project.excerpt(path, followed(name.encode()))
        for node in syntax.scopes.stores(name) if syntax is not None else ():
            assert syntax is not None
            scope = syntax.scopes.scope_of(node)
            if not isinstance(node.value, ast.Name) or class_of_self(path, scope, node.value.id) is None:
                yield _store(path, syntax.scopes, scope, node)


@remembered_about
def _files_with_stores(project: Project, name: str) -> tuple[str, ...]:
    """The files that may assign to ``x.name`` where x is no ``self``, by their text; tests last."""
    receivers: dict[str, set[bytes]] = {}
    for path, store in project.picked(followed(name.encode()), store_text):
        receivers.setdefault(path, set()).add(store.receiver)
    found = [path for path, names in receivers.items() if not names <= _OWN or _has_loose_self(project, path)]
    return tuple(sorted(found, key=lambda path: (is_test_path(path), path)))


_OWN = frozenset({b"self", b"cls"})
_FREE_FUNCTION = re.compile(rb"\n(?:async\s+)?def\s+\w+\s*\(\s*(?:self|cls)\b")


def _bound_otherwise(name: bytes) -> re.Pattern[bytes]:
    behind = rb"(?<=\bas %b)|(?<=\bfor %b)|(?<=\bimport %b)" % (name, name, name)
    return re.compile(name + rb"(?<![\w.]" + name + rb")(?!\w)(?:\s*:?=(?!=)|" + behind + rb")")


_BOUND_OTHERWISE = [_bound_otherwise(name) for name in sorted(_OWN)]


@remembered_about
def _has_loose_self(project: Project, path: str) -> bool:
    """Whether a ``self`` or ``cls`` of a file may be something else than the first parameter of a method."""
    facts, data = project.facts(path), project.content(path)
    if facts is None or _FREE_FUNCTION.search(b"\n" + data) or any(each.search(data) for each in _BOUND_OTHERWISE):
        return True
    return any(
        function.parameters and function.parameters[0].name in ("self", "cls")
        for qualname, function in facts.functions.items()
        if qualname.rpartition(".")[0].endswith("<locals>")
    )


def _store(path: str, scopes: FileScopes, scope: Scope, node: ast.Attribute) -> Store:
    statement = scopes.statement_of(node)
    plain = (isinstance(statement, ast.Assign) and node in statement.targets) or isinstance(statement, ast.AnnAssign)
    return Store(path, scope, node.value, statement.value if plain else None)  # type: ignore[attr-defined]


def _stores_below(scopes: FileScopes, scope: Scope, name: str) -> list[ast.Attribute]:
    """Every ``x.name`` inside a scope that is assigned to, those that are less deep first."""
    found: list[tuple[int, ast.Attribute]] = []
    for node in scopes.stores(name):
        for depth, holder in enumerate(scopes.ancestors(node)):
            if holder is scope.node:
                found.append((depth, node))
    return [node for _, node in sorted(found, key=lambda each: each[0])]
