"""Where the text of a file may assign to an attribute, so that files that do not need not be parsed.

What is told here is less than the syntax would tell: everything that assigns is found, and some things that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class StoreText:
    """Something that may be ``receiver.name = value``; ``receiver`` is empty where it is not just a name.

    ``place`` is the byte offset of the dot.
    """

    place: int
    receiver: bytes


def store_texts(data: bytes, name: bytes, start: int = 0, stop: int | None = None) -> Iterator[StoreText]:
    """Everything between two byte offsets that may assign to the attribute ``name`` of something."""
    for match in followed(name).finditer(data, start, len(data) if stop is None else stop):
        found = store_text(match)
        if found is not None:
            yield found


def store_text(match: re.Match[bytes]) -> StoreText | None:
    """What :func:`followed` found, if it may assign to an attribute."""
    data = match.string
    dot = _before_blanks(data, match.start()) - 1
    if dot < 0 or data[dot] != _DOT or (match[1] is None and not _may_be_target(data, dot, match)):
        return None
    end = _before_blanks(data, dot)
    receiver = _RECEIVER.search(data, max(0, end - _LONGEST_NAME), end)
    return StoreText(dot, receiver[0] if receiver is not None else b"")


_DOT, _COLON = b".:"
_RECEIVER = re.compile(rb"(?<![\w.\x80-\xff])(?<!\.[ \t])(?<!\\\n)[^\W\d]\w*\Z")
_LONGEST_NAME = 100
_GAP = rb"(?:[\s\\]|#[^\n]*+)*+"


@lru_cache(maxsize=1_000)
def followed(name: bytes) -> re.Pattern[bytes]:
    """The name, and behind it what an assignment to it goes on with: group 1 is where that is certain."""
    word = re.escape(name)
    operator = rb"(?:[-+|&^%@]|\*\*?|//?|<<|>>)?=(?!=)"
    goes_on = _GAP + rb"(?:(" + operator + rb")|[,)\]]|in\b)|(?:[ \t]|\\\r?\n)*:"
    return re.compile(word + rb"(?![\w\x80-\xff])(?:" + goes_on + rb")")


def _before_blanks(data: bytes, place: int) -> int:
    while place and data[place - 1] in b" \t\n\r\f\v\\":
        place -= 1
    return place


_TARGETS = re.compile(rb"(?:[\w\s.,*()\[\]'\"\\+-]|#[^\n]*+)*+")
"""What else may stand among the targets of an assignment or of a loop."""
_AS = re.compile(rb"\bas\b[^:=]*\Z")
_FOR = re.compile(rb"\bfor\b(?![^\n\[(]*\bin\b)")
_IN = re.compile(rb"\bin\b")
_CONDITION = re.compile(rb"\b(?:if|elif|while|assert|return|yield|and|or|not|else)\b")
_EQUALS = re.compile(rb"(?<![=!<>])=(?!=)[^\n]*")
_ANNOTATION = re.compile(rb":[ \t]*[^\s#]")


def _may_be_target(data: bytes, dot: int, match: re.Match[bytes]) -> bool:
    """Whether what is followed by a comma, a closing bracket, a colon or ``in`` may be assigned to."""
    start, brackets = _opened(data, dot)
    before, follows = data[start:dot], match.end() - 1
    if data[follows] == _COLON:
        annotated = not brackets and _ANNOTATION.match(data, follows) is not None
        return annotated or _AS.search(before) is not None
    if _AS.search(before):
        return True
    behind = _TARGETS.match(data, follows)
    assert behind is not None  # it may be nothing
    in_call = b"(" in brackets or b"{" in brackets
    if (match[0].endswith(b"in") or _IN.search(behind[0])) and (
        _FOR.search(before) or not (in_call or _CONDITION.search(before))
    ):
        return True
    if in_call:
        return False
    end = data.find(b"\n", follows)
    return data.startswith(b"=", behind.end()) or bool(_EQUALS.search(data, follows, end if end >= 0 else len(data)))


_LITERAL = re.compile(rb"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"")
_LONG_LITERAL = re.compile(rb"'{3}|\"{3}")
_CALLED = re.compile(rb"[\w)\]\x80-\xff]\Z")
_KEYWORD = re.compile(rb"\b(?:and|as|assert|await|elif|else|for|from|if|in|is|not|or|return|while|with|yield)\Z")
_BRACKET = re.compile(rb"[()\[\]{}]")
_MOST_LINES = 40


def _opened(data: bytes, place: int) -> tuple[int, bytes]:
    """Which brackets are certainly open at a place, and where the text starts that was looked at for that.

    Innermost first: ``(`` for those of a call or of an index, ``{`` for those of a dict, ``[`` for others.
    """
    found, closed = b"", 0
    end = place
    for _ in range(_MOST_LINES):
        start = data.rfind(b"\n", 0, end) + 1
        text = data[start:end]
        line = _LITERAL.sub(_blank, text)
        if b"'" in line or b'"' in line or _LONG_LITERAL.search(text) or (b"#" in line and end == place):
            break
        line = line.partition(b"#")[0]
        for bracket in reversed([*_BRACKET.finditer(line)]):
            char, at = bracket[0], bracket.start()
            if char in b")]}":
                closed += 1
            elif closed:
                closed -= 1
            else:
                called = char != b"{" and _CALLED.search(line[:at]) and not _KEYWORD.search(line[:at])
                found += b"(" if called else b"{" if char == b"{" else b"["
        if found[-1:] in (b"(", b"{") or not start:
            return start, found
        end = start - 1
        if not closed and not found and not _CONTINUED.search(data, data.rfind(b"\n", 0, end) + 1, end):
            return start, found
    return end, found


_CONTINUED = re.compile(rb"[,(\[{\\][ \t]*(?:#[^\n]*)?\r?\Z")


def _blank(literal: re.Match[bytes]) -> bytes:
    return b"_" * len(literal[0])
