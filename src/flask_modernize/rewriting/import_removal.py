"""Taking import statements out of a file: what goes with them, and what stays."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit, ImportDrop
from flask_modernize.rewriting.import_blocks import Row, rows_of
from flask_modernize.rewriting.linter_comments import is_linter_comment

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

ImportNode = ast.Import | ast.ImportFrom
BLOCKS = ("body", "orelse", "finalbody")
_HOLDERS = ("body", "cases", "handlers", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a statement that goes: comments for lines of their own, and the one at its end."""

    own_lines: tuple[str, ...] = ()
    at_end: str = ""


def suites(module: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every block of a file, the module's own first."""
    waiting: deque[ast.AST] = deque([module])
    while waiting:
        node = waiting.popleft()
        for field in _HOLDERS:
            held = getattr(node, field, None)
            if isinstance(held, list):
                waiting.extend(held)
                if field in BLOCKS:
                    yield held


def dropped_aliases(module: ast.Module, drops: Collection[ImportDrop]) -> dict[ImportNode, list[ast.alias]]:
    """By statement, in the order of the file, the aliases that go. Raises LookupError for a drop that meets nothing."""
    wanted: dict[int, list[ImportDrop]] = {}
    for drop in drops:
        wanted.setdefault(drop.line, []).append(drop)
    found: dict[ImportNode, list[ast.alias]] = {}
    met: set[ImportDrop] = set()
    for suite in suites(module):
        for statement in suite:
            if not isinstance(statement, ImportNode):
                continue
            for drop in wanted.get(statement.lineno, ()):
                hits = [alias for alias in statement.names if drop.name in _names(statement, alias)]
                if hits:
                    met.add(drop)
                    found.setdefault(statement, []).extend(hits)
    missing = sorted(set(drops) - met)
    if missing:
        raise LookupError(f"{missing[0].path}: no import on line {missing[0].line} binds {missing[0].name!r}")
    return dict(sorted(found.items(), key=lambda item: (item[0].lineno, item[0].col_offset)))


def _names(statement: ImportNode, alias: ast.alias) -> tuple[str, ...]:
    if alias.asname:
        return (alias.asname,)
    return (alias.name, alias.name.partition(".")[0]) if isinstance(statement, ast.Import) else (alias.name,)


def bound_name(statement: ImportNode, alias: ast.alias) -> str:
    """The name that an alias binds."""
    return _names(statement, alias)[-1]


class Removal:
    """Takes whole statements out of one file, or puts text in their place."""

    def __init__(
        self,
        path: str,
        source: SourceFile,
        lines: Sequence[str],
        module: ast.Module,
        texts: Mapping[ast.stmt, list[str]],
        heirs: Collection[ast.stmt],
    ) -> None:
        """``texts``: what stands in the place of each statement, one item for each new statement; none: it goes.

        ``heirs``: those whose new text brings the same names, and takes over the comment at the end.
        """
        self._path = path
        self._source = source
        self._lines = lines
        self._module = module
        self._texts = dict(texts)
        self._heirs = heirs

    def edits(self) -> Iterator[Edit]:
        for suite in suites(self._module):
            if not any(statement in self._texts for statement in suite):
                continue
            if suite is not self._module.body and not any(self._texts.get(each, [""]) for each in suite):
                self._texts[suite[0]] = ["pass"]
            yield from self._edits_in(suite)

    def _edits_in(self, suite: list[ast.stmt]) -> Iterator[Edit]:
        vanishing: list[Row] = []
        for row in rows_of(suite):
            hit = [statement for statement in row.statements if statement in self._texts]
            if not hit:
                continue
            if len(hit) < len(row.statements) or not self._is_alone(row):
                yield from self._within_row(row)
                continue
            text = self._text_instead(row)
            if text:
                yield self._lines_edit(row.first, row.last, text)
            else:
                vanishing.append(row)
        for first, last in _runs(vanishing):
            yield self._vanish(first, last, suite)

    # -- whole lines ---------------------------------------------------------------------------------------------------

    def _is_alone(self, row: Row) -> bool:
        """Whether nothing stands on the lines of a row but its statements and a comment."""
        start, end = self._span(row.statements[0])[0], self._span(row.statements[-1])[1]
        before = self._source.text(self._source.line_span(row.first)[0], start)
        after = self._source.text(end, self._source.line_span(row.last)[1]).strip().lstrip(";").strip()
        return not before.strip() and (not after or after.startswith("#"))

    def _text_instead(self, row: Row) -> str:
        """The lines that stand where the row stood."""
        start = self._span(row.statements[0])[0]
        indent = self._source.text(self._source.line_span(row.first)[0], start)
        remains = remaining_comments(self._source.text(start, self._source.line_span(row.last)[1]))
        new = [text for statement in row.statements for text in self._texts[statement]]
        own = [each for each in remains.own_lines if not is_linter_comment(each)]
        if remains.at_end and row.statements[-1] in self._heirs:
            first, *rest = new[-1].split("\n")
            new[-1] = "\n".join([f"{first}  {remains.at_end}", *rest])
        elif remains.at_end and not is_linter_comment(remains.at_end):
            own.append(remains.at_end)
        return "".join(f"{indent}{line}\n" for line in (*own, *new))

    def _lines_edit(self, first: int, last: int, text: str) -> Edit:
        start, end = self._source.line_span(first)[0], self._source.line_span(last)[1]
        if end == len(self._source.data) and not self._source.data.endswith((b"\n", b"\r")):
            text = text.removesuffix("\n")
        return Edit(self._path, start, end, self._source.encode(text))

    def _vanish(self, first: int, last: int, suite: list[ast.stmt]) -> Edit:
        """Takes out lines, and of the blank lines around them those that would be too many."""
        above = below = 0
        while first - above > 1 and not self._lines[first - above - 2].strip():
            above += 1
        while last + below < len(self._lines) and not self._lines[last + below].strip():
            below += 1
        opens = suite is not self._module.body and suite[0].lineno >= first
        if first - above <= 1 or opens:
            last += below
        elif last + below >= len(self._lines):
            first -= above
            last += below
        else:
            last += min(above, below)
        source = self._source
        start, end = source.line_span(first)[0], source.line_span(last)[1]
        if end == len(source.data) and start and not source.data.endswith((b"\n", b"\r")):
            start = source.line_span(first - 1)[1] - len(_line_end(source.data[: source.line_span(first - 1)[1]]))
        return Edit(self._path, start, end, b"")

    # -- lines that other statements are on ----------------------------------------------------------------------------

    def _within_row(self, row: Row) -> Iterator[Edit]:
        """``a; b``: what goes takes the ``;`` after it along, or the one before it where it is the last."""
        statements = row.statements
        for index, statement in enumerate(statements):
            texts = self._texts.get(statement)
            if texts is None:
                continue
            start, end = self._span(statement)
            later = [each for each in statements[index + 1 :] if self._texts.get(each, ["kept"])]
            if texts:
                yield Edit(self._path, start, end, self._source.encode("; ".join(texts)))
            elif later or index + 1 < len(statements):
                if later:
                    yield Edit(self._path, start, self._span(statements[index + 1])[0], b"")
                elif index and self._texts.get(statements[index - 1], ["kept"]):
                    yield Edit(self._path, self._span(statements[index - 1])[1], self._span(statements[-1])[1], b"")
            elif index and self._texts.get(statements[index - 1], ["kept"]):
                yield Edit(self._path, self._span(statements[index - 1])[1], end, b"")

    def _span(self, statement: ast.stmt) -> tuple[int, int]:
        source = self._source
        last, column = statement.end_lineno or statement.lineno, statement.end_col_offset or 0
        return source.offset(statement.lineno, statement.col_offset), source.offset(last, column)


def remaining_comments(text: str) -> Remains:
    """The comments in the text of one or more statements, up to the end of their last line."""
    own: list[str] = []
    at_end = ""
    depth = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.OP:
                depth += {"(": 1, ")": -1}.get(token.string, 0)
            elif token.type == tokenize.COMMENT and depth:
                own.append(token.string)
            elif token.type == tokenize.COMMENT:
                at_end = token.string
    except (tokenize.TokenError, SyntaxError):
        pass  # the guard that counts comments sees what is lost
    return Remains(tuple(own), at_end)


def _runs(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    """First and last lines of rows that stand directly below each other."""
    first = last = 0
    for row in rows:
        if first and row.first == last + 1:
            last = row.last
            continue
        if first:
            yield first, last
        first, last = row.first, row.last
    if first:
        yield first, last


def _line_end(data: bytes) -> bytes:
    return b"\r\n" if data.endswith(b"\r\n") else data[-1:]
