"""Edits of whole statements: replaced, taken out with their lines, put below others."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit
from flask_modernize_codemods.unbound_extensions.statement import span

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.sources import SourceFile


def replaced(syntax: Syntax, statement: ast.stmt, lines: Sequence[str]) -> Edit:
    """The statement becomes the given ones; a comment behind it stays behind the last."""
    start, end = span(syntax.source, statement)
    return Edit(syntax.path, start, end, syntax.source.encode("\n".join(lines)))


def below(syntax: Syntax, statement: ast.stmt, lines: Sequence[str]) -> Edit:
    """New module-level statements directly below one, with the blank lines that belong below a definition or import."""
    source = syntax.source
    last = statement.end_lineno or statement.lineno
    end = source.line_span(last)[1]
    text = _blank_lines_below(statement) + "".join(f"{line}\n" for line in lines)
    if end == len(source.data) and not source.data.endswith((b"\n", b"\r")):
        text = "\n" + text.removesuffix("\n")
    return Edit(syntax.path, end, end, source.encode(text))


def _blank_lines_below(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return "\n\n"
    return "\n" if isinstance(statement, ast.Import | ast.ImportFrom) else ""


def without_statement(syntax: Syntax, statement: ast.stmt) -> list[Edit]:
    """Takes a statement out with its line, and with one of the blank lines around it where it stood alone."""
    source = syntax.source
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    start, end = source.line_span(first)[0], source.line_span(last)[1]
    around = source.text(start, span(source, statement)[0]) + source.text(span(source, statement)[1], end)
    if around.strip():
        return []
    before, after = _is_blank(source, first - 1), _is_blank(source, last + 1)
    if before and after and last + 1 <= source.line_count:
        end = source.line_span(last + 1)[1]
    return [Edit(syntax.path, start, end, b"")]


def _is_blank(source: SourceFile, line: int) -> bool:
    if line < 1 or line > source.line_count:
        return True
    return not source.text(*source.line_span(line)).strip()
