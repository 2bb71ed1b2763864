"""Mixins that requests and responses consist of, and challenges that they are asked to make."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

_MIXINS = (
    "AcceptMixin",
    "AuthorizationMixin",
    "CORSRequestMixin",
    "CORSResponseMixin",
    "CommonRequestDescriptorsMixin",
    "CommonResponseDescriptorsMixin",
    "ETagRequestMixin",
    "ETagResponseMixin",
    "ResponseStreamMixin",
    "UserAgentMixin",
    "WWWAuthenticateMixin",
)
_FULL = frozenset(
    f"{module}.{name}"
    for name in _MIXINS
    for module in (
        "werkzeug",
        "werkzeug.wrappers",
        *(
            f"werkzeug.wrappers.{each}"
            for each in ("accept", "auth", "common_descriptors", "cors", "etag", "response", "user_agent")
        ),
    )
)
_CHALLENGE = "werkzeug.datastructures.WWWAuthenticate"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef):
            yield from _without_mixins(file, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _sets_basic(file, node.func):
            yield _challenged(file, node, node.func)


def _sets_basic(file: File, function: ast.Attribute) -> bool:
    return function.attr == "set_basic" and file.means(function, f"{_CHALLENGE}.set_basic")


def _without_mixins(file: File, cls: ast.ClassDef) -> Iterator[Match]:
    """The class without the bases that requests and responses have in them already."""
    gone = [each for each in cls.bases if file.means(each, *_FULL)]
    kept = [each for each in cls.bases if each not in gone]
    if gone and kept:
        parts: list[str | tuple[int, int]] = []
        for each in kept:
            parts += [", ", file.span(each)] if parts else [file.span(each)]
        whole = (file.span(cls.bases[0])[0], file.span(cls.bases[-1])[1])
        yield Match("werkzeug-wrappers-mixins", "the class has it already", cls, (Replacement(*whole, tuple(parts)),))


def _challenged(file: File, call: ast.Call, function: ast.Attribute) -> Match | Finding:
    """``response.www_authenticate.set_basic(realm)`` as an assignment."""
    statement = file.syntax.scopes.statement_of(call)
    given = needed_names(file, call, (_CHALLENGE,))
    keywords = {each.arg: each.value for each in call.keywords}
    if (
        isinstance(given, Finding)
        or not (isinstance(statement, ast.Expr) and statement.value is call)
        or not isinstance(function.value, ast.Name | ast.Attribute)
        or len(call.args) + len(keywords) > 1
        or set(keywords) - {"realm"}
    ):
        message = "`set_basic` is gone"
        advice = 'Assign `WWWAuthenticate("basic", {"realm": ...})` to the attribute.'
        return file.finding(call, ARGUMENTS, message, advice)
    realm = next(iter((*call.args, *keywords.values())), None)
    value: tuple[str | tuple[int, int], ...] = ('"authentication required"',) if realm is None else (file.span(realm),)
    made = file.in_own_quotes(f' = {given[0]["WWWAuthenticate"]}("basic", {{"realm": ')
    parts = (file.span(function.value), made, *value, "})")
    row = "werkzeug-www-authenticate-set-basic"
    return Match(row, "challenges are assigned", call, (Replacement(*file.span(call), parts),), given[1])


MATCHER = Matcher(frozenset(each.encode() for each in _MIXINS) | {b"set_basic"}, _find)
