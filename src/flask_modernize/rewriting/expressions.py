"""Rebuilds a chain of method calls and lays it out: the links that stay keep every byte, comments included."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flask_modernize.rewriting.chains import Chain, ChainError, LinkChange, split_arguments

__all__ = ["PLACEHOLDER", "ChainError", "Layout", "LinkChange", "rebuild_chain"]

PLACEHOLDER = "__statement__"
"""Stands for the rebuilt chain in the text that wraps it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the expression stands: ``indent`` of its line, ``column`` (0-based, characters) of its first character,
    ``trailing`` characters that follow it on its last line, and the ``line_length`` to keep to."""

    indent: str
    column: int
    trailing: int
    line_length: int
    step: str = "    "
    least: int = 0
    """An expression of no more columns is never broken: that would not make its line short."""


def rebuild_chain(
    source: str,
    base: str | None,
    links: Sequence[LinkChange],
    suffix: str,
    wrap: str,
    layout: Layout,
    node: ast.expr | None = None,
) -> str:
    """The new text of the chain ``source``.

    ``links`` are its steps, innermost first; they must be all steps above the base. ``base`` replaces the base (None
    keeps it), ``suffix`` (``.limit(1)``) is appended to the rebuilt chain, and ``wrap`` is the text that takes it in,
    with :data:`PLACEHOLDER` in its place. ``node`` is what the same text was parsed to, if it was. Line ends are
    ``\\n``. Raises :class:`ChainError` when the text is another chain.
    """
    statement = Chain.parse(source, len(links), node).with_base(base).with_links(links)
    if wrap == PLACEHOLDER:
        text = statement.text() + suffix
        return f"({text})" if statement.grouped and "\n" in text else text
    prefix, _, postfix = wrap.partition(PLACEHOLDER)
    return _lay_out(statement, prefix, suffix, postfix, layout)


def _lay_out(statement: Chain, prefix: str, suffix: str, postfix: str, layout: Layout) -> str:
    inner = layout.indent + layout.step
    broken = statement.is_broken() or bool(statement.comments) or "#" in postfix
    hugged = prefix + statement.text() + suffix + postfix
    bare = "\n" not in hugged and (len(hugged) <= layout.least or (len(statement.steps) == 0 and not suffix))
    if not broken and (bare or _fits(hugged, layout) or "\n" in statement.text()):
        # Line breaks inside arguments only: the chain is wrapped where it is, its lines untouched. A bare name or
        # select() alone is not worth a line of its own.
        return hugged
    if broken:
        body = statement.text(inner) + (f"\n{inner}{suffix}" if suffix else "")
        body += "".join(
            f"  {comment}" if place == 0 else f"\n{inner}{comment}" for place, comment in enumerate(statement.comments)
        )
    else:
        body = statement.text() + suffix
    others, closing = _other_arguments(postfix)
    width = layout.line_length - len(inner)
    if not broken and len(body) > width and len(statement.steps) + bool(suffix) > 1:
        body = statement.with_breaks(inner).text(inner) + (f"\n{inner}{suffix}" if suffix else "")
    if others and statement.comments:
        raise ChainError("a comment before the last call")
    if others:
        body = _with_arguments(body, others, inner, width)
    return f"{prefix}\n{inner}{body}\n{layout.indent}{closing}"


def _with_arguments(body: str, others: str, inner: str, width: int) -> str:
    """The chain and the arguments that follow it: on one line, on two, or one line each."""
    if "\n" not in body + others and len(body) + len(others) + 2 <= width:
        return f"{body}, {others}"
    lines = others.split("\n")
    if len(lines) > 1 and all(len(line.strip()) <= width for line in lines):
        return f"{body},\n{inner}" + f"\n{inner}".join(line.strip() for line in lines)
    if len(others) <= width:
        return f"{body},\n{inner}{others}"
    return f"{body},\n" + "\n".join(f"{inner}{argument}," for argument in split_arguments(others))


def _other_arguments(postfix: str) -> tuple[str, str]:
    """``, page=1)`` is split into the arguments that follow the chain, and what closes the call."""
    if not postfix.startswith(","):
        return "", postfix
    return postfix[1:-1].strip(), postfix[-1:]


def _fits(text: str, layout: Layout) -> bool:
    lines = text.split("\n")
    widths = [len(line) for line in lines]
    widths[0] += layout.column
    widths[-1] += layout.trailing
    return max(widths) <= layout.line_length
