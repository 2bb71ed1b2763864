"""``form.photo.has_file()``: the data of a field for files is None today where nothing was sent."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.wtforms_3.forms import field_definition

_FILE_FIELDS = ("FileField", "flask_wtf.file.FileField", "file.FileField")


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or node.args or not isinstance(node.func, ast.Attribute):
            continue
        field = node.func.value
        if node.func.attr == "has_file" and isinstance(field, ast.Attribute):
            definition = field_definition(file, field)
            if definition is not None and definition.startswith(_FILE_FIELDS):
                change = Replacement(*file.span(node), ("bool(", file.span(field), ".data)"))
                yield Match("wtf-file-has-file", "the data of a field for files is the file", node, (change,))


MATCHER = Matcher(frozenset({b"has_file"}), _find)
