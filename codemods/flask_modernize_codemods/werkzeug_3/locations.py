"""Tests that compare where a redirect leads to: paths today, where it was an address with scheme and host."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.findings import RECEIVER, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "werkzeug-location-relative"
_HOST = "http://localhost"
_EQUAL = frozenset({"assertEqual", "assertEquals", "assertNotEqual", "assertTrue", "eq_"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _leads_there(node.value):
            location = _compared_with(file, node)
            holder = _holder(location) if location is not None else None
            if holder is not None and "werkzeug.Response" in file.classes(holder):
                yield from _relative(file, node)
            elif holder is not None and is_test_path(file.syntax.path) and not _keeps_host(file):
                message = f"`{file.text(node)}`: redirects lead to paths today, if this is one; that cannot be told"
                yield file.finding(node, RECEIVER, message, "Take scheme and host out.")


def _leads_there(text: str) -> bool:
    return text == _HOST or text.startswith(_HOST + "/")


def _compared_with(file: File, node: ast.Constant) -> ast.expr | None:
    """What a text is compared with: by an operator, an assertion or ``startswith``."""
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.Compare) and len(parent.ops) == 1 and isinstance(parent.ops[0], ast.Eq | ast.NotEq):
        return parent.comparators[0] if parent.left is node else parent.left
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute | ast.Name):
        name = parent.func.attr if isinstance(parent.func, ast.Attribute) else parent.func.id
        if name in _EQUAL and len(parent.args) >= 2 and node in parent.args[:2]:
            return parent.args[1] if parent.args[0] is node else parent.args[0]
        if name == "startswith" and isinstance(parent.func, ast.Attribute) and parent.args == [node]:
            return parent.func.value
    return None


def _holder(node: ast.expr) -> ast.expr | None:
    """The answer in ``answer.location``, ``answer.headers["Location"]``; the headers where they stand alone."""
    if isinstance(node, ast.Attribute) and node.attr == "location":
        return node.value
    key: ast.expr | None = None
    holder: ast.expr = node
    if isinstance(node, ast.Subscript):
        key, holder = node.slice, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        key, holder = node.args[0], node.func.value
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or key.value.lower() != "location":
        return None
    return holder.value if isinstance(holder, ast.Attribute) else holder


def _relative(file: File, node: ast.Constant) -> Iterator[Match | Finding]:
    if _adds_slash(file, node) or _keeps_host(file):
        return
    if _redirects_outside(file):
        message = (
            f"`{file.text(node)}`: redirects lead to paths today, unless the application gives them the whole address"
        )
        advice = "Take scheme and host out if the view does not ask for `_external=True`."
        yield file.finding(node, REMOVED, message, advice)
        return
    start, end = file.span(node)
    place = file.syntax.source.data.find(_HOST.encode(), start, end)
    if place >= 0:
        whole = node.value == _HOST
        text = "/" if whole else ""
        yield Match(ROW, "redirects lead to paths", node, (Replacement(place, place + len(_HOST), (text,)),))


def _adds_slash(file: File, node: ast.Constant) -> bool:
    """Whether the redirect only adds a slash to the address that was asked for; these still name the host."""
    path = str(node.value)[len(_HOST) :]
    function = file.syntax.scopes.enclosing_function(node)
    if len(path) < 2 or not path.endswith("/") or function is None:
        return False
    return any(isinstance(each, ast.Call) and _asks_for(each, path[:-1]) for each in ast.walk(function))


def _asks_for(call: ast.Call, path: str) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == path


def _keeps_host(file: File) -> bool:
    return any(True for _ in file.project.files_with(b"autocorrect_location_header"))


def _redirects_outside(file: File) -> bool:
    """Whether the application redirects to addresses with a host of its own."""
    for path in file.project.files_with(b"_external"):
        syntax = file.project.syntax(path) if not is_test_path(path) else None
        for node in syntax.scopes.nodes() if syntax is not None else ():
            redirects = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("redirect")
            if redirects and any(isinstance(each, ast.keyword) and each.arg == "_external" for each in ast.walk(node)):
                return True
    return False


MATCHER = Matcher(frozenset({b"location", b"Location"}), _find, until=("Werkzeug", "2.1"))
