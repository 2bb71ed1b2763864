"""Queries of the whole project that belong together: all of a web is rewritten, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_modernize_codemods.select_queries.statement import Refusal

Place = tuple[str, int, int]
"""Path, 1-based line and column (in characters) of a head."""


@dataclass(slots=True)
class Webs:
    """Heads by number, which of them meet, and why webs are left alone. Grows while files are followed."""

    places: list[Place] = field(default_factory=list)
    refusals: dict[int, Refusal] = field(default_factory=dict)
    """By head: the reason found first, or that of the web it belongs to."""
    _numbers: dict[Place, int] = field(default_factory=dict)
    _parents: dict[int, int] = field(default_factory=dict)
    _refused: set[int] = field(default_factory=set)
    """The webs that have a refused head."""

    def number(self, place: Place) -> int:
        found = self._numbers.get(place)
        if found is None:
            found = self._numbers[place] = len(self.places)
            self.places.append(place)
        return found

    def take_over(self, other: Webs) -> int:
        """Adds the heads of other files; returns what is added to their numbers."""
        start = len(self.places)
        for place in other.places:
            self.number(place)
        assert len(self.places) == start + len(other.places)
        self.refusals |= {start + head: refusal for head, refusal in other.refusals.items()}
        self._parents |= {start + head: start + root for head, root in other._parents.items()}
        self._refused |= {start + web for web in other._refused}
        return start

    def web(self, head: int) -> int:
        """The lowest head of the web that a head belongs to."""
        root = head
        while root in self._parents:
            root = self._parents[root]
        return root

    def unite(self, heads: Iterable[int]) -> None:
        roots = sorted({self.web(head) for head in heads})
        for root in roots[1:]:
            self._parents[root] = roots[0]
            if root in self._refused:
                self._refused.add(roots[0])

    def refuse(self, heads: Iterable[int], refusal: Refusal) -> None:
        for head in heads:
            self.refusals.setdefault(head, refusal)
            self._refused.add(self.web(head))

    def is_refused(self, head: int) -> bool:
        """Whether the web that a head belongs to is left alone."""
        return self.web(head) in self._refused

    def refused_webs(self) -> dict[int, Refusal]:
        """Web -> the reason that was found first."""
        found: dict[int, Refusal] = {}
        for head in sorted(self.refusals):
            found.setdefault(self.web(head), self.refusals[head])
        return found

    def forget(self, path: str) -> None:
        """Drops what was said of the heads of one file, before it is followed anew."""
        for number, place in enumerate(self.places):
            if place[0] == path:
                self.refusals.pop(number, None)
        self._refused = {self.web(head) for head in self.refusals}
