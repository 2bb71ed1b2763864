"""Which changes leave a program's structure as it was, and what is then known of the changed program."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flask_modernize.project import Project
from flask_modernize.project.models import models
from flask_modernize.project.structure import new_names
from flask_modernize.sources import Changes

MODELS = """\
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

def key():
    return db.Column(db.Integer, primary_key=True)

class User(db.Model):
    id = key()
    name = db.Column(db.String)

    def others(self):
        return User.query.filter(User.id != self.id).all()

def first():
    class Row(db.Model):
        id = key()
    rows = Row.query.all()
    return rows
"""
VIEWS = "from models import User\n\ndef names():\n    return User.query.all()\n"


def changed(files: Mapping[str, str], path: str, old: str, new: str) -> tuple[Project, Project]:
    before = Project.from_files(files)
    assert old in files[path]
    delta = before.tree.delta(path, files[path].replace(old, new).encode())
    return before, before.with_changes(Changes([delta]))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("models.py", "User.query.filter(User.id != self.id).all()", "db.session.scalars(db.select(User)).all()"),
        ("models.py", "Row.query.all()", "db.session.scalars(db.select(Row)).all()"),
        ("views.py", "    return User", "    print(1)\n    return User"),
    ],
)
def test_what_is_in_functions_is_no_structure(path: str, old: str, new: str) -> None:
    before, after = changed({"models.py": MODELS, "views.py": VIEWS}, path, old, new)
    assert new_names(before, after, [path]) == frozenset()


def test_new_imports_are_told() -> None:
    before, after = changed(
        {"views.py": VIEWS}, "views.py", "from models", "from sqlalchemy import select\nfrom models"
    )
    assert new_names(before, after, ["views.py"]) == frozenset({"select"})


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("models.py", "name = ", "label = "),
        ("models.py", "(db.Model):\n    id = key()\n    name", "(object):\n    id = key()\n    name"),
        ("models.py", "    class Row(db.Model):", "    class Row:"),
        ("models.py", "return db.Column(db.Integer, primary_key=True)", "return db.Column(db.Integer)"),
        ("models.py", "def key():", "def key(kind=None):"),
        ("models.py", "db = SQLAlchemy()", "db = SQLAlchemy(query_class=Query)"),
        ("models.py", "    rows = Row.query.all()", "    Row.query = rows = []"),
        ("models.py", "    rows = Row.query.all()", "    global db\n    rows = db = None"),
        ("views.py", "from models import User", "from other import User"),
        ("views.py", "from models import User", "from sqlalchemy import any\nfrom models import User"),
        ("views.py", "def names():", "def all_names():"),
        ("views.py", "return User.query.all()", "return ("),
    ],
)
def test_everything_else_is(path: str, old: str, new: str) -> None:
    before, after = changed({"models.py": MODELS, "views.py": VIEWS}, path, old, new)
    assert new_names(before, after, [path]) is None


def test_new_names_of_a_file_whose_names_are_all_imported_may_mean_anything() -> None:
    files = {"views.py": VIEWS, "all.py": "from views import *\n"}
    before, after = changed(files, "views.py", "from models", "from sqlalchemy import select\nfrom models")
    assert new_names(before, after, ["views.py"]) is None


def test_a_new_file_changes_the_structure() -> None:
    before = Project.from_files({"views.py": VIEWS})
    after = before.with_changes(Changes([before.tree.delta("models.py", MODELS.encode())]))
    assert new_names(before, after, ["models.py"]) is None


def test_the_structure_is_lent_for_a_while() -> None:
    before, after = changed({"models.py": MODELS}, "models.py", "Row.query.all()", "list(\n        ())")
    known = models(before)
    with after.as_changed_from(before, ["models.py"]):
        assert models(after) is known
    assert models(after) is not known
    assert list(models(after)) == list(known)


def test_another_structure_is_found_out_anew() -> None:
    before, after = changed({"models.py": MODELS}, "models.py", "class User(", "class Person(")
    known = models(before)
    with after.as_changed_from(before, ["models.py"]):
        assert models(after) is not known
        assert "Person" in {each.name for each in models(after)}
