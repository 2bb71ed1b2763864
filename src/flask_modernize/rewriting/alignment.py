"""Continuation lines that stand under an opening bracket follow it when an edit on its line moves it.

@app.route('/books',                @bp.route('/books',
           methods=['POST'])   ->             methods=['POST'])
"""

from __future__ import annotations

import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask_modernize.rewriting.brackets import CLOSING, Bracket, tokens_in_brackets
from flask_modernize.rewriting.edits import Edit
from flask_modernize.sources import SourceFile

_F_STRING_START = getattr(tokenize, "FSTRING_START", -1)
_F_STRING_END = getattr(tokenize, "FSTRING_END", -1)


def realigned(source: SourceFile, edits: Sequence[Edit]) -> list[tuple[Edit, int]]:
    """Edits of the indentation of continuation lines, each with the number of the edit in ``edits`` that causes it.

    ``edits`` are those of one file, in order. A line is moved when it starts exactly below what follows its bracket
    (or, if it begins with the closing bracket, below the bracket), and with it the lines that hang on it. Lines with
    tabs, lines inside of strings, and lines after a bracket that is itself replaced keep their indentation.
    """
    moves = _moves(source, edits)
    if not moves:
        return []
    shifts = _Shifts(source, edits, moves)
    try:
        shifts.follow(tokens_in_brackets(source.text(0, len(source.data))))
    except (tokenize.TokenError, SyntaxError):
        return []
    return shifts.found


@dataclass(frozen=True, slots=True)
class _Move:
    """An edit within a line: what ends at column ``start`` stays, what begins at ``end`` moves by ``delta``.

    Columns are 0-based, in characters. ``delta`` None: it cannot be told where on a line that will be.
    """

    start: int
    end: int
    delta: int | None
    cause: int


def _moves(source: SourceFile, edits: Sequence[Edit]) -> dict[int, list[_Move]]:
    """By line (1-based), the edits on it; empty if none of them can move the continuation of a statement."""
    found: dict[int, list[_Move]] = defaultdict(list)
    counts = False
    for number, edit in enumerate(edits):
        old = source.data[edit.start : edit.end]
        line, column = source.position(edit.start)
        if b"\n" in old or b"\r" in old or b"\n" in edit.replacement or b"\r" in edit.replacement:
            found[line].append(_Move(column - 1, _END_OF_LINE, None, number))
            last, behind = source.position(edit.end)
            if last != line:
                found[last].append(_Move(0, behind - 1, None, number))
            continue
        before = len(old.decode(source.encoding))
        delta = len(edit.replacement.decode(source.encoding)) - before
        found[line].append(_Move(column - 1, column - 1 + before, delta, number))
        counts = counts or (delta != 0 and _may_be_followed(source, edit, line))
    return found if counts else {}


_END_OF_LINE = 1 << 30
_BRACKET = re.compile(r"[(\[{](?=[ \t\f]*[^\s#])")


def _may_be_followed(source: SourceFile, edit: Edit, line: int) -> bool:
    """Whether some line below begins where it would stand under a bracket that is behind the edit on its line."""
    if source.newline == "\r":
        return True
    start, stop = source.line_span(line)
    text = source.text(start, stop)
    columns: set[int] = set()
    for bracket in _BRACKET.finditer(text, len(source.text(start, edit.end))):
        inside = text[bracket.end() :]
        columns |= {bracket.start(), bracket.end() + len(inside) - len(inside.lstrip(" \t\f"))}
    if not columns:
        return False
    begins = b"|".join(b" {%d}" % column for column in sorted(columns))
    return re.compile(rb"^(?:" + begins + rb")(?=[^ \r\n])", re.MULTILINE).search(source.data, stop) is not None


@dataclass(slots=True)
class _Shifts:
    """The lines that move, found by going through the tokens of a file once."""

    source: SourceFile
    edits: Sequence[Edit]
    moves: dict[int, list[_Move]]
    found: list[tuple[Edit, int]] = field(default_factory=list)
    _lines: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By line, how many columns it moves, and the number of the edit that causes it."""

    def follow(self, tokens: Iterator[tuple[tokenize.TokenInfo, Sequence[Bracket]]]) -> None:
        """Raises what ``tokenize`` raises."""
        last_line = f_strings = 0
        for token, brackets in tokens:
            line, column = token.start
            f_strings += (token.type == _F_STRING_START) - (token.type == _F_STRING_END)
            if brackets and line > last_line and not f_strings:
                self._continue(line, column, brackets[-1], closes=token.string in CLOSING)
            last_line = token.end[0]

    def _continue(self, line: int, column: int, bracket: Bracket, *, closes: bool) -> None:
        """The line ``line``, whose code begins at ``column``, stands inside of ``bracket``."""
        shift = self._lines.get(bracket.line)
        if bracket.below is not None and (column == bracket.below or (closes and column == bracket.column)):
            shift = self._shift_at(bracket)
        if shift is None or not shift[0]:
            return
        start = self.source.line_span(line)[0]
        if self.source.data[start : start + column] != b" " * column or column + shift[0] < 0:
            return
        if any(edit.start < start + column and edit.end > start for edit in self.edits):
            return
        self._lines[line] = shift
        cause = self.edits[shift[1]]
        self.found.append((Edit(cause.path, start, start + column, b" " * (column + shift[0])), shift[1]))

    def _shift_at(self, bracket: Bracket) -> tuple[int, int] | None:
        """By how much the bracket itself moves; None if that cannot be told."""
        total, cause = self._lines.get(bracket.line, (0, -1))
        for move in self.moves.get(bracket.line, ()):
            if move.start > bracket.column:
                continue
            if move.delta is None or move.end > bracket.column:
                return None
            total += move.delta
            cause = move.cause if move.delta else cause
        return total, cause
