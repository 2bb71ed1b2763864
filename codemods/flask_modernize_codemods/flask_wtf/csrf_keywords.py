"""``MyForm(csrf_enabled=False)``: the keyword is passed over today, and the form asks for a token after all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_ancestors, library_types
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "wtf-csrf-enabled-kw"
_FORMS = frozenset({"flask_wtf.FlaskForm", "flask_wtf.Form"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            keyword = next((each for each in node.keywords if each.arg == "csrf_enabled"), None)
            if keyword is not None and _makes_form(file, node):
                yield _as_meta(file, node, keyword)


def _makes_form(file: File, call: ast.Call) -> bool:
    """A form is created, or the constructor of the form that a class descends from is called."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "__init__":
        if isinstance(function.value, ast.Call):
            scope = file.scope(call)
            while scope.kind != "class" and scope.parent is not None:
                scope = scope.parent
            cls = ClassObject(file.syntax.path, scope.qualname)
            return scope.kind == "class" and bool(_FORMS & library_ancestors(file.project, cls))
        function = function.value
    if file.means(function, *_FORMS):
        return True
    obj = library_types(file.project).callee(Place(file.syntax.path, file.scope(call)), function)
    return isinstance(obj, ClassObject) and bool(_FORMS & library_ancestors(file.project, obj))


def _as_meta(file: File, call: ast.Call, keyword: ast.keyword) -> Match | Finding:
    meta = next((each.value for each in call.keywords if each.arg == "meta"), None)
    quote = "'" if b'"' not in file.syntax.source.data or _prefers_single(file) else '"'
    start, end = file.span(keyword)
    if meta is None:
        parts = (f"meta={{{quote}csrf{quote}: ", file.span(keyword.value), "}")
        return Match(ROW, _TITLE, keyword.value, (Replacement(start, end, parts),))
    message = "`csrf_enabled=` is passed over, and the form checks its token after all"
    return file.finding(keyword.value, ARGUMENTS, message, "Put `csrf` into the `meta=` that is given already.")


def _prefers_single(file: File) -> bool:
    data = file.syntax.source.data
    return data.count(b"'") > data.count(b'"')


_TITLE = "whether a form checks its token is part of its meta"
MATCHER = Matcher(frozenset({b"csrf_enabled"}), _find, until=("Flask-WTF", "1.0"))
