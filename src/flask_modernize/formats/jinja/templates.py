"""Finds the tags of a template, and what each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask_modernize.formats.jinja.expressions import NotJinja, tokens_of
from flask_modernize.formats.jinja.nodes import Tag, Template, Unreadable
from flask_modernize.formats.jinja.tags import TagParser


def read_template(data: bytes) -> Template:
    """Reads a template with Jinja's default delimiters. Offsets are those of bytes in ``data``."""
    return read_text(data.decode("latin-1"))


def read_text(text: str) -> Template:
    """As `read_template` for text; offsets are those of its characters."""
    tags: list[Tag] = []
    unreadable: list[Unreadable] = []
    around: list[Tag] = []
    for start, inner_start, inner_end, end, is_statement in _delimited(text):
        try:
            tokens = tokens_of(text, inner_start, inner_end)
            tag = TagParser(tokens, inner_end).tag(start, end, is_statement, tuple(around))
        except (NotJinja, RecursionError):
            unreadable.append(Unreadable(start, end, text[inner_start:inner_end]))
            continue
        tags.append(tag)
        if tag.keyword.startswith("end"):
            _close(around, tag.keyword[3:])
        elif _opens(tag):
            around.append(tag)
    return Template(tuple(tags), tuple(unreadable))


_BLOCKS = frozenset({"for", "if", "macro", "call", "with", "block", "filter", "trans", "autoescape", "cache"})


def _opens(tag: Tag) -> bool:
    return tag.keyword in _BLOCKS or (tag.keyword == "set" and bool(tag.bindings) and tag.bindings[0].value is None)


def _close(around: list[Tag], keyword: str) -> None:
    for index in range(len(around) - 1, -1, -1):
        if around[index].keyword == keyword:
            del around[index:]
            return


_OPENING = re.compile(r"\{\{|\{%|\{#")
_LINE_END = re.compile(r"[\r\n]|\Z")
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")


def _delimited(text: str) -> Iterator[tuple[int, int, int, int, bool]]:
    """(start, start inside, end inside, end, whether it is a statement) of every tag; comments and raw are skipped."""
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        if opening[0] == "{#":
            close = text.find("#}", start + 2)
            position = len(text) if close < 0 else close + 2
            continue
        raw = _RAW.match(text, start)
        if raw:
            end_raw = _END_RAW.search(text, raw.end())
            position = end_raw.end() if end_raw else len(text)
            continue
        is_statement = opening[0] == "{%"
        found = _closing(text, start + 2, "%}" if is_statement else "}}")
        if found is None:
            line_end = _LINE_END.search(text, start)
            end = line_end.start() if line_end else len(text)
            yield start, start + 2, end, end, is_statement
            position = start + 2
            continue
        inner_start = start + 2 + (text[start + 2 : start + 3] in ("-", "+"))
        inner_end = found - (found > inner_start and text[found - 1] in "-+")
        yield start, inner_start, inner_end, found + 2, is_statement
        position = found + 2


_PIECE = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[(\[{]|[)\]}]|%\}""", re.DOTALL)


def _closing(text: str, start: int, closing: str) -> int | None:
    """Where the tag that opened before ``start`` is closed: not in a string, not in brackets."""
    depth = 0
    position = start
    while piece := _PIECE.search(text, position):
        if not depth and text.startswith(closing, piece.start()):
            return piece.start()
        if piece[0] in "([{":
            depth += 1
        elif piece[0] in ")]}":
            depth = max(depth - 1, 0)
        position = piece.end()
    return None
