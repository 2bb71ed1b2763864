"""Calls that scripts and tests make of functions that use the application: what they have of it, and a context."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project.applications import is_test_path
from flask_modernize_codemods.app_factory.moving import layout_of
from flask_modernize_codemods.app_factory.terrain import Terrain, import_graph, reached_from

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.references import Reference

_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Assert)


@dataclass(frozen=True, slots=True, eq=False)
class Consumers:
    """The scripts and tests of an application; ``asks`` tells whether one goes on asking its module for it."""

    project: Project
    terrain: Terrain
    asks: Callable[[str], bool]

    def application_at(self, reference: Reference) -> str | None:
        """What the application is called at a place of a script after the rewriting; None where it has no name."""
        nodes = [use.reference.node for use in self.terrain.uses.get(reference.path, ())]
        aliases = [each.asname or each.name for each in nodes if isinstance(each, ast.alias)]
        attributes = [each for each in nodes if isinstance(each, ast.Attribute)]
        if aliases:
            text = aliases[0]
        elif attributes:
            text = ast.unparse(attributes[0]) if self.asks(reference.path) else attributes[0].attr
        else:
            return None
        scope = reference.scope.lookup(text.partition(".")[0])
        return text if scope is None or scope.kind == "module" else None

    def may_have_context(self, path: str) -> bool:
        """Whether a test, or what it shares with others, opens contexts of the application."""
        directory = posixpath.dirname(path)
        beside = [each for each in self.project.tree.python_paths() if posixpath.dirname(each) == directory]
        shared = [*reached_from(import_graph(self.project), [path]), *beside]
        paths = {path, *_conftests(path), *(each for each in shared if is_test_path(each))}
        exist = (each for each in sorted(paths) if self.project.tree.exists(each))
        return any(_OPENS_CONTEXT.search(self.project.tree.read(each)) for each in exist)


_OPENS_CONTEXT = re.compile(rb"_context\(|flask[._](?:ext[._])?testing|pytest_flask")
"""Flask-Testing opens one for each test."""


def _conftests(path: str) -> Iterator[str]:
    """What pytest loads for a test, too."""
    directory = path
    while directory:
        directory = posixpath.dirname(directory)
        yield posixpath.join(directory, "conftest.py")


def in_context(reference: Reference, application: str) -> list[Edit] | None:
    """Puts the statement of a call under ``with application.app_context():``; None where that cannot be done."""
    syntax = reference.syntax
    source, statement = syntax.source, syntax.scopes.statement_of(reference.node)
    if not isinstance(statement, _SIMPLE):
        return None
    start = source.line_span(statement.lineno)[0]
    indent = source.text(start, source.offset(statement.lineno, statement.col_offset))
    end = source.offset(statement.end_lineno or 0, statement.end_col_offset or 0)
    rest = source.text(end, source.line_span(statement.end_lineno or 0)[1]).strip()
    if indent.strip() or (rest and not rest.startswith("#")):
        return None
    layout = layout_of(source, syntax.module)
    header = source.encode(f"{indent}with {application}.app_context():\n{layout.unit}")
    return [Edit(syntax.path, start, start, header), *_deeper(reference, statement, layout.unit)]


def _deeper(reference: Reference, statement: ast.stmt, unit: str) -> Iterator[Edit]:
    source = reference.syntax.source
    inside = layout_of(source, reference.syntax.module).inside_strings
    for line in range(statement.lineno + 1, (statement.end_lineno or statement.lineno) + 1):
        start, end = source.line_span(line)
        if line not in inside and source.text(start, end).strip():
            yield Edit(reference.path, start, start, source.encode(unit))
