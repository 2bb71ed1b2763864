"""What must hold for a migration's result before it becomes a commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from flask_modernize.planning.contract import Migration
from flask_modernize.sources import Changes


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a check lets a result pass. ``said`` is for the commit's trailer and the report ("15 tests as before"),
    ``evidence`` shows why it does not pass, ``seconds`` is how long it took."""

    passed: bool
    said: str
    evidence: str = ""
    seconds: float = 0


class CannotCheck(Exception):
    """A check does not work at all, whatever the migrations do; the message says why, for people."""


class Check(Protocol):
    """One thing that is looked at before and after. Directories are those of the project, absolute."""

    def baseline(self, directory: str) -> str:
        """Looks at the project as it is before any migration; a note for the report, "" for none.
        Raises CannotCheck."""

    def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
        """Looks at a migration's result in ``directory``, where ``changes`` are made already."""


Restore = Callable[[], None]
"""Makes the checkout again what it was before a check ran in it."""


@dataclass(frozen=True, slots=True)
class Gate:
    """All checks; each must pass."""

    checks: Sequence[Check]
    notes: tuple[str, ...] = ()
    """What is to be known of how they run."""

    def baseline(self, directory: str, restore: Restore) -> tuple[str, ...]:
        """The notes of the checks on the project as it is."""
        notes = list(self.notes)
        for check in self.checks:
            notes.append(check.baseline(directory))
            restore()
        return tuple(note for note in notes if note)

    def after(self, directory: str, changes: Changes, migration: Migration, restore: Restore) -> Verdict:
        """The first verdict that does not let the result pass; else all of them together."""
        started = time.monotonic()
        said = []
        for check in self.checks:
            verdict = check.after(directory, changes, migration)
            restore()
            if not verdict.passed:
                return replace(verdict, seconds=_since(started))
            said.append(verdict.said)
        return Verdict(True, "; ".join(said) or "no", seconds=_since(started))


def _since(started: float) -> float:
    return round(time.monotonic() - started, 1)
