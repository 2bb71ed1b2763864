"""A name is taken where a function that has no queries binds it, and not where it is only used."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.select_queries import MIGRATION
from flask_modernize_codemods.select_queries.naming import _maybe_bound

from flask_modernize.planning.contract import Options
from flask_modernize.project import Project

MODELS = """\
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
"""
VIEW = """\
from models import User, db

def users():
    return User.query.all()

def other(page):
    {statement}
    return page
"""


@pytest.mark.parametrize(
    "text",
    [
        "select = 1",
        "def select(x)",
        "def  select(x)",
        "import select",
        "for select in x",
        "lambda select: 1",
        "select (1)",
    ],
)
def test_what_may_bind_a_name(text: str) -> None:
    assert _maybe_bound("select").search(text.encode())


@pytest.mark.parametrize(
    "text", ["x.select", "x.select = 1", "y = select(1)", "f(select(1))", "return select(1)", "preselect = 1"]
)
def test_what_does_not(text: str) -> None:
    assert not _maybe_bound("select").search(text.encode())


@pytest.mark.parametrize(
    ("statement", "taken"),
    [
        ("page.select = 1", False),
        ("page(select(1))", False),
        ("print('select')", False),
        ("select = page", True),
        ("def select(): pass", True),
        ("page = [select for select in page]", True),
    ],
)
def test_select_has_another_name_where_it_is_taken(statement: str, taken: bool) -> None:
    files = {"models.py": MODELS, "view.py": VIEW.format(statement=statement)}
    options: Options = {option.name: option.default for option in MIGRATION.options}
    plan = MIGRATION.plan(Project.from_files(files), options, None)
    (edit,) = [edit for group in plan.groups for edit in group.edits]
    assert (b"db.select(User)" in edit.replacement) == taken
