"""One ``from module import ...`` statement: adding names to an existing one, and writing a new one.

Only the text of that statement is given to libcst. Nothing that stands in it is lost or laid out anew, except that a
statement on one line which would become too long is turned into one name per line between parentheses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst

    Whitespace = cst.BaseParenthesizableWhitespace


@dataclass(frozen=True, slots=True, order=True)
class ImportedName:
    """``name`` or ``name as alias``."""

    name: str
    alias: str | None = None

    def __str__(self) -> str:
        return f"{self.name} as {self.alias}" if self.alias else self.name

    @property
    def bound(self) -> str:
        """The name that the import binds."""
        return self.alias or self.name


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file lays out its imports: ``limit`` in columns, ``unit`` of indentation (spaces or a tab).

    ``longest`` is the length of its longest import on one line: one that is over the limit raises it for the others.
    """

    limit: int = 88
    unit: str = "    "
    longest: int = 0

    @property
    def allowed(self) -> int:
        return max(self.limit, self.longest)


def by_kind(name: str) -> tuple[int, str]:
    """isort's default order: CONSTANTS, then Classes, then the rest, each without regard to case."""
    if len(name) > 1 and name.isupper():
        return 0, name.lower()
    return (1 if name[:1].isupper() else 2), name.lower()


_ORDERS: tuple[Callable[[str], tuple[int, str]], ...] = (
    by_kind,
    lambda name: (0, name.lower()),
    lambda name: (0, name),
)


def insertion_index(names: Sequence[str], new: str) -> int:
    """Where ``new`` goes in ``names``: in the order they have, or at the end when they have none."""
    for order in _ORDERS:
        keys = [order(name) for name in names]
        if keys == sorted(keys):
            return bisect_right(keys, order(new))
    return len(names)


def new_statement(module: str, names: Sequence[ImportedName], layout: Layout, indent: str = "") -> str:
    """A whole import statement, without a final line end; ``indent`` stands before each of its lines."""
    ordered = sorted(names, key=lambda item: (by_kind(item.name), item))
    line = f"{indent}from {module} import {', '.join(map(str, ordered))}"
    if _width(line) <= layout.allowed or len(ordered) == 1:
        return line
    return _hanging(f"{indent}from {module} import", [str(item) for item in ordered], layout, indent)


def extended_statement(
    text: str, names: Sequence[ImportedName], layout: Layout, indent: str = "", *, may_wrap: bool = True
) -> str | None:
    """``text``, one from-import with its trailing comment and without its indentation, with ``names`` added.

    ``may_wrap`` False keeps a statement on one line however long it gets. None when libcst cannot read the text.
    """
    import libcst as cst

    try:
        line = cst.parse_module(text + "\n").body[0]
    except cst.ParserSyntaxError:
        return None
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.ImportFrom):
        return None
    clause = _Clause.of(line.body[0])
    was_too_long = _longest(text, indent) > layout.limit
    for name in names:
        clause = _with_name(line, clause, name, layout, indent)
    result = _printed(line, clause)
    if "\n" in text or not may_wrap or was_too_long or _longest(result, indent) <= layout.allowed:
        return result
    return _wrapped(line, clause, layout, indent)


@dataclass(frozen=True, slots=True)
class _Clause:
    """The names of one from-import and the white space between them: ``lead`` before the first, ``gaps`` after each."""

    statement: cst.ImportFrom
    lead: Whitespace
    entries: tuple[cst.ImportAlias, ...]
    gaps: tuple[Whitespace, ...]
    trailing_comma: bool

    @staticmethod
    def of(statement: cst.ImportFrom) -> _Clause:
        import libcst as cst

        assert not isinstance(statement.names, cst.ImportStar)
        nothing = cst.SimpleWhitespace("")
        closing = statement.rpar.whitespace_before if statement.rpar else nothing
        gaps = [e.comma.whitespace_after if isinstance(e.comma, cst.Comma) else closing for e in statement.names]
        return _Clause(
            statement,
            statement.lpar.whitespace_after if statement.lpar else nothing,
            tuple(statement.names),
            tuple(gaps),
            isinstance(statement.names[-1].comma, cst.Comma),
        )

    def node(self) -> cst.ImportFrom:
        import libcst as cst

        last = len(self.entries) - 1
        entries = []
        for index, (entry, gap) in enumerate(zip(self.entries, self.gaps, strict=True)):
            if index == last and not self.trailing_comma:
                entries.append(entry.with_changes(comma=cst.MaybeSentinel.DEFAULT))
                continue
            comma = entry.comma if isinstance(entry.comma, cst.Comma) else cst.Comma()
            entries.append(entry.with_changes(comma=comma.with_changes(whitespace_after=gap)))
        statement = self.statement
        lpar = statement.lpar.with_changes(whitespace_after=self.lead) if statement.lpar else None
        rpar = statement.rpar
        if rpar and not self.trailing_comma:
            rpar = rpar.with_changes(whitespace_before=self.gaps[-1])
        return statement.with_changes(names=entries, lpar=lpar, rpar=rpar)

    def insert(self, index: int, name: ImportedName, before: Whitespace, after: Whitespace) -> _Clause:
        """``name`` at ``index``, with the white space ``before`` and ``after`` it in place of what was there."""
        import libcst as cst

        asname = cst.AsName(cst.Name(name.alias)) if name.alias else None
        entry = cst.ImportAlias(cst.Name(name.name), asname)
        entries = (*self.entries[:index], entry, *self.entries[index:])
        if index == 0:
            return replace(self, lead=before, entries=entries, gaps=(after, *self.gaps))
        gaps = (*self.gaps[: index - 1], before, after, *self.gaps[index:])
        return replace(self, entries=entries, gaps=gaps)

    def gap_before(self, index: int) -> Whitespace:
        return self.gaps[index - 1] if index else self.lead

    @property
    def one_per_line(self) -> bool:
        between = self.gaps[:-1] or (self.lead,)
        return all(_is_break(gap) for gap in between)


def _is_break(gap: Whitespace) -> bool:
    import libcst as cst

    return isinstance(gap, cst.ParenthesizedWhitespace)


def _printed(line: cst.SimpleStatementLine, clause: _Clause) -> str:
    import libcst as cst

    return cst.Module([line.with_changes(body=[clause.node(), *line.body[1:]])]).code.removesuffix("\n")


def _with_name(
    line: cst.SimpleStatementLine, clause: _Clause, name: ImportedName, layout: Layout, indent: str
) -> _Clause:
    index = insertion_index([str(entry.name.value) for entry in clause.entries], name.name)
    if clause.one_per_line:
        return _on_own_line(clause, index, name, layout, indent)
    return _in_grid(line, clause, index, name, layout, indent)


def _on_own_line(clause: _Clause, index: int, name: ImportedName, layout: Layout, indent: str) -> _Clause:
    """Comments at the end of a line stay with the name before them, comments on lines of their own with the next."""
    import libcst as cst

    gap = clause.gap_before(index)
    breaks = [g for g in (*clause.gaps[:-1], clause.lead) if isinstance(g, cst.ParenthesizedWhitespace)]
    margin = breaks[0].last_line if breaks else cst.SimpleWhitespace(indent + layout.unit)
    fresh = cst.ParenthesizedWhitespace(last_line=margin, indent=True)
    if not isinstance(gap, cst.ParenthesizedWhitespace):
        # `(name` or `name)`: nothing but blanks between the parenthesis and the name.
        before, after = (gap, fresh) if index == 0 else (fresh, gap)
    else:
        before = fresh.with_changes(first_line=gap.first_line)
        after = gap.with_changes(first_line=fresh.first_line)
    return clause.insert(index, name, before, after)


def _in_grid(
    line: cst.SimpleStatementLine, clause: _Clause, index: int, name: ImportedName, layout: Layout, indent: str
) -> _Clause:
    """Several names on a line: the name goes among them; a line that gets too long is broken after or before it."""
    import libcst as cst

    space = cst.SimpleWhitespace(" ")
    gap = clause.gap_before(index)
    at_end = index == len(clause.entries)
    before, after = (space, gap) if at_end else (gap, space)
    plain = clause.insert(index, name, before, after)
    old = _printed(line, clause)
    limit = max(layout.limit, _longest(old, indent))
    brk = _line_break(clause, old, layout, indent)
    if brk is None or _longest(_printed(line, plain), indent) <= limit:
        return plain
    broken_after = None if at_end else clause.insert(index, name, before, brk)
    if broken_after and _longest(_printed(line, broken_after), indent) <= limit:
        return broken_after
    return clause.insert(index, name, brk, after) if before is space or not _is_break(before) else plain


def _line_break(clause: _Clause, text: str, layout: Layout, indent: str) -> Whitespace | None:
    """The line break that the statement uses between names; None for a statement on one line."""
    import libcst as cst

    for gap in (*clause.gaps[:-1], clause.lead):
        if isinstance(gap, cst.ParenthesizedWhitespace):
            return cst.ParenthesizedWhitespace(last_line=gap.last_line, indent=True)
        if "\\" in gap.value:  # type: ignore[attr-defined]
            return gap
    if "\n" not in text:
        return None
    if clause.statement.lpar:
        return cst.ParenthesizedWhitespace(last_line=cst.SimpleWhitespace(" " * (text.index("(") + 1)), indent=True)
    return cst.SimpleWhitespace(f" \\\n{indent}{layout.unit}")


def _wrapped(line: cst.SimpleStatementLine, clause: _Clause, layout: Layout, indent: str) -> str:
    """One name per line between parentheses; a comment at the end of the line stays on the first line."""
    import libcst as cst

    code = cst.Module([]).code_for_node
    module = "." * len(clause.statement.relative)
    module += code(clause.statement.module) if clause.statement.module else ""
    names = [code(entry.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for entry in clause.entries]
    comment = line.trailing_whitespace.comment
    return _hanging(f"from {module} import", names, layout, indent, comment.value if comment else "")


def _hanging(head: str, names: Sequence[str], layout: Layout, indent: str, comment: str = "") -> str:
    lines = [f"{head} (" + (f"  {comment}" if comment else "")]
    lines += [f"{indent}{layout.unit}{name}," for name in names]
    return "\n".join([*lines, f"{indent})"])


def _longest(text: str, indent: str) -> int:
    """Columns of the longest line of a statement whose first line stands after ``indent``."""
    first, *rest = text.split("\n")
    return max(_width(indent + _without_pragma(first)), *(_width(_without_pragma(line)) for line in rest), 0)


def _without_pragma(line: str) -> str:
    """``# noqa`` and its kind do not count: they are not for reading, and some of them allow long lines."""
    code, mark, comment = line.partition("#")
    pragma = comment.lstrip().lower().startswith(("noqa", "type:", "pylint:", "pragma:", "isort:", "nosec"))
    return code.rstrip() if mark and pragma else line


def _width(line: str) -> int:
    return len(line.expandtabs(4))
