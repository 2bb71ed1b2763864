"""``_app_ctx_stack`` and ``_request_ctx_stack``: what code kept on their top is kept in ``g``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding, ImportDrop
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines, without

STACKS = {"_app_ctx_stack": "flask-app-ctx-stack", "_request_ctx_stack": "flask-request-ctx-stack"}
_KNOWN = {
    "app": "flask.current_app",
    "g": "flask.g",
    "request": "flask.request",
    "session": "flask.session",
}
_INTERNAL = frozenset(
    ["url_adapter", "push", "pop", "flashes", "match_request", "copy", "preserved", "auto_pop", "exc_info"]
)


@dataclass(frozen=True, slots=True)
class _Stack:
    """A name of the file that is bound to one of the stacks, or to either of them by ``try`` and ``except``."""

    name: str
    row: str
    imports: tuple[ast.stmt, ...]


def _find(file: File) -> Iterator[Match | Finding]:
    for stack in _stacks(file):
        changes = [_of_use(file, stack, node) for node in _uses(file, stack)]
        problems = [each for each in changes if isinstance(each, Finding)]
        if problems:
            yield from problems
            continue
        yield _together(stack, [each for each in changes if isinstance(each, Match)], file)


def _stacks(file: File) -> Iterator[_Stack]:
    for name, bindings in file.syntax.scopes.module_scope.bindings.items():
        imports = [each.node for each in bindings if each.kind == "import" and isinstance(each.node, ast.ImportFrom)]
        wanted = [each.name for each in bindings if each.kind == "import" and each.name in STACKS]
        if imports and len(imports) == len(bindings) == len(wanted) and all(_is_flasks(each) for each in imports):
            yield _Stack(name, STACKS[wanted[0] or ""], tuple(_statement(file, each) for each in imports))


def _is_flasks(statement: ast.ImportFrom) -> bool:
    return statement.level == 0 and statement.module in ("flask", "flask.globals")


def _statement(file: File, statement: ast.ImportFrom) -> ast.stmt:
    """The import, or the whole ``try`` that does nothing but try it and another one."""
    parent = file.syntax.scopes.parent(statement)
    around = file.syntax.scopes.parent(parent) if isinstance(parent, ast.ExceptHandler) else parent
    return around if isinstance(around, ast.Try) else statement


def _uses(file: File, stack: _Stack) -> list[ast.Name]:
    module = file.syntax.scopes.module_scope
    return [
        node
        for node in file.syntax.scopes.nodes()
        if isinstance(node, ast.Name)
        and node.id == stack.name
        and isinstance(node.ctx, ast.Load)
        and file.scope(node).lookup(node.id) is module
    ]


def _of_use(file: File, stack: _Stack, node: ast.Name) -> Match | Finding:
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.Attribute) and parent.attr == "top":
        return _of_top(file, stack, parent)
    if isinstance(parent, ast.Attribute) and parent.attr == "__ident_func__":
        return _written(file, stack, parent, "{get_ident}", "threading.get_ident")
    return _left(file, node)


def _left(file: File, node: ast.expr) -> Finding:
    statement = file.syntax.scopes.statement_of(node)
    text = file.text(node) if isinstance(statement, ast.FunctionDef | ast.ClassDef) else file.text(statement)
    return file.finding(
        node,
        REMOVED,
        f"`{text.splitlines()[0]}`: the stacks of contexts are gone",
        "Keep values in `flask.g`; ask `has_app_context()` or `has_request_context()`; push contexts with `with`.",
    )


def _of_top(file: File, stack: _Stack, top: ast.Attribute) -> Match | Finding:
    """``stack.top`` right where it is used, or put in a local variable first."""
    parent = file.syntax.scopes.parent(top)
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name)):
        return _of_context(file, stack, top)
    name = parent.targets[0].id
    scope = file.scope(parent.targets[0])
    if scope.kind != "function" or len(scope.bindings.get(name, ())) != 1 or not has_own_lines(file, parent):
        return _left(file, top)
    reads = [
        each
        for each in ast.walk(scope.node)
        if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
    ]
    changes = [_of_context(file, stack, each) for each in reads]
    problem = next((each for each in changes if isinstance(each, Finding)), None)
    if problem is not None:
        return problem
    matches = [each for each in changes if isinstance(each, Match)]
    replacements = tuple(part for match in matches for part in match.replacements)
    needs = tuple(dict.fromkeys(need for match in matches for need in match.needs))
    return Match(stack.row, _TITLE, parent, (without(file, parent), *replacements), needs)


_TITLE = "the stacks of contexts are gone"


def _of_context(file: File, stack: _Stack, node: ast.expr) -> Match | Finding:
    """An expression that is the context on top: what is done with it is done with ``g``."""
    parent = file.syntax.scopes.parent(node)
    asked = "has_app_context" if stack.row == "flask-app-ctx-stack" else "has_request_context"
    if isinstance(parent, ast.Compare) and parent.left is node and _is_none(parent.comparators[0]):
        negation = "not " if isinstance(parent.ops[0], ast.Is | ast.Eq) else ""
        return _written(file, stack, parent, f"{negation}{{{asked}}}()", f"flask.{asked}")
    if isinstance(parent, ast.If | ast.IfExp | ast.While) and parent.test is node:
        return _written(file, stack, node, f"{{{asked}}}()", f"flask.{asked}")
    if isinstance(parent, ast.UnaryOp | ast.BoolOp) and (
        isinstance(parent, ast.BoolOp) or isinstance(parent.op, ast.Not)
    ):
        return _written(file, stack, node, f"{{{asked}}}()", f"flask.{asked}")
    if isinstance(parent, ast.Attribute):
        return _of_member(file, stack, node, parent)
    if isinstance(parent, ast.Call) and node is parent.args[0] and _by_name(parent) and len(parent.args) > 1:
        name = parent.args[1]
        if isinstance(name, ast.Constant) and name.value not in _KNOWN and name.value not in _INTERNAL:
            return _written(file, stack, node, "{g}", "flask.g")
    return _left(file, node)


def _by_name(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("getattr", "setattr", "hasattr", "delattr")


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_member(file: File, stack: _Stack, node: ast.expr, member: ast.Attribute) -> Match | Finding:
    stored = not isinstance(member.ctx, ast.Load)
    if member.attr in _KNOWN and not stored:
        known = _KNOWN[member.attr]
        name = known.rpartition(".")[2]
        row = "flask-request-context-g" if member.attr == "g" else stack.row
        goes_on = isinstance(file.syntax.scopes.parent(member), ast.Attribute | ast.Call)
        itself = "" if goes_on or name in ("g", "session") else "._get_current_object()"
        return _written(file, _Stack(stack.name, row, stack.imports), member, f"{{{name}}}{itself}", known)
    if member.attr == "user" and not stored and _has_login(file):
        return _written(file, stack, member, "{current_user}", "flask_login.current_user")
    if member.attr in _KNOWN or member.attr in _INTERNAL or member.attr == "user":
        return _left(file, member)
    return _written(file, stack, node, "{g}", "flask.g")


def _has_login(file: File) -> bool:
    return next(iter(file.project.files_with(b"flask_login")), None) is not None


def _written(file: File, stack: _Stack, node: ast.expr, template: str, need: str) -> Match | Finding:
    given = needed_names(file, node, (need,))
    if isinstance(given, Finding):
        return given
    names, needs = given
    new = template.format(**names)
    return Match(stack.row, _TITLE, node, (Replacement(*file.span(node), (new,)),), needs)


def _together(stack: _Stack, matches: list[Match], file: File) -> Match:
    """All uses of a stack go at once, and its import with them."""
    replacements = tuple(part for match in matches for part in match.replacements)
    needs = tuple(dict.fromkeys(need for match in matches for need in match.needs))
    tries = tuple(without(file, each) for each in dict.fromkeys(stack.imports) if isinstance(each, ast.Try))
    drops = tuple(
        ImportDrop(file.syntax.path, each.lineno, stack.name)
        for each in stack.imports
        if isinstance(each, ast.ImportFrom)
    )
    node = matches[0].node if matches else stack.imports[0]
    row = matches[0].row if matches else stack.row
    return Match(row, _TITLE, node, (*tries, *replacements), needs, drops)


MATCHER = Matcher(frozenset(name.encode() for name in STACKS), _find)
