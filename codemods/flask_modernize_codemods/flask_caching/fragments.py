"""``"flask_cache.jinja2ext.cache"``: Jinja's extension for cached fragments has the name of the new package."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "cache-flask-cache"
_OLD = ("flask_cache.jinja2ext", "flask.ext.cache.jinja2ext")


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(_OLD):
            text = file.text(node)
            for old in _OLD:
                text = text.replace(old, "flask_caching.jinja2ext")
            yield Match(
                ROW, "the extension for fragments is Flask-Caching's", node, (Replacement(*file.span(node), (text,)),)
            )


MATCHER = Matcher(frozenset({b"jinja2ext"}), _find)
