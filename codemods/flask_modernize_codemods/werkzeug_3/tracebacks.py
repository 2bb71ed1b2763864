"""``get_current_traceback``: its text is that of the standard library's ``format_exc``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.werkzeug_3.variables import uses

ROW = "werkzeug-debug-get-current-traceback"
_NAMES = frozenset({"werkzeug.debug.tbtools.get_current_traceback", "werkzeug.debug.get_current_traceback"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *_NAMES):
            yield _formatted(file, node)


def _formatted(file: File, call: ast.Call) -> Match | Finding:
    used = uses(file, call)
    members = [file.syntax.scopes.parent(each) for each in used or ()]
    given = needed_names(file, call, ("traceback.format_exc",))
    if not members or not all(isinstance(each, ast.Attribute) and each.attr == "plaintext" for each in members):
        message = "`get_current_traceback` is gone, and more than the text of the traceback is used here"
        advice = "Make a `werkzeug.debug.tbtools.DebugTraceback` of the exception."
        return file.finding(call, REMOVED, message, advice)
    if isinstance(given, Finding):
        return given
    replacements = [Replacement(*file.span(call), (f"{given[0]['format_exc']}()",))]
    for node, member in zip(used or (), members, strict=True):
        if isinstance(member, ast.Attribute):
            replacements.append(Replacement(file.span(node)[1], file.span(member)[1], ()))
    return Match(ROW, "the standard library formats", call, tuple(replacements), given[1])


MATCHER = Matcher(frozenset({b"get_current_traceback"}), _find)
