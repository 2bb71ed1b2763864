"""``token.decode()`` where the token comes out of a function of the project that gives what ``jwt.encode`` gave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_names
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.project import Syntax

ROW = "jwt-pyjwt2-encode-str"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.of_kind(ast.Call):
        function = node.func
        if not isinstance(function, ast.Attribute) or function.attr != "decode" or len(node.args) > 2:
            continue
        name = _called(file, function.value)
        if name is not None and "jwt.Encoded.decode" not in file.names(function):
            yield from _decoded(file, node, function.value, name)


def _called(file: File, token: ast.expr) -> str | None:
    """The name of the function that gives the token: by a call, or by a variable that has no other value."""
    if isinstance(token, ast.Name):
        owner = file.scope(token).lookup(token.id)
        bindings = owner.bindings.get(token.id, []) if owner is not None else []
        if len(bindings) != 1 or bindings[0].value is None:
            return None
        token = bindings[0].value
    function = token.func if isinstance(token, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def _decoded(file: File, call: ast.Call, token: ast.expr, name: str) -> Iterator[Match | Finding]:
    found = _definitions(file, name)
    if len(found) != 1 or not _may_give_token(file, *found[0]):
        return
    if _gives_only_tokens(file, *found[0]):
        removed = Replacement(file.span(token)[1], file.span(call)[1], ())
        yield Match(ROW, "tokens are text", call, (removed,))
    else:
        message = f"`{name}()` gives a token that is text today, which has no `decode()`, or something else"
        yield file.finding(call, REMOVED, message, "Take the token as it is, and decode only what is bytes.")


def _definitions(file: File, name: str) -> list[tuple[Syntax, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """All functions and methods of the project with that name."""
    syntaxes = map(file.project.syntax, file.project.files_with(b"def " + name.encode()))
    return [
        (syntax, node)
        for syntax in syntaxes
        if syntax is not None
        for node in syntax.scopes.nodes()
        if isinstance(node, _FUNCTIONS) and node.name == name
    ]


def _may_give_token(file: File, syntax: Syntax, function: ast.AST) -> bool:
    return any(_is_token(file, syntax, each) for each in _given(syntax, function))


def _gives_only_tokens(file: File, syntax: Syntax, function: ast.AST) -> bool:
    """Whether nothing else is given but None and errors, neither of which has ever had a ``decode()``."""
    errors = {each.name for each in ast.walk(function) if isinstance(each, ast.ExceptHandler)}
    return all(
        _is_token(file, syntax, each)
        or (isinstance(each, ast.Constant) and each.value is None)
        or (isinstance(each, ast.Name) and each.id in errors)
        for each in _given(syntax, function)
    )


def _given(syntax: Syntax, function: ast.AST) -> list[ast.expr]:
    """What a function returns."""
    returns = [each for each in ast.walk(function) if isinstance(each, ast.Return) and each.value is not None]
    return [each.value for each in returns if each.value and syntax.scopes.enclosing_function(each) is function]


def _is_token(file: File, syntax: Syntax, node: ast.expr) -> bool:
    scope = syntax.scopes.scope_of(node)
    if isinstance(node, ast.Name):
        owner = scope.lookup(node.id)
        bindings = owner.bindings.get(node.id, []) if owner is not None else []
        values = [each.value for each in bindings if each.value is not None]
        return bool(values) and len(values) == len(bindings) and all(_is_encoded(file, syntax, each) for each in values)
    return _is_encoded(file, syntax, node)


def _is_encoded(file: File, syntax: Syntax, node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return "jwt.encode" in library_names(file.project, syntax.path, node.func, syntax.scopes.scope_of(node))


MATCHER = Matcher(frozenset({b"decode"}), _find)
