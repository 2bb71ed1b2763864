"""Headers and cookies are text: nothing gives or takes bytes any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

_GIVING = "werkzeug.datastructures.Headers.get"
_TAKING = "werkzeug.Response.set_cookie"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if any(each.arg == "as_bytes" for each in node.keywords) and file.means(node.func, _GIVING):
                yield from _given(file, node, node.func)
            elif node.func.attr == "set_cookie" and file.means(node.func, _TAKING):
                yield from _taken(file, node)


def _given(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    """``headers.get("X", as_bytes=True)``."""
    flag = next(each.value for each in call.keywords if each.arg == "as_bytes")
    row, title = "werkzeug-headers-as-bytes", "headers are text"
    if isinstance(flag, ast.Constant) and flag.value is False and call.args:
        whole = (file.span(call.args[-1])[1], file.span(call)[1] - 1)
        yield Match(row, title, call, (Replacement(*whole, ()),))
    elif not isinstance(flag, ast.Constant) or len(call.keywords) > 1 or not 1 <= len(call.args) <= 2:
        message = "headers are text, and cannot be had as bytes"
        yield file.finding(call, ARGUMENTS, message, 'Encode what `get` gives: `.encode("latin-1")`.')
    elif len(call.args) == 2:
        start, end = file.span(call.func)[0], file.span(call.args[1])[1]
        parts = ((start, end), ').encode("latin-1")')
        yield Match(row, title, call, (Replacement(*file.span(call), parts),))
    elif isinstance(call.args[0], ast.Constant | ast.Name) and isinstance(function.value, ast.Name | ast.Attribute):
        key, held = file.span(call.args[0]), file.span(function.value)
        text = (held, "[", key, '].encode("latin-1") if ', key, " in ", held, " else None")
        yield Match(row, title, call, (Replacement(*file.span(call), ("(", *text, ")")),))
    else:
        message = "headers are text, and cannot be had as bytes"
        yield file.finding(call, ARGUMENTS, message, 'Encode what `get` gives: `.encode("latin-1")`.')


def _taken(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    """``response.set_cookie("a", text.encode("utf-8"))``: only text can be encoded, so text it is."""
    value = call.args[1] if len(call.args) > 1 else None
    value = next((each.value for each in call.keywords if each.arg == "value"), value)
    row, title = "werkzeug-bytes-args", "cookies are text"
    if isinstance(value, ast.Constant) and isinstance(value.value, bytes):
        start = file.span(value)[0]
        yield Match(row, title, value, (Replacement(start, start + 1, ()),))
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "encode":
        kept = file.span(value.func.value)
        if all(isinstance(each, ast.Constant) for each in value.args) and _is_utf_8(value):
            yield Match(row, title, value, (Replacement(*file.span(value), (kept,)),))


def _is_utf_8(encoding: ast.Call) -> bool:
    names = [each.value for each in encoding.args if isinstance(each, ast.Constant)]
    return not encoding.keywords and (not names or str(names[0]).lower().replace("-", "") == "utf8")


MATCHER = Matcher(frozenset({b"as_bytes", b"set_cookie"}), _find)
