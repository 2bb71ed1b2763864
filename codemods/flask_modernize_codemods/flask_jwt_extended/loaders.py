"""Callbacks of a JWTManager are called with the header and the payload of the token, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import at_start

_MANAGER = "flask_jwt_extended.JWTManager"
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, slots=True)
class _Loader:
    """``given``: what its callback was called with: the ``payload``, the ``identity``, both ``swapped``, or nothing."""

    row: str
    given: str


_LOADERS = {
    "token_in_blacklist_loader": _Loader("jwtx-token-in-blacklist-loader", "payload"),
    "claims_verification_loader": _Loader("jwtx-claims-verification-loader", "payload"),
    "claims_verification_failed_loader": _Loader("jwtx-claims-verification-failed-loader", ""),
    "user_loader_callback_loader": _Loader("jwtx-user-loader-callback-loader", "identity"),
    "user_loader_error_loader": _Loader("jwtx-user-loader-error-loader", "identity"),
    "expired_token_loader": _Loader("jwtx-loader-signatures", "payload"),
    "revoked_token_loader": _Loader("jwtx-loader-signatures", ""),
    "needs_fresh_token_loader": _Loader("jwtx-loader-signatures", ""),
    "decode_key_loader": _Loader("jwtx-decode-key-loader", "swapped"),
}


def _find(file: File) -> Iterator[Match | Finding]:
    done: set[_Function] = set()
    for node in file.syntax.scopes.nodes():
        loader = _loader(file, node) if isinstance(node, ast.Attribute) else None
        if loader is None or not isinstance(node, ast.Attribute):
            continue
        parent = file.syntax.scopes.parent(node)
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) and node in parent.decorator_list:
            if parent not in done:
                yield from _changed(file, parent, loader)
            done.add(parent)
        elif isinstance(parent, ast.Call) and parent.func is node and len(parent.args) == 1:
            yield from _handed_over(file, parent.args[0], loader)


def _loader(file: File, node: ast.Attribute) -> _Loader | None:
    loader = _LOADERS.get(node.attr)
    return loader if loader is not None and file.means(node, f"{_MANAGER}.{node.attr}") else None


def _handed_over(file: File, callback: ast.expr, loader: _Loader) -> Iterator[Match | Finding]:
    """``jwt.user_loader_callback_loader(load_user)``: what is called stays as it is, a lambda calls it."""
    if isinstance(callback, ast.Lambda):
        yield from _changed(file, callback, loader)
        return
    obj = file.project.resolve(file.syntax.path, file.text(callback), file.scope(callback))
    scope = scope_of_function(file.project, obj) if isinstance(obj, FunctionObject) else None
    if scope is None or not isinstance(scope.node, ast.FunctionDef) or not _is_plain(scope.node.args):
        message = f"`{file.text(callback)}` is called with the header and the payload of the token today"
        yield file.finding(callback, ARGUMENTS, message, "Let it take both.")
        return
    count = len(scope.node.args.args)
    if not _is_old(count, loader):
        return
    needs: tuple[ImportNeed, ...] = ()
    if loader.given == "swapped":
        inner = "payload, header" if count == 2 else "payload"
    elif count == 0:
        inner = ""
    elif loader.given == "identity":
        found = _identity(file, callback, "payload")
        if isinstance(found, Finding):
            yield found
            return
        inner, needs = found
    else:
        inner = "payload"
    start, end = file.span(callback)
    parts = ("lambda header, payload: ", (start, end), f"({inner})")
    yield Match(loader.row, "called with header and payload", callback, (Replacement(start, end, parts),), needs)


def _identity(file: File, node: ast.AST, payload: str) -> tuple[str, tuple[ImportNeed, ...]] | Finding:
    given = needed_names(file, node, ("flask.current_app",))
    if isinstance(given, Finding):
        return given
    key = file.in_own_quotes('["JWT_IDENTITY_CLAIM"]')
    return f"{payload}[{given[0]['current_app']}.config{key}]", given[1]


def _is_plain(arguments: ast.arguments) -> bool:
    return not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs)


def _is_old(count: int, loader: _Loader) -> bool:
    """Whether a callback with so many parameters was written for the old calls."""
    return count <= 2 if loader.given == "swapped" else count < 2


def _changed(file: File, function: _Function, loader: _Loader) -> Iterator[Match | Finding]:
    """The parameters of a callback become the header and the payload."""
    arguments = function.args
    if arguments.vararg is not None and not arguments.args:
        return  # it takes whatever it is given
    names = [each.arg for each in arguments.args]
    if not _is_plain(arguments) or arguments.defaults:
        message = "the callback is called with the header and the payload of the token today"
        yield file.finding(function, ARGUMENTS, message, "Let it take both.")
        return
    if not _is_old(len(names), loader):
        return
    title = "called with header and payload"
    needs: tuple[ImportNeed, ...] = ()
    if loader.given == "swapped":
        yield from _swapped(file, function, loader, title)
        return
    if not names:
        replacements = [_parameters(file, function, "jwt_header, jwt_payload")]
    elif loader.given == "identity":
        if isinstance(function, ast.Lambda):
            message = "the callback is called with the header and the payload of the token today"
            advice = 'The identity is `jwt_payload["sub"]`, or what JWT_IDENTITY_CLAIM names.'
            yield file.finding(function, ARGUMENTS, message, advice)
            return
        found = _identity(file, function, "jwt_payload")
        if isinstance(found, Finding):
            yield found
            return
        text, needs = found
        first = at_start(file, function, f"{names[0]} = {text}")
        if first is None:
            return
        replacements = [Replacement(*file.span(arguments.args[0]), ("jwt_header, jwt_payload",)), first]
    else:
        start = file.span(arguments.args[0])[0]
        replacements = [Replacement(start, start, ("jwt_header, ",))]
    yield Match(loader.row, title, function, tuple(replacements), needs)


def _parameters(file: File, function: _Function, text: str) -> Replacement:
    """Parameters for a function that has none."""
    data = file.syntax.source.data
    start = file.span(function)[0]
    if isinstance(function, ast.Lambda):
        place = start + len(b"lambda")
        return Replacement(place, data.index(b":", place), (f" {text}",))
    place = data.index(b"(", data.index(b"def", start)) + 1
    return Replacement(place, data.index(b")", place), (text,))


def _swapped(file: File, function: _Function, loader: _Loader, title: str) -> Iterator[Match]:
    """``def key(claims, headers)`` as ``def key(headers, claims)``; unless they are named in the new order already."""
    arguments = function.args.args
    if len(arguments) == 1:
        start = file.span(arguments[0])[0]
        yield Match(loader.row, title, function, (Replacement(start, start, ("jwt_header, ",)),))
    elif len(arguments) == 2 and "header" not in arguments[0].arg.lower():
        first, second = (file.span(each) for each in arguments)
        replacement = Replacement(first[0], second[1], (second, (first[1], second[0]), first))
        yield Match(loader.row, title, function, (replacement,))


MATCHER = Matcher(frozenset(each.encode() for each in _LOADERS), _find)
