"""One import statement: adding names to an existing one, taking some out, and writing a new one.

Only the text of that statement is given to libcst, and none where it is as plain as most are. Nothing that stands in it
is lost or laid out anew, except that a statement on one line which would become too long is broken as the file breaks
others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from flask_modernize.rewriting.linter_comments import is_linter_comment

if TYPE_CHECKING:
    import libcst as cst

    Whitespace = cst.BaseParenthesizableWhitespace


Wrap = Literal["one_per_line", "aligned", "backslash"]
"""One name per line between parentheses; lines filled behind a parenthesis; lines that end in a backslash."""


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
    ``wrap`` is how names that do not fit on one line are broken.
    """

    limit: int = 88
    unit: str = "    "
    longest: int = 0
    wrap: Wrap = "one_per_line"

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
    """A whole import statement, without a final line end; ``indent`` stands before each of its lines.

    A name that is empty stands for the module itself, which has a statement of its own.
    """
    plain = [f"{indent}import {ImportedName(module, item.alias)}" for item in names if not item.name]
    if plain:
        rest = [item for item in names if item.name]
        return "\n".join([*plain, *([new_statement(module, rest, layout, indent)] if rest else [])])
    ordered = sorted(names, key=lambda item: (by_kind(item.name), str(item)))
    line = f"{indent}from {module} import {', '.join(map(str, ordered))}"
    if _width(line) <= layout.allowed or len(ordered) == 1:
        return line
    return _broken(f"{indent}from {module} import", [str(item) for item in ordered], layout, indent)


def edited_statement(
    text: str,
    names: Sequence[ImportedName],
    dropped: Collection[int],
    layout: Layout,
    indent: str = "",
    *,
    may_wrap: bool = True,
) -> str | None:
    """``text``, one import with its trailing comment and without its indentation, with ``names`` added.

    ``dropped`` are the positions of the names that go, which must not be all unless others come; names can only be
    added to a from-import. ``may_wrap`` False keeps a statement on one line however long it gets. None when libcst
    cannot read the text.
    """
    plain = _edited_as_text(text, names, layout, indent, may_wrap=may_wrap) if not dropped else None
    if plain is not None:
        return plain
    import libcst as cst

    try:
        line = cst.parse_module(text + "\n").body[0]
    except cst.ParserSyntaxError:
        return None
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.ImportFrom | cst.Import):
        return None
    clause = _Clause.of(line.body[0])
    was_too_long = _longest(text, indent) > layout.limit
    filled = any(not _is_broken(gap) for gap in clause.gaps[:-1])
    for name in names:
        clause = _with_name(line, clause, name, layout, indent, dropped)
        dropped = {index + (index >= clause.added) for index in dropped}
    for index in sorted(dropped, reverse=True):
        clause = clause.without(index)
    if dropped:
        clause = clause.without_parentheses(was_broken="\n" in text)
        whole = clause.on_one_line() if filled else None
        if whole is not None and _longest(_printed(line, whole), indent) <= layout.limit:
            clause = whole
    result = _printed(line, clause)
    if "\n" in text or not may_wrap or was_too_long or _longest(result, indent) <= layout.allowed:
        return result
    return _wrapped(line, clause, layout, indent)


_NAME = r"\w+(?: as \w+)?"
_ROW = rf"{_NAME}(?:, {_NAME})*"
_ON_ONE_LINE = re.compile(rf"(from (\.*[\w.]*) import )({_ROW})([ \t]*(#.*)?)")
_ON_ROWS = re.compile(
    rf"(from \.*[\w.]* import \(\n)((?P<margin>[ \t]+){_NAME},[ \t]*(?:#.*)?\n(?:(?P=margin){_NAME},[ \t]*(?:#.*)?\n)*)"
    r"([ \t]*\)[ \t]*(?:#.*)?)"
)
_FILLED = re.compile(
    rf"(from \.*[\w.]* import \(\n)((?P<margin>[ \t]+){_ROW}(?:,\n(?P=margin){_ROW})*)(,?\n[ \t]*\)[ \t]*(?:#.*)?)"
)


def _edited_as_text(
    text: str, names: Sequence[ImportedName], layout: Layout, indent: str, *, may_wrap: bool
) -> str | None:
    """The statement with ``names``, for the layouts that most have: all on one line, a name on each, or filled lines.

    None for others.
    """
    found = _ON_ONE_LINE.fullmatch(text)
    if found is not None:
        head, module, there, tail, comment = found.groups()
        entries = there.split(", ")
        for name in names:
            entries.insert(_place_for(name, entries), str(name))
        result = head + ", ".join(entries) + tail
        may_stay = not may_wrap or _longest(text, indent) > layout.limit or _longest(result, indent) <= layout.allowed
        return result if may_stay else _broken(f"from {module} import", entries, layout, indent, comment or "")
    found = _ON_ROWS.fullmatch(text)
    if found is not None:
        head, there, margin, tail = found.groups()
        rows = there.splitlines(keepends=True)
        for name in names:
            rows.insert(_place_for(name, [row.strip().partition(",")[0] for row in rows]), f"{margin}{name},\n")
        return head + "".join(rows) + tail
    found = _FILLED.fullmatch(text)
    return _with_lines_filled(found, names, layout, indent) if found is not None else None


def _place_for(name: ImportedName, entries: Sequence[str]) -> int:
    return insertion_index([each.partition(" ")[0] for each in entries], name.name)


def _with_lines_filled(found: re.Match[str], names: Sequence[ImportedName], layout: Layout, indent: str) -> str | None:
    """Each name goes on the line where it belongs, which is broken behind or before it if it gets too long."""
    head, there, margin, tail = found.groups()
    between = f",\n{margin}"
    lines = [line.split(", ") for line in there.removeprefix(margin).split(between)]

    def printed(lines: Sequence[Sequence[str]]) -> str:
        return head + margin + between.join([", ".join(line) for line in lines]) + tail

    for name in names:
        if all(len(line) == 1 for line in lines):
            return None  # a name on each line
        limit = max(layout.limit, _longest(printed(lines), indent))
        place = _place_for(name, [each for line in lines for each in line])
        row = 0
        while place > len(lines[row]) or (place == len(lines[row]) and row < len(lines) - 1):
            place -= len(lines[row])
            row += 1
        above, line, below = lines[:row], lines[row], lines[row + 1 :]
        start, rest = line[:place], line[place:]
        choices = [[[*start, str(name), *rest]]]
        if rest:
            choices.append([[*start, str(name)], rest])
        fitting = [each for each in choices if _longest(printed([*above, *each, *below]), indent) <= limit]
        otherwise = [start, [str(name), *rest]] if start else choices[0]
        lines = [*above, *(fitting[0] if fitting else otherwise), *below]
    return printed(lines)


@dataclass(frozen=True, slots=True)
class _Clause:
    """The names of one import and the white space between them: ``lead`` before the first, ``gaps`` after each."""

    statement: cst.ImportFrom | cst.Import
    lead: Whitespace
    entries: tuple[cst.ImportAlias, ...]
    gaps: tuple[Whitespace, ...]
    trailing_comma: bool
    added: int = 0
    """Where the last name was added."""

    @staticmethod
    def of(statement: cst.ImportFrom | cst.Import) -> _Clause:
        import libcst as cst

        assert not isinstance(statement.names, cst.ImportStar)
        nothing = cst.SimpleWhitespace("")
        lead = closing = nothing
        if isinstance(statement, cst.ImportFrom) and statement.lpar and statement.rpar:
            lead, closing = statement.lpar.whitespace_after, statement.rpar.whitespace_before  # type: ignore[assignment]
        gaps = [e.comma.whitespace_after if isinstance(e.comma, cst.Comma) else closing for e in statement.names]
        trailing_comma = isinstance(statement.names[-1].comma, cst.Comma)
        return _Clause(statement, lead, tuple(statement.names), tuple(gaps), trailing_comma)

    def node(self) -> cst.ImportFrom | cst.Import:
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
        if isinstance(statement, cst.Import):
            return statement.with_changes(names=entries)
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
            return replace(self, lead=before, entries=entries, gaps=(after, *self.gaps), added=index)
        gaps = (*self.gaps[: index - 1], before, after, *self.gaps[index:])
        return replace(self, entries=entries, gaps=gaps, added=index)

    def without(self, index: int) -> _Clause:
        """The same without one name. Comments on lines of their own stay; so does one at the end of a line, on its own
        line where the name had the line for itself.
        """
        before, after = self.gap_before(index), self.gaps[index]
        entries = (*self.entries[:index], *self.entries[index + 1 :])
        if index == 0:
            return replace(self, lead=_merged(before, after, before), entries=entries, gaps=self.gaps[1:])
        last = index == len(self.entries) - 1
        merged = _merged(before, after, after if last or _is_broken(after) else before)
        return replace(self, entries=entries, gaps=(*self.gaps[: index - 1], merged, *self.gaps[index + 1 :]))

    def without_parentheses(self, *, was_broken: bool) -> _Clause:
        """The same without parentheses that were there for line breaks that are no more, or around a single name."""
        import libcst as cst

        statement = self.statement
        gaps = (self.lead, *self.gaps)
        if isinstance(statement, cst.Import) or not statement.lpar or any(_has_comment(gap) for gap in gaps):
            return self
        alone = len(self.entries) == 1
        if not alone and (not was_broken or any(_is_broken(gap) for gap in gaps)):
            return self
        nothing = cst.SimpleWhitespace("")
        bare = statement.with_changes(lpar=None, rpar=None, whitespace_after_import=cst.SimpleWhitespace(" "))
        gaps = (nothing,) if alone else (*self.gaps[:-1], nothing)
        return replace(self, statement=bare, lead=nothing, gaps=gaps, trailing_comma=False)

    def on_one_line(self) -> _Clause | None:
        """The same without line breaks; None where there are none, or comments, or the first name is on its own."""
        import libcst as cst

        gaps = (self.lead, *self.gaps)
        if _is_broken(self.lead) or any(_has_comment(gap) for gap in gaps) or not any(map(_is_broken, gaps)):
            return None
        nothing, space = cst.SimpleWhitespace(""), cst.SimpleWhitespace(" ")
        statement = self.statement
        if isinstance(statement, cst.ImportFrom):
            statement = statement.with_changes(lpar=None, rpar=None, whitespace_after_import=space)
        between = (*[space] * (len(self.entries) - 1), nothing)
        return replace(self, statement=statement, lead=nothing, gaps=between, trailing_comma=False)

    def gap_before(self, index: int) -> Whitespace:
        return self.gaps[index - 1] if index else self.lead

    @property
    def one_per_line(self) -> bool:
        between = self.gaps[:-1] or (self.lead,)
        return all(_is_break(gap) for gap in between)


def _is_break(gap: Whitespace) -> bool:
    import libcst as cst

    return isinstance(gap, cst.ParenthesizedWhitespace)


def _is_broken(gap: Whitespace) -> bool:
    """Whether a line ends in a gap, between parentheses or with a backslash."""
    return _is_break(gap) or "\\" in gap.value  # type: ignore[attr-defined]


def _has_comment(gap: Whitespace) -> bool:
    import libcst as cst

    if not isinstance(gap, cst.ParenthesizedWhitespace):
        return False
    return gap.first_line.comment is not None or any(line.comment is not None for line in gap.empty_lines)


def _merged(before: Whitespace, after: Whitespace, form: Whitespace) -> Whitespace:
    """One gap for the two around a name that goes: laid out as ``form``, with the comments of both."""
    import libcst as cst

    breaks = [gap for gap in (form, after, before) if isinstance(gap, cst.ParenthesizedWhitespace)]
    if not breaks or not (_has_comment(before) or _has_comment(after)):
        return form
    base = breaks[0]
    first_line, own_lines = base.first_line, []
    if isinstance(before, cst.ParenthesizedWhitespace):
        first_line, own_lines = before.first_line, list(before.empty_lines)
        margin = before.last_line
        end = after.first_line.comment if isinstance(after, cst.ParenthesizedWhitespace) else None
        if end is not None and not is_linter_comment(end.value):
            own_lines.append(cst.EmptyLine(indent=True, whitespace=margin, comment=end))
    elif isinstance(after, cst.ParenthesizedWhitespace):
        first_line = after.first_line
    if isinstance(after, cst.ParenthesizedWhitespace):
        own_lines += after.empty_lines
    return base.with_changes(first_line=first_line, empty_lines=own_lines)


def _printed(line: cst.SimpleStatementLine, clause: _Clause) -> str:
    import libcst as cst

    return cst.Module([line.with_changes(body=[clause.node(), *line.body[1:]])]).code.removesuffix("\n")


def _with_name(
    line: cst.SimpleStatementLine,
    clause: _Clause,
    name: ImportedName,
    layout: Layout,
    indent: str,
    dropped: Collection[int],
) -> _Clause:
    """``dropped``: positions of names that will go, and have no say about the order."""
    staying = [index for index in range(len(clause.entries)) if index not in dropped]
    place = insertion_index([str(clause.entries[index].name.value) for index in staying], name.name)
    index = staying[place - 1] + 1 if place else 0
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
    if isinstance(clause.statement, cst.ImportFrom) and clause.statement.lpar:
        return cst.ParenthesizedWhitespace(last_line=cst.SimpleWhitespace(" " * (text.index("(") + 1)), indent=True)
    return cst.SimpleWhitespace(f" \\\n{indent}{layout.unit}")


def _wrapped(line: cst.SimpleStatementLine, clause: _Clause, layout: Layout, indent: str) -> str:
    """Broken in the way of the file; a comment at the end of the line stays on the first line."""
    import libcst as cst

    code = cst.Module([]).code_for_node
    if isinstance(clause.statement, cst.Import):
        return _printed(line, clause)
    module = "." * len(clause.statement.relative)
    module += code(clause.statement.module) if clause.statement.module else ""
    names = [code(entry.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for entry in clause.entries]
    comment = line.trailing_whitespace.comment
    return _broken(f"from {module} import", names, layout, indent, comment.value if comment else "")


def _broken(head: str, names: Sequence[str], layout: Layout, indent: str, comment: str = "") -> str:
    """A from-import on several lines: ``head`` is what stands before the names."""
    aligned = layout.wrap == "aligned"
    shift = 0 if head.startswith(indent) else _width(indent)
    margin = _width(head) + len(" (") + shift
    too_deep = aligned and margin + max(map(len, names)) >= layout.limit
    for_reading = bool(comment) and not (aligned and is_linter_comment(comment))
    if layout.wrap == "one_per_line" or too_deep or for_reading:
        return _hanging(head, names, layout, indent, comment)
    rest = " " * margin if aligned else indent + layout.unit
    lines = [f"{head} ({names[0]}" if aligned else f"{head} {names[0]}"]
    for name in names[1:]:
        room = layout.limit - (shift if len(lines) == 1 else 0) - len(", \\" if not aligned else ",")
        if _width(f"{lines[-1]}, {name}") <= room:
            lines[-1] += f", {name}"
        else:
            lines.append(f"{rest}{name}")
    if comment and len(lines) > 1:
        lines[0] += f",  {comment}"
        return "\n".join([lines[0], ",\n".join(lines[1:]) + ")"])
    return ",\n".join(lines) + ")" if aligned else ", \\\n".join(lines)


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
    return code.rstrip() if mark and is_linter_comment(f"#{comment}") else line


def _width(line: str) -> int:
    return len(line.expandtabs(4))
