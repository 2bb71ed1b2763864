"""Every database is a SQLite file of this run, or on a server that was named for it; every statement is seen."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sqlite3
import sqlite3.dbapi2
import sys
from typing import Any

from flask_modernize.verify.probe.clock import REAL_DATE, REAL_DATETIME, FrozenDate, FrozenDatetime
from flask_modernize.verify.probe.server_databases import on_server
from flask_modernize.verify.probe.sqlite_clock import set_clock
from flask_modernize.verify.probe.values import plain
from flask_modernize.verify.probe.world import WORLD, see

KEPT_OPTIONS = ("echo", "future", "json_serializer", "json_deserializer", "execution_options", "query_cache_size")

READ_ONLY = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|WITH)\b", re.IGNORECASE)
WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\S+)", re.IGNORECASE)

INTERNAL = re.compile(
    r"\s*PRAGMA\b|.*\b(sqlite_master|sqlite_temp_master|pg_catalog)\b|SELECT CAST\('test"
    r"|show (standard_conforming_strings|transaction isolation level)|select current_schema\(\)",
    re.IGNORECASE | re.DOTALL,
)


def own_database(path: str) -> str:
    """A file of this run for a database that is elsewhere."""
    assert WORLD.job is not None
    os.makedirs(WORLD.job.scratch, exist_ok=True)
    name = hashlib.sha256(path.encode()).hexdigest()[:12] + ".sqlite"
    return os.path.join(WORLD.job.scratch, name)


def is_outside(path: str) -> bool:
    assert WORLD.job is not None
    real = os.path.realpath(path)
    return os.path.isabs(path) and os.path.commonpath([real, WORLD.job.root]) != WORLD.job.root


def watch_sqlalchemy(sqlalchemy: Any) -> None:
    """Every engine is a SQLite one of this run, and every statement is seen."""
    from sqlalchemy import event

    real = sqlalchemy.create_engine

    @functools.wraps(real)
    def create_engine(*args: Any, **keywords: Any) -> Any:
        url = keywords.pop("url", None) or args[0]
        parsed = sqlalchemy.engine.url.make_url(url)
        made = on_server(sqlalchemy, real, parsed)
        stands_in = made is None and not parsed.drivername.startswith("sqlite")
        see("engines", parsed.drivername + (" (run on SQLite)" if stands_in else ""))
        if made is not None:
            url = made
        elif stands_in:
            url = "sqlite:///" + own_database(repr(parsed))
            keywords = {key: value for key, value in keywords.items() if key in KEPT_OPTIONS}
        elif parsed.database and parsed.database != ":memory:" and is_outside(parsed.database):
            url = "sqlite:///" + own_database(parsed.database)
        engine = real(url, *args[1:], **keywords)
        WORLD.engines.append(engine)
        return engine

    names = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.create")
    for module in [sys.modules[name] for name in names if name in sys.modules]:
        if getattr(module, "create_engine", None) is real:
            module.create_engine = create_engine  # type: ignore[attr-defined]

    def executed(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        see_statement(statement, parameters)

    def committed(connection: Any) -> None:
        if WORLD.seen.written and not WORLD.quiet:
            WORLD.seen.written = False
            see("sql", ["COMMIT", None])

    def connected(connection: Any, record: Any) -> None:
        # Nothing of this run is needed after a power cut.
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")
            set_clock(connection)

    engine_class = sqlalchemy.engine.Engine
    event.listen(engine_class, "connect", connected)
    event.listen(engine_class, "before_cursor_execute", executed)
    event.listen(engine_class, "commit", committed)
    event.listen(sqlalchemy.Table, "after_parent_attach", made_table)
    types_by_class = getattr(sys.modules["sqlalchemy.sql.sqltypes"], "_type_map", None)
    if isinstance(types_by_class, dict):
        types_by_class.setdefault(REAL_DATETIME, types_by_class.get(FrozenDatetime))
        types_by_class.setdefault(REAL_DATE, types_by_class.get(FrozenDate))


def watch_flushes(session: Any) -> None:
    """What a flush reads, and which table it writes to first, follows SQLAlchemy's sets: another order in each run.

    What it does to one table keeps its order.
    """
    real = session.Session.flush

    @functools.wraps(real)
    def flush(self: Any, *args: Any, **keywords: Any) -> Any:
        WORLD.flushing += 1
        WORLD.run_in_flush = ("", 0)
        try:
            return real(self, *args, **keywords)
        finally:
            WORLD.flushing -= 1

    session.Session.flush = flush


def made_table(table: Any, metadata: Any) -> None:
    """Keeps a table, unless it is one that a module of SQLAlchemy itself makes, as those of dialects do."""
    frame: Any = sys._getframe(1)
    while frame is not None and str(frame.f_globals.get("__name__")).startswith("sqlalchemy."):
        if frame.f_code.co_name == "<module>":
            return
        frame = frame.f_back
    WORLD.tables.append(table)


def see_statement(statement: str, parameters: Any) -> None:
    if INTERNAL.match(statement):
        return
    if not READ_ONLY.match(statement):
        WORLD.dirty = True
        WORLD.seen.written = not WORLD.quiet
    see("sql", [" ".join(statement.split()), plain(parameters)])
    if not WORLD.flushing or WORLD.quiet:
        WORLD.run_in_flush = ("", 0)
        return
    kind = "reads" if READ_ONLY.match(statement) else "writes"
    count = WORLD.run_in_flush[1] + 1 if WORLD.run_in_flush[0] == kind else 1
    WORLD.run_in_flush = (kind, count)
    events = WORLD.seen.events["sql"]
    events[-count:] = sorted(events[-count:], key=repr if kind == "reads" else _table_written)


def _table_written(event: list[Any]) -> str:
    """What an INSERT, UPDATE or DELETE writes to."""
    found = WRITTEN.match(event[0])
    return found.group(1) if found else ""


def watch_sqlite() -> None:
    """Plain connections: of files below the root, and seen; SQLAlchemy has its own door to sqlite3."""
    real = sqlite3.connect

    def connect(database: Any, *args: Any, **keywords: Any) -> Any:
        if str(sys._getframe(1).f_globals.get("__name__")).startswith("sqlalchemy."):
            return real(database, *args, **keywords)
        path = os.fspath(database) if not isinstance(database, bytes) else os.fsdecode(database)
        if WORLD.job is not None and path and path != ":memory:" and not path.startswith("file:"):
            if is_outside(path):
                path = own_database(path)
            if os.path.realpath(path) not in WORLD.database_files:
                WORLD.database_files.append(os.path.realpath(path))
        connection = real(path, *args, **keywords)
        connection.execute("PRAGMA synchronous = OFF")
        set_clock(connection)
        connection.set_trace_callback(lambda statement: see_statement(statement, None))
        return connection

    module: Any = sqlite3
    module.connect = module.dbapi2.connect = connect
