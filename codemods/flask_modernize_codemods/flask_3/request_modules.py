"""``request.module``: the blueprint's name for views of a ``Module``, and None for those of a ``Blueprint``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.memory import remembered
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ROW = "flask-request-module"
_MODULE = re.compile(rb"\bflask\.Module\b|\bfrom[ \t]+flask[ \t]+import\b[^#\n(]*(?:\([^)]*)?\bModule\b")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.of_kind(ast.Attribute):
        if node.attr == "module" and "flask.Request" in file.classes(node.value):
            yield _blueprint(file, node)


def _blueprint(file: File, node: ast.Attribute) -> Match | Finding:
    if not _has_modules(file.project.origin):
        message = f"`{file.text(node)}` is gone; without a Module, which this project does not use, it was None"
        return file.finding(node, REMOVED, message, "Write `request.blueprint` where the blueprint is meant.")
    place = (file.span(node.value)[1], file.span(node)[1])
    return Match(ROW, "request.module is request.blueprint today", node, (Replacement(*place, (".blueprint",)),))


@remembered
def _has_modules(project: Project) -> bool:
    return any(_MODULE.search(project.content(path)) is not None for path in project.files_with(b"Module"))


MATCHER = Matcher(frozenset({b"module"}), _find)
