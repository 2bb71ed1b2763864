"""Mapped classes: annotations, ``declared_attr``, ``mapper()``, division, and objects saved through a backref."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.memory import remembered
from flask_modernize.project.models import Model, model_of
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.relationships import Direction
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import DIVISION, MAPPER
from flask_modernize_codemods.sqlalchemy_2.entities import model_named
from flask_modernize_codemods.sqlalchemy_2.places import SESSION, calls_of, margin_of, method_calls, nodes, spoken_name

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_DIRECTIVES = frozenset({"__tablename__", "__table_args__", "__mapper_args__"})
_INTEGERS = frozenset({"Integer", "SmallInteger", "BigInteger"})
_SAVES = frozenset({"commit", "flush"})


def mapping(file: File) -> Iterator[Match | Finding]:
    """Everything of these kinds in a file."""
    for cls in nodes(file, ast.ClassDef):
        yield from _decorators(file, cls)
        yield from _annotations(file, cls)
    for function in nodes(file, ast.FunctionDef):
        yield from _directive(file, function)
    yield from _divisions(file)
    yield from _mappers(file)
    yield from _saved_through_parents(file)


# --- classes ---


def _decorators(file: File, cls: ast.ClassDef) -> Iterator[Match]:
    """``@declarative_mixin`` does nothing."""
    for decorator in cls.decorator_list:
        if any(
            name.endswith(".declarative_mixin") and name.startswith("sqlalchemy.") for name in file.names(decorator)
        ):
            begin, end = file.syntax.source.line_span(decorator.lineno)
            yield Match("sa21-declarative-mixin", "the decorator does nothing", cls, (Replacement(begin, end, ()),))


def _annotations(file: File, cls: ast.ClassDef) -> Iterator[Match]:
    """``id: int = Column(Integer)``: annotations mean something today, unless the class says that they do not."""
    plain = [each for each in cls.body if isinstance(each, ast.AnnAssign) and _is_unmapped(file, each)]
    scope = file.scope(cls)
    obj = ClassObject(file.syntax.path, f"{scope.qualname}.{cls.name}" if scope.kind == "class" else cls.name)
    if not plain or model_of(file.project, obj) is None or "__allow_unmapped__" in _names_of_line(file.project, obj):
        return
    first = cls.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        first = cls.body[1]
    margin = margin_of(file, first)
    if margin is not None:
        start = file.span(first)[0]
        text = f"__allow_unmapped__ = True\n{margin}"
        title = "annotations are not for the mapping"
        yield Match("sa-annotated-allow-unmapped", title, plain[0], (Replacement(start, start, (text,)),))


def _is_unmapped(file: File, statement: ast.AnnAssign) -> bool:
    text = file.text(statement.annotation)
    mapped = isinstance(statement.value, ast.Call) and spoken_name(statement.value.func) in ("Column", "relationship")
    return mapped and "Mapped[" not in text and "ClassVar" not in text and not text.startswith(("'Mapped", '"Mapped'))


def _names_of_line(project: Project, cls: ClassObject) -> frozenset[str]:
    from flask_modernize.project.class_lines import class_scope

    line = [cls, *(each for each in project.ancestors(cls) if isinstance(each, ClassObject))]
    scopes = (class_scope(project, each) for each in line)
    return frozenset(name for scope in scopes if scope is not None for name in scope.bindings)


def _directive(file: File, function: ast.FunctionDef) -> Iterator[Match]:
    """``@declared_attr def __tablename__(cls)`` is no attribute of the mapping."""
    if function.name not in _DIRECTIVES:
        return
    for decorator in function.decorator_list:
        names = file.names(decorator)
        if any(name.startswith("sqlalchemy.") and name.endswith(".declared_attr") for name in names):
            end = file.span(decorator)[1]
            title = "a directive of the mapping"
            yield Match(
                "sa-ext-declarative-declared-attr-cls", title, decorator, (Replacement(end, end, (".directive",)),)
            )


# --- division ---


def _divisions(file: File) -> Iterator[Match | Finding]:
    """``Model.a / Model.b`` of integers gave an integer; today it is a true division."""
    for node in nodes(file, ast.BinOp):
        if not isinstance(node.op, ast.Div) or not _is_integer(file, node.left):
            continue
        if not (
            _is_integer(file, node.right) or (isinstance(node.right, ast.Constant) and type(node.right.value) is int)
        ):
            continue
        if _uses_mysql(file.project):
            message = f"`{file.text(node)}` is a true division on every database today, as it was on MySQL"
            yield file.finding(node, DIVISION, message, "Write `//` where an integer is meant.")
            continue
        start, end = file.span(node.left)[1], file.span(node.right)[0]
        place = file.syntax.source.data.index(b"/", start, end) + 1
        title = "the division of integers gives an integer"
        yield Match("sa-literal-execute", title, node, (Replacement(place, place, ("/",)),))


def _is_integer(file: File, node: ast.expr) -> bool:
    model = model_named(file, node.value) if isinstance(node, ast.Attribute) else None
    column = model.columns.get(node.attr) if model is not None and isinstance(node, ast.Attribute) else None
    return column is not None and column.kind in _INTEGERS


@remembered
def _uses_mysql(project: Project) -> bool:
    return any(b"mysql" in project.tree.read(path).lower() for path in project.tree.python_paths())


# --- mapper() ---


@remembered
def _files_with_mappers(project: Project) -> tuple[str, ...]:
    return tuple(path for path in project.files_with(b"mapper") if b"sqlalchemy" in project.tree.read(path))


def _mappers(file: File) -> Iterator[Match | Finding]:
    calls = sorted(calls_of(file, "sqlalchemy.orm.mapper"), key=lambda each: each.lineno)
    if not calls:
        return
    first = file.syntax.scopes.statement_of(calls[0])
    apart = file.scope(calls[0]).parent is None and file.syntax.scopes.parent(first) is file.syntax.module
    taken = {"mapper_registry", "registry"} & bound_names(file.syntax.scopes.nodes())
    if not apart or taken or len(_files_with_mappers(file.project)) > 1:
        for call in calls:
            message = f"`{file.text(call.func)}()` is gone"
            advice = "Call map_imperatively() of one sqlalchemy.orm.registry() that all mapped classes share."
            yield file.finding(call, MAPPER, message, advice)
        return
    start = file.span(first)[0]
    made = Replacement(start, start, ("mapper_registry = registry()\n",))
    renamed = [Replacement(*file.span(call.func), ("mapper_registry.map_imperatively",)) for call in calls]
    need = ImportNeed(file.syntax.path, "sqlalchemy.orm", "registry")
    yield Match("sa-mapper-function", "a registry maps", calls[0], (made, *renamed), (need,))


# --- objects that were saved because their parent was ---


def _saved_through_parents(file: File) -> Iterator[Match]:
    """``Post(author=user)`` with nothing that adds the post: it is not saved any more."""
    for call in nodes(file, ast.Call):
        model = model_named(file, call.func)
        parent = _parent_given(file, call, model) if model is not None else None
        function = file.syntax.scopes.enclosing_function(call)
        statement = file.syntax.scopes.statement_of(call)
        margin = margin_of(file, statement)
        if parent is None or function is None or margin is None:
            continue
        session = _saving_session(file, function, call)
        if session is None or not isinstance(statement, ast.Assign | ast.Expr) or statement.value is not call:
            continue
        start, end = file.span(call)
        if isinstance(statement, ast.Expr):
            yield _added(call, (Replacement(start, end, (f"{session}.add(", (start, end), ")")),))
            continue
        target = statement.targets[0]
        if isinstance(target, ast.Name) and not _is_handed_on(file, target, function):
            yield _added(call, (Replacement(end, end, (f"\n{margin}{session}.add({target.id})",)),))


def _added(call: ast.Call, replacements: tuple[Replacement, ...]) -> Match:
    return Match("sa-relationship-cascade-backrefs", "what is made is added", call, replacements)


def _parent_given(file: File, call: ast.Call, model: Model) -> ast.expr | None:
    """The object of the other side that the constructor is given, when that side has a collection of these."""
    for each in call.keywords:
        relationship = model.relationships.get(each.arg or "")
        if relationship is None or relationship.direction is not Direction.TO_ONE:
            continue
        other = model_of(file.project, relationship.target)
        back = any(
            one.target == model.cls and one.direction is Direction.TO_MANY
            for one in (other.relationships.values() if other is not None else ())
        )
        if back and not _is_new(file, each.value):
            return each.value
    return None


def _is_new(file: File, node: ast.expr) -> bool:
    """Whether the parent is made here, too: then adding it adds all of its collection."""
    if isinstance(node, ast.Constant):
        return True
    bindings = file.scope(node).bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
    values = [each.value for each in bindings if each.value is not None]
    made = [isinstance(each, ast.Call) and model_named(file, each.func) is not None for each in values]
    return bool(made) and all(made)


def _saving_session(file: File, function: ast.AST, call: ast.Call) -> str | None:
    """How the function calls the session that it saves with, after the call."""
    for node, method in method_calls(file, *_SAVES):
        inside = file.syntax.scopes.enclosing_function(node) is function and node.lineno > call.lineno
        if inside and SESSION in file.classes(method.value) and dotted_name(method.value):
            return file.text(method.value)
    return None


def _is_handed_on(file: File, target: ast.Name, function: ast.AST) -> bool:
    """Whether the object is given to anything that may add it to a session, or to a collection."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Name) or node.id != target.id or node is target:
            continue
        parent = file.syntax.scopes.parent(node)
        if not isinstance(parent, ast.Attribute):
            return True
    return False


_WORDS = (b"Column", b"declared_attr", b"declarative_mixin", b"mapper", b"commit", b"flush", b"Integer", b"models")
MAPPING = Matcher(frozenset(_WORDS), mapping, until=("SQLAlchemy", "2.0"))
