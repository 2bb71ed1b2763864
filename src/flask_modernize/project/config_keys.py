"""Every place that writes or reads a configuration key: in code, settings classes and modules, files and templates.

A place counts when it is shown to be about a configuration: the object is one, or what is written is loaded into one
(:mod:`flask_modernize.project.config_loads`). One that says the key where that can neither be shown nor excluded is
``unclear``; then a key must not be renamed, because the places of a key only work together.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.callers import class_of_self
from flask_modernize.project.config_files import file_places
from flask_modernize.project.config_loads import Sources, config_sources, settings_like
from flask_modernize.project.config_places import KeyPlace, KeyUse, Unclear
from flask_modernize.project.config_spaces import FLASK, UPDATES, Space, config_class_of
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import ClassObject, External, ModuleObject, Variable
from flask_modernize.project.references import references
from flask_modernize.project.string_places import place_in_string

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

_READERS = frozenset({"get", "setdefault", "pop", "has_key", "__contains__"})
_BY_NAME = {"getattr": "read", "hasattr": "read", "setattr": "write", "delattr": "delete"}
_SETTERS = frozenset({"setitem", "delitem"})
"""Methods of pytest's monkeypatch, whose first argument is the mapping."""


@remembered_about
def config_keys(project: Project, asked: tuple[Space, frozenset[str]]) -> Mapping[str, KeyUse]:
    """For each of the keys of a space, its places in the whole project by path and position."""
    space, keys = asked
    search = _Search(project, space, keys)
    return search.run()


def flask_keys(project: Project, keys: Iterable[str]) -> Mapping[str, KeyUse]:
    """The places of keys of ``app.config``."""
    return config_keys(project, (FLASK, frozenset(keys)))


class _Search:
    def __init__(self, project: Project, space: Space, keys: frozenset[str]) -> None:
        self.project = project
        self.space = space
        self.keys = keys
        self.sources: Sources = config_sources(project, space)
        self.places: dict[str, list[KeyPlace]] = {key: [] for key in keys}
        self.unclear: dict[str, list[Unclear]] = {key: [] for key in keys}
        self.constants: dict[str, set[str]] = {}
        """By key, the modules that have it as a setting."""

    def run(self) -> Mapping[str, KeyUse]:
        for path in sorted({path for key in self.keys for path in self.project.files_with(key.encode())}):
            syntax = self.project.syntax(path)
            if syntax is not None:
                for node in list(syntax.scopes.nodes()):
                    self._look_at(syntax, node)
        for key, paths in sorted(self.constants.items()):
            for path in sorted(paths):
                self._references(key, path)
        for place in file_places(self.project, self.space, self.sources, self.keys):
            self.places[place.key].append(place)
        return {key: self._use(key) for key in self.keys}

    def _use(self, key: str) -> KeyUse:
        unique = {(each.path, each.start): each for each in self.places[key]}
        places = sorted(unique.values(), key=lambda each: (each.path, each.start))
        taken = {(each.path, each.line, each.column) for each in places}
        unclear = {each for each in self.unclear[key] if (each.path, each.line, each.column) not in taken}
        return KeyUse(key, tuple(places), tuple(sorted(unclear)))

    # -- nodes ---------------------------------------------------------------------------------------------------------

    def _look_at(self, syntax: Syntax, node: ast.AST) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in self.keys:
            self._constant(syntax, node, node.value)
        elif isinstance(node, ast.keyword) and node.arg in self.keys:
            self._keyword(syntax, node, node.arg)
        elif isinstance(node, ast.Name) and node.id in self.keys:
            self._name(syntax, node)
        elif isinstance(node, ast.Attribute) and node.attr in self.keys:
            self._attribute(syntax, node)

    def _found(
        self, syntax: Syntax, key: str, node: ast.AST, role: str, form: str, value: ast.expr | None = None
    ) -> None:
        """Notes a place that is shown to be about the key."""
        start = _key_offset(syntax, node, key)
        if start is None:
            self._doubt(syntax, key, node, "the key is not written as it reads")
            return
        line, column = syntax.source.position(start)
        statement = syntax.scopes.statement_of(node)
        self.places[key].append(
            KeyPlace(syntax.path, line, column, key, role, form, start, syntax.source, syntax, node, value, statement)
        )

    def _doubt(self, syntax: Syntax, key: str, node: ast.AST, why: str) -> None:
        line, column = syntax.source.position(_node_offset(syntax, node))
        self.unclear[key].append(Unclear(syntax.path, line, column, why))

    def _judge(
        self,
        syntax: Syntax,
        key: str,
        node: ast.AST,
        receiver: ast.expr,
        role: str,
        form: str,
        value: ast.expr | None = None,
    ) -> None:
        """Notes a place where an item of ``receiver`` is written or read, if it may be a configuration."""
        scope = syntax.scopes.scope_of(receiver)
        answer = config_class_of(self.project, self.space, syntax.path, receiver, scope)
        if answer:
            self._found(syntax, key, node, role, form, value)
        elif answer is None:
            self._doubt(syntax, key, node, f"whether {ast.unparse(receiver)} is the configuration cannot be told")

    # -- strings -------------------------------------------------------------------------------------------------------

    def _constant(self, syntax: Syntax, node: ast.Constant, key: str) -> None:
        parent = syntax.scopes.parent(node)
        if isinstance(parent, ast.Subscript) and parent.slice is node:
            role = {ast.Store: "write", ast.Del: "delete"}.get(type(parent.ctx), "read")
            self._judge(syntax, key, node, parent.value, role, "item", _assigned(syntax, parent))
        elif isinstance(parent, ast.Call) and node in parent.args:
            self._argument(syntax, node, key, parent)
        elif isinstance(parent, ast.Compare) and parent.left is node:
            if isinstance(parent.ops[0], ast.In | ast.NotIn) and not isinstance(parent.comparators[0], ast.Name):
                self._judge(syntax, key, node, parent.comparators[0], "read", "argument")
        elif isinstance(parent, ast.Dict) and node in parent.keys:
            self._pair(syntax, node, key, parent)
        elif isinstance(parent, ast.Tuple | ast.List | ast.Set):
            self._doubt(syntax, key, node, f"{key} stands in a list of names")

    def _argument(self, syntax: Syntax, node: ast.Constant, key: str, call: ast.Call) -> None:
        function = call.func
        if isinstance(function, ast.Name) and function.id in _BY_NAME and call.args[1:2] == [node]:
            self._by_name(syntax, node, key, call, _BY_NAME[function.id])
        if not isinstance(function, ast.Attribute):
            return
        if function.attr in _READERS and call.args[0] is node:
            role = {"setdefault": "write", "pop": "delete"}.get(function.attr, "read")
            value = call.args[1] if len(call.args) > 1 else None
            self._judge(syntax, key, node, function.value, role, "argument", value)
        elif function.attr in _SETTERS and len(call.args) > 1 and call.args[1] is node:
            value = call.args[2] if len(call.args) > 2 else None
            self._judge(syntax, key, node, call.args[0], "write", "argument", value)

    def _by_name(self, syntax: Syntax, node: ast.Constant, key: str, call: ast.Call, role: str) -> None:
        """``getattr(Config, "KEY")``."""
        dotted = dotted_name(call.args[0])
        scope = syntax.scopes.scope_of(call)
        obj = self.project.resolve(syntax.path, dotted, scope) if dotted is not None else None
        if isinstance(obj, ClassObject | ModuleObject) and self._is_settings(obj):
            self._found(syntax, key, node, role, "argument", call.args[2] if len(call.args) > 2 else None)

    def _pair(self, syntax: Syntax, node: ast.Constant, key: str, display: ast.Dict) -> None:
        value = display.values[display.keys.index(node)]
        parent = syntax.scopes.parent(display)
        if isinstance(parent, ast.AugAssign) and isinstance(parent.op, ast.BitOr):
            self._judge(syntax, key, node, parent.target, "write", "pair", value)
            return
        where = (syntax.path, display.lineno, display.col_offset)
        if where in self.sources.dictionaries:
            self._found(syntax, key, node, "write", "pair", value)
        elif self.sources.has_unknown_dictionaries and not _is_given_to_something(self.project, syntax, display):
            self._doubt(syntax, key, node, "whether this dictionary becomes configuration cannot be told")

    # -- names ---------------------------------------------------------------------------------------------------------

    def _keyword(self, syntax: Syntax, node: ast.keyword, key: str) -> None:
        call = syntax.scopes.parent(node)
        if not isinstance(call, ast.Call):
            return
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in UPDATES:
            self._judge(syntax, key, node, function.value, "write", "keyword", node.value)
        elif dotted_name(function) == "dict":
            if (syntax.path, call.lineno, call.col_offset) in self.sources.dictionaries:
                self._found(syntax, key, node, "write", "keyword", node.value)
            elif self.sources.has_unknown_dictionaries and not _is_given_to_something(self.project, syntax, call):
                self._doubt(syntax, key, node, "whether this dictionary becomes configuration cannot be told")
        elif self._takes_settings(syntax, function):
            self._found(syntax, key, node, "write", "keyword", node.value)
        elif self._is_own_function(syntax, function):
            self._doubt(syntax, key, node, f"what {ast.unparse(function)} does with {key} cannot be told")

    def _takes_settings(self, syntax: Syntax, function: ast.expr) -> bool:
        """Whether a function of the project makes settings of its keyword arguments."""
        dotted = dotted_name(function)
        scope = syntax.scopes.scope_of(function)
        return dotted is not None and self.project.resolve(syntax.path, dotted, scope) in self.sources.functions

    def _is_own_function(self, syntax: Syntax, function: ast.expr) -> bool:
        dotted = dotted_name(function)
        scope = syntax.scopes.scope_of(function)
        obj = self.project.resolve(syntax.path, dotted, scope) if dotted is not None else None
        return not isinstance(obj, External)

    def _name(self, syntax: Syntax, node: ast.Name) -> None:
        scope = syntax.scopes.scope_of(node)
        owner = scope.lookup(node.id)
        if owner is None or owner.kind not in ("module", "class"):
            return
        if owner.kind == "module":
            if self._is_settings(ModuleObject(syntax.path)) and isinstance(node.ctx, ast.Store):
                self.constants.setdefault(node.id, set()).add(syntax.path)
            return
        if not self._is_settings(ClassObject(syntax.path, owner.qualname)):
            return
        if isinstance(node.ctx, ast.Store):
            self._found(syntax, node.id, node, "write", "attribute", _assigned(syntax, node))
        else:
            self._found(syntax, node.id, node, "read", "name")

    def _is_settings(self, obj: ClassObject | ModuleObject) -> bool:
        """Whether a class or module is loaded as configuration, or can be nothing else."""
        if isinstance(obj, ClassObject):
            if obj in self.sources.classes:
                return True
        elif obj.path in self.sources.modules | self.sources.files:
            return True
        return self.sources.has_unknown_objects and obj in settings_like(self.project)

    def _attribute(self, syntax: Syntax, node: ast.Attribute) -> None:
        scope = syntax.scopes.scope_of(node)
        role = {ast.Store: "write", ast.Del: "delete"}.get(type(node.ctx), "read")
        if self.space.as_attributes:
            answer = config_class_of(self.project, self.space, syntax.path, node.value, scope)
            if answer:
                self._found(syntax, node.attr, node, role, "member", _assigned(syntax, node))
                return
        dotted = dotted_name(node.value)
        own = class_of_self(syntax.path, scope, dotted) if dotted is not None else None
        obj = own or (self.project.resolve(syntax.path, dotted, scope) if dotted is not None else None)
        if isinstance(obj, ClassObject) and self._has_settings(obj):
            self._found(syntax, node.attr, node, role, "member", _assigned(syntax, node))
        elif obj is None and isinstance(node.value, ast.Name | ast.Attribute) and self.sources.has_unknown_objects:
            self._doubt(syntax, node.attr, node, f"what {ast.unparse(node.value)} is cannot be told")

    def _has_settings(self, cls: ClassObject) -> bool:
        return self._is_settings(cls) or any(
            isinstance(each, ClassObject) and self._is_settings(each) for each in self.project.ancestors(cls)
        )

    def _references(self, key: str, path: str) -> None:
        """The places of a constant of a settings module, wherever it is used."""
        for each in references(self.project, Variable(path, key)):
            role = {"write": "write", "delete": "delete"}.get(each.kind, "read")
            form = "import" if isinstance(each.node, ast.alias) else "member"
            if isinstance(each.node, ast.Name):
                form = "constant" if role == "write" else "name"
            named = each.node.name if isinstance(each.node, ast.alias) else None
            if isinstance(each.node, ast.Name) and each.node.id != key:
                continue  # goes by another name there, which stays
            if named is not None and named != key:
                continue
            self._found(each.syntax, key, each.node, role, form, _assigned(each.syntax, each.node))


def _assigned(syntax: Syntax, target: ast.AST) -> ast.expr | None:
    """The value of the plain assignment that an expression is the only target of."""
    statement = syntax.scopes.statement_of(target)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement.targets[0] is target:
        return statement.value
    if isinstance(statement, ast.AnnAssign) and statement.target is target:
        return statement.value
    return None


def _is_given_to_something(project: Project, syntax: Syntax, display: ast.expr) -> bool:
    """Whether a dictionary is an argument of something outside of the project, which is no configuration."""
    parent = syntax.scopes.parent(display)
    while isinstance(parent, ast.Dict | ast.keyword | ast.IfExp):
        parent = syntax.scopes.parent(parent)
    if not isinstance(parent, ast.Call):
        return False
    dotted = dotted_name(parent.func)
    scope = syntax.scopes.scope_of(parent)
    obj = project.resolve(syntax.path, dotted, scope) if dotted is not None else None
    return isinstance(obj, External)


# --- places in source ---


def _node_offset(syntax: Syntax, node: ast.AST) -> int:
    return syntax.source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]


def _key_offset(syntax: Syntax, node: ast.AST, key: str) -> int | None:
    """The offset of the first byte of the key in a node; None when it is not written as it reads."""
    source, length = syntax.source, len(key)
    if isinstance(node, ast.Constant):
        start = place_in_string(syntax, node)
    elif isinstance(node, ast.Attribute):
        start = source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0) - length
    else:
        start = _node_offset(syntax, node)
    if start is None or source.data[start : start + length] != key.encode():
        return None
    return start if not re.match(rb"\w", source.data[start + length : start + length + 1]) else None
