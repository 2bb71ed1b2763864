"""Which settings of one app can move to a config class, and why the others stay."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Application, is_test_path, uses
from flask_modernize.project.objects import External, Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.config_classes.environment_changes import Environment
from flask_modernize_codemods.config_classes.literals import is_mutable, reads_environment
from flask_modernize_codemods.config_classes.loaded_settings import (
    LoadedSettings,
    class_of,
    loaded_settings,
    loads_of,
    own_load,
    plain_class_body,
)
from flask_modernize_codemods.config_classes.movable import Helper, Movability, Needs, Stays, shares_lines
from flask_modernize_codemods.config_classes.program_order import ProgramOrder, Touches
from flask_modernize_codemods.config_classes.writes import (
    Load,
    Setting,
    Write,
    carried,
    load_of,
    writes_of,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A setting that moves, and what its value needs."""

    setting: Setting
    needs: Needs


@dataclass(frozen=True, slots=True)
class Kept:
    """A write that stays: where, why, and which setting (empty: not known)."""

    path: str
    line: int
    column: int
    key: str
    code: str
    message: str


@dataclass(slots=True)
class AppSettings:
    """What was found out about one app.

    ``load``: the module loads its own constants (``from_object(__name__)``) here. ``place`` is the statement in whose
    stead the config class is loaded. ``constants`` are moved constants that code still uses by name; ``remaining``:
    constants that stay, so that the module must still be loaded as well.
    """

    application: Application
    moved: list[Moved] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    place: ast.stmt | None = None
    load: Load | None = None
    constants: list[str] = field(default_factory=list)
    remaining: list[str] = field(default_factory=list)
    helpers: dict[str, Helper] = field(default_factory=dict)
    own_class: ast.ClassDef | None = None
    """The class of the module that the settings come from, which goes with them."""
    beside: bool = False
    """The settings join a class or module that the app loads already."""

    @property
    def syntax(self) -> Syntax:
        return self.application.syntax


def settings_of(project: Project, application: Application) -> AppSettings:
    """Looks at every write to the app's configuration outside of tests."""
    return _Search(project, application).run()


class _Search:
    def __init__(self, project: Project, application: Application) -> None:
        self.project = project
        self.application = application
        self.syntax = application.syntax
        self.found = AppSettings(application)
        self.order = ProgramOrder(project, application.variable, application.names)
        self.environment = Environment(project, application.path)
        self.movability = Movability(
            project, self.syntax, application.names, self._changes_between, _has_plain_root_path(application)
        )
        self.barriers: list[Touches] = []
        self.environment_changed = False

    def run(self) -> AppSettings:
        seen: set[ast.AST] = set()
        if loads_of(self.application):
            self._beside_loaded(seen)
        elif not self.application.conditional and not self.application.rebound:
            for statement in self._statements():
                self._look_at(statement, seen)
        self.found.helpers = self.movability.helpers
        self._other_writes(seen)
        return self.found

    def _beside_loaded(self, seen: set[ast.AST]) -> None:
        """The app loads its settings from elsewhere; what it writes after that may join them."""
        loaded = loaded_settings(self.project, self.application)
        if loaded is not None and loaded.target.path == self.application.path:
            self._own_class(loaded, seen)
            return
        for statement in self._statements():
            if loaded is not None and self.found.place is None and statement is loaded.load.statement:
                self.found.place, self.found.beside = statement, True
                self.movability.root_path = False
            elif self.found.place is not None:
                self._look_at(statement, seen)
            else:
                self._keep_whole(statement, seen)

    def _own_class(self, loaded: LoadedSettings, seen: set[ast.AST]) -> None:
        """The app loads a class of its own module: the class goes to the config module with all its settings."""
        body = plain_class_body(self.project, loaded)
        moved: dict[str, Moved] = {}
        for statement in body or ():
            self.movability.constants = {each: each for each in moved}
            answer = self._constant(statement, loaded.load)
            if isinstance(answer, Stays):
                break
            key = next(each.id for each in statement.targets if isinstance(each, ast.Name))
            moved[key] = Moved(Setting(key, statement.value, statement, statement), answer)
        self.movability.constants = {}
        if not body or len(moved) < len(body):
            for each in self._statements():
                self._keep_whole(each, seen)
            return
        self.found.moved, self.found.own_class = list(moved.values()), class_of(loaded)
        self.movability.settings = {name: each.setting.statement for name, each in moved.items()}
        for each in self._statements():
            if each is loaded.load.statement:
                self.found.place, self.found.load = each, loaded.load
            elif self.found.place is None:
                self._keep_whole(each, seen)
            else:
                self._look_at(each, seen)

    def _keep_whole(self, statement: ast.stmt, seen: set[ast.AST]) -> None:
        write = writes_of(statement, self.application.names)
        if write is not None:
            seen.add(statement)
            for setting in write.settings:
                self._keep(setting.item, setting.key, "C-SELECTOR", "the app loads its settings from elsewhere")

    def _statements(self) -> Iterator[ast.stmt]:
        body = self.syntax.module.body
        start = body.index(self.application.statement) if self.application.statement in body else len(body)
        yield from body[start + 1 :]

    def _look_at(self, statement: ast.stmt, seen: set[ast.AST]) -> None:
        names = self.application.names
        write = writes_of(statement, names)
        load = load_of(statement, names)
        if write is not None:
            seen.add(statement)
            self._write(write)
        elif load is not None and self.found.place is None and own_load(load):
            self.found.load = load
            self._constants(load)
            if self.found.place is not None:
                return
        self.barriers.append(self.order.touches(self.application.path, statement))
        self.environment_changed = self.environment_changed or self.environment.changed_by(statement)

    def _changes_between(self, first: int, last: int) -> bool:
        """Whether a statement of the module on a line between these two changes the environment."""
        between = [each for each in self.syntax.module.body if first < each.lineno < last]
        return any(self.environment.changed_by(each) for each in between)

    # -- app.config[...] = ... -----------------------------------------------------------------------------------------

    def _write(self, write: Write) -> None:
        self.found.writes.append(write)
        before = len(self.found.moved)
        for unclear in write.unclear:
            name = f"the key {unclear.key!r} is not upper-case" if unclear.key else "the key is computed"
            self._keep(unclear.node, unclear.key or "", "C-KEY", name)
        for setting in write.settings:
            answer = self._movable(setting)
            if isinstance(answer, Stays):
                self._keep(setting.item, setting.key, answer.code, answer.message)
            else:
                self.found.moved.append(Moved(setting, answer))
        for each in self.found.moved[before:]:
            self.movability.settings[each.setting.key] = write.statement
        if len(self.found.moved) > before and self.found.place is None:
            self.found.place = write.statement
            self.barriers.clear()
            self.environment_changed = False

    def _movable(self, setting: Setting) -> Needs | Stays:
        key = setting.key
        if _is_ignored(self.syntax, setting.statement):
            return Stays("C-VALUE", f"a comment asks for {key} to be left alone")
        if shares_lines(self.syntax, setting.statement):
            return Stays("C-VALUE", f"{key} is written on a line with other statements")
        if any(each.setting.key == key for each in self.found.moved):
            return Stays("C-ORDER", f"{key} is written a second time")
        if self.found.place is not None:
            if any(touched.hits(key) for touched in self.barriers):
                return Stays("C-ORDER", f"{key} may be read or overwritten before this")
            if self.environment_changed and reads_environment(setting.value):
                return Stays("C-ORDER", "the environment is changed before this")
        if is_mutable(setting.value) and self._changes_in_place(key):
            return Stays("C-MUTATED", f"the project changes {key} in place")
        needs = self.movability.needs(setting.value, setting.statement.lineno)
        if self.found.beside and isinstance(needs, Needs) and (needs.helpers or needs.imports or needs.settings):
            return Stays("C-VALUE", "the value needs more than the settings that are loaded have")
        return needs

    def _changes_in_place(self, key: str) -> bool:
        return any(_changes(self.project, path, key) for path in self.project.files_with(key.encode()))

    # -- from_object(__name__) -----------------------------------------------------------------------------------------

    def _constants(self, load: Load) -> None:
        """Moves the module's constants, in program order."""
        assignments = dict(_constants_before(self.syntax, load.statement))
        candidates = {name: each for name, each in assignments.items() if each is not None}
        self.found.remaining = [name for name, each in assignments.items() if each is None]
        self.found.remaining += ["*" for each in self.syntax.facts.star_imports if each.line < load.statement.lineno]
        moved: dict[str, Moved] = {}
        for name, statement in candidates.items():
            # A constant may be given by constants that move before it.
            self.movability.constants = {each: each for each in moved}
            self.movability.fixed = frozenset(assignments) - moved.keys()
            answer = self._constant(statement, load)
            if any(statement.lineno < each.line < load.statement.lineno for each in self.syntax.facts.star_imports):
                answer = Stays("C-VALUE", f"an import of everything may change {name}")
            if isinstance(answer, Stays):
                self._keep(statement, name, answer.code, answer.message)
                self.found.remaining.append(name)
            else:
                moved[name] = Moved(Setting(name, statement.value, statement, statement), answer)
        self._settle_constants(moved, load)

    def _constant(self, statement: ast.Assign, load: Load) -> Needs | Stays:
        """What an assignment needs that is loaded as a whole later, by ``load``."""
        name = next((each.id for each in statement.targets if isinstance(each, ast.Name)), "")
        if reads_environment(statement.value) and self._changes_between(statement.lineno, load.statement.lineno):
            return Stays("C-ORDER", "the environment is changed after this")
        if is_mutable(statement.value) and self._changes_in_place(name):
            return Stays("C-MUTATED", f"the project changes {name} in place")
        return self.movability.needs(statement.value, statement.lineno)

    def _settle_constants(self, moved: dict[str, Moved], load: Load) -> None:
        """Takes back what code needs before the settings are loaded, and what depends on that."""
        # Where the config module is imported late, its names are not there before.
        body = self.syntax.module.body
        late = any(self.environment.changed_by(each) for each in body if each.lineno < load.statement.lineno)
        while True:
            taken = {id(node) for each in moved.values() for node in ast.walk(each.setting.value)}
            helpers = {self.movability.helpers[name] for each in moved.values() for name in each.needs.helpers}
            taken |= {id(node) for each in helpers for part in each.statements for node in ast.walk(part)}
            inline = {name for each in helpers if each.inline for name in each.names}
            exposed = {name for name in inline if self._uses_of(name, taken)}
            used = {name: self._uses_of(name, taken) for name in moved}
            early = {name for name, nodes in used.items() if late and any(self._is_early(node, load) for node in nodes)}
            early |= {name for name, each in moved.items() if {key for _, key in each.needs.settings} - moved.keys()}
            early |= {name for name, each in moved.items() if exposed & set(each.needs.helpers)}
            if not early:
                break
            for name in early:
                setting = moved.pop(name).setting
                message = f"{name} is used by name before the settings are loaded"
                self._keep(setting.statement, name, "C-VALUE", message)
                self.found.remaining.append(name)
        self.found.constants = [name for name in moved if used[name]]
        self.found.moved = list(moved.values())
        self.movability.constants = {}
        self.movability.settings = {name: each.setting.statement for name, each in moved.items()}
        if moved:
            self.found.place = load.statement
            self.barriers.clear()
            self.environment_changed = False

    def _uses_of(self, name: str, taken: set[int]) -> list[tuple[str, ast.AST, bool]]:
        """Path, node and whether it runs at import time, of every use of a constant but those that move with it."""
        found = references(self.project, Variable(self.application.path, name))
        return [
            (each.path, each.node, each.at_import_time)
            for each in found
            if each.kind != "write" and id(each.node) not in taken
        ]

    def _is_early(self, use: tuple[str, ast.AST, bool], load: Load) -> bool:
        path, node, at_import_time = use
        if path != self.application.path:
            return False
        return at_import_time and getattr(node, "lineno", 0) < load.statement.lineno

    # -- what is not looked at in order --------------------------------------------------------------------------------

    def _other_writes(self, seen: set[ast.AST]) -> None:
        """Writes under conditions, in functions, in other modules."""
        for use in uses(self.project, self.application):
            if use.is_test or is_test_path(use.path):
                continue
            if use.role not in ("config", "attribute"):
                continue
            syntax = use.syntax
            statement = syntax.scopes.statement_of(use.reference.node)
            names = {use.reference.name}
            write = writes_of(statement, names)
            if write is None or statement in seen:
                continue
            seen.add(statement)
            code, message = self._why(use.path, use.function is not None)
            for setting in write.settings:
                self._keep(setting.item, setting.key, code, message, use.path, syntax)
            for unclear in write.unclear:
                self._keep(unclear.node, unclear.key or "", code, message, use.path, syntax)

    def _why(self, path: str, in_function: bool) -> tuple[str, str]:
        if in_function:
            return "C-FUNCTION", "the setting is written inside a function"
        if path != self.application.path:
            return "C-ELSEWHERE", "the setting is written in another module than that of the app"
        if self.application.conditional or self.application.rebound:
            return "C-CONDITIONAL", "the app is made under a condition, or more than once"
        return "C-CONDITIONAL", "the setting is written under a condition"

    def _keep(
        self, node: ast.AST, key: str, code: str, message: str, path: str = "", syntax: Syntax | None = None
    ) -> None:
        source = (syntax or self.syntax).source
        line, column = source.position(source.offset(node.lineno, node.col_offset))  # type: ignore[attr-defined]
        self.found.kept.append(Kept(path or self.application.path, line, column, key, code, message))


def _has_plain_root_path(application: Application) -> bool:
    """Whether ``app.root_path`` is the directory of the app's module: ``Flask(__name__)`` and no ``root_path``."""
    call = application.creation
    first = (
        call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "import_name"), None)
    )
    plain = isinstance(first, ast.Name) and first.id == "__name__" and len(call.args) < 10
    known = application.cls in (External("flask.Flask"), External("flask.app.Flask"))
    given = any(each.arg in ("root_path", None) for each in call.keywords)
    return plain and known and not given and not application.syntax.scopes.stores("root_path")


def _constants_before(syntax: Syntax, load: ast.stmt) -> Iterator[tuple[str, ast.Assign | None]]:
    """Upper-case names that the module has when it is loaded; None for what is not one plain assignment."""
    body = syntax.module.body
    for name, bindings in syntax.scopes.module_scope.bindings.items():
        if not name.isupper() or all(getattr(each.node, "lineno", 0) > load.lineno for each in bindings):
            continue
        statement = None
        if len(bindings) == 1 and bindings[0].kind == "assign" and carried(name):
            statement = syntax.scopes.statement_of(bindings[0].node)
        plain = isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement in body
        plain = plain and statement is not None and not shares_lines(syntax, statement)
        yield name, statement if plain and isinstance(statement, ast.Assign) else None


def _is_ignored(syntax: Syntax, statement: ast.stmt) -> bool:
    """Whether an ignore comment stands on a statement."""
    for each in syntax.facts.ignores:
        named = not each.ids or "config-classes" in each.ids
        if named and not each.whole_file and each.first_line <= statement.lineno <= each.last_line:
            return True
    return False


_CHANGING = re.compile(r"append|extend|insert|remove|pop|clear|sort|reverse|update|setdefault|add|discard|popitem")


def _changes(project: Project, path: str, key: str) -> bool:
    """Whether a file changes ``...["key"]`` in place."""
    syntax = project.syntax(path)
    if syntax is None:
        return True
    for node in syntax.scopes.nodes():
        if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == key):
            continue
        parent = syntax.scopes.parent(node)
        if isinstance(parent, ast.AugAssign) and parent.target is node:
            return True
        if isinstance(parent, ast.Attribute) and _CHANGING.fullmatch(parent.attr):
            return True
        if isinstance(parent, ast.Subscript) and not isinstance(parent.ctx, ast.Load):
            return True
    return False
