"""``class Form(with_metaclass(Meta, BaseForm))``: classes name their metaclass themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize_codemods.flask_3.class_headers import metaclass_named


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef) and len(node.bases) == 1 and not node.keywords:
            base = node.bases[0]
            if isinstance(base, ast.Call) and base.args and file.means(base.func, "wtforms.compat.with_metaclass"):
                yield metaclass_named(file, base, "wtforms-compat")


MATCHER = Matcher(frozenset({b"with_metaclass"}), _find)
