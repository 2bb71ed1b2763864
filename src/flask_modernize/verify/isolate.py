"""Finds which edit groups change what an application does: delta debugging over the groups of a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Group = TypeVar("Group")

MOST_RUNS = 100


@dataclass(frozen=True, slots=True)
class Isolated(Generic[Group]):
    """What the application must do without, and what it may keep; both in the given order."""

    bad: tuple[Group, ...]
    good: tuple[Group, ...]
    runs: int
    """How often the question was asked."""


def isolate(
    groups: Sequence[Group], behaves: Callable[[Sequence[Group]], bool], most_runs: int = MOST_RUNS
) -> Isolated[Group]:
    """Parts the groups into those that change the behaviour, and others that all together do not.

    ``behaves`` says whether the application does as before with these groups applied and no others; one that does not
    even start does not. It is known to do so with none of them, and not to with all.

    One bad group among n costs log2(n) questions about ever shorter beginnings of the list, and one more that shows
    the rest to be good: 7 of 50. Of groups that are only bad together the last one is dropped. What has not been shown
    to be good after ``most_runs`` questions counts as bad.
    """
    search = _Search(groups, behaves, most_runs)
    good, bad = search.run()
    return Isolated(tuple(groups[number] for number in bad), tuple(groups[number] for number in good), search.runs)


class _Search(Generic[Group]):
    """The questions asked so far. Groups are known by their numbers."""

    def __init__(self, groups: Sequence[Group], behaves: Callable[[Sequence[Group]], bool], most_runs: int) -> None:
        self.groups, self.behaves, self.most_runs = groups, behaves, most_runs
        self.runs = 0

    def run(self) -> tuple[list[int], list[int]]:
        good: list[int] = []
        bad: list[int] = []
        left = list(range(len(self.groups)))
        while left:
            position = self._first_bad(good, left)
            if position is None:
                return good, bad + left
            good += left[:position]
            bad.append(left[position])
            left = left[position + 1 :]
            if left and self.runs < self.most_runs and self._ask([*good, *left]):
                return good + left, bad
        return good, bad

    def _ask(self, numbers: Sequence[int]) -> bool:
        self.runs += 1
        return self.behaves([self.groups[number] for number in numbers])

    def _first_bad(self, good: Sequence[int], left: Sequence[int]) -> int | None:
        """The place in ``left`` of a group that is bad after the good ones and all before it; None: no runs are left.

        With ``left[:low]`` the application behaves, with ``left[:high]`` it does not.
        """
        low, high = 0, len(left)
        while high - low > 1:
            if self.runs >= self.most_runs:
                return None
            middle = (low + high) // 2
            if self._ask([*good, *left[:middle]]):
                low = middle
            else:
                high = middle
        return low
