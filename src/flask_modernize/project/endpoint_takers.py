"""Finds where Python code takes an endpoint by name, or uses that of the request."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.endpoint_nodes import (
    HARMLESS_TAKERS,
    argument_of,
    is_attribute,
    is_endpoint,
    loads,
    position_of,
)
from flask_modernize.project.endpoint_references import (
    EACH,
    KEYS,
    VALUES,
    Unknown,
)
from flask_modernize.project.endpoint_templates import TemplateFlow
from flask_modernize.project.endpoint_values import EndpointValues
from flask_modernize.project.objects import External
from flask_modernize.project.string_places import texts_in_string

if TYPE_CHECKING:
    from flask_modernize.project.programs import Program
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

_TOKENS = re.compile(
    rb"url_for|get_url|endpoint|request\.blueprint|login_view|login_url|refresh_view|view_functions|_VIEW\b|Url|URL|redirect_to|flask_nav"
)

_TAKERS: dict[str, tuple[int, str]] = {
    "flask.url_for": (0, "endpoint"),
    "flask.helpers.url_for": (0, "endpoint"),
    "flask_restful.fields.Url": (0, "endpoint"),
    "flask_restplus.fields.Url": (0, "endpoint"),
    "flask_restx.fields.Url": (0, "endpoint"),
    "flask_marshmallow.fields.URLFor": (0, "endpoint"),
    "flask_marshmallow.fields.AbsoluteURLFor": (0, "endpoint"),
    "flask_admin.helpers.get_url": (0, "endpoint"),
    "flask_nav.elements.View": (1, "endpoint"),
    "flask_login.login_url": (0, "login_view"),
    "flask_login.utils.login_url": (0, "login_view"),
}
"""Functions of packages that take an endpoint: the place of the argument, and its name."""

_TAKING_METHODS: dict[str, tuple[int, str]] = {
    "url_for": (0, "endpoint"),
    "get_url": (0, "endpoint"),
    "URLFor": (0, "endpoint"),
    "AbsoluteURLFor": (0, "endpoint"),
    "UrlFor": (0, "endpoint"),
    "AbsoluteUrlFor": (0, "endpoint"),
    "HyperlinkRelated": (0, "endpoint"),
}
"""Methods by their bare name; a literal there is followed, anything else is not taken for an endpoint."""

_CONFIG_KEYS = re.compile(r"[A-Z][A-Z0-9_]*_(VIEW|ENDPOINT)$")
_VIEW_ATTRIBUTES = frozenset({"login_view", "refresh_view"})


class PythonFlow(EndpointValues):
    """Follows endpoint names through the Python files of a program."""

    def __init__(self, project: Project, program: Program) -> None:
        super().__init__(project, program)
        self.templates = TemplateFlow(project, program, self)

    def run(self) -> None:
        paths = [path for path in self.program.modules if _TOKENS.search(self.project.tree.read(path))]
        found = [syntax for path in paths if (syntax := self.syntax(path)) is not None]
        for syntax in found:
            self._scan_strings(syntax)
        for syntax in found:
            self._scan(syntax)
        self.templates.run()

    # -- places that take an endpoint ----------------------------------------------------------------------------------

    def _scan(self, syntax: Syntax) -> None:
        for node in list(syntax.scopes.nodes()):
            match node:
                case ast.Call():
                    self._scan_call(syntax, node)
                case ast.Attribute(attr="endpoint"):
                    if is_endpoint(self.project, syntax, node):
                        self._endpoint_used(syntax, node)
                case ast.Attribute(attr="blueprint" | "blueprints"):
                    self._blueprint_used(syntax, node)
                case ast.Attribute(attr="view_functions"):
                    self._view_functions(syntax, node)
                case ast.Assign() | ast.AnnAssign():
                    self._scan_assignment(syntax, node)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._scan_hook(syntax, node)

    def _scan_call(self, syntax: Syntax, call: ast.Call) -> None:
        dotted = dotted_name(call.func)
        last = call.func.attr if isinstance(call.func, ast.Attribute) else dotted
        if last is None:
            return
        if last == "update" and isinstance(call.func, ast.Attribute):
            for keyword in call.keywords:
                self._config_key(syntax, keyword.arg, keyword.value)
        found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call)) if dotted else None
        if isinstance(found, External) and found.name.startswith("flask_dance."):
            for keyword in call.keywords:
                if keyword.arg == "redirect_to":
                    self.trace(syntax, keyword.value)
        if isinstance(found, External) and found.name in _TAKERS:
            self._take(syntax, call, *_TAKERS[found.name])
        elif last == "url_for" and (found is None or self._is_app_method(found)) and not self._is_own_method(call):
            self._take(syntax, call, 0, "endpoint", only_text=isinstance(call.func, ast.Attribute))
        elif isinstance(call.func, ast.Attribute) and last in _TAKING_METHODS and not self.is_defined(last):
            self._take(syntax, call, *_TAKING_METHODS[last], only_text=True)

    def _is_app_method(self, found: object) -> bool:
        return isinstance(found, External) and found.name == "flask.current_app.url_for"

    def _is_own_method(self, call: ast.Call) -> bool:
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        return isinstance(owner, ast.Name) and owner.id in ("self", "cls")

    def _take(self, syntax: Syntax, call: ast.Call, index: int, keyword: str, *, only_text: bool = False) -> None:
        value = argument_of(call, index, keyword)
        if value is None:
            if any(isinstance(each, ast.Starred) for each in call.args) or (
                not only_text and any(each.arg is None for each in call.keywords)
            ):
                self.give_up(syntax, call, "the endpoint is unpacked from something else")
            return
        self._taken.add(value)
        if not only_text or (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            self.trace(syntax, value)

    def _scan_assignment(self, syntax: Syntax, node: ast.Assign | ast.AnnAssign) -> None:
        if node.value is None:
            return
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Attribute) and target.attr in _VIEW_ATTRIBUTES:
                self.trace(syntax, node.value)
            elif isinstance(target, ast.Attribute) and target.attr == "blueprint_login_views":
                self.trace(syntax, node.value, (VALUES, EACH))
            elif isinstance(target, ast.Subscript) and is_attribute(target.value, "blueprint_login_views"):
                self.trace(syntax, node.value)
            elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                self._config_key(syntax, target.slice.value, node.value)
            elif isinstance(target, ast.Name):
                self._config_key(syntax, target.id, node.value)

    def _config_key(self, syntax: Syntax, key: object, value: ast.expr) -> None:
        """A setting that an extension takes an endpoint from (``SECURITY_POST_LOGIN_VIEW``), or a URL."""
        if isinstance(key, str) and _CONFIG_KEYS.match(key) and isinstance(value, ast.Constant):
            text = value.value
            if isinstance(text, str) and "/" not in text:
                self.trace(syntax, value)

    def _view_functions(self, syntax: Syntax, node: ast.Attribute) -> None:
        parent = syntax.scopes.parent(node)
        if isinstance(parent, ast.Subscript) and parent.value is node:
            self.trace(syntax, parent.slice)
        elif isinstance(parent, ast.Compare) and node in parent.comparators:
            self.trace(syntax, parent.left)
        elif isinstance(parent, ast.Attribute) and parent.attr in ("get", "pop", "setdefault"):
            call = syntax.scopes.parent(parent)
            if isinstance(call, ast.Call) and call.args:
                self.trace(syntax, call.args[0])

    def _scan_strings(self, syntax: Syntax) -> None:
        """Templates that are strings of the file."""
        if b"{{" not in syntax.source.data and b"{%" not in syntax.source.data:
            return
        for node in list(syntax.scopes.nodes()):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            is_template = "{{" in node.value or "{%" in node.value
            parent = syntax.scopes.parent(node)
            if is_template and not isinstance(parent, ast.JoinedStr | ast.Expr):
                for text, places in texts_in_string(syntax.source, node):
                    self.templates.scan_text(syntax.path, text, places)

    def _blueprint_used(self, syntax: Syntax, node: ast.Attribute) -> None:
        """``request.blueprint`` is None now for what will be in a blueprint."""
        dotted = dotted_name(node)
        found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node)) if dotted else None
        if not isinstance(found, External) or not found.name.startswith("flask.request.blueprint"):
            return
        parent = syntax.scopes.parent(node)
        if isinstance(parent, ast.Compare):
            others = [each for each in (parent.left, *parent.comparators) if each is not node]
            if all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in others):
                return
        self.give_up(syntax, node, "request.blueprint would not be None any more")

    # -- what is done with the endpoint of a request -------------------------------------------------------------------

    def _endpoint_used(self, syntax: Syntax, node: ast.expr) -> None:
        """What is done with a value that is the endpoint of the request."""
        parent = syntax.scopes.parent(node)
        match parent:
            case ast.Compare():
                self._compared(syntax, parent, node)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.If() | ast.IfExp() | ast.While() | ast.Assert():
                pass
            case ast.Subscript(slice=index) if index is node:
                if not is_attribute(parent.value, "view_functions"):
                    self.trace(syntax, parent.value, (KEYS, EACH))
            case ast.Assign(targets=[ast.Name() as target]):
                self._uses_of_name(syntax, target)
            case ast.Call() if node in parent.args:
                self._endpoint_passed(syntax, parent, node)
            case ast.FormattedValue() if self._is_told(syntax, parent):
                pass
            case ast.Attribute(attr="endswith"):
                self._asked_how_it_ends(syntax, parent)
            case _:
                self.give_up(syntax, node, "the name of the endpoint is used as text")

    def _asked_how_it_ends(self, syntax: Syntax, method: ast.Attribute) -> None:
        call = syntax.scopes.parent(method)
        message = "the name of the endpoint is asked how it ends"
        self.endings.add(Unknown(syntax.path, *position_of(syntax, method), message))
        if isinstance(call, ast.Call) and call.args:
            self._taken.add(call.args[0])
            self.trace(syntax, call.args[0], (EACH,) if isinstance(call.args[0], ast.Tuple) else ())

    def _endpoint_passed(self, syntax: Syntax, call: ast.Call, node: ast.expr) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if node in self._taken or name in HARMLESS_TAKERS or name in ("url_for", "get_url"):
            return
        if name in ("assertEqual", "assertEquals", "assertNotEqual", "assertIn", "assertNotIn", "assertIs"):
            for other in call.args[:2]:
                if other is not node:
                    self.trace(syntax, other, (EACH,) if name in ("assertIn", "assertNotIn") else ())
        elif name in ("get", "pop") and isinstance(call.func, ast.Attribute):
            if not is_attribute(call.func.value, "view_functions"):
                self.trace(syntax, call.func.value, (KEYS, EACH))
        else:
            self.give_up(syntax, node, "the name of the endpoint is handed on")

    def _is_told(self, syntax: Syntax, node: ast.AST) -> bool:
        """Whether a piece of an f-string is only logged."""
        for each in syntax.scopes.ancestors(node):
            if isinstance(each, ast.Call):
                name = each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
                return name in HARMLESS_TAKERS
        return False

    def _compared(self, syntax: Syntax, compare: ast.Compare, node: ast.expr) -> None:
        sides = [compare.left, *compare.comparators]
        for left, operator, right in zip(sides, compare.ops, sides[1:], strict=False):
            if node is left:
                self.trace(syntax, right, (EACH,) if isinstance(operator, ast.In | ast.NotIn) else ())
            elif node is right and isinstance(operator, ast.In | ast.NotIn):
                self.give_up(syntax, compare, "the name of the endpoint is searched")
            elif node is right:
                self.trace(syntax, left)

    def _uses_of_name(self, syntax: Syntax, target: ast.Name) -> None:
        """A local name for the endpoint: what is done with it."""
        for node in loads(syntax, target):
            self._endpoint_used(syntax, node)

    def _scan_hook(self, syntax: Syntax, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Functions that Flask hands the endpoint as their first argument."""
        hooks = ("url_defaults", "app_url_defaults", "url_value_preprocessor", "app_url_value_preprocessor")
        if any(isinstance(each, ast.Attribute) and each.attr in hooks for each in node.decorator_list):
            first = node.args.args[:1]
            for each in ast.walk(node) if first else ():
                if isinstance(each, ast.Name) and each.id == first[0].arg and isinstance(each.ctx, ast.Load):
                    self._endpoint_used(syntax, each)
