"""The abstract value of a query while it is being built: what is known of the statement at one point of the program.

A :class:`Statement` is immutable; each method of the chain gives a new one (see ``links.py``). Rules and letters
refer to SQLAlchemy's ``Query._iter``: one entity gives scalars, entities are de-duplicated, columns are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flask_modernize.project.databases import Database
from flask_modernize.project.objects import ClassObject, FunctionObject, Variable


class Kind(Enum):
    """What one element of the SELECT list is."""

    MODEL = "model"
    """A mapped class or an alias of one: gives instances."""
    COLUMN = "column"
    """A column or any other SQL expression: gives values."""
    TABLE = "table"
    """A table, sub-query or CTE: gives its columns."""


@dataclass(slots=True)  # never changed; frozen ones take four times as long to make
class Entity:
    """One element of the SELECT list, or a FROM element.

    ``text`` is how the program writes it; ``cls`` the mapped class behind it (for columns: the one they belong to);
    ``key`` the name under which a row gives it, None for an unlabelled function.
    """

    kind: Kind
    text: str
    cls: ClassObject | None = None
    key: str | None = None
    aggregate: bool = False
    """An aggregate function: one row unless grouped."""
    exact: bool = True
    """False for an expression that names several models: its FROM is not one entity's."""
    alias: bool = False
    """``aliased(M)`` rather than ``M``."""
    plain_column: bool = False
    """Just ``Model.column``: no function, label, hybrid or operation."""
    of: str = ""
    """For a column: how the program writes what it belongs to."""


@dataclass(frozen=True, slots=True)
class SessionText:
    """How to reach the session: the Flask-SQLAlchemy instance that has it, or the ``text`` that names it in
    ``path``.
    """

    text: str
    database: Database | None
    path: str = ""
    variable: Variable | None = None
    """A scoped session kept in a module variable (behind ``query_property()``)."""
    sharded: bool = False
    """It may ask several databases at once, each of which gives rows."""


@dataclass(slots=True)  # never changed; frozen ones take four times as long to make
class Statement:
    """A query under construction."""

    entities: tuple[Entity, ...]
    session: SessionText
    from_model: bool
    """The head was ``Model.query`` (not ``session.query(...)``)."""
    target: Entity | None
    """What ``filter_by`` applies to; None when it cannot be told."""
    froms: frozenset[object] = frozenset()
    """Identities of the FROM elements so far; see :func:`identity`."""
    criteria: bool = False
    replaced: bool = False
    """The SELECT list was replaced by ``with_only_columns()``."""
    by_keyword: bool = False
    """``filter_by`` was used."""
    certain_criteria: bool = False
    """There is a criterion on every path."""
    elsewhere: bool = False
    """The end of the query stands on a variable, not on the head itself."""
    joined: bool = False
    several_froms: bool = False
    """More than one FROM element: ``filter_by`` of SQLAlchemy 2.1 would look at all of them."""
    repeats: bool = False
    """The same entity may come in several rows: legacy removes the repetition."""
    eager: bool = False
    """A joined eager option: SQLAlchemy demands ``unique()``."""
    options: bool = False
    ordered: bool = False
    ordered_by_text: bool = False
    """ORDER BY has a column by its name in a string."""
    foreign_order: bool = False
    """ORDER BY names something that is not selected."""
    limited: bool = False
    one_row: bool = False
    """A literal LIMIT 1 is in force."""
    grouped: bool = False
    distinct: bool = False
    from_statement: bool = False
    parameters: str = ""
    """Parameters for the execution, as the inside of a dictionary display."""
    from_elements: bool = False
    yield_per: bool = False
    plain: bool = True
    """Only filter, filter_by, order_by and options so far: COUNT(*) over the entity is the same number."""
    get_arguments: tuple[str, ...] = ()
    """Keyword arguments that ``Session.get`` needs for the options set so far."""
    get_blocked: bool = False

    @property
    def entity(self) -> Entity | None:
        """The one mapped entity that the query gives, if that is all it gives."""
        if len(self.entities) == 1 and self.entities[0].kind is Kind.MODEL:
            return self.entities[0]
        return None

    @property
    def has_entities(self) -> bool:
        return any(entity.kind is Kind.MODEL for entity in self.entities)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a query is left alone: a code of ``codes.py`` and a sentence that names the thing."""

    code: str
    message: str
    helper: FunctionObject | None = None
    """The function that handed the query on, if that is why; ``query_functions.QueryFunctions`` may know more."""


def identity(entity: Entity) -> object:
    """What two mentions of one FROM element have in common."""
    return entity.text if entity.alias or entity.cls is None else entity.cls


def of_one_element(entities: Sequence[Entity]) -> bool:
    """Whether all that is selected certainly comes from one mapped class, or alias of one."""
    owners = {each.of or each.text if each.alias or each.cls is None else each.cls for each in entities}
    return len(owners) == 1 and all(each.exact and _is_of_model(each) for each in entities)


def _is_of_model(entity: Entity) -> bool:
    return entity.kind is Kind.MODEL or (entity.kind is Kind.COLUMN and (entity.cls is not None or bool(entity.of)))
