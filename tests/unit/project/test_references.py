"""Where a module-level variable is named."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flask_modernize.project import Project, Variable
from flask_modernize.project.references import Reference, references

APP = Variable("app.py", "app")
HOME = "from flask import Flask\napp = Flask(__name__)\n"


def project_of(files: dict[str, str]) -> Project:
    return Project.from_files({path: dedent(text) for path, text in files.items()})


def found(files: dict[str, str], variable: Variable = APP) -> list[str]:
    return [told(each) for each in references(project_of(files), variable)]


def told(reference: Reference) -> str:
    when = "" if reference.at_import_time else " later"
    return f"{reference.path}:{reference.node.lineno} {reference.kind} {reference.name}{when}"


def elsewhere(text: str, **more: str) -> list[str]:
    """The references in ``views.py``, without their path; ``more`` are other files (``__`` for a slash)."""
    files = {"app.py": HOME, "views.py": text} | {
        f"{name.replace('__', '/')}.py": content for name, content in more.items()
    }
    return [each.removeprefix("views.py:") for each in found(files) if each.startswith("views.py:")]


def test_all_kinds_in_the_module_itself() -> None:
    text = HOME + dedent("""
        @app.route("/")
        def index(argument=app.name):
            return app.name
        later = lambda: app
        class View:
            application = app
        names = [app.name for _ in range(3)]
        def change():
            global app
            app = None
            del app
        """)
    assert found({"app.py": text}) == [
        "app.py:2 write app",
        "app.py:4 read app",
        "app.py:5 read app",
        "app.py:6 read app later",
        "app.py:7 read app later",
        "app.py:9 read app",
        "app.py:10 read app",
        "app.py:13 write app later",
        "app.py:14 delete app later",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from app import app\napp.run()\n", ["1 import app", "2 read app"]),
        ("from app import app as web\nweb.run()\n", ["1 import app", "2 read web"]),
        ("from app import *\napp.run()\n", ["2 read app"]),
        ("import app\napp.app.run()\n", ["2 read app"]),
        ("import app as module\nmodule.app.run()\n", ["2 read app"]),
        ("import app\napp.app = 1\n", ["2 write app"]),
        ("import app\nprint(app)\n", []),
        ("from app import app\nother = app\nother.run()\n", ["1 import app", "2 read app", "3 read other"]),
        ("def f():\n    from app import app\n    app.run()\n", ["2 import app later", "3 read app later"]),
        ("def f():\n    import app\n    app.app.run()\n", ["3 read app later"]),
        (
            "def f():\n    from app import app as a\n    b = a\n    b.run()\n",
            ["2 import app later", "3 read a later", "4 read b later"],
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app import app\n",
            ["3 import app"],
        ),
        (
            "try:\n    from app import app\nexcept ImportError:\n    app = None\napp.run()\n",
            ["2 import app", "5 read app"],
        ),
        ("from app import app\ndef f(app):\n    app.run()\n", ["1 import app"]),
        ("from app import app\ndef f():\n    app = 1\n    return app\n", ["1 import app"]),
        ("from app import app\nf = lambda app: app\n", ["1 import app"]),
        ("from app import app\nx = [app for app in ()]\n", ["1 import app"]),
        (
            "from app import app\nclass C:\n    app = 1\n    y = app\n    def f(self):\n        return app, self.app\n",
            ["1 import app", "6 read app later"],
        ),
        ("from other import app\napp.run()\n", []),
        ("from flask import app\napp.run()\n", []),
        ("app = 1\nprint(app)\n", []),
    ],
)
def test_forms_of_imports(text: str, expected: list[str]) -> None:
    assert elsewhere(text) == expected


def test_reexports_with_other_names_are_followed() -> None:
    files = {
        "app.py": HOME,
        "middle.py": "from app import app as application\n",
        "end.py": "from middle import application\napplication.run()\n",
        "star.py": "from middle import *\napplication.run()\n",
        "unrelated.py": "from flask import application\napplication.run()\n",
    }
    assert found(files)[1:] == [
        "end.py:1 import application",
        "end.py:2 read application",
        "middle.py:1 import app",
        "star.py:2 read application",
    ]


def test_a_package_of_the_same_name() -> None:
    files = {
        "app/__init__.py": HOME + "from app import views\nfrom . import errors\n",
        "app/views.py": "from app import app\n@app.route('/')\ndef index(): pass\n",
        "app/errors.py": "from . import app\n@app.errorhandler(404)\ndef missing(e): pass\n",
        "app/api/__init__.py": "",
        "app/api/users.py": "from .. import app\napp.name\n",
        "app/late.py": "import app.views\napp.app.name\n",
        "tests.py": "import app\nfrom app.views import index\napp.views.app.name\n",
        "run.py": "from app import (\n    app,  # the app\n)\napp.run()\n",
    }
    assert found(files, Variable("app/__init__.py", "app")) == [
        "app/__init__.py:2 write app",
        "app/api/users.py:1 import app",
        "app/api/users.py:2 read app",
        "app/errors.py:1 import app",
        "app/errors.py:2 read app",
        "app/late.py:2 read app",
        "app/views.py:1 import app",
        "app/views.py:2 read app",
        "run.py:2 import app",
        "run.py:4 read app",
        "tests.py:3 read app",
    ]


def test_modules_under_other_names() -> None:
    files = {
        "pkg/__init__.py": "from .core import app\n__all__ = ['app']\n",
        "pkg/core.py": HOME + "def f():\n    global app\n    return app\nwith f() as app:\n    pass\n",
        "a.py": "import pkg.core as core\ncore.app\n",
        "b.py": "from pkg import core as c\ndef f():\n    return c.app, c.core.app\n",
        "c.py": "import pkg\npkg.app, pkg.core.app\nclass C:\n    app: 'pkg.app' = pkg\n    x = app.app\n",
        "d.py": "from pkg import *\nprint(app)\n",
        "e.py": "import pkg as app\napp.app\n",
    }
    assert found(files, Variable("pkg/core.py", "app")) == [
        "a.py:2 read app",
        "b.py:3 read app later",
        "c.py:2 read app",
        "c.py:2 read app",
        "c.py:5 read app",
        "d.py:2 read app",
        "e.py:2 read app",
        "pkg/__init__.py:1 import app",
        "pkg/core.py:2 write app",
        "pkg/core.py:5 read app later",
        "pkg/core.py:6 write app",
    ]


def test_circular_imports_are_no_trouble() -> None:
    files = {
        "app.py": HOME + "from views import app as again\nagain.run()\n",
        "views.py": "from app import app\napp.run()\n",
    }
    assert found(files) == [
        "app.py:2 write app",
        "app.py:3 import app",
        "app.py:4 read again",
        "views.py:1 import app",
        "views.py:2 read app",
    ]


def test_several_apps_of_the_same_name_are_told_apart() -> None:
    files = {
        "one/app.py": HOME,
        "one/run.py": "from app import app\napp.run()\n",
        "two/app.py": HOME,
        "two/run.py": "from app import app\napp.run()\n",
    }
    for place in ("one", "two"):
        assert found(files, Variable(f"{place}/app.py", "app")) == [
            f"{place}/app.py:2 write app",
            f"{place}/run.py:1 import app",
            f"{place}/run.py:2 read app",
        ]


def test_a_variable_that_is_bound_in_several_places_is_followed_by_its_place() -> None:
    files = {
        "app.py": "import flask\nif x:\n    app = Flask('a')\nelse:\n    app = Flask('b')\napp = wrap(app)\n",
        "middle.py": "from app import app as application\n",
        "views.py": "from middle import application\nimport app\napplication.run(app.app)\n",
        "star.py": "from app import *\ndef f():\n    from app import app\n    return app\napp.run()\n",
        "own.py": "import app as module\napp = 1\nprint(app)\n",
    }
    assert found(files) == [
        "app.py:3 write app",
        "app.py:5 write app",
        "app.py:6 write app",
        "app.py:6 read app",
        "middle.py:1 import app",
        "star.py:3 import app later",
        "star.py:4 read app later",
        "star.py:5 read app",
        "views.py:1 import application",
        "views.py:3 read application",
        "views.py:3 read app",
    ]


def test_nodes_are_those_of_the_syntax_that_the_project_gives() -> None:
    padding = f"padding = '{'x' * 200_000}'\n"
    project = project_of({f"m{number}.py": "from app import app\n" + padding for number in range(4)} | {"app.py": HOME})
    every = references(project, APP)
    assert references(project, APP) is every
    for each in every:
        syntax = project.syntax(each.path)
        assert syntax is each.syntax
        assert syntax is not None
        assert syntax.scopes.statement_of(each.node).lineno == each.node.lineno


def test_files_that_cannot_reach_the_module_are_not_parsed() -> None:
    project = project_of(
        {"app.py": HOME, "far.py": "import os\ndef f(app):\n    return app\n", "near.py": "import app\n"}
    )
    references(project, APP)
    assert "far.py" not in project._parsed
    assert "near.py" in project._parsed
