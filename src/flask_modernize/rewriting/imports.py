"""The import editor: the smallest edits that make names available, in the way that the file itself imports.

A name joins an import statement of its module where there is one, else it gets a line of its own where isort, or the
order that the file keeps, would put it. Nothing else is laid out anew. Only module-level statements count that run
always and before the new code does: not those under ``if TYPE_CHECKING`` or ``try``, not those at the bottom.

Names that are no longer imported are taken out at the same time. A statement that loses all its names makes room for
the one that brings the same names from elsewhere, or goes.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit, ImportDrop, ImportNeed
from flask_modernize.rewriting.import_blocks import (
    Row,
    Section,
    block_for,
    blocks_of,
    first_block,
    module_of,
    preamble,
    rows_of,
    section_of,
    sections_text,
)
from flask_modernize.rewriting.import_layout import layout_of, one_name_per_statement
from flask_modernize.rewriting.import_removal import (
    ImportNode,
    Removal,
    bound_name,
    dropped_aliases,
    remaining_comments,
    suites,
)
from flask_modernize.rewriting.import_statements import (
    ImportedName,
    Layout,
    edited_statement,
    new_statement,
)
from flask_modernize.rewriting.linter_comments import is_noqa

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

_ENDLESS = 1 << 30

_Imports = dict[str, list[ImportedName]]


def import_edits(
    path: str,
    source: SourceFile,
    module: ast.Module,
    needs: Sequence[ImportNeed],
    *,
    line_length: int = 0,
    first_party: Collection[str] = (),
    first_use: int = 0,
    drops: Collection[ImportDrop] = (),
) -> tuple[Edit, ...]:
    """Edits of ``path`` that make every need of that path available; needs already met, or of other paths, give none.

    What ``drops`` of that path say is taken out, unless a need asks for the same import.

    ``line_length`` in columns; 0 means what the file shows, normally 88. ``first_party`` are top-level names of
    the project itself (the folders of ``path`` are taken as such anyway). ``first_use`` is the 1-based line of the
    first module-level statement that holds new code: imports before it may be extended. Unknown (0), only the imports
    at the top are, up to the first statement that could use a name. Edits come sorted and do not overlap.

    Raises LookupError when no import statement starts on the line that a need must stand beside, or none that binds the
    name on the line of a drop.
    """
    wanted = sorted(
        {need for need in needs if need.path == path and not available(module, need, first_use)}, key=_order
    )
    dropped = _dropped(module, [drop for drop in drops if drop.path == path], needs)
    if not wanted and not dropped:
        return ()
    editor = _Editor(path, source, module, line_length, frozenset({*first_party, *path.split("/")[:-1]}), first_use)
    return editor.edits(wanted, dropped)


def _dropped(
    module: ast.Module, drops: Collection[ImportDrop], needs: Collection[ImportNeed]
) -> dict[ImportNode, list[ast.alias]]:
    """The aliases that go, by statement, without those that a need asks for."""
    found = dropped_aliases(module, drops)
    kept = {(need.module, need.name, need.alias) for need in needs}
    for statement, aliases in list(found.items()):
        found[statement] = [each for each in aliases if (module_of(statement), each.name, each.asname) not in kept]
        if not found[statement]:
            del found[statement]
    return found


def available(module: ast.Module, need: ImportNeed, first_use: int = 0) -> bool:
    """Whether the same import already binds the name of ``need`` where it is needed; see :func:`import_edits`."""
    if any(_provides(statement, need) for statement in _early_imports(module, first_use)):
        return True
    if not need.beside_line:
        return False
    for suite in suites(module):
        for index, statement in enumerate(suite):
            if statement.lineno == need.beside_line and isinstance(statement, (ast.Import, ast.ImportFrom)):
                return any(_provides(other, need) for other in (*suite[:index], *_import_run(suite, index)))
    return False


def _order(need: ImportNeed) -> tuple[int, str, str, str]:
    return need.beside_line, need.module, need.name, need.alias or ""


def _provides(statement: ast.stmt, need: ImportNeed) -> bool:
    if not need.name:
        return isinstance(statement, ast.Import) and any(
            alias.name == need.module and alias.asname == need.alias for alias in statement.names
        )
    if not isinstance(statement, ast.ImportFrom) or module_of(statement) != need.module:
        return False
    bound = need.alias or need.name
    return any(alias.name == need.name and (alias.asname or alias.name) == bound for alias in statement.names)


def _early_imports(module: ast.Module, first_use: int) -> Iterator[ast.Import | ast.ImportFrom]:
    """Module-level imports that have run when the new code runs."""
    if first_use:
        early: Iterable[ast.stmt] = (s for row in rows_of(module.body) if row.last < first_use for s in row.statements)
    else:
        early = (statement for row in preamble(module, 0) for statement in row.statements)
    return (statement for statement in early if isinstance(statement, (ast.Import, ast.ImportFrom)))


def _import_run(suite: Sequence[ast.stmt], index: int) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements from ``index`` on, up to the first other statement."""
    for statement in suite[index:]:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            return
        yield statement


def _can_grow(statement: ast.stmt, module: str) -> bool:
    return (
        isinstance(statement, ast.ImportFrom)
        and module_of(statement) == module
        and not any(alias.name == "*" for alias in statement.names)
    )


class _Editor:
    """One file, and what is being added to it."""

    def __init__(
        self, path: str, source: SourceFile, module: ast.Module, line_length: int, first_party: frozenset[str], use: int
    ) -> None:
        self.path = path
        self.source = source
        self.module = module
        self.first_party = first_party
        self.first_use = use
        self.lines = source.text(0, len(source.data)).split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        self.layout = layout_of(self.lines, module, line_length)
        self.emptied: dict[ImportNode, list[ast.alias]] = {}
        self.dropped: dict[ImportNode, list[ast.alias]] = {}

    def edits(self, needs: Sequence[ImportNeed], dropped: dict[ImportNode, list[ast.alias]]) -> tuple[Edit, ...]:
        """Names first join statements; then they take the place of statements that go; the rest becomes new lines."""
        self.dropped = dropped
        joining: dict[ImportNode, list[ImportedName]] = {}
        new_at_top: _Imports = {}
        new_beside: dict[int, _Imports] = {}
        for need in needs:
            name = ImportedName(need.name, need.alias)
            if need.beside_line:
                target = self._neighbour(need) if need.name else None
                fresh = new_beside.setdefault(need.beside_line, {})
            else:
                target, fresh = self._target(need.module) if need.name else None, new_at_top
            names = joining.setdefault(target, []) if target else fresh.setdefault(need.module, [])
            if name not in names:
                names.append(name)
        self.emptied = {s: d for s, d in dropped.items() if s not in joining and len(d) == len(s.names)}
        in_place = self._in_place(new_at_top, new_beside)
        edits: list[Edit] = []
        for statement in dict.fromkeys((*joining, *dropped)):
            if statement not in self.emptied:
                edits += self._edited(statement, joining.get(statement, []), dropped.get(statement, []))
        edits += [self._beside(line, imports) for line, imports in new_beside.items() if imports]
        edits += self._new_lines(new_at_top)
        if self.emptied:
            texts: dict[ast.stmt, list[str]] = {
                statement: self._texts(statement, in_place.get(statement, {})) for statement in self.emptied
            }
            heirs = [statement for statement, imports in in_place.items() if self._inherits(statement, imports)]
            edits += Removal(self.path, self.source, self.lines, self.module, texts, heirs).edits()
        return _joined(edits)

    def _in_place(self, at_top: _Imports, beside: dict[int, _Imports]) -> dict[ImportNode, _Imports]:
        """The new imports that stand where an emptied statement stood; they are taken out of the arguments."""
        found: dict[ImportNode, _Imports] = {}
        for statement in self.emptied:
            chosen: _Imports = {}
            if statement.lineno in beside:
                suite, index = self._beside_statement(statement.lineno)
                chosen = beside.pop(statement.lineno) if suite[index] is statement else {}
            if statement in self.module.body and (not self.first_use or statement.lineno < self.first_use):
                for module, names in list(at_top.items()):
                    whole = any(not name.name for name in names)
                    if whole and self._section(module) != self._section(module_of(statement)):
                        continue
                    if self._inherits(statement, {module: names}) and self._keeps_order(statement, module):
                        _merge(chosen, {module: at_top.pop(module)})
            if chosen:
                found[statement] = chosen
        if at_top and not any(isinstance(s, ImportNode) for row in self._staying_rows() for s in row.statements):
            # Nothing is left for the new imports to stand with, but the places of those that go.
            for statement in self.emptied:
                if statement in self.module.body and (not self.first_use or statement.lineno < self.first_use):
                    _merge(found.setdefault(statement, {}), at_top)
                    at_top.clear()
                    break
        return found

    def _section(self, module: str) -> Section:
        return section_of(module, self.first_party)

    def _staying_rows(self) -> list[Row]:
        """The rows at the top of the file without those that lose all their statements."""
        rows = preamble(self.module, self.first_use)
        return [row for row in rows if not all(statement in self.emptied for statement in row.statements)]

    def _inherits(self, statement: ImportNode, imports: _Imports) -> bool:
        """Whether the new imports bring a name that an emptied statement brought."""
        gone = {bound_name(statement, alias) for alias in statement.names}
        return any((name.bound or module) in gone for module, names in imports.items() for name in names)

    def _keeps_order(self, statement: ImportNode, module: str) -> bool:
        """Whether an import of ``module`` in the place of a statement leaves its neighbours in the order they have."""
        run: list[ImportNode] = []
        last = 0
        for row in rows_of(self.module.body):
            if row.only_import is None or (last and row.first != last + 1):
                if statement in run:
                    break
                run = []
            if row.only_import is not None:
                run.append(row.only_import)
            last = row.last
        section = section_of(module, self.first_party)
        if section != section_of(module_of(statement), self.first_party):
            return len(run) == 1
        same = [
            s for s in run if isinstance(s, ast.ImportFrom) and section_of(module_of(s), self.first_party) == section
        ]
        keys = [module_of(each).lower() for each in same]
        changed = [module.lower() if each is statement else module_of(each).lower() for each in same]
        return keys != sorted(keys) or changed == sorted(changed)

    def _texts(self, statement: ImportNode, imports: _Imports) -> list[str]:
        """The statements that stand where an emptied one stood, as text; their first lines are not indented."""
        start = self._span(statement)[0]
        before = self.source.text(self.source.line_span(statement.lineno)[0], start)
        wide = bool(before.strip())
        layout = Layout(limit=_ENDLESS) if wide else self.layout
        indent = "" if wide else before
        return [
            new_statement(module, names, layout, indent).removeprefix(indent)
            for module, names in sorted(imports.items())
        ]

    def _edited(self, statement: ImportNode, names: Sequence[ImportedName], dropped: Sequence[ast.alias]) -> list[Edit]:
        """One statement with names added and taken out."""
        edit = self._extend(statement, names, dropped)
        if edit is not None:
            return [edit]
        if dropped:
            raise LookupError(f"{self.path}: the import on line {statement.lineno} cannot be read")
        return [self._beside(statement.lineno, {module_of(statement): list(names)})]

    def _target(self, module: str) -> ast.ImportFrom | None:
        """The statement at the top that imports from ``module``, has its lines for itself and can take a name.

        The new name stands where one goes, if there are several.
        """
        rows = [row for row in rows_of(self.module.body) if row.only_import]
        early = {id(statement) for statement in _early_imports(self.module, self.first_use)}
        statements = [row.only_import for row in rows if id(row.only_import) in early]
        found = [s for s in statements if isinstance(s, ast.ImportFrom) and _can_grow(s, module)]
        if not found or (len(found[0].names) == 1 and one_name_per_statement(statements)):
            return None
        return next((statement for statement in found if statement in self.dropped), found[0])

    def _neighbour(self, need: ImportNeed) -> ast.ImportFrom | None:
        """The statement on the need's line, or an import directly after it, that imports from the need's module."""
        suite, index = self._beside_statement(need.beside_line)
        found = [s for s in _import_run(suite, index) if _can_grow(s, need.module)]
        return found[0] if found and isinstance(found[0], ast.ImportFrom) else None

    def _beside_statement(self, line: int) -> tuple[list[ast.stmt], int]:
        """The suite and index of the import that starts on ``line``: the last one, where ``;`` joins several."""
        for suite in suites(self.module):
            on_line = [
                i for i, s in enumerate(suite) if s.lineno == line and isinstance(s, (ast.Import, ast.ImportFrom))
            ]
            if on_line:
                return suite, on_line[-1]
        raise LookupError(f"{self.path}: no import statement starts on line {line}")

    def _extend(
        self, statement: ImportNode, names: Sequence[ImportedName], dropped: Sequence[ast.alias]
    ) -> Edit | None:
        """None when libcst cannot read the statement."""
        source = self.source
        start, end = self._span(statement)
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        before = source.text(source.line_span(first)[0], start)
        after = source.text(end, source.line_span(last)[1]).removesuffix("\n")
        alone = not before.strip() and (not after.strip() or after.lstrip().startswith("#"))
        old = source.text(start, end) + (after if alone else "")
        going = [index for index, alias in enumerate(statement.names) if alias in dropped]
        new = edited_statement(old, names, going, self.layout, before if alone else "", may_wrap=alone)
        if new is None:
            return None
        if not alone:
            return Edit(self.path, start, end, source.encode(new))
        return self._replace_lines(first, before + old, before + new)

    def _replace_lines(self, first: int, old: str, new: str) -> Edit:
        """Replaces only the lines that differ, so that the line ends of the others stay whatever they are."""
        was, now = old.split("\n"), new.split("\n")
        head = 0
        while head < min(len(was), len(now)) and was[head] == now[head]:
            head += 1
        tail = 0
        while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
            tail += 1
        start = self.source.line_span(first + head)[0]
        last_old = first + len(was) - tail - 1
        text = "".join(line + "\n" for line in now[head : len(now) - tail])
        if last_old < first + head:
            return Edit(self.path, start, start, self.source.encode(text))
        end = self.source.line_span(last_old)[1]
        if self._ends_without_newline(last_old):
            text = text.removesuffix("\n")
        return Edit(self.path, start, end, self.source.encode(text))

    def _new_lines(self, imports: _Imports) -> list[Edit]:
        modules = sorted(imports.items())
        gone = {line for each in self.emptied for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
        blocks = blocks_of(self._staying_rows(), self.lines, self.first_party, gone)
        texts = [(module, text) for module, names in modules for text in self._statements(module, names)]
        if texts and not blocks:
            insertion = first_block(self.module, self.lines, sections_text(texts, self.first_party))
            return [self._insert(insertion.line, insertion.after, insertion.text)]
        for module, text in texts:
            block = block_for(blocks, module, self.first_party)
            assert block is not None
            block.add(module, text, self.first_party)
        return [self._insert(i.line, i.after, i.text) for block in blocks for i in block.insertions()]

    def _statements(self, module: str, names: Sequence[ImportedName]) -> list[str]:
        """New statements for ``module``: one for each name where the file has it so, else one for all."""
        plain = [name for name in names if not name.name]
        if plain:
            rest = [name for name in names if name.name]
            return [*(self._fresh(module, [name]) for name in plain), *(self._statements(module, rest) if rest else ())]
        rows = [row.only_import for row in preamble(self.module, self.first_use)]
        if one_name_per_statement(rows):
            return [self._fresh(module, [name]) for name in sorted(names, key=str)]
        return [self._fresh(module, names)]

    def _fresh(self, module: str, names: Sequence[ImportedName], indent: str = "") -> str:
        """A new statement. Where a name comes from an import that a linter was told to leave alone, so is this one."""
        text = new_statement(module, names, self.layout, indent)
        bound = {name.bound for name in names}
        for statement, aliases in self.dropped.items():
            if bound & {bound_name(statement, alias) for alias in aliases}:
                comment = self._noqa(statement)
                if comment:
                    first, *rest = text.split("\n")
                    return "\n".join([f"{first}  {comment}", *rest])
        return text

    def _noqa(self, statement: ImportNode) -> str:
        """The ``# noqa`` at the end of a statement; empty where there is none."""
        last = statement.end_lineno or statement.lineno
        lines = self.source.text(self.source.line_span(statement.lineno)[0], self.source.line_span(last)[1])
        comment = remaining_comments(lines.strip()).at_end
        return comment if is_noqa(comment) else ""

    def _insert(self, line: int, after: bool, text: str) -> Edit:
        """``text`` (whole lines) directly before or after ``line``."""
        start, end = self.source.line_span(line)
        if not after:
            return Edit(self.path, start, start, self.source.encode(text))
        if self._ends_without_newline(line):
            text = "\n" + text.removesuffix("\n")
        return Edit(self.path, end, end, self.source.encode(text))

    def _ends_without_newline(self, line: int) -> bool:
        end = self.source.line_span(line)[1]
        return end == len(self.source.data) and not self.source.data.endswith((b"\n", b"\r"))

    def _beside(self, line: int, imports: _Imports) -> Edit:
        suite, index = self._beside_statement(line)
        statement = suite[index]
        source = self.source
        start, end = self._span(statement)
        last = statement.end_lineno or statement.lineno
        before = source.text(source.line_span(statement.lineno)[0], start)
        after = source.text(end, source.line_span(last)[1]).strip()
        modules = sorted(imports.items())
        if before.strip() or (after and not after.startswith("#")):
            wide = Layout(limit=_ENDLESS)
            text = "".join(f"; {new_statement(module, names, wide)}" for module, names in modules)
            return Edit(self.path, end, end, source.encode(text))
        text = "".join(self._fresh(module, names, before) + "\n" for module, names in modules)
        return self._insert(last, True, text)

    def _span(self, statement: ast.stmt) -> tuple[int, int]:
        source = self.source
        last, column = statement.end_lineno or statement.lineno, statement.end_col_offset or 0
        return source.offset(statement.lineno, statement.col_offset), source.offset(last, column)


def _merge(into: _Imports, more: _Imports) -> None:
    for module, names in more.items():
        into[module] = list(dict.fromkeys([*into.get(module, []), *names]))


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sorted; insertions at the same place become one edit, in the order in which they were made."""
    insertions: dict[tuple[str, int], bytes] = {}
    others: list[Edit] = []
    for edit in edits:
        if edit.start == edit.end:
            key = edit.path, edit.start
            insertions[key] = insertions.get(key, b"") + edit.replacement
        else:
            others.append(edit)
    return tuple(sorted([*others, *(Edit(path, at, at, text) for (path, at), text in insertions.items())]))
