"""``url_parse`` and ``url_encode``, whose results are not quite those of the standard library."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.werkzeug_3.text_and_bytes import is_text
from flask_modernize_codemods.werkzeug_3.variables import uses

_SAME = frozenset({"scheme", "netloc", "path", "query", "fragment", "port"})
_RENAMED = {"host": "hostname", "replace": "_replace", "to_url": "geturl"}


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            if file.means(node.func, "werkzeug.urls.url_parse", "werkzeug.url_parse"):
                yield _parsed(file, node)
            elif file.means(node.func, "werkzeug.urls.url_encode", "werkzeug.url_encode"):
                yield _encoded(file, node)


def _parsed(file: File, call: ast.Call) -> Match | Finding:
    renamed = _members(file, call)
    if renamed is None or len(call.args) != 1 or call.keywords:
        message = "`url_parse` is gone, and not all that is done with its result is the same with `urlsplit`"
        return file.finding(call, REMOVED, message, "Write it with `urllib.parse.urlsplit`.")
    given = needed_names(file, call, ("urllib.parse.urlsplit",))
    if isinstance(given, Finding):
        return given
    replacements = [Replacement(*file.span(call.func), (given[0]["urlsplit"],))]
    for node in renamed:
        end = file.span(node)[1]
        replacements.append(Replacement(end - len(node.attr), end, (_RENAMED[node.attr],)))
    return Match("werkzeug-urls-url-parse", "the standard library splits", call, tuple(replacements), given[1])


def _members(file: File, call: ast.Call) -> list[ast.Attribute] | None:
    """The members of the result that have other names today; None where something else is done with it."""
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple):
        return []
    used = uses(file, call)
    renamed: list[ast.Attribute] = []
    for node in used if used is not None else (call,):
        around = file.syntax.scopes.parent(node)
        if isinstance(around, ast.Attribute) and around.attr in _RENAMED:
            renamed.append(around)
            made = file.syntax.scopes.parent(around)
            further = _members(file, made) if around.attr == "replace" and isinstance(made, ast.Call) else []
            if further is None:
                return None
            renamed += further
        elif not (isinstance(around, ast.Attribute) and around.attr in _SAME) and not isinstance(around, ast.Subscript):
            return None
    return renamed


def _encoded(file: File, call: ast.Call) -> Match | Finding:
    form = _items(file, call.args[0]) if len(call.args) == 1 and not call.keywords else None
    if form is None:
        message = "`url_encode` is gone; it left out what is None, and knew several values for a key"
        advice = "Take `urllib.parse.urlencode`, for a MultiDict with `list(values.items(multi=True))`."
        return file.finding(call, ARGUMENTS, message, advice)
    given = needed_names(file, call, ("urllib.parse.urlencode",))
    if isinstance(given, Finding):
        return given
    parts = (f"{given[0]['urlencode']}(", form[0], file.span(call.args[0]), form[1], ")")
    title = "the standard library encodes"
    return Match("werkzeug-urls-url-encode", title, call, (Replacement(*file.span(call), parts),), given[1])


def _items(file: File, node: ast.expr) -> tuple[str, str] | None:
    """What is written before and behind what is encoded."""
    if "werkzeug.datastructures.MultiDict" in file.classes(node):
        return "list(", ".items(multi=True))"
    written = node if isinstance(node, ast.Dict) else _only_value(file, node)
    if not isinstance(written, ast.Dict) or None in written.keys:
        return None
    if all(_is_something(file, each) for each in written.values):
        several = any(isinstance(each, ast.List | ast.Tuple) for each in written.values)
        return "", ", doseq=True" if several else ""
    return "{k: v for k, v in ", ".items() if v is not None}, doseq=True"


def _only_value(file: File, node: ast.expr) -> ast.expr | None:
    """What a local variable that is nothing but read always holds."""
    if not isinstance(node, ast.Name):
        return None
    owner = file.scope(node).lookup(node.id)
    bindings = owner.bindings.get(node.id, []) if owner is not None and owner.kind == "function" else []
    if len(bindings) != 1 or bindings[0].kind != "assign" or owner is None:
        return None
    for each in ast.walk(owner.node):
        if isinstance(each, ast.Name) and each.id == node.id and isinstance(each.ctx, ast.Load) and each is not node:
            return None
    return bindings[0].value


def _is_something(file: File, node: ast.expr) -> bool:
    """Whether a value is never None, and no collection that is not written out."""
    if isinstance(node, ast.Constant):
        return node.value is not None
    if isinstance(node, ast.List | ast.Tuple):
        return all(_is_something(file, each) for each in node.elts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int":
        return True
    return is_text(file, node)


MATCHER = Matcher(frozenset({b"url_parse", b"url_encode"}), _find)
