"""What a report says, whatever it is written on: how findings are grouped, what the summary counts, what to do next."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from flask_modernize.planning.contract import Finding
from flask_modernize.planning.outcomes import Outcome, Run, Status


class Mode(Enum):
    """What the run was asked for."""

    DRY_RUN = "dry-run"
    CHECK = "check"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class View:
    """A run and how it is to be told.

    ``root`` is the project's and ``here`` the reader's directory, both absolute, so that the places that are shown can
    be clicked on; ``command`` is what makes the changes of a dry run.
    """

    run: Run
    mode: Mode
    root: str = "/"
    here: str = "/"
    patch_base: str = ""
    """The way from the top of the git checkout to the root ("" when they are the same): git wants patches like that."""
    command: str = "flask-modernize"
    diffs: bool = True
    """Whether diffs are shown, or only the names of the changed files."""

    @property
    def base(self) -> str:
        """The way from the reader's directory to the root, "." when they are the same."""
        return self.place("")

    def place(self, path: str) -> str:
        """A path of the tree as seen from the reader's directory."""
        return os.path.relpath(os.path.join(self.root, path), self.here).replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code that call for the same thing. ``message`` is theirs when they all have the same, else ""."""

    code: str
    message: str
    advice: str
    guide: str
    findings: tuple[Finding, ...]


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings by code and advice: those with the most places first, so that what pays most stands on top."""
    by_kind: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings):
        by_kind.setdefault((finding.code, finding.advice, finding.guide), []).append(finding)
    groups = []
    for (code, advice, guide), found in by_kind.items():
        messages = {finding.message for finding in found}
        message = messages.pop() if len(messages) == 1 else ""
        groups.append(FindingGroup(code, message, advice, guide, tuple(found)))
    return sorted(groups, key=lambda group: (-len(group.findings), group.code, group.advice))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary."""

    migration: str
    status: str
    files: int
    rewritten: int
    left: int
    ignored: int
    left_by_code: str
    """For instance “Q-ESCAPES 3, Q-SQL 1”."""


UNREMARKABLE = frozenset({Status.NOTHING_TO_DO, Status.NOT_ACTIVE})
"""Without findings, a migration with one of these has no section in the report."""


def active(run: Run) -> list[Outcome]:
    """The outcomes of the migrations that concern this project."""
    return [outcome for outcome in run.outcomes if outcome.status is not Status.NOT_ACTIVE]


def rows(run: Run) -> list[Row]:
    """The summary, a row for each migration that is active."""
    return [_row(outcome) for outcome in active(run)]


def not_active(run: Run) -> str:
    """A line about the migrations that do not concern this project; empty when there are none."""
    ids = [outcome.migration for outcome in run.outcomes if outcome.status is Status.NOT_ACTIVE]
    return f"Not active here: {', '.join(ids)} (flask-modernize list --why)." if ids else ""


def _row(outcome: Outcome) -> Row:
    counts = Counter(finding.code for finding in outcome.findings if finding.site)
    by_code = ", ".join(
        f"{code} {number}" for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return Row(
        outcome.migration,
        outcome.status.value.replace("-", " "),
        len(outcome.changes),
        outcome.sites_rewritten,
        outcome.sites_left,
        outcome.ignored,
        by_code,
    )


def next_steps(run: Run) -> list[str]:
    """What a person should do after this, each thing once."""
    return list(dict.fromkeys(step for outcome in run.outcomes for step in outcome.next_steps))


def closing(view: View) -> list[str]:
    """The last lines: what has happened, and the next command."""
    run = view.run
    files = count(len(run.changes), "file")
    if run.changes and view.mode is Mode.DRY_RUN:
        return [f"{files} would change; nothing was written. To make these changes:", f"  {view.command}"]
    if run.changes and view.mode is Mode.CHECK:
        return [f"{files} would change; nothing was written. To see the changes:", f"  {view.command} --dry-run"]
    if run.changes:
        return [f"{files} changed. Read the diff, run your tests, and commit."]
    return _nothing(view)


def _nothing(view: View) -> list[str]:
    run = view.run
    if not run.outcomes:
        return ["No migration was asked for: all are switched off. See: flask-modernize list"]
    if not run.python_files:
        return ["There are no Python files here. Files that git ignores, and excluded ones, are not looked at."]
    looked = f"{count(run.python_files, 'Python file')} looked at"
    if not run.relevant_files:
        return [
            f"{looked}; none of them mentions Flask or SQLAlchemy, so there is nothing to do.",
            "Is this the right directory? Usage: flask-modernize --dry-run PATH",
        ]
    if run.unresolved:
        return [f"{looked}. Not everything worked: see above."]
    left = sum(outcome.sites_left for outcome in run.outcomes)
    if left:
        return [f"{looked}; nothing to change. {count(left, 'place')} above {plural(left, 'is', 'are')} left to you."]
    return [f"{looked}; nothing to do."]


def count(number: int, noun: str) -> str:
    """“1 file”, “2 files”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def plural(number: int, one: str, many: str) -> str:
    """The word that goes with a number."""
    return one if number == 1 else many


def visible(text: str) -> str:
    """The text with control characters spelled out: code under migration must not steer the reader's terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char in "\t\n" or char.isprintable() or char == "\N{NO-BREAK SPACE}" else _escaped(char)
        for char in text
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
