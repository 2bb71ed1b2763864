"""``validators=[DataRequired]``: a validator is an object, and its class is refused today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.wtforms_3.forms import is_field

ROW = "wtforms-validators-class"
_NAMES = (
    "DataRequired InputRequired Optional Email URL IPAddress MacAddress UUID Required data_required input_required"
    " optional email url ip_address mac_address required"
)
_WITHOUT_ARGUMENTS = frozenset(f"wtforms.validators.{name}" for name in _NAMES.split())


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            for each in _validators(node):
                plain = isinstance(each, ast.Name | ast.Attribute) and file.means(each, *_WITHOUT_ARGUMENTS)
                if plain and is_field(file, node):
                    end = file.span(each)[1]
                    yield Match(ROW, "validators are objects", each, (Replacement(end, end, ("()",)),))


def _validators(field: ast.Call) -> list[ast.expr]:
    given = next((each.value for each in field.keywords if each.arg == "validators"), None)
    if given is None and len(field.args) > 1:
        given = field.args[1]
    return given.elts if isinstance(given, ast.List | ast.Tuple) else []


MATCHER = Matcher(frozenset(each.encode() for each in _NAMES.split()), _find)
