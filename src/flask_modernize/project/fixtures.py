"""pytest fixtures: what a test is given for a parameter of that name."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.function_results import own_nodes
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import External
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_FIXTURES = frozenset({"pytest.fixture", "pytest.yield_fixture", "pytest_asyncio.fixture"})


def given_by_fixture(
    project: Project, path: str, function: FunctionNode, parameter: str
) -> tuple[Syntax, list[ast.expr]] | None:
    """What the fixture gives that pytest calls for a parameter of a test or of another fixture, and its file.

    The one that stands nearest counts: in the same file, then in the ``conftest.py`` of each directory above.
    """
    if not is_test_path(path):
        return None
    place = (function.lineno, function.col_offset)
    if not function.name.startswith("test") and place not in _fixtures(project, path).values():
        return None
    for each in (path, *_conftests(project, path)):
        found = _fixtures(project, each).get(parameter)
        syntax = project.syntax(each) if found is not None and (each, found) != (path, place) else None
        if syntax is not None:
            # Its nodes must be those of this tree: that of an earlier question may be another.
            fixture = next(node for node in _functions(syntax) if (node.lineno, node.col_offset) == found)
            return syntax, _given(fixture)
    return None


def _functions(syntax: Syntax) -> Iterator[FunctionNode]:
    return (node for node in syntax.scopes.nodes() if isinstance(node, FunctionNode))


def _conftests(project: Project, path: str) -> Iterator[str]:
    directory = posixpath.dirname(path)
    while True:
        conftest = posixpath.join(directory, "conftest.py")
        if project.tree.exists(conftest):
            yield conftest
        if not directory:
            return
        directory = posixpath.dirname(directory)


@remembered_about
def _fixtures(project: Project, path: str) -> dict[str, tuple[int, int]]:
    """The fixtures of a file by the name that tests ask for: where each function is, as ``ast`` counts lines."""
    syntax = project.syntax(path)
    if syntax is None or b"fixture" not in syntax.source.data:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for node in _functions(syntax):
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            dotted = dotted_name(call.func if call is not None else decorator)
            obj = project.resolve(path, dotted) if dotted is not None else None
            if isinstance(obj, External) and obj.name in _FIXTURES:
                found[_called(node, call)] = (node.lineno, node.col_offset)
    return found


def _called(function: FunctionNode, decorator: ast.Call | None) -> str:
    for each in decorator.keywords if decorator is not None else ():
        if each.arg == "name" and isinstance(each.value, ast.Constant):
            return str(each.value.value)
    return function.name


def _given(function: FunctionNode) -> list[ast.expr]:
    """What a fixture yields, or else returns."""
    nodes = list(own_nodes(function))
    yields = [each.value for each in nodes if isinstance(each, ast.Yield)]
    values = yields or [each.value for each in nodes if isinstance(each, ast.Return)]
    return [each for each in values if each is not None]
