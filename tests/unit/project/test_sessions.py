"""Which expressions are proven to be sessions, and which are not."""

from __future__ import annotations

import ast
import gc
from textwrap import dedent

import pytest

from flask_modernize.project import Project
from flask_modernize.project.parsed import MAX_FILES
from flask_modernize.project.sessions import SessionOrigin, session_of

DATABASE = {
    "ext.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "plain.py": """\
from contextlib import contextmanager
from functools import wraps
from sqlalchemy.orm import Session as OrmSession, scoped_session, sessionmaker
from sqlalchemy_helpers.flask_ext import DatabaseExtension
Maker = sessionmaker(autoflush=False)
scoped = scoped_session(Maker)
Late = None
def configure():
    global Late
    Late = scoped_session(sessionmaker())
def get_session():
    return Maker()
def maybe_session(flag):
    if flag:
        return Maker()
@contextmanager
def session_scope():
    session = Maker()
    try:
        yield session
    finally:
        session.close()
def provide_session(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        name = "session"
        with session_scope() as session:
            kwargs[name] = session
            return function(*args, **kwargs)
    return wrapper
class Own(OrmSession):
    def query(self): pass
extension = DatabaseExtension()
""",
}


def origin(text: str, files: dict[str, str] | None = None) -> SessionOrigin | None:
    """Of ``X`` in the one ``X.query(...)`` in the text."""
    project = Project.from_files({**DATABASE, "app.py": dedent(text), **(files or {})})
    syntax = project.syntax("app.py")
    assert syntax is not None
    (call,) = (
        node
        for node in ast.walk(syntax.module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "query"
    )
    assert isinstance(call.func, ast.Attribute)
    return session_of(project, "app.py", call.func.value, syntax.scopes.scope_of(call))


METHODS = """\
class A:
    attribute = db.session
    def __init__(self, given):
        self.made = Maker()
        self.mixed = Maker()
        self.mixed = given
        self.given = given
        self.db = db
    @property
    def computed(self):
        return Maker()
    def make(self):
        return Maker()
    def f(self):
        self.{expression}.query(1)
    @staticmethod
    def g(self):
        return 1
"""
IMPORTS = "import plain\nfrom ext import db\nfrom plain import *\nfrom sqlalchemy import orm\nimport typing\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("db.session.query(1)", "flask-sqlalchemy"),
        ("db.session().query(1)", "flask-sqlalchemy"),
        ("db.session.registry().query(1)", "flask-sqlalchemy"),
        ("db.create_scoped_session().query(1)", "scoped"),
        ("db.Session(bind=1).query(1)", "session"),
        ("session = db.session\nsession.query(1)", "flask-sqlalchemy"),
        ("scoped.query(1)", "scoped"),
        ("plain.extension.session.query(1)", "scoped"),
        ("def f(session):\n    session.query(1)\nf(plain.extension.session)", "scoped"),
        ("scoped().query(1)", "scoped"),
        ("plain.scoped.query(1)", "scoped"),
        ("plain.Late.query(1)", "scoped"),
        ("plain.Late().query(1)", "scoped"),
        ("Maker().query(1)", "session"),
        ("orm.Session(bind=1).query(1)", "session"),
        ("orm.sessionmaker()().query(1)", "session"),
        ("orm.scoped_session(lambda: Maker()).query(1)", "scoped"),
        ("orm.scoped_session(get_session).query(1)", "scoped"),
        ("orm.object_session(x).query(1)", "session"),
        ("get_session().query(1)", "session"),
        ("def f():\n    session = Maker()\n    session.query(1)", "session"),
        ("def f():\n    session = None\n    session = Maker()\n    session.query(1)", "session"),
        ("def f(flag):\n    s = Maker() if flag else scoped\n    s.query(1)", "session"),
        ("def f():\n    with session_scope() as s:\n        s.query(1)", "session"),
        ("def f():\n    with Maker() as s:\n        s.query(1)", "session"),
        ("def f():\n    with Maker.begin() as s:\n        s.query(1)", "session"),
        ("def f(s: orm.Session):\n    s.query(1)", "session"),
        ("def f(s: 'typing.Optional[orm.Session]' = None):\n    s.query(1)", "session"),
        ("def f(s: orm.scoped_session | None = None):\n    s.query(1)", "scoped"),
        ("def f(s: orm.Session = None):\n    s = s or db.session\n    s.query(1)", "session"),
        ("def f(s):\n    typing.cast(orm.Session, s).query(1)", "session"),
        ("@provide_session\ndef f(session=None):\n    session.query(1)", "session"),
        (
            "def f(session, n):\n    session.query(n)\ndef g():\n    f(db.session, 1)\n    f(n=2, session=db.session)",
            "flask-sqlalchemy",
        ),
        ("def f(s):\n    s.query(1)\ndef g(s):\n    f(s)\ndef h():\n    g(Maker())", "session"),
    ],
)
def test_proves(text: str, kind: str) -> None:
    found = origin(IMPORTS + text)
    assert found is not None
    assert (found.kind, found.custom_query) == (kind, "")
    assert (found.database is not None) == (kind == "flask-sqlalchemy")


@pytest.mark.parametrize(
    "text",
    [
        "session.query(1)",
        "Maker.query(1)",
        "db.query(1)",
        "other.session.query(1)",
        "maybe_session(1).query(1)",
        "session_scope().query(1)",
        "def f(session):\n    session.query(1)",
        "def f(db_session=None):\n    db_session.query(1)",
        "def f(s):\n    s = s or db.session\n    s.query(1)",
        "def f():\n    s = Maker()\n    s = object()\n    s.query(1)",
        "def f():\n    for s in sessions():\n        s.query(1)",
        "def f(session):\n    session.query(1)\nf(db.session)\nf(1)",
        "def f(session):\n    session.query(1)\nf(db.session)\ncallback = f",
        "def f(session):\n    session.query(1)\nf(db.session)\nf(*args)",
        "def f(session):\n    session.query(1)\nf(db.session)\nf(**args)",
        "def f(session=None):\n    session.query(1)\nf(db.session)\nf()",
        "@route('/')\ndef f(session):\n    session.query(1)\nf(db.session)",
        "def f(s):\n    s.query(1)\n    f(s)",
        "def f():\n    with open('x') as s:\n        s.query(1)",
    ],
)
def test_does_not_guess(text: str) -> None:
    assert origin(IMPORTS + text) is None


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("made", "session"),
        ("attribute", "flask-sqlalchemy"),
        ("computed", "session"),
        ("make()", "session"),
        ("db.session", "flask-sqlalchemy"),
        ("mixed", None),
        ("given", None),
        ("missing", None),
        ("made.session", None),
        ("computed()", None),
    ],
)
def test_attributes_of_self(expression: str, kind: str | None) -> None:
    found = origin(IMPORTS + METHODS.format(expression=expression))
    assert (found.kind if found is not None else None) == kind


def test_self_of_a_static_method_is_anything() -> None:
    assert (
        origin(IMPORTS + "class A:\n    s = db.session\n    @staticmethod\n    def f(self):\n        self.s.query(1)")
        is None
    )


def test_callers_in_other_files_count() -> None:
    text = "def load(session):\n    session.query(1)\n"
    good = {"other.py": "import app\nfrom ext import db\napp.load(db.session)\n"}
    assert origin(text, good) is not None
    assert origin(text, {**good, "bad.py": "from app import load\nload(None)\n"}) is None
    assert origin(text, {**good, "bad.py": "from app import load as loader\nrun(loader)\n"}) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("orm.sessionmaker(query_cls=Mine)().query(1)", "query_cls=Mine"),
        ("orm.scoped_session(orm.sessionmaker(query_cls=Mine)).query(1)", "query_cls=Mine"),
        ("orm.scoped_session(somewhere).query(1)", "session factory is not known"),
        ("orm.sessionmaker(**options)().query(1)", "not written out"),
        ("Own().query(1)", "Own has its own query"),
        ("orm.sessionmaker(class_=Own)().query(1)", "class_=Own"),
    ],
)
def test_says_why_a_query_is_custom(text: str, reason: str) -> None:
    found = origin(IMPORTS + text)
    assert found is not None
    assert reason in found.custom_query


def test_a_custom_database_makes_sessions_of_unknown_origin_doubtful() -> None:
    files = {"ext.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(query_class=Soft)\n"}
    for text in ("db.session.query(1)", "orm.object_session(x).query(1)", "def f(s: orm.Session):\n    s.query(1)"):
        found = origin(IMPORTS + text, files)
        assert found is not None
        assert "query_class=Soft" in found.custom_query


def test_a_parameter_that_a_function_hands_to_itself_is_what_comes_in_from_outside() -> None:
    project = Project.from_files(
        {
            "app.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
            "work.py": (
                "from app import db\n\n\ndef walk(s, n):\n    s.query(1)\n    return walk(s, n - 1)\n\n\n"
                "def start():\n    walk(db.session, 3)\n"
            ),
            "other.py": "def walk(s, n):\n    s.query(1)\n    return walk(s, n - 1) if n else None\n",
        }
    )
    assert _proves(project, "work.py")
    assert not _proves(project, "other.py")


def _proves(project: Project, path: str) -> bool:
    syntax = project.syntax(path)
    assert syntax is not None
    query = next(node for node in syntax.scopes.nodes() if isinstance(node, ast.Attribute) and node.attr == "query")
    return session_of(project, path, query.value, syntax.scopes.scope_of(query)) is not None


SHARDS = "from sqlalchemy.ext.horizontal_shard import ShardedSession\n"


@pytest.mark.parametrize(
    ("text", "sharded"),
    [
        ("ShardedSession(shards=shards).query(1)", True),
        ("class Own(ShardedSession): ...\nOwn(shards=shards).query(1)", True),
        ("orm.sessionmaker(class_=ShardedSession)().query(1)", True),
        ("def f(s: orm.Session):\n    s.query(1)", True),  # it could be given one
        ("def f(flag):\n    s = Maker() if flag else ShardedSession(shards=shards)\n    s.query(1)", True),
        ("Maker().query(1)", False),
        ("db.session.query(1)", False),
    ],
)
def test_knows_sessions_over_several_databases(text: str, sharded: bool) -> None:
    found = origin(IMPORTS + SHARDS + text)
    assert found is not None
    assert found.sharded == sharded
    assert found.custom_query == ""


def test_fixtures_are_followed_after_their_file_has_been_parsed_anew() -> None:
    files = {
        **DATABASE,
        "tests/conftest.py": (
            "import pytest\nfrom ext import db as made\n"
            "@pytest.fixture\ndef database():\n    yield made\n"
            "@pytest.fixture\ndef db(database):\n    return database\n"
        ),
        "tests/test_a.py": "def test_a(database):\n    database.session.query(1)\n",
        "tests/test_b.py": "def test_b(db):\n    db.session.query(1)\n",
        **{f"other_{number}.py": "import os\n" for number in range(MAX_FILES)},
    }
    project = Project.from_files(files)
    for path in ("tests/test_a.py", "tests/test_b.py"):
        syntax = project.syntax(path)
        assert syntax is not None
        (call,) = (node for node in ast.walk(syntax.module) if isinstance(node, ast.Call))
        assert isinstance(call.func, ast.Attribute)
        found = session_of(project, path, call.func.value, syntax.scopes.scope_of(call))
        assert found is not None
        assert found.kind == "flask-sqlalchemy"
        del syntax, call, found
        for other in project.tree.python_paths():
            project.syntax(other)
        gc.collect()


def test_what_others_assign_to_an_object_of_a_library_says_nothing_of_an_attribute_of_that_name() -> None:
    files = {
        "use.py": "from ext import db\nimport plain\ndef replace():\n    db.session = plain.scoped\n",
        "views.py": "from library import View\nclass Page(View):\n    def get(self):\n        return self.session\n",
    }
    text = "from library import View\nclass A(View):\n    def f(self):\n        self.session.query(1)\n"
    assert origin(text, files) is None


@pytest.mark.parametrize(("own", "known"), [("", True), ("    session = find()\n", False)])
def test_the_session_of_a_data_layer(own: str, known: bool) -> None:
    text = f"from flask_rest_jsonapi import ResourceList\nclass A(ResourceList):\n{own}    def query(self, kwargs):\n"
    found = origin(text + "        return self.session.query(1)\n")
    assert (found is not None) == known
