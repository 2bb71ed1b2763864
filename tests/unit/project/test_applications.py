"""Flask apps, what is done with them, and in which order a program starts."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flask_modernize.project import ClassObject, External, FunctionObject, Project, Variable
from flask_modernize.project.applications import (
    Application,
    applications,
    factories,
    import_of,
    is_test_path,
    made_applications,
    start_up,
    uses,
)

FLASK = External("flask.Flask")


def project_of(files: dict[str, str]) -> Project:
    return Project.from_files({path: dedent(text) for path, text in files.items()})


def only(files: dict[str, str]) -> Application:
    found = applications(project_of(files))
    assert len(found) == 1
    return found[0]


# --- applications ---


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from flask import Flask\napp = Flask(__name__)\n", ("app",)),
        ("import flask\nAPP = flask.Flask('x')\n", ("APP",)),
        ("from flask import *\napp = Flask(__name__)\n", ("app",)),
        ("from flask import Flask as F\napp = F(__name__)\n", ("app",)),
        ("from flask import Flask\napp: Flask = Flask(__name__)\n", ("app",)),
        ("from flask import Flask\napplication = app = Flask(__name__)\n", ("application", "app")),
        ("from flask import Flask\napp = Flask(__name__)\napplication = app\n", ("app", "application")),
        ("from flask import Flask\napp, other = Flask(__name__), 1\n", ("app",)),
        ("from flask import Flask\napp = None\napp = Flask(__name__)\n", ("app",)),
    ],
)
def test_forms_of_creation(text: str, names: tuple[str, ...]) -> None:
    app = only({"app.py": text})
    assert app.names == names
    assert app.variable == Variable("app.py", names[0])
    assert app.cls == FLASK
    assert ast.unparse(app.creation.func) in ("Flask", "F", "flask.Flask")
    assert not app.conditional
    assert not app.rebound
    assert app.made_by is None


def test_subclasses_of_flask_in_other_files() -> None:
    app = only(
        {
            "web/base.py": "import flask\nclass Web(flask.Flask):\n    pass\nclass Better(Web):\n    pass\n",
            "web/main.py": "from .base import Better\nsite = Better('site')\n",
        }
    )
    assert (app.path, app.names) == ("web/main.py", ("site",))
    assert app.cls == ClassObject("web/base.py", "Better")


@pytest.mark.parametrize(
    "text",
    [
        "from flask import Blueprint, Flask\napp = Blueprint('app', __name__)\n",
        "from celery import Celery as Flask\napp = Flask('x')\n",
        "from flask import Flask\napp = wrap(Flask(__name__))\n",
        "from flask import Flask\nclass Test:\n    app = Flask('x')\n",
        "from flask import Flask\ndef make():\n    app = Flask('x')\n",
    ],
)
def test_what_is_no_application(text: str) -> None:
    assert applications(project_of({"app.py": text})) == ()


def test_conditional_and_rebound() -> None:
    app = only({"app.py": "from flask import Flask\nif x:\n    app = Flask('a')\nelse:\n    app = Flask('b')\n"})
    assert (app.conditional, app.rebound, app.statement.lineno) == (True, True, 3)
    app = only({"app.py": "from flask import Flask\ntry:\n    app = Flask('a')\nfinally:\n    pass\n"})
    assert (app.conditional, app.rebound) == (True, False)
    app = only({"app.py": "from flask import Flask\napp = Flask('a')\napp = wrap(app)\n"})
    assert (app.conditional, app.rebound) == (False, True)


def test_several_in_one_project_and_in_one_file() -> None:
    project = project_of(
        {
            "b/app.py": "from flask import Flask\nfront = Flask('f')\nback = Flask('b')\n",
            "a/app.py": "from flask import Flask\napp = Flask('a')\n",
        }
    )
    assert [(each.path, each.names) for each in applications(project)] == [
        ("a/app.py", ("app",)),
        ("b/app.py", ("front",)),
        ("b/app.py", ("back",)),
    ]


def test_a_project_without_flask_has_none() -> None:
    project = project_of({"a.py": "from celery import Celery\napp = Celery()\n@app.task\ndef f(): pass\n"})
    assert applications(project) == made_applications(project) == factories(project) == ()
    assert not project._parsed


# --- factories ---


def test_factories_and_what_they_make() -> None:
    project = project_of(
        {
            "web/factory.py": """
                from flask import Flask
                def create_app(config=None):
                    app = Flask(__name__)
                    def inner():
                        return config
                    return app
                def at_once():
                    return Flask('x')
                def makes_none():
                    app = Flask('x')
                    app.run()
                def nested():
                    def create():
                        return Flask('x')
                    return create()
                class Case:
                    def create_app(self):
                        app = create_app()
                        return app
            """,
            "web/tools.py": "from .factory import create_app as make\ndef other():\n    web = make()\n    return web\n",
            "wsgi.py": "from web.factory import create_app\napp = create_app()\n",
        }
    )
    assert [(each.path, each.qualname, each.local_name) for each in factories(project)] == [
        ("web/factory.py", "create_app", "app"),
        ("web/factory.py", "at_once", ""),
        ("web/factory.py", "nested", ""),
        ("web/factory.py", "nested.<locals>.create", ""),
        ("web/factory.py", "Case.create_app", "app"),
        ("web/tools.py", "other", "web"),
    ]
    assert applications(project) == ()
    (made,) = made_applications(project)
    assert (made.path, made.names, made.cls) == ("wsgi.py", ("app",), FLASK)
    assert made.made_by == FunctionObject("web/factory.py", "create_app")


def test_a_function_that_returns_the_global_app_is_no_factory() -> None:
    text = "from flask import Flask\napp = Flask('x')\ndef create_app():\n    app.debug = True\n    return app\n"
    assert factories(project_of({"app.py": text})) == ()


# --- uses ---

APP = """
from flask import Flask
app = application = Flask(__name__)
app.config["A"] = 1
app.config.from_object("x")
app.secret_key = "s"
db = SQLAlchemy(app)
admin = Admin(name="x", app=app)
login.init_app(app)
app.register_blueprint(bp)
app.add_url_rule("/x", view_func=f)
app.route("/y")(f)
app.cli.add_command(c)
client = app.test_client()
@app.route("/")
@login
def index():
    return app.config["A"]
@application.before_request
def before():
    app.logger.info("x")
@app.cli.command("x")
class Command:
    pass
def make():
    return app
db.app = app
if __name__ == "__main__":
    app.run(debug=True)
"""


def test_roles() -> None:
    project = project_of({"app.py": APP, "tests/test_app.py": "from app import app\napp.testing = True\n"})
    (app,) = applications(project)
    found = [
        " ".join(
            [
                f"{each.reference.node.lineno}",
                each.role,
                each.method,
                f"({ast.unparse(each.call.func)})" if each.call is not None else "",
                each.keyword or "",
                each.decorated.name if each.decorated is not None else "",
                f"in {each.function.name}" if each.function is not None else "",
                "guarded" if each.guarded else "",
                "test" if each.is_test else "",
            ]
        ).split()
        for each in uses(project, app)
    ]
    assert [" ".join(each) for each in found] == [
        "4 config config",
        "5 config config.from_object (app.config.from_object)",
        "6 attribute secret_key",
        "7 argument (SQLAlchemy)",
        "8 argument (Admin) app",
        "9 argument (login.init_app)",
        "10 call register_blueprint (app.register_blueprint)",
        "11 call add_url_rule (app.add_url_rule)",
        "12 call route (app.route)",
        "13 call cli.add_command (app.cli.add_command)",
        "14 attribute test_client (app.test_client)",
        "15 decorator route (app.route) index",
        "18 config config in index",
        "19 decorator before_request before",
        "21 attribute logger.info (app.logger.info) in before",
        "22 decorator cli.command (app.cli.command) Command",
        "26 other in make",
        "27 other",
        "29 run run (app.run) guarded",
        "1 import test",
        "2 attribute testing test",
    ]


def test_a_use_knows_its_module_level_statement() -> None:
    project = project_of(
        {"app.py": "import flask\napp = flask.Flask('x')\nif x:\n    def f():\n        return app.name\n"}
    )
    (use,) = uses(project, applications(project)[0])
    assert isinstance(use.statement, ast.If)
    assert use.statement is use.syntax.module.body[2]
    assert not use.at_import_time


# --- start-up ---


def order(files: dict[str, str], path: str) -> list[str]:
    steps = import_of(project_of(files), path)
    return [f"{'  ' * each.depth}{each.path}:{each.statement.lineno}" for each in steps]


def test_imports_run_where_they_stand() -> None:
    files = {
        "app/__init__.py": "import flask\napp = flask.Flask('x')\nimport app.early\n1\nfrom . import late, early\n",
        "app/early.py": "from app import app\nfrom app.models import User\n",
        "app/models.py": "from app import app\nfrom app import early\n",
        "app/late.py": "import app.models\ny = 1\n",
        "app/never.py": "z = 1\n",
    }
    assert order(files, "app/__init__.py") == [
        "app/__init__.py:1",
        "app/__init__.py:2",
        "app/__init__.py:3",
        "  app/early.py:1",
        "  app/early.py:2",
        "    app/models.py:1",
        "    app/models.py:2",
        "app/__init__.py:4",
        "app/__init__.py:5",
        "  app/late.py:1",
        "  app/late.py:2",
    ]
    project = project_of(files)
    assert [each.statement.lineno for each in start_up(project, applications(project)[0])][:3] == [1, 2, 3]


def test_packages_run_before_what_is_in_them() -> None:
    files = {
        "__init__.py": "not_imported = 1\n",
        "a/__init__.py": "one = 1\n",
        "a/b/__init__.py": "from a import c\n",
        "a/b/app.py": "two = 2\n",
        "a/c.py": "from .d.e import f\n",
        "a/d/__init__.py": "three = 3\n",
        "a/d/e.py": "f = 3\n",
    }
    assert order(files, "a/b/app.py") == [
        "a/__init__.py:1",
        "a/b/__init__.py:1",
        "  a/c.py:1",
        "    a/d/__init__.py:1",
        "    a/d/e.py:1",
        "a/b/app.py:1",
    ]


def test_a_name_that_is_bound_by_then_is_not_looked_for_among_the_modules() -> None:
    files = {
        "app/__init__.py": "db = 1\nfrom . import views\nlate = 1\n",
        "app/views.py": "from app import db\nfrom app import late\n",
        "app/db.py": "wrong = 1\n",
        "app/late.py": "right = 1\n",
    }
    assert order(files, "app/__init__.py") == [
        "app/__init__.py:1",
        "app/__init__.py:2",
        "  app/views.py:1",
        "  app/views.py:2",
        "    app/late.py:1",
        "app/__init__.py:3",
    ]


def run_of(text: str) -> list[str]:
    """The modules among ``a`` to ``d`` that ``main.py`` runs."""
    files = {f"{name}.py": f"{name} = 1\n" for name in "abcd"} | {"main.py": text}
    return [each.strip().partition(".")[0] for each in order(files, "main.py") if "main" not in each]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if x:\n    import a\nelse:\n    import b\n", ["a", "b"]),
        ("if __name__ == '__main__':\n    import a\nelse:\n    import b\n", ["b"]),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\n", []),
        ("import sys\nif sys.version_info[0] < 3:\n    import a\nelse:\n    import b\n", ["b"]),
        ("import sys\nif sys.version_info >= (3, 0):\n    import a\nelse:\n    import b\n", ["a"]),
        ("try:\n    import a\nexcept ImportError:\n    import b\n", ["a"]),
        ("try:\n    from a import missing\nexcept ImportError:\n    import b\nelse:\n    import c\n", ["a", "b"]),
        (
            "try:\n    from .missing import x\n    import d\nexcept:\n    import b\nfinally:\n    import c\n",
            ["b", "c"],
        ),
        ("with x:\n    import a\nfor y in z:\n    import b\nclass C:\n    import c\n", ["a", "b", "c"]),
        ("def f():\n    import a\n", []),
        ("def f():\n    import a\nimport b\nf()\nf()\n", ["b", "a"]),
        ("import importlib\nimportlib.import_module('a')\nx = __import__('b')\n", ["a", "b"]),
        ("from a import *\nfrom b import b as x, b\nimport c as y, d\n", ["a", "b", "c", "d"]),
    ],
)
def test_which_imports_run(text: str, expected: list[str]) -> None:
    assert run_of(text) == expected


def test_stars_bind_names_and_run_the_modules_that_all_lists() -> None:
    files = {
        "pkg/__init__.py": "__all__ = ['one', 'two']\none = 1\n",
        "pkg/two.py": "x = 1\n",
        "pkg/one.py": "wrong = 1\n",
        "main.py": "from pkg import *\n",
    }
    assert order(files, "main.py") == ["main.py:1", "  pkg/__init__.py:1", "  pkg/__init__.py:2", "  pkg/two.py:1"]


# --- tests ---


@pytest.mark.parametrize(
    "path", ["tests/x.py", "a/test/b.py", "test_app.py", "a/app_test.py", "conftest.py", "tests.py"]
)
def test_paths_of_tests(path: str) -> None:
    assert is_test_path(path)


@pytest.mark.parametrize("path", ["app.py", "contest.py", "testimony/a.py", "latest.py", "app/attest.py"])
def test_paths_of_no_tests(path: str) -> None:
    assert not is_test_path(path)
