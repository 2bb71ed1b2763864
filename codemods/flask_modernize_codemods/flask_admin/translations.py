"""Flask-Babel that is installed and not set up: Flask-Admin asks it for every text, and its pages answer 500."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import declared
from flask_modernize.project.memory import remembered
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ADMINS = frozenset({"flask_admin.Admin", "flask_admin.base.Admin"})
_SET_UP = re.compile(rb"\bBabel\s*\(")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.of_kind(ast.Call):
        if file.means(node.func, *ADMINS) and _is_not_set_up(file.project):
            message = "Flask-Admin asks Flask-Babel for its texts where that is installed; nothing sets it up here"
            yield file.finding(node, REMOVED, message, "Write `Babel(app)` before this line, or do not install it.")


@remembered
def _is_not_set_up(project: Project) -> bool:
    """Whether Flask-Babel (or what it takes the place of) is declared, and no Babel is made anywhere."""
    names = declared(project)
    if "flask-babel" not in names and "flask-babelex" not in names:
        return False
    return not any(_SET_UP.search(project.content(path)) for path in project.files_with(b"Babel"))


MATCHER = Matcher(frozenset({b"Admin"}), _find)
