"""Mapped classes of a project: their bases, columns and relationships, in both directions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.facts import Sketch
from flask_modernize.project.databases import Database, database_of
from flask_modernize.project.mapped_attributes import ClassBody, Column, WrittenRelationship, class_body, table_columns
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.model_classes import (
    Registry,
    line_with_model_class,
    open_bases,
    own_query,
    query_property_of,
    registries,
)
from flask_modernize.project.objects import ClassObject, External, Member, Object, Variable
from flask_modernize.project.other_names import files_calling, other_names
from flask_modernize.project.relationships import (
    ClassNames,
    Direction,
    Mapped,
    Relationship,
    made_by_backref,
    target_of,
    unique_names,
    written_relationship,
)

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

__all__ = [
    "Column",
    "Direction",
    "Model",
    "Relationship",
    "Table",
    "alias_target",
    "is_unique_column",
    "joined_collections",
    "may_repeat",
    "model_of",
    "models",
    "primary_key",
    "relationship_target",
    "tables",
]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A mapped class, or an abstract one that mapped classes inherit from. Compared by identity; use ``cls``."""

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
    """Bases that are not in the project and not known to add nothing; dotted."""
    polymorphic: bool
    complete: bool
    """Whether every column and relationship is known: no open base, no reflected or computed table."""
    unclear: str
    """Empty, or an attribute that may be a relationship for all that can be told."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ``Table(...)`` held by a module variable. ``foreign_keys`` are ``table.column``."""

    variable: Variable
    name: str
    columns: tuple[str, ...]
    foreign_keys: tuple[str, ...]


def model_of(project: Project, obj: Object | None) -> Model | None:
    """The model that a resolved expression is, or None."""
    return models(project).get(obj) if isinstance(obj, ClassObject) else None


@remembered_structure
def models(project: Project) -> Mapping[ClassObject, Model]:
    """Every mapped or abstract model class of the project, by path and place."""
    known = registries(project)
    bodies = _Bodies(project)
    drafts = {cls: _Draft(project, cls, registry, bodies) for cls, registry in known.items()}
    mapped = {cls: _mapped(draft, drafts) for cls, draft in drafts.items()}
    lost: dict[str, str] = {}
    relationships = _relationships(project, drafts, mapped, lost)
    return {cls: _model(project, draft, drafts, mapped[cls], relationships, lost) for cls, draft in drafts.items()}


class _Bodies:
    """Class bodies, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[ClassObject, ClassBody] = {}

    def __call__(self, cls: ClassObject) -> ClassBody:
        if cls not in self._read:
            self._read[cls] = class_body(self._project, cls)
        return self._read[cls]


class _Draft:
    """A model class while its relationships are not known yet; ``line`` has each class with its body, nearest first."""

    def __init__(self, project: Project, cls: ClassObject, registry: Registry, bodies: _Bodies) -> None:
        self.cls = cls
        self.registry = registry
        line = line_with_model_class(project, cls, registry)
        self.line = [(each, bodies(each)) for each in line if isinstance(each, ClassObject)]
        self.body = bodies(cls)
        self.abstract = self.body.abstract or _is_bare_base(project, cls, registry, self.body)
        self.columns = _inherited_columns(self.line)


def _is_bare_base(project: Project, cls: ClassObject, registry: Registry, body: ClassBody) -> bool:
    """``class Base(DeclarativeBase)``, ``class Base(declarative_base())``, ``@as_declarative() class Base``."""
    root = registry.root
    if root == cls:
        return registry.decorated or not body.columns
    return isinstance(root, External) and root.name.startswith("sqlalchemy.") and root in project.bases(cls)


def _inherited_columns(line: list[tuple[ClassObject, ClassBody]]) -> Mapping[str, Column]:
    columns: dict[str, Column] = {}
    for _, body in reversed(line):
        for name in (*body.others, *body.relationships):
            columns.pop(name, None)
        columns |= body.columns
    unique = {name for _, body in line for name in body.unique_columns}
    key = {name for _, body in line for name in body.key_columns}
    return {
        name: replace(each, unique=each.unique or name in unique, primary_key=each.primary_key or name in key)
        for name, each in columns.items()
    }


_Drafts = Mapping[ClassObject, _Draft]


def _table(draft: _Draft, drafts: _Drafts) -> str:
    """The name that foreign keys call its table by; empty when it cannot be told."""
    above = [each for each in _mapped_line(draft, drafts) if each != draft.cls]
    for each, body in draft.line:
        if body.table:
            return body.table.format(name=draft.cls.name, lower=draft.cls.name.lower())
        if body.odd_table:
            return ""
        own_key = any(column.primary_key for column in body.columns.values())
        named = draft.registry.database is not None and each in drafts and not drafts[each].abstract
        if named and (own_key or each != draft.cls or not above):
            return _snake_case(each.name)
    return ""


def _snake_case(name: str) -> str:
    """As Flask-SQLAlchemy names the table of a class that does not."""
    return re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name).lower().lstrip("_")


def _mapped_line(draft: _Draft, drafts: _Drafts) -> tuple[ClassObject, ...]:
    return tuple(each for each, _ in draft.line if each in drafts and not drafts[each].abstract)


def _mapped(draft: _Draft, drafts: _Drafts) -> Mapped:
    line = _mapped_line(draft, drafts)
    return Mapped(
        cls=draft.cls,
        line=frozenset(line),
        tables=frozenset(_table(drafts[each], drafts) for each in line) - {""},
        columns={name: _with_table(column, drafts) for name, column in draft.columns.items()},
        table_foreign_keys=tuple(key for _, body in draft.line for key in body.table_foreign_keys),
    )


def _with_table(column: Column, drafts: _Drafts) -> Column:
    """``@path:Class.column`` becomes ``table.column``."""
    reference = column.foreign_key
    if reference is None or not reference.startswith("@"):
        return column
    place, _, name = reference[1:].rpartition(".")
    path, _, qualname = place.partition(":")
    draft = drafts.get(ClassObject(path, qualname))
    table = _table(draft, drafts) if draft is not None else ""
    return replace(column, foreign_key=f"{table or '?'}.{name}")


# --- relationships ---


_ByOwner = Mapping[ClassObject, Mapping[str, Relationship]]


def _relationships(
    project: Project, drafts: _Drafts, mapped: Mapping[ClassObject, Mapped], lost: dict[str, str]
) -> _ByOwner:
    """The relationships of every model by the class that has them first: written ones, then those made by backrefs.

    ``lost`` is filled with class names that may get a relationship by a backref whose target cannot be told.
    """
    names = ClassNames({cls: draft.registry.root for cls, draft in drafts.items() if not draft.abstract})
    found: dict[ClassObject, dict[str, Relationship]] = {}
    backrefs: list[Relationship] = []
    for cls, draft in drafts.items():
        for written in _own_relationships(draft, drafts):
            aimed = target_of(project, written, names, draft.registry.root)
            target = mapped[aimed] if aimed is not None else None
            found.setdefault(cls, {})[written.name] = written_relationship(project, written, mapped[cls], target)
            made = made_by_backref(project, written, mapped[cls], target) if target is not None else None
            if made is not None and not draft.abstract:
                backrefs.append(made)
            if target is None and written.keywords.get("backref", ("const",))[0] != "const":
                lost[_last_name(written.target)] = f"the target of {written.holder.name}.{written.name} cannot be told"
    for relationship in backrefs:
        found.setdefault(relationship.owner, {}).setdefault(relationship.name, relationship)
    return found


def _last_name(target: Sketch | None) -> str:
    while target is not None and target[0] == "lambda":
        target = target[1]
    return str(target[1]).rpartition(".")[2] if target is not None and target[0] in {"name", "const"} else ""


def _own_relationships(draft: _Draft, drafts: _Drafts) -> Iterator[WrittenRelationship]:
    """Those of its body, and those of mixins and abstract bases, which are copied to each class that is mapped."""
    above = [each for each in _mapped_line(draft, drafts) if each != draft.cls]
    covered = {each for base in above for each, _ in drafts[base].line}
    taken: set[str] = set()
    for each, body in draft.line:
        if each not in covered:
            for name, written in body.relationships.items():
                if name not in taken:
                    yield written
        taken |= body.columns.keys() | body.others | body.relationships.keys()


def _model(
    project: Project,
    draft: _Draft,
    drafts: _Drafts,
    mapped: Mapped,
    relationships: _ByOwner,
    lost: Mapping[str, str],
) -> Model:
    inherited: dict[str, Relationship] = {}
    for each in reversed((draft.cls, *(base for base, _ in draft.line if base != draft.cls))):
        inherited |= relationships.get(each, {})
    others = {name for _, body in draft.line for name in (*body.others, *body.unclear)}
    opened = open_bases(project, draft.cls, draft.registry)
    custom = own_query(project, draft.cls, draft.registry)
    if not custom and "query" in inherited:
        custom = f"{draft.cls.name}.query is a relationship"
    if not custom and "query" in mapped.columns:
        custom = f"{draft.cls.name}.query is a column"
    return Model(
        cls=draft.cls,
        database=draft.registry.database,
        abstract=draft.abstract,
        columns=mapped.columns,
        relationships=inherited,
        attributes=frozenset(others - mapped.columns.keys() - inherited.keys()),
        bases=tuple(each for each in _mapped_line(draft, drafts) if each != draft.cls),
        custom_query=custom,
        query_property=query_property_of(project, draft.cls, draft.registry),
        table=_table(draft, drafts),
        open_bases=opened,
        polymorphic=any(body.polymorphic for _, body in draft.line),
        complete=not opened
        and not draft.registry.reflected
        and not any(body.odd_table and body.reflected for _, body in draft.line),
        unclear=next(
            (reason for _, body in draft.line for reason in body.unclear.values()), lost.get(draft.cls.name, "")
        ),
    )


# --- questions ---


def joined_collections(project: Project, model: Model) -> str:
    """Empty, or the collection that a plain ``select(model)`` loads by a join, so that it needs ``unique()``.

    Where that cannot be told, what stands in the way is named instead.
    """
    return _joined_collection(project, model, set())


@remembered_structure
def _models_below(project: Project) -> Mapping[ClassObject, tuple[Model, ...]]:
    """The models that inherit from each mapped class, in the order of :func:`models`."""
    found: dict[ClassObject, tuple[Model, ...]] = {}
    for model in models(project).values():
        for base in model.bases:
            found[base] = (*found.get(base, ()), model)
    return found


def _joined_collection(project: Project, model: Model, visited: set[ClassObject]) -> str:
    if model.cls in visited:
        return ""
    visited.add(model.cls)
    if model.unclear:
        return model.unclear
    if not model.complete:
        return model.open_bases[0] if model.open_bases else f"{model.cls.name} is not written out"
    for relationship in model.relationships.values():
        named = f"{relationship.owner.name}.{relationship.name}"
        if relationship.lazy == "unknown":
            return named
        if relationship.lazy != "joined":
            continue
        target = model_of(project, relationship.target)
        if target is None or not relationship.single:
            return named
        found = _joined_collection(project, target, visited)
        if found:
            return found
    for other in _models_below(project).get(model.cls, ()):
        found = _joined_collection(project, other, visited)
        if found:
            return found
    return ""


def relationship_target(project: Project, model: Model, name: str) -> Relationship | None:
    """The relationship behind ``model.name``, or None."""
    return model.relationships.get(name)


def may_repeat(project: Project, relationship: Relationship) -> bool:
    """Whether a join along it can repeat rows of its owner.

    Stricter than the direction: ``uselist=False`` promises one row, but only a key makes sure.
    """
    return not relationship.single


def primary_key(model: Model) -> tuple[str, ...] | None:
    """Attribute names of the primary key, or None when they are not known for sure."""
    names = tuple(sorted(name for name, column in model.columns.items() if column.primary_key))
    return names if names and model.complete and not model.unclear else None


def is_unique_column(model: Model, name: str) -> bool:
    """Whether at most one row has a given value (not NULL) of the column: unique, or the whole primary key."""
    return model.complete and name in unique_names(model.columns)


@remembered_structure
def tables(project: Project) -> Mapping[Variable, Table]:
    """Every ``Table(...)`` held by a module variable, by path and name."""
    found: dict[Variable, Table] = {}
    for path in files_calling(project, other_names(project, {"Table"}).words):
        facts = project.facts(path)
        for name, bindings in sorted(facts.bindings.items()) if facts is not None else ():
            value = bindings[-1].value
            if value is not None and _is_call_of(project, path, value, {"Table"}) and value[2]:
                columns = tuple(table_columns(value))
                keys = tuple(column.foreign_key for column in columns if column.foreign_key is not None)
                named = str(value[2][0][1]) if value[2][0][0] == "const" else ""
                variable = Variable(path, name)
                found[variable] = Table(variable, named, tuple(column.name for column in columns), keys)
    return found


def alias_target(project: Project, path: str, sketch: Sketch, scope: Scope | None = None) -> Model | None:
    """The model behind ``aliased(M)`` or ``with_polymorphic(M, ...)`` written in ``path``, or None."""
    if not _is_call_of(project, path, sketch, {"aliased", "with_polymorphic"}, scope):
        return None
    if not sketch[2] or sketch[2][0][0] != "name":
        return None
    return model_of(project, project.resolve(path, sketch[2][0][1], scope))


def _is_call_of(project: Project, path: str, value: Sketch, names: Collection[str], scope: Scope | None = None) -> bool:
    """Whether it calls SQLAlchemy's function of one of the names, directly or as an attribute of a database."""
    if value[0] != "call" or value[1][0] != "name":
        return False
    obj = project.resolve(path, value[1][1], scope)
    if isinstance(obj, External):
        return obj.name.startswith("sqlalchemy.") and obj.name.rpartition(".")[2] in names
    return isinstance(obj, Member) and obj.name in names and database_of(project, obj.of) is not None
