"""JSON Web Signatures: tokens of ItsDangerous' own do their job, and are as old as they may be where they are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.rewriting.source_text import span
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.itsdangerous_2.codes import SIGNATURES
from flask_modernize_codemods.itsdangerous_2.own_serializers import as_text, own_serializer
from flask_modernize_codemods.itsdangerous_2.token_uses import NAMES, PLAIN, TIMED, Maker, lifetime_of, tokens

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

_NEW = {TIMED: "URLSafeTimedSerializer", PLAIN: "URLSafeSerializer"}
_TITLE = "tokens are ItsDangerous' own"


def _find(file: File) -> Iterator[Match | Finding]:
    found = tokens(file.project)
    here = [each for each in found.places if each[0] == file.syntax.path]
    if found.problem:
        for node in file.syntax.scopes.nodes():
            if not isinstance(node, ast.Name | ast.Attribute) or not file.means(node, *NAMES):
                continue
            if (file.syntax.path, node.lineno, node.col_offset) in here:
                message = f"`{file.text(node)}` is gone from ItsDangerous, and {found.problem}, here or elsewhere"
                yield file.finding(
                    node, SIGNATURES, message, "Sign with URLSafeTimedSerializer, or take a JWT library."
                )
        return
    if found.varying:
        yield from own_serializer(file, found)
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
        elif isinstance(node, ast.Name) and node.id in _NEW and file.means(node, *NAMES):
            yield Replacement(*file.span(node), (_NEW[node.id],))
        elif isinstance(node, ast.Attribute) and node.attr in _NEW and file.means(node, *NAMES):
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
        yield from as_text(file, call)
    for call in maker.reading:
        if maker.timed:
            end = file.span(call.args[-1])[1]
            age = lifetime_of(maker, tokens(file.project).makers)
            yield Replacement(end, end, (f", max_age={age}",))


def plan_callers(project: Project, options: Options) -> Plan:
    """Calls no longer give a lifetime to functions that do not take one any more."""
    found = tokens(project)
    if found.problem or found.varying:
        return Plan()
    groups = []
    for given in (each for maker in found.makers if maker.parameter is not None for each in maker.given):
        start, end = _argument(given.syntax, given.call, given.item)
        edit = Edit(given.syntax.path, start, end, b"")
        groups.append(Group(_TITLE, given.syntax.path, given.call.lineno, (edit,)))
    return Plan(tuple(groups))


def _argument(syntax: Syntax, call: ast.Call, item: ast.expr | ast.keyword) -> tuple[int, int]:
    """An argument with the comma before it, or behind it where it is the first."""
    items: list[ast.expr | ast.keyword] = sorted(
        [*call.args, *call.keywords], key=lambda each: span(syntax.source, each)[0]
    )
    index = items.index(item)
    start, end = span(syntax.source, item)
    if index:
        return span(syntax.source, items[index - 1])[1], end
    return start, span(syntax.source, items[1])[0] if len(items) > 1 else end


def _without_parameter(file: File, parameter: ast.arg) -> Iterator[Replacement]:
    """The last parameter goes, with its default and the comma before it."""
    arguments = file.syntax.scopes.parent(parameter)
    assert isinstance(arguments, ast.arguments)
    index = arguments.args.index(parameter)
    offset = index - (len(arguments.args) - len(arguments.defaults))
    end = file.span(arguments.defaults[offset] if offset >= 0 else parameter)[1]
    start = file.span(parameter)[0]
    if index:
        before = offset - 1
        start = file.span(arguments.defaults[before] if before >= 0 else arguments.args[index - 1])[1]
    yield Replacement(start, end, ())


MATCHER = Matcher(frozenset({TIMED.encode(), PLAIN.encode()}), _find)
