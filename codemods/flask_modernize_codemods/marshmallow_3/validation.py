"""Validation without a word: errors that name their field in a list, and validators that answer False.

marshmallow 3 takes ``field_names`` for something of the application and puts the error to no field; marshmallow 4 does
not look at what a validator gives.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.marshmallow_members import FIELD
from flask_modernize.rules.findings import ARGUMENTS, VALUE
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

_ERRORS = frozenset({"marshmallow.ValidationError", "marshmallow.exceptions.ValidationError"})
_OLD = "field_names"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg == _OLD and file.means(node.func, *_ERRORS):
                yield _named(file, node, keyword)
            elif keyword.arg == "validate" and isinstance(keyword.value, ast.Lambda):
                yield from _answered(file, node, keyword.value)


def _named(file: File, call: ast.Call, keyword: ast.keyword) -> Match | Finding:
    value = keyword.value
    start, end = file.span(keyword)
    if isinstance(value, ast.List | ast.Tuple) and len(value.elts) == 1 and not isinstance(value.elts[0], ast.Starred):
        parts = ("field_name=", file.span(value.elts[0]))
        return Match("ma-strict", "an error has one field", call, (Replacement(start, end, parts),))
    message = f"`{file.text(call.func)}()` has one `field_name` today, and takes `{_OLD}` for something else"
    return file.finding(value, ARGUMENTS, message, "Raise it with a dictionary of the messages by field.")


def _answered(file: File, call: ast.Call, validator: ast.Lambda) -> Iterator[Finding]:
    """A condition is no validator any more."""
    if isinstance(validator.body, ast.Compare | ast.BoolOp | ast.UnaryOp) and FIELD in file.classes(call):
        message = f"`{file.text(validator)}` answers, and validators have to raise ValidationError today"
        yield file.finding(validator, VALUE, message, "Use one of `marshmallow.validate`, or a function that raises.")


MATCHER = Matcher(frozenset({b"field_names", b"validate"}), _find)
