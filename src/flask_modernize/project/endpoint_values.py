"""Follows a value that names an endpoint backwards through Python: variables, parameters, loops, containers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.endpoint_nodes import (
    HARMLESS_TAKERS,
    argument_of,
    binds_in,
    catch_alls,
    default_of,
    exposed_as,
    front_of,
    index_of,
    is_endpoint,
    is_request,
    key_asked_for,
    loads,
    path_to,
    pattern_of,
    position_of,
)
from flask_modernize.project.endpoint_references import (
    ANY,
    EACH,
    KEYS,
    EndpointReference,
    Selector,
    Selectors,
    Unknown,
)
from flask_modernize.project.objects import FunctionObject, Variable
from flask_modernize.project.string_places import place_in_string

if TYPE_CHECKING:
    from flask_modernize.project.endpoint_templates import TemplateFlow
    from flask_modernize.project.programs import Program
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize.project.syntax import Syntax

_HARMLESS_DECORATORS = frozenset({"staticmethod", "classmethod", "contextmanager", "lru_cache", "cache", "wraps"})


class EndpointValues:
    """What is known of the endpoint names of a program, and how to follow a value to where it comes from."""

    templates: TemplateFlow

    def __init__(self, project: Project, program: Program) -> None:
        self.project = project
        self.program = program
        self.references: dict[tuple[str, int], EndpointReference] = {}
        self.unknown: set[Unknown] = set()
        self.endings: set[Unknown] = set()
        self._syntaxes: dict[str, Syntax | None] = {}
        self._seen: set[tuple[ast.AST, Selectors]] = set()
        self._taken: set[ast.AST] = set()
        self._defined: dict[str, bool] = {}
        self._parameters: set[tuple[str, str, str]] = set()

    def syntax(self, path: str) -> Syntax | None:
        """The file, kept for as long as the flow lives, so that its nodes stay the same."""
        if path not in self._syntaxes:
            self._syntaxes[path] = self.project.syntax(path)
        return self._syntaxes[path]

    def modules_with(self, word: str) -> Iterator[Syntax]:
        """The files of the program that hold a word."""
        for path in self.program.modules:
            if word.encode() in self.project.tree.read(path):
                syntax = self.syntax(path)
                if syntax is not None:
                    yield syntax

    def is_defined(self, name: str) -> bool:
        """Whether the program has a function of that name, or for ``get_url`` no Flask-Admin that would mean it."""
        if name not in self._defined:
            words = [b"def " + name.encode() + b"("]
            data = [self.project.tree.read(path) for path in self.program.modules]
            found = any(word in each for word in words for each in data)
            if name == "get_url" and not any(b"flask_admin" in each or b"ext.admin" in each for each in data):
                found = True
            self._defined[name] = found
        return self._defined[name]

    # -- following a value back ----------------------------------------------------------------------------------------

    def give_up(self, syntax: Syntax, node: ast.AST, message: str, pattern: str = ".*") -> None:
        """Notes a value that cannot be followed."""
        self.unknown.add(Unknown(syntax.path, *position_of(syntax, node), message, pattern))

    def refer(self, path: str, offset: int, value: str, doubt: str) -> None:
        """Notes a literal."""
        known = self.references.get((path, offset))
        if known is None or (doubt and not known.doubt):
            self.references[path, offset] = EndpointReference(path, offset, value, doubt)

    def trace(self, syntax: Syntax, node: ast.expr, selectors: Selectors = (), doubt: str = "") -> None:
        """Follows an expression that gives an endpoint, or with ``selectors`` a container of some."""
        if (node, selectors) in self._seen:
            return
        self._seen.add((node, selectors))
        match node:
            case ast.Constant():
                self._trace_constant(syntax, node, selectors, doubt)
            case ast.IfExp(body=body, orelse=orelse):
                self.trace(syntax, body, selectors, doubt)
                self.trace(syntax, orelse, selectors, doubt)
            case ast.BoolOp(values=values):
                for each in values:
                    self.trace(syntax, each, selectors, doubt)
            case ast.NamedExpr(value=value) | ast.Starred(value=value):
                self.trace(syntax, value, selectors, doubt)
            case ast.Name():
                self._trace_name(syntax, node, selectors, doubt)
            case ast.Attribute():
                self._trace_attribute(syntax, node, selectors, doubt)
            case ast.Subscript():
                self._trace_subscript(syntax, node, selectors, doubt)
            case ast.Call():
                self._trace_call(syntax, node, selectors, doubt)
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                self._trace_container(syntax, node, selectors, doubt)
            case ast.JoinedStr() | ast.BinOp():
                self._computed(syntax, node, selectors)
            case _:
                self.give_up(syntax, node, "the endpoint is computed")

    def _trace_constant(self, syntax: Syntax, node: ast.Constant, selectors: Selectors, doubt: str) -> None:
        if selectors or not isinstance(node.value, str):
            return
        offset = place_in_string(syntax, node)
        if offset is None:
            self.give_up(syntax, node, "the string cannot be told apart", re.escape(node.value.removeprefix(".")))
        else:
            self.refer(syntax.path, offset, node.value, doubt)

    def _computed(self, syntax: Syntax, node: ast.expr, selectors: Selectors) -> None:
        pattern = ".*" if selectors else pattern_of(node).removeprefix(r"\.")
        message = "the endpoint is put together from parts"
        line, column = position_of(syntax, node)
        self.unknown.add(Unknown(syntax.path, line, column, message, pattern, *front_of(syntax, node)))

    def _trace_container(self, syntax: Syntax, node: ast.expr, selectors: Selectors, doubt: str) -> None:
        if not selectors:
            return
        (kind, key), rest = selectors[0], selectors[1:]
        if isinstance(node, ast.Dict):
            self._trace_dictionary(syntax, node, selectors, doubt)
            return
        assert isinstance(node, ast.List | ast.Tuple | ast.Set)
        items = node.elts
        if kind == "item" and isinstance(key, int) and not any(isinstance(each, ast.Starred) for each in items):
            items = items[key : key + 1] if key >= 0 else items[key:][:1]
        elif kind not in ("each", "any", "item", "keys", "values"):
            self.give_up(syntax, node, "the endpoint is computed")
            return
        if kind in ("keys", "values"):
            rest = rest[1:] if rest[:1] == (EACH,) else rest
        for each in items:
            self.trace(syntax, each, selectors if isinstance(each, ast.Starred) else rest, doubt)

    def _trace_dictionary(self, syntax: Syntax, node: ast.Dict, selectors: Selectors, doubt: str) -> None:
        (kind, key), rest = selectors[0], selectors[1:]
        values: list[ast.expr] = list(node.values)
        if kind == "key":
            pairs = zip(node.keys, node.values, strict=True)
            values = [v for k, v in pairs if k is None or not isinstance(k, ast.Constant) or k.value == key]
        elif kind in ("keys", "each"):
            rest = rest[1:] if kind == "keys" and rest[:1] == (EACH,) else rest
            values = [each for each in node.keys if each is not None]
        elif kind == "values":
            rest = rest[1:] if rest[:1] == (EACH,) else rest
        elif kind == "items" and len(rest) > 1 and rest[1][0] == "item":
            values = [each for each in node.keys if each is not None] if rest[1][1] == 0 else values
            rest = rest[2:]
        elif kind != "any" and kind != "item":
            self.give_up(syntax, node, "the endpoint is computed")
            return
        for each in values:
            self.trace(syntax, each, rest, doubt)

    def _trace_attribute(self, syntax: Syntax, node: ast.Attribute, selectors: Selectors, doubt: str) -> None:
        if not selectors and is_endpoint(self.project, syntax, node):
            return
        dotted = dotted_name(node)
        found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node)) if dotted else None
        if isinstance(found, Variable):
            self._trace_variable(syntax, node, found, selectors, doubt)
        else:
            self.give_up(syntax, node, f"the endpoint comes from {ast.unparse(node)}")

    def _trace_subscript(self, syntax: Syntax, node: ast.Subscript, selectors: Selectors, doubt: str) -> None:
        index = node.slice
        first: Selector = ANY
        if isinstance(index, ast.Constant):
            first = ("item", index.value) if isinstance(index.value, int) else ("key", index.value)
        self.trace(syntax, node.value, (first, *selectors), doubt)

    def _trace_call(self, syntax: Syntax, node: ast.Call, selectors: Selectors, doubt: str) -> None:
        name = dotted_name(node.func)
        if isinstance(node.func, ast.Attribute):
            base, method = node.func.value, node.func.attr
            if method == "format":
                self._computed(syntax, node, selectors)
                return
            if method in ("items", "keys", "values") and not node.args:
                self.trace(syntax, base, ((method, None), *selectors), doubt)
                return
            if method == "get" and node.args and not is_request(base):
                key = node.args[0]
                first: Selector = ("key", key.value) if isinstance(key, ast.Constant) else ANY
                self.trace(syntax, base, (first, *selectors), doubt)
                for default in node.args[1:2]:
                    self.trace(syntax, default, selectors, doubt)
                return
        found = self.project.resolve(syntax.path, name, syntax.scopes.scope_of(node)) if name else None
        if isinstance(found, FunctionObject):
            self._trace_function(syntax, node, found, selectors, doubt)
        elif name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "str") and node.args:
            self.trace(syntax, node.args[0], selectors, doubt)
        elif name == "enumerate" and node.args and selectors[:2] == (EACH, ("item", 1)):
            self.trace(syntax, node.args[0], (EACH, *selectors[2:]), doubt)
        elif name == "dict" and not node.args and selectors:
            self._trace_keywords(syntax, node, selectors, doubt)
        else:
            self.give_up(syntax, node, "the endpoint is computed")

    def _trace_keywords(self, syntax: Syntax, node: ast.Call, selectors: Selectors, doubt: str) -> None:
        (kind, key), rest = selectors[0], selectors[1:]
        if kind == "values":
            rest = rest[1:] if rest[:1] == (EACH,) else rest
        if kind not in ("key", "any", "values"):
            self.give_up(syntax, node, "the endpoint is computed")
            return
        for keyword in node.keywords:
            if keyword.arg is None or kind != "key" or keyword.arg == key:
                self.trace(syntax, keyword.value, rest if keyword.arg else selectors, doubt)

    def _trace_function(
        self, syntax: Syntax, node: ast.Call, function: FunctionObject, selectors: Selectors, doubt: str
    ) -> None:
        inner = self.syntax(function.path)
        returned = []
        for scope in inner.scopes.scopes() if inner is not None else ():
            if scope.kind == "function" and scope.qualname == function.qualname:
                returned += [
                    each.value
                    for each in ast.walk(scope.node)
                    if isinstance(each, ast.Return)
                    and each.value is not None
                    and inner is not None
                    and inner.scopes.scope_of(each) is scope
                ]
        if inner is None or not returned:
            self.give_up(syntax, node, "the endpoint is computed")
        for value in returned:
            self.trace(inner, value, selectors, doubt)  # type: ignore[arg-type]

    # -- names ---------------------------------------------------------------------------------------------------------

    def _trace_name(self, syntax: Syntax, node: ast.Name, selectors: Selectors, doubt: str) -> None:
        scope = syntax.scopes.scope_of(node)
        owner = scope.lookup(node.id)
        if owner is None:
            self.give_up(syntax, node, f"the endpoint comes from {node.id}")
        elif owner.parent is None:
            found = self.project.resolve(syntax.path, node.id)
            if isinstance(found, Variable) and found.path != syntax.path:
                self._trace_variable(syntax, node, found, selectors, doubt)
            else:
                self._trace_bindings(syntax, node, owner, selectors, doubt)
        else:
            self._trace_bindings(syntax, node, owner, selectors, doubt)

    def _trace_variable(
        self, syntax: Syntax, node: ast.expr, variable: Variable, selectors: Selectors, doubt: str
    ) -> None:
        home = self.syntax(variable.path)
        bindings = home.scopes.module_scope.bindings.get(variable.name, []) if home is not None else []
        values = [each.value for each in bindings if each.kind == "assign" and each.value is not None]
        if home is None or not values or len(values) != len(bindings):
            self.give_up(syntax, node, f"the endpoint comes from {variable.name}")
            return
        for value in values:
            self.trace(home, value, selectors, doubt)

    def _trace_bindings(self, syntax: Syntax, node: ast.Name, owner: Scope, selectors: Selectors, doubt: str) -> None:
        doubt = doubt or self._other_uses(syntax, node, owner, selectors)
        for binding in owner.bindings[node.id]:
            self._trace_binding(syntax, node, owner, binding, selectors, doubt)

    def _trace_binding(
        self, syntax: Syntax, node: ast.Name, owner: Scope, binding: LocalBinding, selectors: Selectors, doubt: str
    ) -> None:
        if binding.kind == "assign" and binding.value is not None:
            self.trace(syntax, binding.value, selectors, doubt)
        elif binding.kind == "parameter" and isinstance(owner.node, ast.FunctionDef | ast.AsyncFunctionDef):
            self._trace_parameter(syntax, node, owner, selectors, doubt)
        elif isinstance(binding.node, ast.For | ast.AsyncFor):
            self._trace_loop(syntax, node, binding.node.target, binding.node.iter, selectors, doubt)
        elif owner.kind == "comprehension":
            for generator in owner.node.generators:  # type: ignore[attr-defined]
                if binds_in(generator.target, node.id):
                    self._trace_loop(syntax, node, generator.target, generator.iter, selectors, doubt)
        else:
            self.give_up(syntax, node, f"the endpoint comes from {node.id}")

    def _trace_loop(
        self, syntax: Syntax, node: ast.Name, target: ast.expr, iterable: ast.expr, selectors: Selectors, doubt: str
    ) -> None:
        steps = path_to(target, node.id)
        if steps is None:
            self.give_up(syntax, node, f"the endpoint comes from {node.id}")
        else:
            self.trace(syntax, iterable, (EACH, *steps, *selectors), doubt)

    def _other_uses(self, syntax: Syntax, node: ast.Name, owner: Scope, selectors: Selectors) -> str:
        """What else is done with a variable; empty when it is only used as an endpoint."""
        if selectors:
            return self._other_keys(syntax, node) if selectors[0] is KEYS else ""
        for other in loads(syntax, node):
            parent = syntax.scopes.parent(other)
            if other is node or other in self._taken:
                continue
            if isinstance(parent, ast.Compare):
                for side in (parent.left, *parent.comparators):
                    if side is not other and isinstance(side, ast.Constant | ast.Tuple | ast.List | ast.Set):
                        self.trace(syntax, side, () if isinstance(side, ast.Constant) else (EACH,))
            elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name | ast.Attribute):
                name = parent.func.attr if isinstance(parent.func, ast.Attribute) else parent.func.id
                if name not in ("url_for", *HARMLESS_TAKERS) and not self._passes_to_project(syntax, parent):
                    return f"{node.id} is also handed to {name}()"
            elif not isinstance(parent, ast.BoolOp | ast.If | ast.IfExp | ast.UnaryOp | ast.While):
                return f"{node.id} is also used otherwise"
        return ""

    def _other_keys(self, syntax: Syntax, node: ast.Name) -> str:
        """Whether a dictionary by endpoint is also asked for keys that are not the endpoint of a request: these would
        have to change with it."""
        for other in loads(syntax, node):
            key = key_asked_for(syntax, other)
            if key is not None and not isinstance(key, ast.Constant) and not is_endpoint(self.project, syntax, key):
                return f"{node.id} is also asked for other keys"
        return ""

    def _passes_to_project(self, syntax: Syntax, call: ast.Call) -> bool:
        dotted = dotted_name(call.func)
        found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call)) if dotted else None
        return isinstance(found, FunctionObject)

    # -- parameters ----------------------------------------------------------------------------------------------------

    def _trace_parameter(self, syntax: Syntax, node: ast.Name, owner: Scope, selectors: Selectors, doubt: str) -> None:
        function = owner.node
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        key = syntax.path, owner.qualname, node.id
        if key in self._parameters:
            return
        self._parameters.add(key)
        if selectors or node.id in catch_alls(function):
            self.give_up(syntax, node, f"the endpoint is handed to {function.name}() in a container")
            return
        default = default_of(function, node.id)
        if default is not None:
            self.trace(syntax, default)
        index = index_of(function, node.id)
        for decorator in function.decorator_list:
            self._trace_registered(syntax, function, decorator, index, node.id)
        is_method = owner.parent is not None and owner.parent.kind == "class"
        if is_method and not any(getattr(each, "id", "") == "staticmethod" for each in function.decorator_list):
            index = index - 1 if index is not None else None
        for caller in self.modules_with(function.name):
            self._trace_callers(caller, syntax.path, owner.qualname, function.name, index, node.id, is_method)

    def _trace_registered(
        self,
        syntax: Syntax,
        function: ast.FunctionDef | ast.AsyncFunctionDef,
        decorator: ast.expr,
        index: int | None,
        parameter: str,
    ) -> None:
        """What a decorator means for a parameter: who else may call the function with it."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        kind = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        name = function.name
        if isinstance(decorator, ast.Call):
            given = argument_of(decorator, 0, "name")
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                name = given.value
        if kind in ("template_global", "app_template_global", "contextfunction", "pass_context"):
            self.templates.trace_calls(name, index, parameter)
        elif kind in ("template_filter", "app_template_filter") and index == 0:
            self.templates.trace_filters(name)
        elif kind not in _HARMLESS_DECORATORS:
            self.give_up(syntax, decorator, f"{function.name}() takes an endpoint, and is handed to {kind}")

    def _trace_callers(
        self, syntax: Syntax, home: str, qualname: str, name: str, index: int | None, parameter: str, is_method: bool
    ) -> None:
        for node in list(syntax.scopes.nodes()):
            if isinstance(node, ast.Attribute) and node.attr == name and is_method:
                pass
            elif isinstance(node, ast.Name | ast.Attribute) and not is_method:
                dotted = dotted_name(node)
                if dotted is None or dotted.rpartition(".")[2] not in self._names_for(syntax, name):
                    continue
                found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node))
                if found != FunctionObject(home, qualname):
                    continue
            else:
                continue
            self._trace_mention(syntax, node, index, parameter)

    def _names_for(self, syntax: Syntax, name: str) -> set[str]:
        """What a function of that name may be called in a file."""
        found = {name}
        for local, bindings in syntax.facts.bindings.items():
            if any(each.kind == "import" and each.name == name for each in bindings):
                found.add(local)
        return found

    def _trace_mention(self, syntax: Syntax, node: ast.expr, index: int | None, parameter: str) -> None:
        """A call of a function that takes an endpoint, or another use of it."""
        parent = syntax.scopes.parent(node)
        if isinstance(parent, ast.Call) and parent.func is node:
            value = argument_of(parent, index, parameter)
            if value is not None:
                self._taken.add(value)
                self.trace(syntax, value)
            elif any(isinstance(each, ast.Starred) for each in parent.args) or any(
                each.arg is None for each in parent.keywords
            ):
                self.give_up(syntax, parent, "the endpoint is unpacked from something else")
            return
        exposed = exposed_as(syntax, node)
        if exposed is not None:
            self.templates.trace_calls(exposed, index, parameter)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            self.give_up(syntax, node, f"{ast.unparse(node)}, which takes an endpoint, is handed on")
