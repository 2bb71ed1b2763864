"""Names of tables that version 3 would derive otherwise from the name of the class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.project.mapped_attributes import class_body
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.places import nodes

_OLD = re.compile(r"([A-Z]+)(?=[a-z0-9])")
_NEW = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def old_name(cls: str) -> str:
    """The name of Flask-SQLAlchemy 2: ``UserID`` is ``userID``, ``HTTP2Log`` is ``htt_p2_log``."""

    def joined(match: re.Match[str]) -> str:
        word = match[0]
        return (f"_{word[:-1]}_{word[-1]}" if len(word) > 1 else f"_{word}").lower()

    return _OLD.sub(joined, cls).lstrip("_")


def new_name(cls: str) -> str:
    """The name of Flask-SQLAlchemy 3."""
    return _NEW.sub(r"_\1", cls).lower().lstrip("_")


def table_names(file: File) -> Iterator[Match]:
    """Every model of a file without a name of its own for its table."""
    for cls in nodes(file, ast.ClassDef):
        if old_name(cls.name) != new_name(cls.name) and _has_derived_name(file, cls):
            first = cls.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(cls.body) > 1
            first = cls.body[1] if documented else first
            start = file.span(first)[0]
            if isinstance(first, ast.FunctionDef | ast.ClassDef) and first.decorator_list:
                start = file.span(first.decorator_list[0])[0] - 1
            margin = file.syntax.source.text(file.syntax.source.line_span(first.lineno)[0], file.span(first)[0])
            if not margin.strip():
                text = f'__tablename__ = "{old_name(cls.name)}"\n{margin}'
                title = "the table keeps its name"
                yield Match("fsa-table-name-camelcase", title, cls, (Replacement(start, start, (text,)),))


def _has_derived_name(file: File, cls: ast.ClassDef) -> bool:
    scope = file.scope(cls)
    obj = ClassObject(file.syntax.path, f"{scope.qualname}.{cls.name}" if scope.kind == "class" else cls.name)
    model = model_of(file.project, obj)
    if model is None or model.database is None or model.abstract:
        return False
    line = [obj, *(each for each in file.project.ancestors(obj) if isinstance(each, ClassObject))]
    bodies = [class_body(file.project, each) for each in line]
    if any(body.table or body.odd_table or body.reflected for body in bodies):
        return False
    own = class_body(file.project, obj)
    return any(column.primary_key for column in own.columns.values()) or (
        not model.bases and any(column.primary_key for column in model.columns.values())
    )


TABLE_NAMES = Matcher(
    frozenset({b"Column", b"mapped_column", b"Model"}), table_names, until=("Flask-SQLAlchemy", "3.0")
)
