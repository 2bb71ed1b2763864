"""The tables of SQLAlchemy that the application declares."""

from __future__ import annotations

import re
from typing import Any

from flask_modernize.verify.probe.values import clean, named, plain
from flask_modernize.verify.probe.world import WORLD, Record


def tables_record() -> Record:
    return {table_name(table): table_record(table) for table in sorted(all_tables(), key=table_name)}


def all_tables() -> list[Any]:
    """Tables that are still in their metadata."""
    found, seen = [], set()
    for table in WORLD.tables:
        if id(table) not in seen and table.metadata.tables.get(table.key) is table:
            seen.add(id(table))
            found.append(table)
    return found


def table_name(table: Any) -> str:
    bind = table.metadata.info.get("bind_key") or table.info.get("bind_key")
    return "{}{}".format(f"{bind}/" if bind else "", table.fullname)


def table_record(table: Any) -> Record:
    columns = {}
    for column in table.columns:
        columns[column.name] = {
            "type": re.sub(r"\s+", " ", clean(repr(column.type))),
            "nullable": bool(column.nullable),
            "primary key": bool(column.primary_key),
            "unique": bool(column.unique),
            "index": bool(column.index),
            "default": default_record(column.default),
            "onupdate": default_record(column.onupdate),
            "server default": column.server_default is not None,
            "references": sorted(
                "{} {}".format(key.target_fullname, key.ondelete or "").strip() for key in column.foreign_keys
            ),
        }
    constraints = []
    for constraint in table.constraints:
        kind = type(constraint).__name__
        if kind in ("UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint", "PrimaryKeyConstraint"):
            text = (
                str(constraint.sqltext) if kind == "CheckConstraint" else ", ".join(c.name for c in constraint.columns)
            )
            constraints.append("{} {} ({})".format(kind, constraint.name or "", text))
    indexes = [
        "{} ({}){}".format(i.name, ", ".join(c.name for c in i.columns), " unique" if i.unique else "")
        for i in table.indexes
    ]
    return {"columns": columns, "constraints": sorted(constraints), "indexes": sorted(indexes)}


def default_record(default: Any) -> Any:
    if default is None:
        return None
    argument = getattr(default, "arg", None)
    return named(argument)["name"] if callable(argument) else plain(argument)
