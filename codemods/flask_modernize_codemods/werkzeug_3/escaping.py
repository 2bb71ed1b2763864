"""``werkzeug.utils.escape`` gave text, and nothing for None; MarkupSafe's ``escape_silent`` gives markup."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "werkzeug-utils-escape"
_NAMES = frozenset({"werkzeug.utils.escape", "werkzeug.escape"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and file.means(node, *_NAMES):
            parent = file.syntax.scopes.parent(node)
            if isinstance(parent, ast.Call) and parent.func is node and len(parent.args) == 1:
                yield _escaped(file, parent)
            else:
                message = "`escape` is MarkupSafe's today, which gives markup where Werkzeug's gave text"
                yield file.finding(node, REMOVED, message, "Take `markupsafe.escape`.")


def _escaped(file: File, call: ast.Call) -> Match | Finding:
    given = needed_names(file, call, ("markupsafe.escape_silent",))
    if isinstance(given, Finding):
        return given
    inner = (f"{given[0]['escape_silent']}(", file.span(call.args[0]), ")")
    parts = inner if _takes_markup(file, call) else ("str(", *inner, ")")
    return Match(ROW, "MarkupSafe escapes", call, (Replacement(*file.span(call), parts),), given[1])


def _takes_markup(file: File, call: ast.Call) -> bool:
    """Whether it is only put into a text, where markup is as good as text."""
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.FormattedValue):
        return True
    if isinstance(parent, ast.Tuple):
        parent = file.syntax.scopes.parent(parent)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod):
        return "builtins.str" in file.classes(parent.left)
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "format":
        return "builtins.str" in file.classes(parent.func.value)
    return False


MATCHER = Matcher(frozenset({b"escape"}), _find, until=("Werkzeug", "2.1"))
