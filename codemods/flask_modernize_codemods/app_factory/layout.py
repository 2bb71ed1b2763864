"""Chunks taken out of a file and text put in, with the blank lines that belong between them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.app_factory.moving import Chunk

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True)
class FileText:
    """One file that loses chunks and gains definitions; :meth:`edits` gives what changes."""

    source: SourceFile
    path: str
    chunks: tuple[Chunk, ...]
    removed: set[int] = field(default_factory=set)
    inserted: dict[int, list[list[str]]] = field(default_factory=dict)

    def remove(self, number: int) -> None:
        """Takes a chunk out, with the comments before it."""
        self.removed.add(number)

    def insert(self, number: int, lines: Sequence[str]) -> None:
        """Puts a definition after a chunk (which may go); -1: before all. Later ones come after earlier ones."""
        self.inserted.setdefault(number, []).append(list(lines))

    def insert_before_end(self, lines: Sequence[str], guards: Collection[int]) -> None:
        """Puts a definition at the end of the file, but above ``if __name__ == "__main__":`` that ends it."""
        number = len(self.chunks) - 1
        while number >= 0 and number in guards:
            number -= 1
        self.insert(number, lines)

    def edits(self) -> tuple[Edit, ...]:
        return tuple(self._edits())

    def _edits(self) -> Iterator[Edit]:
        """Between two chunks that stay, what lies between them is written anew where it changes."""
        last_kept = -1
        gap: list[int] = []
        new: list[list[str]] = list(self.inserted.get(-1, ()))
        for number, _ in enumerate(self.chunks):
            if number in self.removed:
                gap.append(number)
                new += self.inserted.get(number, [])
                continue
            if gap or new:
                yield self._between(last_kept, number, gap, new)
            last_kept, gap, new = number, [], list(self.inserted.get(number, ()))
        if gap or new:
            yield self._at_end(last_kept, gap, new)

    def _between(self, before: int, after: int, gap: Sequence[int], new: Sequence[Sequence[str]]) -> Edit:
        start = self._end_of(before)
        end = self.source.line_span(self.chunks[after].lead)[0]
        blank = max(self._blank_lines(number) for number in (*gap, after))
        if new:
            text = self._definitions(new, before >= 0) + "\n\n"
        else:
            text = "\n" * (min(blank, 2) if before >= 0 else 0)
        return Edit(self.path, start, end, self.source.encode(text))

    def _at_end(self, before: int, gap: Sequence[int], new: Sequence[Sequence[str]]) -> Edit:
        start = self._end_of(before)
        end = self._end_of(gap[-1]) if gap else start
        text = self._definitions(new, before >= 0) if new else ""
        complete = self.source.data.endswith((b"\n", b"\r"))
        if end == len(self.source.data) and not complete:
            if start == end:
                text = "\n" + text.removesuffix("\n")
            elif not text:
                start -= len(self.source.newline)
            else:
                text = text.removesuffix("\n")
        return Edit(self.path, start, end, self.source.encode(text))

    def _definitions(self, new: Sequence[Sequence[str]], something_above: bool) -> str:
        text = "\n\n\n".join("\n".join(lines) for lines in new) + "\n"
        return "\n\n" + text if something_above else text

    def _end_of(self, number: int) -> int:
        return self.source.line_span(self.chunks[number].last)[1] if number >= 0 else self.source.line_span(1)[0]

    def _blank_lines(self, number: int) -> int:
        chunk = self.chunks[number]
        return chunk.lead - chunk.blank
