"""Where the time of a run goes, for ``--stats``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

PHASES = ("discover", "read", "index", "plan", "rewrite", "guard", "report")


class Stopwatch:
    """Adds up wall time by phase. Phases do not nest: an inner one interrupts the outer one."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.perf_counter()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Counts the time until the block ends for `name`."""
        self._count()
        self._running.append(name)
        try:
            yield
        finally:
            self._count()
            self._running.pop()

    def timings(self) -> tuple[tuple[str, float], ...]:
        """Phase and seconds, in the order of the phases; those that did not happen are left out."""
        return tuple((name, self._seconds[name]) for name in PHASES if name in self._seconds)

    def _count(self) -> None:
        now = time.perf_counter()
        if self._running:
            name = self._running[-1]
            self._seconds[name] = self._seconds.get(name, 0.0) + now - self._since
        self._since = now
