"""``if not validate_csrf(token)``: a bad token raises ``ValidationError`` today, and nothing is returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.local_names import local_name
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import indentation, unit

ROW = "wtf-validate-csrf-bool"
_CHECK = "flask_wtf.csrf.validate_csrf"
_ERRORS = ("wtforms.validators.ValidationError", "wtforms.ValidationError")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, _CHECK):
            parent = file.syntax.scopes.parent(node)
            if not isinstance(parent, ast.Expr):
                yield _checked(file, node)


def _checked(file: File, call: ast.Call) -> Match | Finding:
    refusal = file.syntax.scopes.parent(call)
    condition = file.syntax.scopes.parent(refusal) if refusal is not None else None
    error = _error(file, call)
    if (
        isinstance(refusal, ast.UnaryOp)
        and isinstance(refusal.op, ast.Not)
        and isinstance(condition, ast.If)
        and condition.test is refusal
        and not condition.orelse
        and file.text(condition).startswith("if")
        and not isinstance(error, Finding)
    ):
        step, indent = unit(file), indentation(file, condition)
        start = file.span(condition)[0]
        colon = file.syntax.source.data.index(b":", file.span(refusal)[1]) + 1
        text = f"\n{indent}except {error[0]}:"
        parts = (f"try:\n{indent}{step}", file.span(call), text)
        return Match(ROW, "bad tokens raise an error", call, (Replacement(start, colon, parts),), error[1])
    message = "`validate_csrf()` returns nothing today: it raises ValidationError when the token is bad"
    return file.finding(call, VALUE, message, "Call it in a `try`, and catch `wtforms.validators.ValidationError`.")


def _error(file: File, node: ast.AST) -> tuple[str, tuple[ImportNeed, ...]] | Finding:
    """How the file calls the error, and what it has to import for that."""
    for home in _ERRORS:
        found = local_name(file.project, file.syntax, home, file.scope(node), file.going)
        if found is not None and found.need is None:
            return found.text, ()
    given = needed_names(file, node, _ERRORS[:1])
    return given if isinstance(given, Finding) else (given[0]["ValidationError"], given[1])


MATCHER = Matcher(frozenset({b"validate_csrf"}), _find)
