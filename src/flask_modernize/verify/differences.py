"""What a difference is: its kind, its place, and both sides; and differences of plain sequences and mappings."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
ABSENT = "(absent)"
SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    kind: str
    """What differs, one of a closed set of words such as "status" or "sql-order-by"; see `KINDS`."""
    where: str
    """The request, the config key, the rule ... that it is about."""
    before: str
    after: str
    whole: tuple[str, str] | None = field(default=None, compare=False, repr=False, kw_only=True)
    """Both sides uncut, where `before` and `after` are only a part of them."""

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after)


@dataclass(frozen=True, slots=True)
class Intended:
    """A difference that a migration declares: patterns of the file-name kind for its kind and place."""

    kind: str
    where: str = "*"
    words: str = ""
    """A regular expression of all that may be different; empty: both sides may be anything."""
    migration: str = ""
    reason: str = ""
    """Why it is so afterwards."""
    applied: str = ""
    """What says that the migration was applied between the two sides; empty where that is plain."""

    def covers(self, difference: Difference) -> bool:
        patterns = ((difference.kind, self.kind), (difference.where, self.where))
        if not all(pattern == "*" or fnmatch.fnmatchcase(text, pattern) for text, pattern in patterns):
            return False
        if not self.words:
            return True
        old, new = difference.whole or (difference.before, difference.after)
        return re.sub(self.words, "", old) == re.sub(self.words, "", new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, shortest first within their kind, and which of them are intended or unsteady."""

    differences: tuple[Difference, ...]
    intended: tuple[Difference, ...] = ()
    declared: tuple[Intended, ...] = ()
    """What declares each of those that are intended."""
    unsteady: tuple[Difference, ...] = ()
    """Differences in places that differ between two runs of the same code, too."""
    routes: int = 0
    requests: int = 0
    statements: int = 0

    @property
    def result(self) -> str:
        """equal | intended only | different"""
        return "different" if self.differences else "intended only" if self.intended else "equal"


KINDS = {
    "route-missing": "a route is gone",
    "route-added": "a route is new",
    "route-methods": "a route takes other methods",
    "route-endpoint": "a route has another endpoint name",
    "route-options": "a route has other options",
    "route-order": "routes that compete are in another order",
    "hook-missing": "a hook is gone",
    "hook-added": "a hook is new",
    "hook-order": "hooks run in another order",
    "error-handler-missing": "an error handler is gone",
    "error-handler-added": "an error handler is new",
    "error-handler-changed": "another function handles an error",
    "template-filter": "a template filter is gone, new or another",
    "template-test": "a template test is gone, new or another",
    "template-global": "a template global is gone, new or another",
    "template-options": "templates are read in another way",
    "command-missing": "a command is gone",
    "command-added": "a command is new",
    "command-parameters": "a command takes other parameters",
    "command-function": "another function runs a command",
    "config-missing": "a setting is gone",
    "config-added": "a setting is new",
    "config-type": "a setting has another type",
    "config-value": "a setting has another value",
    "extension-missing": "an extension is gone",
    "extension-added": "an extension is new",
    "extension-changed": "an extension is set up in another way",
    "application": "the application object is set up in another way",
    "blueprint": "a blueprint is gone",
    "table-missing": "a table is gone",
    "table-added": "a table is new",
    "column": "a column is gone, new or another",
    "constraint": "a table has other constraints or indexes",
    "start": "something else happens at start",
    "exception": "an exception leaves the application, or another one",
    "status": "another status",
    "redirect": "another redirect target",
    "header": "another header",
    "cookie-missing": "a cookie is not set",
    "cookie-added": "a cookie is set that was not",
    "cookie-flags": "a cookie has other flags",
    "cookie-value": "a cookie has another value",
    "session": "the session holds something else",
    "body": "another body",
    "json": "other JSON",
    "json-layout": "the same JSON, written in another way",
    "sql-missing": "a statement is not executed",
    "sql-added": "a statement is executed that was not",
    "sql-order": "the same statements in another order",
    "sql-read-order": "the same statements that only read, in another order",
    "sql-order-by": "a statement sorts in another way",
    "sql-where": "a statement has other criteria",
    "sql-limit": "a statement reads another number of rows",
    "sql-parameters": "a statement has other parameters",
    "sql": "another statement",
    "commit-missing": "what was written is not committed",
    "data": "the database holds something else afterwards",
    "templates": "other templates are rendered",
    "template-context": "a template is given other names",
    "flashes": "other messages are flashed",
    "mails": "other mails are sent",
    "tasks": "other background tasks are started",
    "files": "other files are written",
    "logs": "other log messages",
    "warnings": "new warnings",
    "network": "other connections are tried",
    "threads": "a thread ends with another exception",
    "requests": "a request could not be sent",
}


@dataclass(frozen=True, slots=True)
class Side:
    """A record, and how the endpoints in it are to be read."""

    record: Record
    endpoints: Mapping[str, str] = field(default_factory=dict)

    def endpoint(self, name: str) -> str:
        return self.endpoints.get(name, name)

    def value(self, value: Any) -> Any:
        """A plain value in which every text that is an endpoint name is read as the new one."""
        if isinstance(value, str):
            return self.endpoint(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        return value


def shown(value: Any) -> str:
    """A value as a person reads it."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


# -- what the application is made of ----------------------------------------------------------------------------------


def sequence(kind: str, where: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    if old == new:
        return
    missing, added = without(old, new), without(new, old)
    for name in missing:
        yield Difference(f"{kind}-missing", where, name, ABSENT)
    for name in added:
        yield Difference(f"{kind}-added", where, ABSENT, name)
    if not missing and not added:
        yield Difference(f"{kind}-order", where, ", ".join(old), ", ".join(new))


def without(items: Sequence[str], others: Sequence[str]) -> list[str]:
    """`items` less `others`, as often as they are there."""
    left = list(others)
    found = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            found.append(item)
    return found


def mapping(kind: str, prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """Keys that are gone, new, or have another value."""
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield Difference(f"{kind}-missing", prefix + key, old[key], ABSENT)
        elif key not in old:
            yield Difference(f"{kind}-added", prefix + key, ABSENT, new[key])
        elif old[key] != new[key]:
            yield Difference(f"{kind}-changed", prefix + key, old[key], new[key])


def one_kind(kind: str, prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in sorted(old.keys() | new.keys()):
        one, two = (shown(side[key]) if key in side else ABSENT for side in (old, new))
        if one != two:
            yield Difference(kind, prefix + key, one, two)


def new_warnings(where: str, old: Record, new: Record) -> Iterator[Difference]:
    known = {shown(each) for each in old.get("warnings", ())}
    for each in sorted({shown(each) for each in new.get("warnings", ())} - known):
        yield Difference("warnings", where, ABSENT, each)
