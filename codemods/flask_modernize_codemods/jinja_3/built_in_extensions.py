"""``jinja2.ext.autoescape`` and ``jinja2.ext.with_``, which are built in since Jinja 2.9 and gone since 3.1."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.string_places import place_in_string
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

BUILT_IN = frozenset({"jinja2.ext.autoescape", "jinja2.ext.with_"})
_ROW = "jinja2-ext-autoescape-with"
_TITLE = "an extension that is built into Jinja"
_LISTS = ast.List | ast.Tuple | ast.Set


def _find(file: File) -> Iterator[Match | Finding]:
    done: set[ast.AST] = set()
    for node in list(file.syntax.scopes.nodes()):
        if not isinstance(node, ast.Constant) or node.value not in BUILT_IN:
            continue
        parent = file.syntax.scopes.parent(node)
        if isinstance(parent, _LISTS) and _is_list_of_extensions(file, parent):
            if parent not in done:
                done.add(parent)
                yield Match(_ROW, _TITLE, parent, tuple(_without(file, parent)))
        elif isinstance(parent, ast.Call) and _adds(parent):
            yield _added(file, parent, node)
        elif place_in_string(file.syntax, node) is not None and not isinstance(parent, ast.Expr):
            message = f"{node.value!s} is built into Jinja, and there is no such extension today"
            if isinstance(parent, _LISTS | ast.keyword):
                yield file.finding(node, REMOVED, message, "Leave it out.")


def _is_list_of_extensions(file: File, display: ast.expr) -> bool:
    """Whether a list is what ``extensions`` are given as, or is added to such a list."""
    scopes = file.syntax.scopes
    inner: ast.AST = display
    parent = scopes.parent(display)
    while isinstance(parent, ast.BinOp | ast.IfExp | ast.Call) and not _extends(parent):
        inner, parent = parent, scopes.parent(parent)
    if isinstance(parent, ast.keyword):
        return parent.arg == "extensions"
    if isinstance(parent, ast.Dict) and inner in parent.values:
        key = parent.keys[parent.values.index(inner)]
        return isinstance(key, ast.Constant) and key.value == "extensions"
    if isinstance(parent, ast.Assign):
        target = parent.targets[0]
        is_item = isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)
        return is_item and target.slice.value == "extensions"  # type: ignore[attr-defined]
    return _extends(parent)


def _extends(node: ast.AST | None) -> bool:
    """``app.jinja_options["extensions"].extend([...])``."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in ("extend", "append") and "extensions" in ast.unparse(node.func.value)


def _adds(call: ast.Call) -> bool:
    return (isinstance(call.func, ast.Attribute) and call.func.attr == "add_extension") or _extends(call)


def _added(file: File, call: ast.Call, node: ast.Constant) -> Match | Finding:
    """``app.jinja_env.add_extension("jinja2.ext.with_")`` as a statement goes."""
    statement = file.syntax.scopes.parent(call)
    holder = file.syntax.scopes.parent(statement) if statement is not None else None
    alone = isinstance(holder, ast.Module) or len(getattr(holder, "body", [])) > 1
    if not isinstance(statement, ast.Expr) or not alone or len(call.args) != 1:
        message = f"{node.value!s} is built into Jinja, and there is no such extension today"
        return file.finding(node, REMOVED, message, "Leave out the call.")
    source = file.syntax.source
    first = source.line_span(statement.lineno)[0]
    last = source.line_span(statement.end_lineno or statement.lineno)[1]
    start, end = file.span(statement)
    if source.data[first:start].strip() or source.data[end:last].strip():
        return file.finding(node, REMOVED, f"{node.value!s} is built into Jinja", "Leave out the call.")
    return Match(_ROW, _TITLE, statement, (Replacement(first, last, ()),))


def _without(file: File, display: ast.List | ast.Tuple | ast.Set) -> Iterator[Replacement]:
    """Takes the names out of a list, each with the comma behind it, or before it where it is the last."""
    items = display.elts
    gone = [isinstance(each, ast.Constant) and each.value in BUILT_IN for each in items]
    kept_end: int | None = None
    number = 0
    while number < len(items):
        if not gone[number]:
            kept_end = file.span(items[number])[1]
            number += 1
            continue
        first = number
        while number < len(items) and gone[number]:
            number += 1
        start = file.span(items[first])[0]
        if number < len(items):
            yield Replacement(start, file.span(items[number])[0], ())
        elif kept_end is not None:
            yield Replacement(kept_end, file.span(items[number - 1])[1], ())
        else:
            inside = file.span(display)
            yield Replacement(inside[0] + 1, inside[1] - 1, ())


BUILT_IN_EXTENSIONS = Matcher(frozenset({b"autoescape", b"with_"}), _find)
