"""Base classes that are gone: ``JSONMixin``, which requests and responses are already, and ``with_metaclass``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.ClassDef):
            continue
        for index, base in enumerate(node.bases):
            if file.means(base, "flask.wrappers.JSONMixin") and len(node.bases) > 1:
                start, end = file.span(base)
                if index:
                    start = file.span(node.bases[index - 1])[1]
                else:
                    end = file.span(node.bases[1])[0]
                yield Match(
                    "flask-wrappers-jsonmixin", "the class has it already", node, (Replacement(start, end, ()),)
                )
            elif _makes_metaclass(file, base) and len(node.bases) == 1 and not node.keywords:
                yield metaclass_named(file, base, "flask-compat-module")


def _makes_metaclass(file: File, base: ast.expr) -> bool:
    return isinstance(base, ast.Call) and bool(base.args) and file.means(base.func, "flask._compat.with_metaclass")


def metaclass_named(file: File, base: ast.expr, row: str) -> Match:
    """``with_metaclass(Meta, Base)`` as the one base of a class becomes ``Base, metaclass=Meta``."""
    assert isinstance(base, ast.Call)
    parts: list[str | tuple[int, int]] = []
    for each in base.args[1:]:
        parts += [file.span(each), ", "]
    parts += ["metaclass=", file.span(base.args[0])]
    return Match(row, "classes name their metaclass", base, (Replacement(*file.span(base), tuple(parts)),))


MATCHER = Matcher(frozenset({b"JSONMixin", b"with_metaclass"}), _find)
