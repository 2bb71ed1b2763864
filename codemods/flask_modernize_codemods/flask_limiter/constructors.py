"""``Limiter(app, key_func=...)``: the function for the key comes first today, everything else by keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "limiter-constructor-order"
_OLD = ("app", "key_func", "default_limits", "default_limits_per_method")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(
            node.func, "flask_limiter.Limiter", "flask_limiter.extension.Limiter"
        ):
            yield from _constructed(file, node)


def _constructed(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    given = {each.arg for each in call.keywords}
    starred = None in given or any(isinstance(each, ast.Starred) for each in call.args)
    if call.args and not starred and _begins_with_application(file, call, given):
        if len(call.args) <= 2:
            starts = [file.span(each)[0] for each in call.args]
            named = [Replacement(start, start, (f"{name}=",)) for start, name in zip(starts, _OLD, strict=False)]
            yield Match(ROW, "the application by keyword", call, tuple(named))
        else:
            message = "`Limiter()` takes everything but the function for the key by keyword"
            yield file.finding(call, ARGUMENTS, message, f"The names were, in order: {', '.join(_OLD)}.")
        given |= set(_OLD[: len(call.args)])
    elif call.args:
        return
    if "key_func" not in given and not starred:
        message = "`Limiter()` has to be told what requests are counted by; by itself it took the address of the client"
        yield file.finding(call, ARGUMENTS, message, "Give it `key_func=get_remote_address`.")


def _begins_with_application(file: File, call: ast.Call, given: set[str | None]) -> bool:
    first = call.args[0]
    is_none = isinstance(first, ast.Constant) and first.value is None
    return "key_func" in given or is_none or "flask.Flask" in file.classes(first)


MATCHER = Matcher(frozenset({b"Limiter"}), _find)
