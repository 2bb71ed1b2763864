"""Makes the tables, and a few rows in those that are empty."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import re
import uuid
from typing import Any

from flask_modernize.verify.probe.clock import REAL_DATE, REAL_DATETIME
from flask_modernize.verify.probe.databases import own_database
from flask_modernize.verify.probe.tables import all_tables
from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import EPOCH, WORLD, Record

ROWS = 3
"""Rows made in each empty table."""

PASSWORD = "password"

SET_UP_COMMANDS = ("initdb", "createdb", "dbinit", "dbcreate", "inittables", "createtables", "createall", "setup")


def set_up_database(app: Any, notes: list[str]) -> None:
    """Tables by the application's own models, else by its own command; then a few rows in those that are empty."""
    tables = all_tables()
    if "SQLALCHEMY_DATABASE_URI" in app.config and not app.config["SQLALCHEMY_DATABASE_URI"]:
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + own_database("no url")
        notes.append("no database is configured: run on an empty SQLite one")
    if not tables:
        run_set_up_command(app, notes)
        return
    with app.app_context():
        for metadata, engine in engines_of_tables(app, tables, notes):
            create_tables(metadata, engine, notes)
            fill_tables(metadata, engine, notes)


def run_set_up_command(app: Any, notes: list[str]) -> None:
    commands = getattr(getattr(app, "cli", None), "commands", None) or {}
    for name, command in sorted(commands.items()):
        if re.sub(r"[-_]", "", name) in SET_UP_COMMANDS and not any(each.required for each in command.params):
            try:
                with contextlib.redirect_stdout(io.StringIO()), app.app_context():
                    command.main(args=[], standalone_mode=False, obj=script_info(app))
            except Exception as error:
                notes.append(f"the command {name} fails: {described(error)}")
            return


def script_info(app: Any) -> Any:
    """What commands of Flask take the application from."""
    from flask.cli import ScriptInfo

    try:
        return ScriptInfo(create_app=lambda *args: app)
    except TypeError:
        return None


def engines_of_tables(app: Any, tables: list[Any], notes: list[str]) -> list[tuple[Any, Any]]:
    """Each metadata and the engine that its tables are on."""
    pairs: list[tuple[Any, Any]] = []
    seen: list[int] = []
    for table in tables:
        metadata = table.metadata
        if id(metadata) in seen:
            continue
        seen.append(id(metadata))
        engine = engine_of(app, metadata)
        if engine is None:
            notes.append(f"there is no engine for the tables beside {table.name}")
        else:
            pairs.append((metadata, engine))
    return pairs


def engine_of(app: Any, metadata: Any) -> Any:
    extension = app.extensions.get("sqlalchemy") if hasattr(app, "extensions") else None
    database = getattr(extension, "db", extension)
    if database is not None:
        metadatas = getattr(database, "metadatas", None)
        with contextlib.suppress(Exception):
            if metadatas is not None:
                for key, each in metadatas.items():
                    if each is metadata:
                        return database.engines[key]
            elif database.metadata is metadata:
                return database.get_engine(app) if hasattr(database, "get_engine") else database.engine
    bound = getattr(metadata, "bind", None)
    return bound if bound is not None else (WORLD.engines[-1] if WORLD.engines else None)


def create_tables(metadata: Any, engine: Any, notes: list[str]) -> None:
    try:
        metadata.create_all(engine)
        return
    except Exception as error:
        notes.append(f"create_all: {described(error)[:200]}")
    for table in metadata.sorted_tables:
        try:
            table.create(engine, checkfirst=True)
        except Exception as error:
            notes.append(f"table {table.name} is left out: {described(error)[:200]}")


def fill_tables(metadata: Any, engine: Any, notes: list[str]) -> None:
    """Rows for tables that have none, parents first."""
    kept: dict[str, list[Record]] = {}
    try:
        ordered = metadata.sorted_tables
    except Exception:
        ordered = list(metadata.tables.values())
    for table in ordered:
        try:
            with engine.begin() as connection:
                if connection.execute(table.select()).first() is not None:
                    continue
        except Exception:
            continue
        for number in range(ROWS):
            row = {column.name: made_up(column, number, kept) for column in table.columns}
            try:
                with engine.begin() as connection:
                    connection.execute(table.insert(), [row])
            except Exception as error:
                if number == 0:
                    notes.append(f"table {table.name} stays empty: {described(error)[:200]}")
                break
            kept.setdefault(table.fullname, []).append(row)


def made_up(column: Any, number: int, rows: dict[str, list[Record]]) -> Any:
    """The value of a column in the row of that number: the same in every run, and one that fits."""
    for key in column.foreign_keys:
        table, _, name = key.target_fullname.rpartition(".")
        parents = rows.get(table)
        if parents:
            return parents[number % len(parents)].get(name)
        if column.nullable:
            return None
        return number + 1
    kind = column.type
    for each in (kind, getattr(kind, "impl", None)):
        choices = getattr(each, "enums", None)
        if choices:
            enumeration = getattr(each, "enum_class", None)
            choice = choices[number % len(choices)]
            return enumeration[choice] if enumeration is not None else choice
    try:
        python_type = kind.python_type
    except Exception:
        python_type = getattr(getattr(kind, "impl", None), "python_type", str) if hasattr(kind, "impl") else str
    return made_up_value(column, python_type, number)


NEGATIVE = re.compile(r"delet|ban|block|disab|lock|hidden|archiv|spam|reject|revok|expired", re.IGNORECASE)


def made_up_value(column: Any, python_type: Any, number: int) -> Any:
    name = column.name.lower()
    if python_type is bool:
        return False if NEGATIVE.search(name) else number == 0
    if python_type is int:
        return number + 1
    if python_type is float:
        return number + 0.5
    if python_type.__name__ == "Decimal":
        return python_type(number + 1)
    if issubclass(python_type, REAL_DATETIME):
        return REAL_DATETIME.fromtimestamp(EPOCH - 86_400 * (number + 1), datetime.timezone.utc).replace(tzinfo=None)
    if issubclass(python_type, REAL_DATE):
        return REAL_DATETIME.fromtimestamp(EPOCH - 86_400 * (number + 1), datetime.timezone.utc).date()
    if python_type is datetime.time:
        return datetime.time(number, 30)
    if python_type is datetime.timedelta:
        return datetime.timedelta(minutes=number + 1)
    if python_type is bytes:
        return b"bytes %d" % number
    if python_type is uuid.UUID:
        return uuid.UUID(int=number + 1)
    if python_type is dict:
        return {"key": f"value {number + 1}"}
    if python_type is list:
        return [f"item {number + 1}"]
    return text_for(name, number + 1, getattr(column.type, "length", None))


def text_for(name: str, number: int, length: int | None = None) -> str:
    """Text for a column, a form field or an argument of that name."""
    if "password" in name or "passwd" in name or name in ("pw", "pwd", "pw_hash"):
        if "hash" not in name and length is not None and length < 60:
            return PASSWORD
        digest = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"salt", 1).hex()
        text = "pbkdf2:sha256:1$salt$" + digest
    elif "email" in name or name == "mail":
        text = f"user{number}@example.com"
    elif "url" in name or "link" in name or "website" in name:
        text = f"http://localhost/{number}"
    elif "phone" in name:
        text = f"+1555010000{number}"
    elif name in ("lang", "language", "locale"):
        text = "en"
    elif "slug" in name:
        text = "{}-{}".format(name.replace("_", "-"), number)
    elif "user" in name or name in ("nickname", "login"):
        text = f"user{number}"
    else:
        # Markup shows whether templates escape; different lengths and an order of their own show lost sorting.
        text = "{} <{}>".format(name, "cab"[(number - 1) % 3] * number)
    return text[-length:] if length else text


def first_value(table: Any, column: Any) -> str | None:
    """What the first row, by primary key, has in a column."""
    for engine in WORLD.engines:
        with contextlib.suppress(Exception), engine.connect() as connection:
            order = list(table.primary_key.columns)
            row = connection.execute(table.select().order_by(*order)).first()
            if row is not None:
                value = tuple(row)[[each.name for each in table.columns].index(column.name)]
                return None if value is None else str(value)
    return None
