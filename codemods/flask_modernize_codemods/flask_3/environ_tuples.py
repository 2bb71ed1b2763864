"""``environ, response = client.get("/", as_tuple=True)``: the response knows its request today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines

ROW = "flask-test-as-tuple"
_SENDING = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "open"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SENDING):
            continue
        keyword = next((each for each in node.keywords if each.arg == "as_tuple"), None)
        if keyword is not None and file.means(node.func, f"werkzeug.test.Client.{node.func.attr}"):
            yield _response(file, node, keyword)


def _response(file: File, call: ast.Call, keyword: ast.keyword) -> Match | Finding:
    statement = file.syntax.scopes.statement_of(call)
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if (
        isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        and isinstance(target, ast.Tuple)
        and isinstance(statement, ast.Assign)
        and statement.value is call
        and len(target.elts) == 2
        and all(isinstance(each, ast.Name) for each in target.elts)
        and has_own_lines(file, statement)
    ):
        environ, response = (file.text(each) for each in target.elts)
        new = Replacement(*file.span(target), (response,))
        line = below(file, statement, f"{environ} = {response}.request.environ")
        return Match(ROW, "the response knows its request", call, (new, _without(file, call, keyword), line))
    message = f"`{file.text(call.func)}()` no longer takes `as_tuple=`"
    return file.finding(keyword.value, VALUE, message, "Take the environment from `response.request.environ`.")


def _without(file: File, call: ast.Call, keyword: ast.keyword) -> Replacement:
    """The keyword goes with the comma before it, or behind it where it is the first argument."""
    items: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=lambda each: file.span(each)[0])
    index = items.index(keyword)
    start, end = file.span(keyword)
    if index:
        return Replacement(file.span(items[index - 1])[1], end, ())
    return Replacement(start, file.span(items[1])[0] if len(items) > 1 else end, ())


MATCHER = Matcher(frozenset({b"as_tuple"}), _find)
