"""Writes the config module of one app, and the app's module without the settings that moved."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Group, ImportDrop, ImportNeed
from flask_modernize.project.objects import Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Moved
from flask_modernize_codemods.config_classes.backing import Backing, Choices
from flask_modernize_codemods.config_classes.config_module import (
    Entry,
    EnvironmentVariable,
    module_text,
    setting_text,
)
from flask_modernize_codemods.config_classes.environment_changes import Environment
from flask_modernize_codemods.config_classes.environment_names import (
    application_name,
)
from flask_modernize_codemods.config_classes.imports_used import is_used
from flask_modernize_codemods.config_classes.lines_removed import removals
from flask_modernize_codemods.config_classes.movable import Helper, Needs
from flask_modernize_codemods.config_classes.place import Place
from flask_modernize_codemods.config_classes.source_text import (
    Comments,
    assigned_text,
    comments_of,
    line_text,
    replaced_text,
    span,
    stands_alone,
)
from flask_modernize_codemods.config_classes.writes import Write

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class AppEdits:
    """A group, and the variables that its settings are read from."""

    group: Group
    variables: list[EnvironmentVariable]


def write_app(project: Project, settings: AppSettings, place: Place, choices: Choices) -> AppEdits:
    """The edits that move the settings of one app to ``place``."""
    return _Writer(project, settings, place, choices).run()


class _Writer:
    def __init__(self, project: Project, settings: AppSettings, place: Place, choices: Choices) -> None:
        self.project = project
        self.settings = settings
        self.place = place
        self.choices = choices
        self.syntax = settings.syntax
        self.source = self.syntax.source
        self.path = self.syntax.path
        self.style = choices.style_of(self.source.data)
        self.backing = Backing(choices, application_name(self.path))
        self.gone: list[tuple[int, int]] = []
        self.replaced: set[int] = set()
        self.edits: list[Edit] = []
        self.inlined: set[Helper] = set()
        self.root = self._root_name()

    def run(self) -> AppEdits:
        entries = [self._entry(each) for each in self.settings.moved]
        helpers = [each for each in self._used_helpers() if not each.inline]
        root, others = self._root_helper(), self._helper_texts(helpers)
        statements = [*root, *([""] if root and others else []), *others]
        text = module_text(entries, self._imports(), statements, self.backing.profiles(self.style), self.style)
        names = self._edit_app()
        return AppEdits(self._group(text, names), self.backing.variables)

    def _group(self, text: str, names: list[str]) -> Group:
        place = self.settings.place
        assert place is not None
        data = text.replace("\n", self.source.newline).encode()
        statements = {each.setting.statement for each in self.settings.moved}
        spans = sorted((self.path, each.lineno, each.end_lineno or each.lineno) for each in statements)
        needs, edits = self._import(names)
        return Group(
            title=f"{len(self.settings.moved)} settings become a config class",
            path=self.path,
            line=place.lineno,
            edits=tuple(sorted([*self.edits, *edits])),
            imports=needs,
            files=(FileChange(self.place.path, data),),
            statements=tuple(spans),
            sites=len(self.settings.moved),
            dropped_imports=tuple(self._dropped_imports()),
        )

    def _import(self, names: list[str]) -> tuple[tuple[ImportNeed, ...], list[Edit]]:
        """The import of the config module: at the top, unless the environment is changed before it may be read."""
        place = self.settings.place
        assert place is not None
        environment = Environment(self.project, self.path)
        changing = [
            each for each in self.syntax.module.body if each.lineno < place.lineno and environment.changed_by(each)
        ]
        if not changing:
            return tuple(ImportNeed(self.path, self.place.module, name) for name in names), []
        last = changing[-1]
        if isinstance(last, ast.Import | ast.ImportFrom):
            return tuple(ImportNeed(self.path, self.place.module, n, beside_line=last.lineno) for n in names), []
        start = self.source.line_span(last.end_lineno or last.lineno)[1]
        text = f"\nfrom {self.place.module} import {', '.join(names)}  # noqa: E402\n"
        return (), [Edit(self.path, start, start, self.source.encode(text))]

    def _dropped_imports(self) -> Iterator[ImportDrop]:
        """Imports that only the settings needed."""
        gone = {id(node) for each in self.settings.moved for node in ast.walk(each.setting.statement)}
        gone -= {id(node) for each in self._partly_kept() for node in ast.walk(each)}
        gone |= {id(node) for _, statement in _statements(self._used_helpers()) for node in ast.walk(statement)}
        names = {alias or (name or module).partition(".")[0] for module, name, alias in self._imports()}
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

    def _imports(self) -> set[tuple[str, str | None, str | None]]:
        return {each for moved in self.settings.moved for each in moved.needs.imports}

    # -- the settings --------------------------------------------------------------------------------------------------

    def _entry(self, moved: Moved) -> Entry:
        setting = moved.setting
        comments = self._comments(moved)
        text, column = self._value_text(moved)
        kind, variable = self.backing.take(setting.key, setting.value, text, self._around(moved))
        laid_out = setting_text(setting.key, text, kind, variable, self.style, column=column)
        gap = comments.first_line > 1 and moved is not self.settings.moved[0] and self._gap_above(comments.first_line)
        above, behind = comments.above, comments.behind
        too_long = len(f"    {setting.key} = {laid_out}  {behind}") > self.style.limit
        if behind and kind is not None and ("\n" in laid_out or too_long):
            above, behind = (*above, behind), ""
        return Entry(setting.key, laid_out, above, behind, gap, self._prelude(moved))

    def _prelude(self, moved: Moved) -> tuple[str, ...]:
        """The inline helpers that no setting before this one has brought along."""
        needed = {self.settings.helpers[name] for name in moved.needs.helpers}
        new = {each for each in needed if each.inline} - self.inlined
        self.inlined |= new
        return tuple(self._helper_texts(new))

    def _gap_above(self, line: int) -> bool:
        return not line_text(self.source, line - 1).strip()

    def _comments(self, moved: Moved) -> Comments:
        item = moved.setting.item
        first = item.lineno  # type: ignore[attr-defined]
        end = span(self.source, moved.setting.value if item is not moved.setting.statement else item)[1]
        found = comments_of(self.source, first, end)
        shares = item is not moved.setting.statement and first == moved.setting.statement.lineno
        if shares:  # a comment above a call is about the call
            return Comments((), found.behind if self._last_on_line(end) else "", first)
        return found

    def _last_on_line(self, end: int) -> bool:
        line = self.source.position(end)[0]
        return self.source.text(end, self.source.line_span(line)[1]).lstrip(" ,)}").startswith(("#", "\n"))

    def _value_text(self, moved: Moved) -> tuple[str, int]:
        """The text of a value, with ``app.config["K"]`` as ``K``, and the column that it starts at."""
        setting = moved.setting
        start, end = span(self.source, setting.value)
        if isinstance(setting.statement, ast.Assign):
            raw = assigned_text(self.source, setting.statement)
            end = span(self.source, setting.statement)[1]
            start = end - len(self.source.encode(raw))
        text = replaced_text(self.source, start, end, self._replacements(moved.needs))
        if "\n" in text and not stands_alone(text):
            text = f"({text})"
        return text, setting.value.col_offset

    def _replacements(self, needs: Needs) -> list[tuple[ast.expr, str]]:
        return [*needs.settings, *((node, self.root) for node in needs.roots)]

    def _around(self, moved: Moved) -> Iterator[ast.AST]:
        """The statements that help to compute a value."""
        for name in moved.needs.helpers:
            yield from self.settings.helpers[name].statements

    def _used_helpers(self) -> list[Helper]:
        """The helpers of all settings, in program order."""
        names = {name for moved in self.settings.moved for name in moved.needs.helpers}
        found = {self.settings.helpers[name] for name in names}
        return sorted(found, key=lambda each: each.statements[0].lineno)

    def _helper_texts(self, helpers: Iterable[Helper]) -> list[str]:
        """The statements of helpers with their comments and the blank lines between them, in program order."""
        found: list[str] = []
        for helper, statement in sorted(_statements(helpers), key=lambda each: each[1].lineno):
            start, end = span(self.source, statement)
            comments = comments_of(self.source, statement.lineno, end)
            behind = f"  {comments.behind}" if comments.behind else ""
            text = replaced_text(self.source, start, end, self._replacements(helper.needs))
            if found and self._gap_above(comments.first_line):
                found.append("")
            found.append("\n".join([*comments.above, text + behind]))
        return found

    def _root_name(self) -> str:
        """What the directory of the module is called in the config module."""
        taken = {name for moved in self.settings.moved for name in moved.needs.helpers}
        return "root_path" if "basedir" in taken else "basedir"

    def _root_helper(self) -> list[str]:
        needs = [moved.needs for moved in self.settings.moved] + [each.needs for each in self._used_helpers()]
        if not any(each.roots for each in needs):
            return []
        return [f"{self.root} = os.path.abspath(os.path.dirname(__file__))"]

    # -- the app's module ----------------------------------------------------------------------------------------------

    def _edit_app(self) -> list[str]:
        """Takes out what moved; gives the names to import from the config module."""
        names = ["get_config", *self._take_out_helpers()]
        moved: dict[ast.stmt, list[Moved]] = {}
        for each in self.settings.moved:
            moved.setdefault(each.setting.statement, []).append(each)
        for statement, found in moved.items():
            self._take_out(statement, found)
        if self.settings.load is not None and self.settings.place is self.settings.load.statement:
            self._replace_load()
        self.edits += removals(self.path, self.source, self.gone, frozenset(self.replaced))
        return sorted(names)

    def _take_out_helpers(self) -> Iterator[str]:
        """Takes helpers out of the app's module; gives those that code still uses."""
        helpers = self._used_helpers()
        taken = {id(node) for each in self.settings.moved for node in ast.walk(each.setting.value)}
        taken |= {id(node) for _, statement in _statements(helpers) for node in ast.walk(statement)}
        for _, statement in _statements(helpers):
            self._remove_statement(statement)
        for name in sorted(name for helper in helpers for name in helper.names):
            found = references(self.project, Variable(self.path, name))
            if any(id(each.node) not in taken for each in found):
                yield name

    def _take_out(self, statement: ast.stmt, moved: list[Moved]) -> None:
        write = next((each for each in self.settings.writes if each.statement is statement), None)
        is_place = statement is self.settings.place
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
        name = self._app_name()
        lines += [f"{each} = {name}.config[{self.style.string(each)}]" for each in self.settings.constants]
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


def _statements(helpers: Iterable[Helper]) -> list[tuple[Helper, ast.stmt]]:
    return [(helper, statement) for helper in helpers for statement in helper.statements]


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
