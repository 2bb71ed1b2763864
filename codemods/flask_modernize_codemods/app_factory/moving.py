"""Module-level statements as lines of text that can be taken out and put into a function, without unparsing them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.rewriting.line_breaks import line_breaks
from flask_modernize.rewriting.whole_statements import first_line

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """The module-level statements of some lines, with the comments before them.

    Lines are 1-based and inclusive: blank lines from ``blank``, comments (and blank lines between them) from ``lead``,
    the statement from ``first`` (its first decorator) to ``last``. Several statements where ``;`` joins them.
    """

    statements: tuple[ast.stmt, ...]
    blank: int
    lead: int
    first: int
    last: int

    @property
    def statement(self) -> ast.stmt:
        return self.statements[0]


def chunks_of(source: SourceFile, module: ast.Module) -> tuple[Chunk, ...]:
    """The whole file in chunks, up to its last statement. Every line belongs to one chunk at most."""
    lines = _Lines(source)
    found: list[Chunk] = []
    after = 0
    for statements, first, last in _rows(module.body):
        blank = after + 1
        lead = blank
        while lead < first and not lines.text(lead).strip():
            lead += 1
        after = _end_of_body(lines, statements[-1], last)
        found.append(Chunk(statements, blank, lead, first, after))
    return tuple(found)


def _rows(body: Sequence[ast.stmt]) -> Iterable[tuple[tuple[ast.stmt, ...], int, int]]:
    rows: list[tuple[tuple[ast.stmt, ...], int, int]] = []
    for statement in body:
        first = first_line(statement)
        last = statement.end_lineno or statement.lineno
        if rows and first <= rows[-1][2]:
            rows[-1] = ((*rows[-1][0], statement), rows[-1][1], max(last, rows[-1][2]))
        else:
            rows.append(((statement,), first, last))
    return rows


def _end_of_body(lines: _Lines, statement: ast.stmt, last: int) -> int:
    """The last line with the comments that belong to a statement: indented ones below a compound statement are in its
    body, and a block right below another statement, with a blank line under it, speaks of that one.
    """
    if hasattr(statement, "body"):
        line = last + 1
        while line <= lines.count and (not lines.text(line).strip() or _is_comment(lines.text(line), indented=True)):
            if lines.text(line).strip():
                last = line
            line += 1
        return last
    end = last
    while end < lines.count and _is_comment(lines.text(end + 1), indented=False):
        end += 1
    return end if end < lines.count and not lines.text(end + 1).strip() else last


def _is_comment(text: str, *, indented: bool) -> bool:
    return text.strip().startswith("#") and (text[:1] in (" ", "\t")) is indented


class _Lines:
    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self.count = source.line_count

    def text(self, line: int) -> str:
        return self._source.text(*self._source.line_span(line)).rstrip("\n")


@dataclass(frozen=True, slots=True)
class FileLayout:
    """How a file is laid out: its indentation, and the lines that begin inside of a string."""

    source: SourceFile
    unit: str
    inside_strings: frozenset[int]


def layout_of(source: SourceFile, module: ast.Module) -> FileLayout:
    return FileLayout(source, _unit(source, module), _lines_inside_strings(source))


def _unit(source: SourceFile, module: ast.Module) -> str:
    """The indentation of the first block of the file."""
    for statement in module.body:
        body = getattr(statement, "body", None)
        if body and isinstance(body[0], ast.stmt) and body[0].lineno > statement.lineno:
            first = body[0]
            text = source.text(source.line_span(first.lineno)[0], source.offset(first.lineno, first.col_offset))
            if text and not text.strip():
                return text
    return "    "


def _lines_inside_strings(source: SourceFile) -> frozenset[int]:
    found: set[int] = set()
    open_strings: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source.text(0, len(source.data))).readline):
            if token.type == tokenize.STRING:
                found.update(range(token.start[0] + 1, token.end[0] + 1))
            # Python 3.12 and later take f-strings apart.
            name = tokenize.tok_name[token.type]
            if name in ("FSTRING_START", "TSTRING_START"):
                open_strings.append(token.start[0])
            elif name in ("FSTRING_END", "TSTRING_END") and open_strings:
                found.update(range(open_strings.pop() + 1, token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError):
        pass
    return frozenset(found)


def moved_lines(layout: FileLayout, first: int, last: int, edits: Sequence[Edit], indent: str) -> list[str]:
    """The text of whole lines, one level deeper, with ``edits`` inside of them made; without line ends.

    Lines inside of strings stay where they are, blank lines stay empty. A run of blank lines becomes one.
    """
    source = layout.source
    lines: list[str] = []
    line = first
    while line <= last:
        start, end = source.line_span(line)
        inside = line in layout.inside_strings
        for edit in edits:
            while start <= edit.start < end < edit.end:  # it takes line ends along
                line += 1
                end = source.line_span(line)[1]
        text = _edited(source, start, end, edits).removesuffix("\n")
        for index, part in enumerate(text.split("\n")):
            keep = inside and index == 0
            blank = not part.strip() and not keep
            if not blank or (lines and lines[-1]):
                lines.append(part if keep else "" if blank else indent + part)
        line += 1
    return lines


def with_breaks(layout: FileLayout, first: int, last: int, edits: Sequence[Edit], indent: str) -> list[Edit]:
    """``edits`` of whole lines, and those that break the lines which get too long by going ``indent`` deeper."""
    source = layout.source
    if indent.strip(" "):
        return list(edits)
    starts = [source.line_span(line)[0] for line in range(first, last + 1) if line not in layout.inside_strings]
    path = edits[0].path if edits else ""
    deeper = [Edit(path, start, start, indent.encode()) for start in starts]
    less = len(indent)
    breaks = [each for each, _ in line_breaks(source, sorted([*edits, *deeper]))]
    return sorted([*edits, *(replace(each, replacement=each.replacement[:-less]) for each in breaks)])


def _edited(source: SourceFile, start: int, end: int, edits: Sequence[Edit]) -> str:
    parts = []
    position = start
    for edit in edits:
        if start <= edit.start < end:
            parts += [source.text(position, edit.start), edit.replacement.decode(source.encoding)]
            position = edit.end
    parts.append(source.text(position, end))
    return "".join(parts)
