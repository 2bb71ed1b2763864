"""JSON Web Signatures: tokens of ItsDangerous' own do their job, and are as old as they may be where they are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.itsdangerous_2.codes import SIGNATURES
from flask_modernize_codemods.itsdangerous_2.token_uses import NAMES, PLAIN, TIMED, Maker, lifetime_of, tokens

_NEW = {TIMED: "URLSafeTimedSerializer", PLAIN: "URLSafeSerializer"}
_TITLE = "tokens are ItsDangerous' own"


def _find(file: File) -> Iterator[Match | Finding]:
    found = tokens(file.project)
    here = [each for each in found.places if each[0] == file.syntax.path]
    if found.problem:
        for node in file.syntax.scopes.nodes():
            if not isinstance(node, ast.Name | ast.Attribute) or not NAMES.keys() & file.names(node):
                continue
            if (file.syntax.path, node.lineno, node.col_offset) in here:
                message = f"`{file.text(node)}` is gone from ItsDangerous, and {found.problem}, here or elsewhere"
                yield file.finding(
                    node, SIGNATURES, message, "Sign with URLSafeTimedSerializer, or take a JWT library."
                )
        return
    changes = [each for maker in found.makers if maker.path == file.syntax.path for each in _of_maker(file, maker)]
    changes += list(_names(file))
    if changes:
        row = "itsdangerous-timed-jws" if any(each.timed for each in found.makers) else "itsdangerous-jws"
        node = next((each.call for each in found.makers if each.path == file.syntax.path), file.syntax.module.body[0])
        yield Match(row, _TITLE, node, tuple(changes))


def _names(file: File) -> Iterator[Replacement]:
    """Imports under the new names, and uses of those that no import renames."""
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ImportFrom) and node.module in ("itsdangerous", "itsdangerous.jws") and not node.level:
            ours = [each for each in node.names if each.name in _NEW]
            for alias in ours:
                start = file.span(alias)[0]
                yield Replacement(start, start + len(alias.name), (_NEW[alias.name],))
            if ours and node.module == "itsdangerous.jws":
                place = file.syntax.source.data.index(b".jws", file.span(node)[0])
                yield Replacement(place, place + len(b".jws"), ())
        elif isinstance(node, ast.Name) and node.id in _NEW and NAMES.keys() & file.names(node):
            yield Replacement(*file.span(node), (_NEW[node.id],))
        elif isinstance(node, ast.Attribute) and node.attr in _NEW and NAMES.keys() & file.names(node):
            start, end = file.span(node)
            module = file.text(node.value).removesuffix(".jws")
            yield Replacement(start, end, (f"{module}.{_NEW[node.attr]}",))


def _of_maker(file: File, maker: Maker) -> Iterator[Replacement]:
    if maker.lifetime_argument is not None:
        items: list[ast.expr | ast.keyword] = sorted(
            [*maker.call.args, *maker.call.keywords], key=lambda each: file.span(each)[0]
        )
        index = items.index(maker.lifetime_argument)
        end = file.span(maker.lifetime_argument)[1]
        start = file.span(items[index - 1])[1] if index else file.span(maker.lifetime_argument)[0]
        yield Replacement(start, end, ())
    if maker.parameter is not None:
        yield from _without_parameter(file, maker.parameter)
    for call in maker.signing:
        yield from _as_text(file, call)
    for call in maker.reading:
        if maker.timed:
            end = file.span(call.args[-1])[1]
            age = lifetime_of(maker, tokens(file.project).makers)
            yield Replacement(end, end, (f", max_age={age}",))


def _without_parameter(file: File, parameter: ast.arg) -> Iterator[Replacement]:
    """The last parameter goes, with its default and the comma before it."""
    arguments = file.syntax.scopes.parent(parameter)
    assert isinstance(arguments, ast.arguments)
    end = file.span(arguments.defaults[-1])[1]
    index = arguments.args.index(parameter)
    start = file.span(arguments.args[index - 1])[1] if index else file.span(parameter)[0]
    if index and len(arguments.defaults) > 1:
        start = file.span(arguments.defaults[-2])[1]
    yield Replacement(start, end, ())


def _as_text(file: File, call: ast.Call) -> Iterator[Replacement]:
    """``dumps(...).decode("utf-8")``: what is signed is text already."""
    attribute = file.syntax.scopes.parent(call)
    decoding = file.syntax.scopes.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if isinstance(decoding, ast.Call) and isinstance(attribute, ast.Attribute) and attribute.attr == "decode":
        yield Replacement(file.span(call)[1], file.span(decoding)[1], ())


MATCHER = Matcher(frozenset({TIMED.encode(), PLAIN.encode()}), _find)
