"""Replacements of whole lines: statements that are added beside others, and statements and decorators that go."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.rewriting.linter_comments import is_linter_comment
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.rules.matches import File

Function = ast.FunctionDef | ast.AsyncFunctionDef


def has_own_lines(file: File, statement: ast.stmt) -> bool:
    """Whether nothing but a comment shares the lines of a statement."""
    source = file.syntax.source
    start, end = file.span(statement)
    before = source.text(source.line_span(statement.lineno)[0], start).strip()
    after = source.text(end, source.line_span(statement.end_lineno or statement.lineno)[1]).strip()
    return not before and (not after or after.startswith("#"))


def indentation(file: File, statement: ast.stmt) -> str:
    """The white space in front of a statement that has its own lines."""
    source = file.syntax.source
    line = source.text(*source.line_span(_first_line(statement)))
    return line[: len(line) - len(line.lstrip(" \t"))]


def unit(file: File) -> str:
    """One level of indentation, as the file has it."""
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If | ast.For | ast.With) and node.col_offset == 0:
            first = node.body[0]
            if first.lineno > node.lineno and has_own_lines(file, first):
                return indentation(file, first)
    return "    "


def above(file: File, statement: ast.stmt, text: str) -> Replacement:
    """New lines directly before a statement and its decorators, indented as it is."""
    place = file.syntax.source.line_span(_first_line(statement))[0]
    return Replacement(place, place, (_indented(text, indentation(file, statement)) + "\n",))


def below(file: File, statement: ast.stmt, text: str, indent: str | None = None) -> Replacement:
    """New lines directly after a statement, indented as it is; blank lines that ``text`` begins with stay blank."""
    source = file.syntax.source
    place = source.line_span(statement.end_lineno or statement.lineno)[1]
    text = _indented(text, indentation(file, statement) if indent is None else indent)
    if place == len(source.data) and not source.data.endswith((b"\n", b"\r")):
        return Replacement(place, place, ("\n" + text,))
    return Replacement(place, place, (text + "\n",))


def at_start(file: File, function: Function, text: str) -> Replacement | None:
    """New lines at the start of a function's body, behind its docstring; None where the body shares a line with it."""
    first = function.body[0]
    if first.lineno == function.lineno or not has_own_lines(file, first):
        return None
    if ast.get_docstring(function, clean=False) is None:
        return above(file, first, text)
    return below(file, first, text)


def without(file: File, statement: ast.stmt) -> Replacement:
    """A statement goes with its lines; where it is the only one of a block, ``pass`` takes its place.

    A comment behind it stays, unless it was for linters.
    """
    source = file.syntax.source
    if _is_alone(file, statement):
        return Replacement(*file.span(statement), ("pass",))
    start, end = file.span(statement)
    comment = source.text(end, source.line_span(statement.end_lineno or statement.lineno)[1]).strip()
    if comment.startswith("#") and not is_linter_comment(comment) and not hasattr(statement, "body"):
        return Replacement(start, source.data.index(b"#", end), ())
    first, last = _first_line(statement), statement.end_lineno or statement.lineno
    before, after = _blank_lines(file, first, -1), _blank_lines(file, last, 1)
    if last + after >= source.line_count:
        first -= before
    elif first > 1 and source.text(*source.line_span(first - 1)).rstrip().endswith(":"):
        last += after  # no block begins with blank lines
    else:
        last += min(before, after)
    return Replacement(source.line_span(first)[0], source.line_span(last)[1], ())


def _blank_lines(file: File, line: int, step: int) -> int:
    """How many lines before (-1) or after (1) a line are blank."""
    source = file.syntax.source
    count = 0
    while 1 <= line + (count + 1) * step <= source.line_count:
        if source.text(*source.line_span(line + (count + 1) * step)).strip():
            break
        count += 1
    return count


def without_decorator(file: File, decorator: ast.expr) -> Replacement:
    """A decorator goes with its lines."""
    source = file.syntax.source
    start = source.line_span(decorator.lineno)[0]
    return Replacement(start, source.line_span(decorator.end_lineno or decorator.lineno)[1], ())


def suite_of(file: File, statement: ast.stmt) -> Sequence[ast.stmt]:
    """The statements of the block that a statement stands in."""
    parent = file.syntax.scopes.parent(statement)
    for _, value in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(value, list) and statement in value:
            return value
    return (statement,)


def _is_alone(file: File, statement: ast.stmt) -> bool:
    return not isinstance(file.syntax.scopes.parent(statement), ast.Module) and len(suite_of(file, statement)) == 1


def _decorators(statement: ast.stmt) -> Sequence[ast.expr]:
    return getattr(statement, "decorator_list", ())


def _first_line(statement: ast.stmt) -> int:
    return min([statement.lineno, *(each.lineno for each in _decorators(statement))])


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))
