"""``load_from=`` and ``dump_to=`` are one ``data_key=``, and fields raise what ``make_error()`` makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.class_lines import described_line
from flask_modernize.project.marshmallow_members import FIELD
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

_KEYS = {"load_from": "load_only", "dump_to": "dump_only"}


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call):
            continue
        given = [each for each in node.keywords if each.arg in _KEYS]
        if given and FIELD in file.classes(node):
            yield _keys(file, node, given)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "fail":
            yield from _failure(file, node, node.func)


def _keys(file: File, call: ast.Call, given: list[ast.keyword]) -> Match | Finding:
    row = "ma-load-from-dump-to"
    start = file.span(given[0])[0]
    renamed = Replacement(start, start + len(given[0].arg or ""), ("data_key",))
    if len(given) == 2 and ast.dump(given[0].value) == ast.dump(given[1].value):
        before = max(file.span(each)[1] for each in _arguments(call) if file.span(each)[0] < file.span(given[1])[0])
        gone = Replacement(before, file.span(given[1])[1], ())
        return Match(row, "load_from= and dump_to= are data_key= today", call, (renamed, gone))
    if len(given) == 1 and _is_one_way(call, _KEYS[given[0].arg or ""]):
        return Match(row, f"{given[0].arg}= is data_key= today", call, (renamed,))
    message = f"`{file.text(call.func)}()` has another key for loading than for dumping"
    advice = "Write two fields, one with `load_only=True` and one with `dump_only=True`, each with its `data_key=`."
    return file.finding(call, ARGUMENTS, message, advice)


def _arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    return [*call.args, *call.keywords]


def _is_one_way(call: ast.Call, only: str) -> bool:
    return any(
        each.arg == only and isinstance(each.value, ast.Constant) and each.value.value is True for each in call.keywords
    )


def _failure(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match]:
    """``self.fail("invalid")`` of a field raises by itself; ``make_error`` gives what is to be raised."""
    if FIELD not in file.classes(function.value) or _has_own(file, function):
        return
    parent = file.syntax.scopes.parent(call)
    end = file.span(function)[1]
    renamed = Replacement(end - len("fail"), end, ("make_error",))
    start = file.span(call)[0]
    if isinstance(parent, ast.Raise):
        yield Match("ma-fail", "fail() is make_error() today", call, (renamed,))
    elif isinstance(parent, ast.Expr):
        yield Match("ma-fail", "fail() is make_error() today", call, (renamed, Replacement(start, start, ("raise ",))))
    elif isinstance(parent, ast.Return):
        start = file.span(parent)[0]
        raised = Replacement(start, start + len("return"), ("raise",))
        yield Match("ma-fail", "fail() is make_error() today", call, (renamed, raised))


def _has_own(file: File, function: ast.Attribute) -> bool:
    """Whether the class that the method stands in has a ``fail`` of its own."""
    scope = file.scope(function)
    while scope.kind != "class" and scope.parent is not None:
        scope = scope.parent
    own = ClassObject(file.syntax.path, scope.qualname)
    return any("fail" in facts.methods for _, facts in described_line(file.project, own))


MATCHER = Matcher(frozenset({b"load_from", b"dump_to", b"fail"}), _find)
