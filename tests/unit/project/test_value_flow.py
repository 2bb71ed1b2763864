# ruff: noqa: E501
"""Sessions and mapped classes are followed through a whole program, and nothing is believed that is not always so."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flask_modernize.project import Project
from flask_modernize.project.model_values import is_mapped_class
from flask_modernize.project.sessions import session_of

EXTENSION = {
    "ext.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "models.py": """\
from ext import db
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
""",
}
IMPORTS = """\
import functools
from contextlib import contextmanager
from dataclasses import dataclass
from sqlalchemy.orm import Session, sessionmaker
from ext import db
from models import User, Post
Maker = sessionmaker()
"""


def project_of(text: str, files: dict[str, str] | None = None) -> Project:
    more = {path: dedent(each) for path, each in (files or {}).items()}
    return Project.from_files({**EXTENSION, "app.py": IMPORTS + dedent(text), **more})


def query(project: Project) -> tuple[ast.Call, object]:
    """The one ``X.query(...)`` of ``app.py``, and the scope that it stands in."""
    syntax = project.syntax("app.py")
    assert syntax is not None
    (call,) = (
        node
        for node in ast.walk(syntax.module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "query"
    )
    return call, syntax


def is_session(text: str, files: dict[str, str] | None = None) -> bool:
    project = project_of(text, files)
    call, syntax = query(project)
    assert isinstance(call.func, ast.Attribute)
    return session_of(project, "app.py", call.func.value, syntax.scopes.scope_of(call)) is not None  # type: ignore[attr-defined]


def is_model(text: str, files: dict[str, str] | None = None) -> bool:
    """Whether the argument of the query is some mapped class."""
    project = project_of(text, files)
    call, syntax = query(project)
    return is_mapped_class(project, "app.py", call.args[0], syntax.scopes.scope_of(call))  # type: ignore[attr-defined]


REPOSITORY = """
class Repository:
    def __init__(self, session, name=""):
        self.session = session
    def load(self):
        return self.session.query(1)
"""


@pytest.mark.parametrize(
    "rest",
    [
        "Repository(db.session)",
        "Repository(session=db.session, name='x')",
        "def build(s: Session):\n    return Repository(s)",
        "Repository(db.session)\nassert isinstance(1, Repository)\ndef f(r: Repository) -> Repository: ...",
        "class Users(Repository):\n    pass\nUsers(Maker())",
        "class Users(Repository):\n    def __init__(self):\n        super().__init__(db.session)\nUsers()",
        "class Users(Repository):\n    def __init__(self):\n        Repository.__init__(self, db.session)\nUsers()",
        "class Users(Repository):\n    @classmethod\n    def make(cls):\n        return cls(db.session)",
        "Repository(db.session)\nRepository(1, 2, 3)",  # raises TypeError before anything is kept
    ],
)
def test_what_every_construction_passes_is_in_the_attribute(rest: str) -> None:
    assert is_session(REPOSITORY + rest)


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "Repository(Solr())",
        "Repository(db.session)\nRepository(Solr())",
        "Repository(db.session)\n@register\nclass Users(Repository):\n    pass",
        "Repository(db.session)\nclass Users(Repository, metaclass=Registry):\n    pass",
        "Repository(db.session)\nregister(Repository)",
        "Repository(db.session)\nkinds = {'a': Repository}",
        "Repository(*arguments)",
        "Repository(**arguments)",
        "class Users(Repository):\n    pass\nRepository(db.session)\nUsers(Solr())",
        "class Users(Repository):\n    def __init__(self, s):\n        super().__init__(s)\nRepository(db.session)",
        "class Users(Repository):\n    def __init__(self, *a):\n        super().__init__(*a)\nRepository(db.session)",
        "Repository(db.session)\nclass Users(Repository):\n    def swap(self):\n        self.session = Solr()",
        "Repository(db.session)\nclass Users(Repository):\n    session = property(lambda self: Solr())",
        "Repository(db.session)\nclass Users(Repository):\n    @property\n    def session(self):\n        return Solr()",
        "r = Repository(db.session)\nr.session = Solr()",
        "Repository(db.session)\ndef patch(r):\n    r.session, r.name = Solr(), 1",
        "Repository(db.session)\ndef swap(self):\n    self.session = Solr()\nRepository.swap = swap",
        "Repository(db.session)\nRepository.session = Solr()",
        "class Users(Repository):\n    def copy(self):\n        return type(self)(Solr())\nRepository(db.session)",
        "class Users(Repository):\n    def copy(self):\n        return self.__class__(Solr())\nRepository(db.session)",
        "Repository(db.session)\nclass Users(Repository):\n    def f(self, k, v):\n        setattr(self, k, v)",
        "Repository(db.session)\nclass Users(Repository):\n    def f(self, k):\n        self.__dict__.update(k)",
    ],
)
def test_an_attribute_that_may_hold_something_else_is_left_alone(rest: str) -> None:
    assert not is_session(REPOSITORY + rest)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, True),
        ({"other.py": "from app import Repository\nRepository(1)\n"}, False),
        ({"other.py": "import app\ndef f():\n    app.Repository(None)\n"}, False),
        ({"other.py": "from app import Repository\nassert Repository\nRepository\n"}, True),
        ({"other.py": "from app import Repository\nassert Repository, Repository(1)\n"}, False),
        ({"other.py": "from app import Repository as R\nR(1)\n"}, False),
        ({"tests/test_it.py": "from app import Repository\ndef test_it(fake):\n    Repository(fake)\n"}, True),
        ({"other.py": "class Repository:\n    def __init__(self, s): ...\nRepository(1)\n"}, True),
        ({"other.py": "def f(thing):\n    thing.session = 1\n"}, False),
        ({"other.py": "from requests import Session\nhttp = Session()\nhttp.session = 1\n"}, True),
        ({"other.py": "class Other:\n    def f(self):\n        self.session = 1\n"}, True),
    ],
)
def test_other_files_have_a_say(files: dict[str, str], expected: bool) -> None:
    assert is_session(REPOSITORY + "Repository(db.session)", files) == expected


@pytest.mark.parametrize(("mention", "expected"), [("assert users", True), ("users", True), ("[users]", False)])
def test_a_function_that_is_only_named_has_no_other_callers(mention: str, expected: bool) -> None:
    text = "def users(s):\n    return s.query(1)\nusers(db.session)\n"
    assert is_session(text, {"other.py": f"from app import users\n{mention}\n"}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A:\n    session: Session\n    def f(self):\n        self.session.query(1)", True),
        ("class A:\n    session: Session | None = None\n    def f(self):\n        self.session.query(1)", True),
        ("from sqlalchemy.orm import scoped_session\ndef f(s: Session | scoped_session | None): s.query(1)", True),
        ("from sqlalchemy.orm import scoped_session\ndef f(s: Union['Session', scoped_session]): s.query(1)", True),
        ("def f(s: Session | Other): s.query(1)", False),
        ("def f(s: Session | list[int]): s.query(1)", False),
        ("@dataclass\nclass A:\n    session: Session\n    def f(self):\n        self.session.query(1)", True),
        (
            (
                "@dataclass\nclass A:\n    session: object = None\n    def f(self):\n        self.session = db.session\n"
                "        self.session.query(1)"
            ),
            False,
        ),
        ("class A:\n    session = None\n    def f(self):\n        self.session.query(1)", False),
        ("class A:\n    def f(self):\n        self.session.query(1)", False),
        (
            (
                "class A:\n    @property\n    def session(self):\n        raise NotImplementedError\n"
                "    def f(self):\n        self.session.query(1)\n"
                "class B(A):\n    session = db.session"
            ),
            True,
        ),
        (
            (
                "class A:\n    @property\n    def session(self):\n        raise NotImplementedError\n"
                "    def f(self):\n        self.session.query(1)\n"
                "class B(A):\n    session = Solr()"
            ),
            False,
        ),
        (
            (
                "class A:\n    def get_session(self):\n        return db.session\n"
                "    def f(self):\n        self.get_session().query(1)"
            ),
            True,
        ),
        (
            (
                "class A:\n    def get_session(self):\n        return db.session\n"
                "    def f(self):\n        self.get_session().query(1)\n"
                "class B(A):\n    def get_session(self):\n        return Solr()"
            ),
            False,
        ),
        (
            (
                "class A:\n    @retry\n    def get_session(self):\n        return db.session\n"
                "    def f(self):\n        self.get_session().query(1)"
            ),
            False,
        ),
        ("@functools.lru_cache()\ndef make():\n    return Maker()\nmake().query(1)", True),
        ("@wrapped\ndef make():\n    return Maker()\nmake().query(1)", False),
        ("@wrapped\n@contextmanager\ndef make():\n    yield Maker()\nwith make() as s:\n    s.query(1)", False),
    ],
)
def test_attributes_and_what_functions_give(text: str, expected: bool) -> None:
    assert is_session(text) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("def f():\n    r = R(db.session)\n    r.session.query(1)", True),
        (
            "class Service:\n    def __init__(self):\n        self.r = R(db.session)\n    def f(self):\n        self.r.session.query(1)",
            True,
        ),
        ("def f(r: R):\n    r.session.query(1)\nR(db.session)", True),
        ("def f(r):\n    r.session.query(1)\nf(R(db.session))", True),
        ("def f(r):\n    r.session.query(1)\nf(R(db.session))\nf(other)", False),
        ("def f():\n    r = R(db.session) if x else other()\n    r.session.query(1)", False),
        (
            "class Service:\n    def __init__(self, r):\n        self.r = r\n    def f(self):\n        self.r.session.query(1)\nR(db.session)",
            False,
        ),
    ],
)
def test_attributes_of_objects_whose_class_is_known(rest: str, expected: bool) -> None:
    assert is_session("class R:\n    def __init__(self, session):\n        self.session = session\n" + rest) == expected


def test_functions_that_hand_a_session_to_each_other_hold_what_comes_in_from_outside() -> None:
    circle = "def f(s):\n    s.query(1)\n    g(s)\ndef g(s):\n    f(s)\n    h(s)\ndef h(s):\n    g(s)\n"
    assert not is_session(circle)
    assert is_session(circle + "h(db.session)")
    assert not is_session(circle + "h(db.session)\ng(Solr())")


def test_one_answer_does_not_depend_on_which_was_asked_first() -> None:
    text = "def f(s):\n    s.query(1)\n    g(s)\ndef g(s):\n    s.query(2)\n    f(s)\n    h(s)\ndef h(s):\n    s.query(3)\n    g(s)\n"
    for rest, expected in (("h(db.session)", True), ("h(db.session)\nf(1)", False)):
        for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
            project = project_of(text + rest)
            syntax = project.syntax("app.py")
            assert syntax is not None
            found = {
                node.args[0].value: node
                for node in ast.walk(syntax.module)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "query"
                and isinstance(node.args[0], ast.Constant)
            }
            for number in order:
                call = found[number]
                assert isinstance(call.func, ast.Attribute)
                proven = session_of(project, "app.py", call.func.value, syntax.scopes.scope_of(call)) is not None
                assert proven == expected, (rest, order, number)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("f(1, db.session, x=1, **more)", True),
        ("f(1, *more)", False),
        ("f(1, **more)", False),
        ("f(1, session=db.session, **more)", True),
        ("f(1)\nf(2, None)\nf(3, db.session)", True),
        ("f()", False),
        ("f(1)", True),  # only the default, which the function replaces
        ("f(1, Solr())", False),
        ("f(1, db.session)\nfunctools.partial(f, 1)", False),
    ],
)
def test_a_default_is_what_a_call_leaves_out(rest: str, expected: bool) -> None:
    text = "def f(n, session=None, **options):\n    session = session or db.session\n    session.query(1)\n"
    assert is_session(text + rest) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("A().load(db.session, 1)", True),
        ("A().load(db.session, 1)\nclass B:\n    def load(self, a): ...\nB().load(1)", True),  # too few for A
        ("A().load(db.session, 1)\nclass B:\n    def load(self, a, b): ...\nunknown.load(1, 2)", False),
        (
            "A().load(db.session, 1)\nclass B:\n    def load(self, a, b): ...\n    def f(self):\n        self.load(1, 2)",
            True,
        ),
        ("A().load(db.session, 1)\nclass B(A):\n    def f(self):\n        self.load(1, 2)", False),
        (
            "A().load(db.session, 1)\nclass M:\n    def f(self):\n        self.load(1, 2)\nclass B(A, M): ...",
            False,
        ),
        ("A.load(a, db.session, 1)", True),
        ("A.load(a, 1, 1)", False),
        ("A().load(db.session, 1)\ncallback = a.load", False),
        ("A().load(db.session, 1)\ngetattr(a, 'load')(1, 2)", False),
        ("A().load(db.session, 1)\nclass B(A):\n    def f(self):\n        super().load(1, 2)", False),
        ("A().load(db.session, 1)\nimport json\njson.load(1, 2)", True),
    ],
)
def test_calls_of_a_method(rest: str, expected: bool) -> None:
    assert is_session("class A:\n    def load(self, s, n):\n        s.query(n)\n" + rest) == expected


def test_nested_functions_and_nonlocal_names() -> None:
    assert is_session("def f():\n    def g(s):\n        s.query(1)\n    g(db.session)")
    assert not is_session("def f():\n    def g(s):\n        s.query(1)\n    g(db.session)\n    return g")
    assert is_session("def f():\n    s = db.session\n    def g():\n        s.query(1)")
    assert not is_session(
        "def f():\n    s = db.session\n    def g():\n        nonlocal s\n        s = Solr()\n    s.query(1)"
    )


def test_a_module_variable_is_also_what_other_modules_assign() -> None:
    text = "session = None\ndef f():\n    session.query(1)\n"
    good = {"start.py": "import app\nfrom ext import db\napp.session = db.session\n"}
    assert not is_session(text)
    assert is_session(text, good)
    assert not is_session(text, {**good, "other.py": "import app\napp.session = Solr()\n"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    own = SQLAlchemy(app)\n    own.session.query(1)", True),
        ("def f():\n    own = SQLAlchemy(app, session_options={'autoflush': False})\n    own.session.query(1)", True),
        ("def f():\n    own = SQLAlchemy(app)\n    own = Solr()\n    own.session.query(1)", False),
        ("def f():\n    own = Solr(app)\n    own.session.query(1)", False),
    ],
)
def test_a_database_that_only_a_function_has(text: str, expected: bool) -> None:
    assert is_session("from flask_sqlalchemy import SQLAlchemy\n" + text) == expected


def test_a_database_of_a_function_may_have_a_query_of_its_own() -> None:
    text = "from flask_sqlalchemy import SQLAlchemy\ndef f():\n    own = SQLAlchemy(query_class=Soft)\n    own.session.query(1)"
    project = project_of(text)
    call, syntax = query(project)
    assert isinstance(call.func, ast.Attribute)
    found = session_of(project, "app.py", call.func.value, syntax.scopes.scope_of(call))  # type: ignore[attr-defined]
    assert found is not None
    assert "query_class=Soft" in found.custom_query


LIBRARIES = """\
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.pymongo import ModelView as Mongo
from flask_appbuilder import BaseView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.models.generic.interface import GenericInterface
from flask_appbuilder.security.sqla.manager import SecurityManager
"""


@pytest.mark.parametrize(
    ("bases", "expression", "expected"),
    [
        ("ModelView", "self.session", True),
        ("Mongo", "self.session", False),
        ("BaseView", "self.appbuilder.get_session", True),
        ("BaseView", "self.appbuilder.session", False),
        ("BaseView", "self.datamodel.session", False),
        ("SQLAInterface", "self.session", True),
        ("GenericInterface", "self.session", False),
        ("SecurityManager", "self.get_session", True),
        ("object", "self.get_session", False),
    ],
)
def test_what_libraries_say_of_their_classes(bases: str, expression: str, expected: bool) -> None:
    method = f"    def f(self):\n        {expression}.query(1)\n"
    assert is_session(f"{LIBRARIES}class V({bases}):\n{method}") == expected


def test_what_a_project_gives_to_an_inherited_attribute_counts() -> None:
    method = "    def f(self):\n        self.session.query(1)\n"
    assert not is_session(f"{LIBRARIES}class V(ModelView):\n    session = Solr()\n{method}")
    assert is_session(f"{LIBRARIES}class V(ModelView):\n    session = db.session\n{method}")
    assert not is_session(f"{LIBRARIES}class V(ModelView):\n{method}class W(V):\n    session = Solr()\n")


def test_a_library_is_taken_at_its_word_in_its_own_sources() -> None:
    sources = {
        "flask_admin/__init__.py": "",
        "flask_admin/contrib/__init__.py": "",
        "flask_admin/contrib/sqla/__init__.py": "",
    }
    text = "class ModelView:\n    def __init__(self, model, session):\n        self.session = session\n"
    project = Project.from_files(
        {**sources, "flask_admin/contrib/sqla/view.py": text + "    def f(self):\n        self.session.query(1)\n"}
    )
    syntax = project.syntax("flask_admin/contrib/sqla/view.py")
    assert syntax is not None
    (node,) = (each for each in ast.walk(syntax.module) if isinstance(each, ast.Attribute) and each.attr == "query")
    assert session_of(project, syntax.path, node.value, syntax.scopes.scope_of(node)) is not None


# --- mapped classes ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(model):\n    db.session.query(model)\nf(User)\nf(Post)", True),
        ("def f(model):\n    db.session.query(model)\nf(User)\nf(User.id)", False),
        ("def f(model):\n    db.session.query(model)\nf(User)\nf(User())", False),
        ("def f(model):\n    db.session.query(model)", False),
        ("def f(flag):\n    model = User if flag else Post\n    db.session.query(model)", True),
        ("def f(flag):\n    model = User\n    if flag:\n        model = other()\n    db.session.query(model)", False),
        ("def f(x):\n    db.session.query(type(x))", False),
        ("class V:\n    model = User\n    def f(self):\n        db.session.query(self.model)", True),
        ("class V:\n    model = None\n    def f(self):\n        db.session.query(self.model)", False),
        (
            (
                "class V:\n    model = None\n    def f(self):\n        db.session.query(self.model)\n"
                "class W(V):\n    model = User"
            ),
            True,
        ),
        (
            (
                "class V:\n    model = User\n    def f(self):\n        db.session.query(self.model)\n"
                "class W(V):\n    model = User.id"
            ),
            False,
        ),
        (
            (
                "class V:\n    def __init__(self, model):\n        self.model = model\n"
                "    def f(self):\n        db.session.query(self.model)\nV(User)\nV(model=Post)"
            ),
            True,
        ),
        (f"{LIBRARIES}class V(ModelView):\n    def f(self):\n        db.session.query(self.model)", True),
        (f"{LIBRARIES}class V(Mongo):\n    def f(self):\n        db.session.query(self.model)", False),
        (f"{LIBRARIES}class V(SecurityManager):\n    def f(self):\n        db.session.query(self.user_model)", True),
        ("def f():\n    for model in (User, Post):\n        db.session.query(model)", False),
    ],
)
def test_expressions_that_are_some_mapped_class(text: str, expected: bool) -> None:
    assert is_model(text) == expected
