"""Runs a function on a fresh database and session, and says all that can be seen of it. For the child only."""

from __future__ import annotations

import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from festival import create_app
from festival.extensions import db
from festival.seed import populate
from flask import Flask
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import event, inspect
from sqlalchemy.engine import Result, Row, ScalarResult
from sqlalchemy.exc import DBAPIError, LegacyAPIWarning
from sqlalchemy.orm import Query
from sqlalchemy.sql import ClauseElement

from executed.sql_shape import shape

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
SAME_MESSAGES = (
    (re.compile(r"Multiple rows were found when (exactly one|one or none) was required"), "Multiple rows were found"),
    (re.compile(r'Entity namespace for ".*" has no property ("\w+")', re.DOTALL), r"No property \1"),
    (re.compile(r"got: <Aliased(Insp|Class); [^>]*>+"), "got: an alias"),
    (re.compile(r'None of the FROM clause entities have a property ("\w+")\..*', re.DOTALL), r"No property \1"),
)
AMBIGUOUS = re.compile(r"(ambiguous column name): .*")
DEPTH = 3
"""How far loaded relationships are followed from a result."""


class Stage:
    """The application with its databases, put back to the seed after every function that wrote."""

    def __init__(self) -> None:
        self.app: Flask = create_app()
        self._log: list[str] = []
        with self.app.app_context():
            db.create_all()
            populate()
            self._connections = {bind or "main": _raw(engine) for bind, engine in db.engines.items()}
            for bind, engine in db.engines.items():
                self._listen(bind or "main", engine)
            db.session.remove()
        self._seeds = {bind: _copy(connection) for bind, connection in self._connections.items()}
        self._seeded = {bind: set(seed.iterdump()) for bind, seed in self._seeds.items()}
        self._changes = {bind: connection.total_changes for bind, connection in self._connections.items()}

    def _listen(self, bind: str, engine: Any) -> None:
        @event.listens_for(engine, "before_cursor_execute")
        def record(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
            if many:
                self._log.append(f"{bind}: {shape(statement)} {parameters!r}")
            else:
                self._log.append(f"{bind}: {shape(statement, parameters)}")

    def observe(self, function: Callable[..., object], arguments: Mapping[str, object], path: str) -> dict[str, Any]:
        """What ``function`` returns or raises, its SQL and warnings, and what it leaves in session and database.

        All values are plain JSON.
        """
        self._log.clear()
        with self.app.test_request_context(path), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            seen: dict[str, Any] = {"raises": None, "returns": None}
            try:
                seen["returns"] = describe(function(**arguments))
            except Exception as error:
                seen["raises"] = describe_error(error)
            seen["sql"] = list(self._log)
            seen["session"] = self._session_left()
            seen["database"] = self._database_left()
            db.session.remove()
        seen["warnings"] = sorted({f"{w.category.__name__}: {_plain(str(w.message))}" for w in caught if _counts(w)})
        self._reset()
        return seen

    def _session_left(self) -> dict[str, list[str]]:
        session = db.session()
        return {
            "new": sorted(type(entity).__name__ for entity in session.new),
            "dirty": sorted(str(_identity(entity)) for entity in session.dirty),
            "deleted": sorted(str(_identity(entity)) for entity in session.deleted),
        }

    def _wrote(self) -> list[str]:
        return [
            bind for bind, connection in self._connections.items() if connection.total_changes != self._changes[bind]
        ]

    def _database_left(self) -> dict[str, dict[str, object]]:
        return {bind: self._written(bind) for bind in self._wrote()}

    def _written(self, bind: str) -> dict[str, object]:
        connection = self._connections[bind]
        committed = not connection.in_transaction
        now = set(connection.iterdump())
        return {
            "committed": committed,
            "gone": sorted(self._seeded[bind] - now),
            "there": sorted(now - self._seeded[bind]),
        }

    def _reset(self) -> None:
        for bind in self._wrote():
            connection = self._connections[bind]
            connection.rollback()
            self._seeds[bind].backup(connection)
            self._changes[bind] = connection.total_changes


def _raw(engine: Any) -> sqlite3.Connection:
    proxied = engine.raw_connection()
    connection = proxied.driver_connection
    proxied.close()
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    connection.backup(copy)
    return copy


def _counts(warning: warnings.WarningMessage) -> bool:
    return not issubclass(warning.category, (LegacyAPIWarning, ResourceWarning))


def _plain(text: str) -> str:
    return ADDRESS.sub("", text)


def _identity(entity: object) -> list[object]:
    state: Any = inspect(entity)
    return [type(entity).__name__, [repr(part) for part in state.identity] if state.identity else None]


def describe_error(error: BaseException) -> list[str]:
    """Type and message of ``error``; SQL in it as its shape."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, DBAPIError):
        parameters = error.params if isinstance(error.params, tuple) else ()
        statement = error.statement or ""
        return [name, _complaint(str(error.orig), statement), shape(statement, parameters)]
    return [name, _same_message(_plain(str(error)))]


def _complaint(text: str, statement: str) -> str:
    """Of a database, which names the first column that it met; what an EXISTS selects, 1 or columns, is no matter."""
    return AMBIGUOUS.sub(r"\1", text) if "EXISTS" in statement else text


def _same_message(text: str) -> str:
    """Messages that only say which of two methods, or which version, raised the same error for the same reason."""
    for pattern, meaning in SAME_MESSAGES:
        text = pattern.sub(meaning, text)
    return text


def describe(value: object, depth: int = DEPTH) -> Any:
    """``value`` as plain JSON that differs whenever a caller could see a difference; what is not loaded stays so."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, type):
        return ["class", value.__qualname__]
    if isinstance(value, Pagination):
        numbers = {
            name: getattr(value, name) for name in ("page", "per_page", "total", "pages", "has_next", "has_prev")
        }
        return ["pagination", numbers, describe(value.items, depth)]
    if isinstance(value, Row):
        keys = [str(key) for key in value._mapping]
        return ["row", list(value._fields), keys, [describe(part, depth) for part in value]]
    if isinstance(value, Mapping):
        return ["mapping", [[describe(key, depth), describe(part, depth)] for key, part in value.items()]]
    if isinstance(value, list | tuple):
        return [type(value).__name__, [describe(part, depth) for part in value]]
    if isinstance(value, set | frozenset):
        return [type(value).__name__, sorted(repr(describe(part, depth)) for part in value)]
    return _describe_object(value, depth)


def _describe_object(value: object, depth: int) -> Any:
    if isinstance(value, Query):
        return ["query", type(value).__name__, shape(str(value))]
    if isinstance(value, ClauseElement):
        return ["sql", type(value).__name__, shape(str(value))]
    if isinstance(value, Result | ScalarResult | Iterator):
        return ["iterator", [describe(part, depth) for part in value]]
    state: Any = inspect(value, raiseerr=False)
    if state is not None and hasattr(state, "persistent"):
        return _describe_entity(value, state, depth)
    return ["object", type(value).__qualname__, _plain(repr(value))]


def _describe_entity(entity: object, state: Any, depth: int) -> Any:
    where = next(n for n in ("transient", "pending", "persistent", "deleted", "detached") if getattr(state, n))
    head = ["entity", where, *_identity(entity)]
    if depth == 0:
        return head
    relationships = set(state.mapper.relationships.keys())
    loaded = {key: value for key, value in vars(entity).items() if key != "_sa_instance_state"}
    return [
        *head,
        {key: describe(value, depth - 1 if key in relationships else depth) for key, value in sorted(loaded.items())},
    ]
