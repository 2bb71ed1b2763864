"""Which model a query gives one object of, as the type of an expression."""

from __future__ import annotations

import ast

import pytest

from flask_modernize.project import Project
from flask_modernize.project.library_types import library_classes

MODELS = """
from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Plain:
    query = None
"""


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("User.query.first()", True),
        ("User.query.filter_by(id=1).order_by(User.id).first_or_404()", True),
        ("db.session.query(User).filter(User.id == 1).one()", True),
        ("db.session.get(User, 1)", True),
        ("User.query.all()", False),
        ("User.query.with_entities(User.id).first()", False),
        ("db.session.query(User, User.id).first()", False),
        ("Plain.query.first()", False),
        ("other.query(User).first()", False),
        ("{}.get(User)", False),
    ],
)
def test_class_of_what_a_query_gives(expression: str, known: bool) -> None:
    view = f"from models import Plain, User, db\n\n\ndef view(other):\n    x = {expression}\n"
    project = Project.from_files({"models.py": MODELS, "app.py": view})
    syntax = project.syntax("app.py")
    assert syntax is not None
    node = next(each for each in syntax.scopes.nodes() if isinstance(each, ast.Assign))
    found = library_classes(project, "app.py", node.value, syntax.scopes.scope_of(node))
    assert ("flask_login.UserMixin" in found) is known
