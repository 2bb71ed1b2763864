"""What a module-level statement may look at in ``app.config`` while the program starts.

A write may only be moved up past statements that neither read nor write the same setting. Functions that are merely
defined do not count; what a statement calls, imports and decorates does.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject, Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.config_classes.extension_keys import APP_ATTRIBUTES, EXTENSION_KEYS
from flask_modernize_codemods.config_classes.imported import files_imported_by
from flask_modernize_codemods.config_classes.writes import writes_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

_READERS = ("get", "setdefault", "pop", "__getitem__", "__setitem__", "__contains__")
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Touches:
    """Settings by prefix of their keys; ``everything`` when it cannot be told which."""

    everything: bool = False
    prefixes: frozenset[str] = frozenset()

    def __or__(self, other: Touches) -> Touches:
        return Touches(self.everything or other.everything, self.prefixes | other.prefixes)

    def hits(self, key: str) -> bool:
        """Whether the setting may be among them."""
        return self.everything or any(key.startswith(prefix) for prefix in self.prefixes)


NOTHING = Touches()
EVERYTHING = Touches(everything=True)


class ProgramOrder:
    """Answers for one app: ``names`` are those that it has in its own module, at ``path``."""

    def __init__(self, project: Project, variable: Variable, names: Collection[str]) -> None:
        self._project = project
        self._variable = variable
        self._names: dict[str, frozenset[str]] = {variable.path: frozenset(names)}
        self._statements: dict[ast.stmt, Touches] = {}
        self._modules: dict[str, Touches] = {}
        self._harmless: dict[FunctionObject | ClassObject, bool] = {}

    def touches(self, path: str, statement: ast.stmt) -> Touches:
        """What running the statement, at module level of ``path``, may read or write."""
        if statement not in self._statements:
            self._statements[statement] = self._of(path, statement)
        return self._statements[statement]

    # -- one statement -------------------------------------------------------------------------------------------------

    def _of(self, path: str, statement: ast.stmt) -> Touches:
        found = NOTHING
        parents: dict[ast.AST, ast.AST] = {}
        for node, parent in run_at_import(statement):
            parents[node] = parent
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= self._imported(path, node)
            elif isinstance(node, ast.Call):
                found |= self._called(path, node)
            elif isinstance(node, ast.Name) and node.id in self._names_in(path):
                found |= self._used(path, node, parents)
            elif isinstance(node, ast.Attribute) and self._may_be_the_app(path, node):
                found |= EVERYTHING
            if found.everything:
                return found
        return found

    def _names_in(self, path: str) -> frozenset[str]:
        if path not in self._names:
            own = [each for each in references(self._project, self._variable) if each.path == path]
            aliases = {each.node.asname or each.node.name for each in own if isinstance(each.node, ast.alias)}
            self._names[path] = frozenset({each.name for each in own} | aliases)
        return self._names[path]

    def _may_be_the_app(self, path: str, node: ast.Attribute) -> bool:
        """``module.app``, and attributes that only an app has, on something that is not known."""
        dotted = dotted_name(node)
        if dotted is None or dotted.partition(".")[0] in self._names_in(path):
            return False
        return self._project.resolve(path, dotted) == self._variable

    def _used(self, path: str, node: ast.Name, parents: dict[ast.AST, ast.AST]) -> Touches:
        """What this use of the app's name looks at."""
        parent = parents.get(node)
        if isinstance(parent, ast.Attribute):
            if parent.attr == "config":
                return self._config_used(path, parent, parents)
            if parent.attr == "register_blueprint":
                return self._blueprint(path, parents.get(parent))
            prefixes = APP_ATTRIBUTES.get(parent.attr)
            return EVERYTHING if prefixes is None else Touches(prefixes=frozenset(prefixes))
        call = parents.get(parent) if isinstance(parent, ast.keyword) else parent
        if isinstance(call, ast.Call) and call.func is not node:
            prefixes = self._extension(path, call.func)
            return EVERYTHING if prefixes is None else Touches(prefixes=frozenset(prefixes))
        return EVERYTHING

    def _config_used(self, path: str, config: ast.Attribute, parents: dict[ast.AST, ast.AST]) -> Touches:
        parent = parents.get(config)
        if isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant):
            return _key(parent.slice.value)
        if isinstance(parent, ast.Compare) and isinstance(parent.left, ast.Constant):
            return _key(parent.left.value)
        call = parents.get(parent) if isinstance(parent, ast.Attribute) else None
        if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) and call.func is parent:
            if parent.attr in _READERS and call.args and isinstance(call.args[0], ast.Constant):
                return _key(call.args[0].value)
            statement = parents.get(call)
            if isinstance(statement, ast.Expr):
                write = writes_of(statement, self._names_in(path))
                if write is not None and all(each.key is not None for each in write.unclear):
                    keys = [*(each.key for each in write.settings), *(each.key or "" for each in write.unclear)]
                    return Touches(prefixes=frozenset(keys))
        return EVERYTHING

    def _blueprint(self, path: str, call: ast.AST | None) -> Touches:
        """Registering a blueprint of the project looks at routing only; one from elsewhere may do anything."""
        if isinstance(call, ast.Call) and call.args:
            dotted = dotted_name(call.args[0])
            if dotted is not None and isinstance(self._project.resolve(path, dotted), Variable):
                return Touches(prefixes=frozenset(APP_ATTRIBUTES["route"]))
        return EVERYTHING

    # -- what it calls -------------------------------------------------------------------------------------------------

    def _called(self, path: str, call: ast.Call) -> Touches:
        """What a call looks at by itself; what it is given is looked at separately."""
        dotted = dotted_name(call.func)
        if dotted is None or dotted.partition(".")[0] in self._names_in(path):
            return NOTHING
        found = self._project.resolve(path, dotted)
        if isinstance(found, FunctionObject | ClassObject):
            return NOTHING if self._is_harmless(found, _MAX_DEPTH) else EVERYTHING
        prefixes = self._bound_extension(path, dotted.rpartition(".")[0])
        return EVERYTHING if prefixes is None else Touches(prefixes=frozenset(prefixes))

    def _extension(self, path: str, callee: ast.expr) -> tuple[str, ...] | None:
        """The prefixes that ``Ext(app)`` and ``ext.init_app(app)`` look at; None when it cannot be told."""
        dotted = dotted_name(callee)
        if dotted is None:
            return None
        found = self._project.resolve(path, dotted)
        if isinstance(found, External) and found.name in EXTENSION_KEYS:
            return EXTENSION_KEYS[found.name]
        if dotted.endswith(".init_app"):
            return self._instance(path, dotted.removesuffix(".init_app"))
        return None

    def _instance(self, path: str, dotted: str) -> tuple[str, ...] | None:
        """The prefixes of the extension that a module-level variable holds an instance of."""
        variable = self._project.resolve(path, dotted)
        binding = self._project.binding(variable) if isinstance(variable, Variable) else None
        if not isinstance(variable, Variable) or binding is None or not binding.value or binding.value[0] != "call":
            return None
        callee = binding.value[1]
        if callee[0] != "name":
            return None
        cls = self._project.resolve(variable.path, callee[1])
        return EXTENSION_KEYS.get(cls.name) if isinstance(cls, External) else None

    def _bound_extension(self, path: str, dotted: str) -> tuple[str, ...] | None:
        """Prefixes that a method of a variable may look at: those of its extension; none if it never saw the app."""
        if not dotted:
            return ()
        known = self._instance(path, dotted)
        if known is not None:
            return known
        variable = self._project.resolve(path, dotted)
        if not isinstance(variable, Variable):
            return ()
        binding = self._project.binding(variable)
        if binding is None or binding.value is None:
            return None
        return None if _mentions(binding.value, self._names_in(variable.path)) else ()

    def _is_harmless(self, found: FunctionObject | ClassObject, depth: int) -> bool:
        """Whether the body of a function, or of a class with all its methods, has nothing to do with the app."""
        if found not in self._harmless:
            self._harmless[found] = True  # one that calls itself adds nothing
            self._harmless[found] = self._has_harmless_body(found, depth)
        return self._harmless[found]

    def _has_harmless_body(self, found: FunctionObject | ClassObject, depth: int) -> bool:
        syntax = self._project.syntax(found.path)
        if syntax is None or depth == 0:
            return False
        names = {*self._names_in(found.path), "current_app"}
        for scope in syntax.scopes.scopes():
            if scope.qualname != found.qualname:
                continue
            for node in ast.walk(scope.node):
                if isinstance(node, ast.Name) and node.id in names:
                    return False
                if isinstance(node, ast.Import | ast.ImportFrom) or (
                    isinstance(node, ast.Attribute) and node.attr in ("config", "current_app")
                ):
                    return False
                if isinstance(node, ast.Call) and not self._call_is_harmless(found.path, node, depth - 1):
                    return False
        return True

    def _call_is_harmless(self, path: str, call: ast.Call, depth: int) -> bool:
        dotted = dotted_name(call.func)
        found = self._project.resolve(path, dotted) if dotted is not None else None
        return not isinstance(found, FunctionObject | ClassObject) or self._is_harmless(found, depth)

    # -- what it imports -----------------------------------------------------------------------------------------------

    def _imported(self, path: str, statement: ast.Import | ast.ImportFrom) -> Touches:
        first = [found for found in self._targets(path, statement) if found != self._variable.path]
        found = NOTHING
        for each in self._closure(first):
            found |= self._module(each)
        return found

    def _targets(self, path: str, statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                targets = [self._project.imported(path, alias.name, None, 0)]
            else:
                targets = [
                    self._project.imported(path, statement.module, None, statement.level),
                    self._project.imported(path, statement.module, alias.name, statement.level),
                ]
            for target in targets:
                if isinstance(target, ModuleObject) and target.path.endswith(".py"):
                    yield target.path

    def _closure(self, first: Iterable[str]) -> list[str]:
        """The files that are imported from these on, except for the app's own."""
        found = list(dict.fromkeys(first))
        for path in found:
            for each in files_imported_by(self._project, path):
                if each != self._variable.path and each not in found:
                    found.append(each)
        return found

    def _module(self, path: str) -> Touches:
        """What importing one file, without what that imports, may look at."""
        if path not in self._modules:
            self._modules[path] = NOTHING  # a circle ends here
            syntax = self._project.syntax(path)
            found = EVERYTHING if syntax is None else NOTHING
            for statement in syntax.module.body if syntax is not None else ():
                if not isinstance(statement, ast.Import | ast.ImportFrom):
                    found |= self._of(path, statement)
            self._modules[path] = found
        return self._modules[path]


def run_at_import(statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The nodes of a module-level statement that are evaluated when it runs, each with the node that holds it.

    The bodies of functions and lambdas are not; a holder comes before what it holds.
    """
    stack: list[tuple[ast.AST, ast.AST]] = [(statement, statement)]
    while stack:
        node, parent = stack.pop()
        yield node, parent
        stack.extend((child, node) for child in reversed(list(_evaluated(node))))


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield from node.args.defaults
        yield from (each for each in node.args.kw_defaults if each is not None)
    elif isinstance(node, ast.Lambda):
        yield from node.args.defaults
    else:
        yield from ast.iter_child_nodes(node)


def _key(value: object) -> Touches:
    return Touches(prefixes=frozenset((value,))) if isinstance(value, str) else EVERYTHING


def _mentions(sketch: object, names: Collection[str]) -> bool:
    """Whether a sketch names one of the names anywhere, or has a part that is not known."""
    if not isinstance(sketch, tuple):
        return False
    if sketch and sketch[0] == "name":
        return str(sketch[1]).partition(".")[0] in names
    return sketch == ("other",) or any(_mentions(part, names) for part in sketch)
