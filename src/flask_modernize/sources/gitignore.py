"""One .gitignore line as a regular expression, with git's own meaning (gitignore(5) and git's wildmatch.c), on bytes.

Tested against git itself. Libraries for this match a directory's contents along with the directory, which is wrong for
patterns that take back (``!/dir/``): git asks for one directory or file at a time, and so do the users of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IgnorePattern:
    """Matches one path at a time, relative to the directory of the .gitignore file."""

    expression: re.Pattern[bytes]
    takes_back: bool
    directories_only: bool
    by_name: bool
    """Whether only the last part of a path is compared: the line has no slash but perhaps a final one."""

    def matches(self, path: bytes, is_directory: bool) -> bool:
        """Whether the line means ``path`` (no final slash) itself; its contents are the caller's affair."""
        if self.directories_only and not is_directory:
            return False
        return self.expression.fullmatch(path.rpartition(b"/")[2] if self.by_name else path) is not None


def ignore_pattern(line: bytes) -> IgnorePattern | None:
    """The pattern of a line without its line end; None for blank lines, comments and lines that match nothing."""
    if line.startswith(b"#"):
        return None
    line = _without_trailing_spaces(line)
    takes_back = line.startswith(b"!")
    body = line[1:] if takes_back else line
    directories_only = body.endswith(b"/")
    body = body.removesuffix(b"/")
    by_name = b"/" not in body
    expression = _expression(body.removeprefix(b"/"))
    if not body or expression is None:
        return None
    return IgnorePattern(re.compile(expression, re.DOTALL), takes_back, directories_only, by_name)


def _without_trailing_spaces(line: bytes) -> bytes:
    stripped = line.rstrip(b" ")
    backslashes = len(stripped) - len(stripped.rstrip(b"\\"))
    escaped = backslashes % 2 == 1 and len(stripped) < len(line)
    return stripped + b" " if escaped else stripped


def _expression(body: bytes) -> bytes | None:
    """The body of a line as an expression for the whole path; None if it can match nothing."""
    parts: list[bytes] = []
    position = 0
    while position < len(body):
        character = body[position : position + 1]
        if character == b"*":
            part, position = _stars(body, position)
            parts.append(part)
            continue
        if character == b"[":
            bracket = _bracket(body, position + 1)
            if bracket is None:
                return None
            part, position = bracket
            parts.append(part)
            continue
        if character == b"\\":
            position += 1
            if position == len(body):
                return None
            character = body[position : position + 1]
            parts.append(re.escape(character))
        else:
            parts.append(b"[^/]" if character == b"?" else re.escape(character))
        position += 1
    return b"".join(parts)


def _stars(body: bytes, start: int) -> tuple[bytes, int]:
    """A run of stars: two or more between slashes (or the ends) mean any number of directories, else one star."""
    end = start
    while body[end : end + 1] == b"*":
        end += 1
    alone = (start == 0 or body[start - 1 : start] == b"/") and body[end : end + 1] in (b"", b"/")
    if end - start == 1 or not alone:
        return b"[^/]*", end
    if end == len(body):
        return b".*", end
    return b"(?:.*/)?", end + 1


_CLASSES = {
    b"alnum": rb"[0-9A-Za-z]",
    b"alpha": rb"[A-Za-z]",
    b"blank": rb"[ \t]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"digit": rb"[0-9]",
    b"graph": rb"[!-~]",
    b"lower": rb"[a-z]",
    b"print": rb"[ -~]",
    b"punct": rb"[!-/:-@\[-`{-~]",
    b"space": rb"[ \t\n\v\f\r]",
    b"upper": rb"[A-Z]",
    b"xdigit": rb"[0-9A-Fa-f]",
}


def _bracket(body: bytes, position: int) -> tuple[bytes, int] | None:
    """The bracket expression whose inside starts at ``position``, and its end; None if it is not closed or valid."""
    negated = body[position : position + 1] in (b"!", b"^")
    position += negated
    members: set[int] = set()
    previous: int | None = None
    first = True
    while first or body[position : position + 1] != b"]":
        first = False
        if position >= len(body):
            return None
        if body.startswith(b"[:", position) and b"]" in body[position + 2 :]:
            end = body.index(b"]", position + 2)
            name = body[position + 2 : end]
            if name.endswith(b":"):
                if name[:-1] not in _CLASSES:
                    return None
                members |= {byte for byte in range(256) if re.fullmatch(_CLASSES[name[:-1]], bytes([byte]))}
                position, previous = end + 1, None
                continue
        is_range = body[position] == ord("-") and previous is not None and body[position + 1 : position + 2] != b"]"
        position += is_range
        if body[position : position + 1] == b"\\":
            position += 1
        if position >= len(body):
            return None
        members |= set(range(previous if is_range and previous is not None else body[position], body[position] + 1))
        previous = None if is_range else body[position]
        position += 1
    matched = [byte for byte in range(256) if (byte in members) != negated and byte != ord("/")]
    return (b"(?!)" if not matched else b"[" + b"".join(b"\\x%02x" % byte for byte in matched) + b"]"), position + 1
