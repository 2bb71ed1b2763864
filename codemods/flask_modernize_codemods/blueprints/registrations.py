"""What an app's modules register on it when they are imported: routes, hooks, handlers, filters, commands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import Use
from flask_modernize.project.endpoint_nodes import argument_of
from flask_modernize.project.objects import FunctionObject, Variable
from flask_modernize.project.scopes import FunctionNode

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

ROUTES = frozenset({"route", "get", "post", "put", "delete", "patch", "add_url_rule"})
FORMS: dict[str, str] = {
    **{name: name for name in ROUTES},
    "before_request": "before_app_request",
    "before_first_request": "before_app_first_request",
    "after_request": "after_app_request",
    "teardown_request": "teardown_app_request",
    "context_processor": "app_context_processor",
    "errorhandler": "app_errorhandler",
    "url_defaults": "app_url_defaults",
    "url_value_preprocessor": "app_url_value_preprocessor",
    "template_filter": "app_template_filter",
    "template_test": "app_template_test",
    "template_global": "app_template_global",
    "add_template_filter": "add_app_template_filter",
    "add_template_test": "add_app_template_test",
    "add_template_global": "add_app_template_global",
    "cli.command": "cli.command",
    "cli.group": "cli.group",
    "cli.add_command": "cli.add_command",
}
"""Methods of the app, and what a blueprint calls the same thing for the whole app."""

WITHOUT_FORM = frozenset({"teardown_appcontext", "shell_context_processor"})
"""Decorators of the app that blueprints do not have."""

ORDERED = frozenset(
    {
        *("before_request", "before_first_request", "after_request", "teardown_request"),
        *("context_processor", "url_defaults", "url_value_preprocessor"),
    }
)
"""Hooks that all run, in the order of registration: it matters what is registered in between."""


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """One use of the app that registers something at import time.

    ``endpoint`` is the name of a route's endpoint, empty when it cannot be told and for everything else; ``rule`` is
    the URL rule of a route where it is a constant. ``methods`` is None when they cannot be told.
    """

    use: Use
    method: str
    endpoint: str = ""
    rule: str = ""

    @property
    def is_route(self) -> bool:
        return self.method in ROUTES

    @property
    def path(self) -> str:
        return self.use.path

    @property
    def line(self) -> int:
        return self.use.reference.node.lineno

    @property
    def target(self) -> str:
        """The method of the blueprint."""
        return FORMS[self.method]


def registration_of(project: Project, use: Use) -> Registration | None:
    """The registration that a use makes; None when it makes none, or not when its module is imported."""
    if use.role not in ("decorator", "call") or not use.at_import_time or use.function is not None or use.guarded:
        return None
    if use.method not in FORMS and use.method not in WITHOUT_FORM:
        return None
    if use.method not in ROUTES:
        return Registration(use, use.method)
    return Registration(use, use.method, _endpoint(project, use), _rule(use))


def _rule(use: Use) -> str:
    value = argument_of(use.call, 0, "rule") if use.call is not None else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _endpoint(project: Project, use: Use) -> str:
    """The name of the endpoint that a route makes; empty when it cannot be told."""
    call = use.call
    if call is None or any(keyword.arg is None for keyword in call.keywords):
        return ""
    is_table = use.method == "add_url_rule"
    given = argument_of(call, 1 if is_table else None, "endpoint")
    if given is not None and not (isinstance(given, ast.Constant) and given.value is None):
        return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""
    if isinstance(use.decorated, FunctionNode):
        return _name_after_decorators(project, use)
    if use.decorated is not None:
        return use.decorated.name
    view = argument_of(call, 2, "view_func") if is_table else _applied_to(use)
    return _name_of_view(project, use.syntax, view) if view is not None else ""


def _applied_to(use: Use) -> ast.expr | None:
    """``view`` of ``app.route("/")(view)``."""
    parent = use.syntax.scopes.parent(use.call) if use.call is not None else None
    if isinstance(parent, ast.Call) and parent.func is use.call and parent.args:
        return parent.args[0]
    return None


def _name_of_view(project: Project, syntax: Syntax, view: ast.expr) -> str:
    """What Flask takes for the endpoint of a view function: its ``__name__``."""
    if isinstance(view, ast.Call):
        if isinstance(view.func, ast.Attribute) and view.func.attr == "as_view":
            name = argument_of(view, 0, "name")
            return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
        return ""
    dotted = dotted_name(view)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(view)) if dotted is not None else None
    if isinstance(found, FunctionObject):
        return _plain_name(project, found)
    if isinstance(found, Variable):
        home = project.syntax(found.path)
        bindings = home.scopes.module_scope.bindings.get(found.name, []) if home is not None else []
        if home is not None and len(bindings) == 1 and isinstance(bindings[0].value, ast.Call):
            return _name_of_view(project, home, bindings[0].value)
    return ""


def _plain_name(project: Project, function: FunctionObject) -> str:
    """The name of a function, if its decorators keep it."""
    syntax = project.syntax(function.path)
    for node in syntax.module.body if syntax is not None else ():
        if syntax is not None and isinstance(node, FunctionNode) and node.name == function.qualname:
            return _decorated_name(project, syntax, node, node.decorator_list)
    return ""


def _name_after_decorators(project: Project, use: Use) -> str:
    """The ``__name__`` that a function has where the route's decorator gets it."""
    function = use.decorated
    assert isinstance(function, FunctionNode)
    expression = use.call if use.call in function.decorator_list else use.chain
    position = function.decorator_list.index(expression) if expression in function.decorator_list else -1
    return _decorated_name(project, use.syntax, function, function.decorator_list[position + 1 :])


def _decorated_name(
    project: Project,
    syntax: Syntax,
    function: ast.FunctionDef | ast.AsyncFunctionDef,
    decorators: list[ast.expr],
) -> str:
    name = function.name
    for decorator in reversed(decorators):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        dotted = dotted_name(called)
        found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(called)) if dotted is not None else None
        if isinstance(found, FunctionObject):
            other = _name_that_it_gives(project, found, isinstance(decorator, ast.Call))
            name = other or name
    return name


def _name_that_it_gives(project: Project, decorator: FunctionObject, is_called: bool) -> str:
    """The name of the wrapper that a decorator of the project returns; empty when it keeps the name."""
    syntax = project.syntax(decorator.path)
    node = next((each for each in _functions(syntax) if each.name == decorator.qualname), None) if syntax else None
    for _ in range(1 + is_called):
        node = _returned_function(node) if node is not None else None
    if node is None or any(_keeps_names(each) for each in node.decorator_list):
        return ""
    return node.name


def _functions(syntax: Syntax) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (each for each in syntax.module.body if isinstance(each, FunctionNode))


def _returned_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The inner function that a function returns by its name, when that is all that it returns."""
    inner = {each.name: each for each in node.body if isinstance(each, FunctionNode)}
    returned = [each.value for each in node.body if isinstance(each, ast.Return)]
    if len(returned) == 1 and isinstance(returned[0], ast.Name):
        return inner.get(returned[0].id)
    return None


def _keeps_names(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = dotted_name(called) or ""
    return name.rpartition(".")[2] in ("wraps", "update_wrapper", "decorator")


def shape_of(rule: str) -> str:
    """A rule without the names and converters of its parts: rules of one shape may match the same URLs."""
    parts: list[str] = []
    depth = 0
    for character in rule:
        if character == "<":
            depth += 1
            parts.append("*")
        elif character == ">":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(character)
    return "".join(parts).rstrip("/") or "/"


def is_outermost(use: Use) -> bool:
    """Whether nothing but other registrations on the app stands above a decorator."""
    decorated = use.decorated
    if decorated is None:
        return True
    own = use.call if use.call in decorated.decorator_list else use.chain
    for each in decorated.decorator_list:
        if each is own:
            return True
        called = each.func if isinstance(each, ast.Call) else each
        name = ast.unparse(called)
        mine = ast.unparse(use.reference.node) if isinstance(use.reference.node, ast.expr) else ""
        if not name.startswith(mine + "."):
            return False
    return False
