"""Follows what is loaded as configuration backwards: to classes and modules, to dictionaries that are written out.

Through names, parameters (what every caller passes), functions, dictionaries of profiles and import strings.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.callers import passed_values
from flask_modernize.project.function_results import returned_values, scope_of_function
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject, Object, Variable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_MAX_DEPTH = 12


class Follower:
    """Collects what is found; see :class:`flask_modernize.project.config_loads.Sources`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.classes: set[ClassObject] = set()
        self.modules: set[str] = set()
        self.dictionaries: set[tuple[str, int, int]] = set()
        self.functions: set[FunctionObject] = set()
        self.unknown_objects = False
        self.unknown_dictionaries = False
        self.seen: set[tuple[str, int, int, str]] = set()

    def take_object(self, path: str, scope: Scope, node: ast.expr) -> None:
        """Follows what ``from_object`` is given."""
        self._object(path, scope, node, 0)

    def take_dictionary(self, path: str, scope: Scope, node: ast.expr) -> None:
        """Follows what ``update`` is given."""
        self._dictionary(path, scope, node, 0)

    # -- objects -------------------------------------------------------------------------------------------------------

    def _object(self, path: str, scope: Scope, node: ast.expr, depth: int) -> None:
        """Follows what ``from_object`` is given."""
        key = (path, node.lineno, node.col_offset, f"object {type(node).__name__}")
        if key in self.seen or (isinstance(node, ast.Constant) and node.value is None):
            return
        self.seen.add(key)
        if depth > _MAX_DEPTH or not self._is_object(path, scope, node, depth + 1):
            self.unknown_objects = True

    def _is_object(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and self._import_string(path, node.value)
        if isinstance(node, ast.Name) and node.id == "__name__":
            self.modules.add(path)
            return True
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(path, scope, node, depth)
        if isinstance(node, ast.IfExp | ast.BoolOp):
            parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
            for part in parts:
                self._object(path, scope, part, depth)
            return True
        if isinstance(node, ast.Subscript):
            return self._entries(path, scope, node.value, depth)
        if isinstance(node, ast.BinOp | ast.JoinedStr):
            return self._prefix(path, node)
        return isinstance(node, ast.Call) and self._called(path, scope, node, depth)

    def _named(self, path: str, scope: Scope, node: ast.Name | ast.Attribute, depth: int) -> bool:
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if self._known(obj):
            return True
        if isinstance(obj, Variable):
            values = _module_values(self.project, obj)
            for syntax, value in values:
                self._object(obj.path, syntax.scopes.module_scope, value, depth)
            return bool(values)
        return isinstance(node, ast.Name) and self._local(path, scope, node.id, depth)

    def _known(self, obj: Object | None) -> bool:
        if isinstance(obj, ClassObject):
            self.classes.add(obj)
        elif isinstance(obj, ModuleObject):
            self.modules.add(obj.path)
        return isinstance(obj, ClassObject | ModuleObject | External)

    def _local(self, path: str, scope: Scope, name: str, depth: int) -> bool:
        values = _local_values(self.project, path, scope, name)
        for where, place, value in values or ():
            if value is None:
                self.unknown_objects = True
            else:
                self._object(where, place, value, depth)
        return values is not None

    def _entries(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        """Every value of a dictionary of profiles."""
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        values = _module_values(self.project, obj) if isinstance(obj, Variable) else []
        displays = [(syntax, value) for syntax, value in values if isinstance(value, ast.Dict)]
        for syntax, value in displays:
            assert isinstance(obj, Variable)
            for each in value.values:
                self._object(obj.path, syntax.scopes.module_scope, each, depth)
        return bool(displays)

    def _called(self, path: str, scope: Scope, node: ast.Call, depth: int) -> bool:
        dotted = dotted_name(node.func)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if isinstance(obj, ClassObject):
            self.classes.add(obj)
            return True
        if isinstance(obj, External) and obj.name in ("os.environ.get", "os.getenv", "os.environ.setdefault"):
            for each in node.args[1:]:
                self._object(path, scope, each, depth)
            return False
        if isinstance(obj, FunctionObject):
            found = _returned(self.project, obj)
            for place, value in found or ():
                self._object(obj.path, place, value, depth)
            return found is not None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            for each in node.args[1:]:
                self._object(path, scope, each, depth)
            return self._entries(path, scope, node.func.value, depth)
        return False

    def _prefix(self, path: str, node: ast.expr) -> bool:
        """``"config." + name``: any class of the module that the text in front names."""
        first = next((each for each in ast.walk(node) if isinstance(each, ast.Constant)), None)
        text = first.value if first is not None and isinstance(first.value, str) else ""
        module = text.rpartition(".")[0]
        obj = self.project.imported(path, module, None, 0) if module else None
        facts = self.project.facts(obj.path) if isinstance(obj, ModuleObject) else None
        if facts is None or not isinstance(obj, ModuleObject) or not facts.classes:
            return False
        self.classes.update(ClassObject(obj.path, each) for each in facts.classes)
        return True

    def _import_string(self, path: str, text: str) -> bool:
        module = self.project.imported(path, text, None, 0)
        if isinstance(module, ModuleObject):
            return self._known(module)
        owner, _, name = text.rpartition(".")
        return bool(owner) and self._known(self.project.imported(path, owner, name, 0))

    # -- dictionaries --------------------------------------------------------------------------------------------------

    def _dictionary(self, path: str, scope: Scope, node: ast.expr, depth: int) -> None:
        """Follows what ``update`` is given."""
        key = (path, node.lineno, node.col_offset, f"dictionary {type(node).__name__}")
        if key in self.seen or (isinstance(node, ast.Constant) and node.value is None):
            return
        self.seen.add(key)
        if depth > _MAX_DEPTH or not self._is_dictionary(path, scope, node, depth + 1):
            self.unknown_dictionaries = True

    def _is_dictionary(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Dict):
            self.dictionaries.add((path, node.lineno, node.col_offset))
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    self._dictionary(path, scope, value, depth)
            return True
        if isinstance(node, ast.IfExp | ast.BoolOp):
            parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
            for part in parts:
                self._dictionary(path, scope, part, depth)
            return True
        if isinstance(node, ast.Call):
            return self._dictionary_call(path, scope, node, depth)
        if not isinstance(node, ast.Name | ast.Attribute):
            return False
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if isinstance(obj, Variable):
            values = _module_values(self.project, obj)
            for syntax, value in values:
                self._dictionary(obj.path, syntax.scopes.module_scope, value, depth)
            return bool(values)
        if isinstance(node, ast.Name) and self._takes_keywords(path, scope, node.id):
            return True
        local = _local_values(self.project, path, scope, node.id) if isinstance(node, ast.Name) else None
        for where, place, given in local or ():
            if given is None:
                self.unknown_dictionaries = True
            else:
                self._dictionary(where, place, given, depth)
        return local is not None

    def _takes_keywords(self, path: str, scope: Scope, name: str) -> bool:
        """Whether a name is the ``**settings`` of a function of the project, whose callers write settings then."""
        owner = scope.lookup(name)
        function = owner.node if owner is not None else None
        if owner is None or not isinstance(function, FunctionNode) or function.args.kwarg is None:
            return False
        if function.args.kwarg.arg != name or len(owner.bindings.get(name, [])) != 1:
            return False
        self.functions.add(FunctionObject(path, owner.qualname))
        return True

    def _dictionary_call(self, path: str, scope: Scope, node: ast.Call, depth: int) -> bool:
        if dotted_name(node.func) == "dict":
            self.dictionaries.add((path, node.lineno, node.col_offset))
            for each in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg is None)):
                self._dictionary(path, scope, each, depth)
            return True
        dotted = dotted_name(node.func)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        found = _returned(self.project, obj) if isinstance(obj, FunctionObject) else None
        for place, value in found or ():
            assert isinstance(obj, FunctionObject)
            self._dictionary(obj.path, place, value, depth)
        return found is not None


def _module_values(project: Project, variable: Variable) -> list[tuple[Syntax, ast.expr]]:
    """Everything that a module-level variable is given."""
    syntax = project.syntax(variable.path)
    bindings = syntax.scopes.module_scope.bindings.get(variable.name, []) if syntax is not None else []
    if syntax is None or any(each.kind != "assign" or each.value is None for each in bindings):
        return []
    return [(syntax, each.value) for each in bindings if each.value is not None]


def _local_values(
    project: Project, path: str, scope: Scope, name: str
) -> list[tuple[str, Scope, ast.expr | None]] | None:
    """What a name of a function is given, by assignment or by callers; None when that cannot be told."""
    owner = scope.lookup(name)
    if owner is None:
        return None
    found: list[tuple[str, Scope, ast.expr | None]] = []
    for binding in owner.bindings.get(name, []):
        if binding.kind == "assign" and binding.value is not None:
            found.append((path, owner, binding.value))
        elif binding.kind == "parameter":
            found += [(each.path, each.scope, each.value) for each in passed_values(project, path, owner, name)]
            found += _default_of(path, owner, name)
        elif binding.kind == "import":
            obj = project.resolve(path, name, scope)
            if obj is None:
                return None
        else:
            return None
    return found or None


def _default_of(path: str, owner: Scope, name: str) -> list[tuple[str, Scope, ast.expr | None]]:
    function = owner.node
    if not isinstance(function, FunctionNode) or owner.parent is None:
        return []
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return [(path, owner.parent, default) for each, default in pairs if each.arg == name]


def _returned(project: Project, function: FunctionObject) -> list[tuple[Scope, ast.expr]] | None:
    scope = scope_of_function(project, function)
    values = returned_values(project, function, scope) if scope is not None else None
    return [(scope, each) for each in values] if scope is not None and values is not None else None
