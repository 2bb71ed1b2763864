"""Takes functions out of a syntax tree: what is left is what an excerpt of the file gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import Any

from flask_modernize.sources import SourceFile

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITH_BLOCKS = (ast.Module, ast.stmt, ast.ExceptHandler, ast.match_case)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def without_functions(
    module: ast.Module, source: SourceFile, parts: Collection[re.Pattern[bytes]]
) -> tuple[tuple[int, int], ...]:
    """Lets the functions in which none of ``parts`` matches take nothing and do nothing; their byte spans.

    Changes the tree. Lines are counted as in :func:`flask_modernize.project.parsed.excerpt_of`, which does the same to
    a file that is not parsed yet.
    """
    if source.encoding != "utf-8":
        return ()
    data = source.data
    left_out = []
    for function in _outermost(module):
        start, stop = source.line_span(function.lineno)[0], source.line_span(function.end_lineno)[1]
        if any(part.search(data, start, stop) for part in parts):
            continue
        line = function.end_lineno
        function.args = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        function.body = [ast.Pass(lineno=line, col_offset=0, end_lineno=line, end_col_offset=0)]
        function.returns = None
        left_out.append((start, stop))
    return tuple(sorted(left_out))


def _outermost(module: ast.Module) -> Iterator[Any]:
    """The functions that are in no other function."""
    waiting: list[Any] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            yield node
        elif isinstance(node, _WITH_BLOCKS):
            waiting += [each for name in _BLOCKS for each in getattr(node, name, ())]
