"""Verifies that a tree behaves like the one it was made from: boots both, asks both the same, compares."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_modernize.sources import Tree
from flask_modernize.verify.compare import compare, without_intended
from flask_modernize.verify.differences import Comparison, Intended
from flask_modernize.verify.project_tests import SuiteComparison, compare_suites, run_suite
from flask_modernize.verify.runs import CouldNotRun, Limits, Record, Target, probe, requests_of
from flask_modernize.verify.target import Found, NoApplication, find_application, same_application


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two trees."""

    tree: Tree
    name: str
    """As it is called in reports: a revision, a directory."""
    python: str = sys.executable


@dataclass(frozen=True, slots=True)
class Order:
    """What to compare, and how."""

    before: Side
    after: Side
    app: str = ""
    """module:name; found by itself when empty."""
    requests: Sequence[Record] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    test: str = ""
    """A command whose tests must pass and fail as before."""
    endpoints: Mapping[str, str] = field(default_factory=dict)
    """Declared renames; what a migration to blueprints renames is told by itself."""
    intended: Sequence[Intended] = ()
    limits: Limits = field(default_factory=Limits)
    ignored: Mapping[str, bytes] = field(default_factory=dict)
    """Files that git ignores and the application reads; each tree gets those that it does not have itself."""
    database_url: str = ""
    """A PostgreSQL server on which each run makes its databases; without, SQLite stands in for every database."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What came out. One of `comparison` and `failure` is there."""

    result: str
    """equal | intended only | different | could not run"""
    app_before: str = ""
    app_after: str = ""
    comparison: Comparison | None = None
    suites: SuiteComparison | None = None
    failure: CouldNotRun | None = None
    failed_side: str = ""
    """before | after: which could not be run."""
    notes: tuple[str, ...] = ()
    versions: tuple[Mapping[str, str], Mapping[str, str]] = field(default_factory=lambda: ({}, {}))
    seconds: float = 0
    records: tuple[Record, Record] | None = None
    """What each side did: a later verification of one of these trees may begin with it."""


def verify(order: Order, known_before: Record | None = None) -> Verification:
    """Runs both sides; never raises for what the applications do.

    ``known_before`` is what the first side is known to do, from an earlier verification of the same tree; it is not run
    for that again.
    """
    started = time.monotonic()
    try:
        verification = _verify(order, known_before)
    except _SideFailed as failed:
        verification = Verification("could not run", failure=failed.failure, failed_side=failed.side)
    return replace(verification, seconds=round(time.monotonic() - started, 1))


def without_declared(verification: Verification, intended: Sequence[Intended]) -> Verification:
    """The same verification where ``intended`` is known of only afterwards."""
    if verification.comparison is None:
        return verification
    comparison = without_intended(verification.comparison, intended)
    return replace(verification, comparison=comparison, result=_result(comparison, verification.suites))


def _result(comparison: Comparison, suites: SuiteComparison | None) -> str:
    return "different" if suites is not None and not suites.same else comparison.result


class _SideFailed(Exception):
    def __init__(self, side: str, failure: CouldNotRun) -> None:
        super().__init__(failure.message)
        self.side, self.failure = side, failure


def _verify(order: Order, known_before: Record | None) -> Verification:
    try:
        found = find_application(order.before.tree, order.app)
    except NoApplication as error:
        raise _SideFailed("before", CouldNotRun("application", str(error))) from error
    try:
        found_after = same_application(order.after.tree, found)
    except NoApplication as error:
        raise _SideFailed("after", CouldNotRun("application", str(error))) from error
    suites = None
    requests = list(order.requests)
    if order.test:
        suites, recorded = _suites(order)
        requests += recorded
    before = known_before if known_before is not None else _run("before", order, found, requests=requests)
    after = _run("after", order, found_after, replay=requests_of(before))
    endpoints = {**inferred_endpoints(before, after), **order.endpoints}
    comparison = compare(before, after, endpoints=endpoints, intended=order.intended)
    again: list[Record] = []
    # Only now it is worth the time to see which of them are unsteady.
    while comparison.differences and _is_worth_another_run(comparison, len(again)):
        again.append(_run("before", order, found, replay=requests_of(before)))
        comparison = compare(before, after, endpoints=endpoints, intended=order.intended, again=again)
    notes = [*before["notes"], *_renames_in_words(endpoints, order.endpoints)]
    return Verification(
        _result(comparison, suites),
        found.app,
        found_after.app,
        comparison,
        suites,
        notes=tuple(notes),
        versions=(before["versions"], after["versions"]),
        records=(before, after),
    )


MOST_RUNS_AGAIN = 2
_ORDERS = frozenset({"sql-order", "sql-read-order"})


def _is_worth_another_run(comparison: Comparison, runs: int) -> bool:
    """Once in any case. What is in one of two orders by chance, as SQLAlchemy's sets are, may have been in the same one
    twice."""
    return runs == 0 or (runs < MOST_RUNS_AGAIN and all(each.kind in _ORDERS for each in comparison.differences))


def _run(
    side: str,
    order: Order,
    found: Found,
    requests: Sequence[Record] = (),
    replay: Sequence[Record] | None = None,
) -> Record:
    one = order.before if side == "before" else order.after
    files = {**order.ignored, **files_of(one.tree)}
    target = Target(
        files,
        found.app,
        one.python,
        found.paths,
        order.environment,
        "app",
        executables_of(one.tree),
        order.database_url,
    )
    try:
        return probe(target, requests=requests, replay=replay, limits=order.limits)
    except CouldNotRun as failure:
        raise _SideFailed(side, failure) from failure


def files_of(tree: Tree) -> dict[str, bytes]:
    """The content of a tree; files that cannot be read are left out."""
    return dict(_readable(tree))


def executables_of(tree: Tree) -> frozenset[str]:
    """The files of a tree that may be executed."""
    return frozenset(path for path in tree.paths if tree.executable(path))


def _readable(tree: Tree) -> Iterator[tuple[str, bytes]]:
    for path in tree.paths:
        try:
            yield path, tree.read(path)
        except (OSError, ValueError):
            continue


def inferred_endpoints(before: Record, after: Record) -> dict[str, str]:
    """Renames that a migration to blueprints brings: one rule, methods and view, and `name` became `blueprint.name`."""
    found: dict[str, str] = {}
    known = {rule["endpoint"] for rule in after["rules"]}
    for old in before["rules"]:
        if old["endpoint"] in known or "." in old["endpoint"]:
            continue
        for new in after["rules"]:
            blueprint, _, name = new["endpoint"].rpartition(".")
            if (
                blueprint in after["blueprints"]
                and name == old["endpoint"]
                and (new["rule"], new["methods"], _view(new)) == (old["rule"], old["methods"], _view(old))
            ):
                found.setdefault(old["endpoint"], new["endpoint"])
    return found


def _view(rule: Mapping[str, Any]) -> Any:
    return rule["view"] and rule["view"]["name"]


def _renames_in_words(endpoints: Mapping[str, str], declared: Mapping[str, str]) -> list[str]:
    renamed = {old: new for old, new in endpoints.items() if old not in declared}
    if not renamed:
        return []
    shown = ", ".join(f"{old} -> {new}" for old, new in sorted(renamed.items())[:3])
    more = f" and {len(renamed) - 3} more" if len(renamed) > 3 else ""
    return [f"endpoints moved into blueprints: {shown}{more}"]


def _suites(order: Order) -> tuple[SuiteComparison, list[Record]]:
    """The project's own tests on both sides, and the requests that they send before."""
    before, after = (
        run_suite(
            {**order.ignored, **files_of(side.tree)},
            order.test,
            side.python,
            order.environment,
            executables_of(side.tree),
        )
        for side in (order.before, order.after)
    )
    return compare_suites(before, after), list(before.requests)
