"""Where new lines go and how many blank ones stand around them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.rewriting.whole_statements import DEFINITIONS, first_line, last_line

if TYPE_CHECKING:
    from flask_modernize.project import Syntax


def insertion_behind(
    syntax: Syntax,
    statement: ast.stmt | None,
    lines: Sequence[str],
    *,
    indent: str = "",
    blank_before: int | None = None,
    blank_after: int | None = None,
    function: Sequence[str] = (),
    moving: Collection[ast.stmt] = (),
) -> Edit:
    """Puts ``lines`` behind the lines of a statement, or at the top of the file.

    ``function`` are the lines of a function that goes before them. Blank lines are set as the neighbours have them,
    unless they are given. ``moving`` are statements that go to another file.
    """
    source = syntax.source
    last = last_line(syntax, statement) if statement is not None else 0
    offset = source.line_span(last)[1] if last else source.line_span(1)[0]
    following = source.text(*source.line_span(last + 1)) if last + 1 <= source.line_count else ""
    next_statement = _next(syntax.module, last)
    if not indent and lines and next_statement is not None and _registers(next_statement):
        gap_end = source.line_span(first_line(next_statement))[0]
        if not source.text(offset, gap_end).strip():
            return Edit(syntax.path, gap_end, gap_end, source.encode(_joined([*_apart(function, lines), *lines])))
    gap = _gap(syntax, last)
    if next_statement is not None and next_statement in moving:
        blank_after = _missing_behind(syntax, next_statement, gap, moving)
        following = ""
    if blank_before is None:
        blank_before = 0 if indent else _blank_before(statement, gap)
    if blank_after is None:
        blank_after = 0 if indent else _blank_after(following, next_statement)
    if blank_before and not blank_after and following.strip() and not _registers(next_statement):
        blank_after = 1
    text = _joined([*[""] * blank_before, *_apart(function, lines), *[indent + each for each in lines]])
    text += "\n" * blank_after
    if last and not source.data[:offset].endswith((b"\n", b"\r")):
        text = "\n" + text.removesuffix("\n")
    return Edit(syntax.path, offset, offset, source.encode(text))


def _missing_behind(syntax: Syntax, first: ast.stmt, gap: int, moving: Collection[ast.stmt]) -> int:
    """How many blank lines are missing before the next statement that stays, when those that move are gone."""
    body = syntax.module.body
    staying = next((each for each in body[body.index(first) :] if each not in moving), None)
    if staying is None:
        return 0
    last = body[body.index(staying) - 1]
    wanted = 2 if isinstance(staying, DEFINITIONS) or gap > 1 else 1
    return max(0, wanted - max(gap, _gap(syntax, last_line(syntax, last))))


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" if line.strip() else "\n" for line in lines)


def _apart(function: Sequence[str], lines: Sequence[str]) -> list[str]:
    """A function, and two blank lines between it and what follows."""
    return [*function, *["", ""]] if function and lines else [*function]


def _gap(syntax: Syntax, last: int) -> int:
    """How many blank lines follow a line; 2 at the end of the file."""
    source = syntax.source
    count = 0
    while last + count < source.line_count and not source.text(*source.line_span(last + count + 1)).strip():
        count += 1
    return 2 if last + count >= source.line_count else count


def insertion_where_import_goes(syntax: Syntax, statement: ast.stmt, line: str) -> Edit:
    """Puts a line behind an import that the import editor takes out, with some of the blank lines around it."""
    source = syntax.source
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    above = below = 0
    while first - above > 1 and not source.text(*source.line_span(first - above - 1)).strip():
        above += 1
    while last + below < source.line_count and not source.text(*source.line_span(last + below + 1)).strip():
        below += 1
    gone = min(above, below)
    offset = source.line_span(last + gone)[1]
    text = ("" if above else "\n") + f"{line}\n" + "\n" * (gone or (below == 0))
    return Edit(syntax.path, offset, offset, source.encode(text))


def _next(module: ast.Module, line: int) -> ast.stmt | None:
    return next((each for each in module.body if first_line(each) > line), None)


def _blank_before(statement: ast.stmt | None, gap: int) -> int:
    return min(max(gap, 1), 2) if isinstance(statement, DEFINITIONS) else 1


def _blank_after(following: str, statement: ast.stmt | None) -> int:
    if not following.strip() or _registers(statement):
        return 0
    return 2 if isinstance(statement, DEFINITIONS) else 1


def _registers(statement: ast.stmt | None) -> bool:
    """Whether a statement is ``app.register_blueprint(...)``."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "register_blueprint"
    )
