"""The bytes of the Python files of a tree: each is read once, and words are looked for in all of them together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from typing import TYPE_CHECKING

from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.sources import Tree

MAX_BYTES = 24_000_000
"""Of source, that is kept in memory; what is beyond is read each time."""
MAX_FOUND = 400_000
"""Of what was found, for all words together, that is remembered: the same words are looked for after each change."""
_BETWEEN = b"\0"
"""What no word has that is looked for."""


class _Text:
    """Files one after the other; only ever added to."""

    __slots__ = ("data", "found", "kept", "paths", "starts", "stops")

    def __init__(self) -> None:
        self.data = bytearray()
        self.paths: list[str] = []
        self.starts: list[int] = []
        self.stops: dict[str, tuple[int, int]] = {}
        self.found: dict[bytes, tuple[int, list[str]]] = {}
        """By word, how many files were searched for it, and those that have it."""
        self.kept = 0

    def add(self, path: str, content: bytes) -> None:
        start = len(self.data)
        self.data += content
        self.data += _BETWEEN
        self.paths.append(path)
        self.starts.append(start)
        self.stops[path] = (start, start + len(content))


class Contents:
    """What the Python files of one tree hold."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._python = frozenset(tree.python_paths())
        self._text = _Text()
        self._changed: dict[str, bytes] = {}
        """Files that are not what they were in the tree that the text was read from."""
        self._missing: list[str] | None = None
        """Those that words are looked for in and that are not in the text; None before the first search."""

    def after(self, tree: Tree, touched: Container[str]) -> Contents:
        """Those of a changed tree: only what was touched is read again."""
        other = Contents(tree)
        other._text = self._text
        other._changed = {path: data for path, data in self._changed.items() if path in other._python}
        for path in tree.python_paths():
            if path in touched:
                try:
                    other._changed[path] = tree.read(path)
                except (UnreadableSource, OSError, KeyError):
                    other._changed[path] = b""
        return other

    def read(self, path: str) -> bytes:
        """The bytes of a file of the tree. Raises what ``Tree.read`` raises."""
        changed = self._changed.get(path)
        if changed is not None:
            return changed
        place = self._text.stops.get(path)
        if place is not None:
            with memoryview(self._text.data) as data:
                return data[place[0] : place[1]].tobytes()
        found = self._tree.read(path)
        if path in self._python and len(self._text.data) + len(found) <= MAX_BYTES:
            self._text.add(path, found)
        return found

    def content(self, path: str) -> bytes:
        """The same; empty where the file cannot be read."""
        try:
            return self.read(path)
        except (UnreadableSource, OSError, KeyError):
            return b""

    def files_with(self, word: bytes) -> list[str]:
        """The Python files that hold ``word``, sorted; those that cannot be read are left out."""
        if self._missing is None:
            self._missing = self._read_all()
        found = [path for path in self._of_text(word) if path in self._python and path not in self._changed]
        found += [path for path, data in self._changed.items() if word in data]
        found += [path for path in self._missing if word in self.content(path)]
        return sorted(found)

    def _read_all(self) -> list[str]:
        for path in self._tree.python_paths():
            if path not in self._text.stops:
                self.content(path)
        held = {*self._text.stops, *self._changed}
        return [path for path in self._tree.python_paths() if path not in held]

    def _of_text(self, word: bytes) -> list[str]:
        text = self._text
        searched, found = text.found.get(word, (-1, []))
        if searched != len(text.paths):
            found = _search(text, word)
            if text.kept < MAX_FOUND:
                text.found[word] = (len(text.paths), found)
                text.kept += len(found) + 1
        return found


def _search(text: _Text, word: bytes) -> list[str]:
    found = []
    place = text.data.find(word)
    while place >= 0:
        path = text.paths[bisect_right(text.starts, place) - 1]
        found.append(path)
        place = text.data.find(word, text.stops[path][1] + 1)
    return found
