"""Blueprints that are registered before their views are there, or twice under one name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import ModuleObject, Variable
from flask_modernize.rules.findings import ARGUMENTS, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines, without

_REGISTERING = "flask.Scaffold.register_blueprint"


def _find(file: File) -> Iterator[Match | Finding]:
    seen: dict[tuple[str, str, str], list[ast.Call]] = {}
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call):
            continue
        if file.means(node.func, "flask.Blueprint"):
            yield from _named(file, node)
        elif _registers(file, node):
            yield from _too_early(file, node)
            assert isinstance(node.func, ast.Attribute)
            scope = file.scope(node).qualname
            key = (scope, file.text(node.func.value), file.text(node.args[0]))
            earlier = seen.setdefault(key, [])
            again = not all(_are_branches(file, each, node) for each in earlier)
            if again and not _is_rebound(file, node.args[0]) and not _has_own_name(node, earlier):
                yield _again(file, node)
            earlier.append(node)


def _has_own_name(call: ast.Call, earlier: Sequence[ast.Call]) -> bool:
    """Whether a registration is given a name that none of the earlier ones has."""
    name = _name_given(call)
    return name is not None and all(_name_given(each) != name for each in earlier)


def _name_given(call: ast.Call) -> str | None:
    return next((ast.dump(each.value) for each in call.keywords if each.arg == "name"), None)


def _is_rebound(file: File, blueprint: ast.expr) -> bool:
    """Whether the name may mean one blueprint here and another one there."""
    if not isinstance(blueprint, ast.Name):
        return False
    scope = file.scope(blueprint).lookup(blueprint.id)
    return scope is not None and len(scope.bindings.get(blueprint.id, ())) > 1


def _are_branches(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether only one of two nodes is ever run, as they stand in two branches of an ``if``."""
    around = {id(each) for each in (first, *file.syntax.scopes.ancestors(first))}
    for each in file.syntax.scopes.ancestors(second):
        if isinstance(each, ast.If) and id(each) in around:
            return any(id(statement) in around for statement in each.body) != any(
                second in ast.walk(statement) for statement in each.body
            )
    return False


def _registers(file: File, call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "register_blueprint"
        and bool(call.args)
        and file.means(function, "flask.Flask.register_blueprint", _REGISTERING)
    )


def _named(file: File, call: ast.Call) -> Iterator[Finding]:
    name = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "name"), None)
    if isinstance(name, ast.Constant) and name.value == "":
        message = f"`{file.text(call)}`: a blueprint must have a name"
        yield file.finding(call, ARGUMENTS, message, "Give it one; its endpoints begin with it.")


def _too_early(file: File, call: ast.Call) -> Iterator[Match]:
    """The registration moves below the last statement of its module that gives the blueprint a view."""
    statement = file.syntax.scopes.statement_of(call)
    body = file.syntax.module.body
    if not (isinstance(statement, ast.Expr) and statement.value is call and statement in body):
        return
    blueprint = call.args[0]
    if not isinstance(blueprint, ast.Name) or not has_own_lines(file, statement):
        return
    later = body[body.index(statement) + 1 :]
    last = next((each for each in reversed(later) if _adds_views(file, each, blueprint.id)), None)
    if last is not None and not any(_needs_registration(each) for each in later[: later.index(last)]):
        gap = "\n\n" if isinstance(last, ast.FunctionDef) else "\n" if not isinstance(last, ast.Expr) else ""
        moved = below(file, last, gap + file.text(statement))
        changes = (without(file, statement), moved)
        yield Match("flask-blueprint-setup-after-register", "blueprints are registered with their views", call, changes)


def _adds_views(file: File, statement: ast.stmt, blueprint: str) -> bool:
    if isinstance(statement, ast.FunctionDef):
        return any(_is_of(each, blueprint) for each in statement.decorator_list)
    if isinstance(statement, ast.Expr):
        return _is_of(statement.value, blueprint)
    if isinstance(statement, ast.ImportFrom | ast.Import):
        return any(_uses(file, path, blueprint) for path in _imported(file, statement))
    return False


def _is_of(node: ast.expr, blueprint: str) -> bool:
    function = node.func if isinstance(node, ast.Call) else node
    holder = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(holder, ast.Name) and holder.id == blueprint


def _imported(file: File, statement: ast.ImportFrom | ast.Import) -> Iterator[str]:
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            obj = file.project.imported(file.syntax.path, statement.module, alias.name, statement.level)
        else:
            obj = file.project.imported(file.syntax.path, alias.name, None, 0)
        if isinstance(obj, ModuleObject):
            yield obj.path


def _uses(file: File, path: str, blueprint: str) -> bool:
    """Whether another module takes the blueprint from this one, and decorates views with it."""
    syntax = file.project.syntax(path)
    if syntax is None or file.project.resolve(path, blueprint) != Variable(file.syntax.path, blueprint):
        return False
    views = (each for each in syntax.module.body if isinstance(each, ast.FunctionDef))
    return any(_is_of(decorator, blueprint) for view in views for decorator in view.decorator_list)


def _needs_registration(statement: ast.stmt) -> bool:
    """Whether a statement may run the application."""
    return any(isinstance(each, ast.Attribute) and each.attr in ("run", "test_client") for each in ast.walk(statement))


def _again(file: File, call: ast.Call) -> Match | Finding:
    """The same blueprint once more, under a name of its own."""
    prefix = next((each.value for each in call.keywords if each.arg == "url_prefix"), None)
    given = {each.arg for each in call.keywords}
    if "name" in given or None in given or not isinstance(prefix, ast.Constant) or not _name(file, call.args[0]):
        message = f"`{file.text(call)}` registers a blueprint again, which needs a `name=` of its own today"
        return file.finding(call, REMOVED, message, "Give it one; its endpoints begin with it.")
    suffix = re.sub(r"\W+", "_", str(prefix.value)).strip("_")
    end = file.span(call.args[0])[1]
    text = f', name="{_name(file, call.args[0])}_{suffix}"'
    return Match(
        "flask-blueprint-duplicate-name",
        "a blueprint has a name for each registration",
        call,
        (Replacement(end, end, (text,)),),
    )


def _name(file: File, blueprint: ast.expr) -> str:
    """The name that the blueprint is made with; empty where that cannot be told."""
    if not isinstance(blueprint, ast.Name):
        return ""
    obj = file.project.resolve(file.syntax.path, blueprint.id, file.scope(blueprint))
    binding = file.project.binding(obj) if isinstance(obj, Variable) else None
    value = binding.value if binding is not None else None
    first = value[2][0] if value is not None and value[0] == "call" and value[2] else None
    return str(first[1]) if first is not None and first[0] == "const" else ""


MATCHER = Matcher(frozenset({b"register_blueprint", b"Blueprint"}), _find)
