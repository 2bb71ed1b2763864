"""Which JSON encoders and decoders the project gives to its applications, and which of them can become providers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_ancestors, library_classes
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject, External, Object
from flask_modernize.rewriting.bound_names import bound_names

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

ENCODERS = frozenset({"flask.json.JSONEncoder", "json.JSONEncoder", "json.encoder.JSONEncoder"})
DECODERS = frozenset({"flask.json.JSONDecoder", "json.JSONDecoder", "json.decoder.JSONDecoder"})


@dataclass(frozen=True, slots=True)
class Setting:
    """``app.json_encoder = cls``, or the same in the body of an application class; positions are those of the name."""

    path: str
    line: int
    column: int
    attribute: str
    cls: Object | None


@dataclass(frozen=True, slots=True)
class Encoders:
    """``providers``: encoder classes that become providers, with their names afterwards; ``kept``: those that something
    else needs as encoders, which providers can ask."""

    settings: tuple[Setting, ...]
    providers: Mapping[ClassObject, str]
    kept: frozenset[Object | None]


@remembered
def encoders(project: Project) -> Encoders:
    """What is set in the whole project."""
    settings = tuple(each for word in ("json_encoder", "json_decoder") for each in _settings(project, word))
    given = dict.fromkeys(each.cls for each in settings if each.attribute == "json_encoder")
    names: dict[ClassObject, str] = {}
    for cls in given:
        if isinstance(cls, ClassObject) and _could_provide(project, cls):
            names[cls] = _name_afterwards(project, cls, settings)
    kept = frozenset(cls for cls, name in names.items() if not name and not _knows_flasks(project, cls))
    return Encoders(settings, {cls: name for cls, name in names.items() if name}, kept)


def _knows_flasks(project: Project, cls: ClassObject) -> bool:
    return External("flask.json.JSONEncoder") in project.bases(cls)


def _settings(project: Project, attribute: str) -> Iterator[Setting]:
    for path in project.files_with(attribute.encode()):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Assign) or len(node.targets) != 1 or syntax is None:
                continue
            target = node.targets[0]
            scope = syntax.scopes.scope_of(target)
            if isinstance(target, ast.Name):
                cls = ClassObject(path, scope.qualname)
                is_set = target.id == attribute and scope.kind == "class"
                is_set = is_set and "flask.Flask" in library_ancestors(project, cls)
            else:
                is_set = isinstance(target, ast.Attribute) and target.attr == attribute
                is_set = is_set and "flask.Flask" in library_classes(project, path, target.value, scope)  # type: ignore[attr-defined]
            if is_set:
                given = project.resolve(path, _dotted(node.value), scope) if _dotted(node.value) else None
                yield Setting(path, target.lineno, target.col_offset, attribute, given)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        holder = _dotted(node.value)
        return f"{holder}.{node.attr}" if holder else ""
    return node.id if isinstance(node, ast.Name) else ""


def own_name(cls: ClassObject) -> str:
    """What a class is called where it is defined, in a function for instance."""
    return cls.qualname.rpartition(".")[2]


def class_node(project: Project, cls: ClassObject) -> tuple[Syntax, ast.ClassDef] | None:
    """A class of the project in its file."""
    syntax = project.syntax(cls.path)
    scope = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    node = scope.node if scope is not None else None
    return (syntax, node) if syntax is not None and isinstance(node, ast.ClassDef) else None


def _could_provide(project: Project, cls: ClassObject) -> bool:
    """Whether the class is an encoder that only says what becomes of single objects."""
    found = class_node(project, cls)
    if found is None or [each for each in project.bases(cls) if not _is_encoder(each)] or project.subclasses(cls):
        return False
    syntax, node = found
    if syntax.scopes.scope_of(node).kind == "class":
        return False
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return bool(body) and all(isinstance(each, ast.Pass) or _is_default(each, node) for each in body)


def _is_encoder(base: Object | None) -> bool:
    return isinstance(base, External) and base.name in ENCODERS


def _is_default(statement: ast.stmt, cls: ast.ClassDef) -> bool:
    """``def default(self, obj)`` that needs its object for nothing but the default of the encoder."""
    if not isinstance(statement, ast.FunctionDef) or statement.name != "default" or statement.decorator_list:
        return False
    arguments = statement.args
    if len(arguments.args) != 2 or arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        return False
    own = arguments.args[0].arg
    allowed = {id(name) for call in ast.walk(statement) for name in _passed_on(call, own)}
    return all(id(each) in allowed for each in ast.walk(statement) if isinstance(each, ast.Name) and each.id == own)


def _passed_on(call: ast.AST, own: str) -> Iterator[ast.Name]:
    """``self`` in ``super(Encoder, self)`` and in ``JSONEncoder.default(self, obj)``."""
    if not isinstance(call, ast.Call):
        return
    is_super = isinstance(call.func, ast.Name) and call.func.id == "super"
    position = 1 if is_super else 0
    is_default = isinstance(call.func, ast.Attribute) and call.func.attr == "default" and len(call.args) == 2
    if (is_super or is_default) and len(call.args) > position:
        argument = call.args[position]
        if isinstance(argument, ast.Name) and argument.id == own:
            yield argument


def _name_afterwards(project: Project, cls: ClassObject, settings: tuple[Setting, ...]) -> str:
    """The name of the provider: ``ShopProvider`` for ``ShopEncoder``; empty where the class has other uses, too."""
    name = own_name(cls)
    set_in = {(each.path, each.line) for each in settings if each.cls == cls}
    new = name.removesuffix("Encoder") + "Provider" if name.endswith("Encoder") else name
    for path in project.files_with(name.encode()):
        syntax = project.syntax(path)
        if syntax is None:
            return ""
        for node in syntax.scopes.nodes():
            if not _names(node, name) or project.resolve(path, name, syntax.scopes.scope_of(node)) != cls:
                continue
            if isinstance(node, ast.alias) and node.asname:
                new = name
            elif not isinstance(node, ast.alias) and not _is_expected(syntax, node, cls, set_in):
                return ""
        if new != name and new in bound_names(syntax.scopes.nodes()):
            new = name
    return new


def _names(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.alias):
        return node.name == name
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)


def _is_expected(syntax: Syntax, node: ast.AST, cls: ClassObject, set_in: set[tuple[str, int]]) -> bool:
    if (syntax.path, node.lineno) in set_in:  # type: ignore[attr-defined]
        return True
    if syntax.path != cls.path:
        return False
    return any(isinstance(each, ast.ClassDef) and each.name == own_name(cls) for each in syntax.scopes.ancestors(node))
