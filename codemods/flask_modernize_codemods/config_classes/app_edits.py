"""Writes the config module of one app, and the app's module without the settings that moved."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Finding, Group, ImportNeed
from flask_modernize.project.objects import Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Moved
from flask_modernize_codemods.config_classes.config_module import (
    Entry,
    EnvironmentVariable,
    Profiles,
    Style,
    module_text,
    one_line,
    setting_text,
)
from flask_modernize_codemods.config_classes.environment_changes import Environment
from flask_modernize_codemods.config_classes.environment_names import (
    application_name,
    describes_code,
    has_credentials,
    is_secret_name,
    variable_name,
)
from flask_modernize_codemods.config_classes.lines_removed import removals
from flask_modernize_codemods.config_classes.literals import (
    environment_reads,
    is_text,
    literal_type,
    reads_environment,
    texts_in,
)
from flask_modernize_codemods.config_classes.place import Place
from flask_modernize_codemods.config_classes.source_text import (
    Comments,
    assigned_text,
    comments_of,
    line_text,
    span,
    stands_alone,
)
from flask_modernize_codemods.config_classes.writes import Write

if TYPE_CHECKING:
    from flask_modernize.project import Project


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds for the whole run: the option ``environment``, columns of a line (0: not set), variables that the
    project reads already, and whether it uses Flask-WTF."""

    environment: str
    line_length: int
    known_variables: frozenset[str]
    has_forms: bool


@dataclass(slots=True)
class AppEdits:
    """The result: everything that a group needs."""

    group: Group
    variables: list[EnvironmentVariable] = field(default_factory=list)
    secrets: list[Finding] = field(default_factory=list)


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
        self.style = style_of(self.source.data, choices.line_length)
        self.application = application_name(self.path)
        self.variables: list[EnvironmentVariable] = []
        self.secrets: list[Finding] = []
        self.required: list[str] = []
        self.gone: list[tuple[int, int]] = []
        self.replaced: set[int] = set()
        self.edits: list[Edit] = []

    def run(self) -> AppEdits:
        entries = [self._entry(each) for each in self.settings.moved]
        helpers = self._helpers()
        imports = {each for moved in self.settings.moved for each in moved.needs.imports}
        text = module_text(entries, imports, [text for _, text in helpers], self._profiles(), self.style)
        names = self._edit_app([name for name, _ in helpers])
        return AppEdits(self._group(text, names), self.variables, self.secrets)

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

    # -- the settings --------------------------------------------------------------------------------------------------

    def _entry(self, moved: Moved) -> Entry:
        setting = moved.setting
        comments = self._comments(moved)
        text, column = self._value_text(moved)
        kind = self._kind(setting.key, setting.value)
        variable = variable_name(setting.key, self.application, self.choices.known_variables)
        self._note_variables(moved, kind, variable, text)
        self._note_secret(moved, kind, variable)
        laid_out = setting_text(setting.key, text, kind, variable, self.style, column=column, behind=comments.behind)
        gap = comments.first_line > 1 and moved is not self.settings.moved[0] and self._gap_above(comments.first_line)
        return Entry(setting.key, laid_out, comments.above, comments.behind, gap)

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
        value_start, value_end = span(self.source, setting.value)
        if isinstance(setting.item, ast.stmt):
            assert isinstance(setting.statement, ast.Assign)
            raw = assigned_text(self.source, setting.statement)
            statement_end = span(self.source, setting.statement)[1]
            start = statement_end - len(self.source.encode(raw))
        else:
            start, statement_end = value_start, value_end
        pieces = []
        position = start
        for node, key in sorted(moved.needs.settings, key=lambda each: span(self.source, each[0])):
            first, last = span(self.source, node)
            if start <= first:
                pieces += [self.source.text(position, first), key]
                position = last
        pieces.append(self.source.text(position, statement_end))
        text = "".join(pieces)
        if "\n" in text and not stands_alone(text):
            text = f"({text})"
        return text, setting.value.col_offset

    def _kind(self, key: str, value: ast.expr) -> str | None:
        """The type of a setting that is read from the environment; None for one that is not."""
        if self.choices.environment == "none" or reads_environment(value):
            return None
        if self.choices.environment == "deployment" and describes_code(key) and not is_secret_name(key):
            return None
        return literal_type(value) or ("str" if is_text(value) else None)

    def _note_variables(self, moved: Moved, kind: str | None, variable: str, text: str) -> None:
        setting = moved.setting
        secret = is_secret_name(setting.key) or any(has_credentials(each) for each in texts_in(setting.value))
        if kind is not None:
            shown = _shown_default(setting.value, one_line(text), kind) if not secret else None
            required = secret and self._holds_secret(moved)
            self.variables.append(EnvironmentVariable(variable, setting.key, kind, shown, required))
        for value in (setting.value, *(self.settings.helpers[name].value for name in moved.needs.helpers)):
            for read in environment_reads(value):
                name_is_secret = secret or is_secret_name(read.name)
                plain = isinstance(read.default, str | int | float) and not name_is_secret
                shown = str(read.default) if plain and "\n" not in str(read.default) else None
                required = name_is_secret and bool(read.default) and not read.required
                self.variables.append(EnvironmentVariable(read.name, setting.key, "str", shown, required))

    def _holds_secret(self, moved: Moved) -> bool:
        values = [moved.setting.value, *(self.settings.helpers[name].value for name in moved.needs.helpers)]
        return any(_is_secret_value(moved.setting.key, value) for value in values)

    def _note_secret(self, moved: Moved, kind: str | None, variable: str) -> None:
        setting = moved.setting
        if not self._holds_secret(moved):
            return
        if kind is not None:
            self.required.append(variable)
        else:
            self.required += [read.name for read in environment_reads(setting.value) if read.default]

    def _helpers(self) -> list[tuple[str, str]]:
        """Name and text, comments included, of the module-level statements that the settings need, in order."""
        names = dict.fromkeys(name for moved in self.settings.moved for name in moved.needs.helpers)
        found = []
        for name in sorted(names, key=lambda each: self.settings.helpers[each].lineno):
            statement = self.settings.helpers[name]
            comments = comments_of(self.source, statement.lineno, span(self.source, statement)[1])
            behind = f"  {comments.behind}" if comments.behind else ""
            text = self.source.text(*span(self.source, statement))
            found.append((name, "\n".join([*comments.above, text + behind])))
        return found

    def _profiles(self) -> Profiles:
        keys = {each.setting.key: each.setting.value for each in self.settings.moved}
        testing = [("TESTING", "True")]
        if "SQLALCHEMY_DATABASE_URI" in keys:
            testing.append(("SQLALCHEMY_DATABASE_URI", self.style.string("sqlite:///:memory:")))
        if self.choices.has_forms:
            testing.append(("WTF_CSRF_ENABLED", "False"))
        debug = keys.get("DEBUG")
        production = []
        if debug is not None and not (isinstance(debug, ast.Constant) and debug.value is False):
            production.append(("DEBUG", "False"))
        return Profiles(tuple(testing), tuple(production), tuple(dict.fromkeys(self.required)))

    # -- the app's module ----------------------------------------------------------------------------------------------

    def _edit_app(self, helpers: list[str]) -> list[str]:
        """Takes out what moved; gives the names to import from the config module."""
        names = ["get_config", *self._take_out_helpers(helpers)]
        moved: dict[ast.stmt, list[Moved]] = {}
        for each in self.settings.moved:
            moved.setdefault(each.setting.statement, []).append(each)
        for statement, found in moved.items():
            self._take_out(statement, found)
        if self.settings.load is not None and self.settings.place is self.settings.load.statement:
            self._replace_load()
        self.edits += removals(self.path, self.source, self.gone, frozenset(self.replaced))
        return sorted(names)

    def _take_out_helpers(self, helpers: list[str]) -> Iterator[str]:
        taken = {id(node) for each in self.settings.moved for node in ast.walk(each.setting.value)}
        taken |= {id(node) for name in helpers for node in ast.walk(self.settings.helpers[name])}
        for name in helpers:
            others = [
                each
                for each in references(self.project, Variable(self.path, name))
                if id(each.node) not in taken and each.kind != "write"
            ]
            self._remove_statement(self.settings.helpers[name])
            if others:
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


def _item_spans(source: object, write: Write) -> Iterator[tuple[ast.AST, int, int]]:
    from flask_modernize.sources import SourceFile

    assert isinstance(source, SourceFile)
    for setting in write.settings:
        yield setting.item, span(source, setting.item)[0], span(source, setting.value)[1]
    for unclear in write.unclear:
        start, end = span(source, unclear.node)
        yield unclear.node, start, end


def _is_secret_value(key: str, value: ast.expr) -> bool:
    """Whether a secret stands in the source of the value."""
    if any(has_credentials(each) for each in texts_in(value)):
        return True
    if not is_secret_name(key):
        return False
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str | bytes) and bool(value.value)
    return any(isinstance(read.default, str) and bool(read.default) for read in environment_reads(value))


def _shown_default(value: ast.expr, text: str, kind: str) -> str | None:
    if isinstance(value, ast.Constant):
        shown = str(value.value)
        if kind == "bool":
            return shown.lower()
        return shown if "\n" not in shown and "\r" not in shown else None
    return text if kind in ("int", "float") and isinstance(value, ast.UnaryOp) else None


def style_of(data: bytes, line_length: int) -> Style:
    """The quotes that a file has more of; double ones at a draw."""
    single, double = data.count(b"'") - data.count(b"'''") * 3, data.count(b'"') - data.count(b'"""') * 3
    return Style("'" if single > double else '"', line_length or 88)
