"""Proves that an expression is a SQLAlchemy session. Never by its name."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.facts import Sketch
from flask_modernize.facts.sketch import dotted_name, sketch
from flask_modernize.project.attribute_values import Store, stores_from_outside
from flask_modernize.project.callers import class_of_self
from flask_modernize.project.class_lines import described_line
from flask_modernize.project.databases import (
    Database,
    creates_database,
    custom_database_query,
    custom_session_query,
    database_of,
    databases,
    dict_items,
    is_stock_instance,
    variable_value,
)
from flask_modernize.project.library_attributes import library_attribute
from flask_modernize.project.memory import remembered, remembered_about, remembered_knowledge
from flask_modernize.project.objects import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Variable,
)
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.project.value_flow import Nothing, Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


@dataclass(frozen=True, slots=True)
class SessionOrigin:
    """Where a session comes from."""

    kind: str
    """``flask-sqlalchemy``, ``scoped`` or ``session``."""
    database: Database | None
    custom_query: str
    """Empty, or why its ``query()`` is not the stock query."""
    text: str
    """How it was proven, in a few words."""
    sharded: bool = False
    """It may ask several databases at once: then even an aggregate can give several rows."""


def session_of(project: Project, path: str, node: ast.expr, scope: Scope | None) -> SessionOrigin | None:
    """The session that an expression standing in ``scope`` is, or None when that cannot be proven."""
    prover = _prover(project)
    syntax = project.syntax(path) if scope is None else None
    where = syntax.scopes.module_scope if syntax is not None else scope
    made = prover.value(Place(path, where), node) if where is not None else None
    return made.origin if made is not None and made.is_session else None


@dataclass(frozen=True, slots=True)
class _Made:
    """What an expression evaluates to: a session, something that makes one when called, or (scoped sessions) both."""

    origin: SessionOrigin
    is_session: bool
    makes_sessions: bool


_SHARDED_SESSION = "sqlalchemy.ext.horizontal_shard.ShardedSession"
"""Its query class only adds ``set_shard()``, and select() goes to the shards in the same way."""
_SESSION_CLASSES = frozenset(
    {
        "sqlalchemy.orm.Session",
        "sqlalchemy.orm.session.Session",
        "flask_sqlalchemy.SignallingSession",
        "flask_sqlalchemy.session.Session",
        _SHARDED_SESSION,
    }
)
_SCOPED_CLASSES = frozenset({"sqlalchemy.orm.scoped_session", "sqlalchemy.orm.scoping.scoped_session"})
_FACTORIES = frozenset(
    {
        "sqlalchemy.orm.sessionmaker",
        "sqlalchemy.orm.session.sessionmaker",
        "sqlalchemy.orm.create_session",
        "sqlalchemy.orm.session.create_session",
    }
)
_OF_OBJECT = frozenset({"sqlalchemy.orm.object_session", "sqlalchemy.orm.session.object_session"})
_ORM_NAMES = frozenset({"Session", "object_session", "scoped_session", "sessionmaker"})
"""Of ``sqlalchemy.orm``, that a Flask-SQLAlchemy instance has as attributes."""
_PROXIES = frozenset({"objproxies.CallbackProxy", "werkzeug.LocalProxy", "werkzeug.local.LocalProxy"})
"""What they are made with is called whenever one is used; attributes and calls are those of what it gives."""
_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})
_CREATED_SCOPED = frozenset({"create_scoped_session", "_make_scoped_session"})
_CREATED = _CREATED_SCOPED | {"create_session", "_make_session_factory"}
"""Methods of a Flask-SQLAlchemy instance, up to 2.5 and since 3.0, that create more sessions, and factories of them."""
_FACTORY_ATTRIBUTES = frozenset({"registry", "session_factory"})
"""Attributes of a scoped session that make sessions."""


@remembered_about
def replaced_session(project: Project, database: Database) -> str:
    """Empty, or that the program puts something in place of a database's session that may have queries of its own.

    ``Model.query`` and ``db.session`` both go through what ``db.session`` is at that moment.
    """
    return database.replaced if database.replaced and not _keeps_stock(project, database) else ""


def _keeps_stock(project: Project, database: Database) -> bool:
    """Whether all that is assigned to a database's session are scoped sessions with the stock query."""
    if database.custom_query:
        return True  # that says it already
    made = _Replacements(project).assigned(database, "session", in_tests_too=True)
    return (
        isinstance(made, _Made)
        and made.is_session
        and made.makes_sessions
        and not (made.origin.custom_query or made.origin.sharded)
    )


@remembered_knowledge
def _prover(project: Project) -> _Sessions:
    return _Sessions(project)


class _Sessions(ValueFlow[_Made]):
    """Follows sessions, and what makes them, over one project."""

    def tell(self, place: Place, node: ast.expr) -> _Made | None:
        if isinstance(node, ast.Call):
            return self._made_by_call(place, node)
        if isinstance(node, ast.Attribute):
            return self.told_by_library(place, node) or (
                self._session_of_database(place, node) if node.attr == "session" else None
            )
        return None

    def tell_object(self, obj: Object) -> _Made | None:
        if isinstance(obj, Member) and obj.name == "session":
            database = database_of(self.project, obj.of)
            if database is not None:
                return _both(self.of_database(database))
        if isinstance(obj, Member) and isinstance(obj.of, Variable):
            made = variable_value(self.project, obj.of)
            if made is not None and made[0] == "call" and made[1][0] == "name":
                cls = self.project.resolve(obj.of.path, made[1][1])
                return self.tell_library(cls.name, obj.name) if isinstance(cls, External) else None
        return None

    def tell_type(self, place: Place, annotation: ast.expr, name: str) -> _Made | None:
        found: list[_Made] = []
        for written in _annotation_names(annotation):
            obj = self.project.resolve(place.path, written, place.scope)
            if not isinstance(obj, External) or obj.name not in _SESSION_CLASSES | _SCOPED_CLASSES:
                return None
            kind = "session" if obj.name in _SESSION_CLASSES else "scoped"
            origin = self.of_unknown_make(kind, f"{name}: {written}")
            found.append(_session_only(origin) if kind == "session" else _both(origin))
        return self.agree(found) if found else None

    def tell_library(self, cls: str, attribute: str) -> _Made | None:
        if library_attribute("session", cls, attribute) is None:
            return None
        return _both(self.of_unknown_make("scoped", f"{cls}.{attribute}"))

    def tell_entered(self, place: Place, node: ast.expr) -> _Made | None:
        made = self.value(place, node)
        if made is not None and made.is_session:
            return _session_only(made.origin)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "begin":
            factory = self.value(place, node.func.value)
            if factory is not None and factory.makes_sessions and not factory.is_session:
                return _session_only(factory.origin)
        return None

    def agree(self, found: list[_Made]) -> _Made:
        """What all of them are. A query of its own in one counts for all."""
        first = found[0]
        one = (first.origin.kind, first.origin.database)
        if any((each.origin.kind, each.origin.database) != one for each in found):
            first = replace(first, origin=replace(first.origin, kind="session", database=None))
        custom = next((each.origin.custom_query for each in found if each.origin.custom_query), "")
        sharded = any(each.origin.sharded for each in found)
        return _Made(
            replace(first.origin, custom_query=custom, sharded=sharded),
            is_session=all(each.is_session for each in found),
            makes_sessions=all(each.makes_sessions for each in found),
        )

    def of_object(self, obj: Object) -> _Made | Nothing | None:
        found = super().of_object(obj)
        if found is not None or not isinstance(obj, Member):
            return found
        database = database_of(self.project, obj.of)
        return self._once(obj, lambda: self.assigned(database, obj.name)) if database is not None else None

    def of_database(self, database: Database) -> SessionOrigin:
        """The session of a Flask-SQLAlchemy instance."""
        custom = database.custom_query or replaced_session(self.project, database)
        return SessionOrigin("flask-sqlalchemy", database, custom, f"{database.variable.name}.session")

    def of_unknown_make(self, kind: str, text: str) -> SessionOrigin:
        """A session of which it is not known how it was made: any that the project makes."""
        return SessionOrigin(kind, None, _any_custom(self.project), text, _any_sharded(self.project))

    # -- attributes ----------------------------------------------------------------------------------------------------

    def assigned(self, database: Database, name: str, *, in_tests_too: bool = False) -> _Made | Nothing | None:
        """What the program assigns to an attribute of a Flask-SQLAlchemy instance: ``db.replica = ...``.

        What tests assign has no say where it cannot be told, unless ``in_tests_too``.
        """
        if not is_stock_instance(self.project, database):
            return None
        stores = [each for each in stores_from_outside(self.project, name) if self._may_be_given_to(database, each)]
        found = [(self._stored(each), is_test_path(each.path) and not in_tests_too) for each in stores]
        return self._join(made for made, ignored in found if made is not None or not ignored)

    def _may_be_given_to(self, database: Database, store: Store) -> bool:
        """Whether an assignment to an attribute may be to the one of that instance."""
        place = Place(store.path, store.scope)
        obj = self.callee(place, store.receiver)
        if isinstance(obj, ModuleObject | External | ClassObject | FunctionObject):
            return False
        own = self.class_of(place, store.receiver) is not None  # an instance is of no class of the project
        held = _databases(self.project).value(place, store.receiver) if not own else None
        return not own and held in (None, database)

    def _session_of_database(self, place: Place, node: ast.Attribute) -> _Made | None:
        """``self.db.session`` and ``db.session`` of a database that only a function has."""
        if isinstance(node.value, ast.Name):
            return self._session_of_local(place, node.value) or self._session_of_parameter(place, node.value)
        if isinstance(node.value, ast.Attribute) and self.callee(place, node) is None:
            database = _databases(self.project).value(place, node.value)
            return _both(self.of_database(database)) if database is not None else None
        return None

    def _session_of_local(self, place: Place, node: ast.Name) -> _Made | None:
        """The session of ``db = SQLAlchemy(...)`` in a function."""
        owner = place.scope.lookup(node.id)
        if owner is None or owner.kind != "function":
            return None
        bindings = owner.bindings.get(node.id, [])
        value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
        made = sketch(value) if value is not None else None
        if made is None or not creates_database(self.project, place.path, made):
            return None
        custom = custom_database_query(self.project, place.path, made)
        return _both(SessionOrigin("scoped", None, custom, f"{node.id}.session"))

    def _session_of_parameter(self, place: Place, node: ast.Name) -> _Made | None:
        """The session of a database that every caller passes."""
        database = self._passed_database(place, node)
        return _both(self.of_database(database)) if database is not None else None

    def _passed_database(self, place: Place, node: ast.expr) -> Database | None:
        owner = place.scope.lookup(node.id) if isinstance(node, ast.Name) else None
        if owner is None or not isinstance(node, ast.Name) or class_of_self(place.path, place.scope, node.id):
            return None
        if not any(each.kind == "parameter" for each in owner.bindings.get(node.id, ())):
            return None
        return _databases(self.project).value(place, node)

    # -- calls ---------------------------------------------------------------------------------------------------------

    def _made_by_call(self, place: Place, node: ast.Call) -> _Made | None:
        obj = self.callee(place, node.func)
        if isinstance(obj, External):
            return self._made_by_library(place, node, obj.name)
        if isinstance(obj, Member):
            if obj.name in _ORM_NAMES and database_of(self.project, obj.of) is not None:
                return self._made_by_library(place, node, f"sqlalchemy.orm.{obj.name}")
            made = self._made_by_member(place, node, obj)
            if made is not None:
                return made
        if isinstance(obj, FunctionObject):
            return None
        if isinstance(obj, ClassObject):
            return self._made_by_subclass(obj)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _CREATED:
            database = self._passed_database(place, node.func.value)
            if database is not None:
                return self._created(place, node, database, node.func.attr)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _FACTORY_ATTRIBUTES:
            scoped = self.value(place, node.func.value)
            return _session_only(scoped.origin) if scoped is not None and scoped.origin.kind != "session" else None
        made = self.value(place, node.func)
        return _session_only(made.origin) if made is not None and made.makes_sessions else None

    def _made_by_library(self, place: Place, node: ast.Call, name: str) -> _Made | None:
        if name in _SESSION_CLASSES:
            sharded = name == _SHARDED_SESSION
            return _session_only(SessionOrigin("session", None, self._custom(place, node), "Session()", sharded))
        if name in _FACTORIES:
            sharded = any(each.arg == "class_" for each in node.keywords) and _any_sharded(self.project)
            origin = SessionOrigin("session", None, self._custom(place, node), "sessionmaker()", sharded)
            return _Made(origin, is_session=name.endswith("create_session"), makes_sessions=True)
        if name in _SCOPED_CLASSES:
            return self._scoped(place, node)
        if name in _PROXIES and len(node.args) == 1 and not node.keywords:
            return self._given_by(place, node.args[0])
        if name in _CASTS and node.args:
            return self.tell_type(place, node.args[0], "cast")
        if name in _OF_OBJECT:
            return _session_only(self.of_unknown_make("session", "object_session()"))
        return None

    def _custom(self, place: Place, node: ast.Call) -> str:
        if any(each.arg is None for each in node.keywords) or any(isinstance(each, ast.Starred) for each in node.args):
            return "the arguments of its session factory are not written out"
        options: Mapping[str, Sketch] = {each.arg: sketch(each.value) for each in node.keywords if each.arg is not None}
        return custom_session_query(self.project, place.path, options)

    def _scoped(self, place: Place, node: ast.Call) -> _Made:
        """``scoped_session(factory)``; a factory that cannot be told could have a query of its own."""
        given = node.args[0] if node.args else next((each.value for each in node.keywords), None)
        made = self._made_by_factory(place, given) if given is not None else None
        if made is None:
            return _both(SessionOrigin("scoped", None, "its session factory is not known", "scoped_session()"))
        return _both(replace(made.origin, kind="scoped", text=f"scoped_session of {made.origin.text}"))

    def _options_given(self, place: Place, node: ast.Call) -> str:
        """Empty, or why the ``options`` that a session is created with may give it a query of its own."""
        given = (
            node.args[0] if node.args else next((each.value for each in node.keywords if each.arg == "options"), None)
        )
        if isinstance(given, ast.Name):
            owner = place.scope.lookup(given.id)
            bindings = owner.bindings.get(given.id, []) if owner is not None else []
            given = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else given
        options = dict_items(sketch(given)) if given is not None else {}
        if options is not None:
            return custom_session_query(self.project, place.path, options)
        return _with_query_class(self.project)

    def _made_by_factory(self, place: Place, given: ast.expr) -> _Made | None:
        return (
            self._given_by_function(place, given)
            if isinstance(given, ast.Lambda)
            else (self.value(place, given) or self._given_by_function(place, given))
        )

    def _given_by(self, place: Place, given: ast.expr) -> _Made | None:
        """What a call of ``given`` without arguments gives."""
        called = self._given_by_function(place, given)
        made = self.value(place, given) if called is None else None
        return _session_only(made.origin) if made is not None and made.makes_sessions else called

    def _given_by_function(self, place: Place, given: ast.expr) -> _Made | None:
        if isinstance(given, ast.Lambda):
            return self.value(replace(place, scope=place.scope.opened_by(given)), given.body)
        obj = self.callee(place, given)
        found = self.returned(obj) if isinstance(obj, FunctionObject) else None
        return found if isinstance(found, _Made) else None

    def _created(self, place: Place, node: ast.Call, database: Database, name: str) -> _Made:
        """What ``db.create_scoped_session(options)`` and its kin give: never ``db.session``."""
        custom = database.custom_query or self._options_given(place, node)
        if name not in _CREATED_SCOPED:
            return _Made(SessionOrigin("session", None, custom, f"{name}()"), is_session=False, makes_sessions=True)
        return _both(SessionOrigin("scoped", None, custom, f"{name}()"))

    def _made_by_member(self, place: Place, node: ast.Call, obj: Member) -> _Made | None:
        if obj.name in _CREATED:
            database = database_of(self.project, obj.of)
            return self._created(place, node, database, obj.name) if database is not None else None
        if obj.name in {"session", *_FACTORY_ATTRIBUTES}:
            made = self.of_object(obj) or self.of_object(obj.of)
            return _session_only(made.origin) if isinstance(made, _Made) and made.makes_sessions else None
        return None

    def _made_by_subclass(self, cls: ClassObject) -> _Made | None:
        """A call of a project's own subclass of ``Session``."""
        line = self.project.ancestors(cls)
        if not any(isinstance(each, External) and each.name in _SESSION_CLASSES for each in line):
            return None
        own = any(
            "query" in facts.methods or "query" in facts.attributes for _, facts in described_line(self.project, cls)
        )
        sharded = External(_SHARDED_SESSION) in line
        custom = f"{cls.name} has its own query" if own else ""
        return _session_only(SessionOrigin("session", None, custom, cls.name, sharded))


class _Replacements(_Sessions):
    """Follows what is put in place of a database's session, which may be (or lead to) the one that it had before."""

    def of_database(self, database: Database) -> SessionOrigin:
        return SessionOrigin("flask-sqlalchemy", database, database.custom_query, f"{database.variable.name}.session")

    def of_unknown_make(self, kind: str, text: str) -> SessionOrigin:
        return SessionOrigin(kind, None, "it is not known how the session is made", text)


class _Databases(ValueFlow[Database]):
    """Follows Flask-SQLAlchemy instances: ``self.db = db``."""

    def tell(self, place: Place, node: ast.expr) -> Database | None:
        return None

    def tell_object(self, obj: Object) -> Database | None:
        return database_of(self.project, obj)

    def agree(self, found: list[Database]) -> Database | None:
        return found[0] if all(each == found[0] for each in found) else None


@remembered_knowledge
def _databases(project: Project) -> _Databases:
    return _Databases(project)


# --- sessions and what makes them ---


def _both(origin: SessionOrigin) -> _Made:
    return _Made(origin, is_session=True, makes_sessions=True)


def _session_only(origin: SessionOrigin) -> _Made:
    return _Made(origin, is_session=True, makes_sessions=False)


@remembered
def _any_sharded(project: Project) -> bool:
    return next(iter(project.files_with(b"ShardedSession")), None) is not None


@remembered
def _any_custom(project: Project) -> str:
    """Empty, or why some session of the project may have a query of its own, for sessions of unknown origin."""
    for database in databases(project):
        custom = database.custom_query or replaced_session(project, database)
        if custom:
            return custom
    return _with_query_class(project)


def _with_query_class(project: Project) -> str:
    """Empty, or that a file of the project gives sessions a query class."""
    for path in project.mentioning("query_cls"):
        return f"{path} has sessions with a query class of their own"
    return ""


# --- syntax ---


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _annotation_names(annotation: ast.expr | None) -> list[str]:
    """The classes that an annotation allows besides None: ``Session``, ``"Session"``, ``Session | scoped_session``.

    Empty where one of them has no name.
    """
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return []
    if isinstance(annotation, ast.Subscript) and (dotted_name(annotation.value) or "").endswith("Optional"):
        return _annotation_names(annotation.slice)
    if isinstance(annotation, ast.Subscript) and (dotted_name(annotation.value) or "").endswith("Union"):
        inside = annotation.slice
        return _of_all(inside.elts if isinstance(inside, ast.Tuple) else [inside])
    if isinstance(annotation, ast.Subscript):
        return _annotation_names(annotation.value)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _of_all([annotation.left, annotation.right])
    name = dotted_name(annotation) if annotation is not None else None
    return [name] if name is not None else []


def _of_all(sides: Sequence[ast.expr]) -> list[str]:
    names = [_annotation_names(each) for each in sides if not _is_none(each)]
    return [each for one in names for each in one] if all(names) else []
