"""Mapped classes of a project: their bases, columns and relationships, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project import ClassObject, Object, Project, Variable
    from flask_modernize.project.databases import Database

    Sketch = tuple[object, ...]


class Direction(Enum):
    """How many rows of the target one row of the owner has."""

    TO_ONE = "to-one"
    TO_MANY = "to-many"
    UNKNOWN = "unknown"


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column attribute. ``kind``: the name of its type (``Integer``) or empty; ``foreign_key``: ``table.column``."""

    name: str
    primary_key: bool
    unique: bool
    foreign_key: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Model:
    """A mapped class, or an abstract one that mapped classes inherit from."""

    cls: ClassObject
    database: Database | None
    """None: plain SQLAlchemy."""
    abstract: bool
    columns: Mapping[str, Column]
    """By attribute name, inherited ones included."""
    relationships: Mapping[str, Relationship]
    """By attribute name, inherited ones and those made by the other side included."""
    attributes: frozenset[str]
    """Every other attribute, through the whole line of ancestors."""
    bases: tuple[ClassObject, ...]
    """Mapped ancestors, nearest first (not abstract ones)."""
    custom_query: str
    """Empty, or why ``cls.query`` is not the stock query."""
    query_property: Variable | None
    """Plain SQLAlchemy: the scoped session behind ``Base.query = session.query_property()``."""
    table: str
    """Name of the table, or empty when it is not literal."""
    open_bases: tuple[str, ...]
    """Bases that are not in the project, dotted."""
    polymorphic: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A ``Table(...)`` held by a module variable."""

    variable: Variable
    name: str
    columns: tuple[str, ...]
    foreign_keys: tuple[str, ...]


def models(project: Project) -> Mapping[ClassObject, Model]:
    """Every mapped or abstract model class of the project, by path and place."""
    raise NotImplementedError


def model_of(project: Project, obj: Object | None) -> Model | None:
    """The model that a resolved expression is, or None."""
    raise NotImplementedError


def joined_collections(project: Project, model: Model) -> str:
    """Empty, or the collection that a plain ``select(model)`` loads by a join, so that it needs ``unique()``."""
    raise NotImplementedError


def relationship_target(project: Project, model: Model, name: str) -> Relationship | None:
    """The relationship behind ``model.name``, or None."""
    raise NotImplementedError


def may_repeat(project: Project, relationship: Relationship) -> bool:
    """Whether a join along it can repeat rows of its owner."""
    raise NotImplementedError


def primary_key(model: Model) -> tuple[str, ...] | None:
    """Attribute names of the primary key, or None when they are not known for sure."""
    raise NotImplementedError


def is_unique_column(model: Model, name: str) -> bool:
    """Whether at most one row has a given value (not NULL) of the column: unique, or the whole primary key."""
    raise NotImplementedError


def tables(project: Project) -> Mapping[Variable, Table]:
    """Every ``Table(...)`` held by a module variable."""
    raise NotImplementedError


def alias_target(project: Project, path: str, sketch: Sketch, scope: object = None) -> Model | None:
    """The model behind ``aliased(M)`` or ``with_polymorphic(M, ...)`` written in ``path``, or None."""
    raise NotImplementedError
