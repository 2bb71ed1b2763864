"""Divides the arguments of ``Ext(app, ...)`` between ``Ext(...)`` and ``ext.init_app(app, ...)``, and writes both."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.rewriting.source_text import span
from flask_modernize_codemods.unbound_extensions.extensions_table import EVERYTHING
from flask_modernize_codemods.unbound_extensions.statement import Refusal, text_of

if TYPE_CHECKING:
    from flask_modernize_codemods.unbound_extensions.sites import Site


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One argument but the application. ``name`` is the parameter, ``**`` for ``**options``.

    ``by_name``: it must be written ``name=value`` once the application before it is gone.
    """

    name: str
    node: ast.expr
    keyword: ast.keyword | None
    by_name: bool


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Where each argument goes."""

    constructor: tuple[Argument, ...]
    init_app: tuple[Argument, ...]


def divided(site: Site, at_hand: Callable[[ast.expr], bool]) -> Division | Refusal:
    """The division that the table gives; ``at_hand`` tells what can be worked out where the instance will be made.

    Arguments that the constructor takes and that are not at hand go to ``init_app`` where the table allows it.
    """
    row = site.extension.row
    if not site.bound:
        return Division(tuple(_all_arguments(site.call)), ())
    arguments = _arguments(site)
    if isinstance(arguments, Refusal):
        return arguments
    given = {each.name for each in arguments}
    if not set(row.required) <= given:
        missing = ", ".join(sorted(set(row.required) - given))
        return Refusal.at(
            site.syntax, site.call, "X-ARGUMENTS", f"{site.extension.name}(app) without {missing} does not bind it"
        )
    constructor, init_app = [], []
    for each in arguments:
        if _is_in(each.name, row.to_init_app) or (_is_in(each.name, row.either) and not at_hand(each.node)):
            init_app.append(each)
        else:
            constructor.append(each)
    if init_app and any(each.name == "**" for each in constructor):
        return Refusal.at(site.syntax, site.call, "X-ARGUMENTS", "it cannot be told what `**` holds")
    return Division(tuple(constructor), tuple(init_app))


def _is_in(name: str, names: tuple[str, ...]) -> bool:
    return names == EVERYTHING or name in names


def _all_arguments(call: ast.Call) -> Iterator[Argument]:
    for node in call.args:
        yield Argument("", node, None, False)
    for keyword in call.keywords:
        yield Argument(keyword.arg or "**", keyword.value, keyword, False)


def _arguments(site: Site) -> tuple[Argument, ...] | Refusal:
    """Every argument but the application, in order, with the parameter that it is for."""
    call, row = site.call, site.extension.row
    found = []
    behind_app = False
    for index, node in enumerate(call.args):
        if isinstance(node, ast.Starred):
            return Refusal.at(site.syntax, call, "X-ARGUMENTS", "it cannot be told what `*` holds")
        if node is site.app:
            if index != row.positional.index("app"):
                message = f"the app is not where {site.extension.name} expects it"
                return Refusal.at(site.syntax, call, "X-ARGUMENTS", message)
            behind_app = True
            continue
        if index >= len(row.positional):
            message = f"{site.extension.name} is given more arguments than it is known to take"
            return Refusal.at(site.syntax, call, "X-ARGUMENTS", message)
        found.append(Argument(row.positional[index], node, None, behind_app))
    found += [
        Argument(each.arg or "**", each.value, each, False) for each in call.keywords if each.value is not site.app
    ]
    return tuple(found)


# --- the new constructor call ---


def constructor_text(site: Site, division: Division, name: str) -> str:
    """``Ext(...)`` with what stays in the constructor; ``name`` is what the class is called there.

    The layout of the call is kept where only the application goes.
    """
    if not division.init_app:
        return _without_the_app(site, division, name)
    parts = [_written(site, each) for each in division.constructor]
    return f"{name}({', '.join(parts)})"


def _without_the_app(site: Site, division: Division, name: str) -> str:
    source, call = site.syntax.source, site.call
    _, opening = span(source, call.func)
    _, end = span(source, call)
    tail = source.text(opening, end)  # from the opening parenthesis on
    if not division.constructor:
        return f"{name}()" if "#" not in tail else name + _emptied(site, opening, end)
    cuts = [_cut(site, opening)] if site.app is not None else []
    pieces, position = [], opening
    inserts = [(span(source, each.node)[0], f"{each.name}=") for each in division.constructor if each.by_name]
    for start, stop, text in sorted([*((a, b, "") for a, b in cuts), *((at, at, text) for at, text in inserts)]):
        if start >= position:
            pieces += [source.text(position, start), text]
            position = max(position, stop)
    pieces.append(source.text(position, end))
    shift = len(text_of(source, call.func)) - len(name) + _moved_left(site)
    return name + _shifted("".join(pieces), shift, call.func.end_col_offset or 0)


def _moved_left(site: Site) -> int:
    """By how many columns the call moves left; it starts its line behind ``name = `` as before where it has a name."""
    return 0 if site.named else -len(f"{site.name} = ")


def _shifted(text: str, shift: int, column: int) -> str:
    """Lines that were aligned with the first argument stay so."""
    if not shift:
        return text
    first, *others = text.split("\n")
    margin = " " * (column + 1)
    lines = [line[shift:] if line.startswith(margin) and shift > 0 else line for line in others]
    return "\n".join([first, *lines])


def _cut(site: Site, opening: int) -> tuple[int, int]:
    """The span of the application's argument with the comma and white space that go with it."""
    source, call = site.syntax.source, site.call
    assert site.app is not None
    every: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    nodes = sorted(every, key=lambda node: (node.lineno, node.col_offset))
    index = next(i for i, node in enumerate(nodes) if node is site.app or getattr(node, "value", None) is site.app)
    if index + 1 < len(nodes):
        return span(source, nodes[index])[0], span(source, nodes[index + 1])[0]
    return span(source, nodes[index - 1])[1], span(source, nodes[index])[1]


def _emptied(site: Site, opening: int, end: int) -> str:
    """The parentheses with nothing but the comments that stood between them."""
    lines = site.syntax.source.text(opening + 1, end - 1).split("\n")
    comments = [line[line.index("#") :].rstrip() for line in lines if "#" in line]
    return "(\n" + "".join(f"    {comment}\n" for comment in comments) + ")"


def _written(site: Site, argument: Argument) -> str:
    source = site.syntax.source
    if argument.keyword is not None:
        return text_of(source, argument.keyword)
    text = text_of(source, argument.node)
    return f"{argument.name}={text}" if argument.by_name else text


# --- the call of init_app ---


def init_app_text(site: Site, division: Division, line_length: int) -> str:
    """``ext.init_app(app, ...)``, on one line where it fits."""
    assert site.app is not None
    source = site.syntax.source
    parts = [text_of(source, site.app), *_init_arguments(site, division.init_app)]
    text = f"{site.name}.init_app({', '.join(parts)})"
    if len(text) <= line_length or "\n" in text:
        return text
    return f"{site.name}.init_app(\n" + "".join(f"    {part},\n" for part in parts) + ")"


def _init_arguments(site: Site, arguments: Sequence[Argument]) -> Iterator[str]:
    """Positional ones stay so as long as they stand where ``init_app`` takes them; keywords stay keywords."""
    order = list(site.extension.row.init_positional)
    in_order = True
    for index, each in enumerate(arguments):
        in_order = in_order and each.keyword is None and index < len(order) and order[index] == each.name
        if each.keyword is not None:
            yield text_of(site.syntax.source, each.keyword)
        elif in_order:
            yield text_of(site.syntax.source, each.node)
        else:
            yield f"{each.name}={text_of(site.syntax.source, each.node)}"


# --- comments ---


def loses_comments(site: Site, division: Division) -> bool:
    """Whether a comment inside the call would be in neither of the two that take its place."""
    before = text_of(site.syntax.source, site.call)
    if "#" not in before:
        return False
    after = [constructor_text(site, division, "Ext"), init_app_text(site, division, 0)]
    return bool(_comments(before) - _comments(after[0]) - _comments(after[1]))


def _comments(text: str) -> Counter[str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return Counter([text])
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)
