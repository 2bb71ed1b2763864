"""``form.name.data.strip()``: the data of a text field that was not sent is None today, not an empty text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.wtforms_3.forms import field_definition

ROW = "wtforms-stringfield-none"
_TEXT_FIELDS = (
    "StringField",
    "TextField",
    "TextAreaField",
    "PasswordField",
    "HiddenField",
    "EmailField",
    "SearchField",
)
_METHODS = (
    "strip lstrip rstrip lower upper title capitalize split splitlines replace startswith endswith encode format"
    " join isdigit isalpha isalnum find count"
)
_DEMANDING = ("Required", "required")


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr in _METHODS.split() and _is_called(file, node):
            data = node.value
            if not isinstance(data, ast.Attribute) or data.attr != "data":
                continue
            if isinstance(data.value, ast.Attribute) and _may_be_missing(file, data.value):
                if _is_checked(file, node, data):
                    continue
                change = Replacement(*file.span(data), ("(", file.span(data), ' or "")'))
                yield Match(ROW, "data that was not sent is None", node, (change,))


def _is_called(file: File, node: ast.Attribute) -> bool:
    parent = file.syntax.scopes.parent(node)
    return isinstance(parent, ast.Call) and parent.func is node


def _may_be_missing(file: File, field: ast.Attribute) -> bool:
    """Whether a form's field is one for text, and not one that must be filled in."""
    text = field_definition(file, field)
    return text is not None and text.startswith(_TEXT_FIELDS) and not any(each in text for each in _DEMANDING)


def _is_checked(file: File, node: ast.AST, data: ast.expr) -> bool:
    """Whether a condition around it asks for the data first."""
    asked = ast.unparse(data)
    child: ast.AST = node
    for each in file.syntax.scopes.ancestors(node):
        if isinstance(each, ast.If | ast.IfExp) and each.test is not child and asked in ast.unparse(each.test):
            return True
        if isinstance(each, ast.BoolOp) and any(ast.unparse(value) == asked for value in each.values):
            return True
        child = each
    return False


MATCHER = Matcher(frozenset({b"data"}), _find)
