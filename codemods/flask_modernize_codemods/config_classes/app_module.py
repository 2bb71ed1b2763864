"""An app's module without the settings that moved."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportDrop
from flask_modernize.project.objects import Variable
from flask_modernize.project.references import references
from flask_modernize.rewriting.lines_removed import removals
from flask_modernize.rewriting.source_text import comments_of, line_text, span
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Moved
from flask_modernize_codemods.config_classes.entries import imports_of, statements_of, used_helpers
from flask_modernize_codemods.config_classes.imports_used import is_used
from flask_modernize_codemods.config_classes.writes import Write

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.sources import SourceFile


class AppModule:
    """Takes settings, and what only they needed, out of the module of their app.

    ``app.config.from_object(get_config())`` is put in the place of the first one, except where the settings join a
    class that is loaded already.
    """

    def __init__(self, project: Project, settings: AppSettings) -> None:
        self.project = project
        self.settings = settings
        self.syntax = settings.syntax
        self.source = self.syntax.source
        self.path = self.syntax.path
        self.gone: list[tuple[int, int]] = []
        self.replaced: set[int] = set()
        self.edits: list[Edit] = []

    def dropped_imports(self) -> Iterator[ImportDrop]:
        """Imports that only the settings needed."""
        gone = {id(node) for each in self.settings.moved for node in ast.walk(each.setting.statement)}
        gone -= {id(node) for each in self._partly_kept() for node in ast.walk(each)}
        gone |= {
            id(node) for _, statement in statements_of(used_helpers(self.settings)) for node in ast.walk(statement)
        }
        names = {alias or (name or module).partition(".")[0] for module, name, alias in imports_of(self.settings)}
        for statement in self.syntax.module.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    if bound in names and not is_used(self.project, self.syntax, bound, gone):
                        yield ImportDrop(self.path, statement.lineno, bound)

    def _partly_kept(self) -> Iterator[ast.AST]:
        """Arguments of calls of which only some settings move."""
        moved = {id(each.setting.item) for each in self.settings.moved}
        for write in self.settings.writes:
            yield from (each.value for each in write.settings if id(each.item) not in moved)
            yield from (each.value for each in write.unclear)

    def spans(self) -> tuple[tuple[str, int, int], ...]:
        """The lines of the statements that write the settings."""
        statements = {each.setting.statement for each in self.settings.moved}
        return tuple(sorted((self.path, each.lineno, each.end_lineno or each.lineno) for each in statements))

    def take_out(self) -> list[str]:
        """Takes out what moved; gives the names to import from the config module."""
        names = ["get_config", *self.settings.constants, *self._take_out_helpers()]
        moved: dict[ast.stmt, list[Moved]] = {}
        for each in self.settings.moved:
            moved.setdefault(each.setting.statement, []).append(each)
        for statement, found in moved.items():
            self._take_out(statement, found)
        if self.settings.own_class is not None:
            self._remove_statement(self.settings.own_class)
        if self.settings.load is not None and self.settings.place is self.settings.load.statement:
            self._replace_load()
        self.edits += removals(self.path, self.source, self.gone, frozenset(self.replaced))
        return sorted(names)

    def _take_out_helpers(self) -> Iterator[str]:
        """Takes helpers out of the app's module; gives those that code still uses."""
        helpers = used_helpers(self.settings)
        taken = {id(node) for each in self.settings.moved for node in ast.walk(each.setting.value)}
        taken |= {id(node) for _, statement in statements_of(helpers) for node in ast.walk(statement)}
        for _, statement in statements_of(helpers):
            self._remove_statement(statement)
        for name in sorted(name for helper in helpers for name in helper.names):
            found = references(self.project, Variable(self.path, name))
            if any(id(each.node) not in taken for each in found):
                yield name

    def _take_out(self, statement: ast.stmt, moved: list[Moved]) -> None:
        write = next((each for each in self.settings.writes if each.statement is statement), None)
        is_place = statement is self.settings.place and not self.settings.beside
        if write is not None and len(moved) < len(write.settings) + len(write.unclear):
            self._take_out_items(write, moved)
            if is_place:
                start = self.source.line_span(statement.lineno)[0]
                self.edits.append(Edit(self.path, start, start, self.source.encode(self._load_line() + "\n")))
            return
        if not is_place:
            self._remove_statement(statement, comments=write is None or not write.is_call)
            return
        if write is None or not write.is_call:
            first = comments_of(self.source, statement.lineno, span(self.source, statement)[1]).first_line
            self.gone.append((first, statement.lineno - 1))
        self._replace_lines(statement, self._load_line())

    def _load_line(self) -> str:
        return f"{self._app_name()}.config.from_object(get_config())"

    def _app_name(self) -> str:
        place = self.settings.place
        assert place is not None
        for node in ast.walk(place):
            if isinstance(node, ast.Name) and node.id in self.settings.application.names:
                return node.id
        return self.settings.application.variable.name

    def _replace_lines(self, statement: ast.stmt, text: str) -> None:
        """Puts ``text`` in the place of a statement with its lines and the comment behind it."""
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        self.replaced.update(range(first, last + 1))
        start, end = self.source.line_span(first)[0], self.source.line_span(last)[1]
        had_end = self.source.data[start:end].endswith((b"\n", b"\r"))
        self.edits.append(Edit(self.path, start, end, self.source.encode(text + ("\n" if had_end else ""))))

    def _remove_statement(self, statement: ast.stmt, *, comments: bool = True) -> None:
        found = comments_of(self.source, statement.lineno, span(self.source, statement)[1])
        first = found.first_line if comments else statement.lineno
        self.gone.append((first, statement.end_lineno or statement.lineno))

    def _replace_load(self) -> None:
        load = self.settings.load
        assert load is not None
        lines = [self._load_line()]
        if self.settings.remaining:
            lines.insert(0, self.source.text(*span(self.source, load.statement)))
        last = load.statement.end_lineno or load.statement.lineno
        rest = self.source.text(span(self.source, load.statement)[1], self.source.line_span(last)[1]).rstrip("\n")
        self._replace_lines(load.statement, lines[0] + rest + "".join("\n" + line for line in lines[1:]))

    def _take_out_items(self, write: Write, moved: list[Moved]) -> None:
        """Removes some of the arguments or pairs of ``app.config.update(...)``."""
        gone = {id(each.setting.item) for each in moved}
        items = sorted(_item_spans(self.source, write), key=lambda each: each[1])
        kept_before: int | None = None
        for number, (node, start, end) in enumerate(items):
            if id(node) not in gone:
                kept_before = end
                continue
            following = items[number + 1 :]
            if following:
                self.edits.append(Edit(self.path, self._from(start), self._from(following[0][1]), b""))
            elif kept_before is not None:
                self.edits.append(Edit(self.path, kept_before, end, b""))
        self.edits[:] = _merged(self.path, self.edits)

    def _from(self, start: int) -> int:
        """The offset from which an item is taken out: that of its own comments, when they have lines of their own."""
        line = self.source.position(start)[0]
        above = comments_of(self.source, line, start)
        if not above.above:
            return start
        first = self.source.line_span(above.first_line)[0]
        return (
            first
            + len(line_text(self.source, above.first_line))
            - len(line_text(self.source, above.first_line).lstrip())
        )


def _merged(path: str, edits: Iterable[Edit]) -> list[Edit]:
    """Deletions that overlap or touch, as one."""
    result: list[Edit] = []
    for edit in sorted(edits):
        last = result[-1] if result else None
        if last and not last.replacement and not edit.replacement and edit.start <= last.end and last.end > last.start:
            result[-1] = Edit(path, last.start, max(last.end, edit.end), b"")
        else:
            result.append(edit)
    return result


def _item_spans(source: SourceFile, write: Write) -> Iterator[tuple[ast.AST, int, int]]:
    """Every argument or pair of a call, with its bytes."""
    for setting in write.settings:
        yield setting.item, span(source, setting.item)[0], span(source, setting.value)[1]
    for unclear in write.unclear:
        yield unclear.node, span(source, unclear.node)[0], span(source, unclear.value)[1]
