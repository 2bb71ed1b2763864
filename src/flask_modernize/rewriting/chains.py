"""A chain of method calls taken apart as text: what is put together again has every byte that was not changed.

A *chain* is an expression ``base.link(...).link(...)[index]``. Python's own parser tells where its parts stand.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from flask_modernize.facts.parsing import UnreadableSource, parse_bytes


class ChainError(ValueError):
    """The text is not the chain that was announced; the message says what was found."""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What becomes of one link; the default keeps it. ``arguments`` is the new text between its parentheses."""

    rename: str | None = None
    arguments: str | None = None
    drop: bool = False


_BLANK = r"(?:[ \t\f]|\\\n)*"
_SPACE = r"(?:[ \t\f\n]|\\\n|#[^\n]*\n)*"
_STEP = re.compile(rf"(?P<closing>(?:{_SPACE}\))*)(?P<before>{_SPACE})\.(?P<after>{_SPACE})(?P<name>\w+)")
_INDEX = re.compile(rf"(?P<closing>(?:{_SPACE}\))*)(?={_SPACE}\[)")
_COMMA = re.compile(rf"(?:{_SPACE}\))*{_SPACE},")
_COMMENT = re.compile(r"#[^\n]*")
_OPENING = re.compile(r"#[^\n]*|\(")
_BEFORE_ARGUMENTS = re.compile(rf"{_SPACE}(?=\()")
_LINE = re.compile(rf"(?P<blank>{_BLANK})(?P<comment>#[^\n]*)?\n")


@dataclass(frozen=True, slots=True)
class Step:
    """One link: ``.name(...)``, ``.name`` or ``[...]`` with the white space and comments around its dot."""

    before: str
    after: str
    name: str
    """Empty for an index."""
    rest: str
    """What follows the name."""

    @property
    def dot_space(self) -> str:
        return self.before + self.after

    def text(self) -> str:
        return f"{self.before}.{self.after}{self.name}{self.rest}" if self.name else self.rest

    def indented(self, indent: str) -> Step:
        """The step with its dot after ``indent`` where a line break stands before it; backslashes are not needed."""
        if "\n" not in self.dot_space:
            return self
        space = next((each for each in (self.before, self.after) if _LINE.match(each)), "")
        text = ""
        line = _LINE.match(space)
        while line is not None:
            comment = line["comment"] or ""
            text += (line["blank"] if not text else indent if comment else "") + comment + "\n"
            line = _LINE.match(space, line.end())
        return replace(self, before=(text or "\n") + indent, after="")

    def changed(self, link: LinkChange) -> Step:
        """The step as ``link`` says; raises ChainError if that is for calls and this is none."""
        if link.rename is None and link.arguments is None:
            return self
        space = _BEFORE_ARGUMENTS.match(self.rest)
        if not self.name or space is None:
            raise ChainError("only a method call can be changed")
        rest = self.rest
        if link.arguments is not None:
            rest = f"{space[0]}({link.arguments}\n)" if "#" in link.arguments else f"{space[0]}({link.arguments})"
        return replace(self, name=link.rename or self.name, rest=rest)


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its base and its steps, innermost first."""

    base: str
    steps: tuple[Step, ...]
    comments: tuple[str, ...] = ()
    """Comments that stood before the calls that were dropped at the end."""
    grouped: bool = False
    """Part of the chain stood in parentheses of its own, which are gone."""

    @classmethod
    def parse(cls, source: str, count: int, node: ast.expr | None = None) -> Chain:
        """The chain ``source`` with its outermost ``count`` steps; what is below them is the base.

        ``node`` is what the same text was parsed to, anywhere in a file.
        """
        if not count:
            return cls(source, ())
        text = f"({source}\n)".encode()
        if node is None:
            return _taken_apart(text, _line_starts(text), _parsed(text, source), count)
        starts = _line_starts(text)
        starts[0] += 1 - node.col_offset
        return _taken_apart(text, [0] * (node.lineno - 1) + starts, node, count)

    def with_base(self, base: str | None) -> Chain:
        return self if base is None else replace(self, base=base)

    def with_links(self, links: Sequence[LinkChange]) -> Chain:
        kept = [step.changed(link) for step, link in zip(self.steps, links, strict=True) if not link.drop]
        dropped = [step for step, link in zip(self.steps, links, strict=True) if link.drop]
        comments = [line.strip() for step in dropped for line in step.dot_space.split("\n") if "#" in line]
        if comments and any(not link.drop for link in links[_first_dropped(links) :]):
            raise ChainError("a comment before a call that goes")
        return replace(self, steps=tuple(kept), comments=tuple(comments))

    def is_broken(self) -> bool:
        """Whether a line break stands before one of the dots."""
        return any("\n" in step.dot_space for step in self.steps)

    def with_breaks(self, indent: str) -> Chain:
        """Every link on a line of its own."""
        steps = (replace(step, before="\n" + indent, after="") if step.name else step for step in self.steps)
        return replace(self, steps=tuple(steps))

    def text(self, indent: str | None = None) -> str:
        """The text; with ``indent`` every line break before a dot is followed by it, backslashes gone."""
        steps = self.steps if indent is None else [step.indented(indent) for step in self.steps]
        return self.base + "".join(step.text() for step in steps)


def _first_dropped(links: Sequence[LinkChange]) -> int:
    """The place of the first link that goes."""
    return next((place for place, link in enumerate(links) if link.drop), len(links))


def split_arguments(text: str) -> list[str]:
    """The arguments that stand between the parentheses of a call, one by one. Raises ChainError."""
    data = f"_({text}\n)".encode()
    call = _parsed(data, text)
    if not isinstance(call, ast.Call):
        raise ChainError(f"{type(call).__name__} where arguments were expected")
    starts = _line_starts(data)
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    ends = sorted(_end(starts, argument) for argument in arguments)
    found, place = [], 2
    for end in ends:
        comma = _COMMA.match(data[end:].decode())
        stop = end + len(comma[0].encode()) if comma is not None else len(data)
        found.append(data[place : stop - 1].decode().strip())
        place = stop
    return found


def _parsed(text: bytes, shown: str) -> ast.expr:
    try:
        statement = parse_bytes(text).body[0]
    except UnreadableSource as error:
        raise ChainError(f"cannot parse {shown!r}: {error}") from error
    assert isinstance(statement, ast.Expr)
    return statement.value


def _taken_apart(text: bytes, starts: Sequence[int], node: ast.expr, count: int) -> Chain:
    """``text`` is the chain ``node`` in parentheses; ``starts`` are the places in it that the node's lines start at."""
    end = _end(starts, node)
    steps: list[Step] = []
    closings: list[str] = []
    for _ in range(count):
        attribute, inner = _outer_step(node)
        stop = _end(starts, inner)
        named = _end(starts, attribute) if attribute is not None else end
        gap = text[stop:named].decode()
        found = _STEP.fullmatch(gap) if attribute is not None else _INDEX.match(gap)
        rest = text[named:end].decode() if attribute is not None else gap[len(found[0]) :] if found else ""
        if found is None or (node is not attribute and attribute is not None and not _BEFORE_ARGUMENTS.match(rest)):
            raise ChainError("parentheses that do not belong to a call inside the chain")
        parts = found.groupdict()
        steps.append(Step(parts.get("before", ""), parts.get("after", ""), parts.get("name", ""), rest))
        closings.append(found["closing"])
        node, end = inner, stop
    steps.reverse()
    base = _base(text, starts[node.lineno - 1] + node.col_offset, end, closings)
    return Chain(base, tuple(steps), grouped=any(closings[:-1]))


def _outer_step(node: ast.expr) -> tuple[ast.Attribute | None, ast.expr]:
    """The attribute that is read in the outermost step (None in an index), and what it is a step of."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func, node.func.value
    if isinstance(node, ast.Attribute):
        return node, node.value
    if isinstance(node, ast.Subscript):
        return None, node.value
    raise ChainError(f"{type(node).__name__} where a method call was expected")


def _base(text: bytes, start: int, end: int, closings: Sequence[str]) -> str:
    """The base with parentheses of its own; those of steps are left out."""
    before, base = text[1:start].decode(), text[start:end].decode()
    opening = [found.start() for found in _OPENING.finditer(before) if found[0] == "("]
    own, others = (_COMMENT.sub("", each).count(")") for each in (closings[-1], "".join(closings[:-1])))
    if len(opening) != own + others:
        raise ChainError("a parenthesised step inside the chain")
    place = opening[-own] if own else len(before)
    if any("#" in each for each in (before[:place], *closings[:-1])):
        raise ChainError("a comment beside parentheses inside the chain")
    return before[place:] + base + closings[-1] if own else base


def _line_starts(text: bytes) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split(b"\n"))]


def _end(starts: Sequence[int], node: ast.expr | ast.keyword) -> int:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return starts[node.end_lineno - 1] + node.end_col_offset
