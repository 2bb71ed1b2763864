"""Finds which of many groups of edits change what the application does, with as few runs of it as possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class TooManyRuns(Exception):
    """The culprits were not found within the number of runs."""


def culprits(items: Sequence[Item], passes: Callable[[Sequence[Item]], bool], limit: int = 60) -> tuple[Item, ...]:
    """The items that have to go for the others to pass, in their order, given that all together do not.

    ``passes`` is asked for subsets, in order. The first culprit ends the shortest beginning of the list that does not
    pass, which a binary search finds: one of 50 takes seven runs. It goes, and if the others still do not pass the
    search is repeated. Raises TooManyRuns.
    """
    found: list[Item] = []
    left = list(items)
    runs = 0

    def asked(some: Sequence[Item]) -> bool:
        nonlocal runs
        runs += 1
        if runs > limit:
            raise TooManyRuns
        return passes(some)

    while True:
        good, bad = 0, len(left)
        while bad - good > 1:
            middle = (good + bad) // 2
            if asked(left[:middle]):
                good = middle
            else:
                bad = middle
        found.append(left.pop(bad - 1))
        if not left or asked(left):
            return tuple(item for item in items if item in found)
