"""What ``url_for(".index")`` means: it depends on the blueprint of the request that is going on."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.programs import Program
    from flask_modernize_codemods.blueprints.registrations import Registration

VIEW, CLASS, ELSEWHERE = "view", "class", "elsewhere"


def contexts_of(
    project: Project, program: Program, path: str, offset: int, routes: Sequence[Registration]
) -> list[tuple[str, str]]:
    """From where a place is reached: kind and file of each.

    ``view``: a view function of the app, so that the request has no blueprint so far; ``class``: a method, of a view
    class of an extension as a rule, whose requests have one; ``elsewhere``.
    """
    if path.endswith(".py"):
        return [(_context_in(project, path, offset, routes), path)]
    return list(_renderers(project, program, path, routes))


def _context_in(project: Project, path: str, offset: int, routes: Sequence[Registration]) -> str:
    syntax = project.syntax(path)
    if syntax is None:
        return ELSEWHERE
    views = {id(each.use.decorated) for each in routes if each.path == path}
    found = ELSEWHERE
    for node in ast.walk(syntax.module):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        start = syntax.source.offset(node.lineno, node.col_offset)
        end = syntax.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        if start <= offset < end:
            if isinstance(node, ast.ClassDef):
                return CLASS
            if id(node) in views:
                found = VIEW
    return found


def _renderers(
    project: Project, program: Program, template: str, routes: Sequence[Registration]
) -> Iterator[tuple[str, str]]:
    """Where Python code has the name of a template as a string."""
    name = posixpath.basename(template)
    for other in program.templates:
        if other != template and name.encode() in project.tree.read(other):
            yield ELSEWHERE, other
    for path in program.modules:
        if name.encode() not in project.tree.read(path):
            continue
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            is_name = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if syntax is not None and is_name and template.endswith("/" + node.value):  # type: ignore[attr-defined]
                offset = syntax.source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
                yield _context_in(project, path, offset, routes), path
