"""Bytes -> syntax tree, a little further than Python goes by itself."""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from flask_modernize.sources import SourceFile, UnreadableSource

_RECURSION_LIMIT = 4_000
"""Python builds trees three times as deep as this; its stack of 8 MiB has room for several times that."""


def parse_bytes(data: bytes) -> ast.Module:
    """The syntax tree of a file's content. Raises UnreadableSource with the reason and the place."""
    try:
        with deep_trees(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return parse_source(SourceFile.from_bytes(data))


def parse_source(source: SourceFile) -> ast.Module:
    """The same for a decoded file."""
    with deep_trees():
        return source.parse()


@contextmanager
def deep_trees() -> Iterator[None]:
    """Lets the parser build chains of thousands of calls, which generated code has."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Syntax trees have no cycles; looking for some in millions of fresh nodes costs a sixth of the parse."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


__all__ = ["UnreadableSource", "deep_trees", "no_garbage_collection", "parse_bytes", "parse_source"]
