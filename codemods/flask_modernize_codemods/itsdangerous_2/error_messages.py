"""``error.message`` of a bad signature, which is ``str(error)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "itsdangerous-exc-message"


def caught(file: File, handler: ast.ExceptHandler) -> bool:
    """Whether a handler is for errors of ItsDangerous, and of nothing else."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(
        each is not None and any(name.startswith("itsdangerous.") for name in file.names(each)) for each in types
    )


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.ExceptHandler) or node.name is None or not caught(file, node):
            continue
        for each in ast.walk(node):
            if (
                isinstance(each, ast.Attribute)
                and each.attr == "message"
                and isinstance(each.value, ast.Name)
                and each.value.id == node.name
                and isinstance(each.ctx, ast.Load)
            ):
                parts = ("str(", file.span(each.value), ")")
                yield Match(ROW, "the message is the error as text", each, (Replacement(*file.span(each), parts),))


MATCHER = Matcher(frozenset({b"message"}), _find)
