"""``send_file`` takes bytes today: no ``StringIO``, no file opened as text, nothing without a name or type."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "flask-send-file-text-mode"
FUNCTIONS = frozenset({"flask.send_file", "flask.send_from_directory"})
RENAMED = {"attachment_filename": "download_name", "cache_timeout": "max_age", "add_etags": "etag"}
_NAMING = frozenset({"mimetype", "attachment_filename", "download_name"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *FUNCTIONS):
            yield from _unpacked(file, node)
        if isinstance(node, ast.Call) and file.means(node.func, "flask.send_file"):
            content = _content(node)
            if content is not None:
                yield from _as_bytes(file, content)
                if not _is_named(node) and _kind(file, content) in ("io.BytesIO", "io.StringIO"):
                    message = f"`{file.text(node)}`: Flask does not guess the type of what has no name"
                    advice = "Give `mimetype=` or `download_name=`."
                    yield file.finding(node, ARGUMENTS, message, advice)


def _unpacked(file: File, call: ast.Call) -> Iterator[Match]:
    """``send_file(path, **dict(cache_timeout=0))``: the old names in what is unpacked."""
    for keyword in call.keywords:
        given = keyword.value
        if keyword.arg is None and isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
            for each in given.keywords if given.func.id == "dict" else ():
                if each.arg in RENAMED:
                    start = file.span(each)[0]
                    replacement = Replacement(start, start + len(each.arg), (RENAMED[each.arg],))
                    title = f"{each.arg}= is {RENAMED[each.arg]}= today"
                    yield Match("flask-send-file-cache-timeout", title, each.value, (replacement,))


def _content(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    named = ("filename_or_fp", "path_or_file")
    return next((each.value for each in call.keywords if each.arg in named), None)


def _is_named(call: ast.Call) -> bool:
    return len(call.args) > 1 or any(each.arg in _NAMING or each.arg is None for each in call.keywords)


def _kind(file: File, content: ast.expr) -> str:
    """``io.StringIO`` and the like: what makes the content, directly or as the only value of a local variable."""
    made = _made(file, content)
    if not isinstance(made, ast.Call):
        return ""
    names = file.names(made.func)
    for name in ("io.StringIO", "io.BytesIO"):
        if name in names:
            return name
    if isinstance(made.func, ast.Name) and made.func.id == "open" and file.scope(made).lookup("open") is None:
        return "open"
    return ""


def _made(file: File, content: ast.expr) -> ast.expr | None:
    if not isinstance(content, ast.Name):
        return content
    owner = file.scope(content).lookup(content.id)
    bindings = owner.bindings.get(content.id, []) if owner is not None else []
    return bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None


def _as_bytes(file: File, content: ast.expr) -> Iterator[Match | Finding]:
    kind = _kind(file, content)
    made = _made(file, content)
    if kind == "open" and isinstance(made, ast.Call):
        yield from _binary(file, made)
    elif kind == "io.StringIO" and isinstance(made, ast.Call):
        given = needed_names(file, content, ("io.BytesIO",))
        if isinstance(given, Finding):
            yield given
            return
        names, needs = given
        start, end = file.span(content)
        inner: tuple[str | tuple[int, int], ...]
        if made is content and len(made.args) == 1 and not made.keywords:
            text = file.span(made.args[0])
            simple = isinstance(made.args[0], ast.Name | ast.Attribute | ast.Call | ast.Constant | ast.JoinedStr)
            inner = (text,) if simple else ("(", text, ")")
        else:
            inner = ((start, end), ".getvalue()")
        parts = (f"{names['BytesIO']}(", *inner, ".encode())")
        yield Match(ROW, "send_file takes bytes", content, (Replacement(start, end, parts),), needs)


def _binary(file: File, opened: ast.Call) -> Iterator[Match]:
    """``open(path)`` and ``open(path, "r")`` as ``open(path, "rb")``; a mode that is worked out is left alone."""
    mode = next((each.value for each in opened.keywords if each.arg == "mode"), None)
    mode = opened.args[1] if len(opened.args) > 1 else mode
    if mode is None and len(opened.args) == 1 and not opened.keywords:
        end = file.span(opened.args[0])[1]
        yield Match(ROW, "send_file takes bytes", opened, (Replacement(end, end, (', "rb"',)),))
    elif isinstance(mode, ast.Constant) and mode.value in ("r", "rt") and len(opened.args) + len(opened.keywords) == 2:
        yield Match(ROW, "send_file takes bytes", opened, (Replacement(*file.span(mode), ('"rb"',)),))


MATCHER = Matcher(frozenset({b"send_file"}), _find)
