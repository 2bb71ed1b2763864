"""``patch_request_class(app, size)``: Flask has a setting for the size of requests."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize.rules.whole_lines import without

ROW = "uploads-reuploaded"
_FUNCTION = "flask_uploads.patch_request_class"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, _FUNCTION):
            yield _limit(file, node)


def _limit(file: File, call: ast.Call) -> Match | Finding:
    statement = file.syntax.scopes.parent(call)
    sizes = [*call.args[1:], *(each.value for each in call.keywords if each.arg == "size")]
    if not isinstance(statement, ast.Expr) or not call.args or len(sizes) > 1 or isinstance(call.args[0], ast.Starred):
        message = f"`{file.text(call.func)}()` is gone"
        return file.finding(call, ARGUMENTS, message, 'Set `app.config["MAX_CONTENT_LENGTH"]`.')
    if sizes and isinstance(sizes[0], ast.Constant) and sizes[0].value is None:
        return Match(ROW, "Flask takes the limit from its configuration", call, (without(file, statement),))
    size: str | Span = file.span(sizes[0]) if sizes else "64 * 1024 * 1024"
    parts = (file.span(call.args[0]), '.config["MAX_CONTENT_LENGTH"] = ', size)
    return Match(ROW, "Flask has a setting for the size", call, (Replacement(*file.span(call), parts),))


MATCHER = Matcher(frozenset({b"patch_request_class"}), _find)
