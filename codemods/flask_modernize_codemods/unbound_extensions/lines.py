"""Edits of whole statements: replaced, taken out with their lines, put below others."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Statements that go with their lines. ``above`` and ``behind`` are the comments that belong to each alone."""

    edits: tuple[Edit, ...]
    above: Mapping[ast.stmt, tuple[str, ...]]
    behind: Mapping[ast.stmt, str]


def shares_lines(syntax: Syntax, statement: ast.stmt) -> bool:
    """Whether other statements stand on the lines of a module-level statement."""
    before, after = _around(syntax.source, statement)
    return bool(before.strip()) or (bool(after.strip()) and not after.lstrip().startswith("#"))


def taken_out(syntax: Syntax, statements: Sequence[ast.stmt]) -> TakenOut:
    """Takes module-level statements out that have their lines for themselves.

    Comments directly above go along where nothing is left below them; so do the blank lines that would be too many.
    """
    source = syntax.source
    edits: list[Edit] = []
    above: dict[ast.stmt, tuple[str, ...]] = {}
    for run in _runs(statements):
        first, last = run[0].lineno, run[-1].end_lineno or run[-1].lineno
        if _is_blank(source, last + 1):
            comments = _comments_above(source, first)
            above[run[0]] = tuple(comments)
            first -= len(comments)
            if _is_blank(source, first - 1) and last < source.line_count:
                last += 1
        edits.append(Edit(syntax.path, source.line_span(first)[0], source.line_span(last)[1], b""))
    behind = {each: comment for each in statements if (comment := _around(source, each)[1].strip())}
    return TakenOut(tuple(edits), above, behind)


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


def _comments_above(source: SourceFile, line: int) -> list[str]:
    found: list[str] = []
    while line > 1 and (text := source.text(*source.line_span(line - 1))).startswith("#") and not _is_special(text):
        found.append(text.rstrip())
        line -= 1
    return found[::-1]


def _is_special(comment: str) -> bool:
    """The shebang and the coding line belong to the file."""
    return comment.startswith("#!") or "coding" in comment


def _is_blank(source: SourceFile, line: int) -> bool:
    if line < 1 or line > source.line_count:
        return True
    return not source.text(*source.line_span(line)).strip()
