"""Runs legacy functions and what became of them, and says where they differ.

A :class:`Snippet` is one function of a module of the project that the tool sees. Many snippets share a module,
so that the tool and the child process run once over everything.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from executed.stacks import Stack

PREAMBLE = '''\
"""Queries of the festival's back office."""

import sqlalchemy as sa
from flask import render_template, render_template_string
from sqlalchemy import and_, asc, bindparam, case, desc, exists, func, literal, literal_column, not_, or_, text
from sqlalchemy.orm import (
    Bundle,
    aliased,
    contains_eager,
    defer,
    joinedload,
    lazyload,
    load_only,
    selectinload,
    subqueryload,
    with_polymorphic,
)

from festival.extensions import db
from festival.models import (
    Badge,
    Band,
    Booking,
    BookingLine,
    Flyer,
    Genre,
    Gig,
    Lead,
    Place,
    Profile,
    Review,
    Rider,
    SearchEntry,
    Slot,
    Song,
    Sponsor,
    Stage,
    Staff,
    Steward,
    Technician,
    gig_genres,
)
'''


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a snippet: its arguments, and the URL of the request in which it happens."""

    arguments: tuple[tuple[str, object], ...] = ()
    path: str = "/"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One legacy function, called ``name``. ``source`` is its whole ``def`` statement, at column 0, and may hold others
    that it calls. The snippets of a module share its ``preamble``."""

    name: str
    source: str
    calls: tuple[Call, ...] = (Call(),)
    preamble: str = PREAMBLE
    today: str = ""
    """What ``source`` was in its time, written for the libraries of today: this is executed in its place."""

    def functions(self) -> list[str]:
        """The names of all functions in ``source``."""
        return [node.name for node in ast.parse(self.source).body if isinstance(node, ast.FunctionDef)]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of the tool: 1-based line, code, message."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One module after the tool: its text and the tool's findings in it (lines of the text before)."""

    text: str
    remarks: tuple[Remark, ...] = ()


Rewriter = Callable[[Mapping[str, str]], Mapping[str, Rewritten]]
"""From module name to text, to module name to what the tool makes of it."""

Seen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` is "raises", "returns", "sql", "session", "database" or "warnings", and ``text`` shows both sides.

    It is "fault" where the tool itself says that it was at fault.
    """

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one snippet. ``new`` is None where the tool left it alone."""

    snippet: Snippet
    new: str | None
    remarks: tuple[Remark, ...]
    differences: tuple[Difference, ...] = ()
    raises: bool = False
    """Whether the legacy function raised in its last call."""
    legacy: Seen = field(default_factory=dict)
    """What was seen of the legacy function in its last call."""

    def report(self) -> str:
        """Everything that is needed to reproduce it."""
        remarks = "\n".join(f"{remark.code}: {remark.message}" for remark in self.remarks)
        parts = [
            self.snippet.source.rstrip(),
            f"{self.new or 'left alone'}\n{remarks}".rstrip(),
            *(each.text for each in self.differences),
        ]
        return "\n--- ".join(["", *parts])


def module_text(snippets: Sequence[Snippet]) -> str:
    (preamble,) = {snippet.preamble for snippet in snippets} or {PREAMBLE}
    return "\n\n".join([preamble, *(snippet.source.strip("\n") + "\n" for snippet in snippets)])


def run(modules: Mapping[str, Sequence[Snippet]], rewriter: Rewriter, stack: Stack) -> list[Outcome]:
    """Rewrites all modules at once, runs every snippet that changed beside its legacy form, and compares."""
    return observe(rewrite(modules, rewriter), stack)


@dataclass(frozen=True, slots=True)
class Pair:
    """A module's snippets with both texts."""

    name: str
    snippets: tuple[Snippet, ...]
    before: str
    """What the tool saw."""
    new: Rewritten

    @property
    def legacy(self) -> str:
        """What is executed beside the new form."""
        if not any(snippet.today for snippet in self.snippets):
            return self.before
        return module_text([replace(snippet, source=snippet.today or snippet.source) for snippet in self.snippets])


def rewrite(modules: Mapping[str, Sequence[Snippet]], rewriter: Rewriter) -> list[Pair]:
    texts = {name: module_text(snippets) for name, snippets in modules.items()}
    rewritten = rewriter(texts)
    return [Pair(name, tuple(modules[name]), texts[name], rewritten[name]) for name in modules]


def observe(pairs: Sequence[Pair], stack: Stack) -> list[Outcome]:
    """Executes the pairs on ``stack``. Snippets that did not change are executed in their legacy form only."""
    plans = [_plan(pair) for pair in pairs]
    request = {
        "modules": {key: text for plan in plans for key, text in plan.modules.items()},
        "jobs": [job for plan in plans for job in plan.jobs],
    }
    seen = stack.run(request)
    return [outcome for plan in plans for outcome in plan.outcomes(seen)]


@dataclass(frozen=True, slots=True)
class _Plan:
    pair: Pair
    changed: dict[str, str]
    remarks: dict[str, tuple[Remark, ...]]

    @property
    def modules(self) -> dict[str, str]:
        return {f"legacy.{self.pair.name}": self.pair.legacy, f"new.{self.pair.name}": self.pair.new.text}

    @property
    def jobs(self) -> list[dict[str, Any]]:
        return [
            {
                "key": f"{side}.{self.pair.name}.{snippet.name}.{index}",
                "module": f"{side}.{self.pair.name}",
                "function": snippet.name,
                "arguments": dict(call.arguments),
                "path": call.path,
            }
            for snippet in self.pair.snippets
            for index, call in enumerate(snippet.calls)
            for side in ("legacy", *(("new",) if snippet.name in self.changed else ()))
        ]

    def outcomes(self, seen: Mapping[str, Seen]) -> Iterable[Outcome]:
        for snippet in self.pair.snippets:
            remarks = self.remarks[snippet.name]
            differences = [Difference("fault", f"{r.code}: {r.message}") for r in remarks if r.code.startswith("G-")]
            legacy: Seen = {}
            for index, call in enumerate(snippet.calls):
                legacy = seen[f"legacy.{self.pair.name}.{snippet.name}.{index}"]
                new = seen.get(f"new.{self.pair.name}.{snippet.name}.{index}", legacy)
                context = f"called with {dict(call.arguments)}: " if call.arguments else ""
                differences += [Difference(each.what, context + each.text) for each in compare(legacy, new)]
            yield Outcome(
                snippet,
                self.changed.get(snippet.name),
                remarks,
                tuple(differences),
                legacy["raises"] is not None,
                legacy,
            )


def _plan(pair: Pair) -> _Plan:
    before, after = _functions(pair.before), _functions(pair.new.text)
    changed, remarks = {}, {}
    for snippet in pair.snippets:
        names = snippet.functions()
        spans = [(before[name].first, before[name].last) for name in names]
        remarks[snippet.name] = tuple(r for r in pair.new.remarks if any(a <= r.line <= b for a, b in spans))
        if any(after[name].text != before[name].text for name in names):
            changed[snippet.name] = "\n\n".join(after[name].text for name in names)
    return _Plan(pair, changed, remarks)


@dataclass(frozen=True, slots=True)
class _Function:
    text: str
    first: int
    last: int


def _functions(text: str) -> dict[str, _Function]:
    lines = text.splitlines()
    return {
        node.name: _Function(
            "\n".join(lines[node.lineno - 1 : node.end_lineno]), node.lineno, node.end_lineno or node.lineno
        )
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def compare(legacy: Seen, new: Seen) -> list[Difference]:
    """The differences that a user of the application, or of its database, could see; empty if there are none.

    New warnings are differences; warnings that are gone are not.
    """
    differences = [
        Difference(what, f"{what} differ\n  legacy: {_short(legacy[what])}\n  new:    {_short(new[what])}")
        for what in ("raises", "returns", "sql", "session", "database")
        if legacy[what] != new[what]
    ]
    more = [warning for warning in new["warnings"] if warning not in legacy["warnings"]]
    return [*differences, *(Difference("warnings", f"new warning: {warning}") for warning in more)]


def _short(value: object, width: int = 1500) -> str:
    text = json.dumps(value)
    return text if len(text) <= width else text[:width] + " ..."
