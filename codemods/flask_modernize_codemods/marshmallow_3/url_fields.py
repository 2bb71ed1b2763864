"""``ma.URLFor("author", id="<id>")``: the values of the URL are a dictionary of their own today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span

ROW = "ma-flask-urlfor-params"
_NAMES = frozenset(
    f"flask_marshmallow.{holder}.{name}"
    for holder in ("Marshmallow", "fields")
    for name in ("URLFor", "UrlFor", "AbsoluteURLFor", "AbsoluteUrlFor")
)
_OF_FIELDS = frozenset(
    {
        *("values", "attribute", "data_key", "default", "dump_default", "dump_only", "error_messages", "load_default"),
        *("load_only", "metadata", "missing", "required", "validate", "allow_none"),
    }
)


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and node.keywords and file.means(node.func, *_NAMES):
            yield from _values(file, node)


def _values(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    given = [each for each in call.keywords if each.arg not in _OF_FIELDS]
    if not given or any(each.arg == "values" for each in call.keywords):
        return
    if given != call.keywords[: len(given)]:
        message = f"`{file.text(call.func)}()` has values of the URL between arguments of the field"
        yield file.finding(call, ARGUMENTS, message, "Put the values into `values=dict(...)`.")
        return
    span: Span = (file.span(given[0])[0], file.span(given[-1])[1])
    yield Match(ROW, "values of the URL are in values=", call, (Replacement(*span, ("values=dict(", span, ")")),))


MATCHER = Matcher(frozenset({b"URLFor", b"UrlFor", b"AbsoluteURLFor", b"AbsoluteUrlFor"}), _find)
