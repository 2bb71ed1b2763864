"""Which lines of two files correspond: fast on large files with few changes, readable on small ones."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

Block = tuple[int, int, int, int]
"""Lines ``old[a:b]`` that became ``new[c:d]``: (a, b, c, d), 0-based. One of the two may be empty."""

# How many steps the search for the shortest edit of one block may take (about a tenth of a microsecond each): enough
# for some hundred changes in short files or a few in very long ones. Beyond that the block is shown as replaced as a
# whole.
_MAX_COST = 2_000_000


def changed_blocks(old: Sequence[bytes], new: Sequence[bytes]) -> list[Block]:
    """The differing blocks, in order; the lines between them are equal.

    Equal beginnings and ends are cut off; then lines that occur once on both sides, in the same order, part the rest
    into blocks (as in git's patience diff), again inside of each block; the rest is compared by the
    shortest edit. Deterministic.
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
            blocks.extend(_shortest_edit(old, new, block))
    return blocks


def _without_equal_ends(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> Block:
    a, b, c, d = block
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _anchors(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> list[tuple[int, int]]:
    """The longest series, rising on both sides, of (old, new) lines that are equal and unique in the block."""
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


def _shortest_edit(old: Sequence[bytes], new: Sequence[bytes], block: Block) -> list[Block]:
    """The fewest lines out and in that lead from one side to the other; all of the block where the search is too long.

    Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), forwards: ``reached[k]`` is how far into the old
    side one comes on the diagonal ``k`` (old minus new lines) with so many edits.
    """
    a, b, c, d = block
    rows, columns = b - a, d - c
    reached = {1: 0}
    history: list[dict[int, int]] = []
    cost = 0
    for edits in range(rows + columns + 1):
        history.append(reached)
        before, reached = reached, {}
        for k in range(-edits, edits + 1, 2):
            start = row = _next_row(before, edits, k)
            while row < rows and row - k < columns and old[a + row] == new[c + row - k]:
                row += 1
            reached[k] = row
            cost += row - start + 1
            if row >= rows and row - k >= columns:
                return _merged(_edits_back(history, rows, columns), a, c)
        if cost > _MAX_COST:
            break
    return [block]


def _next_row(before: dict[int, int], edits: int, k: int) -> int:
    if _by_insertion(before, edits, k):
        return before[k + 1]
    return before[k - 1] + 1


def _by_insertion(before: dict[int, int], edits: int, k: int) -> bool:
    """Whether the furthest way to diagonal ``k`` with so many edits ends in a new line, or else without an old one."""
    return k == -edits or (k != edits and before[k - 1] < before[k + 1])


def _edits_back(history: list[dict[int, int]], row: int, column: int) -> list[Block]:
    """The single edits of the way found, first to last, relative to the block."""
    single: list[Block] = []
    for edits in range(len(history) - 1, 0, -1):
        before, k = history[edits], row - column
        if _by_insertion(before, edits, k):
            row, column = before[k + 1], before[k + 1] - k - 1
            single.append((row, row, column, column + 1))
        else:
            row, column = before[k - 1], before[k - 1] - k + 1
            single.append((row, row + 1, column, column))
    return single[::-1]


def _merged(single: list[Block], a: int, c: int) -> list[Block]:
    """Edits that touch become one block; moved by the block's start."""
    blocks: list[Block] = []
    for row, row_end, column, column_end in single:
        if blocks and blocks[-1][1] == a + row and blocks[-1][3] == c + column:
            blocks[-1] = (blocks[-1][0], a + row_end, blocks[-1][2], c + column_end)
        else:
            blocks.append((a + row, a + row_end, c + column, c + column_end))
    return blocks
