"""Whether a value is text or bytes, and how it is written as bytes."""

from __future__ import annotations

import ast

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.rules.matches import File
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Span

Parts = tuple[str | Span, ...]
_BYTES = frozenset({"encode", "digest"})
_TEXT = frozenset({"hexdigest", "decode"})
_SIMPLE = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.JoinedStr)


def is_text(file: File, node: ast.expr) -> bool:
    """Whether a value is proven to be a ``str``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TEXT:
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        return file.scope(node).lookup("str") is None
    return "builtins.str" in file.classes(node)


def is_bytes(node: ast.expr) -> bool:
    """Whether a value is bytes."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bytes)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _BYTES


def as_bytes(file: File, node: ast.expr) -> tuple[Parts, tuple[ImportNeed, ...]] | Finding:
    """A value as bytes, whether it is text or bytes: encoded if it is known to be text, else by a function for both."""
    span = file.span(node)
    if is_bytes(node):
        return (span,), ()
    if is_text(file, node):
        return ((span, ".encode()") if isinstance(node, _SIMPLE) else ("(", span, ").encode()")), ()
    given = needed_names(file, node, ("itsdangerous.want_bytes",))
    if isinstance(given, Finding):
        return given
    return (f"{given[0]['want_bytes']}(", span, ")"), given[1]
