"""What constructors say about how an extension is bound, in the project and in installed packages."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest
from flask_modernize_codemods.unbound_extensions.constructors import row_by_constructor
from flask_modernize_codemods.unbound_extensions.extensions_table import EVERYTHING, Extension
from flask_modernize_codemods.unbound_extensions.installed import installed_row

INIT_APP = "def init_app(self, app, **options):\n    pass\n"


def row(constructor: str, init_app: str = INIT_APP) -> Extension | None:
    body = dedent(constructor).strip() + "\n" + init_app
    text = "class MyThing:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    statement = ast.parse(text).body[0]
    assert isinstance(statement, ast.ClassDef)
    return row_by_constructor(statement, "package.MyThing")


def test_arguments_stay_in_a_constructor_that_keeps_them() -> None:
    found = row("""
        def __init__(self, app=None, name="x"):
            self.name = name
            if app is not None:
                self.init_app(app)
    """)
    assert found is not None
    assert found.positional == ("app", "name")
    assert found.to_init_app == ()
    assert found.instance == "my_thing"


def test_arguments_that_are_only_handed_on_go_to_init_app() -> None:
    found = row("""
        def __init__(self, app=None, **options):
            if app:
                self.init_app(app, **options)
    """)
    assert found is not None
    assert found.to_init_app == EVERYTHING


@pytest.mark.parametrize(
    "constructor",
    [
        "def __init__(self, app):\n    if app:\n        self.init_app(app)",
        "def __init__(self, app=None):\n    self.app = app\n    if app:\n        self.init_app(app)",
        "def __init__(self, app=None):\n    self.init_app(app)",
        "def __init__(self, app=None):\n    if app:\n        self.init_app(app)\n    else:\n        self.late = True",
        "def __init__(self, app=None):\n    if app:\n        self.init_app(app)\n        self.bound = True",
        "def __init__(self, *args, app=None):\n    if app:\n        self.init_app(app)",
        "def __init__(self, app=None, **options):\n    if app:\n        self.init_app(app)",
        "def __init__(self, app=None, name=1):\n    if app:\n        self.init_app(app, name=name)",
        "def __init__(self, app=None, **rest):\n    self.rest = rest\n    if app:\n        self.init_app(app, **rest)",
    ],
)
def test_anything_else_is_not_understood(constructor: str) -> None:
    assert row(constructor) is None


def test_without_init_app_there_is_no_row() -> None:
    assert row("def __init__(self, app=None):\n    if app:\n        self.init_app(app)", "") is None


CLASS = "class Fancy:\n    def __init__(self, app=None):\n        if app:\n            self.init_app(app)\n\n"
CLASS += "".join(f"    {line}\n" for line in INIT_APP.splitlines())


def test_classes_are_found_through_the_imports_of_packages(tmp_path: Path) -> None:
    package = tmp_path / "flask_fancy"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").write_text("try:\n    from .inner import Thing as Fancy\nexcept ImportError:\n    pass\n")
    (package / "inner" / "__init__.py").write_text("from ..core import Fancy as Thing\n")
    (package / "core.py").write_text(CLASS.replace("pass", "raise SystemExit"))
    found = installed_row(str(tmp_path), "flask_fancy.Fancy")
    assert found is not None
    assert found.positional == ("app",)


@pytest.mark.parametrize("text", ["from flask_fancy import Fancy\n", "Fancy = object\n", "class Fancy(\n"])
def test_circles_and_other_things_end_the_search(tmp_path: Path, text: str) -> None:
    (tmp_path / "flask_fancy.py").write_text(text)
    assert installed_row(str(tmp_path), "flask_fancy.Fancy") is None


def test_packages_that_are_not_there_have_no_row(tmp_path: Path) -> None:
    assert installed_row(str(tmp_path), "flask_fancy.Fancy") is None
