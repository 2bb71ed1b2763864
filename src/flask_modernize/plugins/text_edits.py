"""From a new text of a whole file to the smallest edits of its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_modernize.planning.contract import Edit, Group
from flask_modernize.sources import SourceFile
from flask_modernize.sources.line_matching import changed_blocks

_WITHOUT_STATE = frozenset({"utf-8", "ascii", "latin-1", "iso8859-1", "cp1252", "iso8859-15"})
"""Encodings in which a character has the same bytes wherever it stands."""


def group_of(path: str, source: SourceFile, new: str, title: str) -> Group:
    """All changes of one file as a group. ``new`` has its line ends as "\\n" and no byte order mark.

    Raises UnencodableText for a character that the file's encoding does not have.
    """
    edits = tuple(text_edits(path, source, new))
    lines = [(source.position(edit.start)[0], source.position(max(edit.end - 1, edit.start))[0]) for edit in edits]
    statements = tuple((path, first, last) for first, last in lines)
    return Group(title, path, lines[0][0] if lines else 1, edits, statements=statements, sites=len(edits))


def text_edits(path: str, source: SourceFile, new: str) -> Iterator[Edit]:
    """What makes the file's text ``new``; line ends and byte order mark stay as they are. Raises UnencodableText."""
    # Split as SourceFile does: at "\n" only, not at form feeds.
    before = source.text(0, len(source.data)).split("\n")
    after = new.split("\n")
    old_lines = [line.encode("utf-8", "surrogatepass") for line in _with_ends(before)]
    new_lines = [line.encode("utf-8", "surrogatepass") for line in _with_ends(after)]
    for first, end, new_first, new_end in changed_blocks(old_lines, new_lines):
        replaced = _with_ends(before)[first:end]
        put = _with_ends(after)[new_first:new_end]
        if len(replaced) == len(put):
            for number, (old, text) in enumerate(zip(replaced, put, strict=True), first + 1):
                if old != text:
                    yield _line_edit(path, source, number, old, text)
        else:
            yield Edit(path, *_span(source, first, end), source.encode("".join(put)))


def _with_ends(lines: Sequence[str]) -> list[str]:
    """Lines with their line ends; an empty last one is the end of the line before it."""
    complete = [line + "\n" for line in lines[:-1]]
    return [*complete, lines[-1]] if lines[-1] else complete


def _span(source: SourceFile, first: int, end: int) -> tuple[int, int]:
    """The bytes of the lines ``first`` to ``end`` (0-based, the last one not included)."""
    start = source.line_span(first + 1)[0]
    return start, source.line_span(end)[1] if end > first else start


def _line_edit(path: str, source: SourceFile, line: int, old: str, new: str) -> Edit:
    """Replaces what differs between the two texts of one line."""
    start, end = source.line_span(line)
    if source.encoding not in _WITHOUT_STATE or old.endswith("\n") != new.endswith("\n"):
        return Edit(path, start, end, source.encode(new))
    old, new = old.removesuffix("\n"), new.removesuffix("\n")
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    start += len(old[:head].encode(source.encoding))
    middle = old[head : len(old) - tail].encode(source.encoding)
    return Edit(path, start, start + len(middle), source.encode(new[head : len(new) - tail]))


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
