"""Which changes leave a program's structure as it was, and what is then known of the changed program."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from flask_modernize.project import Project
from flask_modernize.project.models import models
from flask_modernize.project.structure import likeness
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


def new_names(before: Project, after: Project, touched: Collection[str]) -> frozenset[str] | None:
    """The names that are new where the structure is as it was."""
    alike = likeness(before, after, touched)
    return alike.names if alike is not None else None


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


@pytest.mark.parametrize(
    ("others", "new"),
    [
        ({"all.py": "from views import *\n"}, True),
        ({"all.py": "from views import *\n\nprint(select)\n"}, False),
        ({"all.py": "from views import  *\n\nprint(row.select)\n"}, True),
        ({"all.py": "from views import *\n", "more.py": "from all import *\nselect()\n"}, False),
        ({"all.py": "from sqlalchemy import select\nfrom views import *\n"}, True),
        ({"all.py": "from sqlalchemy import update as select\nfrom views import *\n"}, False),
        ({"all.py": "from views import *\nfrom sqlalchemy import update as select\n"}, True),
        ({"all.py": "from views import *\nfrom own import *\n", "own.py": "def select(): ...\n"}, True),
        ({"all.py": "from own import *\nfrom views import *\n", "own.py": "def select(): ...\n"}, False),
        ({"all/__init__.py": "from views import *\n", "all/select.py": ""}, False),
    ],
)
def test_names_that_are_new_to_those_who_have_all_of_a_file(others: dict[str, str], new: bool) -> None:
    files = {"views.py": VIEWS, **others}
    before, after = changed(files, "views.py", "from models", "from sqlalchemy import select\nfrom models")
    assert new_names(before, after, ["views.py"]) == (frozenset({"select"}) if new else None)


def test_names_that_a_file_does_not_give_away_are_no_matter() -> None:
    files = {"views.py": VIEWS + "\n__all__ = ['names']\n", "all.py": "from views import *\nselect()\n"}
    before, after = changed(files, "views.py", "from models", "from sqlalchemy import select\nfrom models")
    assert new_names(before, after, ["views.py"]) == frozenset({"select"})


@pytest.mark.parametrize(
    ("first", "old", "new", "same"),
    [
        ("", "return User.query.all()", "return db.session.scalars(select(User)).all()", True),
        ("", "return list(User.query)", "return list(db.session.scalars(select(User)))", True),
        ("def list(of): ...", "return list(User.query)", "return list(db.session.scalars(select(User)))", False),
        ("from own import *", "return list(User.query)", "return list(db.session.scalars(select(User)))", False),
        ("", "return made(User.query)", "return made(db.session.scalars(select(User)))", False),
        ("", "return made(\n        User.query\n    )", "return made(\n        select(User)\n    )", False),
        ("", "return (\n        made(User.query)\n    )", "return (\n        made(select(User))\n    )", False),
        ("", "if 1: return made(')', User.query)", "if 1: return made(')', select(User))", False),
        ("", "return User.query.get(1)", "return user", False),
        ("", 'return """\n    (""", User.query', 'return """\n    (""", select(User)', True),
        ("", "for user in User.query: return db", "for user in db.session.scalars(select(User)): return db", True),
        ("", "@declared\n    def inner(): return 1\n    return inner", "return inner", False),
    ],
)
def test_what_functions_give_may_make_columns(first: str, old: str, new: str, same: bool) -> None:
    files = {"views.py": f"{first}\n\ndef names():\n    {old}\n"}
    before, after = changed(files, "views.py", old, new)
    assert new_names(before, after, ["views.py"]) == (frozenset() if same else None)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("from a import (\n    b,\n)", "from a import (\n    b,\n    c,\n)", {"c"}),
        ("from a import (\n    b,\n)", "from c import (\n    b,\n)", None),
        ("import a", "import a, c", {"c"}),
        ("import a", "import a.c", None),
        ("import a; b = 1", "import a, c; b = 1", {"c"}),
        ("import a\nb = 1", "import a\nb = 2", None),
        ("from a import b\nfrom c import b", "from c import b\nfrom a import b", None),
        ("import a", "import a\nfrom b import *", None),
    ],
)
def test_changed_imports(old: str, new: str, names: set[str] | None) -> None:
    files = {"views.py": f"{old}\n\n\ndef names():\n    return 1\n\nprint(names)\n"}
    before, after = changed(files, "views.py", old, new)
    assert new_names(before, after, ["views.py"]) == (frozenset(names) if names is not None else None)


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
