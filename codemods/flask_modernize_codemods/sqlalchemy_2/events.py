"""Listeners and DDL: events that have other names or arguments today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import EVENT
from flask_modernize_codemods.sqlalchemy_2.places import method_calls, name_of, nodes


def events(file: File) -> Iterator[Match | Finding]:
    """Every listener of a file that has to change."""
    for function in nodes(file, ast.FunctionDef):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and _event(file, decorator) == "engine_connect":
                yield from _branch(file, function)
    for call in nodes(file, ast.Call):
        if _event(file, call) == "dbapi_error":
            yield file.finding(call, EVENT, "there is no event `dbapi_error` any more", "Listen for `handle_error`.")
    for call, method in method_calls(file, "execute_at"):
        if "sqlalchemy.DDL" in file.classes(method.value) and len(call.args) == 2:
            yield from _at(file, call, method)
    for call, method in method_calls(file, "append_ddl_listener"):
        if file.classes(method.value) & {"sqlalchemy.Table", "sqlalchemy.MetaData"}:
            message = f"`{file.text(method)}()` is gone"
            yield file.finding(call, EVENT, message, "Write event.listen(target, 'after_create', function).")


def _event(file: File, call: ast.Call) -> str:
    """The name of the event that a call of ``listen()`` or ``listens_for()`` is about."""
    if len(call.args) < 2 or not isinstance(call.args[1], ast.Constant):
        return ""
    names = file.names(call.func)
    known = {f"sqlalchemy.event.{name}" for name in ("listen", "listens_for")} | {
        f"sqlalchemy.event.api.{name}" for name in ("listen", "listens_for")
    }
    return str(call.args[1].value) if names & known else ""


def _branch(file: File, function: ast.FunctionDef) -> Iterator[Match | Finding]:
    """``def ping(connection, branch):``: there are no branches of connections any more."""
    if len(function.args.args) != 2:
        return
    first, branch = function.args.args
    uses = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == branch.arg]
    skip = function.body[0]
    returns = (
        isinstance(skip, ast.If)
        and isinstance(skip.test, ast.Name)
        and skip.test.id == branch.arg
        and len(skip.body) == 1
        and isinstance(skip.body[0], ast.Return)
        and not skip.orelse
        and len(function.body) > 1
    )
    source = file.syntax.source
    gone = [Replacement(file.span(first)[1], file.span(branch)[1], ())]
    if returns and len(uses) == 1:
        begin = source.line_span(skip.lineno)[0]
        following = source.line_span(function.body[1].lineno)[0]
        comments = source.text(source.line_span(skip.end_lineno or skip.lineno)[1], following)
        end = source.line_span(skip.end_lineno or skip.lineno)[1] if comments.strip() else following
        gone.append(Replacement(begin, end, ()))
    elif uses:
        message = f"the listener is not given `{branch.arg}` any more"
        yield file.finding(function, EVENT, message, "Take the parameter out; it would always be False.")
        return
    yield Match("sa-engine-connect-event-branch", "there are no branches", function, tuple(gone))


def _at(file: File, call: ast.Call, method: ast.Attribute) -> Iterator[Match | Finding]:
    """``DDL("...").execute_at("after-create", table)``."""
    when = call.args[0]
    given = name_of(file, call, "sqlalchemy.event")
    if isinstance(given, Finding) or not isinstance(when, ast.Constant):
        message = f"`{file.text(method)}()` is gone"
        yield file.finding(call, EVENT, message, "Write event.listen(table, 'after_create', ddl).")
        return
    quote = "'" if file.text(when).startswith("'") else '"'
    name = str(when.value).replace("-", "_")
    target = file.span(call.args[1])
    parts = (f"{given[0]}.listen(", target, f", {quote}{name}{quote}, ", file.span(method.value), ")")
    title = "DDL is a listener"
    yield Match("sa-ddl-events-old", title, call, (Replacement(*file.span(call), parts),), given[1])


EVENTS = Matcher(frozenset({b"listens_for", b"listen", b"execute_at", b"append_ddl_listener"}), events)
