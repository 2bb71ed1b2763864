"""Inline comments that keep the tool from a statement: ``# flask-modernize: ignore[select-queries]``."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from flask_modernize.facts.record import Ignore

MARKER = b"flask-modernize:"
_COMMENT = re.compile(
    r"#\s*flask-modernize:\s*(?P<verb>ignore-file|skip-file|ignore)\s*(?:\[(?P<ids>[^\]#]*)\])?(?![\w-])"
)


def find_ignores(module: ast.Module, data: bytes) -> tuple[Ignore, ...]:
    """The ignore comments of a file, with the statement that each stands on, in the order of their lines.

    A comment on a line of its own belongs to the statement that follows it, unless it stands inside one.
    """
    if MARKER not in data:
        return ()
    comments = list(_comments(data))
    if not comments:
        return ()
    spans = sorted(_spans(module, data.splitlines()))
    return tuple([_ignore(line, alone, match, spans) for line, alone, match in comments])


def _ignore(line: int, alone: bool, match: re.Match[str], spans: list[tuple[int, int]]) -> Ignore:
    ids = tuple([each for each in (part.strip() for part in (match["ids"] or "").split(",")) if each])
    if match["verb"] != "ignore":
        return Ignore(line, ids, 0, 0, whole_file=True)
    holding = [span for span in spans if span[0] <= line <= span[1]]
    if holding:
        first, last = max(holding, key=lambda span: (span[0], -span[1]))
    else:
        following = (span for span in spans if span[0] > line) if alone else iter(())
        first, last = next(following, (0, 0))
    return Ignore(line, ids, first, last)


def _comments(data: bytes) -> Iterator[tuple[int, bool, re.Match[str]]]:
    """(line, whether it is alone on it, match) of each ignore comment. Stops quietly where tokens end."""
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT and (match := _COMMENT.match(token.string)):
                yield token.start[0], not token.line[: token.start[1]].strip(), match
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _spans(module: ast.Module, lines: list[bytes]) -> Iterator[tuple[int, int]]:
    """(first, last line) of every statement; of a compound one only the header, decorators included."""
    stack: list[ast.stmt] = list(module.body)
    while stack:
        node = stack.pop()
        inner = _inner_statements(node)
        stack += inner
        decorators = getattr(node, "decorator_list", None)
        first = decorators[0].lineno if decorators else node.lineno
        last = node.end_lineno or node.lineno
        if inner:
            last = min(_first_line(each) for each in inner) - 1
            while last > node.lineno and lines[last - 1].strip()[:1] in (b"", b"#"):
                last -= 1
            last = max(node.lineno, last)
        yield first, last


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", None)
    return int(decorators[0].lineno) if decorators else node.lineno


def _inner_statements(node: ast.AST) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for name in ("body", "orelse", "finalbody"):
        found += [each for each in getattr(node, name, ()) if isinstance(each, ast.stmt)]
    for name in ("handlers", "cases"):
        for block in getattr(node, name, ()):
            found += block.body
    return found
