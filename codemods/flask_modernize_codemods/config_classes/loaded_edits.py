"""Puts profiles beside the class or module of settings that apps load, and makes the apps choose from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, Group
from flask_modernize.project.objects import ClassObject, ModuleObject
from flask_modernize.rewriting.source_text import (
    assigned_text,
    comments_of,
    indented,
    is_magic,
    line_text,
    span,
)
from flask_modernize_codemods.config_classes.app_edits import AppEdits
from flask_modernize_codemods.config_classes.app_module import AppModule
from flask_modernize_codemods.config_classes.app_settings import AppSettings
from flask_modernize_codemods.config_classes.backing import Backing, Choices
from flask_modernize_codemods.config_classes.config_module import (
    BACKED_DOCSTRING,
    INDENT,
    backed_by_environment,
    entry_text,
    flag_function,
    names_text,
    one_line,
    profiles_text,
    setting_text,
)
from flask_modernize_codemods.config_classes.entries import Entries
from flask_modernize_codemods.config_classes.environment_names import application_name
from flask_modernize_codemods.config_classes.imported import files_imported_by
from flask_modernize_codemods.config_classes.loaded_settings import (
    NEW_NAMES,
    LoadedSettings,
    class_statement,
    literal_settings,
    taken_names,
)
from flask_modernize_codemods.config_classes.loading_apps import LoadEdits, NotPossible, point_to_profiles
from flask_modernize_codemods.config_classes.movable import shares_lines
from flask_modernize_codemods.config_classes.settings_statements import (
    bound_names,
    goes_above,
    has_own_scope,
    is_plain,
    looks_around,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def write_profiles(
    project: Project, loads: Sequence[LoadedSettings], choices: Choices, beside: AppSettings | None = None
) -> AppEdits:
    """The edits for all apps that load the same class or module. Raises NotPossible.

    ``beside``: what the one app that loads it writes after that; it joins the class.
    """
    return _Writer(project, loads, choices, beside).run()


class _Writer:
    def __init__(
        self, project: Project, loads: Sequence[LoadedSettings], choices: Choices, beside: AppSettings | None
    ) -> None:
        self.project = project
        self.beside = beside
        self.loads = loads
        self.target = loads[0].target
        syntax = project.syntax(self.target.path)
        if syntax is None:
            raise NotPossible("C-SETTINGS", "the settings cannot be read")
        self.syntax = syntax
        self.source = syntax.source
        self.style = choices.style_of(syntax.source.data)
        self.backing = Backing(choices, application_name(loads[0].application.path))
        self.found = LoadEdits()
        self.uses_flag = False
        self.imported: list[str] = []
        self.hoisted: list[ast.stmt] = []

    def run(self) -> AppEdits:
        if any(each.application.path == self.target.path for each in self.loads):
            raise NotPossible("C-SETTINGS", "the settings stand in the module of the app itself")
        if any(_imports_application(self.project, self.target.path, each.application.path) for each in self.loads):
            raise NotPossible("C-SETTINGS", f"{self.target.path} imports the application that loads it")
        taken = taken_names(self.syntax)
        if taken:
            code = "C-NAME" if set(taken) <= NEW_NAMES else "C-SELECTOR"
            raise NotPossible(code, f"{self.target.path} has its own {taken[0]} already")
        sites = self._class() if isinstance(self.target, ClassObject) else self._module()
        for load in self.loads:
            point_to_profiles(self.project, self.target, load, self.found)
        first = self.loads[0]
        statements = {(e.application.path, e.load.statement) for e in self.loads}
        spans = tuple(sorted((path, each.lineno, _last_line(each)) for path, each in statements))
        if self.beside is not None and self.beside.moved:
            module = AppModule(self.project, self.beside)
            module.take_out()
            self.found.edits += module.edits
            spans = tuple(sorted({*spans, *module.spans()}))
            sites += len(self.beside.moved)
        group = Group(
            title="profiles beside the settings that are loaded",
            path=first.application.path,
            line=first.load.statement.lineno,
            edits=tuple(sorted(self.found.edits)),
            imports=tuple(self.found.imports),
            statements=spans,
            sites=sites,
            dropped_imports=tuple(self.found.drops),
        )
        return AppEdits(group, self.backing.variables)

    # -- a class -------------------------------------------------------------------------------------------------------

    def _class(self) -> int:
        """Reads the literals of the class from the environment, and puts the profiles at the end of its module."""
        assert isinstance(self.target, ClassObject)
        statement = class_statement(self.syntax, self.target)
        if statement is None:
            raise NotPossible("C-SETTINGS", f"{self.target.qualname} is not defined once, at module level")
        children = {each.name for each in self.project.subclasses(self.target) if each.path == self.target.path}
        if children:
            raise NotPossible(
                "C-SELECTOR", f"{self.target.qualname} has its own profiles: {', '.join(sorted(children))}"
            )
        settings = list(literal_settings(statement.body))
        for each in settings:
            self._back(each)
        self._add_to_class(statement, {_name(each) for each in settings})
        first = next(each for each in self.syntax.module.body if isinstance(each, ast.ClassDef))
        self._flag_function(first)
        self._append(profiles_text(self.backing.profiles(self.style, self.target.qualname), self.style))
        self._import_os()
        return len(settings)

    def _added(self, keys: set[str]) -> str:
        """The entries that join the settings. Raises NotPossible if one is there already."""
        if self.beside is None or not self.beside.moved:
            return ""
        twice = keys & {each.setting.key for each in self.beside.moved}
        if twice:
            raise NotPossible("C-ORDER", f"{min(twice)} is loaded first and then overwritten")
        entries = Entries(self.beside, self.backing, self.style).entries()
        text = "".join(entry_text(each) for each in entries)
        self.uses_flag = self.uses_flag or "env_flag(" in text
        return text

    def _add_to_class(self, statement: ast.ClassDef, keys: set[str]) -> None:
        text = self._added(keys)
        if not text:
            return
        last = statement.body[-1]
        if last.col_offset != len(INDENT) or shares_lines(self.syntax, statement):
            raise NotPossible("C-SETTINGS", f"{statement.name} is indented in an unusual way")
        end = self.source.line_span(_last_line(last))[1]
        missing = "" if self.source.data[:end].endswith((b"\n", b"\r")) else "\n"
        self.found.edits.append(Edit(self.target.path, end, end, self.source.encode(missing + text)))

    def _back(self, statement: ast.Assign) -> None:
        """Wraps the value of one setting in the call that reads it from the environment."""
        key = _name(statement)
        raw = assigned_text(self.source, statement)
        kind, variable = self.backing.take(key, statement.value, raw)
        if kind is None:
            return
        text = setting_text(key, raw, kind, variable, self.style, column=0)
        end = span(self.source, statement)[1]
        start = end - len(self.source.encode(raw))
        self.uses_flag = self.uses_flag or kind == "bool"
        self.found.edits.append(Edit(self.target.path, start, end, self.source.encode(text)))

    def _flag_function(self, before: ast.stmt) -> None:
        if self.uses_flag:
            line = comments_of(self.source, before.lineno, span(self.source, before)[1]).first_line
            start = self.source.line_span(line)[0]
            text = flag_function(self.style) + "\n\n\n"
            self.found.edits.append(Edit(self.target.path, start, start, self.source.encode(text)))

    def _append(self, text: str) -> None:
        """Puts text behind the last line of the settings' module, two blank lines below."""
        data = self.source.data
        end = len(data)
        there = [each for each in self.found.edits if each.path == self.target.path and each.start == end]
        if there:  # the class is the last thing in the file, and grows
            self.found.edits.remove(there[0])
            new = there[0].replacement + self.source.encode("\n\n" + text)
        else:
            lines_at_end = self.source.text(len(data.rstrip()), end).count("\n")
            new = self.source.encode("\n" * (3 - min(lines_at_end, 3)) + text)
        self.found.edits.append(Edit(self.target.path, end, end, self._ending_as_before(new)))

    def _ending_as_before(self, new: bytes) -> bytes:
        """``new``, which comes last in the file, with a line end at its end only where the file has one."""
        return new if self.source.data.endswith((b"\n", b"\r")) else new.rstrip(b"\r\n")

    def _import_os(self) -> None:
        if self._has_os():
            return
        body = [each for each in self.syntax.module.body if not _is_docstring(each)]
        future = [each for each in body if isinstance(each, ast.ImportFrom) and each.module == "__future__"]
        first = body[len(future)]
        line = comments_of(self.source, first.lineno, span(self.source, first)[1]).first_line
        gap = (
            ""
            if isinstance(first, ast.Import | ast.ImportFrom)
            else "\n\n"
            if isinstance(first, ast.ClassDef)
            else "\n"
        )
        self._insert(line, f"import os\n{gap}")

    # -- a module ------------------------------------------------------------------------------------------------------

    def _module(self) -> int:
        """Makes a class of the module's settings; names that other modules use stay importable."""
        region = self._region()
        used = self._used_elsewhere(list(dict.fromkeys(name for each in region for name in bound_names(each))))
        settings = list(literal_settings(region))
        first_line = self._first_line(region)
        last_line = _last_line(region[-1])
        before = self._region_text(region, first_line, last_line, settings)
        head = flag_function(self.style) + "\n\n\n" if self.uses_flag else ""
        profiles = self.backing.profiles(self.style)
        docstring = BACKED_DOCSTRING
        text = f'{head}class BaseConfig:\n{INDENT}"""{docstring}"""\n\n'
        if profiles.required:
            text += f"{INDENT}# Variables without which a profile does not start.\n{INDENT}required = ()\n\n"
        text += before + "\n\n"
        text += names_text(used)
        text += profiles_text(profiles, self.style)
        start, end = self.source.line_span(first_line)[0], len(self.source.data)
        rest = self.source.text(self.source.line_span(last_line)[1], end)
        if rest.strip():
            raise NotPossible("C-SETTINGS", "comments stand behind the last setting")
        new = self._ending_as_before(self.source.encode(self._head(region) + text))
        self.found.edits.append(Edit(self.target.path, start, end, new))
        return len(settings)

    def _first_line(self, region: list[ast.stmt]) -> int:
        """The first line of the region, with the comments above it; several at the top are about the whole file."""
        line = region[0].lineno
        first = comments_of(self.source, line, span(self.source, region[0])[1]).first_line
        is_heading = first == 1 and (line > 2 or is_magic(self.source, 1))
        return line if is_heading else first

    def _gap_before(self, line: int) -> str:
        """The blank lines that are missing before a class that starts on ``line``."""
        blank = 0
        while line - blank - 1 >= 1 and not line_text(self.source, line - blank - 1).strip():
            blank += 1
        return "\n" * max(0, 2 - blank) if line > 1 else ""

    def _head(self, region: list[ast.stmt]) -> str:
        """What stands before the class: blank lines, and ``import os`` if nothing else is before the settings.

        Otherwise ``import os`` becomes an edit of its own, where it is missing.
        """
        line = self._first_line(region)
        before = [each for each in self.syntax.module.body if each.lineno < line and not _is_docstring(each)]
        imports = [each for each in before if isinstance(each, ast.Import | ast.ImportFrom)]
        if self.hoisted:
            return self._gap_before(line) + self._import_lines(has_os=self._has_os()) + "\n\n"
        if self._has_os():
            return self._gap_before(line)
        if before:
            first = imports[0].lineno if imports else comments_of(self.source, before[0].lineno, 0).first_line
            self._insert(first, "import os\n" if imports else "import os\n\n")
            return self._gap_before(line)
        above = line_text(self.source, line - 1).strip() if line > 1 else ""
        return ("\n" if above and not is_magic(self.source, line - 1) else "") + "import os\n\n\n"

    def _import_lines(self, *, has_os: bool) -> str:
        """The imports that stood between the settings, and ``import os`` where it is missing."""
        lines = [
            self.source.text(self.source.line_span(each.lineno)[0], self.source.line_span(_last_line(each))[1])
            for each in self.hoisted
        ]
        return "".join([*([] if has_os else ["import os\n"]), *lines])

    def _has_os(self) -> bool:
        """Whether the settings' module has ``import os``. Raises NotPossible if the name means something else there."""
        for each in self.syntax.module.body:
            if isinstance(each, ast.Import) and any(alias.name == "os" and not alias.asname for alias in each.names):
                return True
        if "os" in self.syntax.scopes.module_scope.bindings:
            raise NotPossible("C-NAME", "the name os means something else in the settings")
        return False

    def _insert(self, line: int, text: str) -> None:
        start = self.source.line_span(line)[0]
        self.found.edits.append(Edit(self.target.path, start, start, self.source.encode(text)))

    def _region(self) -> list[ast.stmt]:
        """The statements from the first setting to the end of the module."""
        body = self.syntax.module.body
        starts = [
            index
            for index, each in enumerate(body)
            if not isinstance(each, ast.Import | ast.ImportFrom) and any(name.isupper() for name in bound_names(each))
        ]
        if not starts:
            raise NotPossible("C-SETTINGS", "the module has no settings that are plain assignments")
        region = [each for each in body[starts[0] :] if not goes_above(self.project, self.syntax, each)]
        self.hoisted = [each for each in body[starts[0] :] if each not in region]
        inside = {name for each in region for name in bound_names(each)}
        for each in (*body[: starts[0]], *self.hoisted):
            if isinstance(each, ast.ImportFrom) and any(alias.name == "*" for alias in each.names):
                raise NotPossible("C-SETTINGS", "the settings import everything from another module")
            if isinstance(each, ast.Import | ast.ImportFrom):
                names = (alias.asname or alias.name for alias in each.names)
                self.imported += [name for name in names if name.isupper() and name not in inside]
        for each in region:
            if isinstance(each, ast.Delete) and self._only_deletes_imports(each):
                continue
            if not is_plain(each) or looks_around(each):
                raise NotPossible("C-SETTINGS", f"line {each.lineno} of the settings is not a plain assignment")
            if has_own_scope(each, inside):
                raise NotPossible("C-SETTINGS", f"line {each.lineno} of the settings uses others in an inner scope")
        return region

    def _only_deletes_imports(self, statement: ast.Delete) -> bool:
        """``del os``, which was to keep the module clean and has no use behind a class."""
        bindings = self.syntax.scopes.module_scope.bindings
        names = [each.id if isinstance(each, ast.Name) else "" for each in statement.targets]
        imported = all(any(each.kind == "import" for each in bindings.get(name, ())) for name in names)
        last = statement is self.syntax.module.body[-1]
        return last and imported and not shares_lines(self.syntax, statement)

    def _region_text(self, region: list[ast.stmt], first: int, last: int, settings: list[ast.Assign]) -> str:
        """The lines of the region inside of a class body, with values that are read from the environment."""
        start, end = self.source.line_span(first)[0], self.source.line_span(last)[1]
        pieces: list[str] = []
        position = start
        for each in sorted([*settings, *self.hoisted], key=lambda each: each.lineno):
            if not isinstance(each, ast.Assign):
                above, position = position, self.source.line_span(_last_line(each))[1]
                pieces.append(self.source.text(above, self.source.line_span(each.lineno)[0]))
                continue
            key = _name(each)
            raw = assigned_text(self.source, each)
            kind, variable = self.backing.take(key, each.value, raw)
            if kind is None:
                continue
            self.uses_flag = self.uses_flag or kind == "bool"
            value_end = span(self.source, each)[1]
            value_start = value_end - len(self.source.encode(raw))
            text = backed_by_environment(one_line(raw), kind, variable, self.style)
            if len(INDENT) + len(key) + 3 + len(text) > self.style.limit or "\n" in text:
                wrapped = setting_text(key, raw, kind, variable, self.style, column=0)
                text = "\n".join(line.removeprefix(INDENT) for line in wrapped.split("\n"))
            pieces += [self.source.text(position, value_start), text]
            position = value_end
        if isinstance(region[-1], ast.Delete):
            end = self.source.line_span(region[-1].lineno)[0]
        pieces.append(self.source.text(position, end))
        for statement in region:
            if statement not in settings:
                self.backing.note(statement)
        text = "".join(pieces)
        text = "".join(f"{name} = {name}\n" for name in self.imported) + text
        added = self._added({name for each in region for name in bound_names(each)})
        return INDENT + indented(text, INDENT, len(INDENT)).rstrip() + "\n" + added

    def _used_elsewhere(self, names: list[str]) -> list[str]:
        """Which of these names other files take from the module. Raises NotPossible where one loads it otherwise."""
        ours = {id(node) for each in self.loads for node in ast.walk(each.load.statement)}
        word = self.project.module_name(self.target.path).rpartition(".")[2].encode()
        found: set[str] = set()
        for path in self.project.files_with(word):
            syntax = self.project.syntax(path) if path != self.target.path else None
            if syntax is None:
                continue
            for name in _loaded_names(syntax, ours):
                if self.project.imported(path, name, None, 0) == ModuleObject(self.target.path):
                    raise NotPossible("C-SHARED", f"{path} loads the settings too")
            if self.target.path in files_imported_by(self.project, path):
                found.update(self._taken_by(path, syntax, ours))
        if "*" in found:
            raise NotPossible("C-SHARED", "another module imports everything from the settings")
        return [name for name in names if name in found]

    def _taken_by(self, path: str, syntax: Syntax, ours: set[int]) -> Iterator[str]:
        """Names that a file imports from the settings, or reads as attributes of them."""
        for node in syntax.scopes.nodes():
            if isinstance(node, ast.ImportFrom):
                module = self.project.imported(path, node.module, None, node.level)
                for alias in node.names:
                    if module == ModuleObject(self.target.path):
                        yield alias.name
                    inner = self.project.imported(path, node.module, alias.name, node.level)
                    if inner == ModuleObject(self.target.path):
                        yield from _attributes_of(path, syntax, alias.asname or alias.name, ours)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if self.project.imported(path, alias.name, None, 0) == ModuleObject(self.target.path):
                        yield from _attributes_of(path, syntax, alias.asname or alias.name, ours)


def _attributes_of(path: str, syntax: Syntax, name: str, ours: set[int]) -> Iterator[str]:
    """``X`` of every ``name.X``. Raises NotPossible where a module is used in another way."""
    for node in syntax.scopes.nodes():
        if isinstance(node, ast.Name | ast.Attribute) and dotted_name(node) == name and id(node) not in ours:
            parent = syntax.scopes.parent(node)
            if not isinstance(parent, ast.Attribute) or not isinstance(parent.ctx, ast.Load):
                raise NotPossible("C-SHARED", f"{path} uses the settings beside the configuration of the app")
            yield parent.attr


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _name(statement: ast.Assign) -> str:
    target = statement.targets[0]
    assert isinstance(target, ast.Name)
    return target.id


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _loaded_names(syntax: Syntax, ours: set[int]) -> Iterator[str]:
    """The strings that ``from_object`` and ``config_from_object`` are called with."""
    for node in syntax.scopes.nodes():
        call = syntax.scopes.parent(node) if isinstance(node, ast.Constant) and id(node) not in ours else None
        method = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
        if method.endswith("from_object") and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _imports_application(project: Project, settings: str, application: str) -> bool:
    """Whether the module of the settings can only be imported while, or after, the application is made."""
    waiting = [settings]
    for path in waiting:
        waiting += [each for each in files_imported_by(project, path) if each not in waiting]
    return application in waiting
