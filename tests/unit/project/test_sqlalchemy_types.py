"""Which objects of SQLAlchemy expressions are, through names that are reassigned, loops and calls of objects."""

from __future__ import annotations

import ast

import pytest

from flask_modernize.project import Project
from flask_modernize.project.library_types import library_classes

MODULE = """
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, select
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import scoped_session, sessionmaker

engine = create_engine("sqlite://")
Session = sessionmaker(bind=engine)
registry = scoped_session(Session)
Base = declarative_base()
books = Table("books", MetaData(), Column("id", Integer))


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)


def search(title, unknown):
    session = Session()
    query = session.query(Book)
    if title:
        query = query.filter(Book.id == title)
    sql = "SELECT 1"
    sql += " WHERE 1 = %d" % title
    rows = session.execute(sql).fetchall()
    for row in rows:
        result = EXPRESSION
    return [EXPRESSION for each in rows]
"""


@pytest.mark.parametrize(
    ("expression", "cls"),
    [
        ("session", "sqlalchemy.orm.Session"),
        ("registry()", "sqlalchemy.orm.Session"),
        ("query", "sqlalchemy.orm.Query"),
        ("sql", "builtins.str"),
        ("'%s' % title", "builtins.str"),
        ("row", "sqlalchemy.engine.Row"),
        ("rows[0]", "sqlalchemy.engine.Row"),
        ("Book.id", "sqlalchemy.sql.ColumnElement"),
        ("books.c.id", "sqlalchemy.sql.ColumnElement"),
        ("books.select().where(books.c.id == 1)", "sqlalchemy.sql.Select"),
        ("func.count(books.c.id)", "sqlalchemy.sql.Executable"),
        ("Base.metadata", "sqlalchemy.MetaData"),
    ],
)
def test_known(expression: str, cls: str) -> None:
    assert cls in classes(expression)


@pytest.mark.parametrize("expression", ["unknown", "unknown.c.id", "unknown % title", "rows", "Book.other"])
def test_neither_a_row_nor_a_column_nor_text(expression: str) -> None:
    told = {"sqlalchemy.engine.Row", "sqlalchemy.sql.ColumnElement", "builtins.str", "sqlalchemy.orm.Query"}
    assert not classes(expression) & told


def classes(expression: str) -> frozenset[str]:
    project = Project.from_files({"app.py": MODULE.replace("EXPRESSION", expression)})
    syntax = project.syntax("app.py")
    assert syntax is not None
    loop = next(node for node in ast.walk(syntax.module) if isinstance(node, ast.For))
    assignment = loop.body[0]
    assert isinstance(assignment, ast.Assign)
    return library_classes(project, "app.py", assignment.value, syntax.scopes.scope_of(assignment))
