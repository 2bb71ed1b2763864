"""The tokens of Python code, and the brackets that are open where each stands."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CLOSING = frozenset(")]}")
_OPENING = frozenset("([{")
_NOT_CODE = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Bracket:
    """An open bracket, and the column of the code that follows it on its line, None if none does.

    Lines are 1-based, columns 0-based, in characters.
    """

    line: int
    column: int
    below: int | None


def tokens_in_brackets(text: str) -> Iterator[tuple[tokenize.TokenInfo, Sequence[Bracket]]]:
    """The code and comments of ``text``, each with the brackets around it, the innermost last.

    An opening bracket is not in itself, a closing one still is. The sequence is only good until the next token.
    Raises TokenError or SyntaxError where the text cannot be read.
    """
    brackets: list[Bracket] = []
    opened: tokenize.TokenInfo | None = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if opened is not None:
            beside = token.type not in _NOT_CODE and token.type != tokenize.COMMENT
            below = token.start[1] if beside and token.start[0] == opened.start[0] else None
            brackets.append(Bracket(*opened.start, below))
            opened = None
        if token.type in _NOT_CODE:
            continue
        yield token, brackets
        if token.type == tokenize.OP and token.string in _OPENING:
            opened = token
        elif token.type == tokenize.OP and token.string in CLOSING and brackets:
            brackets.pop()
