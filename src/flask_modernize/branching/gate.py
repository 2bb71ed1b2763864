"""What must hold for a migration's result before it becomes a commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask_modernize.planning.contract import Migration


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a check lets a result pass. ``said`` is for the commit's trailer and the report ("15 tests as before"),
    ``evidence`` shows why it does not pass."""

    passed: bool
    said: str
    evidence: str = ""


class Check(Protocol):
    """One thing that is looked at before and after. Directories are those of the project, absolute."""

    def baseline(self, directory: str) -> str:
        """Looks at the project as it is before any migration; a note for the report, "" for none."""

    def after(self, directory: str, commit: str, migration: Migration) -> Verdict:
        """Looks at a migration's result in ``directory``; ``commit`` is what it started from."""


Restore = Callable[[], None]
"""Makes the checkout again what it was before a check ran in it."""


@dataclass(frozen=True, slots=True)
class Gate:
    """All checks; each must pass."""

    checks: Sequence[Check]

    def baseline(self, directory: str, restore: Restore) -> tuple[str, ...]:
        """The notes of the checks on the project as it is."""
        notes = []
        for check in self.checks:
            notes.append(check.baseline(directory))
            restore()
        return tuple(note for note in notes if note)

    def after(self, directory: str, commit: str, migration: Migration, restore: Restore) -> Verdict:
        """The first verdict that does not let the result pass; else all of them together."""
        said = []
        for check in self.checks:
            verdict = check.after(directory, commit, migration)
            restore()
            if not verdict.passed:
                return verdict
            said.append(verdict.said)
        return Verdict(True, "; ".join(said) or "no")
