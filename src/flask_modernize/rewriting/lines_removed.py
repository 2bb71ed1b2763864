"""Taking whole lines out of a file so that the blank lines around them look as if they had never been there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.source_text import line_text

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


def removals(path: str, source: SourceFile, ranges: Iterable[tuple[int, int]], kept: frozenset[int]) -> list[Edit]:
    """Edits that take out the ranges of lines (1-based, both included). ``kept``: lines that other edits replace."""
    gone = {line for first, last in ranges for line in range(first, last + 1)} - kept
    edits = []
    for first, last in _runs(source, gone):
        blank_before, blank_after = _blank_before(source, first), _blank_after(source, last)
        start = first
        end = last + min(blank_before, blank_after)
        if last + blank_after >= source.line_count:
            start, end = first - blank_before, source.line_count
        elif first - blank_before == 1:
            end = last + blank_after
        edits.append(Edit(path, source.line_span(start)[0], source.line_span(end)[1], b""))
    return edits


def _runs(source: SourceFile, gone: set[int]) -> list[tuple[int, int]]:
    """Ranges of lines that go; blank lines between two of them go along."""
    runs: list[tuple[int, int]] = []
    for line in sorted(gone):
        if runs and all(not line_text(source, each).strip() for each in range(runs[-1][1] + 1, line)):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _blank_before(source: SourceFile, line: int) -> int:
    count = 0
    while line - count - 1 >= 1 and not line_text(source, line - count - 1).strip():
        count += 1
    return count


def _blank_after(source: SourceFile, line: int) -> int:
    count = 0
    while line + count + 1 <= source.line_count and not line_text(source, line + count + 1).strip():
        count += 1
    return count
