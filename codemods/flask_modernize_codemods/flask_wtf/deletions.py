"""Requests with the method DELETE: they need a token, too, since Flask-WTF 0.14."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.memory import remembered
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_PROTECTION = frozenset(
    f"flask_wtf.{module}{name}" for module in ("", "csrf.") for name in ("CSRFProtect", "CsrfProtect")
)


def _find(file: File) -> Iterator[Finding]:
    if is_pinned_below(file.project, "Flask-WTF", "0.14", file.syntax.path) is None:
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *_PROTECTION) and _has_deletions(file.project):
            message = "requests with the method DELETE need a token, too"
            yield file.finding(node, REMOVED, message, "Send it in the header X-CSRFToken, or exempt the view.")


@remembered
def _has_deletions(project: Project) -> bool:
    for path in project.files_with(b"DELETE"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.keyword) and node.arg == "methods" and "'DELETE'" in ast.unparse(node.value):
                return True
    return False


MATCHER = Matcher(frozenset({b"CSRFProtect", b"CsrfProtect"}), _find)
