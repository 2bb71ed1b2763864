"""Finds where templates take an endpoint by name, or use that of the request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_modernize.formats import jinja
from flask_modernize.project.endpoint_references import EACH, Unknown
from flask_modernize.project.endpoint_template_nodes import (
    COMPARISONS,
    TemplateSource,
    argument_of,
    is_request_endpoint,
)
from flask_modernize.project.endpoint_template_values import TemplateValues

_TOKENS = re.compile(rb"url_for|get_url|endpoint")
_MACROS = {"render_nav_item": 0, "render_breadcrumb_item": 0, "render_pagination": 1}
"""Macros of Bootstrap-Flask and Flask-Bootstrap, and the place of the endpoint; its name is ``endpoint``."""


class TemplateFlow(TemplateValues):
    """Follows endpoint names through the templates of a program."""

    def run(self) -> None:
        """Looks at every template that mentions an endpoint."""
        found = [self.source(path) for path in self.program.templates if _TOKENS.search(self._content(path))]
        for source in (*found, *self._strings):
            self._find_aliases(source)
        for source in (*found, *self._strings):
            self._scan(source)

    def scan_text(self, path: str, text: str, places: Sequence[int]) -> None:
        """Takes in a template that is a string in a Python file."""
        if _TOKENS.search(text.encode("utf-8", "replace")):
            self._strings.append(TemplateSource(path, jinja.read_text(text), places, text))

    # -- places that take an endpoint ----------------------------------------------------------------------------------

    def _find_aliases(self, source: TemplateSource) -> None:
        for tag in source.template.tags:
            for binding in tag.bindings if tag.keyword in ("set", "with") else ():
                if binding.value is not None and is_request_endpoint(binding.value):
                    self._aliases.update(binding.targets)

    def _scan(self, source: TemplateSource) -> None:
        for tag in source.template.tags:
            for root in tag.roots():
                is_test = tag.keyword in ("if", "elif") or any(
                    root is each.value and is_request_endpoint(root) for each in tag.bindings
                )
                self._visit(source, tag, root, is_test)
        for piece in source.template.unreadable:
            if _TOKENS.search(piece.text.encode("utf-8", "replace")):
                self._give_up(source, piece.start, "the template tag cannot be read")

    def _visit(self, source: TemplateSource, tag: jinja.Tag, expression: jinja.Expression, is_test: bool) -> None:
        if self._is_endpoint(expression):
            if not is_test:
                self._give_up(source, expression.start, "the name of the endpoint is used as text")
            return
        match expression:
            case jinja.Call(function=jinja.Attribute(of=of, name="endswith")) if self._is_endpoint(of):
                message = "the name of the endpoint is asked how it ends"
                self.python.endings.add(Unknown(source.path, *self._position(source, of.start), message))
                for each in expression.arguments:
                    self.take(source, tag, each)
            case jinja.Call():
                self._visit_call(source, tag, expression)
            case jinja.Operation(operators=operators, operands=operands):
                if operators[0] in COMPARISONS:
                    self._compared(source, tag, expression)
                passes = operators[0] == "not" or (is_test and operators[0] in ("and", "or"))
                for each in operands:
                    self._visit(source, tag, each, passes or operators[0] in COMPARISONS)
            case jinja.Choice(test=test, then=then, otherwise=otherwise):
                self._visit(source, tag, test, True)
                for each in (then, *([otherwise] if otherwise is not None else [])):
                    self._visit(source, tag, each, is_test)
            case jinja.Filtered(of=of, is_test=tested, arguments=arguments):
                self._visit(source, tag, of, tested)
                for each in arguments:
                    self._visit(source, tag, each, False)
            case _:
                for each in jinja.children(expression):
                    self._visit(source, tag, each, False)

    def _visit_call(self, source: TemplateSource, tag: jinja.Tag, call: jinja.Call) -> None:
        taken = None
        if self._takes(call.function):
            taken = argument_of(call, 0, "endpoint")
            if taken is not None:
                self.take(source, tag, taken)
            elif call.unpacks:
                self._give_up(source, call.start, "the endpoint is unpacked from something else")
        else:
            taken = self._taken_by_macro(call)
            if taken is not None:
                self.take(source, tag, taken)
        self._visit(source, tag, call.function, False)
        for each in (*call.arguments, *(value for _, value in call.keywords)):
            self._visit(source, tag, each, each is taken)

    def _taken_by_macro(self, call: jinja.Call) -> jinja.Expression | None:
        """What a macro of an extension's templates takes for an endpoint."""
        name = call.function.name if isinstance(call.function, jinja.Name | jinja.Attribute) else ""
        value = argument_of(call, _MACROS.get(name), "endpoint")
        return value if isinstance(value, jinja.Text) and not self._is_macro(name) else None

    def _takes(self, function: jinja.Expression) -> bool:
        """Whether a function takes an endpoint as its first argument."""
        if isinstance(function, jinja.Attribute) and function.name == "url_for":
            return not self.python.is_defined("url_for")
        if not isinstance(function, jinja.Name):
            return False
        return function.name == "url_for" or (function.name == "get_url" and not self.python.is_defined("get_url"))

    def _compared(self, source: TemplateSource, tag: jinja.Tag, operation: jinja.Operation) -> None:
        left, right = operation.operands[0], operation.operands[1]
        is_search = operation.operators[0] in ("in", "not in")
        if self._is_endpoint(left):
            self.trace(source, tag, right, (EACH,) if is_search else ())
        elif self._is_endpoint(right) and is_search:
            self._give_up(source, operation.start, "the name of the endpoint is searched")
        elif self._is_endpoint(right):
            self.trace(source, tag, left)
