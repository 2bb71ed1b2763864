"""What is given to ``execute()``: plain strings, values of parameters, the mapper that chooses the engine.

A string that a connection was given went to the driver as it is, with the driver's own marks for parameters (``%s``,
``?``); where it has any, or a ``%`` or ``:`` of its own, ``exec_driver_sql()`` is what does the same today.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import PARAMETERS
from flask_modernize_codemods.sqlalchemy_2.places import (
    CONNECTION,
    ENGINE,
    QUERY,
    SESSION,
    TEXT,
    has_stars,
    method_calls,
    name_of,
    shifted,
    single_value,
    text_of,
)

_METHODS = ("execute", "scalar", "scalars")
_DRIVER_MARKS = re.compile(r"%\(?\w|\?")
_NAMED = re.compile(r"(?<![:\w\\]):[A-Za-z_]\w*")
_CHOICE = ("mapper", "bind", "clause")


def statements_run(file: File) -> Iterator[Match | Finding]:
    """Every statement that a session, connection or engine is given to run."""
    for call, function in method_calls(file, *_METHODS):
        receiver = file.classes(function.value)
        if not receiver & {SESSION, CONNECTION, ENGINE} or not call.args or isinstance(call.args[0], ast.Starred):
            continue
        yield from _statement(file, call, function, SESSION in receiver)


def _statement(file: File, call: ast.Call, function: ast.Attribute, of_session: bool) -> Iterator[Match | Finding]:
    statement = call.args[0]
    if _is_text(file, statement):
        written = text_of(single_value(file, statement)) or ""
        if not of_session and _goes_to_the_driver(written, call):
            yield from _driver(file, call, function)
            return
        if of_session or not _unnamed(written, call):
            yield from _wrapped(file, call)
        else:
            message = f"`{file.text(function)}()` is given text whose parameters are not named"
            advice = "Name the parameters, `:name`, and give text() and a dictionary."
            yield file.finding(call, PARAMETERS, message, advice)
            return
    elif of_session and QUERY in file.classes(statement):
        yield _as_statement(file, statement)
    if has_stars(call):
        return
    yield from _choice(file, call, function) if of_session else _parameters(file, call)


def _is_text(file: File, node: ast.expr) -> bool:
    return TEXT in file.classes(node)


def _goes_to_the_driver(written: str, call: ast.Call) -> bool:
    """Whether the text has marks that only the driver knows, or ones that ``text()`` would take for its own."""
    named = bool(_NAMED.search(written))
    if named and not (call.args[1:] or call.keywords):
        return True
    if named and not _DRIVER_MARKS.search(written):
        return any(isinstance(each, ast.Tuple | ast.List) and not _holds_dicts(each) for each in call.args[1:])
    return "%" in written or bool(call.args[1:]) or bool(call.keywords)


def _holds_dicts(node: ast.Tuple | ast.List) -> bool:
    return bool(node.elts) and all(isinstance(each, ast.Dict) for each in node.elts)


def _unnamed(written: str, call: ast.Call) -> bool:
    return "?" in written and bool(call.args[1:])


def _driver(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    """``connection.exec_driver_sql(text, parameters)``."""
    if function.attr != "execute" or (ENGINE in file.classes(function.value) and has_stars(call)):
        message = f"`{file.text(function)}()` is given text with marks of the driver's own"
        advice = "Write connection.exec_driver_sql(text, parameters).scalar()."
        yield file.finding(call, PARAMETERS, message, advice)
        return
    if len(call.args) == 2 and not has_stars(call) and not _is_collection(file, call.args[1]):
        value = single_value(file, call.args[1])
        if not isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp):
            message = f"whether `{file.text(call.args[1])}` is one value or a tuple of them cannot be told"
            yield file.finding(call, PARAMETERS, message, "Call connection.exec_driver_sql() with a tuple.")
            return
        yield _as_one(file, call, "(", ",)")
    end = file.span(function)[1]
    replacement = Replacement(end - len(b"execute"), end, ("exec_driver_sql",))
    yield Match("sa-string-execute", "text for the driver", call, (replacement,))
    if len(call.args) > 2 and not has_stars(call) and not call.keywords:
        yield _as_one(file, call, "(", ")") if not _are_dicts(call.args[1:]) else _as_one(file, call, "[", "]")
    elif call.keywords and not has_stars(call):
        yield from _parameters(file, call)


def _is_collection(file: File, node: ast.expr) -> bool:
    return isinstance(single_value(file, node), ast.Tuple | ast.List | ast.Dict | ast.ListComp | ast.DictComp)


def _are_dicts(found: list[ast.expr]) -> bool:
    return all(isinstance(each, ast.Dict | ast.Tuple | ast.List) for each in found)


def _as_one(file: File, call: ast.Call, opening: str, closing: str) -> Match:
    """``execute(text, a, b)``: the values become one tuple, or the sets of values one list."""
    start, end = file.span(call.args[1])[0], file.span(call.args[-1])[1]
    span = (start, end)
    return Match(
        "sa-conn-execute-multiparams",
        "parameters in one",
        call.args[1],
        (Replacement(*span, (opening, span, closing)),),
    )


def _wrapped(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    """``text("...")`` around a string."""
    statement = call.args[0]
    given = name_of(file, call, "sqlalchemy.text")
    if isinstance(given, Finding):
        yield given
        return
    name, needs = given
    span = _with_parentheses(file, statement)
    bare = span == file.span(statement)
    parts = (f"{name}(", *shifted(file, statement, " " * (len(name) + 1)), ")") if bare else (name, span)
    yield Match("sa-string-execute", "text is declared as such", statement, (Replacement(*span, parts),), needs)


def _with_parentheses(file: File, node: ast.expr) -> tuple[int, int]:
    """The span of an argument with the parentheses that stand around it alone."""
    data = file.syntax.source.data
    start, end = file.span(node)
    before, after = data[:start].rstrip(), data[end:].lstrip()
    outer = before[:-1].rstrip()
    if before.endswith(b"(") and after.startswith(b")") and outer.endswith((b"(", b",", b"=")):
        return len(before) - 1, len(data) - len(after) + 1
    return start, end


def _as_statement(file: File, query: ast.expr) -> Match:
    """A Query is not a statement: ``session.execute(query.statement)``."""
    end = file.span(query)[1]
    return Match("sa21-execute-query-object", "a query's statement", query, (Replacement(end, end, (".statement",)),))


def _parameters(file: File, call: ast.Call) -> Iterator[Match]:
    """``connection.execute(statement, a=1)`` and ``connection.execute(statement, {...}, {...})``."""
    if call.keywords and len(call.args) == 1:
        items = [f'"{each.arg}": ' for each in call.keywords]
        parts: list[str | tuple[int, int]] = ["{"]
        previous = None
        for text, keyword in zip(items, call.keywords, strict=True):
            start = file.span(keyword)[0]
            if previous is not None:
                parts.append((previous, start))
            parts += [text, file.span(keyword.value)]
            previous = file.span(keyword.value)[1]
        span = (file.span(call.keywords[0])[0], file.span(call.keywords[-1])[1])
        replacement = Replacement(*span, (*parts, "}"))
        yield Match("sa-conn-execute-multiparams", "parameters in a dictionary", call.keywords[0], (replacement,))
    elif len(call.args) > 2 and not call.keywords and all(isinstance(each, ast.Dict) for each in call.args[1:]):
        yield _as_one(file, call, "[", "]")


def _choice(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match]:
    """``session.execute(statement, mapper=Model)``."""
    chosen = [each for each in call.keywords if each.arg in _CHOICE]
    if not chosen:
        return
    items = [part for each in chosen for part in (f', "{each.arg}": ', file.span(each.value))]
    items[0] = str(items[0])[2:]
    first, *others = chosen
    replacements = [Replacement(*file.span(first), ("bind_arguments={", *items, "}"))]
    for each in others:
        before = file.syntax.source.data.rindex(b",", 0, file.span(each)[0])
        replacements.append(Replacement(before, file.span(each)[1], ()))
    yield Match("sa-session-execute-mapper", "the engine is chosen by bind_arguments=", call, tuple(replacements))


STATEMENTS_RUN = Matcher(frozenset({b"execute", b"scalar", b"scalars"}), statements_run)
