"""The databases as they were, to be put back after each request, and what a request changed."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
from typing import Any, Callable

from flask_modernize.verify.probe.values import described
from flask_modernize.verify.probe.world import WORLD, Record


class Snapshots:
    """The databases as they were, to be put back after a request that wrote to them."""

    def __init__(self) -> None:
        self.kept: list[tuple[Callable[[], Any], Any, Record]] = []

    def take(self) -> None:
        self.kept = []
        for opened in connections():
            with contextlib.suppress(Exception):
                connection = opened()
                copy = _real_connect(":memory:", check_same_thread=False)
                connection.backup(copy)
                self.kept.append((opened, copy, contents(copy)))
                _give_back(connection)

    def restore(self, notes: list[str]) -> None:
        for opened, copy, _ in self.kept:
            try:
                connection = opened()
                copy.backup(connection)
                _give_back(connection)
            except Exception as error:
                note = f"a database could not be put back: {described(error)[:200]}"
                if note not in notes:
                    notes.append(note)

    def changes(self) -> Record:
        """Tables whose rows are not those of the snapshot: number of rows and a digest of them."""
        found: Record = {}
        for opened, _, before in self.kept:
            with contextlib.suppress(Exception):
                connection = opened()
                after = contents(connection)
                _give_back(connection)
                for name in sorted(before.keys() | after.keys()):
                    if before.get(name) != after.get(name):
                        was, is_ = before.get(name), after.get(name)
                        found[name] = {
                            "rows before": len(was) if was is not None else None,
                            "rows after": len(is_) if is_ is not None else None,
                            "added": sorted(set(is_ or ()) - set(was or ()))[:5],
                            "removed": sorted(set(was or ()) - set(is_ or ()))[:5],
                        }
        return found


_real_connect = sqlite3.connect


def connections() -> list[Callable[[], Any]]:
    """Functions that open each database of the application."""
    found: list[Callable[[], Any]] = []
    files = list(WORLD.database_files)
    for engine in WORLD.engines:
        path = engine.url.database
        if path and path != ":memory:" and not path.startswith("file:"):
            files.append(os.path.realpath(path))
        elif not any(getattr(opened, "engine", None) is engine for opened in found):
            found.append(functools.partial(_raw_connection, engine))
    existing = [path for path in sorted(set(files)) if os.path.exists(path)]
    return found + [functools.partial(_real_connect, path, timeout=1) for path in existing]


_borrowed: dict[int, Any] = {}


def _raw_connection(engine: Any) -> Any:
    outer = engine.raw_connection()
    inner = getattr(outer, "driver_connection", None) or outer.connection
    _borrowed[id(inner)] = outer
    return inner


def _give_back(connection: Any) -> None:
    _borrowed.pop(id(connection), connection).close()


def contents(connection: Any) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for name in names:
        if not name.startswith("sqlite_"):
            rows = connection.execute('SELECT * FROM "{}"'.format(name.replace('"', '""'))).fetchall()
            found[name] = sorted(repr(tuple(row)) for row in rows)
    return found
