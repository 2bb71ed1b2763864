"""Putting groups of edits together: which fit with each other, and what each file becomes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_modernize.planning.contract import Edit, FileChange, Group


@dataclass(frozen=True, slots=True)
class Splice:
    """One edit of a file with the number of the group that asked for it, None for imports."""

    edit: Edit
    group: int | None


@dataclass(slots=True)
class _Occupied:
    """The spans of one file that are spoken for; they never overlap."""

    starts: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    insertions: list[int] = field(default_factory=list)
    taken: set[Edit] = field(default_factory=set)

    def collides(self, edit: Edit) -> bool:
        if edit.start == edit.end:
            before = bisect_left(self.starts, edit.start) - 1
            return before >= 0 and self.ends[self.starts[before]] > edit.start
        if edit in self.taken:
            return False
        before = bisect_right(self.starts, edit.start) - 1
        if before >= 0 and self.ends[self.starts[before]] > edit.start:
            return True
        if before + 1 < len(self.starts) and self.starts[before + 1] < edit.end:
            return True
        return bisect_right(self.insertions, edit.start) < bisect_left(self.insertions, edit.end)

    def take(self, edit: Edit) -> None:
        if edit.start == edit.end:
            insort(self.insertions, edit.start)
        elif edit not in self.taken:
            self.taken.add(edit)
            insort(self.starts, edit.start)
            self.ends[edit.start] = edit.end


def in_order(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Groups by the place where a reader looks for them, whatever order the migration found them in."""
    return tuple(sorted(groups, key=lambda group: (group.path, group.line, group.edits, group.title)))


def paths_of(group: Group) -> frozenset[str]:
    """Every file that a group changes, creates or deletes."""
    changed = {edit.path for edit in group.edits} | {change.path for change in group.files}
    return frozenset(changed | paths_of_imports(group))


def paths_of_imports(group: Group) -> frozenset[str]:
    """Every file in which a group changes imports."""
    return frozenset({need.path for need in group.imports} | {drop.path for drop in group.dropped_imports})


def compatible(groups: Sequence[Group]) -> tuple[list[int], list[int]]:
    """Numbers of the groups that fit together, and of those that touch what an earlier one touches.

    Two groups may ask for the very same edit, and may insert at the same place. A group whose own edits overlap fits
    with nothing.
    """
    occupied: dict[str, _Occupied] = {}
    whole: dict[str, FileChange] = {}
    edited: set[str] = set()
    fitting, colliding = [], []
    for number, group in enumerate(groups):
        if _fits(group, occupied, edited, whole):
            for edit in group.edits:
                occupied.setdefault(edit.path, _Occupied()).take(edit)
            whole.update((change.path, change) for change in group.files)
            edited |= paths_of_imports(group)
            fitting.append(number)
        else:
            colliding.append(number)
    return fitting, colliding


def _fits(
    group: Group, occupied: Mapping[str, _Occupied], edited: Collection[str], whole: Mapping[str, FileChange]
) -> bool:
    """``edited``: files in which imports are changed; ``whole``: files that are created or deleted."""
    own: dict[str, _Occupied] = {}
    if not paths_of_imports(group).isdisjoint(whole):
        return False
    for edit in group.edits:
        if edit.path in whole or (edit.path in occupied and occupied[edit.path].collides(edit)):
            return False
        mine = own.setdefault(edit.path, _Occupied())
        if edit in mine.taken or mine.collides(edit):
            return False
        mine.take(edit)
    files = {change.path: change for change in group.files}
    if len(files) < len(group.files) or not files.keys().isdisjoint({*own, *paths_of_imports(group)}):
        return False
    taken = {*occupied, *edited}
    return all(whole.get(path, change) == change and path not in taken for path, change in files.items())


def splices_by_path(groups: Sequence[Group], numbers: Iterable[int]) -> dict[str, list[Splice]]:
    """The edits of the groups with these numbers, by file, in the order of their places; the same edit only once."""
    found: dict[str, list[Splice]] = {}
    seen: set[Edit] = set()
    for number in numbers:
        for edit in groups[number].edits:
            if edit in seen and edit.start != edit.end:
                continue
            seen.add(edit)
            found.setdefault(edit.path, []).append(Splice(edit, number))
    return {path: in_place_order(found[path]) for path in sorted(found)}


def in_place_order(splices: Iterable[Splice]) -> list[Splice]:
    """Sorted by place; at one place insertions stand before what is replaced, and otherwise keep their order."""
    return sorted(splices, key=lambda splice: (splice.edit.start, splice.edit.end))


def splice(data: bytes, splices: Sequence[Splice]) -> bytes:
    """The file after the edits, which must be in order and must not overlap."""
    parts = []
    position = 0
    for each in splices:
        parts += [data[position : each.edit.start], each.edit.replacement]
        position = each.edit.end
    parts.append(data[position:])
    return b"".join(parts)


def spans_after(splices: Sequence[Splice]) -> list[tuple[int, int]]:
    """Where each replacement stands in the file after the edits."""
    spans = []
    shift = 0
    for each in splices:
        start = each.edit.start + shift
        spans.append((start, start + len(each.edit.replacement)))
        shift += len(each.edit.replacement) - (each.edit.end - each.edit.start)
    return spans


def offset_after(splices: Sequence[Splice], offset: int) -> int:
    """Where an offset of the file before the edits ends up; one inside a replaced span moves to the start of its
    replacement."""
    shift = 0
    for each in splices:
        if each.edit.end > offset:
            return each.edit.start + shift if each.edit.start < offset else offset + shift
        shift += len(each.edit.replacement) - (each.edit.end - each.edit.start)
    return offset + shift


def offset_before(splices: Sequence[Splice], offset: int) -> int:
    """The inverse of :func:`offset_after`; one inside of a replacement comes from the start of what it replaced."""
    shift = 0
    for each, (start, end) in zip(splices, spans_after(splices), strict=True):
        if offset < end:
            return each.edit.start if start <= offset else offset - shift
        shift = end - each.edit.end
    return offset - shift


def joined(first: Sequence[Splice], second: Sequence[Splice], result: bytes) -> list[Splice]:
    """One list of edits for two, of which the second starts from what the first made; ``result`` is what both make.

    Edits that touch become one, for the first group that asked for one of them.
    """
    spans = spans_after(first)
    found: list[Splice] = []
    taken = 0
    for start, end, here, there in _touching(spans, second):
        found += first[taken : here[0]]
        taken = here[1]
        before, behind = _shift(first, here[0]), _shift(first, here[1])
        replacement = result[start + _shift(second, there[0]) : end + _shift(second, there[1])]
        groups = [each.group for each in (*first[slice(*here)], *second[slice(*there)]) if each.group is not None]
        path = second[there[0]].edit.path
        found.append(Splice(Edit(path, start - before, end - behind, replacement), groups[0] if groups else None))
    return [*found, *first[taken:]]


def _touching(
    spans: Sequence[tuple[int, int]], second: Sequence[Splice]
) -> Iterable[tuple[int, int, tuple[int, int], tuple[int, int]]]:
    """Start and end of each place that the second edits change, and which of the first and second ones stand there."""
    number = 0
    while number < len(second):
        begin, start, end = number, second[number].edit.start, second[number].edit.end
        low = next((i for i, span in enumerate(spans) if span[1] >= start), len(spans))
        high = low
        grown = True
        while grown:
            grown = False
            while high < len(spans) and spans[high][0] <= end:
                start, end, high, grown = min(start, spans[high][0]), max(end, spans[high][1]), high + 1, True
            while number < len(second) and (number == begin or second[number].edit.start <= end):
                end, number, grown = max(end, second[number].edit.end), number + 1, True
        yield start, end, (low, high), (begin, number)


def _shift(splices: Sequence[Splice], count: int) -> int:
    """By how many bytes the first ``count`` edits move what stands behind them."""
    return sum(len(each.edit.replacement) - (each.edit.end - each.edit.start) for each in splices[:count])
