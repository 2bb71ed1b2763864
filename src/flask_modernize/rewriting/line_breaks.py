"""Lines that edits make longer than the file has any are broken after a comma, under the bracket that they stand in.

posts = paginate(query, page=page,                     posts = paginate(query, page=page,
                 per_page=app.config['PAGE'],    ->                     per_page=current_app.config['PAGE'],
                 error_out=False)                                       error_out=False)
"""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_modernize.rewriting.brackets import CLOSING, Bracket, tokens_in_brackets
from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.import_layout import SHORTEST_LIMIT, closes_on_own_lines, usual_limit
from flask_modernize.sources import SourceFile


def line_breaks(source: SourceFile, edits: Sequence[Edit]) -> list[tuple[Edit, int]]:
    """Edits that put a line end after a comma, each with the number of the edit in ``edits`` that causes it.

    ``edits`` are those of one file, in order. Only in files that keep to a width, and that do not put closing brackets
    on lines of their own, as formatters do that will break the line anyway. Lines with a comment are left.
    """
    changes = _changes(source, edits)
    grown = {line: _lengths(source, line, own) for line, own in changes.items()}
    if all(after <= SHORTEST_LIMIT for _, after in grown.values()):
        return []
    text = source.text(0, len(source.data))
    lines = text.split("\n")
    limit = usual_limit(lines)
    long = {line: changes[line] for line, (before, after) in grown.items() if before <= limit < after}
    if not long or not _keeps_to(lines, limit) or closes_on_own_lines(lines):
        return []
    try:
        commas = list(_commas(tokens_in_brackets(text), set(long)))
    except (tokenize.TokenError, SyntaxError):
        return []
    found = []
    for number, own in long.items():
        breaks = [each for each in commas if each.line == number and not _is_replaced(each, own)]
        chosen = _chosen(lines[number - 1], own, breaks, limit)
        if chosen is not None:
            comma, indent = chosen
            start = source.line_span(number)[0] + len(lines[number - 1][: comma.column].encode(source.encoding))
            end = source.line_span(number)[0] + len(lines[number - 1][: comma.end].encode(source.encoding))
            last = own[-1]
            found.append((Edit(last.edit.path, start, end, source.encode("\n" + " " * indent)), last.number))
    return found


def _keeps_to(lines: Sequence[str], limit: int) -> bool:
    """Whether a file has no longer lines, and enough that come near."""
    near = sum(len(line) >= limit - _NEAR for line in lines)
    return near >= _SOME and not any(len(line) > limit for line in lines)


_NEAR, _SOME = 9, 3


@dataclass(frozen=True, slots=True)
class _Change:
    """An edit within a line, by its columns (0-based, in characters), and its number."""

    edit: Edit
    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Comma:
    """White space after a comma, from ``column`` to ``end``; ``indent`` is where the bracket's content begins.

    ``opened``: whether the bracket is on the same line. ``depth`` counts the brackets around it.
    """

    line: int
    column: int
    end: int
    depth: int
    indent: int
    opened: bool


def _changes(source: SourceFile, edits: Sequence[Edit]) -> dict[int, list[_Change]]:
    """By line, the edits within it; lines with one that crosses a line end are left out."""
    found: dict[int, list[_Change]] = {}
    crossed: set[int] = set()
    for number, edit in enumerate(edits):
        line, column = source.position(edit.start)
        old = source.data[edit.start : edit.end].decode(source.encoding)
        new = edit.replacement.decode(source.encoding)
        if "\n" in old + new or "\r" in old + new:
            crossed |= {line, source.position(edit.end)[0]}
            continue
        found.setdefault(line, []).append(_Change(edit, number, column - 1, column - 1 + len(old), new))
    return {line: changes for line, changes in found.items() if line not in crossed}


def _lengths(source: SourceFile, line: int, changes: Sequence[_Change]) -> tuple[int, int]:
    """How long a line is before its edits, and after them."""
    text = source.text(*source.line_span(line)).removesuffix("\n")
    return len(text), len(_changed(text, changes))


def _is_replaced(comma: _Comma, changes: Sequence[_Change]) -> bool:
    """Whether an edit takes what stands behind a comma, or a part of it."""
    return any(each.start < comma.end and each.end > comma.column for each in changes)


def _changed(text: str, changes: Sequence[_Change], stop: int | None = None) -> str:
    """A line, or its part up to a column, after the edits."""
    parts, position = [], 0
    for each in changes:
        if stop is not None and each.start >= stop:
            break
        parts += [text[position : each.start], each.text]
        position = each.end
    return "".join([*parts, text[position:stop]])


def _commas(tokens: Iterator[tuple[tokenize.TokenInfo, Sequence[Bracket]]], wanted: set[int]) -> Iterator[_Comma]:
    """The places on some lines where they can be broken: below them no line depends on what is behind the break."""
    waiting: list[_Comma] = []
    comma: tokenize.TokenInfo | None = None
    around: Bracket | None = None
    last = 0
    for token, brackets in tokens:
        line, column = token.start
        if waiting and line != waiting[-1].line:
            behind = [each.column for each in brackets if each.line == waiting[-1].line]
            yield from (each for each in waiting if all(column < each.column for column in behind))
            waiting = []
        if token.type == tokenize.COMMENT:
            waiting, comma = [], None
            continue
        if line > last:
            around = brackets[-1] if brackets else None
        if comma is not None and line == comma.end[0] and line in wanted and token.string not in CLOSING and brackets:
            inner = brackets[-1]
            opened = inner.line == line
            if inner.below is not None if opened else inner is around:
                waiting.append(_Comma(line, comma.end[1], column, len(brackets), inner.below or 0, opened))
        comma = token if token.type == tokenize.OP and token.string == "," else None
        last = token.end[0]
    yield from waiting


def _chosen(text: str, changes: Sequence[_Change], commas: Sequence[_Comma], limit: int) -> tuple[_Comma, int] | None:
    """The last break of the outermost bracket that makes both lines fit, and the indentation of the second."""
    whole = _changed(text, changes)
    for comma in sorted(commas, key=lambda each: (each.depth, -each.column)):
        first = _changed(text, changes, comma.column)
        rest = whole[len(first) :].lstrip(" ")
        indent = len(_changed(text, changes, comma.indent)) if comma.opened else len(whole) - len(whole.lstrip(" "))
        if len(first) <= limit and indent + len(rest) <= limit:
            return comma, indent
    return None
