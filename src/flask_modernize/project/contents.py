"""The bytes of the Python files of a tree: each is read once, and words are looked for in all of them together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container
from typing import TYPE_CHECKING, TypeVar

from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.sources import Tree

MAX_BYTES = 24_000_000
"""Of source, that is kept in memory; what is beyond is read each time."""
MAX_FOUND = 400_000
"""Of what was found, for all words together, that is remembered: the same words are looked for after each change."""
_BETWEEN = b"\n\0\n"
"""What no word has that is looked for; for patterns, each file starts on a line of its own."""
_Wanted = bytes | re.Pattern[bytes] | tuple[bytes, re.Pattern[bytes]]
"""A word, a pattern, or a word with a pattern for what stands behind it."""
Item = TypeVar("Item")


class _Text:
    """Files one after the other; only ever added to."""

    __slots__ = ("data", "found", "kept", "paths", "starts", "stops")

    def __init__(self) -> None:
        self.data = bytearray()
        self.paths: list[str] = []
        self.starts: list[int] = []
        self.stops: dict[str, tuple[int, int]] = {}
        self.found: dict[_Wanted, tuple[int, list[str]]] = {}
        """By word or pattern, how many files were searched for it, and those that have it."""
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

    def files_with(self, wanted: _Wanted) -> list[str]:
        """The Python files that hold a word, or in which a pattern matches, sorted; not those that cannot be read.

        A word with a pattern behind it is found much faster than a pattern of both. A pattern is looked for in all
        files at once, so it must not match where there is a zero byte.
        """
        missing = self._not_in_text()
        found = [path for path in self._of_text(wanted) if path in self._python and path not in self._changed]
        found += [path for path, data in self._changed.items() if _holds(data, wanted)]
        found += [path for path in missing if _holds(self.content(path), wanted)]
        return sorted(found)

    def picked(
        self, pattern: re.Pattern[bytes], pick: Callable[[re.Match[bytes]], Item | None]
    ) -> list[tuple[str, Item]]:
        """What ``pick`` makes of every place where a pattern matches, but None, each with the path of its file."""
        missing = self._not_in_text()
        text = self._text
        found = [(match.end(), item) for match in pattern.finditer(text.data) if (item := pick(match)) is not None]
        paths = [(text.paths[bisect_right(text.starts, place - 1) - 1], item) for place, item in found]
        kept = [(path, item) for path, item in paths if path in self._python and path not in self._changed]
        for path in (*self._changed, *missing):
            matches = pattern.finditer(self.content(path))
            kept += [(path, item) for match in matches if (item := pick(match)) is not None]
        return kept

    def _not_in_text(self) -> list[str]:
        """Reads all that there is room for; gives the others."""
        if self._missing is None:
            self._missing = self._read_all()
        return self._missing

    def _read_all(self) -> list[str]:
        for path in self._tree.python_paths():
            if path not in self._text.stops:
                self.content(path)
        held = {*self._text.stops, *self._changed}
        return [path for path in self._tree.python_paths() if path not in held]

    def _of_text(self, wanted: _Wanted) -> list[str]:
        text = self._text
        searched, found = text.found.get(wanted, (-1, []))
        if searched != len(text.paths):
            found = _search(text, wanted)
            if text.kept < MAX_FOUND:
                text.found[wanted] = (len(text.paths), found)
                text.kept += len(found) + 1
        return found


def _search(text: _Text, wanted: _Wanted) -> list[str]:
    found = []
    place = _place(text.data, wanted, 0)
    while place >= 0:
        path = text.paths[bisect_right(text.starts, place) - 1]
        found.append(path)
        place = _place(text.data, wanted, text.stops[path][1] + 1)
    return found


def _holds(data: bytes, wanted: _Wanted) -> bool:
    return _place(data, wanted, 0) >= 0


def _place(data: bytes | bytearray, wanted: _Wanted, start: int) -> int:
    """A place in the file that has it next; -1 when there is none."""
    if isinstance(wanted, bytes):
        return data.find(wanted, start)
    if isinstance(wanted, tuple):
        word, behind = wanted
        place = data.find(word, start)
        while place >= 0 and behind.match(data, place + len(word)) is None:
            place = data.find(word, place + 1)
        return place
    match = wanted.search(data, start)
    return match.end() - 1 if match is not None else -1  # it may start with the line end before the file
