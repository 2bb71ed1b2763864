"""Where the strings of a TOML document stand, which no parser of TOML tells.

The scanner understands tables, keys, arrays and inline tables. What it reads is compared with what ``tomllib`` reads:
where they differ, it gives no places at all.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A string value: ``start:end`` is its content, without quotes; ``name`` where its key stands.

    ``entry`` are the lines of the ``key = value`` that it is, or is part of; not for what is in an array.
    """

    key: Key
    value: str
    start: int
    end: int
    entry: tuple[int, int] | None = None
    name: tuple[int, int] | None = None


class _Unknown(Exception):
    """Something that the scanner does not understand."""


_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\Z)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^\s,\]}#]+(?: \d\d:[^\s,\]}#]+)?")
_STRINGS = (
    re.compile(r'"""(?:\r?\n)?((?:[^\\"]|\\[\s\S]|"{1,2}(?!"))*)"""', re.DOTALL),
    re.compile(r"'''(?:\r?\n)?((?:[^']|'{1,2}(?!'))*)'''", re.DOTALL),
    re.compile(r'"((?:[^"\\\r\n]|\\.)*)"'),
    re.compile(r"'([^'\r\n]*)'"),
)


def string_places(text: str) -> tuple[Place, ...]:
    """Every string value of a document in order; none where the document, or this scanner of it, is at fault.

    Raises tomllib.TOMLDecodeError for what is not TOML.
    """
    document = tomllib.loads(text)
    scanner = _Scanner(text)
    try:
        scanner.scan()
    except (_Unknown, IndexError):
        return ()
    if all(_value_at(document, place.key) == place.value for place in scanner.places):
        return tuple(scanner.places)
    return ()


def _value_at(value: object, key: Key) -> object:
    for part in key:
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


@dataclass(slots=True)
class _Scanner:
    text: str
    position: int = 0
    places: list[Place] = field(default_factory=list)
    tables: dict[Key, int] = field(default_factory=dict)
    """How many tables of an array of tables there were so far."""

    def scan(self) -> None:
        table: Key = ()
        self.skip(_GAP)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                table = self.header()
            else:
                self.pair(table, own_line=True)
            if _REST.match(self.text, self.position) is None:
                raise _Unknown
            self.skip(_GAP)

    def header(self) -> Key:
        array = self.text.startswith("[[", self.position)
        self.position += 2 if array else 1
        key = self.inside_arrays(self.keys(), array)
        closing = "]]" if array else "]"
        if not self.text.startswith(closing, self.position):
            raise _Unknown
        self.position += len(closing)
        return key

    def inside_arrays(self, names: tuple[str, ...], array: bool) -> Key:
        """The key of a table, with the numbers of the arrays of tables that it is in."""
        key: Key = ()
        for index, name in enumerate(names):
            key += (name,)
            if array and index == len(names) - 1:
                self.tables[key] = self.tables.get(key, -1) + 1
            if key in self.tables:
                key += (self.tables[key],)
        return key

    def keys(self) -> tuple[str, ...]:
        """A key, dotted or not, and the spaces around it."""
        names = []
        while True:
            self.skip(_SPACE)
            bare = _BARE.match(self.text, self.position)
            names.append(bare[0] if bare else self.string()[0])
            if bare:
                self.position = bare.end()
            self.skip(_SPACE)
            if not self.text.startswith(".", self.position):
                return tuple(names)
            self.position += 1

    def pair(self, table: Key, own_line: bool = False) -> None:
        start = self.position
        names = self.keys()
        name = (start, start + len(self.text[start : self.position].rstrip()))
        if not self.text.startswith("=", self.position):
            raise _Unknown
        self.position += 1
        self.skip(_SPACE)
        first = len(self.places)
        self.value((*table, *names), name)
        if own_line:
            rest = _REST.match(self.text, self.position)
            begin = max(self.text.rfind("\n", 0, start), -1) + 1
            stop = rest.end() if rest else self.position
            self.settle(first, (*table, *names), (begin, stop))

    def settle(self, first: int, key: Key, entry: tuple[int, int]) -> None:
        """The lines of what was read since ``first``, now that their end is known."""
        for index in range(first, len(self.places)):
            place = self.places[index]
            if all(isinstance(part, str) for part in place.key[len(key) :]):
                self.places[index] = replace(place, entry=entry)

    def value(self, key: Key, name: tuple[int, int] | None) -> None:
        opening = self.text[self.position]
        if opening in "\"'":
            value, start, end = self.string()
            self.places.append(Place(key, value, start, end, name=name))
        elif opening == "[":
            self.items(key)
        elif opening == "{":
            self.inline_table(key, name)
        else:
            match = _SCALAR.match(self.text, self.position)
            if match is None:
                raise _Unknown
            self.position = match.end()

    def items(self, key: Key) -> None:
        self.position += 1
        for number in range(len(self.text)):
            self.skip(_GAP)
            if self.text[self.position] == "]":
                break
            self.value((*key, number), None)
            self.skip(_GAP)
            if self.text[self.position] != ",":
                break
            self.position += 1
        if self.text[self.position] != "]":
            raise _Unknown
        self.position += 1

    def inline_table(self, key: Key, name: tuple[int, int] | None) -> None:
        self.position += 1
        self.skip(_GAP)
        while self.text[self.position] != "}":
            first = len(self.places)
            self.pair(key)
            for index in range(first, len(self.places)):
                self.places[index] = replace(self.places[index], name=name)
            self.skip(_GAP)
            if self.text[self.position] == ",":
                self.position += 1
                self.skip(_GAP)
            elif self.text[self.position] != "}":
                raise _Unknown
        self.position += 1

    def string(self) -> tuple[str, int, int]:
        """A string's value and the span of its content."""
        for pattern in _STRINGS:
            match = pattern.match(self.text, self.position)
            if match is not None:
                self.position = match.end()
                return tomllib.loads(f"value = {match[0]}")["value"], match.start(1), match.end(1)
        raise _Unknown

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
