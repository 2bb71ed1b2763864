"""What names mean across modules."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flask_modernize.project import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Project,
    Scope,
    Variable,
)

DB = Variable("app/__init__.py", "db")
APP = {
    "app/__init__.py": """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        app = application = Flask(__name__)
        db = SQLAlchemy(app)
        from app import models, views
    """,
    "app/models.py": """
        from app import db as database
        class User(database.Model):
            id = database.Column(database.Integer)
            class Meta:
                pass
            def save(self):
                pass
        Person = User
    """,
    "app/views.py": "from . import models\nfrom .models import User\n",
}


def project(files: dict[str, str]) -> Project:
    return Project.from_files({path: dedent(text) for path, text in files.items()})


def scope_named(found: Project, path: str, qualname: str) -> Scope:
    syntax = found.syntax(path)
    assert syntax is not None
    return next(scope for scope in syntax.scopes.scopes() if scope.qualname == qualname)


USER = ClassObject("app/models.py", "User")


@pytest.mark.parametrize(
    ("path", "dotted", "expected"),
    [
        ("app/models.py", "database", DB),
        ("app/models.py", "database.session.query", Member(Member(DB, "session"), "query")),
        ("app/models.py", "User", USER),
        ("app/models.py", "Person", USER),
        ("app/models.py", "User.query", Member(USER, "query")),
        ("app/models.py", "User.Meta", ClassObject("app/models.py", "User.Meta")),
        ("app/models.py", "User.save", FunctionObject("app/models.py", "User.save")),
        ("app/views.py", "User", USER),
        ("app/views.py", "models", ModuleObject("app/models.py")),
        ("app/views.py", "models.User.query", Member(USER, "query")),
        ("app/views.py", "models.database", DB),
        ("app/__init__.py", "models", ModuleObject("app/models.py")),
        ("app/__init__.py", "views.User", USER),
        ("app/__init__.py", "Flask", External("flask.Flask")),
        ("app/__init__.py", "app", Variable("app/__init__.py", "app")),
        ("app/__init__.py", "nothing", None),
        ("app/__init__.py", "print", None),
        ("nowhere.py", "x", None),
        ("app/views.py", "", None),
        ("app/views.py", "models..User", None),
    ],
)
def test_across_modules(path: str, dotted: str, expected: Object | None) -> None:
    assert project(APP).resolve(path, dotted) == expected


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("import sqlalchemy as sa", "sa.func.count", External("sqlalchemy.func.count")),
        ("import sqlalchemy.orm", "sqlalchemy.orm.joinedload", External("sqlalchemy.orm.joinedload")),
        ("import sqlalchemy.orm as o", "o.joinedload", External("sqlalchemy.orm.joinedload")),
        ("from flask.ext.sqlalchemy import SQLAlchemy", "SQLAlchemy", External("flask_sqlalchemy.SQLAlchemy")),
        ("from flaskext.sqlalchemy import SQLAlchemy", "SQLAlchemy", External("flask_sqlalchemy.SQLAlchemy")),
        ("import flask.ext.login", "flask.ext.login.UserMixin", External("flask_login.UserMixin")),
        ("from flask.ext import login", "login.UserMixin", External("flask_login.UserMixin")),
        (
            "try:\n  from flask_sqlalchemy import SQLAlchemy\nexcept E:\n  from flask.ext.sqlalchemy import SQLAlchemy",
            "SQLAlchemy",
            External("flask_sqlalchemy.SQLAlchemy"),
        ),
        ("try:\n    import simplejson as json\nexcept ImportError:\n    import json", "json", None),
        ("db = None\nif True:\n    db = f()", "db", Variable("m.py", "db")),
        ("db: object\ndb = f()", "db", Variable("m.py", "db")),
        ("db: object = f()", "db", Variable("m.py", "db")),
        ("db = f()\ndb = g()", "db", None),
        ("db = None", "db", Variable("m.py", "db")),
        ("db = f()\ndef init():\n    global db\n    db = g()", "db", None),
        ("db = f()\ndef use():\n    global db\n    return db", "db", Variable("m.py", "db")),
        ("a = f()\nb = a\nc = b", "c", Variable("m.py", "a")),
        ("a = f()\nb = a.session", "b", Member(Variable("m.py", "a"), "session")),
        ("a = b\nb = a", "a", None),
        ("a = b\nb = a", "b", None),
        ("text = str", "text", Variable("m.py", "text")),
        ("a = a", "a", Variable("m.py", "a")),
        ("a, b = f(), g()", "b", Variable("m.py", "b")),
        ("a, b = f()", "b", None),
        ("(x := f())", "x", None),
        ("for x in y: pass", "x", None),
        ("x = 1\ndel x", "x", None),
        ("with f() as x: pass", "x", None),
        ("x = 1\nx += 1", "x", None),
        ("class A: pass\nclass A: pass", "A", None),
        ("def f(): pass\ndef f(): pass", "f", None),
        ("def f(): pass", "f", FunctionObject("m.py", "f")),
        ("class A: pass\nA = decorate(A)", "A", None),
        ("from sqlalchemy import *", "Column", External("sqlalchemy.Column")),
        ("from sqlalchemy import *", "print", None),
        ("from sqlalchemy import *\nfrom flask import *", "Column", None),
        ("from .. import x", "x", None),
        ("from . import x", "x", None),
        ("from m import x", "x", None),
        ("import m", "m.m.m", ModuleObject("m.py")),
    ],
)
def test_one_module(source: str, name: str, expected: Object | None) -> None:
    assert Project.from_files({"m.py": source}).resolve("m.py", name) == expected


def test_annotated_app_and_binding() -> None:
    found = project({"m.py": "import flask\ndb = None\napp: flask.Flask = flask.Flask(__name__)\ndb = make(app)\n"})
    binding = found.binding(Variable("m.py", "app"))
    assert binding is not None
    assert binding.annotation == ("name", "flask.Flask")
    assert binding.value is not None
    assert found.resolve("m.py", binding.value[1][1]) == External("flask.Flask")
    real = found.definition(Variable("m.py", "db"))
    assert real is not None
    assert real.line == 4


def test_star_imports_respect_all_and_underscores() -> None:
    files = {
        "p/__init__.py": "from .a import *\nfrom .b import *\n",
        "p/a.py": "__all__ = ['shown']\nshown = f()\nhidden = f()\nboth = f()\n__all__ += ['both']\n",
        "p/b.py": "_private = f()\nboth = f()\npublic = f()\nfrom .c import *\n",
        "p/c.py": "deep = f()\n",
        "use.py": "from p import shown, hidden, both, public, _private, deep\n",
    }
    found = project(files)
    resolved = {
        name: found.resolve("use.py", name) for name in ("shown", "hidden", "both", "public", "_private", "deep")
    }
    assert resolved == {
        "shown": Variable("p/a.py", "shown"),
        "hidden": None,
        "both": Variable("p/b.py", "both"),
        "public": Variable("p/b.py", "public"),
        "_private": None,
        "deep": Variable("p/c.py", "deep"),
    }


def test_a_later_star_that_rebinds_is_a_conflict() -> None:
    files = {"a.py": "db = f()\nfrom b import *\n", "b.py": "db = g()\n", "c.py": "from b import *\ndb = f()\n"}
    found = project(files)
    assert found.resolve("a.py", "db") is None
    assert found.resolve("c.py", "db") == Variable("c.py", "db")


REMADE = "class Base: pass\n{}Base = {}\n"


@pytest.mark.parametrize(
    ("between", "made", "known"),
    [
        ("", "declarative_base(cls=Base)", True),
        ("", "orm.declarative_base(name='Base', cls=Base)", True),
        ("class First(Base): pass\n", "declarative_base(cls=Base)", False),
        ("if x:\n    ", "declarative_base(cls=Base)", False),
        ("", "declarative_base(cls=Other)", False),
        ("", "decorated(cls=Base)", False),
        ("", "declarative_base(cls=Base)\nBase = f()", False),
    ],
)
def test_a_class_that_only_serves_to_make_the_base_of_its_name(between: str, made: str, known: bool) -> None:
    found = project({"a.py": REMADE.format(between, made), "b.py": "from a import Base as Model\n"})
    assert found.resolve("b.py", "Model") == (Variable("a.py", "Base") if known else None)


def test_a_later_star_of_a_module_that_has_the_name_from_here_changes_nothing() -> None:
    files = {
        "p/__init__.py": (
            "from ext import db\nsession = db.session\nfrom .a import *\nfrom p.b import *\nfrom .c import *\n"
        ),
        "p/a.py": "from . import session\n",
        "p/b.py": "from p import session as session, db\n",
        "p/c.py": "from . import db as other\nfrom ext import db\n",
        "ext.py": "db = f()\n",
    }
    found = project(files)
    db = Variable("ext.py", "db")
    assert found.resolve("p/a.py", "session") == Member(db, "session")
    assert found.resolve("p/__init__.py", "session") == Member(db, "session")
    assert found.resolve("p/__init__.py", "db") == db
    for changed in ("from . import db as session\n", "from .b import session\nsession = f()\n"):
        assert project({**files, "p/a.py": changed}).resolve("p/__init__.py", "session") is None


def test_import_cycles_do_not_depend_on_what_is_asked_first() -> None:
    files = {
        "p/__init__.py": "from p.a import thing\nfrom p.b import other\n",
        "p/a.py": "from p.b import *\nfrom p import other as again\n",
        "p/b.py": "from p.a import *\nthing = f()\nother = g()\nfrom p import lost\n",
    }
    questions = [(path, name) for path in files for name in ("thing", "other", "again", "lost")]
    forwards = project(files)
    backwards = project(files)
    first = {question: forwards.resolve(*question) for question in questions}
    second = {question: backwards.resolve(*question) for question in reversed(questions)}
    assert first == second
    assert first["p/__init__.py", "thing"] == Variable("p/b.py", "thing")
    assert first["p/a.py", "again"] == Variable("p/b.py", "other")
    assert first["p/b.py", "lost"] is None


def test_attribute_of_the_package_before_its_submodule() -> None:
    files = {
        "app/__init__.py": "from flask import Flask\nfrom .app import app\n",
        "app/app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "run.py": "from app import app\nimport app.app\n",
        "other.py": "from app import app\n",
    }
    assert project(files).resolve("other.py", "app") == Variable("app/app.py", "app")


def test_submodule_of_a_namespace_package() -> None:
    found = project({"plugins/one/models.py": "class A: pass\n", "run.py": "from plugins.one import models\n"})
    assert found.resolve("run.py", "models.A") == ClassObject("plugins/one/models.py", "A")


def test_several_apps_in_one_repository() -> None:
    files = {
        f"{chapter}/{name}": text
        for chapter in ("chapter1", "chapter2")
        for name, text in {
            "app/__init__.py": "db = SQLAlchemy()\n",
            "app/models.py": "from app import db\nclass User(db.Model): pass\n",
            "run.py": "from app.models import User\n",
        }.items()
    }
    found = project(files)
    for chapter in ("chapter1", "chapter2"):
        assert found.resolve(f"{chapter}/run.py", "User") == ClassObject(f"{chapter}/app/models.py", "User")
        assert found.resolve(f"{chapter}/app/models.py", "db") == Variable(f"{chapter}/app/__init__.py", "db")


def test_sibling_of_the_name_of_a_library() -> None:
    files = {
        "app/__init__.py": "",
        "app/celery.py": "from celery import Celery\ncelery = Celery()\n",
        "app/tasks.py": "from celery import Celery, celery, group\n",
    }
    found = project(files)
    assert found.resolve("app/celery.py", "Celery") == External("celery.Celery")
    assert found.resolve("app/tasks.py", "Celery") == External("celery.Celery")
    assert found.resolve("app/tasks.py", "celery") == Variable("app/celery.py", "celery")
    assert found.resolve("app/tasks.py", "group") == External("celery.group")


FUNCTIONS = {
    "app/__init__.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "app/models.py": "from app import db\nclass User(db.Model): pass\n",
    "app/views.py": """
        from app import db
        def local_import():
            from app.models import User as U
            from . import models
        def alias():
            session = db.session
            query = session.query
        def twice(flag):
            session = db.session
            if flag:
                session = other()
        def parameter(db):
            pass
        def either():
            try:
                from app.models import User
            except ImportError:
                from .models import User
        def loop():
            for db in dbs:
                pass
        def make():
            class Local(db.Model):
                pass
            def inner():
                return Local
            Alias = Local
        def rebinding():
            global db
            db.session
        class View:
            model = db.Model
            other = build()
            def get(self):
                return model
        copies = [db for db in dbs]
        count = lambda db: db
    """,
}


@pytest.mark.parametrize(
    ("qualname", "dotted", "expected"),
    [
        ("local_import", "U", ClassObject("app/models.py", "User")),
        ("local_import", "models.User", ClassObject("app/models.py", "User")),
        ("local_import", "db", DB),
        ("alias", "session", Member(DB, "session")),
        ("alias", "query", Member(Member(DB, "session"), "query")),
        ("twice", "session", None),
        ("parameter", "db.session", None),
        ("either", "User", ClassObject("app/models.py", "User")),
        ("loop", "db", None),
        ("make", "Local", ClassObject("app/views.py", "make.<locals>.Local")),
        ("make", "Alias", ClassObject("app/views.py", "make.<locals>.Local")),
        ("make.<locals>.inner", "Local", ClassObject("app/views.py", "make.<locals>.Local")),
        ("make", "inner", FunctionObject("app/views.py", "make.<locals>.inner")),
        ("rebinding", "db", DB),
        ("View", "model", Member(DB, "Model")),
        ("View", "other", Member(ClassObject("app/views.py", "View"), "other")),
        ("View.get", "model", None),
        ("View.get", "self", None),
        ("<comprehension>", "db", None),
        ("<lambda>", "db", None),
        ("make", "nothing", None),
    ],
)
def test_in_scopes(qualname: str, dotted: str, expected: Object | None) -> None:
    found = project(FUNCTIONS)
    assert found.resolve("app/views.py", dotted, scope_named(found, "app/views.py", qualname)) == expected


def test_local_aliases_in_a_circle() -> None:
    found = project({"m.py": "def f():\n    a = b.x\n    b = a.x\n    return a\n"})
    assert found.resolve("m.py", "a", scope_named(found, "m.py", "f")) is None


def test_definitions() -> None:
    found = project(APP)
    described = found.definition(USER)
    assert described is not None
    assert described.line == 3
    assert found.definition(FunctionObject("app/models.py", "User.save")) is not None
    assert found.definition(External("flask.Flask")) is None
    assert found.definition(ClassObject("app/models.py", "Missing")) is None


def test_a_long_chain_of_reexports() -> None:
    files = {f"m{number}.py": f"from m{number + 1} import x\n" for number in range(30)}
    files["m30.py"] = "x = f()\n"
    assert project(files).resolve("m0.py", "x") == Variable("m30.py", "x")


def test_an_endless_chain_gives_up() -> None:
    files = {f"m{number}.py": f"from m{number + 1} import x\n" for number in range(500)}
    assert project(files).resolve("m0.py", "x") is None
