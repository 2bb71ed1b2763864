"""Small questions about nodes, for what follows endpoint names through Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External

if TYPE_CHECKING:
    from flask_modernize.project.endpoint_references import Selectors
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

HARMLESS_TAKERS = frozenset({"print", "debug", "info", "warning", "error", "exception", "log", "is_endpoint_expecting"})
"""Functions that may be handed an endpoint without naming one by it."""


def argument_of(call: ast.Call, index: int | None, keyword: str) -> ast.expr | None:
    """The argument at a place or of a name; None when it is not there, or after an unpacked one."""
    before = call.args[: index + 1] if index is not None and index < len(call.args) else []
    if before and not any(isinstance(each, ast.Starred) for each in before):
        return before[-1]
    return next((each.value for each in call.keywords if each.arg == keyword), None)


def is_attribute(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name


def is_request(node: ast.expr) -> bool:
    """Whether it is ``request.args`` or the like, whose content nobody knows."""
    dotted = dotted_name(node) or ""
    return dotted.startswith(("request.", "flask.request.", "session"))


def key_asked_for(syntax: Syntax, node: ast.expr) -> ast.expr | None:
    """The key in ``node[key]``, ``node.get(key)`` and the like."""
    parent = syntax.scopes.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return parent.slice
    if isinstance(parent, ast.Attribute) and parent.attr in ("get", "pop", "setdefault", "__getitem__"):
        call = syntax.scopes.parent(parent)
        return call.args[0] if isinstance(call, ast.Call) and call.args else None
    return None


def binds_in(target: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(target))


def path_to(target: ast.expr, name: str) -> Selectors | None:
    """The steps into what is unpacked that lead to a name."""
    if isinstance(target, ast.Name):
        return () if target.id == name else None
    if isinstance(target, ast.Tuple | ast.List):
        for index, each in enumerate(target.elts):
            if isinstance(each, ast.Starred):
                return None
            rest = path_to(each, name)
            if rest is not None:
                return (("item", index), *rest)
    return None


def loads(syntax: Syntax, name: ast.Name) -> Iterator[ast.Name]:
    """Every place where a variable is read."""
    owner = syntax.scopes.scope_of(name).lookup(name.id)
    if owner is None:
        return
    for node in ast.walk(owner.node):
        is_read = isinstance(node, ast.Name) and node.id == name.id and isinstance(node.ctx, ast.Load)
        if is_read and syntax.scopes.scope_of(node).lookup(name.id) is owner:
            yield node  # type: ignore[misc]


def default_of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> ast.expr | None:
    arguments = [*function.args.posonlyargs, *function.args.args]
    offset = len(arguments) - len(function.args.defaults)
    for index, each in enumerate(arguments):
        if each.arg == name:
            return function.args.defaults[index - offset] if index >= offset else None
    for each, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if each.arg == name:
            return default
    return None


def index_of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> int | None:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return names.index(name) if name in names else None


def catch_alls(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {each.arg for each in (function.args.vararg, function.args.kwarg) if each is not None}


def exposed_as(syntax: Syntax, node: ast.expr) -> str | None:
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


def position_of(syntax: Syntax, node: ast.AST) -> tuple[int, int]:
    """1-based line, and column in characters."""
    return syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))  # type: ignore[attr-defined]


def front_of(syntax: Syntax, node: ast.expr) -> tuple[int, str, str]:
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


def pattern_of(node: ast.expr) -> str:
    """A regular expression for the strings that an expression may give."""
    match node:
        case ast.Constant(value=str(value)):
            return re.escape(value)
        case ast.JoinedStr(values=values):
            return "".join(pattern_of(each) for each in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return pattern_of(left) + pattern_of(right)
        case ast.BinOp(left=ast.Constant(value=str(value)), op=ast.Mod()):
            return ".*".join(re.escape(each) for each in re.split(r"%(?:\(\w+\))?[-+ #0-9.]*[a-zA-Z]", value))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(value)), attr="format")):
            return ".*".join(re.escape(each) for each in re.split(r"\{[^{}]*\}", value))
        case _:
            return ".*"


def is_endpoint(project: Project, syntax: Syntax, node: ast.expr) -> bool:
    """``request.endpoint``, ``request.url_rule.endpoint``, and ``rule.endpoint`` of a rule in the URL map."""
    if not isinstance(node, ast.Attribute) or node.attr != "endpoint":
        return False
    dotted = dotted_name(node)
    if dotted is None:
        return False
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node))
    if isinstance(found, External):
        return found.name in ("flask.request.endpoint", "flask.request.url_rule.endpoint")
    return isinstance(node.value, ast.Name) and _is_rule(syntax, node.value)


def _is_rule(syntax: Syntax, name: ast.Name) -> bool:
    scope = syntax.scopes.scope_of(name)
    owner = scope.lookup(name.id)
    for node in ast.walk(owner.node) if owner is not None else ():
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension) and binds_in(node.target, name.id):
            text = ast.unparse(node.iter)
            return "iter_rules" in text or "url_map" in text
    return False
