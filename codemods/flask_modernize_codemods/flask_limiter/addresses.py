"""``get_ipaddr`` believed the header ``X-Forwarded-For`` of anybody; ``ProxyFix`` believes that of the proxy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "limiter-get-ipaddr"
_NAME = "flask_limiter.util.get_ipaddr"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and file.means(node, _NAME):
            if any(not is_test_path(path) for path in file.project.files_with(b"ProxyFix")):
                yield _replaced(file, node)
            else:
                message = "`get_ipaddr` is gone: it believed the address that any client claims to have"
                advice = "Take `get_remote_address`, and put `ProxyFix` around the application if it is behind a proxy."
                yield file.finding(node, REMOVED, message, advice)


def _replaced(file: File, node: ast.expr) -> Match | Finding:
    given = needed_names(file, node, ("flask_limiter.util.get_remote_address",))
    if isinstance(given, Finding):
        return given
    replacement = Replacement(*file.span(node), (given[0]["get_remote_address"],))
    return Match(ROW, "the address of the client, as ProxyFix tells it", node, (replacement,), given[1])


MATCHER = Matcher(frozenset({b"get_ipaddr"}), _find)
