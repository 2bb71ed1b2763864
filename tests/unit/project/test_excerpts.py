"""Parts of files: what is in them is as it is in the whole file."""

from __future__ import annotations

import ast
import re
import sysconfig
from pathlib import Path

import pytest

from flask_modernize.project import Project
from flask_modernize.project.parsed import GLOBALS
from flask_modernize.project.syntax import Syntax

QUERY = re.compile(rb"\.query\b")


def excerpt(text: str | bytes, part: re.Pattern[bytes] = QUERY) -> Syntax:
    found = Project.from_files({"m.py": text}).excerpt("m.py", part)
    assert found is not None
    return found


def bodies(syntax: Syntax) -> dict[str, str]:
    """What the functions of a file do."""
    return {
        node.name: "; ".join(map(ast.unparse, node.body))
        for node in ast.walk(syntax.module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_functions_that_say_nothing_of_interest_do_nothing() -> None:
    found = excerpt(
        "import flask\n"
        "def first(user, *, age=User.query):\n    a = 1\n    return a\n"
        "class View:\n    def get(self):\n        # .query\n        return User.query\n\n"
        "    async def post(self):\n        @wrapped\n        def inner():\n            pass\n        return inner\n"
        "last = 1\n"
    )
    assert bodies(found) == {
        "first": "a = 1; return a",
        "get": "return User.query",
        "post": "pass",
    }
    assert [found.source.text(*span).strip() for span in found.left_out] == [
        "async def post(self):\n        @wrapped\n        def inner():\n            pass\n        return inner"
    ]
    assert found.leaves_out(re.compile(rb"wrapped"))
    assert not found.leaves_out(re.compile(rb"query"))
    assert set(found.scopes.module_scope.bindings) == {"flask", "first", "View", "last"}


def test_what_functions_bind_in_the_module_stays() -> None:
    found = excerpt(
        "import flask\n"
        "def create():\n    global app\n    app = flask.Flask(__name__)\n    return app\n"
        "def other():\n    local = 1\n    return local\n",
        GLOBALS,
    )
    assert set(found.scopes.module_scope.bindings) == {"flask", "create", "other", "app"}
    assert bodies(found)["other"] == "pass"


@pytest.mark.parametrize(
    "function",
    [
        "def f(a, b): return 1; x = 2",
        "def f(a,\n      b): return 1",
        "async  def\tf(a,\n      b\n): return [\n    1,\n]",
        "def f (a,\n      b\n): return (1,\n    2,\n    3); a = 1  # end",
        "@wraps(\n1)\ndef f(a=(\n1)) -> (\nint):\n  return \\\n    1",
    ],
)
def test_functions_of_every_form_are_left_out(function: str) -> None:
    found = excerpt(f"import flask\n{function}\nlast = 1\n")
    assert len(found.left_out) == 1
    assert bodies(found) == {"f": "pass"}
    [last] = found.scopes.module_scope.bindings["last"]
    assert isinstance(last.node, ast.Assign)
    assert last.node.lineno == function.count("\n") + 3


@pytest.mark.parametrize("function", ["def \\\n f(a): return 1", "def f\u00fc(a): return 1"])
def test_functions_whose_name_is_not_told_at_once_stay(function: str) -> None:
    assert not excerpt(f"import flask\n{function}\n").left_out


def test_nothing_left_out_is_the_whole_file() -> None:
    project = Project.from_files({"m.py": "import flask\ndef f():\n    a = 1\n    return a.query\n"})
    assert project.excerpt("m.py", QUERY) is project.syntax("m.py")


def test_an_excerpt_of_a_file_in_use_is_that_file() -> None:
    project = Project.from_files({"m.py": "import flask\ndef f():\n    a = 1\n    return a\n"})
    part = project.excerpt("m.py", QUERY)
    assert part is not None
    assert part.left_out
    assert project.excerpt("m.py", QUERY) is part
    whole = project.syntax("m.py")
    assert whole is not None
    assert whole is not part
    assert project.excerpt("m.py", re.compile(rb"return")) is whole


def test_what_is_at_hand_serves_where_it_has_all_that_is_asked_for() -> None:
    project = Project.from_files(
        {"m.py": "import flask\ndef f():\n    return a.query\ndef g():\n    return b.query.c\ndef h():\n    return d\n"}
    )
    both = project.excerpt("m.py", QUERY)
    assert both is not None
    assert bodies(both)["h"] == "pass"
    assert project.excerpt("m.py", re.compile(rb"\.c\b")) is both
    assert project.excerpt("m.py", re.compile(rb"nowhere")) is both
    last = project.excerpt("m.py", re.compile(rb"\bd\b"))
    assert last is not None
    assert last is not both
    assert bodies(last) == {"f": "pass", "g": "pass", "h": "return d"}
    assert project.excerpt("m.py", QUERY) is both


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_those_of_the_file(newline: str) -> None:
    text = (
        '"""Ünïcode."""\nimport flask\n\n\nclass A:\n    def cold(self):\n        """Text\n\f\n        more."""\n'
        "        return [\n            1]\n\n    x = User.query\n\n\ndef hot():\n    ö = User.query\n    return ö"
    )
    data = ("\ufeff" + text).replace("\n", newline).encode()
    found = excerpt(data)
    assert found.left_out
    assert _placed(found.module) == _placed(ast.parse(data))


def _placed(module: ast.Module) -> list[tuple[str, int, int, int, int]]:
    """Every name of the module that is not in a function called ``cold``."""
    skipped = {
        id(inner)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name == "cold"
        for inner in ast.walk(node)
    }
    return [
        (node.id, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and id(node) not in skipped
    ]


def _dump_without(module: ast.Module, syntax: Syntax) -> str:
    """The tree with nothing in the functions that are left out, without where functions and classes end."""
    lines = {syntax.source.position(start)[0] for start, _ in syntax.left_out}
    for node in ast.walk(module):
        if isinstance(node, ast.stmt | ast.ExceptHandler) and hasattr(node, "body"):
            node.end_lineno = node.end_col_offset = 0
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno in lines:
            node.args = ast.arguments([], [], None, [], [], None, [])
            node.returns = None
            node.body = [ast.Pass(lineno=0, col_offset=0, end_lineno=0, end_col_offset=0)]
    return ast.dump(module, include_attributes=True)


@pytest.mark.parametrize("name", ["argparse", "ast", "contextlib", "dataclasses", "functools", "inspect", "typing"])
def test_real_files_are_the_same_but_for_what_is_left_out(name: str) -> None:
    data = (Path(sysconfig.get_path("stdlib")) / f"{name}.py").read_bytes()
    found = excerpt(data, re.compile(rb"\bself\b"))
    assert found.left_out
    assert _dump_without(found.module, found) == _dump_without(ast.parse(data), found)
