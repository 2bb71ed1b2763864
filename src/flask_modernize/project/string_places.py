"""Where in a file the characters of a string literal stand, whatever its quotes, escapes and parts are."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.sources import SourceFile

_OPENING = re.compile(rb"([rRuUbB]{0,2})('''|\"\"\"|'|\")")


def place_in_string(syntax: Syntax, node: ast.Constant) -> int | None:
    """The byte offset of the first character of a string; None when it cannot be told.

    Inside of an f-string the parser's own places are not to be relied on; the literal is then looked for.
    """
    source = syntax.source
    outer = next((each for each in syntax.scopes.ancestors(node) if isinstance(each, ast.JoinedStr)), None)
    if outer is None:
        match = _OPENING.match(source.data, source.offset(node.lineno, node.col_offset))
        return match.end() if match else None
    start = source.offset(outer.lineno, outer.col_offset)
    end = source.offset(outer.end_lineno or outer.lineno, outer.end_col_offset or 0)
    text = re.escape(str(node.value).encode(source.encoding, "replace"))
    places = [
        match.start() + 1 for match in re.finditer(rb"(?P<quote>['\"])" + text + rb"(?P=quote)", source.data[start:end])
    ]
    return start + places[0] if len(places) == 1 else None


def texts_in_string(source: SourceFile, node: ast.Constant) -> Iterator[tuple[str, Sequence[int]]]:
    """The value of a string with the byte offset of each of its characters; nothing when it cannot be told."""
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    raw = source.data[start:end].decode(source.encoding)
    text, places = "", []
    for token_start, token in _string_tokens(raw):
        found = _characters(token)
        if found is None:
            return
        for value, index in found:
            text += value
            places += [start + len(raw[: token_start + index].encode(source.encoding))] * len(value)
    if text == str(node.value):
        yield text, places


def _string_tokens(raw: str) -> Iterator[tuple[int, str]]:
    lines = io.StringIO(f"({raw})", newline="")
    starts = [0]
    for line in io.StringIO(f"({raw})", newline=""):
        starts.append(starts[-1] + len(line))
    try:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.STRING:
                yield starts[token.start[0] - 1] + token.start[1] - 1, token.string
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return


_LITERAL = re.compile(r"([rRuUbB]{0,2})('''|\"\"\"|'|\")(.*)\2", re.DOTALL)
_UNIT = re.compile(r"\\(?:\r\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|.)|\r\n|.", re.DOTALL)


def _characters(token: str) -> list[tuple[str, int]] | None:
    """Every character of one literal with its index in it."""
    match = _LITERAL.fullmatch(token)
    if match is None or "b" in match[1].lower():
        return None
    is_raw = "r" in match[1].lower()
    found = []
    for unit in _UNIT.finditer(match[3]):
        text = unit[0]
        if text in ("\r\n", "\r"):
            values = "\n"
        elif len(text) == 1:
            values = text
        elif is_raw:
            values = text.replace("\r\n", "\n")
        else:
            values = _escaped(text)
        offset = match.start(3) + unit.start()
        found += [(value, offset + (index if is_raw else 0)) for index, value in enumerate(values)]
    return found


def _escaped(text: str) -> str:
    try:
        value = ast.literal_eval(f'"{text}"' if text != '\\"' else "'\\\"'")
    except (SyntaxError, ValueError):
        return text
    return value if isinstance(value, str) else text
