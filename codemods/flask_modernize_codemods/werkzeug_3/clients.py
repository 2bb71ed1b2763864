"""Tests: cookies of a client, answers that were tuples, and where a redirect leads to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines

_CLIENT = "werkzeug.test.Client"
_NAMES = ("response", "answer", "rv")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "cookie_jar":
            if file.means(node, f"{_CLIENT}.cookie_jar"):
                yield _jar(file, node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            is_triple = isinstance(target, ast.Tuple) and len(target.elts) == 3
            if is_triple and "werkzeug.Response" in file.classes(node.value):
                yield _unpacked(file, node, target)


def _jar(file: File, node: ast.Attribute) -> Match | Finding:
    """``next(each for each in client.cookie_jar if each.name == "a")`` as ``client.get_cookie("a")``."""
    parent = file.syntax.scopes.parent(node)
    made = file.syntax.scopes.parent(parent) if isinstance(parent, ast.comprehension) else None
    name = _wanted(parent) if isinstance(parent, ast.comprehension) else None
    call = file.syntax.scopes.parent(made) if isinstance(made, ast.GeneratorExp) else None
    if (
        name is not None
        and isinstance(call, ast.Call)
        and _is_first(file, call)
        and isinstance(made, ast.GeneratorExp)
        and isinstance(made.elt, ast.Name)
    ):
        parts = (file.span(node.value), ".get_cookie(", file.span(name), ")")
        return Match("werkzeug-test-cookie-jar", "cookies by name", call, (Replacement(*file.span(call), parts),))
    message = f"`{file.text(node)}` is gone: clients give cookies by their names"
    return file.finding(node, REMOVED, message, "Ask with `get_cookie(name)`, which gives None where there is none.")


def _is_first(file: File, call: ast.Call) -> bool:
    """``next(...)``, with None for none, or without."""
    if not isinstance(call.func, ast.Name) or call.func.id != "next" or file.scope(call).lookup("next") is not None:
        return False
    return len(call.args) == 1 or (isinstance(call.args[1], ast.Constant) and call.args[1].value is None)


def _wanted(part: ast.comprehension) -> ast.expr | None:
    """The name that the only condition asks for."""
    test = part.ifs[0] if len(part.ifs) == 1 else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return None
    left, right = test.left, test.comparators[0]
    if isinstance(left, ast.Attribute) and left.attr == "name" and isinstance(left.value, ast.Name):
        return right
    return left if isinstance(right, ast.Attribute) and right.attr == "name" else None


def _unpacked(file: File, statement: ast.Assign, targets: ast.expr) -> Match | Finding:
    """``body, status, headers = client.get("/")``."""
    name = next((each for each in _NAMES if file.scope(statement).lookup(each) is None), None)
    if name is None or not has_own_lines(file, statement):
        message = "answers of a test client are no tuples"
        return file.finding(statement, REMOVED, message, "Take `response`, `status` and `headers` of the answer.")
    replaced = Replacement(*file.span(targets), (name,))
    start, end = file.span(targets)
    text = file.syntax.source.text(start, end).strip("()")
    after = below(file, statement, f"{text} = {name}.response, {name}.status, {name}.headers")
    return Match("werkzeug-test-response-tuple", "answers are no tuples", statement, (replaced, after))


MATCHER = Matcher(frozenset({b"cookie_jar", b"test_client", b"client", b"Client"}), _find)
