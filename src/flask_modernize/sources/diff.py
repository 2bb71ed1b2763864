"""Unified diffs as bytes, in git's own form: ``git apply`` takes them whatever the encoding, line ends or file names.

Lines end at ``\\n`` only, as for git: a ``\\r`` before it, a form feed or U+2028 is part of the line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_modernize.sources.changes import FileDelta
from flask_modernize.sources.line_matching import Block, changed_blocks

NO_NEWLINE = b"\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of changed lines with context. Starts are 1-based; ``lines`` are (tag, line with its line end).

    The tag is ``" "`` (context), ``"-"`` or ``"+"``. Only the last line of a file can be without ``\\n``. As in unified
    diffs, a side of no lines has the number of the line before it as start (0 at the beginning of the file).
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    lines: tuple[tuple[str, bytes], ...]


def unified_diff(changes: Iterable[FileDelta], context: int = 3) -> bytes:
    """One patch of all ``changes``, in the order of their paths; empty for no change. ``context`` is in lines."""
    deltas = sorted((delta for delta in changes if not delta.is_empty), key=lambda delta: delta.path)
    return b"".join(part for delta in deltas for part in _file_patch(delta, context))


def file_diff_lines(delta: FileDelta, context: int = 3) -> tuple[Hunk, ...]:
    """The hunks of one file, for display."""
    old, new = _lines(delta.before or b""), _lines(delta.after or b"")
    return tuple(_hunk(old, new, group, context) for group in _grouped(changed_blocks(old, new), context))


def quoted_path(path: str) -> bytes:
    """A path as git writes it in a patch: in C quotes, bytes outside of ASCII in octal, if any character needs it."""
    name = os.fsencode(path)
    if not _SPECIAL.search(name):
        return name
    return b'"' + _SPECIAL.sub(lambda match: _escaped(match.group()), name) + b'"'


_SPECIAL = re.compile(rb'[\x00-\x1f"\\\x7f-\xff]')
_SHORT = {
    b"\a": b"\\a",
    b"\b": b"\\b",
    b"\t": b"\\t",
    b"\n": b"\\n",
    b"\v": b"\\v",
    b"\f": b"\\f",
    b"\r": b"\\r",
    b'"': b'\\"',
    b"\\": b"\\\\",
}


def _escaped(byte: bytes) -> bytes:
    return _SHORT.get(byte) or b"\\%03o" % byte[0]


def _file_patch(delta: FileDelta, context: int) -> Iterator[bytes]:
    old_name, new_name = quoted_path(f"a/{delta.path}"), quoted_path(f"b/{delta.path}")
    mode = b"100755" if delta.executable else b"100644"
    yield b"diff --git %s %s\n" % (old_name, new_name)
    if delta.before is None:
        yield b"new file mode %s\n" % mode
    elif delta.after is None:
        yield b"deleted file mode %s\n" % mode
    hunks = file_diff_lines(delta, context)
    if not hunks:
        return
    # Git ends a name that has a space with a tab, so that other tools do not take what follows the space for a date.
    end = b"\t\n" if " " in delta.path else b"\n"
    yield b"--- " + (b"/dev/null\n" if delta.before is None else old_name + end)
    yield b"+++ " + (b"/dev/null\n" if delta.after is None else new_name + end)
    for hunk in hunks:
        yield from _hunk_patch(hunk)


def _hunk_patch(hunk: Hunk) -> Iterator[bytes]:
    old, new = _range(hunk.old_start, hunk.old_count), _range(hunk.new_start, hunk.new_count)
    yield f"@@ -{old} +{new} @@\n".encode("ascii")
    for tag, line in hunk.lines:
        yield tag.encode("ascii") + line
        if not line.endswith(b"\n"):
            yield b"\n" + NO_NEWLINE


def _range(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"


def _lines(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _grouped(blocks: list[Block], context: int) -> list[list[Block]]:
    """Blocks whose context would touch or overlap come into one group."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and block[0] - groups[-1][-1][1] <= 2 * context:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _hunk(old: list[bytes], new: list[bytes], group: list[Block], context: int) -> Hunk:
    old_start = max(group[0][0] - context, 0)
    new_start = group[0][2] - (group[0][0] - old_start)
    old_end = min(group[-1][1] + context, len(old))
    lines: list[tuple[str, bytes]] = []
    position = old_start
    for a, b, c, d in group:
        lines += [(" ", line) for line in old[position:a]]
        lines += [("-", line) for line in old[a:b]]
        lines += [("+", line) for line in new[c:d]]
        position = b
    lines += [(" ", line) for line in old[position:old_end]]
    old_count = sum(tag != "+" for tag, _ in lines)
    new_count = sum(tag != "-" for tag, _ in lines)
    return Hunk(
        old_start + (1 if old_count else 0),
        old_count,
        new_start + (1 if new_count else 0),
        new_count,
        tuple(lines),
    )
