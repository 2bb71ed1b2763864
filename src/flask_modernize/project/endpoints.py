"""Endpoint names: the literals that name an endpoint, in Python and in templates, and the places that compute one.

A literal is followed backwards from where Flask takes an endpoint (``url_for``, ``login_view``, a comparison with
``request.endpoint`` ...) through variables, parameters of functions and macros, loops and containers. What cannot be
followed is `Unknown`, with what is known about the names that it may give.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External, FunctionObject, Variable
from flask_modernize.project.string_places import place_in_string, texts_in_string

if TYPE_CHECKING:
    from flask_modernize.project.programs import Program
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, order=True)
class EndpointReference:
    """A literal that names an endpoint, or that is used as one.

    ``offset`` is the byte offset of its first character in the file. ``doubt`` says, if not empty, what else is done
    with the value, so that it may not simply be changed.
    """

    path: str
    offset: int
    value: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A place where an endpoint is named by a value that cannot be followed; ``line`` and ``column`` are 1-based.

    ``pattern`` is a regular expression that matches all names that it may give, without a leading dot.
    """

    path: str
    line: int
    column: int
    message: str
    pattern: str = ".*"
    offset: int = -1
    before: str = ""
    after: str = ""

    def may_be(self, endpoint: str) -> bool:
        """Whether the place may name that endpoint."""
        return re.fullmatch(self.pattern, endpoint, re.DOTALL) is not None

    @property
    def can_be_prefixed(self) -> bool:
        """Whether text can be put before whatever name it gives: ``before + text + after`` at the byte ``offset``."""
        return self.offset >= 0 and self.pattern != ".*"


@dataclass(frozen=True, slots=True)
class EndpointNames:
    """All that a program says about endpoints by name, sorted."""

    references: tuple[EndpointReference, ...]
    unknown: tuple[Unknown, ...]
    endings: tuple[Unknown, ...]
    """Where the endpoint of the request is asked how it ends: fine as long as no endpoint ends with another's name."""


def endpoint_names(project: Project, program: Program) -> EndpointNames:
    """The literals that name endpoints in the files of a program, and the places that cannot be followed."""
    flow = PythonFlow(project, program)
    flow.run()
    return EndpointNames(
        tuple(sorted(flow.references.values())), tuple(sorted(flow.unknown)), tuple(sorted(flow.endings))
    )


# -- where an endpoint is taken ----------------------------------------------------------------------------------------

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
_HARMLESS_TAKERS = frozenset(
    {"print", "debug", "info", "warning", "error", "exception", "log", "is_endpoint_expecting"}
)

_HARMLESS_DECORATORS = frozenset({"staticmethod", "classmethod", "contextmanager", "lru_cache", "cache", "wraps"})

Selector = tuple[str, object]
"""A step into a container: ``("each", None)``, ``("item", 1)``, ``("key", "name")``, ``("any", None)``,
``("keys", None)``, ``("values", None)``, ``("items", None)``."""
Selectors = tuple[Selector, ...]
EACH: Selector = ("each", None)
ANY: Selector = ("any", None)
KEYS: Selector = ("keys", None)
VALUES: Selector = ("values", None)
ITEMS: Selector = ("items", None)


class PythonFlow:
    """Follows endpoint names through the Python files of a program."""

    def __init__(self, project: Project, program: Program) -> None:
        from flask_modernize.project.endpoint_templates import TemplateFlow

        self.templates = TemplateFlow(project, program, self)
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

    def run(self) -> None:
        paths = [path for path in self.program.modules if _TOKENS.search(self.project.tree.read(path))]
        found = [syntax for path in paths if (syntax := self.syntax(path)) is not None]
        for syntax in found:
            self._scan_strings(syntax)
        for syntax in found:
            self._scan(syntax)
        self.templates.run()

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

    # -- places that take an endpoint ----------------------------------------------------------------------------------

    def _scan(self, syntax: Syntax) -> None:
        for node in list(syntax.scopes.nodes()):
            match node:
                case ast.Call():
                    self._scan_call(syntax, node)
                case ast.Attribute(attr="endpoint"):
                    if self.is_endpoint(syntax, node):
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
            elif isinstance(target, ast.Subscript) and _is_attribute(target.value, "blueprint_login_views"):
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

    # -- values that are an endpoint -----------------------------------------------------------------------------------

    def is_endpoint(self, syntax: Syntax, node: ast.expr) -> bool:
        """``request.endpoint``, ``request.url_rule.endpoint``, and ``rule.endpoint`` of a rule in the URL map."""
        if not isinstance(node, ast.Attribute) or node.attr != "endpoint":
            return False
        dotted = dotted_name(node)
        if dotted is None:
            return False
        found = self.project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node))
        if isinstance(found, External):
            return found.name in ("flask.request.endpoint", "flask.request.url_rule.endpoint")
        return isinstance(node.value, ast.Name) and self._is_rule(syntax, node.value)

    def _is_rule(self, syntax: Syntax, name: ast.Name) -> bool:
        scope = syntax.scopes.scope_of(name)
        owner = scope.lookup(name.id)
        for node in ast.walk(owner.node) if owner is not None else ():
            if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension) and _binds(node.target, name.id):
                text = ast.unparse(node.iter)
                return "iter_rules" in text or "url_map" in text
        return False

    def _endpoint_used(self, syntax: Syntax, node: ast.expr) -> None:
        """What is done with a value that is the endpoint of the request."""
        parent = syntax.scopes.parent(node)
        match parent:
            case ast.Compare():
                self._compared(syntax, parent, node)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.If() | ast.IfExp() | ast.While() | ast.Assert():
                pass
            case ast.Subscript(slice=index) if index is node:
                if not _is_attribute(parent.value, "view_functions"):
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
        self.endings.add(Unknown(syntax.path, *_position(syntax, method), message))
        if isinstance(call, ast.Call) and call.args:
            self._taken.add(call.args[0])
            self.trace(syntax, call.args[0], (EACH,) if isinstance(call.args[0], ast.Tuple) else ())

    def _endpoint_passed(self, syntax: Syntax, call: ast.Call, node: ast.expr) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if node in self._taken or name in _HARMLESS_TAKERS or name in ("url_for", "get_url"):
            return
        if name in ("assertEqual", "assertEquals", "assertNotEqual", "assertIn", "assertNotIn", "assertIs"):
            for other in call.args[:2]:
                if other is not node:
                    self.trace(syntax, other, (EACH,) if name in ("assertIn", "assertNotIn") else ())
        elif name in ("get", "pop") and isinstance(call.func, ast.Attribute):
            if not _is_attribute(call.func.value, "view_functions"):
                self.trace(syntax, call.func.value, (KEYS, EACH))
        else:
            self.give_up(syntax, node, "the name of the endpoint is handed on")

    def _is_told(self, syntax: Syntax, node: ast.AST) -> bool:
        """Whether a piece of an f-string is only logged."""
        for each in syntax.scopes.ancestors(node):
            if isinstance(each, ast.Call):
                name = each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
                return name in _HARMLESS_TAKERS
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
        for node in _loads(syntax, target):
            self._endpoint_used(syntax, node)

    def _scan_hook(self, syntax: Syntax, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Functions that Flask hands the endpoint as their first argument."""
        hooks = ("url_defaults", "app_url_defaults", "url_value_preprocessor", "app_url_value_preprocessor")
        if any(isinstance(each, ast.Attribute) and each.attr in hooks for each in node.decorator_list):
            first = node.args.args[:1]
            for each in ast.walk(node) if first else ():
                if isinstance(each, ast.Name) and each.id == first[0].arg and isinstance(each.ctx, ast.Load):
                    self._endpoint_used(syntax, each)

    # -- following a value back ----------------------------------------------------------------------------------------

    def give_up(self, syntax: Syntax, node: ast.AST, message: str, pattern: str = ".*") -> None:
        """Notes a value that cannot be followed."""
        self.unknown.add(Unknown(syntax.path, *_position(syntax, node), message, pattern))

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
        pattern = ".*" if selectors else _pattern(node).removeprefix(r"\.")
        message = "the endpoint is put together from parts"
        line, column = _position(syntax, node)
        self.unknown.add(Unknown(syntax.path, line, column, message, pattern, *_front(syntax, node)))

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
        if not selectors and self.is_endpoint(syntax, node):
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
            if method == "get" and node.args and not _is_request(base):
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
                if _binds(generator.target, node.id):
                    self._trace_loop(syntax, node, generator.target, generator.iter, selectors, doubt)
        else:
            self.give_up(syntax, node, f"the endpoint comes from {node.id}")

    def _trace_loop(
        self, syntax: Syntax, node: ast.Name, target: ast.expr, iterable: ast.expr, selectors: Selectors, doubt: str
    ) -> None:
        steps = _path_to(target, node.id)
        if steps is None:
            self.give_up(syntax, node, f"the endpoint comes from {node.id}")
        else:
            self.trace(syntax, iterable, (EACH, *steps, *selectors), doubt)

    def _other_uses(self, syntax: Syntax, node: ast.Name, owner: Scope, selectors: Selectors) -> str:
        """What else is done with a variable; empty when it is only used as an endpoint."""
        if selectors:
            return self._other_keys(syntax, node) if selectors[0] is KEYS else ""
        for other in _loads(syntax, node):
            parent = syntax.scopes.parent(other)
            if other is node or other in self._taken:
                continue
            if isinstance(parent, ast.Compare):
                for side in (parent.left, *parent.comparators):
                    if side is not other and isinstance(side, ast.Constant | ast.Tuple | ast.List | ast.Set):
                        self.trace(syntax, side, () if isinstance(side, ast.Constant) else (EACH,))
            elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name | ast.Attribute):
                name = parent.func.attr if isinstance(parent.func, ast.Attribute) else parent.func.id
                if name not in ("url_for", *_HARMLESS_TAKERS) and not self._passes_to_project(syntax, parent):
                    return f"{node.id} is also handed to {name}()"
            elif not isinstance(parent, ast.BoolOp | ast.If | ast.IfExp | ast.UnaryOp | ast.While):
                return f"{node.id} is also used otherwise"
        return ""

    def _other_keys(self, syntax: Syntax, node: ast.Name) -> str:
        """Whether a dictionary by endpoint is also asked for keys that are not the endpoint of a request: these would
        have to change with it."""
        for other in _loads(syntax, node):
            key = _key_asked_for(syntax, other)
            if key is not None and not isinstance(key, ast.Constant) and not self.is_endpoint(syntax, key):
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
        if selectors or node.id in _catch_alls(function):
            self.give_up(syntax, node, f"the endpoint is handed to {function.name}() in a container")
            return
        default = _default_of(function, node.id)
        if default is not None:
            self.trace(syntax, default)
        index = _index_of(function, node.id)
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
        exposed = _exposed_as(syntax, node)
        if exposed is not None:
            self.templates.trace_calls(exposed, index, parameter)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            self.give_up(syntax, node, f"{ast.unparse(node)}, which takes an endpoint, is handed on")


# -- small questions about nodes ---------------------------------------------------------------------------------------


def argument_of(call: ast.Call, index: int | None, keyword: str) -> ast.expr | None:
    """The argument at a place or of a name; None when it is not there, or after an unpacked one."""
    before = call.args[: index + 1] if index is not None and index < len(call.args) else []
    if before and not any(isinstance(each, ast.Starred) for each in before):
        return before[-1]
    return next((each.value for each in call.keywords if each.arg == keyword), None)


def _is_attribute(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name


def _is_request(node: ast.expr) -> bool:
    """Whether it is ``request.args`` or the like, whose content nobody knows."""
    dotted = dotted_name(node) or ""
    return dotted.startswith(("request.", "flask.request.", "session"))


def _key_asked_for(syntax: Syntax, node: ast.expr) -> ast.expr | None:
    """The key in ``node[key]``, ``node.get(key)`` and the like."""
    parent = syntax.scopes.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return parent.slice
    if isinstance(parent, ast.Attribute) and parent.attr in ("get", "pop", "setdefault", "__getitem__"):
        call = syntax.scopes.parent(parent)
        return call.args[0] if isinstance(call, ast.Call) and call.args else None
    return None


def _binds(target: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(target))


def _path_to(target: ast.expr, name: str) -> Selectors | None:
    """The steps into what is unpacked that lead to a name."""
    if isinstance(target, ast.Name):
        return () if target.id == name else None
    if isinstance(target, ast.Tuple | ast.List):
        for index, each in enumerate(target.elts):
            if isinstance(each, ast.Starred):
                return None
            rest = _path_to(each, name)
            if rest is not None:
                return (("item", index), *rest)
    return None


def _loads(syntax: Syntax, name: ast.Name) -> Iterator[ast.Name]:
    """Every place where a variable is read."""
    owner = syntax.scopes.scope_of(name).lookup(name.id)
    if owner is None:
        return
    for node in ast.walk(owner.node):
        is_read = isinstance(node, ast.Name) and node.id == name.id and isinstance(node.ctx, ast.Load)
        if is_read and syntax.scopes.scope_of(node).lookup(name.id) is owner:
            yield node  # type: ignore[misc]


def _default_of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> ast.expr | None:
    arguments = [*function.args.posonlyargs, *function.args.args]
    offset = len(arguments) - len(function.args.defaults)
    for index, each in enumerate(arguments):
        if each.arg == name:
            return function.args.defaults[index - offset] if index >= offset else None
    for each, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if each.arg == name:
            return default
    return None


def _index_of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> int | None:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return names.index(name) if name in names else None


def _catch_alls(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {each.arg for each in (function.args.vararg, function.args.kwarg) if each is not None}


def _exposed_as(syntax: Syntax, node: ast.expr) -> str | None:
    """The name by which templates know a function that is put into a dictionary or registered for them."""
    parent = syntax.scopes.parent(node)
    if isinstance(parent, ast.keyword):
        return parent.arg
    if isinstance(parent, ast.Dict):
        for key, value in zip(parent.keys, parent.values, strict=True):
            if value is node and isinstance(key, ast.Constant) and isinstance(key.value, str):
                return key.value
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Subscript):
        key = parent.targets[0].slice
        return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
    return None


def _position(syntax: Syntax, node: ast.AST) -> tuple[int, int]:
    """1-based line, and column in characters."""
    return syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))  # type: ignore[attr-defined]


def _front(syntax: Syntax, node: ast.expr) -> tuple[int, str, str]:
    """Where a prefix of a computed string goes, and what belongs around it: offset, before, after."""
    first: ast.expr = node
    while isinstance(first, ast.BinOp | ast.Call):
        if isinstance(first, ast.Call):
            first = first.func.value if isinstance(first.func, ast.Attribute) else first.func
        else:
            first = first.left
    source = syntax.source
    offset = source.offset(first.lineno, first.col_offset)
    inside = any(isinstance(each, ast.JoinedStr) for each in syntax.scopes.ancestors(first))
    if isinstance(first, ast.JoinedStr) or (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        match = re.compile(rb"[fFrRuU]{0,2}(?:'''|\"\"\"|'|\")").match(source.data, offset)
        return (match.end(), "", "") if match and not inside else (-1, "", "")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and not inside:
        quote = "'" if source.data.count(b"'") >= source.data.count(b'"') else '"'
        return offset, quote, f"{quote} + "
    return -1, "", ""


def _pattern(node: ast.expr) -> str:
    """A regular expression for the strings that an expression may give."""
    match node:
        case ast.Constant(value=str(value)):
            return re.escape(value)
        case ast.JoinedStr(values=values):
            return "".join(_pattern(each) for each in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _pattern(left) + _pattern(right)
        case ast.BinOp(left=ast.Constant(value=str(value)), op=ast.Mod()):
            return ".*".join(re.escape(each) for each in re.split(r"%(?:\(\w+\))?[-+ #0-9.]*[a-zA-Z]", value))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(value)), attr="format")):
            return ".*".join(re.escape(each) for each in re.split(r"\{[^{}]*\}", value))
        case _:
            return ".*"
