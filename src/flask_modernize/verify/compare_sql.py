"""Differences in the statements that one request executes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask_modernize.verify import normalise
from flask_modernize.verify.differences import ABSENT, Difference, shown, without


def statement(event: Sequence[Any]) -> str:
    text = normalise.apply(normalise.SQL, event[0])
    return text if not event[1] else f"{text} {normalise.apply(normalise.VALUES, shown(event[1]))}"


def sql_differences(where: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    one, two = ([statement(each) for each in side] for side in (old, new))
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
