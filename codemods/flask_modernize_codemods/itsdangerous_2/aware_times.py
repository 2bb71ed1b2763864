"""Times of signatures, which are aware of their time zone today: what they are compared with must be, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.itsdangerous_2.codes import AWARE
from flask_modernize_codemods.itsdangerous_2.error_messages import caught

ROW = "itsdangerous-aware-timestamp"
_READING = frozenset(
    {"itsdangerous.TimestampSigner.unsign", "itsdangerous.TimedSerializer.loads", "itsdangerous.TimedSerializer.load"}
)


def _find(file: File) -> Iterator[Match | Finding]:
    for node in _times(file):
        parent = file.syntax.scopes.parent(node)
        other: ast.expr | None = None
        if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Sub):
            other = parent.left if parent.right is node else parent.right
        elif isinstance(parent, ast.Compare) and len(parent.comparators) == 1:
            other = parent.left if parent.comparators[0] is node else parent.comparators[0]
        if other is not None:
            yield from _aware(file, node, other)


def _times(file: File) -> Iterator[ast.expr]:
    """Expressions that are the time of a signature."""
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and _gives_time(file, node):
            parent = file.syntax.scopes.parent(node)
            if isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant) and parent.slice.value == 1:
                yield parent
            elif isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple):
                yield from _reads(file, parent.targets[0].elts[-1])
        elif isinstance(node, ast.ExceptHandler) and node.name and caught(file, node):
            for each in ast.walk(node):
                if isinstance(each, ast.Attribute) and each.attr == "date_signed" and _is(each.value, node.name):
                    yield each


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _gives_time(file: File, call: ast.Call) -> bool:
    if not any(each.arg == "return_timestamp" for each in call.keywords):
        return False
    return file.means(call.func, *_READING)


def _reads(file: File, target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name):
        for each in file.syntax.scopes.nodes():
            if _is(each, target.id) and isinstance(each.ctx, ast.Load) and file.scope(each) is file.scope(target):  # type: ignore[arg-type,attr-defined]
                yield each  # type: ignore[misc]


def _aware(file: File, node: ast.expr, other: ast.expr) -> Iterator[Match | Finding]:
    called = file.names(other.func) if isinstance(other, ast.Call) else frozenset()
    naive = bool(called & {"datetime.datetime.utcnow", "datetime.datetime.now"})
    if naive and isinstance(other, ast.Call) and not other.args:
        given = needed_names(file, node, ("datetime.timezone",))
        if isinstance(given, Finding):
            yield given
            return
        names, needs = given
        assert isinstance(other.func, ast.Attribute)
        parts = (file.span(other.func.value), f".now({names['timezone']}.utc)")
        yield Match(ROW, "the time is aware of its zone", other, (Replacement(*file.span(other), parts),), needs)
    elif not isinstance(other, ast.Constant):
        message = f"`{file.text(node)}` is aware of its time zone today; whether `{file.text(other)}` is cannot be told"
        yield file.finding(node, AWARE, message, "Compare it with a time that is, for instance in UTC.")


MATCHER = Matcher(frozenset({b"return_timestamp", b"date_signed"}), _find)
