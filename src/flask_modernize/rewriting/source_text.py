"""The text of statements and values as they stand in a file, with their comments, and how to indent it anew."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Comments:
    """Comments that belong to a piece of code: whole lines directly above it, and one behind it (or empty)."""

    above: tuple[str, ...]
    behind: str
    first_line: int
    """1-based: that of the first comment above, or of the code."""


def span(source: SourceFile, node: ast.AST) -> tuple[int, int]:
    """Byte offsets of a node that has a position."""
    first = source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
    return first, source.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


def line_text(source: SourceFile, line: int) -> str:
    """One line without its end."""
    return source.text(*source.line_span(line)).rstrip("\n")


def comments_of(source: SourceFile, first_line: int, end: int) -> Comments:
    """The comments of code that starts on ``first_line`` and ends at the offset ``end``."""
    above: list[str] = []
    line = first_line - 1
    while line >= 1 and line_text(source, line).lstrip().startswith("#") and not is_magic(source, line):
        above.append(line_text(source, line).strip())
        line -= 1
    last_line = source.position(end)[0]
    rest = source.text(end, source.line_span(last_line)[1]).rstrip("\n")
    comment = re.match(r"[\s,;)}\]]*(#.*)$", rest)
    return Comments(tuple(reversed(above)), comment[1].rstrip() if comment else "", line + 1)


def is_magic(source: SourceFile, line: int) -> bool:
    """A shebang or an encoding declaration."""
    return line <= 2 and re.match(r"#!|#.*coding[:=]", line_text(source, line)) is not None


def assigned_text(source: SourceFile, statement: ast.Assign | ast.AnnAssign) -> str:
    """What stands behind the ``=`` of an assignment, parentheses included, a line joint in front left out."""
    target = statement.targets[-1] if isinstance(statement, ast.Assign) else statement.annotation
    start, end = span(source, target)[1], span(source, statement)[1]
    raw = source.text(start, end).partition("=")[2]
    return re.sub(r"\A(?:[ \t]|\\\n)+", "", raw)


def replaced_text(source: SourceFile, start: int, end: int, replacements: Iterable[tuple[ast.expr, str]]) -> str:
    """The bytes ``start:end`` as text, with other texts in the place of some expressions."""
    pieces = []
    position = start
    for node, text in sorted(replacements, key=lambda each: span(source, each[0])):
        first, last = span(source, node)
        if position <= first and last <= end:
            pieces += [source.text(position, first), text]
            position = last
    return "".join([*pieces, source.text(position, end)])


def stands_alone(text: str) -> bool:
    """Whether the text is an expression, also where it is the right side of an assignment."""
    try:
        ast.parse(f"_ = {text}\n")
    except SyntaxError:
        return False
    return True


def indented(text: str, indent: str, shift: int) -> str:
    """The text with its second and further lines ``indent`` deeper, or ``shift`` columns to the right where they are
    aligned with an opening bracket. Lines inside of strings stay as they are.

    ``shift`` may be negative.
    """
    lines = text.split("\n")
    fixed = _lines_in_strings(text)
    widths = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    aligned = bool(widths) and min(widths) > 12 and _opens_with_content(lines[0])
    result = [lines[0]]
    for number, line in enumerate(lines[1:], start=2):
        if number in fixed or not line.strip():
            result.append(line)
        elif aligned:
            width = len(line) - len(line.lstrip())
            result.append(" " * max(width + shift, len(indent)) + line.lstrip())
        else:
            result.append(indent + line)
    return "\n".join(result)


def outdented(text: str, width: int) -> str:
    """The text with its second and further lines ``width`` columns to the left; lines inside of strings stay."""
    if not width:
        return text
    fixed = _lines_in_strings(text)
    lines = text.split("\n")
    return "\n".join(
        line if number == 1 or number in fixed else line.removeprefix(" " * width)
        for number, line in enumerate(lines, start=1)
    )


def _opens_with_content(line: str) -> bool:
    return not line.rstrip().endswith(("(", "[", "{", "\\"))


def _lines_in_strings(text: str) -> frozenset[int]:
    """1-based lines of an expression that start inside of a string."""
    found: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline):
            if token.type == tokenize.STRING or tokenize.tok_name[token.type] == "FSTRING_MIDDLE":
                found.update(range(token.start[0] + 1, token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        pass
    return frozenset(found)
