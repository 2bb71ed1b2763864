"""A file without the insides of its functions, found without parsing: most of what a file says stands outside of them.

Lines stay where they are: those of a body become empty, and ``pass`` stands on its last line of code. What cannot be
told from the bytes alone is left as it is. A body that is cut off too early, because brackets in it go on in a line
that is indented less, leaves a closing bracket behind that was never opened: of a file that parses, only the right
skeleton does so too.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from flask_modernize.facts.ignores import MARKER
from flask_modernize.sources import UnreadableSource
from flask_modernize.sources.encodings import source_encoding

MIN_BODY = 60
"""Bytes. To take a smaller body out costs as much as to parse it."""
_SCOPE = re.compile(rb"\n([ \t]*+)(?:class\b|(?:async[ \t]++)?def[ \t]++\w++([ \t]*+\()?)")
"""The first line of a class or (with the second group) a function, the line end before it included.

What stands in front of the bracket is in no string, if the line does not begin in one.
"""
_PARAMETERS = re.compile(
    rb"""(?:[^()\[\]{}"'#\\]|"(?:[^"\\\n]++"|"(?!"))|'(?:[^'\\\n]++'|'(?!')))*+\)"""
    rb"[ \t]*+(?:->[ \t]*+[\w.]++[ \t]*+)?:[ \t]*+(?:#[^\n]*+)?\n"
)
"""The rest of most functions' first statement."""
_STRING = (
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    rb'|"(?:(?:[^"\\\n]|\\.)++"|"(?!"))'
    rb"|'(?:(?:[^'\\\n]|\\.)++'|'(?!'))"
)
_TOKEN = re.compile(_STRING + rb"""|#[^\n]*+|(["'])""", re.DOTALL)
"""A string or a comment; with the group, the start of a string that has no end."""
_HEADER_TOKEN = re.compile(_STRING + rb"""|#[^\n]*+|(["'\\])|([(\[{])|([)\]}])|(:)""", re.DOTALL)
_REST_OF_LINE = re.compile(rb"[ \t]*+(?:#[^\n]*+)?\r?\n")
_MIXED = re.compile(rb"\n(?: ++\t|\t++ )")
_OLD_STATEMENT = re.compile(
    rb"\n[ \t]*+(?:(?:else[ \t]*+:[ \t]*+)?print(?:[ \t]++[\w\"'%`]|[ \t]*+>>)|exec[ \t]++[\w\"']"
    rb"|except[ \t]++(?:[\w.]++|\([^()\n]*+\))[ \t]*+,"
    rb"|raise[ \t]++(?:[\w.]++(?:\([^()\n]*+\))?(?:\[[^]\n]*+\])?[ \t]*+,|\w[^\n]*\)[ \t]*+,))"
)
"""What a line of Python 2 looks like; so may some of a text, or of an expression."""
_PLAIN_FORMATTED = re.compile(rb"""(?:[^{}]|\{[^{}"'#\n]*+\})*+""")
_NESTING_STRINGS = sys.version_info >= (3, 12)
"""Whether what is in the braces of an f-string may have the quotes that the string has."""


def skeleton_of(data: bytes) -> bytes | None:
    """A file's content without the insides of functions; None where they cannot be told, or nothing would be gained.

    It may not parse although the file does; then the file is to be parsed instead. Parameters, decorators and
    annotations stay. Bodies that have a function or class in them stay, and so do those that may say ``global`` or
    ``yield``. None too for files with ignore comments, which stand anywhere, and for what may be Python 2, so that such
    a file is told to be that whatever is asked about it.
    """
    if b"def " not in data or _is_doubtful(data):
        return None
    try:
        return _Cutter(data).run()
    except _DoubtError:
        return None


def comments_of(data: bytes) -> list[bytes] | None:
    """Every comment of a file, without line ends; None where the bytes alone do not tell strings from comments."""
    found = []
    for token in _TOKEN.finditer(data):
        if token.lastindex or (_NESTING_STRINGS and _may_nest(data, token.start(), token[0])):
            return None
        if token[0].startswith(b"#"):
            found.append(token[0].rstrip())
    return found


def _is_doubtful(data: bytes) -> bool:
    """Whether lines or indentation may not be what they seem to be."""
    if b"\f" in data or b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return True
    if MARKER in data or _OLD_STATEMENT.search(data):
        return True
    if b"\n\t" in data and b"\n " in data:
        return True
    if b"\t" in data and _MIXED.search(data):
        return True
    try:
        return source_encoding(data) != "utf-8"
    except UnreadableSource:
        return True


class _DoubtError(Exception):
    """What the bytes say is not clear without parsing them."""


class _Cutter:
    """Goes through a file from function to function."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reached = 0
        """Up to here it is known what is code and what is text; this is code."""
        self._quotes = sorted([*_places(data, b'"""'), *_places(data, b"'''"), len(data)])
        self._pieces: list[bytes] = []
        self._copied = 0
        self._kept_words = [word for word in (b"global", b"yield") if word in data]

    def run(self) -> bytes | None:
        data = self._data
        found = [(match.start() + 1, len(match[1]), match.end(2)) for match in _SCOPE.finditer(data)]
        found.append((len(data), 0, -1))
        for number, (start, indent, inside) in enumerate(found):
            if inside >= 0 and start >= self._reached and self._is_code(start):
                self._function(start, indent, inside, found[number + 1][0])
        if not self._pieces:
            return None
        return b"".join([*self._pieces, data[self._copied :]])

    def _function(self, start: int, indent: int, inside: int, next_scope: int) -> None:
        """Leaves out the body of the function whose line starts at ``start``, its parameters at ``inside``."""
        data = self._data
        header = _PARAMETERS.match(data, inside)
        body = header.end() if header is not None else _header_end(data, inside)
        self._reached = body
        if next_scope - body < MIN_BODY or not body:
            return
        end = self._end_of_body(body - 1, indent, next_scope)
        if end is None:
            # There is another scope in it, or what looks like one.
            self._reached = body
            return
        if end - body < MIN_BODY or any(data.find(word, body, end) >= 0 for word in self._kept_words):
            return
        last = self._last_line(body, end)
        if last is not None:
            self._pieces += [
                data[self._copied : body],
                b"\n" * data.count(b"\n", body, last),
                data[start : start + indent],
                b" pass",
            ]
            stop = data.find(b"\n", last)
            self._copied = stop if stop >= 0 else len(data)

    def _end_of_body(self, place: int, indent: int, next_scope: int) -> int | None:
        """The start of the first statement behind ``place`` that is indented no more than ``indent``.

        None if there is another scope in between.
        """
        search = _outside(indent).search
        while True:
            match = search(self._data, place)
            end = match.start() + 1 if match is not None else len(self._data)
            if next_scope < end:
                return None
            if self._is_code(end):
                return end
            place = self._reached

    def _is_code(self, start: int) -> bool:
        """Whether the line at ``start`` does not begin in a string; goes on behind the string if it does.

        Raises _DoubtError where the line before is continued.
        """
        if self._is_continued(start):
            raise _DoubtError
        while (quotes := self._next_long_string()) < start:
            self._reached = self._end_of_text(quotes)
            if self._reached > start:
                return False
        self._reached = start
        return True

    def _is_continued(self, line: int) -> bool:
        """Whether the line that ends where the one at ``line`` starts has a backslash at its end."""
        return self._data.endswith((b"\\\n", b"\\\r\n"), max(line - 3, 0), line)

    def _next_long_string(self) -> int:
        """Where the next three quotes are, perhaps in a comment or in another string."""
        return self._quotes[bisect_left(self._quotes, self._reached)]

    def _end_of_text(self, place: int) -> int:
        """The end of the string or comment that has the quotes at ``place``."""
        start = self._reached
        line = self._data.rfind(b"\n", start, place) + 1
        if line and not _NESTING_STRINGS and not self._is_continued(line):
            start = line  # there is no string that goes on from line to line before it
        for token in _TOKEN.finditer(self._data, start):
            if token.lastindex or (_NESTING_STRINGS and _may_nest(self._data, token.start(), token[0])):
                break
            if token.end() > place:
                return token.end()
        raise _DoubtError

    def _last_line(self, body: int, end: int) -> int | None:
        """The start of the last line of code before ``end``; None where it cannot be told."""
        data = self._data
        while end > body:
            start = data.rfind(b"\n", body - 1, end - 1) + 1
            line = data[start:end].strip()
            if line and not line.startswith(b"#"):
                return start
            if line and (b'"""' in line or b"'''" in line or self._is_continued(start)):
                return None  # it may be the end of a string
            end = start
        return None


def _places(data: bytes, text: bytes) -> Iterator[int]:
    place = data.find(text)
    while place >= 0:
        yield place
        place = data.find(text, place + 1)


def _header_end(data: bytes, inside: int) -> int:
    """The start of the line behind the header of a function; 0 if its body is on the same line."""
    depth = 1
    for token in _HEADER_TOKEN.finditer(data, inside):
        kind = token.lastindex
        if kind == 1 or (_NESTING_STRINGS and kind is None and _may_nest(data, token.start(), token[0])):
            raise _DoubtError
        if kind == 2:
            depth += 1
        elif kind == 3:
            depth -= 1
        elif kind == 4 and not depth:
            rest = _REST_OF_LINE.match(data, token.end())
            return rest.end() if rest is not None else 0
    raise _DoubtError


def _may_nest(data: bytes, start: int, token: bytes) -> bool:
    """Whether a string may be an f-string in whose braces there are strings again."""
    before = data[max(start - 2, 0) : start].lower()
    formatted = before[-1:] in (b"f", b"t") or before in (b"fr", b"tr")
    return formatted and _PLAIN_FORMATTED.fullmatch(token) is None


@lru_cache(maxsize=64)
def _outside(indent: int) -> re.Pattern[bytes]:
    """The line end before a line of code that is indented by no more than so many characters."""
    # Python wants indentation to be the same whatever a tab counts, so one may count as one.
    return re.compile(rb"\n[ \t]{0,%d}+[^ \t\r\n#)\]}]" % indent)
