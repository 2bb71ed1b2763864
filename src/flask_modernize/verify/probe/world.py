"""What the parts of the probe share: the job, and what is seen while the application runs."""

from __future__ import annotations

import contextlib
import os
import random
import weakref
from typing import Any, Dict, Iterator

Record = Dict[str, Any]

EPOCH = 1_700_000_000
"""What the clock says at start, in seconds; one more for every request."""


class Job:
    """What is asked for."""

    def __init__(self, settings: Record) -> None:
        self.root: str = os.path.realpath(settings["root"])
        self.app: str = settings["app"]
        self.result: str = settings["result"]
        # Directories below the root, or absolute ones, from which the application's modules are imported.
        self.paths: list[str] = settings.get("paths") or ["."]
        # Requests to send first, in order, with one cookie jar.
        self.requests: list[Record] = settings.get("requests") or []
        # Requests that another run found, to be sent as they are; None: find them here.
        self.replay: list[Record] | None = settings.get("replay")
        self.automatic: bool = settings.get("automatic", True)
        self.limit: int = settings.get("automatic_limit", 400)
        self.environment: dict[str, str] = settings.get("environment") or {}
        self.seconds: float = settings.get("seconds", 60)
        self.request_seconds: float = settings.get("request_seconds", 5)
        self.memory: int = settings.get("memory", 4 << 30)
        # A PostgreSQL server on which databases may be made; empty: SQLite stands in for all.
        self.database_url: str = settings.get("database_url") or ""
        self.frozen_clock: bool = settings.get("frozen_clock", True)
        self.scratch: str = os.path.join(self.root, ".flask-modernize-scratch")


class Failure(Exception):
    """The application cannot be run: the stage at which it ended, and why."""

    def __init__(self, stage: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.stage, self.message, self.details = stage, message, details


class Seen:
    """What happened since it was last taken out, in order."""

    def __init__(self) -> None:
        self.events: dict[str, list[Any]] = {}
        self.written = False

    def add(self, kind: str, event: Any) -> None:
        self.events.setdefault(kind, []).append(event)

    def take(self) -> Record:
        events, self.events, self.written = self.events, {}, False
        return events


class World:
    """The state that the fences share; made anew for each job."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self.seen = Seen()
        self.clock: float | None = float(EPOCH)
        self.random = random.Random(0)
        self.drawn: list[bytes] = []
        # Generators of random numbers that were made without a seed.
        self.unseeded: weakref.WeakSet[random.Random] = weakref.WeakSet()
        # How many requests were sent.
        self.number = 0
        self.engines: list[Any] = []
        self.tables: list[Any] = []
        self.database_files: list[str] = []
        self.quiet = 0
        # How many flushes are under way in each other; whether the last statements of the innermost read or write,
        # and how many.
        self.flushing = 0
        self.run_in_flush = ("", 0)
        # Whether a database was written to since it was last put back.
        self.dirty = False

    def reseed(self, number: int) -> None:
        self.number = number
        self.random.seed(number)
        random.seed(number)
        for each in list(self.unseeded):
            each.seed(number)
        if self.clock is not None:
            self.clock = float(EPOCH + number)


WORLD = World()


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """What happens inside is the probe's own doing."""
    WORLD.quiet += 1
    try:
        yield
    finally:
        WORLD.quiet -= 1


def see(kind: str, event: Any) -> None:
    if not WORLD.quiet:
        WORLD.seen.add(kind, event)
