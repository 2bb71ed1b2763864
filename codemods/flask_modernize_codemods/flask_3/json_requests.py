"""Requests without a JSON body: ``get_json()`` gave None for another content type, and answers 415 today."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.class_lines import class_facts
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import Function, at_start, unit

if TYPE_CHECKING:
    from flask_modernize.project.scopes import Scope

ROW = "flask-get-json-none-content-type"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr in ("json", "get_json"):
            body = _body(file, node)
            if body is not None and _may_be_missing(file, body):
                yield _silent(file, node, body)
        elif isinstance(node, ast.FunctionDef) and node.name == "on_json_loading_failed":
            yield from _without_error(file, node)


def _body(file: File, node: ast.Attribute) -> ast.expr | None:
    """``request.json``, or the call ``request.get_json()`` without arguments; None for anything else."""
    if "flask.Request" not in file.classes(node.value) or not isinstance(node.ctx, ast.Load):
        return None
    if node.attr == "json":
        return node
    parent = file.syntax.scopes.parent(node)
    plain = isinstance(parent, ast.Call) and parent.func is node and not parent.args and not parent.keywords
    return parent if plain and isinstance(parent, ast.Call) else None


def _may_be_missing(file: File, body: ast.expr) -> bool:
    """Whether the code asks if there was a body: right there, or of the variable that it is put in."""
    if _is_tested(file, body):
        return True
    parent = file.syntax.scopes.parent(body)
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name)):
        return False
    name = parent.targets[0].id
    scope = file.scope(parent.targets[0])
    if len(scope.bindings.get(name, ())) != 1 or scope.kind != "function":
        return False
    reads = [each for each in _reads(file, scope, name) if each.lineno > parent.lineno]
    return any(_is_tested(file, each) for each in reads) and not any(
        _is_used_before(file, each, reads) for each in reads
    )


def _reads(file: File, scope: Scope, name: str) -> list[ast.Name]:
    return [
        each
        for each in ast.walk(scope.node)
        if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
    ]


def _is_used_before(file: File, read: ast.Name, reads: list[ast.Name]) -> bool:
    """Whether the first thing that is done with the variable needs a value: then None was an error before, too."""
    first = min(reads, key=lambda each: (each.lineno, each.col_offset))
    return read is first and isinstance(file.syntax.scopes.parent(read), ast.Subscript | ast.Attribute)


def _is_tested(file: File, node: ast.expr) -> bool:
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.UnaryOp):
        return isinstance(parent.op, ast.Not)
    if isinstance(parent, ast.BoolOp):
        return parent.values[-1] is not node or _is_tested(file, parent)
    if isinstance(parent, ast.If | ast.IfExp | ast.While):
        return parent.test is node
    if isinstance(parent, ast.Compare) and parent.left is node and isinstance(parent.ops[0], ast.Is | ast.IsNot):
        other = parent.comparators[0]
        return isinstance(other, ast.Constant) and other.value is None
    return False


def _silent(file: File, node: ast.Attribute, body: ast.expr) -> Match:
    replacement = Replacement(file.span(node.value)[1], file.span(body)[1], (".get_json(silent=True)",))
    return Match(ROW, "no JSON in the request is None", body, (replacement,))


def _without_error(file: File, method: Function) -> Iterator[Match]:
    """``on_json_loading_failed`` is called without an error for another content type; what it gave then was None."""
    scope = file.scope(method)
    if scope.kind != "class" or len(method.args.args) != 2:
        return
    cls = ClassObject(file.syntax.path, scope.qualname)
    if "flask.Request" not in library_ancestors(file.project, cls) or class_facts(file.project, cls) is None:
        return
    error = method.args.args[1].arg
    if not any(isinstance(each, ast.Attribute | ast.Call) and _mentions(each, error) for each in ast.walk(method)):
        return
    if any(isinstance(each, ast.Compare) and _mentions(each, error) for each in ast.walk(method)):
        return
    added = at_start(file, method, f"if {error} is None:\n{unit(file)}return None")
    if added is not None:
        yield Match("flask-on-json-loading-failed", "the error may be None", method, (added,))


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.iter_child_nodes(node))


MATCHER = Matcher(frozenset({b"json", b"get_json", b"on_json_loading_failed"}), _find, until=("Flask", "2.1"))
