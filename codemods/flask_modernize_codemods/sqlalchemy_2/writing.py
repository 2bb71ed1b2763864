"""Whether a statement writes: what SQLAlchemy 1 committed without being asked for."""

from __future__ import annotations

import ast
import re
from enum import Enum

from flask_modernize.rules.matches import File
from flask_modernize_codemods.sqlalchemy_2.places import single_value, text_of


class Effect(Enum):
    """What running a statement does to the database, as far as can be told."""

    READS = "reads"
    WRITES = "writes"
    UNKNOWN = "unknown"


_READS = re.compile(r"\s*\(*\s*(SELECT|SHOW|EXPLAIN|DESCRIBE|DESC|PRAGMA|VALUES)\b", re.IGNORECASE)
_READING = frozenset({"sqlalchemy.sql.SelectBase", "sqlalchemy.sql.FunctionElement", "sqlalchemy.orm.Query"})
_WRITING = frozenset({"sqlalchemy.sql.Insert", "sqlalchemy.sql.Update", "sqlalchemy.sql.Delete", "sqlalchemy.DDL"})


_LINKS = frozenset({"bindparams", "columns", "execution_options"})


def _without_links(statement: ast.expr) -> ast.expr:
    """``text("...")`` of ``text("...").bindparams(...)``."""
    while isinstance(statement, ast.Call) and isinstance(statement.func, ast.Attribute):
        if statement.func.attr not in _LINKS:
            break
        statement = statement.func.value
    return statement


def effect_of(file: File, statement: ast.expr) -> Effect:
    """The effect of a statement that is given to ``execute()``."""
    statement = _without_links(single_value(file, statement))
    if isinstance(statement, ast.Call) and file.means(statement.func, "sqlalchemy.text") and statement.args:
        statement = single_value(file, statement.args[0])
    text = text_of(statement)
    if text is not None and not text.startswith("{}"):
        return Effect.READS if _READS.match(text) else Effect.WRITES
    classes = file.classes(statement)
    if classes & _WRITING:
        return Effect.WRITES
    return Effect.READS if classes & _READING else Effect.UNKNOWN
