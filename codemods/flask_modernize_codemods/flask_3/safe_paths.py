"""``safe_join``: Flask's answered 404 for a path that leaves the directory, Werkzeug's gives None."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines, indentation, unit

ROW = "flask-safe-join"
_NAMES = ("path", "safe_path", "full_path")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, "flask.safe_join"):
            yield _checked(file, node)


def _checked(file: File, call: ast.Call) -> Match | Finding:
    """The call with a test of its result behind it; in front of the statement, where it is a part of one."""
    statement = file.syntax.scopes.statement_of(call)
    given = needed_names(file, call, ("flask.abort",))
    simple = isinstance(statement, ast.Assign | ast.Return | ast.Expr) and has_own_lines(file, statement)
    if isinstance(given, Finding) or not simple or _is_evaluated_later(file, call, statement):
        message = "`safe_join` gives None today where it used to answer 404, and nothing here tests for that"
        return file.finding(call, REMOVED, message, "Call `abort(404)` where the path is None.")
    names, needs = given
    title = "safe_join gives None today"
    if isinstance(statement, ast.Assign) and statement.value is call and isinstance(statement.targets[0], ast.Name):
        test = _test(file, statement.targets[0].id, names["abort"])
        return Match(ROW, title, call, (below(file, statement, test),), needs)
    scope = file.scope(call)
    free = next((name for name in _NAMES if scope.lookup(name) is None), None)
    if free is None:
        message = "`safe_join` gives None today where it used to answer 404, and nothing here tests for that"
        return file.finding(call, REMOVED, message, "Call `abort(404)` where the path is None.")
    indent = indentation(file, statement)
    test = "\n".join(indent + each for each in _test(file, free, names["abort"]).split("\n"))
    start = file.syntax.source.line_span(statement.lineno)[0]
    (first, last), end = file.span(call), file.span(statement)[1]
    # What stays is given as spans of the old text: other rules may change something in there.
    parts = (f"{indent}{free} = ", (first, last), f"\n{test}\n", (start, first), free, (last, end))
    return Match(ROW, title, call, (Replacement(start, end, parts),), needs)


def _test(file: File, name: str, abort: str) -> str:
    return f"if {name} is None:\n{unit(file)}{abort}(404)"


def _is_evaluated_later(file: File, call: ast.Call, statement: ast.stmt) -> bool:
    """Whether the call is made under a condition, repeatedly or by another function than the one that it stands in."""
    later = (ast.Lambda, ast.IfExp, ast.BoolOp, ast.comprehension, ast.ListComp, ast.GeneratorExp, ast.DictComp)
    for each in file.syntax.scopes.ancestors(call):
        if each is statement:
            return False
        if isinstance(each, later):
            return True
    return False


MATCHER = Matcher(frozenset({b"safe_join"}), _find)
