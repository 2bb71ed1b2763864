"""Differences in the statements that one request executes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask_modernize.verify import normalise
from flask_modernize.verify.differences import ABSENT, Difference, shown, without


def statement(event: Sequence[Any], same_stack: bool = True) -> str:
    """A statement and its parameters, without what makes no difference."""
    text = normalise.apply(normalise.SQL if same_stack else normalise.SQL_ACROSS_VERSIONS, event[0])
    values = normalise.VALUES if same_stack else normalise.VALUES_ACROSS_VERSIONS
    return text if not event[1] else f"{text} {normalise.apply(values, shown(event[1]))}"


def statements(events: Sequence[Any], same_stack: bool) -> list[str]:
    """All of a request in their order. SQLAlchemy before 2.0 commits after each statement that changes tables, later
    versions after all of them: across versions, only a COMMIT of rows that were written counts."""
    found = [statement(each, same_stack) for each in events]
    if same_stack:
        return found
    kept: list[str] = []
    rows_written = False
    for each in found:
        if each == "COMMIT":
            if rows_written:
                kept.append(each)
            rows_written = False
        else:
            rows_written = rows_written or not _WRITES_NO_ROWS.match(each)
            kept.append(each)
    return kept


_WRITES_NO_ROWS = re.compile(r"(?i)(SELECT|PRAGMA|CREATE|DROP|ALTER|BEGIN|ROLLBACK|SAVEPOINT|RELEASE)\b")


def sql_differences(
    where: str, old: Sequence[Any], new: Sequence[Any], same_stack: bool = True
) -> Iterator[Difference]:
    """What is executed otherwise; ``same_stack``: both sides have the same versions of the libraries."""
    one, two = (statements(side, same_stack) for side in (old, new))
    if one == two:
        return
    gone, come = without(one, two), without(two, one)
    if not gone and not come:
        kind = "sql-order" if _between_writes(one) != _between_writes(two) else "sql-read-order"
        yield Difference(kind, where, "; ".join(one), "; ".join(two))
        return
    for line in list(gone):
        match = _nearest(line, come)
        if match is not None:
            gone.remove(line)
            come.remove(match)
            yield Difference(_sql_kind(line, match), where, line, match)
    for line in gone:
        yield Difference("commit-missing" if line == "COMMIT" else "sql-missing", where, line, ABSENT)
    for line in come:
        yield Difference("sql-added", where, ABSENT, line)


def _between_writes(statements: Sequence[str]) -> list[list[str]]:
    """The statements in their order, but those that only read between two others sorted."""
    parts: list[list[str]] = [[]]
    for each in statements:
        if each.upper().startswith("SELECT"):
            parts[-1].append(each)
        else:
            parts += [[each], []]
    return [sorted(part) for part in parts]


def _nearest(line: str, others: Sequence[str]) -> str | None:
    """The statement of the same verb about the same table, if any."""
    return next((each for each in others if _subject(each) == _subject(line)), None)


_SUBJECT = re.compile(r"(?i)^(\w+)\b.*?\b(?:FROM|INTO|UPDATE|TABLE)\s+\(?\s*([\w\".]+)")


def _subject(line: str) -> tuple[str, ...]:
    match = _SUBJECT.match(line) or re.match(r"(?i)(UPDATE)\s+([\w\".]+)", line)
    return tuple(part.upper() for part in match.groups()) if match else (line,)


_CLAUSES = (
    ("sql-order-by", re.compile(r"(?i)\s*\bORDER BY\b.*?(?=\bLIMIT\b|\)|$| \[| \{)")),
    ("sql-where", re.compile(r"(?i)\s*\bWHERE\b.*?(?=\bORDER BY\b|\bGROUP BY\b|\bLIMIT\b|$)")),
    ("sql-limit", re.compile(r"(?i)\s*\b(LIMIT|OFFSET)\b\s+\S+")),
)


def _sql_kind(old: str, new: str) -> str:
    texts = [re.sub(r" [\[{].*$", "", each) for each in (old, new)]
    if texts[0] == texts[1]:
        return "sql-parameters"
    for kind, clause in _CLAUSES:
        if clause.sub(" ", texts[0]).split() == clause.sub(" ", texts[1]).split():
            return kind
    return "sql"
