"""What a run hands back: for each migration what it did, what it left alone and why.

Plain immutable data, without a reference to the project, so that a run can be reported, cached and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flask_modernize.planning.contract import Finding
from flask_modernize.sources import Changes, SourceProblem


class Status(Enum):
    """How a migration ended; the set is closed."""

    APPLIED = "applied"
    NOTHING_TO_DO = "nothing-to-do"
    SKIPPED = "skipped"
    """It did not run, because what it needs is not there; the outcome's ``reason`` says what."""
    NOT_ACTIVE = "not-active"
    """It did not run, because the project is on today's version of its library; the outcome's ``reason`` says so."""
    UNRESOLVED = "unresolved"
    """It did its work, except where it or its result was at fault (findings ``G-...``)."""
    FAILED = "failed"
    """It could not do its work at all, and changed nothing."""


@dataclass(frozen=True, slots=True)
class AppliedGroup:
    """A group of edits that was made. ``number`` counts from 1 within the migration, ordered by place."""

    number: int
    title: str
    path: str
    line: int
    sites: int


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """One replacement. ``line`` is 1-based in the file as this migration found it; ``before`` and ``after`` are decoded
    text with line ends as "\\n". ``group`` is None for imports, which several groups may share."""

    path: str
    line: int
    before: str
    after: str
    group: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one migration did to the tree that it was given."""

    migration: str
    summary: str
    status: Status
    groups: tuple[AppliedGroup, ...]
    edits: tuple[AppliedEdit, ...]
    findings: tuple[Finding, ...]
    changes: Changes
    next_steps: tuple[str, ...] = ()
    ignored: int = 0
    """How many legacy sites inline ignore comments keep as they are."""
    reason: str = ""
    """Why it was skipped or failed, or is not active."""

    @property
    def sites_rewritten(self) -> int:
        """How many legacy sites were rewritten."""
        return sum(group.sites for group in self.groups)

    @property
    def sites_left(self) -> int:
        """How many legacy sites were seen and left alone, those under an ignore comment not counted."""
        return sum(finding.site for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Run:
    """The result of one ladder of migrations over one tree."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[SourceProblem, ...]
    """Files that could not be read or parsed; nothing in them was looked at."""
    remarks: tuple[Finding, ...]
    """Findings that no single migration answers for: ignore comments that name none, or an unknown one."""
    changes: Changes
    """What all migrations together change."""
    python_files: int
    relevant_files: int
    """Python files that mention Flask or SQLAlchemy at all."""
    timings: tuple[tuple[str, float], ...] = ()
    """Phase and its wall time in seconds, in the order of the phases."""
    figures: tuple[tuple[str, int], ...] = ()
    """Counters that ``--stats`` prints."""

    @property
    def unresolved(self) -> bool:
        """Whether a migration could not do (all of) its work."""
        return any(outcome.status in (Status.UNRESOLVED, Status.FAILED) for outcome in self.outcomes)
