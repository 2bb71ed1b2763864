"""Relationships between mapped classes: what they lead to, in which direction, and what a join along them does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from posixpath import dirname
from typing import TYPE_CHECKING

from flask_modernize.facts import Sketch
from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.class_lines import class_scope
from flask_modernize.project.mapped_attributes import Column, WrittenRelationship, lazy_of
from flask_modernize.project.objects import ClassObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


class Direction(Enum):
    """How many rows of the target one row of the owner has."""

    TO_ONE = "to-one"
    TO_MANY = "to-many"
    UNKNOWN = "unknown"


class KeySide(Enum):
    """Where the foreign key of a relationship is."""

    OWNER = "owner"
    TARGET = "target"
    TABLE = "table"
    UNKNOWN = "unknown"

    @property
    def opposite(self) -> KeySide:
        return {KeySide.OWNER: KeySide.TARGET, KeySide.TARGET: KeySide.OWNER}.get(self, self)


@dataclass(frozen=True, slots=True)
class Relationship:
    """``owner.name``, as written or as made by a ``backref`` on the other side. ``line`` is where it is written."""

    name: str
    owner: ClassObject
    target: ClassObject | None
    direction: Direction
    lazy: str
    """``select``, ``joined``, ``dynamic``, ``subquery``, ``selectin``, ``write_only``, ... or ``unknown``."""
    order_by: Sketch | None
    secondary: bool
    from_backref: bool
    path: str
    line: int
    single: bool = False
    """Whether the database itself makes sure that one row of the owner has at most one of the target."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the direction of a relationship depends on, of one mapped class."""

    cls: ClassObject
    line: frozenset[ClassObject]
    """The class and its mapped ancestors."""
    tables: frozenset[str]
    """Names of its table and those of its mapped ancestors."""
    columns: Mapping[str, Column]
    table_foreign_keys: tuple[str, ...]


def target_of(project: Project, written: WrittenRelationship, names: ClassNames, group: object) -> ClassObject | None:
    """The class that a relationship leads to, of the ``group`` that its owner is in; None when it cannot be told."""
    target = written.target
    while target is not None and target[0] == "lambda":
        target = target[1]
    if target is None:
        return None
    if target[0] == "name":
        scope = class_scope(project, written.holder) if "." in written.holder.qualname else None
        obj = project.resolve(written.holder.path, target[1], scope)
        if isinstance(obj, ClassObject):
            return obj if names.is_mapped(obj) else None
        return names.find(target[1], group, written.holder.path) if obj is None else None
    if target[0] == "const" and isinstance(target[1], str):
        return names.find(target[1], group, written.holder.path)
    return None


class ClassNames:
    """Mapped classes by name, as SQLAlchemy's class registry finds them for ``relationship("Post")``."""

    def __init__(self, groups: Mapping[ClassObject, object]) -> None:
        self._groups = groups
        self._by_name: dict[str, list[ClassObject]] = {}
        for cls in groups:
            self._by_name.setdefault(cls.name, []).append(cls)

    def is_mapped(self, cls: ClassObject) -> bool:
        return cls in self._groups

    def find(self, text: str, group: object, path: str) -> ClassObject | None:
        """The class of the group called ``text`` (or ``module.text``); of several the one nearest to ``path``."""
        module, _, name = text.strip().rpartition(".")
        found = [cls for cls in self._by_name.get(name, ()) if self._groups[cls] == group]
        if module and len(found) > 1:
            suffix = module.replace(".", "/")
            found = [cls for cls in found if _module_path(cls.path).endswith(suffix)]
        if len(found) < 2:
            return found[0] if found else None
        best = max(_common(cls.path, path) for cls in found)
        nearest = [cls for cls in found if _common(cls.path, path) == best]
        return nearest[0] if len(nearest) == 1 else None


def _module_path(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__")


def _common(path: str, other: str) -> int:
    if path == other:
        return 1_000
    ours, theirs = dirname(path).split("/"), dirname(other).split("/")
    return sum(1 for _ in _while_equal(ours, theirs))


def _while_equal(ours: list[str], theirs: list[str]) -> Iterator[str]:
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            return
        yield mine


# --- from what is written to relationships ---


def written_relationship(
    project: Project, written: WrittenRelationship, owner: Mapped, target: Mapped | None
) -> Relationship:
    """The relationship as ``owner`` has it."""
    side = key_side(project, written, owner, target)
    uselist = _uselist(written.keywords, written.collection)
    return Relationship(
        name=written.name,
        owner=owner.cls,
        target=target.cls if target is not None else None,
        direction=_direction(side, uselist),
        lazy=written.lazy,
        order_by=written.keywords.get("order_by"),
        secondary="secondary" in written.keywords,
        from_backref=False,
        path=written.holder.path,
        line=written.line,
        single=_is_single(side, owner, target, _join_of(project, written)),
    )


def made_by_backref(
    project: Project, written: WrittenRelationship, owner: Mapped, target: Mapped
) -> Relationship | None:
    """The relationship that ``backref=`` of ``owner``'s puts on ``target``; None without one that is written out."""
    backref = written.keywords.get("backref")
    if backref is None:
        return None
    keywords: Mapping[str, Sketch] = {}
    loose = False
    if backref[0] == "call" and backref[2]:
        keywords = {key: value for key, value in backref[3] if key is not None}
        loose = any(key is None for key, _ in backref[3])
        backref = backref[2][0]
    elif backref[0] == "tuple" and backref[1]:
        backref, loose = backref[1][0], True
    if backref[0] != "const" or not isinstance(backref[1], str):
        return None
    side = key_side(project, written, owner, target).opposite
    return Relationship(
        name=backref[1],
        owner=target.cls,
        target=owner.cls,
        direction=_direction(side, _uselist(keywords, "")),
        lazy=lazy_of(keywords.get("lazy"), loose),
        order_by=keywords.get("order_by"),
        secondary="secondary" in written.keywords,
        from_backref=True,
        path=written.holder.path,
        line=written.line,
        single=_is_single(side, target, owner, _join_of(project, written)),
    )


def _uselist(keywords: Mapping[str, Sketch], collection: str) -> bool | None:
    value = keywords.get("uselist")
    if value is not None and value[0] == "const":
        return bool(value[1])
    return {"many": True, "one": False}.get(collection)


def _direction(side: KeySide, uselist: bool | None) -> Direction:
    if uselist is not None:
        return Direction.TO_MANY if uselist else Direction.TO_ONE
    if side is KeySide.OWNER:
        return Direction.TO_ONE
    return Direction.UNKNOWN if side is KeySide.UNKNOWN else Direction.TO_MANY


def _is_single(side: KeySide, owner: Mapped, target: Mapped | None, join: ast.expr | None) -> bool:
    if target is None or side not in {KeySide.OWNER, KeySide.TARGET}:
        return False
    if side is KeySide.OWNER:
        return join is None or _finds_one(join, target)
    keys = [column for column in target.columns.values() if refers(column, owner)]
    return len(keys) == 1 and keys[0].name in unique_names(target.columns)


def unique_names(columns: Mapping[str, Column]) -> frozenset[str]:
    """Names of the columns of which at most one row has a given value: unique ones, and a primary key of one column."""
    key = [column.name for column in columns.values() if column.primary_key]
    unique = {column.name for column in columns.values() if column.unique}
    return frozenset(unique | set(key)) if len(key) == 1 else frozenset(unique)


def refers(column: Column, mapped: Mapped) -> bool:
    """Whether the column's foreign key leads to a table of the class."""
    return column.foreign_key is not None and table_of(column.foreign_key) in mapped.tables


def table_of(foreign_key: str) -> str:
    """``users`` of ``users.id`` and of ``schema.users.id``."""
    return foreign_key.rpartition(".")[0].rpartition(".")[2]


# --- the side that has the foreign key ---


def key_side(project: Project, written: WrittenRelationship, owner: Mapped, target: Mapped | None) -> KeySide:
    """Where the foreign key is, by SQLAlchemy's own rules; UNKNOWN when that cannot be told for sure."""
    keywords = written.keywords
    if keywords.get("secondary", ("const", None)) != ("const", None):
        return KeySide.TABLE
    if target is None:
        return KeySide.UNKNOWN
    join = _join_of(project, written)
    if owner.cls == target.cls:
        return _side_of_self_reference(written, owner, join)
    if not owner.line.isdisjoint(target.line):
        return KeySide.UNKNOWN  # two classes of one hierarchy share columns
    sides = (
        _side_by_annotation(join, owner, target) if join is not None else None,
        _side_of_names(_names_in(keywords.get("foreign_keys")), owner, target),
        _side_in_join(join, owner, target) if join is not None else None,
    )
    return next((side for side in sides if side is not None), _side_by_columns(owner, target))


def _side_by_columns(owner: Mapped, target: Mapped) -> KeySide:
    ours = any(refers(column, target) for column in owner.columns.values())
    ours = ours or any(table_of(key) in target.tables for key in owner.table_foreign_keys)
    theirs = any(refers(column, owner) for column in target.columns.values())
    theirs = theirs or any(table_of(key) in owner.tables for key in target.table_foreign_keys)
    if ours == theirs:
        return KeySide.UNKNOWN
    return KeySide.OWNER if ours else KeySide.TARGET


def _side_of_self_reference(written: WrittenRelationship, owner: Mapped, join: ast.expr | None) -> KeySide:
    """Without ``remote_side`` a self-reference leads to many; with it, it depends on which column is the remote one."""
    remote = [name.rpartition(".")[2] for name in _names_in(written.keywords.get("remote_side"))]
    if "remote_side" in written.keywords and not remote:
        return KeySide.UNKNOWN
    if not remote and join is not None:
        remote = [name.rpartition(".")[2] for name in _wrapped_names(join, "remote")]
    if not remote:
        return KeySide.TARGET if join is None or not _wrapped_names(join, "foreign") else KeySide.UNKNOWN
    foreign = [name.rpartition(".")[2] for name in _wrapped_names(join, "foreign")] if join is not None else []
    # A primary key that refers to the own tables is there for joined-table inheritance.
    keys = set(foreign) or {
        name for name, column in owner.columns.items() if column.foreign_key and not column.primary_key
    }
    if not keys:
        return KeySide.UNKNOWN
    return KeySide.TARGET if keys.issuperset(remote) else KeySide.OWNER


def _side_of_names(names: Iterable[str], owner: Mapped, target: Mapped) -> KeySide | None:
    sides = {_side_of_name(name, owner, target) for name in names}
    if not sides:
        return None
    return sides.pop() if len(sides) == 1 else KeySide.UNKNOWN


def _side_of_name(name: str, owner: Mapped, target: Mapped) -> KeySide:
    """Whose column ``Post.user_id`` or, in a class body, plain ``user_id`` is."""
    holder, _, column = name.rpartition(".")
    if not holder:
        return KeySide.OWNER if column in owner.columns else KeySide.UNKNOWN
    return KeySide.OWNER if holder == "cls" else _side_of_class(holder.removesuffix(".c"), owner, target)


def _side_of_class(name: str, owner: Mapped, target: Mapped) -> KeySide:
    word = name.rpartition(".")[2]
    ours = any(cls.name == word for cls in owner.line)
    theirs = any(cls.name == word for cls in target.line)
    if ours == theirs:
        return KeySide.UNKNOWN
    return KeySide.OWNER if ours else KeySide.TARGET


def _names_in(value: Sketch | None) -> list[str]:
    """Dotted names in ``foreign_keys=`` or ``remote_side=``: an expression, a list of them, a lambda or a string."""
    if value is None:
        return []
    if value[0] == "name":
        return [str(value[1])]
    if value[0] in {"list", "tuple", "set"}:
        return [name for each in value[1] for name in _names_in(each)]
    if value[0] == "lambda":
        return _names_in(value[1])
    if value[0] == "const" and isinstance(value[1], str):
        parsed = _parsed(value[1])
        nodes = parsed.elts if isinstance(parsed, ast.List | ast.Tuple) else [parsed] if parsed is not None else []
        return [name for node in nodes if (name := dotted_name(node)) is not None]
    return []


# --- primaryjoin ---


def _join_of(project: Project, written: WrittenRelationship) -> ast.expr | None:
    """The expression of ``primaryjoin=``, a string parsed; None when there is none."""
    value = written.keywords.get("primaryjoin")
    if value is None or value == ("const", None):
        return None
    if value[0] == "const" and isinstance(value[1], str):
        return _parsed(value[1]) or ast.Constant(value=...)
    node = _primaryjoin_in_source(project, written)
    if isinstance(node, ast.Lambda):
        node = node.body
    return node if node is not None else ast.Constant(value=...)


_PRIMARYJOIN = re.compile(rb"\b(?:primaryjoin|class)\b")


def _primaryjoin_in_source(project: Project, written: WrittenRelationship) -> ast.expr | None:
    syntax = project.excerpt(written.holder.path, _PRIMARYJOIN)
    scope = syntax.scopes.scope_of_class(written.holder.qualname) if syntax is not None else None
    for statement in ast.walk(scope.node) if scope is not None else ():
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Return) and statement.lineno == written.line:
            for node in ast.walk(statement):
                if isinstance(node, ast.keyword) and node.arg == "primaryjoin":
                    return node.value
    return None


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _wrapped_names(join: ast.expr, function: str) -> list[str]:
    """Dotted names inside ``foreign(...)`` or ``remote(...)``."""
    return [
        name
        for node in ast.walk(join)
        if isinstance(node, ast.Call) and _called(node) == function
        for argument in node.args
        for inner in [argument.args[0] if isinstance(argument, ast.Call) and argument.args else argument]
        if (name := dotted_name(inner)) is not None
    ]


def _called(node: ast.Call) -> str:
    return (dotted_name(node.func) or "").rpartition(".")[2]


def _side_by_annotation(join: ast.expr, owner: Mapped, target: Mapped) -> KeySide | None:
    """The side of ``foreign(...)`` in the join; None when it has none."""
    sides = {_side_of_name(name, owner, target) for name in _wrapped_names(join, "foreign")}
    if not sides:
        return None
    return sides.pop() if len(sides) == 1 else KeySide.UNKNOWN


def _side_in_join(join: ast.expr, owner: Mapped, target: Mapped) -> KeySide | None:
    """The side by the foreign keys of the columns in the join; None when none of them has one."""
    names = {name for node in ast.walk(join) if isinstance(node, ast.expr) and (name := dotted_name(node)) is not None}
    sides = set()
    for name in names:
        holder, _, attribute = name.rpartition(".")
        side = _side_of_class(holder, owner, target) if holder else KeySide.OWNER
        if side is KeySide.OWNER and attribute in owner.columns and refers(owner.columns[attribute], target):
            sides.add(KeySide.OWNER)
        if side is KeySide.TARGET and attribute in target.columns and refers(target.columns[attribute], owner):
            sides.add(KeySide.TARGET)
    if not sides:
        return None
    return sides.pop() if len(sides) == 1 else KeySide.UNKNOWN


def _finds_one(join: ast.expr, target: Mapped) -> bool:
    """Whether the join, perhaps among other conditions that must hold too, equates a unique column of the target."""
    if isinstance(join, ast.Call) and _called(join) == "and_":
        return any(_finds_one(each, target) for each in join.args)
    if isinstance(join, ast.BinOp) and isinstance(join.op, ast.BitAnd):
        return _finds_one(join.left, target) or _finds_one(join.right, target)
    if not isinstance(join, ast.Compare) or len(join.ops) != 1 or not isinstance(join.ops[0], ast.Eq):
        return False
    for side in (join.left, join.comparators[0]):
        plain = side.args[0] if isinstance(side, ast.Call) and side.args else side
        holder, _, name = (dotted_name(plain) or "").rpartition(".")
        of_target = any(cls.name == holder.removesuffix(".c").rpartition(".")[2] for cls in target.line)
        if of_target and name in unique_names(target.columns):
            return True
    return False
