"""The databases as they were, to be put back after each request, and what a request changed."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
from typing import Any, Callable, Iterator

from flask_modernize.verify.probe.server_databases import ServerSnapshot, server_engines
from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import WORLD, Record


class Snapshot:
    """One database as it was, in memory."""

    def __init__(self, copy: Any) -> None:
        self.copy = copy
        self.rows = contents(copy)


class Snapshots:
    """The databases as they were when this was made; those that come later were empty."""

    def __init__(self) -> None:
        self.kept: dict[Any, Snapshot] = {}
        self.on_servers = [ServerSnapshot(engine) for engine in server_engines()]
        for key, opened in connections().items():
            with contextlib.suppress(Exception):
                copy = _real_connect(":memory:", check_same_thread=False)
                connection = opened()
                connection.backup(copy)
                _give_back(connection)
                self.kept[key] = Snapshot(copy)

    def _of_all(self) -> Iterator[tuple[Callable[[], Any], Snapshot]]:
        for key, opened in connections().items():
            if key not in self.kept:
                self.kept[key] = Snapshot(_real_connect(":memory:", check_same_thread=False))
            yield opened, self.kept[key]

    def restore(self, notes: list[str]) -> None:
        """Puts every database back; a note about one that cannot be."""
        steps: list[Callable[[], None]] = [each.restore for each in self.on_servers]
        steps.extend(functools.partial(put_back, *each) for each in self._of_all())
        for step in steps:
            try:
                step()
            except Exception as error:
                note = f"a database could not be put back: {described(error)[:200]}"
                if note not in notes:
                    notes.append(note)

    def changes(self) -> Record:
        """Tables whose rows are not what they were: their number before and after, the first ones added and removed."""
        found: Record = {}
        for opened, snapshot in self._of_all():
            with contextlib.suppress(Exception):
                connection = opened()
                rows = contents(connection)
                _give_back(connection)
                found.update(changes_of(snapshot.rows, rows))
        for each in self.on_servers:
            found.update(changes_of(each.rows, each.contents()))
        return found


def put_back(opened: Callable[[], Any], snapshot: Snapshot) -> None:
    connection = opened()
    snapshot.copy.backup(connection)
    _give_back(connection)


def changes_of(was: dict[str, list[str]], is_: dict[str, list[str]]) -> Record:
    names = sorted(was.keys() | is_.keys())
    return {name: table_changes(was.get(name), is_.get(name)) for name in names if was.get(name) != is_.get(name)}


SHOWN_ROWS = 5


def table_changes(was: list[str] | None, is_: list[str] | None) -> Record:
    return {
        "rows before": None if was is None else len(was),
        "rows after": None if is_ is None else len(is_),
        "added": sorted(set(is_ or ()) - set(was or ()))[:SHOWN_ROWS],
        "removed": sorted(set(was or ()) - set(is_ or ()))[:SHOWN_ROWS],
    }


_real_connect = sqlite3.connect


def connections() -> dict[Any, Callable[[], Any]]:
    """Functions that open each database of the application, by the path of its file or its engine."""
    found: dict[Any, Callable[[], Any]] = {}
    files = list(WORLD.database_files)
    for engine in WORLD.engines:
        if engine.dialect.name != "sqlite":
            continue
        path = engine.url.database
        if path and path != ":memory:" and not path.startswith("file:"):
            files.append(os.path.realpath(path))
        else:
            found[engine] = functools.partial(_raw_connection, engine)
    existing = [path for path in sorted(set(files)) if os.path.exists(path)]
    return {**found, **{path: functools.partial(_real_connect, path, timeout=1) for path in existing}}


_borrowed: dict[int, Any] = {}


def _raw_connection(engine: Any) -> Any:
    outer = engine.raw_connection()
    inner = getattr(outer, "driver_connection", None) or outer.connection
    _borrowed[id(inner)] = outer
    return inner


def _give_back(connection: Any) -> None:
    _borrowed.pop(id(connection), connection).close()


def contents(connection: Any) -> dict[str, list[str]]:
    """The rows of every table, as text, sorted."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for name in names:
        if not name.startswith("sqlite_"):
            rows = connection.execute('SELECT * FROM "{}"'.format(name.replace('"', '""'))).fetchall()
            found[name] = sorted(repr(tuple(row)) for row in rows)
    return found
