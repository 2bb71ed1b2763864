"""Flask-SQLAlchemy instances, and what changes their queries."""

from __future__ import annotations

import pytest

from flask_modernize.project import Member, Project, Variable
from flask_modernize.project.databases import (
    Database,
    QueryListener,
    database_of,
    databases,
    query_listeners,
    query_overrides,
)


def only(files: dict[str, str]) -> Database:
    found = databases(Project.from_files(files))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
        "from flask_sqlalchemy import SQLAlchemy as Alchemy\ndb = Alchemy(app)\n",
        "import flask_sqlalchemy\ndb = flask_sqlalchemy.SQLAlchemy(app=app)\n",
        "from flask.ext.sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(app)\n",
        "from flaskext.sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(app)\n",
        "from flask_sqlalchemy import SQLAlchemy\ndb: SQLAlchemy = SQLAlchemy()\n",
        "from flask_sqlalchemy import SQLAlchemy\ntry:\n    db = SQLAlchemy()\nexcept Exception:\n    db = None\n",
        "from flask_sqlalchemy import SQLAlchemy\ndb = None\ndef make():\n    global db\n    db = SQLAlchemy()\n",
        "from flask_sqlalchemy import SQLAlchemy\nclass Mine(SQLAlchemy):\n    def apply(self): pass\ndb = Mine()\n",
        "from flask_appbuilder import SQLA\ndb = SQLA()\n",
        "from flask_sqlalchemy import SQLAlchemy, BaseQuery\ndb = SQLAlchemy(query_class=BaseQuery)\n",
        "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(session_options={'autoflush': False})\n",
        "from flask_sqlalchemy import SQLAlchemy\nO = dict(autoflush=False)\ndb = SQLAlchemy(session_options=O)\n",
    ],
)
def test_finds_a_stock_database(text: str) -> None:
    found = only({"app/db.py": text})
    assert (found.variable, found.custom_query, found.model_query) == (Variable("app/db.py", "db"), "", "")


@pytest.mark.parametrize(
    ("creation", "reason"),
    [
        ("SQLAlchemy(query_class=Soft)", "query_class=Soft"),
        ("SQLAlchemy(app, True, None, None, Soft)", "query_class=Soft"),
        ("SQLAlchemy(session_options={'query_cls': Soft})", "query_cls=Soft"),
        ("SQLAlchemy(session_options=dict(query_cls=Soft))", "query_cls=Soft"),
        ("SQLAlchemy(session_options=options())", "not a literal"),
        ("SQLAlchemy(session_options={'class_': OwnSession})", "class_=OwnSession"),
        ("SQLAlchemy(**options)", "not written out"),
        ("Overriding()", "Overriding overrides create_session"),
    ],
)
def test_says_why_a_query_is_custom(creation: str, reason: str) -> None:
    text = (
        "from flask_sqlalchemy import SQLAlchemy\n"
        "class Soft: pass\n"
        "class OwnSession:\n    def query(self): pass\n"
        "class Overriding(SQLAlchemy):\n"
        "    def create_session(self, options):\n        options['query_cls'] = Soft\n"
        f"db = {creation}\n"
    )
    assert reason in only({"db.py": text}).custom_query


def test_an_override_that_has_nothing_to_do_with_queries_is_stock() -> None:
    text = (
        "from flask_sqlalchemy import SQLAlchemy\n"
        "class Mine(SQLAlchemy):\n    def create_session(self, options):\n        return make(options)\n"
        "db = Mine()\n"
    )
    assert only({"db.py": text}).custom_query == ""


MAKING_A_BASE = """\
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import _QueryProperty
class Mine(SQLAlchemy):
    def _make_declarative_base(self, model, disable_autonaming=False):
        "Gives the base a query."
        if model is None:
            model = make(model)
        else:
            model.metadata = self.metadatas[None]
        {}
        model.__fsa__ = self
        return model
db = Mine()
"""


@pytest.mark.parametrize("line", ["model.query_class = self.Query", "model.query = _QueryProperty()", "pass"])
def test_a_base_that_is_given_the_query_of_the_library_is_stock(line: str) -> None:
    assert only({"db.py": MAKING_A_BASE.format(line)}).model_query == ""


@pytest.mark.parametrize(
    "line",
    [
        "model.query_class = Soft",
        "model.query = Soft()",
        "model.query = _QueryProperty(other)",
        "setattr(model, 'query', Soft())",
        "self.Query = Soft; model.query_class = self.Query",
        "model.query, rest = _QueryProperty(), 1",
        "model = make_with_query(model)",
        "if model.query:\n            pass",
    ],
)
def test_a_base_that_is_given_another_query_is_not(line: str) -> None:
    assert only({"db.py": MAKING_A_BASE.format(line)}).model_query == "Mine overrides _make_declarative_base"


def test_a_query_class_put_on_the_model_from_outside() -> None:
    files = {
        "db.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
        "setup_db.py": "from db import db\nclass Q: pass\ndef init():\n    db.Model.query_class = Q\n",
    }
    found = only(files)
    assert found.custom_query == ""
    assert found.model_query == "db.Model.query_class is assigned at setup_db.py:4"
    assert Member(found.variable, "Model") in query_overrides(Project.from_files(files))


@pytest.mark.parametrize(
    "text",
    [
        "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\ndb = object()\n",
        "from other import SQLAlchemy\ndb = SQLAlchemy()\n# flask\n",
        "from flask_sqlalchemy import SQLAlchemy\ndef make():\n    db = SQLAlchemy()\n    return db\n",
    ],
)
def test_finds_nothing_else(text: str) -> None:
    assert databases(Project.from_files({"db.py": text})) == ()


def test_is_one_object_under_every_name() -> None:
    project = Project.from_files(
        {
            "app/__init__.py": "from app.extensions import db as database\n",
            "app/extensions.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
            "app/models.py": "from app import database\n",
            "app/start.py": "from app.init import initialise\nmine = initialise(1)\n",
            "app/init.py": "from .extensions import db\ndef initialise(app):\n    db.init_app(app)\n    return db\n",
        }
    )
    (expected,) = databases(project)
    assert database_of(project, project.resolve("app/models.py", "database")) == expected
    assert database_of(project, project.resolve("app/start.py", "mine")) == expected
    assert database_of(project, project.resolve("app/start.py", "initialise")) is None
    assert database_of(project, None) is None


def test_listeners() -> None:
    text = (
        "from sqlalchemy import event\nfrom sqlalchemy.orm import Query\n"
        "@event.listens_for(Query, 'before_compile', retval=True)\ndef hide(query): return query\n"
        "def init(db):\n    event.listen(db.session, 'after_bulk_delete', print)\n"
        "event.listen(db.session, 'after_commit', print)\n"
    )
    project = Project.from_files({"flask_app.py": text})
    assert query_listeners(project) == (
        QueryListener("after_bulk_delete", "flask_app.py", 6),
        QueryListener("before_compile", "flask_app.py", 3),
    )


def test_overrides_are_told_from_attributes_of_what_a_method_is_called_on(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.from_files(
        {
            "app.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass A(db.Model): pass\n",
            "form.py": "class Form:\n    def __init__(self):\n        self.query = self.x().session = None\n",
            "patch.py": "from app import A, db\ndb \\\n.session = None\ndef f():\n  self = A\n  self.query = None\n",
        }
    )
    parsed: list[str] = []
    excerpt = Project.excerpt
    monkeypatch.setattr(Project, "excerpt", lambda self, path, part: parsed.append(path) or excerpt(self, path, part))
    found = {each.name for overrides in query_overrides(project).values() for each in overrides}
    assert (found, parsed) == ({"session", "query"}, ["patch.py"])
