"""``serializer.dumps(value).decode()``: tokens are text already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "itsdangerous-token-decode"
_TEXTS = frozenset({"itsdangerous.URLSafeSerializer", "itsdangerous.URLSafeTimedSerializer"})


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "decode":
            signed = node.func.value
            if (
                isinstance(signed, ast.Call)
                and isinstance(signed.func, ast.Attribute)
                and signed.func.attr == "dumps"
                and _TEXTS & file.classes(signed.func.value)
            ):
                replacement = Replacement(file.span(signed)[1], file.span(node)[1], ())
                yield Match(ROW, "tokens are text already", node, (replacement,))


MATCHER = Matcher(frozenset({b"decode"}), _find)
