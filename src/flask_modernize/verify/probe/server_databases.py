"""Databases on a PostgreSQL server that the caller names, for applications that SQLite cannot stand in for.

Each database that the application opens is a new one there, ``flask_modernize_<process>_<hash>``, which goes again at
the end of the run. No other database of that server is touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import Any, Callable

from flask_modernize.verify.probe.world import WORLD, Failure, unseen

PREFIX = "flask_modernize_"
COPIES = "flask_modernize_copies"
"""The schema that has the rows as they were."""

TABLES = f"""
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', '{COPIES}')
ORDER BY 1, 2
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = '{}' AND table_name = '{}' AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
NUMBERED = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
WHERE (column_default LIKE 'nextval(%' OR is_identity = 'YES') AND table_schema NOT IN ('pg_catalog')
"""
SEQUENCES = "SELECT schemaname, sequencename, last_value, start_value FROM pg_sequences ORDER BY 1, 2"

_made: dict[str, Any] = {}
"""The URLs of the databases that were made, by what the application wanted to open."""
_administrators: dict[str, Any] = {}
"""By the name of a database that was made, the engine that made it."""


def on_server(sqlalchemy: Any, create_engine: Callable[..., Any], wanted: Any) -> Any:
    """The URL of the database that takes the place of ``wanted``; None where no server was named for that kind."""
    assert WORLD.job is not None
    if not WORLD.job.database_url:
        return None
    make_url = sqlalchemy.engine.url.make_url
    server = make_url(WORLD.job.database_url)
    if server.get_backend_name() != "postgresql" or wanted.get_backend_name() != "postgresql":
        return None
    key = repr(wanted)
    if key not in _made:
        name = f"{PREFIX}{os.getpid()}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"
        at_server = changed(server, drivername=wanted.drivername)
        administrator = create_engine(at_server, isolation_level="AUTOCOMMIT")
        try:
            with unseen(), administrator.connect() as connection:
                connection.execute(sqlalchemy.text(f'CREATE DATABASE "{name}"'))
        except Exception as error:
            raise Failure("database", "no database can be made on the server that was named", str(error)) from error
        _administrators[name] = administrator
        _made[key] = changed(at_server, database=name)
    return _made[key]


def changed(url: Any, **parts: Any) -> Any:
    """A URL with other parts, in every version of SQLAlchemy."""
    if hasattr(url, "set"):
        return url.set(**parts)
    other = type(url)(url.drivername, url.username, url.password, url.host, url.port, url.database, url.query)
    for name, value in parts.items():
        setattr(other, name, value)
    return other


def drop_databases() -> None:
    """Takes away what was made."""
    for engine in WORLD.engines:
        with contextlib.suppress(Exception):
            engine.dispose()
    for name, administrator in _administrators.items():
        with contextlib.suppress(Exception), unseen(), administrator.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _administrators.clear()
    _made.clear()


def server_engines() -> list[Any]:
    """One engine for each database that was made."""
    found: dict[str, Any] = {}
    for engine in WORLD.engines:
        if str(engine.url.database or "") in _administrators:
            found.setdefault(str(engine.url.database), engine)
    return list(found.values())


class ServerSnapshot:
    """One database as it was, kept beside itself in a schema of its own."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.copies: dict[str, str] = {}
        with self._cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {COPIES}")
            for number, name in enumerate(tables(cursor)):
                self.copies[name] = f"{COPIES}.copy_{number}"
                cursor.execute(f"CREATE TABLE {self.copies[name]} AS TABLE {name}")
            _count_on(cursor)
            cursor.execute(SEQUENCES)
            self.sequences = cursor.fetchall()
        self.rows = self.contents()

    def restore(self) -> None:
        """Puts the rows and the numbers of sequences back."""
        with self._cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
            present = tables(cursor)
            if present:
                cursor.execute("TRUNCATE {} CASCADE".format(", ".join(present)))
            waiting = [name for name in present if name in self.copies]
            while waiting:
                # What another table refers to has to be there first; which that is shows by trying.
                failed = [name for name in waiting if not self._filled(cursor, name)]
                if failed == waiting:
                    raise RuntimeError("rows of {} cannot be put back".format(", ".join(failed)))
                waiting = failed
            for schema, name, last, start in self.sequences:
                value, called = (start, "false") if last is None else (last, "true")
                cursor.execute(f"SELECT setval('{quoted(schema, name)}', {value}, {called})")

    def _filled(self, cursor: Any, name: str) -> bool:
        schema, _, table = name.replace('"', "").partition(".")
        cursor.execute(COLUMNS.format(schema, table))
        columns = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
        cursor.execute("SAVEPOINT one_table")
        try:
            cursor.execute(
                f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {self.copies[name]}"
            )
        except Exception:
            cursor.execute("ROLLBACK TO SAVEPOINT one_table")
            return False
        return True

    def contents(self) -> dict[str, list[str]]:
        """The rows of every table, as text, sorted."""
        found = {}
        with self._cursor() as cursor:
            for name in tables(cursor):
                cursor.execute(f"SELECT each::text FROM {name} AS each")
                found[name.rpartition(".")[2].strip('"')] = sorted(row[0] for row in cursor.fetchall())
        return found

    @contextlib.contextmanager
    def _cursor(self) -> Any:
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            yield cursor
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.close()


def _count_on(cursor: Any) -> None:
    """Lets the numbers of new rows begin behind those of the rows that were made with numbers of their own."""
    cursor.execute(NUMBERED)
    for schema, table, column in cursor.fetchall():
        cursor.execute(f'SELECT max("{column}") FROM {quoted(schema, table)}')
        last = cursor.fetchone()[0]
        if last is not None:
            cursor.execute(f"SELECT pg_get_serial_sequence('{quoted(schema, table)}', '{column}')")
            sequence = cursor.fetchone()[0]
            if sequence is not None:
                cursor.execute(f"SELECT setval('{sequence}', {last})")


def tables(cursor: Any) -> list[str]:
    """The names of the application's tables, quoted."""
    cursor.execute(TABLES)
    return [quoted(*row) for row in cursor.fetchall()]


def quoted(schema: str, name: str) -> str:
    return f'"{schema}"."{name}"'
