"""Chunks taken out of a file and text put in, with the blank lines that belong between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.app_factory.moving import Chunk

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


@dataclass(slots=True)
class FileText:
    """One file that loses chunks and gains definitions; :meth:`edits` gives what changes."""

    source: SourceFile
    path: str
    chunks: tuple[Chunk, ...]
    removed: set[int] = field(default_factory=set)
    inserted: dict[int, list[list[str]]] = field(default_factory=dict)
    replaced: dict[int, str] = field(default_factory=dict)

    def remove(self, number: int) -> None:
        """Takes a chunk out, with the comments before it."""
        self.removed.add(number)

    def replace(self, number: int, text: str) -> None:
        """Puts one line in the place of a chunk and of the comments before it."""
        self.replaced[number] = text

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
        return (*self._edits(), *(self._replacement(number) for number in self.replaced))

    def _replacement(self, number: int) -> Edit:
        chunk, source = self.chunks[number], self.source
        start, end = source.line_span(chunk.lead)[0], source.line_span(chunk.last)[1]
        ended = source.data[:end].endswith((b"\n", b"\r"))
        return Edit(self.path, start, end, source.encode(self.replaced[number] + ("\n" if ended else "")))

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
        """From the first chunk that goes to the next one that stays.

        The blank lines above are left alone: an import before them may go by another edit, which takes some along.
        """
        first = gap[0] if gap else after
        start = self.source.line_span(self.chunks[first].lead)[0]
        end = self.source.line_span(self.chunks[after].lead)[0]
        wanted = 2 if new else min(max(self._blank_lines(number) for number in (*gap, after)), 2)
        missing = max(0, wanted - self._blank_lines(first)) if before >= 0 else 0
        text = "\n" * missing + (_definitions(new) + "\n\n" if new else "")
        return Edit(self.path, start, end, self.source.encode(text))

    def _at_end(self, before: int, gap: Sequence[int], new: Sequence[Sequence[str]]) -> Edit:
        text = _definitions(new) if new else ""
        if gap and new:
            start = self.source.line_span(self.chunks[gap[0]].lead)[0]
            missing = 2 - self._blank_lines(gap[0])
        elif gap:
            start, missing = self._end_of(before), 0
        else:
            start, missing = len(self.source.data), 2 - self._blank_lines_at_end()
        text = "\n" * max(0, missing if before >= 0 else 0) + text
        end = self._end_of(gap[-1]) if gap else start
        complete = self.source.data.endswith((b"\n", b"\r"))
        if end == len(self.source.data) and not complete:
            if start == end:
                text = "\n" + text.removesuffix("\n")
            elif not text:
                start -= len(self.source.newline)
            else:
                text = text.removesuffix("\n")
        return Edit(self.path, start, end, self.source.encode(text))

    def _end_of(self, number: int) -> int:
        return self.source.line_span(self.chunks[number].last)[1] if number >= 0 else self.source.line_span(1)[0]

    def _blank_lines_at_end(self) -> int:
        line = self.source.line_count
        while line > 1 and not self.source.text(*self.source.line_span(line)).strip():
            line -= 1
        return self.source.line_count - line

    def _blank_lines(self, number: int) -> int:
        chunk = self.chunks[number]
        return chunk.lead - chunk.blank


def _definitions(new: Sequence[Sequence[str]]) -> str:
    """Functions with two blank lines between them."""
    return "\n\n\n".join("\n".join(lines) for lines in new) + "\n"
