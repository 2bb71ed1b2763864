"""Where the project signs and reads JSON Web Signatures, and how long their tokens live."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.library_types import library_names
from flask_modernize.project.memory import remembered

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

TIMED, PLAIN = "TimedJSONWebSignatureSerializer", "JSONWebSignatureSerializer"
NAMES = {f"itsdangerous.{module}{name}": name for module in ("", "jws.") for name in (TIMED, PLAIN)}
DEFAULT_LIFETIME = "3600"


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a call of a function gives the parameter that is a lifetime."""

    syntax: Syntax
    call: ast.Call
    item: ast.expr | ast.keyword

    @property
    def value(self) -> ast.expr:
        return self.item.value if isinstance(self.item, ast.keyword) else self.item


@dataclass(frozen=True, slots=True, eq=False)
class Maker:
    """A call that makes a serializer, and what is done with it."""

    path: str
    call: ast.Call
    timed: bool
    lifetime: str
    """An expression: a number, or products of some; of a serializer that signs."""
    lifetime_argument: ast.expr | ast.keyword | None
    parameter: ast.arg | None
    """The parameter of the function around it that is always the lifetime, and can go."""
    given: tuple[Given, ...]
    """Where that parameter is given the lifetime."""
    signing: tuple[ast.Call, ...]
    reading: tuple[ast.Call, ...]
    keys: frozenset[str]
    """Texts by which what is signed, or read, is told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """``problem``: why nothing can be done, and where; empty when everything fits."""

    makers: tuple[Maker, ...]
    problem: str
    places: tuple[tuple[str, int, int], ...]
    syntaxes: tuple[Syntax, ...]
    """Kept so that their nodes stay the same ones."""
    varying: bool = False
    """Tokens live for different times, which therefore have to be signed with them; all are made in one file."""


@remembered
def tokens(project: Project) -> Tokens:
    """Every serializer of the project."""
    makers: list[Maker] = []
    places: list[tuple[str, int, int]] = []
    syntaxes = []
    problem = ""
    for path in project.files_with(b"JSONWebSignatureSerializer"):
        syntax = project.syntax(path)
        if syntax is None:
            continue
        syntaxes.append(syntax)
        for node in syntax.scopes.nodes():
            if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
                continue
            scope = syntax.scopes.scope_of(node)
            names = [NAMES[each] for each in library_names(project, path, node, scope) if each in NAMES]
            if not names:
                continue
            places.append((path, node.lineno, node.col_offset))
            call = syntax.scopes.parent(node)
            found = _maker(project, syntax, call, names[0] == TIMED) if _calls(call, node) else "it is not called here"
            if isinstance(found, str):
                problem = problem or found
            else:
                makers.append(found)
    mismatch = _mismatch(makers)
    varying = bool(mismatch) and all(each.timed and each.path == makers[0].path for each in makers)
    problem = problem or ("" if varying else mismatch)
    return Tokens(tuple(makers), problem, tuple(places), tuple(syntaxes), varying)


def _calls(call: ast.AST | None, node: ast.expr) -> bool:
    return isinstance(call, ast.Call) and call.func is node


def _maker(project: Project, syntax: Syntax, call: ast.AST | None, timed: bool) -> Maker | str:
    assert isinstance(call, ast.Call)
    given = {each.arg for each in call.keywords}
    if given - {"secret_key", "expires_in", "salt"} or len(call.args) > 2 or (not timed and len(call.args) > 1):
        return "it is given arguments that other tokens do not have"
    scope = syntax.scopes.scope_of(call)
    uses = _methods(syntax, call, scope)
    if uses is None:
        return "what is done with it cannot be followed"
    signing = tuple(each for each in uses if _method(each) == "dumps")
    reading = tuple(each for each in uses if _method(each) == "loads")
    if len(signing) + len(reading) != len(uses) or any(each.keywords or len(each.args) != 1 for each in uses):
        return "more is done with it than to sign and read"
    argument: ast.expr | ast.keyword | None = call.args[1] if len(call.args) == 2 else None
    argument = argument or next((each for each in call.keywords if each.arg == "expires_in"), None)
    value = argument.value if isinstance(argument, ast.keyword) else argument
    lifetime, parameter, passed = _lifetime(project, syntax, value, scope) if timed else ("", None, ())
    keys = _keys_signed(signing) if signing else _texts(scope.node)
    return Maker(syntax.path, call, timed, lifetime, argument, parameter, passed, signing, reading, keys)


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _methods(syntax: Syntax, call: ast.Call, scope: Scope) -> list[ast.Call] | None:
    """The calls of methods on what is made; None where it goes elsewhere."""
    parent = syntax.scopes.parent(call)
    holders: list[ast.expr] = [call]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        name = parent.targets[0].id
        if len(scope.bindings.get(name, ())) != 1:
            return None
        nodes = syntax.scopes.nodes() if scope.kind == "module" else ast.walk(scope.node)
        holders = [each for each in nodes if isinstance(each, ast.Name) and each.id == name and _is_read(each)]
    found = []
    for holder in holders:
        attribute = syntax.scopes.parent(holder)
        method = syntax.scopes.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        if not (isinstance(method, ast.Call) and method.func is attribute):
            return None
        found.append(method)
    return found


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _lifetime(
    project: Project, syntax: Syntax, value: ast.expr | None, scope: Scope
) -> tuple[str, ast.arg | None, tuple[Given, ...]]:
    """The lifetime as an expression; the parameter that it comes by, and where that is given. Empty where it varies."""
    if value is None:
        return DEFAULT_LIFETIME, None, ()
    if _is_number(value):
        return ast.unparse(value), None, ()
    if not (isinstance(value, ast.Name) and isinstance(scope.node, ast.FunctionDef)):
        return "", None, ()
    arguments = scope.node.args
    parameter = next((each for each in arguments.args if each.arg == value.id), None)
    reads = sum(isinstance(each, ast.Name) and each.id == value.id for each in ast.walk(scope.node))
    if parameter is None or reads != 1:
        return "", None, ()
    defaults = dict(zip([each.arg for each in arguments.args][::-1], arguments.defaults[::-1], strict=False))
    given = tuple(_given(project, scope.node, parameter))
    values = [*(each.value for each in given), *([defaults[value.id]] if value.id in defaults else [])]
    if not values or not all(_is_number(each) and _is_same(each, values[0]) for each in values):
        return "", None, ()
    only = arguments.args[-1] is parameter and (not given or _is_only(project, scope.node.name))
    return ast.unparse(values[0]), parameter if only else None, given if only else ()


def _given(project: Project, function: ast.FunctionDef, parameter: ast.arg) -> Iterator[Given]:
    """What calls of anything by the function's name give its parameter."""
    index = function.args.args.index(parameter)
    index -= function.args.args[0].arg in ("self", "cls")
    for path in project.files_with(function.name.encode()):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.Call) and _called(node) == function.name and syntax is not None:
                named = [each for each in node.keywords if each.arg in (parameter.arg, None)]
                items: list[ast.expr | ast.keyword] = [*named, *node.args[index : index + 1]]
                for item in items:
                    yield Given(syntax, node, item)


def _is_only(project: Project, name: str) -> bool:
    """Whether no other function of the project has that name."""
    found = 0
    for path in project.files_with(name.encode()):
        facts = project.facts(path)
        found += sum(each.rpartition(".")[2] == name for each in facts.functions) if facts is not None else 0
    return found == 1


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mult) and _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _is_same(left: ast.expr, right: ast.expr | None) -> bool:
    return right is not None and ast.dump(left) == ast.dump(right)


def _keys_signed(signing: tuple[ast.Call, ...]) -> frozenset[str]:
    return frozenset(
        each.value
        for call in signing
        if isinstance(call.args[0], ast.Dict)
        for each in call.args[0].keys
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )


def _texts(node: ast.AST) -> frozenset[str]:
    return frozenset(
        each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )


def lifetime_of(reader: Maker, makers: tuple[Maker, ...]) -> str:
    """How old tokens may be that a serializer reads; empty where different ones could come."""
    signers = [each for each in makers if each.timed and each.signing]
    lifetimes = {each.lifetime for each in signers}
    if len(lifetimes) > 1:
        lifetimes = {each.lifetime for each in signers if each.keys and each.keys <= reader.keys}
    if reader.signing:
        lifetimes = {reader.lifetime}
    return lifetimes.pop() if len(lifetimes) == 1 else ""


def _mismatch(makers: list[Maker]) -> str:
    for each in makers:
        if each.timed and each.signing and not each.lifetime:
            return "how long its tokens live is told when it runs"
        if each.timed and each.reading and not lifetime_of(each, tuple(makers)):
            return "which of several lifetimes the tokens have that it reads cannot be told"
    return ""
