"""What Werkzeug does otherwise where only a person can tell what was meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

_ADDRESSES = re.compile(r"<path:(\w*(?:url|uri|link|href|address)\w*)>", re.IGNORECASE)
_CACHE_CONTROL = tuple(f"werkzeug.datastructures.{each}CacheControl." for each in ("Request", "Response"))


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Constant):
            yield from _text(file, node)
        elif isinstance(node, ast.Compare) and len(node.comparators) == 1:
            yield from _compared(file, node.left, node.comparators[0])
        elif isinstance(node, ast.Call):
            yield from _called(file, node)


def _text(file: File, node: ast.Constant) -> Iterator[Finding]:
    if node.value == "werkzeug.server.shutdown":
        message = "Werkzeug's server no longer offers to be shut down by a request"
        advice = (
            "Send its process a signal; in tests run `werkzeug.serving.make_server()` in a thread, and shut that down."
        )
        yield file.finding(node, REMOVED, message, advice)
    elif isinstance(node.value, str) and (found := _ADDRESSES.search(node.value)) and _is_old(file, "1.0"):
        message = f"`{found[1]}`: slashes that follow each other are merged by a redirect since Werkzeug 1.0"
        advice = "Set `app.url_map.merge_slashes = False` if paths with double slashes have to arrive as they are."
        yield file.finding(node, REMOVED, message, advice)


def _is_old(file: File, version: str) -> bool:
    """Whether the project was written for a Werkzeug below ``version``, as far as its pins say."""
    flask = {"1.0": "1.1", "0.15": "1.0"}[version]
    pins = (("Werkzeug", version), ("Flask", flask))
    return any(is_pinned_below(file.project, *each, file.syntax.path) is not None for each in pins)


def _compared(file: File, left: ast.expr, right: ast.expr) -> Iterator[Finding]:
    for node, other in ((left, right), (right, left)):
        value = _constant(other)
        if value in ("*", -1) and isinstance(node, ast.Attribute):
            if any(each.startswith(_CACHE_CONTROL) for each in file.names(node)):
                message = f"`{file.text(node)}` is True or None where it was `{value!r}`"
                yield file.finding(node, REMOVED, message, "Compare with that.")
        elif value == 301 and is_test_path(file.syntax.path) and _is_code(file, node) and _is_old(file, "0.15"):
            message = "redirects that only add a slash to the address have the code 308 since Werkzeug 0.15"
            yield file.finding(other, REMOVED, message, "Expect 308 if the application does not redirect by itself.")


def _is_code(file: File, node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr != "status_code":
        return False
    return "werkzeug.Response" in file.classes(node.value)


def _constant(node: ast.expr) -> object:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -node.operand.value if isinstance(node.operand.value, int) else None
    return node.value if isinstance(node, ast.Constant) and not isinstance(node.value, bool) else None


def _called(file: File, call: ast.Call) -> Iterator[Finding]:
    if not file.means(call.func, "flask.url_for"):
        return
    for each in call.keywords:
        if isinstance(each.value, ast.Constant) and isinstance(each.value.value, str) and "+" in each.value.value:
            message = f"the `+` of `{each.arg}` is `%2B` in addresses today, so that it is not read as a blank"
            yield file.finding(each.value, REMOVED, message, "Write a blank where a blank is meant.")


MATCHER = Matcher(
    frozenset({b"shutdown", b"path", b"cache_control", b"status_code", b"url_for"}),
    _find,
)
