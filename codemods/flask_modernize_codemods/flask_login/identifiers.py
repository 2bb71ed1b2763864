"""``unicode(self.id)`` in ``get_id``: texts are ``str`` today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "login-get-id-unicode"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.name == "get_id" and file.scope(node).kind == "class":
            for each in ast.walk(node):
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "unicode":
                    # Where a missing name is waited for, the other branch has `str` already.
                    waits = any(isinstance(around, ast.Try) for around in file.syntax.scopes.ancestors(each))
                    if len(each.args) == 1 and not waits and file.scope(each).lookup("unicode") is None:
                        yield Match(ROW, "texts are str", each, (Replacement(*file.span(each.func), ("str",)),))


MATCHER = Matcher(frozenset({b"unicode"}), _find)
