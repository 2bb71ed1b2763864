"""``serializer.dumps(value).decode()``: tokens are text already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.itsdangerous_2.token_uses import tokens

ROW = "itsdangerous-token-decode"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "decode":
            token = node.func.value
            if "itsdangerous.token" in file.classes(token) and not tokens(file.project).problem:
                replacement = Replacement(file.span(token)[1], file.span(node)[1], ())
                yield Match(ROW, "tokens are text already", node, (replacement,))


MATCHER = Matcher(frozenset({b"decode"}), _find)
