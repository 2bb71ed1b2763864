"""Whole statements of a file: the lines they stand on, and edits that replace them, take them out, add below them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.lines_removed import removals
from flask_modernize.rewriting.source_text import comments_of, line_text, span

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.sources import SourceFile

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def first_line(statement: ast.stmt) -> int:
    """The first line of a statement, decorators included."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def last_line(syntax: Syntax, statement: ast.stmt) -> int:
    """The last line of a statement, with the comments below it that are indented as its body is."""
    last = statement.end_lineno or statement.lineno
    if not isinstance(statement, DEFINITIONS):
        return last
    source = syntax.source
    for line in range(last + 1, source.line_count + 1):
        text = source.text(*source.line_span(line))
        if text.strip() and not (text[0] in " \t" and text.lstrip().startswith("#")):
            break
        if text.strip():
            last = line
    return last


def quote_of(syntax: Syntax) -> str:
    """The quote that the file uses most."""
    data = syntax.source.data
    return '"' if data.count(b'"') - 6 * (data.count(b'"""') // 2) > data.count(b"'") else "'"


def shares_lines(syntax: Syntax, statement: ast.stmt) -> bool:
    """Whether other statements stand on the lines of a module-level statement."""
    before, after = _around(syntax.source, statement)
    return bool(before.strip()) or (bool(after.strip()) and not after.lstrip().startswith("#"))


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


def statement_removed(syntax: Syntax, node: ast.expr | ast.stmt) -> Edit:
    """Takes out the lines of a decorator or of a statement; a comment behind it stays, on a line of its own."""
    source = syntax.source
    last = node.end_lineno or node.lineno
    start, end = source.line_span(node.lineno)[0], source.line_span(last)[1]
    rest = source.text(source.offset(last, node.end_col_offset or 0), end)
    if not rest.lstrip().startswith("#"):
        return Edit(syntax.path, start, end, b"")
    indent = source.text(start, source.offset(node.lineno, node.col_offset)).removesuffix("@")
    return Edit(syntax.path, start, end, source.encode(indent + rest.lstrip()))


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Statements that go with their lines. ``above`` and ``behind`` are the comments that belong to each alone."""

    edits: tuple[Edit, ...]
    above: Mapping[ast.stmt, tuple[str, ...]]
    behind: Mapping[ast.stmt, str]


def taken_out(syntax: Syntax, statements: Sequence[ast.stmt]) -> TakenOut:
    """Takes module-level statements out that have their lines for themselves.

    Comments directly above go along where nothing is left below them; so do the blank lines that would be too many.
    """
    source = syntax.source
    ranges: list[tuple[int, int]] = []
    above: dict[ast.stmt, tuple[str, ...]] = {}
    for run in _runs(statements):
        first, last = run[0].lineno, run[-1].end_lineno or run[-1].lineno
        if last >= source.line_count or not line_text(source, last + 1).strip():
            comments = comments_of(source, first, span(source, run[0])[1])
            above[run[0]], first = comments.above, comments.first_line
        ranges.append((first, last))
    behind = {each: comment for each in statements if (comment := _around(source, each)[1].strip())}
    return TakenOut(tuple(removals(syntax.path, source, ranges, frozenset())), above, behind)


def _around(source: SourceFile, statement: ast.stmt) -> tuple[str, str]:
    """The rest of the first line before a statement, and that of the last behind it."""
    start, end = span(source, statement)
    last = statement.end_lineno or statement.lineno
    return source.text(source.line_span(statement.lineno)[0], start), source.text(end, source.line_span(last)[1])


def _runs(statements: Sequence[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Statements that stand directly below each other."""
    run: list[ast.stmt] = []
    for each in sorted(statements, key=lambda statement: statement.lineno):
        if run and each.lineno != (run[-1].end_lineno or run[-1].lineno) + 1:
            yield run
            run = []
        run.append(each)
    if run:
        yield run
