"""``select([...], whereclause)``, ``table.update(whereclause, values)``, ``case([...])``: lists become arguments.

What used to be an argument of the constructor is a method of the statement today.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize_codemods.sqlalchemy_2.places import (
    TABLE,
    calls_of,
    has_stars,
    keyword_of,
    lines_in_strings,
    margin_of,
    method_calls,
    single_value,
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """``positional``: methods in the place of positional arguments after ``kept``; ``named``: of keywords."""

    row: str
    kept: int
    positional: tuple[str, ...]
    named: Mapping[str, str]


_SELECT = {
    "whereclause": "where",
    "from_obj": "select_from",
    "order_by": "order_by",
    "group_by": "group_by",
    "having": "having",
    "limit": "limit",
    "offset": "offset",
    "distinct": "distinct",
    "correlate": "correlate",
    "prefixes": "prefix_with",
    "for_update": "with_for_update",
}
_WRITE = {
    "whereclause": "where",
    "values": "values",
    "inline": "inline",
    "returning": "returning",
    "prefixes": "prefix_with",
}
_LISTS = frozenset({"select_from", "order_by", "group_by", "prefix_with", "returning"})
"""Methods that take what was a list as arguments."""
_SWITCHES = frozenset({"distinct", "with_for_update", "inline"})
"""Methods that are only called where the keyword was true."""

_FUNCTIONS = {
    "sqlalchemy.select": Arguments("sa-select-kwargs", 1, ("where", "select_from"), _SELECT),
    "sqlalchemy.insert": Arguments("sa-table-select-whereclause", 1, ("values",), _WRITE),
    "sqlalchemy.update": Arguments("sa-table-select-whereclause", 1, ("where", "values"), _WRITE),
    "sqlalchemy.delete": Arguments("sa-table-select-whereclause", 1, ("where",), _WRITE),
}
_METHODS = {
    "select": Arguments("sa-table-select-whereclause", 0, ("where",), _SELECT),
    "insert": Arguments("sa-table-select-whereclause", 0, ("values", "inline"), _WRITE),
    "update": Arguments("sa-table-select-whereclause", 0, ("where", "values", "inline"), _WRITE),
    "delete": Arguments("sa-table-select-whereclause", 0, ("where",), _WRITE),
}


def selects(file: File) -> Iterator[Match | Finding]:
    """Every call of ``select()``, ``case()`` and their kin, and of a table's methods of these names."""
    for call in calls_of(file, "sqlalchemy.select"):
        yield from _first_list(file, call, "sa-select-list")
    for call in calls_of(file, "sqlalchemy.case"):
        yield from _case(file, call)
    for name, arguments in _FUNCTIONS.items():
        for call in calls_of(file, name):
            yield from _as_methods(file, call, arguments)
    for call, function in method_calls(file, *_METHODS):
        if TABLE in file.classes(function.value):
            yield from _as_methods(file, call, _METHODS[function.attr])


def _first_list(file: File, call: ast.Call, row: str) -> Iterator[Match]:
    if not call.args:
        return
    first = call.args[0]
    if isinstance(first, ast.List | ast.Tuple):
        yield Match(row, "columns are arguments", call, unpacked(file, call, first))
    elif _is_list(file, first):
        yield Match(row, "columns are arguments", call, (starred(file, first),))


def _is_list(file: File, node: ast.expr) -> bool:
    value = single_value(file, node)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return _is_list(file, value.left) or _is_list(file, value.right)
    return isinstance(value, ast.List | ast.ListComp) or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("list", "sorted")
    )


def starred(file: File, node: ast.expr) -> Replacement:
    """``*columns``, in the place of ``columns``."""
    span = file.span(node)
    bare = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.List | ast.ListComp)
    return Replacement(*span, ("*", span) if bare else ("*(", span, ")"))


def unpacked(file: File, call: ast.Call, node: ast.List | ast.Tuple) -> tuple[Replacement, ...]:
    """The brackets around the elements of a list that is an argument go; lines of their own go with them."""
    data = file.syntax.source.data
    start, end = file.span(node)
    if data[start : start + 1] not in (b"[", b"("):
        return ()
    if not node.elts:
        following = data[end:].lstrip()
        last = len(data) - len(following.removeprefix(b",").lstrip()) if following.startswith(b",") else end
        return (Replacement(start, last, ()),)
    line_start = file.syntax.source.line_span(node.lineno)[0]
    apart = not data[line_start:start].strip() and node.elts[0].lineno > node.lineno
    first = file.span(node.elts[0])[0] if apart and b"#" not in data[start : file.span(node.elts[0])[0]] else start + 1
    close = end - 1
    before = data[start + 1 : close].rstrip()
    more = bool(node is not call.args[-1] if node in call.args else True) or bool(call.keywords)
    if before.endswith(b",") and (more or b"\n" not in data[start:end]):
        close = start + len(before)
    elif apart:
        close = start + 1 + len(before)
    inner = _dedented(file, node, start - line_start, close) if apart else ()
    return (Replacement(start, first, ()), *inner, Replacement(close, end, ()))


def _dedented(file: File, node: ast.List | ast.Tuple, column: int, close: int) -> tuple[Replacement, ...]:
    """The lines between the brackets, one step to the left."""
    source = file.syntax.source
    leave = lines_in_strings(file, node)
    found = []
    for line in range(node.elts[0].lineno + 1, source.position(close)[0] + 1):
        begin = source.line_span(line)[0] + column
        if line not in leave and source.data[begin : begin + 4] == b"    " and begin + 4 <= close:
            found.append(Replacement(begin, begin + 4, ()))
    return tuple(found)


def _case(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    whens = keyword_of(call, "whens")
    if whens is not None:
        if call.keywords[0] is not whens or call.args:
            message = f"`{file.text(call.func)}()` takes `whens` as its first arguments today"
            yield file.finding(call, ARGUMENTS, message, "Write case((condition, value), ..., else_=value).")
            return
        start, value = file.span(whens)[0], whens.value
        named = Replacement(start, file.span(value)[0], ())
        if isinstance(value, ast.List | ast.Tuple):
            brackets = unpacked(file, call, value)
            opening = Replacement(start, brackets[0].end, ())
            yield Match("sa-case-list", "conditions are arguments", call, (opening, *brackets[1:]))
        elif isinstance(value, ast.Dict):
            yield Match("sa-case-list", "conditions are the first argument", call, (named,))
        else:
            yield Match(
                "sa-case-list", "conditions are arguments", call, (Replacement(start, file.span(value)[0], ("*",)),)
            )
        return
    yield from _first_list(file, call, "sa-case-list") if _has_whens(call) else ()


def _has_whens(call: ast.Call) -> bool:
    """``case([...])``, and not the form of today, ``case((condition, value))``."""
    return bool(call.args) and not isinstance(call.args[0], ast.Tuple)


def _as_methods(file: File, call: ast.Call, arguments: Arguments) -> Iterator[Match | Finding]:
    moving = call.args[arguments.kept :]
    keywords = [each for each in call.keywords if each.arg in arguments.named]
    if arguments.row == "sa-select-kwargs" and (len(call.args) < 2 or not _was_list(file, call.args[0])):
        moving = []
    if not moving and not keywords:
        return
    others = [each for each in call.keywords if each not in keywords]
    if has_stars(call) or others or len(moving) > len(arguments.positional):
        message = f"`{file.text(call.func)}()` takes no such arguments today"
        yield file.finding(call, ARGUMENTS, message, "Call the methods of the statement: .where(), .values() ...")
        return
    pairs = [(arguments.positional[index], each) for index, each in enumerate(moving)]
    pairs += [(arguments.named[each.arg or ""], each.value) for each in keywords]
    kept = call.args[: arguments.kept]
    if b"#" in _between(
        file, _behind_parenthesis(file, call), file.span(call)[1], [*kept, *(each for _, each in pairs)]
    ):
        yield file.finding(
            call, ARGUMENTS, f"`{file.text(call.func)}()` has comments among its arguments", "Rewrite it."
        )
        return
    links = [link for method, value in pairs if (link := _link(file, method, value))]
    replacements = _moved(file, call, kept, links)
    yield Match(arguments.row, "arguments are methods today", call, replacements)


def _moved(file: File, call: ast.Call, kept: list[ast.expr], links: list[list[str | Span]]) -> tuple[Replacement, ...]:
    """The arguments behind the kept ones go, and links follow the call: each on a line of its own if they are long."""
    start, end = _behind_parenthesis(file, call), file.span(call)[1]
    first, last = (file.span(kept[0])[0], file.span(kept[-1])[1]) if kept else (start, start)
    flat = sum(len(part) if isinstance(part, str) else part[1] - part[0] for link in links for part in link)
    indent = _indent_for_links(file, call) if flat + last - file.span(call)[0] + len(links) > LINE_LENGTH else None
    broken = f"\n{indent}" if indent is not None else ""
    parts = [part for link in links for part in (broken, *link) if part]
    tight = () if last == first or kept[-1].lineno == kept[0].lineno == kept[-1].end_lineno else None
    head = (Replacement(start, first, ()),) if tight == () and first > start else ()
    return (*head, Replacement(last, end, (")", *parts)))


LINE_LENGTH = 90
"""Statements longer than this are broken before each of their links, where brackets allow it."""


def _indent_for_links(file: File, call: ast.Call) -> str | None:
    """The indentation of links on lines of their own; None where a line cannot end before them."""
    statement = file.syntax.scopes.statement_of(call)
    margin = margin_of(file, statement)
    bracketed = any(
        isinstance(each, ast.Call | ast.List | ast.Tuple | ast.Dict) and each is not call
        for each in file.syntax.scopes.ancestors(call)
        if each is not statement and isinstance(each, ast.expr)
    )
    begin = file.syntax.source.line_span(call.lineno)[0]
    before = file.syntax.source.text(begin, file.span(call)[0])
    if not bracketed or margin is None:
        return None
    return before if not before.strip() else margin + "    "


def _was_list(file: File, node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) or _is_list(file, node)


def _behind_parenthesis(file: File, call: ast.Call) -> int:
    return file.syntax.source.data.index(b"(", file.span(call.func)[1]) + 1


def _between(file: File, start: int, end: int, values: list[ast.expr]) -> bytes:
    """What stands around the arguments."""
    data = file.syntax.source.data
    pieces = []
    for first, last in sorted(file.span(each) for each in values):
        pieces.append(data[start:first])
        start = last
    return b"".join([*pieces, data[start:end]])


def _link(file: File, method: str, value: ast.expr) -> list[str | Span]:
    """``.where(value)``."""
    constant = value.value if isinstance(value, ast.Constant) else ...
    if method in _SWITCHES:
        if constant is True:
            return [f".{method}()"]
        if constant is False or constant is None:
            return []
    if constant is None and method in ("where", "values"):
        return []
    if method in _LISTS and isinstance(value, ast.List | ast.Tuple):
        if not value.elts:
            return []
        return [f".{method}(", (file.span(value.elts[0])[0], file.span(value.elts[-1])[1]), ")"]
    if method == "correlate" and constant is False:
        return [".correlate(None)"]
    return [f".{method}(", file.span(value), ")"]


SELECTS = Matcher(frozenset({b"select", b"insert", b"update", b"delete", b"case"}), selects)
