"""Where the text of a file may name something in its code, so that files that only write about it need not be parsed.

What is told here is less than the syntax would tell: every name is found, and some words that are none.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from functools import lru_cache

from flask_modernize.facts.parsing import UnreadableSource, parse_bytes


@lru_cache(maxsize=1_000)
def whole_word(word: bytes) -> re.Pattern[bytes]:
    """The word where it is not a part of a longer one."""
    text = re.escape(word)
    # What stands before the word is looked at last: a pattern that starts with plain text is found much faster.
    return re.compile(text + rb"(?<![\w\x80-\xff]" + text + rb")(?![\w\x80-\xff])")


@lru_cache(maxsize=1_000)
def bare_word(word: bytes) -> re.Pattern[bytes]:
    """The same where it is no attribute."""
    text = re.escape(word)
    return re.compile(text + rb"(?<![\w.\x80-\xff]" + text + rb")(?![\w\x80-\xff])")


def attribute_texts(data: bytes, word: bytes) -> Iterator[int]:
    """The byte offsets of every ``word`` that may be an attribute of something."""
    for match in whole_word(word).finditer(data):
        dot = _before_blanks(data, match.start()) - 1
        if dot >= 0 and data[dot] == _DOT and not _is_prose(data, match):
            yield match.start()


def may_be_called(data: bytes, word: bytes, *, is_class: bool) -> bool:
    """Whether a file may use the function or class that it knows as ``word``, or as an attribute of a module.

    Not by importing it, and not by inheriting from a class or asking ``isinstance``.
    """
    for match in whole_word(word).finditer(data):
        if _is_prose(data, match):
            continue
        start, end = match.span()
        dot = _before_blanks(data, start) - 1
        if dot >= 0 and data[dot] == _DOT and b"\n" in data[dot:start]:
            return True  # the dot may end a comment
        if dot >= 0 and data[dot] == _DOT:
            if _may_be_module(data, _before_blanks(data, dot)):
                return True
            continue  # an attribute of something else
        if _RENAMED.match(data, end) or not _IMPORTED.search(data, max(0, start - _LONGEST_LIST), start):
            line = data[data.rfind(b"\n", 0, start) + 1 : start]
            if not (is_class and _OF_CLASSES.search(line) and _LISTED.match(data, end)):
                return True
    return False


def may_name(data: bytes, word: bytes, *, is_member: bool) -> bool:
    """Whether a file may name something ``word``, import it as something else, or have a text that is the word.

    ``is_member``: only what may be a member of something, attributes and definitions; else definitions do not count.
    """
    for match in whole_word(word).finditer(data):
        start, end = match.span()
        if data[start - 1 : start] in _TEXT_STARTS and data[end : end + 1] in _TEXT_ENDS:
            return True
        if _RENAMED.match(data, end) or (is_member and _is_defined(data, start)):
            return True
        if (not is_member or _may_be_attribute(data, start)) and not _is_prose(data, match):
            return True
    return False


def _is_defined(data: bytes, start: int) -> bool:
    before = _WORD_BEFORE.search(data, max(0, start - _LONGEST_WORD), start)
    return before is not None and before[1] in _DEFINING


def _may_be_attribute(data: bytes, start: int) -> bool:
    """Whether there is a dot before a word; there may be comments in between."""
    end = _before_blanks(data, start)
    if data[end - 1 : end] == b".":
        return True
    return b"\n" in data[end:start] and b"#" in data[data.rfind(b"\n", 0, end) + 1 : end]


_DOT = ord(".")
_LONGEST_WORD, _LONGEST_LIST = 60, 400
_KEYWORDS = frozenset(each.encode() for each in (*keyword.kwlist, *keyword.softkwlist, "type"))
_WORD_BEFORE = re.compile(rb"(?<![\w\x80-\xff])([A-Za-z_]\w*)[ \t]+\Z")
_WORD_BEHIND = re.compile(rb"[ \t]+([A-Za-z_]\w*)(?![\w\"'\x80-\xff])")
_DEFINING = frozenset({b"def", b"class"})
_RENAMED = re.compile(rb"[\s\\]+as\b")
_IMPORTED = re.compile(
    rb"(?:^|;)[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import(?:"
    rb"[ \t]+(?:\w+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*"
    rb"|[ \t]*\((?:\s|#[^\n]*+)*+(?:\w+(?:[ \t]+as[ \t]+\w+)?\s*,(?:\s|#[^\n]*+)*+)*)\Z",
    re.MULTILINE,
)
_OF_CLASSES = re.compile(
    rb"\A[ \t]*class[ \t]+\w+[ \t]*\([\w., \t]*\Z"
    rb"|(?<![\w.\x80-\xff])(?:isinstance|issubclass)\((?:[\w.]+,)?[ \t]*\(?[\w., \t]*\Z"
    rb"|(?<![\w.\x80-\xff])super\([ \t]*\Z"
)
_LISTED = re.compile(rb"[ \t]*[,)]")


def _is_prose(data: bytes, match: re.Match[bytes]) -> bool:
    """Whether a word stands where no name is used: next to a quote, or to another word that is no keyword."""
    start, end = match.span()
    if data[start - 1 : start] in _QUOTES or data[end : end + 1] in _QUOTES:
        return True
    behind = _WORD_BEHIND.match(data, end)
    if behind is not None and behind[1] not in _KEYWORDS:
        return True
    before = _WORD_BEFORE.search(data, max(0, start - _LONGEST_WORD), start)
    return before is not None and (before[1] not in _KEYWORDS or before[1] in _DEFINING)


_QUOTES = frozenset({b"'", b'"'})
_TEXT_STARTS, _TEXT_ENDS = _QUOTES | {b"}", b"\n"}, _QUOTES | {b"{", b"\\"}
"""Next to a text, or a part of one."""
_HOLDER = re.compile(rb"(?<![\w\x80-\xff])([^\W\d]\w*)(?:\.\w+)*\Z")
_IMPORTS = re.compile(rb"\bimport\b(?:[ \t]|\\\r?\n)*+(?:\((?:[^)#]|#[^\n]*+)*+\)|\*|(?:[^\n\\]|\\\r?\n|\\)*+)")
_GIVEN = re.compile(rb"[ \t)\]]*(,[^=\n]*=(?!=)|(?::[^=\n]*)?=(?!=)[ \t(]*([^\n(]*$)?)", re.MULTILINE)
"""What follows on a name that something is given to; with the second group, perhaps on one that stands for another."""


def _may_be_module(data: bytes, end: int) -> bool:
    """Whether what ends at a byte offset, before a dot, may be the name of a module.

    Such a name begins with one that is imported somewhere, or stands for another.
    """
    if data[end - 1 : end] in (b")", b"]", b"}", b"'", b'"'):
        return False
    holder = _HOLDER.search(data, max(0, end - _LONGEST_LIST), end)
    if holder is None or data[_before_blanks(data, holder.start()) - 1 : holder.start()].startswith(b"."):
        return True
    name = holder[1]
    for match in _IMPORTS.finditer(data):
        if match[0].endswith(b"*") or whole_word(name).search(match[0]):
            return True
    return any(_may_stand_for_another(data, match) for match in bare_word(name).finditer(data))


def _may_stand_for_another(data: bytes, match: re.Match[bytes]) -> bool:
    """Whether a name may be given something that has a name itself; more than one name may be given something."""
    given = _GIVEN.match(data, match.end())
    if given is None:
        return False
    return (
        given[1].startswith(b",")
        or given[2] is not None
        or b"," in data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()]
    )


def _before_blanks(data: bytes, place: int) -> int:
    while place and data[place - 1] in b" \t\n\r\f\v\\":
        place -= 1
    return place


# --- calls ---


def call_texts(data: bytes, word: bytes) -> Iterator[ast.Call | None]:
    """What every attribute ``word`` is called with; None where it may be used in another way."""
    has_patterns = _CASE.search(data) is not None  # which look like calls
    for start in attribute_texts(data, word):
        yield _call_at(data, start + len(word)) if not has_patterns else None


_CASE = re.compile(rb"\n[ \t]*case\b")
_BLANKS = re.compile(rb"[ \t]*")
_TOKENS = re.compile(rb"[^()\[\]{}'\"#]++|#[^\n]*+|'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|[()\[\]{}]")
_LONGEST_CALL = 2_000


def _call_at(data: bytes, place: int) -> ast.Call | None:
    opened = _BLANKS.match(data, place)
    assert opened is not None  # it may be nothing
    start = place = opened.end()
    if data[place : place + 1] != b"(":
        return None
    depth = 0
    while place < start + _LONGEST_CALL:
        token = _TOKENS.match(data, place)
        if token is None:
            return None
        place = token.end()
        depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
        if not depth:
            return _parsed(data[start:place])
    return None


_OPENING, _CLOSING = frozenset({b"(", b"[", b"{"}), frozenset({b")", b"]", b"}"})


def _parsed(arguments: bytes) -> ast.Call | None:
    try:
        [statement] = parse_bytes(b"f" + arguments).body
    except UnreadableSource:
        return None
    call = statement.value if isinstance(statement, ast.Expr) else None
    return call if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
