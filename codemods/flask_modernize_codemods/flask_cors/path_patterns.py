"""Patterns of paths: since version 6 capitals count, and a ``+`` in a path is no blank."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

_CALLS = frozenset({"flask_cors.CORS", "flask_cors.CORS.init_app"})
_ESCAPES = re.compile(r"\\.|\[[^\]]*\]")


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            value = next((each.value for each in node.keywords if each.arg == "resources"), None)
            if value is not None and file.means(node.func, *_CALLS):
                yield from _patterns(file, value)


def _patterns(file: File, resources: ast.expr) -> Iterator[Finding]:
    patterns = resources.keys if isinstance(resources, ast.Dict) else getattr(resources, "elts", [resources])
    for each in patterns:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            bare = _ESCAPES.sub("", each.value)
            if bare != bare.lower() or r"\+" in each.value:
                message = f"`{each.value}`: capitals in patterns of paths count since Flask-Cors 6, and `+` is no blank"
                yield file.finding(each, REMOVED, message, "See that it fits the rules of the application exactly.")


MATCHER = Matcher(frozenset({b"resources"}), _find)
