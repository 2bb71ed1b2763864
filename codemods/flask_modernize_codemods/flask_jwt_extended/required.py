"""``@jwt_required``: a function that gives a decorator today, where it used to be the decorator itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "jwtx-jwt-required-decorator"
_NAMES = frozenset({"flask_jwt_extended.jwt_required", "flask_jwt_extended.view_decorators.jwt_required"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        if (node.id if isinstance(node, ast.Name) else node.attr) and file.means(node, *_NAMES):
            yield from _used(file, node)


def _used(file: File, node: ast.expr) -> Iterator[Match | Finding]:
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        if len(parent.args) != 1 or parent.keywords or isinstance(parent.args[0], ast.Constant | ast.Starred):
            return  # it is the function of today already
    elif not _decorates(parent, node):
        message = "`jwt_required` gives a decorator today, it is none itself; what is done with it here cannot be told"
        yield file.finding(node, ARGUMENTS, message, "Write `jwt_required()` where the decorator is meant.")
        return
    end = file.span(node)[1]
    yield Match(ROW, "jwt_required() gives the decorator", node, (Replacement(end, end, ("()",)),))


def _decorates(parent: ast.AST | None, node: ast.expr) -> bool:
    """Whether it stands where decorators do: above a function, or in ``decorators = [jwt_required]``."""
    if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node in parent.decorator_list
    return isinstance(parent, ast.List | ast.Tuple) or (isinstance(parent, ast.Dict) and node in parent.values)


MATCHER = Matcher(frozenset({b"jwt_required"}), _find)
