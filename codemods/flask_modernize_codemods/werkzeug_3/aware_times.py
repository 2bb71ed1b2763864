"""Times in requests and responses are aware of their time zone, and do not compare with ``datetime.utcnow()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "werkzeug-aware-datetimes"
_TIMES = frozenset(
    {
        *(f"werkzeug.Request.{name}" for name in ("date", "if_modified_since", "if_unmodified_since")),
        *(f"werkzeug.Response.{name}" for name in ("date", "last_modified", "expires", "retry_after")),
    }
)
_NAIVE = frozenset({"datetime.datetime.utcnow", "datetime.datetime.now", "datetime.datetime.today"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            if isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq):
                yield from _together(file, node.left, node.comparators[0])
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            yield from _together(file, node.left, node.right)


def _together(file: File, left: ast.expr, right: ast.expr) -> Iterator[Match | Finding]:
    for aware, other in ((left, right), (right, left)):
        if _is_aware(file, aware):
            yield from _made_aware(file, other)


def _is_aware(file: File, node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return file.means(node.func, "werkzeug.http.parse_date")
    return isinstance(node, ast.Attribute) and file.means(node, *_TIMES)


def _made_aware(file: File, node: ast.expr) -> Iterator[Match | Finding]:
    called = node.left if isinstance(node, ast.BinOp) else node
    if not isinstance(called, ast.Call) or called.args or called.keywords:
        return
    names = file.names(called.func) & _NAIVE
    if "datetime.datetime.utcnow" in names and isinstance(called.func, ast.Attribute):
        given = needed_names(file, called, ("datetime.timezone",))
        if isinstance(given, Finding):
            yield given
            return
        parts = (file.span(called.func.value), f".now({given[0]['timezone']}.utc)")
        yield Match(ROW, "times of requests are aware", called, (Replacement(*file.span(called), parts),), given[1])
    elif names:
        message = "times of requests and responses are aware of their time zone, and this one is not"
        yield file.finding(called, REMOVED, message, "Compare with `datetime.now(timezone.utc)`.")


MATCHER = Matcher(frozenset({b"utcnow", b"now", b"today"}), _find)
