"""Where a line of a converted file stood before."""

from __future__ import annotations

from flask_modernize.sources import Tree
from flask_modernize.sources.line_matching import changed_blocks


def line_before(before: Tree, after: Tree, path: str, line: int) -> int:
    """The (1-based) line of a file in ``before`` that became ``line`` in ``after``."""
    old, new = before.read(path), after.read(path)
    if old == new:
        return line
    shift = 0
    for a, b, c, d in changed_blocks(old.splitlines(), new.splitlines()):
        if line - 1 < c:
            break
        if line - 1 < d:
            return min(a + (line - 1 - c), max(b - 1, a)) + 1
        shift = b - d
    return line + shift
