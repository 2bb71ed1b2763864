"""Replacements inside of replacements: what is kept of an expression may itself be changed by another rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

Span = tuple[int, int]
"""Byte offsets of the first and behind the last byte."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """The bytes ``start:end`` become ``parts``: new text, and spans of the old that stay, in any order."""

    start: int
    end: int
    parts: tuple[str | Span, ...]


@dataclass(slots=True)
class Composed:
    """One edit that no other one contains, with all replacements that went into it (numbers of the given ones)."""

    start: int
    end: int
    text: bytes
    numbers: list[int]
    gone: list[Span] = field(default_factory=list)
    """Spans of the old text that are not in the new one."""


def composed(source: SourceFile, replacements: Sequence[Replacement]) -> tuple[Composed, ...]:
    """The replacements put together, in order of place; one that stands in text that goes has no effect.

    Replacements nest or are apart: of two that cross, or that replace the very same span, the later one is left out.
    Deletions that cross are one.
    """
    order = sorted(range(len(replacements)), key=lambda each: (*_place(replacements[each]), each))
    roots: list[_Node] = []
    open_nodes: list[_Node] = []
    for number in order:
        replacement = replacements[number]
        while (
            open_nodes
            and open_nodes[-1].replacement.end <= replacement.start
            and not _empty_inside(open_nodes[-1].replacement, replacement)
        ):
            open_nodes.pop()
        if open_nodes and not _within(replacement, open_nodes[-1].replacement):
            _join_deletions(source.data, open_nodes[-1], number, replacement)
            continue
        node = _Node([number], replacement)
        (open_nodes[-1].inner if open_nodes else roots).append(node)
        open_nodes.append(node)
    return tuple(_composed(source, root) for root in roots)


def _place(replacement: Replacement) -> tuple[int, bool, int]:
    """Outer ones first; what is inserted where another one starts stands in front of it."""
    return replacement.start, replacement.end > replacement.start, -replacement.end


@dataclass(slots=True)
class _Node:
    numbers: list[int]
    replacement: Replacement
    inner: list[_Node] = field(default_factory=list)


def _join_deletions(data: bytes, node: _Node, number: int, other: Replacement) -> None:
    """Two arguments that go, and the comma between them that goes with both; the one before them if they are last."""
    if node.replacement.parts or other.parts:
        return
    start, end = node.replacement.start, max(node.replacement.end, other.end)
    before = data[:start].rstrip()
    if before.endswith(b",") and data[end : end + 1] == b")":
        start = len(before) - 1
    node.numbers.append(number)
    node.replacement = Replacement(start, end, ())


def _empty_inside(outer: Replacement, inner: Replacement) -> bool:
    """Whether an insertion stands at the very end of another replacement, and belongs to it."""
    return inner.start == inner.end == outer.end and any(
        not isinstance(part, str) and part[1] == outer.end for part in outer.parts
    )


def _within(inner: Replacement, outer: Replacement) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return not same and outer.start <= inner.start and inner.end <= outer.end


def _composed(source: SourceFile, root: _Node) -> Composed:
    numbers: list[int] = []
    gone: list[Span] = []
    text = _rendered(source, root, numbers, gone)
    return Composed(root.replacement.start, root.replacement.end, text, numbers, gone)


def _rendered(source: SourceFile, node: _Node, numbers: list[int], gone: list[Span]) -> bytes:
    numbers.extend(node.numbers)
    kept = sorted(part for part in node.replacement.parts if not isinstance(part, str))
    gone.extend(_gaps(node.replacement.start, node.replacement.end, kept))
    pieces = []
    for part in node.replacement.parts:
        if isinstance(part, str):
            pieces.append(source.encode(part))
        else:
            pieces.append(_kept(source, part, node.inner, numbers, gone))
    return b"".join(pieces)


def _kept(source: SourceFile, span: Span, inner: Iterable[_Node], numbers: list[int], gone: list[Span]) -> bytes:
    pieces = []
    position, end = span
    for each in inner:
        start, stop = each.replacement.start, each.replacement.end
        if span[0] <= start and stop <= end and start >= position:
            pieces += [source.data[position:start], _rendered(source, each, numbers, gone)]
            position = stop
    return b"".join([*pieces, source.data[position:end]])


def _gaps(start: int, end: int, kept: Sequence[Span]) -> Iterable[Span]:
    position = start
    for first, last in kept:
        if first > position:
            yield position, first
        position = max(position, last)
    if end > position:
        yield position, end
