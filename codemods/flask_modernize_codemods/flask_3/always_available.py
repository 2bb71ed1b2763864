"""``if signals_available:``: signals and JSON always are, so what stands under the condition stands without it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines, indentation, without

ROWS = {
    "flask.signals_available": "flask-signals-available",
    "flask.signals.signals_available": "flask-signals-available",
    "flask.json_available": "flask-json-available",
    "flask.json.json_available": "flask-json-available",
}


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        if file.means(node, *ROWS):
            yield _always(file, node, next(ROWS[name] for name in sorted(file.names(node)) if name in ROWS))


def _always(file: File, node: ast.expr, row: str) -> Match:
    title = f"{file.text(node)} is always so"
    parent = file.syntax.scopes.parent(node)
    if (
        isinstance(parent, ast.If)
        and parent.test is node
        and not _is_elif(file, parent)
        and has_own_lines(file, parent.body[0])
        and not _has_comments(file, parent)
    ):
        return Match(row, title, node, tuple(_without_condition(file, parent)))
    never = _never(file, parent)
    if never is not None:
        return Match(row, title, node, (without(file, never),))
    if isinstance(parent, ast.IfExp) and parent.test is node:
        return Match(row, title, node, (Replacement(*file.span(parent), (file.span(parent.body),)),))
    return Match(row, title, node, (Replacement(*file.span(node), ("True",)),))


def _never(file: File, test: ast.AST | None) -> ast.If | None:
    """The statement that does something only where it is not so."""
    if not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
        return None
    around = file.syntax.scopes.parent(test)
    if not (isinstance(around, ast.If) and around.test is test and not around.orelse):
        return None
    whole = not _is_elif(file, around) and has_own_lines(file, around.body[0])
    return around if whole and "#" not in file.text(around) else None


def _has_comments(file: File, node: ast.If) -> bool:
    """Whether comments stand where lines go: beside the condition, above the body, or in the other branch."""
    source = file.syntax.source
    head = source.text(source.line_span(node.lineno)[0], source.line_span(node.body[0].lineno)[0])
    tail = source.text(source.line_span(node.body[-1].end_lineno or 1)[1], file.span(node)[1]) if node.orelse else ""
    return "#" in head or "#" in tail


def _is_elif(file: File, node: ast.If) -> bool:
    start = file.span(node)[0]
    return file.syntax.source.data[start : start + 4] == b"elif" or bool(node.orelse and _has_elif(file, node))


def _has_elif(file: File, node: ast.If) -> bool:
    first = node.orelse[0]
    return isinstance(first, ast.If) and _is_elif(file, first)


def _without_condition(file: File, node: ast.If) -> Iterator[Replacement]:
    """The line of the condition and the other branch go; the lines of the branch that stays move to the left."""
    source = file.syntax.source
    first = node.body[0].lineno
    decorated = getattr(node.body[0], "decorator_list", ())
    first = min([first, *(each.lineno for each in decorated)])
    last = node.body[-1].end_lineno or first
    yield Replacement(source.line_span(node.lineno)[0], source.line_span(first)[0], ())
    width = len(indentation(file, node.body[0])) - len(indentation(file, node))
    inside = _inside_texts(node)
    for line in range(first, last + 1):
        start, end = source.line_span(line)
        if line not in inside and source.text(start, end).strip():
            yield Replacement(start, start + width, ())
    if node.orelse:
        yield Replacement(source.line_span(last)[1], source.line_span(node.end_lineno or last)[1], ())


def _inside_texts(node: ast.If) -> set[int]:
    """Lines that begin inside of a string."""
    return {
        line
        for each in ast.walk(node)
        if isinstance(each, ast.Constant | ast.JoinedStr)
        for line in range(each.lineno + 1, (each.end_lineno or each.lineno) + 1)
    }


MATCHER = Matcher(frozenset({b"signals_available", b"json_available"}), _find)
