"""What must hold for every changed file, checked on the result and not on the intention.

Each check answers None or a `Breach`. They look at one file at a time; `settling` finds the group that is at fault and
drops it whole.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_modernize.planning.composition import Splice
from flask_modernize.sources import SourceFile, UnreadableSource


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the engine that a change would break."""

    code: str
    message: str


def breach(before: bytes, after: bytes, splices: Sequence[Splice]) -> Breach | None:
    """The first rule that this change of a Python file breaks, or None."""
    for check in CHECKS:
        found = check(before, after, splices)
        if found is not None:
            return found
    return None


def only_planned_spans(before: bytes, after: bytes, splices: Sequence[Splice]) -> Breach | None:
    """Everything outside of the planned spans is byte for byte what it was."""
    position, place = 0, 0
    for splice in splices:
        edit = splice.edit
        kept = edit.start - position
        in_range = position <= edit.start <= edit.end <= len(before)
        if not in_range or before[position : edit.start] != after[place : place + kept]:
            return Breach("G-SPANS", "The rewrite would change bytes that it did not plan to change.")
        place += kept + len(edit.replacement)
        position = edit.end
    if before[position:] != after[place:]:
        return Breach("G-SPANS", "The rewrite would change bytes that it did not plan to change.")
    return None


def same_form(before: bytes, after: bytes, splices: Sequence[Splice]) -> Breach | None:
    """Byte order mark, line ends and the final line end stay as they are."""
    if before.startswith(codecs.BOM_UTF8) != after.startswith(codecs.BOM_UTF8):
        return Breach("G-FORM", "The rewrite would add or remove the byte order mark.")
    if after and (before[-1:] in b"\r\n") != (after[-1:] in b"\r\n"):
        return Breach("G-FORM", "The rewrite would add or remove the line end at the end of the file.")
    new_ends = {end for splice in splices for end in _line_ends(splice.edit.replacement)}
    if new_ends and not new_ends <= (_line_ends(before) or new_ends):
        return Breach("G-FORM", "The rewrite would mix another kind of line end into the file.")
    return None


def parses(before: bytes, after: bytes, splices: Sequence[Splice]) -> Breach | None:
    """The file is still Python."""
    try:
        SourceFile.from_bytes(after).parse()
    except UnreadableSource as problem:
        return Breach("G-PARSE", f"The rewritten file would not parse: {problem.message}")
    return None


def comments_kept(before: bytes, after: bytes, splices: Sequence[Splice]) -> Breach | None:
    """Every comment that was there is there. Costs nothing where no replaced span holds a ``#``."""
    if not any(b"#" in before[splice.edit.start : splice.edit.end] for splice in splices):
        return None
    lost = _comments(before) - _comments(after)
    if lost:
        return Breach("G-COMMENT", f"The rewrite would lose the comment {min(lost)!r}.")
    return None


CHECKS: tuple[Callable[[bytes, bytes, Sequence[Splice]], Breach | None], ...] = (
    only_planned_spans,
    same_form,
    parses,
    comments_kept,
)

_LINE_END = re.compile(rb"\r\n|\r|\n")


def _line_ends(data: bytes) -> set[bytes]:
    return set(_LINE_END.findall(data))


def _comments(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                found[token.string.rstrip()] += 1
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # what does not parse is another guard's business; what was counted so far still counts
    return found
