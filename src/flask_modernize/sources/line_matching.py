"""Which lines of two files correspond: fast on large files with few changes, readable on small ones."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

Block = tuple[int, int, int, int]
"""Lines ``old[a:b]`` that became ``new[c:d]``: (a, b, c, d), 0-based. One of the two may be empty."""

# Above this many pairs of equal lines, SequenceMatcher's search is not worth its time: the block is shown as replaced.
_MAX_PAIRS = 200_000


def changed_blocks(old: Sequence[bytes], new: Sequence[bytes]) -> list[Block]:
    """The differing blocks, in order; the lines between them are equal.

    Equal beginnings and ends are cut off; then lines that occur once on both sides, in the same order, part the rest into blocks
    (as in git's patience diff), again inside of each block; what is left goes to difflib. Deterministic.
    """
    blocks: list[Block] = []
    pending: list[Block] = [(0, len(old), 0, len(new))]
    while pending:
        block = _without_equal_ends(old, new, pending.pop())
        a, b, c, d = block
        if a == b or c == d:
            if a != b or c != d:
                blocks.append(block)
            continue
        anchors = _anchors(old, new, block)
        if anchors:
            pending.extend(reversed(_between(anchors, block)))
        else:
            blocks.extend(_matched(old, new, block))
    return blocks


def _without_equal_ends(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> Block:
    a, b, c, d = block
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _anchors(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> list[tuple[int, int]]:
    """The longest series of (old, new) lines, rising on both sides, that are equal and occur once in the block on each side."""
    a, b, c, d = block
    old_counts, new_counts = Counter(old[a:b]), Counter(new[c:d])
    places = {new[j]: j for j in range(c, d) if new_counts[new[j]] == 1}
    pairs = [(i, places[old[i]]) for i in range(a, b) if old_counts[old[i]] == 1 and old[i] in places]
    # Longest rising subsequence by patience sorting: the smallest end of a series of each length, and who came before.
    ends: list[int] = []
    last_pairs: list[int] = []
    previous: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        previous.append(last_pairs[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            last_pairs.append(index)
        else:
            ends[length] = j
            last_pairs[length] = index
    series: list[tuple[int, int]] = []
    index = last_pairs[-1] if last_pairs else -1
    while index >= 0:
        series.append(pairs[index])
        index = previous[index]
    return series[::-1]


def _between(anchors: list[tuple[int, int]], block: Block) -> list[Block]:
    """The parts of ``block`` between one anchor and the next. Neighbouring anchors leave nothing."""
    a, b, c, d = block
    parts: list[Block] = []
    for i, j in [*anchors, (b, d)]:
        if i > a or j > c:
            parts.append((a, i, c, j))
        a, c = i + 1, j + 1
    return parts


def _matched(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> list[Block]:
    a, b, c, d = block
    old_counts, new_counts = Counter(old[a:b]), Counter(new[c:d])
    pairs = sum(count * new_counts[line] for line, count in old_counts.items())
    if pairs == 0 or pairs > _MAX_PAIRS:
        return [block]
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    return [(a + i1, a + i2, c + j1, c + j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]
