"""``ProxyFix`` believed what a proxy says of the client, the scheme and the host; it is told of each today."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

_OLD = "werkzeug.contrib.fixers.ProxyFix"
_NEW = "werkzeug.middleware.proxy_fix.ProxyFix"
_HEADERS = ("x_for", "x_proto", "x_host")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            given = {each.arg for each in node.keywords}
            if "num_proxies" in given and file.means(node.func, _OLD, _NEW):
                yield _counted(file, node, "werkzeug-proxyfix-num-proxies")
            elif not given and 1 <= len(node.args) <= 2 and file.means(node.func, _OLD):
                yield _counted(file, node, "werkzeug-contrib-proxyfix")


def _counted(file: File, call: ast.Call, row: str) -> Match | Finding:
    """The number of proxies, one if there is none, for each of the headers."""
    keyword = next((each for each in call.keywords if each.arg == "num_proxies"), None)
    number = keyword.value if keyword is not None else call.args[1] if len(call.args) > 1 else None
    last = call.args[-1] if number is None else keyword or number
    if isinstance(last, ast.Starred) or (len(call.keywords) > 1 and keyword is not None):
        message = "`num_proxies` is given for each header today, beside which others are given here"
        return file.finding(call, ARGUMENTS, message, "Give `x_for`, `x_proto` and `x_host` the number of proxies.")
    if number is None:
        end = file.span(last)[1]
        text = ", ".join(f"{each}=1" for each in _HEADERS)
        return Match(row, "the headers of one proxy are believed", call, (Replacement(end, end, (f", {text}",)),))
    if not isinstance(number, ast.Constant | ast.Name | ast.Attribute):
        message = "`num_proxies` is given for each header today, and it is worked out here"
        return file.finding(call, ARGUMENTS, message, "Give `x_for`, `x_proto` and `x_host` the number of proxies.")
    parts: list[str | tuple[int, int]] = []
    for each in _HEADERS:
        parts += [f"{', ' if parts else ''}{each}=", file.span(number)]
    return Match(row, "the number of proxies for each header", call, (Replacement(*file.span(last), tuple(parts)),))


MATCHER = Matcher(frozenset({b"ProxyFix"}), _find)
