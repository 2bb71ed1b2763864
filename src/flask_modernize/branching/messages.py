"""What a migration's commit says, and how a commit is known to be a migration's."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from flask_modernize import __version__
from flask_modernize.git.repository import Commit
from flask_modernize.planning.contract import Finding, Migration
from flask_modernize.planning.documentation import DocumentationError, documentation
from flask_modernize.planning.outcomes import Outcome

MIGRATION = "Flask-Modernize-Migration"
VERSION = "Flask-Modernize-Version"
VERIFIED = "Flask-Modernize-Verified"
BATCH = "Flask-Modernize-Batch"
UNDONE = "Flask-Modernize-Undone"
"""On a commit that takes a migration back."""

WIDTH = 72
SHOWN_FINDINGS = 10
SHOWN_PLACES = 6


@dataclass(frozen=True, slots=True)
class Batch:
    """One of the commits that a migration is split over. ``number`` counts from 1."""

    number: int
    label: str
    """What holds it together: a package, an owner; empty for a plain number of files."""


def migration_of(commit: Commit) -> str | None:
    """The migration that a commit was made by."""
    return commit.trailer(MIGRATION)


def subject(template: str, migration: Migration, outcome: Outcome, batch: Batch | None) -> str:
    """The first line, from the template of the setting ``commit-subject``."""
    line = template.format(migration=migration.id, summary=migration.summary, sites=outcome.sites_rewritten)
    if batch is not None:
        line += f" ({batch.label})" if batch.label else f" (part {batch.number})"
    return " ".join(line.split())


def body(migration: Migration, outcome: Outcome, files: int) -> str:
    """What was done and why, what was left alone, and what a person does next; lines of at most 72 characters."""
    paragraphs = [_why(migration), _counts(outcome, files)]
    left = [finding for finding in outcome.findings if finding.site]
    remarks = [finding for finding in outcome.findings if not finding.site]
    if left:
        title = "Left as it is:" if len(left) == 1 else "Left as they are:"
        paragraphs.append("\n".join([title, *finding_lines(left)]))
    if remarks:
        paragraphs.append("\n".join(["To be known:", *finding_lines(remarks)]))
    if outcome.next_steps:
        paragraphs.append("\n".join(["What remains to be done by hand:", *map(_item, outcome.next_steps)]))
    if migration.guide:
        # Not "Guide: ...", which git would take for a trailer.
        paragraphs.append(_wrapped(f"More on this in the guide, “{migration.guide}”."))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def message(subject_line: str, text: str) -> str:
    """The whole message without trailers."""
    return f"{subject_line}\n\n{text}\n"


def trailers(migration: Migration, verified: str, batch: Batch | None) -> tuple[tuple[str, str], ...]:
    """What makes the commit one of this tool's; the history is all that `status` and `undo` know."""
    found = [(MIGRATION, migration.id), (VERSION, __version__), (VERIFIED, " ".join(verified.split()))]
    if batch is not None:
        found.append((BATCH, f"{batch.number} {batch.label}".strip()))
    return tuple(found)


def _why(migration: Migration) -> str:
    try:
        text = documentation(migration).sections["Why"]
    except DocumentationError:
        return ""
    # Markup of the documentation pages says nothing in a commit.
    return _wrapped(re.sub(r"`+|\*\*", "", text.split("\n\n")[0]))


def _counts(outcome: Outcome, files: int) -> str:
    places = _count(outcome.sites_rewritten, "place")
    text = f"{places} rewritten in {_count(files, 'file')}."
    left = outcome.sites_left
    if left:
        text += f" {_count(left, 'place')} left as {'it is' if left == 1 else 'they are'}."
    return _wrapped(text)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """One line for findings that say the same, in the order of their first places."""
    alike: dict[str, list[Finding]] = {}
    for each in sorted(findings):
        said = each.message.removesuffix(f" (line {each.line})")
        alike.setdefault(f"{each.code}: {said}", []).append(each)
    lines = [_item(f"{_places(several)} {said}") for said, several in alike.items()]
    more = len(lines) - SHOWN_FINDINGS
    return [*lines[:SHOWN_FINDINGS], f"- and {more} more"] if more > 0 else lines


def _places(findings: Sequence[Finding]) -> str:
    """path:line, line, other:line; the first ones of many."""
    words: list[str] = []
    path = ""
    for each in findings[:SHOWN_PLACES]:
        words.append(str(each.line) if each.path == path else f"{each.path}:{each.line}")
        path = each.path
    more = len(findings) - SHOWN_PLACES
    return ", ".join(words) + (f" and {more} more," if more > 0 else "")


def _item(text: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
