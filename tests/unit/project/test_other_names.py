"""Names that stand for others, found in the text of all files; and models, databases and tables found with them."""

from __future__ import annotations

import pytest

from flask_modernize.project import ClassObject, Project
from flask_modernize.project.databases import databases
from flask_modernize.project.models import models, tables
from flask_modernize.project.other_names import other_names, possible_names

APP = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"


@pytest.mark.parametrize(
    "text",
    [
        "from app import db\nclass User(db.Model): pass\n",
        "from app import db\nBase = db.Model\nclass User(Base): pass\n",
        "from app import db\nBase=db.Model\nclass User(Base): pass\n",
        "from app import db\nBase: type = (\n    db.Model\n)\nclass User(Base): pass\n",
        "from app import db\nFirst, Second = int, db.Model\nclass User(Second): pass\n",
        "from app import db\nif True:\n    Base = db.Model  # the base\nclass User(Base): pass\n",
        "from names import Root\nclass User(Root): pass\n",
        "from names import Root\nOther = Root\nThird = Other\nclass User(Third): pass\n",
        "from names import Root as Grund\nclass User(Grund): pass\n",
        "from names import (\n    Root\n    as Größe,\n)\nclass User(Größe): pass\n",
        "from names import Root\nclass User(make(), object, Root): pass\n",
        "import names\nclass User(names.with_metaclass(type, names.Root)): pass\n",
    ],
)
def test_models_are_found_by_whatever_name_their_base_has(text: str) -> None:
    files = {"app.py": APP, "names.py": "from app import db\nBelow = db.Model\nRoot = Below\n", "user.py": text}
    assert [*models(Project.from_files(files))] == [ClassObject("user.py", "User")]


def test_models_below_renamed_models_are_found() -> None:
    files = {
        "app.py": APP,
        "names.py": "from user import User as Person\n",
        "user.py": "from app import db\nclass User(db.Model): pass\n",
        "admin.py": "from names import Person\nclass Admin(Person): pass\nclass Other(Thing): pass\n",
    }
    assert [each.name for each in models(Project.from_files(files))] == ["Admin", "User"]


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy.orm import declarative_base as make\nBase = make()\nclass User(Base): pass\n",
        "from sqlalchemy.orm import declarative_base as make\nclass User(make()): pass\n",
        "from sqlalchemy import orm\nmake = orm.declarative_base\nBase, other = make(), 1\nclass User(Base): pass\n",
        "from sqlalchemy.orm import as_declarative as mark\n@mark()\nclass User: pass\n",
        "import sqlalchemy.orm\nmapping = sqlalchemy.orm.registry()\n@mapping.mapped\nclass User: pass\n",
    ],
)
def test_declarative_classes_are_found_by_whatever_name_makes_them(text: str) -> None:
    assert [*models(Project.from_files({"user.py": text}))] == [ClassObject("user.py", "User")]


def test_classes_in_functions_are_found() -> None:
    text = (
        "def check():\n    from app import db as d\n    Base = d.Model\n    class User(Base): pass\n"
        "def other():\n    from sqlalchemy.orm import declarative_base\n    Made = declarative_base()\n"
        "    class Post(Made): pass\n"
    )
    found = models(Project.from_files({"app.py": APP, "test_it.py": text}))
    assert [each.name for each in found] == ["User", "Post"]


def test_databases_and_tables_are_found_by_whatever_name_makes_them() -> None:
    project = Project.from_files(
        {
            "base.py": "from flask_sqlalchemy import SQLAlchemy as Stock\nclass Mine(Stock): pass\n",
            "names.py": "from base import Mine as Ours\n",
            "app.py": "from names import Ours\ndb = Ours()\nT = db.Table\nlinks = T('links', db.Column('id'))\n",
        }
    )
    assert [each.variable.name for each in databases(project)] == ["db"]
    assert [each.name for each in tables(project).values()] == ["links"]


def test_a_word_that_means_something_else_is_not_followed() -> None:
    files = {
        "app.py": "from tool import Base as Model\nfrom other import Model as Root\nfrom sqlalchemy import Table as T\n"
    }
    names = other_names(Project.from_files(files), ["Base"])
    assert names.words == {"Base", "Model"}
    assert other_names(Project.from_files(files), ["Model"]).words == {"Model", "Root"}


def test_questions_about_models_look_at_few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {f"view{n}.py": "import flask\nclass View(flask.views.View): pass\nview.x = make()\n" for n in range(20)}
    user = "from app import db\nclass User(db.Model):\n    id = db.Column(db.Integer)\n"
    project = Project.from_files({"app.py": APP, "user.py": user, **plain})
    asked: set[str] = set()
    facts = Project.facts
    monkeypatch.setattr(Project, "facts", lambda self, path: asked.add(path) or facts(self, path))
    assert len(models(project)) == 1
    assert not tables(project)
    assert len(databases(project)) == 1
    assert asked == {"app.py", "user.py"}


def test_what_the_text_alone_says_is_more_than_what_is_so() -> None:
    project = Project.from_files({"a.py": "from lib import Base as B\nC = B\nD = other.C\n", "b.py": "x = y\n"})
    assert possible_names(project, {"Base"}) == {"Base", "B", "C", "D"}
