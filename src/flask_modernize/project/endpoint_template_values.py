"""Follows a value that names an endpoint backwards through templates, and into what Python code hands them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.project.endpoint_references import ANY, EACH, Selector, Selectors, Unknown
from flask_modernize.project.endpoint_template_nodes import (
    COMPARISONS,
    TAKERS,
    TemplateSource,
    argument_of,
    front_of,
    is_request_endpoint,
    is_same,
    pattern_of,
)
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.endpoint_values import EndpointValues
    from flask_modernize.project.programs import Program
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


class TemplateValues:
    """The templates of a program, and how to follow a value in them to where it comes from."""

    def __init__(self, project: Project, program: Program, python: EndpointValues) -> None:
        self.project = project
        self.program = program
        self.python = python
        self._data: dict[str, bytes] = {}
        self._sources: dict[str, TemplateSource] = {}
        self._strings: list[TemplateSource] = []
        self._functions: dict[str, set[tuple[int | None, str]]] = {}
        self._aliases: set[str] = set()
        self._seen: set[tuple[jinja.Expression, Selectors]] = set()
        self._taken: set[jinja.Expression] = set()
        self._followed: set[tuple[object, ...]] = set()

    def source(self, path: str) -> TemplateSource:
        """A template of the program, read once."""
        if path not in self._sources:
            self._sources[path] = TemplateSource(path, jinja.read_template(self._content(path)))
        return self._sources[path]

    def _content(self, path: str) -> bytes:
        if path not in self._data:
            try:
                self._data[path] = self.project.tree.read(path)
            except (UnreadableSource, OSError, KeyError):
                self._data[path] = b""
        return self._data[path]

    def _sources_with(self, word: str) -> Iterator[TemplateSource]:
        """Every template that holds a word."""
        for path in self.program.templates:
            if word.encode() in self._content(path):
                yield self.source(path)
        yield from (each for each in self._strings if word in each.text)

    def _is_endpoint(self, expression: jinja.Expression) -> bool:
        if isinstance(expression, jinja.Name):
            return expression.name in self._aliases
        return is_request_endpoint(expression)

    # -- following a value back ----------------------------------------------------------------------------------------

    def take(self, source: TemplateSource, tag: jinja.Tag, expression: jinja.Expression) -> None:
        """Follows an argument that is an endpoint."""
        self._taken.add(expression)
        self.trace(source, tag, expression)

    def _give_up(
        self,
        source: TemplateSource,
        index: int,
        message: str,
        pattern: str = ".*",
        front: tuple[int, str, str] = (-1, "", ""),
    ) -> None:
        line, column = self._position(source, index)
        self.python.unknown.add(Unknown(source.path, line, column, message, pattern, *front))

    def _position(self, source: TemplateSource, index: int) -> tuple[int, int]:
        """1-based line, and column in characters."""
        offset = source.offset(index)
        try:
            data = self.project.tree.read(source.path)
        except (UnreadableSource, OSError, KeyError):
            data = b""
        line = data.count(b"\n", 0, offset) + 1
        column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
        return line, column

    def trace(
        self,
        source: TemplateSource,
        tag: jinja.Tag,
        expression: jinja.Expression,
        selectors: Selectors = (),
        doubt: str = "",
    ) -> None:
        """Follows an expression that gives an endpoint, or with ``selectors`` a container of some."""
        if (expression, selectors) in self._seen:
            return
        self._seen.add((expression, selectors))
        match expression:
            case jinja.Text(value=value, start=start):
                if not selectors:
                    self.python.refer(source.path, source.offset(start), value, doubt)
            case jinja.Value(value=value):
                if not value and not selectors:
                    self._give_up(source, expression.start, "the endpoint is put together from parts")
            case jinja.Choice(then=then, otherwise=otherwise):
                self.trace(source, tag, then, selectors, doubt)
                if otherwise is not None:
                    self.trace(source, tag, otherwise, selectors, doubt)
            case jinja.Operation():
                self._trace_operation(source, tag, expression, selectors, doubt)
            case jinja.Filtered(of=of, name=name, arguments=arguments, is_test=False):
                self.trace(source, tag, of, selectors, doubt)
                for each in arguments if name in ("default", "d") else ():
                    self.trace(source, tag, each, selectors, doubt)
            case jinja.Attribute():
                self._trace_attribute(source, tag, expression, selectors, doubt)
            case jinja.Item(of=of, key=key):
                step: Selector = ANY
                if isinstance(key, jinja.Value) and key.value.isdigit():
                    step = ("item", int(key.value))
                self.trace(source, tag, of, (step, *selectors), doubt)
            case jinja.Name():
                self._trace_name(source, tag, expression, selectors, doubt)
            case jinja.Many():
                self._trace_many(source, tag, expression, selectors, doubt)
            case jinja.Call(function=jinja.Attribute(of=of, name="items" | "keys" | "values" as name)):
                self.trace(source, tag, of, ((name, None), *selectors), doubt)
            case jinja.Call(function=jinja.Attribute(of=of, name="get"), arguments=(key, *rest)):
                step = ("key", key.value) if isinstance(key, jinja.Text) else ANY
                self.trace(source, tag, of, (step, *selectors), doubt)
                for each in rest[:1]:
                    self.trace(source, tag, each, selectors, doubt)
            case jinja.Call(function=jinja.Name(name="dict"), keywords=keywords) if selectors:
                for keyword, given in keywords:
                    if selectors[0] in (("key", keyword), ANY):
                        self.trace(source, tag, given, selectors[1:], doubt)
            case _:
                self._give_up(source, expression.start, "the endpoint is computed")

    def _trace_operation(
        self, source: TemplateSource, tag: jinja.Tag, expression: jinja.Operation, selectors: Selectors, doubt: str
    ) -> None:
        if expression.operators[0] in ("or", "and"):
            for each in expression.operands:
                self.trace(source, tag, each, selectors, doubt)
        elif expression.operators[0] in ("~", "+", "%") and not selectors:
            pattern = pattern_of(expression).removeprefix(r"\.")
            message = "the endpoint is put together from parts"
            self._give_up(source, expression.start, message, pattern, front_of(source, expression))
        else:
            self._give_up(source, expression.start, "the endpoint is computed")

    def _trace_attribute(
        self, source: TemplateSource, tag: jinja.Tag, expression: jinja.Attribute, selectors: Selectors, doubt: str
    ) -> None:
        if not selectors and self._is_endpoint(expression):
            return
        key: Selector = ("key", expression.name)
        if expression.name.isdigit():
            key = ("item", int(expression.name))
        self.trace(source, tag, expression.of, (key, *selectors), doubt)

    def _trace_many(
        self, source: TemplateSource, tag: jinja.Tag, expression: jinja.Many, selectors: Selectors, doubt: str
    ) -> None:
        if not selectors:
            return
        (kind, key), rest = selectors[0], selectors[1:]
        items: Sequence[jinja.Expression] = expression.items
        if kind == "key" and expression.keys:
            pairs = zip(expression.keys, expression.items, strict=True)
            items = [value for name, value in pairs if not isinstance(name, jinja.Text) or name.value == key]
        elif kind == "item" and isinstance(key, int) and not expression.keys:
            items = items[key : key + 1]
        elif kind in ("keys", "each") and expression.keys:
            items = expression.keys
            rest = rest[1:] if kind == "keys" and rest[:1] == (EACH,) else rest
        elif kind == "values":
            rest = rest[1:] if rest[:1] == (EACH,) else rest
        elif kind == "items" and len(rest) > 1 and rest[1][0] == "item":
            items = expression.keys if rest[1][1] == 0 else items
            rest = rest[2:]
        elif kind not in ("each", "any", "keys"):
            self._give_up(source, expression.start, "the endpoint is computed")
            return
        for each in items:
            self.trace(source, tag, each, rest, doubt)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _trace_name(
        self, source: TemplateSource, tag: jinja.Tag, name: jinja.Name, selectors: Selectors, doubt: str
    ) -> None:
        if name.name in self._aliases and not selectors:
            return
        for block in reversed(tag.around):
            for index, binding in enumerate(block.bindings):
                if name.name in binding.targets:
                    doubt = doubt or self._other_uses(source, block, name.name, selectors)
                    self._trace_block(source, block, index, binding, name, selectors, doubt)
                    return
        doubt = doubt or self._other_uses(source, None, name.name, selectors)
        if self._trace_assignments(source, name.name, selectors, doubt):
            return
        self._trace_context(source, name, selectors, doubt)

    def _trace_block(
        self,
        source: TemplateSource,
        block: jinja.Tag,
        index: int,
        binding: jinja.Binding,
        name: jinja.Name,
        selectors: Selectors,
        doubt: str,
    ) -> None:
        if block.keyword == "for" and binding.value is not None:
            steps: Selectors = (EACH,)
            if len(binding.targets) > 1:
                steps = (EACH, ("item", binding.targets.index(name.name)))
            self.trace(source, block, binding.value, (*steps, *selectors), doubt)
        elif block.keyword == "macro":
            if binding.value is not None:
                self.trace(source, block, binding.value, selectors, doubt)
            self._trace_macro(source, block, index, name, selectors, doubt)
        elif binding.value is not None:
            self.trace(source, block, binding.value, selectors, doubt)
        else:
            self._give_up(source, name.start, f"the endpoint comes from {name.name}")

    def _other_uses(self, source: TemplateSource, block: jinja.Tag | None, name: str, selectors: Selectors) -> str:
        """What else is done with a variable in its block, or without one in its template; with an attribute of it
        where that is the endpoint. Comparisons are followed on the other side.
        """
        key = selectors[0] if selectors else None
        if len(selectors) > 1 or (key is not None and key[0] != "key"):
            return ""
        wanted = (name, str(key[1])) if key is not None else (name,)
        found = ""
        for tag in source.template.tags:
            if block is None or block in tag.around:
                for root in tag.roots():
                    is_test = tag.keyword in ("if", "elif")
                    found = found or self._other_use(source, tag, root, wanted, is_test)
        return found

    def _other_use(
        self,
        source: TemplateSource,
        tag: jinja.Tag,
        expression: jinja.Expression,
        wanted: tuple[str, ...],
        is_test: bool,
    ) -> str:
        if is_same(expression, wanted):
            if expression in self._taken or is_test:
                return ""
            return f"{'.'.join(wanted)} is also used as text"
        compared = isinstance(expression, jinja.Operation) and expression.operators[0] in COMPARISONS
        if isinstance(expression, jinja.Operation) and compared:
            left, right = expression.operands[0], expression.operands[1]
            for own, other in ((left, right), (right, left)):
                if is_same(own, wanted) and not self._is_endpoint(other):
                    is_search = expression.operators[0] in ("in", "not in") and own is left
                    self.trace(source, tag, other, (EACH,) if is_search else ())
        if isinstance(expression, jinja.Call):
            return self._used_in_call(source, tag, expression, wanted)
        tested = isinstance(expression, jinja.Filtered) and expression.is_test
        logical = isinstance(expression, jinja.Operation) and expression.operators[0] in ("and", "or", "not")
        for each in jinja.children(expression):
            in_test = tested or compared or (logical and is_test)
            if isinstance(expression, jinja.Choice):
                in_test = each is expression.test or is_test
            found = self._other_use(source, tag, each, wanted, in_test)
            if found:
                return found
        return ""

    def _used_in_call(self, source: TemplateSource, tag: jinja.Tag, call: jinja.Call, wanted: tuple[str, ...]) -> str:
        function = call.function.name if isinstance(call.function, jinja.Name | jinja.Attribute) else ""
        takes = function in TAKERS or function in self._functions or self._is_macro(function)
        endpoint = argument_of(call, 0, "endpoint") if function in TAKERS else None
        if isinstance(call.function, jinja.Attribute) and self._is_endpoint(call.function.of):
            takes = function == "endswith"
        for each in (call.function, *call.arguments, *(value for _, value in call.keywords)):
            if (takes and is_same(each, wanted)) or each is endpoint:
                continue
            found = self._other_use(source, tag, each, wanted, False)
            if found:
                return found
        return ""

    def _is_macro(self, name: str) -> bool:
        return bool(name) and any(
            tag.keyword == "macro" and tag.name == name
            for source in self._sources_with(name)
            for tag in source.template.tags
        )

    def _trace_assignments(self, source: TemplateSource, name: str, selectors: Selectors, doubt: str) -> bool:
        """Follows ``{% set name = ... %}``: of this template, else of any."""
        for sources in ([source], list(self._sources_with(name))):
            values = [
                (each, tag, binding)
                for each in sources
                for tag in each.template.tags
                if tag.keyword in ("set", "with")
                for binding in tag.bindings
                if name in binding.targets
            ]
            for each, tag, binding in values:
                if binding.value is None:
                    self._give_up(each, tag.start, f"the endpoint comes from {name}")
                    continue
                steps: Selectors = ()
                if len(binding.targets) > 1:
                    steps = (("item", binding.targets.index(name)),)
                self.trace(each, tag, binding.value, (*steps, *selectors), doubt)
            if values:
                return True
        return False

    def _trace_context(self, source: TemplateSource, name: jinja.Name, selectors: Selectors, doubt: str) -> None:
        """Follows a variable that Python code hands to templates."""
        found = list(self._given(name.name))
        if not found:
            self._give_up(source, name.start, f"the endpoint comes from {name.name}")
        for syntax, value in found:
            self.python.trace(syntax, value, selectors, doubt)

    def _given(self, name: str) -> Iterator[tuple[Syntax, ast.expr]]:
        for syntax in self.python.modules_with(name):
            for node in list(syntax.scopes.nodes()):
                if isinstance(node, ast.Call):
                    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if "render" in function or function in ("dict", "update"):
                        for keyword in node.keywords:
                            if keyword.arg == name:
                                yield syntax, keyword.value
                elif isinstance(node, ast.Dict) and self._is_context(syntax, node):
                    for key, value in zip(node.keys, node.values, strict=True):
                        if isinstance(key, ast.Constant) and key.value == name:
                            yield syntax, value
                elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                    target = node.targets[0]
                    is_global = isinstance(target.value, ast.Attribute) and target.value.attr == "globals"
                    if is_global and isinstance(target.slice, ast.Constant) and target.slice.value == name:
                        yield syntax, node.value

    def _is_context(self, syntax: Syntax, node: ast.Dict) -> bool:
        parent = syntax.scopes.parent(node)
        return isinstance(parent, ast.Return) or (isinstance(parent, ast.keyword) and parent.arg is None)

    # -- macros and functions ------------------------------------------------------------------------------------------

    def _trace_macro(
        self,
        source: TemplateSource,
        macro: jinja.Tag,
        index: int,
        name: jinja.Name,
        selectors: Selectors,
        doubt: str,
    ) -> None:
        key = (source.path, macro.name, name.name, selectors)
        if key in self._followed:
            return
        self._followed.add(key)
        names = {macro.name}
        for other in self._sources_with(macro.name):
            names |= {alias for tag in other.template.tags for own, alias in tag.imports if own == macro.name}
        for each in sorted(names):
            self._trace_callers(each, index, name.name, selectors, doubt)
        for syntax in self.python.modules_with("get_template_attribute"):
            if macro.name.encode() in syntax.source.data:
                self._give_up(source, macro.start, f"the macro {macro.name} is called from Python")

    def trace_calls(self, name: str, index: int | None, parameter: str) -> None:
        """Follows the argument of every call of a Python function in the templates."""
        if (index, parameter) not in self._functions.setdefault(name, set()):
            self._functions[name].add((index, parameter))
            self._trace_callers(name, index, parameter, (), "")

    def trace_filters(self, name: str) -> None:
        """Follows what every use of a filter is given."""
        for source in self._sources_with(name):
            for tag in source.template.tags:
                for root in tag.roots():
                    for each in jinja.walk(root):
                        if isinstance(each, jinja.Filtered) and each.name == name and not each.is_test:
                            self.take(source, tag, each.of)

    def _trace_callers(
        self, function: str, index: int | None, parameter: str, selectors: Selectors, doubt: str
    ) -> None:
        for source in self._sources_with(function):
            for tag in source.template.tags:
                for root in tag.roots():
                    for call in jinja.walk(root):
                        if not isinstance(call, jinja.Call) or not isinstance(
                            call.function, jinja.Name | jinja.Attribute
                        ):
                            continue
                        if call.function.name == function:
                            self._trace_argument(source, tag, call, index, parameter, selectors, doubt)

    def _trace_argument(
        self,
        source: TemplateSource,
        tag: jinja.Tag,
        call: jinja.Call,
        index: int | None,
        parameter: str,
        selectors: Selectors,
        doubt: str,
    ) -> None:
        value = argument_of(call, index, parameter)
        if value is not None:
            self._taken.add(value)
            self.trace(source, tag, value, selectors, doubt)
        elif call.unpacks:
            self._give_up(source, call.start, "the endpoint is unpacked from something else")
