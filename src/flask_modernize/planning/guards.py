"""What must hold for every changed file, checked on the result and not on the intention.

Each check answers None or a `Breach`. They look at one file at a time, except for comments, which may move from one
file to another; `settling` finds the group that is at fault and drops it whole.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_modernize.facts import FileRecord, record_of
from flask_modernize.facts.skeleton import comments_of
from flask_modernize.planning.composition import Splice
from flask_modernize.rewriting.linter_comments import is_linter_comment
from flask_modernize.sources import FileDelta


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the engine that a change would break."""

    code: str
    message: str


def breach(before: bytes, after: bytes, splices: Sequence[Splice], *, python: bool) -> Breach | None:
    """The first rule that this change breaks within its file, or None. There are few for files that are not Python."""
    for check in (only_planned_spans, same_form) if python else (only_planned_spans,):
        found = check(before, after, splices)
        if found is not None:
            return found
    return None


def read_again(after: bytes) -> tuple[FileRecord, Breach | None]:
    """What a Python file says after the change; a breach where it is no longer Python."""
    record = record_of(after, always=True)
    if record.problem is None:
        return record, None
    return record, Breach("G-PARSE", f"The rewritten file would not parse: {record.problem[-1]}")


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


def lost_comments(deltas: Iterable[FileDelta], splices: Mapping[str, Sequence[Splice]]) -> dict[str, Breach]:
    """By path, the comments of changed Python files that are in none of them any more.

    Costs nothing where no replaced span holds a ``#``. What linters are told about an import goes with the import.
    """
    changed = list(deltas)
    missing: dict[str, Counter[str]] = {}
    for delta in changed:
        lost = _lost(delta, splices.get(delta.path, ()))
        if lost:
            missing[delta.path] = lost
    if not missing:
        return {}
    gained: Counter[str] = Counter()
    for delta in changed:
        gained += _comments(delta.after or b"") - _comments(delta.before or b"")
    found = {}
    for path, lost in missing.items():
        gone = lost - gained
        gained -= lost
        if gone:
            found[path] = Breach("G-COMMENT", f"The rewrite would lose the comment {min(gone)!r}.")
    return found


def _lost(delta: FileDelta, splices: Sequence[Splice]) -> Counter[str]:
    if delta.before is None:
        return Counter()
    if delta.after is None:
        return _comments(delta.before)
    replaced = [(splice, delta.before[splice.edit.start : splice.edit.end]) for splice in splices]
    if not any(b"#" in text for _, text in replaced):
        return Counter()
    lost = _comments(delta.before) - _comments(delta.after)
    imports = [text if splice.group is None else b"\n".join(_IMPORT_LINE.findall(text)) for splice, text in replaced]
    told = b"\n".join(imports).decode("utf-8", "replace")
    return Counter({each: n for each, n in lost.items() if not (is_linter_comment(each) and each in told)})


_IMPORT_LINE = re.compile(rb"^[ \t]*(?:from|import)\b[^\r\n]*", re.MULTILINE)
_LINE_END = re.compile(rb"\r\n|\r|\n")


def _line_ends(data: bytes) -> set[bytes]:
    if b"\r" not in data:
        return {b"\n"} if b"\n" in data else set()
    return set(_LINE_END.findall(data))


def _comments(data: bytes) -> Counter[str]:
    told = comments_of(data) if b"\r" not in data and b"\f" not in data else None
    if told is not None:
        try:
            return Counter(each.decode().rstrip() for each in told)
        except UnicodeDecodeError:
            pass  # another encoding
    found: Counter[str] = Counter()
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                found[token.string.rstrip()] += 1
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # what does not parse is another guard's business; what was counted so far still counts
    return found
