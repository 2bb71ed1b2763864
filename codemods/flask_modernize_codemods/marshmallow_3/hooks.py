"""Hooks and validators of schemas: they are given ``many``, ``partial`` and the key by keyword, and have to return.

In marshmallow 2 a hook that returned nothing left the data as it was.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines
from flask_modernize_codemods.marshmallow_3.schemas import is_schema

_CHANGING = ("pre_load", "post_load", "pre_dump", "post_dump")
_ROWS = dict.fromkeys((*_CHANGING, "validates_schema"), "ma-hook-kwargs") | {"validates": "ma-validates-kwargs"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.FunctionDef) or node.args.kwarg is not None:
            continue
        hook = next((name for each in node.decorator_list if (name := _hook(file, each))), "")
        if hook:
            yield from _adapted(file, node, hook)
        elif node.name == "handle_error" and _is_method_of_schema(file, node):
            yield Match("ma-hook-kwargs", "handle_error is given many and partial", node, (_with_keywords(file, node),))


def _hook(file: File, decorator: ast.expr) -> str:
    """Which of marshmallow's hooks a decorator makes of a method."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    for name in sorted(file.names(called)):
        module, _, last = name.rpartition(".")
        if module in ("marshmallow", "marshmallow.decorators") and last in _ROWS:
            return last
    return ""


def _is_method_of_schema(file: File, node: ast.FunctionDef) -> bool:
    parent = file.syntax.scopes.parent(node)
    return isinstance(parent, ast.ClassDef) and is_schema(file, parent)


def _adapted(file: File, function: ast.FunctionDef, hook: str) -> Iterator[Match | Finding]:
    changes = [_with_keywords(file, function)]
    if hook in _CHANGING:
        returned = _returns(file, function)
        if isinstance(returned, Finding):
            yield returned
        else:
            changes += returned
    title = "validators are given the key" if hook == "validates" else "hooks are given more by keyword"
    yield Match(_ROWS[hook], title, function, tuple(changes))


def _with_keywords(file: File, function: ast.FunctionDef) -> Replacement:
    """``**kwargs`` behind the last parameter."""
    arguments = function.args
    last: list[ast.AST] = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *arguments.defaults]
    last += [each for each in (arguments.vararg, *arguments.kw_defaults) if each is not None]
    end = max(file.span(each)[1] for each in last)
    return Replacement(end, end, (f", **{_free_name(file, function)}",))


def _free_name(file: File, function: ast.FunctionDef) -> str:
    used = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
    used |= set(file.syntax.scopes.inner_scope(function).bindings)
    return next(name for name in ("kwargs", "_kwargs", "keywords", "_keywords_") if name not in used)


def _returns(file: File, function: ast.FunctionDef) -> list[Replacement] | Finding:
    """``return data`` wherever the hook gave nothing."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    bare = [each for each in _own_returns(function) if each.value is None or _is_none(each.value)]
    if len(names) < 2 or not (bare or _falls_through(function.body)):
        return []
    data = names[1]
    bound = file.syntax.scopes.inner_scope(function).bindings.get(data, [])
    if len(bound) != 1 or not has_own_lines(file, function.body[-1]) or function.body[-1].lineno == function.lineno:
        message = f"`{function.name}` does not always return, and what it returns is taken as the data today"
        return file.finding(function, REMOVED, message, f"Let it return `{data}` everywhere.")
    found = [Replacement(*file.span(each), (f"return {data}",)) for each in bare]
    if _falls_through(function.body):
        found.append(below(file, function.body[-1], f"return {data}"))
    return found


def _own_returns(function: ast.FunctionDef) -> Iterator[ast.Return]:
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            left.extend(ast.iter_child_nodes(node))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _falls_through(body: list[ast.stmt]) -> bool:
    """Whether the end of a block may be reached."""
    last = body[-1]
    if isinstance(last, ast.Return | ast.Raise):
        return False
    if isinstance(last, ast.If):
        return not last.orelse or _falls_through(last.body) or _falls_through(last.orelse)
    if isinstance(last, ast.With):
        return _falls_through(last.body)
    if isinstance(last, ast.Try) and not last.finalbody:
        bodies = [last.orelse or last.body, *(each.body for each in last.handlers)]
        return any(_falls_through(each) for each in bodies)
    return True


MATCHER = Matcher(frozenset(name.encode() for name in (*_ROWS, "handle_error")), _find)
