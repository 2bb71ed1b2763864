"""``get_jwt_claims()``: claims stand at the top of a token today, among those that the library puts there itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "jwtx-get-jwt-claims"
_NAMES = frozenset({"flask_jwt_extended.get_jwt_claims", "flask_jwt_extended.utils.get_jwt_claims"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *_NAMES):
            yield _claims(file, node)


def _claims(file: File, call: ast.Call) -> Match | Finding:
    if not _is_read_by_key(file, call):
        message = "`get_jwt()` gives all claims of a token, and here more is done with them than reading some by key"
        return file.finding(call, REMOVED, message, "Pick the claims that are meant out of `get_jwt()`.")
    given = needed_names(file, call, ("flask_jwt_extended.get_jwt",))
    if isinstance(given, Finding):
        return given
    replacement = Replacement(*file.span(call.func), (given[0]["get_jwt"],))
    return Match(ROW, "claims stand at the top of a token", call, (replacement,), given[1])


def _is_read_by_key(file: File, call: ast.Call) -> bool:
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        name = parent.targets[0].id
        owner = file.scope(call).lookup(name)
        if owner is None or owner.kind != "function":
            return False
        uses = [each for each in ast.walk(owner.node) if isinstance(each, ast.Name) and each.id == name]
        return all(isinstance(each.ctx, ast.Store) or _reads(file, each) for each in uses)
    return _reads(file, call)


def _reads(file: File, node: ast.expr) -> bool:
    """``claims["role"]``, ``claims.get("role")``, ``"role" in claims``."""
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.Subscript):
        return parent.value is node and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Compare):
        return parent.comparators == [node] and isinstance(parent.ops[0], ast.In | ast.NotIn)
    return isinstance(parent, ast.Attribute) and parent.attr == "get"


MATCHER = Matcher(frozenset({b"get_jwt_claims"}), _find)
